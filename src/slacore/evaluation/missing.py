"""Missing data: what the agreement's policy makes of a figure that a gap leaves in doubt."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve, frozen

from slacore.evaluation.scoping import LevelPeriod
from slacore.model import Scope, Verdict
from slacore.model.limits import better_end
from slacore.values import Bounds, WindowSet, duration

Measure = Callable[[Scope], Bounds | None]


@frozen(kw_only=True)
class Resolved:
    """A figure after the policy, what the policy did, and a verdict that is deemed."""

    bounds: Bounds | None
    policy: str = ""
    deemed: Verdict | None = None


def resolve(place: LevelPeriod, measure: Measure, earlier: Bounds | None) -> Resolved:
    """The figure of a period as the agreement wants it; `earlier` is the last exact one before."""
    found = measure(place.scope)
    if place.open:
        return Resolved(bounds=found)
    short = shortage(place)
    if short is not None:
        return Resolved(bounds=found, policy=short.policy, deemed=short.deemed)
    if found is not None and not is_missing(place):
        return Resolved(bounds=found)
    return _by_policy(place, found, measure, earlier)


def is_missing(place: LevelPeriod) -> bool:
    """Whether the evidence leaves anything of the period open."""
    return bool(place.scope.gaps or place.uncertain)


def shortage(place: LevelPeriod) -> Resolved | None:
    """What follows from less evidence than the agreement asks for; None if there is enough."""
    terms, scope = place.level.missing, place.scope
    total = scope.counted.micros
    covered = Fraction(total - (scope.gaps & scope.counted).micros, total) if total else Fraction(1)
    reason = terms.shortage(covered, len(scope.records))
    if not reason:
        return None
    deemed = Verdict.BREACHED if terms.insufficient == "deem breached" else Verdict.INDETERMINATE
    return Resolved(bounds=None, policy=f"{reason}: {terms.insufficient}", deemed=deemed)


def _by_policy(
    place: LevelPeriod, found: Bounds | None, measure: Measure, earlier: Bounds | None
) -> Resolved:
    policy = place.level.missing.policy
    named = f"missing data: {policy} ({duration(place.scope.gaps.micros)} not covered)"
    if policy == "deem breached":
        return Resolved(bounds=found, policy=named, deemed=Verdict.BREACHED)
    if policy == "leave out" and not place.uncertain:
        return Resolved(bounds=measure(_only_seen(place.scope)), policy=named)
    if policy == "carry forward" and earlier is not None:
        return Resolved(bounds=earlier, policy=named)
    if policy in ("count as good", "count as bad"):
        return Resolved(bounds=_end(place, found, good=policy == "count as good"), policy=named)
    return Resolved(bounds=found)


def _only_seen(scope: Scope) -> Scope:
    """The scope as if what was not seen were not there."""
    return evolve(scope, counted=scope.counted - scope.gaps, gaps=WindowSet())


def _end(place: LevelPeriod, found: Bounds | None, *, good: bool) -> Bounds | None:
    """The end of the bounds that is best or worst for the provider; all of them if it has none."""
    bounds = place.level.metric.limits() if found is None else found
    better = better_end(place.level.target)
    other = {"low": "high", "high": "low"}.get(better or "")
    name = better if good else other
    end: Fraction | None = None if name is None else getattr(bounds, name)
    return found if end is None else Bounds(end, end)
