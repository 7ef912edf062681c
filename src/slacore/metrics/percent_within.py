"""Percent within: the share of tickets that were fast enough."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.evidence import Record, Ticket
from slacore.metrics.folds import Mean
from slacore.metrics.ticket_clocks import CLOCKS, REOPENING, TicketClock
from slacore.metrics.ticket_targets import CHANGES, Targets, TicketTarget, targets
from slacore.metrics.ticket_uses import BY_DUE, LateReading
from slacore.metrics.tickets import with_terms
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Fold, Folded, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of


def _threshold(value: object) -> Quantity:
    length = quantity(value)
    if length.in_unit("second") <= 0:
        raise InvalidValue(f"a threshold is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class PercentWithin(Folded):
    """The share of tickets whose time on one of their clocks is within a threshold, in percent.

    Each cycle of a clock counts by itself. What is open and already late is late; what is open and
    not yet late is in doubt.
    """

    kind: ClassVar[str] = "percent-within"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Ticket
    most: ClassVar[int | None] = 100

    # Which clock, such as "response", "next response" or "resolution".
    of: str | None = field(default=None, validator=one_of((None, *CLOCKS)))
    # The rules of a clock of one's own, in place of a name.
    rules: TicketClock | None = None
    # The threshold, in service hours.
    within: Quantity | None = field(default=None, converter=optional(_threshold))
    # In place of one threshold a table; the first row that fits a ticket is its own.
    targets: tuple[TicketTarget, ...] = field(default=(), converter=targets)
    # Another target of a ticket that is changed holds "from then on", or "from the start".
    changes: str = field(default=CHANGES[0], validator=one_of(CHANGES))
    # Whether a time of exactly the threshold is within.
    inclusive: bool = field(default=True, validator=true_or_false)
    # Whether the clock stands while a ticket is paused, as its rules say.
    pauses: bool = field(default=True, validator=true_or_false)
    # The period of a cycle: the one in which it was "settled", "opened" or "due".
    counted_by: str = field(default="settled", validator=one_of(BY_DUE))
    # What the time between a resolution and a reopening is: "gap left out", "gap counted", the
    # beginning of a "new cycle", or "first close wins"; the clock's own rule if None.
    reopening: str | None = field(default=None, validator=one_of((None, *REOPENING)))

    def __attrs_post_init__(self) -> None:
        if (self.of is None) == (self.rules is None):
            raise InvalidValue(
                "a share within is of one time: state of, such as 'response', or the rules of a clock"
            )
        if (self.within is None) == (not self.targets):
            raise InvalidValue("state within, one time for all, or targets, a row for each priority")
        if self.within is not None and self.changes != CHANGES[0]:
            raise InvalidValue(f"one time for all never changes {self.changes}; state targets, or no changes")

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def folding(self) -> Fold:
        """The mean of hundreds and zeros is the percentage."""
        return Mean()

    def sample(self, scope: Scope) -> int:
        """How many cycles count in the period."""
        return self.reading().count(scope)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many tickets count, and cycles of them."""
        return self.reading().counted(scope)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share of cycles."""
        return self.reading().folded(self.folding(), scope, self.limits())

    def reading(self) -> LateReading:
        """Whether one cycle is within its target."""
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
