"""Outage duration: how long outages lasted, each by itself, on average, or the longest."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Outage, Record
from slacore.metrics.folds import Largest, Mean
from slacore.metrics.time_unit import unit_of_time
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Instant, Quantity, WindowSet
from slacore.values.choice import one_of

_FOLDS: dict[str, Fold | None] = {"each": None, "mean": Mean(), "largest": Largest()}
_BY = ("end", "start")


@frozen(kw_only=True)
class _Lasted(Reading):
    """How long an outage lasted in service hours, less excused time of the period.

    One that goes on has lasted as long as it was watched at least, and has no upper limit.
    """

    unit: str
    counted_by: str

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        if not isinstance(record, Outage):
            return None
        end = record.end if record.end is not None and record.end < scope.horizon else None
        if not scope.settles(end if self.counted_by == "end" else record.start):
            return None
        lasted = self._lasted(scope, record.start, scope.seen_until(record.start) if end is None else end)
        return Bounds(lasted, None if end is None else lasted)

    def _lasted(self, scope: Scope, start: Instant, end: Instant) -> Fraction:
        period = WindowSet.of(scope.period)
        within = (WindowSet([(start.micros, end.micros)]) & scope.counted) - scope.excluded
        beyond = scope.elapsed(start, end, pauses=period)
        return Quantity(within.micros + beyond, "microsecond").in_unit(self.unit)


@frozen(kw_only=True)
class OutageDuration(Folded):
    """How long outages lasted: each, on average (the mean time to restore), or the longest.

    Every outage is one, also where it overlaps another, and belongs whole to one period.
    """

    kind: ClassVar[str] = "outage-duration"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Outage

    # "each" judges every outage by itself; "mean" and "largest" make one figure a period.
    over: str = field(default="each", validator=one_of(tuple(_FOLDS)))
    # Whether an outage belongs to the period of its "end", or of its "start".
    counted_by: str = field(default="end", validator=one_of(_BY))
    measure_unit: str = field(default="minute", alias="unit", converter=unit_of_time)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def counts_at_all_hours(self) -> bool:
        """Hours say how the clock runs, not what counts."""
        return True

    def reading(self) -> Reading:
        """How long one outage lasted."""
        return _Lasted(unit=self.measure_unit, counted_by=self.counted_by)

    def folding(self) -> Fold | None:
        """As `over` says."""
        return _FOLDS[self.over]
