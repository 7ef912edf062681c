"""Pay: so much for each unit so far."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Rate, Step, rate
from slacore.model.amount import RIGHT, unit_of
from slacore.values.money import is_currency


@frozen(kw_only=True)
class Pay(Step):
    """Turn breaches, units or points into money, points or a share of a charge.

    In a settlement, `each` names the unit that is turned; amounts in other units pass by.
    """

    kind: ClassVar[str] = "pay"
    head: ClassVar[str | None] = "rate"

    rate: Rate = field(converter=rate)
    each: str | None = None

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount times the rate."""
        return tuple(self._pay(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """None: it multiplies."""
        return ()

    def turns(self, unit: str) -> str:
        """Money, points, or a share of a charge."""
        if self.each is not None and unit.rstrip("s") != self.each.rstrip("s"):
            return unit
        if is_currency(unit) or unit.startswith("% of ") or unit == RIGHT:
            raise InvalidValue(f"the amount is {unit} already, and pay turns breaches, units or points")
        return unit_of(self.rate)

    def sentence(self) -> str:
        """The step in words."""
        return f"pay {self.rate}" + (f" for each {self.each}" if self.each else "")

    def _pay(self, amount: Amount, case: Case) -> Amount:
        if self.each is not None and amount.unit.rstrip("s") != self.each.rstrip("s"):
            return amount
        if amount.is_owed:
            return amount.unsaid(f"{amount} is paid already; pay turns breaches, units or points")
        worth = case.worth(self.rate)
        if amount.value is None:
            return evolve(amount, unit=worth.unit)
        return amount.paid(worth).noted(worth.note)
