"""Reach: the exact set of values that a doubtful figure leaves possible."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from slacore.values.bounds import Bounds
from slacore.values.several import several


@frozen
class Stretch:
    """The values from low to high; an end that is not `inside` is approached and not reached."""

    low: Fraction | None
    high: Fraction | None
    low_inside: bool = True
    high_inside: bool = True

    def contains(self, value: Fraction) -> bool:
        """Whether the value lies in the stretch."""
        above = self.low is None or value > self.low or (self.low_inside and value == self.low)
        below = self.high is None or value < self.high or (self.high_inside and value == self.high)
        return above and below


@frozen
class Reach:
    """Any number of stretches; overlapping ones mean the same as their union."""

    stretches: tuple[Stretch, ...] = field(default=(), converter=several)

    @classmethod
    def of_points(cls, points: Iterable[Fraction]) -> Reach:
        """Exactly these values."""
        return cls(Stretch(point, point) for point in points)

    def contains(self, value: Fraction) -> bool:
        """Whether the value is possible."""
        return any(stretch.contains(value) for stretch in self.stretches)

    def hull(self) -> Bounds:
        """The least and the most; an end may be approached only."""
        lows = [stretch.low for stretch in self.stretches]
        highs = [stretch.high for stretch in self.stretches]
        return Bounds(
            None if None in lows else min(low for low in lows if low is not None),
            None if None in highs else max(high for high in highs if high is not None),
        )
