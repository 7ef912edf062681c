"""Cases of `credits/`: contract terms and observations, expressed through the public API.

The adapter renames and builds. Measured value, verdict, tier and credit all come out of one
`evaluate`; nothing here computes them.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import slacore as sla
from slacore.metrics import Availability, Downtime, Reported, ResolutionTime
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Times, Units

Case = dict[str, Any]
BASE = "charges"


class Inexpressible(Exception):
    """The case asks for something that slacore cannot say yet."""


def load(folder: Path) -> list[Case]:
    """Every case of the folder, in order of id."""
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "credits").glob("*.json"))
    ]


def check(case: Case) -> tuple[bool, Any, Any]:
    """Whether slacore answers as expected, what was expected, and what it answered."""
    expected = _expected(case)
    got = _answer(case, tuple(expected))
    return expected == got, expected, got


# What is expected, in comparable form


# Kinds of remedy for which the cases name no percentage, though a chain of steps has one.
_WITHOUT_PERCENT = ("prorata_multiple", "rate_loss", "day_fraction", "pool")


def _expected(case: Case) -> dict[str, Any]:
    given = dict(case["expected"])
    wanted: dict[str, Any] = {}
    measured = given.pop("measured")
    if measured is not None and measured["unit"] != "none":
        wanted["measured"] = Fraction(measured["exact"])
    elif measured is None and "metric" in case["terms"]:
        wanted["measured"] = None
    credit = given.pop("credit")
    wanted["credit"] = None if credit is None else (Fraction(credit["exact"]), credit["currency"])
    wanted["amount"] = None if credit is None else Fraction(credit["amount"])
    percent = given.pop("credit_percent")
    kind = str((case["terms"].get("remedy") or {}).get("kind"))
    if percent is not None or kind not in _WITHOUT_PERCENT:
        wanted["credit_percent"] = None if percent is None else Fraction(percent)
    if not kind.startswith("tiers_"):
        given.pop("tier_status")
    return {**wanted, **given}


# What slacore answers


def _answer(case: Case, names: tuple[str, ...]) -> dict[str, Any]:
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        raise Inexpressible(f"expected {', '.join(unknown)}")
    result = _evaluate(case)
    return {name: _NAMES[name](result) for name in names}


def _evaluate(case: Case) -> sla.Evaluation:
    terms, inputs = case["terms"], case["inputs"]
    for term in ("metrics", "termination", "issue_if", "min_amount", "surcharges", "claim"):
        if term in terms:
            raise Inexpressible(term)
    if "metric" not in terms:
        raise Inexpressible("no metric")
    metric, evidence, window, level_terms = _METRICS[_known(_METRICS, terms["metric"]["kind"])](
        terms["metric"], inputs
    )
    facts = _facts(inputs["observations"], window)
    level = sla.ServiceLevel(
        name="level",
        metric=metric,
        target=_limits(sla.Target, [terms["target"].values()], metric) if "target" in terms else None,
        period=_period(window),
        remedies=_remedies(terms, metric, inputs),
        **level_terms,
    )
    agreement = sla.Agreement(
        name=case["scheme"],
        zone=window.start.zone,
        parties=[
            sla.Party(name="supplier", role="provider"),
            sla.Party(name="customer", role="customer"),
        ],
        levels=[level],
        settlement=sla.Settlement(rounding=_rounding(terms)),
    )
    base = inputs.get("base")
    charges = None if base is None else sla.Money(base["amount"], base["currency"])
    return sla.evaluate(agreement, evidence + facts, window, charges=charges)


def _measured(result: sla.Evaluation) -> Fraction | None:
    exact = result.observations[0].exact
    return None if exact is None else exact.amount


def _breached(result: sla.Evaluation) -> bool | None:
    verdict = result.judgements[0].verdict
    return {None: None, sla.Verdict.INDETERMINATE: None}.get(verdict, verdict is sla.Verdict.BREACHED)


def _tier(result: sla.Evaluation) -> str | None:
    due = [award for award in result.awards if award.due]
    return due[0].row if due else None


def _tier_status(result: sla.Evaluation) -> str | None:
    award = result.awards[0]
    if award.due:
        kept = result.judgements[0].verdict is sla.Verdict.MET
        return "none" if award.hit == "gap" and kept else award.hit
    return {"match": "match_but_commitment_met", "gap": "none"}.get(award.hit or "", award.hit)


def _credit(result: sla.Evaluation) -> tuple[Fraction, str] | None:
    if not result.settlements or result.settlements[0].exact is None:
        return None
    exact = result.settlements[0].exact
    return exact.amount, exact.currency


def _amount(result: sla.Evaluation) -> Fraction | None:
    if not result.settlements or result.settlements[0].payable is None:
        return None
    return result.settlements[0].payable.amount


def _percent(result: sla.Evaluation) -> Fraction | None:
    return result.awards[0].percent if result.awards else None


_NAMES = {
    "measured": _measured,
    "breached": _breached,
    "tier": _tier,
    "tier_status": _tier_status,
    "credit": _credit,
    "amount": _amount,
    "credit_percent": _percent,
    "cap_applied": lambda result: result.settlements[0].capped,
}


# Metrics: each gives a metric, evidence, the window, and what else the level needs

JANUARY = sla.Window.month(2025, 1, tz="UTC")
Built = tuple[sla.Metric, sla.Evidence, sla.Window, dict[str, Any]]


def _known(table: dict[str, Any], kind: str) -> str:
    if kind not in table:
        raise Inexpressible(kind)
    return kind


def _window(inputs: Case) -> sla.Window:
    given = inputs.get("window")
    return JANUARY if given is None else sla.Window.between(given["start"], given["end"], tz=given["tz"])


def _period(window: sla.Window) -> sla.Period:
    for kind in ("month", "quarter", "day", "week", "year"):
        period = sla.Period(kind)
        if period.ending_in(window, window.start.zone) == (window,):
            return period
    raise Inexpressible(f"the window {window} is no calendar period")


def _tallied(metric: sla.Metric, inputs: Case, *tallies: dict[str, Any]) -> Built:
    window = _window(inputs)
    rows = [
        sla.Tally(id=str(number), start=window.start, end=window.end, **tally)
        for number, tally in enumerate(tallies)
    ]
    return metric, sla.Evidence.of(sla.Tally, rows, covers=window), window, {}


def _down(observations: Case) -> dict[str, str]:
    down = [
        {"bad": f"{observations[key]} {unit}"}
        for key, unit in (("downtime_minutes", "min"), ("downtime_seconds", "s"))
        if key in observations
    ]
    if len(down) != 1 or "add_back_minutes" in observations:
        raise Inexpressible("add-back, or no single downtime")
    total = {"total": f"{observations['period_minutes']} min"} if "period_minutes" in observations else {}
    return down[0] | total


def _uptime(terms: Case, inputs: Case) -> Built:
    if "outages" in inputs["observations"]:
        return _of_outages(Availability(), terms, inputs)
    return _tallied(Availability(source="tallies"), inputs, _down(inputs["observations"]))


def _downtime(terms: Case, inputs: Case) -> Built:
    if "outages" in inputs["observations"]:
        return _of_outages(Downtime(), terms, inputs)
    return _tallied(Downtime(source="tallies"), inputs, _down(inputs["observations"]))


def _of_outages(metric: sla.Metric, terms: Case, inputs: Case) -> Built:
    observations, window = inputs["observations"], _window(inputs)
    if "qualify" in terms or "whole_units" in terms or "add_back_minutes" in observations:
        raise Inexpressible("qualifying outages")
    tz = window.start.zone

    def span(row: Case) -> dict[str, sla.Instant]:
        return {side: sla.Instant.parse(row[side], tz=tz) for side in ("start", "end")}

    outages = [sla.Outage(id=f"O-{n}", **span(row)) for n, row in enumerate(observations["outages"])]
    exempt = [
        sla.Exemption(id=f"E-{n}", cause=row.get("reason", "excluded"), **span(row))
        for n, row in enumerate(observations.get("exclusions", []))
    ]
    evidence = sla.Evidence.of(sla.Outage, outages, covers=window) + sla.Evidence(records=exempt)
    causes = sorted({exemption.cause for exemption in exempt})
    return metric, evidence, window, {"exclusions": [sla.Exclusion(cause=cause) for cause in causes]}


def _interval_mean(terms: Case, inputs: Case) -> Built:
    idle = {"full": "full", "skip": "skipped"}[terms["empty"]]
    metric = Availability(source="tallies", pooling="mean of intervals", idle=idle)
    runs = inputs["observations"]["intervals"]
    rows = [{"bad": run["errors"], "total": run["requests"]} for run in runs for _ in range(run["count"])]
    return _tallied(metric, inputs, *rows)


def _good(terms: Case, inputs: Case) -> Built:
    idle = "full" if terms.get("zero_total") == "full" else "skipped"
    seen = inputs["observations"]
    return _tallied(
        Availability(source="tallies", idle=idle), inputs, {"good": seen["good"], "total": seen["total"]}
    )


def _pooled(terms: Case, inputs: Case) -> Built:
    rows = [{"good": unit["up"], "total": unit["total"]} for unit in inputs["observations"]["units"]]
    return _tallied(Availability(source="tallies"), inputs, *rows)


def _flagged(terms: Case, inputs: Case) -> Built:
    seen = inputs["observations"]
    return _tallied(
        Availability(source="tallies"),
        inputs,
        {"bad": seen["intervals_bad"], "total": seen["intervals_total"]},
    )


def _ticket(inputs: Case, hours: sla.ServiceHours | None) -> Built:
    seen = inputs["observations"]
    tz = seen["tz"]
    opened, resolved = (sla.Instant.parse(seen[side], tz=tz) for side in ("start", "end"))
    end = resolved.to_datetime()
    window = sla.Window.month(end.year, end.month, tz=tz)
    ticket = sla.Ticket(id="T-1", events=[(opened, "opened"), (resolved, "resolved")])
    covers = sla.Window(min(opened, window.start), window.end)
    return ResolutionTime(), sla.Evidence.of(sla.Ticket, [ticket], covers=covers), window, {"hours": hours}


def _elapsed(terms: Case, inputs: Case) -> Built:
    return _ticket(inputs, None)


def _business(terms: Case, inputs: Case) -> Built:
    calendar = terms["calendar"]
    days = [("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day] for day in calendar["weekdays"]]
    hours = sla.ServiceHours(
        zone=calendar["tz"],
        weekly={day: [[calendar["open"], calendar["close"]]] for day in days},
        holidays=calendar["holidays"],
    )
    return _ticket(inputs, hours)


def _given(terms: Case, inputs: Case) -> Built:
    window = _window(inputs)
    fact = sla.Fact(
        id="figure",
        name="figure",
        value=f"{inputs['observations']['value']} count",
        start=window.start,
        end=window.end,
    )
    return Reported(name="figure", unit="count"), sla.Evidence(records=[fact]), window, {}


_METRICS = {
    "given": _given,
    "uptime_percent": _uptime,
    "downtime_minutes": _downtime,
    "interval_error_mean": _interval_mean,
    "percent_good": _good,
    "pooled_percent": _pooled,
    "interval_flag_percent": _flagged,
    "elapsed_minutes": _elapsed,
    "business_minutes": _business,
}


def _facts(observations: Case, window: sla.Window) -> sla.Evidence:
    """Whatever else is observed, by its name: remedies may ask for it."""
    facts = [
        sla.Fact(
            id=name,
            name=name,
            value=value if isinstance(value, bool) else f"{value} count",
            start=window.start,
            end=window.end,
        )
        for name, value in observations.items()
        if name not in ("value", "tz", "start", "end") and isinstance(value, bool | int | str)
    ]
    return sla.Evidence(records=facts)


# Limits and remedies

_OPS = {">=": "at_least", ">": "above", "<=": "at_most", "<": "below", "==": "equals"}


def _limits(cls: type, conditions: Any, metric: sla.Metric, **more: Any) -> Any:
    unit = metric.measured_in()
    return cls(**{_OPS[op]: f"{value} {unit}" for op, value in conditions}, **more)


def _rounding(terms: Case) -> sla.Rounding:
    given = terms["rounding"]
    mode = given["mode"].removeprefix("ROUND_").replace("_", " ").lower()
    return sla.Rounding(quantum=given["money_quantum"], mode=mode)


def _remedies(terms: Case, metric: sla.Metric, inputs: Case) -> list[sla.Remedy]:
    remedy = terms.get("remedy")
    if remedy is None:
        return []
    always = "target" not in terms or remedy.get("gate") == "tier" or remedy["kind"] == "linear_shortfall"
    currency = inputs.get("currency") or inputs.get("base", {}).get("currency", "XXX")
    remedy = {**remedy, "is_affected_in_part": "affected_ratio" in inputs["observations"]}
    chains = _REMEDIES[_known(_REMEDIES, remedy["kind"])](
        remedy, metric, currency, terms.get("target", {}).get("value")
    )
    caps = [Cap(limit=_cap(cap, currency)) for cap in terms.get("cap", [])]
    return [
        sla.Remedy(name=f"remedy {number}", when="always" if always else "breached", steps=[*steps, *caps])
        for number, steps in enumerate(chains)
    ]


def _cap(cap: Case, currency: str) -> str:
    return f"{cap['value']} % of {BASE}" if cap["kind"] == "percent_of_base" else f"{cap['value']} {currency}"


def _table(rate: Any) -> Any:
    def build(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
        rows = [
            _limits(Row, tier["when"], metric, label=tier["label"], pay=rate(tier, currency))
            for tier in remedy["tiers"]
        ]
        # Printed tables have holes and overlaps: that is stated, and comes back in the answer.
        return [[Bands(rows=rows, gap="nothing", overlap="unsaid")]]

    return build


_COUNTS = {"floor": "full", "ceil": "started", "exact": "exact"}


def _per_unit_percent(
    remedy: Case, metric: sla.Metric, currency: str, target: str | None
) -> list[list[sla.Step]]:
    unit = metric.measured_in()
    point = {"above": f"0 {unit}"} if remedy["of"] == "value" else {"below": f"{target} {unit}"}
    units = Units(**point, per=f"{remedy['unit']} {unit}", count=_COUNTS[remedy["rounding"]])
    return [[units, Pay(rate=f"{remedy['percent']} % of {BASE}")]]


def _per_unit_amount(
    remedy: Case, metric: sla.Metric, currency: str, target: str | None
) -> list[list[sla.Step]]:
    unit = metric.measured_in()
    units = Units(
        above=f"{remedy['threshold']} {unit}",
        per=f"{remedy['unit']} {unit}",
        count=_COUNTS[remedy["rounding"]],
        at_most=remedy.get("max_units"),
    )
    first = [Plus(rate=f"{remedy['first']} {currency}")] if "first" in remedy else []
    return [[units, Pay(rate=f"{remedy['each']} {currency}"), *first]]


def _steps(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
    unit = metric.measured_in()
    return [
        [
            Units(
                above=f"{step['from']} {unit}",
                until=None if step["to"] is None else f"{step['to']} {unit}",
                per=f"1 {unit}",
            ),
            Pay(rate=f"{step['each']} {currency}"),
        ]
        for step in remedy["steps"]
    ]


def _excess(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
    unit = metric.measured_in()
    return [
        [
            Units(above=f"{remedy['threshold']} {unit}", per=f"1 {unit}"),
            Pay(rate=f"{remedy['each']} {currency}"),
        ]
    ]


def _linear(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
    unit = metric.measured_in()
    rate = f"{remedy['percent_per_point']} % of {BASE}"
    return [[Units(below=f"{target} {unit}", per=f"1 {unit}"), Pay(rate=rate)]]


def _prorata(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
    lost = Units(below="100 %", per="100 %")
    return [
        [
            lost,
            Pay(rate=f"100 % of {BASE}"),
            Times(factor=remedy["multiplier"]),
            *([Times(fact="affected_ratio")] if remedy["is_affected_in_part"] else []),
        ]
    ]


def _per_incident(
    remedy: Case, metric: sla.Metric, currency: str, target: str | None
) -> list[list[sla.Step]]:
    return [[Pay(rate=f"{remedy['percent']} % of {BASE}"), Times(fact="incidents")]]


_NOT = {">=": "<", ">": "<=", "<=": ">", "<": ">="}


def _fact_test(condition: list[Any]) -> sla.Test:
    fact, op, value = condition
    if isinstance(value, bool):
        return sla.Test(fact=fact, equals=value)
    return sla.Test(fact=fact, **{_OPS[op]: f"{value} count"})


def _denied(condition: list[Any]) -> list[Any]:
    fact, op, value = condition
    return [fact, op, not value] if isinstance(value, bool) else [fact, _NOT[op], value]


def _rules(remedy: Case, metric: sla.Metric, currency: str, target: str | None) -> list[list[sla.Step]]:
    rules = remedy["rules"]
    rows = [
        Row(
            pay=f"{rule['amount']} {currency}",
            label=rule["label"],
            when=[_fact_test(c) for c in rule["when"]],
        )
        for rule in rules
    ]
    steps: list[sla.Step] = [Bands(rows=rows, hit="first", gap="nothing")]
    for factor in remedy.get("factors", []):
        steps += [
            Times(factor=factor["factor"], when=_only_in(label, rules, factor["when"]))
            for label in factor["labels"]
        ]
    return [steps]


def _only_in(label: str, rules: list[Case], conditions: list[Any]) -> list[sla.Test]:
    """The conditions of a factor, and those under which the labelled row is the first that fits."""
    tests = [_fact_test(condition) for condition in conditions]
    for rule in rules:
        if rule["label"] == label:
            return [*tests, *(_fact_test(condition) for condition in rule["when"])]
        if len(rule["when"]) != 1:
            raise Inexpressible("a factor behind a rule of several conditions")
        tests.append(_fact_test(_denied(rule["when"][0])))
    raise Inexpressible(f"no rule has the label {label}")


_REMEDIES = {
    "tiers_percent": _table(lambda tier, currency: f"{tier['percent']} % of {BASE}"),
    "tiers_amount": _table(lambda tier, currency: f"{tier['amount']} {currency}"),
    "flat_percent": lambda remedy, metric, currency, target: [[Pay(rate=f"{remedy['percent']} % of {BASE}")]],
    "flat_amount": lambda remedy, metric, currency, target: [[Pay(rate=f"{remedy['amount']} {currency}")]],
    "per_unit_percent": _per_unit_percent,
    "per_unit_amount": _per_unit_amount,
    "step_amount": _steps,
    "excess_count": _excess,
    "linear_shortfall": _linear,
    "prorata_multiple": _prorata,
    "per_incident_percent": _per_incident,
    "rules_amount": _rules,
}
