"""Share: which part of a settlement each level has, for whoever earns it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from slacore.evaluation.settling import Settled
from slacore.model import Entry
from slacore.model.amount import added
from slacore.values import Bounds


def shares(settlements: Iterable[Settled]) -> Iterator[Entry]:
    """What each level was credited: its part of what was settled, in proportion to what it was worth.

    A level is worth what the settlement made of it until it was joined with others. Where
    something is in doubt, a level has between nothing and that.
    """
    for one in settlements:
        penalty = one.penalty
        if penalty.unit == "point" or (penalty.is_nothing and penalty.payable_low is None):
            continue
        for level, mine in one.worth.items():
            bounds = _share(one, mine or Bounds(None, None))
            yield Entry(
                level=level,
                period=penalty.period,
                what="credited",
                low=bounds.low,
                high=bounds.high,
                unit=penalty.unit,
            )


def _share(one: Settled, mine: Bounds) -> Bounds:
    low, high = paid(one)
    if one.penalty.payable_low is None and one.penalty.payable_high is None:
        # A share of a charge that nobody knows, or a sum that cannot be said.
        return Bounds(None, None)
    everything = _total(one.worth.values())
    exact = low is not None and low == high and everything.value is not None
    if exact and low == 0:
        return Bounds(0, 0)
    if exact and everything.value and low is not None and mine.low is not None and _alike(one, low):
        return Bounds.exactly(low * mine.low / everything.value)
    ends = [low, high, mine.low, mine.high]
    known, zero = [side for side in ends if side is not None], Fraction(0)
    unlimited = len(known) < len(ends)
    return Bounds(None if unlimited else min(zero, *known), None if unlimited else max(zero, *known))


def _alike(one: Settled, settled: Fraction) -> bool:
    """Whether parts have a proportion: all of one sign, or just what was settled."""
    sides = [bounds.low for bounds in one.worth.values() if bounds is not None and bounds.low is not None]
    return min(sides) >= 0 or max(sides) <= 0 or sum(sides) == settled


def _total(rows: Iterable[Bounds | None]) -> Bounds:
    found = [row or Bounds(None, None) for row in rows]
    return Bounds(added(row.low for row in found), added(row.high for row in found))


def paid(one: Settled) -> tuple[Fraction | None, Fraction | None]:
    """What was settled, rounded; what can still lapse unclaimed is a pair."""
    penalty = one.penalty
    low = penalty.low if penalty.payable_low is None else penalty.payable_low.amount
    high = penalty.high if penalty.payable_high is None else penalty.payable_high.amount
    return (None if low is None or one.least is None else min(low, one.least)), high
