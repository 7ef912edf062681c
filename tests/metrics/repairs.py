"""What the tests of days after working days share: an office in London, and faults that it repairs."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import observed
from slacore.metrics import DaysAfterWorkingDays

LONDON = "Europe/London"
# Bank holidays of England in 2026, as far as they matter here.
OFFICE = sla.ServiceHours(
    zone=LONDON,
    weekly={"mon-fri": "08:00-18:00"},
    holidays=["2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25"],
)
YEAR = sla.Window.year(2026, tz=LONDON)
TWO = DaysAfterWorkingDays(working_days=2)
BEGUN = DaysAfterWorkingDays(working_days=2, day_of_resolution="counted")


def ticket(*events: str, name: str = "T-1", tz: str = LONDON) -> sla.Ticket:
    """A ticket from lines such as ``06-01 09:00 opened``, on the wall clock of 2026."""
    log = [(sla.Instant.parse(f"2026-{line[:5]}T{line[6:11]}", tz=tz), line[12:]) for line in events]
    return sla.Ticket(id=name, events=log)


def days(metric: sla.Metric, *rows: sla.Ticket, covers: Any = YEAR, **more: Any) -> Any:
    """The bounds of the only ticket that is judged, or of the period."""
    level = {"window": YEAR, "zone": LONDON, "hours": OFFICE, "period": "year", **more}
    found = observed(metric, sla.Evidence.of(sla.Ticket, rows, covers=covers), **level)
    judged = [seen for seen in found if seen.record is not None] or list(found)
    (seen,) = judged
    return seen.bounds


def outage(reported: str, restored: str, **more: Any) -> sla.Ticket:
    return ticket(f"{reported} opened", f"{restored} resolved", **more)
