"""What no prototype had shown: the worst of several levels, as a carrier settles it, and groups.

Worked by hand, and then against every filling of what is in doubt.
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
from laws.twins import HAIR, PROMISE, TARGET, Doubted, doubt, seen, tenths
from slacore import (
    Charge,
    Charges,
    Evaluation,
    Fact,
    Ledger,
    Money,
    Remedy,
    ServiceLevel,
    Settlement,
    Step,
    Target,
    Test,
    Window,
    evaluate,
)
from slacore.model import Entry
from slacore.remedies import Bands, Cap, Grant, Pay, Row, Surcharge, Times, Total, Units, Worst

TERM = between("2026-01-01", "2028-01-01")
Ends = tuple[Fraction, Fraction]
ZERO = Fraction(0)


def bounds(result: Evaluation) -> tuple[Fraction | None, Fraction | None]:
    """Least and most of the settlement."""
    (penalty,) = result.settlements
    return penalty.low, penalty.high


# The worst of several, as a carrier settles it


class Hours(Doubted):
    """The same in hours."""

    kind = "doubted-hours"
    unit = "hour"


class Milliseconds(Doubted):
    """The same in milliseconds."""

    kind = "doubted-milliseconds"
    unit = "millisecond"


MEASURES = {"availability": Doubted, "repair": Hours, "delay": Milliseconds}
NET = Charges([Charge(name="net charge", span=MARCH, amount=Money("10000", "USD"))])


def carrier(steps: list[Step], groups: dict[str, str]) -> Any:
    """Availability, time to repair and round-trip delay of one network, on the net monthly charge.

    After the clause that the reference names for `worst`: credits for availability and for time to
    repair add up; one for delay is not added to another for the same event. The figures are ours.
    """
    levels = {
        "availability": (
            Target(at_least="99.9 %"),
            Bands(
                rows=[
                    Row(at_least="99 %", below="99.9 %", pay="10 % of net charge"),
                    Row(below="99 %", pay="20 % of net charge"),
                ]
            ),
        ),
        "repair": (Target(at_most="4 h"), Pay(rate="4 % of net charge")),
        "delay": (Target(at_most="45 ms"), Pay(rate="12 % of net charge")),
    }
    return agreement(
        *(
            ServiceLevel(
                name=name,
                metric=MEASURES[name](name=name),
                target=target,
                remedies=[Remedy(steps=[step])],
                group=groups.get(name),
            )
            for name, (target, step) in levels.items()
        ),
        settlement=Settlement(steps=steps),
    )


def settled(reading: str, limit: str, **figures: tuple[Any, Any]) -> tuple[Fraction | None, Fraction | None]:
    """What March comes to, least and most, under one of the two readings of the clause."""
    cap = Cap(limit=f"{limit} of net charge")
    if reading == "instead of availability":
        # Delay and availability are of one event, and repair is of another.
        terms = carrier([Worst(), Total(), cap], {"availability": "network", "delay": "network"})
    else:
        # Delay is added to neither: it is itself, or the two others together.
        both = {"availability": "outage", "repair": "outage"}
        terms = carrier([Total(by="group"), Worst(by="agreement"), cap], both)
    facts = [told(name, Fraction(low), Fraction(high)) for name, (low, high) in figures.items()]
    return bounds(evaluate(terms, seen(*facts), MARCH, charges=NET))


def told(name: str, low: Fraction, high: Fraction) -> list[Fact]:
    """What was measured of one of the three in March."""
    return doubt(name, MARCH, low, high, MEASURES[name].unit)


def by_hand(reading: str, limit: Fraction, figures: tuple[Fraction, Fraction, Fraction]) -> Fraction:
    """The same for exact figures, in USD."""
    availability, repair, delay = figures
    available = 2000 if availability < 99 else 1000 if availability < Fraction("99.9") else 0
    repaired, delayed = 400 if repair > 4 else 0, 1200 if delay > 45 else 0
    if reading == "instead of availability":
        owed = max(available, delayed) + repaired
    else:
        owed = max(available + repaired, delayed)
    return min(Fraction(owed), limit)


READINGS = ("instead of availability", "instead of both")


@pytest.mark.parametrize(
    ("availability", "repair", "delay", "instead_of_availability", "instead_of_both"),
    [
        # Nothing was missed.
        ("99.95", "4", "45", 0, 0),
        # One is what it is: 20 %, 4 %, 12 % of 10 000 USD.
        ("98", "4", "45", 2000, 2000),
        ("99.95", "5", "45", 400, 400),
        ("99.95", "4", "46", 1200, 1200),
        # 20 % for availability and 4 % for repair are 24 %.
        ("98", "5", "45", 2400, 2400),
        # 10 % or 12 % is 12 %.
        ("99.5", "4", "46", 1200, 1200),
        # 12 % and 4 % are of two events; or 4 % or 12 % of one.
        ("99.95", "5", "46", 1600, 1200),
        # The larger of 10 % and 12 %, and 4 %; or the larger of 10 % and 4 %, and 12 %.
        ("99.5", "5", "46", 1600, 1400),
        # The larger of 20 % and 12 %, and 4 %; or the larger of 24 % and 12 %.
        ("98", "5", "46", 2400, 2400),
        # 99 % itself is in the first row.
        ("99", "5", "46", 1600, 1400),
    ],
)
def test_the_worst_of_a_carrier_s_credits(
    availability, repair, delay, instead_of_availability, instead_of_both
) -> None:
    """Two readings of one clause: delay takes the place of availability, or of both others."""
    figures = {"availability": availability, "repair": repair, "delay": delay}
    exact = {name: (figure, figure) for name, figure in figures.items()}
    amounts = (instead_of_availability, instead_of_both)
    for reading, amount in zip(READINGS, amounts, strict=True):
        assert settled(reading, "100 %", **exact) == (amount, amount), reading


@pytest.mark.parametrize(
    ("availability", "repair", "delay", "instead_of_availability", "instead_of_both"),
    [
        # 10 % or 20 %, beside 12 %.
        (("98", "99.5"), ("4", "4"), ("46", "46"), (1200, 2000), (1200, 2000)),
        # Nothing or 10 %, nothing or 12 %, and 4 % for certain.
        (("99.5", "99.95"), ("5", "5"), ("40", "50"), (400, 1600), (400, 1400)),
        # 10 %, perhaps 4 %, perhaps 12 %.
        (("99.5", "99.5"), ("3", "5"), ("40", "50"), (1000, 1600), (1000, 1400)),
        # Whatever the delay was, 24 % are more.
        (("97", "98"), ("5", "9"), ("10", "90"), (2400, 2400), (2400, 2400)),
    ],
)
def test_the_worst_of_a_carrier_s_credits_in_doubt(
    availability, repair, delay, instead_of_availability, instead_of_both
) -> None:
    """The largest of what each is at least, and of what each is at most."""
    figures = {"availability": availability, "repair": repair, "delay": delay}
    for reading, ends in zip(READINGS, (instead_of_availability, instead_of_both), strict=True):
        assert settled(reading, "100 %", **figures) == ends, reading


PLACES = {
    "availability": [Fraction(text) for text in ("98", "98.5", "99", "99.5", "99.9", "99.95")],
    "repair": [Fraction(text) for text in ("2", "4", "4.5", "7")],
    "delay": [Fraction(text) for text in ("30", "45", "45.1", "60")],
}
LIMITS = {"100 %": Fraction(10000), "14 %": Fraction(1400)}


@law(80, several=40, capped=10, together=40)
def test_every_filling_of_a_carrier_s_month_lies_within_the_bounds_and_reaches_them(data: Any) -> Labels:
    """All three may be in doubt; every figure between the ends at which anything changes is tried."""
    ends = {
        name: tuple(sorted(data.draw(st.lists(st.sampled_from(places), min_size=2, max_size=2))))
        for name, places in PLACES.items()
    }
    limit = data.draw(st.sampled_from(sorted(LIMITS)))
    # An edge, and both sides of it.
    tried = [
        [at for place in PLACES[name] for at in (place - HAIR, place, place + HAIR) if low <= at <= high]
        for name, (low, high) in ends.items()
    ]
    found: Labels = set()
    for reading in READINGS:
        owed = [by_hand(reading, LIMITS[limit], figures) for figures in product(*tried)]
        free = [by_hand(reading, LIMITS["100 %"], figures) for figures in product(*tried)]
        assert settled(reading, limit, **ends) == (min(owed), max(owed)), reading
        found |= {"several"} if len(set(owed)) > 1 else set()
        found |= {"capped"} if owed != free else set()
    found |= {"together"} if sum(low != high for low, high in ends.values()) > 1 else set()
    return found


# Several levels in one group


def per_percent(name: str, rate: int, group: str | None) -> ServiceLevel:
    """A level that owes so many euros for each percent below nine, to the exact fraction."""
    steps = [Units(below="9 %", per="1 %"), Pay(rate=f"{rate} EUR")]
    return ServiceLevel(
        name=name, metric=Doubted(name=name), target=TARGET, remedies=[Remedy(steps=steps)], group=group
    )


GROUPS = {"A": "G", "B": "G", "C": "G", "D": "H", "E": "H", "F": None}
figures_in_doubt = st.one_of(
    tenths.map(lambda figure: (figure, figure)),
    *[st.tuples(tenths.filter(lambda low: low < 8), tenths).map(lambda ends: tuple(sorted(ends)))] * 2,
)
# What a level was credited in an earlier month, in EUR.
paid = st.tuples(st.integers(0, 8), st.integers(1, 8)).map(
    lambda ends: tuple(Fraction(10 * end) for end in sorted(ends))
)


def credited(span: Window, name: str, ends: Ends) -> Entry:
    """What a level was credited."""
    return Entry(period=span, what="credited", level=name, low=ends[0], high=ends[1], unit="EUR")


@law(80, doubtful=60, capped=40, eaten=25)
def test_a_group_is_added_up_or_its_worst_is_taken_and_then_it_has_a_cap_of_its_own(data: Any) -> Labels:
    """Three levels of one group, two of another, one alone: each group capped, then all added up.

    What any level of a group was credited before eats the cap of the group, and of no other.
    """
    rates = {name: data.draw(st.integers(1, 9)) for name in GROUPS}
    ends = {name: data.draw(figures_in_doubt) for name in GROUPS}
    join, limit = data.draw(st.sampled_from((sum, max))), Fraction(data.draw(st.integers(3, 20)) * 10)
    before = {name: data.draw(paid) for name in data.draw(st.sets(st.sampled_from("ABDF"), min_size=1))}
    over = data.draw(st.sampled_from(("2 periods", "quarter", None, "60 days")))
    step = Total(by="group") if join is sum else Worst()
    settlement = Settlement(steps=[step, Cap(limit=f"{limit} EUR", over=over), Total()])
    entries = [credited(FEBRUARY, name, pair) for name, pair in before.items()]
    ledger = Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)
    levels = (per_percent(name, rates[name], group) for name, group in GROUPS.items())
    known = seen(*(doubt(name, MARCH, *pair) for name, pair in ends.items()))
    result = evaluate(agreement(*levels, settlement=settlement, term=TERM), known, MARCH, ledger=ledger)
    wanted, unused, free = [ZERO, ZERO], [ZERO, ZERO], [ZERO, ZERO]
    for members in ("ABC", "DE", "F"):
        for side in (0, 1):
            # Least is owed where each did best, and most was credited before.
            owed = join(rates[name] * max(PROMISE - ends[name][1 - side], ZERO) for name in members)
            used = sum(before[name][1 - side] for name in members if name in before) if over else ZERO
            wanted[side] += min(owed, max(limit - used, ZERO))
            unused[side] += min(owed, limit)
            free[side] += owed
    assert bounds(result) == tuple(wanted)
    seen_in = {
        "doubtful": wanted[0] != wanted[1],
        "capped": unused != free,
        "eaten": wanted != unused,
    }
    return {name for name, answer in seen_in.items() if answer}


def flat(name: str, group: str | None, *remedies: Remedy) -> ServiceLevel:
    """A level whose remedies are given."""
    return ServiceLevel(name=name, metric=Doubted(name=name), target=TARGET, remedies=remedies, group=group)


@pytest.mark.parametrize(
    ("limit", "least", "most"),
    [
        # 70 to 90 EUR of 200 were credited to the group: 35 to 45 %, whatever D was credited.
        ("30 %", 15, 15),
        ("35 %", 15, 15),
        ("40 %", 10, 15),
        ("45 %", 10, 15),
        ("50 %", 10, 10),
    ],
)
def test_what_a_group_was_credited_is_what_its_levels_were(limit, least, most) -> None:
    """10 EUR for a breach of D, and 5 more where the group was credited enough in two months.

    A 30 to 50 EUR in January, B 40 EUR in February; D, which is of no group, 100 EUR.
    """
    question = "sum of credited in group 'G' over 2 periods before as share of fee"
    steps = [Pay(rate="10 EUR"), Surcharge(rate="5 EUR", when=Test(lookback=question, at_least=limit))]
    entries = [
        credited(JANUARY, "A", (Fraction(30), Fraction(50))),
        credited(FEBRUARY, "B", (Fraction(40), Fraction(40))),
        credited(FEBRUARY, "D", (Fraction(100), Fraction(100))),
    ]
    ledger = Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)
    terms = agreement(flat("A", "G"), flat("B", "G"), flat("D", None, Remedy(steps=steps)), term=TERM)
    fee = Charges([Charge(name="fee", span=MARCH, amount=Money("200", "EUR"))])
    known = seen(*(doubt(name, MARCH, Fraction(5), Fraction(5)) for name in "ABD"))
    assert bounds(evaluate(terms, known, MARCH, charges=fee, ledger=ledger)) == (least, most)


MEASURED = {"b": (Fraction(5), Fraction(5)), "m": (PROMISE, PROMISE), "?": (Fraction(5), PROMISE)}
MISSED = {"b": (True,), "m": (False,), "?": (True, False)}
# Month by month, whether each level was missed.
Filling = dict[str, tuple[bool, ...]]


@law(60, doubtful=60, doubled=40, granted=20, perhaps=30, member=30)
def test_breaches_of_a_group_are_counted_together(data: Any) -> Labels:
    """Of A and B, in three of four months: the level that asks pays twice, and a right follows for all.

    It asks from outside or is of the group itself; each filling of the months in doubt is counted.
    """
    asker = data.draw(st.sampled_from("AC"))
    before, least = data.draw(st.sampled_from(("", " before"))), data.draw(st.integers(1, 5))
    lines = {name: data.draw(st.lists(st.sampled_from("bbm??"), min_size=4, max_size=4)) for name in "ABC"}
    enough = Test(
        lookback=f"count of breached in group 'G' over 3 periods{before}", at_least=f"{least} periods"
    )
    pays = Remedy(steps=[Pay(rate="10 EUR"), Times(factor=2, when=enough)])
    levels = (flat(name, None if name == "C" else "G", *([pays] if name == asker else [])) for name in "ABC")
    right = Remedy(name="review", when=enough, steps=[Grant(right="review")])
    terms = agreement(*levels, settlement=Settlement(steps=[Total()], remedies=[right]), term=TERM)
    facts = [
        doubt(name, month_of(number), *MEASURED[letter])
        for name, line in lines.items()
        for number, letter in enumerate(line, 1)
    ]
    result = evaluate(terms, seen(*facts), Window(JANUARY.start, month_of(4).end))
    fillings = [
        dict(zip("ABC", filling, strict=True))
        for filling in product(*(product(*(MISSED[letter] for letter in line)) for line in lines.values()))
    ]
    states = {one.period: one.state for one in result.rights}
    found: Labels = {"member"} if asker == "A" else set()
    for number, penalty in enumerate(result.settlements, 1):
        owed = [paid_by(asker, filling, number, before, least) for filling in fillings]
        assert (penalty.low, penalty.high) == (min(owed), max(owed)), f"month {number} of {lines}"
        counted = {in_group(filling, number, before) >= least for filling in fillings}
        state = counted.pop() if len(counted) == 1 else None
        assert states.get(month_of(number), False) is state, f"month {number} of {lines}"
        found |= {"doubtful"} if penalty.low != penalty.high else set()
        found |= {"doubled"} if 20 in owed else set()
        found |= {"granted"} if state else {"perhaps"} if state is None else set()
    return found


def in_group(filling: Filling, number: int, before: str) -> int:
    """How many months of A and of B were missed, of the last three up to that one or before it."""
    last = number - 1 if before else number
    return sum(sum(filling[name][max(last - 3, 0) : last]) for name in "AB")


def paid_by(asker: str, filling: Filling, number: int, before: str, least: int) -> int:
    """10 EUR for a miss, and twice that where the group has missed enough."""
    twice = in_group(filling, number, before) >= least
    return 10 * (2 if twice else 1) * filling[asker][number - 1]
