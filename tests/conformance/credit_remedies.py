"""Remedies of the credit cases: chains of steps on a breach, and what becomes of their sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen
from credit_words import (
    BASE,
    LEVEL,
    NOT,
    OPS,
    PAID,
    Case,
    Inexpressible,
    broken,
    claimed_in,
    currency,
    known,
    limits,
)

import slacore as sla
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    IssueIf,
    Pay,
    Plus,
    Row,
    Surcharge,
    Times,
    Total,
    Units,
)

Chain = list[sla.Step]
AT_RISK = "at-risk amount"


@frozen
class Asked:
    """What a remedy is made from."""

    remedy: Case
    inputs: Case
    # What the level is measured in, and what is paid in.
    unit: str
    currency: str
    target: str | None
    # How long the window is.
    length: sla.Quantity

    def figure(self, value: Any) -> str:
        """A figure of the level."""
        return f"{value} {self.unit}"

    def money(self, value: Any) -> str:
        """A sum of money."""
        return f"{value} {self.currency}"


def remedies(case: Case, unit: str, span: sla.Window) -> list[sla.Remedy]:
    """One remedy for each chain of steps."""
    terms, inputs = case["terms"], case["inputs"]
    remedy = terms.get("remedy")
    if remedy is None:
        return []
    point = terms.get("target", {}).get("value")
    asked = Asked(remedy, inputs, unit, currency(inputs), point, span.length)
    chains = known(_REMEDIES, remedy["kind"])(asked)
    return [
        sla.Remedy(name=f"remedy {number}", when=_when(terms, unit), steps=steps)
        for number, steps in enumerate(chains)
    ]


def lost_hours(case: Case, unit: str, downtime: sla.ServiceLevel) -> sla.ServiceLevel:
    """The level of outages' downtime, which is what is paid for where another figure is judged."""
    remedy, inputs = case["terms"]["remedy"], case["inputs"]
    hourly = Pay(rate=f"{inputs['hourly_rate']} {currency(inputs)}")
    steps = [Units(above="0 h", per="1 h"), hourly, Times(factor=remedy["multiplier"])]
    when = broken(case["terms"], unit, level=LEVEL) if "target" in case["terms"] else "always"
    return evolve(downtime, remedies=[sla.Remedy(name="lost hours", when=when, steps=steps)])


def _when(terms: Case, unit: str) -> Any:
    remedy = terms["remedy"]
    if remedy["kind"] == "earnback":
        return limits(sla.Test, [terms["target"].values()], unit)
    if "target" not in terms or remedy.get("gate") == "tier":
        return "always"
    # Where a breach has the customer pay, the contract says so in so many words.
    pays = [tier.get("percent") or tier.get("amount") for tier in remedy.get("tiers", [remedy])]
    return broken(terms, unit) if any(str(one).startswith("-") for one in pays) else "breached"


def settlement(case: Case, span: sla.Window) -> list[sla.Step]:
    """What becomes of the sum of all remedies, in the cases' order.

    A claim that is counted from another span than the one that is settled comes afterwards.
    """
    terms, unit = case["terms"], currency(case["inputs"])
    steps: Chain = [Total()]
    steps += [Cap(limit=_cap(cap, unit)) for cap in terms.get("cap", [])]
    if "min_amount" in terms:
        steps.append(Floor(limit=f"{terms['min_amount']} {unit}"))
    if "issue_if" in terms:
        op, amount = terms["issue_if"].values()
        steps.append(IssueIf(**{OPS[op]: f"{amount} {unit}"}))
    steps += [
        Surcharge(rate=f"{more['amount']} {unit}", when=sla.Test(fact=more["flag"], equals=True))
        for more in terms.get("surcharges", [])
    ]
    return steps + ([claim_within(terms["claim"])] if claimed_in(case, span) else [])


def _cap(cap: Case, unit: str) -> str:
    rates = {"percent_of_base": f"{cap['value']} % of {BASE}", "amount": f"{cap['value']} {unit}"}
    return known(rates, cap["kind"])


def claim_within(rule: Case) -> sla.Step:
    """Until when it must be claimed."""
    if rule["rule"] == "days_after_month_end":
        return ClaimWithin(within=f"{rule['days']} days")
    if rule["rule"] == "end_of_nth_cycle_after":
        return ClaimWithin(within=f"{rule['n']} months")
    raise Inexpressible(rule["rule"])


def made_charges(case: Case) -> list[sla.DerivedCharge]:
    """Charges that are made from others."""
    remedy = case["terms"].get("remedy", {})
    if remedy.get("kind") == "pool":
        at_risk = sla.DerivedCharge(name=AT_RISK, share=f"{remedy['at_risk_percent']} % of {BASE}")
        return [at_risk, *_pools(case["inputs"]["observations"]["defaults"])]
    return []


def _pools(defaults: list[Case]) -> list[sla.DerivedCharge]:
    return [
        sla.DerivedCharge(name=f"pool {number}", share=f"{default['pool']} % of {AT_RISK}")
        for number, default in enumerate(defaults)
    ]


# Tables and fixed rates


def _table(rate: Callable[[Asked, Case], str]) -> Callable[[Asked], list[Chain]]:
    def build(asked: Asked) -> list[Chain]:
        rows = [
            limits(Row, tier["when"], asked.unit, label=tier["label"], pay=rate(asked, tier))
            for tier in asked.remedy["tiers"]
        ]
        # Printed tables have holes and overlaps: that is stated, and comes back in the answer.
        return [[Bands(rows=rows, gap="nothing", overlap="unsaid")]]

    return build


def _percent(asked: Asked, stated: Case) -> str:
    return f"{stated['percent']} % of {BASE}"


def _amount(asked: Asked, stated: Case) -> str:
    return asked.money(stated["amount"])


def _flat(rate: Callable[[Asked, Case], str]) -> Callable[[Asked], list[Chain]]:
    return lambda asked: [[Pay(rate=rate(asked, asked.remedy))]]


def _sum_percent(asked: Asked) -> list[Chain]:
    components = asked.inputs["observations"]["component_percents"]
    return [[Pay(rate=f"0 % of {BASE}"), *(Plus(rate=f"{one} % of {BASE}") for one in components)]]


def _per_incident(asked: Asked) -> list[Chain]:
    return [[Pay(rate=_percent(asked, asked.remedy)), Times(fact="incidents")]]


# Units

_COUNTS = {"floor": "full", "ceil": "started", "exact": "exact"}


def _per_unit_percent(asked: Asked) -> list[Chain]:
    remedy = asked.remedy
    point = {"above": asked.figure(0)} if remedy["of"] == "value" else {"below": asked.figure(asked.target)}
    units = Units(**point, per=asked.figure(remedy["unit"]), count=_COUNTS[remedy["rounding"]])
    return [[units, Pay(rate=_percent(asked, remedy))]]


def _per_unit_amount(asked: Asked) -> list[Chain]:
    remedy = asked.remedy
    units = Units(
        above=asked.figure(remedy["threshold"]),
        per=asked.figure(remedy["unit"]),
        count=_COUNTS[remedy["rounding"]],
        at_most=remedy.get("max_units"),
    )
    first = [Plus(rate=asked.money(remedy["first"]))] if "first" in remedy else []
    return [[units, Pay(rate=asked.money(remedy["each"])), *first]]


def _steps(asked: Asked) -> list[Chain]:
    return [
        [
            Units(
                above=asked.figure(step["from"]),
                until=None if step["to"] is None else asked.figure(step["to"]),
                per=asked.figure(1),
            ),
            Pay(rate=asked.money(step["each"])),
        ]
        for step in asked.remedy["steps"]
    ]


def _excess(asked: Asked) -> list[Chain]:
    units = Units(above=asked.figure(asked.remedy["threshold"]), per=asked.figure(1))
    return [[units, Pay(rate=asked.money(asked.remedy["each"]))]]


def _linear(asked: Asked) -> list[Chain]:
    units = Units(below=asked.figure(asked.target), per=asked.figure(1))
    return [[units, Pay(rate=f"{asked.remedy['percent_per_point']} % of {BASE}")]]


def _prorata(asked: Asked) -> list[Chain]:
    affected = "affected_ratio" in asked.inputs["observations"]
    return [
        [
            _share_lost(asked),
            Pay(rate=f"100 % of {BASE}"),
            Times(factor=asked.remedy["multiplier"]),
            *([Times(fact="affected_ratio")] if affected else []),
        ]
    ]


def _share_lost(asked: Asked) -> sla.Step:
    """The share of the total that was lost: of a percentage what lacks of it, of downtime all of it."""
    seen = asked.inputs["observations"]
    if asked.unit == "percent":
        return Units(below="100 %", per="100 %")
    total = f"{seen['period_minutes']} min" if "period_minutes" in seen else asked.length
    return Units(above="0 min", per=total)


# What is paid for is another figure than the one that is judged


def _rate_loss(asked: Asked) -> list[Chain]:
    lost = Units(fact=_downtime(asked), above="0 h", per="1 h")
    hourly = Pay(rate=asked.money(asked.inputs["hourly_rate"]))
    return [[lost, hourly, Times(factor=asked.remedy["multiplier"])]]


def _downtime(asked: Asked) -> str | None:
    """The name of the downtime that is told; of outages it is what the level measures, if that is time."""
    down = [name for name in ("downtime_minutes", "downtime_seconds") if name in asked.inputs["observations"]]
    if not down and asked.unit == "minute" and "outages" in asked.inputs["observations"]:
        return None
    if len(down) != 1:
        raise Inexpressible("lost hours of outages")
    return down[0]


def _day_fraction(asked: Asked) -> list[Chain]:
    remedy = asked.remedy
    days = Units(
        fact="credit_days",
        above="0 count",
        until=f"{remedy['max_days']} count",
        per=f"{remedy['days_in_base']} count",
    )
    return [[days, Pay(rate=f"100 % of {BASE}")]]


def _pool(asked: Asked) -> list[Chain]:
    defaults = asked.inputs["observations"]["defaults"]
    pools = [f"{default['alloc']} % of pool {number}" for number, default in enumerate(defaults)]
    return [[Pay(rate=rate)] for rate in pools or [f"0 % of {AT_RISK}"]]


def _earnback(asked: Asked) -> list[Chain]:
    return [[Pay(rate=f"-100 % of {PAID}")]]


# Rules on facts


def _rules(asked: Asked) -> list[Chain]:
    rules = asked.remedy["rules"]
    rows = [
        Row(
            pay=asked.money(rule["amount"]),
            label=rule["label"],
            when=[_fact_test(condition) for condition in rule["when"]],
        )
        for rule in rules
    ]
    steps: Chain = [Bands(rows=rows, hit="first", gap="nothing")]
    for factor in asked.remedy.get("factors", []):
        steps += [
            Times(factor=factor["factor"], when=[*map(_fact_test, conditions)])
            for label in factor["labels"]
            for conditions in _only_in(label, rules, factor["when"])
        ]
    return [steps]


def _fact_test(condition: list[Any]) -> sla.Test:
    name, op, value = condition
    if isinstance(value, bool):
        return sla.Test(fact=name, equals=value)
    return limits(sla.Test, [(op, value)], "count", fact=name)


def _denied(condition: list[Any]) -> list[list[Any]]:
    """Each way in which a condition fails: what does not equal a number is below or above it."""
    name, op, value = condition
    if isinstance(value, bool):
        return [[name, op, not value]]
    return [[name, other, value] for other in (("<", ">") if op == "==" else (known(NOT, op),))]


def _only_in(label: str, rules: list[Case], conditions: list[Any]) -> list[list[Any]]:
    """The conditions of a factor with those under which the labelled row is the first that fits.

    A rule before it does not fit where its first condition fails, or that holds and the second
    fails, and so on: no two of these ways hold at once, so that the factor counts once.
    """
    ways: list[list[Any]] = [conditions]
    for rule in rules:
        if rule["label"] == label:
            return [[*way, *rule["when"]] for way in ways]
        fails = [
            [*rule["when"][:number], denied]
            for number, one in enumerate(rule["when"])
            for denied in _denied(one)
        ]
        ways = [[*way, *fail] for way in ways for fail in fails]
    raise Inexpressible(f"no rule has the label {label}")


_REMEDIES = {
    "tiers_percent": _table(_percent),
    "tiers_amount": _table(_amount),
    "flat_percent": _flat(_percent),
    "flat_amount": _flat(_amount),
    "sum_percent": _sum_percent,
    "per_incident_percent": _per_incident,
    "per_unit_percent": _per_unit_percent,
    "per_unit_amount": _per_unit_amount,
    "step_amount": _steps,
    "excess_count": _excess,
    "linear_shortfall": _linear,
    "prorata_multiple": _prorata,
    "rate_loss": _rate_loss,
    "day_fraction": _day_fraction,
    "pool": _pool,
    "earnback": _earnback,
    "rules_amount": _rules,
}
