"""Expectations: what somebody worked out by hand that an evaluation comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Literal, TypeVar

import attrs
from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue, did_you_mean
from slacore.model import Rate, Verdict
from slacore.model.amount import amount_text, rate, share_unit
from slacore.values import Instant, Money, Quantity, Window, money, plain, quantity
from slacore.values.several import several

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


def _named(field_name: str, read: Callable[[object], T], value: object) -> T | None:
    """Read a field whose value may be of several sorts: an error says which field is meant."""
    try:
        return None if value is None else read(value)
    except ValueError as error:
        raise InvalidValue(f"{field_name}: {error}") from None


def _measured(value: object) -> Figure | None:
    return _named("measured", figure_of, value)


def _owed(value: object) -> Sum | None:
    return _named("owed", sum_of, value)


def _exact(value: object) -> Sum | None:
    return _named("exact", sum_of, value)


def _total(value: object) -> tuple[Sum, ...] | None:
    return _named("total", _sums, value)


def _sums(value: object) -> tuple[Sum, ...]:
    """One sum, or a list with one for each unit."""
    return tuple(map(sum_of, value)) if isinstance(value, list | tuple) else (sum_of(value),)


def _is_window(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Refuse what is no window in any zone; which zone is meant the agreement says."""
    try:
        Window.parse(value, tz="UTC")
    except InvalidValue as error:
        raise InvalidValue(f"{attribute.name}: {error}") from None


def _is_instant(_: object, __: attrs.Attribute[str | None], value: str | None) -> None:
    if value is not None:
        try:
            Instant.parse(value, tz="UTC")
        except InvalidValue as error:
            raise InvalidValue(f"known at: {error}") from None


@frozen(kw_only=True)
class ExpectedLevel:
    """What one level comes to in one period, or one record of it.

    Without a verdict none is expected: the level has no target.
    """

    level: str
    # As windows are written, in the zone of the level.
    period: str = field(validator=_is_window)
    # Where each record is judged by itself.
    record: str | None = None
    # A `Figure`; None is not compared.
    measured: Any = field(default=None, converter=_measured)
    verdict: Verdict | None = field(default=None, converter=optional(Verdict))


@frozen(kw_only=True)
class ExpectedPenalty:
    """What is owed for one period, as its debtor owes it; what is None is not compared."""

    period: str = field(validator=_is_window)
    # A `Sum`: what is payable, after rounding.
    owed: Any = field(converter=_owed)
    # A `Sum`: what is settled, before rounding.
    exact: Any = field(default=None, converter=_exact)
    debtor: str | None = None
    creditor: str | None = None
    # What became of the claim, where it is owed only if it is claimed.
    claim: Literal["claimed", "open", "lapsed"] | None = None
    # The last day on which it can be claimed.
    until: date | None = None


@frozen(kw_only=True)
class ExpectedRight:
    """A right that somebody has or may have; without a level it comes from the settlement."""

    period: str = field(validator=_is_window)
    right: str
    state: Literal["granted", "in doubt"]
    level: str | None = None
    # Where each record is judged by itself.
    record: str | None = None
    holder: str | None = None
    # The last day on which it can be exercised.
    until: date | None = None


@frozen(kw_only=True)
class ExpectedAction:
    """A corrective action that somebody has to take."""

    level: str
    period: str = field(validator=_is_window)
    action: str
    state: Literal["open", "done", "overdue", "unknown"]
    owner: str | None = None
    # The last day on which it is in time.
    due: date | None = None


def _list(rows: Iterable[Any] | None) -> tuple[Any, ...] | None:
    return None if rows is None else several(rows)


@frozen(kw_only=True)
class Expected:
    """What is expected. What is None is not compared; a list is compared completely."""

    verdict: Verdict | None = field(default=None, converter=optional(Verdict))
    levels: tuple[ExpectedLevel, ...] | None = field(default=None, converter=_list)
    penalties: tuple[ExpectedPenalty, ...] | None = field(default=None, converter=_list)
    rights: tuple[ExpectedRight, ...] | None = field(default=None, converter=_list)
    actions: tuple[ExpectedAction, ...] | None = field(default=None, converter=_list)
    # One `Sum` for each unit, as a tuple; negative where the customer owes more.
    total: Any = field(default=None, converter=_total)

    def __attrs_post_init__(self) -> None:
        if all(getattr(self, item.name) is None for item in attrs.fields(Expected)):
            raise InvalidValue("nothing is expected; state a verdict, levels, penalties or a total")


@frozen(kw_only=True)
class Expectation:
    """One worked example: a window, and what agreement and evidence come to in it."""

    # As windows are written, in the zone of the agreement.
    window: str = field(validator=_is_window)
    expect: Expected
    title: str = ""
    # Where facts and terms can be read.
    source: str = ""
    # What is assumed, because the source does not say it.
    assumptions: tuple[str, ...] = field(default=(), converter=several)
    # The arithmetic by hand.
    working: str = ""
    # What percentages are of, where one sum will do.
    charges: Money | None = field(default=None, converter=optional(money))
    # An instant of the agreement's zone: what was recorded later is left out.
    known_at: str | None = field(default=None, validator=_is_instant)
