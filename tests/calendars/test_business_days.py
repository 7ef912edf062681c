"""Business days: dates on which some service time is left."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from slacore.calendars import ServiceHours, is_business_day
from slacore.errors import CalendarError, InvalidValue
from slacore.values import Instant, Window, WindowSet

# Whit Monday 25 May 2026 is a holiday, and the lunch break of Tuesday 26 May takes the whole shift.
OFFICE = ServiceHours(
    zone="Europe/Paris",
    weekly={"mon-fri": ["09:00-17:00"], "sat": ["10:00-12:00"]},
    holidays=["2026-05-25"],
    breaks={"2026-05-26": ["08:00-18:00"]},
)


def at(text: str) -> Instant:
    """A wall-clock time of May 2026 in Paris, such as ``22 10:00``."""
    day, clock = text.split()
    return Instant.parse(f"2026-05-{day}T{clock}", tz="Europe/Paris")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-22", True),
        ("2026-05-23", True),
        ("2026-05-24", False),
        ("2026-05-25", False),
        ("2026-05-26", False),
    ],
)
def test_a_business_day_has_service_time_left(day, expected):
    """Sunday, a holiday and a day closed by a break are none; a short Saturday is one."""
    assert OFFICE.is_business_day(date.fromisoformat(day)) is expected


def test_the_tail_of_a_night_shift_makes_its_date_a_business_day():
    """Friday's night runs into Saturday, so Saturday has service time."""
    nights = ServiceHours(zone="UTC", weekly={"fri": ["22:00-06:00"]})
    assert nights.is_business_day(date(2026, 1, 10))
    assert not nights.is_business_day(date(2026, 1, 11))


def test_an_instant_is_no_date():
    """Which date an instant falls on depends on a zone, so none is guessed."""
    with pytest.raises(InvalidValue, match="is not a date"):
        OFFICE.is_business_day(datetime(2026, 5, 22))


@pytest.mark.parametrize(
    ("start", "days", "snap", "expected"),
    [
        ("22 10:30", 1, "none", "23 10:30"),
        ("22 10:30", 2, "none", "27 10:30"),
        ("27 10:30", -2, "none", "22 10:30"),
        ("24 10:30", 1, "none", "27 10:30"),
        ("24 10:30", 0, "none", "24 10:30"),
        ("22 13:00", 1, "none", "23 13:00"),
        ("22 13:00", 1, "next open", "27 09:00"),
        ("22 13:00", 1, "previous open", "23 12:00"),
        ("22 17:00", 1, "end of day", "23 12:00"),
        ("22 10:30", 1, "next open", "23 10:30"),
        ("22 10:30", 1, "previous open", "23 10:30"),
        ("24 10:30", 0, "next open", "27 09:00"),
        ("24 10:30", 0, "previous open", "23 12:00"),
    ],
)
def test_business_days_are_stepped_and_the_clock_time_kept(start, days, snap, expected):
    """The start's own date is not counted; a closed answer stays or snaps as asked."""
    assert OFFICE.add_business_days(at(start), days, snap=snap) == at(expected)


def test_a_date_without_service_has_no_end_of_day():
    """Sunday has no closing to snap to."""
    with pytest.raises(CalendarError, match="2026-05-24 has no service time"):
        OFFICE.add_business_days(at("24 10:30"), 0, snap="end of day")


def test_the_service_time_of_pauses_is_added_last():
    """Two paused hours by day, four by night and one before the start: the answer moves by two."""
    pauses = WindowSet.of(
        Window(at("22 09:00"), at("22 10:00")),
        Window(at("22 15:00"), at("22 21:00")),
    )
    assert OFFICE.add_business_days(at("22 10:30"), 1, pauses=pauses) == at("27 09:30")


def test_a_zone_east_of_the_service_does_not_move_the_day():
    """Friday 23:00 in New York is Saturday in Paris, and the service is in Paris."""
    friday_in_new_york = Instant.parse("2026-05-22T23:00", tz="America/New_York")
    assert OFFICE.add_business_days(friday_in_new_york, 1) == at("27 05:00")


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize(
    ("day", "is_one"), [("0002-01-01", True), ("9998-12-31", True), ("9998-12-27", False)]
)
def test_every_date_that_may_be_named_is_known(zone, day, is_one):
    """From the first Tuesday of the year 2 to the last Thursday of 9998, east and west of the date line.

    400 years are whole weeks, so the last day of 9998 is that of 1998, a Thursday, and the first of
    the year 2 is that of 2002, a Tuesday.
    """
    week = ServiceHours(zone=zone, weekly={"mon-fri": ["00:00-24:00"]})
    assert week.is_business_day(date.fromisoformat(day)) is is_one
    assert week.elapsed_micros(*_ends(day, zone)) == is_one * 86_400_000_000


def _ends(day: str, zone: str) -> tuple[int, int]:
    """The two midnights of the date."""
    year, month, number = map(int, day.split("-"))
    window = Window.day(year, month, number, tz=zone)
    return window.start.micros, window.end.micros


def test_without_hours_monday_to_friday_are_business_days():
    """The week of 25 May 2026, Whit Monday and all: no holiday was agreed."""
    week = [date(2026, 5, number) for number in range(25, 32)]
    assert [is_business_day(None, day) for day in week] == [True] * 5 + [False] * 2
