"""Exact numbers: what may become one, and how one is written."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

from slacore.errors import InvalidValue

_INSTEAD = "write it as text, an int, a Decimal or a Fraction"
# What Python reads as a number in any case.
_LONGEST = 4000
NUMBER = r"[-+]?\d+(?:\.\d+)?(?:/\d+)?"
_NUMBER = re.compile(NUMBER, re.ASCII)

# What callers may pass where an exact number is due. A float is not one of them.
Exact = int | str | Decimal | Fraction


def exact(value: object, what: str = "number") -> Fraction:
    """Return `value` as a Fraction, or refuse it.

    Text is a decimal (``"99.95"``) or a ratio (``"1/3"``); exponents, thousands separators,
    floats and booleans are refused because they do not say exactly what was meant.
    """
    if isinstance(value, bool | float):
        raise InvalidValue(f"{what}: {value!r} is a {type(value).__name__}, which is not exact; {_INSTEAD}")
    if isinstance(value, Rational):
        # Through int: another library's integers (numpy's) would overflow inside a Fraction.
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InvalidValue(f"{what}: {value} is not a finite number")
        return Fraction(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        if len(value) > _LONGEST:
            raise InvalidValue(
                f"{what}: a number of {len(value)} characters is too long; write {_LONGEST} at most"
            )
        whole, _, below = value.partition("/")
        if below and int(below) == 0:
            raise InvalidValue(f"{what}: {value!r} divides by zero")
        return Fraction(whole) / int(below or 1)
    raise InvalidValue(f"{what}: {value!r} is not an exact number; {_INSTEAD}")


def plain(value: Fraction) -> str:
    """Write `value` in full: a decimal where one ends, else ``p/q``. `exact` reads it back."""
    below = value.denominator
    twos = fives = 0
    while below % 2 == 0:
        below, twos = below // 2, twos + 1
    while below % 5 == 0:
        below, fives = below // 5, fives + 1
    if below != 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    places = max(twos, fives)
    if places == 0:
        return _digits(value.numerator)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def _digits(number: int) -> str:
    """A whole number in full: `str` refuses more than 4,300 digits, which a sum over many calls has."""
    return format(Decimal(number), "f")


def shown(value: Fraction, places: int = 6) -> str:
    """Write `value` for people: in full where that is short, else cut and marked ``…``.

    It is cut and not rounded, so that 99.9999999 is never shown as 100.
    """
    if (value * 10**places).denominator == 1:
        return plain(value)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}…"
