"""Gaps in the night: they hide tickets, and they hide no downtime that was promised away."""

from __future__ import annotations

from collections.abc import Iterable

import slacore as sla
from slacore.metrics import Availability, PercentWithin
from slacore.model import Observation

MARCH = sla.Window.month(2026, 3, tz="UTC")
# All of March but Sunday, the 8th.
WITHOUT_A_SUNDAY = [
    sla.Window.between("2026-03-01", "2026-03-08", tz="UTC"),
    sla.Window.between("2026-03-09", "2026-04-01", tz="UTC"),
]


def evaluated(metric: sla.Metric, evidence: sla.Evidence) -> sla.Evaluation:
    hours = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "08:00-18:00"})
    agreement = sla.Agreement(
        name="Desk",
        zone="UTC",
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[sla.ServiceLevel(name="level", metric=metric, hours=hours)],
    )
    return sla.evaluate(agreement, evidence, MARCH)


def test_a_ticket_may_hide_in_an_uncovered_sunday() -> None:
    """A ticket opened and resolved on a Sunday took no time and counts: without the Sunday, who knows."""

    def ticket(name: str, opened: str, resolved: str) -> sla.Ticket:
        return sla.Ticket(id=name, events=[(opened, "opened"), (resolved, "resolved")])

    late = ticket("T-1", "2026-03-02T08:00Z", "2026-03-03T18:00Z")
    sunday = ticket("T-2", "2026-03-08T10:00Z", "2026-03-08T11:00Z")
    metric = PercentWithin(of="resolution", within="8 h")

    def seen(tickets: Iterable[sla.Ticket], covers: object) -> Observation:
        evidence = sla.Evidence.of(sla.Ticket, tickets, covers=covers)  # type: ignore[arg-type]
        return evaluated(metric, evidence).observations[0]

    whole = seen([late, sunday], MARCH)
    assert (whole.low, whole.high) == (50, 50)
    holed = seen([late], WITHOUT_A_SUNDAY)
    assert (holed.low, holed.high) == (0, 100)


def test_no_promised_time_is_missing_on_an_uncovered_sunday() -> None:
    """Availability is promised in service hours: a Sunday that nobody watched leaves no doubt."""
    evidence = sla.Evidence.of(sla.Outage, [], covers=WITHOUT_A_SUNDAY)
    observation = evaluated(Availability(), evidence).observations[0]
    assert (observation.low, observation.high) == (100, 100)
