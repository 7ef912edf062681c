"""Missing data: what the agreement's policy makes of a figure that a gap leaves in doubt."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve, frozen

from slacore.evaluation.scoping import LevelPeriod
from slacore.evidence import Fact
from slacore.model import Scope, Verdict
from slacore.model.limits import better_end
from slacore.values import Bounds, WindowSet, duration

Measure = Callable[[Scope], Bounds | None]
# As many records are named in what a policy says.
_NAMED = 5


@frozen(kw_only=True)
class Resolved:
    """A figure after the policy, what the policy did, and a verdict that is deemed."""

    bounds: Bounds | None
    policy: str = ""
    deemed: Verdict | None = None


def resolve(place: LevelPeriod, measure: Measure, earlier: Bounds | None) -> Resolved:
    """The figure of a period as the agreement wants it; `earlier` is the last exact one before."""
    short = None if place.open else shortage(place)
    if short is not None:
        return Resolved(bounds=measure(place.scope), policy=short.policy, deemed=short.deemed)
    return _filled(place, measure, earlier)


def relieve(
    place: LevelPeriod, resolved: Resolved, measure: Measure, earlier: Bounds | None
) -> Bounds | None:
    """The figure that remedies read, under the same policy; None where relief leaves nothing to read.

    Relief never costs anything: where the figure is better without it, remedies read that.
    """
    if place.relief is None:
        return None
    eased = evolve(place, scope=place.relief)
    short = not place.open and shortage(place) is not None
    found = measure(eased.scope) if short else _filled(eased, measure, earlier).bounds
    better = better_end(place.level.target)
    if found is None or resolved.bounds is None or better is None:
        return found
    return _better(resolved.bounds, found, better)


def _better(one: Bounds, two: Bounds, end: str) -> Bounds:
    """The better of two figures, wherever in their bounds each of them lies."""
    lows, highs = (one.low, two.low), (one.high, two.high)
    if end == "low":
        return Bounds(_extreme(min, lows, unlimited=True), _extreme(min, highs, unlimited=False))
    return Bounds(_extreme(max, lows, unlimited=False), _extreme(max, highs, unlimited=True))


def _extreme(
    choose: Callable[[list[Fraction]], Fraction], sides: tuple[Fraction | None, ...], *, unlimited: bool
) -> Fraction | None:
    """The chosen side; one without limit wins, or is passed over where there is another."""
    known = [side for side in sides if side is not None]
    return None if not known or (unlimited and len(known) < len(sides)) else choose(known)


def _filled(place: LevelPeriod, measure: Measure, earlier: Bounds | None) -> Resolved:
    """The figure, with the policy where anything is missing."""
    found = measure(place.scope)
    if place.open or not _lacks(place, found):
        return Resolved(bounds=found)
    return _by_policy(place, found, measure, earlier)


def _lacks(place: LevelPeriod, found: Bounds | None) -> bool:
    """Whether evidence is missing that matters: excused time that nobody watched may not."""
    if found is None:
        return is_missing(place) or is_stated(place)
    excused_only = bool(place.scope.gaps) and not unseen(place.scope)
    if excused_only and found.value is not None:
        return bool(_incomplete(place.scope))
    return is_missing(place)


def unseen(scope: Scope) -> WindowSet:
    """The gaps that are not excused."""
    return scope.gaps - scope.excluded


def is_missing(place: LevelPeriod) -> bool:
    """Whether the evidence leaves anything of the period open."""
    return bool(place.scope.gaps or place.uncertain or _incomplete(place.scope))


def _incomplete(scope: Scope) -> tuple[str, ...]:
    return tuple(record.named() for record in scope.records if not record.is_complete())


def is_stated(place: LevelPeriod) -> bool:
    """Whether the figure is stated and not watched for: none at all is then missing.

    A month that was watched and in which nothing happened has no data, and lacks none.
    """
    return all(issubclass(kind, Fact) for kind in place.level.metric.reads())


def policy_text(place: LevelPeriod) -> str:
    """The policy by its name, and what it is applied to."""
    if not is_missing(place):
        return f"missing data: {place.level.missing.policy} (nothing is stated)"
    lacking = [f"{duration(place.scope.gaps.micros)} not covered"] if place.scope.gaps else []
    lacking += [f"{name} incomplete" for name in _incomplete(place.scope)[:_NAMED]]
    lacking += [f"{name} uncertain" for name in place.uncertain[:_NAMED]]
    return f"missing data: {place.level.missing.policy} ({', '.join(lacking)})"


def shortage(place: LevelPeriod) -> Resolved | None:
    """What follows from less evidence than the agreement asks for; None if there is enough."""
    terms, scope = place.level.missing, place.scope
    total = scope.counted.micros
    covered = Fraction(total - (unseen(scope) & scope.counted).micros, total) if total else Fraction(1)
    reason = terms.shortage(covered, place.level.metric.sample(scope))
    if not reason:
        return None
    deemed = Verdict.BREACHED if terms.insufficient == "deem breached" else Verdict.INDETERMINATE
    return Resolved(bounds=None, policy=f"{reason}: {terms.insufficient}", deemed=deemed)


def _by_policy(
    place: LevelPeriod, found: Bounds | None, measure: Measure, earlier: Bounds | None
) -> Resolved:
    policy, named = place.level.missing.policy, policy_text(place)
    if policy == "deem breached":
        return Resolved(bounds=found, policy=named, deemed=Verdict.BREACHED)
    if policy == "leave out" and not place.uncertain:
        return Resolved(bounds=measure(_only_seen(place.scope)), policy=named)
    if policy == "carry forward" and earlier is not None:
        return Resolved(bounds=earlier, policy=named)
    if policy in ("count as good", "count as bad"):
        return _counted(place, found, named, good=policy == "count as good")
    return Resolved(bounds=found)


def _only_seen(scope: Scope) -> Scope:
    """The scope as if what was not seen, or not seen whole, were not there."""
    seen = tuple(record for record in scope.records if record.is_complete())
    return evolve(scope, counted=scope.counted - unseen(scope), gaps=WindowSet(), records=seen)


def _counted(place: LevelPeriod, found: Bounds | None, named: str, *, good: bool) -> Resolved:
    """The end of the bounds that is best or worst for the provider, if what is missing can make it so."""
    better = better_end(place.level.target)
    end = better if good else {"low": "high", "high": "low"}.get(better or "")
    reached = end is not None and not place.uncertain and place.level.metric.reaches(place.scope, end)
    value: Fraction | None = getattr(found, end) if reached and found is not None and end else None
    if value is None:
        return Resolved(bounds=found, policy=f"{named}: not applied, how much is missing is not known")
    return Resolved(bounds=Bounds(value, value), policy=named)
