"""Quantities: an exact number and a unit, as agreements write them."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache, total_ordering
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import pint
from attrs import field, frozen

from slacore.errors import InvalidValue, UnitMismatch
from slacore.values.number import NUMBER, Exact, exact, plain, shown

if TYPE_CHECKING:
    from typing import Self

# Only a unit reaches pint's parser, and only one of this shape: `9**9**9 s` would hang it.
_UNIT = re.compile(r"%|[A-Za-z_]+(?:\s*/\s*[A-Za-z_]+)?")
_TEXT = re.compile(rf"({NUMBER})\s*(%|[A-Za-z_].*)", re.ASCII)

_MICROS_PER_SECOND = 1_000_000


def _registry() -> pint.UnitRegistry[Any]:
    with as_file(files("slacore.values") / "units.txt") as path:
        return pint.UnitRegistry(str(path), non_int_type=Fraction, cache_folder=None)


# Built once, at import; nothing changes it afterwards.
_UNITS = _registry()
_NAMES = tuple(sorted({unit.name for unit in _UNITS._units.values()} - _UNITS._prefixes.keys()))


@frozen
class _Unit:
    """What is known of a unit: its full name, symbol, what it measures, and its size."""

    name: str
    symbol: str
    dimension: str
    factor: Fraction


@cache
def _unit(text: object) -> _Unit:
    if not (isinstance(text, str) and _UNIT.fullmatch(text)):
        raise InvalidValue(f"{text!r} is not a unit; write one unit such as 'min', '%' or 'count / s'")
    try:
        unit = _UNITS.parse_units(text)
    except (pint.UndefinedUnitError, ValueError):  # ValueError: pint takes 'nan' for a number
        raise InvalidValue(f"unknown unit {text!r} (known: {', '.join(_NAMES)})") from None
    if unit == _UNITS.dimensionless:
        raise InvalidValue(
            f"{text!r} leaves a bare number; write a share in '%' or 'ratio', and a number in 'count'"
        )
    factor: Any = _UNITS.get_root_units(unit)[0]
    dimension = str(_UNITS.get_dimensionality(unit))
    return _Unit(str(unit), f"{unit:~}", dimension, Fraction(factor))


def unit_name(text: str) -> str:
    """Return the full name of the unit written as `text`, or refuse it."""
    return _unit(text).name


def same_dimension(one: str, other: str) -> bool:
    """Whether the two units measure the same thing, so that one converts into the other."""
    return _unit(one).dimension == _unit(other).dimension


@total_ordering
@frozen(eq=False, repr=False)
class Quantity:
    """An exact number with a unit: ``Quantity("99.9", "%")``, ``Quantity.parse("5 min")``.

    Two quantities are equal when they mean the same, so 60 s equals 1 min. A share is not a
    bare number and a count is not a share: comparing them raises `UnitMismatch`.
    A day here is 24 hours; working days are a unit of their own, and months are a `Period`.
    """

    amount: Fraction = field(converter=exact)
    unit: str = field(converter=unit_name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``number unit``, such as ``"99.9 %"`` or ``"1/3 h"``; nothing else is accepted."""
        found = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise InvalidValue(
                f"{text!r} is not a quantity; write a number and one unit, such as '99.9 %' or '270 min'"
            )
        return cls(found[1], found[2].strip())

    def in_unit(self, unit: str) -> Fraction:
        """The number alone, exactly converted to `unit`."""
        mine, other = _unit(self.unit), _unit(unit)
        if mine.dimension != other.dimension:
            raise UnitMismatch(f"{self} cannot be stated in {other.name}: they measure different things")
        return self.amount * mine.factor / other.factor

    def to(self, unit: str) -> Quantity:
        """The same quantity stated in `unit`."""
        return Quantity(self.in_unit(unit), unit)

    @property
    def micros(self) -> int:
        """A time as whole microseconds; a time that is not whole in them is refused."""
        micros = self.in_unit("second") * _MICROS_PER_SECOND
        if micros.denominator != 1:
            raise InvalidValue(f"{self} is not a whole number of microseconds")
        return micros.numerator

    @classmethod
    def of_micros(cls, micros: int, unit: str = "second") -> Self:
        """A span of time given in microseconds, stated in `unit`."""
        return cls(Quantity(Fraction(micros, _MICROS_PER_SECOND), "second").in_unit(unit), unit)

    def to_pint(self) -> pint.Quantity[Any]:
        """A copy as a pint quantity, in slacore's own registry."""
        return _UNITS.Quantity(self.amount, self.unit)

    def _root(self) -> tuple[str, Fraction]:
        known = _unit(self.unit)
        return known.dimension, self.amount * known.factor

    def __eq__(self, other: object) -> bool:
        return self._root() == other._root() if isinstance(other, Quantity) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._root())

    def __lt__(self, other: Quantity) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self.amount < other.in_unit(self.unit)

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.amount + other.in_unit(self.unit), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.amount - other.in_unit(self.unit), self.unit)

    def __mul__(self, factor: Exact) -> Quantity:
        return Quantity(self.amount * exact(factor, "factor"), self.unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self._symbol()}"

    def shown(self) -> str:
        """The quantity for people: cut after six places, and marked ``…`` where it was cut."""
        return f"{shown(self.amount)} {self._symbol()}"

    def _symbol(self) -> str:
        symbol = _unit(self.unit).symbol
        return "periods" if symbol == "period" and self.amount != 1 else symbol

    def __repr__(self) -> str:
        return f"Quantity({plain(self.amount)!r}, {self.unit!r})"


def quantity(value: object) -> Quantity:
    """Convert a `Quantity` or its text; a bare number has no unit and is refused."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, str):
        return Quantity.parse(value)
    raise InvalidValue(f"{value!r} has no unit; write a quantity such as '99.9 %' or '5 min'")


def duration(micros: int) -> str:
    """A length of time for people, in days to seconds: ``1 d 0 h 11 min``; exact."""
    rest = abs(micros)
    parts: list[str] = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        number, rest = divmod(rest, size * _MICROS_PER_SECOND)
        if number or parts:
            parts.append(f"{number} {unit}")
    while parts and parts[-1].startswith("0 ") and not rest:
        parts.pop()
    if rest or not parts:
        parts.append(f"{plain(Fraction(rest, _MICROS_PER_SECOND))} s")
    return ("-" if micros < 0 else "") + " ".join(parts)
