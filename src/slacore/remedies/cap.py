"""Cap: no more than this."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen
from attrs.converters import optional

from slacore.model import Amount, Case, Lookback, Rate, Step
from slacore.model.amount import amount_text
from slacore.remedies.limiting import compared, concerns, limit
from slacore.values import Span, span


@frozen(kw_only=True)
class Cap(Step):
    """Limit every amount. What the cap is over is its place in the chain.

    In a remedy it caps each breach, after ``total: level`` a level's period, after ``total``
    the billing period. With `over`, what was credited earlier in that span, to the same level,
    group or agreement, uses it up.
    """

    kind: ClassVar[str] = "cap"
    head: ClassVar[str | None] = "limit"

    limit: Rate = field(converter=limit)
    # The span whose earlier credits count as well, such as "12 months" or "year from 04-01".
    over: Span | None = field(default=None, converter=optional(span))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """The lesser of each amount and the limit."""
        return tuple(self._capped(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """What is left of the limit."""
        room, _ = self._room(amount, case)
        return () if room.unit != amount.unit or room.value is None else (room.value,)

    def asks(self, amount: Amount) -> Iterable[Lookback]:
        """What was credited earlier in the span."""
        question = self._question(amount)
        return () if question is None else (question,)

    def turns(self, unit: str) -> str:
        """The same unit, which must be the limit's."""
        return compared(unit, self.limit)

    def sentence(self) -> str:
        """The step in words."""
        return f"at most {self.limit}" + (f" over {self.over}" if self.over else "")

    def _question(self, amount: Amount) -> Lookback | None:
        """What was credited to the amount's level or group, or in the agreement where it is of all."""
        of = "pointed" if self.limit.unit == "point" else "credited"
        if amount.whole or not (amount.level or amount.group):
            return None if self.over is None else Lookback(how="sum", of=of, over=self.over, whole=True)
        if self.over is None:
            return None
        # What a shorter period came to that ended at the same instant is settled already.
        whose = {"level": amount.level} if amount.level else {"group": amount.group}
        return Lookback(how="sum", of=of, over=self.over, **whose)

    def _room(self, amount: Amount, case: Case) -> tuple[Amount, str]:
        """What the limit leaves after earlier credits, and how it came to that."""
        worth = case.worth(self.limit)
        question = self._question(amount)
        if question is None or worth.value is None:
            return worth, f"capped at {worth}"
        answer = case.answer(question)
        if answer.bounds is None or answer.bounds.value is None:
            return worth.unsaid(answer.why or "what was credited earlier is not known"), ""
        # What the customer paid back gives room again, but never more than the limit.
        earlier = max(answer.bounds.value, Fraction(0))
        if earlier and worth.unit.startswith("% of "):
            return worth.unsaid(f"{worth.note}, and something was credited over {self.over}"), ""
        room = evolve(worth, value=max(worth.value - earlier, Fraction(0)), percent=None)
        return room, f"capped at {room}: {worth} less {amount_text(earlier, worth.unit)} over {self.over}"

    def _capped(self, amount: Amount, case: Case) -> Amount:
        room, note = self._room(amount, case)
        if amount.value is None or not concerns(self.limit, amount):
            return amount
        if amount.unit != room.unit or room.value is None:
            if amount.value <= 0:
                return amount
            why = room.note or f"{amount} cannot be compared with it"
            return evolve(
                amount.unsaid(f"the cap of {self.limit} cannot be applied: {why}"), percent=amount.percent
            )
        if amount.value <= room.value:
            return amount
        return evolve(amount, value=room.value, percent=None, capped=True, note=note)
