"""Service time that other systems lose, find twice, or never stop looking for.

January 2026: the 5th, 12th and 19th are Mondays.
"""

from __future__ import annotations

from datetime import date

import pytest

from evaluation.terms import agreement, repairs
from slacore import Evidence, Instant, Quantity, ServiceHours, Ticket, Verdict, Window, WindowSet, evaluate
from slacore.errors import InvalidValue

OFFICE = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
NIGHTS = ServiceHours(zone="UTC", weekly={"mon-fri": ["22:00-06:00"]})


def at(text: str) -> Instant:
    """A wall-clock time of January 2026 in UTC, such as ``05 09:00``."""
    day, clock = text.split()
    return Instant.parse(f"2026-01-{day}T{clock}Z")


def hours(number: int | str) -> Quantity:
    return Quantity(number, "h")


def test_an_overnight_shift_is_not_empty():
    """businesstimedelta: a shift from 22:00 to 06:00 has 0 hours. It has eight, five times a week."""
    assert NIGHTS.elapsed(at("05 22:00"), at("06 06:00")) == hours(8)
    assert NIGHTS.elapsed(at("05 00:00"), at("12 00:00")) == hours(40)
    assert NIGHTS.add(at("05 23:00"), hours(8)) == at("06 23:00")
    # Friday's shift ends on Saturday morning.
    assert NIGHTS.add(at("09 23:00"), hours(8)) == at("12 23:00")


def test_there_is_time_after_the_last_holiday():
    """businesstimedelta: past the last holiday of its list it crashes. Here a year ahead is counted."""
    hours_of_2026 = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]}, holidays=["2026-01-06"])
    start = Instant.parse("2027-01-04T09:00Z")
    assert hours_of_2026.elapsed(start, start + hours(7 * 24)) == hours(40)
    assert hours_of_2026.add(start, hours(9)) == Instant.parse("2027-01-05T10:00Z")


def test_a_search_before_a_holiday_in_another_zone_ends():
    """seppemans/businesstimedelta#9: subtracting before a holiday in Los Angeles never returns.

    Four hours before 17:00 on Wednesday, 10 November 2021, it was 13:00; the 11th is a holiday.
    """
    coast = ServiceHours(
        zone="America/Los_Angeles", weekly={"mon-fri": ["08:00-17:00"]}, holidays=["2021-11-11"]
    )
    end = Instant.parse("2021-11-10T17:00-08:00")
    assert coast.subtract(end, hours(4)) == Instant.parse("2021-11-10T13:00-08:00")
    assert coast.add(end, hours(4)) == Instant.parse("2021-11-12T12:00-08:00")


@pytest.mark.parametrize(
    ("evening", "length"), [("2026-03-27", 8), ("2026-03-28", 7), ("2026-10-23", 8), ("2026-10-24", 9)]
)
def test_a_night_shift_is_as_long_as_the_night(evening, length):
    """business-duration, businesstime and bizdurr: eight hours on every night, an hour off on two of them.

    London, 22:00 to 06:00: clocks go forward on 29 March 2026 and back on 25 October.
    """
    nights = ServiceHours(zone="Europe/London", weekly={"mon-sun": ["22:00-06:00"]})
    noon = Instant.parse(f"{evening}T12:00", tz="Europe/London")
    assert nights.elapsed(noon, noon + hours(24)) == hours(length)
    assert nights.add(noon, hours(length)).to_datetime().strftime("%H:%M") == "06:00"


def test_friday_afternoon_and_four_hours_is_monday():
    """sla-calculator: Friday 15:00 and 4 h is Sunday. Two are left on Friday, two are Monday's: 11:00.

    And from Friday 16:00, as a help desk's page has it: Monday 12:00.
    """
    assert OFFICE.add(at("09 15:00"), hours(4)) == at("12 11:00")
    assert OFFICE.add(at("09 16:00"), hours(4)) == at("12 12:00")


def test_what_arrives_at_closing_or_later_starts_in_the_morning():
    """seatgeek/businesstime#7: from one minute after closing to the next afternoon is 0:00.

    Monday to Friday, 07:00 to 16:00: from 16:00 or 16:01 to 14:20 of the next day it is 7 h 20 min.
    """
    early = ServiceHours(zone="UTC", weekly={"mon-fri": ["07:00-16:00"]})
    for start in ("05 16:00", "05 16:01", "06 06:59"):
        assert early.elapsed(at(start), at("06 14:20")) == Quantity(440, "min")


def test_around_the_clock_loses_no_minute_at_midnight():
    """zammad#3180: "24/7" is written 00:00 to 23:59, and every midnight costs a minute.

    Here the end of the day can be written, three ways; 23:59 means what it says.
    """
    days = {
        "always": ServiceHours.always("Europe/Berlin"),
        "24:00": ServiceHours(zone="Europe/Berlin", weekly={"mon-sun": ["00:00-24:00"]}),
        "00:00": ServiceHours(zone="Europe/Berlin", weekly={"mon-sun": ["00:00-00:00"]}),
    }
    start = Instant.parse("2020-09-04T21:30:00Z")
    for hours_of_day in days.values():
        assert hours_of_day.add(start, hours(1)) == Instant.parse("2020-09-04T22:30:00Z")
        assert hours_of_day.elapsed(start, start + hours(30 * 24)) == hours(30 * 24)
    short = ServiceHours(zone="Europe/Berlin", weekly={"mon-sun": ["00:00-23:59"]})
    assert short.elapsed(start, start + hours(30 * 24)) == hours(30 * 24) - Quantity(30, "min")


def test_a_pause_outside_the_hours_moves_nothing():
    """frappe/erpnext#49414: a hold from closing to opening moves the deadline by a night.

    Eight hours from Monday 09:00 end at 17:00, whatever waits from 17:00 to 09:00.
    """
    night = WindowSet.of(Window(at("05 17:00"), at("06 09:00")))
    assert OFFICE.add(at("05 09:00"), hours(8), pauses=night) == at("05 17:00")
    assert OFFICE.add(at("05 09:00"), hours(9), pauses=night) == at("06 10:00")


def test_a_pause_is_not_added_to_the_start():
    """frappe/helpdesk#2449: hold time was added to the opening, wrong for one on a day off.

    Opened on Saturday, held from Monday 10:00 to 12:00, due after four hours: 09 to 10 and 12 to 15.
    """
    hold = WindowSet.of(Window(at("12 10:00"), at("12 12:00")))
    assert OFFICE.add(at("10 12:00"), hours(4), pauses=hold) == at("12 15:00")


def test_two_pauses_at_once_are_one():
    """A hold that is reported twice is counted twice where holds are added up (erpnext, GLPI).

    10:00 to 12:00 and 11:00 to 13:00 are three hours: of Monday's eight five are left.
    """
    holds = WindowSet.of(Window(at("05 10:00"), at("05 12:00")), Window(at("05 11:00"), at("05 13:00")))
    assert OFFICE.elapsed(at("05 09:00"), at("05 17:00"), pauses=holds) == hours(5)


def test_lunch_is_no_holiday():
    """osTicket#6847: a lunch break entered as a holiday makes due dates wrong.

    09:00 to 18:00 without 13:00 to 14:00: two hours from 12:00 end at 15:00, eight from 09:00 at 18:00.
    """
    desk = ServiceHours(
        zone="UTC", weekly={"mon-fri": ["09:00-18:00"]}, weekly_breaks={"mon-fri": ["13:00-14:00"]}
    )
    assert desk.add(at("05 12:00"), hours(2)) == at("05 15:00")
    assert desk.add(at("05 09:00"), hours(8)) == at("05 18:00")
    assert desk.is_business_day(date(2026, 1, 5))


def test_time_left_over_is_taken_up_where_the_next_shift_opens():
    """glpi-project/glpi#22678: with several shifts, what goes over to the next day starts at 00:00.

    08:00 to 18:00, from Monday 17:00: three hours are used on Tuesday at 10:00, four at 11:00.
    """
    long_day = ServiceHours(zone="UTC", weekly={"mon-fri": ["08:00-12:00", "12:00-18:00"]})
    assert long_day.add(at("05 17:00"), hours(3)) == at("06 10:00")
    assert long_day.add(at("05 17:00"), hours(4)) == at("06 11:00")


@pytest.mark.parametrize(
    ("done", "verdict"),
    [("05 17:00", Verdict.MET), ("06 09:00", Verdict.MET), ("06 09:00:00.000001", Verdict.BREACHED)],
)
def test_a_target_used_up_at_closing_is_broken_by_the_first_moment_of_the_next_day(done, verdict):
    """Help desks differ on whether it is due at closing or at the next opening: it decides nothing.

    Opened on Monday 09:00 with 8 h to resolve: all of them are used at 17:00 and at 09:00 as well.
    """
    span = Window(at("05 00:00"), at("07 00:00"))
    ticket = Ticket(id="T", events=[(at("05 09:00"), "opened"), (at(done), "resolved")])
    level = repairs(within="8 h", hours=OFFICE, period="day")
    result = evaluate(agreement(level), Evidence.of(Ticket, [ticket], covers=span), span)
    assert [v for v in result.verdict_of("repair") if v is not None] == [verdict]


@pytest.mark.parametrize(
    "wrong", ["9:00-17:00", "09.00-17.00", "09:00-25:00", "09:00-24:01", "9-17", "09:00"]
)
def test_hours_that_cannot_be_read_are_refused(wrong):
    """A shift that is read wrongly is worse than one that is refused."""
    with pytest.raises(InvalidValue):
        ServiceHours(zone="UTC", weekly={"mon-fri": [wrong]})
