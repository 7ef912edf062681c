"""Cases of `credits/`: contract terms and observations, expressed through the public API.

The adapter renames and builds. Measured value, verdict, tier and credit all come out of
`evaluate`; nothing here computes them.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from credit_metrics import measured
from credit_remedies import claim_within, lost_hours, made_charges, remedies, settlement
from credit_series import may_terminate, points, rolling_mean
from credit_values import by_volume, several
from credit_words import (
    LEVEL,
    Case,
    Inexpressible,
    agreement,
    charges,
    claim,
    counted_from,
    currency,
    evaluated_in,
    fact,
    period_of,
    rounding,
    target,
)

import slacore as sla
from slacore.evaluation import Award, Judgement, Penalty
from slacore.metrics import Reported
from slacore.remedies import Pay, Total

__all__ = ["Inexpressible", "answers", "check", "load"]


def load(folder: Path) -> list[Case]:
    """Every case of the folder, in order of id."""
    return [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "credits").glob("*.json"))
    ]


def check(case: Case) -> tuple[bool, Any, Any]:
    """Whether slacore answers as expected, what was expected, and what it answered."""
    expected = _expected(case)
    got = answers(case, *expected)
    return expected == got, expected, got


# What is expected, in comparable form


# Kinds of remedy for which the cases name no percentage, though a chain of steps has one.
_WITHOUT_PERCENT = ("prorata_multiple", "rate_loss", "day_fraction", "pool", "earnback")


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

# The level of what is settled already.
SETTLED = "settled"


@frozen
class Found:
    """A case with what it came to."""

    case: Case
    result: sla.Evaluation
    # What is settled again, where a claim is counted from elsewhere.
    claimed: Penalty | None = None

    @property
    def kind(self) -> str:
        """The kind of its remedy."""
        return str(self.case["terms"].get("remedy", {}).get("kind"))

    @property
    def awards(self) -> list[Award]:
        """What its level earned, in order of time."""
        return [award for award in self.result.awards if award.level == LEVEL]

    @property
    def settled(self) -> Penalty | None:
        """The last settlement, if anything is settled."""
        return self.result.settlements[-1] if self.result.settlements else None

    @property
    def award(self) -> Award:
        """What its level earned in the last period, the first of several remedies."""
        return next(one for one in self.awards if one.period == self.awards[-1].period)

    @property
    def owed(self) -> Penalty | None:
        """The last settlement after any claim."""
        return (
            self.settled
            if self.settled is None or self.settled.exact is None
            else self.claimed or self.settled
        )

    @property
    def claim(self) -> Penalty:
        """The settlement that says what became of the claim."""
        found = self.claimed or self.settled
        assert found is not None
        return found


def answers(case: Case, *names: str) -> dict[str, Any]:
    """What slacore says to a case, by the names that the cases have for it."""
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        raise Inexpressible(f"expected {', '.join(unknown)}")
    result = _evaluate(case)
    found = Found(case, result, _claimed(case, result))
    return {name: _NAMES[name](found) for name in names}


def _evaluate(case: Case) -> sla.Evaluation:
    terms = case["terms"]
    if "metrics" in terms:
        return several(case)
    if terms["metric"]["kind"] == "volume_conditional":
        return by_volume(case)
    if terms.get("remedy", {}).get("kind") == "points_series":
        return points(case)
    if terms["metric"]["kind"] == "rolling_mean":
        return rolling_mean(case)
    return _one_period(case)


def _one_period(case: Case) -> sla.Evaluation:
    terms, seen = case["terms"], measured(case)
    window, zone = seen.window, seen.window.start.zone
    period, term = period_of(window)
    level = sla.ServiceLevel(
        name=LEVEL,
        metric=seen.metric,
        target=target(terms, seen.unit),
        period=period,
        remedies=[] if seen.downtime else remedies(case, seen.unit, window),
        **seen.more,
    )
    others = [evolve(other, period=period) for other in seen.others]
    if seen.downtime:
        others.append(lost_hours(case, seen.unit, evolve(seen.downtime, period=period)))
    agreed = agreement(
        case,
        zone,
        level,
        *others,
        settlement=sla.Settlement(steps=settlement(case, window), rounding=rounding(terms)),
        charges=made_charges(case),
        term=term,
    )
    return sla.evaluate(
        agreed,
        seen.evidence,
        evaluated_in(window),
        charges=charges(case["inputs"], [window]),
    )


def _claimed(case: Case, result: sla.Evaluation) -> Penalty | None:
    """What is left of the sum where the claim is counted from another span than the one it is settled for."""
    if "claim" not in case["terms"] or (result.settlements and result.settlements[-1].claim):
        return None
    owed = result.settlements[-1].exact if result.settlements else None
    span = counted_from(case, result.window)
    period, term = period_of(span)
    settled = fact(SETTLED, "1 count", span)
    pay = Pay(rate=f"0 {currency(case['inputs'])}" if owed is None else f"{owed.amount} {owed.currency}")
    level = sla.ServiceLevel(
        name=SETTLED,
        metric=Reported(name=SETTLED, unit="count"),
        period=period,
        remedies=[sla.Remedy(when="always", steps=[pay])],
    )
    steps = [Total(), claim_within(case["terms"]["claim"])]
    settled_by = sla.Settlement(steps=steps, rounding=rounding(case["terms"]))
    agreed = agreement(case, span.start.zone, level, settlement=settled_by, term=term)
    again = sla.evaluate(agreed, sla.Evidence(records=[settled]) + claim(case, span), evaluated_in(span))
    return again.settlements[-1]


# Answers, by their names in the cases


def _judged(found: Found) -> Judgement:
    """The last period of the level, or of the one that is judged where the volume decides."""
    if found.case["terms"]["metric"]["kind"] == "volume_conditional":
        (only,) = (one for one in found.result.judgements if one.verdict is not None)
        return only
    return [one for one in found.result.judgements if one.observation.level == LEVEL][-1]


def _figure(judgement: Judgement) -> Fraction | None:
    exact = judgement.observation.exact
    return None if exact is None else exact.amount


def _is_breached(verdict: sla.Verdict | None) -> bool | None:
    return {None: None, sla.Verdict.INDETERMINATE: None}.get(verdict, verdict is sla.Verdict.BREACHED)


def _breached(found: Found) -> bool | None:
    if "metrics" in found.case["terms"]:
        return _is_breached(found.result.verdict)
    return _is_breached(_judged(found).verdict)


def _in_turn(found: Found) -> list[Judgement]:
    """Of several metrics each, in the order of the terms."""
    by_level = {one.observation.level: one for one in found.result.judgements}
    return [by_level[one["id"]] for one in found.case["terms"]["metrics"]]


def _measured_list(found: Found) -> list[str]:
    figures = [_figure(one) for one in _in_turn(found)]
    return [f"{one.numerator}/{one.denominator}" for one in figures if one is not None]


def _tier(found: Found) -> str | None:
    if found.kind == "points_series":
        return None
    return found.award.row if found.awards and found.award.due else None


def _tier_status(found: Found) -> str | None:
    award = found.award
    if award.due:
        kept = _judged(found).verdict is sla.Verdict.MET
        return "none" if award.hit == "gap" and kept else award.hit
    return {"match": "match_but_commitment_met", "gap": "none"}.get(award.hit or "", award.hit)


def _credit(found: Found) -> tuple[Fraction, str] | None:
    exact = found.owed and found.owed.exact
    return None if exact is None else (exact.amount, exact.currency)


def _amount(found: Found) -> Fraction | None:
    payable = found.owed and found.owed.payable
    return None if payable is None else payable.amount


# Kinds that are nought percent where nothing is due; a table then has no row, and so none.
_NOUGHT = ("flat_percent", "per_unit_percent", "linear_shortfall", "per_incident_percent", "sum_percent")


def _percent(found: Found) -> Fraction | None:
    if found.kind == "points_series":
        return found.settled and found.settled.percent
    if not found.awards:
        return None
    award = found.award
    return Fraction(0) if award.due is False and found.kind in _NOUGHT else award.percent


def _points(found: Found) -> list[Fraction | None]:
    return [award.low if award.exact and award.hit == "match" else None for award in found.awards]


def _claim_deadline(found: Found) -> str | None:
    until = found.claim.claim_until
    # The end of the last day: a second before it is still that day.
    return until and (until + sla.Quantity(-1, "s")).to_datetime().date().isoformat()


_NAMES = {
    "measured": lambda found: _figure(_judged(found)),
    "breached": _breached,
    "measured_list": _measured_list,
    "breached_list": lambda found: [_is_breached(one.verdict) for one in _in_turn(found)],
    "tier": _tier,
    "tier_status": _tier_status,
    "credit": _credit,
    "amount": _amount,
    "credit_percent": _percent,
    "cap_applied": lambda found: found.settled.capped,
    "suppressed_below_minimum": lambda found: found.settled.suppressed,
    "points": _points,
    "termination_right": lambda found: may_terminate(found.case),
    "claim_deadline": _claim_deadline,
    "claim_in_time": lambda found: {"claimed": True, "lapsed": False}.get(found.claim.claim),
    "earned_back": lambda found: found.award.due,
}
