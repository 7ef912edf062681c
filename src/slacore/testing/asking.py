"""Whether a step says what it asks of earlier periods, and answers to a doubt lie between its ends.

Where the ledger has a pair, the evaluator works a step out for both ends of it. So every
question must be declared, and what is made of an answer in the middle must lie between.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from slacore.evaluation.assuming import assumptions
from slacore.evaluation.curve import Unsaid
from slacore.model import Case, Lookback, Step, questions
from slacore.model.case import BEYOND
from slacore.testing.amounts import Amounts, inputs
from slacore.testing.chains import StepTrial
from slacore.testing.check import Finding
from slacore.testing.pasts import Past
from slacore.values import Bounds

# Where between the ends of a doubt is looked, and how far from one where there is no other.
_PARTS = tuple(Fraction(part, 8) for part in range(1, 8))
_FAR = tuple(Fraction(far) for far in (1, 50, 1000, 10**6))


def asks(trial: StepTrial) -> Finding:
    """Every question to earlier periods is declared, and answers in between give amounts in between."""
    for step in trial.steps:
        for amounts, case in _doubtful(step, trial):
            finding = _forgotten(step, amounts, case, trial) or _outside(step, amounts, case)
            if finding is not None:
                return finding
    return None


def _doubtful(step: Step, trial: StepTrial) -> Iterator[tuple[Amounts, Case]]:
    """Amounts of levels and of the settlement, in a level's period and in a settlement, in doubt."""
    figures = trial.figures(8)
    for setting in trial.doubts:
        for figure in (*figures[:: max(1, len(figures) // 4)], None):
            case = trial.case(figure, setting)
            for amounts in inputs(trial):
                joined = tuple(evolve(one, level="", group=None) for one in amounts)
                for some in (amounts, joined):
                    yield from ([(some, case)] if step.joins else (((one,), case) for one in some))


def _forgotten(step: Step, amounts: Amounts, case: Case, trial: StepTrial) -> Finding:
    past = _past(case).anew()
    step.apply(amounts, evolve(case, history=past))
    declared = {question for one in amounts for question in questions(step, one, case)}
    if not step.joins and case.figure is not None:
        # A remedy asks for one breach, before anything has turned it into something else.
        (amount,) = amounts
        declared &= set(questions(step, evolve(trial.one(), level=amount.level, group=amount.group), case))
    forgotten = sorted(map(str, past.asked() - declared))
    if not forgotten:
        return None
    return (
        f"step {step.kind} asks '{forgotten[0]}' and does not declare it, so that a doubt of the ledger "
        "would be passed over: return it from asks, whatever the amount's unit, or hold it in a field"
    )


def _outside(step: Step, amounts: Amounts, case: Case) -> Finding:
    asked = dict.fromkeys(question for one in amounts for question in questions(step, one, case))
    for question in asked:
        bounds = _bounds(question, case)
        if bounds is None or question.how in ("run", "count"):
            # Of whole numbers every one is worked out.
            continue
        try:
            others = assumptions(case, [one for one in asked if one != question])
        except Unsaid:
            continue
        for other in others:
            finding = _not_between(step, amounts, other, (question, bounds))
            if finding is not None:
                return finding
    return None


def _not_between(step: Step, amounts: Amounts, case: Case, doubt: tuple[Lookback, Bounds]) -> Finding:
    question, bounds = doubt
    low, high = _end(bounds.low, -BEYOND), _end(bounds.high, BEYOND)
    ends = [_made(step, amounts, _assuming(case, question, end)) for end in (low, high)]
    for at in _between(bounds, low, high):
        middle = _made(step, amounts, _assuming(case, question, at))
        for one, two, found in zip(*ends, middle, strict=True):
            if one and two and not _lies_between(found, (*one, *two)):
                return (
                    f"step {step.kind} makes {_said(found)} of {_said(amounts)} where '{question}' is {at}, "
                    f"and {_said(one)} and {_said(two)} where it is {low} and {high}: a doubt of the ledger "
                    "would be answered wrongly; let the amount only rise or only fall with the answer"
                )
    return None


def _end(side: Fraction | None, otherwise: Fraction) -> Fraction:
    return otherwise if side is None else side


def _between(bounds: Bounds, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    if bounds.low is not None and bounds.high is not None:
        yield from (low + (high - low) * part for part in _PARTS)
        return
    near = high if bounds.high is not None else _end(bounds.low, Fraction(0))
    sign = -1 if bounds.high is not None else 1
    yield from (near + sign * far for far in _FAR)


def _bounds(question: Lookback, case: Case) -> Bounds | None:
    """What the past leaves open; None where it leaves nothing open."""
    assert case.asker is not None
    found = _past(case).earlier(question, case.asker).bounds
    return None if found is None or found.value is not None else found


def _past(case: Case) -> Past:
    assert isinstance(case.history, Past)
    return case.history


def _assuming(case: Case, question: Lookback, answer: Fraction) -> Case:
    return evolve(case, assumed={**case.assumed, question: answer})


def _made(step: Step, amounts: Amounts, case: Case) -> list[Amounts]:
    """What the step makes of each amount, in every way that it leaves open; none where it is unsaid."""
    after = step.apply(amounts, case)
    found = [one.either or (one,) for one in after]
    return [options if all(one.value is not None for one in options) else () for options in found]


def _lies_between(found: Amounts, ends: Amounts) -> bool:
    if not found or {one.unit for one in found} - {one.unit for one in ends}:
        return False
    values = [one.value or 0 for one in ends]
    return all(min(values) <= (one.value or 0) <= max(values) for one in found)


def _said(found: Amounts) -> str:
    return " or ".join(str(one) for one in found) or "something unsaid"
