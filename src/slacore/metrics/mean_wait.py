"""The mean time that callers waited: average speed of answer."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.metrics.call_tallies import call_tallies, calls_that_were, longest_waits, quotient, sum_of
from slacore.metrics.call_waits import OfWaits
from slacore.metrics.doubtful import largest_of, mean_of
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds


@frozen(kw_only=True)
class MeanWait(OfWaits):
    """The mean time that callers waited for an answer, in seconds: average speed of answer.

    Only answered calls count, unless the agreement also counts those who gave up.
    """

    kind: ClassVar[str] = "mean-wait"
    unit: ClassVar[str] = "second"

    # Whether callers who gave up count, with the time that they waited.
    abandoned: bool = field(default=False, validator=true_or_false)

    def ways(self) -> tuple[str, ...]:
        """The ends of a wait that count."""
        return ("answered", "abandoned") if self.abandoned else ("answered",)

    def measure(self, scope: Scope) -> Bounds | None:
        """The mean; calls of which nobody knows how long they waited may have waited for ever."""
        if self.may_miss(scope):
            return self.limits()
        if self.source == "calls":
            return mean_of(self.waits(scope))
        tallies = call_tallies(scope)
        mean = quotient(sum_of(tallies, *(f"{how}_wait" for how in self.ways())), self._number(scope))
        longest = largest_of(one for tally in tallies for one in longest_waits(tally, self.ways()))
        if mean is None or longest is None or longest.high is None:
            return mean
        # How many there were may not be known, but no mean is longer than the longest of them.
        return Bounds(mean.low, longest.high if mean.high is None else min(mean.high, longest.high))

    def sample(self, scope: Scope) -> int:
        """How many calls count in the period."""
        if self.source == "calls":
            return sum(wait.sure for wait in self.waits(scope))
        return int(self._number(scope).low or 0)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many calls count."""
        if self.source == "calls":
            return (("calls that count", str(self.sample(scope))),)
        return (("calls that count", str(self._number(scope))),)

    def _number(self, scope: Scope) -> Bounds:
        return calls_that_were(call_tallies(scope), self.ways())
