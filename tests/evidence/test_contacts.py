"""Tickets and calls: logs that can be true, and the ones that cannot, by their id."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue

NINE = sla.Instant.parse("2026-03-02T09:00Z")


def at(minutes: int) -> sla.Instant:
    """So many minutes after nine."""
    return NINE + sla.Quantity(minutes, "min")


def log(*events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``10 paused``: minutes after nine, and what happened."""
    lines = [line.split() for line in events]
    return sla.Ticket(id="T-1", events=[(at(int(minutes)), what) for minutes, what in lines], **more)


@pytest.mark.parametrize("event", [("2026-03-02T09:00Z",), "opened", 5, ("a", "b", "c", "d")])
def test_an_entry_of_a_log_is_a_time_and_what_happened(event):
    """Anything else is refused with what it was and what would do."""
    with pytest.raises(InvalidValue, match=r"found .*write \('2026-03-02T09:00Z', 'opened'\)"):
        sla.Ticket(id="T-1", events=[event])


@pytest.mark.parametrize(
    ("events", "why"),
    [
        (["0 responded"], "cannot be responded at .* while it is new"),
        (["0 opened", "1 opened"], "cannot be opened at .* while it is open"),
        (["0 opened", "1 resumed"], "cannot be resumed at .* while it is open"),
        (["0 opened", "1 reopened"], "cannot be reopened at .* while it is open"),
        (["0 opened", "1 paused", "2 paused"], "cannot be paused at .* while it is paused"),
        (["0 opened", "1 resolved", "2 resolved"], "cannot be resolved at .* while it is resolved"),
        (["0 opened", "1 resolved", "2 paused"], "cannot be paused at .* while it is resolved"),
        (["0 opened", "1 paused", "2 resolved", "3 resumed"], "cannot be resumed at .* while it is resolved"),
        (["0 opened", "2 resolved", "1 reopened"], "reopened at .*09:01.* stands after resolved at .*09:02"),
        ([], "has no events; its log starts with 'opened'"),
    ],
)
def test_an_impossible_log_is_refused_with_its_id(events, why):
    """Its clock would be unknown: the ticket, the event and the state are named."""
    with pytest.raises(InvalidValue, match=f"ticket T-1.*{why}"):
        log(*events)


def test_an_unknown_event_is_refused_with_the_known_ones():
    """A misspelt one is answered with the nearest."""
    with pytest.raises(InvalidValue, match="unknown what 'resolvd'; did you mean 'resolved'"):
        log("0 opened", "1 resolvd")


def test_a_log_may_tell_several_things_of_one_instant():
    """Answered and resolved in the minute in which it was opened."""
    ticket = log("0 opened", "0 responded", "0 resolved")
    assert ticket.opened == ticket.first("responded") == ticket.resolved() == NINE
    assert ticket.extent() == (NINE, NINE)


def test_a_ticket_is_resolved_when_it_stays_so():
    """A reopening undoes the resolution until the next one."""
    assert log("0 opened").resolved() is None
    assert log("0 opened", "5 resolved").resolved() == at(5)
    assert log("0 opened", "5 resolved", "6 reopened").resolved() is None
    assert log("0 opened", "5 resolved", "6 reopened").extent() == (NINE, None)
    twice = log("0 opened", "5 resolved", "6 reopened", "9 resolved")
    assert twice.resolved() == at(9)
    assert twice.first("resolved") == at(5)
    assert twice.first("paused") is None


@pytest.mark.parametrize(
    ("pauses", "gaps", "stood"),
    [
        # Paused from 2 to 4 and from 20 to 25, resolved from 10 to 15; it ends with the 25th.
        (True, True, [(2, 4), (10, 15), (20, 25)]),
        (True, False, [(2, 4), (20, 25)]),
        (False, True, [(10, 15)]),
        (False, False, []),
    ],
)
def test_the_clock_of_a_ticket_stands_as_agreed(pauses, gaps, stood):
    """While it is paused, between resolution and reopening, in both, or in neither."""
    ticket = log(
        "0 opened", "2 paused", "4 resumed", "10 resolved", "15 reopened", "20 paused", "25 resolved"
    )
    wanted = sla.WindowSet.of(*(sla.Window(at(start), at(end)) for start, end in stood))
    assert ticket.waiting(at(25), pauses=pauses, gaps=gaps) == wanted


def test_a_pause_goes_on_until_it_is_looked_at():
    """And a resolution that stands as well; what began after the look does not count."""
    paused, resolved = log("0 opened", "5 paused"), log("0 opened", "5 resolved")
    five_to_nine = sla.WindowSet.of(sla.Window(at(5), at(9)))
    assert paused.waiting(at(9), pauses=True, gaps=False) == five_to_nine
    assert resolved.waiting(at(9), pauses=False, gaps=True) == five_to_nine
    assert not paused.waiting(at(3), pauses=True, gaps=True)


def test_a_call_is_answered_or_abandoned_or_still_waits():
    """Its wait ends with the first two; it is never both, and never over before it began."""
    assert sla.Call(id="C", offered=NINE).extent() == (NINE, None)
    assert sla.Call(id="C", offered=NINE, answered=at(1)).settled() == at(1)
    assert sla.Call(id="C", offered=NINE, abandoned=at(2)).settled() == at(2)
    assert sla.Call(id="C", offered=NINE, answered=NINE).extent() == (NINE, NINE)
    with pytest.raises(InvalidValue, match="call C cannot be both answered and abandoned"):
        sla.Call(id="C", offered=NINE, answered=at(1), abandoned=at(2))
    for how in ("answered", "abandoned"):
        with pytest.raises(InvalidValue, match=r"call C ends its wait at .*08:59.*before it was offered"):
            sla.Call(id="C", offered=NINE, **{how: at(-1)})


def test_records_are_values():
    """Equal by content, hashable, frozen; lists of events become tuples."""
    events = [(NINE, "opened"), (at(1), "resolved")]
    ticket = sla.Ticket(id="T-1", events=events)
    assert ticket == log("0 opened", "1 resolved")
    assert hash(ticket) == hash(log("0 opened", "1 resolved"))
    events.pop()
    assert len(ticket.events) == 2
    with pytest.raises(AttributeError):
        ticket.priority = "P1"


@pytest.mark.parametrize("name", ["", None, True, 4.5, ("T",)])
def test_every_record_has_an_id(name):
    """A text or a whole number."""
    with pytest.raises(InvalidValue, match="a record needs an id of its own, found"):
        sla.Call(id=name, offered=NINE)


@pytest.mark.parametrize("field", ["offered", "answered", "recorded"])
def test_naive_time_is_refused(field):
    """Nine o'clock is a different instant in every zone."""
    with pytest.raises(InvalidValue, match="has no time zone"):
        sla.Call(**{"id": "C", "offered": NINE, field: "2026-03-02T09:00"})
