"""Hypothesis strategies for contracts and evidence, drawn where clocks change.

Random dates almost never meet a clock change, and the faults are there. So every instant is
drawn within days of one; most lie on a quarter of an hour, as people write them down.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from slacore.errors import MissingExtra
from slacore.evidence import Call, Coverage, Evidence, Outage, Record, Tally, Ticket
from slacore.model import Remedy, Step
from slacore.remedies import Bands, Cap, Pay, Plus, Times, Units
from slacore.remedies.bands import Row
from slacore.testing.measuring import is_seen
from slacore.values import Instant, Period, Window, WindowSet

try:
    from hypothesis import strategies as st
except ImportError:
    raise MissingExtra("strategies need hypothesis; install slacore[testing]") from None

_MINUTE = 60_000_000
_DAY = 24 * 60 * _MINUTE


@frozen
class Place:
    """A zone, and an instant near which something happens to its clocks."""

    zone: str
    change: Instant

    def window(self, days: int = 4) -> Window:
        """That many days before the change, and after it."""
        at = self.change.micros
        return Window.of_micros(at - days * _DAY, at + days * _DAY, self.zone)


CHANGES = tuple(
    Place(zone, Instant.parse(moment).in_zone(zone))
    for zone, moment in (
        ("Europe/London", "2026-03-29T01:00Z"),
        ("Europe/London", "2026-10-25T01:00Z"),
        ("America/New_York", "2026-03-08T07:00Z"),
        ("America/New_York", "2026-11-01T06:00Z"),
        # By half an hour.
        ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
        ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
        # At midnight: a day without its first hour, and a day with two of its last.
        ("America/Sao_Paulo", "2018-11-04T03:00Z"),
        ("America/Sao_Paulo", "2018-02-18T02:00Z"),
        # For the month of Ramadan, back and forth.
        ("Africa/Casablanca", "2026-02-15T02:00Z"),
        ("Africa/Casablanca", "2026-03-22T02:00Z"),
        # No change at all, for comparison.
        ("Asia/Kolkata", "2026-06-01T00:00Z"),
        # A whole day was left out.
        ("Pacific/Kiritimati", "1994-12-31T10:00Z"),
    )
)


def places() -> st.SearchStrategy[Place]:
    """A zone and one of its clock changes."""
    return st.sampled_from(CHANGES)


@st.composite
def instants(draw: st.DrawFn, within: Window | None = None) -> Instant:
    """An instant in the window, or within days of a clock change."""
    window = within or draw(places()).window()
    return Instant(draw(_micros(window)), window.start.zone)


def _micros(window: Window) -> st.SearchStrategy[int]:
    start, end = window.start.micros, window.end.micros
    quarters = st.integers(0, max(0, (end - 1 - start) // (15 * _MINUTE)))
    return quarters.map(lambda number: start + number * 15 * _MINUTE) | st.integers(start, end - 1)


@st.composite
def windows(draw: st.DrawFn, within: Window | None = None) -> Window:
    """A window inside another, or within days of a clock change."""
    outer = within or draw(places()).window()
    first, last = sorted(draw(st.lists(_micros(outer), min_size=2, max_size=2, unique=True)))
    return Window.of_micros(first, last, outer.start.zone)


@st.composite
def months(draw: st.DrawFn) -> Window:
    """The month in which clocks change, or the one after it."""
    place = draw(places())
    day = place.change.to_datetime()
    later = draw(st.booleans())
    year, month = (day.year + day.month // 12, day.month % 12 + 1) if later else (day.year, day.month)
    return Window.month(year, month, tz=place.zone)


def periods() -> st.SearchStrategy[Period]:
    """Any rule that cuts time into periods."""
    return st.one_of(
        st.sampled_from(("day", "week", "month", "quarter", "year")).map(Period),
        st.integers(1, 31).map(lambda day: Period("billing month", day)),
        st.integers(1, 40).map(lambda days: Period("rolling", days)),
    )


@st.composite
def covered_times(draw: st.DrawFn, window: Window) -> WindowSet:
    """All of the window, or what is left of it after a few gaps."""
    gaps = draw(st.lists(windows(within=window), max_size=3))
    return WindowSet.of(window) - WindowSet.of(*gaps)


_names = st.integers(0, 999_999).map(lambda number: f"R-{number:06}")


@st.composite
def outages(draw: st.DrawFn, window: Window) -> Outage:
    """An outage in the window; one in five has no end."""
    span = draw(windows(within=window))
    ends = draw(st.integers(0, 4)) > 0
    return Outage(id=draw(_names), start=span.start, end=span.end if ends else None)


@st.composite
def tallies(draw: st.DrawFn, window: Window) -> Tally:
    """How many of something were good and bad, fully or only in part."""
    span = draw(windows(within=window))
    good, bad = draw(st.integers(0, 1000)), draw(st.integers(0, 50))
    left_out = draw(st.sampled_from(("good", "bad", "total", "")))
    return Tally(
        id=draw(_names),
        start=span.start,
        end=span.end,
        good=None if left_out == "good" else good,
        bad=None if left_out == "bad" else bad,
        total=None if left_out == "total" else good + bad,
    )


# How a ticket goes on: mostly straight to its end.
_LOGS = (
    "opened, responded, resolved",
    "opened, resolved",
    "opened, responded, paused, resumed, resolved",
    "opened, responded, resolved, reopened, resolved",
    "opened, paused, resolved",
    "opened, responded",
    "opened",
    "opened, responded, customer message, paused: on hold, resumed, responded, resolved",
    "opened, assigned: second line, responded, customer message, priority changed: high",
)


@st.composite
def tickets(draw: st.DrawFn, window: Window) -> Ticket:
    """A ticket with its log, in order of time."""
    log = [entry.partition(": ") for entry in draw(st.sampled_from(_LOGS)).split(", ")]
    moments = sorted(draw(st.lists(_micros(window), min_size=len(log), max_size=len(log))))
    events = [
        (Instant(at, window.start.zone), what, to or None)
        for at, (what, _, to) in zip(moments, log, strict=True)
    ]
    return Ticket(id=draw(_names), events=events, priority=draw(st.sampled_from(("high", "low", None))))


@st.composite
def calls(draw: st.DrawFn, window: Window) -> Call:
    """A call that was answered, given up or diverted, or still waits, by one of a few callers."""
    offered = draw(instants(within=window))
    end = Instant(offered.micros + draw(st.integers(0, 10 * _MINUTE)), offered.zone)
    outcome = draw(st.sampled_from(("answered", "answered", "abandoned", "diverted", "")))
    spent = draw(st.integers(0, 300)) if outcome == "answered" else None
    return Call(
        id=draw(_names),
        offered=offered,
        answered=end if outcome == "answered" else None,
        abandoned=end if outcome == "abandoned" else None,
        diverted=end if outcome == "diverted" else None,
        talk=None if spent is None else f"{spent} s",
        caller=draw(st.sampled_from(("ann", "bob", None))),
    )


@st.composite
def bundles(
    draw: st.DrawFn, records: st.SearchStrategy[Record], window: Window, *, most: int = 8, gaps: bool = True
) -> Evidence:
    """Evidence of the window: some records, without those that fall in a gap of what was watched."""
    rows = draw(st.lists(records, max_size=most, unique_by=lambda row: (row.kind, row.id)))
    time = draw(covered_times(window)) if gaps else WindowSet.of(window)
    kinds = {type(row): Coverage(of=type(row), time=time) for row in rows}
    watched = Evidence(coverage=tuple(kinds.values()))
    return Evidence(records=[row for row in rows if is_seen(row, watched)], coverage=watched.coverage)


@st.composite
def tables(draw: st.DrawFn, unit: str = "%", pay: str = "% of fee") -> Bands:
    """A table without holes: rows that touch, from the lowest up, each with its own pay."""
    edges = sorted(draw(st.lists(st.integers(1, 999), min_size=1, max_size=5, unique=True)))
    marks = [None, *(f"{Fraction(edge, 10)} {unit}" for edge in edges), None]
    rates = draw(st.lists(st.integers(0, 100), min_size=len(marks), max_size=len(marks)))
    rows = [
        Row(at_least=low, below=high, pay=f"{amount} {pay}")
        for (low, high), amount in zip(pairwise(marks), rates, strict=False)
    ]
    return Bands(rows=rows)


@st.composite
def counts(draw: st.DrawFn, unit: str = "%") -> Units:
    """So many full, started or exact units above or below a point."""
    above = draw(st.booleans())
    point, per = f"{draw(st.integers(0, 100))} {unit}", draw(st.integers(1, 50))
    return Units(
        above=point if above else None,
        below=None if above else point,
        per=f"{Fraction(per, 10)} {unit}",
        count=draw(st.sampled_from(("full", "started", "exact"))),
        at_most=draw(st.none() | st.integers(1, 20)),
    )


@st.composite
def chains(draw: st.DrawFn, unit: str = "%", pay: str = "% of fee") -> Remedy:
    """A remedy on figures in `unit` that pays in `pay`, which no step changes: `EUR`, say."""
    amounts = st.integers(1, 60).map(lambda number: f"{number} {pay}")
    begun: st.SearchStrategy[list[Step]] = st.one_of(
        tables(unit, pay).map(lambda table: [table]),
        st.tuples(counts(unit), amounts.map(lambda rate: Pay(rate=rate))).map(list),
    )
    further: st.SearchStrategy[Step] = st.one_of(
        amounts.map(lambda rate: Cap(limit=rate)),
        amounts.map(lambda rate: Plus(rate=rate)),
        st.fractions(0, 3, max_denominator=8).map(lambda factor: Times(factor=factor)),
    )
    return Remedy(steps=[*draw(begun), *draw(st.lists(further, max_size=3))], when="always")
