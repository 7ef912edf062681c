"""Grant: a right instead of money."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Deadline, Step, deadline
from slacore.model.amount import RIGHT
from slacore.values.choice import one_of


@frozen(kw_only=True)
class Grant(Step):
    """Turn what is counted into a right: to terminate, to have something replaced.

    It is the last step of its remedy. `when` of the remedy says what triggers it.
    """

    kind: ClassVar[str] = "grant"
    head: ClassVar[str | None] = "right"

    # What may be done, such as "terminate".
    right: str
    # Whose right it is.
    to: str = field(default="customer", validator=one_of(("customer", "provider")))
    # How long after the period it can be exercised; None is without end.
    within: Deadline | None = field(default=None, converter=optional(deadline))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The right for each amount above zero, and none for the others."""
        return tuple(self._granted(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """Zero: there the right begins."""
        return (Fraction(0),)

    def turns(self, unit: str) -> str:
        """A right. Money is no right."""
        if unit in ("breach", "unit", "point"):
            return RIGHT
        raise InvalidValue(f"a right is granted for breaches, units or points, and not for {unit}")

    def sentence(self) -> str:
        """The step in words."""
        return f"grant the {self.to}: {self.right}" + (f" within {self.within}" if self.within else "")

    def _granted(self, amount: Amount, case: Case) -> Amount:
        if amount.is_owed:
            return amount.unsaid(f"{amount} is money, and a right is granted for breaches, units or points")
        hours = None if case.scope is None else case.scope.hours
        until = None if self.within is None else self.within.after(case.period.end, hours)
        value = None if amount.value is None else Fraction(int(amount.value > 0))
        return evolve(
            amount, value=value, unit=RIGHT, percent=None, right=self.right, holder=self.to, until=until
        )
