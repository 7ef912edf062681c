"""Metrics of the credit cases: what is measured, and the evidence that is observed."""

from __future__ import annotations

from typing import Any

from attrs import evolve, field, frozen
from credit_words import Case, Inexpressible, besides, fact, known, window

import slacore as sla
from slacore.metrics import Availability, DaysAfterWorkingDays, Downtime, Reported, ResolutionTime

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

    @property
    def unit(self) -> str:
        """What the figure is in."""
        return self.metric.measured_in()


def measured(case: Case) -> Measured:
    """How the case measures, and whatever else is observed: remedies may ask for it."""
    found = known(_METRICS, case["terms"]["metric"]["kind"])(case)
    evidence = found.evidence + _facts(case, found.window) + besides(case, found.window)
    return evolve(found, evidence=evidence)


def _seen(case: Case) -> Case:
    return case["inputs"]["observations"]


def _facts(case: Case, span: sla.Window) -> sla.Evidence:
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
        return _added_back(case, _of_outages(Availability(), case))
    return _added_back(case, _tallied(Availability(source="tallies"), case, _down(case)))


def _downtime(case: Case) -> Measured:
    if "outages" in _seen(case):
        return _of_outages(Downtime(), case)
    return _tallied(Downtime(source="tallies"), case, _down(case))


def _added_back(case: Case, found: Measured) -> Measured:
    """Excluded time of which only the length is known: where it lies makes no difference."""
    length = sla.Quantity(_seen(case).get("add_back_minutes", 0), "min")
    if length.amount == 0:
        return found
    start, cause = found.window.start, "added back"
    excluded = sla.Exemption(id=cause, cause=cause, start=start, end=start + length)
    evidence = found.evidence + sla.Evidence(records=[excluded])
    exclusions = [*found.more.get("exclusions", []), sla.Exclusion(cause=cause, effect="added back")]
    return evolve(found, evidence=evidence, more={**found.more, "exclusions": exclusions})


def _of_outages(metric: sla.Metric, case: Case) -> Measured:
    terms, seen, span = case["terms"]["metric"], _seen(case), window(case)
    if "qualify" in terms or "whole_units" in terms:
        raise Inexpressible("qualifying outages")

    def ends(row: Case) -> dict[str, sla.Instant]:
        return {side: sla.Instant.parse(row[side], tz=span.start.zone) for side in ("start", "end")}

    outages = [sla.Outage(id=f"O-{n}", **ends(row)) for n, row in enumerate(seen["outages"])]
    exempt = [
        sla.Exemption(id=f"E-{n}", cause=row.get("reason", "excluded"), **ends(row))
        for n, row in enumerate(seen.get("exclusions", []))
    ]
    evidence = sla.Evidence.of(sla.Outage, outages, covers=span) + sla.Evidence(records=exempt)
    causes = sorted({exemption.cause for exemption in exempt})
    return Measured(metric, evidence, span, {"exclusions": [sla.Exclusion(cause=cause) for cause in causes]})


def _interval_mean(case: Case) -> Measured:
    idle = {"full": "full", "skip": "skipped"}[case["terms"]["metric"]["empty"]]
    metric = Availability(source="tallies", pooling="mean of intervals", idle=idle)
    runs = _seen(case)["intervals"]
    rows = [{"bad": run["errors"], "total": run["requests"]} for run in runs for _ in range(run["count"])]
    return _tallied(metric, case, *rows)


def _mean(case: Case) -> Measured:
    """The mean of percentages, each as good as so many of a hundred."""
    values = [sla.Quantity(value, "count") for value in _seen(case)["values"]]
    if not all(0 <= value.amount <= 100 for value in values):
        raise Inexpressible("the mean of what is no percentage")
    metric = Availability(source="tallies", pooling="mean of intervals")
    return _tallied(metric, case, *({"good": value, "total": 100} for value in values))


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
    "mean": _mean,
    "percent_good": _good,
    "pooled_percent": _pooled,
    "interval_flag_percent": _flagged,
    "elapsed_minutes": _elapsed,
    "business_minutes": _business,
    "days_after_working_days": _days_after,
}
