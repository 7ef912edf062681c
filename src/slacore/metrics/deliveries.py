"""Lateness: how long after its due time something was delivered."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Delivery, Record
from slacore.metrics.tickets import FOLDS
from slacore.metrics.time_unit import unit_of_time
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of


@frozen(kw_only=True)
class _Late(Reading):
    """The time from due to delivered in service hours; early and punctual are both zero.

    A delivery belongs to the period in which it was due. One that has not come is late by
    what was watched at least, and has no upper limit.
    """

    unit: str

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        if not isinstance(record, Delivery) or not scope.settles(record.due):
            return None
        came = record.delivered
        if came is None or came > scope.horizon:
            watched = scope.elapsed(record.due, scope.seen_until(record.due))
            return Bounds(Quantity(watched, "microsecond").in_unit(self.unit), None)
        late = scope.elapsed(record.due, came)
        return Bounds.exactly(Quantity(late, "microsecond").in_unit(self.unit))


@frozen(kw_only=True)
class Lateness(Folded):
    """How late deliveries were: each, on average, or the latest, in a unit of time."""

    kind: ClassVar[str] = "lateness"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Delivery

    # "each" judges every delivery by itself; "mean" and "largest" make one figure a period.
    over: str = field(default="each", validator=one_of(tuple(FOLDS)))
    measure_unit: str = field(default="hour", alias="unit", converter=unit_of_time)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def reading(self) -> Reading:
        """How late one delivery was."""
        return _Late(unit=self.measure_unit)

    def folding(self) -> Fold | None:
        """As `over` says."""
        return FOLDS[self.over]
