"""Targets of tickets: what is promised by priority and agreement, and what of it is used up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from attrs import field, frozen

from slacore.calendars import ServiceHours, is_business_day
from slacore.calendars.business_days import Snap
from slacore.errors import CalendarError, EvaluationError, InvalidValue
from slacore.evidence import Ticket
from slacore.metrics.ticket_clocks import Cycle
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Instant, Quantity, Window, WindowSet, quantity
from slacore.values.several import several
from slacore.values.window import local_date

CHANGES = ("from then on", "from the start")
# With the hour by which clocks go back.
_LONGEST_DAY = 25 * 3_600_000_000


def _name(value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or not value):
        raise InvalidValue(f"a priority or an agreement has a name such as 'high', found {value!r}")
    return value


def _length(value: object) -> Quantity | None:
    if value is None:
        return None
    length = quantity(value)
    if length.micros <= 0:
        raise InvalidValue(f"a threshold is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class TicketTarget:
    """What is promised for tickets of a priority, an agreement, or of both.

    ``TicketTarget(priority="high", within="4 h")`` is four hours of service time, and
    ``working_days=2`` two days on which there is some, however long they are. With neither
    nothing is promised: such tickets are left out.
    """

    # None is any priority, and any agreement.
    priority: str | None = field(default=None, converter=_name)
    agreement: str | None = field(default=None, converter=_name)
    within: Quantity | None = field(default=None, converter=_length)
    # So many working days after the start, at the same time of day. What starts on a date without
    # service hours is counted from the next opening.
    working_days: int | None = None
    # Working days end with the service hours of the last one. What starts on a date without service
    # hours has the next working day as its first one, or as the one from which they are counted.
    end_of_day: bool = field(default=False, validator=true_or_false)
    from_opening: bool = field(default=False, validator=true_or_false)

    def __attrs_post_init__(self) -> None:
        days = self.working_days
        if self.within is not None and days is not None:
            raise InvalidValue(f"a target is a time or working days, found {self.within} and {days}")
        if self.end_of_day and days is None:
            raise InvalidValue("end_of_day belongs to working days; add working_days=1, say")
        if self.from_opening and not self.end_of_day:
            raise InvalidValue("from_opening belongs to end_of_day; without it days count so anyway")
        if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days < 1):
            raise InvalidValue(f"working days are a whole number from 1 on, found {days!r}")

    @property
    def promises(self) -> bool:
        """Whether it promises anything."""
        return self.within is not None or self.working_days is not None

    def hides(self, later: TicketTarget) -> bool:
        """Whether a row below it can never be reached."""
        return self.is_for(later.priority, later.agreement)

    def is_for(self, priority: str | None, agreement: str | None) -> bool:
        """Whether a ticket of that priority and agreement is meant."""
        return self.priority in (None, priority) and self.agreement in (None, agreement)

    def allowance(self, start: Instant, scope: Scope) -> int:
        """How much service time a clock may use that starts then, in microseconds.

        Working days are as much of it as lies between the start and the same time so many
        working days later. A pause adds its own service time to either form alike.
        """
        if self.within is not None:
            return self.within.micros
        hours = scope.hours or ServiceHours(zone=scope.zone, weekly={"mon-fri": "00:00-24:00"})
        return scope.elapsed(start, self._last(hours, start))

    def _last(self, hours: ServiceHours, start: Instant) -> Instant:
        days, snap = self.working_days or 0, _SNAP[self.end_of_day]
        opening = hours.add_business_days(start, 0, snap="next open")
        closed = not is_business_day(hours, local_date(start.micros, hours.zone))
        if closed and (self.from_opening or not self.end_of_day):
            return hours.add_business_days(opening, days, snap=snap)
        last = hours.add_business_days(start, days, snap=snap)
        # The same time of day may come before the next opening, and would leave no time at all.
        return last if last > opening else hours.add_business_days(opening, days, snap=snap)

    def most(self) -> int:
        """No less than it can ever allow, in microseconds; 0 where nothing is promised."""
        if self.within is not None:
            return self.within.micros
        # Without service hours weekends count as well: at most two days in seven, and both at the ends.
        return 0 if self.working_days is None else (2 * self.working_days + 4) * _LONGEST_DAY

    def __str__(self) -> str:
        for_whom = [one for one in (self.priority, self.agreement) if one is not None]
        return " ".join(for_whom) or "any other"


_SNAP: dict[bool, Snap] = {True: "end of day", False: "none"}


class Use(NamedTuple):
    """What a cycle has used of its target: the one that it overran, or else the last one."""

    cycle: Cycle
    # Microseconds of service time.
    allowed: int
    used: int
    # From when on the target was in force.
    since: Instant

    @property
    def over(self) -> int:
        """By how much it ran over; negative is what is left."""
        return self.used - self.allowed

    def due(self, scope: Scope) -> Instant | None:
        """When its target was used up, or will be without a further pause; None while that is open."""
        return self.at(self.allowed, scope)

    def at(self, used: int, scope: Scope) -> Instant | None:
        """When so much was used under this target."""
        cycle = self.cycle
        if self.used < used and cycle.stop is None and _stands(cycle):
            return None
        hours = scope.hours or ServiceHours.always(scope.zone)
        try:
            reached = hours.add(cycle.start, Quantity.of_micros(max(used, 0)), pauses=cycle.standing)
        except CalendarError:
            # The hours never open again.
            return None
        return max(reached, self.since)


def _stands(cycle: Cycle) -> bool:
    """Whether it stands at its end."""
    return bool(cycle.standing) and cycle.standing.spans[-1][1] >= cycle.end.micros


class Targets(NamedTuple):
    """A table of targets, and from when on another row holds for a ticket that is changed."""

    rows: tuple[TicketTarget, ...]
    changes: str = CHANGES[0]

    def use(self, ticket: Ticket, cycle: Cycle, scope: Scope, *, inclusive: bool = True) -> Use | None:
        """What the cycle has used of its target; None where nothing is promised.

        The time that was spent is kept when another target comes into force. A target that was
        overrun while it was in force stays so, unless a change counts from the start; used up
        exactly, it was overrun unless it is `inclusive`.
        """
        found = None
        for since, until, row in self._in_force(ticket, cycle):
            found = None
            if row.promises:
                last = until is None
                used = cycle.elapsed(scope) if last else cycle.elapsed(scope, until)
                found = Use(cycle, row.allowance(cycle.start, scope), used, since)
                if found.over > 0 or (found.over == 0 and not inclusive):
                    return found if last else found._replace(used=cycle.elapsed(scope))
        return found

    def _in_force(
        self, ticket: Ticket, cycle: Cycle
    ) -> Iterator[tuple[Instant, Instant | None, TicketTarget]]:
        """The rows that held during the cycle, each from when to when; the last has no end."""
        held: dict[Instant, tuple[str | None, str | None]] = {}
        for at, priority, agreement in ticket.terms():
            # Of several changes at one instant the last one counts.
            if at < cycle.end or not held:
                held[max(at, cycle.start)] = priority, agreement
        if self.changes == "from the start":
            held = {cycle.start: held[max(held)]}
        starts = sorted(held)
        for since, until in zip(starts, (*starts[1:], None), strict=True):
            yield since, until, self._row(ticket, *held[since])

    def _row(self, ticket: Ticket, priority: str | None, agreement: str | None) -> TicketTarget:
        for row in self.rows:
            if row.is_for(priority, agreement):
                return row
        shown = f"the priority {priority!r}" if priority is not None else "no priority"
        under = f" under the agreement {agreement!r}" if agreement is not None else ""
        raise EvaluationError(
            f"{ticket.named()} has {shown}{under}, for which no target is stated "
            f"(targets: {', '.join(map(str, self.rows))}); add one, or one without a priority for all others"
        )

    def most(self) -> int:
        """The most that any of them can allow, in microseconds."""
        return max((row.most() for row in self.rows), default=0)

    def may_miss(self, scope: Scope) -> bool:
        """Whether what was settled before anybody watched may have been due in the period."""
        start = scope.period.start
        allowed = Quantity.of_micros(self.most())
        hours = scope.hours or ServiceHours.always(scope.zone)
        try:
            since = hours.subtract(start, allowed, at_open="previous close")
        except CalendarError:
            return True
        return since < start and not scope.covered.covers(WindowSet.of(Window(since, start)))


def targets(value: Any) -> tuple[TicketTarget, ...]:
    """Convert the rows of a table; one that no ticket can reach is refused."""
    rows = several(value)
    for number, row in enumerate(rows):
        if not isinstance(row, TicketTarget):
            raise InvalidValue(f"targets are rows such as TicketTarget(within='4 h'), found {row!r}")
        above = next((one for one in rows[:number] if one.hides(row)), None)
        if above is not None:
            raise InvalidValue(f"no ticket reaches the target for {row}: that for {above} stands above it")
    if rows and not any(row.promises for row in rows):
        raise InvalidValue("no row of the targets promises anything; add within or working_days to one")
    return rows


def share_of(warning: Quantity) -> Fraction | None:
    """A warning as a share of the target; None where it is a time before it is used up."""
    return warning.in_unit("ratio") if warning.unit in ("percent", "ratio") else None
