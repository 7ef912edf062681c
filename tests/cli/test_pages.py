"""Pages: what a reader sees of a result with many levels, periods and records."""

from __future__ import annotations

from slacore.cli.result import span
from slacore.values import Window

TICKETS = """\
slacore: agreement/1
name: Desk
zone: UTC
parties: [{name: Ada, role: customer}, {name: Desk, role: provider}]
levels:
  - name: resolution
    metric: resolution-time
    target: {at most: 4 h}
    remedies: [{steps: [{pay: 10 EUR}]}]
"""


def tickets(folder, hours):
    """A file of tickets that were resolved after so many hours."""
    rows = ["id,at,what"]
    for number, length in enumerate(hours, start=1):
        rows += [
            f"T-{number:02},2017-02-01T00:00Z,opened",
            f"T-{number:02},2017-02-01T{length:02}:00Z,resolved",
        ]
    (folder / "tickets.csv").write_text("\n".join(rows) + "\n")
    (folder / "desk.yaml").write_text(TICKETS)
    return ("evaluate", "desk.yaml", "ticket=tickets.csv", "--covers", "2017-02", "--window", "2017-02")


def test_only_the_records_that_need_a_look_are_listed(run, folder):
    """Of three tickets one took 5 of 4 hours: it is shown, and the two others are counted."""
    code, out, _ = run(*tickets(folder, [3, 5, 4]))
    assert code == 10
    assert "T-02" in out
    assert "T-01" not in out
    assert "2 more records" in out
    assert "Desk owes Ada 10.00 EUR for 2017-02" in out


def test_where_all_were_met_only_their_number_is_shown(run, folder):
    code, out, _ = run(*tickets(folder, [1]))
    assert code == 0
    assert "1 record " in out
    assert "nothing is owed" in out


def test_a_long_list_of_breaches_says_how_many_more(run, folder):
    """Twenty broken tickets: fifteen are shown, twice, and 200 EUR are owed."""
    code, out, _ = run(*tickets(folder, [6] * 20))
    assert code == 10
    assert "5 more records" in out
    assert "and 5 more, see --format json" in out
    assert "Desk owes Ada 200.00 EUR for 2017-02" in out
    # What each ticket earned stands below.
    assert "resolution, T-20: service credit 10.00 EUR" in out


def test_a_month_without_tickets_is_not_judged(run, folder):
    code, out, _ = run(*tickets(folder, []))
    assert code == 0
    assert "nothing" in out
    assert "not judged" in out


def test_a_running_period_is_marked_open(run):
    """By 15 February half of the month is unknown."""
    code, out, _ = run(
        "evaluate",
        "sla.yaml",
        "outage=outages.csv",
        "--covers",
        "2017-02",
        "--window",
        "2017-02-01/2017-02-15",
    )
    assert code == 11
    assert "still open" in out


def test_several_penalties_are_added_up(run, folder):
    """February's 100 USD and, with 8 hours and 40 minutes of 744 down in March, 250 USD."""
    (folder / "outages.csv").write_text(
        "id,start,end\nO-1,2017-02-28T17:37Z,2017-02-28T21:54Z\nO-2,2017-03-02T00:00Z,2017-03-02T08:40Z\n"
    )
    (folder / "charges.yaml").write_text(
        "slacore: charges/1\nzone: America/Los_Angeles\ncharges:\n"
        "  - {name: monthly charge, span: 2017-02, amount: 1000 USD}\n"
        "  - {name: monthly charge, span: 2017-03, amount: 1000 USD}\n"
    )
    span = "2017-02-01/2017-04-01"
    _, out, _ = run(
        "evaluate",
        "sla.yaml",
        "outage=outages.csv",
        "--covers",
        span,
        "--window",
        span,
        "--charges",
        "charges.yaml",
    )
    assert "Host owes Ada 100.00 USD for 2017-02" in out
    assert "Host owes Ada 250.00 USD for 2017-03" in out
    assert "in all 350.00 USD" in out


def test_windows_are_named_by_the_calendar_or_by_their_ends():
    assert span(Window.month(2017, 2, tz="UTC")) == "2017-02"
    assert span(Window.between("2017-02-15", "2017-03-15", tz="Europe/London")) == "2017-02-15 to 2017-03-15"
    assert span(Window.between("2017-02-15T09:30", "2017-02-15T10:00:05", tz="UTC")) == (
        "2017-02-15 09:30 to 2017-02-15 10:00:05"
    )
