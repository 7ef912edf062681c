"""Compare: what an evaluation came to with what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

from attrs import frozen

from slacore.evaluation import Evaluation, Judgement, Penalty
from slacore.evaluation.outcomes import Action, Right
from slacore.model import Agreement
from slacore.model.deadline import last_day
from slacore.values import Instant, Quantity, Window
from slacore.verification.expectation import (
    Expectation,
    ExpectedAction,
    ExpectedLevel,
    ExpectedPenalty,
    ExpectedRight,
    Figure,
    Sum,
)

_NOTHING = "nothing"


@frozen(kw_only=True)
class Difference:
    """One thing that is not as expected: where, what was expected, and what was found."""

    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"


@frozen(kw_only=True)
class _Row:
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

    def is_about(self, other: _Row) -> bool:
        return self.about == other.about and bool(self.periods & other.periods)

    def unlike(self, found: _Row) -> list[str]:
        """The names of what differs."""
        return [name for name, value in self.cells.items() if found.cells[name] != value]

    def text(self) -> str:
        known = ((name, value) for name, value in self.cells.items() if value is not None)
        return ", ".join(f"{name} {_text(value)}" for name, value in known)


def differences(expectation: Expectation, evaluation: Evaluation) -> tuple[Difference, ...]:
    """Everything that the evaluation has otherwise than it is expected; empty where all agrees.

    A list that the expectation states is compared completely: what the evaluation has beyond
    it is a difference too.
    """
    return tuple(_differences(expectation, evaluation))


def _differences(expectation: Expectation, evaluation: Evaluation) -> Iterator[Difference]:
    expect, agreement = expectation.expect, evaluation.agreement
    if expect.verdict not in (None, evaluation.verdict):
        yield _difference("verdict", expect.verdict, evaluation.verdict)
    if expect.levels is not None:
        yield from _compared(
            [_expected_level(agreement, one) for one in expect.levels],
            [_judged(one) for one in evaluation.judgements],
        )
    if expect.penalties is not None:
        yield from _compared(
            [_expected_penalty(agreement, one) for one in expect.penalties],
            [_settled(one) for one in evaluation.settlements],
        )
    if expect.rights is not None:
        yield from _compared(
            [_expected_right(agreement, one) for one in expect.rights],
            [_granted(one) for one in evaluation.rights],
        )
    if expect.actions is not None:
        yield from _compared(
            [_expected_action(agreement, one) for one in expect.actions],
            [_owed(one) for one in evaluation.actions],
        )
    if expect.total is not None:
        yield from _totals(expect.total, evaluation)


def _compared(expected: list[_Row], found: list[_Row]) -> Iterator[Difference]:
    """The differences of two lists: in the order of what is expected, then what is beyond it."""
    pairs = _pairs(expected, found)
    for number, row in enumerate(expected):
        if number not in pairs:
            yield _difference(row.where, row.text(), _NOTHING)
            continue
        other = found[pairs[number]]
        for name in row.unlike(other):
            yield _difference(f"{row.where}: {name}", row.cells[name], other.cells[name])
    taken = set(pairs.values())
    for number, row in enumerate(found):
        if row.counts and number not in taken:
            yield _difference(row.where, _NOTHING, row.text())


def _pairs(expected: list[_Row], found: list[_Row]) -> dict[int, int]:
    """Which found row is meant by each expected one: the likest pairs first, and each row once.

    Of equals a row that states more goes first: one that would agree with several leaves it its own.
    """
    likeness = sorted(
        (row.unit != other.unit, len(row.unlike(other)), -len(row.cells), number, place)
        for number, row in enumerate(expected)
        for place, other in enumerate(found)
        if row.is_about(other)
    )
    pairs: dict[int, int] = {}
    for *_, number, place in likeness:
        if number not in pairs and place not in pairs.values():
            pairs[number] = place
    return pairs


def _difference(where: str, expected: object, found: object) -> Difference:
    return Difference(where=where, expected=_text(expected), found=_text(found))


def _text(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return "none" if value is None else str(value)


def _windows(agreement: Agreement, period: str, level: str | None = None) -> frozenset[Window]:
    """What a period's text means: in the zone of its level, or of any where several are settled."""
    levels = [one for one in agreement.levels if level in (None, one.name)]
    zones = {agreement.zone_of(one) for one in levels} | ({agreement.zone} if level is None else set())
    return frozenset(Window.parse(period, tz=zone) for zone in zones)


def _day(end: Instant | None) -> date | None:
    """The last day of a deadline, in its zone."""
    return None if end is None else date.fromisoformat(last_day(end))


def _stated(**cells: object) -> dict[str, object]:
    return {name: value for name, value in cells.items() if value is not None}


def _subject(kind: str, *parts: object) -> str:
    return f"{kind} " + ", ".join(str(part) for part in parts if part is not None)


def _expected_level(agreement: Agreement, one: ExpectedLevel) -> _Row:
    return _Row(
        where=_subject("level", one.level, one.period, one.record),
        about=(one.level, one.record),
        periods=_windows(agreement, one.period, one.level),
        cells={**_stated(measured=one.measured), "verdict": one.verdict},
    )


def _judged(one: Judgement) -> _Row:
    """A judgement; where there was nothing to judge it may be listed and need not be."""
    seen = one.observation
    low, high = (None if side is None else Quantity(side, seen.unit) for side in (seen.low, seen.high))
    figure = Figure(low=low, high=high, measured=seen.bounds is not None)
    return _Row(
        where=_subject("level", seen.level, seen.period, seen.record),
        about=(seen.level, seen.record),
        periods=frozenset({seen.period}),
        cells={"measured": figure, "verdict": one.verdict},
        counts=not seen.idle,
    )


def _expected_penalty(agreement: Agreement, one: ExpectedPenalty) -> _Row:
    return _Row(
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


def _settled(one: Penalty) -> _Row:
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
    return _Row(
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


def _expected_right(agreement: Agreement, one: ExpectedRight) -> _Row:
    return _Row(
        where=_subject("right", one.right, one.level, one.period),
        about=(one.right, one.level),
        periods=_windows(agreement, one.period, one.level),
        cells=_stated(record=one.record, state=one.state, holder=one.holder, until=one.until),
    )


def _granted(one: Right) -> _Row:
    return _Row(
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


def _expected_action(agreement: Agreement, one: ExpectedAction) -> _Row:
    return _Row(
        where=_subject("action", one.action, one.level, one.period),
        about=(one.action, one.level),
        periods=_windows(agreement, one.period, one.level),
        cells=_stated(state=one.state, owner=one.owner, due=one.due),
    )


def _owed(one: Action) -> _Row:
    return _Row(
        where=_subject("action", one.action, one.level, one.period),
        about=(one.action, one.level),
        periods=frozenset({one.period}),
        cells={"state": one.state, "owner": one.owner, "due": _day(one.due)},
    )


def _totals(expected: Iterable[Sum], evaluation: Evaluation) -> Iterator[Difference]:
    """One sum for each unit; units in which nothing is owed are no matter."""
    sides = [
        sorted(str(one) for one in sums if not one.is_nothing)
        for sums in (
            expected,
            [Sum(low=owed.low, high=owed.high, unit=owed.unit) for owed in evaluation.totals],
        )
    ]
    if sides[0] != sides[1]:
        yield _difference("total", *(" and ".join(side) or _NOTHING for side in sides))
