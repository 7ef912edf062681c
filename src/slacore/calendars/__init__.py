"""Calendars: when a service is served, and how much service time lies between two instants."""

from slacore.calendars.holidays import HolidaySource
from slacore.calendars.service_hours import ServiceHours
from slacore.calendars.shifts import DateHours, Hours, WeekdayHours

__all__ = ["DateHours", "HolidaySource", "Hours", "ServiceHours", "WeekdayHours"]
