"""Cap: no more than this."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.model import Amount, Case, Rate, Step, rate


@frozen(kw_only=True)
class Cap(Step):
    """Limit every amount. What the cap is over is its place in the chain.

    In a remedy it caps each breach, after ``total: level`` a level's period, after ``total``
    the billing period.
    """

    kind: ClassVar[str] = "cap"
    head: ClassVar[str | None] = "limit"

    limit: Rate = field(converter=rate)

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The lesser of each amount and the limit."""
        return tuple(self._capped(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """The limit itself."""
        worth = case.worth(self.limit)
        return () if worth.unit != amount.unit or worth.value is None else (worth.value,)

    def sentence(self) -> str:
        """The step in words."""
        return f"at most {self.limit}"

    def _capped(self, amount: Amount, case: Case) -> Amount:
        worth = case.worth(self.limit)
        if amount.value is None or worth.value is None:
            return amount
        if amount.unit != worth.unit:
            if amount.value <= 0 <= worth.value:
                return amount
            why = worth.note or f"{amount} cannot be compared with it"
            return evolve(
                amount.unsaid(f"the cap of {self.limit} cannot be applied: {why}"), percent=amount.percent
            )
        if amount.value <= worth.value:
            return amount
        return evolve(amount, value=worth.value, percent=None, capped=True, note=f"capped at {worth}")
