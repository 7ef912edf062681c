"""Bounds: what is known of a figure when the evidence is not complete."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.number import Exact, exact, shown

if TYPE_CHECKING:
    from typing import Self


def _side(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value, "bound")


@frozen
class Bounds:
    """The least and the most that a figure can be; None means without limit on that side.

    Equal where the evidence is complete. Every value between them is possible.
    """

    low: Fraction | None = field(converter=_side)
    high: Fraction | None = field(converter=_side)

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidValue(f"the low bound {self.low} lies above the high bound {self.high}")

    @classmethod
    def exactly(cls, value: Exact) -> Self:
        """The bounds of a figure that is fully known."""
        known = exact(value, "figure")
        return cls(known, known)

    @property
    def value(self) -> Fraction | None:
        """The figure where it is known exactly, else None."""
        return self.low if self.low is not None and self.low == self.high else None

    def hull(self, other: Bounds) -> Bounds:
        """The narrowest bounds that hold both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low, high)

    def __str__(self) -> str:
        if self.value is not None:
            return shown(self.value)
        low = "no lower limit" if self.low is None else shown(self.low)
        high = "no upper limit" if self.high is None else shown(self.high)
        return f"{low} to {high}"
