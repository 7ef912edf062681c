"""Spans: their words, and where they begin, in the calendar of a zone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore import Instant, Period, Span, Window
from slacore.errors import InvalidValue
from slacore.values import span

WORDS = (
    "1 period",
    "3 periods",
    "1 day",
    "30 days",
    "12 months",
    "month",
    "quarter",
    "year",
    "year from 04-01",
    "contract",
)


@pytest.mark.parametrize("text", WORDS)
def test_a_span_is_read_and_written(text):
    """There and back again; and a span is taken for its words."""
    found = Span.parse(text)
    assert (str(found), Span.parse(str(found)), span(text), span(found)) == (text, found, found, found)


def test_the_words_of_a_span_mean_one_thing():
    """One period is no periods' plural, and the calendar's year is the year from 1 January."""
    assert Span.parse("1 periods") == Span.parse("1 period") == Span("periods", 1)
    assert Span.parse("year from 01-01") == Span.parse("year") == Span("year")
    assert str(Span("year", begins=(1, 1))) == "year"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "periods",
        "three months",
        "3 weeks",
        "-3 days",
        "3.5 days",
        "0x3 days",
        "year from 4-1",
        "days",
        3,
    ],
)
def test_what_is_no_span_is_refused_with_examples(text):
    """A week has no word of its own, and a number alone says nothing."""
    with pytest.raises(InvalidValue, match=r"is no span; write '3 periods', '30 days', '12 months'"):
        Span.parse(text)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("days", 0), "a span of 0 days reaches nowhere; write one such as '3 periods'"),
        (("months", -1), "a span of -1 months reaches nowhere"),
        (("periods",), "a span of 0 periods reaches nowhere"),
        (("year", 2), "a span of 2 year reaches nowhere"),
        (("days", 1.5), "a span is a whole number of periods, days or months, found 1.5"),
        (("days", True), "a span is a whole number of periods, days or months, found True"),
        (("days", "3"), "a span is a whole number of periods, days or months, found '3'"),
        (("weeks", 1), "unknown kind 'weeks'"),
        (("months", 1201), "a span reaches back 1200 months at most, found 1201"),
        (("days", 36_601), "a span reaches back 36600 days at most, found 36601"),
        (("year", 0, (13, 1)), "no year begins on 13-01"),
        # In three years of four there is no such day.
        (("year", 0, (2, 29)), "no year begins on 02-29"),
        (("month", 0, (4, 1)), "a year begins on 04-01, and not a month"),
    ],
)
def test_a_span_that_reaches_nowhere_is_refused(fields, said):
    """With what was found."""
    with pytest.raises(InvalidValue) as caught:
        Span(*fields)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        # Counted back from the end of March 2026, which is the first of April.
        ("1 day", "2026-03-31"),
        ("31 days", "2026-03-01"),
        ("365 days", "2025-04-01"),
        ("1 month", "2026-03-01"),
        ("12 months", "2025-04-01"),
        # Where the calendar begins: March lies in the first quarter and before the new year of April.
        ("month", "2026-03-01"),
        ("quarter", "2026-01-01"),
        ("year", "2026-01-01"),
        ("year from 04-01", "2025-04-01"),
        ("year from 03-01", "2026-03-01"),
        ("year from 03-31", "2026-03-31"),
        ("year from 12-31", "2025-12-31"),
    ],
)
def test_a_span_ends_with_the_period_and_begins_with_a_day(words, start):
    """The end itself is the first instant of April, and no part of it."""
    end = Window.month(2026, 3, tz="UTC").end
    assert Span.parse(words).start(end, "UTC") == Instant.parse(start, tz="UTC")


@pytest.mark.parametrize("words", ["3 periods", "contract"])
def test_the_calendar_does_not_know_where_periods_and_contracts_begin(words):
    assert Span.parse(words).start(Instant.parse("2026-04-01T00:00Z"), "UTC") is None


@pytest.mark.parametrize(
    ("zone", "words", "end", "start"),
    [
        # London's March ends an hour before UTC's, and its year begins with Greenwich's.
        ("Europe/London", "month", "2026-03-31T23:00Z", "2026-03-01T00:00Z"),
        ("Europe/London", "year", "2026-03-31T23:00Z", "2026-01-01T00:00Z"),
        ("Europe/London", "30 days", "2026-03-31T23:00Z", "2026-03-02T00:00Z"),
        # The same instant is still March in New York, whose February ended at 5 in UTC.
        ("America/New_York", "month", "2026-03-31T23:00Z", "2026-03-01T05:00Z"),
        ("America/New_York", "1 month", "2026-04-01T04:00Z", "2026-03-01T05:00Z"),
        # In Tokyo it is 1 April already.
        ("Asia/Tokyo", "month", "2026-03-31T23:00Z", "2026-03-31T15:00Z"),
        ("Asia/Tokyo", "year from 04-01", "2026-03-31T23:00Z", "2026-03-31T15:00Z"),
    ],
)
def test_a_span_begins_at_midnight_in_its_zone(zone, words, end, start):
    """Before a clock change as well as behind it."""
    assert Span.parse(words).start(Instant.parse(end), zone) == Instant.parse(start)


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        ("2026-02-28", 1, "2026-01-31"),
        ("2026-02-28", 3, "2025-11-30"),
        # A leap year's February ends a day later.
        ("2025-02-28", 12, "2024-02-29"),
        ("2026-04-30", 1, "2026-03-31"),
        ("2026-03-31", 1, "2026-02-28"),
    ],
)
def test_months_are_counted_from_where_billing_months_begin(end, months, start):
    """On the 31st, or on the last day of a shorter month: so many billing months fit, and never one more."""
    moment = Instant.parse(end, tz="UTC")
    assert Span("months", months).start(moment, "UTC", 31) == Instant.parse(start, tz="UTC")
    # A period that was cut there begins a month no billing month does.
    cut = Instant.parse("2026-04-20", tz="UTC")
    assert Span("months", 1).start(cut, "UTC", 31) == Instant.parse("2026-03-20", tz="UTC")


PERIODS = st.one_of(
    st.sampled_from(["month", "quarter", "year"]),
    st.sampled_from([1, 15, 28, 29, 30, 31]).map(lambda day: f"billing month from day {day}"),
)


@given(
    period=PERIODS,
    year=st.integers(1980, 2060),
    number=st.integers(1, 24),
    later=st.integers(0, 11),
    zone=st.sampled_from(["UTC", "America/New_York", "Pacific/Apia"]),
)
def test_so_many_months_hold_so_many_months(period, year, number, later, zone):
    """Of a period of n months, k × n months hold k, whichever day it begins on and whatever the year."""
    rule = Period.parse(period)
    months = {"quarter": 3, "year": 12}.get(period, 1)
    long = Window.of_micros(
        Window.year(year - 30, tz=zone).start.micros, Window.year(year, tz=zone).end.micros, zone
    )
    ends = [one.end for one in rule.ending_in(long, zone)]
    ends = ends[: len(ends) - later % 4 if months > 1 else len(ends) - later]
    start = Span("months", number * months).start(ends[-1], zone, rule.days)
    assert sum(start < end for end in ends) == number
