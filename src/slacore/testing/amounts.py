"""What must hold of the amounts that a step returns: as many as it got, exact, and nothing made up."""

from __future__ import annotations

import decimal
from collections.abc import Iterator
from fractions import Fraction
from itertools import cycle

from attrs import evolve

from slacore.errors import SlacoreError
from slacore.model import Amount, Case, Remedy, Step, apply_step
from slacore.model.amount import BREACH, RIGHT
from slacore.testing.chains import StepTrial
from slacore.testing.check import Finding
from slacore.testing.pasts import OTHERS
from slacore.values.money import is_currency
from slacore.values.quantity import unit_name

_VALUES = (Fraction(0), Fraction(1), Fraction(5, 2), Fraction(7), Fraction(-3))
Amounts = tuple[Amount, ...]


def cases(trial: StepTrial) -> Iterator[Case]:
    """A few figures from the least to the most, and the settlement, where there is none."""
    points, settings = trial.figures(4), (*trial.settings, *trial.doubts)
    for point, setting in zip(points[:: max(1, len(points) // 8)], cycle(settings), strict=False):
        yield trial.case(point, setting)
    for setting in settings:
        yield trial.case(None, setting)


def inputs(trial: StepTrial) -> Iterator[Amounts]:
    """Amounts of each unit, which several levels earned."""
    for unit in trial.amount_units():
        yield tuple(
            Amount(value=value, unit=unit, level=OTHERS[number % 3], group="a" if number % 2 else None)
            for number, value in enumerate(_VALUES)
        )


def tries(trial: StepTrial) -> Iterator[tuple[Step, Amounts, Case]]:
    """Every step with all amounts in every case."""
    for step in trial.steps:
        for case in cases(trial):
            for amounts in inputs(trial):
                yield step, amounts, case


def applies(trial: StepTrial) -> Finding:
    """It bears every amount, figure and lack of a figure."""
    if not trial.fits():
        return f"it does not understand figures in {trial.unit}: pass unit= with the unit of the metric"
    for step, amounts, case in tries(trial):
        try:
            after: object = step.apply(amounts, case)
        except Exception as error:
            advice = (
                ""
                if isinstance(error, SlacoreError)
                else "; return amount.unsaid(why) where it cannot be said"
            )
            return f"{_on(step, amounts, case)} it raised {type(error).__name__} ({error}){advice}"
        if not isinstance(after, tuple) or not all(isinstance(one, Amount) for one in after):
            return f"{_on(step, amounts, case)} it returned {after!r}: return a tuple of Amount"
    return None


def _on(step: Step, amounts: Amounts, case: Case) -> str:
    figure = "without a figure" if case.figure is None else f"at {case.quantity()}"
    return f"step {step.kind}, given {len(amounts)} amounts in {amounts[0].unit} {figure}:"


def number_of_amounts(trial: StepTrial) -> Finding:
    """As many amounts as it got, unless it joins; then no more."""
    for step, amounts, case in tries(trial):
        after = step.apply(amounts, case)
        if step.joins and not 0 < len(after) <= len(amounts):
            return (
                f"{_on(step, amounts, case)} it made {len(after)} of them: join them into fewer, but not none"
            )
        if not step.joins and len(after) != len(amounts):
            return (
                f"{_on(step, amounts, case)} it returned {len(after)}: return one for each, in their order, "
                "or set joins = True"
            )
    return None


def exact_amounts(trial: StepTrial) -> Finding:
    """Values are fractions or unsaid, in a unit that amounts can have."""
    for step, amounts, case in tries(trial):
        for after in (one for amount in step.apply(amounts, case) for one in (amount, *amount.either)):
            for name, value in (("value", after.value), ("percent", after.percent)):
                if value is not None and type(value) not in (Fraction, int):
                    return (
                        f"{_on(step, amounts, case)} the {name} {value!r} is of type {type(value).__name__}, "
                        "which is not exact: calculate with Fraction, for example with amount.times(factor)"
                    )
            if not _is_unit(after.unit):
                return (
                    f"{_on(step, amounts, case)} it returned an amount in {after.unit!r}: use the unit of "
                    "case.worth(rate), which is a currency, 'point' or a share of a charge"
                )
    return None


def _is_unit(unit: object) -> bool:
    if not isinstance(unit, str):
        return False
    if unit in (BREACH, "unit", "point", RIGHT) or is_currency(unit) or unit.startswith("% of "):
        return True
    try:
        return bool(unit_name(unit))
    except SlacoreError:
        return False


def deterministic(trial: StepTrial) -> Finding:
    """Asked again it says the same."""
    for step, amounts, case in tries(trial):
        first, *others = (step.apply(amounts, one) for one in (case, case, evolve(case), case))
        if any(other != first for other in others):
            return (
                f"{_on(step, amounts, case)} asked several times it gives different amounts: apply may read "
                "its own fields, the amounts and the case, and no clock, chance, file or variable"
            )
    return None


def decimal_context(trial: StepTrial) -> Finding:
    """The caller's decimal context changes nothing."""
    for step, amounts, case in tries(trial):
        usual = step.apply(amounts, case)
        for precision, rounding in ((1, decimal.ROUND_UP), (3, decimal.ROUND_DOWN)):
            with decimal.localcontext(prec=precision, rounding=rounding):
                other = step.apply(amounts, case)
            if other != usual:
                return (
                    f"{_on(step, amounts, case)} with a decimal context of {precision} digits it gives other "
                    "amounts: calculate with Fraction, not with Decimal"
                )
    return None


def unsaid_stays_unsaid(trial: StepTrial) -> Finding:
    """What cannot be said cannot be said after it either, unless nothing is left of it."""
    for step, amounts, case in tries(trial):
        unsaid = (amounts[0].unsaid("nobody knows"), *(amounts[1:] if step.joins else ()))
        try:
            after = step.apply(unsaid, case)
        except Exception as error:
            return (
                f"given an amount that cannot be said, step {step.kind} raised {type(error).__name__} "
                f"({error}): pass it on as it is where amount.value is None (amount.times and amount.plus do)"
            )
        if not any(one.value in (None, 0) for one in after):
            return (
                f"given an amount that cannot be said, step {step.kind} says {after[0]}: leave it unsaid "
                "where amount.value is None"
            )
    return None


def one_by_one(trial: StepTrial) -> Finding:
    """Each amount is mapped for itself, whatever else there is."""
    for step, amounts, case in tries(trial):
        if step.joins:
            continue
        alone = tuple(after for amount in amounts for after in step.apply((amount,), case))
        if alone != step.apply(amounts, case):
            return (
                f"{_on(step, amounts, case)} an amount comes out otherwise than it does alone: map each for "
                "itself, or set joins = True"
            )
    return None


def says_something(trial: StepTrial) -> Finding:
    """At least one figure and amount can be said."""
    said = [
        after.value is not None
        for step, amounts, case in tries(trial)
        for after in apply_step(step, amounts, case)
    ]
    if not any(said):
        return (
            "nothing can be said of any example, so nothing can be checked: pass facts=, charges= or unit= "
            "with what its steps ask for"
        )
    return None


def in_words(trial: StepTrial) -> Finding:
    """`sentence` says what the step does."""
    for step in trial.steps:
        said: object = step.sentence()
        if not isinstance(said, str) or not said.strip():
            return f"sentence() is {said!r}: return a few words, or leave it to Step"
    return None


def ends_payable(trial: StepTrial) -> Finding:
    """A remedy's chain ends in money, in points, in a share of a charge or in a right."""
    if not isinstance(trial.subject, Remedy):
        return None
    for figure in trial.figures(100):
        amounts: Amounts = (trial.one(),)
        for step in trial.steps:
            amounts = apply_step(step, amounts, trial.case(figure))
        for after in amounts:
            owed = after.is_owed or after.unit in ("point", RIGHT)
            if after.value not in (None, 0) and not owed:
                return (
                    f"at {trial.case(figure).quantity()} the chain ends in {after}: end it in money, points, "
                    "a share of a charge or a right, for example with Pay(rate='5 % of fee')"
                )
    return None
