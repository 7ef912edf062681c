"""Plus: a fixed sum on top."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.model import Amount, Case, Rate, Step, rate
from slacore.remedies.limiting import compared, concerns


@frozen(kw_only=True)
class Plus(Step):
    """Add a rate to every amount, such as the first sum of "80 GBP and then 40 GBP more".

    In a settlement money is added to money and points to points; the others pass by.
    """

    kind: ClassVar[str] = "plus"
    head: ClassVar[str | None] = "rate"

    rate: Rate = field(converter=rate)

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount and the rate."""
        worth = case.worth(self.rate)
        return tuple(amount.plus(worth) if concerns(self.rate, amount) else amount for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """None: it adds."""
        return ()

    def turns(self, unit: str) -> str:
        """The same unit, which must be the rate's."""
        return compared(unit, self.rate)

    def sentence(self) -> str:
        """The step in words."""
        return f"plus {self.rate}"
