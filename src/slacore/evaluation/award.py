"""Awards: what one observation earns under one remedy, step by step."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from slacore.model.amount import amount_text
from slacore.values import Instant, Quantity, Window
from slacore.values.money import is_currency


@frozen(kw_only=True)
class StepTaken:
    """One step of a chain: what it says, and the amount before and after it."""

    step: str
    before: str
    after: str
    note: str = ""


@frozen(kw_only=True)
class Answered:
    """What earlier periods answered to a question on which an award depends."""

    # The words of the lookback, such as "mean of measured over 3 periods".
    question: str
    # The least and the most; None is without limit, or cannot be said.
    low: Fraction | None
    high: Fraction | None
    # Periods, points, a currency, a percentage, or what the level is measured in.
    unit: str
    # Why it cannot be said.
    why: str = ""

    def __str__(self) -> str:
        if self.why or not self.unit or is_currency(self.unit):
            return self.why or span_text(self.low, self.high, self.unit)
        low, high = (
            "no limit known" if side is None else Quantity(side, self.unit).shown()
            for side in (self.low, self.high)
        )
        return low if low == high else f"{low} to {high}"


@frozen(kw_only=True)
class Award:
    """What one observation earns under one remedy, before the settlement."""

    level: str
    period: Window
    remedy: str
    # True: due. False: not due. None: due for a part of what the figure can be.
    due: bool | None
    why: str
    # Money, points, or a percentage of a charge that is not known.
    unit: str
    # The least and the most; None is without limit, or cannot be said.
    low: Fraction | None
    high: Fraction | None
    record: str | None = None
    # The percentage of one charge that was earned, before caps, where it is one.
    percent: Fraction | None = None
    # The row of a table that was hit, and how the table answered: match, gap or overlap.
    row: str | None = None
    hit: str | None = None
    capped: bool = False
    # Whether it was too small to be issued.
    suppressed: bool = False
    steps: tuple[StepTaken, ...] = ()
    # What earlier periods answered, where it depends on them.
    answers: tuple[Answered, ...] = ()
    group: str | None = None
    service: str | None = None
    clause: str | None = None
    # The right that it is, whose it is, and the end of the last day on which it can be exercised,
    # or on which the amount can be claimed.
    right: str | None = None
    holder: str | None = None
    until: Instant | None = None
    # Whether it was claimed, where it must be: "open", "claimed" or "lapsed".
    claim: str | None = None

    @property
    def exact(self) -> bool:
        """Whether the amount is fully known."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        return span_text(self.low, self.high, self.unit)


def span_text(low: Fraction | None, high: Fraction | None, unit: str) -> str:
    """An amount or its bounds for people."""
    if low is not None and low == high:
        return amount_text(low, unit)
    if low is None and high is None:
        return "unsaid"
    return f"{amount_text(low, unit)} to {amount_text(high, unit)}"
