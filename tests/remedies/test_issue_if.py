"""IssueIf: an amount that is too small is not issued."""

from __future__ import annotations

from fractions import Fraction

import pytest

from remedies.paying import award, doubtful
from slacore.errors import InvalidValue
from slacore.remedies import IssueIf, Pay, Units


@pytest.mark.parametrize(
    ("paid", "above", "at_least"),
    [
        ("0.99 EUR", 0, 0),
        ("0.01 EUR", 0, 0),
        # "Only if greater than one dollar" and "one dollar or more" differ in this.
        ("1 EUR", 0, 1),
        ("1.01 EUR", "1.01", "1.01"),
        ("0 EUR", 0, 0),
        # What the customer owes is not issued to him and passes by.
        ("-0.5 EUR", "-0.5", "-0.5"),
    ],
)
def test_an_amount_is_issued_if_it_is_large_enough(paid, above, at_least):
    """The edge belongs to one of the two words."""
    for words, owed in (({"above": "1 EUR"}, above), ({"at_least": "1 EUR"}, at_least)):
        found = award(Pay(rate=paid), IssueIf(**words), when="always")
        assert found.low == found.high == Fraction(owed)


@pytest.mark.parametrize(
    ("paid", "limit", "fee", "owed"),
    [
        # 2 % of 1,000 EUR is 20.
        ("19 EUR", "2 % of fee", True, 0),
        ("20 EUR", "2 % of fee", True, 20),
        ("1 % of fee", "2 % of fee", False, 0),
        ("3 % of fee", "2 % of fee", False, 3),
        ("3 % of fee", "20 EUR", False, None),
        ("20 EUR", "3 % of fee", False, None),
        ("0 % of fee", "20 EUR", False, 0),
        ("2 points", "3 points", True, 0),
        ("3 points", "3 points", True, 3),
    ],
)
def test_what_is_too_small_is_a_sum_a_share_of_a_charge_or_points(paid, limit, fee, owed):
    """As rates are; where they do not compare nobody can say whether it is issued."""
    found = award(Pay(rate=paid), IssueIf(at_least=limit), **({} if fee else {"fee": None}))
    assert (found.low, found.high) == (owed, owed)
    if owed is None:
        why = "no 'fee' is known" if limit.endswith("fee") else "3 % of fee cannot be compared with it"
        assert f"whether it is issued cannot be said: {why}" in found.why


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        # 2 % to 4 % lost, 20 to 40 EUR: nothing, or more than 30 and up to 40.
        (96, 98, 0, 40),
        # At most 30 EUR, which is not above 30: nothing for certain.
        (97, 98, 0, 0),
        # From 31 EUR on all of it is issued.
        (95, "96.9", 31, 50),
    ],
)
def test_a_doubtful_amount_may_or_may_not_be_issued(low, high, least, most):
    """10 EUR for each percent lost, issued if above 30."""
    steps = Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), IssueIf(above="30 EUR")
    found = doubtful(low, high, *steps)
    assert (found.low, found.high) == (least, most)


def test_one_limit_is_stated_and_it_is_not_negative():
    """Two limits or none would leave the edge open."""
    for words in ({}, {"above": "1 EUR", "at_least": "1 EUR"}):
        with pytest.raises(InvalidValue, match="state one of the two"):
            IssueIf(**words)
    with pytest.raises(InvalidValue, match="a limit is not negative"):
        IssueIf(above="-1 EUR")
    with pytest.raises(InvalidValue, match=r"step 1 \(issue-if\): .* pay it first"):
        award(IssueIf(above="1 EUR"))


def test_what_is_not_issued_is_told():
    """In words, and with the sum that was too small."""
    found = award(Pay(rate="0.8 EUR"), IssueIf(above="1 EUR"))
    assert found.suppressed
    assert not award(Pay(rate="1.8 EUR"), IssueIf(above="1 EUR")).suppressed
    assert (found.steps[1].step, found.steps[1].note) == (
        "issued if above 1 EUR",
        "too small to be issued: 0.80 EUR",
    )
    assert IssueIf(at_least="1 EUR").sentence() == "issued if at least 1 EUR"
