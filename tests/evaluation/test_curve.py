"""The curve: what a chain makes of every value that a doubt leaves possible."""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

import pytest

from evaluation.terms import MARCH, agreement, between, outages, remedies
from slacore import ServiceLevel, Target, evaluate
from slacore.evaluation.curve import Piece, pieces_over, sample_points
from slacore.metrics import Downtime
from slacore.model import Amount
from slacore.remedies import Pay, Units
from slacore.values import Bounds, Stretch


def number(value) -> Fraction | None:
    return None if value is None else Fraction(value)


def along(slope):
    """The amount, and its percentage of ten times as much, on the line through 1 EUR at 0."""
    return lambda at: Amount(value=1 + slope * at, unit="EUR", percent=10 * (1 + slope * at))


def piece(low, high, slope) -> Piece:
    low, high, amount = number(low), number(high), along(Fraction(slope))
    return Piece(low, high, tuple((at, amount(at)) for at in sample_points(low, high)))


@pytest.mark.parametrize(
    ("low", "high", "points"),
    [(0, 4, (1, 2, 3)), (5, None, (6, 7, 8)), (None, 5, (2, 3, 4)), (None, None, (-3, -2, -1))],
)
def test_three_samples_lie_inside_an_open_span(low, high, points):
    """In order, evenly, and at no end."""
    assert sample_points(number(low), number(high)) == points


def test_a_doubt_is_its_ends_and_the_span_between_them():
    """One piece where the figure is known, and no end where there is no limit."""
    amount = along(2)
    (known,) = pieces_over(Bounds(3, 3), amount)
    assert (known.low, known.high, known.is_point, known.value_at(Fraction(3))) == (3, 3, True, 7)
    low, high, span = pieces_over(Bounds(0, 4), amount)
    assert [(one.low, one.high) for one in (low, high, span)] == [(0, 0), (4, 4), (0, 4)]
    assert [at for at, _ in span.samples] == [1, 2, 3]
    end, below = pieces_over(Bounds(None, 4), amount)
    assert [(one.low, one.high) for one in (end, below)] == [(4, 4), (None, 4)]
    assert [at for at, _ in below.samples] == [1, 2, 3]
    # Two points of the span say all of it: 1 + 2 × 4.
    assert span.value_at(Fraction(4)) == 9


def test_a_piece_is_split_at_edges_inside_it_and_stays_the_same_line():
    """At 2 and at 3 of 0 to 4; its own ends and what lies beyond split nothing."""
    whole = piece(0, 4, "1/2")
    parts = whole.split(map(Fraction, (3, 2, 0, 4, 9, 2)))
    assert [(one.low, one.high) for one in parts] == [(0, 2), (2, 2), (2, 3), (3, 3), (3, 4)]
    for one in parts:
        for at, amount in one.samples:
            assert (amount.value, amount.percent) == (1 + at / 2, 10 + 5 * at)
    assert whole.split([Fraction(0), Fraction(4)]) == [whole]
    open_end = piece(0, None, 3)
    assert [(one.low, one.high) for one in open_end.split([Fraction(2)])] == [(0, 2), (2, 2), (2, None)]
    (point,) = pieces_over(Bounds(2, 2), along(1))
    assert point.split([Fraction(2)]) == [point]


@pytest.mark.parametrize(
    ("slope", "value", "at"), [("2", 5, 2), ("1/2", 2, 2), ("-1", 0, 1), ("0", 1, None), ("0", 5, None)]
)
def test_a_line_has_its_value_at_one_place_or_at_none(slope, value, at):
    """1 + 2 × 2 = 5; a level line has its value everywhere or nowhere."""
    assert piece(0, 4, slope).where(Fraction(value)) == at


@pytest.mark.parametrize(
    ("low", "high", "slope", "least", "most"),
    [
        (0, 4, "2", 1, 9),
        (0, 4, "1/2", 1, 3),
        (0, 4, "-2", -7, 1),
        (None, 4, "2", None, 9),
        (None, 4, "-2", -7, None),
        (0, None, "2", 1, None),
        (0, None, "-1/2", None, 1),
    ],
)
def test_the_amounts_of_an_open_span_approach_its_ends(low, high, slope, least, most):
    """Rising and falling, with and without a limit; the ends are not reached."""
    image = piece(low, high, slope).image()
    assert image == Stretch(number(least), number(most), low_inside=False, high_inside=False)


def test_a_level_piece_is_one_amount():
    """Whatever the figure, and for a single figure."""
    assert piece(0, None, 0).image() == Stretch(Fraction(1), Fraction(1))
    (point,) = pieces_over(Bounds(3, 3), along(2))
    assert point.image() == Stretch(Fraction(7), Fraction(7))


def test_a_doubt_over_billions_of_units_is_unsaid_at_once():
    """One cent for each started millisecond of 16 days unseen: no one waits for the answer."""
    level = ServiceLevel(
        name="down",
        metric=Downtime(unit="day"),
        target=Target(at_most="1 h"),
        remedies=remedies(Units(above="1 h", per="1 ms", count="started"), Pay(rate="0.01 EUR")),
    )
    began = perf_counter()
    result = evaluate(agreement(level), outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    assert perf_counter() - began < 5
    (award,) = result.awards
    assert (award.low, award.high) == (None, None)
    assert "crosses more than 5000 edges of 'started units of 1 ms above 1 h'" in award.why
