"""Instants: points in time, UTC inside, with the zone they were stated in beside them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import total_ordering
from typing import TYPE_CHECKING

import pendulum
from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.quantity import Quantity
from slacore.values.zones import instant_of_wall_clock, micros_of, wall_clock, zone_name

if TYPE_CHECKING:
    from typing import Self

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.(\d+))?)?))?"
    r"\s?(Z|[+-]\d{2}:?\d{2})?(?:\[([^\]]+)\])?",
    re.ASCII,
)


@total_ordering
@frozen(eq=False, repr=False)
class Instant:
    """A point in time, kept as whole microseconds since 1970 in UTC.

    ``Instant.parse("2017-02-28T17:37:00Z")``. The zone only says how the instant is shown:
    two instants are equal when they are the same point in time. Naive time is refused unless
    the caller says in which zone it was read.
    """

    micros: int = field()
    zone: str = field(default="UTC", converter=zone_name)

    @micros.validator
    def _whole(self, _: object, value: object) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise InvalidValue(f"an instant is a whole number of microseconds, found {value!r}")

    @classmethod
    def parse(cls, text: str, *, tz: str | None = None) -> Self:
        """Read ISO 8601 with an offset, or without one in the zone `tz`.

        A date alone is its first instant in `tz`. A wall-clock time that a clock change
        skips moves forward by the gap; an ambiguous one is its first occurrence.
        """
        found = _ISO.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise InvalidValue(
                f"{text!r} is not an instant; write ISO 8601 such as '2026-03-01T09:00:00+01:00'"
            )
        day, clock, fraction, offset, place = found.groups()
        if fraction and fraction[6:].strip("0"):
            raise InvalidValue(f"{text!r} is finer than a microsecond; round it first, knowing that you do")
        clock = _clock(clock, fraction)
        try:
            naive = datetime.fromisoformat(f"{day}T{clock}")
        except ValueError as error:
            raise InvalidValue(f"{text!r} is not an instant: {error}") from None
        if offset is None:
            if tz is None and place is None:
                raise InvalidValue(
                    f"{text!r} has no time zone; add an offset such as 'Z' or say which zone it is in"
                )
            return cls.at(naive, place or tz or "UTC")
        fixed = "UTC" if offset == "Z" else f"{offset[:3]}:{offset[-2:]}"
        return cls(instant_of_wall_clock(naive, fixed), place or tz or fixed)

    @classmethod
    def at(cls, naive: datetime, tz: str) -> Self:
        """The instant at which clocks in the zone `tz` show `naive`."""
        return cls(instant_of_wall_clock(naive, zone_name(tz)), tz)

    @classmethod
    def from_datetime(cls, moment: datetime) -> Self:
        """Convert an aware datetime (pendulum's too); a naive one is refused."""
        if moment.tzinfo is None or moment.utcoffset() is None:
            raise InvalidValue(f"{moment.isoformat()} is naive; give it a time zone")
        name = getattr(moment.tzinfo, "key", None) or getattr(moment.tzinfo, "name", None)
        return cls(micros_of(moment), name if isinstance(name, str) else _offset(moment))

    def to_datetime(self) -> datetime:
        """An aware standard-library datetime in the instant's zone."""
        return wall_clock(self.micros, self.zone)

    def to_pendulum(self) -> pendulum.DateTime:
        """A pendulum datetime in the instant's zone."""
        return pendulum.instance(self.to_datetime())

    def in_zone(self, tz: str) -> Instant:
        """The same instant, shown in another zone."""
        return Instant(self.micros, tz)

    def __add__(self, length: Quantity) -> Instant:
        if not isinstance(length, Quantity):
            return NotImplemented
        return Instant(self.micros + length.micros, self.zone)

    def __sub__(self, other: Instant) -> Quantity:
        if not isinstance(other, Instant):
            return NotImplemented
        return Quantity.of_micros(self.micros - other.micros)

    def __eq__(self, other: object) -> bool:
        return self.micros == other.micros if isinstance(other, Instant) else NotImplemented

    def __lt__(self, other: Instant) -> bool:
        if not isinstance(other, Instant):
            return NotImplemented
        return self.micros < other.micros

    def __hash__(self) -> int:
        return hash(self.micros)

    def __str__(self) -> str:
        text = self.to_datetime().isoformat().replace("+00:00", "Z")
        return text if self.zone == "UTC" or self.zone[0] in "+-" else f"{text}[{self.zone}]"

    def __repr__(self) -> str:
        return f"Instant.parse({str(self)!r})"


def _clock(clock: str | None, fraction: str | None) -> str:
    if clock is None:
        return "00:00"
    return f"{clock[:8]}.{fraction[:6].ljust(6, '0')}" if fraction else clock


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta(0)
    minutes, rest = divmod(offset, timedelta(minutes=1))
    if not offset or rest:
        return "UTC"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def instant(value: object) -> Instant:
    """Convert an `Instant`, an aware datetime or ISO 8601 text with an offset."""
    if isinstance(value, Instant):
        return value
    if isinstance(value, datetime):
        return Instant.from_datetime(value)
    if isinstance(value, str):
        return Instant.parse(value)
    raise InvalidValue(f"{value!r} is not an instant; give an aware datetime or ISO 8601 text")
