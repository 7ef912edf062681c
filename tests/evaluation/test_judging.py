"""Verdicts: met, breached or not to be said, over all that a figure can be."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
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
from slacore import Bounds, Evidence, Target, Verdict, WindowSet, evaluate
from slacore.evaluation.judging import breach, judge
from slacore.model import Observation
from slacore.remedies import Pay


def seen(low: Any, high: Any, *, unit: str = "percent") -> Observation:
    """A figure in March, low to high."""
    return Observation(level="uptime", period=MARCH, unit=unit, bounds=Bounds(low, high))


def test_a_target_of_exactly_one_figure_is_missed_by_the_distance_to_it():
    """Exactly 50 % was agreed: 48 to 49 % is one to two points off, and so is 51 to 52 %."""
    level = attrs.evolve(stated(), target=Target(equals="50 %"))
    for low, high in ((48, 49), (51, 52)):
        broken = breach(level, seen(low, high))
        assert broken is not None
        assert broken.shortfall == Bounds(1, 2)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (99, 100, Verdict.MET),
        (99, 99, Verdict.MET),
        (98, 99, Verdict.INDETERMINATE),
        (0, 100, Verdict.INDETERMINATE),
        (0, Fraction(9899, 100), Verdict.BREACHED),
        (Fraction(99) - Fraction(1, 10**30), Fraction(99) - Fraction(1, 10**30), Verdict.BREACHED),
    ],
)
def test_a_promise_is_kept_broken_or_open_over_all_that_is_possible(low, high, verdict):
    """At least 99 %: the edge is inside, and one part in 10³² below it is not."""
    assert judge(stated(), seen(low, high)) is verdict


def test_between_two_failing_ends_the_promise_may_have_been_kept():
    """40 to 60 agreed, 30 to 70 possible: both ends fail and 50 would not."""
    level = attrs.evolve(stated(), target=Target(at_least="40 %", at_most="60 %"))
    assert judge(level, seen(30, 70)) is Verdict.INDETERMINATE
    assert judge(level, seen(45, 55)) is Verdict.MET
    assert judge(level, seen(61, 70)) is Verdict.BREACHED


def test_without_evidence_nothing_is_met():
    """Neither for outages that nobody watched for, nor for a figure that nobody stated."""
    terms = agreement(stated(), uptime(name="web"), repairs())
    result = evaluate(terms, Evidence(), MARCH)
    assert [judgement.verdict for judgement in result.judgements] == [Verdict.INDETERMINATE] * 3
    assert result.verdict is Verdict.INDETERMINATE


def test_a_hole_in_the_coverage_leaves_the_verdict_open_until_it_cannot_change_it():
    """99 % of 31 days leaves 7 h 26 min 24 s: a gap of 7 h keeps the promise, one of 8 h may not."""
    for gap, verdict in (("07:00", Verdict.MET), ("08:00", Verdict.INDETERMINATE)):
        hole = WindowSet.of(MARCH) - WindowSet.of(between("2026-03-05", f"2026-03-05T{gap}"))
        assert evaluate(agreement(uptime()), outages(covers=hole), MARCH).verdict is verdict
    # Eight hours down are too many, whatever the gap of seven held.
    down, hole = between("2026-03-06", "2026-03-06T08:00"), between("2026-03-05", "2026-03-05T07:00")
    seen_time = WindowSet.of(MARCH) - WindowSet.of(hole)
    assert evaluate(agreement(uptime()), outages(down, covers=seen_time), MARCH).verdict is Verdict.BREACHED


def test_one_breach_is_the_verdict_of_the_whole():
    """Breached wins over open, open over met, and nothing judged is no verdict."""
    terms = agreement(stated(), stated(name="speed"), uptime(name="web"))
    known = figures(uptime="98 %", speed="99 %")
    assert evaluate(terms, known, MARCH).verdict is Verdict.BREACHED
    terms = agreement(stated(name="speed"), uptime(name="web"))
    assert evaluate(terms, figures(speed="99 %"), MARCH).verdict is Verdict.INDETERMINATE
    assert evaluate(agreement(stated(target=None)), figures(uptime="1 %"), MARCH).verdict is None


def test_every_ticket_has_a_verdict_of_its_own():
    """Four hours agreed: 4 h is in time, 4 h and a second is late, by a second."""
    rows = [
        ticket("1", "2026-03-02T09:00", "2026-03-02T13:00"),
        ticket("2", "2026-03-02T09:00", "2026-03-02T13:00:01"),
    ]
    result = evaluate(agreement(repairs()), tickets(*rows), MARCH)
    assert result.verdict_of("repair") == (Verdict.MET, Verdict.BREACHED)
    (broken,) = result.breaches
    assert (broken.record, broken.shortfall.low) == ("2", Fraction(1, 3600))
    assert str(broken) == "repair, 2026-03, 2: 4.000277… h, agreed ≤ 4 h"


def test_a_month_without_tickets_has_nothing_to_judge():
    """It was watched and nothing came: no verdict, no breach, nothing owed."""
    result = evaluate(agreement(repairs(Pay(rate="45 EUR"))), tickets(), MARCH)
    assert result.verdict_of("repair") == (None,)
    assert (result.breaches, result.awards) == ((), ())
    assert "nothing to judge" in result.explain()


@pytest.mark.parametrize(
    ("target", "low", "high", "shortfall"),
    [
        ({"at_least": "99 %"}, 97, 98, (1, 2)),
        ({"above": "99 %"}, 99, 99, (0, 0)),
        ({"at_most": "5 %"}, 6, 8, (1, 3)),
        ({"below": "5 %"}, 5, None, (0, None)),
        ({"below": "5 %"}, 5, 6, (0, 1)),
        ({"at_least": "99 %"}, None, 98, (1, None)),
    ],
)
def test_a_breach_says_how_far_it_went(target, low, high, shortfall):
    """Least and most, in the unit that was measured; without limit where the figure has none."""
    broken = breach(attrs.evolve(stated(), target=Target(**target)), seen(low, high))
    assert broken is not None
    assert (broken.shortfall.low, broken.shortfall.high) == shortfall
    assert "agreed" in str(broken)


def test_a_promise_that_was_kept_is_no_breach():
    """Nor is one that is open, nor one that nobody made."""
    assert breach(stated(), seen(99, 100)) is None
    assert breach(stated(), seen(98, 100)) is None
    assert breach(stated(target=None), seen(0, 0)) is None
