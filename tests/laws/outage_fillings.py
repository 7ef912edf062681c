"""What a gap may hide of outages under a rule, of bad intervals, and of probes that fail in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from laws.fillings import APPROACHED, DOWNTIME, OUTAGES, PROBES, Case, Rows, _tallies
from slacore import Probe, Test
from slacore.metrics import Availability, Downtime, OutageRule

# No filling passes it, and not always one comes near: outages that join may need fewer units than apart.
OUTER = "outer"


def _one_at_a_time(rows_of: Callable[..., Rows]) -> Callable[..., Rows]:
    """The same without a second probe at one instant: such two have no order."""

    def distinct(*given: Any) -> Rows:
        return list({row.at: row for row in reversed(rows_of(*given)) if isinstance(row, Probe)}.values())

    return distinct


IN_ORDER = evolve(PROBES, seen=_one_at_a_time(PROBES.seen), fill=_one_at_a_time(PROBES.fill))

_HOUR = OutageRule(at_least="1 h")
_LONG = OutageRule(
    above="6 h", order="qualify first", edge="whole", per="1 h", count="full", alignment="clock"
)
_RUN = OutageRule(at_least="3 count")
_MOSTLY = Test(above="50 %")
OUTAGE_CASES = (
    Case(name="availability of long outages", metric=Availability(outages=_HOUR), sort=OUTAGES),
    Case(
        name="downtime in full hours", metric=Downtime(unit="hour", outages=_LONG), sort=DOWNTIME, edge="9 h"
    ),
    Case(
        name="downtime in started hours",
        metric=Downtime(unit="hour", outages=OutageRule(at_least="5 min", per="1 h", count="started")),
        sort=DOWNTIME,
        low=OUTER,
        high=OUTER,
        edge="9 h",
    ),
    Case(
        name="downtime of bad intervals",
        metric=Downtime(source="tallies", unit="hour", bad_when=_MOSTLY, outages=_HOUR),
        sort=_tallies("counts", falling=False),
        edge="300 h",
    ),
    Case(
        name="availability of bad intervals by their time",
        metric=Availability(source="tallies", bad_when=_MOSTLY, idle="full"),
        sort=_tallies("counts"),
        edge="60 %",
    ),
    Case(
        name="availability of bad intervals in whole units",
        metric=Availability(
            source="tallies",
            bad_when=_MOSTLY,
            outages=OutageRule(at_least="3 count", per="1 h", count="full"),
        ),
        sort=_tallies("counts"),
        low=OUTER,
        high=OUTER,
        edge="60 %",
    ),
    Case(
        name="availability of runs of bad intervals",
        metric=Availability(source="tallies", bad_when=_MOSTLY, pooling="mean of intervals", outages=_RUN),
        sort=_tallies("counts"),
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
    Case(
        name="availability of runs of bad probes",
        metric=Availability(source="probes", outages=_RUN),
        sort=IN_ORDER,
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
)
