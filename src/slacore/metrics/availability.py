"""Availability and downtime: the share and the total of time in which a service was up."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Outage, Probe, Record, Tally
from slacore.metrics.outages import Interruptions, OutageRule, downtime, in_words, of_outages
from slacore.metrics.slots import Slot, bad_slots, check_bad_when, interruptions, of_probes, of_tallies
from slacore.metrics.tallies import (
    added_back,
    excused,
    hidden,
    interval_shares,
    nothing_added_back,
    overlap,
    pooled_parts,
    share,
    tallied,
    tallies_reach,
    with_added_back,
)
from slacore.metrics.time_unit import unit_of_time
from slacore.model import Metric, Scope, Test
from slacore.values import Bounds, Quantity, WindowSet, duration
from slacore.values.choice import one_of

_READS: dict[str, type[Record]] = {"outages": Outage, "tallies": Tally, "probes": Probe}
_IDLE = ("full", "skipped")
Workings = tuple[tuple[str, str], ...]


def _refuse_what_means_nothing(metric: Availability | Downtime, *, by_number: bool) -> None:
    """Fields that have no effect together are a misunderstanding of one of them."""
    rule, flagged, source = metric.outages, metric.bad_when is not None, metric.source
    check_bad_when(metric.bad_when)
    if flagged and source != "tallies":
        raise InvalidValue(f"bad_when says which tallied intervals are bad, and {source} are no intervals")
    if rule is None:
        return
    if not isinstance(rule, OutageRule):
        raise InvalidValue(f"outages takes a rule, such as OutageRule(at_least='5 min'), found {rule!r}")
    if source == "tallies" and not flagged:
        raise InvalidValue("outages are made from intervals that are bad; say which are, with bad_when")
    if source == "outages" and rule.counts_intervals:
        raise InvalidValue(f"outages are no intervals of which {rule.least} follow each other; state a time")
    if by_number and rule.per is not None:
        raise InvalidValue(f"units of {rule.per} are units of time, and here bad ones are counted by number")


@frozen(kw_only=True)
class Availability(Metric):
    """The share of counted time, of things tallied or of probes that was good, in percent.

    From outages it is 100 × (counted time − downtime) ÷ counted time, and from probes
    100 × good probes ÷ all probes. From tallies it is
    pooled (100 × Σ good ÷ Σ total) or the mean of the intervals' own shares, which differ
    whenever the intervals carry different weight. Intervals that are flagged as bad are outages,
    pooled by their time or counted by their number.
    """

    kind: ClassVar[str] = "availability"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Outage, Tally, Probe)
    most: ClassVar[int | None] = 100
    adds_back: ClassVar[bool] = True

    # What it is made from: "outages", "tallies" or "probes".
    source: str = field(default="outages", validator=one_of(tuple(_READS)))
    # For tallies: "pooled", or "mean of intervals".
    pooling: str = field(default="pooled", validator=one_of(("pooled", "mean of intervals")))
    # What an interval, or a whole period, with nothing tallied is: "full" (100 %) or
    # "skipped", which leaves it out of the mean and a period without any without data.
    idle: str = field(default="skipped", validator=one_of(_IDLE))
    # For tallies: the share of an interval that was bad from which on, or above which, all of it is.
    bad_when: Test | None = None
    # Which outages, or runs of bad intervals or probes, count; None is all of them.
    outages: OutageRule | None = None

    def __attrs_post_init__(self) -> None:
        by_number = self.pooling != "pooled" or self.source == "probes"
        if self.source != "tallies" and self.pooling != "pooled":
            raise InvalidValue(
                f"pooling is for tallies; {self.source} have no intervals of which to take a mean"
            )
        if self.source == "probes" and self.idle != "skipped":
            raise InvalidValue(
                "idle is for intervals and periods with nothing to count; a probe always counts"
            )
        _refuse_what_means_nothing(self, by_number=by_number)

    def reads(self) -> tuple[type[Record], ...]:
        """Outages, tallies or probes, as `source` says."""
        return (_READS[self.source],)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share, with gaps once all bad and once all good."""
        if self.source == "outages":
            return self._of_time(of_outages(scope, self.outages), scope.counted, scope)
        if self.source == "probes" and self.outages is None:
            return _share_of_probes(scope)
        if self._counts_slots:
            return self._of_number(scope)
        if self.bad_when is not None:
            slots = self._slots(scope)
            return self._of_time(self._runs(slots, scope), self._told(slots, scope), scope)
        if self.pooling == "pooled":
            return share(with_added_back(pooled_parts(scope), scope), idle_is_full=self.idle == "full")
        return self._mean_of_intervals(scope)

    def sample(self, scope: Scope) -> int:
        """How many probes, or else outages or tallies, count in the period."""
        if self.source == "probes":
            return sum(scope.counts(probe.at) for probe in scope.of_kind(Probe))
        return len(tallied(scope)) if self.source == "tallies" else len(scope.records)

    def reaches(self, scope: Scope, end: str) -> bool:
        """Time that is missing can all be up or down; things that are missing have no number."""
        if self.source == "tallies" and self.pooling == "pooled" and self.bad_when is None:
            return tallies_reach(scope, end)
        if self._counts_slots or self.pooling != "pooled":
            return False
        whole_units = self.outages is not None and self.outages.per is not None
        return not (whole_units and self.source == "tallies") and _time_reaches(self, scope)

    def workings(self, scope: Scope) -> Workings:
        """The downtime, what was tallied as good and bad, or how many intervals were."""
        if self.source == "outages":
            return _down_in_words(of_outages(scope, self.outages), self.outages, scope)
        if self.source == "probes" and self.outages is None:
            return (("probes", str(self.sample(scope))),)
        if self.source == "probes" or self.bad_when is not None:
            return self._slots_in_words(scope)
        if self.pooling == "pooled":
            return _tallied_in_words(scope)
        number = len(interval_shares(scope, idle_is_full=self.idle == "full"))
        return (("intervals", str(number)), *_overlap_in_words(scope))

    def _of_time(self, found: Interruptions, told: WindowSet, scope: Scope) -> Bounds | None:
        """The share of the time told of that was up; where nobody looked, something may be told or not."""
        rule = self.outages
        least, most = (max(lost - added_back(scope), 0) for lost in downtime(found, rule, scope))
        all_told = (told | (found.unseen & found.kept)).micros
        if all_told == 0:
            return Bounds.exactly(100) if self.idle == "full" else None
        # At worst all that may count as down was tallied, and nothing else that nobody saw was. Whole
        # units may be lost where less than a unit was tallied, so there not even that is told.
        worst = told if rule is not None and rule.per is not None else told | found.left(rule)[1]
        low = Fraction(100 * max(worst.micros - most, 0), worst.micros or 1)
        return Bounds(low, max(low, Fraction(100 * (all_told - min(least, all_told)), all_told)))

    def _told(self, slots: tuple[Slot, ...], scope: Scope) -> WindowSet:
        """The time of which the share is taken: all of it, or that of intervals that were not idle."""
        if self.idle == "full":
            return scope.counted
        told = WindowSet((slot.start, slot.end) for slot in slots if slot.counts and not slot.idle)
        return told & scope.counted

    @property
    def _counts_slots(self) -> bool:
        """Whether slots count by their number, and not by their time."""
        return self.source == "probes" or (self.bad_when is not None and self.pooling != "pooled")

    def _slots(self, scope: Scope) -> tuple[Slot, ...]:
        if self.source == "probes":
            return of_probes(scope, self.outages)
        assert self.bad_when is not None
        return of_tallies(scope, self.bad_when, self.outages, in_order=not self._counts_slots)

    def _runs(self, slots: tuple[Slot, ...], scope: Scope) -> Interruptions:
        return interruptions(slots, scope, self.outages, idle_is_up=self.idle == "full")

    def _of_number(self, scope: Scope) -> Bounds | None:
        """The share of slots that were good, each with the same weight."""
        nothing_added_back(scope)
        if hidden(scope):
            # Any number of them may be missing, so any share is possible.
            return Bounds(0, 100)
        slots = self._slots(scope)
        number = self._number(slots)
        if number == 0:
            return share(None, idle_is_full=self.idle == "full")
        least, most = bad_slots(slots, *self._runs(slots, scope).left(self.outages))
        return Bounds(Fraction(100 * (number - most), number), Fraction(100 * (number - least), number))

    def _number(self, slots: tuple[Slot, ...]) -> int:
        return sum(slot.counts and (self.idle == "full" or not slot.idle) for slot in slots)

    def _slots_in_words(self, scope: Scope) -> Workings:
        slots = self._slots(scope)
        found = self._runs(slots, scope)
        said = [
            ("probes" if self.source == "probes" else "intervals", str(self._number(slots))),
            ("bad", _numbers(*bad_slots(slots, *found.left(None)))),
        ]
        if not self._counts_slots:
            return (*said, *_down_in_words(found, self.outages, scope))
        if self.outages is not None:
            runs = _numbers(*bad_slots(slots, *found.left(self.outages)))
            said.append((f"bad in runs of {self.outages.sentence()}", runs))
        return tuple(said)

    def _mean_of_intervals(self, scope: Scope) -> Bounds | None:
        shares = interval_shares(scope, idle_is_full=self.idle == "full")
        if hidden(scope):
            # Any number of intervals may be missing, so any mean is possible.
            return Bounds(0, 100)
        if not shares:
            return share(None, idle_is_full=self.idle == "full")
        number = len(shares)
        return Bounds(
            sum((bounds.low or Fraction(0) for bounds in shares), Fraction(0)) / number,
            sum((Fraction(100) if b.high is None else b.high for b in shares), Fraction(0)) / number,
        )


@frozen(kw_only=True)
class Downtime(Metric):
    """The total of counted time that was down: from outages, from tallies of time or from bad intervals."""

    kind: ClassVar[str] = "downtime"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Outage, Tally)
    adds_back: ClassVar[bool] = True

    # What it is made from: "outages" or "tallies".
    source: str = field(default="outages", validator=one_of(("outages", "tallies")))
    measure_unit: str = field(default="minute", alias="unit", converter=unit_of_time)
    # For tallies: the share of an interval that was bad from which on, or above which, all of it is.
    bad_when: Test | None = None
    # Whether an interval with nothing tallied ends a run of bad ones ("full"), or not ("skipped").
    idle: str = field(default="skipped", validator=one_of(_IDLE))
    # Which outages, or runs of bad intervals, count; None is all of them.
    outages: OutageRule | None = None

    def __attrs_post_init__(self) -> None:
        _refuse_what_means_nothing(self, by_number=False)
        if self.idle != "skipped" and (self.bad_when is None or self.outages is None):
            raise InvalidValue(
                "idle says whether a run of bad intervals ends; state bad_when and outages as well"
            )

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def reads(self) -> tuple[type[Record], ...]:
        """Outages or tallies, as `source` says."""
        return (_READS[self.source],)

    def measure(self, scope: Scope) -> Bounds | None:
        """The total, with gaps once all up and once all down."""
        if self.source == "outages" or self.bad_when is not None:
            lost = downtime(self._found(scope), self.outages, scope)
            least, most = (max(micros - added_back(scope), 0) for micros in lost)
            return self._bounds(Fraction(least), Fraction(most))
        parts = with_added_back(pooled_parts(scope, of_time=True), scope)
        return None if parts is None else self._bounds(parts.bad.low, parts.bad.high)

    def reaches(self, scope: Scope, end: str) -> bool:
        """Time that is missing can all be up or down."""
        return (self.source == "tallies" and self.bad_when is None) or _time_reaches(self, scope)

    def workings(self, scope: Scope) -> Workings:
        """The downtime and what was excused, or what was tallied as good and bad."""
        if self.source == "tallies" and self.bad_when is None:
            return _tallied_in_words(scope)
        return _down_in_words(self._found(scope), self.outages, scope)

    def _found(self, scope: Scope) -> Interruptions:
        if self.source == "outages":
            return of_outages(scope, self.outages)
        assert self.bad_when is not None
        slots = of_tallies(scope, self.bad_when, self.outages, in_order=True)
        return interruptions(slots, scope, self.outages, idle_is_up=self.idle == "full")

    def _bounds(self, low: Fraction | None, high: Fraction | None) -> Bounds:
        return Bounds(self._stated(low), self._stated(high))

    def _stated(self, micros: Fraction | None) -> Fraction | None:
        return None if micros is None else Quantity(micros, "microsecond").in_unit(self.measure_unit)


def _time_reaches(metric: Availability | Downtime, scope: Scope) -> bool:
    """Whether what is missing can be down, or up, so that an end of the bounds is the figure."""
    # What a tally leaves unsaid may not be all good or all bad.
    complete = metric.source == "outages" or all(tally.is_complete() for tally in tallied(scope))
    return complete and (metric.outages is None or metric.outages.is_monotone)


def _share_of_probes(scope: Scope) -> Bounds | None:
    """Every probe in counted time counts once; any number may be missing from a gap."""
    nothing_added_back(scope)
    found = [probe.good for probe in scope.of_kind(Probe) if scope.counts(probe.at)]
    # A probe in excused time would not count either.
    if scope.gaps - scope.excluded:
        return Bounds(0, 100)
    return Bounds.exactly(Fraction(100 * sum(found), len(found))) if found else None


def _down_in_words(found: Interruptions, rule: OutageRule | None, scope: Scope) -> Workings:
    low, high = found.left(rule)
    least, most = downtime(found, rule, scope)
    said = [*in_words(found, rule, scope), ("down", duration(least))]
    if scope.added_back:
        said.append(("added back", duration(added_back(scope))))
    if scope.excluded:
        said.append(("excused", duration(excused(scope).micros)))
    if high != low:
        said.append(("up or down", duration(most - least)))
    return tuple(said)


def _tallied_in_words(scope: Scope) -> Workings:
    parts = pooled_parts(scope)
    if parts is None:
        return ()
    is_time = any(tally.is_time for tally in scope.of_kind(Tally))
    said = ((name, _part(bounds, is_time)) for name, bounds in (("good", parts.good), ("bad", parts.bad)))
    return (*said, *_overlap_in_words(scope))


def _overlap_in_words(scope: Scope) -> Workings:
    """Two tallies of one time both count; whoever reads the figure should know."""
    twice = overlap(tallied(scope))
    return () if twice is None else (("overlap", " and ".join(tally.named() for tally in twice)),)


def _part(bounds: Bounds, is_time: bool) -> str:
    if not is_time:
        return str(bounds)
    ends = ["any time" if end is None else duration(int(end)) for end in (bounds.low, bounds.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _numbers(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
