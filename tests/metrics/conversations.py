"""What the tests of ticket clocks share: logs written as lines, and what is measured of them."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import MARCH, observed, span

OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
SPRING = span("2026-01-01", "2026-06-01")


def ticket(*events: str, name: str = "T-1", **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``03-02 09:00 paused: on hold``, in 2026 and UTC."""
    log = []
    for line in events:
        what, _, to = line[12:].partition(": ")
        log.append((f"2026-{line[:5]}T{line[6:11]}Z", what, to or None))
    return sla.Ticket(id=name, events=log, **more)


def evidence(*rows: sla.Ticket, covers: Any = SPRING) -> sla.Evidence:
    """Tickets, by default watched from January to May."""
    return sla.Evidence.of(sla.Ticket, rows, covers=covers)


def figure(metric: sla.Metric, *rows: sla.Ticket, covers: Any = SPRING, **more: Any) -> sla.Bounds | None:
    """The period's figure, or that of the only ticket that is judged."""
    found = observed(metric, evidence(*rows, covers=covers), **{"window": MARCH, **more})
    judged = [seen for seen in found if seen.record is not None] or list(found)
    (seen,) = judged
    bounds: sla.Bounds | None = seen.bounds
    return bounds


def workings(metric: sla.Metric, *rows: sla.Ticket, covers: Any = SPRING, **more: Any) -> dict[str, str]:
    """What the explanation says that the figure of the only judged ticket was made from."""
    found = observed(metric, evidence(*rows, covers=covers), **{"window": MARCH, **more})
    (seen,) = (one for one in found if one.record is not None)
    return dict(seen.workings)
