"""What switches counted of calls: numbers and sums of times, each low to high."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from slacore.errors import EvaluationError
from slacore.evidence import Call, CallTally
from slacore.metrics.doubtful import Doubtful
from slacore.metrics.fates import GOOD, OUT, Part
from slacore.model import Scope
from slacore.values import Bounds, Quantity, WindowSet

# What the calls that were offered are made of.
_OFFERED = (
    "answered_within",
    "answered_late",
    "abandoned_short",
    "abandoned_between",
    "abandoned_late",
    "diverted",
)
# Sums of waits, by how these ended.
_WAITS = {"answered_wait": "answered", "abandoned_wait": "abandoned"}


def call_tallies(scope: Scope) -> tuple[CallTally, ...]:
    """The tallies that share any time with what counts: outside service hours nothing was promised.

    Two of them that overlap are refused unless they are of different queues or agents: their calls
    would count twice. One that does not say of which may be of all of them.
    """
    found = (tally for tally in scope.of_kind(CallTally) if WindowSet.of(tally.window) & scope.counted)
    rows = tuple(
        sorted(found, key=lambda one: (one.start, one.end, one.queue or "", one.agent or "", one.id))
    )
    going_on: list[CallTally] = []
    for other in rows:
        going_on = [one for one in going_on if one.end > other.start]
        for one in going_on:
            if not _are_apart(one, other):
                raise EvaluationError(
                    f"{one.named()} and {other.named()} overlap, and their calls would count twice; leave "
                    "one out, say of which queue or agent each is, or which source the level looks at"
                )
        going_on.append(other)
    return rows


def _are_apart(one: CallTally, other: CallTally) -> bool:
    pairs = ((one.queue, other.queue), (one.agent, other.agent))
    return any(mine is not None and theirs is not None and mine != theirs for mine, theirs in pairs)


def parts_of_tallies(tallies: Iterable[CallTally], whole: str, fates: Mapping[str, str]) -> Iterator[Part]:
    """The parts of a number, each with what it can be by the fates of what it is made of."""
    for tally in tallies:
        for number, names in tally.parts(whole):
            yield Part(number, frozenset(fates[name] for name in names))


def same_threshold(tally: CallTally, name: str, agreed: Quantity, needed: Iterable[str]) -> None:
    """Refuse a tally that counted with another threshold than the agreement has."""
    used: Quantity | None = getattr(tally, name)
    counts = [one for one in needed if tally.number(one) is not None]
    if used is not None and used != agreed and counts:
        raise EvaluationError(
            f"{tally.named()} counts {counts[0].replace('_', ' ')} {used}, and the agreement says {agreed}; "
            "count with the agreed threshold, or leave the count out"
        )


def number_of(parts: Iterable[Part], what: str) -> Bounds:
    """How many things were so, least to most."""
    known = tuple(parts)
    least = sum(part.number or 0 for part in known if part.can_be == {what})
    can = [part.number for part in known if what in part.can_be]
    return Bounds(least, None if None in can else sum(number or 0 for number in can))


def calls_that_were(tallies: Iterable[CallTally], ends: tuple[str, ...]) -> Bounds:
    """How many calls of those that were offered were answered, abandoned or diverted."""
    fates = {name: GOOD if name.startswith(ends) else OUT for name in _OFFERED}
    return number_of(parts_of_tallies(tallies, "offered", fates), GOOD)


def sum_of(records: Iterable[Call | CallTally], *names: str) -> Bounds:
    """The times of those names added up, in seconds; one that is not stated may be anything."""
    low, high = Fraction(0), Fraction(0)
    endless = False
    for time in (_time(record, name) for record in records for name in names):
        low += time.low or 0
        high += time.high or 0
        endless = endless or time.high is None
    return Bounds(low, None if endless else high)


def _time(record: Call | CallTally, name: str) -> Bounds:
    """One of the times. The waits of a tally that does not add them up lie between those of its calls.

    One of them was the longest, and none was longer; where there was no call, nobody waited.
    """
    stated = record.seconds(name)
    if stated is not None:
        return Bounds.exactly(stated)
    if not isinstance(record, CallTally) or name not in _WAITS:
        return Bounds(0, None)
    number = calls_that_were((record,), (_WAITS[name],)).high
    longest = record.seconds(f"longest_{_WAITS[name]}")
    if number == 0:
        return Bounds.exactly(0)
    return Bounds(longest or 0, None if longest is None or number is None else number * longest)


def quotient(total: Bounds, number: Bounds) -> Bounds | None:
    """A sum divided by a number of things, least to most; None where there are none for certain."""
    if number.high == 0:
        return None
    low = Fraction(0) if number.high is None else (total.low or Fraction(0)) / number.high
    # Where there may be none at all, there is no mean then: of one it is the largest.
    return Bounds(low, None if total.high is None else total.high / max(number.low or 0, 1))


def longest_waits(tally: CallTally, ends: Iterable[str]) -> Iterator[Doubtful]:
    """The longest wait that ended in each of those ways, where there was one."""
    return (found for how in ends if (found := _longest(tally, how)) is not None)


def _longest(tally: CallTally, how: str) -> Doubtful | None:
    """The longest wait of those that were answered or abandoned; None where there was no such call.

    One that is not stated is the mean at least, and the sum at most.
    """
    number = calls_that_were((tally,), (how,))
    if number.high == 0:
        return None
    stated, total = tally.seconds(f"longest_{how}"), sum_of((tally,), f"{how}_wait")
    if stated is not None:
        return Doubtful(stated, stated)
    mean = quotient(total, number)
    return Doubtful(Fraction(0) if mean is None or mean.low is None else mean.low, total.high)
