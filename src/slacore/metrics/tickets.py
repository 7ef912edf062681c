"""Tickets on their clocks: how long each cycle ran, and which of them belong to a period."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Record, Ticket
from slacore.metrics.folds import Largest, Mean
from slacore.metrics.ticket_clocks import CLOCKS, REOPENING, Cycle, TicketClock
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Instant
from slacore.values.choice import one_of
from slacore.values.quantity import Quantity, duration, same_dimension, unit_name

FOLDS: dict[str, Fold | None] = {"each": None, "mean": Mean(), "largest": Largest()}
BY = ("settled", "opened")


def unit_of_time(text: str) -> str:
    """Convert the name of a unit of time; others are refused."""
    unit = unit_name(text)
    if not same_dimension(unit, "second"):
        raise InvalidValue(f"a clock runs in a unit of time such as 'minute', found {text!r}")
    return unit


@frozen(kw_only=True)
class CycleReading(Reading):
    """How long the cycles of a ticket's clock ran, each by itself; a subclass may say something else.

    A cycle belongs to one period, whole: to that in which it settled, or in which it began. One
    that still goes on has lasted so long at least, and has no upper limit.
    """

    clock: TicketClock
    counted_by: str = "settled"
    unit: str = "microsecond"

    def of_cycle(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> int | Fraction | None:
        """The figure of one cycle. It never falls when the cycle goes on; None leaves it out."""
        return self.stated(cycle.elapsed(scope))

    def stated(self, micros: int) -> Fraction:
        """A time in the unit."""
        return Quantity(micros, "microsecond").in_unit(self.unit)

    def instant(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> Instant | None:
        """The instant in whose period the cycle counts; None while there is none."""
        return cycle.stop if self.counted_by == "settled" else cycle.start

    def belonging(self, ticket: Ticket, scope: Scope) -> list[Cycle]:
        """The cycles that belong to the period."""
        cycles = self.clock.cycles(ticket, scope)
        return [cycle for cycle in cycles if scope.settles(self.instant(ticket, cycle, scope))]

    def of_each(self, record: Record, scope: Scope) -> list[Bounds]:
        """What each of them says."""
        if not isinstance(record, Ticket):
            return []
        read = ((one, self.of_cycle(record, one, scope)) for one in self.belonging(record, scope))
        return [self.as_bounds(value, cycle) for cycle, value in read if value is not None]

    def as_bounds(self, value: int | Fraction, cycle: Cycle) -> Bounds:
        """What is known of a cycle with that figure so far."""
        return Bounds(value, None if cycle.stop is None else value)

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        """The longest of the record's cycles: a ticket that is judged is judged by that."""
        found = self.of_each(record, scope)
        return _folded(found, Largest()) if found else None

    def candidates(self, scope: Scope) -> tuple[Record, ...]:
        """The records some of whose cycles may belong to the period."""
        return scope.records

    def may_miss(self, scope: Scope) -> bool:
        """Whether cycles that belong to the period may not have been seen."""
        return bool(scope.gaps)

    def count(self, scope: Scope) -> int:
        """How many cycles belong to the period."""
        return sum(len(self.of_each(record, scope)) for record in self.candidates(scope))

    def counted(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many tickets and cycles these are, in words."""
        numbers = [len(self.of_each(record, scope)) for record in self.candidates(scope)]
        records, cycles = sum(map(bool, numbers)), sum(numbers)
        said = [("records that count", str(records))]
        if cycles != records:
            said.append(("cycles that count", str(cycles)))
        if excused := self._excused(scope):
            # A clock stands where its log says so: nobody should think that this was taken off.
            said.append(("ran in excused time, which counts", duration(excused)))
        return tuple(said)

    def _excused(self, scope: Scope) -> int:
        """Microseconds that the cycles ran in excused time of the period."""
        if not scope.excluded:
            return 0
        tickets = (record for record in self.candidates(scope) if isinstance(record, Ticket))
        cycles = (cycle for ticket in tickets for cycle in self.belonging(ticket, scope))
        return sum(
            cycle.elapsed(scope) - scope.elapsed(cycle.start, cycle.end, cycle.standing | scope.excluded)
            for cycle in cycles
        )

    def folded(self, fold: Fold | None, scope: Scope, limits: Bounds) -> Bounds | None:
        """One figure of all cycles that belong to the period, or of the one ticket in scope."""
        if fold is None:
            return self.read(scope.records[0], scope) if scope.records else None
        found = [bounds for record in self.candidates(scope) for bounds in self.of_each(record, scope)]
        known = _folded(found, fold) if found else None
        return fold.with_more(known, limits) if self.may_miss(scope) else known


def _folded(found: list[Bounds], fold: Fold) -> Bounds:
    return Bounds(fold.side([one.low for one in found]), fold.side([one.high for one in found]))


@frozen(kw_only=True)
class OfCycles(Folded):
    """What metrics of the clocks of tickets share."""

    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Ticket

    # Whether the clock stands while the ticket is paused, as its rules say.
    pauses: bool = field(default=True, validator=true_or_false)
    # Whether a cycle belongs to the period in which it was "settled", or in which it was "opened".
    counted_by: str = field(default="settled", validator=one_of(BY))

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def reading(self) -> CycleReading:
        """What is read of each cycle."""
        raise NotImplementedError(f"{type(self).__qualname__} must name its reading")

    def sample(self, scope: Scope) -> int:
        """How many tickets are judged in the period, or how many cycles make its figure."""
        return Folded.sample(self, scope) if self.folding() is None else self.reading().count(scope)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many tickets count in the period, and how many cycles, where that is another number."""
        return self.reading().counted(scope)

    def measure(self, scope: Scope) -> Bounds | None:
        """Read every cycle, fold the lows and the highs, and allow for cycles in a gap."""
        return self.reading().folded(self.folding(), scope, self.limits())


@frozen(kw_only=True)
class OfTickets(OfCycles):
    """What metrics share that judge every ticket by itself, or make one figure of them all."""

    # "each" judges every ticket by itself, by its longest cycle where it has several; "mean" and
    # "largest" make one figure of all cycles of the period.
    over: str = field(default="each", validator=one_of(tuple(FOLDS)))

    def folding(self) -> Fold | None:
        """As `over` says."""
        return FOLDS[self.over]


def clock_of(name: str, *, pauses: bool = True, reopening: str | None = None) -> TicketClock:
    """The clock of that name, on the terms of an agreement."""
    return with_terms(CLOCKS[name], pauses=pauses, reopening=reopening)


def with_terms(clock: TicketClock, *, pauses: bool = True, reopening: str | None = None) -> TicketClock:
    """The clock with another rule of reopening, and running on through pauses unless they count."""
    if reopening is not None:
        clock = evolve(clock, reopening=reopening)
    return clock if pauses else evolve(clock, pause=(), run=())


@frozen(kw_only=True)
class _TicketTime(OfTickets):
    """What the times of tickets share."""

    unit: ClassVar[str] = "minute"

    measure_unit: str = field(default="minute", alias="unit", converter=unit_of_time)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def reading(self) -> CycleReading:
        """The time on the clock, in the stated unit."""
        return CycleReading(clock=self.ticket_clock(), counted_by=self.counted_by, unit=self.measure_unit)

    def ticket_clock(self) -> TicketClock:
        """The clock that is read."""
        raise NotImplementedError(f"{type(self).__qualname__} must name its clock")


@frozen(kw_only=True)
class ResponseTime(_TicketTime):
    """Time from the opening of a ticket to the first response, in service hours.

    A ticket that is resolved without a response before was responded to by that.
    """

    kind: ClassVar[str] = "response-time"

    def ticket_clock(self) -> TicketClock:
        """From the opening to the first response."""
        return clock_of("response", pauses=self.pauses)


@frozen(kw_only=True)
class ResolutionTime(_TicketTime):
    """Time from the opening of a ticket to its resolution, in service hours.

    Where a ticket was reopened, the time between resolution and reopening is left out, is
    counted, begins a new cycle, or the first resolution stands: the contract decides by
    `reopening`.
    """

    kind: ClassVar[str] = "resolution-time"

    reopening: str = field(default="gap left out", validator=one_of(REOPENING))

    def ticket_clock(self) -> TicketClock:
        """From the opening to the resolution, with the rule for reopening."""
        return clock_of("resolution", pauses=self.pauses, reopening=self.reopening)


@frozen(kw_only=True)
class ClockTerms(OfCycles):
    """What metrics share that say which clock they read: one by its name, or one of their own."""

    # A clock that help desks know, such as "next response" or "agent work".
    clock: str | None = field(default=None, validator=one_of((None, *CLOCKS)))
    # The rules of a clock of one's own, in place of a name.
    rules: TicketClock | None = None
    # What a reopening means, where the clock's own rule does not hold.
    reopening: str | None = field(default=None, validator=one_of((None, *REOPENING)))

    def __attrs_post_init__(self) -> None:
        if (self.clock is None) == (self.rules is None):
            raise InvalidValue(
                "a metric of tickets reads one clock: state clock, such as 'resolution', or its rules"
            )

    def ticket_clock(self) -> TicketClock:
        """The clock that is read, on the terms of the agreement."""
        rules = self.rules or CLOCKS[self.clock or ""]
        return with_terms(rules, pauses=self.pauses, reopening=self.reopening)


@frozen(kw_only=True)
class TicketTime(ClockTerms):
    """Time on a clock of tickets, in service hours: one that help desks know, or one of your own."""

    kind: ClassVar[str] = "ticket-time"
    unit: ClassVar[str] = "minute"

    # "each" judges every ticket by itself, by its longest cycle; "mean" and "largest" make one
    # figure of all cycles of the period.
    over: str = field(default="each", validator=one_of(tuple(FOLDS)))
    measure_unit: str = field(default="minute", alias="unit", converter=unit_of_time)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def folding(self) -> Fold | None:
        """As `over` says."""
        return FOLDS[self.over]

    def reading(self) -> CycleReading:
        """The time on the clock, in the stated unit."""
        return CycleReading(clock=self.ticket_clock(), counted_by=self.counted_by, unit=self.measure_unit)
