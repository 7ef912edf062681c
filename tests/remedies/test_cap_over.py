"""Cap over a span: what was credited earlier uses the cap up."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from evaluation.terms import agreement, figures, month, stated, uptime
from remedies.paying import award, fees, only, penalties, seen
from slacore import Evaluation, Evidence, Ledger, Settlement, Step, Window, evaluate
from slacore.model import Amount, Case, Entry
from slacore.remedies import Cap, Pay, Total, Units, Worst

YEAR = Window.year(2026, tz="UTC")
CREDIT = Pay(rate="60 EUR")


def bad_months(first: Window, last: Window, **names: str) -> tuple[Evidence, Window]:
    """98 % in every month from the first to the last, for each of the levels named."""
    window = Window(first.start, last.end)
    every = [one for year in (2025, 2026, 2027) for one in (month(n, year) for n in range(1, 13))]
    said = [figures(one, **(names or {"uptime": "98 %"})) for one in every if window.covers(one)]
    return sum(said[1:], said[0]), window


def course(*steps: Step, months: int = 3, settlement: tuple[Step, ...] = (), **terms: Any) -> Evaluation:
    """What the first months of 2026 come to, which the agreement begins with."""
    level = stated(*steps)
    given = {"term": YEAR, "settlement": Settlement(steps=settlement), **terms}
    return evaluate(agreement(level, **given), *bad_months(month(1), month(months)), charges=fees())


@pytest.mark.parametrize("place", ["remedy", "settlement", "settlement behind a total"])
def test_earlier_credits_use_the_cap_up(place):
    """60 EUR each month, 100 EUR in twelve: 60, then 40, then nothing."""
    cap = Cap(limit="100 EUR", over="12 months")
    steps, settlement = {
        "remedy": ((CREDIT, cap), ()),
        "settlement": ((CREDIT,), (cap,)),
        "settlement behind a total": ((CREDIT,), (Total(), cap)),
    }[place]
    assert penalties(course(*steps, settlement=settlement)) == ["60.00 EUR", "40.00 EUR", "0.00 EUR"]


def test_after_twelve_months_there_is_room_again():
    """60 and 40 EUR in January and February, then nothing; next January the first 60 are too old."""
    level = stated(CREDIT, Cap(limit="100 EUR", over="12 months"))
    terms = agreement(level, term=Window.parse("2026-01-01/2028-01-01", tz="UTC"))
    result = evaluate(terms, *bad_months(month(1), month(3, 2027)))
    found = penalties(result)
    assert found[:2] == ["60.00 EUR", "40.00 EUR"]
    assert found[2:12] == ["0.00 EUR"] * 10
    # The twelve months up to January's end began with February: 100 - 40. Then 100 - 60.
    assert found[12:] == ["60.00 EUR", "40.00 EUR", "0.00 EUR"]


@pytest.mark.parametrize(
    ("over", "owed"),
    [
        # Each month for itself: a cap without a span says the same.
        ("month", "60 60 60 60 60 60"),
        ("1 period", "60 60 60 60 60 60"),
        # From January and again from April on.
        ("quarter", "60 40 0 60 40 0"),
        ("year", "60 40 0 0 0 0"),
        # The contract's year begins in May.
        ("year from 05-01", "60 40 0 0 60 40"),
        ("2 periods", "60 40 60 40 60 40"),
        # The sixty days up to the end of March begin with 31 January, those of April with 2 March.
        ("60 days", "60 40 0 60 40 60"),
        ("contract", "60 40 0 0 0 0"),
    ],
)
def test_a_cap_is_over_periods_days_or_a_calendars_span(over, owed):
    """60 EUR each month from January to June, 100 EUR in each span."""
    result = course(CREDIT, Cap(limit="100 EUR", over=over), months=6)
    assert [str(one.low) for one in result.settlements] == owed.split()


def test_one_by_one_the_months_come_to_the_same():
    """The ledger is handed on."""
    level = stated(CREDIT, Cap(limit="100 EUR", over="quarter"))
    terms = agreement(level, settlement=Settlement(steps=[Cap(limit="150 EUR", over="12 months")]), term=YEAR)
    at_once = evaluate(terms, *bad_months(month(1), month(6)))
    evidence, _ = bad_months(month(1), month(6))
    ledger, found = None, []
    for number in range(1, 7):
        step = evaluate(terms, evidence, month(number), ledger=ledger)
        ledger, found = step.ledger, [*found, *step.settlements]
    assert ledger == at_once.ledger
    assert tuple(found) == at_once.settlements
    # 60 and 40 in the first quarter, then 50 until the year's 150 are used up.
    assert penalties(at_once) == ["60.00 EUR", "40.00 EUR", "0.00 EUR", "50.00 EUR", "0.00 EUR", "0.00 EUR"]


def test_a_cap_of_a_charge_over_a_span_is_of_the_present_charge():
    """10 % of this month's 1,000 EUR, less what was credited."""
    result = course(CREDIT, Cap(limit="10 % of fee", over="12 months"))
    assert penalties(result) == ["60.00 EUR", "40.00 EUR", "0.00 EUR"]
    (_, second, _) = result.awards
    assert second.steps[1].note == "capped at 40.00 EUR: 100.00 EUR less 60.00 EUR over 12 months"
    assert second.capped


def test_points_have_a_cap_of_points():
    """5 points each month and 8 in a quarter: 5, 3, nothing, and 5 again."""
    result = course(Pay(rate="5 points"), Cap(limit="8 points", over="quarter"), months=4)
    assert penalties(result) == ["5 points", "3 points", "0 points", "5 points"]


def test_each_level_has_a_room_of_its_own_in_its_remedy_and_all_share_one_in_the_settlement():
    """Two levels of 60 EUR a month against 100 EUR a year, for each or for both."""
    cap = Cap(limit="100 EUR", over="year")
    names = {"uptime": "98 %", "speed": "98 %"}

    def owed(*steps: Step, settlement: tuple[Step, ...] = ()) -> list[str]:
        levels = [stated(CREDIT, *steps, name=name) for name in names]
        terms = agreement(*levels, term=YEAR, settlement=Settlement(steps=settlement))
        return penalties(evaluate(terms, *bad_months(month(1), month(3), **names)))

    assert owed(cap) == ["120.00 EUR", "80.00 EUR", "0.00 EUR"]
    assert owed(settlement=(Total(by="level"), cap)) == ["120.00 EUR", "80.00 EUR", "0.00 EUR"]
    assert owed(settlement=(Total(), cap)) == ["100.00 EUR", "0.00 EUR", "0.00 EUR"]


def test_a_group_has_a_room_of_its_own():
    """Two levels of the group and one without, 60 EUR each month: the group has 150 EUR a year."""
    names = {"a": "98 %", "b": "98 %", "c": "98 %"}
    levels = [stated(CREDIT, name=name, group=None if name == "c" else "ab") for name in names]
    settlement = Settlement(steps=[Total(by="group"), Cap(limit="150 EUR", over="year")])
    terms = agreement(*levels, term=YEAR, settlement=settlement)
    found = penalties(evaluate(terms, *bad_months(month(1), month(2), **names)))
    # 120 + 60, then the 30 that the group has left, and 60.
    assert found == ["180.00 EUR", "90.00 EUR"]
    # Of the two in the group only the worst.
    worst = agreement(*levels, term=YEAR, settlement=Settlement(steps=[Worst(), *settlement.steps[1:]]))
    found = penalties(evaluate(worst, *bad_months(month(1), month(2), **names)))
    assert found == ["120.00 EUR", "120.00 EUR"]


def ledger(low: int | None, high: int | None, *, unit: str = "EUR", what: str = "credited") -> Ledger:
    """February came to so much, and nothing else did since January."""
    rows = [
        Entry(period=month(2), what=what, level=level, low=low, high=high, unit=unit)
        for level in (None, "uptime")
    ]
    return Ledger(
        agreement="hosting", entries=rows, complete_since=month(1).start, complete_until=month(2).end
    )


def after(known: Ledger | None, *steps: Step, fee: bool = True, settlement: tuple[Step, ...] = ()):
    """March, after that ledger."""
    terms = agreement(stated(*steps), settlement=Settlement(steps=settlement))
    evidence, window = bad_months(month(3), month(3))
    return only(evaluate(terms, evidence, window, ledger=known, charges=fees() if fee else None))


@pytest.mark.parametrize("place", ["remedy", "settlement"])
@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        (0, 0, 60, 60),
        # 20 to 70 EUR are used up, so 30 to 80 are left, of which 60 are asked for.
        (20, 70, 30, 60),
        # 10 to 30 leave 70 to 90: enough whatever it was.
        (10, 30, 60, 60),
        # Perhaps used up.
        (20, 130, 0, 60),
        # Used up for certain.
        (100, 130, 0, 0),
        # What the customer paid back gives no more room than the limit.
        (-50, -50, 60, 60),
        # At least 20 and nobody knows how much more.
        (20, None, 0, 60),
        (None, None, 0, 60),
    ],
)
def test_a_doubtful_ledger_leaves_a_doubtful_room(place, low, high, least, most):
    """Two months may credit 100 EUR together, and this one would credit 60."""
    cap = Cap(limit="100 EUR", over="2 periods")
    steps, settlement = ((CREDIT, cap), ()) if place == "remedy" else ((CREDIT,), (cap,))
    owed = after(ledger(low, high), *steps, settlement=settlement)
    assert (owed.low, owed.high) == (least, most)


def test_behind_a_total_it_is_the_agreements_credits_that_count():
    """Also where there is one level only: of that nothing was entered, and of the agreement 70 EUR."""
    (row, _) = ledger(70, 70).entries
    known = attrs.evolve(ledger(70, 70), entries=[attrs.evolve(row, level=None)])
    cap = Cap(limit="100 EUR", over="2 periods")
    for join in (Total(), Worst(by="agreement")):
        owed = after(known, CREDIT, settlement=(join, Total(by="level"), cap))
        assert (owed.low, owed.high) == (30, 30)


def test_without_earlier_periods_to_ask_nothing_can_be_said():
    """A step by itself, of which nobody knows where it stands."""
    sixty = Amount(value=Fraction(60), unit="EUR", level="uptime")
    (found,) = Cap(limit="100 EUR", over="2 periods").apply((sixty,), Case(period=month(3)))
    assert found.value is None
    assert found.note == ("the cap of 100 EUR cannot be applied: nothing is known of earlier periods")


def test_a_month_that_nobody_entered_leaves_all_room_open():
    """Without a ledger the month before may have used up everything, and without a term all before it."""
    owed = after(None, CREDIT, Cap(limit="100 EUR", over="2 periods"))
    assert (owed.low, owed.high) == (0, 60)
    assert "which the ledger leaves open" in owed.awards[0].why
    # A ledger that does not reach back to the beginning of the span is no better.
    owed = after(ledger(0, 0), CREDIT, Cap(limit="100 EUR", over="12 months"))
    assert (owed.low, owed.high) == (0, 60)


def test_a_doubtful_amount_meets_a_doubtful_room():
    """40 to 120 EUR asked for, and 30 to 80 left: 30 to 80 are owed."""
    level = uptime(
        Units(below="100 %", per="1 %"),
        Pay(rate="40 EUR"),
        Cap(limit="100 EUR", over="2 periods"),
        target="100 %",
    )
    known = Ledger(
        agreement="hosting",
        entries=[Entry(period=month(3), what="credited", level="uptime", low=20, high=70, unit="EUR")],
        complete_since=month(2).start,
        complete_until=month(3).end,
    )
    owed = only(evaluate(agreement(level), *seen("97", "99"), ledger=known))
    assert (owed.low, owed.high) == (30, 80)


@pytest.mark.parametrize(
    ("pay", "used", "owed", "unit"),
    [
        # Half of a fee that nobody knows, of which nothing is used up.
        ("70 % of fee", 0, 50, "% of fee"),
        ("30 % of fee", 0, 30, "% of fee"),
        # 20 EUR of it are: how many percent that is nobody can say.
        ("70 % of fee", 20, None, "% of fee"),
        # Euros and percent of nobody knows what.
        ("60 EUR", 0, None, "EUR"),
        ("0.01 EUR", 0, None, "EUR"),
        # Nothing is below any cap.
        ("0 % of fee", 20, 0, "% of fee"),
    ],
)
def test_a_cap_of_a_charge_that_is_not_known_has_no_room_that_can_be_said(pay, used, owed, unit):
    """Never is a percentage less euros."""
    found = after(ledger(used, used), Pay(rate=pay), Cap(limit="50 % of fee", over="2 periods"), fee=False)
    assert (found.low, found.high) == (owed, owed)
    if owed is not None:
        assert found.unit == unit


def test_what_could_not_be_counted_in_euros_is_not_taken_for_euros():
    """February came to 10 % of a fee that nobody knew: how much of 100 EUR is left nobody knows."""
    owed = after(ledger(10, 10, unit="% of fee"), CREDIT, Cap(limit="100 EUR", over="2 periods"))
    assert (owed.low, owed.high) == (0, 60)


def test_a_cap_over_a_span_is_told():
    """In words, with its span."""
    assert Cap(limit="100 EUR", over="year from 04-01").sentence() == "at most 100 EUR over year from 04-01"
    assert award(Pay(rate="1 EUR"), Cap(limit="100 EUR")).steps[1].step == "at most 100 EUR"
