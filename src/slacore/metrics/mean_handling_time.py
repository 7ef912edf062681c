"""The mean time that agents spent on a call: average handling time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Call
from slacore.metrics.call_tallies import call_tallies, number_of, parts_of_tallies, quotient, sum_of
from slacore.metrics.calls import Counting, OfCalls, wait_of, waits_in
from slacore.metrics.doubtful import Doubtful, mean_of
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds
from slacore.values.choice import one_of


@frozen(kw_only=True)
class MeanHandlingTime(OfCalls):
    """The mean time that agents spent on an answered call, in seconds: average handling time.

    Talking, holding and the work after the call, as far as the agreement counts them.
    """

    kind: ClassVar[str] = "mean-handling-time"
    unit: ClassVar[str] = "second"

    # Whether the time counts in which the caller was on hold.
    hold: bool = field(default=True, validator=true_or_false)
    # Whether the work after the call counts.
    after_call: bool = field(default=True, validator=true_or_false)
    # Whether a call belongs to the period in which it was answered ("settled"), or "offered".
    counted_by: str = field(default="settled", validator=one_of(("settled", "offered")))

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting(self.counted_by)

    def measure(self, scope: Scope) -> Bounds | None:
        """The mean; what is not stated may have taken any time."""
        if self.may_miss(scope):
            return self.limits()
        if self.source == "calls":
            return mean_of(self._times(scope))
        return quotient(sum_of(call_tallies(scope), *self._parts()), self._number(scope))

    def sample(self, scope: Scope) -> int:
        """How many calls count in the period."""
        if self.source == "calls":
            return sum(time.sure for time in self._times(scope))
        return int(self._number(scope).low or 0)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many calls count."""
        number = self._number(scope) if self.source == "tallies" else self.sample(scope)
        return (("calls handled", str(number)),)

    def _parts(self) -> tuple[str, ...]:
        return ("talk", *(("hold",) if self.hold else ()), *(("after_call",) if self.after_call else ()))

    def _number(self, scope: Scope) -> Bounds:
        """How many calls were handled, by the tallies."""
        fates = {"resolved_calls": "handled", "unresolved_calls": "handled"}
        return number_of(parts_of_tallies(call_tallies(scope), "handled", fates), "handled")

    def _times(self, scope: Scope) -> Iterator[Doubtful]:
        for call in scope.of_kind(Call):
            wait = wait_of(call, scope)
            held = waits_in(call, scope, self.counting())
            if any(held.values()) and wait.how in (None, "answered"):
                time = self._time(call, scope) if wait.how else Bounds(0, None)
                yield Doubtful(time.low or Fraction(0), time.high, sure=wait.how is not None)

    def _time(self, call: Call, scope: Scope) -> Bounds:
        """How long an answered call was handled, as far as that was over when the evidence ends."""
        done = call.handled()
        if done is None or done > scope.horizon:
            return Bounds(0, None)
        return sum_of((call,), *self._parts())
