"""Observe: ask the metric, and make of its answer a figure with bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import evolve, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evaluation.missing import Resolved, is_missing, policy_text, relieve, resolve, shortage
from slacore.evaluation.scoping import LevelPeriod
from slacore.evidence import Record
from slacore.model import Metric, Observation, Scope, Verdict
from slacore.values import Bounds, exact

_NAMED = 5
# Policies under which records that nobody saw are not asked for.
_IGNORING = ("leave out", "count as good")


@frozen(kw_only=True)
class Observed:
    """An observation with what it was made from, for the remedies to look at."""

    observation: Observation
    scope: Scope
    record: Record | None = None
    # How many records it stands for at most, where each is judged by itself and some may be
    # missing; None is any number.
    most: int | None = 1
    # Whether an exclusion relieves the record, or all that was measured, of every remedy.
    relieved: bool = False


def observe(place: LevelPeriod, earlier: Bounds | None = None) -> Iterator[Observed]:
    """The level's figure in the period, or one for each record that is judged by itself.

    `earlier` is the level's last exact figure before the period.
    """
    metric, scope = place.level.metric, place.scope
    records = metric.each(scope)
    if records is not None:
        yield from _one_by_one(place, records)
        return

    def measure(seen: Scope) -> Bounds | None:
        return _bounds(metric, seen, place)

    resolved = resolve(place, measure, earlier)
    eased = relieve(place, resolved, measure, earlier)
    observation = evolve(_observation(place, scope, resolved), relieved=eased)
    # Where relief takes all that was measured, there is nothing left to pay for.
    nothing = place.relief is not None and eased is None and resolved.bounds is not None
    yield Observed(observation=observation, scope=scope, relieved=nothing)


def _one_by_one(place: LevelPeriod, records: tuple[Record, ...]) -> Iterator[Observed]:
    metric, scope = place.level.metric, place.scope
    short = None if place.open else shortage(place)
    known = _terms_of_the_known(place, short)
    for record in records:
        alone = scope.alone(record)
        resolved = evolve(known, bounds=_bounds(metric, alone, None))
        relieved = place.relief is not None and record not in place.relief.records
        yield Observed(
            observation=_observation(place, alone, resolved, record),
            scope=alone,
            record=record,
            relieved=relieved,
        )
    rest = _unseen(place, short)
    if rest is not None:
        most = None if scope.gaps else max(len(place.uncertain), 1)
        yield Observed(observation=rest, scope=scope, most=most)
    elif not records:
        note = "no record settles in the period: there is nothing to judge"
        yield Observed(observation=_observation(place, scope, known, notes=(note,), idle=True), scope=scope)


def _terms_of_the_known(place: LevelPeriod, short: Resolved | None) -> Resolved:
    """What the policy means for the records that were seen: too few of them have no verdict."""
    if short is not None:
        none = short.deemed is Verdict.INDETERMINATE
        return evolve(short, deemed=Verdict.INDETERMINATE if none else None)
    ignored = is_missing(place) and not place.open and place.level.missing.policy in _IGNORING
    return Resolved(bounds=None, policy=policy_text(place) if ignored else "")


def _unseen(place: LevelPeriod, short: Resolved | None) -> Observation | None:
    """What is to be said of records that nobody saw, where every record is judged by itself."""
    limits, policy = place.level.metric.limits(), place.level.missing.policy
    missing = is_missing(place)
    if short is not None and (missing or short.deemed is Verdict.BREACHED):
        return _observation(place, place.scope, evolve(short, bounds=limits))
    if not missing or (policy in _IGNORING and not place.open):
        return None
    resolved = Resolved(bounds=limits)
    if policy in ("count as bad", "deem breached") and not place.open:
        resolved = Resolved(bounds=limits, policy=policy_text(place), deemed=Verdict.BREACHED)
    note = "how many records are missing from the gap, and what they say, is not known"
    return _observation(place, place.scope, resolved, notes=(note,) if place.scope.gaps else ())


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
    scope: Scope,
    resolved: Resolved,
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
        bounds=resolved.bounds,
        record=None if record is None else record.id,
        counted=scope.counted,
        gaps=scope.gaps,
        evidence=_counted(scope.records),
        exclusions=place.uses,
        policy=resolved.policy,
        deemed=resolved.deemed,
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
