"""Metrics of values and counts, and metrics that are made from other levels, with the levels."""

from __future__ import annotations

from slacore import ServiceLevel, Test
from slacore.metrics import (
    Availability,
    Composite,
    Count,
    Deviation,
    Downtime,
    Freshness,
    OutageDuration,
    Percentile,
    Ratio,
    RollingMean,
    Sampled,
    Share,
    Throughput,
)

_SMALL = Test(fact="value", at_most="4 count")
VALUES = (
    *(Count(of=kind) for kind in ("call", "delivery", "outage", "probe", "sample", "ticket")),
    *(Count(of="tally", part=part) for part in ("total", "good", "bad")),
    *(Count(of=kind, counted_by=event) for kind, event in (("outage", "end"), ("ticket", "resolved"))),
    Freshness(),
    Freshness(over="end", unit="day"),
    Freshness(source="samples", over="end"),
    *(
        OutageDuration(over=over, counted_by=by)
        for over in ("each", "mean", "largest")
        for by in ("end", "start")
    ),
    *(
        Percentile(unit="count", percent=90, method=method)
        for method in ("nearest rank", "inclusive", "exclusive")
    ),
    Percentile(unit="count", percent=100, method="nearest rank"),
    Percentile(unit="count", percent="99.9", method="exclusive", every="1 d", highest="7 count"),
    *(
        Sampled(unit="count", over=over, every=every)
        for over in ("each", "mean", "largest", "smallest", "total")
        for every in (None, "1 d")
    ),
    Sampled(unit="percent", lowest="-100 %", highest="100 %", over="total", every="3 d"),
    Share(of="sample", good=_SMALL),
    Share(of="sample", good=_SMALL, every="1 d"),
    Share(of="probe", good=Test(fact="good", equals=True)),
    Share(of="ticket", good=Test(fact="priority", equals="high"), counted_by="resolved"),
    Throughput(of="ticket"),
    Throughput(of="tally", part="good", unit="count / day"),
)
# In the examples of outages, probes and tallies.
MEMBERS = (
    ServiceLevel(name="web", metric=Availability()),
    ServiceLevel(name="probed", metric=Availability(source="probes")),
    ServiceLevel(name="down", metric=Downtime(unit="hour")),
    ServiceLevel(name="outages", metric=Count(of="outage")),
    ServiceLevel(name="probes", metric=Count(of="probe")),
)
_BOTH = ("web", "probed")
MADE = (
    *(Composite(of=_BOTH, how=how) for how in ("serial", "smallest", "largest", "mean")),
    Composite(of=_BOTH, how="k of n", needed=1, unit="ratio"),
    Composite(of=_BOTH, how="mean", weights=[1, 3], idle="left out"),
    Composite(of=_BOTH, how="smallest", needed=1),
    Deviation(of="down", reference="2 h"),
    Deviation(of="down", reference="2 h", direction="either"),
    Deviation(of="outages", base="probes", direction="below"),
    Ratio(of="outages", to="probes"),
    Ratio(of="outages", to="down", unit="count / hour"),
    Ratio(of="outages", to="probes", part=True, idle="full"),
    RollingMean(of="web", over="1 period"),
    RollingMean(of="down", over="2 periods", unit="minute"),
)
