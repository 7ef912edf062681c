"""A remedy or a step on trial: the figures, amounts, charges and facts on which it is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import attrs
from attrs import frozen

from slacore.errors import InvalidValue, UnitMismatch
from slacore.evidence import Fact
from slacore.metrics import Reported
from slacore.model import (
    Agreement,
    Amount,
    Case,
    Charge,
    Charges,
    Party,
    Rate,
    Remedy,
    Role,
    Scope,
    ServiceLevel,
    Settlement,
    Step,
    Target,
    apply_step,
    step_breaks,
)
from slacore.model.limits import Said
from slacore.registry import Registry
from slacore.testing.examples import MONTH, ZONE
from slacore.testing.kinds import registry_for
from slacore.values import Bounds, Money, Quantity, WindowSet

# Units of measured figures, in the order in which they are tried where none is stated.
_UNITS = ("percent", "minute", "count", "ratio")
# The charge that percentages are of, where the caller states none.
_CHARGE = 1000
_SMALL = Fraction(1, 1_000_000)
# How many edges of one step are looked at.
_EDGES = 500


@frozen(kw_only=True, eq=False)
class StepTrial:
    """A step, or the chain of a remedy, and what it is tried on."""

    subject: Remedy | Step
    charges: Charges
    scope: Scope
    unit: str
    target: Target | None

    @classmethod
    def of(
        cls,
        subject: Remedy | Step,
        charges: Charges | None,
        facts: Mapping[str, Said] | None,
        unit: str | None,
        target: Target | None,
    ) -> StepTrial:
        """The trial of a remedy or step, with charges of the package where the caller gives none."""
        steps = steps_of(subject)
        if charges is None:
            charges = _charges(steps)
        scope = _scope(facts or {})
        trial = cls(subject=subject, charges=charges, scope=scope, unit=unit or _UNITS[0], target=target)
        if unit is not None:
            return trial
        fitting = (attrs.evolve(trial, unit=name) for name in _UNITS)
        return next((one for one in fitting if one.fits()), trial)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The chain; a step alone is a chain of one."""
        return steps_of(self.subject)

    @property
    def joins(self) -> bool:
        """Whether it joins amounts, so that it belongs in a settlement."""
        return any(step.joins for step in self.steps)

    def registry(self) -> Registry:
        """A registry that knows its steps."""
        return registry_for(*(type(step) for step in self.steps))

    def fits(self) -> bool:
        """Whether its steps understand figures in the trial's unit."""
        try:
            for step in self.steps:
                step_breaks(step, self.unit, Bounds(0, 1), most=2)
                apply_step(step, (Amount.one(),), self.case(Fraction(1)))
        except (UnitMismatch, InvalidValue):
            return False
        except Exception:
            # A crash is no misunderstanding: the checks will name it.
            return True
        return True

    def case(self, figure: Fraction | None) -> Case:
        """What a step sees at that figure; without one, what it sees in a settlement."""
        if figure is None:
            return Case(period=MONTH, charges=self.charges)
        return Case(
            period=MONTH,
            charges=self.charges,
            figure=figure,
            unit=self.unit,
            scope=self.scope,
            target=self.target,
        )

    def agreement(self) -> Agreement:
        """The smallest agreement that holds it."""
        least = self.target or Target(at_least=Quantity(0, self.unit))
        remedies = () if self.joins else (self._remedy(),)
        level = ServiceLevel(
            name="checked",
            metric=Reported(name="figure", unit=self.unit),
            target=least,
            remedies=remedies,
        )
        return Agreement(
            name="check",
            zone=ZONE,
            parties=(
                Party(name="provider", role=Role.PROVIDER),
                Party(name="customer", role=Role.CUSTOMER),
            ),
            levels=(level,),
            settlement=Settlement(steps=self.steps if self.joins else ()),
        )

    def _remedy(self) -> Remedy:
        return self.subject if isinstance(self.subject, Remedy) else Remedy(steps=(self.subject,))

    def range(self) -> Bounds:
        """The figures that are tried."""
        if self.unit in ("percent", "ratio"):
            return Bounds(0, 100 if self.unit == "percent" else 1)
        return Bounds(0, 2 * max([Fraction(100), *map(abs, self._stated_figures())]))

    def figures(self, number: int = 400) -> tuple[Fraction, ...]:
        """A fine grid of figures, and what lies at and beside every edge and number it states."""
        reach = self.range()
        return _grid(reach, self.edges(), number)

    def edges(self) -> set[Fraction]:
        """Figures at which its formula changes, as it declares them or has them in its fields."""
        edges = self._stated_figures()
        for step in self.steps:
            edges |= step_breaks(step, self.unit, self.range(), most=_EDGES) or set()
        return edges

    def _stated_figures(self) -> set[Fraction]:
        found: set[Fraction] = set()
        for part in _parts(self.steps):
            if isinstance(part, Quantity):
                try:
                    found.add(part.in_unit(self.unit))
                except UnitMismatch:
                    continue
            elif not isinstance(part, Rate | Money):
                found.add(Fraction(part))
        return found

    def amount_units(self) -> tuple[str, ...]:
        """The units that amounts have on their way through a chain."""
        rates = [part for part in _parts(self.steps) if isinstance(part, Rate)]
        shares = sorted({f"% of {rate.of}" for rate in rates if rate.of is not None}) or ["% of fee"]
        return ("breach", "unit", "point", currency_of(self.steps), *shares)

    def amounts(self, unit: str) -> tuple[Fraction, ...]:
        """A grid of amounts in that unit, with what lies beside every number it states."""
        # Much changes at nothing and at one.
        stated = {Fraction(0), Fraction(1)}
        for part in _parts(self.steps):
            if isinstance(part, Rate):
                stated.add(self.case(None).worth(part).value or part.amount)
            stated.add(part.amount if isinstance(part, Rate | Money | Quantity) else Fraction(part))
        return _grid(amount_range(stated), stated, 120)


def steps_of(subject: Remedy | Step) -> tuple[Step, ...]:
    """The chain of a remedy, or the one step."""
    return subject.steps if isinstance(subject, Remedy) else (subject,)


def amount_range(stated: set[Fraction]) -> Bounds:
    """The amounts that are tried: some below nothing, and some above every number it states."""
    return Bounds(-10, 2 * max([Fraction(100), *map(abs, stated)]))


def _grid(reach: Bounds, edges: set[Fraction], number: int) -> tuple[Fraction, ...]:
    low, high = reach.low or Fraction(0), reach.high or Fraction(0)
    even = {low + (high - low) * part / number for part in range(number + 1)}
    beside = {edge + move for edge in edges for move in (-_SMALL, Fraction(0), _SMALL)}
    return tuple(sorted(point for point in even | beside if low <= point <= high))


def _parts(value: Any) -> Iterator[Rate | Money | Quantity | Fraction | int]:
    """Every number, quantity, rate and sum of money in the fields of steps."""
    if isinstance(value, Rate | Money | Quantity | Fraction | int):
        if not isinstance(value, bool):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from _parts(getattr(value, field.name))


def currency_of(steps: tuple[Step, ...]) -> str:
    """The currency in which the steps are stated, or the euro."""
    for part in _parts(steps):
        if isinstance(part, Money):
            return part.currency
        if isinstance(part, Rate) and part.is_money:
            return part.unit
    return "EUR"


def _charges(steps: tuple[Step, ...]) -> Charges:
    names = sorted({part.of for part in _parts(steps) if isinstance(part, Rate) and part.of is not None})
    sum_of_each = Money(_CHARGE, currency_of(steps))
    return Charges(Charge(name=name, span=MONTH, amount=sum_of_each) for name in names)


def _scope(facts: Mapping[str, Said]) -> Scope:
    time = WindowSet.of(MONTH)
    return Scope(
        period=MONTH,
        zone=ZONE,
        counted=time,
        excluded=WindowSet(),
        gaps=WindowSet(),
        records=(),
        facts=tuple(
            Fact(id=f"fact-{number}", name=name, value=value, start=MONTH.start, end=MONTH.end)
            for number, (name, value) in enumerate(sorted(facts.items()))
        ),
        covered=time,
        horizon=MONTH.end,
    )
