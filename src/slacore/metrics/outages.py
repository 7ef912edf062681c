"""Outage rules: which outages count as downtime, how much of each, and in which order that is decided."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Outage, Record
from slacore.metrics.tallies import excused
from slacore.model import Scope
from slacore.values import Quantity, WindowSet, duration, quantity
from slacore.values.choice import one_of
from slacore.values.quantity import same_dimension
from slacore.values.window_set import Span
from slacore.values.zones import wall_clock

# Before and after everything that is measured, and longer than any of it.
_EVER = WindowSet(((-(2**62), 2**62),))
_ENDLESS = 2**61
_DAY = 86_400_000_000
_ORDERS = ("exclude first", "qualify first")
_STEPS = {
    ("part", "exclude first"): ("clip", "exclude", "qualify"),
    ("part", "qualify first"): ("clip", "qualify", "exclude"),
    ("whole", "exclude first"): ("exclude", "qualify", "clip"),
    ("whole", "qualify first"): ("qualify", "exclude", "clip"),
}


def _length(value: object) -> Quantity | None:
    if value is None:
        return None
    length = quantity(value)
    if same_dimension(length.unit, "count"):
        whole = length.in_unit("count").denominator == 1
    elif same_dimension(length.unit, "second"):
        whole = bool(length.micros)
    else:
        raise InvalidValue(
            f"an outage has a length such as '5 min', or '10 count' of intervals, found {length}"
        )
    if length.amount <= 0 or not whole:
        raise InvalidValue(
            f"an outage is longer than nothing, and a run is of whole intervals, found {length}"
        )
    return length


def _unit(value: object) -> Quantity | None:
    if value is None:
        return None
    unit = quantity(value)
    if unit.in_unit("second") <= 0:
        raise InvalidValue(f"outages are rounded to units longer than nothing, found per {unit}")
    return unit if unit.micros else None


@frozen(kw_only=True)
class OutageRule:
    """Which outages count as downtime, and how much of each.

    Outages that overlap or touch are one. ``OutageRule(at_least="5 min")`` drops what is shorter;
    ``at_least="10 count"`` drops runs of fewer bad intervals. With `per` what is left of each
    outage counts in whole units.
    """

    # The shortest outage that counts: this length, or only what is longer.
    at_least: Quantity | None = field(default=None, converter=_length)
    above: Quantity | None = field(default=None, converter=_length)
    # Which comes first where an exclusion cuts an outage: "exclude first" asks how long the pieces
    # are that it leaves, "qualify first" how long the outage was.
    order: str = field(default="exclude first", validator=one_of(_ORDERS))
    # Of an outage that reaches over the edge of the period or of the service hours, which must be
    # long enough: the "part" inside, or the "whole".
    edge: str = field(default="part", validator=one_of(("part", "whole")))
    # Whole units of time, "full" or "started", laid from where each outage starts or by the "clock".
    per: Quantity | None = field(default=None, converter=_unit)
    count: str | None = field(default=None, validator=one_of(("full", "started", None)))
    alignment: str = field(default="outage", validator=one_of(("outage", "clock")))

    def __attrs_post_init__(self) -> None:
        if self.at_least is not None and self.above is not None:
            raise InvalidValue(
                f"outages count from {self.at_least} on or above {self.above}; state one of them"
            )
        if self.least is None and self.per is None:
            raise InvalidValue(
                "a rule for outages says which count (at_least, above) or in which units (per)"
            )
        if self.least is None and (self.order, self.edge) != ("exclude first", "part"):
            raise InvalidValue(
                "order and edge say which length must be enough; state it with at_least or above"
            )
        if (self.per is None) != (self.count is None):
            raise InvalidValue(
                "outages are counted in whole units: state per, and count as 'full' or 'started'"
            )
        if self.per is None and self.alignment != "outage":
            raise InvalidValue("alignment says where units begin; state them with per and count")
        if self.per is not None and self.alignment == "clock" and _DAY % self.per.micros:
            raise InvalidValue(f"units of {self.per} are not laid by the clock: no day is a number of them")

    @property
    def least(self) -> Quantity | None:
        """The edge of the lengths that count."""
        return self.above if self.at_least is None else self.at_least

    @property
    def counts_intervals(self) -> bool:
        """Whether an outage must be of so many intervals, and not of so much time."""
        return self.least is not None and same_dimension(self.least.unit, "count")

    @property
    def looks_beyond(self) -> bool:
        """Whether it matters what happened in time that does not count."""
        return (self.order, self.edge) != ("exclude first", "part")

    @property
    def is_monotone(self) -> bool:
        """Whether more time that was down never is less downtime.

        Of units that start with each outage, two may need more than one that joins them.
        """
        return (self.count, self.alignment) != ("started", "outage")

    @property
    def shortest(self) -> int:
        """The fewest microseconds that an outage has which counts."""
        if self.least is None or self.counts_intervals:
            return 1
        return self.least.micros + (self.above is not None)

    def qualifies(self, number: int) -> bool:
        """Whether so many microseconds, or so many intervals, are enough."""
        least = self.least
        if least is None:
            return True
        edge = least.in_unit("count") if self.counts_intervals else least.micros
        return number >= edge if self.above is None else number > edge

    def sentence(self) -> str:
        """Which outages qualify, in words."""
        least = f"at least {self.at_least}" if self.above is None else f"above {self.above}"
        return f"{least}, of the {self.edge}" if self.edge == "whole" else least


@frozen(kw_only=True)
class Interruptions:
    """What is known of the time that was down, in and around a period, before any rule."""

    # Time that was down for certain, and time of which something is known but not whether it was.
    down: WindowSet
    doubtful: WindowSet = WindowSet()
    # Time in which anything may have happened.
    unseen: WindowSet
    # The promised time of the period, and what of it counts against the provider.
    service: WindowSet
    kept: WindowSet
    # Time that belongs to no run, and ends none.
    idle: WindowSet = WindowSet()
    # The intervals that it is made from, in order, where it is made from intervals.
    slots: tuple[Span, ...] = ()

    def stages(self, rule: OutageRule | None) -> tuple[tuple[str, WindowSet, WindowSet], ...]:
        """Step by step, the time that counts as down for certain, and at most."""
        low, high, idle = self.down, self.down | self.doubtful | self.unseen, self.idle
        found = [("merge", low, high)]
        for step in _steps(rule):
            if step == "qualify" and rule is not None:
                low = self._qualifying(low, idle, rule)
                high = self._qualifying(high, idle, rule, unseen=self.unseen)
            elif step == "exclude":
                low, high, idle = (time - (self.service - self.kept) for time in (low, high, idle))
            else:
                low, high, idle = (time & self.service for time in (low, high, idle))
            found.append((step, low, high))
        return tuple(found)

    def left(self, rule: OutageRule | None) -> tuple[WindowSet, WindowSet]:
        """The time that counts as down for certain, and at most, before it is rounded."""
        _, low, high = self.stages(rule)[-1]
        return low, high

    def _qualifying(
        self, time: WindowSet, idle: WindowSet, rule: OutageRule, *, unseen: WindowSet = WindowSet()
    ) -> WindowSet:
        starts, ends = [slot[0] for slot in self.slots], [slot[1] for slot in self.slots]
        kept: list[Span] = []
        for run in _runs(time, idle):
            if not rule.counts_intervals:
                enough = rule.qualifies(sum(end - start for start, end in run))
            else:
                number = sum(bisect_left(starts, end) - bisect_right(ends, start) for start, end in run)
                # Nobody knows how many intervals are missing where nobody looked.
                enough = rule.qualifies(number) or bool(WindowSet(run) & unseen)
            kept += run if enough else ()
        return WindowSet(kept)


def _steps(rule: OutageRule | None) -> tuple[str, ...]:
    if rule is None:
        return "clip", "exclude"
    steps = _STEPS[rule.edge, rule.order]
    return steps if rule.least is not None else tuple(step for step in steps if step != "qualify")


def _runs(time: WindowSet, idle: WindowSet) -> Iterator[list[Span]]:
    """The pieces of time that are one outage each: idle time between two of them joins them."""
    joined = (time | idle).spans
    at = 0
    run: list[Span] = []
    for span in time.spans:
        while joined[at][1] < span[1]:
            if run:
                yield run
            at, run = at + 1, []
        run.append(span)
    if run:
        yield run


def of_outages(scope: Scope, rule: OutageRule | None) -> Interruptions:
    """What outages say. Overlap counts once; what is recorded is down, also in a gap.

    An outage without an end lasted for as long as it was watched without a break, and perhaps longer.
    """
    down, perhaps = [], []
    for outage in _outages(scope, rule):
        end = _last_seen(outage, scope) if outage.end is None else outage.end.micros
        end = min(end, scope.horizon.micros)
        down.append((outage.start.micros, end))
        if outage.end is None:
            perhaps.append((end, scope.horizon.micros))
    return Interruptions(
        down=WindowSet(down),
        unseen=scope.gaps | WindowSet(perhaps) | beyond(scope, rule),
        service=service_time(scope),
        kept=scope.counted - excused(scope),
    )


def _outages(scope: Scope, rule: OutageRule | None) -> Iterator[Outage]:
    found: tuple[Record, ...] = scope.records
    # Those that lie in excused time, or in another period, are only among those around.
    if (rule is not None and rule.looks_beyond) or scope.added_back & scope.excluded:
        found = tuple(dict.fromkeys((*found, *scope.around)))
    return (record for record in found if isinstance(record, Outage))


def _last_seen(outage: Outage, scope: Scope) -> int:
    """Until when an outage without an end was seen: by the watch in which it began, or else the next."""
    start = outage.start.micros
    return next((end for _, end in scope.covered.spans if end > start), start)


def beyond(scope: Scope, rule: OutageRule | None) -> WindowSet:
    """Time that does not count and that nobody watched, where what happened in it matters."""
    if rule is None or not rule.looks_beyond:
        return WindowSet()
    matters = _EVER if rule.edge == "whole" else service_time(scope)
    return matters - scope.covered - scope.counted


def service_time(scope: Scope) -> WindowSet:
    """The promised time of the period, with what exclusions take from it."""
    return WindowSet.of(scope.period) if scope.hours is None else scope.hours.open_time(scope.period)


def downtime(found: Interruptions, rule: OutageRule | None, scope: Scope) -> tuple[int, int]:
    """The downtime in microseconds, least and most; never more than the time that counts."""
    low, high = found.left(rule)
    least, most = low.micros, high.micros
    if rule is not None and rule.per is not None:
        if rule.is_monotone:
            least, most = (_rounded(time, rule, scope.zone) for time in (low, high))
        else:
            least, most = _started(found, rule)
    # Started units may come to more than there is.
    return min(least, scope.counted.micros), min(most, scope.counted.micros)


def _rounded(time: WindowSet, rule: OutageRule, zone: str) -> int:
    """Full units of each outage, or full or started ones of the clock."""
    assert rule.per is not None
    per = rule.per.micros
    if rule.alignment == "outage":
        return sum((end - start) // per * per for start, end in time.spans)
    first, last = (_next, _last) if rule.count == "full" else (_last, _next)
    # Two outages in one minute have started one: as a set of time it counts once.
    return WindowSet((first(start, per, zone), last(end, per, zone)) for start, end in time.spans).micros


def _last(moment: int, per: int, zone: str) -> int:
    """Where the unit of the clock begins in which the instant lies."""
    return _laid(moment, -(_shown(moment, zone) % per), per, zone)


def _next(moment: int, per: int, zone: str) -> int:
    """Where the next unit of the clock begins, if none does at the instant itself."""
    return _laid(moment, -_shown(moment, zone) % per, per, zone)


def _laid(moment: int, step: int, per: int, zone: str) -> int:
    """The instant to which the clock goes so far; a day of 23 hours has a shorter unit."""
    found = moment + step
    slip = (_shown(found, zone) - _shown(moment, zone) - step + _DAY // 2) % _DAY - _DAY // 2
    moved = found - slip
    if _shown(found, zone) % per and _shown(moved, zone) % per:
        # The clock never shows where the unit begins: it does when the clock is changed.
        return max(found, moved)
    return moved if _shown(found, zone) % per else found


def _shown(moment: int, zone: str) -> int:
    """What the clock shows at the instant, in microseconds since midnight."""
    clock = wall_clock(moment, zone)
    return ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000_000 + clock.microsecond


def _started(found: Interruptions, rule: OutageRule) -> tuple[int, int]:
    """Started units of each outage, least and most, whatever happened in what is in doubt.

    What fills a doubt may join two outages, which then need fewer units, or be short outages of its
    own, which need many. Each end is one that no filling passes, and not always one that some reaches.
    """
    assert rule.per is not None
    low, high = found.left(rule)
    per, least, most = rule.per.micros, 0, 0
    # The parts of a run that goes on over idle time may each be short.
    shortest = 1 if found.idle else rule.shortest
    for (start, end), certain in zip(high.spans, _shares(low, high), strict=True):
        least += -(-certain // per) * per
        if certain == end - start:
            most += -(-certain // per) * per
        else:
            # Cut by an exclusion or an edge after it qualified, the first and the last may be shorter.
            number = (end - start + 1) // (shortest + 1) + (2 if rule.looks_beyond else 0)
            most += (end - start + number * (per - 1)) // per * per
    return least, most


def _shares(part: WindowSet, whole: WindowSet) -> list[int]:
    """How much of each piece of the whole is in the part."""
    starts = [start for start, _ in whole.spans]
    shares = [0] * len(starts)
    for start, end in part.spans:
        shares[bisect_right(starts, start) - 1] += end - start
    return shares


_NAMES = {"merge": "merged", "clip": "in counted time", "exclude": "not excused", "qualify": "qualifying"}


def in_words(found: Interruptions, rule: OutageRule | None, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Each step of the rule with what it left, in the order of the contract."""
    if rule is None:
        return ()
    said = []
    for step, *times in found.stages(rule):
        # What happened in other periods is no news of this one.
        low, high = (_reaching(time, found.service) for time in times)
        name = f"{_NAMES[step]} ({rule.sentence()})" if step == "qualify" else _NAMES[step]
        number = f"{len(low)} outage{'' if len(low) == 1 else 's'}"
        said.append((name, f"{number}, {_between(low.micros, high.micros)}"))
    if rule.per is not None:
        laid = "by the clock" if rule.alignment == "clock" else "from each start"
        rounded = _between(*downtime(found, rule, scope))
        said.append((f"in {rule.count} units of {rule.per} {laid}", rounded))
    return tuple(said)


def _reaching(time: WindowSet, service: WindowSet) -> WindowSet:
    """The pieces that reach into the service time."""
    inside = [end for _, end in (time & service).spans]
    return WindowSet(
        (start, end) for start, end in time.spans if bisect_right(inside, end) > bisect_right(inside, start)
    )


def _between(least: int, most: int) -> str:
    if most > _ENDLESS:
        return f"{duration(least)} or more"
    return duration(least) if least == most else f"{duration(least)} to {duration(most)}"
