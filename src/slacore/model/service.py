"""Services: what the levels of an agreement are about."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Service:
    """One service, by the name that evidence and charges call it."""

    name: str
    # What the customer gets out of it, in words.
    outcome: str | None = None
