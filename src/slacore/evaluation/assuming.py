"""Assume: every answer that earlier periods may give, where the ledger has a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise, product
from math import floor

from attrs import evolve

from slacore.evaluation.award import Award
from slacore.evaluation.curve import Unsaid
from slacore.model import Case, Lookback, Test
from slacore.model.case import BEYOND
from slacore.model.history import Earlier
from slacore.values import Bounds, Quantity

# More ways than this are left unsaid: every one is a chain to work out.
MOST_WAYS = 256
# Of more periods not every number is worked out.
MOST_PERIODS = 60


def assumptions(case: Case, asked: Iterable[Lookback], tests: Iterable[Test] = ()) -> list[Case]:
    """The case with every combination of answers that is possible; itself where all are exact.

    `asked` names a question as often as it is put, and `tests` are those that put one. Of whole
    numbers that no test tells apart one is enough; of sums and means both ends are taken, what
    the tests compare them with, and a value between any two of these.
    """
    if case.history is None or case.asker is None:
        return [case]
    stated, doubtful = tuple(tests), {}
    for question, times in Counter(asked).items():
        earlier = case.history.earlier(question, case.asker)
        if earlier.bounds is not None and earlier.bounds.value is None:
            about = [test for test in stated if test.lookback == question]
            alike = times == len(about)
            doubtful[question] = _answers(question, earlier, about, case, alike=alike)
    ways = 1
    for answers in doubtful.values():
        ways *= len(answers)
    if ways > MOST_WAYS:
        raise Unsaid(f"earlier periods leave {ways} answers open, more than are worked out")
    return [
        evolve(case, assumed=dict(zip(doubtful, answers, strict=True)))
        for answers in product(*doubtful.values())
    ]


def _answers(
    question: Lookback, earlier: Earlier, tests: list[Test], case: Case, *, alike: bool
) -> list[Fraction]:
    """What earlier periods may answer, as far as it makes a difference.

    `alike` are answers that the tests do not tell apart, where nothing but tests asks.
    """
    assert earlier.bounds is not None
    low, high = earlier.bounds.low, earlier.bounds.high
    if question.how in ("run", "count"):
        numbers = _numbers(earlier.bounds, [edge for test in tests for edge in test.edges("period")])
        return _told_apart(numbers, tests) if alike else numbers
    ends = (-BEYOND if low is None else low, BEYOND if high is None else high)
    edges = [edge for edge in _edges(question, earlier, tests, case) if ends[0] < edge < ends[1]]
    return _with_between(sorted({*ends, *edges}))


def _numbers(bounds: Bounds, edges: list[Fraction]) -> list[Fraction]:
    """Every whole number; of very many both ends, and those about the edges of the tests."""
    first = bounds.low or Fraction(0)
    # A run that may go on without end is followed beyond every edge.
    last = max([first + MOST_PERIODS, *(edge + 1 for edge in edges)]) if bounds.high is None else bounds.high
    if last - first <= MOST_PERIODS:
        return [first + number for number in range(int(last - first) + 1)]
    # The present period may be one more, so that an edge matters one below itself as well.
    near = {Fraction(floor(edge) + more) for edge in edges for more in (-2, -1, 0, 1)}
    return sorted({first, Fraction(floor(last)), *(one for one in near if first <= one <= last)})


def _told_apart(numbers: list[Fraction], tests: list[Test]) -> list[Fraction]:
    """The first of those that no test tells apart, with the present period and without it."""
    found = {
        tuple(test.hold(Quantity(number + more, "period")) for test in tests for more in (0, 1)): number
        for number in reversed(numbers)
    }
    return sorted(found.values())


def _edges(question: Lookback, earlier: Earlier, tests: list[Test], case: Case) -> list[Fraction]:
    """What earlier periods come to where one of the tests changes its answer."""
    answer = case.answer(question)
    if answer.bounds is None or case.asker is None:
        return []
    edges = [edge for test in tests for edge in test.edges(answer.unit)]
    if question.share_of is not None:
        base = case.charge(question.share_of)
        return [] if isinstance(base, str) else [edge * base.amount / 100 for edge in edges]
    own = case.asker.adds(question)
    if question.how == "mean":
        edges = [edge * (earlier.periods + own) for edge in edges]
    if not own:
        return edges
    if case.figure is not None:
        return [edge - case.figure for edge in edges]
    # Between the ends of both one edge is met from both sides; of several not every side is.
    if len(set(edges)) > 1 or any(test.equals is not None for test in tests):
        raise Unsaid(f"{question} and the present figure are both in doubt, and it has several limits")
    return []


def _with_between(places: list[Fraction]) -> list[Fraction]:
    """The places, and one between any two."""
    found = places[:1]
    for low, high in pairwise(places):
        if low == -BEYOND and high != BEYOND:
            found += [high - 1, high]
        elif high == BEYOND and low != -BEYOND:
            found += [low + 1, high]
        else:
            found += [(low + high) / 2, high] if len(places) > 2 else [high]
    return found


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
