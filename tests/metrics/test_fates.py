"""Shares and means of what is not fully known, against every way in which it can have been."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from slacore.metrics.doubtful import Doubtful, largest_of, mean_of
from slacore.metrics.fates import BAD, GOOD, OUT, Part, counted, in_words, share
from slacore.values import Bounds

FATES = (GOOD, BAD, OUT)
PARTS = st.lists(
    st.builds(Part, st.integers(0, 2), st.sets(st.sampled_from(FATES), min_size=1).map(frozenset)),
    max_size=4,
)


def every_share(parts):
    """The share in every way in which each single thing can have been."""
    things = [sorted(part.can_be) for part in parts for _ in range(part.number)]
    for way in product(*things):
        good, bad = way.count(GOOD), way.count(BAD)
        if good + bad:
            yield Fraction(100 * good, good + bad)


@given(PARTS)
def test_the_bounds_of_a_share_are_the_least_and_the_most_that_it_can_be(parts):
    shares = set(every_share(parts))
    assert share(parts) == (Bounds(min(shares), max(shares)) if shares else None)


@given(PARTS, st.sets(st.sampled_from(FATES), min_size=1).map(frozenset))
def test_any_number_of_missing_things_is_what_ever_more_of_them_come_near(parts, can_be):
    """Whatever 400 of them make of it lies within, and nearer to the end than one per cent."""
    bounds = share([*parts, Part(None, can_be)])
    ends = []
    for number, what in product((0, 1, 400), can_be):
        found = share([*parts, Part(number, frozenset((what,)))])
        if found is not None:
            ends += [found.low, found.high]
    assert (bounds is None) == (not ends)
    if bounds is not None:
        assert bounds.low <= min(ends) <= bounds.low + 2
        assert bounds.high - 2 <= max(ends) <= bounds.high


def test_a_share_says_what_it_is_made_of():
    parts = [Part(3, frozenset((GOOD,))), Part(2, frozenset((OUT,))), Part(4, frozenset((GOOD, BAD)))]
    words = (("met", "3"), ("missed", "0"), ("left out", "2"), ("in doubt", "4"))
    assert in_words(parts, "met", "missed") == words
    assert in_words([Part(None, frozenset((BAD,)))], "met", "missed")[1] == ("missed", "any number")
    # Seven count for certain, whatever four of them are.
    assert counted(parts) == 7


VALUES = st.lists(
    st.builds(
        lambda low, more, sure: Doubtful(Fraction(low), Fraction(low + more), sure),
        st.integers(0, 20),
        st.integers(0, 5),
        st.booleans(),
    ),
    max_size=5,
)


def every_choice(values):
    """Every set of values that may count, at least one of them, each at its low or its high."""
    sure, unsure = ([one for one in values if one.sure is wanted] for wanted in (True, False))
    for number in range(len(unsure) + 1):
        for some in combinations(unsure, number):
            if taken := [*sure, *some]:
                yield [one.low for one in taken]
                yield [one.high for one in taken]


@given(VALUES)
def test_the_bounds_of_a_mean_are_the_least_and_the_most_that_it_can_be(values):
    means = [sum(some) / len(some) for some in every_choice(values)]
    assert mean_of(values) == (Bounds(min(means), max(means)) if means else None)


@given(VALUES)
def test_the_bounds_of_the_largest_are_the_least_and_the_most_that_it_can_be(values):
    largest = [max(some) for some in every_choice(values)]
    assert largest_of(values) == (Bounds(min(largest), max(largest)) if largest else None)


def test_a_value_without_limit_leaves_no_limit():
    endless = Doubtful(Fraction(4), None)
    assert mean_of([Doubtful(Fraction(0), Fraction(0)), endless]) == Bounds(2, None)
    assert largest_of([Doubtful(Fraction(9), Fraction(9)), endless]) == Bounds(9, None)
    # It may not count at all, and then the mean is that of the rest.
    assert mean_of([Doubtful(Fraction(1), Fraction(1)), Doubtful(Fraction(4), None, False)]) == Bounds(
        1, None
    )
