"""What tallies say of good and bad, of one interval and of a whole period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from slacore.errors import EvaluationError
from slacore.evidence import Tally
from slacore.model import Scope
from slacore.values import Bounds, WindowSet, shown


@frozen
class Parts:
    """How much was good and how much was bad, each low to high; time in microseconds."""

    good: Bounds
    bad: Bounds

    def plus(self, other: Parts) -> Parts:
        """Both together."""
        return Parts(_sum(self.good, other.good), _sum(self.bad, other.bad))


_UNKNOWN = Bounds(0, None)
_NOTHING = Parts(Bounds(0, 0), Bounds(0, 0))


def parts_of(tally: Tally, total: Fraction | None) -> Parts:
    """Good and bad of one tally; `total` stands in where the tally states none."""
    good, bad = tally.part("good"), tally.part("bad")
    known = tally.part("total")
    whole = total if known is None else known
    if whole is not None:
        if good is None and bad is None:
            return Parts(Bounds(0, whole), Bounds(0, whole))
        good = whole - (bad or 0) if good is None else good
        bad = whole - good if bad is None else bad
        if good < 0 or bad < 0:
            raise EvaluationError(
                f"{tally.named()} calls {_minutes(tally.part('good') or tally.part('bad'))} min good or bad, "
                f"but its interval has {_minutes(whole)} min of service time; mend it, or state its total"
            )
    return Parts(
        _UNKNOWN if good is None else Bounds.exactly(good),
        _UNKNOWN if bad is None else Bounds.exactly(bad),
    )


def tallied(scope: Scope) -> tuple[Tally, ...]:
    """The tallies that share any time with what counts: outside service hours nothing was promised."""
    found = (*scope.of_kind(Tally), *_left_out(scope))
    return tuple(tally for tally in found if WindowSet.of(tally.window) & scope.counted)


def excused(scope: Scope) -> WindowSet:
    """Time that does not count as down. What is added back as well counts first: nothing helps twice."""
    return scope.excluded - scope.added_back if scope.added_back else scope.excluded


def _left_out(scope: Scope) -> Iterator[Tally]:
    """Tallies that were left out for lying in excluded time, though some of that is added back."""
    if not scope.added_back & scope.excluded:
        return
    for record in scope.around:
        if isinstance(record, Tally) and record not in scope.records:
            span = WindowSet.of(record.window)
            if scope.excluded.covers(span) and not excused(scope).covers(span):
                yield record


def pooled_parts(scope: Scope, *, of_time: bool = False) -> Parts | None:
    """Good and bad of all tallies of the period; None where there is no tally and no gap.

    With `of_time` a tally of things is refused, and time that is told of twice.
    """
    tallies = tallied(scope)
    times = [tally for tally in tallies if tally.is_time]
    if times and len(times) < len(tallies):
        raise EvaluationError("time and counts are tallied for one level; keep them in levels of their own")
    if of_time and len(times) < len(tallies):
        raise EvaluationError(
            f"{tallies[0].named()} counts things, and downtime is made of time; "
            "tally bad='217 min', or measure availability"
        )
    if of_time:
        _refuse_overlap(tallies)
    lacking = [tally for tally in times if tally.total is None and (tally.good is None or tally.bad is None)]
    if lacking:
        return _of_period_length(scope, times)
    pooled = _NOTHING
    for tally in tallies:
        pooled = pooled.plus(parts_of(tally, None))
    if lost := hidden(scope):
        # What was not seen may have been good or bad; `share` never takes it for both.
        missing = Bounds(0, lost.micros if times or of_time else None)
        return pooled.plus(Parts(missing, missing))
    return pooled if tallies else None


def hidden(scope: Scope) -> WindowSet:
    """Time of which tallies may be missing: none, if those would lie in excused time.

    A total cannot be cut. One that is missing from a gap may tell of all the time around it that
    nobody watched, excused or outside service hours, and would count in full.
    """
    gaps = scope.gaps - excused(scope)
    if not gaps:
        return gaps
    dark = (WindowSet.of(scope.period) - scope.covered) | scope.gaps
    return WindowSet(span for span in dark.spans if WindowSet((span,)) & gaps)


def tallies_reach(scope: Scope, end: str) -> bool:
    """Whether what is missing of the tallies can make their share all that its bounds allow.

    Missing time can be good or bad as a whole. Missing things can where a tally states the
    part that then is all of it: of five good ones alone, none may have been bad.
    """
    tallies = tallied(scope)
    if tallies and all(tally.is_time for tally in tallies):
        return True
    part = "good" if end == "high" else "bad"
    whole = (t.is_complete() or t.part(part) is not None or t.part("total") is not None for t in tallies)
    return bool(tallies) and not scope.gaps and all(whole)


def added_back(scope: Scope) -> int:
    """Counted time that exclusions add to the time that was up, in microseconds."""
    return (scope.added_back & scope.counted).micros


def nothing_added_back(scope: Scope) -> None:
    """Refuse to add time to what has none."""
    if scope.added_back:
        raise EvaluationError("excused time cannot be added back to things that were counted")


def with_added_back(parts: Parts | None, scope: Scope) -> Parts | None:
    """What was added back moves from bad to good; there is never more of it than was bad."""
    extra = added_back(scope)
    if parts is None or not extra:
        return parts
    if not all(tally.is_time for tally in tallied(scope)):
        nothing_added_back(scope)
    least = min(Fraction(extra), parts.bad.low or Fraction(0))
    most = Fraction(extra) if parts.bad.high is None else min(Fraction(extra), parts.bad.high)
    # The least that was good goes with the most that was bad, so it gains the most from it.
    return Parts(_moved(parts.good, most, least), _moved(parts.bad, -least, -most))


def _moved(part: Bounds, low: Fraction, high: Fraction) -> Bounds:
    return Bounds((part.low or Fraction(0)) + low, None if part.high is None else part.high + high)


def overlap(tallies: Iterable[Tally]) -> tuple[Tally, Tally] | None:
    """The first two tallies that tell of the same time."""
    rows = sorted(tallies, key=lambda tally: (tally.start, tally.end, tally.id))
    return next(((one, other) for one, other in pairwise(rows) if other.start < one.end), None)


def _refuse_overlap(tallies: Iterable[Tally]) -> None:
    """Refuse to count time of one period twice."""
    if (twice := overlap(tallies)) is not None:
        one, other = (tally.named() for tally in twice)
        raise EvaluationError(
            f"{one} and {other} overlap, and their time would count twice; keep one of them, or measure the "
            "availability of several things from tallies that state their totals"
        )


def _of_period_length(scope: Scope, tallies: list[Tally]) -> Parts:
    """Tallies of time without a total: what they do not call bad was good, and the reverse."""
    _refuse_overlap(tallies)
    total = Fraction(scope.counted.micros)
    unseen = Fraction(hidden(scope).micros)
    if all(tally.bad is not None for tally in tallies):
        bad = sum((tally.part("bad") or Fraction(0) for tally in tallies), Fraction(0))
        _fits(bad, total, tallies, scope)
        worst = min(bad + unseen, total)
        return Parts(Bounds(total - worst, total - bad), Bounds(bad, worst))
    if all(tally.good is not None for tally in tallies):
        good = sum((tally.part("good") or Fraction(0) for tally in tallies), Fraction(0))
        _fits(good, total, tallies, scope)
        best = min(good + unseen, total)
        return Parts(Bounds(good, best), Bounds(total - best, total - good))
    raise EvaluationError("tallies of time without a total state either all their bad or all their good time")


def _fits(part: Fraction, total: Fraction, tallies: Iterable[Tally], scope: Scope) -> None:
    """Refuse more time than the period has, or than one of the intervals has."""
    if part > total:
        raise EvaluationError(f"{_minutes(part)} min are tallied in a period of {_minutes(total)} min")
    for tally in tallies:
        parts_of(tally, Fraction(scope.elapsed(tally.start, tally.end)))


def _minutes(micros: Fraction | None) -> str:
    return shown((micros or Fraction(0)) / 60_000_000)


def interval_shares(scope: Scope, *, idle_is_full: bool) -> list[Bounds]:
    """Every tally's own share of good, in percent, without idle ones that are skipped."""
    shares = []
    for tally in tallied(scope):
        length = Fraction(scope.elapsed(tally.start, tally.end)) if tally.is_time else None
        found = share(parts_of(tally, length), idle_is_full=idle_is_full)
        if found is not None:
            shares.append(found)
    return shares


def share(parts: Parts | None, *, idle_is_full: bool) -> Bounds | None:
    """100 × good ÷ (good + bad), least to most; of nothing at all it is full or not there."""
    if parts is None:
        return Bounds.exactly(100) if idle_is_full else None
    if parts.good.high == 0 and parts.bad.high == 0:
        return Bounds.exactly(100) if idle_is_full else None
    return Bounds(
        _ratio(parts.good.low or Fraction(0), parts.bad.high, empty=Fraction(0)),
        _ratio(parts.good.high, parts.bad.low or Fraction(0), empty=Fraction(100)),
    )


def _ratio(good: Fraction | None, bad: Fraction | None, *, empty: Fraction) -> Fraction:
    """The share of good; None is without limit, and of nothing at all it is `empty`."""
    if good is None:
        return Fraction(100)
    if bad is None:
        return Fraction(0)
    return empty if good + bad == 0 else 100 * good / (good + bad)


def _sum(one: Bounds, two: Bounds) -> Bounds:
    low = (one.low or Fraction(0)) + (two.low or Fraction(0))
    return Bounds(low, None if one.high is None or two.high is None else one.high + two.high)
