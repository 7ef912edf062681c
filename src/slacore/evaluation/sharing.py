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
        if penalty.payable_low is None and penalty.payable_high is None:
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
    everything = added(award.low for award in penalty.awards)
    exact = low is not None and low == high and all(award.exact for award in penalty.awards)
    if exact and low == 0:
        return Bounds(0, 0)
    if exact and everything:
        mine = added(award.low for award in rows)
        assert low is not None
        assert mine is not None
        return Bounds.exactly(low * mine / everything)
    ends = [0 if side is None else side for side in (low, high)]
    unlimited = high is None or low is None
    return Bounds(None if unlimited else min(0, *ends), None if unlimited else max(0, *ends))


def paid(penalty: Penalty) -> tuple[Fraction | None, Fraction | None]:
    """What was settled, rounded; what can still lapse unclaimed is a pair."""
    low = penalty.low if penalty.payable_low is None else penalty.payable_low.amount
    high = penalty.high if penalty.payable_high is None else penalty.payable_high.amount
    if penalty.claim == "open" and low is not None:
        low = min(low, Fraction(0))
    return low, high
