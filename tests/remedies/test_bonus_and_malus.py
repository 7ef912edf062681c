"""Amounts on both sides of nothing: what the customer owes is left alone, and so is where the sides meet."""

from __future__ import annotations

import pytest

from evaluation.terms import agreement, between, uptime
from remedies.paying import FEE, pays, seen
from slacore import Claim, Evidence, Step, Test, evaluate
from slacore.remedies import Cap, ClaimWithin, Floor, Grant, IssueIf, Pay, Plus, Surcharge, Times, Units

# 10 EUR for each percent lost, and 20 EUR the other way: at 98 % nobody owes anything.
MALUS = (Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), Plus(rate="-20 EUR"))
CLAIM = ClaimWithin(within="30 days")
UNCLAIMED = Evidence.of(Claim, [], covers=between("2026-04-01", "2026-06-01"))


def award(*steps: Step, low: str = "97", high: str = "99", known: Evidence | None = None):
    """What April comes to where its availability lies between the two."""
    evidence, april = seen(low, high)
    level = uptime(remedies=[pays(*steps, when="always")])
    (found,) = evaluate(agreement(level), evidence + (known or Evidence()), april, charges=FEE).awards
    return found


@pytest.mark.parametrize(
    ("step", "least", "most"),
    [
        # 1 to 3 % lost: from 10 EUR that the customer owes to 10 EUR that the provider does.
        (Times(factor=1), -10, 10),
        (Times(factor=-2), -20, 20),
        (Plus(rate="3 EUR"), -7, 13),
        (Cap(limit="5 EUR"), -10, 5),
        # What is owed at all is 15 EUR; what the customer owes stays.
        (Floor(limit="15 EUR"), -10, 15),
        (Floor(limit="5 EUR"), -10, 10),
        (IssueIf(above="5 EUR"), -10, 10),
        (IssueIf(above="15 EUR"), -10, 0),
        (IssueIf(at_least="10 EUR"), -10, 10),
        (Surcharge(rate="5 EUR"), -10, 15),
        (CLAIM, -10, 10),
    ],
)
def test_a_doubt_over_nothing_keeps_its_two_sides(step, least, most):
    """A bonus as a part of the same curve."""
    found = award(*MALUS, step)
    assert (found.low, found.high) == (least, most)


def test_what_lapses_is_the_providers_debt_alone():
    """Unclaimed 10 EUR are none, and the customer's 10 EUR are still owed."""
    found = award(*MALUS, CLAIM, known=UNCLAIMED)
    assert (found.low, found.high, found.claim) == (-10, 0, "lapsed")


def test_points_on_both_sides_grant_a_right_on_one():
    """From one point less than nothing to one more: granted for a part of that."""
    points = Units(below="100 %", per="1 %"), Pay(rate="1 points"), Plus(rate="-2 points")
    found = award(*points, Grant(right="terminate"))
    assert (found.low, found.high, found.right) == (0, 1, "terminate")
    found = award(*points, Grant(right="terminate"), low="95", high="97")
    assert (found.low, found.high) == (1, 1)
    found = award(*points, Grant(right="terminate"), low="98", high="99.5")
    assert (found.low, found.high) == (0, 0)


def test_a_step_may_be_for_one_side_of_the_figure():
    """Doubled below 98 %, where the provider owes."""
    found = award(*MALUS, Times(factor=2, when=[Test(below="98 %")]))
    assert (found.low, found.high) == (-10, 20)
