"""Run: amounts on their way through the steps of a settlement, least and most."""

from __future__ import annotations

from collections import defaultdict

from attrs import evolve, frozen

from slacore.evaluation.assuming import assumptions
from slacore.evaluation.award import Award, span_text
from slacore.evaluation.curve import Unsaid, carry, pieces_over, reach_of
from slacore.model import Amount, Case, Step, Test, apply_step, questions
from slacore.model.amount import added
from slacore.model.case import BEYOND
from slacore.model.parts import parts
from slacore.values import Bounds


@frozen
class Running:
    """One amount on its way through the settlement, least and most."""

    amount: Amount
    bounds: Bounds | None

    def side(self, which: str) -> Amount:
        """The amount at its least ("low") or its most ("high")."""
        value = None if self.bounds is None else getattr(self.bounds, which)
        return evolve(self.amount, value=value)

    @property
    def is_exact(self) -> bool:
        """Whether it is fully known."""
        return self.bounds is not None and self.bounds.value is not None

    def text(self) -> str:
        """Least and most in words."""
        bounds = self.bounds or Bounds(None, None)
        return span_text(bounds.low, bounds.high, self.amount.unit)


def begin(award: Award) -> Running:
    """What an award brings into the settlement."""
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
    return Running(amount, Bounds(award.low, award.high) if known else None)


def after_step(step: Step, running: list[Running], case: Case) -> list[Running]:
    """The amounts after one step, over every answer that earlier periods may give to it."""
    asked = [question for one in running for question in questions(step, one.amount, case)]
    try:
        cases = assumptions(case, asked, [*parts(step, Test)] * len(running))
    except Unsaid as reason:
        return [Running(one.amount.unsaid(str(reason)), None) for one in running]
    found = [_under(step, running, one) for one in cases]
    after = found[0] if len(found) == 1 else [_either(ways) for ways in zip(*found, strict=True)]
    return _together(after)


def _together(running: list[Running]) -> list[Running]:
    """What all levels came to is one sum in each unit, also where points have become money."""
    found: dict[str, Running] = {}
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


def _sum(one: Running, two: Running) -> Running:
    both = [side or Bounds(None, None) for side in (one.bounds, two.bounds)]
    low, high = added(side.low for side in both), added(side.high for side in both)
    amount = evolve(
        one.amount,
        percent=None,
        capped=one.amount.capped or two.amount.capped,
        joined=tuple(sorted({*one.amount.sources(), *two.amount.sources()})),
    )
    return Running(amount, None if low is None and high is None else Bounds(low, high))


def _under(step: Step, running: list[Running], case: Case) -> list[Running]:
    if step.joins:
        return _joined(step, running, case)
    return [_mapped(step, one, case) for one in running]


def _either(ways: tuple[Running, ...]) -> Running:
    """One amount for all that may be the case."""
    units = {one.amount.unit for one in ways if not is_zero(one)}
    known = [one.bounds for one in ways if one.bounds is not None]
    first = next((one for one in ways if not is_zero(one)), ways[0])
    if len(known) < len(ways) or len(units) > 1:
        return Running(first.amount.unsaid("earlier periods leave open what it is"), None)
    hull = known[0]
    for bounds in known[1:]:
        hull = hull.hull(bounds)
    low, high = (None if side is None or abs(side) >= BEYOND else side for side in (hull.low, hull.high))
    note = "earlier periods leave open how much" if low != high else first.amount.note
    return Running(evolve(_alike(first.amount, [one.amount for one in ways]), note=note), Bounds(low, high))


def _alike(one: Amount, all_that: list[Amount]) -> Amount:
    """One of several amounts that it may be; what became of it is said only if it is so of all."""
    return evolve(
        one,
        capped=all(amount.capped for amount in all_that),
        suppressed=all(amount.suppressed for amount in all_that),
    )


def _mapped(step: Step, one: Running, case: Case) -> Running:
    if one.bounds is None:
        # It may have come to nothing: lapsed, for all that it would have been.
        (after,) = apply_step(step, (evolve(one.amount, value=None),), case)
        return Running(after, None if after.value is None else Bounds.exactly(after.value))
    if one.is_exact:
        return _plain(step, one, case)
    try:
        pieces = carry(
            step, pieces_over(one.bounds, lambda at: evolve(one.amount, value=at)), case, figures=False
        )
    except Unsaid as reason:
        return Running(one.amount.unsaid(str(reason)), None)
    amounts = [amount for piece in pieces for _, amount in piece.samples]
    if len({amount.unit for amount in amounts}) > 1:
        return Running(one.amount.unsaid(f"after '{step.sentence()}' it is of several units"), None)
    return Running(_alike(amounts[0], amounts), reach_of(pieces).hull())


def _plain(step: Step, one: Running, case: Case) -> Running:
    """An exact amount, and each that it may be where the contract leaves it open."""
    (after,) = apply_step(step, (one.side("low"),), case)
    values = [option.value for option in after.either or (after,)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Running(after, None)
    return Running((after.either or (after,))[0], Bounds(min(known), max(known)))


def _joined(step: Step, running: list[Running], case: Case) -> list[Running]:
    if all(one.is_exact for one in running):
        after = apply_step(step, tuple(one.side("low") for one in running), case)
        return [
            Running(amount, None if amount.value is None else Bounds.exactly(amount.value))
            for amount in after
        ]
    if not step.rising:
        why = f"step {step.kind} does not promise that it rises with the amounts it joins"
        return [Running(one.amount.unsaid(why), None) for one in running]
    lows, highs = (
        apply_step(step, tuple(one.side(which) for one in running), case) for which in ("low", "high")
    )
    return [
        Running(low, None if low.value is None and high.value is None else Bounds(low.value, high.value))
        for low, high in zip(lows, highs, strict=True)
    ]


def one_sum(running: list[Running]) -> list[Running]:
    """What is one sum, of money and of shares of charges that nobody knows, is not limited part by part."""
    sums: dict[tuple[bool, str, str | None], set[str]] = defaultdict(set)
    for one in running:
        if one.amount.is_owed and not is_zero(one):
            sums[_whose(one)].add(one.amount.unit)
    why = "it is a part of one sum with {}, which cannot be said"
    return [
        Running(one.amount.unsaid(why.format(" and ".join(sorted(units - {one.amount.unit})))), None)
        if one.amount.is_owed and not is_zero(one) and len(units := sums[_whose(one)]) > 1
        else one
        for one in running
    ]


def _whose(one: Running) -> tuple[bool, str, str | None]:
    if one.amount.whole:
        return True, "", None
    return False, one.amount.level, one.amount.group


def is_zero(one: Running) -> bool:
    """Whether it is nothing for certain."""
    return one.bounds is not None and one.bounds.low == 0 and one.bounds.high == 0
