"""Money: exact, in one currency, and rounded only by a rule that is named."""

from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import CurrencyMismatch, InvalidValue
from slacore.values import Money, Rounding, money
from slacore.values.money import MODES, is_currency

amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=5)
# Where the modes part: halves of a cent, on both sides of zero.
halves = st.integers(-1000, 1000).map(lambda n: Decimal(n) / 200)
quanta = st.sampled_from(("0.01", "0.001", "1", "0.1"))


def euros(amount) -> Money:
    return Money(amount, "EUR")


@given(amounts | halves, st.sampled_from(sorted(MODES)), quanta)
def test_every_mode_rounds_as_python_s_decimal_does(amount, mode, quantum):
    """Seven modes, and halves on both sides of zero."""
    with decimal.localcontext(prec=60):
        expected = amount.quantize(Decimal(quantum), rounding=MODES[mode])
    rounded = euros(amount).rounded(Rounding(quantum=quantum, mode=mode))
    assert rounded == expected
    assert rounded.as_tuple().exponent == expected.as_tuple().exponent


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half up", ("2.68", "-2.68", "2.67", "2.67", "2.68", "0.01")),
        ("half even", ("2.68", "-2.68", "2.66", "2.67", "2.68", "0.00")),
        ("half down", ("2.67", "-2.67", "2.66", "2.67", "2.68", "0.00")),
        ("up", ("2.68", "-2.68", "2.67", "2.68", "2.68", "0.01")),
        ("down", ("2.67", "-2.67", "2.66", "2.67", "2.67", "0.00")),
        ("ceiling", ("2.68", "-2.67", "2.67", "2.68", "2.68", "0.01")),
        ("floor", ("2.67", "-2.68", "2.66", "2.67", "2.67", "0.00")),
    ],
)
def test_the_modes_by_hand(mode, expected):
    """Halves of a cent on both sides of zero and below one cent, and what lies beside a half."""
    rule = Rounding(mode=mode)
    amounts = ("2.675", "-2.675", "2.665", "2.674", "2.676", "0.005")
    assert tuple(str(euros(amount).rounded(rule)) for amount in amounts) == expected


def test_a_rule_without_a_quantum_takes_the_step_it_is_given():
    """10.13 to the rule's five cents, or to the tenth that the caller knows."""
    amount, tenth = Fraction("10.13"), Fraction(1, 10)
    assert Rounding(quantum="0.05").apply(amount, tenth) == Fraction("10.15")
    assert Rounding().apply(amount, tenth) == Fraction("10.1")


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [("1234.5", "JPY", "1235"), ("1.2345", "KWD", "1.235"), ("1.005", "EUR", "1.01"), ("7", "EUR", "7.00")],
)
def test_the_minor_unit_is_the_currency_s_own(amount, currency, expected):
    """No minor unit in yen, a thousandth in dinars, as ISO 4217 says."""
    assert str(Money(amount, currency).rounded()) == expected
    assert str(Money(amount, currency).payable()) == f"{expected} {currency}"


@pytest.mark.parametrize(
    ("quantum", "expected"),
    [("0.05", "10.15"), ("0.5", "10.0"), ("5", "10"), ("100", "0"), ("0.25", "10.25")],
)
def test_amounts_are_rounded_to_any_step(quantum, expected):
    """10.13 to five cents, half euros, fives, hundreds and quarters."""
    assert str(euros("10.13").rounded(Rounding(quantum=quantum))) == expected


def test_a_currency_without_minor_units_needs_a_quantum():
    """Gold and "no currency" have none in ISO 4217."""
    with pytest.raises(InvalidValue, match="XXX has no minor unit in ISO 4217; state a rounding quantum"):
        Money(1, "XXX").rounded()
    assert str(Money("1.26", "XXX").rounded(Rounding(quantum="0.1"))) == "1.3"
    assert str(Money("1.5", "XAU")) == "1.5 XAU"


def test_rounding_reads_no_decimal_context():
    """A caller's precision of three digits changes nothing, nor does an amount of forty."""
    large = euros("1" + "0" * 38 + ".125")
    with decimal.localcontext(prec=3):
        assert str(euros("123456.785").rounded()) == "123456.79"
        assert str(large.rounded()) == "1" + "0" * 38 + ".13"


@pytest.mark.parametrize("quantum", ["0", "-0.01", "1/3", 0.01])
def test_a_quantum_is_a_decimal_above_zero(quantum):
    """Nothing is a multiple of nothing, and a third of a cent cannot be paid."""
    with pytest.raises(InvalidValue, match="quantum"):
        Rounding(quantum=quantum)


def test_an_unknown_mode_is_refused():
    """Bankers say half even."""
    with pytest.raises(InvalidValue, match="unknown mode 'bankers'"):
        Rounding(mode="bankers")


def test_arithmetic_never_rounds():
    """A third of ten euros, three times, is ten euros."""
    third = euros(10) / 3
    assert third * 3 == euros(10)
    assert third + third + third - euros(10) == euros(0)
    assert -third == euros("-10/3")
    assert third.payable() == euros("3.33")


def test_two_currencies_never_mix():
    """Neither in a sum nor in a comparison, and equal amounts of two are unequal."""
    for mix in (
        lambda: euros(1) + Money(1, "USD"),
        lambda: euros(1) - Money(1, "USD"),
        lambda: euros(1) < Money(2, "USD"),
        lambda: euros(1) >= Money(2, "USD"),
    ):
        with pytest.raises(CurrencyMismatch, match=r"1.00 EUR and [12].00 USD are in two currencies"):
            mix()
    assert euros(1) != Money(1, "USD")


def test_equal_amounts_are_one_key():
    """1, 1.00 and 2/2 are equal with one hash, and survive a pickle."""
    assert len({euros(1), euros("1.00"), euros("2/2"), pickle.loads(pickle.dumps(euros(1)))}) == 1
    assert euros("1.10") < euros("1.11") <= euros("1.11")
    assert not euros("1.10") < euros("1.1")
    assert not euros("1.10") > euros("1.1")
    assert sorted([euros(3), euros(1), euros(2)]) == [euros(1), euros(2), euros(3)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("19.99 EUR", euros("19.99")), ("1/3 EUR", euros(Fraction(1, 3))), (" -5JPY ", Money(-5, "JPY"))],
)
def test_money_is_read_as_amount_and_code(text, expected):
    """And a text of it gives the same money."""
    assert Money.parse(text) == expected == money(text) == money(expected)
    assert Money.parse(str(expected)) == expected


@pytest.mark.parametrize(
    "text", ["19.99", "EUR 5", "5 eur", "5 EURO", "5,00 EUR", "€5", "1e3 EUR", "", None, 5]
)
def test_other_text_is_no_money(text):
    """A number alone has no currency, and a comma is no decimal point."""
    with pytest.raises(InvalidValue, match=r"such as '19\.99 EUR'"):
        money(text)
    with pytest.raises(InvalidValue):
        Money.parse(text)


@pytest.mark.parametrize("code", ["EUT", "eur", "", 978, None])
def test_a_currency_is_an_iso_code(code):
    """Unknown codes are refused with an example."""
    with pytest.raises(InvalidValue, match="use an ISO 4217 code such as 'EUR'"):
        Money(1, code)


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda: euros(0.1), "number"),
        (lambda: euros(1) * 0.1, "factor"),
        (lambda: euros(1) / 0.1, "divisor"),
        (lambda: Rounding(quantum=0.1), "quantum"),
    ],
)
def test_a_float_is_refused(make, what):
    """It does not hold ten cents; the message says what it was meant for."""
    with pytest.raises(InvalidValue, match=rf"^{what}: 0\.1 is a float, which is not exact"):
        make()


def test_money_is_shown_with_its_cents():
    """Full where it ends, cut and marked where it does not, and a repr that builds it."""
    assert [str(euros(each)) for each in ("5", "5.5", "5.125", "1/3")] == [
        "5.00 EUR",
        "5.50 EUR",
        "5.125 EUR",
        "1/3 EUR",
    ]
    assert euros("1/3").shown() == "0.333333… EUR"
    assert euros("1.5").shown() == "1.50 EUR"
    assert repr(euros("1.5")) == "Money('1.5', 'EUR')"


def test_a_unit_of_three_capitals_is_a_currency():
    """No other unit that agreements are written in looks like one."""
    assert is_currency("EUR")
    assert not any(is_currency(unit) for unit in ("min", "%", "kB", "MiB", "EURO", "€UR", ""))
