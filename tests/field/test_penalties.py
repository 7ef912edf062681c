"""Sums that other systems get wrong, by a unit, by a hair or by the wrong words at an edge."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import MARCH, agreement, figures, remedies, stated
from slacore import Delivery, Evidence, Money, Quantity, ServiceLevel, Target, Window, evaluate
from slacore.errors import InvalidValue
from slacore.metrics import Lateness, Reported
from slacore.remedies import Bands, Cap, Pay, Row, Times, Units

PRICE = Money(200, "USD")


def late(hours: int | str, *steps) -> Money | None:
    """What is owed for a delivery that came so many hours late, of a price of 200.00 USD."""
    due = MARCH.start + Quantity(24, "h")
    delivery = Delivery(id="D", due=due, delivered=due + Quantity(hours, "h"))
    level = ServiceLevel(
        name="delivery",
        metric=Lateness(unit="hour"),
        target=Target(at_most="0 h"),
        remedies=remedies(*steps),
    )
    result = evaluate(agreement(level), Evidence.of(Delivery, [delivery], covers=MARCH), MARCH, charges=PRICE)
    return result.total.exact


# "10.5 % of the price for every 2 days of delay; part of a day counts as a day."
BY_STARTED_DAYS = (
    Units(above="0 h", per="1 d", count="started"),
    Times(factor="1/2"),
    Pay(rate="10.5 % of price"),
)


@pytest.mark.parametrize(
    ("hours", "owed"),
    [
        # 5 d 18 h are six days, three times two days: 31.5 % of 200.
        (138, "63.00"),
        (120, "52.50"),
        ("120.001", "63.00"),
        (1, "10.50"),
        (24, "10.50"),
    ],
)
def test_part_of_a_day_counts_as_a_day(hours, owed):
    """Accord's late delivery: 5 d 18 h late, and it says 52.50 for the five days that are full."""
    assert late(hours, *BY_STARTED_DAYS) == Money(owed, "USD")


@pytest.mark.parametrize(("count", "owed"), [("full", "42.00"), ("started", "63.00"), ("exact", "60.38")])
def test_what_a_unit_is_the_contract_says(count, owed):
    """The same words without "part of a day": 138 h in units of 48 are 2 full, 3 started, 2.875 exactly.

    2.875 × 21.00 is 60.375, rounded once.
    """
    steps = (Units(above="0 h", per="2 d", count=count), Pay(rate="10.5 % of price"))
    assert late(138, *steps) == Money(owed, "USD")


def test_a_cap_is_the_sum_that_it_says():
    """Accord's late delivery, capped: it says 110.00000000000001. 55 % of 200 is 110.00, and no hair more."""
    assert 200 * 0.55 != 110
    total = late(25 * 24, *BY_STARTED_DAYS, Cap(limit="55 % of price"))
    assert total == Money(110, "USD")
    assert str(total) == "110.00 USD"
    # A day before the cap bites: ten days are 105.00, eleven are 115.50 and capped.
    assert late(240, *BY_STARTED_DAYS, Cap(limit="55 % of price")) == Money(105, "USD")
    assert late(241, *BY_STARTED_DAYS, Cap(limit="55 % of price")) == Money(110, "USD")


def test_late_by_a_figure_that_somebody_stated():
    """The same 63.00 where the delay is reported in days, as 5.75 d."""
    level = ServiceLevel(
        name="delay",
        metric=Reported(name="delay", unit="d"),
        target=Target(at_most="0 d"),
        remedies=remedies(*BY_STARTED_DAYS),
    )
    result = evaluate(agreement(level), figures(delay="5.75 d"), MARCH, charges=PRICE)
    assert result.total.exact == Money(63, "USD")


# Rows as printed: "≤ 99.9 and > 99" and "< 99", which leave exactly 99 in no row.
PRINTED = (Row(above="99 %", at_most="99.9 %", pay="10 % of fee"), Row(below="99 %", pay="25 % of fee"))


def test_a_table_with_a_hole_is_refused_unless_it_is_stated():
    """GitHub's terms of 2021: a system that takes the first row, or the last, answers for the author."""
    with pytest.raises(
        InvalidValue, match=r"there is a hole between rows '< 99 %' and '> 99 % and ≤ 99\.9 %'"
    ):
        Bands(rows=PRINTED)
    (award,) = evaluate(
        agreement(stated(Bands(rows=PRINTED, gap="unsaid"), target="99.9 %")),
        figures(uptime="99 %"),
        MARCH,
        charges=Money(1000, "EUR"),
    ).awards
    assert (award.low, award.high, award.hit) == (None, None, "gap")


@pytest.mark.parametrize(
    ("figure", "owed"),
    [("99.9 %", 0), ("99.8999999999 %", 100), ("99 %", 100), ("98.9999999999 %", 250), ("95 %", 250)],
)
def test_an_edge_belongs_to_the_row_that_says_so(figure, owed):
    """AWS: "less than 99.9 but equal to or greater than 99": exactly 99 is ten percent, not 25."""
    table = Bands(
        rows=[Row(at_least="99 %", below="99.9 %", pay="10 % of fee"), Row(below="99 %", pay="25 % of fee")]
    )
    result = evaluate(
        agreement(stated(table, target="99.9 %")),
        figures(uptime=figure),
        MARCH,
        charges=Money(1000, "EUR"),
    )
    assert result.total.exact == Money(owed, "EUR")


def test_a_penalty_of_a_third_is_rounded_once():
    """Engines that round every step, or none: a third of 100.00 in each of three months is 99.99 in all.

    33.33 is paid three times; 100.00 would be a sum that nobody paid.
    """
    level = ServiceLevel(
        name="uptime",
        metric=Reported(name="uptime", unit="%"),
        target=Target(at_least="99 %"),
        remedies=remedies(Pay(rate="100 EUR"), Times(factor="1/3")),
    )
    spans = [Window.month(2026, month, tz="UTC") for month in (1, 2, 3)]
    quarter = Window.quarter(2026, 1, tz="UTC")
    evidence = sum((figures(span, uptime="98 %") for span in spans), Evidence())
    result = evaluate(agreement(level), evidence, quarter)
    assert [penalty.payable_low for penalty in result.penalties] == [Money("33.33", "EUR")] * 3
    assert result.total.low == Fraction("99.99")
