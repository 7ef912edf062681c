"""The open class of everything that a remedy or a settlement can do to an amount."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import ClassVar

from attrs import evolve, field, fields, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Record
from slacore.model.amount import Amount, Rate, share_unit
from slacore.model.charges import Charges
from slacore.model.limits import Said, Target, Test
from slacore.model.scope import Scope
from slacore.values import Bounds, Quantity, Window
from slacore.values.several import several


@frozen(kw_only=True)
class Case:
    """What a step can see besides the amounts: one period's figure, facts and charges.

    In a settlement there is no figure: the amounts come from several levels.
    """

    period: Window
    charges: Charges = Charges()
    service: str | None = None
    figure: Fraction | None = None
    unit: str = ""
    scope: Scope | None = None
    # The record that is judged, where every record has a verdict of its own.
    record: Record | None = None
    target: Target | None = None
    # Whether the promise is deemed broken whatever the figure.
    deemed_broken: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether the figure keeps the promise; None without a figure or a target."""
        figure = self.quantity()
        if figure is None or self.target is None:
            return None
        return not self.deemed_broken and self.target.hold(figure)

    def at(self, figure: Fraction | None) -> Case:
        """The same case with another measured figure."""
        return evolve(self, figure=figure)

    def quantity(self) -> Quantity | None:
        """The measured figure with its unit."""
        return None if self.figure is None else Quantity(self.figure, self.unit)

    def says(self, tests: Iterable[Test]) -> bool | None:
        """Whether all tests hold; None where one cannot be said and none fails."""
        answers = [self._says(test) for test in tests]
        if False in answers:
            return False
        return None if None in answers else True

    def _says(self, test: Test) -> bool | None:
        if test.fact is None:
            figure = self.quantity()
            return None if figure is None else test.hold(figure)
        said = self.fact(test.fact)
        return None if said is None else test.hold(said)

    def fact(self, name: str) -> Said | None:
        """What is said under that name, of the record or of the period; None if nothing is."""
        return None if self.scope is None else self.scope.fact(name, self.record)

    def worth(self, rate: Rate) -> Amount:
        """The rate as an amount: money, points, or a share where the charge is not known."""
        if rate.of is None:
            return Amount(value=rate.amount, unit=rate.unit)
        charge = self.charges.of(rate.of, self.period, self.service)
        if isinstance(charge, str):
            return Amount(
                value=rate.amount, unit=share_unit(rate.of), percent=rate.amount, charge=rate.of, note=charge
            )
        return Amount(
            value=charge.amount * rate.amount / 100,
            unit=charge.currency,
            percent=rate.amount,
            charge=rate.of,
            note=f"{rate} = {charge}",
        )


def _conditions(value: Iterable[Test]) -> tuple[Test, ...]:
    tests = several(value)
    for test in tests:
        if not isinstance(test, Test):
            raise InvalidValue(f"a step is passed over unless tests hold; found {test!r}")
    return tests


@frozen(kw_only=True)
class Step:
    """One thing that a remedy or a settlement does to amounts, in the contract's order.

    A subclass gives its tag in `kind` and writes `apply`. For figures in doubt it declares
    where its formula changes: `breaks` in the measured figure, `bends` in the amount.
    Between them it must be a straight line. Without `bends` a doubtful amount is unsaid.
    """

    kind: ClassVar[str]
    # The field that stands right behind the tag in a document: ``- cap: 10 % of fee``.
    head: ClassVar[str | None] = None
    # Whether it joins several amounts into fewer; such a step belongs in a settlement.
    joins: ClassVar[bool] = False
    # For a step that joins: whether its result never falls when an amount rises.
    rising: ClassVar[bool] = False

    # The step is passed over unless all of these hold.
    when: tuple[Test, ...] = field(default=(), converter=_conditions)

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The amounts after the step. Most steps map each of them."""
        raise NotImplementedError(f"{type(self).__qualname__} must apply")

    def breaks(self, unit: str, between: Bounds) -> Iterable[Fraction] | None:
        """Figures, in `unit`, at which the formula changes; None where they have no end."""
        return ()

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction] | None:
        """Amounts, in the unit of `amount`, at which the formula changes; None if unknown."""
        return None

    def sentence(self) -> str:
        """The step in words, for explanations."""
        own = [item.name for item in fields(type(self)) if item.name != "when"]
        said = ", ".join(
            f"{name.replace('_', ' ')} {value}"
            for name in own
            if (value := getattr(self, name)) not in (None, ())
        )
        return f"{self.kind} {said}".strip()


def apply_step(step: Step, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
    """The plain meaning of one step, its condition included."""
    holds = case.says(step.when)
    if holds is False:
        return tuple(amount.noted("passed over: its condition does not hold") for amount in amounts)
    if holds is None:
        return tuple(amount.unsaid("its condition cannot be said") for amount in amounts)
    after = step.apply(tuple(amount.noted("") for amount in amounts), case)
    if not isinstance(after, tuple) or (not step.joins and len(after) != len(amounts)):
        raise EvaluationError(
            f"step {step.kind} turned {len(amounts)} amounts into {after!r}; "
            "return a tuple with one amount for each, or set joins = True"
        )
    return after


def step_breaks(step: Step, unit: str, between: Bounds, most: int = 1) -> set[Fraction] | None:
    """The figures at which the step or its condition changes; None where they have no end.

    Of the step's own no more than `most` are asked for: there may be billions.
    """
    own = step.breaks(unit, between)
    if own is None:
        return None
    return {
        *islice(own, most),
        *(edge for test in step.when if test.fact is None for edge in test.edges(unit)),
    }
