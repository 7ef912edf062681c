"""Issue if: too small to be issued."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Rate, Step
from slacore.remedies.limiting import compared, concerns, limit


def _optional(value: object) -> Rate | None:
    return None if value is None else limit(value)


@frozen(kw_only=True)
class IssueIf(Step):
    """Let an amount through only if it is large enough; a smaller one is not issued.

    ``IssueIf(above="1 USD")`` needs more than one dollar, ``at_least`` one dollar itself.
    What the customer owes passes by.
    """

    kind: ClassVar[str] = "issue-if"

    above: Rate | None = field(default=None, converter=_optional)
    at_least: Rate | None = field(default=None, converter=_optional)

    def __attrs_post_init__(self) -> None:
        if (self.above is None) == (self.at_least is None):
            raise InvalidValue(
                "an amount is issued if it is above or at least something; state one of the two"
            )

    @property
    def limit(self) -> Rate:
        """What the amount is compared with."""
        found = self.above if self.at_least is None else self.at_least
        assert found is not None
        return found

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount, or nothing."""
        return tuple(self._issued(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """Zero, and the limit."""
        worth = case.worth(self.limit)
        return (Fraction(0), *(() if worth.unit != amount.unit or worth.value is None else (worth.value,)))

    def turns(self, unit: str) -> str:
        """The same unit, which must be the limit's."""
        return compared(unit, self.limit)

    def sentence(self) -> str:
        """The step in words."""
        return f"issued if {'above' if self.at_least is None else 'at least'} {self.limit}"

    def _issued(self, amount: Amount, case: Case) -> Amount:
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
            return amount.unsaid(f"whether it is issued cannot be said: {why}")
        large = amount.value > worth.value if self.at_least is None else amount.value >= worth.value
        if large:
            return amount
        return evolve(amount, value=Fraction(0), suppressed=True, note=f"too small to be issued: {amount}")
