"""Times: a factor."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Step, Target
from slacore.model.amount import RIGHT
from slacore.values import exact, plain


@frozen(kw_only=True)
class Times(Step):
    """Multiply by a number, or by a fact such as the share of users that were affected."""

    kind: ClassVar[str] = "times"
    head: ClassVar[str | None] = "factor"

    factor: Fraction = field(default=Fraction(1), converter=exact)
    # A fact whose value multiplies as well; a percentage counts as its share of one.
    fact: str | None = None

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount times the factor."""
        factor = self._factor(case)
        if factor is None:
            return tuple(amount.unsaid(f"the fact '{self.fact}' is not known") for amount in amounts)
        return tuple(amount.times(factor) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """None: it multiplies."""
        return ()

    def misfits(self, unit: str, target: Target | None) -> Iterable[str]:
        """A factor below zero would have the customer pay for a breach."""
        if target is not None and self.factor < 0:
            yield (
                f"times {plain(self.factor)} would have the customer pay for a breach; a bonus or an "
                "earn-back says when it is due: always, or tests"
            )

    def turns(self, unit: str) -> str:
        """The same unit. A right is not multiplied."""
        if unit == RIGHT:
            raise InvalidValue("a right is the last step of its remedy, and is not multiplied")
        return unit

    def sentence(self) -> str:
        """The step in words."""
        return f"times {plain(self.factor)}" + (f" and the {self.fact}" if self.fact else "")

    def _factor(self, case: Case) -> Fraction | None:
        if self.fact is None:
            return self.factor
        said = case.fact(self.fact)
        if said is None or isinstance(said, str | bool):
            return None
        return self.factor * (said.in_unit("ratio") if said.to_pint().check("[share]") else said.amount)
