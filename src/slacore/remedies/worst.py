"""Worst: join amounts by keeping the largest only."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.model import Amount, Case, Step
from slacore.remedies.total import KEYS, belonging, key_of, origin
from slacore.values.choice import one_of


@frozen(kw_only=True)
class Worst(Step):
    """Keep the largest amount of each group of levels, level, record, or of the agreement.

    "One credit for one set of events": levels that share a remedy name one group. Amounts in
    different units stay apart; but of money and a share of a charge that nobody knows it cannot
    be said which is larger.
    """

    kind: ClassVar[str] = "worst"
    head: ClassVar[str | None] = "by"
    joins: ClassVar[bool] = True
    rising: ClassVar[bool] = True

    by: str = field(default="group", validator=one_of(KEYS))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The largest amount of each."""
        kept: dict[tuple[tuple[str, ...], str], Amount] = {}
        for amount in amounts:
            key = key_of(self.by, amount), amount.unit
            kept[key] = _worse(kept[key], amount) if key in kept else amount
        owed = Counter(key for (key, _), amount in kept.items() if amount.is_owed and amount.value != 0)
        return tuple(
            belonging(self.by, _unlike(amount) if owed[key] > 1 else amount)
            for (key, _), amount in kept.items()
        )

    def sentence(self) -> str:
        """The step in words."""
        return f"the largest by {self.by}"


def _unlike(amount: Amount) -> Amount:
    """One of several amounts that cannot be compared."""
    if not amount.is_owed or amount.value == 0:
        return amount
    return amount.unsaid("which is the largest cannot be said: one is a share of a charge that is not known")


def _worse(one: Amount, two: Amount) -> Amount:
    # Whose it is must not depend on which is larger, which may be in doubt.
    whose = origin(one, two)
    if one.value is None or two.value is None:
        return evolve(one if one.value is None else two, **whose)
    larger, other = (one, two) if one.value >= two.value else (two, one)
    who = other.record or other.level or "another"
    return evolve(larger, **whose, note=f"only the largest counts: not the {other} of {who}")
