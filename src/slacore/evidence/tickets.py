"""Tickets: what a service desk reports, as ordered logs of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.evidence.record import Record
from slacore.values import Instant, WindowSet, instant
from slacore.values.choice import one_of

if TYPE_CHECKING:
    from typing import Self

EVENTS = ("opened", "responded", "paused", "resumed", "resolved", "reopened")
_PAIR = 2


@frozen(kw_only=True)
class TicketEvent:
    """One entry of a ticket's log: what happened, and when."""

    at: Instant = field(converter=instant)
    # opened, responded, paused, resumed, resolved or reopened
    what: str = field(validator=one_of(EVENTS))


def _events(value: Iterable[TicketEvent | tuple[object, str]]) -> tuple[TicketEvent, ...]:
    return tuple(_event(item) for item in value)


def _event(item: object) -> TicketEvent:
    if isinstance(item, TicketEvent):
        return item
    if isinstance(item, tuple | list) and len(item) == _PAIR:
        return TicketEvent(at=item[0], what=item[1])
    raise InvalidValue(
        f"an entry of a log is a time and what happened, found {item!r}; "
        "write ('2026-03-02T09:00Z', 'opened')"
    )


# What may follow what: a log that says otherwise is refused, because its clock is unknown.
_NEXT = {
    "new": {"opened"},
    "open": {"responded", "paused", "resolved"},
    "paused": {"responded", "resumed", "resolved"},
    "resolved": {"reopened", "responded"},
}
_STATE_AFTER = {
    "opened": "open",
    "paused": "paused",
    "resumed": "open",
    "resolved": "resolved",
    "reopened": "open",
}


@frozen(kw_only=True)
class Ticket(Record):
    """A request or an incident as its ordered event log; no counters are stored.

    ``Ticket(id="T-1", events=[("2026-03-02T09:00Z", "opened"), …])``. The log starts with
    ``opened`` and is in order of time; a pause must be resumed before the next one.
    """

    kind: ClassVar[str] = "ticket"

    events: tuple[TicketEvent, ...] = field(converter=_events)
    priority: str | None = None

    def __attrs_post_init__(self) -> None:
        state, before = "new", None
        for event in self.events:
            if before is not None and event.at < before.at:
                raise InvalidValue(
                    f"{self.named()}: {event.what} at {event.at} stands after {before.what} at {before.at}; "
                    "give the events in order of time"
                )
            if event.what not in _NEXT[state]:
                raise InvalidValue(
                    f"{self.named()}: it cannot be {event.what} at {event.at} while it is {state}"
                )
            state, before = _STATE_AFTER.get(event.what, state), event
        if before is None:
            raise InvalidValue(f"{self.named()} has no events; its log starts with 'opened'")

    @property
    def opened(self) -> Instant:
        """When it was opened."""
        return self.events[0].at

    def first(self, what: str) -> Instant | None:
        """The first time that this happened."""
        return next((event.at for event in self.events if event.what == what), None)

    def resolved(self) -> Instant | None:
        """When it was resolved for good; None while it is open or was reopened since."""
        last = None
        for event in self.events:
            if event.what == "resolved":
                last = event.at
            elif event.what == "reopened":
                last = None
        return last

    def waiting(self, until: Instant, *, pauses: bool, gaps: bool) -> WindowSet:
        """The time up to `until` in which its clock stood.

        With `pauses` it stood while the ticket was paused, with `gaps` from a resolution to
        the reopening.
        """
        stops: dict[str, set[str]] = {"paused": {"resumed", "resolved"}} if pauses else {}
        stops |= {"resolved": {"reopened"}} if gaps else {}
        spans: list[tuple[int, int]] = []
        since: int | None = None
        ends = frozenset[str]()
        for event in self.events:
            if since is not None and event.what in ends:
                spans.append((since, event.at.micros))
                since = None
            if since is None and event.what in stops:
                since, ends = event.at.micros, frozenset(stops[event.what])
        if since is not None:
            spans.append((since, until.micros))
        return WindowSet(spans)

    def extent(self) -> tuple[Instant, Instant | None]:
        """From its opening to its resolution, if it was resolved for good."""
        return self.opened, self.resolved()

    def as_known_at(self, moment: Instant) -> Self | None:
        """The log as it stood then."""
        known = super().as_known_at(moment)
        return evolve(known, events=[event for event in self.events if event.at <= moment]) if known else None
