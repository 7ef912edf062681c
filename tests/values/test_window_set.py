"""Sets of time, against plain sets of whole numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from slacore.values import Window, WindowSet

ends = st.tuples(st.integers(0, 40), st.integers(0, 40))
spans = st.lists(ends, max_size=8)
ALL = range(41)


def members(several) -> set[int]:
    """The instants that spans hold, one by one; a reversed span holds none."""
    return {moment for start, end in several for moment in range(start, end)}


def held(windows: WindowSet) -> set[int]:
    return members(windows.spans)


@given(spans)
def test_a_set_holds_the_instants_of_its_spans_once(several):
    """Overlaps merge, touching spans join, and empty or reversed ones vanish."""
    made = WindowSet(several)
    assert held(made) == members(several)
    assert made.micros == len(members(several))
    assert all(one[1] < two[0] for one, two in pairwise(made.spans))
    assert all(start < end for start, end in made.spans)


@given(spans, spans)
def test_union_intersection_and_difference_are_those_of_sets(one, two):
    """Instant by instant."""
    left, right = WindowSet(one), WindowSet(two)
    assert held(left | right) == members(one) | members(two)
    assert held(left & right) == members(one) & members(two)
    assert held(left - right) == members(one) - members(two)
    assert left.covers(right) is (members(two) <= members(one))


def test_a_span_with_several_holes_falls_into_the_parts_between_them():
    """Holes before, at and over the ends take nothing else, and a set within a hole is gone."""
    holes = WindowSet([(-5, 0), (10, 20), (30, 40), (50, 60), (95, 120)])
    left = WindowSet([(0, 100), (105, 110), (200, 210)]) - holes
    assert left.spans == ((0, 10), (20, 30), (40, 50), (60, 95), (200, 210))
    assert (WindowSet([(0, 100), (115, 210)]) & holes).spans == (
        (10, 20),
        (30, 40),
        (50, 60),
        (95, 100),
        (115, 120),
    )


@given(spans, spans)
def test_equal_times_are_equal_sets(one, two):
    """There is one form for the same time, so equality and hash are by content."""
    left, right = WindowSet(one), WindowSet(two)
    assert (left == right) is (members(one) == members(two))
    assert hash((left - right) | (left & right)) == hash(left)


@given(spans, ends.filter(lambda span: span[0] < span[1]))
def test_the_complement_is_what_is_left_of_a_window(several, within):
    """And the complement of the complement is the part within."""
    made, window = WindowSet(several), Window.of_micros(*within)
    left = made.complement(window)
    assert held(left) == members([within]) - members(several)
    assert left.complement(window) == made & WindowSet.of(window)


@given(spans)
def test_a_set_contains_its_instants(several):
    """Start included, end excluded."""
    made = WindowSet(several)
    assert {moment for moment in ALL if made.contains(moment)} == members(several)


def test_a_set_of_nothing_is_false_and_says_so():
    """And a set of something lists its windows in order."""
    nothing = WindowSet()
    assert not nothing
    assert (str(nothing), len(nothing), nothing.micros) == ("no time", 0, 0)
    one, two = Window.month(2026, 3, tz="UTC"), Window.day(2026, 1, 1, tz="UTC")
    something = WindowSet.of(one, two)
    assert something
    assert list(something) == [two, one]
    assert len(something) == 2
    assert str(something) == "2026-01-01, 2026-03"
    assert repr(WindowSet([(0, 5)])) == "WindowSet([(0, 5)])"
    assert something.windows("Europe/London")[0].start.zone == "Europe/London"
