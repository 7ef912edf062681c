"""Chain: one remedy over all that a figure, and all that earlier periods, can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from slacore.evaluation.assuming import assumptions, merged
from slacore.evaluation.award import Answered, Award, StepTaken, span_text
from slacore.evaluation.curve import Piece, Unsaid, carry, pieces_over, reach_of
from slacore.model import (
    Amount,
    Case,
    Lookback,
    Remedy,
    ServiceLevel,
    Step,
    Test,
    apply_step,
    questions,
    step_breaks,
)
from slacore.model.amount import BREACH, RIGHT
from slacore.model.parts import parts
from slacore.values import Bounds
from slacore.values.money import is_currency

# A step that changes at more figures than this is split at them in its turn.
_FEW = 100


@frozen(kw_only=True)
class Chain:
    """One remedy for one observation."""

    # None where the remedy is the settlement's.
    level: ServiceLevel | None
    remedy: Remedy
    case: Case
    formal: bool
    # Whether an exclusion relieves of the remedy.
    relieved: bool = False
    # Whether the figure is what relief leaves of another.
    eased: bool = False
    # Whether there is no verdict, whatever the figure.
    uncertain: bool = False

    def due(self, case: Case) -> bool | None:
        """Whether the remedy is due at that figure; it never is for certain where the target may not hold."""
        due = self._due(case)
        return None if due and case.perhaps else due

    def _due(self, case: Case) -> bool | None:
        if not self.formal or self.relieved:
            return False
        if self.remedy.when == "always":
            return True
        if self.remedy.when == "breached":
            kept = case.kept
            return None if kept is None or (self.uncertain and not kept) else not kept
        return case.says(self.remedy.when)

    def edges(self) -> set[Fraction]:
        """The figures at which the target, a condition or a step changes, save steps with no last edge.

        A doubt without limit is split at all of them first: those with no last edge are followed
        only so far, and nothing else may change beyond.
        """
        found, target = self.case.edges(self.tests()), self.case.target
        for step in self.remedy.steps:
            own = step_breaks(step, self.case.unit, Bounds(None, None), most=_FEW + 1) or set()
            found |= own if len(own) <= _FEW else set()
        return found if target is None else found | set(target.edges(self.case.unit))

    def asked(self) -> list[Lookback]:
        """The questions to earlier periods that the outcome depends on."""
        found = list(parts(self.remedy.when, Lookback))
        for step in self.remedy.steps:
            found += questions(step, self.one(), self.case)
        return found

    def tests(self) -> list[Test]:
        """Every condition of the remedy and of its steps."""
        return list(parts(self.remedy, Test))

    def one(self) -> Amount:
        """One breach of the level."""
        if self.level is None:
            return Amount.one()
        record = None if self.case.record is None else self.case.record.id
        return evolve(Amount.one(), level=self.level.name, group=self.level.group, record=record)


def award_of(chain: Chain, bounds: Bounds | None) -> Award:
    """The award over all that the figure, and all that earlier periods, can be.

    Without bounds there is no figure at all, as in a settlement.
    """
    return evolve(_award_over(chain, bounds), answers=tuple(_answers(chain, bounds)))


def _answers(chain: Chain, bounds: Bounds | None) -> Iterator[Answered]:
    """What earlier periods answer, with the present one as far as its figure is known."""
    case = at_figure(chain.case, bounds)
    for question in dict.fromkeys(chain.asked()):
        answer = case.answer(question)
        sides = answer.bounds or Bounds(None, None)
        yield Answered(
            question=str(question),
            low=sides.low,
            high=sides.high,
            unit=answer.unit or case.currency,
            why=answer.why,
        )


def _award_over(chain: Chain, bounds: Bounds | None) -> Award:
    try:
        cases = assumptions(at_figure(chain.case, bounds), chain.asked(), chain.tests())
    except Unsaid as reason:
        return awarded(chain, due=None, why=str(reason), bounds=None, unit=_unit(chain))
    found = []
    for case in cases:
        one = evolve(chain, case=case)
        if bounds is None or bounds.value is not None:
            found.append(_plain(one, None if bounds is None else bounds.value))
        else:
            found.append(_doubtful(one, bounds))
    return found[0] if len(found) == 1 else merged(found, chain.asked())


def at_figure(case: Case, bounds: Bounds | None) -> Case:
    """The case at the figure, where it is known exactly."""
    return case if bounds is None or bounds.value is None else case.at(bounds.value)


def _plain(chain: Chain, figure: Fraction | None) -> Award:
    """The plain chain on one exact figure, or on none: this is what a remedy means."""
    case = chain.case.at(figure)
    due = chain.due(case)
    amounts, percent, taken = [chain.one()], None, []
    for step in chain.remedy.steps:
        before = amounts
        amounts = [one for amount in before for one in _after(step, amount, case)]
        percent = _percent_before_caps(percent, amounts[0])
        taken.append(_taken(step, before, amounts))
    why, amount = _why(chain, due), amounts[0]
    if due is False:
        unit = _unit(chain) if amount.unit in (BREACH, "unit") else amount.unit
        return awarded(
            chain, due=due, why=why, bounds=Bounds(0, 0), unit=unit, row=amount.row, hit=amount.hit
        )
    vague = [one for one in amounts if one.value is None]
    if vague:
        why = f"{why}; {vague[0].note}"
    owed = Bounds(None, None) if vague else _hull(amounts)
    if due is None:
        owed = owed.hull(Bounds(0, 0))
    return awarded(
        chain,
        due=due,
        why=why,
        bounds=owed,
        unit=amount.unit,
        percent=percent if due and len(amounts) == 1 else None,
        row=amount.row if len(amounts) == 1 else None,
        hit=amount.hit,
        capped=all(one.capped for one in amounts) and due is True,
        suppressed=all(one.suppressed for one in amounts) and due is True,
        steps=tuple(taken),
        **_more(amount),
    )


def _unit(chain: Chain) -> str:
    """The unit of what the chain did not come to; empty where a charge decides."""
    unit = chain.remedy.unit()
    return unit if is_currency(unit) or unit in ("point", RIGHT) else ""


def _after(step: Step, amount: Amount, case: Case) -> tuple[Amount, ...]:
    """The amount after the step, or each that it may be where the contract leaves it open."""
    (after,) = apply_step(step, (amount,), case)
    return after.either or (after,)


def _hull(amounts: list[Amount]) -> Bounds:
    values = [one.value for one in amounts if one.value is not None]
    return Bounds(min(values), max(values))


def _taken(step: Step, before: list[Amount], after: list[Amount]) -> StepTaken:
    first, last = (" or ".join(dict.fromkeys(str(one) for one in side)) for side in (before, after))
    notes = dict.fromkeys(one.note for one in after if one.note)
    return StepTaken(step=step.sentence(), before=first, after=last, note="; ".join(notes))


def _more(amount: Amount) -> dict[str, Any]:
    """What an amount is besides so much of something."""
    return {name: getattr(amount, name) for name in ("right", "holder", "until", "claim")}


def _percent_before_caps(percent: Fraction | None, amount: Amount) -> Fraction | None:
    """The percentage after one step. A cap leaves the one that it took from; all else ends it."""
    return percent if amount.percent is None and amount.capped else amount.percent


def _doubtful(chain: Chain, bounds: Bounds) -> Award:
    """The curve over all that the figure can be."""
    pieces = [p for whole in pieces_over(bounds, lambda _: chain.one()) for p in whole.split(chain.edges())]
    answers = [(piece, chain.due(chain.case.at(piece.samples[0][0]))) for piece in pieces]
    owing = [piece for piece, due in answers if due is not False]
    found = {due for _, due in answers}
    due = found.pop() if len(found) == 1 else None
    why = _why(chain, due)
    if due is False:
        # Nothing, in the unit that the remedy pays in.
        return evolve(_plain(chain, pieces[0].samples[0][0]), row=None, hit=None)
    try:
        carried, taken = _carried(chain.remedy.steps, owing, chain.case)
    except Unsaid as reason:
        return awarded(chain, due=due, why=f"{why}; {reason}", bounds=None, unit=_unit(chain))
    units = {amount.unit for piece in carried for _, amount in piece.samples}
    if len(units) > 1:
        return awarded(chain, due=due, why=f"{why}; it may be {' or '.join(sorted(units))}", bounds=None)
    hull = reach_of(carried).hull()
    if due is None:
        hull = hull.hull(Bounds(0, 0))
    amounts = [amount for piece in carried for _, amount in piece.samples]
    return awarded(
        chain,
        due=due,
        why=why,
        bounds=hull,
        unit=units.pop(),
        steps=taken,
        capped=all(amount.capped for amount in amounts) and due is True,
        suppressed=all(amount.suppressed for amount in amounts) and due is True,
        **_more(amounts[0]),
    )


def _carried(
    steps: Iterable[Step], pieces: list[Piece], case: Case
) -> tuple[list[Piece], tuple[StepTaken, ...]]:
    taken = []
    for step in steps:
        before = _hull_text(pieces)
        pieces = carry(step, pieces, case, figures=True)
        taken.append(StepTaken(step=step.sentence(), before=before, after=_hull_text(pieces)))
    return pieces, tuple(taken)


def _hull_text(pieces: list[Piece]) -> str:
    hull = reach_of(pieces).hull()
    return span_text(hull.low, hull.high, pieces[0].samples[0][1].unit)


def _why(chain: Chain, due: bool | None) -> str:
    if not chain.formal:
        return "the agreement is informal: it is measured alike, and nothing is owed"
    if chain.relieved:
        return "not due: an exclusion relieves of the remedy"
    if due is None and chain.case.perhaps:
        return "due if the target holds in the period, which cannot be said"
    when = chain.remedy.when
    if isinstance(when, tuple):
        said = " and ".join(str(test) for test in when)
        return {True: f"due: {said}", False: f"not due: {said} does not hold", None: f"due if {said}"}[due]
    if when == "always":
        return "due whatever the figure"
    target = chain.case.target
    return {
        True: f"due: agreed {target}",
        False: f"not due: the commitment of {target} is met"
        + (" by the figure that remedies read" if chain.eased else ""),
        None: f"due in a part of the doubt: agreed {target}",
    }[due]


def awarded(chain: Chain, *, due: bool | None, why: str, bounds: Bounds | None, **more: Any) -> Award:
    """The award of the chain, with whatever more is said of it."""
    return Award(
        level="" if chain.level is None else chain.level.name,
        period=chain.case.period,
        remedy=chain.remedy.name,
        due=due,
        why=why,
        low=None if bounds is None else bounds.low,
        high=None if bounds is None else bounds.high,
        group=None if chain.level is None else chain.level.group,
        service=chain.case.service,
        clause=chain.remedy.clause,
        **{"unit": RIGHT if chain.remedy.unit() == RIGHT else "", **more},
    )
