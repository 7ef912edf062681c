"""Agreements: who promises what to whom, for how long, and what follows from a breach."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import attrs
from attrs import field, frozen

from slacore.errors import InvalidAgreement
from slacore.model.amount import Rate
from slacore.model.charges import DerivedCharge
from slacore.model.checking import problems, strangers
from slacore.model.lookback import Lookback
from slacore.model.parts import parts
from slacore.model.party import Party, Role
from slacore.model.remedy import Remedy, Settlement
from slacore.model.review import ReviewSchedule
from slacore.model.service import Service
from slacore.model.service_level import ServiceLevel
from slacore.values import Money, Window, digest, zone_name
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
        found = tuple(strangers(self)) or tuple(problems(self))
        if found:
            raise InvalidAgreement(found)

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
