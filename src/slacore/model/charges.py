"""Charges: the named sums of money that percentages are of."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import EvaluationError, InvalidValue
from slacore.model.amount import Rate, rate
from slacore.model.lookback import Lookback, lookback
from slacore.values import Money, Span, Window, WindowSet, money, span
from slacore.values.several import several


@frozen(kw_only=True)
class Charge:
    """What was charged under one name for one span, for one service or for all."""

    name: str
    span: Window
    amount: Money = field(converter=money)
    service: str | None = None

    @amount.validator
    def _not_negative(self, _: object, value: Money) -> None:
        # What is credited on a bill is no charge: a share of it would be owed the other way.
        if value.amount < 0:
            raise InvalidValue(f"the charge '{self.name}' is negative: {value}; a charge is nothing or more")


@frozen
class Charges:
    """The charges known to an evaluation: named bases, each for its span and service.

    The charge of a period is the one stated for it, or the sum of several that fill it
    without hole or overlap. A charge that reaches beyond the period is never cut: how to
    share it is for the contract to say, so the base counts as missing.
    """

    rows: tuple[Charge, ...] = field(default=(), converter=several)

    def of(self, name: str, period: Window, service: str | None) -> Money | str:
        """The charge for that period, or the reason why it cannot be said."""
        rows = self._touching(name, period, service)
        return rows if isinstance(rows, str) else _sum(rows)

    def of_all(self, name: str, period: Window, services: Iterable[str]) -> Money | str:
        """The charge for all these services: what is charged for each, and once what is for all."""
        found: dict[Charge, None] = {}
        for service in services:
            rows = self._touching(name, period, service)
            if isinstance(rows, str):
                return rows
            found |= dict.fromkeys(rows)
        return _sum(found)

    def _touching(self, name: str, period: Window, service: str | None) -> list[Charge] | str:
        """The charges that fill the period, or why there are none."""
        rows = [row for row in self.rows if row.name == name and row.service in (None, service)]
        touching = [row for row in rows if row.span.overlaps(period)]
        if not touching:
            known = ", ".join(sorted({f"'{row.name}'" for row in self.rows})) or "none"
            about = "" if service is None else f" and service '{service}'"
            return f"no '{name}' is known for {period}{about} (charges given: {known})"
        for row in touching:
            if not period.covers(row.span):
                return f"'{name}' is stated for {row.span}, which reaches beyond {period}"
        filled = WindowSet.of(*(row.span for row in touching))
        if filled.micros != sum(row.span.micros for row in touching):
            return f"'{name}' is stated twice for a part of {period}"
        if filled != WindowSet.of(period):
            return f"'{name}' is known for a part of {period} only"
        return touching


def _sum(rows: Iterable[Charge]) -> Money:
    first, *others = (row.amount for row in rows)
    return sum(others, start=first)


@frozen(kw_only=True)
class DerivedCharge:
    """A charge that the agreement makes from another one, or from what was credited earlier.

    ``share="10 % of monthly invoice"`` is the amount at risk; with ``over="12 months"`` it is
    of the charges of twelve months, and with `net` of what is left of them after credits.
    ``lookback="credited 12 periods ago"`` is the base of an earn-back.
    """

    name: str
    share: Rate | None = field(default=None, converter=optional(rate))
    # How far back the charge is added up; None is the present period's.
    over: Span | None = field(default=None, converter=optional(span))
    # Whether what was credited before in the same span is taken off.
    net: bool = False
    lookback: Lookback | None = field(default=None, converter=optional(lookback))

    def __attrs_post_init__(self) -> None:
        if (self.share is None) == (self.lookback is None):
            raise InvalidValue(
                f"charge '{self.name}' is a share of another, or a lookback; state one of the two"
            )
        if self.share is not None and self.share.of is None:
            raise InvalidValue(f"charge '{self.name}' is a percentage of a charge, found {self.share}")
        if self.lookback is not None and (self.over is not None or self.net):
            raise InvalidValue(f"charge '{self.name}': over and net belong to a share")
        if self.lookback is not None:
            self._check(self.lookback)

    def _check(self, lookback: Lookback) -> None:
        if lookback.of != "credited" or lookback.how in {"count", "run"} or lookback.share_of is not None:
            raise InvalidValue(f"charge '{self.name}': {lookback} is no money; ask for what was credited")
        if lookback.how != "value" and not lookback.before:
            raise InvalidValue(
                f"charge '{self.name}': what the present period comes to is not settled yet; add 'before' "
                f"to {lookback}"
            )

    def credits(self) -> Lookback:
        """What was credited before, in the span of the charge."""
        return Lookback(how="sum", of="credited", over=self.over or Span("periods", 1), whole=True)


def charges_for(
    given: Money | Charges | None,
    *,
    names: tuple[str, ...],
    periods: tuple[Window, ...],
    services: tuple[str, ...],
) -> Charges:
    """The charges as named bases. One sum alone must leave no doubt what it is the charge for."""
    if given is None:
        return Charges()
    if isinstance(given, Charges):
        return given
    if not isinstance(given, Money):
        raise EvaluationError(f"charges are Money or Charges, found {given!r}")
    if not names:
        return Charges()
    if len(names) > 1 or len(periods) > 1 or len(services) > 1:
        several = [
            f"{len(found)} {what} ({', '.join(str(one) for one in found)})"
            for what, found in (("bases", names), ("billing periods", periods), ("services", services))
            if len(found) > 1
        ]
        raise EvaluationError(
            f"one sum of money ({given}) cannot be the charge of {' and '.join(several)}; "
            "give Charges, with a name and a span for each"
        )
    return Charges(Charge(name=names[0], span=period, amount=given) for period in periods)
