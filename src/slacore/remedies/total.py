"""Total: join amounts by adding them up."""

from __future__ import annotations

from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.model import Amount, Case, Step
from slacore.values.choice import one_of


@frozen(kw_only=True)
class Total(Step):
    """Add up the amounts of each level, of each group of levels, or of the agreement.

    Amounts in different units stay apart; a level without a group is a group of its own.
    """

    kind: ClassVar[str] = "total"
    head: ClassVar[str | None] = "by"
    joins: ClassVar[bool] = True
    rising: ClassVar[bool] = True

    by: str = field(default="agreement", validator=one_of(("level", "group", "agreement")))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """One amount for each unit and each level, group or agreement."""
        sums: dict[tuple[str, ...], Amount] = {}
        for amount in amounts:
            key = (*self._key(amount), amount.unit)
            sums[key] = self._joined(sums[key], amount) if key in sums else amount
        return tuple(sums.values())

    def sentence(self) -> str:
        """The step in words."""
        return f"total by {self.by}"

    def _joined(self, one: Amount, two: Amount) -> Amount:
        level = one.level if one.level == two.level else ""
        group = one.group if one.group == two.group else None
        return evolve(one.plus(two), level=level, group=group, capped=one.capped or two.capped)

    def _key(self, amount: Amount) -> tuple[str, ...]:
        if self.by == "agreement":
            return ()
        if self.by == "group" and amount.group is not None:
            return ("group", amount.group)
        return ("level", amount.level)
