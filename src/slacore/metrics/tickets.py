"""Response and resolution time of tickets, on the clock of the service hours."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Record, Ticket
from slacore.metrics.folds import Largest, Mean
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Instant, WindowSet
from slacore.values.choice import one_of
from slacore.values.quantity import Quantity, unit_name

FOLDS: dict[str, Fold | None] = {"each": None, "mean": Mean(), "largest": Largest()}
_BY = ("settled", "opened")
REOPENING = ("gap left out", "gap counted", "first close wins")


@frozen(kw_only=True)
class TicketReading(Reading):
    """How long a ticket lasted until it was responded to or resolved; its subclass says of what.

    A ticket that is still open has lasted so long at least, and has no upper limit.
    """

    # "responded" or "resolved"
    until: str
    # Whether the clock stands while the ticket is paused.
    pauses: bool = True
    # Whether a ticket belongs to the period in which it settled, or was opened.
    counted_by: str = "settled"
    reopening: str = "gap left out"

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        """How long the ticket lasted, if it belongs to the period."""
        if not isinstance(record, Ticket):
            return None
        stop = self._stopped(record, scope)
        if not scope.settles(stop if self.counted_by == "settled" else record.opened):
            return None
        lasted = self.lasted(record, self.end(record, scope), scope)
        return Bounds(lasted, None if stop is None else lasted)

    def lasted(self, ticket: Ticket, end: Instant, scope: Scope) -> int:
        """How much lies between its opening and `end`. It never falls when `end` is later."""
        raise NotImplementedError(f"{type(self).__qualname__} must say how long a ticket lasted")

    def end(self, ticket: Ticket, scope: Scope) -> Instant:
        """When its clock stopped, or until when it is known to have run."""
        stop = self._stopped(ticket, scope)
        return scope.seen_until(ticket.opened) if stop is None else stop

    def _stopped(self, ticket: Ticket, scope: Scope) -> Instant | None:
        found = self._answered(ticket) if self.until == "responded" else self._resolved(ticket)
        return None if found is not None and found >= scope.horizon else found

    def _answered(self, ticket: Ticket) -> Instant | None:
        # Whoever resolves a ticket without a word before has answered it by that.
        words = (ticket.first("responded"), ticket.first("resolved"))
        return min((word for word in words if word is not None), default=None)

    def _resolved(self, ticket: Ticket) -> Instant | None:
        return ticket.first("resolved") if self.reopening == "first close wins" else ticket.resolved()

    def standing(self, ticket: Ticket, end: Instant) -> WindowSet:
        """The time up to `end` in which its clock stood."""
        gaps = self.reopening == "gap left out"
        return ticket.waiting(end, pauses=self.pauses, gaps=gaps) if self.pauses or gaps else WindowSet()


@frozen(kw_only=True)
class TicketClock(TicketReading):
    """How long a ticket's clock ran in service hours, in microseconds."""

    def lasted(self, ticket: Ticket, end: Instant, scope: Scope) -> int:
        """Microseconds of service hours, less the time in which the clock stood."""
        return scope.elapsed(ticket.opened, end, self.standing(ticket, end))


@frozen(kw_only=True)
class _InUnit(Reading):
    """Another reading's microseconds, stated in a unit of time."""

    of: Reading
    unit: str

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        found = self.of.read(record, scope)
        return None if found is None else Bounds(self._stated(found.low), self._stated(found.high))

    def _stated(self, micros: Fraction | None) -> Fraction | None:
        return None if micros is None else Quantity(micros, "microsecond").in_unit(self.unit)


@frozen(kw_only=True)
class OfTickets(Folded):
    """What metrics of one time a ticket share."""

    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Ticket

    # "each" judges every ticket by itself; "mean" and "largest" make one figure a period.
    over: str = field(default="each", validator=one_of(tuple(FOLDS)))
    # Whether the clock stands while the ticket is paused.
    pauses: bool = True
    # Whether a ticket belongs to the period in which it was "settled" or "opened".
    counted_by: str = field(default="settled", validator=one_of(_BY))

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def folding(self) -> Fold | None:
        """As `over` says."""
        return FOLDS[self.over]


@frozen(kw_only=True)
class _TicketTime(OfTickets):
    """What response and resolution time share."""

    unit: ClassVar[str] = "minute"
    until: ClassVar[str]

    measure_unit: str = field(default="minute", alias="unit", converter=unit_name)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def reading(self) -> Reading:
        """The ticket's clock, in the stated unit."""
        return _InUnit(of=self.clock(), unit=self.measure_unit)

    def clock(self) -> TicketClock:
        """The clock that is read."""
        return TicketClock(until=self.until, pauses=self.pauses, counted_by=self.counted_by)


@frozen(kw_only=True)
class ResponseTime(_TicketTime):
    """Time from the opening of a ticket to the first response, in service hours.

    A ticket that is resolved without a response before was responded to by that.
    """

    kind: ClassVar[str] = "response-time"
    until: ClassVar[str] = "responded"


@frozen(kw_only=True)
class ResolutionTime(_TicketTime):
    """Time from the opening of a ticket to its resolution, in service hours.

    Where a ticket was reopened, the time between resolution and reopening is left out, is
    counted, or the first resolution stands: the contract decides by `reopening`.
    """

    kind: ClassVar[str] = "resolution-time"
    until: ClassVar[str] = "resolved"

    reopening: str = field(default="gap left out", validator=one_of(REOPENING))

    def clock(self) -> TicketClock:
        """The clock that is read, with the rule for reopening."""
        return TicketClock(
            until=self.until, pauses=self.pauses, counted_by=self.counted_by, reopening=self.reopening
        )
