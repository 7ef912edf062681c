"""Share: which part of a settlement each level has, for whoever earns it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from slacore.evaluation.penalty import Penalty
from slacore.evaluation.settling import Settled
from slacore.model import Entry
from slacore.model.amount import added
from slacore.values import Bounds


def shares(settlements: Iterable[Settled]) -> Iterator[Entry]:
    """What each level was credited: its part of what was settled, in proportion to what it earned.

    What was earned in several units counts with what it was worth before it was joined. Where
    something is in doubt, a level has between nothing and what it earned.
    """
    for one in settlements:
        penalty = one.penalty
        if penalty.unit == "point" or (penalty.is_nothing and penalty.payable_low is None):
            continue
        earned = _earned(one)
        found: dict[str, list[Bounds | None]] = defaultdict(list)
        for award, worth in zip(penalty.awards, earned, strict=True):
            found[award.level].append(worth)
        for level, rows in found.items():
            bounds = _share(penalty, rows, earned)
            yield Entry(
                level=level,
                period=penalty.period,
                what="credited",
                low=bounds.low,
                high=bounds.high,
                unit=penalty.unit,
            )


def _earned(one: Settled) -> list[Bounds | None]:
    """What each award counts with: itself, or what it was worth where there are several units."""
    awards = one.penalty.awards
    units = {award.unit for award in awards if award.low != 0 or award.high != 0}
    if len(units) > 1:
        return list(one.worth)
    return [Bounds(award.low, award.high) for award in awards]


def _share(penalty: Penalty, rows: list[Bounds | None], earned: list[Bounds | None]) -> Bounds:
    low, high = paid(penalty)
    if penalty.payable_low is None and penalty.payable_high is None:
        # A share of a charge that nobody knows, or a sum that cannot be said.
        return Bounds(None, None)
    mine, everything = _total(rows), _total(earned)
    exact = low is not None and low == high and everything.value is not None
    if exact and low == 0:
        return Bounds(0, 0)
    if exact and everything.value and low is not None and mine.low is not None:
        return Bounds.exactly(low * mine.low / everything.value)
    ends = [low, high, mine.low, mine.high]
    known, zero = [side for side in ends if side is not None], Fraction(0)
    unlimited = len(known) < len(ends)
    return Bounds(None if unlimited else min(zero, *known), None if unlimited else max(zero, *known))


def _total(rows: Iterable[Bounds | None]) -> Bounds:
    found = [row or Bounds(None, None) for row in rows]
    return Bounds(added(row.low for row in found), added(row.high for row in found))


def paid(penalty: Penalty) -> tuple[Fraction | None, Fraction | None]:
    """What was settled, rounded; what can still lapse unclaimed is a pair."""
    low = penalty.low if penalty.payable_low is None else penalty.payable_low.amount
    high = penalty.high if penalty.payable_high is None else penalty.payable_high.amount
    if penalty.unclaimed and low is not None and penalty.low is not None:
        low = min(low, penalty.low - penalty.unclaimed)
    return low, high
