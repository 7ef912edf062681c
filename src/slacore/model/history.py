"""History: what the ledger can say of earlier periods, exactly or as a pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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
        """An instant after which so many periods end for sure before `end`."""
        return end - ((number + 1) * _DAYS[self.period.kind] + 1) * _DAY


@frozen(kw_only=True)
class Asker:
    """Who looks back: a level in one of its periods, or the settlement where it is None."""

    level: str | None
    period: Window
    rhythm: Rhythm
    # Provider and customer of the settlement.
    between: tuple[str, str] = ("", "")


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
            return over.start(asker.period.end, asker.rhythm.zone)
        ends = sorted(asker.rhythm.ends(asker.rhythm.reach_of(over.number + 1, end), end - 1))
        return Instant(ends[-over.number], asker.rhythm.zone)

    def earlier(self, question: Lookback, asker: Asker) -> Earlier:
        """What is known besides the asker's own level in its present period."""
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
        ends = self._ends(question, asker, level)
        if ends is None:
            return Earlier(bounds=None)
        values = [self._at(question.of, level, end, asker) for end in ends]
        if question.how == "value":
            return Earlier(bounds=values[0] if values else _before_all(question))
        if question.how in ("run", "count") and question.of in VALUES:
            values = [_indicated(one) for one in values]
        if question.how == "run":
            return Earlier(bounds=self._run(question, values), periods=len(values))
        return Earlier(bounds=_total(values), periods=len(values))

    def _ends(self, question: Lookback, asker: Asker, level: str | None) -> list[int] | None:
        """Ends of the periods that are asked for, in order; None where there were too few."""
        rhythm = asker.rhythm if level is None else self.rhythms[level]
        # What others came to at this instant is entered by now; the asker's own is its case.
        own = question.about_present(asker.level) and level == asker.level
        end = asker.period.end.micros - (own or question.before or question.how == "value")
        over = question.over
        number = question.ago
        if over is not None and over.kind == "periods":
            number = over.number - (own and not question.before)
        if number or (over is not None and over.kind == "periods"):
            found = (
                self._known_ends(level, rhythm, rhythm.reach_of(number, end), end)[-number:] if number else []
            )
            few = len(found) < number
            if question.how == "value":
                return [] if few else found[:1]
            return None if few and question.how == "mean" else found
        start = None if over is None else over.start(asker.period.end, rhythm.zone)
        since = start or self._first()
        return [] if since is None else self._known_ends(level, rhythm, since.micros, end)

    def _known_ends(self, level: str | None, rhythm: Rhythm, start: int, end: int) -> list[int]:
        """Ends of periods that should be there and of those that are, within the agreement's term."""
        if self.begun is not None:
            start = max(start, self.begun.micros)
        entered = {at for name, at in self._found if name == level and start < at <= end}
        return sorted(rhythm.ends(start, end) | entered)

    def _first(self) -> Instant | None:
        """From when on anything can be known of earlier periods."""
        if self.begun is not None:
            return self.begun
        starts = [entry.period.start for entry in self.entries]
        return min(
            [*starts, *([self.complete_since] if self.complete_since is not None else [])], default=None
        )

    def _run(self, question: Lookback, values: list[Bounds]) -> Bounds:
        """How many in a row, counted back from the latest."""
        low, certain = 0, True
        for number, value in enumerate(reversed(values)):
            if value.high == 0:
                return Bounds(low, number)
            certain = certain and value.low == 1
            low += certain
        # A run that reaches back to where nothing is known may be longer still.
        endless = question.over is None and self.begun is None
        return Bounds(low, None if endless else len(values))

    def _at(self, of: str, level: str | None, end: int, asker: Asker) -> Bounds:
        """What the period with that end answers."""
        rows = self._found.get((level, end), [])
        mine = [row for row in rows if level is not None or _is_between(row, asker.between)]
        known = self._value(of, level, mine)
        if known is not None:
            return known
        if self.complete_since is not None and end > self.complete_since.micros and of != "measured":
            # A ledger of settlements alone does not tell whose the credits were.
            return UNKNOWN if level is not None and of == "credited" and self._is_settled(end) else NOTHING
        return UNKNOWN if of in VALUES else PERHAPS

    def _is_settled(self, end: int) -> bool:
        """Whether a settlement with that end came to something."""
        rows = self._found.get((None, end), [])
        return any(row.what == "credited" and not row.low == row.high == 0 for row in rows)

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
