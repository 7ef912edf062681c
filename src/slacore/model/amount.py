"""Amounts: what a chain of steps works on, and the rates that it multiplies with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.values import Instant, Money, exact, plain, shown
from slacore.values.money import currency_code, is_currency
from slacore.values.quantity import unit_name

if TYPE_CHECKING:
    from typing import Self

# The unit of the amount that every remedy's chain starts with: one breach.
BREACH = "breach"
# The unit of an amount that is no money and no points, but something that one may do.
RIGHT = "right"

_RATE = re.compile(r"(-?[0-9./]+)\s*(%|[A-Za-z_]+)(?:\s+of\s+(.+))?", re.ASCII)


def _rate_unit(value: str) -> str:
    if len(value) == 3 and value.isupper():
        return currency_code(value)
    return unit_name(value)


@frozen
class Rate:
    """So much of something: ``10 % of monthly charge``, ``45 GBP`` or ``2 point``.

    A percentage is of a named charge; money and points are of nothing. A negative rate is
    owed the other way: a bonus or an earn-back.
    """

    amount: Fraction = field(converter=exact)
    unit: str = field(converter=_rate_unit)
    # The charge that a percentage is of.
    of: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.unit == "percent") != (self.of is not None):
            raise InvalidValue(
                f"{self} is no rate: a percentage is of a named charge ('10 % of monthly charge'), "
                "money and points are of nothing ('45 GBP')"
            )
        if self.unit not in ("percent", "point") and not self.is_money:
            raise InvalidValue(
                f"{self} is no rate: it ends neither in money, nor in points, nor in % of a charge"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``10 % of monthly charge``, ``45 GBP`` or ``2 points``."""
        found = _RATE.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise InvalidValue(
                f"{text!r} is not a rate; write '10 % of monthly charge', '45 GBP' or '2 points'"
            )
        unit = "point" if found[2] == "points" else found[2]
        return cls(found[1], unit, found[3])

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money and not a share or points."""
        return is_currency(self.unit)

    def __str__(self) -> str:
        unit = {"percent": "%", "point": "points"}.get(self.unit, self.unit)
        return f"{plain(self.amount)} {unit}" + (f" of {self.of}" if self.of else "")


def rate(value: object) -> Rate:
    """Convert a `Rate`, `Money` or the text of a rate."""
    if isinstance(value, Money):
        return Rate(value.amount, value.currency)
    return value if isinstance(value, Rate) else Rate.parse(value)  # type: ignore[arg-type]


@frozen(kw_only=True)
class Amount:
    """A running amount: so many breaches, units, points, so much money, or a share of a charge.

    `value` is None where it cannot be said; `note` then tells why. A charge that is not known
    leaves the amount a share, in ``% of <charge>``: the percentage is given and the sum is not.
    """

    value: Fraction | None
    # "breach", "point", a currency, or "% of <charge>"
    unit: str
    # The same as a percentage of one charge, for as long as it is that.
    percent: Fraction | None = None
    # The charge that it is a percentage of.
    charge: str | None = None
    # The row of a table that was hit, and how the table answered: match, none, gap or overlap.
    row: str | None = None
    hit: str | None = None
    # Whether a cap took something off.
    capped: bool = False
    # Whether it was too small to be issued.
    suppressed: bool = False
    # What the last step found, in words.
    note: str = ""
    # Where it comes from, for steps that join amounts.
    level: str = ""
    group: str | None = None
    record: str | None = None
    # The levels that it was joined from.
    joined: tuple[str, ...] = ()
    # Whether it is what the whole agreement comes to, and no longer that of a level.
    whole: bool = False
    # The right that it is, whose it is, and until when it can be exercised or claimed.
    right: str | None = None
    holder: str | None = None
    until: Instant | None = None
    # Whether it was claimed, where it must be: "open", "claimed" or "lapsed".
    claim: str | None = None
    # What it may be instead, where the contract leaves it open.
    either: tuple[Amount, ...] = ()

    @classmethod
    def one(cls) -> Self:
        """One breach."""
        return cls(value=Fraction(1), unit=BREACH)

    @property
    def is_money(self) -> bool:
        """Whether the unit is a currency."""
        return is_currency(self.unit)

    @property
    def money(self) -> Money | None:
        """The amount as money, where it is money and can be said."""
        return Money(self.value, self.unit) if self.is_money and self.value is not None else None

    def paid(self, worth: Amount) -> Amount:
        """So many times what one is worth; what cannot be said stays so."""
        if self.value is None:
            return self
        scaled = worth.times(self.value)
        return evolve(self, value=scaled.value, unit=scaled.unit, percent=scaled.percent, charge=worth.charge)

    def unsaid(self, why: str) -> Amount:
        """The same amount with its value unknown, and why."""
        return evolve(self, value=None, percent=None, note=why)

    @property
    def is_owed(self) -> bool:
        """Whether it is money or a share of a charge already, and nothing that is still to be paid."""
        return self.is_money or self.unit.startswith("% of ")

    def open(self, either: Iterable[Amount], why: str) -> Amount:
        """An amount that may be any of these, because the contract leaves it open."""
        return evolve(self, value=None, percent=None, note=why, either=tuple(either))

    def sources(self) -> tuple[str, ...]:
        """The levels that it comes from."""
        return self.joined or ((self.level,) if self.level else ())

    def noted(self, note: str) -> Amount:
        """The same amount with another note."""
        return evolve(self, note=note)

    def times(self, factor: Fraction) -> Amount:
        """The amount multiplied; what cannot be said stays so."""
        if self.value is None:
            return self
        percent = None if self.percent is None else self.percent * factor
        return evolve(self, value=self.value * factor, percent=percent)

    def plus(self, other: Amount) -> Amount:
        """The sum of two amounts of one unit; unsaid where the units differ."""
        if self.value is None or other.value is None:
            return self if self.value is None else self.unsaid(other.note)
        if other.unit != self.unit:
            return self.unsaid(f"{other} cannot be added to {self}")
        percent = None
        if self.percent is not None and other.percent is not None and self.charge == other.charge:
            percent = self.percent + other.percent
        return evolve(self, value=self.value + other.value, percent=percent)

    def __str__(self) -> str:
        return "unsaid" if self.value is None else amount_text(self.value, self.unit)


def unit_of(rate: Rate) -> str:
    """The unit of what a rate pays."""
    return rate.unit if rate.of is None else share_unit(rate.of)


def share_unit(charge: str) -> str:
    """The unit of an amount that is a percentage of a charge that is not known."""
    return f"% of {charge}"


_PLURAL = {"point": "points", "unit": "units"}


def amount_text(value: Fraction | None, unit: str) -> str:
    """One side of an amount for people."""
    if value is None:
        return "no limit known"
    return Money(value, unit).shown() if is_currency(unit) else f"{shown(value)} {_PLURAL.get(unit, unit)}"


def added(sides: Iterable[Fraction | None]) -> Fraction | None:
    """The sum of one side of several amounts; None where any of them cannot be said."""
    total = Fraction(0)
    for side in sides:
        if side is None:
            return None
        total += side
    return total
