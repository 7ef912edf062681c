"""Tickets: what a service desk reports, as ordered logs of events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import Converter, evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.evidence.record import Record
from slacore.values import Instant, WindowSet, instant
from slacore.values.choice import one_of

if TYPE_CHECKING:
    from typing import Self

# What moves a ticket from one state to another, and what may happen in any state.
_MOVES = ("opened", "paused", "resumed", "resolved", "reopened")
_CHANGES = ("priority changed", "agreement changed")
EVENTS = (*_MOVES, "responded", "customer message", "internal note", "assigned", *_CHANGES)


@frozen(kw_only=True)
class TicketEvent:
    """One entry of a ticket's log: what happened, when, and what has become of it."""

    at: Instant = field(converter=instant)
    # opened, responded (an agent's answer to the customer), customer message, internal note,
    # assigned, paused, resumed, resolved, reopened, priority changed or agreement changed
    what: str = field(validator=one_of(EVENTS))
    # The new priority or agreement, the state in which it is paused, or who it is assigned to.
    to: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.to is not None and not isinstance(self.to, str):
            raise InvalidValue(f"{self.what} at {self.at}: 'to' is a name, found {self.to!r}")
        if self.what in _CHANGES and not self.to:
            raise InvalidValue(f"{self.what} at {self.at}: to what? add the new one as 'to'")
        if self.what == "paused" and self.to in ("open", "resolved"):
            raise InvalidValue(f"paused at {self.at} as '{self.to}': that is no pause; name it otherwise")


def _events(value: Any, ticket: Any) -> tuple[TicketEvent, ...]:
    """The log; what is wrong with an entry is told with the ticket's id."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise InvalidValue(f"{ticket.named()}: its events are a list, found {value!r}")
    try:
        return tuple(_event(item) for item in value)
    except InvalidValue as error:
        raise InvalidValue(f"{ticket.named()}: {error}") from None


def _event(item: object) -> TicketEvent:
    if isinstance(item, TicketEvent):
        return item
    if isinstance(item, tuple | list) and len(item) in (2, 3):
        return TicketEvent(at=item[0], what=item[1], to=item[2] if len(item) > 2 else None)
    raise InvalidValue(
        f"an entry of a log is a time and what happened, found {item!r}; "
        "write ('2026-03-02T09:00Z', 'opened')"
    )


# It knows whose log it is; mypy's idea of converters does not reach so far.
_LOG: Converter[Any, tuple[TicketEvent, ...]] = Converter(_events, takes_self=True)

# What may follow what: a log that says otherwise is refused, because its clock is unknown.
_NEXT = {
    "new": {"opened"},
    "open": {"paused", "resolved"},
    "paused": {"resumed", "resolved"},
    "resolved": {"reopened"},
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

    ``Ticket(id="T-1", events=[("2026-03-02T09:00Z", "opened"), …])``, and a third part where
    there is more to say: ``("2026-03-02T11:00Z", "paused", "on hold")``. The log starts with
    ``opened`` and is in order of time; a pause must be resumed before the next one.
    """

    kind: ClassVar[str] = "ticket"

    events: tuple[TicketEvent, ...] = field(converter=_LOG)  # type: ignore[misc]
    # What it was opened with, and under; the log says what became of them.
    priority: str | None = None
    agreement: str | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("priority", "agreement"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, str) or not value):
                raise InvalidValue(f"{self.named()}: its {name} is a name such as 'high', found {value!r}")
        state, before = "new", None
        for event in self.events:
            if before is not None and event.at < before.at:
                raise InvalidValue(
                    f"{self.named()}: {event.what} at {event.at} stands after {before.what} at {before.at}; "
                    "give the events in order of time"
                )
            moves = event.what in _MOVES or state == "new"
            if moves and event.what not in _NEXT[state]:
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

    def states(self) -> Iterator[tuple[str, Instant, Instant | None]]:
        """The states it was in, from when to when; the end of the last one is None.

        They are ``open``, ``resolved``, and while it is paused the name of the pause or
        ``paused``, where it has none.
        """
        state, since = "open", self.opened
        for event in self.events[1:]:
            if event.what in _MOVES:
                yield state, since, event.at
                state = (event.to if event.what == "paused" else None) or _STATE_AFTER[event.what]
                since = event.at
        yield state, since, None

    def terms(self) -> Iterator[tuple[Instant, str | None, str | None]]:
        """The priority and the agreement that it has from each instant on, in order."""
        priority, agreement = self.priority, self.agreement
        yield self.opened, priority, agreement
        for event in self.events:
            if event.what in _CHANGES:
                priority = event.to if event.what == "priority changed" else priority
                agreement = event.to if event.what == "agreement changed" else agreement
                yield event.at, priority, agreement

    def waiting(self, until: Instant, *, pauses: bool | Collection[str], gaps: bool) -> WindowSet:
        """The time up to `until` in which its clock stood.

        With `pauses` it stood while the ticket was paused, or paused in one of the states that
        are named, with `gaps` from a resolution to the reopening.
        """

        def stood(state: str) -> bool:
            if state in ("open", "resolved"):
                return gaps and state == "resolved"
            return pauses if isinstance(pauses, bool) else state in pauses

        spans = ((start, end or until) for state, start, end in self.states() if stood(state))
        return WindowSet((start.micros, min(end, until).micros) for start, end in spans)

    def extent(self) -> tuple[Instant, Instant | None]:
        """From its opening to its resolution, if it was resolved for good."""
        return self.opened, self.resolved()

    def as_known_at(self, moment: Instant) -> Self | None:
        """The log as it stood then."""
        known = super().as_known_at(moment)
        return evolve(known, events=[event for event in self.events if event.at <= moment]) if known else None
