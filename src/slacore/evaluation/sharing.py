"""Share: which part of a settlement each level has, for whoever earns it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from slacore.evaluation.award import Award
from slacore.evaluation.penalty import Penalty
from slacore.model import Entry
from slacore.model.amount import added
from slacore.values import Bounds


def shares(penalties: Iterable[Penalty]) -> Iterator[Entry]:
    """What each level was credited: its part of what was settled, in proportion to what it earned.

    Points that became money are shared like money. Where something is in doubt, a level has
    between nothing and what it earned.
    """
    for penalty in penalties:
        if penalty.unit == "point" or (penalty.is_nothing and penalty.payable_low is None):
            continue
        found: dict[str, list[Award]] = defaultdict(list)
        for award in penalty.awards:
            found[award.level].append(award)
        for level, rows in found.items():
            bounds = _share(penalty, rows)
            yield Entry(
                level=level,
                period=penalty.period,
                what="credited",
                low=bounds.low,
                high=bounds.high,
                unit=penalty.unit,
            )


def _share(penalty: Penalty, rows: list[Award]) -> Bounds:
    low, high = paid(penalty)
    if penalty.payable_low is None and penalty.payable_high is None:
        # A share of a charge that nobody knows, or a sum that cannot be said.
        return Bounds(None, None)
    mine = Bounds(added(award.low for award in rows), added(award.high for award in rows))
    everything = added(award.low for award in penalty.awards)
    exact = low is not None and low == high and all(award.exact for award in penalty.awards)
    if exact and low == 0:
        return Bounds(0, 0)
    if exact and everything and low is not None and mine.low is not None:
        return Bounds.exactly(low * mine.low / everything)
    ends = [low, high, mine.low, mine.high]
    known, zero = [side for side in ends if side is not None], Fraction(0)
    unlimited = len(known) < len(ends)
    return Bounds(None if unlimited else min(zero, *known), None if unlimited else max(zero, *known))


def paid(penalty: Penalty) -> tuple[Fraction | None, Fraction | None]:
    """What was settled, rounded; what can still lapse unclaimed is a pair."""
    low = penalty.low if penalty.payable_low is None else penalty.payable_low.amount
    high = penalty.high if penalty.payable_high is None else penalty.payable_high.amount
    if penalty.unclaimed and low is not None and penalty.low is not None:
        low = min(low, penalty.low - penalty.unclaimed)
    return low, high
