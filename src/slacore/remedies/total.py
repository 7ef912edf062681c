"""Total: join amounts by adding them up."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import evolve, field, frozen

from slacore.model import Amount, Case, Step
from slacore.values.choice import one_of

# What amounts are joined by.
KEYS = ("level", "group", "record", "agreement")


def key_of(by: str, amount: Amount) -> tuple[str, ...]:
    """What the amount is joined by; a level without a group is a group of its own."""
    if by == "agreement":
        return ()
    if by == "group" and amount.group is not None:
        return ("group", amount.group)
    if by == "record" and amount.record is not None:
        return ("record", amount.record)
    return ("level", amount.level)


def origin(one: Amount, two: Amount) -> dict[str, Any]:
    """Where an amount comes from that two have become: the level, group or record of both."""
    return {
        "level": one.level if one.level == two.level else "",
        "group": one.group if one.group == two.group else None,
        "record": one.record if one.record == two.record else None,
        "joined": tuple(sorted({*one.sources(), *two.sources()})),
    }


def belonging(by: str, amount: Amount) -> Amount:
    """An amount that was joined: it is the group's or the agreement's, and no longer a level's."""
    if by == "agreement":
        return evolve(amount, whole=True)
    if by == "group" and amount.group is not None:
        return evolve(amount, level="", joined=amount.sources())
    return amount


@frozen(kw_only=True)
class Total(Step):
    """Add up the amounts of each level, group of levels or record, or of the agreement.

    Amounts in different units stay apart; a level without a group is a group of its own, and
    what is not about one record is joined by its level.
    """

    kind: ClassVar[str] = "total"
    head: ClassVar[str | None] = "by"
    joins: ClassVar[bool] = True
    rising: ClassVar[bool] = True

    by: str = field(default="agreement", validator=one_of(KEYS))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """One amount for each unit and each level, group or agreement."""
        sums: dict[tuple[str, ...], Amount] = {}
        for amount in amounts:
            key = (*key_of(self.by, amount), amount.unit)
            sums[key] = self._joined(sums[key], amount) if key in sums else amount
        return tuple(belonging(self.by, amount) for amount in sums.values())

    def sentence(self) -> str:
        """The step in words."""
        return f"total by {self.by}"

    def _joined(self, one: Amount, two: Amount) -> Amount:
        same = (one.claim, one.until) == (two.claim, two.until)
        return evolve(
            one.plus(two),
            **origin(one, two),
            capped=one.capped or two.capped,
            suppressed=one.suppressed or two.suppressed,
            claim=one.claim if same else None,
            until=one.until if same else None,
        )
