"""Percentile: the value that so many percent of the samples do not exceed, by a named method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import floor
from typing import Any, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.metrics.sampled import OfSamples
from slacore.model import Fold
from slacore.values import Bounds, exact
from slacore.values.choice import one_of

_HALF = Fraction(1, 2)
# Hyndman and Fan's nine definitions. Of n values in order, the p-quantile lies at position n·p + shift;
# between two positions the first three take one of them or both halves, the others interpolate.
_SHIFTS: dict[str, Callable[[Fraction], Fraction]] = {
    "nearest rank": lambda p: Fraction(0),
    "averaged nearest rank": lambda p: Fraction(0),
    "closest observation": lambda p: -_HALF,
    "interpolated nearest rank": lambda p: Fraction(0),
    "hazen": lambda p: _HALF,
    "exclusive": lambda p: p,
    "inclusive": lambda p: 1 - p,
    "median unbiased": lambda p: (p + 1) / 3,
    "normal unbiased": lambda p: p / 4 + Fraction(3, 8),
}
METHODS = tuple(_SHIFTS)


def _weight(method: str, position: Fraction) -> Fraction:
    """How much of the value after the position's whole number goes into the percentile."""
    whole = floor(position)
    rest = position - whole
    if method == "nearest rank":
        return Fraction(rest > 0)
    if method == "averaged nearest rank":
        return Fraction(1) if rest else _HALF
    if method == "closest observation":
        return Fraction(rest > 0 or whole % 2 == 1)
    return rest


@frozen(kw_only=True)
class _Rank(Fold):
    """The percentile of the readings; one without limit lies above all others."""

    percent: Fraction
    method: str

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The percentile, exactly."""
        before, after, weight = self._around(len(values))
        ranked = sorted(values)
        return (1 - weight) * ranked[before] + weight * ranked[after]

    def side(self, values: Sequence[Fraction | None]) -> Fraction | None:
        """The same where some have no limit: finite unless one of these takes part."""
        known = sorted(value for value in values if value is not None)
        before, after, weight = self._around(len(values))
        if (after if weight else before) >= len(known):
            return None
        return known[before] if not weight else (1 - weight) * known[before] + weight * known[after]

    def with_more(self, known: Bounds | None, limits: Bounds) -> Bounds:
        """With any number of further readings it can be anything; the hundredth can only rise."""
        return limits if known is None or self.percent < 100 else Bounds(known.low, limits.high)

    def _around(self, number: int) -> tuple[int, int, Fraction]:
        """The places of two values in order, from 0, and the weight of the second.

        Before the first value and after the last there is nothing: there it is that value.
        """
        share = self.percent / 100
        position = number * share + _SHIFTS[self.method](share)
        if position < 1:
            return 0, 0, Fraction(0)
        if position >= number:
            return number - 1, number - 1, Fraction(0)
        whole = floor(position)
        return whole - 1, whole, _weight(self.method, position)


def _of_hundred(_: object, attribute: Any, value: Fraction) -> None:
    if not 0 < value <= 100:
        raise InvalidValue(f"a percentile lies above 0 and is at most 100, found {value}")


@frozen(kw_only=True)
class Percentile(OfSamples):
    """The value that so many percent of the samples of a series do not exceed."""

    kind: ClassVar[str] = "percentile"

    # Which percentile, such as 90 or 99.9.
    percent: Fraction = field(converter=exact, validator=_of_hundred)
    # What lies between two values in order: nine published methods. They differ, so one is named.
    method: str = field(validator=one_of(METHODS))

    def folding(self) -> Fold:
        """The rank."""
        return _Rank(percent=self.percent, method=self.method)
