"""Whether a step turns amounts into what it says: a remedy is checked by that before anything happens."""

from __future__ import annotations

from fractions import Fraction

from slacore.errors import InvalidValue
from slacore.model import Amount, Step
from slacore.model.amount import RIGHT
from slacore.testing.amounts import Amounts, cases, inputs
from slacore.testing.chains import StepTrial
from slacore.testing.check import Finding
from slacore.values.money import is_currency


def unit_after(trial: StepTrial) -> Finding:
    """`turns` gives a unit, or refuses one that cannot stand before it."""
    for step in trial.steps:
        for unit in (*trial.amount_units(), RIGHT):
            try:
                promised: object = step.turns(unit)
            except InvalidValue:
                continue
            except Exception as error:
                return (
                    f"turns({unit!r}) of step {step.kind} raised {type(error).__name__} ({error}): raise "
                    "InvalidValue where an amount cannot be in that unit"
                )
            if not isinstance(promised, str):
                said = f"turns({unit!r}) of step {step.kind} is {promised!r}"
                return f"{said}: return the unit that amounts have after it"
    return None


def turns(trial: StepTrial) -> Finding:
    """What `apply` makes of an amount has the unit that `turns` promises."""
    rights = tuple(Amount(value=Fraction(value), unit=RIGHT, level="level 0") for value in (0, 1))
    for step in trial.steps:
        # What joins stands in a settlement, where amounts of all units come together.
        for amounts in () if step.joins else (*inputs(trial), rights):
            finding = _turned(step, amounts, trial)
            if finding is not None:
                return finding
    return None


def _turned(step: Step, amounts: Amounts, trial: StepTrial) -> Finding:
    unit = amounts[0].unit
    try:
        promised = step.turns(unit)
    except InvalidValue:
        # It cannot follow, and says so.
        return None
    for case in cases(trial):
        for amount in step.apply(amounts, case):
            for after in amount.either or (amount,):
                if after.value is not None and not _is(promised, after.unit):
                    return (
                        f"step {step.kind} says that it turns {unit} into {promised}, and makes {after} of "
                        f"it, in {after.unit}: return from turns the unit that apply gives, or raise "
                        "InvalidValue where the step cannot follow"
                    )
    return None


def _is(promised: str, unit: str) -> bool:
    """Whether a unit is the promised one; a share of a charge is money where the charge is known."""
    return promised == unit or (_is_owed(promised) and _is_owed(unit))


def _is_owed(unit: str) -> bool:
    return is_currency(unit) or unit.startswith("% of ")
