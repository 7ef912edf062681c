"""Availability and downtime from tallies: any two of three, pooled or by interval, idle or in doubt."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, span
from slacore.errors import EvaluationError
from slacore.metrics import Availability, Downtime

POOLED = Availability(source="tallies")
BY_INTERVAL = Availability(source="tallies", pooling="mean of intervals")
# Seven hours a working day.
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-16:00"})


def tally(name: str, when: sla.Window = MARCH, **parts: Any) -> sla.Tally:
    return sla.Tally(id=name, start=when.start, end=when.end, **parts)


def day(number: int) -> sla.Window:
    return sla.Window.day(2026, 3, number, tz="UTC")


def tallies(*rows: sla.Tally, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Tally, rows, covers=covers)


def test_things_that_were_counted_are_no_downtime():
    """Five failed requests are not five of anything that a clock shows."""
    counted = tallies(tally("requests", bad=5, total=100))
    with pytest.raises(EvaluationError, match=r"tally requests counts things.*downtime is made of time"):
        measured(Downtime(source="tallies"), counted)


def test_downtime_in_a_gap_is_at_most_the_gap():
    """Nobody can be down for longer than the time that was not watched: here ten days."""
    watch = span("2026-03-01", "2026-03-22")
    assert measured(Downtime(source="tallies", unit="day"), tallies(covers=watch)) == sla.Bounds(0, 10)


def test_a_watched_period_in_which_nothing_was_tallied_is_idle():
    """Full where the contract says that idle is full, and without data where it is skipped."""
    for pooling in ("pooled", "mean of intervals"):
        metric = Availability(source="tallies", pooling=pooling, idle="full")
        assert measured(metric, tallies()) == exactly(100)
        assert measured(Availability(source="tallies", pooling=pooling), tallies()) is None


def test_an_interval_is_as_long_as_its_service_hours():
    """One hour down of the seven that were promised is 6/7, and not 23/24."""
    rows = tallies(tally("monday", day(2), bad="1 h"), tally("tuesday", day(3), bad="0 h"))
    # (6/7 + 7/7) ÷ 2 = 13/14
    assert measured(BY_INTERVAL, rows, hours=OFFICE) == exactly(Fraction(1300, 14))


def test_what_was_tallied_outside_service_hours_does_not_count():
    """A Sunday of failures costs nothing where Monday to Friday was promised."""
    sunday, monday = tally("sunday", day(1), bad=10, total=10), tally("monday", day(2), bad=1, total=10)
    for metric in (POOLED, BY_INTERVAL):
        assert measured(metric, tallies(sunday, monday), hours=OFFICE) == exactly(90)
    down = tallies(tally("sunday", day(1), bad="5 h"), tally("monday", day(2), bad="3 min"))
    assert measured(Downtime(source="tallies"), down, hours=OFFICE) == exactly(3)
