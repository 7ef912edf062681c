"""Deviation: how many percent a level's figure lies above or below a reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.evidence import Record
from slacore.metrics.members import figure_of, in_words, strangers
from slacore.model import Metric, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of

_DIRECTIONS = ("above", "below", "either")


@frozen(kw_only=True)
class Deviation(Metric):
    """100 × (figure − reference) ÷ reference, in percent: of what a level came to, such as a latency.

    The reference is agreed, or it is what another level came to, such as a forecast.
    """

    kind: ClassVar[str] = "deviation"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = ()

    # The level whose figure it is about.
    of: str
    # The agreed reference, with its unit.
    reference: Quantity | None = field(default=None, converter=optional(quantity))
    # The level whose figure is the reference, where it is measured or reported as well.
    base: str | None = None
    # "above": negative where the figure is less. "below": the reverse. "either": how far it is off,
    # whichever way.
    direction: str = field(default="above", validator=one_of(_DIRECTIONS))

    def __attrs_post_init__(self) -> None:
        if (self.reference is None) == (self.base is None):
            raise InvalidValue(
                "a deviation is from a reference or from the figure of a base; give one of them"
            )
        if self.reference is not None and self.reference.amount <= 0:
            raise InvalidValue(
                f"a reference is more than zero, found {self.reference}: nothing is a percentage of that"
            )
        if self.of == self.base:
            raise InvalidValue(f"'{self.of}' does not deviate from itself; name another base")

    def levels(self) -> tuple[str, ...]:
        """The level, and the base where it is one."""
        return (self.of,) if self.base is None else (self.of, self.base)

    def misfits(self, units: Mapping[str, str]) -> Iterable[str]:
        """A level that is not measured in what the reference is."""
        unit = self._unit(units)
        return strangers(units, (self.of,), unit) if unit is not None else ()

    def limits(self) -> Bounds:
        """None; how far it is off is not negative."""
        return Bounds(0 if self.direction == "either" else None, None)

    def sample(self, scope: Scope) -> int:
        """How many of the levels have data."""
        return sum(figure_of(scope, name) is not None for name in self.levels())

    def measure(self, scope: Scope) -> Bounds | None:
        """The deviation; of a base that came to nothing there is none."""
        base, units = self._base(scope), {name: one.unit for name, one in scope.observed.items()}
        figure = figure_of(scope, self.of, self._unit(units))
        if figure is None or base is None or (base.high is not None and base.high <= 0):
            return None
        return self._directed(_times(figure, base))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The figures and the reference."""
        agreed = () if self.reference is None else (("reference", str(self.reference)),)
        return (*in_words(scope, self.levels()), *agreed)

    def _unit(self, units: Mapping[str, str]) -> str | None:
        """What the reference, or the base, is measured in."""
        return units.get(self.base or "") if self.reference is None else self.reference.unit

    def _base(self, scope: Scope) -> Bounds | None:
        if self.reference is not None:
            return Bounds.exactly(self.reference.amount)
        return figure_of(scope, self.base or "")

    def _directed(self, share: Bounds) -> Bounds:
        """A multiple of the base as percent above it, below it, or off it."""
        low, high = (None if side is None else 100 * (side - 1) for side in (share.low, share.high))
        if self.direction == "above":
            return Bounds(low, high)
        below, above = (None if high is None else -high), (None if low is None else -low)
        if self.direction == "below":
            return Bounds(below, above)
        nearest = max((side for side in (low, below) if side is not None), default=Fraction(0))
        farthest = None if high is None or above is None else max(high, above)
        return Bounds(max(nearest, Fraction(0)), farthest)


def _times(figure: Bounds, base: Bounds) -> Bounds:
    """How many times the base the figure is. What a base may be at or below zero is left aside."""
    least, most = max(base.low or Fraction(0), Fraction(0)), base.high
    return Bounds(_divided(figure.low, most, least), _divided(figure.high, least, most))


def _divided(side: Fraction | None, by: Fraction | None, by_negative: Fraction | None) -> Fraction | None:
    """A side by the base's end that takes it farther out; by zero it is without limit, by no limit zero."""
    if side is None:
        return None
    end = by if side >= 0 else by_negative
    if end is None or side == 0:
        return Fraction(0)
    return side / end if end else None
