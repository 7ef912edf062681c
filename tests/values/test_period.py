"""Periods: rules of the calendar, counted from one anchor."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore.errors import InvalidValue
from slacore.values import Instant, Period, Window, period

LONDON = "Europe/London"
WORDS = [
    "day",
    "week",
    "month",
    "quarter",
    "year",
    "billing month from day 1",
    "billing month from day 31",
    "rolling 1 days",
    "rolling 30 days",
]


def dates(windows, tz: str = LONDON):
    """First and last boundary of each, as local dates."""
    return [
        (str(each.start.in_zone(tz).to_datetime().date()), str(each.end.in_zone(tz).to_datetime().date()))
        for each in windows
    ]


def ending(words: str, start: str, end: str, tz: str = LONDON):
    return dates(Period.parse(words).ending_in(Window.between(start, end, tz=tz), tz), tz)


def test_a_billing_month_keeps_its_day_where_the_month_has_one():
    """From day 31: to 28 February, and on to 31 March; in a leap year to the 29th."""
    assert ending("billing month from day 31", "2026-01-31", "2026-05-31") == [
        ("2026-01-31", "2026-02-28"),
        ("2026-02-28", "2026-03-31"),
        ("2026-03-31", "2026-04-30"),
        ("2026-04-30", "2026-05-31"),
    ]
    assert ending("billing month from day 30", "2028-02-10", "2028-03-10") == [("2028-01-30", "2028-02-29")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("month", [("2025-12-01", "2026-01-01"), ("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01")]),
        ("quarter", [("2025-10-01", "2026-01-01")]),
        ("year", [("2025-01-01", "2026-01-01")]),
        ("billing month from day 15", [("2025-12-15", "2026-01-15"), ("2026-01-15", "2026-02-15")]),
    ],
)
def test_a_period_belongs_to_the_window_in_which_it_ends(words, expected):
    """From 15 December to 1 March: what ended at its start is not in it, what ends at its end is."""
    assert ending(words, "2025-12-15", "2026-03-01") == expected


def test_weeks_start_on_monday():
    """5 January 2026 is one."""
    assert ending("week", "2026-01-01", "2026-01-12") == [
        ("2025-12-29", "2026-01-05"),
        ("2026-01-05", "2026-01-12"),
    ]


def test_days_are_local():
    """29 March 2026 has 23 hours in London."""
    (day,) = Period.parse("day").ending_in(Window.day(2026, 3, 29, tz=LONDON), LONDON)
    assert day == Window.day(2026, 3, 29, tz=LONDON)


def test_a_rolling_period_ends_at_every_local_midnight():
    """Each with its whole length behind it, also before the window."""
    assert ending("rolling 30 days", "2026-03-01", "2026-03-03") == [
        ("2026-01-31", "2026-03-02"),
        ("2026-02-01", "2026-03-03"),
    ]
    rolling = Period.parse("rolling 30 days")
    assert rolling.is_rolling
    assert rolling.running_at(Window.between("2026-03-01", "2026-03-02T12:00", tz=LONDON), LONDON) is None


@pytest.mark.parametrize(
    ("words", "end", "expected"),
    [
        ("month", "2026-03-10", ("2026-03-01", "2026-04-01")),
        ("month", "2026-04-01", None),
        ("week", "2026-03-11", ("2026-03-09", "2026-03-16")),
        ("year", "2026-04-01", ("2026-01-01", "2027-01-01")),
        ("billing month from day 31", "2026-03-10", ("2026-02-28", "2026-03-31")),
    ],
)
def test_the_running_period_has_begun_and_not_ended(words, end, expected):
    """At a boundary nothing runs."""
    running = Period.parse(words).running_at(Window.between("2026-01-05", end, tz=LONDON), LONDON)
    assert (dates([running])[0] if running else None) == expected


@given(
    st.sampled_from(WORDS),
    st.lists(st.integers(1, 8735), max_size=6, unique=True),
    st.sampled_from((LONDON, "America/Sao_Paulo", "Pacific/Apia")),
)
def test_any_tiling_of_a_year_settles_each_period_once(words, cuts, tz):
    """However a year is cut, the parts' periods are the year's, each once and in order."""
    whole = Window.year(2011, tz=tz)
    ends = [
        whole.start.micros,
        *sorted(whole.start.micros + n * 3_600_000_000 for n in cuts),
        whole.end.micros,
    ]
    rule = Period.parse(words)
    tiles = [Window.of_micros(one, two) for one, two in pairwise(ends)]
    settled = [each for tile in tiles for each in rule.ending_in(tile, tz)]
    assert settled == list(rule.ending_in(whole, tz))
    assert len({each.end for each in settled}) == len(settled)


@given(st.sampled_from(WORDS[:7]), st.integers(0, 2000), st.integers(40, 900))
def test_successive_periods_leave_no_instant_out(words, after, days):
    """Each begins where the one before ends, and the running one follows on."""
    first = date(2020, 1, 1) + timedelta(days=after)
    window = Window.between(str(first), str(first + timedelta(days=days)), tz=LONDON)
    rule = Period.parse(words)
    chain = list(rule.ending_in(window, LONDON))
    running = rule.running_at(window, LONDON)
    if running:
        chain.append(running)
    assert all(one.end == two.start for one, two in pairwise(chain))
    assert chain[0].start <= window.start
    assert chain[-1].end >= window.end


@pytest.mark.parametrize("words", ["day", "rolling 1 days", "rolling 3 days"])
def test_a_date_that_a_zone_left_out_is_no_period_of_its_own(words):
    """Samoa went from 29 to 31 December 2011: of three dates around it, two are settled."""
    tz = "Pacific/Apia"
    found = Period.parse(words).ending_in(Window.between("2011-12-29", "2012-01-01", tz=tz), tz)
    assert [each.end for each in found] == [
        Instant.parse(text, tz=tz) for text in ("2011-12-31", "2012-01-01")
    ]


@pytest.mark.parametrize("words", WORDS)
def test_a_period_reads_what_it_writes(words):
    """The words are the document form."""
    assert str(Period.parse(words)) == words
    assert period(words) == Period.parse(words) == period(Period.parse(words))


@pytest.mark.parametrize(
    "words", ["fortnight", "30 days", "billing month", "rolling", "Month", "rolling 30 day(s)", "", 30]
)
def test_other_words_are_refused(words):
    """A month is not thirty days, and a billing month needs its day."""
    known = "'day', 'week', 'month', 'quarter', 'year', 'billing month from day 15' or 'rolling 30 days'"
    with pytest.raises(InvalidValue, match=f"is not a period; write {known}$"):
        period(words)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Period("fortnight"), "unknown kind 'fortnight'"),
        (lambda: Period("billing month", 32), "on a day from 1 to 31, found 32"),
        (lambda: Period.parse("billing month from day 0"), "found 0"),
        (lambda: Period("rolling"), "at least one day, found 0"),
        (lambda: Period("month", 30), "a month takes no number of days, found 30"),
    ],
)
def test_days_belong_to_billing_months_and_rolling_periods(make, message):
    """And must fit them."""
    with pytest.raises(InvalidValue, match=message):
        make()
