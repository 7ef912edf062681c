"""Observations: what was measured, from what, and what it means for the target."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction

from attrs import frozen

from slacore.values import Bounds, Quantity, Window, WindowSet


class Verdict(Enum):
    """Whether a promise was kept, as far as the evidence can say."""

    MET = "met"
    BREACHED = "breached"
    INDETERMINATE = "indeterminate"


@frozen(kw_only=True)
class ExclusionUse:
    """What became of one exemption in one period: how much was applied, or why not."""

    exemption: str
    cause: str
    applied: WindowSet
    refused: WindowSet
    # From what it was taken: numerator, denominator, added back, or relief of the remedy.
    effect: str = ""
    # Empty where all of it was applied.
    reason: str = ""
    clause: str | None = None


@frozen(kw_only=True)
class Observation:
    """The figure of one level in one period, low to high, and what it was made from."""

    level: str
    period: Window
    unit: str
    # None where there is no data at all.
    bounds: Bounds | None
    # The record that was judged, where every record has a verdict of its own.
    record: str | None = None
    # Time that counted, and what of it the evidence does not cover.
    counted: WindowSet = WindowSet()
    gaps: WindowSet = WindowSet()
    # Which records were read, by kind: how many, and the first few by id.
    evidence: tuple[str, ...] = ()
    exclusions: tuple[ExclusionUse, ...] = ()
    # What the metric made the figure from, as names and values.
    workings: tuple[tuple[str, str], ...] = ()
    # What the agreement's policy on missing data did, if anything.
    policy: str = ""
    # The verdict that the agreement deems, whatever the figure.
    deemed: Verdict | None = None
    # The figure that remedies read, where an exclusion relieves of the remedy only.
    relieved: Bounds | None = None
    # Whether there was nothing to judge, in a level that judges every record by itself.
    idle: bool = False
    # Whether the target holds in the period, or None where that cannot be said; where it does not,
    # the figure is not judged.
    applies: bool | None = True
    # Whether the period was still running when the window ended.
    open: bool = False
    notes: tuple[str, ...] = ()

    @property
    def low(self) -> Fraction | None:
        """The least that the figure can be, in `unit`; None without limit or without data."""
        return None if self.bounds is None else self.bounds.low

    @property
    def high(self) -> Fraction | None:
        """The most that the figure can be, in `unit`; None without limit or without data."""
        return None if self.bounds is None else self.bounds.high

    @property
    def exact(self) -> Quantity | None:
        """The figure where it is known exactly."""
        value = None if self.bounds is None else self.bounds.value
        return None if value is None else Quantity(value, self.unit)

    def __str__(self) -> str:
        if self.bounds is None:
            return "no data"
        if self.exact is not None:
            return self.exact.shown()
        sides = [
            Quantity(side, self.unit).shown() if side is not None else "no limit"
            for side in _pair(self.bounds)
        ]
        return f"{sides[0]} to {sides[1]}"


def _pair(bounds: Bounds) -> tuple[Fraction | None, Fraction | None]:
    return bounds.low, bounds.high
