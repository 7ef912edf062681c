"""History: what the ledger can say of earlier periods, exactly or as a pair."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from slacore.model.amount import added
from slacore.model.ledger import JUDGED, Entry
from slacore.model.lookback import VALUES, Lookback
from slacore.values import Bounds, Instant, Period, Quantity, Span, Window
from slacore.values.money import is_currency

NOTHING = Bounds(0, 0)
CERTAIN = Bounds(1, 1)
PERHAPS = Bounds(0, 1)
UNKNOWN = Bounds(None, None)
# Longer than any period of the kind, so that enough of them end within so many of these days.
_DAYS = {"day": 1, "week": 7, "month": 31, "billing month": 31, "quarter": 92, "year": 366, "rolling": 1}
_DAY = 86_400_000_000


@frozen(kw_only=True)
class Rhythm:
    """In which periods something is judged or settled."""

    period: Period
    zone: str
    unit: str = ""
    group: str | None = None

    def ends(self, start: int, end: int) -> set[int]:
        """The ends of the periods, after `start` and up to `end`."""
        if start >= end:
            return set()
        window = Window.of_micros(start, end, self.zone)
        return {one.end.micros for one in self.period.ending_in(window, self.zone)}

    def reach_of(self, number: int, end: int) -> int:
        """An instant after which so many periods and one more end for sure before `end`."""
        return end - ((number + 1) * _DAYS[self.period.kind] + 1) * _DAY

    def last_ends(self, number: int, end: int) -> list[int]:
        """The ends of the last so many periods up to `end`."""
        return sorted(self.ends(self.reach_of(number, end), end))[-number:]

    def latest(self, until: int) -> Iterator[Window]:
        """The periods that end up to that instant, the last one first; they have no end."""
        while True:
            window = Window.of_micros(self.reach_of(1, until), until, self.zone)
            found = self.period.ending_in(window, self.zone)
            yield from reversed(found)
            until = window.start.micros

    def start_of(self, over: Span, end: Instant) -> Instant | None:
        """Where a span of time begins that ends with a period; None where no calendar says so."""
        anchor = self.period.days if self.period.kind == "billing month" else 0
        return over.start(end, self.zone, anchor)


@frozen(kw_only=True)
class Asker:
    """Who looks back: a level in one of its periods, or the settlement where it is None."""

    level: str | None
    period: Window
    rhythm: Rhythm
    # Provider and customer of the settlement.
    between: tuple[str, str] = ("", "")
    # Whether the level's present period is entered already, and has no figure of its own here.
    entered: bool = False

    def adds(self, question: Lookback) -> bool:
        """Whether the level's present period is a part of the answer, and is not entered yet."""
        return not self.entered and question.about_present(self.level)


@frozen(kw_only=True)
class Earlier:
    """What earlier periods answer: their part of it, and how many they are."""

    # None where the agreement has not lasted long enough for the question.
    bounds: Bounds | None
    periods: int = 0


@frozen(kw_only=True)
class History:
    """What is known of all levels and settlements up to one instant.

    A period that should be entered and is not is unknown, and makes a pair of every answer
    that depends on it. Before the agreement's term began there was nothing.
    """

    rhythms: Mapping[str, Rhythm]
    entries: tuple[Entry, ...] = ()
    # When the agreement began; None where it does not say.
    begun: Instant | None = None
    # Every period that ended after this instant is entered.
    complete_since: Instant | None = None

    def start_of(self, over: Span, asker: Asker) -> Instant | None:
        """Where a span of the asker's present period begins; None where that is not known."""
        end = asker.period.end.micros
        if over.kind == "contract":
            return self.begun
        if over.kind != "periods":
            return asker.rhythm.start_of(over, asker.period.end)
        return Instant(asker.rhythm.last_ends(over.number, end - 1)[0], asker.rhythm.zone)

    def unknown(self, level: str, until: Instant) -> Iterator[Window]:
        """The level's periods that may have been and need not be entered, the latest first.

        Without a beginning of the agreement they go on for ever.
        """
        known = self.complete_since
        last = until if known is None or until < known else known
        for period in self.rhythms[level].latest(last.micros):
            if self.begun is not None and period.end <= self.begun:
                return
            yield period

    def earlier(self, question: Lookback, asker: Asker) -> Earlier:
        """What is known besides the asker's own level in its present period."""
        key = (question, asker)
        # A doubtful figure asks the same at every point of its curve.
        if key not in self._answered:
            self._answered[key] = self._earlier(question, asker)
        return self._answered[key]

    @cached_property
    def _answered(self) -> dict[tuple[Lookback, Asker], Earlier]:
        return {}

    def _earlier(self, question: Lookback, asker: Asker) -> Earlier:
        if question.group is None:
            level = None if question.whole else question.level or asker.level
            return self._answer(question, asker, level)
        names = [name for name, one in self.rhythms.items() if one.group == question.group]
        each = [self._answer(question, asker, name) for name in names]
        return Earlier(
            bounds=_total(one.bounds or NOTHING for one in each), periods=sum(one.periods for one in each)
        )

    @cached_property
    def _found(self) -> dict[tuple[str | None, int], list[Entry]]:
        found: dict[tuple[str | None, int], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.level, entry.period.end.micros].append(entry)
        return dict(found)

    def _answer(self, question: Lookback, asker: Asker, level: str | None) -> Earlier:
        # What others came to at this instant is entered by now; the asker's own is its case.
        own = asker.adds(question) and level == asker.level
        periods = self._periods(question, asker, level, own=own)
        values = [_total(self._at(question.of, level, end, asker) for end in ends) for ends in periods]
        if question.how == "value":
            return Earlier(bounds=values[0] if values else _before_all(question))
        if question.how == "mean" and len(values) + own < _fewest(question.over):
            return Earlier(bounds=None)
        if question.how in ("run", "count") and question.of in VALUES:
            values = [_indicated(one) for one in values]
        bounds = self._run(question, values) if question.how == "run" else self._sum(question, values)
        return Earlier(bounds=bounds, periods=len(values))

    def _periods(
        self, question: Lookback, asker: Asker, level: str | None, *, own: bool
    ) -> list[tuple[int, ...]]:
        """The periods that are asked for, in order, each by the ends of what is entered for it."""
        rhythm = asker.rhythm if level is None else self.rhythms[level]
        end = asker.period.end.micros - (own or question.before or question.how == "value")
        if level is None and end < asker.period.end.micros:
            (end,) = rhythm.last_ends(1, end)
        over, number = question.over, question.ago
        if over is not None and over.kind == "periods":
            number = over.number - own
            if not number:
                return []
        if number:
            found = self._known(level, rhythm, rhythm.reach_of(number, end), end)[-number:]
            if question.how == "value":
                return found[:1] if len(found) == number else []
            return found
        start = None if over is None else asker.rhythm.start_of(over, asker.period.end)
        since = self._first() if start is None else start
        return [] if since is None else self._known(level, rhythm, since.micros, end)

    def _known(self, level: str | None, rhythm: Rhythm, start: int, end: int) -> list[tuple[int, ...]]:
        """Periods that should be there and those that are, within the agreement's term.

        A period of a level has one end. Settlements may be of several rhythms: those of its
        months lie in the quarter that asks.
        """
        if self.begun is not None:
            start = max(start, self.begun.micros)
        entered = {at for name, at in self._found if name == level and start < at <= end}
        if level is not None or start >= end:
            return [(at,) for at in sorted(rhythm.ends(start, end) | entered)]
        last = sorted(rhythm.ends(start, end) | {end})
        found: dict[int, list[int]] = {at: [] for at in last}
        for at in sorted(entered - found.keys()):
            found[last[bisect_left(last, at)]].append(at)
        return [(*others, at) for at, others in found.items()]

    def _first(self) -> Instant | None:
        """From when on anything can be known of earlier periods."""
        if self.begun is not None:
            return self.begun
        starts = [entry.period.start for entry in self.entries]
        return min(
            [*starts, *([self.complete_since] if self.complete_since is not None else [])], default=None
        )

    def _sum(self, question: Lookback, values: list[Bounds]) -> Bounds:
        """The sum of all values; of a contract that began nobody knows when there may be more."""
        total = _total(values)
        if not self._is_endless(question):
            return total
        return Bounds(total.low if question.how == "count" else None, None)

    def _is_endless(self, question: Lookback) -> bool:
        """Whether it reaches back to the beginning, and nobody says when that was."""
        return self.begun is None and (question.over is None or question.over.kind == "contract")

    def _run(self, question: Lookback, values: list[Bounds]) -> Bounds:
        """How many in a row, counted back from the latest."""
        low, certain = 0, True
        for number, value in enumerate(reversed(values)):
            if value.high == 0:
                return Bounds(low, number)
            certain = certain and value.low == 1
            low += certain
        # A run that reaches back to where nothing is known may be longer still.
        return Bounds(low, None if self._is_endless(question) else len(values))

    def _at(self, of: str, level: str | None, end: int, asker: Asker) -> Bounds:
        """What the period with that end answers."""
        rows = self._found.get((level, end), [])
        mine = [row for row in rows if level is not None or _is_between(row, asker.between)]
        known = self._value(of, level, mine)
        if known is not None:
            return known
        if self.complete_since is not None and end > self.complete_since.micros and of != "measured":
            # A ledger of settlements alone does not tell whose the credits were.
            return NOTHING if level is None or of != "credited" or self._is_shared(end) else UNKNOWN
        return UNKNOWN if of in VALUES else PERHAPS

    def _is_shared(self, end: int) -> bool:
        """Whether the levels have their parts of what was settled with that end."""
        rows = [row for row in self._found.get((None, end), []) if row.what == "credited"]
        sums = [_paid(row) for row in rows]
        return all(one == NOTHING for one in sums) or (end in self._shared and UNKNOWN not in sums)

    @cached_property
    def _shared(self) -> set[int]:
        """Ends of periods for which it was entered what each level was credited."""
        return {end for (level, end), rows in self._found.items() if level and _has_credits(rows)}

    def _value(self, of: str, level: str | None, rows: list[Entry]) -> Bounds | None:
        judged = [row for row in rows if row.what in JUDGED]
        if of in ("breached", "met"):
            return _verdict(of, {row.what for row in judged}) if judged else None
        if of == "overdue":
            acted = {row.what for row in rows} & {"completed", "overdue", "unknown"}
            return _overdue(acted) if acted else None
        if of == "measured":
            return self._measured(str(level), judged) if judged else None
        found = [_paid(row) for row in rows if row.what == of]
        return _total(found) if found else None

    def _measured(self, level: str, judged: list[Entry]) -> Bounds:
        """The figure; where every record has one of its own, the period has none."""
        if len(judged) != 1 or judged[0].record is not None:
            return UNKNOWN
        row, unit = judged[0], self.rhythms[level].unit
        sides = (row.low, row.high)
        low, high = (
            None if side is None else Quantity(side, row.unit or unit).in_unit(unit) for side in sides
        )
        return Bounds(low, high)


def _fewest(over: Span | None) -> int:
    """How many periods a mean is of at least."""
    return over.number if over is not None and over.kind == "periods" else 1


def _has_credits(rows: Iterable[Entry]) -> bool:
    return any(row.what == "credited" for row in rows)


def _before_all(question: Lookback) -> Bounds | None:
    """Before there was anything nothing was credited; but nothing was measured either."""
    return None if question.of == "measured" else NOTHING


def _total(values: Iterable[Bounds]) -> Bounds:
    found = list(values)
    return Bounds(added(one.low for one in found), added(one.high for one in found))


def _paid(row: Entry) -> Bounds:
    """What was credited or pointed; a share of a charge that nobody knew is no sum."""
    found = Bounds(row.low, row.high)
    return found if found == NOTHING or row.unit == "point" or is_currency(row.unit) else UNKNOWN


def _indicated(value: Bounds) -> Bounds:
    """Whether anything was credited or pointed."""
    low, high = value.low, value.high
    return Bounds((low is not None and low > 0 and 1) or 0, 0 if high is not None and high <= 0 else 1)


def _verdict(of: str, found: set[str]) -> Bounds:
    """A period is breached if any record of it is, and met if all of them are."""
    if "breached" in found:
        return CERTAIN if of == "breached" else NOTHING
    if "indeterminate" in found:
        return PERHAPS
    return CERTAIN if of == "met" and "met" in found else NOTHING


def _overdue(acted: set[str]) -> Bounds:
    return CERTAIN if "overdue" in acted else PERHAPS if "unknown" in acted else NOTHING


def _is_between(row: Entry, between: tuple[str, str]) -> bool:
    """Whether it was settled between these two; an entry that names nobody counts for all."""
    provider, customer = between
    return row.provider in (None, provider) and row.customer in (None, customer)
