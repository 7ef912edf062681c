"""Means and the largest of values of which some are not known, and some may not count at all."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from slacore.values import Bounds


@frozen
class Doubtful:
    """A value, low to high, and whether it counts for certain; no high is without limit."""

    low: Fraction
    high: Fraction | None
    sure: bool = True


def mean_of(values: Iterable[Doubtful]) -> Bounds | None:
    """The mean, least to most; None where nothing counts.

    Each end takes in those of the uncertain ones that draw it further.
    """
    known = tuple(values)
    if not known:
        return None
    low = _drawn([one.low for one in known if one.sure], sorted(one.low for one in known if not one.sure))
    highs = [one.high for one in known if one.high is not None]
    if len(highs) < len(known):
        return Bounds(low, None)
    sure = [-one.high for one in known if one.sure and one.high is not None]
    unsure = sorted(-one.high for one in known if not one.sure and one.high is not None)
    return Bounds(low, -_drawn(sure, unsure))


def _drawn(sure: list[Fraction], unsure: list[Fraction]) -> Fraction:
    """The least mean of the sure ones with any of the others, which are in order."""
    taken, rest = (sure, unsure) if sure else (unsure[:1], unsure[1:])
    total, number = sum(taken, Fraction(0)), len(taken)
    for value in rest:
        if value * number >= total:
            break
        total, number = total + value, number + 1
    return total / number


def largest_of(values: Iterable[Doubtful]) -> Bounds | None:
    """The largest, least to most; None where nothing counts."""
    known = tuple(values)
    if not known:
        return None
    sure = [one.low for one in known if one.sure]
    highs = [one.high for one in known if one.high is not None]
    return Bounds(
        max(sure) if sure else min(one.low for one in known),
        max(highs) if len(highs) == len(known) else None,
    )
