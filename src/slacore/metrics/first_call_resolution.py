"""First-call resolution: the share of calls, or of customers, that one call was enough for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call
from slacore.metrics.call_tallies import call_tallies, parts_of_tallies
from slacore.metrics.calls import OfCalls, wait_of
from slacore.metrics.fates import BAD, GOOD, OUT, Part, counted, in_words, parts_of_each, share
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds, Quantity, WindowSet, quantity
from slacore.values.choice import one_of

_WHOLE = {"calls": "handled", "customers": "customers"}
_FATES = {
    **{f"resolved_{basis}": GOOD for basis in _WHOLE},
    **{f"unresolved_{basis}": BAD for basis in _WHOLE},
}
# When each caller called, in order, with the ids of the calls.
_Offers = dict[str, list[tuple[int, str]]]


def _span(value: object) -> Quantity:
    length = quantity(value)
    if length.in_unit("second") <= 0:
        raise InvalidValue(f"a repeat window is longer than nothing, found {length}")
    return length


@frozen(kw_only=True)
class FirstCallResolution(OfCalls):
    """The share of calls, or of customers, for whom one call was enough, in percent.

    A call fails if its caller calls again within the repeat window; a customer fails with any of
    his calls. Until the window around a call has been watched the call may still fail, and is in
    doubt. A call belongs to the period in which it was offered. Calls without a caller are left
    out. A tally is taken as it was counted, whatever its repeat window was.
    """

    kind: ClassVar[str] = "first-call-resolution"
    unit: ClassVar[str] = "percent"
    most: ClassVar[int | None] = 100

    # Whether "calls" are counted, or "customers".
    basis: str = field(default="calls", validator=one_of(tuple(_WHOLE)))
    # How soon another call of the same caller is a repetition.
    repeat_window: Quantity = field(default=Quantity(7, "day"), converter=_span)
    # Of a call and its repetition, whether "both" fail or only the "first".
    fails: str = field(default="both", validator=one_of(("both", "first")))
    # Whether calls that nobody answered count, as calls and as repetitions.
    unanswered: bool = field(default=True, validator=true_or_false)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share that was resolved, least to most."""
        return self.limits() if self.may_miss(scope) else share(self._parts(scope))

    def sample(self, scope: Scope) -> int:
        """How many calls with a caller, or how many customers, count in the period."""
        return counted(self._parts(scope))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many were resolved, and how many were not."""
        return in_words(self._parts(scope), f"{self.basis} resolved", f"{self.basis} not resolved")

    def _parts(self, scope: Scope) -> tuple[Part, ...]:
        if self.source == "tallies":
            return tuple(parts_of_tallies(call_tallies(scope), _WHOLE[self.basis], _FATES))
        sure, perhaps = (self._offers(scope, certain=certain) for certain in (True, False))
        found: dict[str, list[frozenset[str]]] = defaultdict(list)
        for call in scope.of_kind(Call):
            if call.caller is not None and scope.counts(call.offered) and self._may_count(call, scope):
                found[call.caller].append(self._can_be(call, scope, sure, perhaps))
        if self.basis == "calls":
            return parts_of_each(one for calls in found.values() for one in calls)
        return parts_of_each(_customer(calls) for calls in found.values())

    def _may_count(self, call: Call, scope: Scope) -> bool:
        return self.unanswered or wait_of(call, scope).how in (None, "answered")

    def _counts(self, call: Call, scope: Scope) -> bool:
        """Whether it counts for certain, if it may: one who still waits may never be answered."""
        return self.unanswered or wait_of(call, scope).how is not None

    def _offers(self, scope: Scope, *, certain: bool) -> _Offers:
        """When each caller called: by the calls that count for certain, or those that may yet."""
        found: _Offers = defaultdict(list)
        for call in scope.around:
            if not isinstance(call, Call) or call.caller is None or not self._may_count(call, scope):
                continue
            if self._counts(call, scope) is certain:
                found[call.caller].append((call.offered.micros, call.id))
        return {caller: sorted(offers) for caller, offers in found.items()}

    def _can_be(self, call: Call, scope: Scope, sure: _Offers, perhaps: _Offers) -> frozenset[str]:
        may_not_count = () if self._counts(call, scope) else (OUT,)
        if self._repeated(call, sure):
            return frozenset((BAD, *may_not_count))
        if not self._repeated(call, perhaps) and scope.covered.covers(self._window(call)):
            return frozenset((GOOD, *may_not_count))
        return frozenset((GOOD, BAD, *may_not_count))

    def _window(self, call: Call) -> WindowSet:
        """The time in which another call would be a repetition; both its ends are inside."""
        at, length = call.offered.micros, self.repeat_window.micros
        return WindowSet([(at if self.fails == "first" else at - length, at + length + 1)])

    def _repeated(self, call: Call, known: _Offers) -> bool:
        """Whether another call of the caller lies in that time."""
        offers, own = known.get(call.caller or "", []), (call.offered.micros, call.id)
        ((start, end),) = self._window(call).spans
        first = bisect_right(offers, own) if self.fails == "first" else bisect_left(offers, (start, ""))
        others = offers[first : bisect_left(offers, (end, ""))]
        return len(others) > (own in others)


def _customer(calls: Iterable[frozenset[str]]) -> frozenset[str]:
    """What a customer can be: not resolved if one of his calls was not."""
    known = tuple(calls)
    can = {BAD} if any(BAD in one for one in known) else set()
    if all(one != {BAD} for one in known):
        can |= {GOOD} if any(GOOD in one for one in known) else set()
    return frozenset(can | ({OUT} if all(OUT in one for one in known) else set()))
