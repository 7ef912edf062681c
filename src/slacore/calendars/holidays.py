"""Holidays: dates on which a service is closed, frozen so that a result can be had again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from typing import TypeVar

from attrs import frozen

from slacore.calendars.shifts import calendar_date
from slacore.errors import CalendarError, InvalidValue, MissingExtra

Day = TypeVar("Day")

_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)


def holiday_dates(value: Iterable[date | str]) -> tuple[date, ...]:
    """Read dates, each once, in the order of time."""
    return tuple(sorted({calendar_date(item) for item in _several(value, "2026-12-25")}))


def yearly_dates(value: Iterable[str]) -> tuple[str, ...]:
    """Read ``MM-DD`` dates that come back every year; ``02-29`` comes back in leap years."""
    return tuple(sorted({_month_day(item) for item in _several(value, "12-25")}))


def _several(value: Iterable[Day], example: str) -> Iterable[Day]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidValue(f"{value!r} is not a list of dates; write one such as [{example!r}]")
    return value


def _month_day(value: str) -> str:
    try:
        if _MONTH_DAY.fullmatch(value):
            date.fromisoformat(f"2000-{value}")
            return value
    except (TypeError, ValueError):
        pass
    raise InvalidValue(f"{value!r} is not a day of every year; write month and day, such as '12-25'")


@frozen(kw_only=True)
class HolidaySource:
    """Where frozen holidays came from: a country's calendar, as one release of a library knew it."""

    # ISO 3166 codes, such as "GB" and "ENG".
    country: str
    subdivision: str | None = None
    # The years that were frozen. In any other year these holidays are not known.
    years: tuple[int, ...]
    # The library and its release, such as "holidays 0.109".
    library: str

    def __str__(self) -> str:
        place = f"{self.country}-{self.subdivision}" if self.subdivision else self.country
        return f"{place}, {', '.join(map(str, self.years))} ({self.library})"


def country_holidays(
    country: str, *, subdivision: str | None, years: tuple[int, ...], observed: bool
) -> tuple[tuple[date, ...], HolidaySource]:
    """The public holidays of those years, and where they came from."""
    try:
        import holidays
    except ImportError:
        raise MissingExtra(
            "holidays of a country need the package 'holidays'; install slacore[calendars]"
        ) from None
    release = f"holidays {version('holidays')}"
    found: set[date] = set()
    for year in years:
        try:
            known = holidays.country_holidays(
                country, subdiv=subdivision, years=year, expand=False, observed=observed
            )
        except NotImplementedError as error:
            raise CalendarError(f"holidays of {country!r} are not known: {error}") from None
        dates = {day for day in known if day.year == year}
        if not dates:
            raise CalendarError(f"{release} knows no holiday of {country} in {year}; name other years")
        found |= dates
    source = HolidaySource(country=country, subdivision=subdivision, years=years, library=release)
    return tuple(sorted(found)), source
