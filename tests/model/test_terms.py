"""The smaller nouns: exclusions, missing data, remedies, reviews, metrics, observations, explanations."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import frozen

import slacore as sla
from slacore.errors import InvalidValue, UnitMismatch
from slacore.metrics import Largest, Mean
from slacore.model import Fold, Folded, Line, MissingData, Observation, Reading
from slacore.remedies import Pay, Total

MARCH = sla.Window.month(2026, 3, tz="UTC")


def test_the_terms_of_an_exclusion_are_lengths_of_time():
    """Notice and allowance, not negative, and with a unit."""
    exclusion = sla.Exclusion(cause="works", notice="72 h", allowance="8 h", effect="denominator")
    assert exclusion.notice == sla.Quantity(3, "day")
    assert sla.Exclusion(cause="works").allowance is None
    with pytest.raises(
        InvalidValue, match="an exclusion's notice and allowance are not negative, found -1 h"
    ):
        sla.Exclusion(cause="works", notice="-1 h")
    with pytest.raises(UnitMismatch):
        sla.Exclusion(cause="works", allowance="5 %")
    with pytest.raises(InvalidValue, match="72 has no unit"):
        sla.Exclusion(cause="works", notice=72)
    with pytest.raises(InvalidValue, match="unknown effect 'both'"):
        sla.Exclusion(cause="works", effect="both")


def test_the_policy_on_missing_data_is_a_term():
    """Coverage is a share, the sample a number, and what lacks is told."""
    asked = MissingData(minimum_coverage="95 %", minimum_sample=10)
    assert asked.shortage(Fraction(95, 100), 10) == ""
    assert asked.shortage(Fraction(94, 100), 10) == "94 % of the counted time is covered, 95 % agreed"
    assert asked.shortage(Fraction(1), 9) == "9 records were seen, 10 agreed"
    assert MissingData().shortage(Fraction(0), 0) == ""
    assert MissingData(policy="count as bad").needs_direction
    assert not MissingData(policy="leave out").needs_direction
    for wrong, why in (
        ({"minimum_coverage": "101 %"}, "lies between 0 % and 100 %, found 101 %"),
        ({"minimum_coverage": "-1 %"}, "lies between 0 % and 100 %"),
        ({"minimum_sample": -1}, "a minimum sample is not negative"),
        ({"policy": "ignore"}, "unknown policy 'ignore'"),
        ({"insufficient": "shrug"}, "unknown insufficient 'shrug'"),
    ):
        with pytest.raises(InvalidValue, match=why):
            MissingData(**wrong)


def test_a_remedy_is_due_when_it_says():
    """On a breach, always, or when tests hold; anything else is refused."""
    pay, test = Pay(rate="40 GBP"), sla.Test(above="4 h")
    assert sla.Remedy(steps=[pay]).when == "breached"
    assert sla.Remedy(steps=[pay], when="always").when == "always"
    assert sla.Remedy(steps=[pay], when=test).when == (test,)
    assert sla.Remedy(steps=[pay], when=[test]).when == (test,)
    for wrong in ("never", [], ["late"], 5):
        with pytest.raises(
            InvalidValue, match="a remedy is due when 'breached', 'always', or when tests hold"
        ):
            sla.Remedy(steps=[pay], when=wrong)


def test_a_remedy_is_a_chain_of_steps():
    """Of at least one; steps that join belong in the settlement."""
    with pytest.raises(InvalidValue, match="remedy 'service credit' has no steps"):
        sla.Remedy(steps=[])
    with pytest.raises(InvalidValue, match="step 2 is not a Step: '40 GBP'"):
        sla.Remedy(steps=[Pay(rate="40 GBP"), "40 GBP"])
    with pytest.raises(InvalidValue, match="step total joins several amounts; it belongs in the settlement"):
        sla.Remedy(steps=[Total()])
    assert sla.Settlement(steps=[Total()]).steps == (Total(),)


def test_a_review_says_how_often_and_who():
    """Quarterly by default; a text is no list of participants."""
    review = sla.ReviewSchedule(participants=["host"], agenda=["figures", "changes"])
    assert (str(review.every), review.participants) == ("quarter", ("host",))
    with pytest.raises(InvalidValue, match="put it in a list"):
        sla.ReviewSchedule(agenda="figures")


def test_an_open_class_says_what_a_subclass_must_write():
    """By the name of the subclass."""

    @frozen(kw_only=True)
    class Bare(sla.Metric):
        kind = "bare"
        unit = "count"
        evidence = sla.Sample

    assert Bare().reads() == (sla.Sample,)
    assert Bare().limits() == sla.Bounds(0, None)
    assert Bare().each(None) is None
    assert Bare().measured_in() == "count"
    with pytest.raises(NotImplementedError, match=r"Bare must measure"):
        Bare().measure(None)
    for wanted, ask in (
        ("Reading must read", lambda: Reading().read(None, None)),
        ("Fold must fold", lambda: Fold().fold([Fraction(1)])),
        ("Folded must name its reading", lambda: Folded().reading()),
        ("Folded must name its fold", lambda: Folded().folding()),
    ):
        with pytest.raises(NotImplementedError, match=wanted):
            ask()


def test_a_fold_has_no_limit_where_one_reading_has_none():
    """One that still waits leaves the mean without an upper end; a gap leaves any mean possible."""
    two, three = Fraction(2), Fraction(3)
    assert Mean().side([two, three]) == Fraction(5, 2)
    assert Mean().side([two, None]) is None
    assert Largest().side([two, three]) == 3
    limits = sla.Bounds(0, None)
    assert Mean().with_more(sla.Bounds(2, 3), limits) == limits
    assert Largest().with_more(sla.Bounds(2, 3), limits) == sla.Bounds(2, None)
    assert Largest().with_more(None, limits) == limits


def observation(bounds: sla.Bounds | None) -> Observation:
    return Observation(level="uptime", period=MARCH, unit="percent", bounds=bounds)


def test_an_observation_is_told_in_words():
    """A figure, its bounds, a side without limit, or no data."""
    third = Fraction(1, 3)
    assert str(observation(sla.Bounds(third, third))) == "0.333333… %"
    assert str(observation(sla.Bounds(99, 100))) == "99 % to 100 %"
    assert str(observation(sla.Bounds(5, None))) == "5 % to no limit"
    assert str(observation(None)) == "no data"
    assert observation(sla.Bounds(99, 99)).exact == sla.Quantity(99, "percent")
    assert observation(sla.Bounds(99, 100)).exact is None
    assert observation(None).exact is observation(None).low is observation(None).high is None
    assert (observation(sla.Bounds(1, 2)).low, observation(sla.Bounds(1, 2)).high) == (1, 2)


def test_an_explanation_is_a_tree_of_lines():
    """Each line below what it explains, two spaces deeper."""
    leaf = Line(what="downtime", value="4 h 17 min", note="2 outages", rule="clause 7.3")
    assert list(Line(what="uptime", of=(leaf, Line(what="note"))).text()) == [
        "uptime",
        "  downtime: 4 h 17 min (2 outages) [clause 7.3]",
        "  note",
    ]
