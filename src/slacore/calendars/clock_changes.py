"""Clock changes: what becomes of wall-clock hours on a night when the clocks are moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal

from slacore.calendars.shifts import Hours
from slacore.values.window_set import Span
from slacore.values.zones import EPOCH, instant_of_wall_clock, wall_clock

# "to instants": the ends of a shift become instants first, and time runs between them. A
# missing wall time moves forward by the gap; an ambiguous one is its first occurrence.
# "wall clock": the service is open whenever a clock on the wall shows a time of the shift.
ClockChanges = Literal["to instants", "wall clock"]

SECOND = 1_000_000
DAY = 86_400 * SECOND


def spans_of(hours: Hours, day: date, zone: str, clock_changes: ClockChanges) -> tuple[Span, ...]:
    """The instants, in microseconds, of hours that begin on a local date."""
    start, end = hours.seconds
    midnight = datetime.combine(day, time())
    if clock_changes == "wall clock":
        shown = _micros(midnight)
        return tuple(_shown(shown + start * SECOND, shown + end * SECOND, zone))
    if not _exists(midnight, zone):
        return ()
    opening = instant_of_wall_clock(midnight + timedelta(seconds=start), zone)
    closing = instant_of_wall_clock(midnight + timedelta(seconds=end), zone)
    return ((opening, closing),) if opening < closing else ()


def _exists(midnight: datetime, zone: str) -> bool:
    """Whether the zone has that date at all: Samoa went from 29 to 31 December 2011."""
    tomorrow = midnight + timedelta(days=1)
    return instant_of_wall_clock(midnight, zone) < instant_of_wall_clock(tomorrow, zone)


def _shown(start: int, end: int, zone: str) -> Iterator[Span]:
    """When clocks in the zone show a time from `start` up to `end`, both as if they were UTC."""
    for since, until, offset in _constant_offsets(start - DAY, end + DAY, zone):
        span = max(start - offset, since), min(end - offset, until)
        if span[0] < span[1]:
            yield span


def _constant_offsets(start: int, end: int, zone: str) -> Iterator[tuple[int, int, int]]:
    """Cut a stretch of time where the zone's offset changes: (since, until, offset)."""
    since, offset = start, _offset(start, zone)
    for probe in range(start, end + DAY, DAY):
        later = _offset(probe, zone)
        if later != offset:
            change = _change_between(probe - DAY, probe, zone)
            yield since, change, offset
            since, offset = change, later
    yield since, end + DAY, offset


def _change_between(before: int, after: int, zone: str) -> int:
    """The first instant with the offset of `after`; zones change on whole seconds."""
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if _offset(middle, zone) == _offset(after, zone):
            after = middle
        else:
            before = middle
    return after


def _offset(micros: int, zone: str) -> int:
    return _micros(wall_clock(micros, zone).replace(tzinfo=None)) - micros


def _micros(naive: datetime) -> int:
    return (naive - EPOCH.replace(tzinfo=None)) // timedelta(microseconds=1)
