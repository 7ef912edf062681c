"""What may follow what in a remedy: breaches are counted, paid, limited; a right is the last."""

from __future__ import annotations

import pytest

from remedies.paying import pays
from slacore import Step
from slacore.errors import InvalidValue
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    Grant,
    IssueIf,
    Pay,
    Plus,
    Row,
    Surcharge,
    Times,
    Total,
    Units,
    Worst,
)

COUNT = Units(below="99 %", per="1 %")
MONEY = Pay(rate="5 EUR")
SHARE = Pay(rate="5 % of fee")
POINTS = Pay(rate="2 points")
TABLE = Bands(rows=[Row(pay="10 EUR")])
TABLE_OF_POINTS = Bands(rows=[Row(pay="1 points")])
RIGHT = Grant(right="terminate")
CLAIM = ClaimWithin(within="30 days")
LIMITS = {
    "cap": lambda rate: Cap(limit=rate),
    "floor": lambda rate: Floor(limit=rate),
    "issue if above": lambda rate: IssueIf(above=rate),
    "issue if at least": lambda rate: IssueIf(at_least=rate),
    "plus": lambda rate: Plus(rate=rate),
    "surcharge": lambda rate: Surcharge(rate=rate),
}


@pytest.mark.parametrize(
    ("steps", "unit"),
    [
        ([MONEY], "EUR"),
        ([SHARE], "% of fee"),
        ([POINTS], "point"),
        ([COUNT, MONEY], "EUR"),
        ([COUNT, COUNT, MONEY], "EUR"),
        ([COUNT, TABLE], "EUR"),
        ([TABLE_OF_POINTS, MONEY], "EUR"),
        ([TABLE_OF_POINTS, TABLE_OF_POINTS], "point"),
        ([POINTS, TABLE], "EUR"),
        # So much for each unit of what is paid: 5 EUR for each percent.
        ([MONEY, COUNT], "EUR"),
        ([Times(factor=2), COUNT, Times(factor=2), MONEY, Times(factor=2)], "EUR"),
        ([RIGHT], "right"),
        ([COUNT, RIGHT], "right"),
        ([POINTS, RIGHT], "right"),
        ([CLAIM, RIGHT], "right"),
        ([CLAIM, MONEY, CLAIM], "EUR"),
        ([POINTS, Pay(rate="5 EUR", each="points")], "EUR"),
        # Pay for each point lets all else pass by.
        ([MONEY, Pay(rate="5 EUR", each="points")], "EUR"),
        ([RIGHT, Pay(rate="5 EUR", each="points")], "right"),
        # A table in which nothing is paid leaves what there was.
        ([Bands(rows=[Row(label="goodwill")])], "breach"),
    ],
)
def test_a_chain_ends_in_what_its_steps_turn_it_into(steps, unit):
    """Money, points, a share of a charge or a right."""
    assert pays(*steps).unit() == unit


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize(
    ("paid", "rate", "fits"),
    [
        (MONEY, "5 EUR", True),
        (MONEY, "5 % of fee", True),
        (SHARE, "5 EUR", True),
        (SHARE, "5 % of fee", True),
        # Two charges compare as soon as both are known.
        (SHARE, "5 % of licence", True),
        (POINTS, "5 points", True),
        (POINTS, "5 EUR", False),
        (POINTS, "5 % of fee", False),
        (MONEY, "5 points", False),
        (SHARE, "5 points", False),
        (COUNT, "5 EUR", False),
        (COUNT, "5 points", False),
        (RIGHT, "5 EUR", False),
        (RIGHT, "5 points", False),
    ],
)
def test_money_is_limited_by_money_and_points_by_points(name, paid, rate, fits):
    """Every step that compares or adds refuses the rest when the remedy is made."""
    step: Step = LIMITS[name](rate)
    if fits:
        assert pays(paid, step).unit() == pays(paid).unit()
        return
    with pytest.raises(InvalidValue, match=rf"step 2 \({step.kind}\): {rate} limits"):
        pays(paid, step)


@pytest.mark.parametrize("step", [f("5 EUR") for f in LIMITS.values()], ids=list(LIMITS))
def test_a_breach_is_paid_before_it_is_limited(step):
    """As the first step of a remedy they have nothing to compare."""
    with pytest.raises(InvalidValue, match=r"step 1 .* the amount is in breach; pay it first"):
        pays(step)


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([MONEY, MONEY], "the amount is EUR already, and pay turns breaches, units or points"),
        ([SHARE, MONEY], "the amount is % of fee already"),
        ([MONEY, TABLE], "the amount is EUR already, and a table turns breaches, units or points"),
        ([TABLE, TABLE], "the amount is EUR already"),
        ([MONEY, RIGHT], "a right is granted for breaches, units or points, and not for EUR"),
        ([SHARE, RIGHT], "and not for % of fee"),
        ([RIGHT, RIGHT], "and not for right"),
        ([RIGHT, MONEY], "the amount is right already"),
        ([RIGHT, TABLE], "the amount is right already"),
        ([RIGHT, COUNT], "a right is the last step of its remedy"),
        ([RIGHT, Times(factor=2)], "a right is the last step of its remedy"),
        ([RIGHT, CLAIM], "a right is the last step of its remedy"),
    ],
)
def test_what_cannot_follow_is_refused_with_the_remedy(steps, fault):
    """And the refusal names the step."""
    with pytest.raises(InvalidValue) as caught:
        pays(*steps)
    assert str(caught.value).startswith("remedy 'service credit', step 2 (")
    assert fault in str(caught.value)


@pytest.mark.parametrize("step", [Total(), Worst()])
def test_what_joins_belongs_in_the_settlement(step):
    """A remedy has one amount."""
    with pytest.raises(InvalidValue, match="joins several amounts; it belongs in the settlement"):
        pays(MONEY, step)
