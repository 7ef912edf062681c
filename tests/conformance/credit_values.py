"""Credit cases of values: means, percentiles, deviations, several metrics, targets by volume."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from credit_words import LEVEL, Case, agreement, fact, known, limits, target, window

import slacore as sla
from slacore.metrics import Availability, Count, Deviation, Percentile, Reported, Sampled

# The level of what is compared with a reference.
VALUE = "value"


def _mean(terms: Case, series: str) -> sla.Metric:
    """The mean of a series."""
    return Sampled(of=series, over="mean", unit="count")


def _nearest_rank(terms: Case, series: str) -> sla.Metric:
    return Percentile(of=series, percent=terms["p"], method="nearest rank", unit="count")


OF_SERIES = {"mean": _mean, "percentile_nearest_rank": _nearest_rank}


def samples(series: str, values: Iterable[Any], span: sla.Window) -> sla.Evidence:
    """One value a second, all in time that was watched."""
    rows = [
        sla.Sample(
            id=f"{series} {number}",
            at=span.start + sla.Quantity(number, "s"),
            value=sla.Quantity(value, "count"),
            name=series,
        )
        for number, value in enumerate(values)
    ]
    return sla.Evidence.of(sla.Sample, rows, covers=span)


def deviation(terms: Case) -> tuple[sla.Metric, sla.ServiceLevel]:
    """The deviation, and the level whose figure deviates."""
    metric = Deviation(of=VALUE, reference=f"{terms['reference']} count")
    return metric, sla.ServiceLevel(name=VALUE, metric=Reported(name=VALUE, unit="count"))


def several(case: Case) -> sla.Evaluation:
    """A level for each metric; those that are told of the same values read one series."""
    span, seen = window(case), case["inputs"]["observations"]["by_metric"]
    lists = {tuple(one["values"]): f"series {number}" for number, one in enumerate(seen.values())}
    levels = []
    for terms in case["terms"]["metrics"]:
        series = lists[tuple(seen[terms["id"]]["values"])]
        metric = known(OF_SERIES, terms["kind"])(terms, series)
        levels.append(sla.ServiceLevel(name=terms["id"], metric=metric, target=target(terms, "count")))
    evidence = sum((samples(name, values, span) for values, name in lists.items()), sla.Evidence())
    return sla.evaluate(agreement(case, span.start.zone, *levels), evidence, span)


def by_volume(case: Case) -> sla.Evaluation:
    """The number of late ones or the share of the others, as the volume decides."""
    span, seen, terms = window(case), case["inputs"]["observations"], case["terms"]["metric"]
    few = f"{terms['low_volume_max']} count"
    levels = [
        sla.ServiceLevel(name="volume", metric=Count(of="tally")),
        sla.ServiceLevel(
            name="late",
            metric=Count(of="tally", part="bad"),
            target=limits(sla.Target, [("<=", terms["low_volume_late_max"])], "count"),
            applies=sla.Test(level="volume", at_most=few),
        ),
        sla.ServiceLevel(
            name=LEVEL,
            metric=Availability(source="tallies"),
            target=limits(sla.Target, [(">=", terms["percent_target"])], "%"),
            applies=sla.Test(level="volume", above=few),
        ),
    ]
    tally = sla.Tally(id="T-1", start=span.start, end=span.end, bad=seen["late"], total=seen["total"])
    evidence = sla.Evidence.of(sla.Tally, [tally], covers=span)
    return sla.evaluate(agreement(case, span.start.zone, *levels), evidence, span)


def stated(case: Case, span: sla.Window) -> sla.Evidence:
    """The observed value, of the span."""
    value = case["inputs"]["observations"]["value"]
    return sla.Evidence(records=[fact(VALUE, f"{value} count", span)])
