"""Hours that never open, or never again: a clear answer, and no search without end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from slacore.calendars import ServiceHours
from slacore.errors import CalendarError
from slacore.values import Instant, Quantity, Window, WindowSet

START = Instant.parse("2026-01-05T09:00Z")
HOUR = Quantity(1, "h")
YEAR = [f"{date(2000, 1, 1) + timedelta(days=n):%m-%d}" for n in range(366)]

NEVER = {
    "a break all day": ServiceHours(
        zone="UTC", weekly={"mon": ["09:00-12:00"]}, weekly_breaks={"mon": ["00:00-24:00"]}
    ),
    "a holiday on every date": ServiceHours(
        zone="UTC", weekly={"mon-sun": ["09:00-12:00"]}, yearly_holidays=YEAR
    ),
    "always, but for every date": ServiceHours(zone="UTC", round_the_clock=True, yearly_holidays=YEAR),
    "a break on the only date": ServiceHours(
        zone="UTC", overrides={"2026-03-02": ["09:00-12:00"]}, breaks={"2026-03-02": ["09:00-12:00"]}
    ),
}


@pytest.mark.parametrize("calendar", NEVER.values(), ids=NEVER.keys())
def test_hours_that_never_open_say_so(calendar):
    """Every question that needs an open instant is refused; what needs none is answered."""
    for ask in (
        lambda: calendar.add(START, HOUR),
        lambda: calendar.add(START, HOUR * 0, at_close="next open"),
        lambda: calendar.subtract(START, HOUR),
        lambda: calendar.open_intervals(START, 1),
        lambda: calendar.open_intervals(START, 1, "backward"),
        lambda: calendar.add_business_days(START, 1),
        lambda: calendar.add_business_days(START, -1),
        lambda: calendar.add_business_days(START, 0, snap="next open"),
        lambda: calendar.add_business_days(START, 0, snap="previous open"),
    ):
        with pytest.raises(CalendarError, match=r"never open (again|before that)"):
            ask()
    assert calendar.elapsed(START, START + HOUR * 10_000) == HOUR * 0
    assert calendar.add(START, HOUR * 0) == START
    assert calendar.subtract(START, HOUR * 0) == START


def test_service_on_single_dates_ends_with_the_last_of_them():
    """Two mornings far apart: three hours each, and a seventh hour never comes."""
    calendar = ServiceHours(
        zone="UTC", overrides={"1980-02-29": ["09:00-12:00"], "2096-02-29": ["09:00-12:00"]}
    )
    assert calendar.add(START, HOUR * 3) == Instant.parse("2096-02-29T12:00Z")
    assert calendar.subtract(START, HOUR * 3) == Instant.parse("1980-02-29T09:00Z")
    assert calendar.open_intervals(START, 1) == (Window("2096-02-29T09:00Z", "2096-02-29T12:00Z"),)
    with pytest.raises(CalendarError) as refused:
        calendar.add(START, HOUR * 4)
    assert str(refused.value) == (
        "asked from 2026-01-05T09:00:00Z: too little service time, and the service hours never open "
        "again; look at the weekly hours, holidays and overrides"
    )
    with pytest.raises(CalendarError, match="never open again"):
        calendar.add(START, HOUR * 3, at_close="next open")
    with pytest.raises(CalendarError, match="never open before that"):
        calendar.subtract(START, HOUR * 4)
    with pytest.raises(CalendarError, match="never open again"):
        calendar.open_intervals(START, 2)


def test_the_rarest_opening_is_still_found():
    """Open on Saturdays that are 29 February and on no other date: after 2076 the next is in 2116.

    2100 is no leap year, so forty years is the longest that a date and a weekday keep apart.
    """
    every_other_date = [day for day in YEAR if day != "02-29"]
    calendar = ServiceHours(zone="UTC", weekly={"sat": ["09:00-12:00"]}, yearly_holidays=every_other_date)
    found = calendar.open_intervals(Instant.parse("2076-03-01T00:00Z"), 1)
    assert found == (Window("2116-02-29T09:00Z", "2116-02-29T12:00Z"),)
    assert calendar.open_intervals(found[0].start, 1, "backward")[0].end == Instant.parse("2076-02-29T12:00Z")


def test_service_without_end_has_no_intervals():
    """One stretch from ever to ever is no list of intervals."""
    for calendar in (
        ServiceHours.always("Europe/London"),
        ServiceHours(zone="Europe/London", weekly={"mon-sun": ["00:00-24:00"]}, holidays=["2025-12-25"]),
    ):
        with pytest.raises(CalendarError, match=r"^the service never closes, .*; ask for its open_time$"):
            calendar.open_intervals(START, 1)
    with pytest.raises(CalendarError, match="the service never closes"):
        ServiceHours.always("Europe/London").open_intervals(START, 1, "backward")


def test_a_long_stretch_that_ends_is_an_interval():
    """Round the clock until a single closed day in 2090, and since one in 1990."""
    calendar = ServiceHours(zone="UTC", round_the_clock=True, holidays=["1990-01-01", "2090-01-01"])
    assert calendar.open_intervals(START, 1) == (Window("2026-01-05T09:00Z", "2090-01-01T00:00Z"),)
    assert calendar.open_intervals(START, 1, "backward") == (
        Window("1990-01-02T00:00Z", "2026-01-05T09:00Z"),
    )


def test_a_pause_longer_than_a_cycle_is_not_taken_for_the_end():
    """A ticket paused for eighty years is due an hour after the pause."""
    office = ServiceHours(zone="UTC", weekly={"mon-sun": ["00:00-24:00"]})
    pause = WindowSet.of(Window("2026-01-01T00:00Z", "2106-01-01T00:00Z"))
    assert office.add(START, HOUR, pauses=pause) == Instant.parse("2106-01-01T01:00Z")
    assert office.subtract(Instant.parse("2105-01-01T00:00Z"), HOUR, pauses=pause) == Instant.parse(
        "2025-12-31T23:00Z"
    )
