"""Remedies and settlement: chains of steps, in the order in which the contract has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.model.amount import BREACH, RIGHT
from slacore.model.limits import Test
from slacore.model.step import Step
from slacore.values import Rounding
from slacore.values.several import several

When = Literal["breached", "always"] | tuple[Test, ...]


def due_when(value: object) -> When:
    """Convert 'breached', 'always', a test, or tests that must all hold."""
    if value == "breached":
        return "breached"
    if value == "always":
        return "always"
    if isinstance(value, Test):
        return (value,)
    if isinstance(value, Iterable) and not isinstance(value, str):
        tests = tuple(value)
        if tests and all(isinstance(test, Test) for test in tests):
            return tests
    raise InvalidValue(f"a remedy is due when 'breached', 'always', or when tests hold; found {value!r}")


def _chain(steps: Iterable[Step]) -> tuple[Step, ...]:
    chain = tuple(steps)
    for number, step in enumerate(chain, start=1):
        if not isinstance(step, Step):
            raise InvalidValue(f"step {number} is not a Step: {step!r}")
    return chain


@frozen(kw_only=True)
class Remedy:
    """What a breach earns: a chain of steps on an amount that starts at one breach.

    The chain ends in money, in points, or in a share of a charge. It is closed: to do
    something new, write a `Step`.
    """

    steps: tuple[Step, ...] = field(converter=_chain)
    name: str = "service credit"
    # Where the agreement says so.
    clause: str | None = None
    # "breached", "always", or tests that must all hold, whatever the target says.
    when: When = field(default="breached", converter=due_when)

    @steps.validator
    def _maps(self, _: object, steps: tuple[Step, ...]) -> None:
        if not steps:
            raise InvalidValue(f"remedy {self.name!r} has no steps; write at least one, such as pay")
        for step in steps:
            if step.joins:
                raise InvalidValue(f"step {step.kind} joins several amounts; it belongs in the settlement")

    def __attrs_post_init__(self) -> None:
        self.unit()

    def unit(self) -> str:
        """What the chain ends in: a currency, points, a share of a charge, or a right.

        Raises `InvalidValue` where a step cannot follow the one before it.
        """
        unit = BREACH
        for number, step in enumerate(self.steps, start=1):
            try:
                unit = step.turns(unit)
            except InvalidValue as error:
                raise InvalidValue(f"remedy {self.name!r}, step {number} ({step.kind}): {error}") from None
        return unit


@frozen(kw_only=True)
class Settlement:
    """What becomes of all awards of one billing period: the same steps, over all amounts.

    What the steps leave is added up by unit, rounded once, and owed.
    """

    steps: tuple[Step, ...] = field(default=(), converter=_chain)
    rounding: Rounding = Rounding()
    # Rights that follow from the settlement itself, such as termination for many credits.
    remedies: tuple[Remedy, ...] = field(default=(), converter=several)
    # Whether the remedies are all that the customer can ask for; None where it is not said.
    sole_remedy: bool | None = None

    @remedies.validator
    def _rights(self, _: object, remedies: tuple[Remedy, ...]) -> None:
        for remedy in remedies:
            if not isinstance(remedy, Remedy):
                raise InvalidValue(f"remedies of a settlement take Remedy, found {remedy!r}")
            if remedy.unit() != RIGHT:
                raise InvalidValue(
                    f"remedy {remedy.name!r} of the settlement ends in {remedy.unit()}; what is owed is for "
                    "the steps, and the remedies of a settlement grant rights"
                )
            if remedy.when == "breached":
                raise InvalidValue(
                    f"remedy {remedy.name!r} of the settlement says 'breached', which a level is; "
                    "say 'always', or tests"
                )
