"""Service time: how much of it lies between two instants, and when so much is used up."""

from __future__ import annotations

import pytest

from slacore.calendars import ServiceHours
from slacore.errors import CalendarError, InvalidValue, UnitMismatch
from slacore.values import Instant, Quantity, Window, WindowSet

OFFICE = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
SHOP = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-12:00", "13:00-17:00"], "sat": ["10:00-14:00"]})
NIGHTS = ServiceHours(zone="UTC", weekly={"mon-fri": ["22:00-06:00"]})
WEEKDAYS_ROUND = ServiceHours(zone="UTC", weekly={"mon-fri": ["00:00-24:00"]})
# January 2026: the 5th, 12th and 19th are Mondays.


def at(text: str) -> Instant:
    """A wall-clock time of January 2026 in UTC, such as ``05 09:00``."""
    day, clock = text.split()
    return Instant.parse(f"2026-01-{day}T{clock}Z")


def hours(number) -> Quantity:
    return Quantity(number, "h")


def paused(*spans) -> WindowSet:
    return WindowSet.of(*(Window(at(start), at(end)) for start, end in spans))


@pytest.mark.parametrize(
    ("calendar", "start", "end", "expected"),
    [
        (OFFICE, "05 09:00", "05 17:00", 8),
        (OFFICE, "05 08:00", "05 18:00", 8),
        (OFFICE, "09 16:00", "12 10:00", 2),
        (OFFICE, "10 00:00", "11 23:00", 0),
        (OFFICE, "05 00:00", "19 00:00", 80),
        (SHOP, "05 11:00", "05 14:00", 2),
        (SHOP, "05 00:00", "12 00:00", 39),
        (NIGHTS, "05 00:00", "12 00:00", 40),
        (NIGHTS, "05 23:00", "06 05:00", 6),
        (NIGHTS, "10 00:00", "10 23:00", 6),
        (WEEKDAYS_ROUND, "05 00:00", "12 00:00", 120),
        (WEEKDAYS_ROUND, "05 23:59", "06 00:01", "1/30"),
    ],
)
def test_only_service_hours_count(calendar, start, end, expected):
    """Evenings, weekends and lunch add nothing; a night shift belongs to the day it starts on."""
    assert calendar.elapsed(at(start), at(end)) == hours(expected)


def test_elapsed_is_stated_in_seconds():
    """The figure comes in the unit in which it is exact."""
    assert str(OFFICE.elapsed(at("05 16:59"), at("06 09:00:30.000001"))) == "90.000001 s"


def test_a_reversed_span_is_negative_or_zero_as_asked():
    """Systems differ, so both answers can be had."""
    assert OFFICE.elapsed(at("06 10:00"), at("05 16:00")) == hours(-2)
    assert OFFICE.elapsed(at("06 10:00"), at("05 16:00"), reversed_span="zero") == hours(0)
    assert OFFICE.elapsed(at("05 16:00"), at("06 10:00"), reversed_span="zero") == hours(2)
    with pytest.raises(InvalidValue, match=r"unknown reversed_span 'nul'.* \(known: negative, zero\)"):
        OFFICE.elapsed(at("06 10:00"), at("05 16:00"), reversed_span="nul")


def test_pauses_count_once_and_only_in_service_hours():
    """Overlapping pauses are one, and a pause over the night costs what it covers by day."""
    pauses = paused(("05 10:00", "05 12:00"), ("05 11:00", "05 13:00"), ("05 16:00", "06 10:00"))
    assert OFFICE.elapsed(at("05 09:00"), at("06 17:00"), pauses=pauses) == hours(11)
    assert OFFICE.elapsed(at("06 17:00"), at("05 09:00"), pauses=pauses) == hours(-11)


def test_open_time_is_the_window_cut_by_the_hours():
    """Two stretches of a Monday with a lunch break, the last cut at the window's end."""
    window = Window(at("05 08:00"), at("05 14:30"))
    assert SHOP.open_time(window) == paused(("05 09:00", "05 12:00"), ("05 13:00", "05 14:30"))


def test_service_is_open_from_its_first_instant_to_just_before_its_last():
    """At nine it is open, at five it no longer is."""
    assert OFFICE.is_open(at("05 09:00"))
    assert OFFICE.is_open(at("05 16:59:59.999999"))
    assert not OFFICE.is_open(at("05 17:00"))
    assert not OFFICE.is_open(at("05 08:59:59.999999"))
    assert not OFFICE.is_open(at("10 12:00"))


@pytest.mark.parametrize(
    ("calendar", "start", "length", "close", "next_open"),
    [
        (OFFICE, "05 10:00", 3, "05 13:00", "05 13:00"),
        (OFFICE, "05 16:00", 2, "06 10:00", "06 10:00"),
        (OFFICE, "09 16:00", 1, "09 17:00", "12 09:00"),
        (OFFICE, "05 09:00", 8, "05 17:00", "06 09:00"),
        (OFFICE, "10 12:00", 8, "12 17:00", "13 09:00"),
        (OFFICE, "10 12:00", 0, "10 12:00", "12 09:00"),
        (OFFICE, "05 12:00", 0, "05 12:00", "05 12:00"),
        (OFFICE, "05 17:00", 0, "05 17:00", "06 09:00"),
        (SHOP, "05 09:00", 3, "05 12:00", "05 13:00"),
        (NIGHTS, "05 23:00", 7, "06 06:00", "06 22:00"),
        (WEEKDAYS_ROUND, "05 12:00", 12, "06 00:00", "06 00:00"),
        (WEEKDAYS_ROUND, "05 12:00", 108, "10 00:00", "12 00:00"),
    ],
)
def test_a_target_used_up_at_closing_is_due_then_or_at_the_next_opening(
    calendar, start, length, close, next_open
):
    """The earliest and the latest instant of the tie; within service hours they are one."""
    assert calendar.add(at(start), hours(length)) == at(close)
    assert calendar.add(at(start), hours(length), at_close="next open") == at(next_open)


@pytest.mark.parametrize(
    ("calendar", "end", "length", "opening", "previous_close"),
    [
        (OFFICE, "05 13:00", 3, "05 10:00", "05 10:00"),
        (OFFICE, "06 10:00", 2, "05 16:00", "05 16:00"),
        (OFFICE, "12 17:00", 8, "12 09:00", "09 17:00"),
        (OFFICE, "10 12:00", 0, "10 12:00", "09 17:00"),
        (OFFICE, "05 12:00", 0, "05 12:00", "05 12:00"),
        (SHOP, "05 14:00", 1, "05 13:00", "05 12:00"),
        (WEEKDAYS_ROUND, "12 06:00", 6, "12 00:00", "10 00:00"),
    ],
)
def test_counting_back_ends_at_the_opening_or_at_the_close_before_it(
    calendar, end, length, opening, previous_close
):
    """The latest and the earliest instant of the tie."""
    assert calendar.subtract(at(end), hours(length)) == at(opening)
    assert calendar.subtract(at(end), hours(length), at_open="previous close") == at(previous_close)


def test_pauses_put_a_deadline_off_by_the_service_time_they_take():
    """A pause of two hours by day moves the deadline two hours; one at night does not move it."""
    assert OFFICE.add(at("05 09:00"), hours(4), pauses=paused(("05 10:00", "05 12:00"))) == at("05 15:00")
    assert OFFICE.add(at("05 09:00"), hours(9), pauses=paused(("05 17:00", "06 09:00"))) == at("06 10:00")
    assert OFFICE.subtract(at("05 15:00"), hours(4), pauses=paused(("05 10:00", "05 12:00"))) == at(
        "05 09:00"
    )


def test_a_pause_that_begins_at_the_deadline_makes_a_tie_too():
    """Used up as the pause begins: due then, or when the clock would run again."""
    pauses = paused(("05 13:00", "05 15:00"))
    assert OFFICE.add(at("05 09:00"), hours(4), pauses=pauses) == at("05 13:00")
    assert OFFICE.add(at("05 09:00"), hours(4), pauses=pauses, at_close="next open") == at("05 15:00")


def test_a_year_long_pause_is_waited_out():
    """No bound on the search takes a long pause for the end of service."""
    year = WindowSet.of(Window.year(2026, tz="UTC"), Window.year(2100, tz="UTC"))
    assert OFFICE.add(at("05 09:00"), hours(1), pauses=year) == Instant.parse("2027-01-01T10:00Z")


def test_answers_are_shown_on_the_service_s_own_clock():
    """A deadline asked for in UTC is told in the zone of the hours."""
    paris = ServiceHours(zone="Europe/Paris", weekly={"mon-fri": ["09:00-17:00"]})
    assert str(paris.add(at("05 09:00"), hours(1))) == "2026-01-05T11:00:00+01:00[Europe/Paris]"
    (morning,) = paris.open_intervals(at("05 12:00"), 1)
    ends = ("2026-01-05T13:00:00+01:00[Europe/Paris]", "2026-01-05T17:00:00+01:00[Europe/Paris]")
    assert (str(morning.start), str(morning.end)) == ends


def test_lengths_must_be_times_and_not_negative():
    """Subtracting is a word of its own, and working days have no length in hours."""
    with pytest.raises(
        InvalidValue, match=r"^-1 h of service time is negative; add or subtract its opposite$"
    ):
        OFFICE.add(at("05 09:00"), hours(-1))
    with pytest.raises(UnitMismatch):
        OFFICE.subtract(at("05 09:00"), Quantity(1, "wd"))


@pytest.mark.parametrize(
    ("ask", "unknown", "known"),
    [
        (
            lambda: OFFICE.elapsed(at("05 09:00"), at("05 10:00"), reversed_span="none"),
            "reversed_span 'none'",
            "negative, zero",
        ),
        (
            lambda: OFFICE.add(at("05 09:00"), hours(1), at_close="shut"),
            "at_close 'shut'",
            "close, next open",
        ),
        (
            lambda: OFFICE.subtract(at("05 09:00"), hours(1), at_open="begin"),
            "at_open 'begin'",
            "open, previous close",
        ),
        (
            lambda: OFFICE.open_intervals(at("05 09:00"), 1, "up"),
            "direction 'up'",
            "backward, forward",
        ),
        (
            lambda: OFFICE.add_business_days(at("05 09:00"), 1, snap="late"),
            "snap 'late'",
            "end of day, next open, none, previous open",
        ),
    ],
)
def test_options_are_refused_when_misspelt(ask, unknown, known):
    """A word that is no option never falls back to a default: the known ones are named."""
    with pytest.raises(InvalidValue) as refused:
        ask()
    assert str(refused.value) == f"unknown {unknown} (known: {known})"


def test_a_word_near_an_option_is_offered():
    """Whoever writes next_open is asked whether he meant next open."""
    with pytest.raises(InvalidValue, match=r"unknown snap 'next_open'; did you mean 'next open'\?"):
        OFFICE.add_business_days(at("05 09:00"), 1, snap="next_open")


def test_a_microsecond_before_a_boundary_is_not_yet_there():
    """All but a microsecond of the eight hours ends in the same shift, whichever end is asked for."""
    nearly = Quantity.of_micros(8 * 3_600_000_000 - 1)
    opening, closing = at("05 09:00"), at("05 17:00")
    assert OFFICE.add(opening, nearly, at_close="next open").micros == closing.micros - 1
    assert OFFICE.subtract(closing, nearly, at_open="previous close").micros == opening.micros + 1


def test_open_intervals_follow_each_other():
    """The first is cut where the question starts; lunch divides a day, midnight does not."""
    assert SHOP.open_intervals(at("09 16:00"), 3) == (
        Window(at("09 16:00"), at("09 17:00")),
        Window(at("10 10:00"), at("10 14:00")),
        Window(at("12 09:00"), at("12 12:00")),
    )
    assert WEEKDAYS_ROUND.open_intervals(at("05 00:00"), 1) == (Window(at("05 00:00"), at("10 00:00")),)


def test_open_intervals_go_back_nearest_first():
    """Those that begin before the instant, the nearest cut at it."""
    assert SHOP.open_intervals(at("10 11:00"), 2, "backward") == (
        Window(at("10 10:00"), at("10 11:00")),
        Window(at("09 13:00"), at("09 17:00")),
    )


def test_a_stretch_is_whole_however_long_it_is():
    """Service that closes on 25 December only is open 364 days at a stretch."""
    zone = "UTC"
    nearly_always = ServiceHours(zone=zone, round_the_clock=True, yearly_holidays=["12-25"])
    year = Window.between("2025-12-26", "2026-12-25", tz=zone)
    before = Window.between("2024-12-26", "2025-12-25", tz=zone)
    assert nearly_always.open_intervals(year.start, 1) == (year,)
    assert nearly_always.open_intervals(year.end, 2, "backward") == (year, before)


def test_no_intervals_asked_none_given():
    """A count of zero is an answer of nothing."""
    assert OFFICE.open_intervals(at("05 09:00"), 0) == ()


def test_breaks_close_dates_and_weekdays():
    """A weekly lunch, and an assembly on one Tuesday."""
    calendar = ServiceHours(
        zone="UTC",
        weekly={"mon-fri": ["09:00-17:00"], "fri": ["22:00-06:00"]},
        weekly_breaks={"mon-fri": ["12:00-13:00"], "fri": ["23:00-01:00"]},
        breaks={"2026-01-06": ["11:00-12:30", "16:00-18:00"]},
    )
    assert calendar.elapsed(at("05 00:00"), at("06 00:00")) == hours(7)
    assert calendar.elapsed(at("06 00:00"), at("07 00:00")) == hours(5)
    assert calendar.elapsed(at("09 18:00"), at("12 00:00")) == hours(6)


def test_an_override_replaces_the_hours_that_begin_on_its_date():
    """A shortened Christmas Eve, a worked Saturday, and a day off; the night before runs on."""
    calendar = ServiceHours(
        zone="UTC",
        weekly={"mon-fri": ["22:00-06:00"]},
        overrides={"2026-01-06": ["10:00-12:00"], "2026-01-07": [], "2026-01-10": ["10:00-11:00"]},
    )
    assert calendar.elapsed(at("05 12:00"), at("06 09:00")) == hours(8)
    assert calendar.elapsed(at("06 09:00"), at("08 12:00")) == hours(2)
    assert calendar.elapsed(at("10 07:00"), at("12 12:00")) == hours(1)


def test_always_loses_no_minute():
    """Round the clock is every instant of a year, with the hour that clocks skip taken off once."""
    always = ServiceHours.always("Europe/London")
    march = Window.month(2026, 3, tz="Europe/London")
    assert always.open_time(march) == WindowSet.of(march)
    assert always.elapsed(march.start, march.end) == hours(743)
    assert always.add(march.start, hours(743)) == march.end
    assert always.subtract(march.end, hours(743)) == march.start
    assert always.is_open(Instant.at(march.end.to_datetime().replace(tzinfo=None), "Europe/London"))


def test_the_search_ends_where_the_calendar_ends():
    """A target of a million years is refused at once, and a date beyond reach with its reason."""
    with pytest.raises(CalendarError, match="ends beyond the year 9998"):
        OFFICE.add(at("05 09:00"), hours(9**10))
    with pytest.raises(CalendarError, match="from the year 2 to the year 9998"):
        OFFICE.is_open(Instant.parse("9999-12-30T12:00Z"))


def test_a_target_of_a_hundred_years_is_only_long():
    """From 2026 to 2126 there are 24 leap days, as 2100 has none: 36,524 days both ways."""
    always = ServiceHours.always("UTC")
    century = Quantity(36_524, "d")
    start, end = Instant.parse("2026-01-01T00:00Z"), Instant.parse("2126-01-01T00:00Z")
    assert always.add(start, century) == end
    assert always.subtract(end, century) == start
