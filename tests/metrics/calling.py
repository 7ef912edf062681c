"""What the tests of calls share: calls of one day, and what a switch counted of it."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import measured, span

DAY = sla.Window.day(2026, 3, 10, tz="UTC")
AROUND = span("2026-03-01", "2026-03-20")
ENDS = ("answered", "abandoned", "diverted")


def call(name: str, at: str, **more: Any) -> sla.Call:
    """A call offered on the tenth at that time; whole numbers say after how many seconds it ended."""
    offered = sla.Instant.parse(f"2026-03-10T{at}Z" if at[2] == ":" else f"{at}Z")
    ended = {how: offered + sla.Quantity(more.pop(how), "s") for how in ENDS if how in more}
    return sla.Call(id=name, offered=offered, **ended, **more)


def calls(*rows: sla.Call, covers: Any = AROUND) -> sla.Evidence:
    return sla.Evidence.of(sla.Call, rows, covers=covers)


def tally(*counted: dict[str, Any], covers: Any = DAY) -> sla.Evidence:
    """Tallies of the day in as many parts as there are."""
    length = DAY.micros // max(len(counted), 1)
    start = DAY.start.micros
    rows = [
        sla.CallTally(
            id=f"D-{number}",
            start=sla.Instant(start + number * length, "UTC"),
            end=sla.Instant(start + (number + 1) * length, "UTC"),
            **one,
        )
        for number, one in enumerate(counted)
    ]
    return sla.Evidence.of(sla.CallTally, rows, covers=covers)


def on_the_day(metric: sla.Metric, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    return measured(metric, evidence, window=DAY, period="day", **more)
