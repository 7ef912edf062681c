"""Surcharge: more on top of what is owed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.model import Amount, Case, Rate, Step
from slacore.remedies.limiting import compared, concerns, limit


@frozen(kw_only=True)
class Surcharge(Step):
    """Add a rate to every amount that is owed, such as for paying late. Nothing stays nothing."""

    kind: ClassVar[str] = "surcharge"
    head: ClassVar[str | None] = "rate"

    rate: Rate = field(converter=limit)

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount above zero and the rate."""
        worth = case.worth(self.rate)
        return tuple(amount.plus(worth) if self._is_on(amount) else amount for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """Zero: there it jumps."""
        return (Fraction(0),)

    def turns(self, unit: str) -> str:
        """The same unit, which must be the rate's."""
        return compared(unit, self.rate)

    def sentence(self) -> str:
        """The step in words."""
        return f"surcharge of {self.rate}"

    def _is_on(self, amount: Amount) -> bool:
        return amount.value is not None and amount.value > 0 and concerns(self.rate, amount)
