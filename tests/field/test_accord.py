"""The Accord Project's own scenarios, by the prose of its contracts.

Rates, availabilities, charges and dates are read from its scenarios, exactly as they are written.
What they come to was worked out by hand from the prose, because its answers are floats, and one of
them counts full days where the prose counts started ones.
"""

from __future__ import annotations

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evaluation.terms import agreement, between
from slacore import (
    Charge,
    Charges,
    Delivery,
    DerivedCharge,
    Evaluation,
    Evidence,
    Instant,
    Ledger,
    Money,
    Quantity,
    Remedy,
    ServiceLevel,
    Settlement,
    Tally,
    Target,
    Test,
    Window,
    evaluate,
)
from slacore.errors import InvalidValue
from slacore.metrics import Availability, Lateness
from slacore.model import Entry
from slacore.remedies import Bands, Cap, Grant, Pay, Row, Times, Total, Units


def features(name: str) -> dict[str, dict[str, Any]]:
    """The features of one file by the name of their own: contract, prose and scenarios.

    Numbers stay text, so that 11.01 is 11.01.
    """
    folder = os.environ.get("SLACORE_FIELD_DATA")
    if not folder:
        pytest.skip("SLACORE_FIELD_DATA names no folder of field data")
    path = Path(folder) / "fixtures" / "accord-cicero" / "scenarios" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"the folder of field data has no {path.relative_to(folder)}")
    rows = json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)
    return {row["source"].rsplit("/", 1)[-1]: row for row in rows}


# "The provider credits the customer, if the availability of a month is below one percentage, with so
# many percent of the monthly charge; but in no month more than so many percent of its charge, and in
# no twelve months more than so many percent of what was charged for them."
DECEMBER, ELEVEN_MONTHS = between("2019-12-01", "2020-01-01"), between("2019-01-01", "2019-12-01")


def credited(contract: dict[str, Any], summary: dict[str, str]) -> Evaluation:
    """What a month after eleven others comes to."""
    high, low = contract["tiers"]
    rows = [
        Row(
            at_least=f"{low['availability_below_percent']} %",
            below=f"{high['availability_below_percent']} %",
            pay=f"{high['credit_percent']} % of monthly charge",
        ),
        Row(
            below=f"{low['availability_below_percent']} %",
            pay=f"{low['credit_percent']} % of monthly charge",
        ),
    ]
    level = ServiceLevel(
        name="availability",
        metric=Availability(source="tallies"),
        target=Target(at_least=f"{high['availability_below_percent']} %"),
        remedies=[Remedy(steps=[Bands(rows=rows)])],
    )
    yearly = f"{contract['rolling_12_month_cap_percent']} % of charges of twelve months"
    terms = agreement(
        level,
        charges=[
            DerivedCharge(name="charges of twelve months", share="100 % of monthly charge", over="12 months")
        ],
        settlement=Settlement(
            steps=[
                Total(),
                Cap(limit=f"{contract['monthly_cap_percent']} % of monthly charge"),
                Cap(limit=yearly, over="12 months"),
            ]
        ),
    )
    currency = contract["currency"]
    charged = {DECEMBER: summary["monthlyCharge"], ELEVEN_MONTHS: summary["last11MonthCharge"]}
    month = Tally(
        id="December",
        start=DECEMBER.start,
        end=DECEMBER.end,
        good=Quantity(summary["monthlyServiceLevel"], "count"),
        total=100,
    )
    earlier = Entry(
        period=ELEVEN_MONTHS,
        what="credited",
        low=summary["last11MonthCredit"],
        high=summary["last11MonthCredit"],
        unit=currency,
    )
    return evaluate(
        terms,
        Evidence.of(Tally, [month], covers=DECEMBER),
        DECEMBER,
        charges=Charges(
            Charge(name="monthly charge", span=span, amount=Money(amount, currency))
            for span, amount in charged.items()
        ),
        ledger=Ledger(
            agreement=terms.name,
            entries=(earlier,),
            complete_since=ELEVEN_MONTHS.start,
            complete_until=ELEVEN_MONTHS.end,
        ),
    )


@pytest.mark.parametrize(
    ("feature", "number", "owed"),
    [
        # 100 % keeps the promise; 99.7 % earns 2 % of 10.00, and 97 % earns 3 %.
        ("logic.feature", 0, "0.00"),
        ("logic.feature", 1, "0.20"),
        ("logic.feature", 2, "0.30"),
        # 11 % would be 1.10; a month credits 10 % of its charge at most.
        ("high-credit-logic.feature", 0, "1.00"),
        # Twelve months were charged 120.00 and credit 12.00 at most, of which 11.01 are used up.
        ("high-credit-logic.feature", 1, "0.99"),
        ("high-credit-logic.feature", 2, "0.00"),
    ],
)
def test_a_month_is_credited_within_its_own_cap_and_that_of_twelve_months(feature, number, owed):
    """By the prose, to the penny."""
    found = features("servicelevelagreement")[feature]
    result = credited(found["contract"], found["scenarios"][number]["request"])
    (settled,) = result.settlements
    assert settled.exact == Money(owed, "GBP")
    assert str(settled) == f"{owed} GBP"


def test_the_cap_that_bit_is_told():
    """The month's in one scenario; in another the twelve months', with what earlier credits left."""
    high = features("servicelevelagreement")["high-credit-logic.feature"]
    of_month, of_year = (
        credited(high["contract"], high["scenarios"][number]["request"]).settlements[0] for number in (0, 1)
    )
    assert (of_month.capped, of_year.capped) == (True, True)
    assert [step.after for step in of_month.steps] == ["1.10 GBP", "1.00 GBP", "1.00 GBP"]
    assert [step.after for step in of_year.steps] == ["1.10 GBP", "1.00 GBP", "0.99 GBP"]
    assert of_year.steps[2].note == "capped at 0.99 GBP: 12.00 GBP less 11.01 GBP over 12 months"


@pytest.mark.parametrize(("level", "said"), [(None, "negative"), ("100.1", "more than the total")])
def test_a_level_outside_of_nothing_and_all_is_refused(level, said):
    """Its scenario has -10 %; more than 100 % is no level either."""
    found = features("servicelevelagreement")["high-credit-logic.feature"]
    request = found["scenarios"][3]["request"]
    assert Fraction(request["monthlyServiceLevel"]) == -10
    with pytest.raises(InvalidValue, match=said):
        credited(
            found["contract"], {**request, "monthlyServiceLevel": level or request["monthlyServiceLevel"]}
        )


# "In case of delayed delivery the seller pays 10.5 % of the value of the goods for every 2 days of
# delay; any fractional part of a day is to be considered a full day. No more than 55 % of the value.
# If the delay is more than 15 days, the buyer may terminate."
RATES = {"penalty_percent": "10.5", "cap_percent": "55", "termination_after": "15 days"}


def delivered(scenario: dict[str, Any], contract: dict[str, str], days: str, came: bool = True) -> Evaluation:
    """What a delivery comes to that came at the moment of the scenario, or had not come by then."""
    request, now = scenario["request"], Instant.parse(scenario["now"]).in_zone("UTC")
    due = Instant.parse(request["agreedDelivery"])
    steps = [
        Units(above="0 d", per="1 d", count=days),
        Times(factor="1/2"),
        Pay(rate=f"{contract['penalty_percent']} % of goods"),
        Cap(limit=f"{contract['cap_percent']} % of goods"),
    ]
    leave = Remedy(
        name="termination",
        when=Test(above=contract["termination_after"].replace("days", "d")),
        steps=[Grant(right="terminate")],
    )
    level = ServiceLevel(
        name="delivery",
        metric=Lateness(unit="day"),
        target=Target(at_most="0 d"),
        remedies=[Remedy(steps=steps), leave],
    )
    goods = Delivery(id="goods", due=due, delivered=now if came else None)
    day = due.to_datetime()
    month = Window.month(day.year, day.month, tz="UTC")
    seen = Evidence.of(Delivery, [goods], covers=Window(month.start, max(now, month.end) if came else now))
    return evaluate(agreement(level), seen, month, charges=Money(request["goodsValue"], "USD"))


def scenarios(name: str) -> list[dict[str, Any]]:
    """On time; late by 5 days, 18 hours and 10 minutes; late by 345 days."""
    return features(name)["logic.feature"]["scenarios"]


@pytest.mark.parametrize(
    ("name", "number", "days", "owed", "may_terminate"),
    [
        # Six days are three times two: 31.5 % of 200.00.
        ("latedeliveryandpenalty", 1, "started", "63.00", False),
        # The other contract does not say so, and full days are five: 26.25 % of 200.00.
        ("simplelatedeliveryandpenalty", 1, "full", "52.50", False),
        # 345 days and more: 55 % of 200.00.
        ("latedeliveryandpenalty", 2, "started", "110.00", True),
        ("simplelatedeliveryandpenalty", 2, "full", "110.00", True),
        # Before it was due nothing is late.
        ("latedeliveryandpenalty", 0, "started", "0.00", False),
        ("simplelatedeliveryandpenalty", 0, "full", "0.00", False),
    ],
)
def test_late_goods_cost_what_the_prose_says(name, number, days, owed, may_terminate):
    """Started days or full ones; a right to terminate after fifteen."""
    contract = features(name)["logic.feature"]["contract"] or RATES
    result = delivered(scenarios(name)[number], contract, days)
    (settled,) = result.settlements
    assert settled.exact == Money(owed, "USD")
    assert [(right.right, right.state) for right in result.rights] == [("terminate", True)] * may_terminate


def test_a_sum_of_money_has_no_hair_of_a_float():
    """The scenario says 110.00000000000001, and owes 110.00."""
    scenario = scenarios("latedeliveryandpenalty")[2]
    assert Fraction(scenario["response"]["penalty"]) > 110
    result = delivered(scenario, features("latedeliveryandpenalty")["logic.feature"]["contract"], "started")
    assert str(result.total) == "110.00 USD"
    assert result.total.exact == Money(110, "USD")


def test_what_has_not_come_may_still_cost_more():
    """No scenario knows of a delivery: 63.00 so far and 110.00 at most, and perhaps a right."""
    contract = features("latedeliveryandpenalty")["logic.feature"]["contract"]
    _, late, later = scenarios("latedeliveryandpenalty")
    result = delivered(late, contract, "started", came=False)
    (owed,) = (award for award in result.awards if award.record and award.right is None)
    assert (owed.low, owed.high, owed.unit) == (63, 110, "USD")
    assert [right.state for right in result.rights if right.record] == [None]
    result = delivered(later, contract, "started", came=False)
    assert str(result.total) == "110.00 USD"
    assert [right.state for right in result.rights] == [True]
