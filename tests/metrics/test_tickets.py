"""Response and resolution time: service hours, pauses, reopening, and to which period a ticket belongs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import PercentWithin, ResolutionTime, ResponseTime

SPRING = span("2026-01-01", "2026-06-01")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})


def ticket(name: str, *events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``03-02 09:00 opened``, in 2026 and UTC."""
    log = [(f"2026-{line[:5]}T{line[6:11]}Z", line[12:]) for line in events]
    return sla.Ticket(id=name, events=log, **more)


def tickets(*rows: sla.Ticket, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Ticket, rows, covers=covers)


def times(metric: sla.Metric, *rows: sla.Ticket, **more: Any) -> dict[str, Any]:
    """The figure of every ticket that is judged, by its id."""
    covers = more.pop("covers", SPRING)
    found = observed(metric, tickets(*rows, covers=covers), **more)
    return {seen.record: seen.bounds for seen in found if seen.record is not None}


def test_a_word_after_the_resolution_is_not_the_response():
    """It was answered when it was resolved, in February, whatever was said in March."""
    late_word = ticket("T-1", "02-27 09:00 opened", "02-27 10:00 resolved", "03-03 12:00 responded")
    february = sla.Window.month(2026, 2, tz="UTC")
    assert times(ResponseTime(), late_word) == {}
    assert times(ResponseTime(), late_word, window=february) == {"T-1": exactly(60)}
