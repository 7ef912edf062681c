"""Rows: what is expected and what was found, as lists of one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from attrs import frozen

from slacore.evaluation import Evaluation, Judgement, Penalty
from slacore.evaluation.outcomes import Action, Right
from slacore.model import Agreement
from slacore.model.deadline import last_day
from slacore.values import Instant, Quantity, Window
from slacore.verification.expectation import (
    Expected,
    ExpectedAction,
    ExpectedLevel,
    ExpectedPenalty,
    ExpectedRight,
)
from slacore.verification.figures import Figure, Sum


@frozen(kw_only=True)
class Row:
    """One line of a list, expected or found."""

    where: str
    # What it is about, beside the period.
    about: tuple[str | None, ...]
    # The period; where the zone is not said, what its text may mean.
    periods: frozenset[Window]
    # What is compared, by name; a row that is expected holds what it states.
    cells: Mapping[str, object]
    # Money and points of one period are two rows.
    unit: str = ""
    # Whether it has to be expected, if the list is.
    counts: bool = True

    def is_about(self, other: Row) -> bool:
        """Whether both are about the same thing in the same period."""
        return self.about == other.about and bool(self.periods & other.periods)

    def unlike(self, found: Row) -> list[str]:
        """The names of what differs."""
        return [name for name, value in self.cells.items() if found.cells[name] != value]

    def text(self) -> str:
        """What it says, in words."""
        known = ((name, value) for name, value in self.cells.items() if value is not None)
        return ", ".join(f"{name} {text_of(value)}" for name, value in known)


def lists(expect: Expected, evaluation: Evaluation) -> Iterator[tuple[list[Row], list[Row]]]:
    """Each list that is stated, beside the one that was found."""
    agreement = evaluation.agreement
    if expect.levels is not None:
        levels = [_expected_level(agreement, one) for one in expect.levels]
        yield levels, [_judged(one) for one in evaluation.judgements]
    if expect.penalties is not None:
        penalties = [_expected_penalty(agreement, one) for one in expect.penalties]
        yield penalties, [_settled(one) for one in evaluation.settlements]
    if expect.rights is not None:
        rights = [_expected_right(agreement, one) for one in expect.rights]
        yield rights, [_granted(one) for one in evaluation.rights]
    if expect.actions is not None:
        actions = [_expected_action(agreement, one) for one in expect.actions]
        yield actions, [_required(one) for one in evaluation.actions]


def text_of(value: object) -> str:
    """One side of a difference in words."""
    if isinstance(value, Enum):
        return str(value.value)
    return "none" if value is None else str(value)


def _windows(agreement: Agreement, period: str, level: str | None = None) -> frozenset[Window]:
    """What a period's text means: in the zone of its level, or of any where several are settled."""
    zones = {agreement.zone_of(one) for one in agreement.levels if level in (None, one.name)}
    return frozenset(Window.parse(period, tz=zone) for zone in zones)


def _day(end: Instant | None) -> date | None:
    """The last day of a deadline, in its zone."""
    return None if end is None else date.fromisoformat(last_day(end))


def _stated(**cells: object) -> dict[str, object]:
    return {name: value for name, value in cells.items() if value is not None}


def _subject(kind: str, *parts: object) -> str:
    return f"{kind} " + ", ".join(str(part) for part in parts if part is not None)


def _expected_level(agreement: Agreement, one: ExpectedLevel) -> Row:
    return Row(
        where=_subject("level", one.level, one.period, one.record),
        about=(one.level, one.record),
        periods=_windows(agreement, one.period, one.level),
        cells={**_stated(measured=one.measured), "verdict": one.verdict},
    )


def _judged(one: Judgement) -> Row:
    """A judgement; where there was nothing to judge it may be listed and need not be."""
    seen = one.observation
    low, high = (None if side is None else Quantity(side, seen.unit) for side in (seen.low, seen.high))
    figure = Figure(low=low, high=high, measured=seen.bounds is not None)
    return Row(
        where=_subject("level", seen.level, seen.period, seen.record),
        about=(seen.level, seen.record),
        periods=frozenset({seen.period}),
        cells={"measured": figure, "verdict": one.verdict},
        counts=not seen.idle,
    )


def _expected_penalty(agreement: Agreement, one: ExpectedPenalty) -> Row:
    return Row(
        where=_subject("penalty", one.period),
        about=(),
        periods=_windows(agreement, one.period),
        cells=_stated(
            owed=one.owed,
            exact=one.exact,
            debtor=one.debtor,
            creditor=one.creditor,
            claim=one.claim,
            until=one.until,
        ),
        unit=one.owed.unit,
    )


def _settled(one: Penalty) -> Row:
    """A settlement as its debtor owes it, as `Penalty` writes it; it counts where it is not nothing."""
    payable = (
        one.low if one.payable_low is None else one.payable_low.amount,
        one.high if one.payable_high is None else one.payable_high.amount,
    )
    sums = []
    for low, high in (payable, (one.low, one.high)):
        if one.is_bonus:
            low, high = (None if side is None else -side for side in (high, low))
        sums.append(Sum(low=low, high=high, unit=one.unit))
    return Row(
        where=_subject("penalty", one.period),
        about=(),
        periods=frozenset({one.period}),
        cells={
            "owed": sums[0],
            "exact": sums[1],
            "debtor": one.debtor,
            "creditor": one.creditor,
            "claim": one.claim,
            "until": _day(one.claim_until),
        },
        unit=one.unit,
        counts=not one.is_nothing,
    )


def _expected_right(agreement: Agreement, one: ExpectedRight) -> Row:
    return Row(
        where=_subject("right", one.right, one.level, one.period),
        about=(one.right, one.level),
        periods=_windows(agreement, one.period, one.level),
        cells=_stated(record=one.record, state=one.state, holder=one.holder, until=one.until),
    )


def _granted(one: Right) -> Row:
    return Row(
        where=_subject("right", one.right, one.level, one.period),
        about=(one.right, one.level),
        periods=frozenset({one.period}),
        cells={
            "record": one.record,
            "state": "granted" if one.state else "in doubt",
            "holder": one.holder,
            "until": _day(one.until),
        },
    )


def _expected_action(agreement: Agreement, one: ExpectedAction) -> Row:
    return Row(
        where=_subject("action", one.action, one.level, one.period),
        about=(one.action, one.level),
        periods=_windows(agreement, one.period, one.level),
        cells=_stated(state=one.state, owner=one.owner, due=one.due),
    )


def _required(one: Action) -> Row:
    return Row(
        where=_subject("action", one.action, one.level, one.period),
        about=(one.action, one.level),
        periods=frozenset({one.period}),
        cells={"state": one.state, "owner": one.owner, "due": _day(one.due)},
    )
