"""The log of a ticket: what may happen in it, what its events say besides, and which state that leaves."""

from __future__ import annotations

import re
from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidDocument, InvalidValue
from slacore.serialization import dump_evidence

NINE = sla.Instant.parse("2026-03-02T09:00Z")


def at(minutes: int) -> sla.Instant:
    """So many minutes after nine."""
    return NINE + sla.Quantity(minutes, "min")


def log(*events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``10 paused: on hold``: minutes after nine, what, and to what."""
    found = []
    for line in events:
        minutes, _, rest = line.partition(" ")
        what, _, to = rest.partition(": ")
        found.append((at(int(minutes)), what, to or None))
    return sla.Ticket(id="T-1", events=found, **more)


def test_what_is_said_and_done_may_happen_in_any_state():
    """Words, notes, an assignment and new terms: before a pause, in it, and after the resolution."""
    said = (
        "customer message",
        "responded",
        "internal note",
        "assigned",
        "priority changed: P1",
        "agreement changed: gold",
    )
    for moves in ((), ("1 paused",), ("1 resolved",), ("1 resolved", "2 reopened")):
        ticket = log("0 opened", *moves, *(f"5 {what}" for what in said))
        assert len(ticket.events) == 1 + len(moves) + len(said)
    for what in said:
        with pytest.raises(InvalidValue, match=re.escape("ticket T-1: it cannot be") + ".* while it is new"):
            log(f"0 {what}", "1 opened")


@pytest.mark.parametrize(
    ("events", "why"),
    [
        (["0 opened", "1 priority changed"], "priority changed at .*: to what"),
        (["0 opened", "1 agreement changed"], "agreement changed at .*: to what"),
        (["0 opened", "1 paused: resolved"], "paused at .* as 'resolved': that is no pause"),
        (["0 opened", "1 paused: pending", "2 paused: on hold"], "cannot be paused at .* while it is paused"),
        (["0 opened", "1 bribed"], "unknown what 'bribed'"),
        (["0 resolved"], "cannot be resolved at .* while it is new"),
        (["5 opened", "0 resolved"], "resolved at .*09:00:00Z stands after opened at .*09:05:00Z"),
        (["0 opened", "0 opened"], "cannot be opened at .* while it is open"),
        (["0 opened", "1 resolved", "2 resumed"], "cannot be resumed at .* while it is resolved"),
        (["0 opened", "1 reopened"], "cannot be reopened at .* while it is open"),
        (["0 opened", "1 resolved", "2 resolved"], "cannot be resolved at .* while it is resolved"),
        (["0 opened", "1 resumed"], "cannot be resumed at .* while it is open"),
    ],
)
def test_what_cannot_be_true_is_refused_with_the_id(events, why):
    """Every one names the ticket, and what is wrong with it."""
    with pytest.raises(InvalidValue, match=f"^ticket T-1: .*{why}"):
        log(*events)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"priority": 1}, "its priority is a name such as 'high', found 1"),
        ({"priority": ""}, "its priority is a name such as 'high', found ''"),
        ({"agreement": 2}, "its agreement is a name such as 'high', found 2"),
        ({"events": []}, "has no events"),
        ({"events": [(NINE, "opened"), (at(5), "assigned", 7)]}, "assigned at .*: 'to' is a name, found 7"),
    ],
)
def test_names_are_text(fields, why):
    """A number would fit no row of a table of targets, though it looks the same."""
    with pytest.raises(InvalidValue, match=f"^ticket T-1:? {why}"):
        sla.Ticket(**{"id": "T-1", "events": [(NINE, "opened")], **fields})


def test_events_that_are_no_list_are_refused_with_the_id():
    for wrong in ("opened", 5, None):
        with pytest.raises(InvalidValue, match="ticket T-1: its events are a list"):
            sla.Ticket(id="T-1", events=wrong)


def test_a_ticket_is_in_one_state_after_the_other():
    """What is said changes none; a pause without a name is called paused."""
    ticket = log(
        "0 opened",
        "1 customer message",
        "2 paused: on hold",
        "3 internal note",
        "4 resumed",
        "4 paused",
        "6 resolved",
        "8 reopened",
    )
    assert list(ticket.states()) == [
        ("open", at(0), at(2)),
        ("on hold", at(2), at(4)),
        ("open", at(4), at(4)),
        ("paused", at(4), at(6)),
        ("resolved", at(6), at(8)),
        ("open", at(8), None),
    ]


def test_some_pauses_stop_a_clock_and_others_do_not():
    """Pending from 1 to 2, on hold from 3 to 5, resolved from 7 on; looked at at minute 9."""
    ticket = log("0 opened", "1 paused: pending", "2 resumed", "3 paused: on hold", "5 resumed", "7 resolved")

    def stood(**more: Any) -> list[tuple[sla.Instant, sla.Instant]]:
        return [(one.start, one.end) for one in ticket.waiting(at(9), **more)]

    assert stood(pauses={"pending"}, gaps=False) == [(at(1), at(2))]
    assert stood(pauses={"on hold"}, gaps=True) == [(at(3), at(5)), (at(7), at(9))]
    assert stood(pauses=True, gaps=False) == [(at(1), at(2)), (at(3), at(5))]
    assert stood(pauses=frozenset(), gaps=False) == []


DOCUMENT = """
slacore: evidence/1
zone: UTC
evidence:
  - of: ticket
    covers: 2026-03
    records:
      - id: T-1
        priority: low
        agreement: gold
        events:
          - {at: "2026-03-02T09:00Z", what: opened}
          - {at: "2026-03-02T09:05Z", what: priority changed, to: high}
          - {at: "2026-03-02T09:07Z", what: paused, to: on hold}
"""


def test_documents_write_what_an_event_says_besides(tmp_path):
    """There and back again; and the path of an entry that is wrong."""
    path = tmp_path / "evidence.yaml"
    path.write_text(DOCUMENT, "utf-8")
    evidence = sla.load_evidence(path)
    (ticket,) = evidence.records
    said = {"priority": "low", "agreement": "gold"}
    assert ticket == log("0 opened", "5 priority changed: high", "7 paused: on hold", **said)
    path.write_text(dump_evidence(evidence), "utf-8")
    assert sla.load_evidence(path) == evidence
    path.write_text(DOCUMENT.replace("priority changed", "hurried"), "utf-8")
    with pytest.raises(InvalidDocument, match=r"records\[0\]\.events\[1\].*unknown what 'hurried'"):
        sla.load_evidence(path)


def test_what_was_not_known_yet_is_not_in_the_log():
    """As known at ten past nine: neither the pause nor what came after it."""
    ticket = log("0 opened", "5 priority changed: P1", "20 paused: pending", "30 resumed")
    assert ticket.as_known_at(at(10)) == log("0 opened", "5 priority changed: P1")
