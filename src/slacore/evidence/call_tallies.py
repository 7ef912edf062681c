"""Tallies of calls: what a switch counted and added up over an interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.evidence.calls import check_names, key_of, optional_time, seconds_of
from slacore.evidence.record import Record, in_order
from slacore.values import Instant, Quantity, Window, exact, instant

# What each number is made of. Parts that are no field have no name in any switch's report.
PARTS: dict[str, tuple[str, ...]] = {
    "offered": ("answered", "abandoned", "diverted"),
    "answered": ("answered_within", "answered_late"),
    "abandoned": ("abandoned_within", "abandoned_late"),
    "abandoned_within": ("abandoned_short", "abandoned_between"),
    "handled": ("resolved_calls", "unresolved_calls"),
    "customers": ("resolved_customers", "unresolved_customers"),
}
_COUNTS = tuple(dict.fromkeys(name for whole, parts in PARTS.items() for name in (whole, *parts)))
_SETTINGS = ("threshold", "short")
_TIMES = (
    "answered_wait",
    "abandoned_wait",
    "longest_answered",
    "longest_abandoned",
    "talk",
    "hold",
    "after_call",
    "busy",
    "idle",
)


def _scores(value: Mapping[Any, Any] | Iterable[Any]) -> tuple[tuple[Fraction, int], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    try:
        return tuple(sorted((exact(score, "score"), count) for score, count in pairs))
    except (TypeError, ValueError) as error:
        raise InvalidValue(f"scores are how many gave each, such as {{5: 40, 4: 35}} ({error})") from None


@frozen(kw_only=True)
class CallTally(Record):
    """What a switch counted of the calls of an interval, with sums of times.

    What a switch does not report stays absent and is not known: it is never taken for nothing.
    All that was offered was answered, abandoned or diverted, so three of these give the fourth.
    A call counts in the interval in which its wait ended or passed the threshold.
    """

    kind: ClassVar[str] = "call-tally"
    divisible: ClassVar[bool] = False

    start: Instant = field(converter=instant)
    end: Instant = field(converter=instant)
    # Of which queue or skill, and of which agent or team; a level's `where` can ask for them.
    queue: str | None = None
    agent: str | None = None
    # What was counted with: the threshold of the service level, and that of short abandoned calls.
    threshold: Quantity | None = field(default=None, converter=optional_time)
    short: Quantity | None = field(default=None, converter=optional_time)
    offered: int | None = None
    answered: int | None = None
    answered_within: int | None = None
    answered_late: int | None = None
    # All that gave up, of these those within the threshold, and of these the short ones.
    abandoned: int | None = None
    abandoned_within: int | None = None
    abandoned_short: int | None = None
    diverted: int | None = None
    # The waits of all that were answered and of all that gave up, added up, and the longest.
    answered_wait: Quantity | None = field(default=None, converter=optional_time)
    abandoned_wait: Quantity | None = field(default=None, converter=optional_time)
    longest_answered: Quantity | None = field(default=None, converter=optional_time)
    longest_abandoned: Quantity | None = field(default=None, converter=optional_time)
    # Calls with which an agent was done, and what agents spent on them, added up.
    handled: int | None = None
    talk: Quantity | None = field(default=None, converter=optional_time)
    hold: Quantity | None = field(default=None, converter=optional_time)
    after_call: Quantity | None = field(default=None, converter=optional_time)
    # What agents spent on calls, whichever, and what they spent waiting for one.
    busy: Quantity | None = field(default=None, converter=optional_time)
    idle: Quantity | None = field(default=None, converter=optional_time)
    # Of the calls handled, and of the customers who called, those that needed no other call.
    resolved_calls: int | None = None
    customers: int | None = None
    resolved_customers: int | None = None
    # How many gave each score.
    scores: tuple[tuple[Fraction, int], ...] | None = field(default=None, converter=optional(_scores))

    def __attrs_post_init__(self) -> None:
        in_order(self, self.start, self.end)
        check_names(self, "queue", "agent")
        if all(getattr(self, name, None) is None for name in (*_COUNTS, *_TIMES, "scores")):
            raise InvalidValue(f"{self.named()} states nothing; give what was counted, such as offered=120")
        for find in (self._misstated, self._unaccounted, self._impossible_waits):
            for fault in find():
                raise InvalidValue(f"{self.named()}: {fault}")

    @property
    def window(self) -> Window:
        """The interval."""
        return Window(self.start, self.end)

    def extent(self) -> tuple[Instant, Instant | None]:
        """The interval."""
        return self.start, self.end

    def seconds(self, name: str) -> Fraction | None:
        """A time as stated, in seconds."""
        return seconds_of(self, name)

    def number(self, name: str) -> int | None:
        """A number as stated."""
        value: int | None = getattr(self, name, None)
        return value

    def parts(self, name: str) -> tuple[tuple[int | None, frozenset[str]], ...]:
        """The least parts of a number that can be told apart: how many, and what they may be.

        Of 10 abandoned calls with 4 within the threshold, ``(4, {"abandoned_short",
        "abandoned_between"})`` and ``(6, {"abandoned_late"})``. None is any number.
        """
        known, below = self.number(name), [part for one in PARTS.get(name, ()) for part in self.parts(one)]
        if not below or known is None:
            return tuple(below) or ((known, frozenset((name,))),)
        told = [part for part in below if part[0] is not None]
        rest = known - sum(number or 0 for number, _ in told)
        others = frozenset[str]().union(*(names for number, names in below if number is None))
        return (*told, (rest, others)) if others else tuple(told)

    def _misstated(self) -> Iterator[str]:
        for name in _COUNTS:
            yield from _no_number(self.number(name), key_of(name))
        scores = [score for score, _ in self.scores or ()]
        yield from (
            f"the score {score} is counted twice" for score, after in pairwise(scores) if score == after
        )
        for score, count in self.scores or ():
            yield from _no_number(count, f"the number of scores of {score}")
            if score < 0:
                yield f"a score is negative, found {score}"
        for name in (*_SETTINGS, *_TIMES):
            if self.seconds(name) == 0 and name in _SETTINGS:
                yield f"{key_of(name)} is longer than nothing, found {getattr(self, name)}"
        if self.threshold is not None and self.short is not None and self.short > self.threshold:
            yield f"short calls of {self.short} are longer than the threshold of {self.threshold}"

    def _unaccounted(self) -> Iterator[str]:
        """Wholes that are less than their parts, or more than all of them."""
        for name, parts in PARTS.items():
            known = self.number(name)
            if known is None:
                continue
            below = [part for one in parts for part in self.parts(one)]
            told = sum(number or 0 for number, _ in below)
            stated = " and ".join(f"{key_of(one)} {self.number(one)}" for one in self._stated_below(name))
            if told > known:
                yield f"{stated}: that is more than {key_of(name)} {known}"
            elif told < known and all(number is not None for number, _ in below):
                yield f"{stated}: that is less than {key_of(name)} {known}, and there is nothing else to be"

    def _stated_below(self, name: str) -> Iterator[str]:
        for one in PARTS.get(name, ()):
            if self.number(one) is None:
                yield from self._stated_below(one)
            else:
                yield one

    def _impossible_waits(self) -> Iterator[str]:
        for how in ("answered", "abandoned"):
            number, total = self.number(how), self.seconds(f"{how}_wait")
            longest = self.seconds(f"longest_{how}")
            if total is not None and longest is not None and longest > total:
                yield f"one {how} call waited longer than all of them, {_waits(self, how)}"
            if number == 0 and longest and not total:
                yield f"0 calls {how} had no longest wait, {_waits(self, how)}"
            if number is not None and total and (number == 0 or (longest and total > number * longest)):
                yield f"{number} calls {how} cannot have waited so long, {_waits(self, how)}"


def _no_number(value: object, what: str) -> Iterator[str]:
    """What is wrong with a number of things, which is 0 or a whole number above."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        yield f"{what} is a whole number, found {value!r}"
    elif value is not None and value < 0:
        yield f"{what} is negative, found {value}"


def _waits(tally: CallTally, how: str) -> str:
    names = (f"{how}_wait", f"longest_{how}")
    return " and ".join(f"{key_of(name)} {getattr(tally, name)}" for name in names if getattr(tally, name))
