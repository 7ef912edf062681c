"""Days after working days: how long a ticket stayed unresolved once so many working days had gone by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from attrs import field, frozen

from slacore.calendars import is_business_day
from slacore.errors import InvalidValue
from slacore.evidence import Ticket
from slacore.metrics.ticket_clocks import REOPENING, Cycle
from slacore.metrics.tickets import CycleReading, OfTickets, clock_of
from slacore.model import Scope
from slacore.values import WindowSet
from slacore.values.choice import one_of
from slacore.values.window import local_date, midnight

_DAY_OF_RESOLUTION = ("left out", "counted")


@frozen(kw_only=True)
class _DaysAfter(CycleReading):
    """How many calendar days a ticket lasted after its working days.

    Days are those of the zone of the service hours, or else of the level.
    """

    working_days: int
    day_of_resolution: str

    def of_cycle(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> int:
        """The number of the days."""
        return len(self.days(ticket, cycle, scope))

    def days(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> tuple[date, ...]:
        """Of the days on which it lasted, those after the last of the working days."""
        left, found = self.working_days, []
        zone = scope.zone if scope.hours is None else scope.hours.zone
        for day in self._lasting(ticket, cycle, zone):
            if left:
                left -= is_business_day(scope.hours, day)
            else:
                found.append(day)
        return tuple(found)

    def _lasting(self, ticket: Ticket, cycle: Cycle, zone: str) -> Iterator[date]:
        """The days after the one of its start on which the clock ran."""
        start, end = cycle.start.micros, cycle.end.micros
        unresolved = WindowSet([(start, end)])
        running = unresolved - cycle.standing
        if self.clock.reopening == "gap left out":
            unresolved -= ticket.waiting(cycle.end, pauses=False, gaps=True)
        day = local_date(start, zone) + timedelta(days=1)
        while (begun := midnight(day, zone).micros) < end:
            tomorrow = day + timedelta(days=1)
            after = midnight(tomorrow, zone).micros
            left_out = self.day_of_resolution == "left out" and not unresolved.contains(after - 1)
            # A date that the zone skipped, as Samoa did with 30 December 2011, has no time at all.
            if running & WindowSet([(begun, after)]) and not left_out:
                yield day
            day = tomorrow


def _whole_days(_: object, attribute: Any, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidValue(f"working days are a whole number such as 2, found {value!r}")


@frozen(kw_only=True)
class DaysAfterWorkingDays(OfTickets):
    """Calendar days that a ticket stayed unresolved after so many full working days.

    Working days are counted from the day after the opening; they are the dates on which the
    level's service hours have some open time after holidays and breaks, or Monday to Friday
    where it has no hours. Every date after the last of them counts, weekends and holidays too.
    A date on which the clock stood from midnight to midnight is neither.
    """

    kind: ClassVar[str] = "days-after-working-days"
    unit: ClassVar[str] = "day"

    # How many full working days there are to resolve the ticket; 0 counts from the next day on.
    working_days: int = field(validator=_whole_days)
    # Whether a day counts in the course of which the ticket was resolved. One that was resolved at
    # midnight was unresolved for all of the day before, and for nothing of the day after.
    day_of_resolution: str = field(default="left out", validator=one_of(_DAY_OF_RESOLUTION))
    # Days from a resolution to a reopening are a "gap left out" or a "gap counted", a "new cycle"
    # begins, or "first close wins".
    reopening: str = field(default="gap left out", validator=one_of(REOPENING))

    def reading(self) -> _DaysAfter:
        """The days of one ticket."""
        return _DaysAfter(
            clock=clock_of("resolution", pauses=self.pauses, reopening=self.reopening),
            counted_by=self.counted_by,
            working_days=self.working_days,
            day_of_resolution=self.day_of_resolution,
        )

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many tickets count, and of a single one from which day to which."""
        counted = OfTickets.workings(self, scope)
        if len(scope.records) != 1 or not self.sample(scope):
            return counted
        (ticket,) = scope.of_kind(Ticket)
        reading = self.reading()
        lasted = (reading.days(ticket, cycle, scope) for cycle in reading.belonging(ticket, scope))
        shown = (("days that count", f"{days[0]} to {days[-1]}") for days in lasted if days)
        return (*counted, *shown)
