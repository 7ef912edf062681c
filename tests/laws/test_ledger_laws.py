"""What the ledger remembers: a year in turn is a year at once, and what it does not know is no zero.

The agreements are drawn (`memories`): runs and counts of this level, another or the group, caps
that earlier credits use up, points that double, earn-backs, claims, actions, rights of the
settlement. The figures have gaps.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, product, takewhile
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from evaluation.terms import agreement
from laws.drawing import DAY, Labels, law
from laws.memories import (
    CHARGES,
    FIGURES,
    TARGET,
    TERM,
    YEAR,
    agreements,
    any_months,
    exact_months,
    lines,
    month,
    requests,
    stated,
)
from laws.twins import Doubted
from slacore import (
    Completion,
    Evaluation,
    Evidence,
    Instant,
    Ledger,
    Remedy,
    ServiceLevel,
    Test,
    Window,
    evaluate,
)
from slacore.remedies import Pay, Times


def labels(result: Evaluation) -> Labels:
    """What a year was about."""
    found = {
        "owed": bool(result.penalties),
        "doubtful": any(one.low != one.high for one in result.settlements),
        "capped": any(one.capped for one in (*result.settlements, *result.awards)),
        "right": bool(result.rights),
        "action": bool(result.actions),
        "overdue": any(one.what == "overdue" for one in result.ledger.entries),
        "pointed": any(one.what == "pointed" for one in result.ledger.entries),
        "claimed": any(one.claim == "claimed" for one in result.awards),
        "bonus": any(one.low is not None and one.low < 0 for one in result.awards),
    }
    return {name for name, answer in found.items() if answer}


# A year at once


@law(
    12,
    owed=60,
    doubtful=30,
    capped=15,
    right=10,
    action=20,
    overdue=5,
    pointed=15,
    claimed=5,
    bonus=3,
    cut=60,
)
def test_a_year_in_turn_is_a_year_at_once(data: Any) -> Labels:
    """Cut anywhere, inside months too, each part with the ledger of the one before."""
    terms = data.draw(agreements())
    known = stated(terms, data.draw(lines(terms, 12, any_months))) + data.draw(requests())
    days = sorted(data.draw(st.sets(st.integers(1, 364), max_size=11)))
    ends = [Instant(YEAR.start.micros + day * DAY) for day in (0, *days, 365)]
    whole = evaluate(terms, known, YEAR, charges=CHARGES)
    parts: list[Evaluation] = []
    for start, end in pairwise(ends):
        ledger = parts[-1].ledger if parts else None
        parts.append(evaluate(terms, known, Window(start, end), charges=CHARGES, ledger=ledger))
    assert parts[-1].ledger == whole.ledger
    assert [one for part in parts for one in part.settlements] == list(whole.settlements)
    assert [one for part in parts for one in part.rights] == list(whole.rights)

    def by_level(results: Iterable[Evaluation]) -> list[Any]:
        found = [award for result in results for award in result.awards]
        return sorted(found, key=lambda one: (one.level, one.period.end))

    assert by_level(parts) == by_level([whole])
    return labels(whole) | ({"cut"} if days else set())


@law(6, owed=60, doubtful=30)
def test_the_order_of_levels_changes_nothing_that_is_remembered(data: Any) -> Labels:
    """Levels that ask about each other, listed the other way round: the same ledger, byte for byte."""
    terms = data.draw(agreements())
    known = stated(terms, data.draw(lines(terms, 6, any_months)))
    half = Window(YEAR.start, month(6).end)
    turned = evolve(terms, levels=tuple(reversed(terms.levels)))
    one, two = (evaluate(each, known, half, charges=CHARGES) for each in (terms, turned))
    assert one.ledger == two.ledger
    assert one.settlements == two.settlements
    assert one.rights == two.rights
    return labels(one)


# What nobody knows


def lies_within(exact: Any, wide: Any) -> bool:
    """Whether an amount lies between the least and the most of another."""
    low = wide.low is None or (exact.low is not None and exact.low >= wide.low)
    return low and (wide.high is None or (exact.high is not None and exact.high <= wide.high))


def is_unsaid(one: Any) -> bool:
    """Whether nothing at all is said of an amount."""
    return one.low is None and one.high is None


def hold(wide: Evaluation, exact: Evaluation, since: Instant) -> None:
    """Whatever is true of one completion of the past was said to be possible."""
    for one in (award for award in exact.awards if award.period.end > since):
        (found,) = (
            award
            for award in wide.awards
            if (award.level, award.period, award.remedy) == (one.level, one.period, one.remedy)
        )
        assert found.due in (None, one.due), f"{one.level} {one.period} {one.remedy}: {found.due} {one.due}"
        said = is_unsaid(found) or found.unit.startswith("%") or lies_within(one, found)
        assert said, f"{one.level} {one.period} {one.remedy}: {one}, {found}"
    for one in (penalty for penalty in exact.settlements if penalty.period.end > since):
        rows = [row for row in wide.settlements if row.period == one.period and not row.is_nothing]
        if any(row.unit.startswith("%") or is_unsaid(row) for row in rows):
            # A part of the sum is a share of what nobody knows, or nothing at all is said.
            continue
        same = [row for row in rows if row.unit == one.unit]
        assert one.is_nothing if not same else lies_within(one, same[0]), f"{one.period}: {one}, {rows}"
    said = {_right(right): right.state for right in wide.rights}
    for right in (right for right in exact.rights if right.period.end > since):
        assert _right(right) in said, f"{right} of {right.period}"
    granted = {_right(right): right.state for right in exact.rights}
    for key, state in said.items():
        assert state is not True or granted[key] is True


def _right(right: Any) -> tuple[Any, ...]:
    return right.level, right.period, right.remedy


def opened(wide: Evaluation, exact: Evaluation, since: Instant) -> bool:
    """Whether a completion came to something else than the past that nobody knows."""

    def amounts(result: Evaluation) -> list[Any]:
        return [(one.unit, one.low, one.high) for one in result.settlements if one.period.end > since]

    return amounts(wide) != amounts(exact)


# Before January there was nothing for sure.
SINCE = month(1).start


@law(20, owed=60, opened=50, doubtful=50, right=10, capped=20, skipped=20, begun=20, action=20)
def test_every_completion_of_a_past_that_nobody_knows_lies_within_the_bounds(data: Any) -> Labels:
    """A month or two are missing, at the beginning or behind one that is known: all are filled in.

    That nothing had happened in them is one way of many, and not what is assumed.
    """
    term = data.draw(st.sampled_from((TERM, None)))
    # A low cap hides whatever else may be wrong, so that not every case has one.
    capped = data.draw(st.booleans())
    terms = data.draw(agreements(most=2, quarterly=False, capped=capped, term=term))
    before, unknown = data.draw(st.sampled_from(((1, 1), (0, 1), (0, 2))))
    known = data.draw(lines(terms, 4, exact_months))
    # Whoever watched for plans saw none.
    watched = Evidence.of(Completion, [], covers=Window(YEAR.start, month(4).end))
    evidence = watched + stated(terms, {name: line[:before] for name, line in known.items()})
    later = {name: line[before + unknown :] for name, line in known.items()}
    evidence += stated(terms, later, before + unknown + 1)
    window = Window(month(before + unknown + 1).start, month(4).end)
    nothing = Ledger(agreement=terms.name, complete_since=SINCE)
    ledger = None
    if before:
        first = Window(YEAR.start, month(before).end)
        ledger = evaluate(terms, evidence, first, charges=CHARGES, ledger=nothing).ledger
    wide = evaluate(terms, evidence, window, charges=CHARGES, ledger=ledger)
    # Bad, a breach and good; of two months only the ends, as there are as many again.
    figures = (*FIGURES[:2], FIGURES[-1]) if unknown == 1 else (FIGURES[0], FIGURES[-1])
    whole, different = Window(YEAR.start, month(4).end), False
    for filling in product(figures, repeat=unknown * len(known)):
        missing = {
            name: [(figure, figure) for figure in filling[number * unknown : (number + 1) * unknown]]
            for number, name in enumerate(known)
        }
        every = evidence + stated(terms, missing, before + 1)
        exact = evaluate(terms, every, whole, charges=CHARGES, ledger=nothing)
        hold(wide, exact, window.start)
        different = different or opened(wide, exact, window.start)
    found = {"opened": different, "skipped": before == 1, "begun": term is not None}
    return labels(wide) | {name for name, answer in found.items() if answer}


# What a pass resets


def doubling(word: str, least: int) -> Any:
    """How often a month counts, by the months up to it: three times where a lookback says so."""

    def factor(line: tuple[bool, ...]) -> int:
        past = line[:-1] if "before" in word else line
        run = word.startswith("run")
        counted = takewhile(bool, reversed(past)) if run else past[-3:]
        return 3 if sum(counted) >= least else 1

    return factor


WORDS = (
    "run of breached",
    "run of breached before",
    "count of breached over 3 periods",
    "count of breached over 3 periods before",
)


@law(120, reset=10, doubt=40)
def test_a_month_that_is_kept_resets_a_run_and_not_a_count(data: Any) -> Labels:
    """10 EUR for a miss and 30 where two or three came together: every filling of a line with holes.

    By hand, for a run of two before: miss, miss, miss, kept, miss is 10, 10, 30, 0, 10.
    """
    word, least = data.draw(st.sampled_from(WORDS)), data.draw(st.integers(1, 3))
    line = data.draw(st.lists(st.sampled_from("bbm?"), min_size=6, max_size=6))
    repeat = Times(factor=3, when=Test(lookback=word, at_least=f"{least} periods"))
    level = ServiceLevel(
        name="A",
        metric=Doubted(name="A"),
        target=TARGET,
        remedies=[Remedy(steps=[Pay(rate="10 EUR"), repeat])],
    )
    terms = agreement(level, term=TERM)
    figures = {"b": (FIGURES[0], FIGURES[0]), "m": (FIGURES[-1], FIGURES[-1]), "?": (FIGURES[0], FIGURES[-1])}
    evidence = stated(terms, {"A": [figures[letter] for letter in line]})
    found = evaluate(terms, evidence, Window(YEAR.start, month(6).end)).settlements
    fillings = list(product(*({"b": [True], "m": [False], "?": [True, False]}[letter] for letter in line)))
    factor = doubling(word, least)
    for number, penalty in enumerate(found, 1):
        owed = [10 * factor(filling[:number]) * filling[number - 1] for filling in fillings]
        assert (penalty.low, penalty.high) == (min(owed), max(owed)), f"month {number} of {line}"
    text = "".join(line)
    return {name for name, seen in (("reset", "bmb" in text), ("doubt", "?" in text)) if seen}


def test_a_pass_resets_what_it_must() -> None:
    """Miss, miss, miss, kept, miss, miss: a third in a row counts thrice, and the fifth begins again."""
    repeat = Times(factor=3, when=Test(lookback="run of breached", at_least="3 periods"))
    remedies = [Remedy(steps=[Pay(rate="10 EUR"), repeat])]
    level = ServiceLevel(name="A", metric=Doubted(name="A"), target=TARGET, remedies=remedies)
    terms = agreement(level, term=TERM)
    figures = [FIGURES[0 if letter == "b" else -1] for letter in "bbbmbb"]
    evidence = stated(terms, {"A": [(figure, figure) for figure in figures]})
    found = evaluate(terms, evidence, Window(YEAR.start, month(6).end)).settlements
    assert [one.low for one in found] == [one.high for one in found] == [10, 10, 30, 0, 10, 10]
