"""Part: what each level has of the amounts of a settlement, for as long as levels are told apart."""

from __future__ import annotations

from fractions import Fraction

from slacore.evaluation.running import Running
from slacore.model import Amount, Case, Step, apply_step
from slacore.model.amount import added
from slacore.values import Bounds


def by_level(running: list[Running]) -> dict[tuple[str, str], Bounds] | None:
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


def turned(each: dict[tuple[str, str], Bounds], step: Step, case: Case) -> dict[tuple[str, str], Bounds]:
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


def worth_of(each: dict[tuple[str, str], Bounds], level: str, unit: str) -> Bounds | None:
    """What the level has of that unit; nothing where it has nothing of any, and unsaid where of others."""
    if (level, unit) in each:
        return each[level, unit]
    others = [bounds for (name, _), bounds in each.items() if name == level]
    return Bounds(0, 0) if all(bounds == Bounds(0, 0) for bounds in others) else None
