"""Calls in a period: which of them belong to it, what may have become of each, and which may be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call, CallTally, Record
from slacore.metrics.fates import OUT
from slacore.model import Metric, Scope
from slacore.values import Quantity, Window, WindowSet, quantity
from slacore.values.choice import one_of

# How a wait ends.
ENDS = ("answered", "abandoned", "diverted")
_READS: dict[str, type[Record]] = {"calls": Call, "tallies": CallTally}
_EVER = WindowSet([(-(2**62), 2**62)])
_WEEK_AND_A_DAY = 8 * 86_400_000_000

# What a call is, by how its wait ended and how many microseconds it lasted.
Fate = Callable[[str, int], str]


def threshold(value: object) -> Quantity:
    """Convert a length of time that a wait is compared with."""
    length = quantity(value)
    if length.micros <= 0:
        raise InvalidValue(f"a threshold is longer than nothing, found {length}")
    return length


def optional_threshold(value: object) -> Quantity | None:
    """Convert what `threshold` converts, and let None stand."""
    return None if value is None else threshold(value)


def short_is_decided(short: Quantity | None, fate: str | None) -> None:
    """Refuse a threshold of short calls without what becomes of them, and the reverse."""
    if short is None and fate is not None:
        raise InvalidValue(
            f"abandoned short is {fate!r}, but not how short that is; add short, such as '5 s'"
        )
    if short is not None and fate is None:
        raise InvalidValue(f"short is {short}, but not what becomes of such calls; add abandoned short")


@frozen(kw_only=True)
class OfCalls(Metric):
    """What metrics of calls share: they read calls one by one, or what a switch counted of them."""

    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (Call, CallTally)

    # What it is made from: "calls", or "tallies" of calls.
    source: str = field(default="calls", validator=one_of(tuple(_READS)))

    def reads(self) -> tuple[type[Record], ...]:
        """Calls or tallies, as `source` says."""
        return (_READS[self.source],)

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting("offered")

    def may_miss(self, scope: Scope) -> bool:
        """Whether calls, or tallies of them, may be missing from the period."""
        if self.source == "tallies":
            return bool(scope.gaps - scope.excluded)
        return self.counting().may_miss(scope)


@frozen
class Counting:
    """By what instant a call belongs to a period, whole.

    By "offered" it is the offer, by "settled" the end of the wait, and by "event" the end of the
    wait or the passing of the threshold, whichever is first. A call counts if it was offered in
    service hours, and not in time of the period that is excused.
    """

    by: str
    # The threshold in microseconds, for "event".
    threshold: int = 0

    def holds(self, call: Call, wait: int, scope: Scope) -> bool:
        """Whether the call counts in the period, if it waited so many microseconds."""
        later = {"offered": 0, "settled": wait, "event": min(wait, self.threshold)}[self.by]
        at = call.offered.micros + later
        return scope.period.start.micros <= at < scope.period.end.micros and _promised(call, scope)

    def may_miss(self, scope: Scope) -> bool:
        """Whether calls that count may be missing.

        They may from time of the period that nobody watched. And where a call belongs to the
        period of a later instant than its offer, from time before the period as well, if nobody
        watched from the offer on until the period had begun.
        """
        if scope.gaps - scope.excluded:
            return True
        start = scope.period.start.micros
        since = next((a for a, b in (_EVER - scope.covered).spans if a < start < b), start)
        if self.by == "settled" and since < start - _WEEK_AND_A_DAY:
            # Whatever the hours are, the service was open at some time.
            return True
        since = max(since, start - self.threshold) if self.by == "event" else since
        return self.by != "offered" and _was_open(scope, since, start)


def _promised(call: Call, scope: Scope) -> bool:
    """Whether it was offered in service hours, and not in time that is known to be excused."""
    if scope.period.contains(call.offered):
        return scope.counts(call.offered)
    return scope.hours is None or scope.hours.is_open(call.offered)


def _was_open(scope: Scope, start: int, end: int) -> bool:
    if start >= end:
        return False
    return scope.hours is None or bool(scope.hours.open_time(Window.of_micros(start, end)))


@frozen
class Wait:
    """What is known of how a call waited: the ways in which it may have ended, or may yet end."""

    # The least that it waited, in microseconds.
    least: int
    # How it ended; None while that is not known.
    how: str | None


def wait_of(call: Call, scope: Scope) -> Wait:
    """How long the call waited, or was seen to wait."""
    end = call.settled()
    if end is not None and end <= scope.horizon:
        how = next(name for name in ENDS if getattr(call, name) is not None)
        return Wait(end.micros - call.offered.micros, how)
    return Wait(scope.seen_until(call.offered).micros - call.offered.micros, None)


def waits_in(call: Call, scope: Scope, counting: Counting, edges: Iterable[int] = ()) -> dict[int, bool]:
    """Waits that stand for all that are possible, each with whether the call then counts in the period.

    Where the end is not known, whatever depends on the wait may change at `edges`, and where the
    period begins or ends.
    """
    wait = wait_of(call, scope)
    found = [wait.least]
    if wait.how is None:
        ends = (one.micros - call.offered.micros for one in (scope.period.start, scope.period.end))
        found += [edge for edge in (*edges, *ends) if edge > wait.least]
    return {one: counting.holds(call, one, scope) for one in found}


def can_be(
    call: Call, scope: Scope, counting: Counting, fate: Fate, edges: Iterable[int]
) -> frozenset[str] | None:
    """What the call can have been, by its fate; None where it belongs to another period for certain."""
    how = wait_of(call, scope).how
    waits = waits_in(call, scope, counting, edges)
    if not any(waits.values()):
        return None
    ways = ENDS if how is None else (how,)
    return frozenset(fate(way, wait) if holds else OUT for wait, holds in waits.items() for way in ways)
