"""Slots: intervals and probes in their order, each good, bad or idle, and the outages that they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Probe, Record, Tally
from slacore.metrics.outages import Interruptions, OutageRule, beyond, service_time
from slacore.metrics.tallies import Parts, excused, hidden, overlap, parts_of, share, tallied
from slacore.model import Scope, Test
from slacore.values import Bounds, Quantity, WindowSet
from slacore.values.quantity import same_dimension

# More than any share.
_MORE = 10**9


def check_bad_when(test: Test | None) -> None:
    """Refuse what cannot tell a bad interval from a good one."""
    if test is None:
        return
    if not isinstance(test, Test) or not test.is_about_figure:
        raise InvalidValue(
            f"bad_when takes a test of what was bad, such as Test(above='5 %'), found {test!r}"
        )
    edge = test.least
    if edge is None or not test.hold(Quantity(_MORE, edge.unit)) or test.hold(Quantity(0, edge.unit)):
        raise InvalidValue(f"an interval is bad above a share, or from a share on; found {test}")
    if not same_dimension(edge.unit, "percent") or not test.hold(Quantity(100, "percent")):
        raise InvalidValue(f"what was bad of an interval is a share of 100 % at most, found {test}")


@frozen
class Slot:
    """One interval, or one probe with the time to the next. None is in doubt."""

    start: int
    end: int
    bad: bool | None
    # Whether it had nothing to count, and so is neither good nor bad.
    idle: bool = False
    # Whether it counts in the period: it is not wholly excused, nor outside of it.
    counts: bool = True


def of_tallies(scope: Scope, bad_when: Test, rule: OutageRule | None, *, in_order: bool) -> tuple[Slot, ...]:
    """Every tally as a slot, in order; around the period as well, where that matters."""
    own = tallied(scope)
    if in_order or rule is not None:
        _check_order(own)
    known: dict[Any, tuple[bool | None, bool]] = {}
    slots = [_slot(tally, scope, bad_when, known) for tally in own]
    if rule is not None and rule.looks_beyond:
        for tally, tells in _elsewhere(scope, own):
            slot = evolve(_slot(tally, scope, bad_when, known), counts=False)
            slots.append(slot if tells else evolve(slot, bad=None, idle=False))
    return tuple(sorted(slots, key=lambda slot: slot.start))


def _check_order(tallies: tuple[Tally, ...]) -> None:
    """Refuse intervals that overlap, of which none comes after the other."""
    if (twice := overlap(tallies)) is not None:
        one, other = (tally.named() for tally in twice)
        raise EvaluationError(
            f"{one} and {other} overlap, so that neither follows the other; mend them, or keep the intervals "
            "of one service or source in a level of their own"
        )


def _elsewhere(scope: Scope, own: Sequence[Record]) -> Iterator[tuple[Tally, bool]]:
    """Tallies that do not count themselves, before, after or excused; and whether they tell anything.

    One over the edge of the period does not: it is left out as a gap.
    """
    mine, period = {tally.id for tally in own}, WindowSet.of(scope.period)
    for record in scope.around:
        if isinstance(record, Tally) and record.id not in mine:
            span = WindowSet.of(record.window)
            if not span & period or not (span & scope.counted) - scope.excluded:
                yield record, True
            elif not period.covers(span):
                yield record, False


def _slot(tally: Tally, scope: Scope, bad_when: Test, known: dict[Any, tuple[bool | None, bool]]) -> Slot:
    length = Fraction(scope.elapsed(tally.start, tally.end) or tally.window.micros) if tally.is_time else None
    parts = (part and (part.amount, part.unit) for part in (tally.good, tally.bad, tally.total))
    key = (length, *parts)
    # A month has 43,200 minutes, most of which are alike.
    if key not in known:
        known[key] = _judged(parts_of(tally, length), bad_when)
    bad, idle = known[key]
    return Slot(tally.start.micros, tally.end.micros, bad, idle=idle)


def _judged(parts: Parts, bad_when: Test) -> tuple[bool | None, bool]:
    """Whether an interval is bad, and whether it is idle."""
    good = share(parts, idle_is_full=False)
    if good is None or good.low is None or good.high is None:
        return False, True
    return bad_when.hold_over(Bounds(100 - good.high, 100 - good.low), "percent"), False


def of_probes(scope: Scope, rule: OutageRule | None) -> tuple[Slot, ...]:
    """Every probe as a slot that lasts until the next one, or for as long as it was watched."""
    beyond = rule is not None and rule.looks_beyond
    # A probe that is left out in excused time ends the slot before it.
    records = dict.fromkeys((*scope.records, *scope.around))
    probes = sorted(
        (one for one in records if isinstance(one, Probe) and (beyond or scope.period.contains(one.at))),
        key=lambda probe: (probe.at, probe.id),
    )
    for one, other in pairwise(probes):
        if one.at == other.at:
            raise EvaluationError(
                f"{one.named()} and {other.named()} are of one instant, so that no run can be told; "
                "keep the probes of one place, by the level's source"
            )
    ends = [probe.at.micros for probe in probes[1:]] + [scope.horizon.micros]
    slots = (
        Slot(
            probe.at.micros,
            _watched(probe.at.micros, end, scope),
            not probe.good,
            counts=scope.counts(probe.at),
        )
        for probe, end in zip(probes, ends, strict=False)
    )
    return tuple(slot for slot in slots if slot.counts or beyond)


def _watched(start: int, end: int, scope: Scope) -> int:
    """How far up to `end` the watch went on that begins at `start`, a microsecond at least."""
    spans = scope.covered.spans
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    seen = spans[at][1] if at >= 0 else start
    return max(min(end, seen), start + 1)


def interruptions(
    slots: tuple[Slot, ...], scope: Scope, rule: OutageRule | None, *, idle_is_up: bool
) -> Interruptions:
    """The time of bad slots as outages. A slot that is excused in part counts in full."""
    lost = hidden(scope)
    counting = WindowSet((slot.start, slot.end) for slot in slots if slot.counts)
    kept = ((scope.counted - excused(scope)) | counting | lost) & scope.counted
    found = Interruptions(
        down=WindowSet((slot.start, slot.end) for slot in slots if slot.bad),
        doubtful=WindowSet((slot.start, slot.end) for slot in slots if slot.bad is None),
        unseen=lost | scope.gaps | beyond(scope, rule),
        service=service_time(scope),
        kept=kept,
        slots=tuple((slot.start, slot.end) for slot in slots),
    )
    if idle_is_up or rule is None:
        return found
    told = WindowSet((slot.start, slot.end) for slot in slots if not slot.idle)
    # Where nothing was tallied, nothing happened: a run goes on over it.
    return evolve(found, idle=scope.covered - told - found.unseen)


def bad_slots(slots: tuple[Slot, ...], down: WindowSet, perhaps: WindowSet) -> tuple[int, int]:
    """How many of those that count are bad and lie in an outage that counts: for certain, and at most."""
    counting = [slot for slot in slots if slot.counts]
    certain = sum(slot.bad is True and _in(slot, down) for slot in counting)
    return certain, sum(slot.bad is not False and _in(slot, perhaps) for slot in counting)


def _in(slot: Slot, time: WindowSet) -> bool:
    at = bisect_left(time.spans, slot.end, key=lambda span: span[0]) - 1
    return at >= 0 and slot.start < time.spans[at][1]
