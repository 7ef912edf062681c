"""Units, pay, plus, times, cap and total, each by hand."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    figures,
    repairs,
    stated,
    ticket,
    tickets,
)
from slacore import (
    Evidence,
    Fact,
    Money,
    Quantity,
    Settlement,
    Step,
    Test,
    evaluate,
)
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.evaluation import Award
from slacore.metrics import ResolutionTime
from slacore.model import Amount, Case
from slacore.remedies import Cap, Pay, Plus, Times, Total, Units

FEE = Money(1000, "EUR")


def award(*steps: Step, figure: str = "98 %", fee: Money | None = FEE, **facts: object) -> Award:
    """What a stated figure earns, with facts of the month."""
    span = {"start": MARCH.start, "end": MARCH.end}
    said = Evidence(records=[Fact(id=name, name=name, value=value, **span) for name, value in facts.items()])
    (found,) = evaluate(agreement(stated(*steps)), figures(uptime=figure) + said, MARCH, charges=fee).awards
    return found


@pytest.mark.parametrize(
    ("hours", "full", "started", "exact"),
    [
        ("23", 0, 0, Fraction(0)),
        ("24", 0, 0, Fraction(0)),
        ("25", 0, 1, Fraction(1, 6)),
        ("30", 1, 1, Fraction(1)),
        ("31", 1, 2, Fraction(7, 6)),
        ("36", 2, 2, Fraction(2)),
        ("1000", 162, 163, Fraction(488, 3)),
    ],
)
def test_units_above_a_point_are_full_started_or_exact(hours, full, started, exact):
    """Each six hours beyond the first 24."""
    for count, number in (("full", full), ("started", started), ("exact", exact)):
        assert Units(above="24 h", per="6 h", count=count).number(Quantity(hours, "h")) == number
        # The unit of the figure does not matter.
        assert Units(above="1 day", per="360 min", count=count).number(Quantity(hours, "h")) == number


@pytest.mark.parametrize(
    ("figure", "full", "started"), [("99", 0, 0), ("98.4", 1, 2), ("97.5", 3, 3), ("100", 0, 0)]
)
def test_units_below_a_point_count_what_is_missing(figure, full, started):
    """Each half a percent below 99."""
    for count, number in (("full", full), ("started", started)):
        assert Units(below="99 %", per="0.5 %", count=count).number(Quantity(figure, "%")) == number


def test_units_end_where_the_contract_says():
    """At most four of them, or until 40 h and no farther."""
    assert Units(above="24 h", per="6 h", at_most=4).number(Quantity(1000, "h")) == 4
    assert Units(above="24 h", per="6 h", at_most=4).number(Quantity(25, "h")) == Fraction(1, 6)
    # From 24 to 40 h lie 16 h: 2 full units of six hours, 3 started ones.
    assert Units(above="24 h", per="6 h", until="40 h", count="full").number(Quantity(1000, "h")) == 2
    assert Units(above="24 h", per="6 h", until="40 h", count="started").number(Quantity(1000, "h")) == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"per": "1 h"}, "state one of the two"),
        ({"above": "1 h", "below": "2 h", "per": "1 h"}, "state one of the two"),
        ({"above": "1 h", "per": "0 h"}, "a unit is more than nothing, found per 0 h"),
        ({"above": "5 h", "per": "1 h", "until": "5 h"}, "counting from 5 h cannot end at 5 h"),
        ({"below": "5 h", "per": "1 h", "until": "6 h"}, "counting from 5 h cannot end at 6 h"),
        ({"above": "5 h", "per": "1 h", "count": "half"}, "unknown count 'half'"),
        ({"above": 5, "per": "1 h"}, "5 has no unit"),
    ],
)
def test_units_that_count_nothing_are_refused(fields, said):
    """A point on one side, a unit longer than nothing, an end behind the point."""
    with pytest.raises(InvalidValue) as caught:
        Units(**fields)
    assert said in str(caught.value)


def test_units_of_another_sort_than_the_figure_are_refused_with_the_agreement():
    """Hours above a percentage are none."""
    with pytest.raises(InvalidAgreement, match=r"levels\[0\]\.remedies\[0\]\.steps\[0\]: units"):
        agreement(stated(Units(above="8 h", per="1 h"), Pay(rate="1 EUR")))


def test_first_eighty_then_forty_for_each_further_six_hours():
    """36 h without water: 80 GBP for 24 h, and 2 × 40 GBP."""
    level = repairs(
        Units(above="24 h", per="6 h", count="full"), Pay(rate="40 GBP"), Plus(rate="80 GBP"), within="24 h"
    )
    known = tickets(ticket("1", "2026-03-02T00:00", "2026-03-03T12:00"))
    result = evaluate(agreement(level), known, MARCH)
    assert result.total.exact == Money(160, "GBP")
    assert [step.after for step in result.awards[0].steps] == ["2 units", "80.00 GBP", "160.00 GBP"]


def test_ten_times_the_lost_share():
    """1.5 % of March's fee of 1,000 EUR was lost: ten times 15 EUR."""
    found = award(Units(below="100 %", per="1 %"), Pay(rate="1 % of fee"), Times(factor=10), figure="98.5 %")
    assert (found.low, found.percent) == (150, 15)


@pytest.mark.parametrize(("at_most", "least", "most"), [(4, 40, 40), (None, 110, None)])
def test_an_open_ticket_pays_started_hours_as_far_as_they_are_counted(at_most, least, most):
    """Open for 15 h, so 11 above the fourth: at most four at 10 EUR are 40; else 110 EUR or more."""
    level = attrs.evolve(
        repairs(Units(above="4 h", per="1 h", count="started", at_most=at_most), Pay(rate="10 EUR")),
        metric=ResolutionTime(unit="hour", counted_by="opened"),
    )
    (found,) = evaluate(agreement(level), tickets(ticket("1", "2026-03-31T09:00")), MARCH).awards
    assert (found.low, found.high) == (least, most)


def test_pay_turns_units_and_never_money():
    """A rate of a rate is refused in a remedy; in a settlement it happens, and says what it would be."""
    with pytest.raises(InvalidValue, match="the amount is EUR already"):
        stated(Pay(rate="10 EUR"), Pay(rate="5 EUR"))
    terms = agreement(stated(Pay(rate="10 EUR")), settlement=Settlement(steps=[Pay(rate="5 EUR")]))
    (owed,) = evaluate(terms, figures(uptime="98 %"), MARCH).settlements
    assert (owed.low, owed.high) == (None, None)
    assert owed.notes == ("10.00 EUR is paid already; pay turns breaches, units or points",)


def test_pay_for_each_point_leaves_other_amounts_alone():
    """In a settlement: points become money, money passes by."""
    step = Pay(rate="5 EUR", each="points")
    points, money = Amount(value=Fraction(2), unit="point"), Amount(value=Fraction(7), unit="EUR")
    after = step.apply((points, money), Case(period=MARCH))
    assert [(one.value, one.unit) for one in after] == [(10, "EUR"), (7, "EUR")]
    assert step.sentence() == "pay 5 EUR for each points"


def test_plus_adds_only_the_same():
    """80 EUR on top of a percentage whose charge is not known cannot be said."""
    assert award(Pay(rate="10 % of fee"), Plus(rate="80 EUR")).low == 180
    found = award(Pay(rate="10 % of fee"), Plus(rate="80 EUR"), fee=None)
    assert found.low is None
    assert "cannot be added to" in found.why


@pytest.mark.parametrize(
    ("value", "paid"),
    [("25 %", 250), ("0.25 ratio", 250), ("3 count", 3000), ("gold", None), (True, None)],
)
def test_times_a_fact_takes_a_percentage_as_its_share(value, paid):
    """A quarter of the users were affected: a quarter of 1,000 EUR; of gold there is no number."""
    assert award(Pay(rate="100 % of fee"), Times(fact="affected"), affected=value).low == paid


def test_times_an_absent_fact_is_unsaid_and_not_nothing():
    """Nor one."""
    found = award(Pay(rate="100 % of fee"), Times(fact="affected"))
    assert (found.low, found.high) == (None, None)
    assert found.why.endswith("the fact 'affected' is not known")
    assert Times(factor="1/2", fact="affected").sentence() == "times 0.5 and the affected"


@pytest.mark.parametrize(
    ("steps", "fee", "low", "capped"),
    [
        ((Pay(rate="10 % of fee"), Cap(limit="100 EUR")), FEE, 100, False),
        ((Pay(rate="10 % of fee"), Cap(limit="99.99 EUR")), FEE, Fraction(9999, 100), True),
        ((Pay(rate="60 % of fee"), Cap(limit="50 % of fee")), FEE, 500, True),
        # Two shares of one charge compare without knowing it.
        ((Pay(rate="60 % of fee"), Cap(limit="50 % of fee")), None, 50, True),
        # A share of a charge that nobody knows and 50 EUR do not.
        ((Pay(rate="60 % of fee"), Cap(limit="50 EUR")), None, None, False),
        # At most nothing is nothing.
        ((Pay(rate="10 % of fee"), Cap(limit="0 EUR")), FEE, 0, True),
        # Nothing is under any cap.
        ((Pay(rate="0 % of fee"), Cap(limit="50 EUR")), None, 0, False),
        # In the contract's order: doubled and then capped, or capped and then doubled.
        ((Pay(rate="80 EUR"), Times(factor=2), Cap(limit="100 EUR")), None, 100, True),
        ((Pay(rate="80 EUR"), Cap(limit="100 EUR"), Times(factor=2)), None, 160, False),
    ],
)
def test_a_cap_takes_what_is_above_it(steps, fee, low, capped):
    """A percentage of the fee or a sum, where its place in the chain is."""
    found = award(*steps, fee=fee)
    assert (found.low, found.high, found.capped) == (low, low, capped)


def test_a_cap_lets_a_bonus_by():
    """The customer owes 60 % of a fee that nobody knows, which is less than 50 EUR either way."""
    level = stated(Pay(rate="-60 % of fee"), Cap(limit="50 EUR"), when="always")
    (found,) = evaluate(agreement(level), figures(uptime="98 %"), MARCH).awards
    assert (found.low, found.high, found.capped) == (-60, -60, False)


def test_a_step_with_a_condition_is_passed_over_where_it_fails():
    """Doubled below 95 %: at 98 % it is not, at 94 % it is, and the explanation says so."""
    steps = (Pay(rate="10 EUR"), Times(factor=2, when=(Test(below="95 %"),)))
    assert award(*steps, figure="94 %").low == 20
    found = award(*steps, figure="98 %")
    assert (found.low, found.steps[1].note) == (10, "passed over: its condition does not hold")


def test_a_condition_on_an_unknown_fact_leaves_the_amount_unsaid():
    """Doubled for key accounts, and nobody says whether this is one."""
    found = award(Pay(rate="10 EUR"), Times(factor=2, when=(Test(fact="key account", equals=True),)))
    assert (found.low, found.high) == (None, None)
    assert found.why.endswith("its condition cannot be said")


def total(by: str, *more: Step) -> dict[str, Money | None]:
    """Two levels of group a and one without, 10, 20 and 40 EUR, joined."""
    levels = [
        stated(Pay(rate="10 EUR"), name="1", group="a"),
        stated(Pay(rate="20 EUR"), name="2", group="a"),
        stated(Pay(rate="40 EUR"), name="3"),
    ]
    terms = agreement(*levels, settlement=Settlement(steps=[Total(by=by), *more]))
    result = evaluate(terms, figures(**{"1": "98 %", "2": "98 %", "3": "98 %"}), MARCH)
    return {"paid": result.total.exact, "steps": result.settlements[0].steps[0].after}


@pytest.mark.parametrize(
    ("by", "joined", "paid"),
    [
        ("level", "10.00 EUR + 20.00 EUR + 40.00 EUR", 10 + 20 + 25),
        ("group", "30.00 EUR + 40.00 EUR", 25 + 25),
        ("agreement", "70.00 EUR", 25),
    ],
)
def test_what_a_cap_is_over_is_its_place_behind_a_total(by, joined, paid):
    """At most 25 EUR for each level, for each group, or for all."""
    found = total(by, Cap(limit="25 EUR"))
    assert (found["steps"], found["paid"]) == (joined, Money(paid, "EUR"))


def test_a_total_keeps_units_apart_and_joins_the_tickets_of_a_level():
    """Two tickets at 45 EUR are one sum of the level; points stay points."""
    terms = agreement(
        repairs(Pay(rate="45 EUR")),
        stated(Pay(rate="2 points"), name="speed"),
        settlement=Settlement(steps=[Total(by="level"), Cap(limit="60 EUR")]),
    )
    late = [ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2)]
    result = evaluate(terms, tickets(*late) + figures(speed="99 %"), MARCH)
    assert result.settlements[0].steps[0].after == "90.00 EUR + 0 points"
    assert [str(owed) for owed in result.totals] == ["60.00 EUR", "0 points"]
    with pytest.raises(InvalidValue, match=r"unknown by 'party'"):
        Total(by="party")


def test_bands_and_units_tell_what_they_do():
    """The words of an explanation."""
    assert Units(above="8 h", per="1 h", count="started", at_most=4).sentence() == (
        "started units of 1 h above 8 h, at most 4"
    )
    assert Cap(limit="50 % of fee").sentence() == "at most 50 % of fee"
    assert Plus(rate="80 EUR").sentence() == "plus 80 EUR"
    assert Total().sentence() == "total by agreement"
