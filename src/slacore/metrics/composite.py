"""Composite: one figure of several levels, as of parts that stand in a row or for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Record
from slacore.metrics.members import figure_of, in_words, names, strangers
from slacore.model import Metric, Scope
from slacore.values import Bounds, exact
from slacore.values.choice import one_of
from slacore.values.quantity import Quantity, same_dimension, unit_name
from slacore.values.several import several

_SHARES = ("serial", "k of n")
_RANKED = ("smallest", "largest")
_HOW = (*_SHARES, *_RANKED, "mean")
Sides = Sequence[Fraction | None]


def _weights(value: object) -> tuple[Fraction, ...]:
    found = tuple(exact(one, "weight") for one in several(value))  # type: ignore[arg-type]
    for one in found:
        if one <= 0:
            raise InvalidValue(f"a weight is more than zero, found {one}")
    return found


@frozen(kw_only=True)
class Composite(Metric):
    """The figure of several levels together, each of which is measured by itself in the same period.

    It rises when one of them rises, so its least is made from the least of each and its most from
    the most. Where levels share evidence the truth may be narrower.
    """

    kind: ClassVar[str] = "composite"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = ()
    least: ClassVar[int | None] = None

    # The names of the levels.
    of: tuple[str, ...] = field(converter=names)
    # "serial": all parts are needed, the product of their shares. "k of n": so many of them are
    # needed. "smallest" and "largest" take one of the figures, "mean" their weighted mean.
    how: str = field(validator=one_of(_HOW))
    measure_unit: str = field(default="percent", alias="unit", converter=unit_name)
    # How many parts are needed; of the smallest and largest, how many must reach the figure.
    needed: int | None = None
    # For the mean, how much each counts, in the order of the levels; alike unless stated.
    weights: tuple[Fraction, ...] = field(default=(), converter=_weights)
    # What it is where a level has no data: "no data" either, or of the others with that "left out".
    idle: str = field(default="no data", validator=one_of(("no data", "left out")))

    def __attrs_post_init__(self) -> None:
        for fault in self._faults():
            raise InvalidValue(fault)

    def _faults(self) -> Iterable[str]:
        number, how = len(self.of), self.how
        if self.needed is not None:
            if how not in ("k of n", *_RANKED):
                yield f"{how}: all of them count; leave 'needed' out"
            elif type(self.needed) is not int or not 1 <= self.needed <= number:
                yield f"of {number} levels 1 to {number} can be needed, found {self.needed!r}"
        elif how == "k of n":
            yield f"k of n: say how many of the {number} levels are needed"
        if self.weights and how != "mean":
            yield f"{how}: only a mean has weights"
        if self.weights and len(self.weights) != number:
            yield f"there are {len(self.weights)} weights for {number} levels; give each its own"
        if how in _SHARES and not same_dimension(self.measure_unit, "percent"):
            yield f"{how}: it is made of shares, which are not stated in {self.measure_unit}"

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def levels(self) -> tuple[str, ...]:
        """The levels that it is made from."""
        return self.of

    def misfits(self, units: Mapping[str, str]) -> Iterable[str]:
        """Levels that are measured in another unit."""
        return strangers(units, self.of, self.measure_unit)

    def limits(self) -> Bounds:
        """A product of shares lies between nothing and all; else it is as its levels are."""
        return Bounds(0, self._whole()) if self.how in _SHARES else Bounds(None, None)

    def sample(self, scope: Scope) -> int:
        """How many of the levels have data."""
        return len(self._known(scope))

    def measure(self, scope: Scope) -> Bounds | None:
        """Made once from the least of each level, once from the most."""
        found = self._known(scope)
        if not found or (self.idle == "no data" and len(found) < len(self.of)):
            return None
        lows, highs = [one.low for _, one in found], [one.high for _, one in found]
        if self.how == "mean":
            weights = [weight for weight, _ in found]
            return Bounds(_mean(weights, lows), _mean(weights, highs))
        needed = len(found) if self.needed is None else self.needed
        if needed > len(found):
            return None
        if self.how in _RANKED:
            falling = self.how == "smallest"
            return Bounds(
                _ranked(lows, needed, falling, falling), _ranked(highs, needed, falling, not falling)
            )
        least, most = ([self._part(side, end) for side in sides] for sides, end in ((lows, 0), (highs, 1)))
        return Bounds(*(_chance(shares, needed) * self._whole() for shares in (least, most)))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """Each level and its figure."""
        return in_words(scope, self.of)

    def _known(self, scope: Scope) -> list[tuple[Fraction, Bounds]]:
        """The weight and the figure of each level that has data."""
        weights = self.weights or (Fraction(1),) * len(self.of)
        figures = [figure_of(scope, name, self.measure_unit) for name in self.of]
        if self.how in _SHARES:
            for name, one in zip(self.of, figures, strict=True):
                self._check(name, one)
        return [(weight, one) for weight, one in zip(weights, figures, strict=True) if one is not None]

    def _check(self, name: str, figure: Bounds | None) -> None:
        """Refuse a figure that is no share of a whole."""
        if figure is not None and figure.hull(self.limits()) != self.limits():
            raise EvaluationError(
                f"{self.how}: '{name}' came to {figure} {self.measure_unit}, and a part is available for "
                f"0 to {self._whole()} {self.measure_unit} of the time"
            )

    def _whole(self) -> Fraction:
        return Quantity(100, "percent").in_unit(self.measure_unit)

    def _part(self, side: Fraction | None, end: int) -> Fraction:
        return Fraction(end) if side is None else side / self._whole()


def _mean(weights: Sequence[Fraction], sides: Sides) -> Fraction | None:
    known = [weight * side for weight, side in zip(weights, sides, strict=True) if side is not None]
    return sum(known, Fraction(0)) / sum(weights) if len(known) == len(sides) else None


def _ranked(sides: Sides, place: int, falling: bool, limitless_last: bool) -> Fraction | None:
    """The side at that place, from 1, in falling or rising order; None is without limit."""
    known = sorted((side for side in sides if side is not None), reverse=falling)
    index = place - 1 if limitless_last else place - 1 - (len(sides) - len(known))
    return known[index] if 0 <= index < len(known) else None


def _chance(shares: Sequence[Fraction], needed: int) -> Fraction:
    """How likely it is that at least so many parts work, each with its own share of the time."""
    # How likely it is that exactly 0, 1, 2, … of the parts looked at so far work.
    exactly = [Fraction(1)]
    for share in shares:
        padded = [Fraction(0), *exactly, Fraction(0)]
        exactly = [works * share + fails * (1 - share) for works, fails in pairwise(padded)]
    return sum(exactly[needed:], Fraction(0))
