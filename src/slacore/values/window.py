"""Windows: spans of time that include their start and exclude their end."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

import pendulum
from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.instant import Instant, instant
from slacore.values.quantity import Quantity
from slacore.values.zones import instant_of_wall_clock, wall_clock

if TYPE_CHECKING:
    from typing import Self

_YEAR = re.compile(r"\d{4}", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@frozen(repr=False)
class Window:
    """A span of time that includes its start and excludes its end.

    Two windows that touch share no instant, so months can be added up. A month is as long
    as it is: ``Window.month(2026, 3, tz="Europe/London")`` has 743 hours.
    """

    start: Instant = field(converter=instant)
    end: Instant = field(converter=instant)

    def __attrs_post_init__(self) -> None:
        if self.end.micros <= self.start.micros:
            raise InvalidValue(f"a window must end after it starts, found {self.start} to {self.end}")

    @classmethod
    def between(cls, start: str, end: str, *, tz: str) -> Self:
        """The window between two wall-clock times or dates in a zone; `end` is excluded."""
        return cls(Instant.parse(start, tz=tz), Instant.parse(end, tz=tz))

    @classmethod
    def day(cls, year: int, month: int, day: int, *, tz: str) -> Self:
        """One local day, midnight to midnight."""
        return cls._calendar(_date(year, month, day), tz, days=1)

    @classmethod
    def month(cls, year: int, month: int, *, tz: str) -> Self:
        """One calendar month of the zone."""
        return cls._calendar(_date(year, month, 1), tz, months=1)

    @classmethod
    def quarter(cls, year: int, quarter: int, *, tz: str) -> Self:
        """One calendar quarter of the zone, 1 to 4."""
        return cls._calendar(_date(year, 3 * quarter - 2, 1), tz, months=3)

    @classmethod
    def year(cls, year: int, *, tz: str) -> Self:
        """One calendar year of the zone."""
        return cls._calendar(_date(year, 1, 1), tz, months=12)

    @classmethod
    def parse(cls, text: str, *, tz: str | None = None) -> Self:
        """Read ``2017``, ``2017-Q1``, ``2017-02``, ``2017-02-28`` or ``START/END``.

        Anything without an offset of its own needs the zone `tz`. In ``START/END`` the end
        is excluded, also where it is a date.
        """
        if not isinstance(text, str):
            raise InvalidValue(f"{text!r} is not a window; write one such as '2017-02'")
        # A zone such as [Europe/London] has a slash of its own.
        start, *ends = re.split(r"/(?=\d{4}-)", text.strip(), maxsplit=1)
        for end in ends:
            return cls(Instant.parse(start, tz=tz), Instant.parse(end, tz=tz))
        if tz is None:
            raise InvalidValue(f"window {text!r} needs a time zone")
        if _YEAR.fullmatch(start):
            return cls.year(int(start), tz=tz)
        if found := _QUARTER.fullmatch(start):
            return cls.quarter(int(found[1]), int(found[2]), tz=tz)
        if found := _MONTH.fullmatch(start):
            return cls.month(int(found[1]), int(found[2]), tz=tz)
        if _DAY.fullmatch(start):
            return cls.day(int(start[:4]), int(start[5:7]), int(start[8:]), tz=tz)
        raise InvalidValue(
            f"{text!r} is not a window; write '2017', '2017-Q1', '2017-02', '2017-02-28' or 'START/END'"
        )

    @classmethod
    def of_micros(cls, start: int, end: int, tz: str = "UTC") -> Self:
        """The window between two instants given in microseconds since 1970."""
        return cls(Instant(start, tz), Instant(end, tz))

    @classmethod
    def _calendar(cls, first: date, tz: str, *, months: int = 0, days: int = 0) -> Self:
        last = pendulum.date(first.year, first.month, first.day).add(months=months, days=days)
        return cls(midnight(first, tz), midnight(last, tz))

    @property
    def micros(self) -> int:
        """The length in microseconds, as a clock would really count it."""
        return self.end.micros - self.start.micros

    @property
    def length(self) -> Quantity:
        """The real length, in hours."""
        return Quantity.of_micros(self.micros, "hour")

    def contains(self, moment: Instant) -> bool:
        """Whether the instant lies in the window; its end does not."""
        return self.start.micros <= moment.micros < self.end.micros

    def covers(self, other: Window) -> bool:
        """Whether all of `other` lies in this window."""
        return self.start.micros <= other.start.micros and other.end.micros <= self.end.micros

    def overlaps(self, other: Window) -> bool:
        """Whether the two windows share any instant."""
        return self.start.micros < other.end.micros and other.start.micros < self.end.micros

    def clip(self, other: Window) -> Window | None:
        """The part of this window inside `other`, or None."""
        if not self.overlaps(other):
            return None
        return Window(max(self.start, other.start), min(self.end, other.end))

    def __str__(self) -> str:
        return self._calendar_name() or f"{self.start}/{self.end}"

    def __repr__(self) -> str:
        return f"Window({self.start!r}, {self.end!r})"

    def _calendar_name(self) -> str | None:
        """``2017-02`` and the like where the window is exactly that, in its start's zone."""
        tz = self.start.zone
        first = wall_clock(self.start.micros, tz).date()
        names = [
            (first.isoformat(), 0, 1),
            (f"{first:%Y-%m}", 1, 0),
            (f"{first.year}-Q{(first.month + 2) // 3}", 3, 0),
            (f"{first.year}", 12, 0),
        ]
        for name, months, days in names:
            aligned = days or (first.day == 1 and (first.month - 1) % months == 0)
            if aligned and Window._calendar(first, tz, months=months, days=days) == self:
                return name
        return None


def moved(day: date, *, days: int = 0, months: int = 0) -> date:
    """The date so many days or months later, or earlier; a month's end where there is no such day."""
    return pendulum.date(day.year, day.month, day.day).add(months=months, days=days)


def midnight(day: date, tz: str) -> Instant:
    """The first instant of a local day (where clocks skip midnight, the hour after it)."""
    return Instant(instant_of_wall_clock(datetime(day.year, day.month, day.day), tz), tz)


def local_date(micros: int, tz: str) -> date:
    """The local date in the zone at that instant."""
    return wall_clock(micros, tz).date()


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise InvalidValue(f"there is no date {year}-{month:02}-{day:02}: {error}") from None
