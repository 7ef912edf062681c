"""Dependence: which levels are observed and judged before which, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slacore.errors import Problem
from slacore.model.limits import Test
from slacore.model.lookback import Lookback
from slacore.model.parts import parts
from slacore.model.service_level import ServiceLevel
from slacore.values.quantity import same_dimension

Levels = Mapping[str, ServiceLevel]


def made_from(level: ServiceLevel, levels: Levels) -> tuple[str, ...]:
    """The levels that come before it: its figure, or whether its target holds, rests on theirs."""
    found = [*level.metric.levels(), *(test.level for test in level.applies if test.level is not None)]
    for question in _asked(level):
        found += _present(question, level, levels)
    return tuple(dict.fromkeys(found))


def depths(levels: Levels) -> dict[str, int]:
    """How many levels deep each is made from others, so that those come first."""
    found: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in found:
            found[name] = max((depth(other) + 1 for other in made_from(levels[name], levels)), default=0)
        return found[name]

    return {name: depth(name) for name in levels}


def dependence_problems(
    level: ServiceLevel, levels: Levels, zones: Mapping[str, str], where: str
) -> Iterator[Problem]:
    """What it is made from exists, keeps its rhythm, is measured in what it takes, and closes no circle."""
    terms = (level.applies, level.remedies, level.actions)
    tests = [test.level for test in parts(terms, Test) if test.level is not None]
    for name in dict.fromkeys((*level.metric.levels(), *tests)):
        other = levels.get(name)
        if other is None:
            yield Problem(where, f"unknown level {name!r} (levels: {', '.join(sorted(levels))})")
        elif (other.period, zones[name]) != (level.period, zones[level.name]):
            yield Problem(where, f"it is made from '{name}', which is measured over other periods")
    units = {name: levels[name].metric.measured_in() for name in level.metric.levels() if name in levels}
    for fault in level.metric.misfits(units):
        yield Problem(f"{where}.metric", fault)
    own = [question for question in _asked(level) if level.name in _present(question, level, levels)]
    own = own if level.name not in level.metric.levels() else []
    for question in own:
        yield Problem(
            where, f"'{question}': what it comes to in the present period rests on the answer; add 'before'"
        )
    if not own and level.name in _all_before(level, levels):
        yield Problem(where, "it is made from itself, through other levels or at once")
    yield from unit_problems(terms, levels, where)


def unit_problems(terms: object, levels: Levels, where: str) -> Iterator[Problem]:
    """Tests on what other levels come to, in units that they are not measured in."""
    for test in parts(terms, Test):
        asked = test.lookback
        other = levels.get(test.level or (asked.level if asked is not None else None) or "")
        if other is None:
            continue
        unit = other.metric.measured_in()
        unit = unit if asked is None else asked.measured_in(unit) or unit
        for stated in test.units():
            if not same_dimension(stated, unit):
                yield Problem(where, f"{test} is in {stated}, but '{other.name}' is measured in {unit}")


def _asked(level: ServiceLevel) -> tuple[Lookback, ...]:
    """The questions that must be answered before the level is observed and judged."""
    return (*level.metric.asks(), *parts(level.applies, Lookback))


def _present(question: Lookback, level: ServiceLevel, levels: Levels) -> tuple[str, ...]:
    """The levels whose present period is a part of the answer."""
    if not question.needs_present():
        return ()
    if question.group is not None:
        return tuple(name for name, one in levels.items() if one.group == question.group)
    return (question.level or level.name,)


def _all_before(level: ServiceLevel, levels: Levels) -> set[str]:
    """Every level that has to be observed and judged before, through others as well."""
    found: set[str] = set()
    todo = [level]
    while todo:
        for name in made_from(todo.pop(), levels):
            if name in levels and name not in found:
                found.add(name)
                todo.append(levels[name])
    return found
