"""Count: how many records of a kind there were, or how many things were tallied."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evidence import Call, Delivery, Outage, Probe, Record, Sample, Tally, Ticket
from slacore.metrics.events import KINDS, check_event, class_of, counting
from slacore.metrics.tallies import hidden, parts_of, tallied
from slacore.model import Metric, Scope
from slacore.values import Bounds
from slacore.values.choice import one_of

_TALLY = "tally"
_PARTS = ("total", "good", "bad")


@frozen(kw_only=True)
class Count(Metric):
    """The number of records of a kind that count in the period, or of things that were tallied.

    None in time that was watched is zero. Of things it is the sum of the tallies.
    """

    kind: ClassVar[str] = "count"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (
        Call,
        Delivery,
        Outage,
        Probe,
        Sample,
        Tally,
        Ticket,
    )

    # The kind of record: "call", "delivery", "outage", "probe", "sample", "ticket" or "tally".
    of: str = field(validator=one_of((*KINDS, _TALLY)))
    # What must have happened to a record in the period, such as the "end" of an outage or a ticket
    # being "resolved"; its beginning unless stated.
    counted_by: str | None = None
    # Of tallies, what is added up: the "total", or only what was "good" or "bad".
    part: str = field(default="total", validator=one_of(_PARTS))

    def __attrs_post_init__(self) -> None:
        if self.of == _TALLY:
            if self.counted_by is not None:
                raise InvalidValue("a tally counts in the period that holds it: leave counted_by out")
        else:
            check_event(self.of, self.counted_by)
            if self.part != "total":
                raise InvalidValue(
                    f"only tallies have a part that is {self.part}: leave it out for {self.of!r}"
                )

    def reads(self) -> tuple[type[Record], ...]:
        """The records of that kind."""
        return (Tally if self.of == _TALLY else class_of(self.of),)

    def sample(self, scope: Scope) -> int:
        """How many records count, or how many tallies."""
        if self.of == _TALLY:
            return len(tallied(scope))
        return sum(1 for _ in counting(scope, self.of, self.counted_by))

    def measure(self, scope: Scope) -> Bounds | None:
        """The number; in a gap there may be any number more."""
        if self.of == _TALLY:
            return self._of_tallies(scope)
        number = self.sample(scope)
        return Bounds(number, None if scope.gaps - scope.excluded else number)

    def reaches(self, scope: Scope, end: str) -> bool:
        """There may have been none in a gap, and what a tally leaves open is within its total."""
        return True

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many records or tallies there were."""
        return (("tallies" if self.of == _TALLY else "records that count", str(self.sample(scope))),)

    def _of_tallies(self, scope: Scope) -> Bounds | None:
        low, high = Fraction(0), Fraction(0)
        endless = bool(hidden(scope))
        tallies = tallied(scope)
        for tally in tallies:
            found = self._part(tally)
            low += found.low or 0
            high += found.high or 0
            endless = endless or found.high is None
        if not tallies and not endless:
            return None
        return Bounds(low, None if endless else high)

    def _part(self, tally: Tally) -> Bounds:
        """What one tally says of the part: more than it states there may be, less not."""
        if tally.is_time:
            raise EvaluationError(
                f"{tally.named()} tallies time, which is not counted; measure downtime, or tally things"
            )
        if self.part != "total":
            parts = parts_of(tally, None)
            return parts.good if self.part == "good" else parts.bad
        if tally.is_complete():
            total = tally.part("total")
            return Bounds.exactly(
                (tally.part("good") or 0) + (tally.part("bad") or 0) if total is None else total
            )
        stated = tally.part("total")
        if stated is not None:
            return Bounds.exactly(stated)
        return Bounds(tally.part("good") or tally.part("bad"), None)
