"""What cycles of tickets have used of their targets, and whether they were late."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from slacore.evidence import Record, Ticket
from slacore.metrics.ticket_clocks import Cycle
from slacore.metrics.ticket_targets import Targets, Use
from slacore.metrics.tickets import BY, CycleReading
from slacore.model import Scope
from slacore.values import Bounds, Instant

BY_DUE = (*BY, "due")


@frozen(kw_only=True)
class UseReading(CycleReading):
    """By how much cycles are over their targets; negative is what is left.

    Counted by when they were "due", cycles belong to the period of that instant, also where they
    settled before it.
    """

    targets: Targets

    def use(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> Use | None:
        """What the cycle has used of its target."""
        return self.targets.use(ticket, cycle, scope)

    def of_cycle(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> int | Fraction | None:
        """By how much it is over."""
        use = self.use(ticket, cycle, scope)
        return None if use is None else self.stated(use.over)

    def instant(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> Instant | None:
        """When it settled, began, or was due."""
        if self.counted_by != "due":
            return CycleReading.instant(self, ticket, cycle, scope)
        use = self.use(ticket, cycle, scope)
        if use is None or (cycle.stop is None and use.over < 0):
            # It may be paused yet: when it will be due is not known.
            return None
        return use.due(scope)

    def candidates(self, scope: Scope) -> tuple[Record, ...]:
        """Those of other periods as well, where something may be due later than it settled."""
        if self.counted_by != "due":
            return scope.records
        inside = {record.id for record in scope.records}
        # What shares time with the period and is not among its records is excused.
        return tuple(one for one in scope.around if one.id in inside or not _shares(one, scope))

    def may_miss(self, scope: Scope) -> bool:
        """Whether cycles that belong to the period may not have been seen."""
        return bool(scope.gaps) or (self.counted_by == "due" and self.targets.may_miss(scope))


def _shares(record: Record, scope: Scope) -> bool:
    extent = record.extent()
    if extent is None:
        return True
    start, end = extent
    return start < scope.period.end and (end is None or end >= scope.period.start)


@frozen(kw_only=True)
class LateReading(UseReading):
    """The figure `late` of a cycle that ran over its target, and `kept` of one that did not."""

    late: int
    kept: int
    # Whether exactly the target is within it.
    inclusive: bool = True

    def use(self, ticket: Ticket, cycle: Cycle, scope: Scope) -> Use | None:
        """What the cycle has used of its target."""
        return self.targets.use(ticket, cycle, scope, inclusive=self.inclusive)

    def as_bounds(self, value: int | Fraction, cycle: Cycle) -> Bounds:
        """A cycle that goes on and is late is late; one that is not yet late may be either."""
        if value > 0 or (value == 0 and not self.inclusive):
            return Bounds.exactly(self.late)
        ends = sorted((self.kept, self.kept if cycle.stop is not None else self.late))
        return Bounds(*ends)
