"""On time: the share of deliveries that came when they were due, within a tolerance."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Delivery, Record
from slacore.metrics.folds import Mean
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of

_ON_TIME, _LATE, _PERHAPS = Bounds(100, 100), Bounds(0, 0), Bounds(0, 100)


@frozen(kw_only=True)
class _Came(Reading):
    """A hundred for what came in time, nothing for what did not; both while it may still come."""

    # How late it may be, in microseconds, and whether so late is late.
    within: int
    edge_is_late: bool
    cancelled_is_late: bool

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        if not isinstance(record, Delivery) or not scope.settles(record.due):
            return None
        if record.cancelled:
            return _LATE if self.cancelled_is_late else None
        came = record.delivered
        if came is None or came > scope.horizon:
            watched = scope.elapsed(record.due, scope.seen_until(record.due))
            return _LATE if self._is_late(watched) else _PERHAPS
        return _LATE if self._is_late(scope.elapsed(record.due, came)) else _ON_TIME

    def _is_late(self, micros: int) -> bool:
        return micros >= self.within if self.edge_is_late else micros > self.within


@frozen(kw_only=True)
class OnTime(Folded):
    """The share of deliveries that came by their due time or within a tolerance of it, in percent.

    100 × (on time) ÷ (all that were due in the period). What comes early is on time.
    """

    kind: ClassVar[str] = "on-time"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Delivery
    most: ClassVar[int | None] = 100

    # How late it may be, in service hours.
    within: Quantity = field(default=Quantity(0, "minute"), converter=quantity)
    # Whether what is late by exactly so much is on time.
    inclusive: bool = field(default=True, validator=true_or_false)
    # Whether what was called off is "late" or "left out".
    cancelled: str = field(default="late", validator=one_of(("late", "left out")))

    @within.validator
    def _not_negative(self, _: object, value: Quantity) -> None:
        if value.micros < 0:
            raise InvalidValue(f"a delivery may be late by nothing or more, found {value}")

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def reading(self) -> Reading:
        """Whether one delivery came in time."""
        return _Came(
            within=self.within.micros,
            edge_is_late=not self.inclusive,
            cancelled_is_late=self.cancelled == "late",
        )

    def folding(self) -> Fold:
        """The mean of hundreds and zeros is the percentage."""
        return Mean()
