"""Business days: local dates with some service time, and the way from one to the next."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from slacore.calendars.open_spans import next_open, open_at, open_between, previous_open
from slacore.calendars.timetable import Timetable
from slacore.errors import CalendarError
from slacore.values import Instant, Quantity, WindowSet
from slacore.values.window import local_date, midnight
from slacore.values.zones import wall_clock

# Where a date and a wall-clock time that lie outside service hours move to.
Snap = Literal["none", "next open", "previous open", "end of day"]

_FRIDAY = 5


def is_business_day(hours: Timetable | None, day: date) -> bool:
    """Whether any service time is left on the date after holidays and breaks.

    Where no service hours are agreed, Monday to Friday are business days.
    """
    return day.isoweekday() <= _FRIDAY if hours is None else bool(_open_on(hours, day))


def add_business_days(
    hours: Timetable, start: Instant, days: int, *, snap: Snap, pauses: WindowSet
) -> tuple[Instant, Quantity]:
    """Where so many business days lead, and the service time of pauses to add to it."""
    day = local_date(start.micros, hours.zone)
    for _ in range(abs(days)):
        day = _next(hours, day) if days > 0 else _previous(hours, day)
    landed = _snapped(hours, _same_clock(hours, start, day) if days else start, day, snap)
    later = WindowSet((max(begun, start.micros), ended) for begun, ended in pauses.spans)
    spent = sum(open_between(hours, *span).micros for span in later.spans)
    return landed, Quantity.of_micros(spent)


def _next(hours: Timetable, day: date) -> date:
    opening, _ = next_open(hours, midnight(day + timedelta(days=1), hours.zone))
    return local_date(opening, hours.zone)


def _previous(hours: Timetable, day: date) -> date:
    _, closing = previous_open(hours, midnight(day, hours.zone))
    return local_date(closing - 1, hours.zone)


def _same_clock(hours: Timetable, start: Instant, day: date) -> Instant:
    shown = wall_clock(start.micros, hours.zone)
    return Instant.at(datetime.combine(day, shown.time()), hours.zone)


def _snapped(hours: Timetable, at: Instant, day: date, snap: Snap) -> Instant:
    if snap == "end of day":
        open_that_day = _open_on(hours, day)
        if not open_that_day:
            raise CalendarError(f"{day} has no service time, so it has no last closing to snap to")
        return Instant(open_that_day.spans[-1][1], hours.zone)
    if snap == "none" or open_at(hours, at.micros):
        return Instant(at.micros, hours.zone)
    found = next_open(hours, at)[0] if snap == "next open" else previous_open(hours, at)[1]
    return Instant(found, hours.zone)


def _open_on(hours: Timetable, day: date) -> WindowSet:
    tomorrow = day + timedelta(days=1)
    return open_between(hours, midnight(day, hours.zone).micros, midnight(tomorrow, hours.zone).micros)
