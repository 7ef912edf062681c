"""What happens at the very instant in which one month ends and the next begins."""

from __future__ import annotations

import slacore as sla
from slacore.metrics import ResolutionTime

PARTIES = [sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")]


def test_a_ticket_resolved_at_midnight_of_the_first_belongs_to_the_new_month() -> None:
    """Opened on 27 February at 12:00 and resolved on 1 March at 00:00 it took 36 hours: late in March."""
    level = sla.ServiceLevel(name="repair", metric=ResolutionTime(), target=sla.Target(at_most="24 h"))
    desk = sla.Agreement(name="Desk", zone="UTC", parties=PARTIES, levels=[level])
    ticket = sla.Ticket(id="T-1", events=[("2026-02-27T12:00Z", "opened"), ("2026-03-01T00:00Z", "resolved")])
    spring = sla.Window.between("2026-02-01", "2026-04-01", tz="UTC")
    result = sla.evaluate(desk, sla.Evidence.of(sla.Ticket, [ticket], covers=spring), spring)
    assert [(str(breach.period), breach.record) for breach in result.breaches] == [("2026-03", "T-1")]
    assert result.breaches[0].measured.value == 36 * 60


def test_a_gap_in_excused_time_may_hide_a_resolution() -> None:
    """Nobody watched during the maintenance, and a ticket opened before may have been resolved then."""
    level = sla.ServiceLevel(
        name="repair",
        metric=ResolutionTime(over="mean"),
        target=sla.Target(at_most="24 h"),
        exclusions=[sla.Exclusion(cause="maintenance")],
    )
    desk = sla.Agreement(name="Desk", zone="UTC", parties=PARTIES, levels=[level])
    march = sla.Window.month(2026, 3, tz="UTC")
    seen = [
        sla.Window.between("2026-03-01", "2026-03-10T02:00", tz="UTC"),
        sla.Window.between("2026-03-10T04:00", "2026-04-01", tz="UTC"),
    ]
    ticket = sla.Ticket(id="T-1", events=[("2026-03-02T09:00Z", "opened"), ("2026-03-02T11:00Z", "resolved")])
    maintenance = sla.Exemption(
        id="M-1", start="2026-03-10T02:00Z", end="2026-03-10T04:00Z", cause="maintenance"
    )
    evidence = sla.Evidence.of(sla.Ticket, [ticket], covers=seen) + sla.Evidence(records=[maintenance])
    assert sla.evaluate(desk, evidence, march).verdict is sla.Verdict.INDETERMINATE
