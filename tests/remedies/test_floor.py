"""Floor: a minimum payout, for what is owed at all."""

from __future__ import annotations

import pytest

from remedies.paying import award, doubtful
from slacore.errors import InvalidValue
from slacore.remedies import Cap, Floor, Pay, Plus, Units

# Why 5 % of a fee that nobody knows does not compare with 30 EUR, and the other way round.
WHY = {"EUR": "no 'fee' is known for 2026-03", "% of fee": "5 % of fee cannot be compared with it"}


@pytest.mark.parametrize(
    ("paid", "owed"),
    [
        ("10 EUR", 50),
        ("49.99 EUR", 50),
        ("0.01 EUR", 50),
        ("50 EUR", 50),
        ("60 EUR", 60),
        # Nothing stays nothing.
        ("0 EUR", 0),
        # The customer owes 10 EUR, and the minimum is the provider's.
        ("-10 EUR", -10),
    ],
)
def test_what_is_owed_is_at_least_the_floor(paid, owed):
    """A credit of 50 EUR at least."""
    found = award(Pay(rate=paid), Floor(limit="50 EUR"), when="always")
    assert (found.low, found.high) == (owed, owed)


@pytest.mark.parametrize(
    ("steps", "owed"),
    [
        # 30 EUR are capped at 20, and raised to 25.
        ((Cap(limit="20 EUR"), Floor(limit="25 EUR")), 25),
        # 30 EUR are above the floor, and capped.
        ((Floor(limit="25 EUR"), Cap(limit="20 EUR")), 20),
        # 10 on top of 30 is above the floor of 35; raised first, it is 45.
        ((Plus(rate="10 EUR"), Floor(limit="35 EUR")), 40),
        ((Floor(limit="35 EUR"), Plus(rate="10 EUR")), 45),
    ],
)
def test_the_order_of_the_contract_decides_which_of_two_limits_wins(steps, owed):
    """30 EUR, a cap of 20 and a minimum of 25: contracts have it either way."""
    assert award(Pay(rate="30 EUR"), *steps).low == owed


@pytest.mark.parametrize(
    ("paid", "floor", "fee", "owed", "unit"),
    [
        # 5 % of 1,000 EUR.
        ("30 EUR", "5 % of fee", True, 50, "EUR"),
        # Two shares of one charge compare without knowing it.
        ("3 % of fee", "5 % of fee", False, 5, "% of fee"),
        ("7 % of fee", "5 % of fee", False, 7, "% of fee"),
        # 30 EUR and 5 % of what nobody knows do not.
        ("30 EUR", "5 % of fee", False, None, "EUR"),
        ("5 % of fee", "30 EUR", False, None, "% of fee"),
        # But nothing stays nothing whatever the floor.
        ("0 EUR", "5 % of fee", False, 0, "EUR"),
        ("2 points", "3 points", True, 3, "point"),
    ],
)
def test_a_floor_is_a_sum_a_share_of_a_charge_or_points(paid, floor, fee, owed, unit):
    """As rates are; what cannot be compared is unsaid and not as it was."""
    found = award(Pay(rate=paid), Floor(limit=floor), **({} if fee else {"fee": None}))
    assert (found.low, found.high, found.unit) == (owed, owed, unit)
    if owed is None:
        assert f"the minimum of {floor} cannot be applied: {WHY[unit]}" in found.why


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        # 2 % to 4 % lost: 20 to 40 EUR, of which what is below 30 is raised.
        (96, 98, 30, 40),
        # 0.5 % to 1 %: 5 to 10 EUR, all of them raised, and so it is exact.
        ("99", "99.5", 30, 30),
        # Nothing to 5 %: nothing may be owed, or 30 to 50 EUR.
        (95, 100, 0, 50),
        (94, 96, 40, 60),
    ],
)
def test_a_doubtful_amount_is_raised_where_it_is_below(low, high, least, most):
    """10 EUR for each percent lost, 30 at least."""
    found = doubtful(low, high, Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), Floor(limit="30 EUR"))
    assert (found.low, found.high) == (least, most)


def test_a_floor_below_nothing_or_over_what_was_not_paid_is_refused():
    """It would be a ceiling; and a breach has no minimum in euros."""
    with pytest.raises(InvalidValue, match="a limit is not negative, found -5 EUR"):
        Floor(limit="-5 EUR")
    with pytest.raises(InvalidValue, match=r"step 1 \(floor\): .* pay it first"):
        award(Floor(limit="5 EUR"))
    with pytest.raises(InvalidValue, match="5 EUR limits money, and the amount is in point; state a limit"):
        award(Pay(rate="1 points"), Floor(limit="5 EUR"))


def test_a_floor_is_told():
    """In words, and with what it did."""
    found = award(Pay(rate="10 EUR"), Floor(limit="50 EUR"))
    assert [(step.step, step.after, step.note) for step in found.steps[1:]] == [
        ("at least 50 EUR", "50.00 EUR", "raised to 50.00 EUR")
    ]
