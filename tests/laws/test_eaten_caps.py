"""What no prototype had shown: a cap that earlier payments have eaten, together with a doubt.

Worked by hand, and then against every filling of what was paid and of what was measured.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import strategies as st

from evaluation.terms import FEBRUARY, JANUARY, MARCH, agreement, between
from evaluation.terms import month as month_of
from laws.drawing import Labels, law
from laws.twins import PROMISE, TARGET, Doubted, doubt, seen, tenths
from slacore import Evaluation, Ledger, Remedy, ServiceLevel, Settlement, Window, evaluate
from slacore.model import Entry
from slacore.remedies import Cap, Pay, Total, Units

TERM = between("2026-01-01", "2028-01-01")
ZERO = Fraction(0)


def per_percent(rate: int) -> ServiceLevel:
    """A level that owes so many euros for each percent below nine, to the exact fraction."""
    steps = [Units(below="9 %", per="1 %"), Pay(rate=f"{rate} EUR")]
    return ServiceLevel(name="A", metric=Doubted(name="A"), target=TARGET, remedies=[Remedy(steps=steps)])


def owed(rate: int, figure: Fraction) -> Fraction:
    """The same by arithmetic."""
    return rate * max(PROMISE - figure, ZERO)


def bounds(result: Evaluation) -> tuple[Fraction | None, Fraction | None]:
    """Least and most of the settlement."""
    (penalty,) = result.settlements
    return penalty.low, penalty.high


CAPPED = Settlement(steps=[Total(), Cap(limit="100 EUR", over="12 months")])


@pytest.mark.parametrize(
    ("january", "march", "least", "most"),
    [
        # 30 were paid: of the hundred 70 are left, and 8 percent at 10 EUR are 80.
        (("30", "30"), ("1", "1"), 70, 70),
        # 30 to 50 were paid: 50 to 70 are left of which 80 take all.
        (("30", "50"), ("1", "1"), 50, 70),
        # Of 60 owed for certain, 50 to 60.
        (("30", "50"), ("3", "3"), 50, 60),
        # Nothing to 80 owed: nothing to 70.
        (("30", "50"), ("1", "10"), 0, 70),
        # 20 to 80 owed: the least is owed whatever was paid.
        (("30", "50"), ("1", "7"), 20, 70),
        # More than the cap was paid: nothing is left, and never less than that.
        (("100", "140"), ("1", "1"), 0, 0),
        # 50 to the provider or 50 from it: of 110 owed 50 to 100, no more than the cap itself.
        (("-50", "50"), ("-2", "-2"), 50, 100),
        # What was paid is not known at all.
        ((None, None), ("1", "1"), 0, 80),
        (("60", None), ("1", "1"), 0, 40),
    ],
)
def test_a_cap_is_eaten_by_what_was_paid_and_by_what_may_have_been(january, march, least, most) -> None:
    """100 EUR in twelve months, 10 EUR for each percent below nine."""
    low, high = (None if side is None else Fraction(side) for side in january)
    entry = Entry(period=JANUARY, what="credited", low=low, high=high, unit="EUR")
    ledger = Ledger(agreement="hosting", entries=[entry], complete_since=JANUARY.start)
    known = seen(doubt("A", MARCH, *(Fraction(side) for side in march)))
    terms = agreement(per_percent(10), settlement=CAPPED, term=TERM)
    assert bounds(evaluate(terms, known, MARCH, ledger=ledger)) == (least, most)


# What a month came to, in EUR; less than nothing was paid back.
# Mostly a pair, now and then a sum.
pairs = st.builds(
    lambda low, more: (Fraction(10 * low), Fraction(10 * (low + more))),
    st.integers(-3, 4),
    st.sampled_from((2, 1, 3, 5, 0)),
)
# Mostly a breach that is in doubt; now and then an exact figure.
months_in_doubt = st.one_of(
    *[
        st.builds(
            lambda low, more: (Fraction(low, 10), Fraction(low + more, 10)),
            st.integers(0, 70),
            st.integers(5, 30),
        )
    ]
    * 4,
    tenths.map(lambda figure: (figure, figure)),
)


@law(120, eaten=40, doubt=40, both=20, full=5)
def test_a_cap_in_doubt_leaves_what_some_payments_and_some_figure_leave(data: Any) -> Labels:
    """Two months as pairs and a figure in doubt: the ends are those of all fillings, and no others."""
    rate, limit = data.draw(st.integers(3, 12)), Fraction(data.draw(st.integers(3, 9)) * 10)
    paid, (low, high) = [data.draw(pairs) for _ in range(2)], data.draw(months_in_doubt)
    over = data.draw(st.sampled_from(("3 periods", "12 months", "quarter", "contract")))
    entries = [
        Entry(period=span, what="credited", low=ends[0], high=ends[1], unit="EUR")
        for span, ends in zip((JANUARY, FEBRUARY), paid, strict=True)
    ]
    ledger = Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)
    steps = [Total(), Cap(limit=f"{limit} EUR", over=over)]
    terms = agreement(per_percent(rate), settlement=Settlement(steps=steps), term=TERM)
    found = bounds(evaluate(terms, seen(doubt("A", MARCH, low, high)), MARCH, ledger=ledger))
    # All is straight between the ends, save where the cap begins; there it is the cap that is owed.
    owes = [
        min(owed(rate, figure), max(limit - max(one + two, ZERO), ZERO))
        for one, two, figure in product(*paid, (low, high))
    ]
    assert found == (min(owes), max(owes))
    doubtful = any(one != two for one, two in paid), low != high
    seen_in = {
        "eaten": owes != [owed(rate, figure) for _, _, figure in product(*paid, (low, high))],
        "doubt": any(doubtful),
        "both": all(doubtful) and found[0] != found[1],
        "full": ZERO in owes and owed(rate, low) > 0,
    }
    return {name for name, answer in seen_in.items() if answer}


def test_a_cap_goes_on_being_eaten_by_what_is_in_doubt() -> None:
    """Nothing to 60, then 60 and 60 again: 40 to 60 in February, and nothing to 60 in March.

    By hand: 0 + 60 + 40 or 60 + 40 + 0, so that 40 is the most for March. The ledger holds pairs
    and not how they hang together: 0 to 60 and 40 to 60 leave at least nothing, and at most 60.
    """
    terms = agreement(per_percent(10), settlement=CAPPED, term=TERM)
    known = seen(
        doubt("A", JANUARY, Fraction(3), Fraction(9)),
        doubt("A", FEBRUARY, Fraction(3), Fraction(3)),
        doubt("A", MARCH, Fraction(3), Fraction(3)),
    )
    result = evaluate(terms, known, Window(JANUARY.start, MARCH.end))
    assert [(one.low, one.high) for one in result.settlements] == [(0, 60), (40, 60), (0, 60)]


@law(60, eaten=40, doubt=50)
def test_months_that_eat_a_cap_come_to_what_some_year_comes_to(data: Any) -> Labels:
    """Four months in doubt, one after the other: every year that may have been lies within the bounds."""
    rate, limit = data.draw(st.integers(1, 9)) * 10, Fraction(data.draw(st.integers(4, 20)) * 10)
    line = [data.draw(months_in_doubt) for _ in range(4)]
    span = data.draw(st.sampled_from((2, 3, 4)))
    steps = [Total(), Cap(limit=f"{limit} EUR", over=f"{span} periods")]
    terms = agreement(per_percent(rate), settlement=Settlement(steps=steps), term=TERM)
    known = seen(*(doubt("A", month_of(number), *ends) for number, ends in enumerate(line, 1)))
    result = evaluate(terms, known, Window(JANUARY.start, month_of(4).end))
    reached: list[list[Fraction]] = [[] for _ in line]
    eaten = False
    for figures in product(*line):
        paid: list[Fraction] = []
        for figure in figures:
            room = max(limit - sum(paid[len(paid) - span + 1 :] if span <= len(paid) else paid), ZERO)
            eaten = eaten or room < owed(rate, figure)
            paid.append(min(owed(rate, figure), room))
        for sums, one in zip(reached, paid, strict=True):
            sums.append(one)
    for penalty, sums in zip(result.settlements, reached, strict=True):
        assert penalty.low <= min(sums)
        assert max(sums) <= penalty.high
    # Before anything in doubt was paid there is nothing to hang together.
    first = next((number for number, ends in enumerate(line) if ends[0] != ends[1]), len(line) - 1)
    for penalty, sums in list(zip(result.settlements, reached, strict=True))[: first + 1]:
        assert (penalty.low, penalty.high) == (min(sums), max(sums))
    return {name for name, answer in (("eaten", eaten), ("doubt", first < 3)) if answer}
