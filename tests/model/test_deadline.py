"""Deadlines: the last day is inside, by the calendar of a zone and the working days of a level."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore import Deadline, Instant, ServiceHours, Window
from slacore.errors import CalendarError, InvalidValue
from slacore.model import deadline
from slacore.model.deadline import last_day


def end_of(year: int, month: int, tz: str = "UTC") -> Instant:
    return Window.month(year, month, tz=tz).end


@pytest.mark.parametrize(
    "text", ["1 day", "30 days", "1 working day", "10 working days", "1 month", "2 months"]
)
def test_a_deadline_is_read_and_written(text):
    """There and back again, and a text does where a deadline is asked for."""
    assert str(Deadline.parse(text)) == text
    assert deadline(text) == deadline(Deadline.parse(text)) == Deadline.parse(f" {text} ")
    assert Deadline.parse("1 days") == Deadline(1)


@pytest.mark.parametrize(
    "text", ["", "soon", "30", "days", "3 weeks", "1.5 days", "-1 day", "business days", 30]
)
def test_what_is_no_deadline_is_refused_with_examples(text):
    with pytest.raises(
        InvalidValue, match="is no deadline; write '30 days', '10 working days' or '2 months'"
    ):
        Deadline.parse(text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ((0,), "a deadline is one day at least, found 0"),
        ((-3, "months"), "a deadline is one day at least, found -3"),
        ((True,), "a deadline is one day at least, found True"),
        ((1.5,), "a deadline is one day at least, found 1.5"),
        ((3, "weeks"), "unknown unit 'weeks'"),
        ((99_999,), "a deadline is a hundred years away at most, found 99999 days"),
    ],
)
def test_a_deadline_lies_ahead(fields, said):
    with pytest.raises(InvalidValue) as caught:
        Deadline(*fields)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("words", "year", "month", "last"),
    [
        # After June: 1 to 30 July.
        ("1 day", 2026, 6, "2026-07-01"),
        ("30 days", 2026, 6, "2026-07-30"),
        ("365 days", 2026, 12, "2027-12-31"),
        # After January: February and March, as long as they are.
        ("1 month", 2026, 1, "2026-02-28"),
        ("1 month", 2028, 1, "2028-02-29"),
        ("2 months", 2026, 1, "2026-03-31"),
        ("1 month", 2026, 2, "2026-03-31"),
        ("12 months", 2026, 12, "2027-12-31"),
        # Saturday 1 August 2026 is no working day; Monday the 3rd is the first.
        ("1 working day", 2026, 7, "2026-08-03"),
        ("5 working days", 2026, 7, "2026-08-07"),
        ("6 working days", 2026, 7, "2026-08-10"),
    ],
)
def test_the_last_day_after_a_month_is_inside(words, year, month, last):
    """The deadline itself is the first instant of the day after it."""
    found = Deadline.parse(words).after(end_of(year, month))
    assert last_day(found) == last
    assert found == Window.parse(last, tz="UTC").end


@pytest.mark.parametrize(
    ("words", "moment", "last"),
    [
        # What ends in the middle of a day has the next day for its first.
        ("1 day", "2026-06-26T14:00", "2026-06-27"),
        ("30 days", "2026-06-26T14:00", "2026-07-26"),
        ("1 working day", "2026-06-26T14:00", "2026-06-29"),
        # To the day of the same number, or to the last where the month has none of that number.
        ("1 month", "2026-06-26T14:00", "2026-07-26"),
        ("1 month", "2026-01-28T14:00", "2026-02-28"),
        ("1 month", "2026-01-29T14:00", "2026-02-28"),
        ("1 month", "2026-01-30T14:00", "2026-02-28"),
        ("1 month", "2026-01-31T14:00", "2026-02-28"),
        ("1 month", "2026-03-30T14:00", "2026-04-30"),
        ("12 months", "2028-02-28T14:00", "2029-02-28"),
        # What ended at midnight ended the day before.
        ("1 month", "2026-01-31T00:00", "2026-02-28"),
        ("1 month", "2026-01-30T00:00", "2026-02-28"),
        ("1 month", "2026-01-29T00:00", "2026-02-28"),
        ("1 day", "2026-01-29T00:00", "2026-01-29"),
    ],
)
def test_the_last_day_after_a_moment_is_inside(words, moment, last):
    assert last_day(Deadline.parse(words).after(Instant.parse(moment, tz="UTC"))) == last


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        # The night of 29 March has 23 hours in Berlin, and 8 March in New York.
        ("Europe/Berlin", "2026-03-31T00:00+02:00"),
        ("America/New_York", "2026-03-31T00:00-04:00"),
        ("Asia/Kathmandu", "2026-03-31T00:00+05:45"),
    ],
)
def test_days_are_those_of_the_zone(zone, end):
    """30 days after February end with 30 March wherever it is, and 2 days after the 28th as well."""
    found = Deadline(30).after(end_of(2026, 2, zone))
    assert (found, found.zone) == (Instant.parse(end), zone)
    saturday = Instant.parse("2026-03-28T12:00", tz=zone)
    assert Deadline(2).after(saturday) == Instant.parse(end)


def test_the_same_instant_has_another_date_elsewhere():
    """23:30 in London is the next day in Berlin already."""
    late = Instant.parse("2026-06-10T22:30Z")
    assert last_day(Deadline(1).after(late.in_zone("Europe/London"))) == "2026-06-11"
    assert last_day(Deadline(1).after(late.in_zone("Europe/Berlin"))) == "2026-06-12"


DESK = ServiceHours(
    zone="Europe/London",
    weekly={"mon-thu": ["09:00-17:00"]},
    holidays=["2026-08-31"],
    overrides={"2026-09-04": ["10:00-12:00"]},
)


def test_working_days_are_days_with_service_hours():
    """No Friday but the 4th, and no bank holiday on the 31st: after August the 1st, 2nd, 3rd and 4th."""
    august = end_of(2026, 8, "Europe/London")
    for number, last in ((1, "2026-09-01"), (3, "2026-09-03"), (4, "2026-09-04"), (5, "2026-09-07")):
        assert last_day(Deadline(number, "working days").after(august, DESK)) == last
    # After the 28th: Friday, the weekend and the holiday are none.
    friday = Instant.parse("2026-08-27T18:00", tz="Europe/London")
    assert last_day(Deadline(1, "working days").after(friday, DESK)) == "2026-09-01"


def test_working_days_of_a_level_in_another_zone_are_dates_all_the_same():
    """The desk in London, the month in Tokyo: what is a working day is a question of the date."""
    found = Deadline(1, "working days").after(end_of(2026, 8, "Asia/Tokyo"), DESK)
    assert found == Instant.parse("2026-09-02T00:00+09:00")
    always = ServiceHours.always("UTC")
    assert last_day(Deadline(1, "working days").after(end_of(2026, 7), always)) == "2026-08-01"


def test_hours_that_never_open_have_no_working_day():
    """They say so, and nobody searches for ever."""
    closed = ServiceHours(zone="UTC", weekly={"mon": ["09:00-12:00"]}, weekly_breaks={"mon": ["00:00-24:00"]})
    with pytest.raises(CalendarError, match="never open again"):
        Deadline(1, "working days").after(end_of(2026, 8), closed)


@given(
    number=st.integers(1, 400),
    unit=st.sampled_from(["days", "working days", "months"]),
    micros=st.integers(0, 2**51),
    zone=st.sampled_from(["UTC", "Europe/London", "Pacific/Apia", "America/Sao_Paulo"]),
)
def test_a_longer_deadline_ends_later_and_a_later_start_never_earlier(number, unit, micros, zone):
    """By one day at least; and every deadline lies after the moment."""
    moment = Instant(micros, zone)
    here = Deadline(number, unit).after(moment)
    assert moment < here < Deadline(number + 1, unit).after(moment)
    assert here <= Deadline(number, unit).after(Instant(micros + 3_600_000_000, zone))
