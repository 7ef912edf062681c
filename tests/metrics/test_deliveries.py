"""Lateness: from the due time to the delivery, in service hours, in the period in which it was due."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.evidence import Delivery
from slacore.metrics import Lateness

SPRING = span("2026-01-01", "2026-06-01")


def delivery(name: str, due: str, delivered: str | None = None) -> Delivery:
    return Delivery(
        id=name, due=f"2026-{due}Z", delivered=None if delivered is None else f"2026-{delivered}Z"
    )


def deliveries(*rows: Delivery, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(Delivery, rows, covers=covers)


def test_what_came_a_month_early_was_on_time():
    """It counts in the month in which it was due, as zero hours late: (0 + 2) ÷ 2 = 1."""
    rows = deliveries(
        delivery("early", "03-10T12:00", "02-10T12:00"), delivery("late", "03-11T12:00", "03-11T14:00")
    )
    assert measured(Lateness(over="mean"), rows) == exactly(1)
    assert measured(Lateness(over="mean"), rows, window=sla.Window.month(2026, 2, tz="UTC")) is None


def test_a_delivery_that_came_later_had_not_come_yet():
    """As known in the middle of March it was late by what was watched, and perhaps by more."""
    rows = deliveries(delivery("late", "03-14T12:00", "03-20T12:00"))
    assert rows.as_known_at(sla.Instant.parse("2026-03-15T12:00Z")).records == (
        delivery("late", "03-14T12:00"),
    )


def test_lateness_runs_in_service_hours():
    """Due Friday 16:00 and there Monday 10:00 is two hours late of nine to five."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    rows = deliveries(delivery("D", "03-06T16:00", "03-09T10:00"))
    (found,) = observed(Lateness(), rows, hours=office)
    assert (found.record, found.bounds) == ("D", exactly(2))
    assert measured(Lateness(over="largest", unit="day"), rows, hours=office) == exactly(
        sla.Quantity(2, "h").in_unit("d")
    )


def test_what_has_not_come_is_late_by_what_was_watched():
    """Due at noon on the 31st: twelve hours at midnight, and no upper limit."""
    rows = deliveries(delivery("D", "03-31T12:00"), covers=MARCH)
    (found,) = observed(Lateness(), rows)
    assert found.bounds == sla.Bounds(12, None)


def test_a_delivery_belongs_to_the_month_in_which_it_was_due():
    """And to no other, however late it came."""
    rows = deliveries(delivery("D", "02-27T12:00", "03-02T12:00"))
    assert [seen.record for seen in observed(Lateness(), rows)] == [None]
    february = sla.Window.month(2026, 2, tz="UTC")
    assert [seen.record for seen in observed(Lateness(), rows, window=february)] == ["D"]
