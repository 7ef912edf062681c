"""Bounds, and the reach of a doubtful figure."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import InvalidValue
from slacore.values import Bounds, Reach, Stretch

sides = st.none() | st.integers(-20, 20)


def bounds(low, high) -> Bounds:
    return Bounds(*sorted((low, high))) if low is not None and high is not None else Bounds(low, high)


def inside(limits: Bounds, value: int) -> bool:
    return (limits.low is None or limits.low <= value) and (limits.high is None or value <= limits.high)


def test_a_known_figure_has_equal_bounds():
    """And a doubtful one has no single value."""
    assert Bounds.exactly("99.9") == Bounds("99.9", Fraction(999, 10))
    assert Bounds.exactly("99.9").value == Fraction(999, 10)
    assert Bounds(1, 2).value is None
    assert Bounds(None, None).value is None


def test_bounds_do_not_cross():
    """The least is not above the most."""
    with pytest.raises(InvalidValue, match="the low bound 2 lies above the high bound 1"):
        Bounds(2, 1)
    with pytest.raises(InvalidValue, match=r"^bound: 0\.5 is a float"):
        Bounds(0.5, 1)
    with pytest.raises(InvalidValue, match=r"^figure: 0\.5 is a float"):
        Bounds.exactly(0.5)


@given(sides, sides, sides, sides)
def test_a_hull_is_the_narrowest_bounds_that_hold_both(a, b, c, d):
    """It holds what either holds, and its sides are sides of one of them."""
    one, two = bounds(a, b), bounds(c, d)
    hull = one.hull(two)
    assert all(inside(hull, n) for n in range(-25, 26) if inside(one, n) or inside(two, n))
    assert hull.low in (one.low, two.low)
    assert hull.high in (one.high, two.high)
    assert hull == two.hull(one)


def test_bounds_are_told_in_words():
    """One figure, a band, and a side without limit."""
    assert str(Bounds.exactly("99.9")) == "99.9"
    assert str(Bounds(0, Fraction(1, 3))) == "0 to 0.333333…"
    assert str(Bounds(5, None)) == "5 to no upper limit"
    assert str(Bounds(None, 5)) == "no lower limit to 5"


def test_a_reach_may_have_holes():
    """A count is one of its points, and an open end is approached and not reached."""
    counts = Reach.of_points([Fraction(3), Fraction(1)])
    assert counts.contains(Fraction(3))
    assert not counts.contains(Fraction(2))
    assert counts.hull() == Bounds(1, 3)
    half_open = Reach((Stretch(Fraction(0), Fraction(1), high_inside=False), Stretch(Fraction(5), None)))
    reached = [0, Fraction(1, 2), 5, 100]
    missed = [-1, 1, 2, Fraction(49, 10)]
    assert all(half_open.contains(Fraction(value)) for value in reached)
    assert not any(half_open.contains(Fraction(value)) for value in missed)
    assert half_open.hull() == Bounds(0, None)
    assert not Stretch(Fraction(0), Fraction(1), low_inside=False).contains(Fraction(0))
    assert Reach((Stretch(None, Fraction(2)),)).hull() == Bounds(None, 2)
    assert Reach((Stretch(None, Fraction(2)),)).contains(Fraction(-99))


@pytest.mark.parametrize("stretches", ["0 to 1", Stretch(Fraction(0), Fraction(1))])
def test_a_reach_is_made_of_several_stretches(stretches):
    """One where several are due is refused, and a text is not its letters."""
    with pytest.raises(InvalidValue, match="is one value where several are due; put it in a list"):
        Reach(stretches)
