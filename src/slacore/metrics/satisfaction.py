"""Satisfaction: the share of callers who gave a good score."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Call, Record
from slacore.metrics.call_tallies import call_tallies
from slacore.metrics.calls import Counting, OfCalls, wait_of, waits_in
from slacore.metrics.fates import ANYTHING, BAD, GOOD, OUT, Part, counted, in_words, parts_of_each, share
from slacore.model import Scope
from slacore.values import Bounds, exact, plain
from slacore.values.choice import one_of


@frozen(kw_only=True)
class Satisfaction(OfCalls):
    """The share of the scores given that are `satisfied` or better, in percent.

    With 4 on a scale from 1 to 5 it is the share of 4 and 5. Callers who gave no score are left out.
    """

    kind: ClassVar[str] = "satisfaction"
    unit: ClassVar[str] = "percent"
    most: ClassVar[int | None] = 100

    # The least score of those who are satisfied.
    satisfied: Fraction = field(default=Fraction(4), converter=exact)
    # The ends of the scale.
    lowest: Fraction = field(default=Fraction(1), converter=exact)
    highest: Fraction = field(default=Fraction(5), converter=exact)
    # Whether a call belongs to the period in which its wait "settled", or it was "offered".
    counted_by: str = field(default="settled", validator=one_of(("settled", "offered")))

    def __attrs_post_init__(self) -> None:
        if not self.lowest < self.satisfied <= self.highest:
            raise InvalidValue(
                f"satisfied is a score above {plain(self.lowest)} and at most {plain(self.highest)}, "
                f"found {plain(self.satisfied)}"
            )

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting(self.counted_by)

    def measure(self, scope: Scope) -> Bounds | None:
        """The share; scores that nobody saw may be any."""
        return self.limits() if self.may_miss(scope) else share(self._parts(scope))

    def sample(self, scope: Scope) -> int:
        """How many scores were given."""
        return counted(self._parts(scope))

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many were satisfied, and how many were not."""
        return in_words(self._parts(scope), "satisfied", "not satisfied")

    def _parts(self, scope: Scope) -> tuple[Part, ...]:
        return tuple(self._tallied(scope) if self.source == "tallies" else self._scored(scope))

    def _tallied(self, scope: Scope) -> Iterator[Part]:
        for tally in call_tallies(scope):
            if tally.scores is None:
                yield Part(None, frozenset((GOOD, BAD)))
            for score, number in tally.scores or ():
                yield Part(number, frozenset((self._fate(tally, score),)))

    def _scored(self, scope: Scope) -> tuple[Part, ...]:
        found = []
        for call in scope.of_kind(Call):
            if any(waits_in(call, scope, self.counting()).values()):
                open_yet = wait_of(call, scope).how is None
                found.append(ANYTHING if open_yet else frozenset((self._fate(call, call.score),)))
        return parts_of_each(found)

    def _fate(self, record: Record, score: Fraction | None) -> str:
        if score is None:
            return OUT
        if not self.lowest <= score <= self.highest:
            raise EvaluationError(
                f"{record.named()} has a score of {plain(score)}, and the scale goes from "
                f"{plain(self.lowest)} to {plain(self.highest)}"
            )
        return GOOD if score >= self.satisfied else BAD
