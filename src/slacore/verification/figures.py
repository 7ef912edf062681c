"""Figures and sums as expectations write them: one value, or the least and the most."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from attrs import frozen

from slacore.errors import InvalidValue, did_you_mean
from slacore.model import Rate
from slacore.model.amount import amount_text, rate, share_unit
from slacore.values import Quantity, plain, quantity

T = TypeVar("T")
_ENDS = ("low", "high")


@frozen(kw_only=True)
class Figure:
    """A measured figure, least and most, as it is written: ``99.5 %``, or ``low`` and ``high``.

    None is without limit on that side.
    """

    low: Quantity | None = None
    high: Quantity | None = None
    # Whether there is any data at all.
    measured: bool = True

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise InvalidValue(f"the low end {self.low} lies above the high end {self.high}")

    def __str__(self) -> str:
        if not self.measured:
            return "no data"
        low, high = (None if side is None else _exactly(side) for side in (self.low, self.high))
        return _span(low, high) or "without limit"


@frozen(kw_only=True)
class Sum:
    """What is owed, least and most: money, points, or a share of a charge that is not known.

    None is without limit on that side, and on both sides is what cannot be said. Nothing is
    nothing in any unit.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise InvalidValue(f"the low end {plain(self.low)} lies above the high end {plain(self.high)}")
        if self.is_nothing or (self.low is None and self.high is None):
            object.__setattr__(self, "unit", "")

    @property
    def is_nothing(self) -> bool:
        """Whether it is zero for certain."""
        return self.low == 0 and self.high == 0

    def __str__(self) -> str:
        if self.is_nothing:
            return "nothing"
        low, high = (None if side is None else _amount(side, self.unit) for side in (self.low, self.high))
        return _span(low, high) or "unsaid"


def _span(low: str | None, high: str | None) -> str:
    """Two ends in words; empty where there is neither."""
    if low is None or high is None:
        return f"at least {low}" if low else f"at most {high}" if high else ""
    return low if low == high else f"{low} to {high}"


def _exactly(value: Quantity) -> str:
    """In full, since a figure that is cut may look like another; and cut as well, to be read."""
    return str(value) if value.shown() == str(value) else f"{value} ({value.shown()})"


def _amount(value: Fraction, unit: str) -> str:
    text = amount_text(value, unit)
    return f"{plain(value)} {unit} ({text})" if "…" in text else text


def figure_of(value: object) -> Figure:
    """Convert a `Figure`, the text of a quantity, ``none`` for no data, or ``low`` and ``high``."""
    if isinstance(value, Figure):
        return value
    if value == "none":
        return Figure(measured=False)
    low, high = _ends(value, quantity)
    return Figure(low=low, high=high)


def sum_of(value: object) -> Sum:
    """Convert a `Sum`, the text of a rate, ``unsaid``, or ``low`` and ``high``."""
    if isinstance(value, Sum):
        return value
    if value == "unsaid":
        return Sum()
    low, high = _ends(value, rate)
    units = {_unit(end) for end in (low, high) if end is not None}
    if len(units) > 1:
        raise InvalidValue(f"the two ends are in {' and '.join(sorted(units))}; write them in one unit")
    return Sum(
        low=None if low is None else low.amount,
        high=None if high is None else high.amount,
        unit="".join(units),
    )


def _unit(one: Rate) -> str:
    return one.unit if one.of is None else share_unit(one.of)


def _ends(value: object, read: Callable[[object], T]) -> tuple[T | None, T | None]:
    """The least and the most; what is written once is both."""
    if not isinstance(value, Mapping):
        one = read(value)
        return one, one
    for key in value:
        if key not in _ENDS:
            raise InvalidValue(f"unknown field {key!r}{did_you_mean(str(key), _ENDS)}")
    low, high = (None if value.get(end) is None else read(value[end]) for end in _ENDS)
    return low, high
