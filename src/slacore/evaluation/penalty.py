"""Penalties: what one party owes another for one period, settled."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from slacore.evaluation.award import Award, StepTaken, span_text
from slacore.values import Instant, Money, Window


@frozen(kw_only=True)
class Penalty:
    """What one party owes another for one period, settled: exact, and rounded once.

    A positive amount is owed by the provider, a negative one (a bonus) by the customer.
    """

    period: Window
    debtor: str
    creditor: str
    # Money, points, or a percentage of a charge that is not known.
    unit: str
    # The settled amount before rounding, least and most; None where it cannot be said.
    low: Fraction | None
    high: Fraction | None
    # The same as money that can be paid, rounded as the contract says.
    payable_low: Money | None = None
    payable_high: Money | None = None
    # Whether levels in doubt were added up, so that the bounds may be wider than the truth.
    loose: bool = False
    capped: bool = False
    # Whether it was too small to be issued, or a part of it was.
    suppressed: bool = False
    # What points came to as a percentage of one charge, before caps and surcharges.
    percent: Fraction | None = None
    awards: tuple[Award, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    notes: tuple[str, ...] = ()
    # Whether it was claimed, where it must be: "open", "claimed" or "lapsed".
    claim: str | None = None
    # The end of the last day on which it can be claimed.
    claim_until: Instant | None = None
    # How much of it can still lapse, because nobody has claimed it yet.
    unclaimed: Fraction = Fraction(0)

    @property
    def exact(self) -> Money | None:
        """The settled amount before rounding, where it is money and fully known."""
        if self.low is None or self.low != self.high or self.payable_low is None:
            return None
        return Money(self.low, self.unit)

    @property
    def payable(self) -> Money | None:
        """What is to be paid, where it is money and fully known."""
        return self.payable_low if self.exact is not None else None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is owed for certain."""
        return self.low == 0 and self.high == 0

    @property
    def is_bonus(self) -> bool:
        """Whether it is the customer who owes."""
        return self.high is not None and self.high <= 0 and self.low != 0

    def __str__(self) -> str:
        """As the debtor owes it: a bonus of -50 EUR is 50 EUR that the customer owes."""
        low = self.payable_low.amount if self.payable_low is not None else self.low
        high = self.payable_high.amount if self.payable_high is not None else self.high
        if self.is_bonus:
            low, high = (None if side is None else -side for side in (high, low))
        return span_text(low, high, self.unit)
