"""Freshness: how old the newest data was, at its oldest in the period or when the period ended."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Delivery, Record, Sample
from slacore.metrics.time_unit import unit_of_time
from slacore.model import Metric, Scope
from slacore.values import Bounds, Instant, Quantity, WindowSet
from slacore.values.choice import one_of
from slacore.values.several import several

_READS: dict[str, type[Record]] = {"samples": Sample, "deliveries": Delivery}
# Before any instant that evidence can name.
_EVER = -(2**62)


@frozen(kw_only=True)
class Freshness(Metric):
    """The age of the newest sample or delivery: the largest in the period, or that at its end.

    Age runs in service hours and stands in excused time. Of several partitions the oldest counts.
    What was last before the period is looked up in the evidence; where that does not reach back to it,
    the age has no upper limit.
    """

    kind: ClassVar[str] = "freshness"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Sample, Delivery)

    # What brings new data: "samples" or "deliveries".
    source: str = field(default="deliveries", validator=one_of(tuple(_READS)))
    # The "largest" age in the period, or the age at its "end".
    over: str = field(default="largest", validator=one_of(("largest", "end")))
    # The fact by which a record says which partition it brings, such as "region"; samples have a "name".
    partition: str | None = None
    # The partitions that there must be.
    partitions: tuple[str, ...] = field(default=(), converter=several)
    measure_unit: str = field(default="hour", alias="unit", converter=unit_of_time)

    @partitions.validator
    def _named(self, _: Any, value: tuple[str, ...]) -> None:
        if (self.partition is None) != (not value):
            raise InvalidValue(
                "whoever judges by partition says by which fact, and which partitions there are: "
                "give both, as in partition='region' and partitions=['north', 'south']"
            )
        if len(set(value)) < len(value):
            raise InvalidValue(f"a partition is named once, found {', '.join(value)}")

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def reads(self) -> tuple[type[Record], ...]:
        """Samples or deliveries, as `source` says."""
        return (_READS[self.source],)

    def counts_at_all_hours(self) -> bool:
        """Data that come at night are new as well."""
        return True

    def sample(self, scope: Scope) -> int:
        """How many samples or deliveries came in the period."""
        return sum(at >= scope.period.start.micros for at, _ in self._arrivals(scope))

    def measure(self, scope: Scope) -> Bounds | None:
        """The age of the oldest partition, with gaps once full of new data and once without any."""
        if not scope.counted - scope.excluded:
            return None
        arrivals = sorted(self._arrivals(scope), key=lambda one: one[0])
        lows, highs = [], []
        for name in self.partitions or (None,):
            seen = [at for at, of in arrivals if of == name]
            lows.append(self._with_gaps_full(scope, [*seen, *(at for at, of in arrivals if of == "")]))
            highs.append(self._with_gaps_empty(scope, seen))
        oldest = None if None in highs else max(high for high in highs if high is not None)
        return Bounds(self._stated(max(lows)), None if oldest is None else self._stated(oldest))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """When each partition was last renewed."""
        arrivals = list(self._arrivals(scope))
        said = []
        for name in self.partitions or (None,):
            last = max((at for at, of in arrivals if of == name), default=None)
            text = "not seen" if last is None else str(Instant(last, scope.zone))
            said.append((f"newest of {name}" if name else "newest", text))
        return tuple(said)

    def _arrivals(self, scope: Scope) -> Iterator[tuple[int, str | None]]:
        """When data came, and for which partition: None where all are one, empty where it is not said."""
        start, end = scope.period.start.micros, min(scope.period.end.micros, scope.horizon.micros)
        # Of the period itself without what lies in excused time, so not out of what is around.
        for records, since, until in ((scope.around, _EVER, start), (scope.records, start, end)):
            for record in records:
                came = record.delivered if isinstance(record, Delivery) else getattr(record, "at", None)
                if came is not None and since <= came.micros < until:
                    yield came.micros, self._partition_of(record, scope)

    def _partition_of(self, record: Record, scope: Scope) -> str | None:
        if self.partition is None:
            return None
        said = scope.fact(self.partition, record)
        return "" if said is None else str(said)

    def _with_gaps_empty(self, scope: Scope, seen: list[int]) -> int | None:
        """The age if nothing came that was not seen; None where nothing was seen early enough."""
        start, end = scope.period.start.micros, scope.period.end.micros
        if not seen or (self.over == "largest" and seen[0] >= start):
            return None
        last = max(number for number, at in enumerate(seen) if at < start) if self.over == "largest" else -1
        return max(_age(scope, one, two) for one, two in pairwise([*seen[last:], end]))

    def _with_gaps_full(self, scope: Scope, seen: list[int]) -> int:
        """The age if new data came at every instant that nobody watched."""
        start, end = scope.period.start.micros, scope.period.end.micros
        unseen = WindowSet([(_EVER, end)]) - scope.covered - scope.excluded
        newest, ages = _EVER, [0]
        for since, until in sorted([*unseen.spans, *((at, at) for at in seen), (end, end)]):
            if since >= start and (self.over == "largest" or since == end):
                ages.append(_age(scope, newest, since))
            newest = max(newest, until)
        return max(ages)

    def _stated(self, micros: int) -> Fraction:
        return Quantity(micros, "microsecond").in_unit(self.measure_unit)


def _age(scope: Scope, since: int, until: int) -> int:
    """How long the clock of age ran: in service hours, in the period without excused time."""
    if since >= until:
        return 0
    within = (WindowSet([(since, until)]) & scope.counted) - scope.excluded
    start, end = Instant(since, scope.zone), Instant(until, scope.zone)
    return within.micros + scope.elapsed(start, end, pauses=WindowSet.of(scope.period))
