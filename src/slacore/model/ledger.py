"""The ledger: what earlier periods came to, as dated entries that the caller keeps."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, field, frozen
from attrs.converters import optional

from slacore.errors import EvaluationError, InvalidValue
from slacore.values import Instant, Window, exact
from slacore.values.choice import one_of

# What was judged of a level, what it earned or was owed, and what became of an action.
JUDGED = ("met", "breached", "indeterminate", "measured")
EARNED = ("credited", "pointed")
ACTED = ("required", "completed", "overdue", "unknown")
ENTRIES = (*JUDGED, *EARNED, *ACTED)


@frozen(kw_only=True)
class Entry:
    """One thing that a period came to, as a pair where it is in doubt."""

    period: Window
    what: str = field(validator=one_of(ENTRIES))
    # The level it is about; None is the settlement of all levels.
    level: str | None = None
    # The record that was judged, where every record has a verdict of its own.
    record: str | None = None
    low: Fraction | None = field(default=None, converter=optional(exact))
    high: Fraction | None = field(default=None, converter=optional(exact))
    unit: str = ""
    # Between whom it was settled.
    provider: str | None = None
    customer: str | None = None
    # The corrective action, and the end of its last day.
    action: str | None = None
    due: Instant | None = None

    def __attrs_post_init__(self) -> None:
        if self.what == "required" and None in (self.level, self.action, self.due):
            raise InvalidValue(
                f"an entry of {self.period} says that an action is required; name the level, the action and "
                f"when it is due (found level {self.level!r}, action {self.action!r}, due {self.due})"
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise InvalidValue(
                f"an entry of {self.period} says {self.what} {self.low} at least and {self.high} at most; "
                "the least is not above the most"
            )

    @property
    def is_exact(self) -> bool:
        """Whether the figure is fully known."""
        return self.low is not None and self.low == self.high


def _in_fixed_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[object, ...]:
    names = (entry.level, entry.what, entry.record, entry.unit, entry.provider, entry.customer, entry.action)
    return (entry.period.end, entry.period.start, *(name or "" for name in names))


@frozen(kw_only=True)
class Ledger:
    """The history of one agreement. `evaluate` takes one and hands back the next.

    It says from when until when nothing is missing from it; what lies outside is unknown,
    unless the agreement's term had not begun.
    """

    agreement: str
    entries: tuple[Entry, ...] = field(default=(), converter=_in_fixed_order)
    # Every period that ended after this instant is entered; None where nobody says so.
    complete_since: Instant | None = None
    # Up to when; None is up to the moment at which it is handed in.
    complete_until: Instant | None = None

    def __attrs_post_init__(self) -> None:
        since, until = self.complete_since, self.complete_until
        if since is not None and until is not None and until < since:
            raise InvalidValue(f"a ledger that is complete since {since} cannot be so until {until} only")

    @entries.validator
    def _once(self, _: object, entries: tuple[Entry, ...]) -> None:
        """What was judged or earned is entered once: twice it would count twice."""
        seen: set[tuple[object, ...]] = set()
        for entry in entries:
            key = (_order(entry), entry.what)
            if entry.what not in ACTED and key in seen:
                about = entry.level or "the settlement"
                raise InvalidValue(
                    f"the ledger has {entry.what} of {about} for {entry.period} twice; keep one of the two"
                )
            seen.add(key)

    def check(self, agreement: str, window: Window) -> None:
        """Refuse to go on with the ledger of another agreement, or inside what it holds."""
        if self.agreement != agreement:
            raise EvaluationError(f"the ledger is of '{self.agreement}', the agreement is '{agreement}'")
        for entry in self.entries:
            if entry.period.end > window.start:
                raise EvaluationError(
                    f"the ledger already has {entry.level or 'the settlement'} for {entry.period}, and the "
                    f"window starts at {window.start}; evaluate a window that comes after it, or hand in the "
                    "ledger as it was before"
                )

    def known_since(self, window: Window) -> Instant | None:
        """Since when nothing is missing, if what comes next is that window."""
        hole = self.complete_until is not None and self.complete_until < window.start
        return window.start if hole or self.complete_since is None else self.complete_since

    def extended(self, entries: tuple[Entry, ...], window: Window) -> Ledger:
        """The next ledger, after that window."""
        return evolve(
            self,
            entries=(*self.entries, *entries),
            complete_since=self.known_since(window),
            complete_until=window.end,
        )
