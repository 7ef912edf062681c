"""Settle: what becomes of all awards of one period, and what is payable in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from slacore.evaluation.assuming import assumptions
from slacore.evaluation.award import Award, StepTaken, span_text
from slacore.evaluation.curve import Unsaid, carry, pieces_over, reach_of
from slacore.evaluation.penalty import Penalty
from slacore.model import Amount, Case, Settlement, Step, Test, apply_step, questions
from slacore.model.amount import added
from slacore.model.case import BEYOND
from slacore.model.parts import parts
from slacore.values import Bounds, Money, Window
from slacore.values.money import is_currency

# The units of an amount before a step has paid it.
_UNPAID = ("", "breach", "unit")


@frozen
class _Running:
    """One amount on its way through the settlement, least and most."""

    amount: Amount
    bounds: Bounds | None

    def side(self, which: str) -> Amount:
        value = None if self.bounds is None else getattr(self.bounds, which)
        return evolve(self.amount, value=value)

    @property
    def is_exact(self) -> bool:
        return self.bounds is not None and self.bounds.value is not None

    def text(self) -> str:
        bounds = self.bounds or Bounds(None, None)
        return span_text(bounds.low, bounds.high, self.amount.unit)


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
    running = [_begin(award) for award in awards]
    each, joined = _by_level(running) or {}, False
    percent: Fraction | None = None
    taken: list[StepTaken] = []
    for step in settlement.steps:
        before = running
        if joined and not step.joins and case.says(step.when) is not False:
            running = _one_sum(running)
        running = _after(step, running, case)
        each, joined = _by_level(running) or _turned(each, step, case), joined or step.joins
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
        worth = {level: _worth(each, level, unit) for level in levels}
        found.append(Settled(penalty=penalty, least=_least(owed, unit, settlement), worth=worth))
    return tuple(found)


def _by_level(running: list[_Running]) -> dict[tuple[str, str], Bounds] | None:
    """What each level has of each unit; None where an amount is that of several."""
    found: dict[tuple[str, str], Bounds] = {}
    for one in running:
        sources = one.amount.sources()
        if len(sources) != 1:
            return None
        key, bounds = (sources[0], one.amount.unit), one.bounds or Bounds(None, None)
        both = (found.get(key, Bounds(0, 0)), bounds)
        found[key] = Bounds(added(side.low for side in both), added(side.high for side in both))
    return found


def _turned(each: dict[tuple[str, str], Bounds], step: Step, case: Case) -> dict[tuple[str, str], Bounds]:
    """What levels had of joined points, where the step has made something else of all of them."""
    if step.joins or all(unit != "point" for _, unit in each):
        return each
    one, two = (apply_step(step, (Amount(value=Fraction(n), unit="point"),), case)[0] for n in (1, 2))
    if one.unit == "point" or one.value is None or two.value != 2 * one.value:
        return each
    found = {key: bounds for key, bounds in each.items() if key[1] != "point"}
    for (level, unit), bounds in each.items():
        if unit == "point":
            sides = (None if side is None else side * one.value for side in (bounds.low, bounds.high))
            before, paid = found.get((level, one.unit), Bounds(0, 0)), Bounds(*sides)
            found[level, one.unit] = Bounds(added((before.low, paid.low)), added((before.high, paid.high)))
    return found


def _worth(each: dict[tuple[str, str], Bounds], level: str, unit: str) -> Bounds | None:
    """What the level has of that unit; nothing where it has nothing of any, and unsaid where of others."""
    if (level, unit) in each:
        return each[level, unit]
    others = [bounds for (name, _), bounds in each.items() if name == level]
    return Bounds(0, 0) if all(bounds == Bounds(0, 0) for bounds in others) else None


def _least(owed: list[_Running], unit: str, settlement: Settlement) -> Fraction | None:
    """The least that is paid if what can be claimed lapses."""
    sides = [one.side("low").value for one in owed]
    lapsing = [one.amount.claim == "open" for one in owed]
    least = added(
        min(side, Fraction(0)) if side is not None and lapses else side
        for side, lapses in zip(sides, lapsing, strict=True)
    )
    payable = _payable(least, unit, settlement) if is_currency(unit) else None
    return least if payable is None else payable.amount


def _one_sum(running: list[_Running]) -> list[_Running]:
    """What is one sum, of money and of shares of charges that nobody knows, is not limited part by part."""
    sums: dict[tuple[bool, str, str | None], set[str]] = defaultdict(set)
    for one in running:
        if one.amount.is_owed and not _is_zero(one):
            sums[_whose(one)].add(one.amount.unit)
    why = "it is a part of one sum with {}, which cannot be said"
    return [
        _Running(one.amount.unsaid(why.format(" and ".join(sorted(units - {one.amount.unit})))), None)
        if one.amount.is_owed and not _is_zero(one) and len(units := sums[_whose(one)]) > 1
        else one
        for one in running
    ]


def _whose(one: _Running) -> tuple[bool, str, str | None]:
    if one.amount.whole:
        return True, "", None
    return False, one.amount.level, one.amount.group


def _percent(percent: Fraction | None, running: list[_Running]) -> Fraction | None:
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


def _begin(award: Award) -> _Running:
    amount = Amount(
        value=award.low,
        unit=award.unit,
        level=award.level,
        group=award.group,
        record=award.record,
        percent=None,
        capped=award.capped,
        suppressed=award.suppressed,
        claim=award.claim,
        until=award.until,
    )
    known = award.low is not None or award.high is not None
    return _Running(amount, Bounds(award.low, award.high) if known else None)


def _after(step: Step, running: list[_Running], case: Case) -> list[_Running]:
    """The amounts after one step, over every answer that earlier periods may give to it."""
    asked = [question for one in running for question in questions(step, one.amount, case)]
    try:
        cases = assumptions(case, asked, [*parts(step, Test)] * len(running))
    except Unsaid as reason:
        return [_Running(one.amount.unsaid(str(reason)), None) for one in running]
    found = [_under(step, running, one) for one in cases]
    after = found[0] if len(found) == 1 else [_either(ways) for ways in zip(*found, strict=True)]
    return _together(after)


def _together(running: list[_Running]) -> list[_Running]:
    """What all levels came to is one sum in each unit, also where points have become money."""
    found: dict[str, _Running] = {}
    rest = []
    for one in running:
        unit = one.amount.unit
        if not one.amount.whole:
            rest.append(one)
        elif unit in found:
            found[unit] = _sum(found[unit], one)
        else:
            found[unit] = one
    return [*found.values(), *rest]


def _sum(one: _Running, two: _Running) -> _Running:
    both = [side or Bounds(None, None) for side in (one.bounds, two.bounds)]
    low, high = added(side.low for side in both), added(side.high for side in both)
    amount = evolve(
        one.amount,
        percent=None,
        capped=one.amount.capped or two.amount.capped,
        joined=tuple(sorted({*one.amount.sources(), *two.amount.sources()})),
    )
    return _Running(amount, None if low is None and high is None else Bounds(low, high))


def _under(step: Step, running: list[_Running], case: Case) -> list[_Running]:
    if step.joins:
        return _joined(step, running, case)
    return [_mapped(step, one, case) for one in running]


def _either(ways: tuple[_Running, ...]) -> _Running:
    """One amount for all that may be the case."""
    units = {one.amount.unit for one in ways if not _is_zero(one)}
    known = [one.bounds for one in ways if one.bounds is not None]
    first = next((one for one in ways if not _is_zero(one)), ways[0])
    if len(known) < len(ways) or len(units) > 1:
        return _Running(first.amount.unsaid("earlier periods leave open what it is"), None)
    hull = known[0]
    for bounds in known[1:]:
        hull = hull.hull(bounds)
    low, high = (None if side is None or abs(side) >= BEYOND else side for side in (hull.low, hull.high))
    note = "earlier periods leave open how much" if low != high else first.amount.note
    return _Running(evolve(_alike(first.amount, [one.amount for one in ways]), note=note), Bounds(low, high))


def _alike(one: Amount, all_that: list[Amount]) -> Amount:
    """One of several amounts that it may be; what became of it is said only if it is so of all."""
    return evolve(
        one,
        capped=all(amount.capped for amount in all_that),
        suppressed=all(amount.suppressed for amount in all_that),
    )


def _mapped(step: Step, one: _Running, case: Case) -> _Running:
    if one.bounds is None:
        # It may have come to nothing: lapsed, for all that it would have been.
        (after,) = apply_step(step, (evolve(one.amount, value=None),), case)
        return _Running(after, None if after.value is None else Bounds.exactly(after.value))
    if one.is_exact:
        return _plain(step, one, case)
    try:
        pieces = carry(
            step, pieces_over(one.bounds, lambda at: evolve(one.amount, value=at)), case, figures=False
        )
    except Unsaid as reason:
        return _Running(one.amount.unsaid(str(reason)), None)
    amounts = [amount for piece in pieces for _, amount in piece.samples]
    if len({amount.unit for amount in amounts}) > 1:
        return _Running(one.amount.unsaid(f"after '{step.sentence()}' it is of several units"), None)
    return _Running(_alike(amounts[0], amounts), reach_of(pieces).hull())


def _plain(step: Step, one: _Running, case: Case) -> _Running:
    """An exact amount, and each that it may be where the contract leaves it open."""
    (after,) = apply_step(step, (one.side("low"),), case)
    values = [option.value for option in after.either or (after,)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return _Running(after, None)
    return _Running((after.either or (after,))[0], Bounds(min(known), max(known)))


def _joined(step: Step, running: list[_Running], case: Case) -> list[_Running]:
    if all(one.is_exact for one in running):
        after = apply_step(step, tuple(one.side("low") for one in running), case)
        return [
            _Running(amount, None if amount.value is None else Bounds.exactly(amount.value))
            for amount in after
        ]
    if not step.rising:
        why = f"step {step.kind} does not promise that it rises with the amounts it joins"
        return [_Running(one.amount.unsaid(why), None) for one in running]
    lows, highs = (
        apply_step(step, tuple(one.side(which) for one in running), case) for which in ("low", "high")
    )
    return [
        _Running(low, None if low.value is None and high.value is None else Bounds(low.value, high.value))
        for low, high in zip(lows, highs, strict=True)
    ]


def _by_unit(running: list[_Running]) -> dict[str, list[_Running]]:
    """What is left, by unit. Nothing at all has the unit of whatever else is there.

    What cannot be said and was not yet paid in any unit may be of each of them.
    """
    units: dict[str, list[_Running]] = defaultdict(list)
    for one in running:
        units[one.amount.unit].append(one)
    vague = [unit for unit in units if unit in _UNPAID and all(map(_is_vague, units[unit]))]
    if len(units) > len(vague):
        unsaid = [one for unit in vague for one in units.pop(unit) if one.bounds is None]
        for known in units.values():
            known.extend(unsaid)
    return units


def _is_vague(one: _Running) -> bool:
    return one.bounds is None or _is_zero(one)


def _is_zero(one: _Running) -> bool:
    return one.bounds is not None and one.bounds.low == 0 and one.bounds.high == 0


def _penalty(
    settlement: Settlement,
    key: tuple[Window, str, str],
    amounts: tuple[str, list[_Running]],
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


def _claim(owed: list[_Running]) -> dict[str, Any]:
    """Whether it was claimed, where all that is owed must be and the same is known of it."""
    owing = [one for one in owed if not _is_zero(one) or one.amount.claim is not None]
    states = {(one.amount.claim, one.amount.until) for one in owing}
    lapsing = [one.side("high").value for one in owed if one.amount.claim == "open"]
    unclaimed = sum((side for side in lapsing if side is not None and side > 0), Fraction(0))
    if len(states) != 1:
        return {"unclaimed": unclaimed}
    claim, until = states.pop()
    return {"claim": claim, "claim_until": until, "unclaimed": unclaimed}


def _payable(value: Fraction | None, unit: str, settlement: Settlement) -> Money | None:
    return None if value is None else Money(value, unit).payable(settlement.rounding)


def _notes(owed: Sequence[_Running], awards: Iterable[Award], *, loose: bool) -> tuple[str, ...]:
    notes = [f"{award.level}: {award.why}" for award in awards if award.low is None and award.high is None]
    notes += [one.amount.note for one in owed if one.bounds is None and one.amount.note]
    if loose:
        notes.append("several levels are in doubt: the bounds add up theirs and may be wider than the truth")
    return tuple(dict.fromkeys(notes))
