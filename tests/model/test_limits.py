"""Limits, targets and tests: which edges are inside, and what holds over a whole band."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from slacore.errors import InvalidValue, UnitMismatch
from slacore.model import Limits


def percent(value: Any) -> sla.Quantity:
    return sla.Quantity(value, "percent")


def test_a_value_that_the_other_limits_exclude_cannot_be_asked_for():
    """Nothing equals 5 % and is at least 10 %; no text is more than a number."""
    with pytest.raises(InvalidValue, match="nothing can be ≥ 10 % and = 5 %: the limits exclude each other"):
        Limits(equals="5 %", at_least="10 %")
    with pytest.raises(InvalidValue, match="'gold' is not a quantity"):
        sla.Test(fact="tier", equals="gold", at_least="10 %")
    assert Limits(equals="10 %", at_least="10 %").hold(percent(10))


@pytest.mark.parametrize(
    ("limits", "inside", "outside"),
    [
        ({"at_least": "99 %"}, [99, 100], ["98.999999999", 0]),
        ({"above": "99 %"}, ["99.000000001", 100], [99, 98]),
        ({"at_most": "99 %"}, [99, 0], ["99.000000001", 100]),
        ({"below": "99 %"}, ["98.999999999", 0], [99, 100]),
        ({"at_least": "40 %", "at_most": "60 %"}, [40, 50, 60], [39, 61]),
        ({"above": "40 %", "below": "60 %"}, [41, 59], [40, 60]),
        ({"equals": "50 %"}, [50, Fraction(100, 2)], [49, "50.000000001"]),
    ],
)
def test_the_words_say_whether_an_edge_is_inside(limits, inside, outside):
    """At least and at most include it, above and below do not; nothing is rounded."""
    assert all(Limits(**limits).hold(percent(value)) for value in inside)
    assert not any(Limits(**limits).hold(percent(value)) for value in outside)


@pytest.mark.parametrize(
    "limits",
    [
        {"at_least": "60 %", "at_most": "40 %"},
        {"above": "50 %", "at_most": "50 %"},
        {"at_least": "50 %", "below": "50 %"},
        {"above": "50 %", "below": "50 %"},
        {"at_least": "40 %", "above": "50 %", "at_most": "50 %"},
        {"at_least": "50 %", "at_most": "60 %", "below": "50 %"},
    ],
)
def test_limits_that_exclude_each_other_are_refused(limits):
    """A target that nothing can meet is a mistake in the document."""
    with pytest.raises(InvalidValue, match="the limits exclude each other"):
        Limits(**limits)


def test_one_point_may_be_all_that_is_left():
    """At least 50 and at most 50 is 50; a second, weaker edge changes nothing."""
    assert Limits(at_least="50 %", at_most="50 %").hold(percent(50))
    assert Limits(at_least="50 %", above="40 %", at_most="50 %", below="60 %").hold(percent(50))


def test_limits_of_two_dimensions_are_refused():
    """Minutes and per cent limit nothing together; a bare number has no unit."""
    with pytest.raises(UnitMismatch):
        Limits(at_least="5 min", at_most="10 %")
    with pytest.raises(UnitMismatch):
        Limits(at_least="5 min").hold(percent(5))
    with pytest.raises(InvalidValue, match="99 has no unit"):
        Limits(at_least=99)
    assert Limits(at_least="60 s", at_most="1 min").hold(sla.Quantity(60_000, "ms"))


def test_a_text_is_compared_for_being_the_same():
    """And never for being more; true is not the text true."""
    gold = sla.Test(fact="tier", equals="gold")
    assert gold.hold("gold")
    assert not gold.hold("tin")
    assert not gold.hold(percent(5))
    late = sla.Test(fact="late", equals=True)
    assert late.hold(True)
    assert not late.hold(False)
    assert not late.hold("true")
    with pytest.raises(InvalidValue, match="'gold' is not a quantity and cannot be tier ≥ 5 %"):
        sla.Test(fact="tier", at_least="5 %").hold("gold")
    assert sla.Test(fact="distance", equals="1.5 h").hold(sla.Quantity(90, "min"))


def test_a_target_and_a_test_state_something():
    """An empty one would always hold."""
    with pytest.raises(InvalidValue, match="a target states at least one limit"):
        sla.Target()
    with pytest.raises(InvalidValue, match="a test states at least one limit"):
        sla.Test(fact="tier")
    assert Limits().is_empty
    assert Limits().hold(percent(5))


def test_both_ends_of_a_band_may_fail_and_its_middle_pass():
    """Target 40 to 60, band 30 to 70: 30 and 70 fail, 50 passes, so it cannot be said."""
    target = sla.Target(at_least="40 %", at_most="60 %")
    assert target.hold_over(sla.Bounds(30, 70), "percent") is None
    assert target.hold_over(sla.Bounds(40, 60), "percent") is True
    assert target.hold_over(sla.Bounds(0, Fraction(399, 10)), "percent") is False
    assert target.hold_over(sla.Bounds(60, None), "percent") is None
    assert target.hold_over(sla.Bounds(Fraction(601, 10), None), "percent") is False
    assert target.hold_over(sla.Bounds("0.4", "0.6"), "ratio") is True


EDGE = st.none() | st.integers(0, 6)
FOUR = {"at_least": EDGE, "above": EDGE, "at_most": EDGE, "below": EDGE}
HALVES = st.none() | st.integers(0, 12)


def stated(edges: dict[str, int | None]) -> dict[str, sla.Quantity]:
    return {name: percent(edge) for name, edge in edges.items() if edge is not None}


@given(st.fixed_dictionaries(FOUR | {"equals": EDGE}), HALVES, HALVES)
def test_a_band_is_judged_as_all_its_values_are(edges, low, high):
    """On a grid that holds every edge and a value between any two: all, none, or some of them hold.

    A side without limit is tried far out, where no edge is left.
    """
    try:
        limits = Limits(**stated(edges))
    except InvalidValue:
        return
    # In halves: the edges are whole, so between any two of them lies a half.
    first, last = (-40 if low is None else low), (40 if high is None else high)
    if first > last:
        return
    answers = {limits.hold(percent(Fraction(half, 2))) for half in range(first, last + 1)}
    bounds = sla.Bounds(*(None if side is None else Fraction(side, 2) for side in (low, high)))
    wanted = answers.pop() if len(answers) == 1 else None
    assert limits.hold_over(bounds, "percent") is wanted


@given(st.fixed_dictionaries(FOUR))
def test_only_limits_that_nothing_meets_are_refused(edges):
    """Refused if and only if no value on a fine grid holds."""
    at_least, above, at_most, below = (edges[name] for name in FOUR)
    possible = any(
        (at_least is None or value >= at_least)
        and (above is None or value > above)
        and (at_most is None or value <= at_most)
        and (below is None or value < below)
        for value in (Fraction(half, 2) for half in range(-4, 20))
    )
    try:
        Limits(**stated(edges))
    except InvalidValue:
        assert not possible
    else:
        assert possible


def test_limits_read_as_a_sentence():
    """With the words of mathematics, the fact first."""
    assert str(sla.Target(at_least="99.9 %")) == "≥ 99.9 %"
    assert (
        str(sla.Test(fact="distance", above="1500 km", at_most="3500 km"))
        == "distance > 1500 km and ≤ 3500 km"
    )
    assert str(sla.Test(below="99 %")) == "figure < 99 %"
    assert str(sla.Test(fact="tier", equals="gold")) == "tier = gold"


def test_the_edges_are_known_in_any_unit():
    """So that a figure in minutes is split where a limit in hours lies."""
    limits = Limits(above="1 h", at_most="90 min", equals=None)
    assert limits.edges("minute") == (60, 90)
    assert limits.units() == ("hour", "minute")
    assert sla.Test(fact="tier", equals="gold").edges("minute") == ()


def test_which_end_of_a_figure_is_good_follows_from_a_target_with_one_edge():
    """More is better, less is better, or it cannot be said."""
    from slacore.model.limits import better_end

    assert better_end(sla.Target(at_least="99 %")) == "high"
    assert better_end(sla.Target(below="4 h")) == "low"
    for neither in (None, sla.Target(equals="5 %"), sla.Target(at_least="4 %", at_most="5 %")):
        assert better_end(neither) is None
