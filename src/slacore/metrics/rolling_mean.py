"""Rolling mean: the mean of a level's figures over the last periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Record
from slacore.metrics.members import figure_of, in_words, strangers
from slacore.model import Lookback, Metric, Scope
from slacore.values import Bounds, Quantity, Span, span
from slacore.values.quantity import unit_name


@frozen(kw_only=True)
class RollingMean(Metric):
    """The mean of what a level came to over the last periods, the present one included.

    Every period counts alike. Where the agreement has not lasted so long there is no data, and where
    the ledger does not say what an earlier period came to, no limit.
    """

    kind: ClassVar[str] = "rolling-mean"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = ()
    least: ClassVar[int | None] = None

    # The level whose figures are averaged.
    of: str
    # How far back it reaches, such as "3 periods" or "12 months".
    over: Span = field(converter=span)
    measure_unit: str = field(default="percent", alias="unit", converter=unit_name)

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def levels(self) -> tuple[str, ...]:
        """The level whose figures are averaged."""
        return (self.of,)

    def asks(self) -> tuple[Lookback, ...]:
        """The mean of what it came to."""
        return (Lookback(how="mean", of="measured", over=self.over, level=self.of),)

    def misfits(self, units: Mapping[str, str]) -> Iterable[str]:
        """A level that is measured in another unit."""
        return strangers(units, (self.of,), self.measure_unit)

    def sample(self, scope: Scope) -> int:
        """Whether the level has data in the present period."""
        return int(figure_of(scope, self.of) is not None)

    def measure(self, scope: Scope) -> Bounds | None:
        """What the earlier periods and the present one answer."""
        (question,) = self.asks()
        found = scope.answers.get(question)
        if found is None or figure_of(scope, self.of) is None:
            return None
        unit = scope.observed[self.of].unit
        low, high = (
            None if side is None else Quantity(side, unit).in_unit(self.measure_unit)
            for side in (found.low, found.high)
        )
        return Bounds(low, high)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """What the level came to in the present period."""
        return in_words(scope, (self.of,))
