"""Metrics of the credit cases: what is measured, and the evidence that is observed."""

from __future__ import annotations

from typing import Any

from attrs import evolve, field, frozen
from credit_values import OF_SERIES, deviation, samples, stated
from credit_words import Case, Inexpressible, besides, fact, known, window

import slacore as sla
from slacore.metrics import (
    Availability,
    DaysAfterWorkingDays,
    Downtime,
    OutageRule,
    Reported,
    ResolutionTime,
)

# Lost time, by the names under which it is observed.
_DOWN = {"downtime_minutes": "min", "downtime_seconds": "s"}
# Observations that are no figures.
_INSTANTS = ("tz", "start", "end", "reported", "restored_at_midnight_starting")


@frozen
class Measured:
    """A metric with its evidence, its window, and what else the level needs."""

    metric: sla.Metric
    evidence: sla.Evidence
    window: sla.Window
    more: dict[str, Any] = field(factory=dict)
    # The levels that it is made from.
    others: tuple[sla.ServiceLevel, ...] = ()
    # The level of downtime, where it is paid for and another figure is judged.
    downtime: sla.ServiceLevel | None = None

    @property
    def unit(self) -> str:
        """What the figure is in."""
        return self.metric.measured_in()


def measured(case: Case) -> Measured:
    """How the case measures, and whatever else is observed: remedies may ask for it."""
    found = known(_METRICS, case["terms"]["metric"]["kind"])(case)
    evidence = found.evidence + told(case, found.window) + besides(case, found.window)
    return evolve(found, evidence=evidence)


def _seen(case: Case) -> Case:
    return case["inputs"]["observations"]


def told(case: Case, span: sla.Window) -> sla.Evidence:
    """Observations by their names."""
    seen = _seen(case)
    flags = [one["flag"] for one in case["terms"].get("surcharges", [])]
    stated = {
        name: value if isinstance(value, bool) else f"{value} count"
        for name, value in seen.items()
        if name not in ("value", *_INSTANTS, *flags) and isinstance(value, bool | int | str)
    }
    stated |= {name: f"{seen[name]} {unit}" for name, unit in _DOWN.items() if name in seen}
    return sla.Evidence(records=[fact(name, value, span) for name, value in stated.items()])


# Tallies


def _tallied(metric: sla.Metric, case: Case, *tallies: dict[str, Any]) -> Measured:
    span = window(case)
    rows = [
        sla.Tally(id=str(number), start=span.start, end=span.end, **tally)
        for number, tally in enumerate(tallies)
    ]
    return Measured(metric, sla.Evidence.of(sla.Tally, rows, covers=span), span)


def _down(case: Case) -> dict[str, str]:
    seen = _seen(case)
    down = [{"bad": f"{seen[key]} {unit}"} for key, unit in _DOWN.items() if key in seen]
    if len(down) != 1:
        raise Inexpressible("no single downtime")
    total = {"total": f"{seen['period_minutes']} min"} if "period_minutes" in seen else {}
    return down[0] | total


def _uptime(case: Case) -> Measured:
    if "outages" in _seen(case):
        found = _of_outages(Availability, case)
        if (
            case["terms"].get("remedy", {}).get("kind") == "rate_loss"
            and not _DOWN.keys() & _seen(case).keys()
        ):
            lost = Downtime(outages=found.metric.outages)
            found = evolve(found, downtime=sla.ServiceLevel(name="downtime", metric=lost, **found.more))
        return _added_back(case, found)
    return _added_back(case, _tallied(Availability(source="tallies"), case, _down(case)))


def _downtime(case: Case) -> Measured:
    if "outages" in _seen(case):
        return _of_outages(Downtime, case)
    return _tallied(Downtime(source="tallies"), case, _down(case))


def _added_back(case: Case, found: Measured) -> Measured:
    """Excluded time of which only the length is known."""
    length = sla.Quantity(_seen(case).get("add_back_minutes", 0), "min")
    return _exempted(case, found, "added back", length, ("exclusions",))


def _of_period(case: Case, found: Measured) -> Measured:
    """A total that is less than the window: the rest of it is no part of the period."""
    stated = _seen(case).get("period_minutes")
    if stated is None:
        return found
    rest = found.window.length - sla.Quantity(stated, "min")
    if rest.amount < 0:
        raise Inexpressible("a total of more than the window")
    return _exempted(case, found, "denominator", rest, ("outages", "exclusions"))


def _exempted(
    case: Case, found: Measured, effect: Any, length: sla.Quantity, apart_from: tuple[str, ...]
) -> Measured:
    """So much time, where nothing of those is: where else it lies makes no difference."""
    if length.amount == 0:
        return found
    taken = [_span(row, found) for key in apart_from for row in _seen(case).get(key, [])]
    free, left = sla.WindowSet.of(found.window) - sla.WindowSet.of(*taken), length
    rows = []
    for part in free.windows():
        if left.amount > 0:
            end = min(part.end, part.start + left)
            rows.append(sla.Exemption(id=f"{effect} {len(rows)}", cause=effect, start=part.start, end=end))
            left -= sla.Window(part.start, end).length
    if left.amount > 0:
        raise Inexpressible("more time than there is apart from outages and exclusions")
    exclusions = [*found.more.get("exclusions", []), sla.Exclusion(cause=effect, effect=effect)]
    evidence = found.evidence + sla.Evidence(records=rows)
    return evolve(found, evidence=evidence, more={**found.more, "exclusions": exclusions})


def _span(row: Case, found: Measured) -> sla.Window:
    return sla.Window.between(row["start"], row["end"], tz=found.window.start.zone)


def _rule(terms: Case) -> OutageRule | None:
    """Which outages qualify, and in which whole units they count."""
    least, units = terms.get("qualify"), terms.get("whole_units")
    rule: dict[str, Any] = {}
    if least is not None:
        rule[{">=": "at_least", ">": "above"}[least["op"]]] = f"{least['seconds']} s"
    if units is not None:
        rule |= {"per": f"{units['seconds']} s", "count": "full", "alignment": units["alignment"]}
    return OutageRule(**rule) if rule else None


def _of_outages(cls: type[Availability | Downtime], case: Case) -> Measured:
    metric, seen, span = cls(outages=_rule(case["terms"]["metric"])), _seen(case), window(case)

    def ends(row: Case) -> dict[str, sla.Instant]:
        return {side: sla.Instant.parse(row[side], tz=span.start.zone) for side in ("start", "end")}

    outages = [sla.Outage(id=f"O-{n}", **ends(row)) for n, row in enumerate(seen["outages"])]
    exempt = [
        sla.Exemption(id=f"E-{n}", cause=row.get("reason", "excluded"), **ends(row))
        for n, row in enumerate(seen.get("exclusions", []))
    ]
    # Outages may lie outside the window: whoever tells of them watched then.
    ends_seen = [span.start, span.end, *(end for one in outages for end in (one.start, one.end))]
    watched = sla.Window(min(ends_seen), max(ends_seen))
    evidence = sla.Evidence.of(sla.Outage, outages, covers=watched) + sla.Evidence(records=exempt)
    causes = sorted({exemption.cause for exemption in exempt})
    found = Measured(metric, evidence, span, {"exclusions": [sla.Exclusion(cause=cause) for cause in causes]})
    return _of_period(case, found)


def _minutes(case: Case) -> Measured:
    """Minutes in their order, each bad from a share of errors on; only long runs of them count."""
    terms, span = case["terms"]["metric"], window(case)
    metric = Availability(
        source="tallies",
        pooling="mean of intervals",
        idle="full",
        bad_when=sla.Test(**{{">": "above", ">=": "at_least"}[terms["op"]]: f"{terms['error_percent']} %"}),
        outages=OutageRule(at_least=f"{terms.get('min_consecutive', 1)} count"),
    )
    runs = [(run["errors"], run["requests"]) for run in _seen(case)["minutes"] for _ in range(run["count"])]
    start, minute = span.start.micros, 60_000_000
    rows = [
        sla.Tally(
            id=str(number),
            start=sla.Instant(start + number * minute),
            end=sla.Instant(start + (number + 1) * minute),
            bad=errors,
            total=requests,
        )
        for number, (errors, requests) in enumerate(runs)
    ]
    return Measured(metric, sla.Evidence.of(sla.Tally, rows, covers=span), span)


def _interval_mean(case: Case) -> Measured:
    idle = {"full": "full", "skip": "skipped"}[case["terms"]["metric"]["empty"]]
    metric = Availability(source="tallies", pooling="mean of intervals", idle=idle)
    runs = _seen(case)["intervals"]
    rows = [{"bad": run["errors"], "total": run["requests"]} for run in runs for _ in range(run["count"])]
    return _tallied(metric, case, *rows)


def _good(case: Case) -> Measured:
    idle = "full" if case["terms"]["metric"].get("zero_total") == "full" else "skipped"
    tally = {"good": _seen(case)["good"], "total": _seen(case)["total"]}
    return _tallied(Availability(source="tallies", idle=idle), case, tally)


def _pooled(case: Case) -> Measured:
    rows = [{"good": unit["up"], "total": unit["total"]} for unit in _seen(case)["units"]]
    return _tallied(Availability(source="tallies"), case, *rows)


def _flagged(case: Case) -> Measured:
    tally = {"bad": _seen(case)["intervals_bad"], "total": _seen(case)["intervals_total"]}
    return _tallied(Availability(source="tallies"), case, tally)


# Tickets


def _ticket(case: Case, metric: sla.Metric, ends: tuple[str, str], tz: str, **more: Any) -> Measured:
    opened, resolved = (sla.Instant.parse(end, tz=tz) for end in ends)
    end = resolved.to_datetime()
    span = sla.Window.month(end.year, end.month, tz=tz)
    ticket = sla.Ticket(id="T-1", events=[(opened, "opened"), (resolved, "resolved")])
    covers = sla.Window(min(opened, span.start), span.end)
    return Measured(metric, sla.Evidence.of(sla.Ticket, [ticket], covers=covers), span, more)


def _elapsed(case: Case, **more: Any) -> Measured:
    seen = _seen(case)
    return _ticket(case, ResolutionTime(), (seen["start"], seen["end"]), seen["tz"], **more)


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _business(case: Case) -> Measured:
    calendar = case["terms"]["metric"]["calendar"]
    hours = sla.ServiceHours(
        zone=calendar["tz"],
        weekly={_DAYS[day]: [[calendar["open"], calendar["close"]]] for day in calendar["weekdays"]},
        holidays=calendar["holidays"],
    )
    return _elapsed(case, hours=hours)


def _days_after(case: Case) -> Measured:
    seen, tz = _seen(case), "UTC"
    hours = sla.ServiceHours(
        zone=tz, weekly={day: [["00:00", "24:00"]] for day in _DAYS[:5]}, holidays=seen["holidays"]
    )
    metric = DaysAfterWorkingDays(working_days=case["terms"]["metric"]["working_days"])
    ends = (seen["reported"], seen["restored_at_midnight_starting"])
    return _ticket(case, metric, ends, tz, hours=hours)


# Values


def _of_values(case: Case) -> Measured:
    span, terms = window(case), case["terms"]["metric"]
    metric = OF_SERIES[terms["kind"]](terms, "values")
    return Measured(metric, samples("values", _seen(case)["values"], span), span)


def _deviation(case: Case) -> Measured:
    span = window(case)
    metric, of = deviation(case["terms"]["metric"])
    return Measured(metric, stated(case, span), span, others=(of,))


# What others measured


def _given(case: Case) -> Measured:
    span = window(case)
    figure = fact("figure", f"{_seen(case)['value']} count", span)
    return Measured(Reported(name="figure", unit="count"), sla.Evidence(records=[figure]), span)


_METRICS = {
    "given": _given,
    "uptime_percent": _uptime,
    "downtime_minutes": _downtime,
    "interval_error_mean": _interval_mean,
    "minute_error_uptime": _minutes,
    "mean": _of_values,
    "percentile_nearest_rank": _of_values,
    "deviation_percent": _deviation,
    "percent_good": _good,
    "pooled_percent": _pooled,
    "interval_flag_percent": _flagged,
    "elapsed_minutes": _elapsed,
    "business_minutes": _business,
    "days_after_working_days": _days_after,
}
