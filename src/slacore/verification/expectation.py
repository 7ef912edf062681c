"""Expectations: what somebody worked out by hand that an evaluation comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal, TypeVar

import attrs
from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.model import Verdict
from slacore.values import Instant, Money, Window, money
from slacore.values.several import several
from slacore.verification.figures import Figure, Sum, figure_of, sum_of

T = TypeVar("T")


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
