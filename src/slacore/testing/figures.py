"""What must hold of a metric's figures: exact, alike for alike evidence, and nothing of its neighbours."""

from __future__ import annotations

import decimal
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve

from slacore.errors import InvalidKind, SlacoreError
from slacore.evidence import Record
from slacore.model import Metric, Scope
from slacore.testing.check import Finding
from slacore.testing.kinds import registry_for
from slacore.testing.measuring import Example, MetricTrial, answers
from slacore.values import Bounds
from slacore.values.quantity import unit_name


def known_unit(trial: MetricTrial) -> Finding:
    """Its unit is one of slacore's."""
    try:
        unit_name(trial.metric.measured_in())
    except SlacoreError as error:
        return f"{error}: state one of these as unit: ClassVar[str], or return it from measured_in"
    return None


def sensible_limits(trial: MetricTrial) -> Finding:
    """The least that it can be is less than the most."""
    try:
        limits: object = trial.metric.limits()
    except SlacoreError as error:
        return f"least and most are no limits ({error}): state whole numbers or fractions, least below most"
    if not isinstance(limits, Bounds):
        return f"limits() is {limits!r}: return Bounds(least, most)"
    if limits.value is not None:
        return f"it can only ever be {limits}: state the least and the most that the figure can be"
    return None


def record_kinds(trial: MetricTrial) -> Finding:
    """What it reads are kinds of records that documents can name."""
    read: object = trial.metric.reads()
    if read == () and trial.metric.levels():
        # All that it knows, it knows from other levels.
        return None
    if not isinstance(read, tuple) or not read:
        return (
            f"it reads {read!r}: state one record class or several as evidence, and return a tuple from reads"
        )
    for kind in read:
        if not (isinstance(kind, type) and issubclass(kind, Record)):
            return f"it reads {kind!r}, which is no record: derive it from slacore.Record"
        try:
            registry_for(kind)
        except InvalidKind as error:
            return f"the record it reads cannot be registered: {error}"
    return None


def gives_figures(trial: MetricTrial) -> Finding:
    """It measures the examples without an error, and at least one of them has a figure."""
    found = False
    for scope in trial.scopes():
        given = _tried(trial.metric, scope)
        if isinstance(given, str):
            return given
        found = found or bool(
            (scope.records or scope.observed) and any(answer is not None for answer in given.values())
        )
    if not found:
        return (
            "none of the examples has records and a figure, so nothing is proved: pass evidence=, with "
            "records that it measures and the time that they cover"
        )
    return None


def _tried(metric: Metric, scope: Scope) -> Any:
    """Its answers, or why there are none."""
    try:
        return answers(metric, scope)
    except Exception as error:
        # A mistake of the example's author is told as it is.
        advice = "" if isinstance(error, SlacoreError) else ": measure must bear every scope of its records"
        return f"measuring {scope.period} raised {type(error).__name__} ({error}){advice}"


def exact_figures(trial: MetricTrial) -> Finding:
    """A figure is an int, a Fraction, Bounds or None."""
    for scope in trial.scopes():
        for answer in answers(trial.metric, scope).values():
            if answer is not None and type(answer) not in (int, Fraction, Bounds):
                return (
                    f"the figure {answer!r} is of type {type(answer).__name__}, which is not exact: "
                    "return int, Fraction, Bounds or None, and divide with Fraction(a, b)"
                )
    return None


def within_limits(trial: MetricTrial) -> Finding:
    """No figure is less than its least or more than its most."""
    limits = trial.metric.limits()
    for scope in trial.scopes():
        for answer in answers(trial.metric, scope).values():
            if answer is not None and bounds_of(answer).hull(limits) != limits:
                return (
                    f"the figure {bounds_of(answer)} of {scope.period} lies outside its own limits {limits}: "
                    "mend measure (does it count only time in scope.counted?), or state other least and most"
                )
    return None


def bounds_of(answer: Any) -> Bounds:
    """A figure as bounds."""
    return answer if isinstance(answer, Bounds) else Bounds.exactly(answer)


def deterministic(trial: MetricTrial) -> Finding:
    """Asked again it says the same."""
    for scope in trial.scopes():
        said = [answers(trial.metric, one) for one in (scope, scope, evolve(scope), scope)]
        if any(other != said[0] for other in said):
            return (
                f"asked several times about {scope.period} it gives different figures: measure may read its "
                "own fields and the scope, and no clock, chance, file or variable"
            )
    return None


def order_of_records(trial: MetricTrial) -> Finding:
    """In whatever order records come, the figure is the same."""
    for scope in trial.scopes():
        first = answers(trial.metric, scope)
        for shuffle in _orders():
            other = evolve(
                scope,
                records=shuffle(scope.records),
                around=shuffle(scope.around),
                facts=shuffle(scope.facts),
            )
            if answers(trial.metric, other) != first:
                return (
                    f"the same records in another order give another figure for {scope.period}: sort them by "
                    "what decides, such as their instant, or use what has no order (sum, max)"
                )
    return None


def _orders() -> Iterator[Callable[[tuple[Any, ...]], tuple[Any, ...]]]:
    yield lambda records: records[::-1]
    for seed in range(3):
        yield lambda records, seed=seed: tuple(  # type: ignore[misc]
            random.Random(seed).sample(records, len(records))
        )


def decimal_context(trial: MetricTrial) -> Finding:
    """The caller's decimal context changes nothing."""
    for scope in trial.scopes():
        usual = answers(trial.metric, scope)
        for precision, rounding in ((1, decimal.ROUND_UP), (3, decimal.ROUND_DOWN)):
            with decimal.localcontext(prec=precision, rounding=rounding):
                other = answers(trial.metric, scope)
            if other != usual:
                return (
                    f"with a decimal context of {precision} digits it gives another figure for "
                    f"{scope.period}: calculate with int and Fraction, not with Decimal"
                )
    return None


def judged_one_by_one(trial: MetricTrial) -> Finding:
    """What `each` gives are records of the scope, every one of which can be measured alone."""
    for scope in trial.scopes():
        records: object = trial.metric.each(scope)
        if records is None:
            continue
        if not isinstance(records, tuple):
            return f"each returns {type(records).__name__}: return a tuple of records of the scope, or None"
        for record in records:
            if record not in scope.records:
                return (
                    f"each returns {record!r}, which is none of scope.records: return only those, for what "
                    "lies in other periods is judged there"
                )
            if trial.metric.measure(scope.alone(record)) is None:
                return (
                    f"each returns {record.named()}, but measured alone it has no figure: leave out of each "
                    "what measure cannot judge"
                )
    return None


def workings_in_words(trial: MetricTrial) -> Finding:
    """`workings` are pairs of a name and a value, both text."""
    for scope in trial.scopes():
        found: object = trial.metric.workings(scope)
        pairs = found if isinstance(found, tuple) else (None,)
        if not all(_is_pair(pair) for pair in pairs):
            return f"workings are {found!r}: return a tuple of pairs of text, such as (('samples', '12'),)"
    return None


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def later_periods(trial: MetricTrial) -> Finding:
    """Where the period has no record of its own, those that begin after it change nothing."""
    for example in trial.examples():
        for scope in _parts(example):
            later = tuple(record for record in scope.around if _begins_after(record, scope))
            empty = evolve(scope, records=(), around=())
            if later and answers(trial.metric, evolve(empty, around=later)) != answers(trial.metric, empty):
                return (
                    f"records that begin after {scope.period} change its figure although it has none of its "
                    "own: measure scope.records; scope.around is only for how those relate to others"
                )
    return None


def _parts(example: Example) -> Iterator[Scope]:
    """The example's window, and its first parts as periods of their own."""
    start, end = example.window.start, example.window.end
    for quarter in (1, 2, 3, 4):
        middle = start.micros + (end.micros - start.micros) * quarter // 4
        yield from evolve(
            example, window=type(example.window).of_micros(start.micros, middle, start.zone)
        ).scopes()


def _begins_after(record: Record, scope: Scope) -> bool:
    extent = record.extent()
    return extent is not None and extent[0] >= scope.period.end
