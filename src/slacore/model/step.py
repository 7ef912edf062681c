"""The open class of everything that a remedy or a settlement can do to an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from typing import ClassVar

from attrs import field, fields, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.model.amount import Amount, Rate
from slacore.model.case import Case, said_of_charges
from slacore.model.limits import Target, Test
from slacore.model.lookback import Lookback
from slacore.model.parts import parts
from slacore.values import Bounds
from slacore.values.several import several


def _conditions(value: Iterable[Test]) -> tuple[Test, ...]:
    tests = (value,) if isinstance(value, Test) else several(value)
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
        """Figures, in `unit`, at which the formula changes; None where they have no end.

        Over bounds without limit they may go on for ever, from the near end to the far one.
        """
        return ()

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction] | None:
        """Amounts, in the unit of `amount`, at which the formula changes; None if unknown."""
        return None

    def asks(self, amount: Amount) -> Iterable[Lookback]:
        """Questions to earlier periods, besides those in its fields; it reads `case.answer`.

        Where the ledger has a pair, the step is applied to both ends of it, and what it makes
        of an amount must lie between what it makes at the ends.
        """
        return ()

    def turns(self, unit: str) -> str:
        """The unit that an amount has after the step; `InvalidValue` where it cannot be one."""
        return unit

    def misfits(self, unit: str, target: Target | None) -> Iterable[str]:
        """What does not fit a level that is measured in `unit` against that target."""
        return ()

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
    # What could not be said before keeps its reason.
    ready = tuple(amount if amount.value is None else amount.noted("") for amount in amounts)
    after = step.apply(ready, case)
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
        *(edge for test in step.when if test.is_about_figure for edge in test.edges(unit)),
    }


def questions(step: Step, amount: Amount, case: Case) -> Iterator[Lookback]:
    """Every question to earlier periods that the step's outcome depends on."""
    yield from parts(step, Lookback)
    yield from step.asks(amount)
    for rate in parts(step, Rate):
        yield from said_of_charges(case, rate)
