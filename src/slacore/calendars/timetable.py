"""Timetables: what is agreed of service hours, before any question is asked of them."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from attrs import field, frozen
from attrs.validators import instance_of

from slacore.calendars.clock_changes import ClockChanges
from slacore.calendars.holidays import HolidaySource, holiday_dates, yearly_dates
from slacore.calendars.shifts import DateHours, WeekdayHours, dated_breaks, dated_hours, weekly_hours
from slacore.errors import CalendarError
from slacore.values import zone_name
from slacore.values.choice import one_of

# "closes the date": a holiday closes midnight to midnight and nothing else, so the tail of a
# night shift begun on it stays open. "drops its shifts": what begins on it falls out whole.
HolidayRule = Literal["closes the date", "drops its shifts"]


@frozen(kw_only=True, cache_hash=True)
class Timetable:
    """What is agreed of service hours: shifts, holidays, exceptions and breaks, in one zone."""

    # The IANA zone whose clocks the hours are read from.
    zone: str = field(converter=zone_name)
    # Hours by weekday; each belongs to the day on which it starts.
    weekly: tuple[WeekdayHours, ...] = field(default=(), converter=weekly_hours)
    # Every hour of every day, in place of `weekly`.
    round_the_clock: bool = field(default=False, validator=instance_of(bool))
    # Dates on which the service is closed, whatever else is said of them.
    holidays: tuple[date, ...] = field(default=(), converter=holiday_dates)
    # Month and day of holidays that come back every year.
    yearly_holidays: tuple[str, ...] = field(default=(), converter=yearly_dates)
    # Where holidays of a country came from, and for which years they are known.
    holiday_sources: tuple[HolidaySource, ...] = ()
    # Hours that replace those that begin on a date; empty means none.
    overrides: tuple[DateHours, ...] = field(default=(), converter=dated_hours)
    # Closed times on a date, and on every such weekday.
    breaks: tuple[DateHours, ...] = field(default=(), converter=dated_breaks)
    weekly_breaks: tuple[WeekdayHours, ...] = field(default=(), converter=weekly_hours)
    holiday_rule: HolidayRule = field(default="closes the date", validator=one_of(get_args(HolidayRule)))
    clock_changes: ClockChanges = field(default="to instants", validator=one_of(get_args(ClockChanges)))

    def __attrs_post_init__(self) -> None:
        if self.round_the_clock and self.weekly:
            raise CalendarError("service hours are round the clock and weekly at once; state one of the two")
        if not (self.round_the_clock or self.weekly or any(entry.hours for entry in self.overrides)):
            raise CalendarError(
                "service hours that never open; give weekly hours such as {'mon-fri': ['09:00-17:00']}, "
                "or ServiceHours.always(zone)"
            )
