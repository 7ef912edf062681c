"""Surcharge: more on top of what is owed, such as for paying late."""

from __future__ import annotations

from fractions import Fraction

import pytest

from remedies.paying import award, doubtful
from slacore import Test
from slacore.errors import InvalidValue
from slacore.remedies import Pay, Surcharge, Units

LATE = Test(fact="paid late", equals=True)


@pytest.mark.parametrize(
    ("paid", "owed"), [("30 GBP", 60), ("0.01 GBP", "30.01"), ("0 GBP", 0), ("-30 GBP", -30)]
)
def test_a_surcharge_is_added_to_what_is_owed_and_to_nothing_else(paid, owed):
    """30 GBP more, unless nothing is owed, or the customer owes it."""
    found = award(Pay(rate=paid), Surcharge(rate="30 GBP"), when="always", fee=None)
    assert found.low == found.high == Fraction(owed)


@pytest.mark.parametrize(("late", "owed"), [(True, 60), (False, 30), (None, None)])
def test_a_penalty_that_is_paid_late_earns_another(late, owed):
    """A supply that was off pays 30 GBP, and 30 more if that is not paid in time; unsaid if nobody knows."""
    facts = {} if late is None else {"paid late": late}
    found = award(Pay(rate="30 GBP"), Surcharge(rate="30 GBP", when=[LATE]), fee=None, **facts)
    assert (found.low, found.high) == (owed, owed)


@pytest.mark.parametrize(
    ("paid", "more", "fee", "owed", "unit"),
    [
        # 2 % of 1,000 EUR.
        ("10 EUR", "2 % of fee", True, 30, "EUR"),
        ("10 % of fee", "2 % of fee", False, 12, "% of fee"),
        ("10 EUR", "2 % of fee", False, None, "EUR"),
        ("0 EUR", "2 % of fee", False, 0, "EUR"),
        ("3 points", "1 points", True, 4, "point"),
    ],
)
def test_a_surcharge_is_a_sum_a_share_of_a_charge_or_points(paid, more, fee, owed, unit):
    """As rates are."""
    found = award(Pay(rate=paid), Surcharge(rate=more), **({} if fee else {"fee": None}))
    assert (found.low, found.high, found.unit) == (owed, owed, unit)


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        # 1 % to 3 % lost: 10 to 30 EUR, and 5 more.
        (97, 99, 15, 35),
        # Nothing may be lost: then nothing is owed; just beside it are 5 EUR.
        (98, 100, 0, 25),
    ],
)
def test_a_doubtful_amount_has_its_surcharge_wherever_it_is_owed(low, high, least, most):
    """10 EUR for each percent lost, and 5 more."""
    steps = Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), Surcharge(rate="5 EUR")
    found = doubtful(low, high, *steps)
    assert (found.low, found.high) == (least, most)


def test_a_surcharge_that_takes_away_or_is_on_breaches_is_refused():
    """It is more, of the same."""
    with pytest.raises(InvalidValue, match="a limit is not negative"):
        Surcharge(rate="-5 EUR")
    with pytest.raises(InvalidValue, match=r"step 1 \(surcharge\): .* pay it first"):
        award(Surcharge(rate="5 EUR"))
    with pytest.raises(InvalidValue, match="the amount is in point"):
        award(Pay(rate="1 points"), Surcharge(rate="5 EUR"))
    assert Surcharge(rate="5 EUR").sentence() == "surcharge of 5 EUR"
