"""Tickets and calls: logs that can be true, and the ones that cannot, by their id."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue

NINE = sla.Instant.parse("2026-03-02T09:00Z")


def at(minutes: int) -> sla.Instant:
    """So many minutes after nine."""
    return NINE + sla.Quantity(minutes, "min")


def log(*events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``10 paused``: minutes after nine, and what happened."""
    lines = [line.split() for line in events]
    return sla.Ticket(id="T-1", events=[(at(int(minutes)), what) for minutes, what in lines], **more)


@pytest.mark.parametrize("event", [("2026-03-02T09:00Z",), "opened", 5, ("a", "b", "c")])
def test_an_entry_of_a_log_is_a_time_and_what_happened(event):
    """Anything else is refused with what it was and what would do."""
    with pytest.raises(InvalidValue, match=r"found .*write \('2026-03-02T09:00Z', 'opened'\)"):
        sla.Ticket(id="T-1", events=[event])
