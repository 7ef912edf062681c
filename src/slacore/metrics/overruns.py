"""Overruns: by how much clocks of tickets ran over their targets, and how many did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Ticket
from slacore.metrics.folds import Total
from slacore.metrics.ticket_targets import CHANGES, Targets, TicketTarget, Use, share_of, targets
from slacore.metrics.ticket_uses import BY_DUE, LateReading, UseReading
from slacore.metrics.tickets import FOLDS, ClockTerms, unit_of_time
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Fold, Scope
from slacore.values import Bounds, Instant, Quantity, quantity
from slacore.values.choice import one_of
from slacore.values.quantity import duration
from slacore.values.several import several


def _warning(value: object) -> Quantity:
    warning = quantity(value)
    share = share_of(warning)
    if share is None and warning.in_unit("second") <= 0:
        raise InvalidValue(f"a warning comes some time before the target is used up, found {warning}")
    if share is not None and not 0 < share < 1:
        raise InvalidValue(f"a warning comes at a share of the target between 0 % and 100 %, found {warning}")
    return warning


def _warnings(value: Any) -> tuple[Quantity, ...]:
    return tuple(_warning(one) for one in several(value))


@frozen(kw_only=True)
class _Targeted(ClockTerms):
    """What metrics of tickets with a table of targets share."""

    # The targets, a row for each priority or agreement; the first that fits a ticket is its own.
    targets: tuple[TicketTarget, ...] = field(converter=targets)
    # Another target of a ticket that is changed holds "from then on", or "from the start".
    changes: str = field(default=CHANGES[0], validator=one_of(CHANGES))
    # The period of a cycle: the one in which it was "settled", "opened" or "due".
    counted_by: str = field(default="settled", validator=one_of(BY_DUE))

    def __attrs_post_init__(self) -> None:
        ClockTerms.__attrs_post_init__(self)
        if not self.targets:
            raise InvalidValue("state the targets, a row for each priority, or one row for all tickets")

    def _table(self) -> Targets:
        return Targets(self.targets, self.changes)


@frozen(kw_only=True)
class Overrun(_Targeted):
    """By how much a clock of tickets ran over its target, in service time; negative is what was left.

    Every ticket is judged by its own target, so that the level's is at most nothing.
    """

    kind: ClassVar[str] = "overrun"
    unit: ClassVar[str] = "minute"

    # "each" judges every ticket by itself, by its worst cycle; "mean" and "largest" make one figure
    # of all cycles of the period.
    over: str = field(default="each", validator=one_of(tuple(FOLDS)))
    measure_unit: str = field(default="minute", alias="unit", converter=unit_of_time)
    # When a warning is due: at a share of the target, such as "80 %", or so long before it is used up.
    warnings: tuple[Quantity, ...] = field(default=(), converter=_warnings)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def __attrs_post_init__(self) -> None:
        _Targeted.__attrs_post_init__(self)
        if self.counted_by == "due" and self.folding() is None:
            raise InvalidValue(
                "a ticket that is judged by itself may settle in one period and be due in another: count it "
                "by settled or opened, or make one figure of the period"
            )

    def folding(self) -> Fold | None:
        """As `over` says."""
        return FOLDS[self.over]

    def limits(self) -> Bounds:
        """More than the longest target is never left. Working days are taken at their longest."""
        return Bounds(Quantity(-self._table().most(), "microsecond").in_unit(self.measure_unit), None)

    def reading(self) -> UseReading:
        """How much of its target each cycle used, in the unit."""
        return UseReading(
            clock=self.ticket_clock(),
            counted_by=self.counted_by,
            targets=self._table(),
            unit=self.measure_unit,
        )

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many tickets count, and of a single one when each cycle was due and warned of."""
        counted = ClockTerms.workings(self, scope)
        if len(scope.records) != 1:
            return counted
        (ticket,) = scope.of_kind(Ticket)
        reading = self.reading()
        uses = [reading.use(ticket, cycle, scope) for cycle in reading.belonging(ticket, scope)]
        known = [use for use in uses if use is not None]
        return (*counted, *(line for n, use in enumerate(known, 1) for line in self._told(n, use, scope)))

    def _told(self, number: int, use: Use, scope: Scope) -> Iterator[tuple[str, str]]:
        cycle = f"cycle {number}, " if number > 1 else ""
        yield f"{cycle}started", str(use.cycle.start)
        yield f"{cycle}due", _moment(use.due(scope))
        for warning in self.warnings:
            share = share_of(warning)
            used = use.allowed - warning.micros if share is None else int(use.allowed * share)
            when = f"{warning} before" if share is None else f"at {warning}"
            yield f"{cycle}warning {when}", _moment(use.at(used, scope))
        yield f"{cycle}{'over' if use.over > 0 else 'left'}", duration(abs(use.over))


def _moment(moment: Instant | None) -> str:
    return "not known while it stands" if moment is None else str(moment)


@frozen(kw_only=True)
class LateCount(_Targeted):
    """How many cycles of a clock of tickets ran over their targets."""

    kind: ClassVar[str] = "late-count"
    unit: ClassVar[str] = "count"

    # Whether exactly the target is within it.
    inclusive: bool = field(default=True, validator=true_or_false)

    def folding(self) -> Fold:
        """The sum of ones and zeros is the number."""
        return Total()

    def reading(self) -> LateReading:
        """One for a late cycle, zero for another."""
        return LateReading(
            clock=self.ticket_clock(),
            counted_by=self.counted_by,
            targets=self._table(),
            late=1,
            kept=0,
            inclusive=self.inclusive,
        )

    def measure(self, scope: Scope) -> Bounds | None:
        """Nothing was late where there was nothing; in a gap there may be any number more."""
        reading, fold = self.reading(), self.folding()
        found = [one for record in reading.candidates(scope) for one in reading.of_each(record, scope)]
        low, high = fold.side([one.low for one in found]), fold.side([one.high for one in found])
        return Bounds(low, None if reading.may_miss(scope) else high)

    def reaches(self, scope: Scope, end: str) -> bool:
        """There may have been none in a gap."""
        return end == "low"
