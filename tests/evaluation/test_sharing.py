"""Shares: what each level was credited, as a part of what was settled."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    between,
    figures,
    outages,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from slacore import Evaluation, Money, Settlement, Step, evaluate
from slacore.remedies import Bands, Cap, ClaimWithin, Pay, Plus, Row, Times, Total, Worst

HALF = between("2026-03-01", "2026-03-16")


def shares(result: Evaluation) -> dict[str | None, Any]:
    """What was credited, by level; the settlement itself is None."""
    found = {}
    for entry in result.ledger.entries:
        if entry.what == "credited":
            assert entry.level not in found
            found[entry.level] = (entry.low, entry.high) if entry.low != entry.high else entry.low
    return found


def settled(*steps: Step, **rates: str) -> dict[str | None, Any]:
    """Levels that each broke their promise, at these rates."""
    levels = [stated(Pay(rate=rate), name=name) for name, rate in rates.items()]
    terms = agreement(*levels, settlement=Settlement(steps=steps))
    return shares(evaluate(terms, figures(**dict.fromkeys(rates, "98 %")), MARCH))


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        # What was earned is what was credited.
        ((), {None: 40, "a": 30, "b": 10}),
        ((Total(),), {None: 40, "a": 30, "b": 10}),
        # Half of it, three quarters to one and a quarter to the other.
        ((Total(), Cap(limit="20 EUR")), {None: 20, "a": 15, "b": 5}),
        ((Times(factor=2),), {None: 80, "a": 60, "b": 20}),
        ((Total(), Plus(rate="4 EUR")), {None: 44, "a": 33, "b": 11}),
        ((Total(), Times(factor=0)), {None: 0, "a": 0, "b": 0}),
        # Of what is left when only the largest counts, each has its part.
        ((Worst(by="agreement"),), {None: 30, "a": Fraction(45, 2), "b": Fraction(15, 2)}),
    ],
)
def test_levels_share_what_was_settled_as_they_earned(steps, found):
    """30 and 10 EUR were earned."""
    assert settled(*steps, a="30 EUR", b="10 EUR") == found


def test_what_was_paid_is_shared_and_not_what_it_was_rounded_from():
    """Three thirds of 10 EUR are 10 EUR, a third of it each; and half a cent is nowhere lost."""
    third = settled(Total(), a="10/3 EUR", b="10/3 EUR", c="10/3 EUR")
    assert third == {None: 10, "a": Fraction(10, 3), "b": Fraction(10, 3), "c": Fraction(10, 3)}
    # 0.144 EUR in all is paid as 0.14, of which two thirds are the first level's.
    assert settled(a="0.096 EUR", b="0.048 EUR") == {
        None: Fraction("0.14"),
        "a": Fraction("0.28") / 3,
        "b": Fraction("0.14") / 3,
    }


def test_a_level_that_was_kept_has_no_part():
    """Nor has one without a remedy."""
    terms = agreement(
        stated(Pay(rate="30 EUR"), name="a"), stated(Pay(rate="10 EUR"), name="b"), stated(name="c")
    )
    result = evaluate(terms, figures(a="98 %", b="99.9 %", c="98 %"), MARCH)
    assert shares(result) == {None: 30, "a": 30, "b": 0}


def test_the_records_and_remedies_of_a_level_are_one_part():
    """Two late tickets at 7 EUR, and 6 EUR for another level: 14 and 6."""
    rows = [ticket(str(number), "2026-03-02T09:00", "2026-03-02T19:00") for number in (1, 2)]
    terms = agreement(repairs(Pay(rate="7 EUR")), stated(Pay(rate="6 EUR")))
    result = evaluate(terms, tickets(*rows) + figures(uptime="98 %"), MARCH)
    assert shares(result) == {None: 20, "repair": 14, "uptime": 6}


def test_a_bonus_has_its_part_with_its_sign():
    """30 EUR less a bonus of 10 EUR: 20 EUR, and both as they were."""
    levels = [stated(Pay(rate="30 EUR"), name="a"), stated(Pay(rate="-10 EUR"), name="b", when="always")]
    result = evaluate(agreement(*levels), figures(a="98 %", b="99.9 %"), MARCH)
    assert shares(result) == {None: 20, "a": 30, "b": -10}


def test_points_that_became_money_are_shared_as_points():
    """3 points and 1 at 5 EUR; what the levels were pointed stands beside it."""
    levels = [stated(Pay(rate="3 points"), name="a"), stated(Pay(rate="1 point"), name="b")]
    terms = agreement(*levels, settlement=Settlement(steps=[Pay(rate="5 EUR", each="point"), Total()]))
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH)
    assert shares(result) == {None: 20, "a": 15, "b": 5}
    points = {entry.level: entry.low for entry in result.ledger.entries if entry.what == "pointed"}
    assert points == {"a": 3, "b": 1}


def test_points_that_stay_points_are_no_credit():
    """The settlement's points are entered for the settlement, and the level's for the level."""
    terms = agreement(stated(Pay(rate="3 points"), name="a"), stated(Pay(rate="9 EUR"), name="b"))
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH)
    assert shares(result) == {None: 9, "b": 9}
    points = [(entry.level, entry.low) for entry in result.ledger.entries if entry.what == "pointed"]
    assert points == [(None, 3), ("a", 3)]


def test_a_doubt_leaves_each_level_between_nothing_and_all():
    """10 EUR for certain and 10 perhaps, at most 15 in all: nobody knows whose they are."""
    levels = [uptime(Pay(rate="10 EUR"), name="a"), stated(Pay(rate="10 EUR"), name="b")]
    terms = agreement(*levels, settlement=Settlement(steps=[Total(), Cap(limit="15 EUR")]))
    result = evaluate(terms, outages(covers=HALF) + figures(b="98 %"), MARCH)
    assert shares(result) == {None: (10, 15), "a": (0, 15), "b": (0, 15)}
    # Where the cap takes the doubt away, it leaves the parts in doubt.
    capped = agreement(*levels, settlement=Settlement(steps=[Total(), Cap(limit="10 EUR")]))
    result = evaluate(capped, outages(covers=HALF) + figures(b="98 %"), MARCH)
    assert shares(result) == {None: 10, "a": (0, 10), "b": (0, 10)}


def test_what_can_still_lapse_may_be_nothing():
    """20 EUR that nobody has claimed yet; claimed, they would be 20; lapsed, nothing."""
    level = stated(Pay(rate="20 EUR"), ClaimWithin(within="30 days"))
    assert shares(evaluate(agreement(level), figures(uptime="98 %"), MARCH)) == {
        None: (0, 20),
        "uptime": (0, 20),
    }


def test_a_bonus_that_must_be_claimed_lapses_for_nobody():
    """What the customer owes is owed whether or not anybody claims."""
    level = stated(Pay(rate="-20 EUR"), ClaimWithin(within="30 days"), when="always")
    assert shares(evaluate(agreement(level), figures(uptime="98 %"), MARCH))[None] == -20


def test_a_row_that_pays_nothing_is_a_part_of_nothing():
    table = Bands(rows=[Row(below="95 %", pay="10 EUR"), Row(at_least="95 %", below="99 %", pay="0 EUR")])
    result = evaluate(agreement(stated(table)), figures(uptime="98 %"), MARCH)
    assert shares(result) == {None: 0, "uptime": 0}
    assert result.total.exact == Money(0, "EUR")
