"""Availability and downtime from outages: exact, with a hole in the evidence, and without any."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, span
from slacore.metrics import Availability, Downtime

# March 2026 in UTC: 31 × 24 × 60.
MINUTES = 44_640
IN_MINUTES = Downtime(unit="minute")
IN_DAYS = Downtime(unit="day")


def outage(name: str, start: str, end: str | None = None, **more: Any) -> sla.Outage:
    return sla.Outage(id=name, start=f"{start}Z", end=None if end is None else f"{end}Z", **more)


def outages(*rows: sla.Outage, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Outage, rows, covers=covers)


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
