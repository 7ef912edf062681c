"""The longest time that a caller waited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from attrs import field, frozen

from slacore.metrics.call_tallies import call_tallies, longest_waits
from slacore.metrics.call_waits import OfWaits
from slacore.metrics.doubtful import Doubtful, largest_of
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds


@frozen(kw_only=True)
class LongestWait(OfWaits):
    """The longest time that a caller waited, in seconds.

    Reports differ in whether those who gave up count, so the agreement says so.
    """

    kind: ClassVar[str] = "longest-wait"
    unit: ClassVar[str] = "second"

    # Whether callers who gave up count, with the time that they waited.
    abandoned: bool = field(validator=true_or_false)

    def ways(self) -> tuple[str, ...]:
        """The ends of a wait that count."""
        return ("answered", "abandoned") if self.abandoned else ("answered",)

    def measure(self, scope: Scope) -> Bounds | None:
        """The longest; what nobody saw can only have been longer."""
        known = largest_of(self._longest(scope))
        if not self.may_miss(scope):
            return known
        seen = largest_of(wait for wait in self._longest(scope) if wait.sure)
        return self.limits() if seen is None else Bounds(seen.low, None)

    def sample(self, scope: Scope) -> int:
        """How many calls, or tallies of them, count in the period."""
        return sum(wait.sure for wait in self._longest(scope))

    def _longest(self, scope: Scope) -> Iterator[Doubtful]:
        if self.source == "calls":
            yield from self.waits(scope)
            return
        for tally in call_tallies(scope):
            yield from longest_waits(tally, self.ways())
