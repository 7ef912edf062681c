"""How hours are written, and what is refused before anyone counts with them."""

from __future__ import annotations

import pickle
from datetime import date, datetime, time

import attrs
import pytest

from slacore.calendars import DateHours, Hours, ServiceHours, WeekdayHours
from slacore.errors import CalendarError, InvalidValue

NINE_TO_FIVE = (Hours("09:00", "17:00"),)
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def london(**fields):
    return ServiceHours(zone="Europe/London", **fields)


@pytest.mark.parametrize(
    "weekly",
    [
        {"mon-fri": ["09:00-17:00"]},
        {"mon-fri": "09:00-17:00"},
        {day: [["09:00", "17:00"]] for day in WORKDAYS},
        {day: [("09:00:00", "17:00:00")] for day in reversed(WORKDAYS)},
        {"mon-fri": [(time(9), time(17))]},
        {"mon-fri": NINE_TO_FIVE, "sat": []},
        [WeekdayHours(day=day, hours=NINE_TO_FIVE) for day in WORKDAYS],
    ],
)
def test_the_same_hours_are_equal_however_they_are_written(weekly):
    """Office hours from Monday to Friday are one value in every accepted form."""
    written = london(weekly=weekly)
    plain = london(weekly=tuple(WeekdayHours(day=day, hours=NINE_TO_FIVE) for day in WORKDAYS))
    assert written == plain
    assert hash(written) == hash(plain)


def test_a_range_of_days_may_run_across_the_weekend():
    """Saturday to Monday is three days, told in the order of the week."""
    assert [entry.day for entry in london(weekly={"sat-mon": "09:00-17:00"}).weekly] == ["mon", "sat", "sun"]


def test_hours_of_one_day_may_be_told_in_parts():
    """A range and a single day add up, and stand in the order of the day."""
    hours = london(weekly={"mon-fri": ["13:00-17:00"], "mon": ["09:00-12:00"]})
    assert hours.weekly[0].hours == (Hours("09:00", "12:00"), Hours("13:00", "17:00"))


def test_dates_may_be_told_as_text_or_as_dates():
    """Holidays and overrides are sorted, and a holiday told twice is one."""
    told = london(
        weekly={"mon": "09:00-17:00"},
        holidays=["2026-12-28", date(2026, 12, 25), "2026-12-25"],
        overrides={"2026-12-24": ["09:00-12:00"], date(2026, 12, 23): []},
        breaks={"2026-12-22": ["12:00-13:00"], "2026-12-21": []},
        yearly_holidays=["12-26", "01-01", "12-26"],
    )
    assert told.holidays == (date(2026, 12, 25), date(2026, 12, 28))
    assert told.overrides == (
        DateHours(day="2026-12-23", hours=()),
        DateHours(day="2026-12-24", hours=["09:00-12:00"]),
    )
    assert told.breaks == (DateHours(day="2026-12-22", hours=["12:00-13:00"]),)
    assert told.yearly_holidays == ("01-01", "12-26")


def test_entries_of_one_date_add_up():
    """Two entries for one date are that date's hours together."""
    parts = [
        DateHours(day="2026-12-24", hours=["13:00-15:00"]),
        DateHours(day="2026-12-24", hours=["09:00-12:00"]),
    ]
    assert london(overrides=parts) == london(overrides={"2026-12-24": ["09:00-12:00", "13:00-15:00"]})


def test_hours_are_shown_as_they_are_written():
    """Seconds appear only where there are any."""
    assert str(Hours("22:00", "06:00:30")) == "22:00-06:00:30"
    assert repr(Hours("09:00:00", "24:00:00")) == "Hours('09:00', '24:00')"


@pytest.mark.parametrize(
    ("hours", "seconds"),
    [
        (Hours("09:00", "17:00"), (32_400, 61_200)),
        (Hours("22:00", "06:00"), (79_200, 108_000)),
        (Hours("09:00", "09:00"), (32_400, 118_800)),
        (Hours("00:00", "24:00"), (0, 86_400)),
        (Hours("17:00", "00:00"), (61_200, 86_400)),
        (Hours("08:59:30", "09:00"), (32_370, 32_400)),
    ],
)
def test_an_end_at_or_before_the_start_lies_past_midnight(hours, seconds):
    """Wall-clock seconds after the midnight of the day on which the hours start."""
    assert hours.seconds == seconds


def test_service_hours_are_values():
    """They pickle, hash by content, and cannot be changed."""
    hours = london(weekly={"mon-fri": "09:00-17:00"}, holidays=["2026-12-25"])
    again = pickle.loads(pickle.dumps(hours))
    assert (again, hash(again)) == (hours, hash(hours))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        hours.zone = "UTC"


@pytest.mark.parametrize(
    "clock", ["25:00", "9:00", "09:60", "24:01", "09", "", "0900", "٠٩:٠٠", 540, None, True]
)
def test_a_time_of_day_must_be_one(clock):
    """Text that is no time, and YAML's 540 for 09:00, are refused."""
    with pytest.raises(
        InvalidValue, match=r"is not a time of day; write one such as '09:00', at most '24:00'"
    ):
        Hours(clock, "17:00")


def test_hours_cannot_start_where_their_day_has_ended():
    """24:00 is an end and never a start."""
    message = r"^hours cannot start at '24:00'; start them at '00:00' of the next day$"
    with pytest.raises(InvalidValue, match=message):
        Hours("24:00", "06:00")


@pytest.mark.parametrize("hours", [["09:00-12:00-13:00"], [["09:00"]], [9], ["09:00"], 9])
def test_hours_have_two_ends(hours):
    """Anything but a start and an end is refused and shown."""
    with pytest.raises(InvalidValue, match=r"'09:00-17:00'|not a time of day"):
        london(weekly={"mon": hours})


@pytest.mark.parametrize("day", ["monday", "Mon", "mon-fry", "mon-tue-wed", "", 1])
def test_an_unknown_weekday_is_refused_with_the_known_ones(day):
    """The message lists what would do."""
    with pytest.raises(InvalidValue, match=r"unknown weekday .* \(known: mon, tue, wed, thu, fri, sat, sun"):
        london(weekly={day: ["09:00-17:00"]})


def test_an_unknown_weekday_is_refused_in_an_entry_too():
    """The class checks what the mapping checks."""
    with pytest.raises(InvalidValue, match="unknown weekday 'Mon'"):
        WeekdayHours(day="Mon", hours=NINE_TO_FIVE)


def test_overlapping_hours_of_a_day_are_refused():
    """A contract that opens twice at 11:30 is a mistake of whoever wrote it."""
    with pytest.raises(CalendarError, match=r"hours of tue overlap: 09:00-12:00 and 11:00-17:00; join them"):
        london(weekly={"tue": ["11:00-17:00", "09:00-12:00"]})
    with pytest.raises(CalendarError, match=r"hours of 2026-12-24 overlap"):
        london(overrides={"2026-12-24": ["22:00-06:00", "23:00-24:00"]})


def test_touching_hours_are_allowed():
    """A handover at noon is no overlap."""
    assert london(weekly={"tue": ["09:00-12:00", "12:00-17:00"]}).weekly[0].hours[1].start == "12:00"


@pytest.mark.parametrize(
    "day",
    ["2026-02-30", "25.12.2026", "20261225", "today", 20261225, None, datetime(2026, 12, 25)],
)
def test_a_date_must_be_one(day):
    """A date that does not exist is refused, and an instant has no date without a zone."""
    with pytest.raises(InvalidValue, match="is not a date"):
        london(weekly={"mon": "09:00-17:00"}, holidays=[day])


@pytest.mark.parametrize("day", [date.min, date.max])
def test_dates_at_the_edge_of_the_calendar_are_refused(day):
    """Years 1 and 9999 leave no room for a zone's offset; the years beside them do."""
    nearest = (date(2, 1, 1), date(9998, 12, 31))
    assert london(weekly={"mon": "09:00-17:00"}, holidays=nearest).holidays == nearest
    with pytest.raises(InvalidValue, match="from the year 2 to the year 9998"):
        london(weekly={"mon": "09:00-17:00"}, holidays=[day])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"holidays": "2026-12-26"}, "'2026-12-26' is not a list of dates; write one such as ['2026-12-25']"),
        ({"yearly_holidays": "12-26"}, "'12-26' is not a list of dates; write one such as ['12-25']"),
        ({"holidays": 2026}, "2026 is not a list of dates; write one such as ['2026-12-25']"),
    ],
)
def test_a_list_of_dates_is_not_a_text(fields, message):
    """One date where several are due is refused instead of being read letter by letter."""
    with pytest.raises(InvalidValue) as refused:
        london(weekly={"mon": "09:00-17:00"}, **fields)
    assert str(refused.value) == message


@pytest.mark.parametrize("day", ["02-30", "13-01", "2026-12-25", "12/25", 1225])
def test_a_yearly_holiday_is_a_month_and_a_day(day):
    """29 February is allowed; 30 February is not."""
    assert london(weekly={"mon": "09:00-17:00"}, yearly_holidays=["02-29"]).yearly_holidays == ("02-29",)
    with pytest.raises(
        InvalidValue, match="is not a day of every year; write month and day, such as '12-25'"
    ):
        london(weekly={"mon": "09:00-17:00"}, yearly_holidays=[day])


@pytest.mark.parametrize("weekly", [[("mon", "09:00-17:00")], "mon", 5])
def test_weekly_hours_are_a_mapping_or_entries(weekly):
    """A list of pairs is refused with a hint."""
    with pytest.raises(InvalidValue, match=r"write a (mapping of days to hours|list)"):
        london(weekly=weekly)


def test_unknown_options_are_refused():
    """A misspelt rule does not fall back to the default in silence."""
    with pytest.raises(InvalidValue, match="unknown holiday rule 'closes'"):
        london(weekly={"mon": "09:00-17:00"}, holiday_rule="closes")
    with pytest.raises(InvalidValue, match="unknown clock changes 'utc'"):
        london(weekly={"mon": "09:00-17:00"}, clock_changes="utc")
    with pytest.raises(InvalidValue, match="unknown time zone 'Europe/Londn'"):
        ServiceHours(zone="Europe/Londn", weekly={"mon": "09:00-17:00"})


def test_hours_are_weekly_or_round_the_clock():
    """A calendar that says both, or neither, is refused."""
    message = "^service hours are round the clock and weekly at once; state one of the two$"
    with pytest.raises(CalendarError, match=message):
        london(weekly={"mon": "09:00-17:00"}, round_the_clock=True)
    with pytest.raises(CalendarError) as refused:
        london(overrides={"2026-12-24": []})
    assert str(refused.value) == (
        "service hours that never open; give weekly hours such as {'mon-fri': ['09:00-17:00']}, "
        "or ServiceHours.always(zone)"
    )
