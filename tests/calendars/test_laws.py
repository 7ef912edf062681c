"""Laws of service time, on calendars and instants drawn where clocks change.

Random dates hit a clock change too rarely, so instants are drawn within days of one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import workclock
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slacore.calendars import ServiceHours
from slacore.errors import CalendarError
from slacore.values import Instant, Quantity, Window, WindowSet

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# A zone and the UTC instant at which its clocks changed.
CHANGES = (
    ("Europe/London", "2024-03-31T01:00"),
    ("Europe/London", "2024-10-27T01:00"),
    ("America/New_York", "2024-03-10T07:00"),
    ("America/New_York", "2024-11-03T06:00"),
    ("Australia/Lord_Howe", "2024-04-06T15:00"),
    ("Australia/Lord_Howe", "2024-10-05T15:30"),
    ("America/Sao_Paulo", "2018-02-18T02:00"),
    ("America/Sao_Paulo", "2018-11-04T03:00"),
    ("America/Havana", "2024-11-03T05:00"),
    # No change at all, for comparison.
    ("Asia/Kathmandu", "2024-01-01T00:00"),
)


def micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


@st.composite
def places(draw):
    """A zone and an instant, in microseconds, at which its clocks changed."""
    zone, moment = draw(st.sampled_from(CHANGES))
    return zone, micros(datetime.fromisoformat(moment).replace(tzinfo=UTC))


def moments(change: int, days: int = 4):
    """Instants within days of a clock change, most of them on a quarter of an hour."""
    near = st.integers(-days * 96, days * 96).map(lambda quarters: change + quarters * 15 * MINUTE)
    return near | st.integers(change - days * 24 * HOUR, change + days * 24 * HOUR)


quarters = st.integers(0, 95).map(lambda n: f"{n // 4:02}:{n % 4 * 15:02}")


@st.composite
def shifts_of_a_day(draw, most: int = 3):
    """Up to three shifts of one day, apart from each other; the last may run past midnight."""
    ends = sorted(draw(st.sets(quarters, max_size=2 * most)))
    pairs = [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    if len(ends) % 2:
        pairs.append((ends[-1], draw(st.sampled_from(("24:00", "00:00", "00:30", "02:15", ends[0])))))
    return tuple(pairs)


@st.composite
def calendars(draw, zone: str, change: int, **fixed):
    """Hours with breaks, holidays and overrides around a clock change."""
    around = datetime.fromtimestamp(change // 1_000_000, UTC).date()
    dates = st.integers(-4, 4).map(lambda days: around + timedelta(days=days))
    weekly = {day: draw(shifts_of_a_day()) for day in DAYS}
    assume(any(weekly.values()))
    fields = {
        "weekly": weekly,
        "holidays": draw(st.lists(dates, max_size=2)),
        "yearly_holidays": draw(st.lists(dates.map(lambda day: f"{day:%m-%d}"), max_size=1)),
        "overrides": draw(st.dictionaries(dates, shifts_of_a_day(), max_size=2)),
        "breaks": draw(st.dictionaries(dates, shifts_of_a_day(1), max_size=2)),
        "weekly_breaks": draw(st.dictionaries(st.sampled_from(DAYS), shifts_of_a_day(1), max_size=2)),
        "holiday_rule": draw(st.sampled_from(("closes the date", "drops its shifts"))),
        "clock_changes": draw(st.sampled_from(("to instants", "wall clock"))),
    } | fixed
    return ServiceHours(zone=zone, **fields)


lengths = st.integers(0, 60 * HOUR) | st.integers(0, 120).map(lambda n: n * 30 * MINUTE)


@st.composite
def pauses_near(draw, change: int):
    ends = st.tuples(moments(change), moments(change))
    return WindowSet(draw(st.lists(ends, max_size=3)))


def at(moment: int) -> Instant:
    return Instant(moment)


def length(moment: int) -> Quantity:
    return Quantity.of_micros(moment)


def searched(search):
    """The answer of a search, or None where the drawn calendar never opens."""
    try:
        return search()
    except CalendarError:
        return None


@given(st.data())
def test_adding_uses_up_exactly_what_was_added(data):
    """From start to the earliest and to the latest deadline lies the target, and nothing earlier does."""
    zone, change = data.draw(places())
    hours = data.draw(calendars(zone, change))
    start, pauses = at(data.draw(moments(change))), data.draw(pauses_near(change))
    duration = length(data.draw(lengths))
    due = searched(lambda: hours.add(start, duration, pauses=pauses))
    latest = searched(lambda: hours.add(start, duration, pauses=pauses, at_close="next open"))
    assume(due is not None and latest is not None)
    assert start <= due <= latest
    assert hours.elapsed(start, due, pauses=pauses) == duration
    assert hours.elapsed(start, latest, pauses=pauses) == duration
    assert hours.elapsed(start, at(latest.micros + 1), pauses=pauses) > duration
    assert due == start or hours.elapsed(start, at(due.micros - 1), pauses=pauses) < duration


@given(st.data())
def test_subtracting_is_adding_read_backwards(data):
    """From the latest and from the earliest start up to the end lies the target, and no later one does."""
    zone, change = data.draw(places())
    hours = data.draw(calendars(zone, change))
    end, pauses = at(data.draw(moments(change))), data.draw(pauses_near(change))
    duration = length(data.draw(lengths))
    begun = searched(lambda: hours.subtract(end, duration, pauses=pauses))
    earliest = searched(lambda: hours.subtract(end, duration, pauses=pauses, at_open="previous close"))
    assume(begun is not None and earliest is not None)
    assert earliest <= begun <= end
    assert hours.elapsed(begun, end, pauses=pauses) == duration
    assert hours.elapsed(earliest, end, pauses=pauses) == duration
    assert hours.elapsed(at(earliest.micros - 1), end, pauses=pauses) > duration
    assert begun == end or hours.elapsed(at(begun.micros + 1), end, pauses=pauses) < duration


@given(st.data())
def test_service_time_adds_up_over_any_split(data):
    """Through any third instant, before, between or after, the parts make the whole."""
    zone, change = data.draw(places())
    hours, pauses = data.draw(calendars(zone, change)), data.draw(pauses_near(change))
    one, two, three = (at(data.draw(moments(change))) for _ in range(3))
    parts = hours.elapsed(one, two, pauses=pauses) + hours.elapsed(two, three, pauses=pauses)
    assert parts == hours.elapsed(one, three, pauses=pauses)


@given(st.data())
def test_open_time_intervals_and_is_open_tell_one_story(data):
    """An instant is open when it lies in the open time, and the intervals are its pieces."""
    zone, change = data.draw(places())
    hours = data.draw(calendars(zone, change))
    window = Window.of_micros(change - 5 * 24 * HOUR, change + 5 * 24 * HOUR)
    open_time = hours.open_time(window)
    moment = data.draw(moments(change))
    assert hours.is_open(at(moment)) is open_time.contains(moment)
    found = searched(lambda: hours.open_intervals(window.start, len(open_time) + 1))
    if found is not None:
        clipped = (piece.clip(window) for piece in found)
        assert WindowSet.of(*(piece for piece in clipped if piece)) == open_time


@given(st.data())
def test_a_period_s_months_and_the_whole_agree(data):
    """Service time of a year is the sum of its months, though it is compiled in four-week blocks."""
    zone, change = data.draw(places())
    hours = data.draw(calendars(zone, change))
    year = datetime.fromtimestamp(change // 1_000_000, UTC).year
    months = [hours.open_time(Window.month(year, month, tz=zone)) for month in range(1, 13)]
    whole = hours.open_time(Window.year(year, tz=zone))
    assert sum(month.micros for month in months) == whole.micros
    joined = WindowSet()
    for month in months:
        joined |= month
    assert joined == whole


# A second opinion: the wall clock, read minute by minute with the standard library alone.


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _covers(shifts, begun: date, day: date, minute: int) -> bool:
    """Whether shifts that begin on one date cover a minute of this or the next date."""
    passed = (day - begun).days * 1440 + minute
    for start, end in shifts:
        first, last = _minutes(start), _minutes(end)
        if first <= passed < (last if last > first else last + 1440):
            return True
    return False


def _reads_open(fields, shown: datetime) -> bool:
    """Whether a clock that shows this time shows service time."""
    day, minute = shown.date(), shown.hour * 60 + shown.minute
    closes = fields["holiday_rule"] == "closes the date"
    served = False
    for begun in (day - timedelta(days=1), day):
        holiday = begun in fields["holidays"] or f"{begun:%m-%d}" in fields["yearly_holidays"]
        name = DAYS[begun.weekday()]
        if _covers(fields["breaks"].get(begun, ()), begun, day, minute):
            return False
        if _covers(fields["weekly_breaks"].get(name, ()), begun, day, minute):
            return False
        if holiday and closes and begun == day:
            return False
        shifts = fields["overrides"].get(begun, fields["weekly"].get(name, ()))
        if _covers(shifts, begun, day, minute) and (closes or not holiday):
            served = True
    return served


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_by_the_wall_clock_service_is_what_a_minute_by_minute_reading_finds(data):
    """Breaks, holidays under both rules, overrides and night shifts, walked through a clock change."""
    zone, change = data.draw(places())
    hours = data.draw(calendars(zone, change, clock_changes="wall clock"))
    told = {
        "weekly": {entry.day: _pairs(entry) for entry in hours.weekly},
        "overrides": {entry.day: _pairs(entry) for entry in hours.overrides},
        "breaks": {entry.day: _pairs(entry) for entry in hours.breaks},
        "weekly_breaks": {entry.day: _pairs(entry) for entry in hours.weekly_breaks},
        "holidays": hours.holidays,
        "yearly_holidays": hours.yearly_holidays,
        "holiday_rule": hours.holiday_rule,
    }
    begin = change - 36 * HOUR
    walked, clocks = [], ZoneInfo(zone)
    for moment in range(begin, begin + 72 * HOUR, 15 * MINUTE):
        shown = datetime.fromtimestamp(moment // 1_000_000, clocks)
        if _reads_open(told, shown):
            walked.append((moment, moment + 15 * MINUTE))
    assert hours.open_time(Window.of_micros(begin, begin + 72 * HOUR)) == WindowSet(walked)


def _pairs(entry):
    return tuple((each.start, each.end) for each in entry.hours)


# A third opinion: workclock, on the calendars that it can express.


def _time(clock: str) -> time:
    return time(0) if clock == "24:00" else time.fromisoformat(clock)


def _schedule(hours: ServiceHours) -> workclock.Schedule | None:
    rules: list[workclock.Rule] = [workclock.Holidays(hours.holidays)]
    for kind, entries in ((workclock.WorkDay, hours.weekly), (workclock.Break, hours.weekly_breaks)):
        rules += [
            kind(_time(each.start), _time(each.end), [DAYS.index(entry.day)])
            for entry in entries
            for each in entry.hours
        ]
    try:
        return workclock.Schedule(rules, time_zone=hours.zone)
    except workclock.NoWorkingTimeError:
        return None


@given(st.data())
def test_workclock_counts_the_same(data):
    """Elapsed time and both directions of search, shift ends resolved to instants."""
    zone, change = data.draw(places())
    plain = {"overrides": {}, "breaks": {}, "yearly_holidays": [], "holiday_rule": "closes the date"}
    hours = data.draw(calendars(zone, change, clock_changes="to instants", **plain))
    schedule = _schedule(hours)
    assume(schedule is not None)
    start, end = at(data.draw(moments(change))), at(data.draw(moments(change)))
    between = schedule.between(start.to_datetime(), end.to_datetime())
    assert hours.elapsed_micros(start.micros, end.micros) == between // timedelta(microseconds=1)
    spent = data.draw(st.integers(0, 200)) * 15 * MINUTE
    delta = timedelta(microseconds=spent)
    assert hours.add(start, length(spent)) == Instant.from_datetime(schedule.add(start.to_datetime(), delta))
    assert hours.subtract(end, length(spent)) == Instant.from_datetime(schedule.sub(end.to_datetime(), delta))
