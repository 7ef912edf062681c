"""Observe: ask the metric, and make of its answer a figure with bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evaluation.scoping import LevelPeriod
from slacore.evidence import Record
from slacore.model import Metric, Observation, Scope
from slacore.values import Bounds, exact

_NAMED = 5


@frozen(kw_only=True)
class Observed:
    """An observation with what it was made from, for the remedies to look at."""

    observation: Observation
    scope: Scope
    record: Record | None = None
    # How many records it stands for at most, where each is judged by itself and some may be
    # missing; None is any number.
    most: int | None = 1


def observe(place: LevelPeriod) -> Iterator[Observed]:
    """The level's figure in the period, or one for each record that is judged by itself."""
    metric, scope = place.level.metric, place.scope
    records = metric.each(scope)
    if records is None:
        yield Observed(observation=_observation(place, _bounds(metric, scope, place), scope), scope=scope)
        return
    for record in records:
        alone = scope.alone(record)
        found = _bounds(metric, alone, None)
        yield Observed(observation=_observation(place, found, alone, record), scope=alone, record=record)
    if scope.gaps:
        note = "how many records are missing from the gap, and what they say, is not known"
        missing = _observation(place, metric.limits(), scope, notes=(note,))
        yield Observed(observation=missing, scope=scope, most=None)
    elif place.uncertain:
        doubtful = _observation(place, metric.limits(), scope)
        yield Observed(observation=doubtful, scope=scope, most=len(place.uncertain))
    elif not records:
        note = "no record settles in the period: there is nothing to judge"
        yield Observed(observation=_observation(place, None, scope, notes=(note,), idle=True), scope=scope)


def _bounds(metric: Metric, scope: Scope, place: LevelPeriod | None) -> Bounds | None:
    """The metric's answer as bounds: a bare number is widened where the evidence has a gap."""
    answer = metric.measure(scope)
    limits = metric.limits()
    if place is not None and place.uncertain:
        return limits
    if answer is None:
        return limits if scope.gaps else None
    if isinstance(answer, Bounds):
        _within(metric, answer, limits)
        return answer
    try:
        known = Bounds.exactly(exact(answer, f"the figure of {metric.kind}"))
    except InvalidValue as error:
        raise EvaluationError(f"{error}; a metric returns int, Fraction, Bounds or None") from None
    _within(metric, known, limits)
    return limits if scope.gaps else known


def _within(metric: Metric, found: Bounds, limits: Bounds) -> None:
    if found.hull(limits) != limits:
        raise EvaluationError(
            f"{metric.kind} came to {found} {metric.measured_in()}, outside its own limits {limits}; "
            "mend measure, or state other limits with least and most"
        )


def _observation(
    place: LevelPeriod,
    bounds: Bounds | None,
    scope: Scope,
    record: Record | None = None,
    *,
    notes: tuple[str, ...] = (),
    idle: bool = False,
) -> Observation:
    uncertain = f"whether {', '.join(place.uncertain)} belongs to the level cannot be said"
    return Observation(
        level=place.level.name,
        period=scope.period,
        unit=place.level.metric.measured_in(),
        bounds=bounds,
        record=None if record is None else record.id,
        counted=scope.counted,
        gaps=scope.gaps,
        evidence=_counted(scope.records),
        exclusions=place.uses,
        workings=() if idle else place.level.metric.workings(scope),
        open=place.open,
        idle=idle,
        notes=(*place.notes, *notes, *((uncertain,) if place.uncertain else ())),
    )


def _counted(records: tuple[Record, ...]) -> tuple[str, ...]:
    """``2 outage (O-1, O-2)`` for each kind that was read."""
    lines = []
    for kind, number in sorted(Counter(record.kind for record in records).items()):
        names = [record.id for record in records if record.kind == kind]
        more = ", …" if number > _NAMED else ""
        several = "" if number == 1 else {"y": "ies"}.get(kind[-1], "s")
        stem = kind[:-1] if several == "ies" else kind
        lines.append(f"{number} {stem}{several} ({', '.join(names[:_NAMED])}{more})")
    return tuple(lines)
