"""Calendars: when a service is served, and how much service time lies between two instants."""

from slacore.calendars.business_days import is_business_day
from slacore.calendars.holidays import HolidaySource
from slacore.calendars.service_hours import ServiceHours
from slacore.calendars.shifts import DateHours, Hours, WeekdayHours

__all__ = ["DateHours", "HolidaySource", "Hours", "ServiceHours", "WeekdayHours", "is_business_day"]
