"""Open spans: the way through service time, forward and backward from an instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from slacore.calendars.clock_changes import DAY, spans_of
from slacore.calendars.shifts import WEEKDAYS, WHOLE_DAY
from slacore.calendars.timetable import Timetable
from slacore.errors import CalendarError
from slacore.values import Instant, WindowSet
from slacore.values.window import local_date, midnight
from slacore.values.window_set import Span

NO_PAUSES = WindowSet()

# Time is compiled and kept in blocks of four weeks.
_BLOCK = 28 * DAY
# Every date meets every weekday within forty years, 29 February across 2100 included. Hours
# that never open in so long a span after their last dated exception never open at all.
_CYCLE = 40 * 366 * DAY
# The blocks that hold the years 2 to 9998 in every zone. Python's dates are those of the years 1 to
# 9999, and the margin keeps shifts and offsets inside them.
_FIRST_BLOCK, _LAST_BLOCK = -25_672, 104_733
# The instant, in microseconds, from which on no hours are known.
END = (_LAST_BLOCK + 1) * _BLOCK


def open_at(hours: Timetable, at: int) -> bool:
    """Whether an instant, in microseconds, is in service time."""
    return _open_in_block(hours, at // _BLOCK).contains(at)


def open_between(hours: Timetable, start: int, end: int) -> WindowSet:
    """The service time from `start` to `end`; none where these are not in order."""
    blocks = range(start // _BLOCK, (end - 1) // _BLOCK + 1) if start < end else range(0)
    spans = chain.from_iterable(_open_in_block(hours, number).spans for number in blocks)
    return WindowSet(spans) & WindowSet(((start, end),))


def forward(hours: Timetable, start: int, pauses: WindowSet = NO_PAUSES) -> Iterator[Span]:
    """Open spans from `start` on, in order; ends where no further one can come."""
    last = max(start, *_exceptions(hours, start), *(end for _, end in pauses.spans))
    number = start // _BLOCK
    while number * _BLOCK <= last + _CYCLE:
        ahead = WindowSet(((start, (number + 1) * _BLOCK),))
        for span in ((_open_in_block(hours, number) & ahead) - pauses).spans:
            last = max(last, span[1])
            yield span
        number += 1


def backward(hours: Timetable, end: int, pauses: WindowSet = NO_PAUSES) -> Iterator[Span]:
    """Open spans up to `end`, latest first; ends where no earlier one can come."""
    first = min(end, *_exceptions(hours, end), *(start for start, _ in pauses.spans))
    number = (end - 1) // _BLOCK
    while (number + 1) * _BLOCK >= first - _CYCLE:
        behind = WindowSet(((number * _BLOCK, end),))
        for span in reversed(((_open_in_block(hours, number) & behind) - pauses).spans):
            first = min(first, span[0])
            yield span
        number -= 1


def next_open(hours: Timetable, at: Instant) -> Span:
    """The first open span from an instant on."""
    for span in forward(hours, at.micros):
        return span
    raise never(hours, "again", at)


def previous_open(hours: Timetable, at: Instant) -> Span:
    """The last open span up to an instant."""
    for span in backward(hours, at.micros):
        return span
    raise never(hours, "before that", at)


def never(hours: Timetable, when: str, at: Instant) -> CalendarError:
    """What to raise where a search ended without an answer."""
    shown = at.in_zone(hours.zone)
    return CalendarError(
        f"asked from {shown}: too little service time, and the service hours never open {when}; "
        "look at the weekly hours, holidays and overrides"
    )


def must_end(hours: Timetable, opening: int, closing: int, at: int) -> None:
    """Refuse a stretch that lasts a whole cycle clear of any exception, for it has no end."""
    first, last = _exceptions(hours, at)
    if closing - max(opening, last) > _CYCLE or min(closing, first) - opening > _CYCLE:
        raise CalendarError("the service never closes, so it has no intervals; ask for its open_time")


def _exceptions(hours: Timetable, at: int) -> tuple[int, int]:
    """The ends of the stretch that holds `at` and every date that differs from the weekly hours."""
    dates = [*hours.holidays, *(entry.day for entry in (*hours.overrides, *hours.breaks))]
    if not dates:
        return at, at
    # Two days on, the tail of a night shift and a clock change are over as well.
    after = midnight(max(dates), hours.zone).micros + 3 * DAY
    return min(at, midnight(min(dates), hours.zone).micros), max(at, after)


def _open_on_dates(hours: Timetable, days: list[date]) -> WindowSet:
    """The service time of shifts that begin on those dates, less breaks and holidays."""
    weekly = {entry.day: entry.hours for entry in hours.weekly}
    overrides = {entry.day: entry.hours for entry in hours.overrides}
    breaks = {entry.day: entry.hours for entry in hours.breaks}
    weekly_breaks = {entry.day: entry.hours for entry in hours.weekly_breaks}
    holidays = frozenset(hours.holidays)
    opened: list[Span] = []
    closed: list[Span] = []
    for day in days:
        name = WEEKDAYS[day.weekday()]
        regular = (WHOLE_DAY,) if hours.round_the_clock else weekly.get(name, ())
        shifts = overrides.get(day, regular)
        shut = (*breaks.get(day, ()), *weekly_breaks.get(name, ()))
        if day in holidays or f"{day:%m-%d}" in hours.yearly_holidays:
            if hours.holiday_rule == "closes the date":
                shut = (*shut, WHOLE_DAY)
            else:
                shifts = ()
        for into, several in ((opened, shifts), (closed, shut)):
            for each in several:
                into.extend(spans_of(each, day, hours.zone, hours.clock_changes))
    return WindowSet(opened) - WindowSet(closed)


@lru_cache(maxsize=4096)
def _open_in_block(hours: Timetable, number: int) -> WindowSet:
    """The service time inside one block of four weeks, counted from 1970 in UTC."""
    if not _FIRST_BLOCK <= number <= _LAST_BLOCK:
        raise CalendarError("service hours are known from the year 2 to the year 9998")
    start, end = number * _BLOCK, (number + 1) * _BLOCK
    # A shift reaches into the block from two days before at most: 24 hours, and a clock change.
    first = local_date(start, hours.zone) - timedelta(days=2)
    days = [first + timedelta(days=n) for n in range(28 + 4)]
    return _open_on_dates(hours, days) & WindowSet(((start, end),))
