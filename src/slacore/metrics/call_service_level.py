"""The service level of a call centre: the share of calls that were answered in time."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Call
from slacore.metrics.call_tallies import call_tallies, parts_of_tallies, same_threshold
from slacore.metrics.calls import Counting, OfCalls, can_be, optional_threshold, short_is_decided, threshold
from slacore.metrics.fates import BAD, GOOD, OUT, Part, counted, in_words, parts_of_each, share
from slacore.metrics.true_or_false import true_or_false
from slacore.model import Scope
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of

_FATES = {"met": GOOD, "missed": BAD, "left out": OUT}
_WITHIN = ("answered_within", "answered_late", "abandoned_within")


@frozen(kw_only=True)
class CallServiceLevel(OfCalls):
    """The share of calls answered within a threshold, in percent.

    What becomes of callers who gave up differs from contract to contract, and decides about the
    figure; so it has no default. Each choice has the name of the number that it decides about.
    """

    kind: ClassVar[str] = "call-service-level"
    unit: ClassVar[str] = "percent"
    most: ClassVar[int | None] = 100

    # How soon a call is to be answered.
    within: Quantity = field(converter=threshold)
    # Whether a wait of exactly a threshold is within it.
    inclusive: bool = field(default=True, validator=true_or_false)
    # Whether callers who gave up count as "missed", as "met", or are "left out".
    abandoned: str = field(validator=one_of(tuple(_FATES)))
    # Those of them who gave up within the threshold, where they are treated otherwise.
    abandoned_within: str | None = field(default=None, validator=one_of((None, *_FATES)))
    # And those who gave up at once, within `short`.
    abandoned_short: str | None = field(default=None, validator=one_of((None, *_FATES)))
    short: Quantity | None = field(default=None, converter=optional_threshold)
    # Calls that left the queue for something else: "missed", "met" or "left out".
    diverted: str = field(default="left out", validator=one_of(tuple(_FATES)))
    # Whether a call belongs to the period of its service-level "event" (it settled, or the threshold
    # passed), or of when it "settled" or was "offered".
    counted_by: str = field(default="event", validator=one_of(("event", "settled", "offered")))

    def __attrs_post_init__(self) -> None:
        short_is_decided(self.short, self.abandoned_short)
        if self.short is not None and self.short > self.within:
            raise InvalidValue(f"short calls of {self.short} are longer than the threshold of {self.within}")

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting(self.counted_by, self.within.micros)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share, with what is not known once all missed and once all met."""
        return self.limits() if self.may_miss(scope) else share(self._parts(scope))

    def sample(self, scope: Scope) -> int:
        """How many calls count in the period."""
        return counted(self._parts(scope))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many calls were met and missed, and how many were left out."""
        return in_words(self._parts(scope), "met", "missed")

    def _parts(self, scope: Scope) -> tuple[Part, ...]:
        if self.source == "tallies":
            tallies = call_tallies(scope)
            for tally in tallies:
                same_threshold(tally, "threshold", self.within, _WITHIN)
                if self.short is not None:
                    same_threshold(tally, "short", self.short, ("abandoned_short",))
            return tuple(parts_of_tallies(tallies, "offered", self._fates()))
        edges = [limit.micros + self.inclusive for limit in (self.short, self.within) if limit is not None]
        found = (can_be(call, scope, self.counting(), self._fate, edges) for call in scope.of_kind(Call))
        return parts_of_each(one for one in found if one is not None)

    def _fate(self, how: str, wait: int) -> str:
        """What a call is by how its wait ended: the same as a switch would count it."""
        if how == "diverted":
            return self._fates()["diverted"]
        if how == "answered":
            return GOOD if self._is_within(wait, self.within) else BAD
        if self.short is not None and self._is_within(wait, self.short):
            return self._fates()["abandoned_short"]
        return self._fates()["abandoned_between" if self._is_within(wait, self.within) else "abandoned_late"]

    def _is_within(self, wait: int, limit: Quantity) -> bool:
        return wait < limit.micros + self.inclusive

    def _fates(self) -> dict[str, str]:
        """What becomes of each of the numbers that a tally is made of."""
        within = self.abandoned_within or self.abandoned
        named = {
            "abandoned_short": self.abandoned_short or within,
            "abandoned_between": within,
            "abandoned_late": self.abandoned,
            "diverted": self.diverted,
        }
        fates = {name: _FATES[fate] for name, fate in named.items()}
        return fates | {"answered_within": GOOD, "answered_late": BAD}
