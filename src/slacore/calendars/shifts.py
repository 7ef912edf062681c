"""Shifts: hours as the clock on the wall shows them, by weekday or by date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, TypeVar, get_args

from attrs import field, frozen

from slacore.errors import CalendarError, InvalidValue

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00(?::00)?", re.ASCII)


def time_of_day(value: str) -> str:
    """Return `value` as ``HH:MM``, or ``HH:MM:SS`` where it has seconds; ``24:00`` is a day's end."""
    clock = str(value)
    if not _CLOCK.fullmatch(clock):
        raise InvalidValue(f"{value!r} is not a time of day; write one such as '09:00', at most '24:00'")
    return clock.removesuffix(":00") if clock.count(":") == 2 else clock


def _seconds(clock: str) -> int:
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    return 3600 * hour + 60 * minute + second


@frozen(order=True, repr=False)
class Hours:
    """Hours of one day on the wall clock: ``Hours("09:00", "17:00")``.

    An end at or before the start lies past midnight: ``Hours("22:00", "06:00")`` has eight
    hours and ``Hours("09:00", "09:00")`` has twenty-four. All of it belongs to the day on
    which it starts.
    """

    start: str = field(converter=time_of_day)
    end: str = field(converter=time_of_day)

    @start.validator
    def _starts_on_its_day(self, _: object, value: str) -> None:
        if value == "24:00":
            raise InvalidValue("hours cannot start at '24:00'; start them at '00:00' of the next day")

    @property
    def seconds(self) -> tuple[int, int]:
        """Start and end in seconds of wall clock after the day's midnight."""
        start, end = _seconds(self.start), _seconds(self.end)
        return start, end if end > start else end + 86_400

    def __str__(self) -> str:
        return f"{self.start}-{self.end}"

    def __repr__(self) -> str:
        return f"Hours({self.start!r}, {self.end!r})"


WHOLE_DAY = Hours("00:00", "24:00")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Entry = TypeVar("Entry")

# What a caller may write for the hours of one day.
HoursLike = Hours | str | Sequence[str]
DayLike = str | Iterable[HoursLike]


def _hours(value: object) -> Hours:
    if isinstance(value, Hours):
        return value
    ends = value.split("-") if isinstance(value, str) else value
    if not (isinstance(ends, Sequence) and len(ends) == 2):
        raise InvalidValue(f"{value!r} are not hours; write them as '09:00-17:00'")
    return Hours(ends[0], ends[1])


def hours_of_day(value: DayLike) -> tuple[Hours, ...]:
    """Read the hours of one day, in order: ``["09:00-12:00", ["13:00", "17:00"]]``."""
    return tuple(sorted(_hours(item) for item in _each(value)))


def _each(value: object) -> Iterable[object]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Iterable):
        return value
    raise InvalidValue(f"{value!r} are not the hours of a day; write a list such as ['09:00-17:00']")


def _in_sequence(hours: tuple[Hours, ...], day: object) -> None:
    for earlier, later in pairwise(hours):
        if later.seconds[0] < earlier.seconds[1]:
            raise CalendarError(f"hours of {day} overlap: {earlier} and {later}; join them or move one")


@frozen(kw_only=True)
class WeekdayHours:
    """The hours that begin on one day of the week."""

    day: Weekday = field()
    hours: tuple[Hours, ...] = field(converter=hours_of_day)

    @day.validator
    def _known(self, _: object, value: str) -> None:
        _weekday_number(value)

    @hours.validator
    def _apart(self, _: object, value: tuple[Hours, ...]) -> None:
        _in_sequence(value, self.day)


def calendar_date(value: date | str) -> date:
    """Return a date, or read one from text; an instant, which has no date without a zone, is refused."""
    found = _read_date(value) if isinstance(value, str) else value
    if not isinstance(found, date) or isinstance(found, datetime):
        raise InvalidValue(f"{value!r} is not a date; write one such as '2026-12-25'")
    if not 2 <= found.year <= 9998:
        raise InvalidValue(
            f"{found} is out of reach; service hours are known from the year 2 to the year 9998"
        )
    return date(found.year, found.month, found.day)


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError as error:
        raise InvalidValue(f"{text!r} is not a date: {error}") from None


@frozen(kw_only=True)
class DateHours:
    """The hours that begin on one date; none at all where they are empty."""

    day: date = field(converter=calendar_date)
    hours: tuple[Hours, ...] = field(converter=hours_of_day)

    @hours.validator
    def _apart(self, _: object, value: tuple[Hours, ...]) -> None:
        _in_sequence(value, self.day)


WeeklyLike = Mapping[str, DayLike] | Iterable[WeekdayHours]
DatedLike = Mapping[date, DayLike] | Mapping[str, DayLike] | Iterable[DateHours]


def _weekdays(name: str) -> tuple[Weekday, ...]:
    """The days that a key such as ``mon`` or ``mon-fri`` names."""
    ends = [_weekday_number(day) for day in str(name).split("-", 1)]
    length = (ends[-1] - ends[0]) % 7 + 1
    return tuple(WEEKDAYS[(ends[0] + n) % 7] for n in range(length))


def _weekday_number(day: str) -> int:
    for number, known in enumerate(WEEKDAYS):
        if day == known:
            return number
    raise InvalidValue(f"unknown weekday {day!r} (known: {', '.join(WEEKDAYS)}, and ranges such as mon-fri)")


def weekly_hours(value: WeeklyLike) -> tuple[WeekdayHours, ...]:
    """Read hours by weekday, such as ``{"mon-fri": ["09:00-17:00"]}``, in the order of the week."""
    gathered: dict[Weekday, tuple[Hours, ...]] = {}
    if isinstance(value, Mapping):
        pairs = [(day, hours_of_day(hours)) for name, hours in value.items() for day in _weekdays(name)]
    else:
        pairs = [(entry.day, entry.hours) for entry in _entries(value, WeekdayHours)]
    for day, hours in pairs:
        gathered[day] = gathered.get(day, ()) + hours
    return tuple(WeekdayHours(day=day, hours=gathered[day]) for day in WEEKDAYS if gathered.get(day))


def dated_hours(value: DatedLike) -> tuple[DateHours, ...]:
    """Read hours by date, such as ``{"2026-12-24": ["09:00-12:00"]}``, in the order of time."""
    gathered: dict[date, tuple[Hours, ...]] = {}
    if isinstance(value, Mapping):
        pairs = [(calendar_date(day), hours_of_day(hours)) for day, hours in value.items()]
    else:
        pairs = [(entry.day, entry.hours) for entry in _entries(value, DateHours)]
    for day, hours in pairs:
        gathered[day] = gathered.get(day, ()) + hours
    return tuple(DateHours(day=day, hours=gathered[day]) for day in sorted(gathered))


def dated_breaks(value: DatedLike) -> tuple[DateHours, ...]:
    """Read breaks by date; a date without a break is left out."""
    return tuple(entry for entry in dated_hours(value) if entry.hours)


def _entries(value: object, kind: type[Entry]) -> tuple[Entry, ...]:
    entries = []
    for entry in _each(value):
        if not isinstance(entry, kind):
            raise InvalidValue(f"{entry!r} is not {kind.__name__}; write a mapping of days to hours instead")
        entries.append(entry)
    return tuple(entries)
