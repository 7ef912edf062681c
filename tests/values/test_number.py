"""Exact numbers: what may become one, and how one is written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import InvalidValue
from slacore.values import exact, plain, shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("99.95", Fraction(1999, 20)),
        ("1/3", Fraction(1, 3)),
        ("-0.5/2", Fraction(-1, 4)),
        ("+7", Fraction(7)),
        (7, Fraction(7)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Fraction(2, 6), Fraction(1, 3)),
    ],
)
def test_text_whole_numbers_decimals_and_ratios_are_exact(value, expected):
    """Each is read as the number that it says."""
    assert exact(value) == expected


@pytest.mark.parametrize(
    "value", [0.1, True, float("nan"), "1e3", "1,000", "99,9", "", ".5", "5.", " 5", "٥", "1_000", None, b"5"]
)
def test_what_does_not_say_exactly_is_refused(value):
    """Floats, exponents, separators, foreign digits and booleans do not say what was meant."""
    with pytest.raises(InvalidValue, match=r"share: .* (not exact|not an exact number); write it as text"):
        exact(value, "share")


@pytest.mark.parametrize(
    ("value", "message"),
    [("1/0", "divides by zero"), (Decimal("NaN"), "not a finite"), (Decimal("-Infinity"), "not a finite")],
)
def test_what_is_no_number_is_refused(value, message):
    """A ratio to nothing and a decimal that is not finite."""
    with pytest.raises(InvalidValue, match=message):
        exact(value)


class Int64:
    """As numpy's: a rational whose parts wrap around at 64 bits."""

    def __init__(self, value):
        self.value = value
        self.numerator, self.denominator = self, 1

    def __int__(self):
        return self.value

    def __mul__(self, other):
        raise OverflowError


def test_integers_of_another_library_become_python_s():
    """Inside a Fraction they would overflow in silence."""
    from numbers import Rational

    Rational.register(Int64)
    assert exact(Int64(2**62)) * 4 == 2**64


@given(st.fractions())
def test_what_is_written_plainly_is_read_back(value):
    """There and back again, whether the decimal ends or not."""
    assert exact(plain(value)) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(5), "5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(1999, 20), "99.95"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(1, 5), "0.2"),
        (Fraction(-3, 25), "-0.12"),
        (Fraction(1, 10**40), "0." + "0" * 39 + "1"),
    ],
)
def test_a_number_is_written_in_full(value, expected):
    """As a decimal where one ends, else as a ratio; never with an exponent."""
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction("99.95"), "99.95"),
        (Fraction("99.999999"), "99.999999"),
        (Fraction("99.9999999"), "99.999999…"),
        (Fraction("-99.9999999"), "-99.999999…"),
        (Fraction(2, 3), "0.666666…"),
        (Fraction(-1, 3), "-0.333333…"),
    ],
)
def test_a_number_for_people_is_cut_and_not_rounded(value, expected):
    """99.9999999 is never shown as 100."""
    assert shown(value) == expected


def test_the_cut_can_be_placed():
    """Two places, and the mark that something was cut."""
    assert shown(Fraction(2, 3), 2) == "0.66…"


def test_numbers_of_thousands_of_digits_are_written_and_shown():
    """Python writes no whole number of more than 4,300 digits by itself; nine thousand nines it does here."""
    nines = Fraction(10**9000 - 1)
    assert plain(nines) == "9" * 9000
    assert plain(nines / 10**4500) == "9" * 4500 + "." + "9" * 4500
    assert plain(1 / nines) == "1/" + "9" * 9000
    assert plain(-nines / 17) == "-" + plain(nines) + "/17"
    assert shown(Fraction(10**9000, 3)) == "3" * 9000 + ".333333…"
    assert shown(1 / nines) == "0.000000…"


def test_text_that_is_too_long_is_no_number():
    """Refused by slacore and not by Python."""
    assert exact("9" * 4000) == 10**4000 - 1
    with pytest.raises(InvalidValue, match=r"a number of 4001 characters is too long; write 4000 at most"):
        exact("9" * 4001)
