"""Check: whether the parts of an agreement fit together; every fault is named, and where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

import attrs

from slacore.errors import InvalidValue, Problem, UnitMismatch
from slacore.model.amount import Rate
from slacore.model.asking import (
    figure_problems,
    fits_unit,
    listed,
    lookback_problems,
    never,
    step_figure_problems,
    verdict_problems,
)
from slacore.model.charges import DerivedCharge
from slacore.model.dependence import dependence_problems, unit_problems
from slacore.model.limits import Target, Test, better_end
from slacore.model.lookback import Lookback
from slacore.model.missing_data import MissingData
from slacore.model.parts import parts
from slacore.model.party import Party, Role
from slacore.model.remedy import Remedy, Settlement
from slacore.model.review import ReviewSchedule
from slacore.model.service import Service
from slacore.model.service_level import ServiceLevel
from slacore.model.step import step_breaks
from slacore.values import Bounds, Quantity


class Terms(Protocol):
    """An agreement, as far as its parts are checked against each other."""

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who agrees."""

    @property
    def services(self) -> tuple[Service, ...]:
        """What it is about."""

    @property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """What is promised."""

    @property
    def charges(self) -> tuple[DerivedCharge, ...]:
        """The charges that it makes from others."""

    @property
    def settlement(self) -> Settlement:
        """What becomes of all awards."""

    @property
    def review(self) -> ReviewSchedule | None:
        """When it is reviewed."""

    def currencies(self) -> tuple[str, ...]:
        """The currencies that rates are stated in."""

    def zone_of(self, level: ServiceLevel) -> str:
        """Where the level's periods begin and end."""


def strangers(agreement: Terms) -> Iterator[Problem]:
    """Parts of another sort than their place takes."""
    kinds = (("parties", Party), ("services", Service), ("levels", ServiceLevel), ("charges", DerivedCharge))
    for name, cls in kinds:
        for number, part in enumerate(getattr(agreement, name)):
            if not isinstance(part, cls):
                yield Problem(f"{name}[{number}]", f"expected {cls.__name__}, found {part!r}")


def problems(agreement: Terms) -> Iterator[Problem]:
    """Everything that does not fit together, at once."""
    yield from _party_problems(agreement)
    yield from _twice("parties", (party.name for party in agreement.parties))
    yield from _twice("services", (service.name for service in agreement.services))
    yield from _twice("levels", (level.name for level in agreement.levels))
    if not agreement.levels:
        yield Problem("levels", "an agreement promises at least one level")
    yield from _charge_problems(agreement)
    for number, level in enumerate(agreement.levels):
        yield from _level_problems(agreement, level, f"levels[{number}]")
    yield from _settlement_problems(agreement)
    currencies = agreement.currencies()
    if len(currencies) > 1:
        yield Problem(
            "levels", f"rates are in {' and '.join(currencies)}; an agreement settles in one currency"
        )
    if agreement.review is not None:
        names = {party.name for party in agreement.parties}
        for name in agreement.review.participants:
            if name not in names:
                yield Problem("review.participants", f"unknown party {name!r} (parties: {listed(names)})")


def _party_problems(agreement: Terms) -> Iterator[Problem]:
    for role in (Role.CUSTOMER, Role.PROVIDER):
        count = sum(party.role is role for party in agreement.parties)
        if count == 0:
            yield Problem("parties", f"there is no {role.value}; an agreement has a customer and a provider")
        unnamed = [level.name for level in agreement.levels if getattr(level, role.value) is None]
        if count > 1 and unnamed:
            yield Problem(
                "parties",
                f"there are {count} parties with the role {role.value}; say which one: {listed(unnamed)}",
            )


def _level_problems(agreement: Terms, level: ServiceLevel, where: str) -> Iterator[Problem]:
    services = {service.name for service in agreement.services}
    if level.service is not None and level.service not in services:
        yield Problem(f"{where}.service", f"unknown service {level.service!r} (services: {listed(services)})")
    if level.service is None and len(services) > 1:
        yield Problem(
            f"{where}.service", f"the agreement has several services; name one of {listed(services)}"
        )
    for role in (Role.PROVIDER, Role.CUSTOMER):
        name = getattr(level, role.value)
        if name is not None and not any(p.name == name and p.role is role for p in agreement.parties):
            known = listed(party.name for party in agreement.parties if party.role is role)
            yield Problem(f"{where}.{role.value}", f"no {role.value} is called {name!r} (known: {known})")
    yield from _exclusion_problems(agreement, level, where)
    yield from _missing_problems(level, where)
    for number, test in enumerate(level.where):
        if test.fact is None:
            yield Problem(
                f"{where}.where[{number}]",
                "records are chosen by their facts; name one, such as fact='priority'",
            )
    yield from dependence_problems(level, _by_name(agreement), _zones(agreement), where)
    for test in level.applies:
        if test.is_about_figure:
            yield Problem(
                f"{where}.applies",
                f"{test}: a target does not depend on its own figure; name a fact or a level",
            )
        else:
            yield from fits_unit(test, level.metric.measured_in(), f"{where}.applies")
    asked = tuple(one for one in level.metric.asks() if one.level not in level.metric.levels())
    yield from lookback_problems(_by_name(agreement), (level.applies, asked), level, where)
    yield from _target_problems(level, where)
    for number, remedy in enumerate(level.remedies):
        yield from _remedy_problems(level, remedy, f"{where}.remedies[{number}]")
        yield from lookback_problems(_by_name(agreement), remedy, level, f"{where}.remedies[{number}]")
    yield from _action_problems(agreement, level, where)
    yield from verdict_problems(
        _by_name(agreement), (level.applies, level.remedies, level.actions), level, where
    )


def _exclusion_problems(agreement: Terms, level: ServiceLevel, where: str) -> Iterator[Problem]:
    names = {party.name for party in agreement.parties}
    causes = Counter(exclusion.cause for exclusion in level.exclusions)
    for number, exclusion in enumerate(level.exclusions):
        place = f"{where}.exclusions[{number}]"
        if causes[exclusion.cause] > 1:
            yield Problem(place, f"the cause {exclusion.cause!r} is excluded several times; once is enough")
        if exclusion.party is not None and exclusion.party not in names:
            yield Problem(f"{place}.party", f"unknown party {exclusion.party!r} (parties: {listed(names)})")
        if exclusion.effect == "added back" and not level.metric.adds_back:
            yield Problem(f"{place}.effect", f"nothing can be added back to {level.metric.kind}")


def _missing_problems(level: ServiceLevel, where: str) -> Iterator[Problem]:
    if attrs.evolve(level.missing, clause=None) != MissingData() and not level.metric.reads():
        yield Problem(
            f"{where}.missing",
            "it reads no evidence of its own: say it of the levels that it is made from",
        )
    if level.missing.needs_direction and better_end(level.target) is None:
        yield Problem(
            f"{where}.missing.policy",
            f"to {level.missing.policy} needs a target with one edge, which says what is good",
        )


def _target_problems(level: ServiceLevel, where: str) -> Iterator[Problem]:
    if level.target is None:
        return
    unit = level.metric.measured_in()
    if isinstance(level.target.equals, str | bool):
        yield Problem(f"{where}.target.equals", f"a measured figure cannot equal {level.target.equals!r}")
        return
    wrong = tuple(fits_unit(level.target, unit, f"{where}.target"))
    yield from wrong or _vain_targets(level, level.target, unit, f"{where}.target")


def _vain_targets(level: ServiceLevel, target: Target, unit: str, where: str) -> Iterator[Problem]:
    """Promises that no figure keeps, such as 110 %, or that none can break."""
    limits = level.metric.limits()
    found = target.hold_over(limits, unit)
    if found is not None:
        low, high = (
            "no limit" if side is None else Quantity(side, unit).shown() for side in (limits.low, limits.high)
        )
        vain = "every figure is" if found else "no figure can be"
        yield Problem(where, f"{vain} {target}: {level.metric.kind} lies between {low} and {high}")


def _remedy_problems(level: ServiceLevel, remedy: Remedy, where: str) -> Iterator[Problem]:
    unit = level.metric.measured_in()
    if remedy.when == "breached" and level.target is None:
        yield Problem(
            f"{where}.when", "without a target nothing is breached; say when it is due: always, or tests"
        )
    if isinstance(remedy.when, tuple):
        for test in remedy.when:
            wrong = tuple(fits_unit(test, unit, f"{where}.when"))
            yield from wrong or never(test, level, f"{where}.when")
    if remedy.when == "breached":
        for rate in parts(remedy.steps, Rate):
            if rate.amount < 0:
                yield Problem(
                    where,
                    f"{rate} would have the customer pay for a breach; a bonus or an earn-back says "
                    "when it is due: always, or tests",
                )
    yield from _step_problems(level, remedy, where)


def _step_problems(level: ServiceLevel, remedy: Remedy, where: str) -> Iterator[Problem]:
    unit = level.metric.measured_in()
    broken = level.target if remedy.when == "breached" else None
    for number, step in enumerate(remedy.steps):
        place = f"{where}.steps[{number}]"
        try:
            step_breaks(attrs.evolve(step, when=()), unit, Bounds(0, 1))
            for fault in step.misfits(unit, broken):
                yield Problem(place, f"{step.kind}: {fault}")
        except (UnitMismatch, InvalidValue) as error:
            yield Problem(place, f"{step.kind}: {error}; the level is measured in {unit}")
        for test in step.when:
            yield from fits_unit(test, unit, f"{place}.when")


def _action_problems(agreement: Terms, level: ServiceLevel, where: str) -> Iterator[Problem]:
    names, unit = {party.name for party in agreement.parties}, level.metric.measured_in()
    yield from _twice(f"{where}.actions", (action.name for action in level.actions))
    for number, action in enumerate(level.actions):
        place = f"{where}.actions[{number}]"
        if action.owner is not None and action.owner not in names:
            yield Problem(f"{place}.owner", f"unknown party {action.owner!r} (parties: {listed(names)})")
        if action.when == "breached" and level.target is None:
            yield Problem(f"{place}.when", "without a target nothing is breached; say when it is owed")
        if action.otherwise is not None:
            why, after = "what follows from an action has no figure", f"{place}.otherwise"
            without = tuple(figure_problems(action.otherwise, unit, after, why))
            yield from without or _step_problems(level, action.otherwise, after)
            for rate in parts(action.otherwise.steps, Rate):
                if rate.amount < 0:
                    message = f"{rate} would have the customer pay for an action that is not done"
                    yield Problem(f"{place}.otherwise", message)
        yield from lookback_problems(_by_name(agreement), action, level, place)


def _charge_problems(agreement: Terms) -> Iterator[Problem]:
    made = {one.name: one for one in agreement.charges}
    yield from _twice("charges", (one.name for one in agreement.charges))
    for number, one in enumerate(agreement.charges):
        seen, name = {one.name}, one.share.of if one.share else None
        while name is not None and name in made and name not in seen:
            seen.add(name)
            share = made[name].share
            name = share.of if share else None
        if name in seen:
            yield Problem(f"charges[{number}]", f"'{one.name}' is made from itself")


def _settlement_problems(agreement: Terms) -> Iterator[Problem]:
    settlement, levels = agreement.settlement, _by_name(agreement)
    paying = {(one.period, agreement.zone_of(one)) for one in agreement.levels if one.remedies}
    for test in parts(settlement, Test):
        if test.level is None:
            continue
        other = levels.get(test.level)
        if other is None:
            yield Problem("settlement", f"unknown level {test.level!r} (levels: {listed(levels)})")
        elif paying - {(other.period, agreement.zone_of(other))}:
            message = f"{test}: '{other.name}' is measured over other periods than are settled"
            yield Problem("settlement", message)
    yield from unit_problems(settlement, levels, "settlement")
    yield from verdict_problems(_by_name(agreement), settlement, None, "settlement")
    for number, step in enumerate(settlement.steps):
        place = f"settlement.steps[{number}]"
        yield from lookback_problems(_by_name(agreement), step, None, place)
        yield from step_figure_problems(step, "", place, "a settlement has no figure")
    for number, remedy in enumerate(settlement.remedies):
        place = f"settlement.remedies[{number}]"
        yield from lookback_problems(_by_name(agreement), remedy, None, place, settled=True)
        yield from figure_problems(remedy, "", place, "a settlement has no figure")
    for number, one in enumerate(agreement.charges):
        for question in parts(one, Lookback):
            names = {level.name for level in agreement.levels}
            groups = {level.group for level in agreement.levels if level.group is not None}
            if question.level is not None and question.level not in names:
                message = f"'{question}': unknown level {question.level!r} (levels: {listed(names)})"
                yield Problem(f"charges[{number}].lookback", message)
            if question.group is not None and question.group not in groups:
                message = f"'{question}': unknown group {question.group!r} (groups: {listed(groups)})"
                yield Problem(f"charges[{number}].lookback", message)


def _by_name(agreement: Terms) -> dict[str, ServiceLevel]:
    return {level.name: level for level in agreement.levels}


def _zones(agreement: Terms) -> dict[str, str]:
    return {level.name: agreement.zone_of(level) for level in agreement.levels}


def _twice(where: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(where, f"the name {name!r} is used {times} times; names are unique")
