"""Money: an exact amount of one currency, rounded only where a rule says so."""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from fractions import Fraction
from functools import cache, total_ordering
from math import floor
from typing import TYPE_CHECKING, ClassVar

import iso4217
from attrs import field, frozen

from slacore.errors import CurrencyMismatch, InvalidValue
from slacore.values.choice import one_of
from slacore.values.number import NUMBER, Exact, exact, plain, shown

if TYPE_CHECKING:
    from typing import Self

_TEXT = re.compile(rf"({NUMBER})\s*([A-Z]{{3}})", re.ASCII)

# The length of an ISO 4217 code.
_CODE = 3

# Named as the field names them; half-up is "half away from zero", as in Python's decimal.
MODES = {
    "half up": ROUND_HALF_UP,
    "half even": ROUND_HALF_EVEN,
    "half down": ROUND_HALF_DOWN,
    "up": ROUND_UP,
    "down": ROUND_DOWN,
    "ceiling": ROUND_CEILING,
    "floor": ROUND_FLOOR,
}


@cache
def _minor_units(code: str) -> int | None:
    try:
        exponent: int | None = iso4217.Currency(code).exponent
    except ValueError:
        raise InvalidValue(f"unknown currency {code!r}; use an ISO 4217 code such as 'EUR'") from None
    return exponent


def is_currency(unit: str) -> bool:
    """Whether a unit is a currency: the others are lower case, or longer or shorter than three."""
    return len(unit) == _CODE and unit.isascii() and unit.isupper()


def currency_code(value: str) -> str:
    """Return `value` if it is an ISO 4217 code, or refuse it."""
    if not isinstance(value, str):
        raise InvalidValue(f"{value!r} is not a currency; use an ISO 4217 code such as 'EUR'")
    _minor_units(value)
    return value


def _quantum(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value, "quantum")


@frozen(kw_only=True)
class Rounding:
    """How an amount of money becomes payable: to a multiple of `quantum`, in a named mode.

    Without a `quantum` the currency's minor unit in ISO 4217 is used (0.01 EUR, 1 JPY).
    """

    # The smallest step of a payable amount, such as 0.01 or 0.05.
    quantum: Fraction | None = field(default=None, converter=_quantum)
    mode: str = field(default="half up", validator=one_of(tuple(MODES)))

    @quantum.validator
    def _positive(self, _: object, value: Fraction | None) -> None:
        if value is not None and value <= 0:
            raise InvalidValue(f"rounding quantum must be above zero, found {plain(value)}")
        if value is not None and "/" in plain(value):
            raise InvalidValue(f"rounding quantum must end as a decimal, found {plain(value)}")

    def apply(self, value: Fraction, default: Fraction) -> Fraction:
        """Round `value` to a multiple of the quantum, `default` where none is stated."""
        step = default if self.quantum is None else self.quantum
        return _rounded(value / step, self.mode) * step


def _rounded(value: Fraction, mode: str) -> int:
    low = floor(value)
    rest = value - low
    if rest == 0:
        return low
    toward_zero = low if value > 0 else low + 1
    away = low + 1 if value > 0 else low
    half = rest == Fraction(1, 2)
    nearest = low if rest < Fraction(1, 2) else low + 1
    return {
        "half up": away if half else nearest,
        "half down": toward_zero if half else nearest,
        "half even": (low if low % 2 == 0 else low + 1) if half else nearest,
        "up": away,
        "down": toward_zero,
        "ceiling": low + 1,
        "floor": low,
    }[mode]


@total_ordering
@frozen(eq=True, order=False, repr=False)
class Money:
    """An exact amount in one ISO 4217 currency: ``Money("19.99", "EUR")``.

    Arithmetic never rounds; `rounded` does, by a rule that the caller names. Amounts of two
    currencies never mix, and a float is refused because it does not hold 0.1.
    """

    amount: Fraction = field(converter=exact)
    currency: str = field(converter=currency_code)

    HALF_UP: ClassVar[Rounding] = Rounding()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``amount CODE``, such as ``"19.99 EUR"``."""
        found = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise InvalidValue(f"{text!r} is not money; write an amount and a currency, such as '19.99 EUR'")
        return cls(found[1], found[2])

    def rounded(self, rule: Rounding = HALF_UP) -> Decimal:
        """The payable amount as a Decimal, rounded by `rule`.

        A currency without minor units (XAU, XXX) needs a rule with a quantum.
        """
        unit = self._minor_unit(rule)
        places = len(plain(unit).partition(".")[2])
        # Built from its digits, because `quantize` obeys the caller's decimal context.
        scaled = rule.apply(self.amount, unit) * 10**places
        return Decimal((int(scaled < 0), tuple(map(int, str(abs(int(scaled))))), -places))

    def payable(self, rule: Rounding = HALF_UP) -> Money:
        """The amount rounded by `rule`, as money."""
        return Money(rule.apply(self.amount, self._minor_unit(rule)), self.currency)

    def _minor_unit(self, rule: Rounding) -> Fraction:
        if rule.quantum is not None:
            return rule.quantum
        places = _minor_units(self.currency)
        if places is None:
            raise InvalidValue(f"{self.currency} has no minor unit in ISO 4217; state a rounding quantum")
        return Fraction(1, 10**places)

    def _other(self, other: Money) -> Fraction:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self} and {other} are in two currencies; convert one of them first")
        return other.amount

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.amount < self._other(other)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount + self._other(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.amount - self._other(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Exact) -> Money:
        return Money(self.amount * exact(factor, "factor"), self.currency)

    def __truediv__(self, divisor: Exact) -> Money:
        return Money(self.amount / exact(divisor, "divisor"), self.currency)

    def __str__(self) -> str:
        return f"{self._text(plain(self.amount))} {self.currency}"

    def shown(self) -> str:
        """The amount for people: cut after six places, and marked ``…`` where it was cut."""
        return f"{self._text(shown(self.amount))} {self.currency}"

    def _text(self, text: str) -> str:
        places = _minor_units(self.currency) or 0
        whole, _, rest = text.partition(".")
        if "/" in text or "…" in text or len(rest) >= places:
            return text
        return f"{whole}.{rest.ljust(places, '0')}"

    def __repr__(self) -> str:
        return f"Money({plain(self.amount)!r}, {self.currency!r})"


def money(value: object) -> Money:
    """Convert `Money` or its text; a bare number has no currency and is refused."""
    if isinstance(value, Money):
        return value
    if isinstance(value, str):
        return Money.parse(value)
    raise InvalidValue(f"{value!r} has no currency; write money such as '19.99 EUR'")
