"""Availability and downtime: the share and the total of time in which a service was up."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.evidence import Outage, Probe, Record, Tally
from slacore.metrics.tallies import (
    added_back,
    hidden,
    interval_shares,
    pooled_parts,
    share,
    tallied,
    tallies_reach,
    with_added_back,
)
from slacore.model import Metric, Scope
from slacore.values import Bounds, Quantity, WindowSet, duration
from slacore.values.choice import one_of
from slacore.values.quantity import unit_name

_READS: dict[str, type[Record]] = {"outages": Outage, "tallies": Tally, "probes": Probe}


def down_and_unseen(scope: Scope) -> tuple[WindowSet, WindowSet]:
    """Counted time that was down and not excused, and counted time of which nobody can tell.

    Overlapping outages count once. Time in a gap during which an outage is recorded
    nevertheless is down; excused time is up whatever happened in it. An outage without an
    end lasted for as long as it was watched without a break, and perhaps longer.
    """
    down, perhaps = [], []
    for outage in scope.of_kind(Outage):
        end = min(
            _last_seen(outage, scope) if outage.end is None else outage.end.micros, scope.horizon.micros
        )
        down.append((outage.start.micros, end))
        if outage.end is None:
            perhaps.append((end, scope.horizon.micros))
    seen_down = WindowSet(down)
    unseen = scope.gaps | (WindowSet(perhaps) & scope.counted)
    return (seen_down & scope.counted) - scope.excluded, unseen - scope.excluded - seen_down


def _last_seen(outage: Outage, scope: Scope) -> int:
    """Until when an outage without an end was seen: by the watch in which it began, or else the next."""
    start = outage.start.micros
    return next((end for _, end in scope.covered.spans if end > start), start)


@frozen(kw_only=True)
class Availability(Metric):
    """The share of counted time, of things tallied or of probes that was good, in percent.

    From outages it is 100 × (counted time − downtime) ÷ counted time, and from probes
    100 × good probes ÷ all probes. From tallies it is
    pooled (100 × Σ good ÷ Σ total) or the mean of the intervals' own shares, which differ
    whenever the intervals carry different weight.
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
    idle: str = field(default="skipped", validator=one_of(("full", "skipped")))

    def reads(self) -> tuple[type[Record], ...]:
        """Outages, tallies or probes, as `source` says."""
        return (_READS[self.source],)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share, with gaps once all bad and once all good."""
        if self.source == "outages":
            return self._of_outages(scope)
        if self.source == "probes":
            return _share_of_probes(scope)
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
        if self.source == "tallies" and self.pooling == "pooled":
            return tallies_reach(scope, end)
        return self.source == "outages"

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The downtime, what was tallied as good and bad, or how many intervals were."""
        if self.source == "tallies" and self.pooling != "pooled":
            number = len(interval_shares(scope, idle_is_full=self.idle == "full"))
            return (("intervals", str(number)),)
        if self.source == "probes":
            return (("probes", str(self.sample(scope))),)
        return _down_in_words(scope) if self.source == "outages" else _tallied_in_words(scope)

    def _of_outages(self, scope: Scope) -> Bounds | None:
        total = scope.counted.micros
        if total == 0:
            return Bounds.exactly(100) if self.idle == "full" else None
        down, unseen = (part.micros for part in down_and_unseen(scope))
        least, most = (max(lost - added_back(scope), 0) for lost in (down + unseen, down))
        return Bounds(Fraction(100 * (total - least), total), Fraction(100 * (total - most), total))

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
    """The total of counted time that was down, from outages or from tallies of time."""

    kind: ClassVar[str] = "downtime"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Outage, Tally)
    adds_back: ClassVar[bool] = True

    # What it is made from: "outages" or "tallies".
    source: str = field(default="outages", validator=one_of(("outages", "tallies")))
    measure_unit: str = field(default="minute", alias="unit", converter=unit_name)

    def measured_in(self) -> str:
        """The unit of time that the agreement states."""
        return self.measure_unit

    def reads(self) -> tuple[type[Record], ...]:
        """Outages or tallies, as `source` says."""
        return (_READS[self.source],)

    def measure(self, scope: Scope) -> Bounds | None:
        """The total, with gaps once all up and once all down."""
        if self.source == "outages":
            down, unseen = (part.micros for part in down_and_unseen(scope))
            least, most = (max(lost - added_back(scope), 0) for lost in (down, down + unseen))
            return self._bounds(Fraction(least), Fraction(most))
        parts = with_added_back(pooled_parts(scope, of_time=True), scope)
        return None if parts is None else self._bounds(parts.bad.low, parts.bad.high)

    def reaches(self, scope: Scope, end: str) -> bool:
        """Time that is missing can all be up or down."""
        return True

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """The downtime and what was excused, or what was tallied as good and bad."""
        return _down_in_words(scope) if self.source == "outages" else _tallied_in_words(scope)

    def _bounds(self, low: Fraction | None, high: Fraction | None) -> Bounds:
        return Bounds(self._stated(low), self._stated(high))

    def _stated(self, micros: Fraction | None) -> Fraction | None:
        return None if micros is None else Quantity(micros, "microsecond").in_unit(self.measure_unit)


def _share_of_probes(scope: Scope) -> Bounds | None:
    """Every probe in counted time counts once; any number may be missing from a gap."""
    found = [probe.good for probe in scope.of_kind(Probe) if scope.counts(probe.at)]
    # A probe in excused time would not count either.
    if scope.gaps - scope.excluded:
        return Bounds(0, 100)
    return Bounds.exactly(Fraction(100 * sum(found), len(found))) if found else None


def _down_in_words(scope: Scope) -> tuple[tuple[str, str], ...]:
    down, unseen = down_and_unseen(scope)
    said = [("down", duration(down.micros))]
    if scope.added_back:
        said.append(("added back", duration(added_back(scope))))
    if scope.excluded:
        said.append(("excused", duration(scope.excluded.micros)))
    if unseen:
        said.append(("up or down", duration(unseen.micros)))
    return tuple(said)


def _tallied_in_words(scope: Scope) -> tuple[tuple[str, str], ...]:
    parts = pooled_parts(scope)
    if parts is None:
        return ()
    is_time = any(tally.is_time for tally in scope.of_kind(Tally))
    return tuple(
        (name, _part(bounds, is_time)) for name, bounds in (("good", parts.good), ("bad", parts.bad))
    )


def _part(bounds: Bounds, is_time: bool) -> str:
    if not is_time:
        return str(bounds)
    ends = ["any time" if end is None else duration(int(end)) for end in (bounds.low, bounds.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
