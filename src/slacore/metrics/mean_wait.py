"""The mean time that callers waited: average speed of answer."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from slacore.metrics.call_tallies import call_tallies, calls_that_were, quotient, sum_of
from slacore.metrics.call_waits import OfWaits
from slacore.metrics.doubtful import mean_of
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
    abandoned: bool = False

    def ways(self) -> tuple[str, ...]:
        """The ends of a wait that count."""
        return ("answered", "abandoned") if self.abandoned else ("answered",)

    def measure(self, scope: Scope) -> Bounds | None:
        """The mean; calls of which nobody knows how long they waited may have waited for ever."""
        if self.may_miss(scope):
            return self.limits()
        if self.source == "calls":
            return mean_of(self.waits(scope))
        total = sum_of(call_tallies(scope), *(f"{how}_wait" for how in self.ways()))
        return quotient(total, self._number(scope))

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
