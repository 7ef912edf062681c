"""Percentiles: nine published methods, exactly, and how far missing values move them."""

from __future__ import annotations

import statistics
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, span
from slacore.errors import InvalidValue
from slacore.metrics import Percentile

NEAREST = "nearest rank"
MOST = span("2026-03-01", "2026-03-31")


def evidence(values: Any, covers: Any = MARCH) -> sla.Evidence:
    rows = [
        sla.Sample(
            id=str(n), at=f"2026-03-{n // 24 + 1:02}T{n % 24:02}:00Z", value=sla.Quantity(value, "min")
        )
        for n, value in enumerate(values)
    ]
    return sla.Evidence.of(sla.Sample, rows, covers=covers)


def percentile(values: Any, percent: Any, method: str, covers: Any = MARCH, **more: Any) -> sla.Bounds | None:
    metric = Percentile(percent=percent, method=method, unit="min", lowest="-1000 min", **more)
    return measured(metric, evidence(values, covers))


# The first quarter of 1 to 10: n·p is 2.5, and the positions by hand from the definitions of Hyndman
# and Fan; the same numbers are what R's quantile(1:10, 0.25, type=…) prints.
QUARTERS = {
    "nearest rank": 3,
    "averaged nearest rank": 3,
    "closest observation": 2,
    "interpolated nearest rank": "5/2",
    "hazen": 3,
    "exclusive": "11/4",
    "inclusive": "13/4",
    "median unbiased": "35/12",
    "normal unbiased": "47/16",
}


@pytest.mark.parametrize(("method", "figure"), QUARTERS.items())
def test_the_first_quarter_of_ten(method, figure):
    """Whatever the order in which the ten were taken."""
    assert percentile(range(10, 0, -1), 25, method) == exactly(figure)


@pytest.mark.parametrize(("method", "figure"), [("nearest rank", 5), ("averaged nearest rank", "5.5")])
def test_at_a_value_the_first_two_differ(method, figure):
    """Half of ten is five: the fifth, or half of the fifth and of the sixth."""
    assert percentile(range(1, 11), 50, method) == exactly(figure)


@pytest.mark.parametrize(("percent", "figure"), [(15, 2), (25, 2), (35, 4), (20, 2)])
def test_the_closest_of_two_equally_close_is_the_even_one(percent, figure):
    """Of 1 to 10, 15 % and 25 % lie at 1.5 and 2.5, just between two: the second; 35 % at 3.5: the fourth."""
    assert percentile(range(1, 11), percent, "closest observation") == exactly(figure)


TEN = (4, 5, 5, 6, 6, 6, 7, 7, 8, 16)


@pytest.mark.parametrize(("method", "figure"), [(NEAREST, 8), ("inclusive", "8.8"), ("exclusive", "15.2")])
def test_nine_in_ten_ambulances(method, figure):
    """8; 8 + 0.1·8; 8 + 0.9·8."""
    assert percentile(TEN, 90, method) == exactly(figure)


@pytest.mark.parametrize("method", QUARTERS)
def test_of_one_value_every_percentile_is_that_value(method):
    """And the hundredth of several is the largest."""
    assert {percentile([7], percent, method) for percent in ("0.1", 50, 100)} == {exactly(7)}
    assert percentile(TEN, 100, method) == exactly(16)


@pytest.mark.parametrize("method", QUARTERS)
def test_before_the_first_value_lies_the_first(method):
    """One percent of ten lies before the first, or a little after it by `inclusive`: 4 + 0.09."""
    assert percentile(TEN, 1, method) == exactly("4.09" if method == "inclusive" else 4)


numbers = st.lists(st.fractions(-100, 100, max_denominator=12), min_size=2, max_size=30)


@given(numbers, st.integers(1, 99))
def test_interpolated_as_the_standard_library_does(values, percent):
    """`statistics.quantiles` is exact on fractions; beyond the first and last value it extrapolates."""
    assert percentile(values, percent, "inclusive") == exactly(
        statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
    )
    if 1 <= Fraction(percent, 100) * (len(values) + 1) <= len(values):
        expected = statistics.quantiles(values, n=100, method="exclusive")[percent - 1]
        assert percentile(values, percent, "exclusive") == exactly(expected)


@given(numbers, st.fractions(Fraction(1, 10), 100, max_denominator=10))
def test_nearest_rank_is_the_least_value_that_so_many_do_not_exceed(values, percent):
    """By its meaning: at least p percent of the values are at most that one, and of no smaller one."""
    enough = [one for one in values if 100 * sum(other <= one for other in values) >= percent * len(values)]
    assert percentile(values, percent, NEAREST) == exactly(min(enough))


# Gaps


def hidden(every: str | None, method: str = NEAREST, percent: Any = 90, **more: Any) -> sla.Bounds | None:
    """The ten ambulances, and a day that nobody watched."""
    return percentile(TEN, percent, method, MOST, every=every, **more)


@pytest.mark.parametrize(
    ("every", "method", "low", "high"),
    [
        # One more: the 10th of eleven, which is 8 behind a small one and 16 before a large one.
        ("1 d", NEAREST, 8, 16),
        # Two more: the 11th of twelve is 8 behind two, and one of the two before them.
        ("12 h", NEAREST, 8, None),
        # 12·0.9 = 10.8 of eleven: 8 + 0.8·8 behind a small one; 16 + 0.8 of one without limit.
        ("1 d", "exclusive", "14.4", None),
        # 10·0.9 + 1 = 10 of eleven, whole: the tenth alone.
        ("1 d", "inclusive", 8, 16),
    ],
)
def test_a_gap_hides_so_many(every, method, low, high):
    """It is finite unless the rank falls among what is missing."""
    assert hidden(every, method) == sla.Bounds(low, high)


def test_a_scale_bounds_what_is_missing():
    """At most 20 minutes: 16 + 0.8·4."""
    assert hidden("1 d", "exclusive", highest="20 min") == sla.Bounds("14.4", "19.2")


def test_any_number_may_be_missing():
    """Then it is anything on the scale; the hundredth percentile is no less than what was seen."""
    assert hidden(None) == sla.Bounds(-1000, None)
    assert hidden(None, percent=100) == sla.Bounds(16, None)


def test_without_a_value_there_is_no_data():
    """And with a gap no limit but the scale."""
    assert percentile([], 90, NEAREST) is None
    assert percentile([], 90, NEAREST, MOST, every="1 d") == sla.Bounds(-1000, None)


# Bad input


@pytest.mark.parametrize("percent", [0, -5, "100.1", 120])
def test_a_percentage_that_is_none_is_refused(percent):
    """Above 0 and at most 100."""
    with pytest.raises(InvalidValue, match="a percentile lies above 0 and is at most 100, found"):
        Percentile(percent=percent, method=NEAREST, unit="min")


def test_the_method_is_named():
    """There is no default, and an unknown one is refused with the like."""
    with pytest.raises(TypeError, match="method"):
        Percentile(percent=90, unit="min")
    with pytest.raises(InvalidValue, match="unknown method 'nearest'"):
        Percentile(percent=90, method="nearest", unit="min")
    with pytest.raises(InvalidValue, match="which is not exact"):
        Percentile(percent=99.9, method=NEAREST, unit="min")
