"""Assume: every answer that earlier periods may give, where the ledger has a pair."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from attrs import evolve

from slacore.evaluation.award import Award
from slacore.evaluation.curve import Unsaid
from slacore.model import Case, Lookback
from slacore.model.case import BEYOND
from slacore.values import Bounds

# More ways than this are left unsaid: every one is a chain to work out.
MOST_WAYS = 256
# A run that may go on without end is followed so far: no contract counts further.
MOST_PERIODS = 60


def assumptions(case: Case, asked: Iterable[Lookback]) -> list[Case]:
    """The case with every combination of answers that is possible; itself where all are exact."""
    if case.history is None or case.asker is None:
        return [case]
    doubtful: dict[Lookback, list[Fraction]] = {}
    for question in dict.fromkeys(asked):
        earlier = case.history.earlier(question, case.asker)
        if earlier.bounds is not None and earlier.bounds.value is None:
            doubtful[question] = _answers(question, earlier.bounds)
    ways = 1
    for answers in doubtful.values():
        ways *= len(answers)
    if ways > MOST_WAYS:
        raise Unsaid(f"earlier periods leave {ways} answers open, more than are worked out")
    return [
        evolve(case, assumed=dict(zip(doubtful, answers, strict=True)))
        for answers in product(*doubtful.values())
    ]


def _answers(question: Lookback, bounds: Bounds) -> list[Fraction]:
    """Whole numbers each; of sums and means both ends, and beyond any sum where one has no limit."""
    low, high = bounds.low, bounds.high
    if question.how in ("run", "count"):
        first = low or Fraction(0)
        last = first + MOST_PERIODS if high is None else high
        if last - first > MOST_PERIODS:
            return [first, last]
        return [first + number for number in range(int(last - first) + 1)]
    return [-BEYOND if low is None else low, BEYOND if high is None else high]


def merged(awards: list[Award], asked: Iterable[Lookback]) -> Award:
    """One award for all that may be the case; it says what it depends on."""
    why = f"depends on {' and '.join(dict.fromkeys(str(one) for one in asked))}, which the ledger leaves open"
    found = {award.due for award in awards}
    due = found.pop() if len(found) == 1 else None
    owing = [award for award in awards if award.due is not False]
    if not owing:
        return awards[0]
    first = owing[0]
    hull = Bounds(first.low, first.high)
    for award in awards:
        hull = hull.hull(Bounds(award.low, award.high))
    units = {award.unit for award in owing if not (award.low == award.high == 0)} or {first.unit}
    if len(units) > 1:
        hull = Bounds(None, None)
    exact = hull.value is not None
    return evolve(
        first,
        due=due,
        why=first.why if exact and due is not None else f"{first.why}; {why}",
        unit=units.pop(),
        low=_limited(hull.low),
        high=_limited(hull.high),
        percent=first.percent if all(one.percent == first.percent for one in awards) else None,
        capped=all(award.capped for award in awards),
        suppressed=all(award.suppressed for award in awards),
        row=first.row if all(one.row == first.row for one in awards) else None,
        hit=first.hit if all(one.hit == first.hit for one in awards) else None,
    )


def _limited(side: Fraction | None) -> Fraction | None:
    return None if side is None or abs(side) >= BEYOND else side
