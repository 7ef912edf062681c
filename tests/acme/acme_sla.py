"""What a third party adds to slacore, by public names only: a record, three metrics, two steps.

Nothing here is known to slacore, and nothing in slacore was changed for it.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any, ClassVar

from attrs import frozen

import slacore as sla


@frozen(kw_only=True)
class QueueReading(sla.Record):
    """How many letters lay in the intake, as a clerk counted them."""

    kind: ClassVar[str] = "queue-reading"

    at: sla.Instant
    depth: sla.Quantity
    desk: str | None = None

    def extent(self) -> tuple[sla.Instant, sla.Instant]:
        """The instant of the count."""
        return self.at, self.at


@frozen(kw_only=True)
class QueueDepth(sla.Metric):
    """Depth of the intake queue, as a percentile (nearest rank) over counted time."""

    kind: ClassVar[str] = "queue-depth"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[type] = QueueReading
    percentile: Fraction = Fraction(95)

    def measure(self, scope: Any) -> Fraction | None:
        """The reading that so many per cent of the readings do not exceed."""
        readings = [r for r in scope.of_kind(QueueReading) if scope.counts(r.at)]
        depths = sorted(reading.depth.in_unit("count") for reading in readings)
        return depths[ceil(self.percentile * len(depths) / 100) - 1] if depths else None


@frozen(kw_only=True)
class HoursOver(sla.Metric):
    """Hours that began with a queue over the limit: an hour that nobody counted may be one of them."""

    kind: ClassVar[str] = "hours-over"
    unit: ClassVar[str] = "hour"
    evidence: ClassVar[type] = QueueReading
    limit: sla.Quantity

    def measure(self, scope: Any) -> sla.Bounds:
        """At least those that were counted, at most those and the gap."""
        over = sum(r.depth > self.limit for r in scope.of_kind(QueueReading) if scope.counts(r.at))
        return sla.Bounds(over, over + Fraction(scope.gaps.micros, 3_600_000_000))


@frozen(kw_only=True)
class EveryDepth(sla.Metric):
    """Every reading is judged by itself."""

    kind: ClassVar[str] = "every-depth"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[type] = QueueReading

    def each(self, scope: Any) -> tuple[QueueReading, ...]:
        """The readings of the period."""
        return tuple(reading for reading in scope.of_kind(QueueReading) if scope.counts(reading.at))

    def measure(self, scope: Any) -> Fraction:
        """The depth of the one that is asked about."""
        (reading,) = scope.records
        return reading.depth.in_unit("count")


@frozen(kw_only=True)
class Windfall(sla.Step):
    """Amounts below a limit are multiplied. It does not say where it changes."""

    kind: ClassVar[str] = "windfall"
    head: ClassVar[str] = "factor"
    factor: Fraction = Fraction(2)
    below: Fraction = Fraction(100)

    def apply(self, amounts: tuple[Any, ...], case: Any) -> tuple[Any, ...]:
        """Each small amount times the factor; what cannot be said stays so."""
        return tuple(one.times(self.factor) if (one.value or 0) < self.below else one for one in amounts)


@frozen(kw_only=True)
class Goodwill(Windfall):
    """The same, and it says where it changes: then doubtful amounts are exact."""

    kind: ClassVar[str] = "goodwill"

    def bends(self, amount: Any, case: Any) -> tuple[Fraction, ...]:
        """The limit."""
        return (self.below,)


ACME = sla.STANDARD.with_kinds(QueueReading, QueueDepth, HoursOver, EveryDepth, Windfall, Goodwill)
