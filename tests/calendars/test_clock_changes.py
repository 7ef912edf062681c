"""Nights on which the clocks change: London, New York, Lord Howe, São Paulo, Samoa.

London 2026: 29 March 01:00 to 02:00, 25 October 02:00 to 01:00. New York 2026: 8 March 02:00 to
03:00, 1 November 02:00 to 01:00. Lord Howe moves by half an hour: 5 April 2026 02:00 to 01:30,
4 October 2026 02:00 to 02:30. São Paulo: 18 February 2018 00:00 back to 23:00 of the 17th,
4 November 2018 00:00 to 01:00. Samoa had no 30 December 2011.
"""

from __future__ import annotations

import pytest

from slacore.calendars import ServiceHours
from slacore.values import Instant, Quantity, Window, WindowSet

EVERY_NIGHT = {"mon-sun": ["22:00-06:00"]}
EVERY_DAY = {"mon-sun": ["00:00-24:00"]}
BOTH = pytest.mark.parametrize("clock_changes", ["to instants", "wall clock"])


def hours(number) -> Quantity:
    return Quantity(number, "h")


@BOTH
@pytest.mark.parametrize(
    ("zone", "evening", "length"),
    [
        ("Europe/London", "2026-03-27", 8),
        ("Europe/London", "2026-03-28", 7),
        ("Europe/London", "2026-10-24", 9),
        ("America/New_York", "2026-03-07", 7),
        ("America/New_York", "2026-10-31", 9),
        ("Australia/Lord_Howe", "2026-04-04", "8.5"),
        ("Australia/Lord_Howe", "2026-10-03", "7.5"),
        ("America/Sao_Paulo", "2018-11-03", 7),
        ("America/Sao_Paulo", "2018-02-17", 9),
    ],
)
def test_a_night_shift_is_as_long_as_the_night(zone, evening, length, clock_changes):
    """The hour that the clocks skip is not served, and the one that they repeat is served twice."""
    calendar = ServiceHours(zone=zone, weekly=EVERY_NIGHT, clock_changes=clock_changes)
    noon = Instant.parse(f"{evening}T12:00", tz=zone)
    assert calendar.elapsed(noon, noon + hours(24)) == hours(length)
    due = calendar.add(noon, hours(length))
    assert due.to_datetime().strftime("%H:%M") == "06:00"
    assert calendar.subtract(due, hours(length)).to_datetime().strftime("%H:%M") == "22:00"


@BOTH
@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("Europe/London", "2026-03-29", 23),
        ("Europe/London", "2026-10-25", 25),
        ("Australia/Lord_Howe", "2026-04-05", "24.5"),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/Sao_Paulo", "2018-02-17", 25),
        # 00:00 to 00:59 of that day occurred twice: clocks went from 01:00 back to 00:00.
        ("America/Havana", "2025-11-02", 25),
        # At 00:01 clocks went back to 23:01 of the day before, so that midnight came twice.
        ("America/St_Johns", "2010-11-07", 25),
    ],
)
def test_around_the_clock_by_the_week_loses_nothing_on_such_a_day(zone, day, length, clock_changes):
    """Days that touch at midnight leave no hole, wherever the clocks change."""
    weekly = ServiceHours(zone=zone, weekly=EVERY_DAY, clock_changes=clock_changes)
    always = ServiceHours(zone=zone, round_the_clock=True, clock_changes=clock_changes)
    one_day = Window.parse(day, tz=zone)
    around = Window(one_day.start + hours(-60), one_day.end + hours(60))
    assert weekly.open_time(around) == WindowSet.of(around) == always.open_time(around)
    assert one_day.length == hours(length) or zone == "America/St_Johns"


@pytest.mark.parametrize(
    ("clock_changes", "day", "minutes"),
    [
        ("to instants", "2026-03-08", 60),
        ("wall clock", "2026-03-08", 30),
        ("to instants", "2026-11-01", 120),
        ("wall clock", "2026-11-01", 90),
        ("to instants", "2026-03-15", 60),
        ("wall clock", "2026-03-15", 60),
    ],
)
def test_a_shift_that_ends_inside_a_clock_change(clock_changes, day, minutes):
    """New York, Sundays 01:30 to 02:30: by instants one hour and two, by the wall half and one and a half."""
    calendar = ServiceHours(
        zone="America/New_York", weekly={"sun": ["01:30-02:30"]}, clock_changes=clock_changes
    )
    window = Window.parse(day, tz="America/New_York")
    assert calendar.open_time(window).micros == minutes * 60_000_000


@pytest.mark.parametrize(("clock_changes", "minutes"), [("to instants", 0), ("wall clock", 15)])
def test_a_shift_whose_start_is_skipped_past_its_end(clock_changes, minutes):
    """New York, 02:30 to 03:15 on 8 March: 02:30 becomes 03:30, so no time is left of the shift."""
    calendar = ServiceHours(
        zone="America/New_York", weekly={"sun": ["02:30-03:15"]}, clock_changes=clock_changes
    )
    assert (
        calendar.open_time(Window.parse("2026-03-08", tz="America/New_York")).micros == minutes * 60_000_000
    )


def test_a_wall_clock_shift_may_be_served_in_two_pieces():
    """London, 01:15 to 01:45 on 25 October: once in summer time and once more in winter time."""
    weekly = {"sun": ["01:15-01:45"]}
    day = Window.parse("2026-10-25", tz="Europe/London")
    twice = ServiceHours(zone="Europe/London", weekly=weekly, clock_changes="wall clock")
    assert twice.open_time(day) == WindowSet.of(
        Window("2026-10-25T00:15Z", "2026-10-25T00:45Z"), Window("2026-10-25T01:15Z", "2026-10-25T01:45Z")
    )
    once = ServiceHours(zone="Europe/London", weekly=weekly)
    assert once.open_time(day) == WindowSet.of(Window("2026-10-25T00:15Z", "2026-10-25T00:45Z"))


@BOTH
def test_a_date_that_a_zone_never_had_has_no_shifts(clock_changes):
    """Samoa's week from Monday 26 December 2011 had no Friday: 4 working days, and one of them holiday."""
    fields = {"zone": "Pacific/Apia", "weekly": {"mon-fri": ["09:00-17:00"]}, "clock_changes": clock_changes}
    week = Window.between("2011-12-26", "2012-01-02", tz="Pacific/Apia")
    assert week.length == hours(144)
    assert ServiceHours(**fields).open_time(week).micros == 32 * 3_600_000_000
    closed = ServiceHours(**fields, holidays=["2011-12-26", "2011-12-30"])
    assert closed.open_time(week).micros == 24 * 3_600_000_000
    assert not ServiceHours(**fields).is_business_day("2011-12-30")


@BOTH
def test_a_holiday_closes_the_whole_of_a_long_day(clock_changes):
    """On 25 October 2026 London is closed for 25 hours, and the night before runs up to midnight."""
    calendar = ServiceHours(
        zone="Europe/London", weekly=EVERY_NIGHT, holidays=["2026-10-25"], clock_changes=clock_changes
    )
    around = Window.between("2026-10-24", "2026-10-27", tz="Europe/London")
    assert calendar.open_time(around) == WindowSet.of(
        Window.between("2026-10-24", "2026-10-24T06:00", tz="Europe/London"),
        Window.between("2026-10-24T22:00", "2026-10-25", tz="Europe/London"),
        Window.between("2026-10-26", "2026-10-26T06:00", tz="Europe/London"),
        Window.between("2026-10-26T22:00", "2026-10-27", tz="Europe/London"),
    )


def test_business_days_keep_the_wall_clock_across_a_clock_change():
    """Friday 10:00 in London plus one business day is Monday 10:00, 71 hours later."""
    office = ServiceHours(zone="Europe/London", weekly={"mon-fri": ["09:00-17:00"]})
    friday = Instant.parse("2026-03-27T10:00Z")
    assert office.add_business_days(friday, 1) == Instant.parse("2026-03-30T09:00Z")
