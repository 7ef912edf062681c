"""Clocks of tickets: what starts, stops and resets them, and in which states they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue, did_you_mean
from slacore.evidence import Ticket, TicketEvent
from slacore.evidence.tickets import EVENTS
from slacore.model import Scope
from slacore.values import Instant, WindowSet
from slacore.values.choice import one_of
from slacore.values.several import several

REOPENING = ("gap left out", "gap counted", "new cycle", "first close wins")
# In a clock's `pause`: every pause, whatever its name.
ANY_PAUSE = "paused"


def _events(value: Iterable[str]) -> tuple[str, ...]:
    """Events by what happened, or with what came of it: ``assigned: second line``."""
    events = several(value)
    for event in events:
        what = event.partition(": ")[0] if isinstance(event, str) else event
        if what not in EVENTS:
            raise InvalidValue(f"unknown event {event!r}{did_you_mean(str(what), EVENTS)}")
    return events


def _pauses(value: Iterable[str]) -> tuple[str, ...]:
    """Names of pauses; open and resolved are states, but no pauses."""
    pauses = several(value)
    for pause in pauses:
        if not isinstance(pause, str) or not pause or pause in ("open", "resolved"):
            raise InvalidValue(f"a pause has a name such as 'on hold', found {pause!r}")
    return pauses


def _optional_event(value: str | None) -> str | None:
    return None if value is None else _events([value])[0]


class Cycle(NamedTuple):
    """One run of a clock, from its start to its stop."""

    start: Instant
    # None while it goes on.
    stop: Instant | None
    # Its stop, or until when it is known to have gone on.
    end: Instant
    # The time up to then in which it stood.
    standing: WindowSet

    def elapsed(self, scope: Scope, until: Instant | None = None) -> int:
        """Microseconds of service hours that it ran, less the time in which it stood."""
        return scope.elapsed(self.start, until or self.end, self.standing)


@frozen(kw_only=True)
class TicketClock:
    """A clock of tickets, by the events that start, stop and reset it and the states in which it stands.

    ``TicketClock(start=["customer message"], stop=["responded"])``. One event is taken by its
    first meaning: it stops the clock before it resets it or starts the next cycle. A clock that
    runs is not started again, so the oldest of several starts counts. A resolution stops every
    clock, and while a ticket is resolved none is started.
    """

    start: tuple[str, ...] = field(default=("opened",), converter=_events)
    stop: tuple[str, ...] = field(default=(), converter=_events)
    # What sets a running clock back to zero, without anything to judge.
    reset: tuple[str, ...] = field(default=(), converter=_events)
    # The pauses in which it stands, by name; "paused" is every pause.
    pause: tuple[str, ...] = field(default=(), converter=_pauses)
    # The pauses in which it runs. A pause that is in neither list is refused.
    run: tuple[str, ...] = field(default=(), converter=_pauses)
    # It is started only after this happened for the first time.
    after: str | None = field(default=None, converter=_optional_event)
    # What a reopening makes of the time since the resolution: "gap left out", "gap counted",
    # "new cycle", or "first close wins".
    reopening: str = field(default="gap left out", validator=one_of(REOPENING))

    def __attrs_post_init__(self) -> None:
        if not self.start or any(_what(event) == "resolved" for event in self.start):
            raise InvalidValue(
                "a clock is started by an event other than the resolution, such as start=['opened']"
            )
        if any(_what(event) in ("opened", "resolved") for event in self.reset):
            raise InvalidValue("the opening and the resolution set no clock back: it starts and stops there")
        if self.after is not None and any(_what(event) == "opened" for event in self.start):
            raise InvalidValue(
                f"nothing comes before the opening, so that it never starts a clock after {self.after!r}; "
                "state what does, such as start=['customer message']"
            )
        both = set(self.pause) & set(self.run)
        if both or (ANY_PAUSE in self.pause and self.run):
            shown = ", ".join(sorted(both or self.run))
            raise InvalidValue(f"a clock cannot stand and run while a ticket is paused as {shown}")

    def cycles(self, ticket: Ticket, scope: Scope) -> Iterator[Cycle]:
        """Its cycles of that ticket, as far as the scope's horizon lets it see the log."""
        log = [event for event in ticket.events if event.at < scope.horizon]
        self._check_states(ticket, log)
        for start, stop in _Walk(self).over(log):
            end = scope.seen_until(start) if stop is None else stop
            yield Cycle(start, stop, end, self._standing(ticket, end))

    def _standing(self, ticket: Ticket, end: Instant) -> WindowSet:
        gaps = self.reopening == "gap left out"
        pauses = ANY_PAUSE in self.pause or self.pause
        return ticket.waiting(end, pauses=pauses, gaps=gaps) if pauses or gaps else WindowSet()

    def _check_states(self, ticket: Ticket, log: list[TicketEvent]) -> None:
        """Refuse a pause of which the clock does not say whether it stands in it."""
        if ANY_PAUSE in self.pause or not (self.pause or self.run):
            return
        known = (*self.pause, *self.run)
        for event in log:
            state = event.to or ANY_PAUSE
            if event.what == "paused" and state not in known:
                named = f"as '{event.to}'" if event.to else "without saying as what"
                raise EvaluationError(
                    f"{ticket.named()} is paused at {event.at} {named}, and the clock says neither that it "
                    f"stands then nor that it runs{did_you_mean(state, known)}; name it in pause or in run"
                )


class _Walk:
    """A clock on its way through a log."""

    def __init__(self, clock: TicketClock) -> None:
        self.clock = clock
        # Start and stop of each cycle.
        self.found: list[tuple[Instant, Instant | None]] = []
        self.armed = clock.after is None
        self.resolved = False
        # Whether something that starts the clock happened since the resolution.
        self.asked = False
        # Whether it was the opening that started the last cycle, and the resolution that stopped it.
        self.by_opening = False
        self.by_resolution = False

    def over(self, log: Iterable[TicketEvent]) -> list[tuple[Instant, Instant | None]]:
        """The cycles that the log comes to."""
        for event in log:
            self._take(event)
            if self.resolved and self.clock.reopening == "first close wins":
                break
        return self.found

    def _take(self, event: TicketEvent) -> None:
        clock = self.clock
        starts = self.armed and _is(event, clock.start)
        if event.what == "resolved":
            self._resolve(event)
        elif event.what == "reopened":
            self._reopen(event, starts)
        elif self.resolved:
            self.asked = starts or (self.asked and not _is(event, clock.stop))
        else:
            self._change(event, starts)
        self.armed = self.armed or _is(event, (clock.after or "",))

    def _change(self, event: TicketEvent, starts: bool) -> None:
        """Stop goes before reset, and that before start."""
        if _is(event, self.clock.stop):
            self._stop(event)
        elif _is(event, self.clock.reset) and self._runs():
            self.found[-1] = (event.at, None)
        if starts:
            self._start(event)

    def _resolve(self, event: TicketEvent) -> None:
        if self._runs() and self.found[-1][0] == event.at and not self.by_opening:
            # The last word, and the end with it: there was nothing left to wait for.
            self.found.pop()
        self.resolved, self.asked, self.by_resolution = True, False, self._runs()
        self._stop(event)

    def _reopen(self, event: TicketEvent, starts: bool) -> None:
        again = self.asked or starts
        if self.clock.reopening == "new cycle":
            again = again or "opened" in self.clock.start
        elif self.by_resolution:
            # As if it had not been stopped.
            self.found[-1] = (self.found[-1][0], None)
        self.resolved, self.asked, self.by_resolution = False, False, False
        if again:
            self._start(event)

    def _runs(self) -> bool:
        return bool(self.found) and self.found[-1][1] is None

    def _start(self, event: TicketEvent) -> None:
        if not self._runs():
            self.found.append((event.at, None))
            self.by_opening = event.what in ("opened", "reopened")

    def _stop(self, event: TicketEvent) -> None:
        if self._runs():
            self.found[-1] = (self.found[-1][0], event.at)


def _what(event: str) -> str:
    return event.partition(": ")[0]


def _is(event: TicketEvent, named: Iterable[str]) -> bool:
    return event.what in named or f"{event.what}: {event.to}" in named


# The clocks that help desks know. Where it is said of none, a pause is a pause whatever its name.
CLOCKS = {
    "response": TicketClock(stop=["responded"], pause=[ANY_PAUSE], reopening="first close wins"),
    "next response": TicketClock(
        start=["customer message"], stop=["responded"], after="responded", reopening="new cycle"
    ),
    "periodic update": TicketClock(start=["responded"], stop=["responded"], reopening="new cycle"),
    "pausable update": TicketClock(
        start=["responded"], stop=["responded"], pause=["pending"], run=["on hold"], reopening="new cycle"
    ),
    "requester wait": TicketClock(pause=["pending"], run=["on hold"]),
    "agent work": TicketClock(pause=[ANY_PAUSE]),
    "assignment": TicketClock(stop=["assigned"], pause=[ANY_PAUSE], reopening="first close wins"),
    "resolution": TicketClock(pause=[ANY_PAUSE]),
}
