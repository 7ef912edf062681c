"""Instants: UTC inside, never naive, whole microseconds."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import InvalidValue
from slacore.values import Instant, Quantity, instant, zone_name, zone_rules_version

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "+05:30",
    "-03:30",
)


@pytest.mark.parametrize(
    ("text", "tz", "utc"),
    [
        ("2017-02-28T17:37:00Z", None, "2017-02-28T17:37:00Z"),
        ("2017-02-28T17:37+01:00", None, "2017-02-28T16:37:00Z"),
        ("2017-02-28 17:37-0330", None, "2017-02-28T21:07:00Z"),
        ("2017-02-28T17:37:00.5Z", None, "2017-02-28T17:37:00.500000Z"),
        ("2017-02-28T17:37:00.1234560Z", None, "2017-02-28T17:37:00.123456Z"),
        ("2017-07-28T17:37", "Europe/London", "2017-07-28T16:37:00Z"),
        ("2017-07-28", "Europe/London", "2017-07-27T23:00:00Z"),
        ("2017-07-28T17:37[Europe/Paris]", None, "2017-07-28T15:37:00Z"),
        ("2017-07-28T17:37+02:00[Europe/Paris]", None, "2017-07-28T15:37:00Z"),
        ("2017-07-28T17:37Z", "Europe/London", "2017-07-28T17:37:00Z"),
    ],
)
def test_an_instant_is_read_with_its_zone(text, tz, utc):
    """From an offset, a named zone, or the zone in which the caller says it was read."""
    assert str(Instant.parse(text, tz=tz).in_zone("UTC")) == utc


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2017-02-28T17:37:00", "has no time zone; add an offset such as 'Z'"),
        ("2017-02-28", "has no time zone"),
        ("2017-02-28T17:37:00.1234567Z", "finer than a microsecond"),
        ("2017-02-30T17:37:00Z", "is not an instant: day"),
        ("2017-02-28T25:37:00Z", "is not an instant: hour"),
        ("now", "write ISO 8601"),
        ("20170228T173700Z", "write ISO 8601"),
        ("٢٠١٧-٠٢-٢٨T17:37Z", "write ISO 8601"),
        ("2017-02-28T17:37+25:00", "unknown time zone"),
        ("2017-02-28T17:37+02:75", "unknown time zone"),
        ("2017-02-28T17:37[Europe/Pari]", "unknown time zone 'Europe/Pari'"),
        (5, "write ISO 8601"),
    ],
)
def test_what_does_not_name_an_instant_is_refused(text, message):
    """Naive time, finer time, impossible time, and words."""
    with pytest.raises(InvalidValue, match=message):
        Instant.parse(text)


def test_a_skipped_time_moves_forward_by_the_gap():
    """London has no 01:30 on 29 March 2026; it is read as 02:30 summer time."""
    assert Instant.parse("2026-03-29T01:30", tz="Europe/London") == Instant.parse("2026-03-29T02:30+01:00")
    # Lord Howe's gap is half an hour: 02:15 becomes 02:45.
    assert Instant.parse("2026-10-04T02:15", tz="Australia/Lord_Howe") == Instant.parse(
        "2026-10-04T02:45+11:00"
    )


def test_an_ambiguous_time_is_its_first_occurrence():
    """London has two 01:30 on 25 October 2026; the first is summer time, and an offset tells them apart."""
    first, second = Instant.parse("2026-10-25T01:30+01:00"), Instant.parse("2026-10-25T01:30+00:00")
    assert Instant.parse("2026-10-25T01:30", tz="Europe/London") == first
    for fold in (0, 1):
        assert Instant.at(datetime(2026, 10, 25, 1, 30, fold=fold), "Europe/London") == first
    assert second - first == Quantity(1, "h")
    assert [each.in_zone("Europe/London").to_datetime().fold for each in (first, second)] == [0, 1]


# Clocks went back in London, New York and Lord Howe at these instants, so readings near them come twice.
FOLDS = [
    Instant.parse(text).micros for text in ("2026-10-25T01:00Z", "2026-11-01T06:00Z", "2026-04-04T15:00Z")
]
near_folds = st.builds(lambda fold, away: fold + away, st.sampled_from(FOLDS), st.integers(-(10**10), 10**10))


@given(st.integers(-(10**15), 4 * 10**15) | near_folds, st.sampled_from(ZONES))
def test_an_instant_is_the_same_in_every_form(micros, zone):
    """Text, pickle, datetime and pendulum give the same microsecond again, on both sides of a fold."""
    moment = Instant(micros, zone)
    for again in (
        Instant.parse(str(moment)),
        pickle.loads(pickle.dumps(moment)),
        Instant.from_datetime(moment.to_datetime()),
        Instant.from_datetime(moment.to_pendulum()),
        instant(moment.to_datetime()),
    ):
        assert (again, hash(again), again.micros) == (moment, hash(moment), micros)


def test_a_pickle_keeps_the_second_occurrence_and_the_zone():
    """Pendulum's own pickle drops the fold."""
    second = Instant.parse("2026-10-25T01:30Z[Europe/London]")
    again = pickle.loads(pickle.dumps(second))
    assert (again.micros, again.zone) == (second.micros, "Europe/London")


def test_instants_are_equal_when_they_are_the_same_point_in_time():
    """The zone only says how to show one."""
    london, utc = Instant.parse("2026-07-01T10:00", tz="Europe/London"), Instant.parse("2026-07-01T09:00Z")
    assert london == utc
    assert hash(london) == hash(utc)
    assert not london < utc <= london
    assert london != "2026-07-01T09:00Z"
    # By the wall clock 01:10 comes before 01:30; in time it is the other way round.
    assert Instant.parse("2026-10-25T01:30+01:00") < Instant.parse("2026-10-25T01:10Z")


def test_the_distance_of_instants_is_what_a_stopwatch_counts():
    """From noon to noon across the London clock change are 23 hours."""
    noon = Instant.parse("2026-03-28T12:00", tz="Europe/London")
    next_noon = Instant.parse("2026-03-29T12:00", tz="Europe/London")
    assert next_noon - noon == Quantity(23, "h")
    assert noon + Quantity(23, "h") == next_noon
    assert str(noon + Quantity(1, "d")) == "2026-03-29T13:00:00+01:00[Europe/London]"


@pytest.mark.parametrize("micros", [1.0, True, "5", None])
def test_an_instant_is_whole_microseconds(micros):
    """A float of seconds since 1970 is refused."""
    with pytest.raises(InvalidValue, match="whole number of microseconds"):
        Instant(micros)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2026, 7, 1, 9, tzinfo=UTC), "2026-07-01T09:00:00Z"),
        (datetime(2026, 7, 1, 9, tzinfo=ZoneInfo("Europe/Paris")), "2026-07-01T09:00:00+02:00[Europe/Paris]"),
        (pendulum.datetime(2026, 7, 1, 9, tz="Europe/Paris"), "2026-07-01T09:00:00+02:00[Europe/Paris]"),
        (pendulum.parse("2026-07-01T09:00:00+02:00"), "2026-07-01T09:00:00+02:00"),
        (
            datetime(2026, 7, 1, 9, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
            "2026-07-01T09:00:00-03:30",
        ),
        (datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=1))), "2026-07-01T09:00:00+01:00"),
        (
            datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(hours=5, minutes=45))),
            "2026-07-01T09:00:00+05:45",
        ),
        # An offset that no clock has is shown in UTC.
        (datetime(2026, 7, 1, 9, tzinfo=timezone(timedelta(seconds=75))), "2026-07-01T08:58:45Z"),
    ],
)
def test_aware_datetimes_are_taken_with_their_zone(moment, shown):
    """The standard library's and pendulum's alike."""
    assert str(Instant.from_datetime(moment)) == shown
    assert repr(instant(moment)) == f"Instant.parse({shown!r})"


class Rules(tzinfo):
    """A zone of some other library, two hours east unless it does not say."""

    def __init__(self, name, hours=2):
        self.name, self.hours = name, hours

    def utcoffset(self, _):
        return None if self.hours is None else timedelta(hours=self.hours)

    def dst(self, _):
        return None


def test_a_zone_that_carries_its_name_is_kept_by_it():
    """Under `key` as in the standard library, or under `name`."""
    moment = Instant.from_datetime(datetime(2026, 7, 1, 9, tzinfo=Rules("Europe/Paris")))
    assert str(moment) == "2026-07-01T09:00:00+02:00[Europe/Paris]"


@pytest.mark.parametrize("zone", [None, Rules("unknown", hours=None)])
def test_naive_datetimes_are_refused(zone):
    """Also inside the converter that every record uses, and where a zone does not know its offset."""
    for take in (Instant.from_datetime, instant):
        with pytest.raises(InvalidValue, match="is naive; give it a time zone"):
            take(datetime(2026, 7, 1, 9, tzinfo=zone))


def test_the_converter_takes_instants_datetimes_and_text():
    """And refuses a number, whose unit nobody knows."""
    moment = Instant.parse("2026-07-01T09:00Z")
    assert instant(moment) is moment
    assert instant("2026-07-01T09:00Z") == moment
    with pytest.raises(InvalidValue, match="give an aware datetime or ISO 8601 text"):
        instant(1_782_896_400)


def test_pendulum_is_given_in_the_instant_s_zone():
    """For those who format with it."""
    moment = Instant.parse("2026-07-01T10:00", tz="Europe/London").to_pendulum()
    assert (moment.timezone_name, moment.hour) == ("Europe/London", 10)


@pytest.mark.parametrize(
    "name", ["Europe", "Europe/Londn", "../etc/passwd", "zone.tab", "leapseconds", "", 5]
)
def test_an_unknown_zone_is_refused(name):
    """Folders, other files of the database, and what is no text."""
    with pytest.raises(InvalidValue, match="time zone"):
        zone_name(name)


def test_the_zone_rules_have_a_version():
    """Such as 2026a, so that a result can say which rules it used."""
    assert zone_rules_version()[:4].isdigit()
    assert zone_name("Z") == "Z"
