"""The abandonment rate: the share of callers who gave up."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call
from slacore.metrics.call_tallies import call_tallies, parts_of_tallies, same_threshold
from slacore.metrics.calls import Counting, OfCalls, can_be, optional_threshold, short_is_decided
from slacore.metrics.fates import BAD, GOOD, OUT, Part, counted, in_words, parts_of_each, share
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of

# What is counted here is those who gave up: they are the "good" of the share.
_SHORT = {"counted": GOOD, "only offered": BAD, "left out": OUT}
_DIVERTED = {"counted": BAD, "left out": OUT}


@frozen(kw_only=True)
class AbandonmentRate(OfCalls):
    """The share of offered calls whose caller gave up, in percent.

    Callers who gave up at once may count among those who gave up and those who were offered,
    among the offered only, or not at all.
    """

    kind: ClassVar[str] = "abandonment-rate"
    unit: ClassVar[str] = "percent"
    most: ClassVar[int | None] = 100

    # How soon a caller has given up at once, and whether he is "counted", "only offered" or "left out".
    short: Quantity | None = field(default=None, converter=optional_threshold)
    abandoned_short: str | None = field(default=None, validator=one_of((None, *_SHORT)))
    # Whether a wait of exactly `short` is short.
    inclusive: bool = field(default=True, validator=true_or_false)
    # Whether calls that left the queue for something else are "counted" as offered, or "left out".
    diverted: str = field(default="counted", validator=one_of(tuple(_DIVERTED)))
    # Whether a call belongs to the period in which its wait "settled", or it was "offered".
    counted_by: str = field(default="settled", validator=one_of(("settled", "offered")))

    def __attrs_post_init__(self) -> None:
        short_is_decided(self.short, self.abandoned_short)
        if self.short is None and not self.inclusive:
            raise InvalidValue("inclusive is about short, which is not stated; add short, such as '5 s'")

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting(self.counted_by)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share, with what is not known once all answered and once all given up."""
        return self.limits() if self.may_miss(scope) else share(self._parts(scope))

    def sample(self, scope: Scope) -> int:
        """How many calls count in the period."""
        return counted(self._parts(scope))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many callers gave up, and how many did not."""
        return in_words(self._parts(scope), "abandoned", "not abandoned")

    def _parts(self, scope: Scope) -> tuple[Part, ...]:
        if self.source == "tallies":
            tallies = call_tallies(scope)
            for tally in tallies:
                if self.short is not None:
                    same_threshold(tally, "short", self.short, ("abandoned_short",))
            return tuple(parts_of_tallies(tallies, "offered", self._fates()))
        edges = [] if self.short is None else [self.short.micros + self.inclusive]
        found = (can_be(call, scope, self.counting(), self._fate, edges) for call in scope.of_kind(Call))
        return parts_of_each(one for one in found if one is not None)

    def _fate(self, how: str, wait: int) -> str:
        short = self.short is not None and wait < self.short.micros + self.inclusive
        if how == "abandoned":
            return self._fates()["abandoned_short" if short else "abandoned_late"]
        return self._fates()["diverted" if how == "diverted" else "answered_late"]

    def _fates(self) -> dict[str, str]:
        """What becomes of each of the numbers that a tally is made of."""
        return {
            "answered_within": BAD,
            "answered_late": BAD,
            "abandoned_short": _SHORT[self.abandoned_short or "counted"],
            "abandoned_between": GOOD,
            "abandoned_late": GOOD,
            "diverted": _DIVERTED[self.diverted],
        }
