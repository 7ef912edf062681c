"""Floor: not less than this, where anything is owed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.model import Amount, Case, Rate, Step
from slacore.remedies.limiting import compared, concerns, limit


@frozen(kw_only=True)
class Floor(Step):
    """Raise every amount that is owed to a minimum payout. Nothing stays nothing.

    Behind a cap it may exceed the cap: the order of the steps decides.
    """

    kind: ClassVar[str] = "floor"
    head: ClassVar[str | None] = "limit"

    limit: Rate = field(converter=limit)

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The greater of each amount above zero and the limit."""
        return tuple(self._raised(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """Zero, and the limit."""
        worth = case.worth(self.limit)
        return (Fraction(0), *(() if worth.unit != amount.unit or worth.value is None else (worth.value,)))

    def turns(self, unit: str) -> str:
        """The same unit, which must be the limit's."""
        return compared(unit, self.limit)

    def sentence(self) -> str:
        """The step in words."""
        return f"at least {self.limit}"

    def _raised(self, amount: Amount, case: Case) -> Amount:
        worth = case.worth(self.limit)
        if (
            amount.value is None
            or worth.value is None
            or amount.value <= 0
            or not concerns(self.limit, amount)
        ):
            return amount
        if amount.unit != worth.unit:
            why = worth.note or f"{amount} cannot be compared with it"
            return amount.unsaid(f"the minimum of {self.limit} cannot be applied: {why}")
        if amount.value >= worth.value:
            return amount
        return evolve(amount, value=worth.value, percent=None, note=f"raised to {worth}")
