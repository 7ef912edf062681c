"""Parties to an agreement and the roles they play."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen


class Role(Enum):
    """What a party is to the agreement."""

    CUSTOMER = "customer"
    PROVIDER = "provider"
    SUPPORTING_PROVIDER = "supporting provider"
    AUDITOR = "auditor"


@frozen(kw_only=True)
class Party:
    """An organisation, or a team of one, that takes part in the agreement."""

    name: str
    role: Role = field(converter=Role)
    # Who speaks for it, in words.
    contact: str | None = None
