"""Ratio: one level's figure divided by another's, such as late by all, or seats used by seats paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Record
from slacore.metrics.members import figure_of, in_words, strangers
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Metric, Scope
from slacore.values import Bounds
from slacore.values.choice import one_of
from slacore.values.quantity import Quantity, same_dimension, unit_name


@frozen(kw_only=True)
class Ratio(Metric):
    """(what one level came to) ÷ (what another came to), such as two counts, totals or sums.

    In percent both are measured in the same; in a unit such as ``count / s`` the first is in the
    unit before the stroke and the second in the one behind it.
    """

    kind: ClassVar[str] = "ratio"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = ()

    # The level that is divided, and the one that it is divided by.
    of: str
    to: str
    measure_unit: str = field(default="percent", alias="unit", converter=unit_name)
    # Whether what is divided is a part of the other, so that the ratio is never more than 100 %.
    part: bool = field(default=False, validator=true_or_false)
    # What nothing divided by nothing is: "full" (100 %), or "skipped", which is no data.
    idle: str = field(default="skipped", validator=one_of(("full", "skipped")))

    def __attrs_post_init__(self) -> None:
        if self.of == self.to:
            raise InvalidValue(f"'{self.of}' is divided by itself; name two levels")
        if not self._is_share() and "/" not in self.measure_unit:
            raise InvalidValue(
                f"a ratio is a share, or in one unit by another as 'count / s'; found {self.measure_unit!r}"
            )
        if not self._is_share() and (self.part or self.idle == "full"):
            raise InvalidValue(
                f"only a share can be full or of a part, and not what is in {self.measure_unit}"
            )

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def levels(self) -> tuple[str, ...]:
        """The two levels."""
        return self.of, self.to

    def misfits(self, units: Mapping[str, str]) -> Iterable[str]:
        """Levels in units of which this one is no ratio."""
        if self.of in units and self.to in units:
            above, below = self._units(units)
            yield from strangers(units, (self.of,), above)
            yield from strangers(units, (self.to,), below)

    def limits(self) -> Bounds:
        """Never less than nothing; as a part never more than all."""
        return Bounds(0, self._whole() if self.part else None)

    def sample(self, scope: Scope) -> int:
        """How many of the two have data."""
        return sum(figure_of(scope, name) is not None for name in self.levels())

    def measure(self, scope: Scope) -> Bounds | None:
        """The least divided by the most, and the most by the least."""
        units = {name: scope.observed[name].unit for name in self.levels() if name in scope.observed}
        above, below = self._units(units) if len(units) > 1 else (None, None)
        one, two = figure_of(scope, self.of, above), figure_of(scope, self.to, below)
        if one is None or two is None:
            return None
        return self._divided(self._not_negative(self.of, one), self._not_negative(self.to, two))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The two levels and their figures."""
        return in_words(scope, self.levels())

    def _not_negative(self, name: str, figure: Bounds) -> Bounds:
        if figure.high is not None and figure.high < 0:
            raise EvaluationError(f"'{name}' came to {figure}, and of less than nothing there is no ratio")
        return Bounds(max(figure.low or Fraction(0), Fraction(0)), figure.high)

    def _divided(self, one: Bounds, two: Bounds) -> Bounds | None:
        whole, full = self._whole(), self.idle == "full"
        if self.part and two.high is not None and (one.low or 0) > two.high:
            raise EvaluationError(
                f"'{self.of}' came to {one}, more than the {two} of '{self.to}' of which it is a part"
            )
        if two.high == 0:
            return self._of_nothing(one)
        low = Fraction(0) if two.high is None else whole * (one.low or 0) / two.high
        high = Fraction(0) if one.high == 0 else None
        if one.high is not None and two.low:
            high = whole * one.high / two.low
        if self.part:
            high = whole if high is None else min(high, whole)
        if full and not two.low and high is not None:
            # The other may have been nothing at all, and then the ratio is full.
            high = max(high, whole)
        return Bounds(low, high)

    def _of_nothing(self, one: Bounds) -> Bounds | None:
        """What there is where the other came to nothing: full only if this one did as well."""
        if self.idle != "full" or one.low:
            return None
        return Bounds.exactly(self._whole()) if one.high == 0 else self.limits()

    def _whole(self) -> Fraction:
        """What one for one is in the unit."""
        return Quantity(1, "ratio").in_unit(self.measure_unit) if self._is_share() else Fraction(1)

    def _is_share(self) -> bool:
        return same_dimension(self.measure_unit, "percent")

    def _units(self, units: Mapping[str, str]) -> tuple[str, str]:
        """The units in which the two are divided."""
        if self._is_share():
            return units[self.to], units[self.to]
        above, _, below = self.measure_unit.partition("/")
        return above.strip(), below.strip()
