"""Occupancy: the share of their time that agents were busy with calls."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import CallTally, Record
from slacore.metrics.call_tallies import call_tallies, sum_of
from slacore.model import Metric, Scope
from slacore.values import Bounds
from slacore.values.choice import one_of

_BUSY = {"reported": ("busy",), "handling": ("talk", "hold", "after_call")}


@frozen(kw_only=True)
class Occupancy(Metric):
    """The share of the time in which agents were busy or ready for a call that they were busy, in percent."""

    kind: ClassVar[str] = "occupancy"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = CallTally
    most: ClassVar[int | None] = 100

    # Whether they were busy as "reported", or for the "handling" of calls: talk, hold and after-call work.
    busy: str = field(default="reported", validator=one_of(tuple(_BUSY)))

    def measure(self, scope: Scope) -> Bounds | None:
        """100 × busy ÷ (busy + idle)."""
        if scope.gaps - scope.excluded:
            return self.limits()
        busy, idle = self._times(scope)
        if busy.high == 0 and idle.high == 0:
            return None
        # Where there may be no time at all, it is all of the one sort if there is any.
        return Bounds(_share(busy.low, idle.high, Fraction(100)), _share(busy.high, idle.low, Fraction(0)))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many seconds agents were busy and idle."""
        busy, idle = self._times(scope)
        return (("busy seconds", str(busy)), ("idle seconds", str(idle)))

    def sample(self, scope: Scope) -> int:
        """How many tallies count in the period."""
        return len(call_tallies(scope))

    def _times(self, scope: Scope) -> tuple[Bounds, Bounds]:
        tallies = call_tallies(scope)
        return sum_of(tallies, *_BUSY[self.busy]), sum_of(tallies, "idle")


def _share(busy: Fraction | None, idle: Fraction | None, empty: Fraction) -> Fraction:
    """The share of busy time; None is without limit, and of nothing at all it is `empty`."""
    if busy is None:
        return Fraction(100)
    if idle is None:
        return Fraction(0)
    return 100 * busy / (busy + idle) if busy + idle else empty
