"""Availability and downtime from outages: exact, with a hole in the evidence, and without any."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.evidence import Probe
from slacore.metrics import Availability, Downtime
from slacore.model import Scope

# March 2026 in UTC: 31 × 24 × 60.
MINUTES = 44_640
IN_MINUTES = Downtime(unit="minute")
IN_DAYS = Downtime(unit="day")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})


def outage(name: str, start: str, end: str | None = None, **more: Any) -> sla.Outage:
    return sla.Outage(id=name, start=f"{start}Z", end=None if end is None else f"{end}Z", **more)


def outages(*rows: sla.Outage, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Outage, rows, covers=covers)


def test_a_month_with_one_outage():
    """217 minutes of 44,640 are down: 100 × (44,640 − 217) ÷ 44,640."""
    rows = outages(outage("O-1", "2026-03-02T09:00", "2026-03-02T12:37"))
    assert measured(IN_MINUTES, rows) == exactly(217)
    assert measured(Availability(), rows) == exactly(Fraction(100 * (MINUTES - 217), MINUTES))


def test_a_watched_month_without_outages_was_up_and_an_unwatched_one_may_have_been_down():
    """No record is good news only where somebody watched."""
    assert measured(Availability(), outages()) == exactly(100)
    assert measured(Availability(), sla.Evidence()) == sla.Bounds(0, 100)
    assert measured(IN_DAYS, sla.Evidence()) == sla.Bounds(0, 31)


def test_overlapping_outages_count_once():
    """10:00 to 11:00, 10:30 to 12:00 and the touching 12:00 to 12:15 are 135 minutes together."""
    rows = (
        outage("O-1", "2026-03-02T10:00", "2026-03-02T11:00"),
        outage("O-2", "2026-03-02T10:30", "2026-03-02T12:00"),
        outage("O-3", "2026-03-02T12:00", "2026-03-02T12:15"),
    )
    assert {measured(IN_MINUTES, outages(*order)) for order in permutations(rows)} == {exactly(135)}


def test_what_lies_beyond_the_period_does_not_count():
    """Ten minutes before midnight and twenty after: ten in March, twenty in April, nothing twice."""
    both = span("2026-03-01", "2026-05-01")
    rows = outages(outage("O-1", "2026-03-31T23:50", "2026-04-01T00:20"), covers=both)
    found = observed(IN_MINUTES, rows, window=both)
    assert [seen.bounds for seen in found] == [exactly(10), exactly(20)]
    edge = outages(outage("O-1", "2026-03-31T23:50", "2026-04-01T00:00"), covers=both)
    assert [seen.bounds for seen in observed(IN_MINUTES, edge, window=both)] == [exactly(10), exactly(0)]


def test_a_month_is_as_long_as_it_is():
    """London, March 2026, has 743 hours; an hour down in it is 100 × 742 ÷ 743 up."""
    london = sla.Window.month(2026, 3, tz="Europe/London")
    rows = outages(outage("O-1", "2026-03-02T09:00", "2026-03-02T10:00"), covers=london)
    assert measured(Availability(), rows, window=london, zone="Europe/London") == exactly(
        Fraction(74_200, 743)
    )
    # The night of the change: 00:30 to 03:30 by the clock is two hours.
    night = sla.Outage(id="O-2", start="2026-03-29T00:30+00:00", end="2026-03-29T03:30+01:00")
    change = outages(night, covers=london)
    assert measured(Downtime(unit="hour"), change, window=london, zone="Europe/London") == exactly(2)


def test_an_open_outage_goes_on_to_the_end_of_the_period():
    """From the 30th on, never over, watched throughout: two days."""
    rows = outages(outage("O-1", "2026-03-30T00:00"), covers=span("2026-03-01", "2026-05-01"))
    assert measured(IN_DAYS, rows) == exactly(2)


def test_an_open_outage_lasts_as_long_as_anybody_watched():
    """After the watch ends nobody knows when it was over, also where a later watch begins."""
    # Down from the 5th to the 10th for certain: 5 days. The rest, 22 days, may be either.
    watch = [span("2026-03-01", "2026-03-10"), span("2026-03-20", "2026-04-01")]
    found = measured(IN_DAYS, outages(outage("O-1", "2026-03-05T00:00"), covers=watch))
    assert found == sla.Bounds(5, 27)


def test_an_outage_from_before_the_watch_is_down_while_it_was_watched():
    """Whoever reports in March an outage of February without an end saw it go on in March."""
    february = outage("O-1", "2026-02-20T00:00")
    assert measured(IN_DAYS, outages(february)) == exactly(31)
    assert measured(Availability(), outages(february)) == exactly(0)


def test_an_outage_recorded_in_a_gap_is_down_there():
    """One day of a gap of ten is known to be down: the other nine may be either."""
    watch = [span("2026-03-01", "2026-03-10"), span("2026-03-20", "2026-04-01")]
    known = outage("O-1", "2026-03-09T00:00", "2026-03-11T00:00")
    # Down the 9th (watched) and the 10th (recorded); 9 days of the gap are left.
    assert measured(IN_DAYS, outages(known, covers=watch)) == sla.Bounds(2, 11)


def test_a_period_that_still_runs_has_its_rest_as_a_gap():
    """Ten of 31 days have passed, one of them down: 21 days may yet be."""
    rows = outages(
        outage("O-1", "2026-03-05T00:00", "2026-03-06T00:00"), covers=span("2026-03-01", "2026-03-11")
    )
    found = measured(IN_DAYS, rows, window=span("2026-03-01", "2026-03-11"))
    assert found == sla.Bounds(1, 22)


def test_only_service_hours_count():
    """Friday 16:00 to Monday 10:00 costs two hours of the 176 that March's 22 working days promise."""
    rows = outages(outage("O-1", "2026-03-06T16:00", "2026-03-09T10:00"))
    assert measured(Downtime(unit="hour"), rows, hours=OFFICE) == exactly(2)
    assert measured(Availability(), rows, hours=OFFICE) == exactly(Fraction(100 * 174, 176))


def test_a_period_without_service_hours_has_no_availability():
    """Nothing was promised on a Sunday: no data, or full where the contract says so."""
    sunday = {"window": sla.Window.day(2026, 3, 1, tz="UTC"), "period": "day", "hours": OFFICE}
    assert measured(Availability(), outages(), **sunday) is None
    assert measured(Availability(idle="full"), outages(), **sunday) == exactly(100)


def excused(*spans: tuple[str, str]) -> sla.Evidence:
    rows = [
        sla.Exemption(id=f"X-{number}", start=f"{start}Z", end=f"{end}Z", cause="works")
        for number, (start, end) in enumerate(spans)
    ]
    return sla.Evidence(records=rows)


@pytest.mark.parametrize(
    ("effect", "up", "of"),
    [
        # Down from the 1st to the 11th: ten days, of which the works excuse two: 31 − 8 of 31.
        ("numerator", 23, 31),
        # The four days of the works leave the total as well: 27 − 8 of 27.
        ("denominator", 19, 27),
        # All four are added to the 21 that were up, though two of them were up already.
        ("added back", 25, 31),
    ],
)
def test_excused_time_leaves_the_downtime_or_the_total(effect, up, of):
    """Works from the 9th to the 13th, in which the outage ends."""
    rows = outages(outage("O-1", "2026-03-01T00:00", "2026-03-11T00:00"))
    works = excused(("2026-03-09T00:00", "2026-03-13T00:00"))
    terms = [sla.Exclusion(cause="works", effect=effect)]
    assert measured(Availability(), rows + works, exclusions=terms) == exactly(Fraction(100 * up, of))


def test_an_excused_gap_is_no_doubt():
    """Excused time is up whatever happened in it, so nobody needs to have watched."""
    watch = [span("2026-03-01", "2026-03-10"), span("2026-03-13", "2026-04-01")]
    works = excused(("2026-03-10T00:00", "2026-03-12T00:00"))
    terms = [sla.Exclusion(cause="works")]
    # Of the gap of three days two are excused.
    assert measured(IN_DAYS, outages(covers=watch) + works, exclusions=terms) == sla.Bounds(0, 1)


CELLS = 6
WHOLE = sla.Window.of_micros(0, CELLS)


def cells(chosen: Any) -> sla.WindowSet:
    return sla.WindowSet((cell, cell + 1) for cell in chosen)


def a_scope(row: sla.Outage | None, counted: set[int], out: set[int], seen: set[int]) -> Scope:
    return Scope(
        period=WHOLE,
        zone="UTC",
        counted=cells(counted),
        excluded=cells(out),
        gaps=cells(counted - seen),
        covered=cells(seen),
        records=() if row is None else (row,),
        horizon=WHOLE.end,
    )


SOME = st.sets(st.integers(0, CELLS - 1))


@given(st.integers(0, CELLS - 1), st.integers(1, CELLS), SOME, SOME, SOME)
def test_the_bounds_are_what_the_fillings_of_a_gap_reach(first, last, counted, out, seen):
    """On six cells of time: every filling of the gap lies within, and two of them are the ends.

    What is recorded is down, what is excused is up, the gap is filled in every way.
    """
    end = max(first + 1, last)
    row = sla.Outage(id="O", start=sla.Instant(first), end=sla.Instant(end))
    known = set(range(first, end))
    gap = sorted(counted - seen - known)
    lengths = {
        len(((known | {cell for cell, down in zip(gap, filling, strict=True) if down}) & counted) - out)
        for filling in product((False, True), repeat=len(gap))
    }
    scope = a_scope(row, counted, out, seen)
    down = Downtime(unit="microsecond").measure(scope)
    assert down == sla.Bounds(min(lengths), max(lengths))
    share = Availability().measure(scope)
    if not counted:
        assert share is None
    else:
        shares = {Fraction(100 * (len(counted) - length), len(counted)) for length in lengths}
        assert share == sla.Bounds(min(shares), max(shares))


@given(st.integers(0, CELLS - 1), SOME)
def test_an_open_outage_may_have_ended_whenever_nobody_looked(first, seen):
    """Every end from where the watch broke off, with every filling of the gap, lies within the bounds."""
    watched_until = first
    starts = [cell for cell in sorted(seen) if cell >= first]
    if starts:
        # The watch in which it began, or else the next one, to its first break.
        watched_until = starts[0] + 1
        while watched_until in seen:
            watched_until += 1
    lengths = set()
    for end in range(watched_until, CELLS + 1):
        known = set(range(first, end))
        gap = sorted(set(range(CELLS)) - seen - known)
        for filling in product((False, True), repeat=len(gap)):
            lengths.add(len(known | {cell for cell, down in zip(gap, filling, strict=True) if down}))
    row = sla.Outage(id="O", start=sla.Instant(first))
    found = Downtime(unit="microsecond").measure(a_scope(row, set(range(CELLS)), set(), seen))
    assert found == sla.Bounds(min(lengths), max(lengths))


def probes(*good: bool, covers: Any = MARCH) -> sla.Evidence:
    rows = [Probe(id=n, at=MARCH.start + sla.Quantity(n, "day"), good=one) for n, one in enumerate(good)]
    return sla.Evidence.of(Probe, rows, covers=covers)


def test_probes_are_counted():
    """Two good of three is 200/3 %; in a gap any number is missing; none at all is no data."""
    by_probes = Availability(source="probes")
    assert measured(by_probes, probes(True, True, False)) == exactly(Fraction(200, 3))
    assert measured(by_probes, probes(True, covers=span("2026-03-01", "2026-03-30"))) == sla.Bounds(0, 100)
    assert measured(by_probes, probes()) is None
    # The first of March is a Sunday: only Monday's probe counts.
    always = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "00:00-24:00"})
    assert measured(by_probes, probes(False, True), hours=always) == exactly(100)


def test_what_it_is_made_from_has_a_name():
    """A misspelt source, pooling or unit is answered with the known ones."""
    for wrong, why in (
        ({"source": "outage"}, "unknown source 'outage'; did you mean 'outages'"),
        ({"pooling": "mean"}, "unknown pooling 'mean'"),
        ({"idle": "empty"}, "unknown idle 'empty'"),
    ):
        with pytest.raises(InvalidValue, match=why):
            Availability(**wrong)
    with pytest.raises(InvalidValue, match="unknown unit 'fortnight'"):
        Downtime(unit="fortnight")
    with pytest.raises(
        InvalidValue, match="a length of time is stated in a unit such as 'min' or 'h', found"
    ):
        Downtime(unit="percent")


def test_the_explanation_says_what_the_figure_was_made_from():
    """Downtime, what was excused, and what nobody saw."""
    watch = span("2026-03-01", "2026-03-31")
    rows = outages(outage("O-1", "2026-03-02T09:00", "2026-03-02T12:37"), covers=watch)
    works = excused(("2026-03-02T09:00", "2026-03-02T09:17"))
    (found,) = observed(Availability(), rows + works, exclusions=[sla.Exclusion(cause="works")])
    said = dict(found.workings)
    assert said["down"] == "3 h 20 min"
    assert said["excused"] == "17 min"
    assert said["up or down"] in ("1 d", "24 h")
