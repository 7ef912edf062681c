"""Percent within, for tickets that were resolved and opened again."""

from __future__ import annotations

import pytest

import slacore as sla
from slacore.metrics import PercentWithin


@pytest.mark.parametrize(
    ("reopening", "percent"), [("gap left out", 100), ("gap counted", 0), ("first close wins", 100)]
)
def test_the_rule_for_reopening_decides_whether_a_ticket_was_in_time(reopening: str, percent: int) -> None:
    """One hour, a gap of five, and one hour more: two hours, seven, or one, where three are agreed."""
    march = sla.Window.month(2026, 3, tz="UTC")
    level = sla.ServiceLevel(
        name="repair", metric=PercentWithin(of="resolution", within="3 h", reopening=reopening)
    )
    desk = sla.Agreement(
        name="Desk",
        zone="UTC",
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[level],
    )
    times = {"opened": 9, "resolved": 10, "reopened": 15}
    events = [(f"2026-03-02T{hour:02}:00Z", what) for what, hour in times.items()]
    ticket = sla.Ticket(id="T-1", events=[*events, ("2026-03-02T16:00Z", "resolved")])
    result = sla.evaluate(desk, sla.Evidence.of(sla.Ticket, [ticket], covers=march), march)
    assert result.observations[0].low == result.observations[0].high == percent
