"""Settle: what becomes of all awards of one period, and what is payable in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from slacore.evaluation.award import Award, StepTaken
from slacore.evaluation.parting import by_level, turned, worth_of
from slacore.evaluation.penalty import Penalty
from slacore.evaluation.running import Running, after_step, begin, is_zero, one_sum
from slacore.model import Case, Settlement
from slacore.model.amount import added
from slacore.values import Bounds, Money, Window
from slacore.values.money import is_currency

# The units of an amount before a step has paid it.
_UNPAID = ("", "breach", "unit")


@frozen(kw_only=True)
class Settled:
    """A penalty, what of it cannot lapse any more, and what the levels have in it."""

    penalty: Penalty
    # The least that is paid, rounded, if nobody claims what can still be claimed.
    least: Fraction | None
    # What each level is worth in the penalty's unit, as late as levels are told apart; None if unsaid.
    worth: Mapping[str, Bounds | None]


def settled(
    settlement: Settlement, between: tuple[str, str], awards: tuple[Award, ...], case: Case
) -> tuple[Settled, ...]:
    """What one period's awards between a provider and a customer come to, one penalty a unit."""
    found = _settled(settlement, between, awards, case)
    if all(award.claim != "open" for award in awards):
        return found
    # What can still lapse is settled both ways: joined and limited, it is no part of the sum by itself.
    without = _settled(settlement, between, tuple(map(_lapsed, awards)), case)
    others = {one.penalty.unit: one for one in without}
    return tuple(_at_least(one, others.get(one.penalty.unit)) for one in found)


def _lapsed(award: Award) -> Award:
    """The award if nobody claims it any more; what the customer owes does not lapse."""
    if award.claim != "open":
        return award
    low, high = (Fraction(0) if side is None else min(side, Fraction(0)) for side in (award.low, award.high))
    return evolve(award, low=low, high=high, claim="lapsed")


def _at_least(one: Settled, other: Settled | None) -> Settled:
    """The settlement with what may become of it if open claims lapse."""
    penalty = one.penalty
    low, high = (Fraction(0), Fraction(0)) if other is None else (other.penalty.low, other.penalty.high)
    pairs = ((penalty.low, low), (penalty.high, high))
    less = [with_it - without for with_it, without in pairs if with_it is not None and without is not None]
    unclaimed = max([penalty.unclaimed, *less])
    leasts = (one.least, Fraction(0) if other is None else other.least)
    least = None if leasts[0] is None or leasts[1] is None else min(leasts[0], leasts[1])
    return evolve(one, penalty=evolve(penalty, unclaimed=unclaimed), least=least)


def _settled(
    settlement: Settlement, between: tuple[str, str], awards: tuple[Award, ...], case: Case
) -> tuple[Settled, ...]:
    running = [begin(award) for award in awards]
    each, joined = by_level(running) or {}, False
    percent: Fraction | None = None
    taken: list[StepTaken] = []
    for step in settlement.steps:
        before = running
        if joined and not step.joins and case.says(step.when) is not False:
            running = one_sum(running)
        running = after_step(step, running, case)
        each, joined = by_level(running) or turned(each, step, case), joined or step.joins
        percent = _percent(percent, running)
        taken.append(
            StepTaken(
                step=step.sentence(),
                before=" + ".join(one.text() for one in before),
                after=" + ".join(one.text() for one in running),
                note="; ".join(sorted({one.amount.note for one in running if one.amount.note})),
            )
        )
    loose = sum(award.low != award.high for award in awards) > 1
    units, found = _by_unit(running), []
    for unit, owed in units.items():
        penalty = _penalty(
            settlement,
            (case.period, *between),
            (unit, owed),
            loose=loose,
            percent=percent,
            awards=_parts(awards, unit, tuple(units)),
            steps=tuple(taken),
        )
        levels = dict.fromkeys(award.level for award in penalty.awards)
        worth = {level: worth_of(each, level, unit) for level in levels}
        found.append(Settled(penalty=penalty, least=_least(owed, unit, settlement), worth=worth))
    return tuple(found)


def _least(owed: list[Running], unit: str, settlement: Settlement) -> Fraction | None:
    """The least that is paid if what can be claimed lapses."""
    sides = [one.side("low").value for one in owed]
    lapsing = [one.amount.claim == "open" for one in owed]
    least = added(
        min(side, Fraction(0)) if side is not None and lapses else side
        for side, lapses in zip(sides, lapsing, strict=True)
    )
    payable = _payable(least, unit, settlement) if is_currency(unit) else None
    return least if payable is None else payable.amount


def _percent(percent: Fraction | None, running: list[Running]) -> Fraction | None:
    """The percentage after one step. What limits the sum, or adds to it, leaves the one before."""
    if len(running) != 1 or not running[0].is_exact or running[0].amount.percent is None:
        return percent
    return running[0].amount.percent


def _parts(awards: tuple[Award, ...], unit: str, units: tuple[str, ...]) -> tuple[Award, ...]:
    """The awards that the sum in that unit is made of.

    An award whose own unit is gone (points that became money) is in what no award was in at
    first; where that says nothing, as with one that cannot be said, it may be in any.
    """
    new = [one for one in units if all(award.unit != one for award in awards)]
    return tuple(
        award
        for award in awards
        if award.unit == unit
        or (award.unit not in units and (unit in new or not new or award.unit in _UNPAID))
    )


def _by_unit(running: list[Running]) -> dict[str, list[Running]]:
    """What is left, by unit. Nothing at all has the unit of whatever else is there.

    What cannot be said and was not yet paid in any unit may be of each of them.
    """
    units: dict[str, list[Running]] = defaultdict(list)
    for one in running:
        units[one.amount.unit].append(one)
    vague = [unit for unit in units if unit in _UNPAID and all(map(_is_vague, units[unit]))]
    if len(units) > len(vague):
        unsaid = [one for unit in vague for one in units.pop(unit) if one.bounds is None]
        for known in units.values():
            known.extend(unsaid)
    return units


def _is_vague(one: Running) -> bool:
    return one.bounds is None or is_zero(one)


def _penalty(
    settlement: Settlement,
    key: tuple[Window, str, str],
    amounts: tuple[str, list[Running]],
    *,
    loose: bool,
    **parts: Any,
) -> Penalty:
    (period, provider, customer), (unit, owed) = key, amounts
    low, high = (added(one.side(which).value for one in owed) for which in ("low", "high"))
    penalty = Penalty(
        period=period,
        debtor=provider,
        creditor=customer,
        unit=unit,
        low=low,
        high=high,
        loose=loose and low != high,
        capped=any(one.amount.capped for one in owed),
        suppressed=any(one.amount.suppressed for one in owed),
        **_claim(owed),
        notes=_notes(owed, parts["awards"], loose=loose and low != high),
        **parts,
    )
    if penalty.is_bonus:
        penalty = evolve(penalty, debtor=customer, creditor=provider)
    if not is_currency(unit):
        return penalty
    return evolve(
        penalty, payable_low=_payable(low, unit, settlement), payable_high=_payable(high, unit, settlement)
    )


def _claim(owed: list[Running]) -> dict[str, Any]:
    """Whether it was claimed, where all that is owed must be and the same is known of it."""
    owing = [one for one in owed if not is_zero(one) or one.amount.claim is not None]
    states = {(one.amount.claim, one.amount.until) for one in owing}
    lapsing = [one.side("high").value for one in owed if one.amount.claim == "open"]
    unclaimed = sum((side for side in lapsing if side is not None and side > 0), Fraction(0))
    if len(states) != 1:
        return {"unclaimed": unclaimed}
    claim, until = states.pop()
    return {"claim": claim, "claim_until": until, "unclaimed": unclaimed}


def _payable(value: Fraction | None, unit: str, settlement: Settlement) -> Money | None:
    return None if value is None else Money(value, unit).payable(settlement.rounding)


def _notes(owed: Sequence[Running], awards: Iterable[Award], *, loose: bool) -> tuple[str, ...]:
    notes = [f"{award.level}: {award.why}" for award in awards if award.low is None and award.high is None]
    notes += [one.amount.note for one in owed if one.bounds is None and one.amount.note]
    if loose:
        notes.append("several levels are in doubt: the bounds add up theirs and may be wider than the truth")
    return tuple(dict.fromkeys(notes))
