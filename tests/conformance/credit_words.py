"""What the modules of the credit cases share: the cases' words, windows, facts and limits."""

from __future__ import annotations

from typing import Any

import slacore as sla

Case = dict[str, Any]

# The one level of most cases, and the name of what percentages are of.
LEVEL = "level"
BASE = "charges"
OPS = {">=": "at_least", ">": "above", "<=": "at_most", "<": "below", "==": "equals"}
NOT = {">=": "<", ">": "<=", "<=": ">", "<": ">="}
JANUARY = sla.Window.month(2025, 1, tz="UTC")


class Inexpressible(Exception):
    """The case asks for something that slacore cannot say yet."""


def known(table: dict[str, Any], kind: str) -> Any:
    """The entry of a table of kinds."""
    if kind not in table:
        raise Inexpressible(kind)
    return table[kind]


def limits(cls: type, conditions: Any, unit: str, **more: Any) -> Any:
    """Conditions [op, value] as a target, a test or a row."""
    return cls(**{OPS[op]: f"{value} {unit}" for op, value in conditions}, **more)


def target(terms: Case, unit: str) -> sla.Target | None:
    """The target, where the terms have one."""
    return limits(sla.Target, [terms["target"].values()], unit) if "target" in terms else None


def broken(terms: Case, unit: str, **more: Any) -> sla.Test:
    """The negation of the target."""
    op, value = terms["target"].values()
    return limits(sla.Test, [(known(NOT, op), value)], unit, **more)


def currency(inputs: Case) -> str:
    """The currency of a case; XXX where its source names none."""
    return inputs.get("currency") or inputs.get("base", {}).get("currency", "XXX")


def window(case: Case) -> sla.Window:
    """The window of a case: January 2025 where it has none, or the month that the claim is about."""
    given, rule = case["inputs"].get("window"), case["terms"].get("claim", {}).get("rule")
    if given is not None:
        return sla.Window.between(given["start"], given["end"], tz=given["tz"])
    if rule == "end_of_nth_cycle_after":
        return incident(case, "UTC")
    return JANUARY


def incident(case: Case, tz: str) -> sla.Window:
    """The month of the incident that is claimed for."""
    day = sla.Instant.parse(case["inputs"]["claim"]["incident"], tz=tz).to_datetime()
    return sla.Window.month(day.year, day.month, tz=tz)


def months(case: Case, number: int) -> list[sla.Window]:
    """So many months in a row, from that of the window."""
    start = window(case).start
    first = start.to_datetime()
    return [
        sla.Window.month(first.year + n // 12, n % 12 + 1, tz=start.zone)
        for n in range(first.month - 1, first.month - 1 + number)
    ]


def fact(name: str, value: Any, span: sla.Window) -> sla.Fact:
    """Something that is said of a span."""
    return sla.Fact(id=f"{name} {span.start}", name=name, value=value, start=span.start, end=span.end)


def besides(case: Case, span: sla.Window) -> sla.Evidence:
    """Flags, which are false unless they are raised, and claims."""
    flags = [one["flag"] for one in case["terms"].get("surcharges", [])]
    seen, claim = case["inputs"]["observations"], case["inputs"].get("claim", {})
    facts = sla.Evidence(records=[fact(flag, seen.get(flag, False), span) for flag in flags])
    if claim.get("submitted") is None or "claim" not in case["terms"]:
        return facts
    zone = span.start.zone
    if case["terms"]["claim"]["rule"] == "end_of_nth_cycle_after" and incident(case, zone) != span:
        raise Inexpressible("a claim that is counted from another month than the one that is settled")
    submitted = sla.Instant.parse(claim["submitted"], tz=zone)
    about = {"start": span.start, "end": span.end}
    return facts + sla.Evidence(records=[sla.Claim(id="claim", submitted=submitted, **about)])


def rounding(terms: Case) -> sla.Rounding:
    """How money is rounded."""
    given = terms["rounding"]
    mode = given["mode"].removeprefix("ROUND_").replace("_", " ").lower()
    return sla.Rounding(quantum=given["money_quantum"], mode=mode)


def agreement(case: Case, zone: str, *levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    """An agreement between a supplier and a customer."""
    parties = [sla.Party(name="supplier", role="provider"), sla.Party(name="customer", role="customer")]
    return sla.Agreement(name=case["scheme"], zone=zone, parties=parties, levels=levels, **more)


def charges(inputs: Case, spans: list[sla.Window]) -> sla.Charges | None:
    """What percentages are of, the same for each span."""
    base = inputs.get("base")
    if base is None:
        return None
    amount = sla.Money(base["amount"], base["currency"])
    return sla.Charges([sla.Charge(name=BASE, span=span, amount=amount) for span in spans])
