"""Percent within: the share of tickets or calls that were fast enough."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call, Record, Ticket
from slacore.metrics.calls import CallWait
from slacore.metrics.folds import Mean
from slacore.metrics.tickets import REOPENING, TicketClock
from slacore.model import Fold, Folded, Limits, Reading, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of

_OF = ("response", "resolution", "answer")


@frozen(kw_only=True)
class _Within(Reading):
    """100 where a time is within the limit, 0 where not, and both where it is in doubt."""

    of: Reading
    limit: Limits

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        time = self.of.read(record, scope)
        if time is None:
            return None
        holds = self.limit.hold_over(time, "microsecond")
        return Bounds(0, 100) if holds is None else Bounds.exactly(100 if holds else 0)


def _threshold(value: object) -> Quantity:
    length = quantity(value)
    if length.in_unit("second") <= 0:
        raise InvalidValue(f"a threshold is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class PercentWithin(Folded):
    """The share of records whose time is within a threshold, in percent.

    Of tickets the time to response or resolution, of calls the wait for an answer. A ticket
    that is open and already late is late; one that is open and not yet late is in doubt.
    """

    kind: ClassVar[str] = "percent-within"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Ticket, Call)
    most: ClassVar[int | None] = 100

    # Which time: "response" or "resolution" of tickets, "answer" of calls.
    of: str = field(validator=one_of(_OF))
    # The threshold, in service hours for tickets.
    within: Quantity = field(converter=_threshold)
    # Whether a time of exactly the threshold is within.
    inclusive: bool = True
    # For tickets, whether the clock stands while one is paused.
    pauses: bool = True
    # For tickets, whether one belongs to the period in which it was "settled" or "opened".
    counted_by: str = field(default="settled", validator=one_of(("settled", "opened")))
    # For resolution, what the time between a resolution and a reopening is: "gap left out",
    # "gap counted", or "first close wins".
    reopening: str = field(default="gap left out", validator=one_of(REOPENING))
    # For calls, whether those who gave up count as not answered in time.
    abandoned_count: bool = False

    def reads(self) -> tuple[type[Record], ...]:
        """Tickets or calls, as `of` says."""
        return (Call,) if self.of == "answer" else (Ticket,)

    def counts_at_all_hours(self) -> bool:
        """Tickets do; calls count where the service was offered."""
        return self.of != "answer"

    def reading(self) -> Reading:
        """Whether one record is within the threshold."""
        limit = Limits(at_most=self.within) if self.inclusive else Limits(below=self.within)
        if self.of == "answer":
            return _AnsweredWithin(of=CallWait(abandoned=self.abandoned_count), limit=limit)
        until = "responded" if self.of == "response" else "resolved"
        clock = TicketClock(
            until=until, pauses=self.pauses, counted_by=self.counted_by, reopening=self.reopening
        )
        return _Within(of=clock, limit=limit)

    def folding(self) -> Fold:
        """The mean of hundreds and zeros is the percentage."""
        return Mean()


@frozen(kw_only=True)
class _AnsweredWithin(_Within):
    """The same of calls: one that was given up was not answered, however soon."""

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        found = _Within.read(self, record, scope)
        gave_up = isinstance(record, Call) and record.abandoned is not None
        return Bounds.exactly(0) if found is not None and gave_up else found
