"""Pasts: what earlier periods came to when a step is tried, for certain and in doubt.

The step must bear every one of them, so the package's own are a quiet one, a middling one, one
that uses up every cap, and two in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from slacore.model import Asker, Entry, History, Ledger, Lookback, Rhythm
from slacore.model.history import Earlier
from slacore.model.ledger import EARNED, JUDGED
from slacore.model.parts import parts
from slacore.testing.examples import MONTH, ZONE
from slacore.values import Bounds, Period, Window

# The level that the steps belong to, and others that amounts may come from.
CHECKED = "checked"
OTHERS = ("level 0", "level 1", "level 2")
BETWEEN = ("provider", "customer")
# The years whose months come before the one in which steps are tried.
_YEARS = (2024, 2025, 2026)
# Of the smallest limit a middling month uses up this part.
_PART = 24
# A month's credit that uses up every cap, and lies above every usual trigger.
_PLENTY = Fraction(500)


@frozen(kw_only=True, eq=False)
class Past(History):
    """A history that remembers what it was asked."""

    answers: dict[tuple[Lookback, Asker], Earlier] = field(factory=dict, repr=False)

    def earlier(self, question: Lookback, asker: Asker) -> Earlier:
        """What is known, worked out once for each question."""
        key = (question, asker)
        if key not in self.answers:
            self.answers[key] = History.earlier(self, question, asker)
        return self.answers[key]

    def asked(self) -> set[Lookback]:
        """The questions so far."""
        return {question for question, _ in self.answers}

    def anew(self) -> Past:
        """The same past, of which nothing was asked."""
        return evolve(self, answers={})


def asker(level: str | None, unit: str) -> Asker:
    """Who looks back: the level in the month in which steps are tried, or the settlement."""
    return Asker(level=level, period=MONTH, rhythm=_rhythm(unit), between=BETWEEN)


def _rhythm(unit: str, group: str | None = None) -> Rhythm:
    return Rhythm(period=Period("month"), zone=ZONE, unit=unit, group=group)


def rhythms(steps: Any, unit: str) -> dict[str, Rhythm]:
    """Every level that steps may ask about: their own, and those that they name."""
    questions = list(parts(steps, Lookback))
    named = {question.level for question in questions if question.level is not None}
    found = {name: _rhythm(unit) for name in (CHECKED, *OTHERS, *sorted(named))}
    for group in sorted({question.group for question in questions if question.group is not None}):
        found |= {name: _rhythm(unit, group) for name in members(group)}
    return found


def members(group: str) -> tuple[str, str]:
    """The levels of a group that steps name."""
    return f"first of {group}", f"second of {group}"


def pasts_of(
    steps: Any, unit: str, span: Bounds, currency: str, least: Fraction
) -> tuple[tuple[Past, ...], tuple[Past, ...]]:
    """Pasts of the package: those that are known, and those in doubt.

    Figures lie in the span; of the smallest limit of the steps twelve middling months use half.
    """
    known = rhythms(steps, unit)
    good, bad = span.high or Fraction(100), span.low or Fraction(0)
    some = least / _PART

    def quiet(_: int) -> _Month:
        return _Month(figure=good, breached=False, credited=Fraction(0), pointed=Fraction(0))

    def middling(number: int) -> _Month:
        figure = bad + (good - bad) * Fraction(number % 3 + 7, 10)
        return _Month(figure=figure, breached=number % 2 == 0, credited=some, pointed=Fraction(number % 2))

    def full(_: int) -> _Month:
        return _Month(figure=bad, breached=True, credited=max(_PLENTY, least), pointed=Fraction(5))

    begun = _months()[0].start
    exact = tuple(
        Past(rhythms=known, entries=tuple(_entries(known, currency, month)), begun=begun)
        for month in (quiet, middling, full)
    )
    wide = tuple(_widened(number, entry) for number, entry in enumerate(exact[1].entries))
    return exact, (
        Past(rhythms=known, entries=wide, begun=begun),
        # Nobody knows anything.
        Past(rhythms=known, complete_since=MONTH.start),
    )


@frozen(kw_only=True)
class _Month:
    """What one month of every level came to."""

    figure: Fraction
    breached: bool
    credited: Fraction
    pointed: Fraction


def _months() -> list[Window]:
    """The months before, from the first to the last."""
    every = (Window.month(year, number, tz=ZONE) for year in _YEARS for number in range(1, 13))
    return [month for month in every if month.end <= MONTH.start]


def _entries(known: Iterable[str], currency: str, came_to: Callable[[int], _Month]) -> Iterator[Entry]:
    for number, period in enumerate(_months()):
        month = came_to(number)
        for level in (None, *known):
            earned = (("credited", month.credited, currency), ("pointed", month.pointed, "point"))
            for what, value, unit in earned:
                yield Entry(level=level, period=period, what=what, low=value, high=value, unit=unit)
            if level is not None:
                what = "breached" if month.breached else "met"
                yield Entry(level=level, period=period, what=what, low=month.figure, high=month.figure)


def _widened(number: int, entry: Entry) -> Entry:
    """The same entry in doubt; of the verdicts every second one."""
    assert entry.low is not None
    if entry.what in EARNED:
        return evolve(entry, low=Fraction(0), high=2 * entry.low)
    what = "indeterminate" if number % 2 else entry.what
    return evolve(entry, what=what, low=entry.low - 1, high=entry.low + 1)


def pasts_after(ledger: Ledger, steps: Any, unit: str) -> tuple[tuple[Past, ...], tuple[Past, ...]]:
    """The pasts of a ledger: its least and its most, and in doubt the ledger itself."""
    known = rhythms(steps, unit)
    known |= {one.level: known.get(one.level, _rhythm(unit)) for one in ledger.entries if one.level}
    since = ledger.known_since(MONTH)

    def past(entries: Iterable[Entry]) -> Past:
        return Past(rhythms=known, entries=tuple(entries), complete_since=since)

    sides = ("low", "high")
    exact = tuple(past(_side(entry, side) for entry in ledger.entries) for side in sides)
    return exact, (past(ledger.entries), Past(rhythms=known, complete_since=MONTH.start))


def _side(entry: Entry, side: str) -> Entry:
    """The entry as if one end of it were known."""
    value = getattr(entry, side)
    if value is None:
        value = entry.low or entry.high or Fraction(0)
    what = entry.what
    if what in JUDGED and what == "indeterminate":
        what = "met" if side == "low" else "breached"
    return evolve(entry, what=what, low=value, high=value)
