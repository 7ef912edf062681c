"""What must hold of a step that joins amounts: their order does not matter, and it rises if it says so."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from typing import Any

from attrs import evolve

from slacore.model import Amount, Step
from slacore.testing.amounts import Amounts, inputs
from slacore.testing.chains import StepTrial
from slacore.testing.check import Finding, Note


def order_of_amounts(trial: StepTrial) -> Finding:
    """In whatever order the amounts come, the step makes the same of them."""
    for step, amounts in _joined(trial):
        first = _sorted(step.apply(amounts, trial.case(None)))
        for other in permutations(amounts):
            if _sorted(step.apply(other, trial.case(None))) != first:
                return (
                    f"step {step.kind} makes something else of the same amounts in another order: join them "
                    "by what has no order, such as their sum or the largest"
                )
    return None


def _joined(trial: StepTrial) -> Iterator[tuple[Step, Amounts]]:
    mixed = [amounts[number] for number, amounts in enumerate(inputs(trial)) if number < 4]
    for step in trial.steps:
        if step.joins:
            for amounts in (*inputs(trial), tuple(mixed)):
                yield step, amounts[1:]


def _sorted(amounts: Amounts) -> list[tuple[Any, ...]]:
    """What the amounts are, without their order and the words about them."""
    said = ((one.unit, one.level, one.group or "", str(one.value), str(one.percent)) for one in amounts)
    return sorted(said)


def rising(trial: StepTrial) -> Finding:
    """Where it says that it rises with the amounts, it does, and returns them in the same places."""
    for step, amounts in _joined(trial):
        if not step.rising:
            return Note(
                f"step {step.kind} does not promise that it rises with the amounts it joins: doubtful ones "
                "are unsaid after it; set rising = True if it never falls when an amount rises"
            )
        before = step.apply(amounts, trial.case(None))
        for number, amount in enumerate(amounts):
            for more in (Fraction(1, 3), Fraction(1), Fraction(5000)):
                raised = (*amounts[:number], _raised(amount, more), *amounts[number + 1 :])
                fault = _falls(before, step.apply(raised, trial.case(None)))
                if fault is not None:
                    return (
                        f"step {step.kind} says rising = True, but {fault} when {amount} in {amount.unit} "
                        f"rises by {more}: set rising = False, or mend apply"
                    )
    return None


def _raised(amount: Amount, more: Fraction) -> Amount:
    return evolve(amount, value=(amount.value or 0) + more)


def _falls(before: Amounts, after: Amounts) -> str | None:
    if [(one.unit, one.level) for one in before] != [(one.unit, one.level) for one in after]:
        return "its results change places"
    for low, high in zip(before, after, strict=True):
        if low.value is not None and high.value is not None and high.value < low.value:
            return f"its result falls from {low} to {high}"
    return None
