"""Events: at which instant a record counts, and which records of a kind count in a period."""

from __future__ import annotations

from collections.abc import Iterator

from slacore.errors import InvalidValue, did_you_mean
from slacore.evidence import Call, Delivery, Outage, Probe, Record, Sample, Ticket
from slacore.model import Scope
from slacore.values import Instant

# What can happen to a record, by its kind; the first is what makes it count unless stated.
_EVENTS: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "call": (Call, ("offered", "answered", "abandoned")),
    "delivery": (Delivery, ("due", "delivered")),
    "outage": (Outage, ("start", "end")),
    "probe": (Probe, ("at",)),
    "sample": (Sample, ("at",)),
    "ticket": (Ticket, ("opened", "responded", "resolved")),
}
KINDS = tuple(_EVENTS)


def class_of(kind: str) -> type[Record]:
    """The class of the records of that kind."""
    return _EVENTS[kind][0]


def check_event(kind: str, event: str | None) -> None:
    """Refuse an event that cannot happen to a record of that kind."""
    known = _EVENTS[kind][1]
    if event is not None and event not in known:
        raise InvalidValue(f"no {kind} is counted by {event!r}{did_you_mean(event, known)}")


def counting(scope: Scope, kind: str, event: str | None) -> Iterator[Record]:
    """The records to which that happened in time that counts, before the horizon."""
    cls, known = _EVENTS[kind]
    for record in scope.of_kind(cls):
        at = _instant(record, event or known[0])
        if at is not None and at < scope.horizon and scope.counts(at):
            yield record


def _instant(record: Record, event: str) -> Instant | None:
    if isinstance(record, Ticket):
        return record.resolved() if event == "resolved" else record.first(event)
    found: Instant | None = getattr(record, event)
    return found
