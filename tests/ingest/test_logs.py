"""Tickets from tables: one row an event, one id a ticket."""

from __future__ import annotations

import pytest

from slacore import Ticket

NINE, TEN, ELEVEN = ("2017-02-01T09:00:00Z", "2017-02-01T10:00:00Z", "2017-02-01T11:00:00Z")
TICKET = Ticket(id="T-1", priority="P1", events=[(NINE, "opened"), (TEN, "responded"), (ELEVEN, "resolved")])


def test_the_rows_of_one_id_are_one_ticket_with_its_events_in_order(written, read):
    """The order of rows does not matter, and what a row leaves out another may say."""
    path = written(
        "tickets.csv",
        "id,at,what,priority\n"
        f"T-1,{ELEVEN},resolved,\n"
        f"T-2,{NINE},opened,P2\n"
        f"T-1,{NINE},opened,P1\n"
        f"T-1,{TEN},responded,P1\n",
    )
    assert read("ticket", path).records == (
        TICKET,
        Ticket(id="T-2", priority="P2", events=[(NINE, "opened")]),
    )


def test_json_lines_hold_the_events_as_a_list_or_one_on_each_line(written, read):
    """Both files are the same ticket."""
    events = [
        {"at": NINE, "what": "opened"},
        {"at": TEN, "what": "responded"},
        {"at": ELEVEN, "what": "resolved"},
    ]
    listed = f'{{"id": "T-1", "priority": "P1", "events": {events}}}'.replace("'", '"')
    single = "\n".join(
        f'{{"id": "T-1", "priority": "P1", "at": "{e["at"]}", "what": "{e["what"]}"}}' for e in events
    )
    assert read("ticket", written("listed.jsonl", listed)).records == (TICKET,)
    assert read("ticket", written("single.ndjson", single)).records == (TICKET,)


def test_a_strangers_log_without_times_stays_as_it_stands(written, read, acme):
    """Its entries are in the order of the file."""
    path = written("routes.csv", "id,place\nR-1,Leeds\nR-2,York\nR-1,Ely\n")
    one, two = read("route", path, registry=acme.registry).records
    assert [stop.place for stop in one.stops] == ["Leeds", "Ely"]
    assert [stop.place for stop in two.stops] == ["York"]


def test_broken_rows_and_impossible_logs_are_all_named(written, refused):
    """A ticket with a broken row is not refused a second time for the hole it leaves."""
    path = written(
        "tickets.csv",
        "id,at,what,priority\n"
        f"T-1,{NINE},opend,P1\n"
        f"T-1,{TEN},resolved,P1\n"
        f"T-2,{NINE},opened,P1\n"
        f"T-2,{TEN},resolved,P2\n"
        f",{TEN},resolved,P2\n"
        f"T-3,{TEN},resumed,P2\n"
        f"T-3,{NINE},opened,P2\n"
        "T-4,,opened,\n"
        "T-5\n",
    )
    assert refused("ticket", path) == [
        "tickets.csv row 2: ticket T-1: unknown what 'opend'; did you mean 'opened'? "
        "(known: agreement changed, assigned, customer message, internal note, opened, paused, "
        "priority changed, reopened, resolved, responded, resumed)",
        "tickets.csv row 5, column priority: found 'P2', but row 4 says 'P1' of the same id",
        "tickets.csv row 6, column id: a row without an id is nobody's event",
        "tickets.csv row 9, column at: ticket T-4: there is nothing here, and every ticket needs it",
        "tickets.csv row 10: expected 4 cells, as in the header, found 1",
        f"tickets.csv rows 7, 8: ticket T-3: it cannot be resumed at {TEN} while it is open",
    ]


def test_what_an_event_says_besides_has_a_column(written, read):
    """The state of a pause, a new priority; a cell that is empty says nothing."""
    path = written(
        "tickets.csv",
        "id,at,what,to,agreement\n"
        f"T-1,{NINE},opened,,gold\n"
        f"T-1,{TEN},paused,on hold,gold\n"
        f"T-1,{ELEVEN},priority changed,high,\n",
    )
    (ticket,) = read("ticket", path).records
    assert ticket == Ticket(
        id="T-1",
        agreement="gold",
        events=[(NINE, "opened"), (TEN, "paused", "on hold"), (ELEVEN, "priority changed", "high")],
    )


def test_events_of_one_instant_keep_the_order_of_the_file(written, read):
    """From one pause into another: resumed, and paused again."""
    rows = [
        (NINE, "opened", ""),
        (TEN, "paused", "pending"),
        (ELEVEN, "resumed", ""),
        (ELEVEN, "paused", "on hold"),
    ]
    lines = "".join(f"T-1,{at},{what},{to}\n" for at, what, to in rows)
    (ticket,) = read("ticket", written("tickets.csv", "id,at,what,to\n" + lines)).records
    assert [(event.what, event.to) for event in ticket.events[2:]] == [
        ("resumed", None),
        ("paused", "on hold"),
    ]


def test_a_long_log_is_named_by_its_first_rows(written, refused):
    rows = "".join(f"T-1,2017-02-01T09:0{n}Z,opened\n" for n in range(7))
    (problem,) = refused("ticket", written("tickets.csv", "id,at,what\n" + rows))
    assert problem.startswith("tickets.csv rows 2, 3, 4, 5, 6, …: ticket T-1: it cannot be opened")


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("tickets.csv", f"at,what\n{NINE},opened\n", ["tickets.csv row 1: there is no column 'id'"]),
        ("tickets.csv", "id,priority\nT-1,P1\n", ["no column 'at'", "no column 'what'"]),
        ("tickets.csv", "id,events\nT-1,opened\n", ["takes a list, which no cell can hold"]),
        (
            "tickets.jsonl",
            f'{{"at": "{NINE}", "what": "opened"}}',
            ["tickets.jsonl: there is no column 'id'"],
        ),
    ],
)
def test_a_table_that_cannot_be_put_together_is_refused(written, refused, name, content, problems):
    found = refused("ticket", written(name, content))
    assert len(found) == len(problems)
    assert all(part in problem for part, problem in zip(problems, found, strict=True))
