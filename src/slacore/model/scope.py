"""The scope: all that a level lets a metric see of one period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import evolve, field, frozen

from slacore.calendars import ServiceHours
from slacore.errors import EvaluationError
from slacore.evidence import Fact, Record, stated
from slacore.model.limits import Said
from slacore.model.lookback import Lookback
from slacore.model.observation import Observation
from slacore.values import Bounds, Instant, Quantity, Window, WindowSet

R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class Scope:
    """What a metric is handed: records in scope, the period, and the time that counts.

    `counted` is the period within service hours, less what exclusions take from the
    denominator. `excluded` is time that no longer counts against the provider. `gaps` is
    counted time that the evidence does not cover. A record may reach beyond the period:
    what of it counts is for the metric to say.
    """

    period: Window
    zone: str
    counted: WindowSet
    excluded: WindowSet
    gaps: WindowSet
    # Records that share time with the period.
    records: tuple[Record, ...]
    # The same and those before and after the period.
    around: tuple[Record, ...] = ()
    facts: tuple[Fact, ...] = ()
    hours: ServiceHours | None = None
    # Excused time that is added to the time that was up.
    added_back: WindowSet = WindowSet()
    # All time that the evidence covers for this metric, also before and after the period.
    covered: WindowSet = WindowSet()
    # What other levels came to in the same period, for metrics that are made from them.
    observed: Mapping[str, Observation] = field(factory=dict, repr=False)
    # What earlier periods answer to the questions that the metric asks; None cannot be said.
    answers: Mapping[Lookback, Bounds | None] = field(factory=dict, repr=False)
    # The instant after which nothing is looked at, in a period that still runs.
    horizon: Instant

    def of_kind(self, kind: type[R]) -> tuple[R, ...]:
        """The records of that class."""
        return tuple(record for record in self.records if isinstance(record, kind))

    def alone(self, record: Record) -> Scope:
        """The same scope with that one record, which is known whatever else is not."""
        return evolve(self, records=(record,), gaps=WindowSet())

    def counts(self, moment: Instant) -> bool:
        """Whether the instant lies in counted time of the period and is not excluded."""
        return self.counted.contains(moment.micros) and not self.excluded.contains(moment.micros)

    def settles(self, moment: Instant | None) -> bool:
        """Whether what was settled at that instant belongs to this period."""
        return moment is not None and self.period.contains(moment) and moment < self.horizon

    def seen_until(self, since: Instant) -> Instant:
        """How far what began at that instant could be watched without a break."""
        for start, end in self.covered.spans:
            if start <= since.micros <= end:
                return Instant(min(end, self.horizon.micros), since.zone)
        return since

    def elapsed(self, start: Instant, end: Instant, pauses: WindowSet = WindowSet()) -> int:
        """Microseconds from start to end in service hours, less the pauses.

        Every hour counts where the level has no service hours.
        """
        if end <= start:
            return 0
        span = Window(start, end)
        open_time = WindowSet.of(span) if self.hours is None else self.hours.open_time(span)
        return (open_time - pauses).micros

    def fact(self, name: str, record: Record | None = None) -> Said | None:
        """What is said under that name: of the record, or else of the whole period."""
        if record is not None:
            of_record = (fact for fact in self.facts if fact.record == record.id)
            said = agreed(name, of_record, record.named())
            if said is not None:
                return said
            own = getattr(record, name, None)
            if isinstance(own, Quantity | str | bool):
                return stated(own)
        spans = ((fact, fact.span()) for fact in self.facts)
        of_period = (fact for fact, span in spans if span is not None and span.covers(self.period))
        return agreed(name, of_period, str(self.period))


def agreed(name: str, facts: Iterable[Fact], about: str) -> Said | None:
    """What the facts of that name say; two that differ are refused, because neither is proved."""
    values = {fact.value for fact in facts if fact.name == name}
    if len(values) > 1:
        found = " and ".join(sorted(str(value) for value in values))
        raise EvaluationError(f"the fact '{name}' is stated as {found} for {about}; keep one of them")
    return next(iter(values), None)
