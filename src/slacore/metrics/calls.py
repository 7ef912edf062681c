"""Waiting times and first-call resolution of a call centre."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call, Record
from slacore.metrics.folds import Mean
from slacore.model import Fold, Folded, Metric, Reading, Scope
from slacore.values import Bounds, Quantity, WindowSet, quantity


@frozen(kw_only=True)
class CallWait(Reading):
    """How long a caller waited, in microseconds; one who still waits has no upper limit.

    A call belongs to the period in which it was offered, within service hours where the
    level has them.
    """

    # Whether callers who gave up count with the time that they waited.
    abandoned: bool = False

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        """The wait, if the call counts."""
        if not isinstance(record, Call) or not scope.counts(record.offered):
            return None
        if record.abandoned is not None and not self.abandoned:
            return None
        end = record.settled()
        if end is None or end > scope.horizon:
            waited = scope.seen_until(record.offered).micros - record.offered.micros
            # One who still waits may give up; where that takes the call out, no wait is certain.
            return Bounds(waited if self.abandoned else 0, None)
        return Bounds.exactly(end.micros - record.offered.micros)


@frozen(kw_only=True)
class _Seconds(CallWait):
    """The wait in seconds."""

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        found = CallWait.read(self, record, scope)
        if found is None:
            return None
        low, high = (None if side is None else side / 1_000_000 for side in (found.low, found.high))
        return Bounds(low, high)


@frozen(kw_only=True)
class MeanWait(Folded):
    """The mean time that callers waited: average speed of answer, in seconds.

    Only answered calls count, unless the agreement also counts those who gave up.
    """

    kind: ClassVar[str] = "mean-wait"
    unit: ClassVar[str] = "second"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Call

    # Whether callers who gave up count with the time that they waited.
    abandoned: bool = False

    def reading(self) -> Reading:
        """The wait of a call."""
        return _Seconds(abandoned=self.abandoned)

    def folding(self) -> Fold:
        """The mean."""
        return Mean()


def _span(value: object) -> Quantity:
    length = quantity(value)
    if length.in_unit("second") <= 0:
        raise InvalidValue(f"a repeat window is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class FirstCallResolution(Metric):
    """The share of calls whose caller did not have to call again, in percent.

    The basis is calls: where a caller calls again within `repeat_window`, both calls fail.
    A call whose repeat window is not covered, before it and after it, may still fail: it is
    in doubt.
    Calls without a caller are left out.
    """

    kind: ClassVar[str] = "first-call-resolution"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Call
    most: ClassVar[int | None] = 100

    # How soon another call of the same caller is a repetition.
    repeat_window: Quantity = field(default=Quantity(7, "day"), converter=_span)

    def sample(self, scope: Scope) -> int:
        """How many calls with a caller count in the period."""
        return sum(call.caller is not None and scope.counts(call.offered) for call in scope.of_kind(Call))

    def measure(self, scope: Scope) -> Bounds | None:
        """The share of calls that were not repeated, least to most."""
        length = self.repeat_window.micros
        offers: dict[str, list[int]] = defaultdict(list)
        for call in scope.around:
            if isinstance(call, Call) and call.caller is not None:
                offers[call.caller].append(call.offered.micros)
        good = doubtful = total = 0
        for call in scope.of_kind(Call):
            if call.caller is None or not scope.counts(call.offered):
                continue
            total += 1
            if not _repeated(offers[call.caller], call.offered.micros, length):
                watched = scope.covered.covers(_repeatable(call.offered.micros, length))
                good += watched
                doubtful += not watched
        if scope.gaps:
            return self.limits()
        if not total:
            return None
        return Bounds(Fraction(100 * good, total), Fraction(100 * (good + doubtful), total))


def _repeatable(at: int, length: int) -> WindowSet:
    """The time in which another call would be a repetition; both its ends are inside."""
    return WindowSet(((at - length, at + length + 1),))


def _repeated(offers: list[int], at: int, length: int) -> bool:
    return sum(abs(other - at) <= length for other in offers) > 1
