"""Agreements: who promises what to whom, for how long, and what follows from a breach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum

import attrs
from attrs import field, frozen

from slacore.errors import InvalidAgreement, InvalidValue, Problem, UnitMismatch
from slacore.model.amount import Rate
from slacore.model.charges import DerivedCharge
from slacore.model.dependence import dependence_problems, unit_problems
from slacore.model.limits import Limits, Test, better_end
from slacore.model.lookback import Lookback
from slacore.model.missing_data import MissingData
from slacore.model.parts import parts
from slacore.model.party import Party, Role
from slacore.model.remedy import Remedy, Settlement
from slacore.model.review import ReviewSchedule
from slacore.model.service import Service
from slacore.model.service_level import ServiceLevel
from slacore.model.step import step_breaks
from slacore.values import Bounds, Money, Window, digest, zone_name
from slacore.values.quantity import same_dimension
from slacore.values.several import several


class AgreementKind(Enum):
    """What sort of agreement it is. A contract that underpins an SLA is not itself one."""

    SLA = "SLA"
    OLA = "OLA"
    UNDERPINNING = "underpinning contract"


@frozen(kw_only=True)
class Agreement:
    """A service level agreement as an immutable value.

    Its parts are checked together when it is made, and all faults are named at once.
    An informal agreement is measured alike and owes nothing.
    """

    name: str
    # Where periods and windows begin and end.
    zone: str = field(converter=zone_name)
    parties: tuple[Party, ...] = field(converter=several)
    levels: tuple[ServiceLevel, ...] = field(converter=several)
    services: tuple[Service, ...] = field(default=(), converter=several)
    kind: AgreementKind = field(default=AgreementKind.SLA, converter=AgreementKind)
    formal: bool = True
    # When it holds; None is without beginning or end. It cuts the periods at its ends.
    term: Window | None = None
    settlement: Settlement = Settlement()
    # Charges that are made from others, such as the amount at risk.
    charges: tuple[DerivedCharge, ...] = field(default=(), converter=several)
    review: ReviewSchedule | None = None
    # What both sides want to achieve.
    purpose: str | None = None
    # Where its text is to be found.
    source: str | None = None

    def __attrs_post_init__(self) -> None:
        problems = tuple(_strangers(self)) or tuple(_problems(self))
        if problems:
            raise InvalidAgreement(problems)

    def level(self, name: str) -> ServiceLevel:
        """The level of that name."""
        for level in self.levels:
            if level.name == name:
                return level
        raise KeyError(f"no level {name!r} (levels: {', '.join(level.name for level in self.levels)})")

    def zone_of(self, level: ServiceLevel) -> str:
        """Where the level's periods begin and end."""
        return level.zone or self.zone

    def provider_of(self, level: ServiceLevel | None) -> str:
        """Who promises: the level's provider, or the only one there is."""
        return (level and level.provider) or self._one(Role.PROVIDER)

    def customer_of(self, level: ServiceLevel | None) -> str:
        """Who is promised: the level's customer, or the only one there is."""
        return (level and level.customer) or self._one(Role.CUSTOMER)

    def bases(self) -> tuple[str, ...]:
        """The names of the billed charges that percentages are of, in the end."""
        made = {one.name: one for one in self.charges}
        names = {rate.of for rate in self._rates() if rate.of is not None}
        names |= {question.share_of for question in parts(self.levels, Lookback) if question.share_of}
        names |= {question.share_of for question in parts(self.settlement, Lookback) if question.share_of}
        while any(name in made for name in names):
            shares = {made[name].share for name in names if name in made}
            names = {name for name in names if name not in made}
            names |= {share.of for share in shares if share is not None and share.of is not None}
        return tuple(sorted(names))

    def currencies(self) -> tuple[str, ...]:
        """The currencies that rates are stated in."""
        sums = {part.currency for chain in (self.levels, self.settlement) for part in parts(chain, Money)}
        return tuple(sorted(sums | {rate.unit for rate in self._rates() if rate.is_money}))

    def remedies(self) -> Iterator[Remedy]:
        """Every remedy, also those that follow when an action is not done."""
        for level in self.levels:
            yield from level.remedies
            yield from (action.otherwise for action in level.actions if action.otherwise is not None)
        yield from self.settlement.remedies

    def with_levels(self, *levels: ServiceLevel) -> Agreement:
        """A copy with other levels."""
        return attrs.evolve(self, levels=levels)

    def digest(self) -> str:
        """A SHA-256 of the terms. The order in which levels are listed is no term."""
        return digest(attrs.evolve(self, levels=sorted(self.levels, key=lambda level: level.name)))

    def _one(self, role: Role) -> str:
        return next(party.name for party in self.parties if party.role is role)

    def _rates(self) -> Iterator[Rate]:
        yield from parts(self.levels, Rate)
        yield from parts(self.settlement, Rate)


def _strangers(agreement: Agreement) -> Iterator[Problem]:
    """Parts of another sort than their place takes."""
    kinds = (("parties", Party), ("services", Service), ("levels", ServiceLevel), ("charges", DerivedCharge))
    for name, cls in kinds:
        for number, part in enumerate(getattr(agreement, name)):
            if not isinstance(part, cls):
                yield Problem(f"{name}[{number}]", f"expected {cls.__name__}, found {part!r}")


def _problems(agreement: Agreement) -> Iterator[Problem]:
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
                yield Problem("review.participants", f"unknown party {name!r} (parties: {_listed(names)})")


def _party_problems(agreement: Agreement) -> Iterator[Problem]:
    for role in (Role.CUSTOMER, Role.PROVIDER):
        count = sum(party.role is role for party in agreement.parties)
        if count == 0:
            yield Problem("parties", f"there is no {role.value}; an agreement has a customer and a provider")
        unnamed = [level.name for level in agreement.levels if getattr(level, role.value) is None]
        if count > 1 and unnamed:
            yield Problem(
                "parties",
                f"there are {count} parties with the role {role.value}; say which one: {_listed(unnamed)}",
            )


def _level_problems(agreement: Agreement, level: ServiceLevel, where: str) -> Iterator[Problem]:
    services = {service.name for service in agreement.services}
    if level.service is not None and level.service not in services:
        yield Problem(
            f"{where}.service", f"unknown service {level.service!r} (services: {_listed(services)})"
        )
    if level.service is None and len(services) > 1:
        yield Problem(
            f"{where}.service", f"the agreement has several services; name one of {_listed(services)}"
        )
    for role in (Role.PROVIDER, Role.CUSTOMER):
        name = getattr(level, role.value)
        if name is not None and not any(p.name == name and p.role is role for p in agreement.parties):
            known = _listed(party.name for party in agreement.parties if party.role is role)
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
            yield from _comparable(test, level.metric.measured_in(), f"{where}.applies")
    asked = tuple(one for one in level.metric.asks() if one.level not in level.metric.levels())
    yield from _lookback_problems(agreement, (level.applies, asked), level, where)
    yield from _unit_problems(level, where)
    for number, remedy in enumerate(level.remedies):
        yield from _remedy_problems(level, remedy, f"{where}.remedies[{number}]")
        yield from _lookback_problems(agreement, remedy, level, f"{where}.remedies[{number}]")
    yield from _action_problems(agreement, level, where)


def _exclusion_problems(agreement: Agreement, level: ServiceLevel, where: str) -> Iterator[Problem]:
    names = {party.name for party in agreement.parties}
    causes = Counter(exclusion.cause for exclusion in level.exclusions)
    for number, exclusion in enumerate(level.exclusions):
        place = f"{where}.exclusions[{number}]"
        if causes[exclusion.cause] > 1:
            yield Problem(place, f"the cause {exclusion.cause!r} is excluded several times; once is enough")
        if exclusion.party is not None and exclusion.party not in names:
            yield Problem(f"{place}.party", f"unknown party {exclusion.party!r} (parties: {_listed(names)})")
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


def _unit_problems(level: ServiceLevel, where: str) -> Iterator[Problem]:
    if level.target is not None:
        yield from _comparable(level.target, level.metric.measured_in(), f"{where}.target")
        if isinstance(level.target.equals, str | bool):
            yield Problem(f"{where}.target.equals", f"a measured figure cannot equal {level.target.equals!r}")


def _remedy_problems(level: ServiceLevel, remedy: Remedy, where: str) -> Iterator[Problem]:
    unit = level.metric.measured_in()
    if remedy.when == "breached" and level.target is None:
        yield Problem(
            f"{where}.when", "without a target nothing is breached; say when it is due: always, or tests"
        )
    if isinstance(remedy.when, tuple):
        for test in remedy.when:
            yield from _comparable(test, unit, f"{where}.when")
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
            step_breaks(step, unit, Bounds(0, 1))
            for fault in step.misfits(unit, broken):
                yield Problem(place, f"{step.kind}: {fault}")
        except (UnitMismatch, InvalidValue) as error:
            yield Problem(place, f"{step.kind}: {error}; the level is measured in {unit}")
        for test in step.when:
            yield from _comparable(test, unit, f"{place}.when")


def _action_problems(agreement: Agreement, level: ServiceLevel, where: str) -> Iterator[Problem]:
    names = {party.name for party in agreement.parties}
    yield from _twice(f"{where}.actions", (action.name for action in level.actions))
    for number, action in enumerate(level.actions):
        place = f"{where}.actions[{number}]"
        if action.owner is not None and action.owner not in names:
            yield Problem(f"{place}.owner", f"unknown party {action.owner!r} (parties: {_listed(names)})")
        if action.when == "breached" and level.target is None:
            yield Problem(f"{place}.when", "without a target nothing is breached; say when it is owed")
        if action.otherwise is not None:
            yield from _step_problems(level, action.otherwise, f"{place}.otherwise")
            for rate in parts(action.otherwise.steps, Rate):
                if rate.amount < 0:
                    message = f"{rate} would have the customer pay for an action that is not done"
                    yield Problem(f"{place}.otherwise", message)
        yield from _lookback_problems(agreement, action, level, place)


def _charge_problems(agreement: Agreement) -> Iterator[Problem]:
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


def _settlement_problems(agreement: Agreement) -> Iterator[Problem]:
    settlement, levels = agreement.settlement, _by_name(agreement)
    for test in parts(settlement, Test):
        if test.level is not None and test.level not in levels:
            yield Problem("settlement", f"unknown level {test.level!r} (levels: {_listed(levels)})")
    yield from unit_problems(settlement, levels, "settlement")
    for number, step in enumerate(settlement.steps):
        place = f"settlement.steps[{number}]"
        yield from _lookback_problems(agreement, step, None, place)
        for test in step.when:
            if test.is_about_figure:
                yield Problem(
                    f"{place}.when", f"{test}: a settlement has no figure; name a fact, a level or a lookback"
                )
    for number, remedy in enumerate(settlement.remedies):
        place = f"settlement.remedies[{number}]"
        yield from _lookback_problems(agreement, remedy, None, place, settled=True)
        for test in parts(remedy, Test):
            if test.is_about_figure:
                yield Problem(
                    place, f"{test}: a settlement has no figure; name a fact, a level or a lookback"
                )
    for number, one in enumerate(agreement.charges):
        for question in parts(one, Lookback):
            names = {level.name for level in agreement.levels}
            if question.level is not None and question.level not in names:
                message = f"'{question}': unknown level {question.level!r} (levels: {_listed(names)})"
                yield Problem(f"charges[{number}].lookback", message)


def _lookback_problems(
    agreement: Agreement, terms: object, asking: ServiceLevel | None, where: str, *, settled: bool = False
) -> Iterator[Problem]:
    """Questions about levels and groups that there are not, or that have no answer yet."""
    levels = {level.name for level in agreement.levels}
    groups = {level.group for level in agreement.levels if level.group is not None}
    for question in parts(terms, Lookback):
        if question.level is not None and question.level not in levels:
            yield Problem(
                where, f"'{question}': unknown level {question.level!r} (levels: {_listed(levels)})"
            )
        if question.group is not None and question.group not in groups:
            yield Problem(
                where, f"'{question}': unknown group {question.group!r} (groups: {_listed(groups)})"
            )
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


def _comparable(limits: Limits, unit: str, where: str) -> Iterator[Problem]:
    if isinstance(limits, Test) and (limits.fact is not None or limits.level is not None):
        return
    if isinstance(limits, Test) and limits.lookback is not None:
        if limits.lookback.level is not None or limits.lookback.group is not None:
            return
        unit = limits.lookback.measured_in(unit) or unit
    for other in limits.units():
        if not same_dimension(other, unit):
            yield Problem(where, f"{limits} is in {other}, but the level is measured in {unit}")


def _by_name(agreement: Agreement) -> dict[str, ServiceLevel]:
    return {level.name: level for level in agreement.levels}


def _zones(agreement: Agreement) -> dict[str, str]:
    return {level.name: agreement.zone_of(level) for level in agreement.levels}


def _twice(where: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(where, f"the name {name!r} is used {times} times; names are unique")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
