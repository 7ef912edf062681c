"""Quantities: an exact number and a unit, strictly read."""

from __future__ import annotations

import pickle
from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import InvalidValue, UnitMismatch
from slacore.values import Quantity, duration, quantity
from slacore.values.quantity import same_dimension

TIMES = ("us", "ms", "s", "min", "h", "d", "wk")
UNITS = (
    *TIMES,
    "%",
    "ratio",
    "bp",
    "ppm",
    "count",
    "pt",
    "wd",
    "bit",
    "kB",
    "MiB",
    "Gbit",
    "km",
    "score",
    "count / s",
)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("99.9 %", Fraction(999, 10), "percent"),
        ("99.9%", Fraction(999, 10), "percent"),
        ("1/3 h", Fraction(1, 3), "hour"),
        ("-5 min", Fraction(-5), "minute"),
        ("270 minutes", Fraction(270), "minute"),
        (" 2 wd ", Fraction(2), "working_day"),
        ("12.5 count/s", Fraction(25, 2), "count / second"),
    ],
)
def test_a_quantity_is_a_number_and_one_unit(text, amount, unit):
    """Read exactly, under the unit's full name."""
    read = Quantity.parse(text)
    assert (read.amount, read.unit) == (amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        "99,9 %",
        "9**9**9 s",
        "4 h 30 min",
        "5",
        "%",
        "1e3 s",
        "5 min + 1 s",
        "1.000,5 s",
        "٥ s",
        "5 s/s/s",
        None,
        5,
    ],
)
def test_other_text_is_refused(text):
    """What pint's parser would take for 999 %, 120 hour minutes, or hang on."""
    with pytest.raises(InvalidValue, match=r"is not a (quantity|unit); write"):
        Quantity.parse(text)


@pytest.mark.parametrize("unit", ["m", "month", "M", "year", "Minute", "hs", "nan", "e", "sin", "kmin"])
def test_an_unknown_unit_is_refused_with_the_known_ones(unit):
    """A bare m could be a minute, a month or a metre; months are as long as they are."""
    with pytest.raises(
        InvalidValue, match=rf"unknown unit '{unit}' \(known: (\w+, )*minute, (\w+, )*percent, "
    ):
        Quantity(1, unit)


@pytest.mark.parametrize("unit", ["", "s s", "1/s", "s**2", 5, None])
def test_what_is_no_unit_is_refused(unit):
    """Only one unit, or one by another, ever reaches pint."""
    with pytest.raises(InvalidValue, match="is not a unit"):
        Quantity(1, unit)


@pytest.mark.parametrize("unit", ["min/min", "dimensionless"])
def test_a_bare_number_is_no_quantity(unit):
    """A share has a unit of its own, so that 99.9 is not taken for 99.9 %."""
    with pytest.raises(InvalidValue, match="leaves a bare number"):
        Quantity(1, unit)


def test_equal_quantities_are_one_key():
    """60 s is 1 min, and 99.9 % is 0.999: equal, and with one hash."""
    assert Quantity(60, "s") == Quantity(1, "min")
    assert hash(Quantity(60, "s")) == hash(Quantity(1, "min"))
    assert hash(Quantity(60, "s")) != hash(Quantity(61, "s"))
    assert {Quantity("99.9", "%"): "target"}[Quantity("0.999", "ratio")] == "target"
    assert Quantity(1, "count") != Quantity(1, "ratio")
    assert Quantity(1, "s") != 1


@given(st.fractions(), st.sampled_from(TIMES), st.sampled_from(TIMES))
def test_conversion_there_and_back_is_exact(amount, one, other):
    """No length of time is lost between microseconds and weeks."""
    stated = Quantity(amount, one)
    assert stated.to(other) == stated
    assert hash(stated.to(other)) == hash(stated)
    assert stated.to(other).to(one).amount == amount


@given(st.fractions(), st.sampled_from(UNITS))
def test_a_quantity_reads_what_it_writes(amount, unit):
    """Text and pickle give the same quantity again, in the same unit."""
    stated = Quantity(amount, unit)
    for again in (Quantity.parse(str(stated)), pickle.loads(pickle.dumps(stated))):
        assert (again.amount, again.unit) == (stated.amount, stated.unit)


def test_units_of_one_dimension_convert_into_each_other():
    """Percent into basis points, and not into a count."""
    assert same_dimension("%", "bp")
    assert not same_dimension("%", "count")


def test_units_that_measure_different_things_never_mix():
    """Working days have no length in hours, and a count is no share."""
    for mix in (
        lambda: Quantity(1, "wd").in_unit("h"),
        lambda: Quantity(1, "%") < Quantity(1, "count"),
        lambda: Quantity(1, "s") + Quantity(1, "B"),
        lambda: Quantity(1, "s") - Quantity(1, "%"),
    ):
        with pytest.raises(UnitMismatch, match="they measure different things"):
            mix()


def test_quantities_are_ordered_by_what_they_mean():
    """90 minutes lie between an hour and two, and neither before nor after themselves."""
    assert not Quantity(90, "min") < Quantity("1.5", "h")
    assert not Quantity(90, "min") > Quantity("1.5", "h")
    assert Quantity(1, "h") < Quantity(90, "min") <= Quantity("1.5", "h") < Quantity(2, "h")
    assert max(Quantity("0.5", "ratio"), Quantity(49, "%")) == Quantity(50, "%")


def test_arithmetic_is_exact():
    """Ten times a tenth is one, and a sum keeps the unit of its first part."""
    assert Quantity("0.1", "s") * 10 == Quantity(1, "s")
    assert str(Quantity(1, "h") + Quantity(20, "min")) == "4/3 h"
    assert Quantity(1, "h") - Quantity(20, "min") == Quantity(40, "min")
    assert Quantity(1, "h") * Decimal("0.5") * Fraction(1, 3) == Quantity(10, "min")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Quantity(0.1, "s"), r"^number: 0\.1 is a float"),
        (lambda: Quantity(1, "s") * 0.1, r"^factor: 0\.1 is a float"),
        (lambda: quantity(0.1), r"^0\.1 has no unit"),
    ],
)
def test_a_float_is_refused(make, message):
    """It does not hold 0.1."""
    with pytest.raises(InvalidValue, match=message):
        make()


def test_times_are_whole_microseconds():
    """A third of a second is none; a third of an hour is."""
    assert Quantity("1/3", "h").micros == 1_200_000_000
    assert Quantity.of_micros(90_000_000) == Quantity.of_micros(90_000_000, "min") == Quantity("1.5", "min")
    with pytest.raises(InvalidValue, match="1/3 s is not a whole number of microseconds"):
        _ = Quantity("1/3", "s").micros


def test_pint_is_handed_a_copy():
    """Whatever a caller does to pint's quantity, ours stays."""
    ours = Quantity(3, "h")
    theirs = ours.to_pint()
    assert isinstance(theirs, pint.Quantity)
    theirs.ito("minute")
    theirs *= 2
    assert (theirs.magnitude, ours, ours.to_pint().magnitude) == (360, Quantity(3, "h"), 3)


def test_a_quantity_is_shown_short_and_kept_exact():
    """People see six places; the repr builds it again."""
    third = Quantity("1/3", "h")
    assert (third.shown(), repr(third)) == ("0.333333… h", "Quantity('1/3', 'hour')")


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "0 s"),
        (1, "0.000001 s"),
        (59_500_000, "59.5 s"),
        (60_000_000, "1 min"),
        (119_000_000, "1 min 59 s"),
        (3_600_000_000, "1 h"),
        (3_599_000_000, "59 min 59 s"),
        (3_601_000_000, "1 h 0 min 1 s"),
        (86_400_000_000, "1 d"),
        (90_000_000_000, "1 d 1 h"),
        (87_060_000_000, "1 d 0 h 11 min"),
        (172_799_000_000, "1 d 23 h 59 min 59 s"),
        (-5_400_000_000, "-1 h 30 min"),
        (-1_000_000, "-1 s"),
    ],
)
def test_a_length_of_time_is_told_in_days_to_seconds(micros, text):
    """What is zero stands only between two parts that are not."""
    assert duration(micros) == text


def test_the_converter_takes_quantities_and_their_text():
    """A bare number has no unit."""
    stated = Quantity(5, "min")
    assert quantity(stated) is stated
    assert quantity("5 min") == stated
    with pytest.raises(InvalidValue, match="5 has no unit; write a quantity such as"):
        quantity(5)
