"""Windows: as long as they really are, and never reversed."""

from __future__ import annotations

import pytest

from slacore.errors import InvalidValue
from slacore.values import Quantity, Window


@pytest.mark.parametrize(
    ("window", "length"),
    [
        (Window.month(2026, 3, tz="Europe/London"), 743),
        (Window.month(2026, 10, tz="Europe/London"), 745),
        (Window.month(2026, 2, tz="Europe/London"), 672),
        (Window.month(2028, 2, tz="UTC"), 696),
        (Window.month(2026, 4, tz="Australia/Lord_Howe"), "720.5"),
        (Window.day(2018, 11, 4, tz="America/Sao_Paulo"), 23),
        (Window.day(2018, 2, 17, tz="America/Sao_Paulo"), 25),
        (Window.month(2011, 12, tz="Pacific/Apia"), 720),
        (Window.quarter(2026, 1, tz="Europe/London"), 2159),
        (Window.year(2026, tz="Europe/London"), 8760),
        (Window.year(2028, tz="UTC"), 8784),
    ],
)
def test_a_window_is_as_long_as_it_is(window, length):
    """London's March has 743 hours, and São Paulo's 4 November 2018 began at one o'clock."""
    assert (window.length, window.length.unit) == (Quantity(length, "h"), "hour")
    assert window.micros == window.length.micros


@pytest.mark.parametrize(
    ("text", "tz", "expected"),
    [
        ("2017", "UTC", Window.year(2017, tz="UTC")),
        ("2017-Q2", "Asia/Tokyo", Window.quarter(2017, 2, tz="Asia/Tokyo")),
        ("2017-02", "Europe/London", Window.month(2017, 2, tz="Europe/London")),
        (" 2017-02-28 ", "Europe/London", Window.day(2017, 2, 28, tz="Europe/London")),
        ("2017-12-28", "UTC", Window.day(2017, 12, 28, tz="UTC")),
        ("2017-02-01/2017-03-01", "UTC", Window.month(2017, 2, tz="UTC")),
        ("2017-02-01T00:00Z/2017-03-01T00:00Z", None, Window.month(2017, 2, tz="UTC")),
        (
            "2017-02-01T00:00[Europe/London]/2017-03-01T00:00[Europe/London]",
            None,
            Window.month(2017, 2, tz="Europe/London"),
        ),
    ],
)
def test_a_window_is_read_in_every_form(text, tz, expected):
    """A year, a quarter, a month, a day, and start and end; ends are excluded."""
    assert Window.parse(text, tz=tz) == expected


@pytest.mark.parametrize(
    ("text", "tz", "message"),
    [
        ("2017-02", None, "window '2017-02' needs a time zone"),
        ("2017-02-01/2017-03-01", None, "has no time zone"),
        ("2017-02-01/2017-03-01/2017-04-01", "UTC", "'2017-03-01/2017-04-01' is not an instant"),
        ("2017-13", "UTC", "there is no date 2017-13-01"),
        ("2017-02-30", "UTC", "there is no date 2017-02-30"),
        ("2017-Q5", "UTC", "is not a window; write '2017', '2017-Q1'"),
        ("last month", "UTC", "is not a window"),
        ("P1Y6M", "UTC", "is not a window"),
        (2017, "UTC", "2017 is not a window"),
    ],
)
def test_what_is_no_window_is_refused(text, tz, message):
    """A month without a zone, dates that do not exist, and lengths."""
    with pytest.raises(InvalidValue, match=message):
        Window.parse(text, tz=tz)


@pytest.mark.parametrize(
    ("start", "end"), [("2026-01-02T00:00Z", "2026-01-01T00:00Z"), ("2026-01-01T00:00Z",) * 2]
)
def test_a_window_ends_after_it_starts(start, end):
    """Reversed and empty ones are refused."""
    with pytest.raises(InvalidValue, match="a window must end after it starts, found 2026-01-0"):
        Window(start, end)


def test_windows_that_touch_share_no_instant():
    """The end of January is the start of February and belongs to February alone."""
    first, second = Window.month(2026, 1, tz="UTC"), Window.month(2026, 2, tz="UTC")
    boundary = second.start
    assert not first.contains(boundary)
    assert second.contains(boundary)
    assert not first.overlaps(second)
    assert not second.overlaps(first)
    assert first.clip(second) is None


def test_windows_are_compared_by_what_they_hold():
    """Covering, overlapping and clipping."""
    whole = Window.between("2026-01-01", "2026-01-03", tz="UTC")
    part = Window.between("2026-01-01", "2026-01-02", tz="UTC")
    across = Window.between("2026-01-02T12:00", "2026-01-04", tz="UTC")
    assert whole.covers(part)
    assert whole.covers(whole)
    assert not part.covers(whole)
    assert not whole.covers(across)
    assert whole.overlaps(across)
    assert across.clip(whole) == Window.between("2026-01-02T12:00", "2026-01-03", tz="UTC")
    assert whole.clip(part) == part


def test_a_window_is_told_by_its_calendar_name():
    """Where it is exactly a day, month, quarter or year of its zone; else by its ends."""
    tz = "Europe/London"
    names = ["2026-03-29", "2026-03", "2026-Q2", "2026"]
    assert [str(Window.parse(name, tz=tz)) for name in names] == names
    assert (
        str(Window.between("2026-03-01", "2026-03-03", tz="UTC"))
        == "2026-03-01T00:00:00Z/2026-03-03T00:00:00Z"
    )
    # As long as a month and as three, and neither a month nor a quarter of the calendar.
    for start, end in (("2026-01-15", "2026-02-15"), ("2026-02-01", "2026-05-01")):
        assert str(Window.between(start, end, tz="UTC")) == f"{start}T00:00:00Z/{end}T00:00:00Z"
    assert str(Window.month(2026, 3, tz=tz).start.in_zone("UTC")) == "2026-03-01T00:00:00Z"
    first = Window("2026-03-01T00:00Z", "2026-03-01T01:00Z")
    ends = "Instant.parse('2026-03-01T00:00:00Z'), Instant.parse('2026-03-01T01:00:00Z')"
    assert repr(first) == f"Window({ends})"


def test_windows_are_equal_by_content():
    """However they were built, and in whatever zone they are shown."""
    month = Window.month(2026, 7, tz="Europe/London")
    assert Window.of_micros(month.start.micros, month.end.micros) == month
    shown = Window.of_micros(month.start.micros, month.end.micros, "Europe/London")
    assert (shown.start.zone, shown.end.zone) == ("Europe/London", "Europe/London")
    assert len({month, Window("2026-06-30T23:00Z", "2026-07-31T23:00Z")}) == 1
