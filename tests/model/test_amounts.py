"""Rates, amounts and charges: money, points and shares that keep their unit to the last."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from slacore.errors import CurrencyMismatch, EvaluationError, InvalidValue
from slacore.model import Amount, Rate, charges_for, rate

JANUARY, FEBRUARY, MARCH = (sla.Window.month(2026, month, tz="UTC") for month in (1, 2, 3))
QUARTER = sla.Window.quarter(2026, 1, tz="UTC")


@pytest.mark.parametrize(
    ("text", "amount", "unit", "of"),
    [
        ("10 % of monthly charge", 10, "percent", "monthly charge"),
        ("0.5% of fee", Fraction(1, 2), "percent", "fee"),
        ("-100 % of credit a year ago", -100, "percent", "credit a year ago"),
        ("1/3 % of fee", Fraction(1, 3), "percent", "fee"),
        ("45 GBP", 45, "GBP", None),
        ("2 points", 2, "point", None),
        ("1 point", 1, "point", None),
        (" 45 JPY ", 45, "JPY", None),
    ],
)
def test_a_rate_reads_as_the_contract_writes_it(text, amount, unit, of):
    """And its text reads back as the same rate."""
    found = Rate.parse(text)
    assert (found.amount, found.unit, found.of) == (amount, unit, of)
    assert Rate.parse(str(found)) == found
    assert rate(found) is found


@pytest.mark.parametrize(
    "text",
    [
        "10 %",
        "45 GBP of fee",
        "10",
        "GBP 45",
        "5 minutes",
        "10 % of",
        "ten % of fee",
        "1e3 GBP",
        "1,000 GBP",
        10,
        None,
    ],
)
def test_what_is_no_rate_is_refused(text):
    """A percentage is of something, money is of nothing, minutes are neither."""
    with pytest.raises(InvalidValue):
        rate(text)


def test_money_is_a_rate_and_an_unknown_currency_is_not():
    """Exactly the sum; three capital letters must be a currency."""
    assert rate(sla.Money("19.99", "EUR")) == Rate("19.99", "EUR")
    with pytest.raises(InvalidValue, match="unknown currency 'XYZ'"):
        Rate.parse("45 XYZ")
    with pytest.raises(InvalidValue, match="is a float"):
        Rate(0.1, "EUR")


def test_amounts_add_only_in_one_unit():
    """Other units leave it unsaid, with the reason; what cannot be said stays so."""
    ten, five = Amount(value=Fraction(10), unit="GBP"), Amount(value=Fraction(5), unit="GBP")
    assert ten.plus(five).money == sla.Money(15, "GBP")
    points = ten.plus(Amount(value=Fraction(5), unit="point"))
    assert (points.value, points.note) == (None, "5 points cannot be added to 10.00 GBP")
    unsaid = ten.unsaid("no charge is known")
    assert unsaid.plus(five) is unsaid
    assert ten.plus(unsaid).note == "no charge is known"
    assert unsaid.times(Fraction(2)) is unsaid
    assert ten.times(Fraction(1, 3)).value == Fraction(10, 3)


def test_an_amount_keeps_its_percentage_as_long_as_it_is_one():
    """10 % twice is 20 %, and 10 % and a fixed sum is no percentage."""
    tenth = Amount(value=Fraction(200), unit="GBP", percent=Fraction(10))
    assert tenth.times(Fraction(2)).percent == 20
    assert tenth.plus(tenth).percent == 20
    assert tenth.plus(Amount(value=Fraction(5), unit="GBP")).percent is None


def test_amounts_are_told_in_words():
    """Money with its currency, points by name, and what is not known as unsaid."""
    assert str(Amount.one()) == "1 breach"
    assert str(Amount(value=Fraction(25, 2), unit="GBP")) == "12.50 GBP"
    assert str(Amount(value=Fraction(3), unit="point")) == "3 points"
    assert str(Amount.one().unsaid("why")) == "unsaid"
    assert Amount.one().money is None
    assert Amount(value=None, unit="GBP").money is None


def charge(span: sla.Window, amount: str = "100 EUR", name: str = "fee", **more: Any) -> sla.Charge:
    return sla.Charge(name=name, span=span, amount=amount, **more)


def test_a_charge_of_the_period_is_found():
    """Stated for it, or as parts that fill it without hole or overlap."""
    whole = sla.Charges([charge(MARCH), charge(FEBRUARY, "90 EUR"), charge(MARCH, "7 EUR", "rent")])
    assert whole.of("fee", MARCH, None) == sla.Money(100, "EUR")
    assert whole.of("rent", MARCH, "web") == sla.Money(7, "EUR")
    months = sla.Charges([charge(JANUARY, "80 EUR"), charge(FEBRUARY, "90 EUR"), charge(MARCH)])
    assert months.of("fee", QUARTER, None) == sla.Money(270, "EUR")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], r"no 'fee' is known for 2026-03 and service 'mail' \(charges given: none\)"),
        (
            [charge(MARCH, name="rent")],
            r"no 'fee' is known for 2026-03 and service 'mail' \(charges given: 'rent'\)",
        ),
        ([charge(FEBRUARY)], "no 'fee' is known for 2026-03"),
        ([charge(QUARTER)], "'fee' is stated for 2026-Q1, which reaches beyond 2026-03"),
        ([charge(MARCH), charge(MARCH)], "'fee' is stated twice for a part of 2026-03"),
        ([charge(sla.Window.day(2026, 3, 5, tz="UTC"))], "'fee' is known for a part of 2026-03 only"),
        ([charge(MARCH, service="web")], "no 'fee' is known for 2026-03"),
    ],
)
def test_a_missing_charge_is_a_reason_and_never_zero(rows, why):
    """Absent, beyond the period, twice, for a part, or of another service."""
    import re

    found = sla.Charges(rows).of("fee", MARCH, "mail")
    assert isinstance(found, str)
    assert re.match(why, found)


def test_a_charge_is_of_a_service_or_of_all():
    """The web's own is the web's; what is stated for all is anyone's; both at once are two."""
    own = sla.Charges([charge(MARCH, "30 EUR", service="web"), charge(MARCH, "70 EUR", service="mail")])
    assert own.of("fee", MARCH, "web") == sla.Money(30, "EUR")
    assert sla.Charges([charge(MARCH)]).of("fee", MARCH, "web") == sla.Money(100, "EUR")
    both = sla.Charges([charge(MARCH, service="web"), charge(MARCH)])
    assert both.of("fee", MARCH, "web") == "'fee' is stated twice for a part of 2026-03"


def test_charges_in_two_currencies_do_not_add_up():
    """Euros and pounds are no sum."""
    mixed = sla.Charges([charge(JANUARY), charge(FEBRUARY, "90 GBP"), charge(MARCH)])
    with pytest.raises(CurrencyMismatch):
        mixed.of("fee", QUARTER, None)
    with pytest.raises(InvalidValue, match="100 has no currency"):
        charge(MARCH, 100)


def test_one_sum_is_the_charge_of_one_base_one_period_and_one_service():
    """Else it is refused, with what there are several of."""
    fee = sla.Money(100, "EUR")
    one: dict[str, Any] = {"names": ("fee",), "periods": (MARCH,), "services": ("",)}
    assert charges_for(fee, **one) == sla.Charges([charge(MARCH)])
    assert charges_for(None, **one) == sla.Charges()
    assert charges_for(fee, **(one | {"names": ()})) == sla.Charges()
    given = sla.Charges([charge(QUARTER)])
    assert charges_for(given, **one) is given
    for more, why in (
        ({"names": ("fee", "rent")}, "2 bases (fee, rent)"),
        ({"periods": (FEBRUARY, MARCH)}, "2 billing periods (2026-02, 2026-03)"),
        ({"services": ("mail", "web")}, "2 services (mail, web)"),
    ):
        with pytest.raises(EvaluationError) as refused:
            charges_for(fee, **(one | more))
        assert f"one sum of money (100.00 EUR) cannot be the charge of {why}" in str(refused.value)
    with pytest.raises(EvaluationError, match="charges are Money or Charges, found 100"):
        charges_for(100, **one)
