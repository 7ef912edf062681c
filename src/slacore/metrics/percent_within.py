"""Percent within: the share of tickets or calls that were fast enough."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.evidence import Call, Record, Ticket
from slacore.metrics.folds import Mean
from slacore.metrics.ticket_clocks import CLOCKS, REOPENING, TicketClock
from slacore.metrics.ticket_targets import CHANGES, Targets, TicketTarget, targets
from slacore.metrics.ticket_uses import BY_DUE, LateReading
from slacore.metrics.tickets import with_terms
from slacore.model import Fold, Folded, Limits, Reading, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of

_ANSWER = "answer"


@frozen(kw_only=True)
class _AnsweredWithin(Reading):
    """100 where a call was answered within the limit, 0 where not, and both where it is in doubt.

    A call belongs to the period in which it was offered, within service hours. One that was given
    up was not answered, however soon.
    """

    limit: Limits
    # Whether those who gave up count at all.
    abandoned_count: bool

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        if not isinstance(record, Call) or not scope.counts(record.offered):
            return None
        gave_up = record.abandoned is not None
        if gave_up or (record.settled() is not None and record.answered is None):
            return Bounds.exactly(0) if gave_up and self.abandoned_count else None
        holds = self.limit.hold_over(self._wait(record, scope), "microsecond")
        return Bounds(0, 100) if holds is None else Bounds.exactly(100 if holds else 0)

    def _wait(self, call: Call, scope: Scope) -> Bounds:
        """How long the caller waited, in microseconds."""
        end = call.settled()
        if end is not None and end <= scope.horizon:
            return Bounds.exactly(end.micros - call.offered.micros)
        waited = scope.seen_until(call.offered).micros - call.offered.micros
        # One who still waits may give up; where that takes the call out, no wait is certain.
        return Bounds(waited if self.abandoned_count else 0, None)


def _threshold(value: object) -> Quantity:
    length = quantity(value)
    if length.in_unit("second") <= 0:
        raise InvalidValue(f"a threshold is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class PercentWithin(Folded):
    """The share of records whose time is within a threshold, in percent.

    Of tickets the time on one of their clocks, each cycle by itself, of calls the wait for an
    answer. What is open and already late is late; what is open and not yet late is in doubt.
    """

    kind: ClassVar[str] = "percent-within"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Ticket, Call)
    most: ClassVar[int | None] = 100

    # Which time: that of a clock of tickets, such as "response", "next response" or "resolution",
    # or the "answer" of calls.
    of: str | None = field(default=None, validator=one_of((None, *CLOCKS, _ANSWER)))
    # The rules of a clock of one's own, in place of a name.
    rules: TicketClock | None = None
    # The threshold, in service hours for tickets.
    within: Quantity | None = field(default=None, converter=optional(_threshold))
    # For tickets, in place of one threshold a table; the first row that fits a ticket is its own.
    targets: tuple[TicketTarget, ...] = field(default=(), converter=targets)
    # Another target of a ticket that is changed holds "from then on", or "from the start".
    changes: str = field(default=CHANGES[0], validator=one_of(CHANGES))
    # Whether a time of exactly the threshold is within.
    inclusive: bool = True
    # For tickets, whether the clock stands while one is paused, as its rules say.
    pauses: bool = True
    # For tickets, the period of a cycle: the one in which it was "settled", "opened" or "due".
    counted_by: str = field(default="settled", validator=one_of(BY_DUE))
    # For tickets, what the time between a resolution and a reopening is: "gap left out", "gap
    # counted", the beginning of a "new cycle", or "first close wins"; the clock's own rule if None.
    reopening: str | None = field(default=None, validator=one_of((None, *REOPENING)))
    # For calls, whether those who gave up count as not answered in time.
    abandoned_count: bool = False

    def __attrs_post_init__(self) -> None:
        if (self.of is None) == (self.rules is None):
            raise InvalidValue(
                "a share within is of one time: state of, such as 'response', or the rules of a clock"
            )
        if (self.within is None) == (not self.targets):
            raise InvalidValue("state within, one time for all, or targets, a row for each priority")
        if self.of == _ANSWER and self.targets:
            raise InvalidValue("calls have no priority: state within, one time for all")

    def reads(self) -> tuple[type[Record], ...]:
        """Tickets or calls, as `of` says."""
        return (Call,) if self.of == _ANSWER else (Ticket,)

    def counts_at_all_hours(self) -> bool:
        """Tickets do; calls count where the service was offered."""
        return self.of != _ANSWER

    def reading(self) -> Reading:
        """Whether one record is within the threshold."""
        if self.of != _ANSWER:
            return self._of_tickets()
        limit = Limits(at_most=self.within) if self.inclusive else Limits(below=self.within)
        return _AnsweredWithin(limit=limit, abandoned_count=self.abandoned_count)

    def folding(self) -> Fold:
        """The mean of hundreds and zeros is the percentage."""
        return Mean()

    def sample(self, scope: Scope) -> int:
        """How many calls count in the period, or cycles of tickets."""
        return Folded.sample(self, scope) if self.of == _ANSWER else self._of_tickets().count(scope)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many calls count, or tickets and cycles of them."""
        return Folded.workings(self, scope) if self.of == _ANSWER else self._of_tickets().counted(scope)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share of calls, or of cycles of tickets."""
        if self.of == _ANSWER:
            return Folded.measure(self, scope)
        return self._of_tickets().folded(self.folding(), scope, self.limits())

    def _of_tickets(self) -> LateReading:
        rules = self.rules or CLOCKS[self.of or ""]
        rows = self.targets or (TicketTarget(within=self.within),)
        return LateReading(
            clock=with_terms(rules, pauses=self.pauses, reopening=self.reopening),
            counted_by=self.counted_by,
            targets=Targets(rows, self.changes),
            late=0,
            kept=100,
            inclusive=self.inclusive,
        )
