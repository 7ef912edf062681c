"""What the modules of the credit cases share: the cases' words, windows, facts and limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import slacore as sla

Case = dict[str, Any]

# The one level of most cases, and the name of what percentages are of.
LEVEL = "level"
BASE = "charges"
PAID = "credit paid"
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
    """The window of a case: January 2025 where it has none."""
    given = case["inputs"].get("window")
    return JANUARY if given is None else sla.Window.between(given["start"], given["end"], tz=given["tz"])


def period_of(span: sla.Window) -> tuple[sla.Period, sla.Window | None]:
    """The calendar period that is the span, or the one that a term cuts down to it."""
    kinds = [sla.Period(kind) for kind in ("month", "quarter", "day", "week", "year")]
    for period in kinds:
        if period.ending_in(span, span.start.zone) == (span,):
            return period, None
    for period in kinds:
        running = period.running_at(span, span.start.zone)
        if running is not None and running.covers(span):
            return period, span
    days = (local(span.end).date() - local(span.start).date()).days
    rolling = sla.Period("rolling", max(days, 1))
    if rolling.ending_in(last_day(span), span.start.zone) == (span,):
        return rolling, None
    raise Inexpressible(f"the window {span} lies in no calendar period")


def local(at: sla.Instant) -> datetime:
    """An instant as its zone writes it."""
    return at.to_datetime()


def last_day(span: sla.Window) -> sla.Window:
    """The last day of a span: of the rolling periods, only the one that is the span ends in it."""
    before = local(span.end) - timedelta(days=1)
    return sla.Window(sla.Instant.parse(before.date().isoformat(), tz=span.start.zone), span.end)


def evaluated_in(span: sla.Window) -> sla.Window:
    """The window in which to ask for the period that is the span."""
    period, _ = period_of(span)
    return last_day(span) if period.is_rolling else span


def counted_from(case: Case, span: sla.Window) -> sla.Window:
    """The end of what a claim is counted from: the incident's month, the window or the last of a series."""
    if case["terms"]["claim"]["rule"] == "end_of_nth_cycle_after" and "claim" in case["inputs"]:
        return incident(case, span.start.zone)
    return span if "series" in case["inputs"]["observations"] else window(case)


def claimed_in(case: Case, span: sla.Window) -> bool:
    """Whether what is settled for the span is claimed for that same span."""
    return "claim" in case["terms"] and counted_from(case, span) == span


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
    """Flags, which are false unless they are raised, and the claim, if it is counted from that span."""
    flags = [one["flag"] for one in case["terms"].get("surcharges", [])]
    seen = case["inputs"]["observations"]
    facts = sla.Evidence(records=[fact(flag, seen.get(flag, False), span) for flag in flags])
    return facts + claim(case, span) if claimed_in(case, span) else facts


def claim(case: Case, span: sla.Window) -> sla.Evidence:
    """The claim for a span, if one was submitted."""
    submitted = case["inputs"].get("claim", {}).get("submitted")
    if submitted is None:
        return sla.Evidence()
    at = sla.Instant.parse(submitted, tz=span.start.zone)
    return sla.Evidence(records=[sla.Claim(id="claim", submitted=at, start=span.start, end=span.end)])


def rounding(terms: Case) -> sla.Rounding:
    """How money is rounded."""
    given = terms["rounding"]
    mode = given["mode"].removeprefix("ROUND_").replace("_", " ").lower()
    return sla.Rounding(quantum=given["money_quantum"], mode=mode)


def agreement(case: Case, zone: str, *levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    """An agreement between a supplier and a customer."""
    parties = [sla.Party(name="supplier", role="provider"), sla.Party(name="customer", role="customer")]
    return sla.Agreement(name=case["scheme"], zone=zone, parties=parties, levels=levels, **more)


def charges(inputs: Case, spans: list[sla.Window]) -> sla.Charges:
    """What percentages are of, the same for each span: the base, and what can be earned back."""
    base, paid, amounts = inputs.get("base"), inputs.get("credit_paid"), {}
    if base is not None:
        amounts[BASE] = sla.Money(base["amount"], base["currency"])
    if paid is not None:
        amounts[PAID] = sla.Money(paid, currency(inputs))
    return sla.Charges(
        [
            sla.Charge(name=name, span=span, amount=amount)
            for name, amount in amounts.items()
            for span in spans
        ]
    )
