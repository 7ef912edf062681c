"""Folds: how a period's readings become one figure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from slacore.model import Fold
from slacore.values import Bounds


@frozen(kw_only=True)
class Mean(Fold):
    """The sum of the readings, divided by their number."""

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The arithmetic mean, exactly."""
        return sum(values, Fraction(0)) / len(values)


@frozen(kw_only=True)
class Largest(Fold):
    """The largest of the readings."""

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The maximum."""
        return max(values)

    def with_more(self, known: Bounds | None, limits: Bounds) -> Bounds:
        """A missing reading can only raise it."""
        return limits if known is None else Bounds(known.low, limits.high)


@frozen(kw_only=True)
class Smallest(Fold):
    """The smallest of the readings."""

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The minimum."""
        return min(values)

    def with_more(self, known: Bounds | None, limits: Bounds) -> Bounds:
        """A missing reading can only lower it."""
        return limits if known is None else Bounds(limits.low, known.high)


@frozen(kw_only=True)
class Total(Fold):
    """The sum of the readings; of none it is zero."""

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The sum, exactly."""
        return sum(values, Fraction(0))

    def with_more(self, known: Bounds | None, limits: Bounds) -> Bounds:
        """A missing reading can only raise it, unless there are negative ones: then it has no least."""
        return Bounds(None if limits.low is None or known is None else known.low, limits.high)
