"""Days after working days: whole calendar days that a ticket stayed unresolved after its working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import exactly
from metrics.repairs import BEGUN, LONDON, TWO, days, outage, ticket
from slacore.errors import InvalidValue
from slacore.metrics import DaysAfterWorkingDays


@pytest.mark.parametrize(
    ("reported", "restored", "expected"),
    [
        # Monday 1 June: Tuesday and Wednesday are the working days; Thursday to Sunday count.
        ("06-01 09:00", "06-08 00:00", 4),
        # Thursday 4 June: Friday and Monday; Tuesday counts.
        ("06-04 09:00", "06-10 00:00", 1),
        # Monday: working again as Wednesday begins, before the second day was over.
        ("06-01 09:00", "06-03 00:00", 0),
        # Exactly as the second working day ends.
        ("06-01 09:00", "06-04 00:00", 0),
        # On the day of the report.
        ("06-01 09:00", "06-01 17:00", 0),
        # Saturday: Monday and Tuesday; Wednesday counts.
        ("06-06 11:00", "06-11 00:00", 1),
        # Thursday before Easter: Good Friday to Easter Monday are none, so Tuesday and Wednesday 8 April;
        # from Thursday to Sunday the 12th there are four.
        ("04-02 15:00", "04-13 00:00", 4),
        # Reported on a bank holiday: Tuesday and Wednesday; Thursday counts.
        ("05-25 10:00", "05-29 00:00", 1),
        # A bank holiday after the working days counts like any other: Wednesday 29 April: Thursday and
        # Friday; 2, 3 and Monday 4 May.
        ("04-29 10:00", "05-05 00:00", 3),
    ],
)
def test_whole_days_after_the_second_working_day(reported, restored, expected):
    """Weekends and bank holidays are no working days, and count once these have gone by."""
    assert days(TWO, outage(reported, restored)) == exactly(expected)
    # Restored at midnight there is no day of resolution to decide about.
    assert days(BEGUN, outage(reported, restored)) == exactly(expected)


@pytest.mark.parametrize(
    ("restored", "left_out", "counted"),
    [
        # In the course of the second working day, and a minute before it ends.
        ("06-03 12:00", 0, 0),
        ("06-03 23:59", 0, 0),
        # A minute into the first day that could count.
        ("06-04 00:01", 0, 1),
        ("06-04 23:59", 0, 1),
        ("06-05 00:00", 1, 1),
        ("06-05 00:01", 1, 2),
        ("06-07 18:00", 3, 4),
    ],
)
def test_whether_the_day_of_resolution_counts_is_a_choice(restored, left_out, counted):
    """Reported on Monday 1 June: Thursday the 4th is the first day that can count."""
    assert days(TWO, outage("06-01 09:00", restored)) == exactly(left_out)
    assert days(BEGUN, outage("06-01 09:00", restored)) == exactly(counted)


def test_a_report_late_in_the_evening_is_still_of_that_day():
    """One minute before midnight Monday is left out and Tuesday counts; one later Tuesday is left out."""
    assert days(TWO, outage("06-01 23:59", "06-08 00:00")) == exactly(4)
    assert days(TWO, outage("06-02 00:00", "06-08 00:00")) == exactly(3)
    # 23:30 in UTC is half past midnight in London, which is on summer time: Tuesday.
    assert days(TWO, outage("06-01 23:30", "06-07 23:00", tz="UTC")) == exactly(3)


@pytest.mark.parametrize(
    ("reported", "restored"),
    [
        # Wednesday 25 March, Thursday and Friday; Saturday and the Sunday of 23 hours.
        ("03-25 23:30", "03-30 00:00"),
        # Wednesday 21 October, Thursday and Friday; Saturday and the Sunday of 25 hours.
        ("10-21 00:10", "10-26 00:00"),
    ],
)
def test_a_day_is_a_day_however_long_it_is(reported, restored):
    """On a night when the clocks are moved too."""
    assert days(TWO, outage(reported, restored)) == exactly(2)


def test_the_last_hour_of_a_long_sunday_belongs_to_it():
    """25 October has 25 hours: 23:30 is after 24 of them, and not yet Monday."""
    row = outage("10-21 09:00", "10-25 23:30")
    assert days(TWO, row) == exactly(1)
    assert days(BEGUN, row) == exactly(2)


def test_a_date_that_never_was_is_no_day():
    """Samoa went from Thursday 29 to Saturday 31 December 2011: one working day, and one day after."""
    apia = "Pacific/Apia"
    log = [
        (sla.Instant.parse("2011-12-28T12:00", tz=apia), "opened"),
        (sla.Instant.parse("2012-01-01T00:00", tz=apia), "resolved"),
    ]
    for hours in (sla.ServiceHours.always(apia), None):
        found = days(
            DaysAfterWorkingDays(working_days=1),
            sla.Ticket(id="T-1", events=log),
            covers=sla.Window.between("2011-01-01", "2013-01-01", tz=apia),
            window=sla.Window.year(2012, tz=apia),
            zone=apia,
            hours=hours,
        )
        assert found == exactly(1)


def test_without_hours_working_days_are_monday_to_friday():
    """Nobody said which holidays: Whit Monday, 25 May, is a working day then.

    Friday 22 May: Monday and Tuesday with it, Tuesday and Wednesday without. Restored as the 30th begins.
    """
    row = outage("05-22 09:00", "05-30 00:00")
    assert days(TWO, row, hours=None) == exactly(3)
    assert days(TWO, row) == exactly(2)


OFFICE_DAYS = {"mon-fri": "09:00-17:00"}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        # Monday 8 and Tuesday 9 June; Wednesday and Thursday.
        ({"weekly": OFFICE_DAYS}, 2),
        # Saturday and Sunday; Monday to Thursday.
        ({"round_the_clock": True}, 4),
        # Saturday 6 and Saturday 13, when it is all over.
        ({"weekly": {"sat": "09:00-12:00"}}, 0),
        # The tail of Friday's night makes Saturday one, and Monday the second; Tuesday to Thursday.
        ({"weekly": {**OFFICE_DAYS, "fri": "22:00-06:00"}}, 3),
        # An opening on Sunday 7, and Monday; Tuesday to Thursday.
        ({"weekly": OFFICE_DAYS, "overrides": {"2026-06-07": "10:00-12:00"}}, 3),
        # Monday is closed by a break, so Tuesday and Wednesday; Thursday.
        ({"weekly": OFFICE_DAYS, "breaks": {"2026-06-08": ["08:00-18:00"]}}, 1),
        # The same by hours that are none.
        ({"weekly": OFFICE_DAYS, "overrides": {"2026-06-08": []}}, 1),
    ],
)
def test_working_days_are_dates_of_the_service_hours(hours, expected):
    """Reported on Friday 5 June and restored as Friday 12 June begins."""
    agreed = sla.ServiceHours(zone=LONDON, **hours)
    assert days(TWO, outage("06-05 09:00", "06-12 00:00"), hours=agreed) == exactly(expected)


def test_a_week_that_works_on_sundays():
    """Sunday to Thursday: reported on Thursday 4 June, working are Sunday and Monday; Tuesday counts."""
    hours = sla.ServiceHours(zone="Asia/Riyadh", weekly={"sun-thu": "09:00-17:00"})
    row = outage("06-04 09:00", "06-10 00:00", tz="Asia/Riyadh")
    assert days(TWO, row, hours=hours, zone="Asia/Riyadh") == exactly(1)


def test_days_are_those_of_the_hours_zone():
    """Monday 23:30 in London is Tuesday in Berlin, where the service is: Wednesday and Thursday work.

    Friday to Sunday have gone by in Berlin, and Monday has begun. Without hours the days are the
    level's: Tuesday and Wednesday work, and Thursday to Sunday have gone by in London.
    """
    berlin = sla.ServiceHours(zone="Europe/Berlin", weekly={"mon-fri": "09:00-17:00"})
    row = outage("06-01 23:30", "06-08 00:00")
    assert days(TWO, row, hours=berlin) == exactly(3)
    assert days(TWO, row, hours=None) == exactly(4)


def test_no_working_day_counts_from_the_day_after_the_report():
    """Monday 1 June to Friday: Tuesday, Wednesday and Thursday."""
    assert days(DaysAfterWorkingDays(working_days=0), outage("06-01 09:00", "06-05 00:00")) == exactly(3)


def test_five_working_days_are_a_week():
    """Reported on Monday 1 June: the fifth working day is Monday the 8th; the 9th to 11th count."""
    assert days(DaysAfterWorkingDays(working_days=5), outage("06-01 09:00", "06-12 00:00")) == exactly(3)


def test_a_day_on_which_the_clock_stood_is_neither():
    """Waiting for the customer from Tuesday 12:00 to Thursday 12:00: Wednesday is no working day.

    Tuesday 2 and Thursday 4 June are; from Friday to Sunday there are three. With the clock running
    on, Tuesday and Wednesday are, and four days count.
    """
    row = ticket("06-01 09:00 opened", "06-02 12:00 paused", "06-04 12:00 resumed", "06-08 00:00 resolved")
    assert days(TWO, row) == exactly(3)
    assert days(DaysAfterWorkingDays(working_days=2, pauses=False), row) == exactly(4)


def test_a_pause_from_midnight_to_midnight_takes_a_day_out():
    """Saturday 6 June stood, and of Thursday to Sunday three are left; a pause by day takes none."""
    long = ticket("06-01 09:00 opened", "06-06 00:00 paused", "06-07 00:00 resumed", "06-08 00:00 resolved")
    short = ticket("06-01 09:00 opened", "06-06 00:00 paused", "06-06 23:59 resumed", "06-08 00:00 resolved")
    assert days(TWO, long) == exactly(3)
    assert days(TWO, short) == exactly(4)


@pytest.mark.parametrize(
    ("reopening", "left_out", "counted"),
    [
        # Thursday 4 and Friday 5; resolved on Saturday 6 at noon, and reopened on Tuesday 9 at 09:00.
        # Tuesday and Wednesday 10 count; resolved on Thursday 11 at 10:00.
        ("gap left out", 4, 6),
        # Thursday 4 to Wednesday 10 are seven.
        ("gap counted", 7, 8),
        ("first close wins", 2, 3),
    ],
)
def test_reopened(reopening, left_out, counted):
    """Days on which it was resolved are left out, are counted, or the first resolution stands."""
    row = ticket(
        "06-01 09:00 opened",
        "06-06 12:00 resolved",
        "06-09 09:00 reopened",
        "06-11 10:00 resolved",
    )
    for choice, expected in (("left out", left_out), ("counted", counted)):
        metric = DaysAfterWorkingDays(working_days=2, reopening=reopening, day_of_resolution=choice)
        assert days(metric, row) == exactly(expected)


def test_resolved_and_reopened_on_one_day_is_a_day_unresolved():
    """Resolved on Friday at 10:00 and reopened at 11:00: Thursday to Sunday, as if nothing had been."""
    row = ticket("06-01 09:00 opened", "06-05 10:00 resolved", "06-05 11:00 reopened", "06-08 00:00 resolved")
    assert days(TWO, row) == exactly(4)


@pytest.mark.parametrize("number", [-1, True, "2", 1.5, None])
def test_working_days_are_a_whole_number(number):
    """Half a working day is none, and yes is no number."""
    with pytest.raises(InvalidValue, match=r"^working days are a whole number such as 2, found "):
        DaysAfterWorkingDays(working_days=number)


@pytest.mark.parametrize("field", ["day_of_resolution", "reopening", "over", "counted_by"])
def test_an_unknown_choice_is_refused(field):
    """With the name of the field."""
    with pytest.raises(InvalidValue, match=f"unknown {field.replace('_', ' ')} 'perhaps'"):
        DaysAfterWorkingDays(working_days=2, **{field: "perhaps"})


# Against a plain computation on dates


def plainly(opened: datetime, resolved: datetime, working: int, *, counted: bool, holidays: set[date]) -> int:
    """The same on the local dates alone: no instants, no spans."""
    last = opened.date()
    while working:
        last += timedelta(days=1)
        working -= last.weekday() < 5 and last not in holidays
    end = resolved.date()
    if counted and resolved.time() != time():
        end += timedelta(days=1)
    return max(0, (end - last).days - 1)


@pytest.mark.parametrize("zone", [LONDON, "America/Sao_Paulo", "Australia/Lord_Howe"])
@given(
    opened=st.integers(0, 330 * 96),
    lasted=st.integers(0, 30 * 96),
    working=st.integers(0, 6),
    counted=st.booleans(),
    closed=st.sets(st.integers(0, 364), max_size=20),
)
def test_on_any_quarter_of_an_hour_it_is_what_the_dates_say(zone, **drawn):
    """2018: the clocks of São Paulo change at midnight, those of Lord Howe by half an hour."""
    opened, lasted, working, counted, closed = drawn.values()
    tz = ZoneInfo(zone)
    year = sla.Window.year(2018, tz=zone)
    first = year.start.micros + opened * 900_000_000
    ends = [sla.Instant(first, zone), sla.Instant(first + lasted * 900_000_000, zone)]
    holidays = {date(2018, 1, 1) + timedelta(days=number) for number in closed}
    hours = sla.ServiceHours(zone=zone, weekly={"mon-fri": "09:00-17:00"}, holidays=sorted(holidays))
    metric = DaysAfterWorkingDays(
        working_days=working, day_of_resolution="counted" if counted else "left out", over="largest"
    )
    row = sla.Ticket(id="T", events=list(zip(ends, ("opened", "resolved"), strict=True)))
    found = days(metric, row, covers=year, window=year, zone=zone, hours=hours)
    local = [end.to_datetime().astimezone(tz) for end in ends]
    assert found == exactly(plainly(*local, working, counted=counted, holidays=holidays))
