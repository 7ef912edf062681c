"""Asking: what terms may ask about figures, levels and earlier periods, and where they may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from slacore.errors import InvalidValue, Problem, UnitMismatch
from slacore.model.limits import Limits, Test
from slacore.model.lookback import Lookback
from slacore.model.parts import parts
from slacore.model.remedy import Remedy
from slacore.model.service_level import ServiceLevel
from slacore.model.step import Step, step_breaks
from slacore.values import Bounds
from slacore.values.quantity import same_dimension

Levels = Mapping[str, ServiceLevel]


def figure_problems(remedy: Remedy, unit: str, where: str, why: str) -> Iterator[Problem]:
    """Conditions and steps that read a figure where there is none."""
    tests = remedy.when if isinstance(remedy.when, tuple) else ()
    yield from _test_figure_problems(tests, f"{where}.when", why)
    for number, step in enumerate(remedy.steps):
        yield from step_figure_problems(step, unit, f"{where}.steps[{number}]", why)


def step_figure_problems(step: Step, unit: str, where: str, why: str) -> Iterator[Problem]:
    """The same of one step: its conditions, and the edges in the figure at which it changes."""
    yield from _test_figure_problems(step.when, f"{where}.when", why)
    try:
        found = step_breaks(attrs.evolve(step, when=()), unit, Bounds(0, 1))
    except (UnitMismatch, InvalidValue):
        # It has edges, in a unit of its own.
        found = None
    if found != set():
        yield Problem(where, f"{step.kind}: {why} to count or to look up; name a fact")


def _test_figure_problems(tests: Iterable[Test], where: str, why: str) -> Iterator[Problem]:
    for test in tests:
        if test.is_about_figure:
            yield Problem(where, f"{test}: {why}; name a fact, a level or a lookback")


def verdict_problems(
    levels: Levels, terms: object, asking: ServiceLevel | None, where: str
) -> Iterator[Problem]:
    """Questions about promises and actions to a level that has none."""
    for question in parts(terms, Lookback):
        about = asking if question.level is None else levels.get(question.level)
        if question.of in ("breached", "met") and question.group is None and about and about.target is None:
            yield Problem(
                where, f"'{question}': '{about.name}' has no target, so that it is never {question.of}"
            )
        if question.of == "overdue" and question.group is None and about and not about.actions:
            yield Problem(where, f"'{question}': '{about.name}' has no actions, so that none is overdue")


def lookback_problems(
    levels: Levels, terms: object, asking: ServiceLevel | None, where: str, *, settled: bool = False
) -> Iterator[Problem]:
    """Questions about levels and groups that there are not, or that have no answer yet."""
    groups = {level.group for level in levels.values() if level.group is not None}
    for question in parts(terms, Lookback):
        if question.level is not None and question.level not in levels:
            yield Problem(where, f"'{question}': unknown level {question.level!r} (levels: {listed(levels)})")
        if question.group is not None and question.group not in groups:
            yield Problem(where, f"'{question}': unknown group {question.group!r} (groups: {listed(groups)})")
        whole = asking is None and question.level is None and question.group is None
        if whole and question.of not in ("credited", "pointed"):
            yield Problem(
                where, f"'{question}': the settlement asks about a level or a group; name it, as in 'A'"
            )
        early = question.of in ("credited", "pointed") and not question.before and question.how != "value"
        if early and not settled:
            yield Problem(
                where, f"'{question}': what the present period comes to is not settled yet; add 'before'"
            )


def fits_unit(limits: Limits, unit: str, where: str) -> Iterator[Problem]:
    """Limits in a unit that the level, or what is asked about it, is not measured in."""
    if isinstance(limits, Test) and (limits.fact is not None or limits.level is not None):
        return
    question = limits.lookback if isinstance(limits, Test) else None
    if question is not None:
        if question.level is not None or question.group is not None:
            return
        unit = question.measured_in(unit) or unit
    for other in limits.units():
        if not same_dimension(other, unit):
            yield Problem(where, f"{limits} is in {other}, but the level is measured in {unit}")


def never(test: Test, level: ServiceLevel, where: str) -> Iterator[Problem]:
    """A condition that holds for nothing that a figure, or the answer of a lookback, can be."""
    question, unit = test.lookback, level.metric.measured_in()
    if question is not None:
        found, unit = question.limits(), "period"
        if not all(same_dimension(stated, unit) for stated in test.units()):
            return
    elif test.is_about_figure:
        found = level.metric.limits()
    else:
        return
    if test.hold_over(found, unit) is False:
        yield Problem(where, f"{test} never holds: it is {found} {unit}")


def listed(names: Iterable[str]) -> str:
    """Names for a message."""
    return ", ".join(sorted(names)) or "none"
