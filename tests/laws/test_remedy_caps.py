"""Caps hold, a worse breach never costs less, every step can be worked out again, bounds are reached.

Chains and their arithmetic come from `twins`; what earlier months came to is handed in as a ledger.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from evaluation.terms import FEBRUARY, JANUARY, MARCH, agreement, between
from laws.drawing import Labels, law
from laws.twins import (
    FEE,
    HAIR,
    HEADS,
    PROMISE,
    TARGET,
    Condition,
    Doubted,
    Setting,
    Sum,
    Twin,
    all_edges,
    chains,
    doubt,
    grid,
    later,
    on_count,
    on_figures,
    seen,
    sums,
    tenths,
    worked_out,
)
from slacore import Charge, Charges, Ledger, Money, Remedy, ServiceLevel, Settlement, Step, evaluate
from slacore.model import Entry
from slacore.remedies import Bands, Cap, Pay, Row, Total, Worst

CHARGES = Charges([Charge(name="fee", span=MARCH, amount=Money(FEE, "EUR"))])
TERM = between("2026-01-01", "2028-01-01")
SLACK = Fraction(1, 10**4)
MONTHS = (JANUARY, FEBRUARY)
Ends = tuple[Fraction | None, Fraction | None]

# Mostly a doubt over the edge of the promise; now and then an exact figure.
figures = st.one_of(
    st.tuples(tenths, tenths).map(lambda ends: tuple(sorted(ends))),
    st.tuples(tenths.filter(lambda low: low < 8), st.sampled_from((Fraction(9), Fraction(10)))),
    tenths.map(lambda figure: (figure, figure)),
)


def level(name: str, steps: Any, when: Any = "breached", **terms: Any) -> ServiceLevel:
    """A level of one remedy."""
    remedies = [Remedy(steps=steps, when=when)]
    return ServiceLevel(name=name, metric=Doubted(name=name), target=TARGET, remedies=remedies, **terms)


def credited(pairs: list[Ends], name: str | None = None) -> list[Entry]:
    """What January and February came to."""
    return [
        Entry(period=span, what="credited", level=name, low=low, high=high, unit="EUR")
        for span, (low, high) in zip(MONTHS, pairs, strict=True)
    ]


# Sums of earlier months: exact, in doubt, paid back, or not known.
whole = st.integers(-20, 50).map(Fraction)
earlier = st.lists(
    st.one_of(
        whole.map(lambda value: (value, value)),
        st.tuples(whole, whole).map(lambda ends: tuple(sorted(ends))),
        st.tuples(whole, whole).map(lambda ends: tuple(sorted(ends))),
        st.sampled_from(((None, None), (Fraction(0), None))),
    ),
    min_size=2,
    max_size=2,
)


def rooms(limit: Fraction, pairs: list[Ends], months: int) -> tuple[Fraction, Fraction]:
    """What the earlier months leave of a limit, least and most; what was paid back gives no more."""
    lows, highs = zip(*pairs[-months:], strict=True) if months else ((), ())
    most_used = None if None in highs else max(sum(highs, Fraction(0)), Fraction(0))
    least_used = Fraction(0) if None in lows else max(sum(lows, Fraction(0)), Fraction(0))
    least = Fraction(0) if most_used is None else max(limit - most_used, Fraction(0))
    return least, max(limit - least_used, Fraction(0))


# A cap at the end


anything = st.one_of(
    st.builds(lambda by: Total(by=by), st.sampled_from(("level", "group", "agreement"))),
    st.builds(lambda by: Worst(by=by), st.sampled_from(("level", "group", "agreement"))),
    later(bonus=True, kinds=("times", "plus", "surcharge", "cap", "floor", "issue-if")).map(
        lambda twin: evolve(twin.step, when=())
    ),
)
SPANS = {"3 periods": 2, "2 periods": 1, "45 days": 1, "quarter": 2, "year": 2, "contract": 2, None: 0}


def under(ends: Ends, least: Fraction, most: Fraction) -> Ends:
    """What a cap makes of a sum, where between the least and the most is left of it."""
    low, high = ends
    return None if low is None else min(low, least), None if high is None else min(high, most)


@law(120, doubtful=40, capped=15, over=40, joined=20, pair=30)
def test_whatever_comes_before_a_cap_it_takes_off_what_is_too_much_and_no_more(data: Any) -> Labels:
    """Levels in doubt, joined and changed in any order; then their sum, capped with earlier months."""
    names = ("A", "B", "C")
    heads = st.sampled_from(("flat sum", "exact units", "gap nothing"))
    chosen = [data.draw(chains(data.draw(heads), bonus=False, money=True)) for _ in names]
    levels = [
        level(name, [evolve(twin.step, when=()) for twin in chain], group="G" if name != "C" else None)
        for name, chain in zip(names, chosen, strict=True)
    ]
    limit, over = data.draw(sums(5, 60)), data.draw(st.sampled_from(sorted(SPANS, key=str)))
    before = [*data.draw(st.lists(anything, max_size=4)), Total()]
    known = seen(*(doubt(name, MARCH, *data.draw(figures)) for name in names))
    pairs = data.draw(earlier)
    ledger = Ledger(agreement="hosting", entries=credited(pairs), complete_since=JANUARY.start)
    results = []
    for steps in (before, [*before, Cap(limit=limit.text, over=over)]):
        terms = agreement(*levels, settlement=Settlement(steps=steps), term=TERM)
        results.append(evaluate(terms, known, MARCH, charges=CHARGES, ledger=ledger))
    ((free,), (penalty,)) = (result.settlements for result in results)
    least, most = rooms(limit.worth, pairs, SPANS[over])
    assert (penalty.low, penalty.high) == under((free.low, free.high), least, most)
    assert penalty.payable_high <= Money(most, "EUR").payable(terms.settlement.rounding)
    found = {
        "doubtful": penalty.low != penalty.high,
        "capped": penalty.capped,
        "over": over is not None,
        "joined": any(step.joins for step in before[:-1]),
        "pair": any(low != high for low, high in pairs),
    }
    return {name for name, answer in found.items() if answer}


@law(12, doubtful=50, capped=40, over=60)
def test_a_cap_at_the_end_of_a_remedy_holds_for_every_breach(data: Any) -> Labels:
    """Whatever the chain, at an exact figure and in doubt; what the level was credited uses it up.

    Beside it a level that misses by as much, and whose remedy has no cap.
    """
    found: Labels = set()
    for head in HEADS:
        chain = data.draw(chains(head, bonus=False, money=True))
        limit, over = data.draw(sums(5, 60)), data.draw(st.sampled_from(sorted(SPANS, key=str)))
        steps = [twin.step for twin in chain]
        pairs = data.draw(earlier)
        ledger = Ledger(agreement="hosting", entries=credited(pairs, "A"), complete_since=JANUARY.start)
        figure = data.draw(figures)
        known = seen(doubt("A", MARCH, *figure), doubt("B", MARCH, *figure))
        terms = agreement(
            level("A", [*steps, Cap(limit=limit.text, over=over)]), level("B", steps), term=TERM
        )
        award, free = evaluate(terms, known, MARCH, charges=CHARGES, ledger=ledger).awards
        least, most = rooms(limit.worth, pairs, SPANS[over])
        assert (award.low, award.high) == under((free.low, free.high), least, most)
        found |= {"doubtful"} if award.low != award.high else set()
        found |= {"capped"} if free.high is not None and free.high > most else set()
        found |= {"over"} if over is not None else set()
    return found


# A worse breach


@st.composite
def rising_tables(draw: Any) -> list[Row]:
    """Rows from the promise down, each of which pays as much as the one above or more."""
    edges = sorted(draw(st.sets(tenths.filter(lambda edge: 0 < edge < 9), min_size=1, max_size=4)))
    pays = sorted(draw(st.lists(st.integers(0, 40), min_size=len(edges) + 1, max_size=len(edges) + 1)))
    places = [*edges, PROMISE]
    rows = [Row(below=f"{edges[0]} %", pay=f"{pays[-1]} EUR")]
    for (low, high), pay in zip(pairwise(places), reversed(pays[:-1]), strict=True):
        rows.append(Row(at_least=f"{low} %", below=f"{high} %", pay=f"{pay} EUR"))
    return rows


# None of these lowers a larger amount below a smaller one.
rising = st.lists(
    later(bonus=False, kinds=("times", "plus", "surcharge", "cap", "floor", "issue-if")).map(
        lambda twin: evolve(twin.step, when=())
    ),
    max_size=4,
)


@law(60, worse=30, doubtful=30)
def test_a_worse_breach_never_costs_less(data: Any) -> Labels:
    """Monotone rows and whatever follows: figures and doubts from the best to the worst, none cheaper."""
    steps = [Bands(rows=data.draw(rising_tables())), *data.draw(rising)]
    settled = Settlement(steps=[*data.draw(rising), Total()])
    ends = sorted(data.draw(st.lists(st.tuples(tenths, tenths), min_size=6, max_size=6)))
    # Each begins and ends no better than the one before.
    lows, highs = (sorted((end[side] for end in ends), reverse=True) for side in (0, 1))
    doubts = [(min(low, high), max(low, high)) for low, high in zip(lows, highs, strict=True)]
    terms = agreement(level("A", steps), settlement=settled)
    awards, penalties = [], []
    for low, high in doubts:
        result = evaluate(terms, seen(doubt("A", MARCH, low, high)), MARCH, charges=CHARGES)
        awards.append((result.awards[0].low, result.awards[0].high))
        penalties.append((result.settlements[0].low, result.settlements[0].high))
    for found in (awards, penalties):
        for (low, high), (worse_low, worse_high) in pairwise(found):
            assert low <= worse_low
            assert high <= worse_high
    return {
        *({"worse"} if awards[0] != awards[-1] else ()),
        *({"doubtful"} if any(low != high for low, high in penalties) else ()),
    }


# Every step can be worked out again


_SAID = re.compile(r"(-?[0-9.]+)(…?) (.+)")


def read(text: str) -> list[Fraction] | None:
    """The amounts of ``10.00 EUR or 2.00 EUR``; None where one was cut, or nothing was said."""
    found = [_SAID.fullmatch(part) for part in text.split(" or ")]
    if any(one is None or one[2] for one in found):
        return None
    return [Fraction(one[1]) for one in found if one is not None]


STEPS = ("bands", "pay", "times", "plus", "surcharge", "cap", "floor", "issue_if", "grant")


@law(20, **dict.fromkeys(STEPS, 60), several=20)
def test_every_step_of_an_award_follows_from_what_is_recorded_before_it(data: Any) -> Labels:
    """From the texts alone, step by step, by arithmetic; and each step begins where the last one ended."""
    found: Labels = set()
    for head in HEADS:
        chain = data.draw(chains(head, bonus=False))
        # An edge of the table, where two rows may reach, or anywhere.
        figure = data.draw(st.one_of(tenths, st.sampled_from(sorted(all_edges(chain, (PROMISE, PROMISE))))))
        found |= _replayed(chain, figure)
    return found


def _replayed(chain: tuple[Twin, ...], figure: Fraction) -> Labels:
    terms = agreement(level("A", [twin.step for twin in chain], when="always"), term=TERM)
    known = seen(doubt("A", MARCH, figure, figure))
    (award,) = evaluate(terms, known, MARCH, charges=CHARGES, ledger=_kept()).awards
    assert award.steps[0].before == "1 breach"
    assert len(award.steps) == len(chain)
    for one, two in pairwise(award.steps):
        assert one.after == two.before
    found: Labels = set()
    for twin, taken in zip(chain, award.steps, strict=True):
        before, after = read(taken.before), read(taken.after)
        if before is None:
            continue
        again = twin.after(before, Setting(figure=figure, past=(PROMISE, PROMISE)))
        if again is None:
            assert taken.after == "unsaid"
        elif after is None:
            # A fraction without end is cut in the text.
            assert "…" in taken.after
        else:
            assert sorted(set(again)) == sorted(after)
            found |= {twin.step.kind.replace("-", "_")} | ({"several"} if len(after) > 1 else set())
    last = read(award.steps[-1].after)
    assert last is None or (award.low, award.high) == (min(last), max(last))
    return found


def _kept() -> Ledger:
    """January and February, just kept."""
    entries = [
        Entry(period=span, what="met", level="A", low=PROMISE, high=PROMISE, unit="percent")
        for span in MONTHS
    ]
    return Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)


@law(60, joined=40, capped=15, doubtful=20)
def test_every_step_of_a_settlement_follows_from_what_is_recorded_before_it(data: Any) -> Labels:
    """Sums, the worst and caps again from the texts; the first step begins with the awards.

    Three levels of two remedies each: no more than 20 EUR an award, and 50 EUR in the end.
    """
    names = ("A", "B", "C")
    levels = [_twice(name, data.draw(sums(1, 14)), data.draw(sums(1, 14))) for name in names]
    steps: list[Step] = [
        Cap(limit="20 EUR"),
        data.draw(st.sampled_from((Total(by="level"), Worst(by="level")))),
        data.draw(st.sampled_from((Total(), Worst(by="agreement")))),
        Cap(limit="50 EUR"),
    ]
    known = seen(*(doubt(name, MARCH, *data.draw(figures)) for name in names))
    result = evaluate(agreement(*levels, settlement=Settlement(steps=steps)), known, MARCH, charges=CHARGES)
    (penalty,) = result.settlements
    sums_before = [_pairs(taken.before) for taken in penalty.steps]
    sums_after = [_pairs(taken.after) for taken in penalty.steps]
    assert sums_before[0] == [(award.low, award.high) for award in result.awards]
    assert sums_before[1:] == sums_after[:-1]
    assert sums_after[0] == [(min(low, 20), min(high, 20)) for low, high in sums_before[0]]
    two_and_two = [sums_before[1][first : first + 2] for first in (0, 2, 4)]
    assert sums_after[1] == [_joined(steps[1], two) for two in two_and_two]
    joined = _joined(steps[2], sums_before[2])
    assert sums_after[2] == [joined]
    assert sums_after[3] == [(min(joined[0], 50), min(joined[1], 50))]
    assert [(penalty.low, penalty.high)] == sums_after[3]
    found = {
        "joined": sum(high > 0 for _, high in sums_before[2]) > 1,
        "capped": sums_after[3] != [joined],
        "doubtful": penalty.low != penalty.high,
    }
    return {name for name, answer in found.items() if answer}


def _twice(name: str, *rates: Sum) -> ServiceLevel:
    """A level of as many remedies as rates."""
    remedies = [Remedy(name=f"No. {n}", steps=[Pay(rate=rate.text)]) for n, rate in enumerate(rates, 1)]
    return ServiceLevel(name=name, metric=Doubted(name=name), target=TARGET, remedies=remedies)


def _joined(step: Step, amounts: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    """All of them, or the worst of them; least and most."""
    lows, highs = zip(*amounts, strict=True)
    join = sum if isinstance(step, Total) else max
    return join(lows), join(highs)


def _pairs(text: str) -> list[tuple[Fraction, Fraction]]:
    """The least and the most of each amount of ``1.00 EUR + 0.00 EUR to 2.00 EUR``."""
    found = []
    for part in text.split(" + "):
        sides = [Fraction(side.removesuffix(" EUR")) for side in part.split(" to ")]
        found.append((sides[0], sides[-1]))
    return found


# Bounds are reached


def one_question(chain: tuple[Twin, ...], taken: bool) -> tuple[Twin, ...]:
    """The chain with its first question to earlier months only; with none if another asks already."""
    found = []
    for twin in chain:
        asks = twin.when is not None and twin.when.test.lookback is not None
        found.append(evolve(twin, step=evolve(twin.step, when=()), when=None) if asks and taken else twin)
        taken = taken or asks
    return tuple(found)


@law(20, asked=60, figure=60, ledger=60, several=60, both=60)
def test_bounds_are_reached_by_some_figure_and_some_past(data: Any) -> Labels:
    """January, February and March in doubt: the least and the most are found among all fillings."""
    found: Labels = set()
    for head in ("flat sum", *data.draw(st.permutations(HEADS))[:3]):
        for when in ("breached", data.draw(st.one_of(on_count(), on_figures()))):
            chain = data.draw(chains(head, bonus=when != "breached"))
            chain = one_question(chain, isinstance(when, Condition))
            past, figure = [data.draw(figures) for _ in MONTHS], data.draw(figures)
            found |= _reached(chain, when, past, figure)
    return found


def _reached(chain: tuple[Twin, ...], when: Any, past: list[Ends], ends: Ends) -> Labels:
    test = when.test if isinstance(when, Condition) else when
    terms = agreement(level("A", [twin.step for twin in chain], when=test), term=TERM)
    entries = [_judged(span, one) for span, one in zip(MONTHS, past, strict=True)]
    ledger = Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)
    known = seen(doubt("A", MARCH, *ends))
    (award,) = evaluate(terms, known, MARCH, charges=CHARGES, ledger=ledger).awards
    amounts: list[list[Fraction] | None] = []
    for months in product(*(_fillings(one) for one in past)):
        edges = all_edges(chain, months) | set(when.edges(months) if isinstance(when, Condition) else ())
        for at in grid(edges, *ends):
            setting = Setting(figure=at, past=months)
            due = when.holds(setting) if isinstance(when, Condition) else not setting.kept
            amounts.append(worked_out(chain, setting) if due else [Fraction(0)])
    if None in amounts:
        assert award.low is None
        assert award.high is None
        return set()
    said = [one for some in amounts if some is not None for one in some]
    assert award.low is not None
    assert award.high is not None
    assert min(said) - SLACK <= award.low <= min(said)
    assert max(said) <= award.high <= max(said) + SLACK
    conditions = [twin.when for twin in chain] + [when if isinstance(when, Condition) else None]
    doubtful = ends[0] != ends[1], any(one != two for one, two in past)
    found = {
        "asked": any(one is not None and one.test.lookback is not None for one in conditions),
        "figure": doubtful[0],
        "ledger": doubtful[1],
        "both": all(doubtful) and len(set(said)) > 1,
        "several": len(set(said)) > 1,
    }
    return {name for name, answer in found.items() if answer}


def _judged(span: Any, ends: Ends) -> Entry:
    low, high = ends
    what = "met" if low >= PROMISE else "breached" if high < PROMISE else "indeterminate"
    return Entry(period=span, what=what, level="A", low=low, high=high, unit="percent")


def _fillings(ends: Ends) -> list[Fraction]:
    """The ends, and both sides of the promise where it lies between them."""
    low, high = ends
    edges = [PROMISE, PROMISE - HAIR] if low < PROMISE <= high else []
    return sorted({low, high, *edges})
