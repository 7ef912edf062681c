"""Agreements of the laws: two parties, and levels with remedies and a capped settlement."""

from __future__ import annotations

from typing import Any

from slacore import Agreement, Evaluation, Metric, Party, Remedy, ServiceLevel, Settlement, Target, Verdict
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Total, Units

PARTIES = (Party(name="Host", role="provider"), Party(name="Client", role="customer"))
CAP = 120
CAPPED = Settlement(steps=[Total(), Cap(limit=f"{CAP} EUR")])


def agreement(*levels: ServiceLevel, zone: str, **terms: Any) -> Agreement:
    """An agreement of those levels."""
    return Agreement(**{"name": "law", "zone": zone, "parties": PARTIES, "levels": levels, **terms})


# Chains for a figure in percent, where more is better.
SHARES = {
    "exact units": (Units(below="99 %", per="1 %"), Pay(rate="10 EUR")),
    "started units": (
        Units(below="99.5 %", per="0.5 %", count="started"),
        Pay(rate="7.77 EUR"),
        Cap(limit="90 EUR"),
    ),
    "full units and more": (
        Units(below="99 %", per="2 %", count="full"),
        Pay(rate="15 EUR"),
        Plus(rate="5 EUR"),
    ),
    "bands": (
        Bands(
            rows=[
                Row(at_least="98 %", below="99.9 %", pay="10 EUR"),
                Row(at_least="90 %", below="98 %", pay="25 EUR"),
                Row(below="90 %", pay="200 EUR"),
            ],
            gap="nothing",
        ),
    ),
    # Nothing above, a hole between, and dearer in the middle than at the end.
    "odd bands": (
        Bands(
            rows=[
                Row(above="99.5 %"),
                Row(above="97 %", below="99 %", pay="80 EUR"),
                Row(at_most="97 %", pay="30 EUR"),
            ],
            gap="nothing",
        ),
    ),
}

# Chains for a figure of time, where less is better.
TIMES = {
    "exact units": (Units(above="2 h", per="1 h"), Pay(rate="10 EUR")),
    "started units": (
        Units(above="1 h", per="90 min", count="started", at_most=20),
        Pay(rate="3.33 EUR"),
        Cap(limit="50 EUR"),
    ),
    "bands": (
        Bands(
            rows=[
                Row(above="1 h", at_most="4 h", pay="10 EUR"),
                Row(above="4 h", at_most="24 h", pay="150 EUR"),
                Row(above="24 h", pay="40 EUR"),
            ],
            gap="nothing",
        ),
    ),
}


def numbers(unit: str) -> dict[str, tuple[Any, ...]]:
    """Chains for a figure in another unit, where less is better."""
    return {
        "started units": (
            Units(above=f"1 {unit}", per=f"1.5 {unit}", count="started", at_most=20),
            Pay(rate="3.33 EUR"),
            Cap(limit="50 EUR"),
        ),
        "bands": (
            Bands(
                rows=[
                    Row(above=f"1 {unit}", at_most=f"4 {unit}", pay="10 EUR"),
                    Row(above=f"4 {unit}", pay="40 EUR"),
                ],
                gap="nothing",
            ),
        ),
    }


def remedy(steps: tuple[Any, ...], when: Any = "breached") -> tuple[Remedy, ...]:
    """One remedy of those steps."""
    return (Remedy(steps=steps, when=when),)


def labels(result: Evaluation) -> set[str]:
    """What of the result a law counts."""
    seen = {judgement.verdict for judgement in result.judgements}
    found = {
        "breached": Verdict.BREACHED in seen,
        "indeterminate": Verdict.INDETERMINATE in seen,
        "met": Verdict.MET in seen,
        "capped": any(penalty.capped for penalty in result.settlements),
        "owed": bool(result.penalties),
        "doubtful": any(penalty.low != penalty.high for penalty in result.penalties),
    }
    return {name for name, answer in found.items() if answer}


def target(metric: Metric, edge: Any) -> Target:
    """At least a share, or at most a time; at an end of what can be, the edge itself is outside."""
    unit = metric.measured_in()
    inside, outside = ("at_least", "above") if unit == "percent" else ("at_most", "below")
    found = Target(**{inside: edge})
    return found if found.hold_over(metric.limits(), unit) is None else Target(**{outside: edge})
