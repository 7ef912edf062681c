"""Eight hundred and ninety real incidents against plain counts, and against what the export says of them."""

from __future__ import annotations

import os
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from field_data.servicenow import WAITS, Incident, ran, read, spans, taken_on
from slacore import (
    Agreement,
    Evaluation,
    Evidence,
    Instant,
    Party,
    ServiceLevel,
    Target,
    Ticket,
    Verdict,
    Window,
    evaluate,
)
from slacore.metrics import LateCount, Overrun, PercentWithin, TicketClock, TicketTarget, TicketTime

pytestmark = pytest.mark.slow

YEAR = Window.year(2016, tz="UTC")
# One was resolved in January 2017. All were opened in 2016, and count by that.
WATCHED = Window.between("2016-01-01", "2018-01-01", tz="UTC")
# The agreement behind the export is not public. These targets are assumed, by calendar time.
ASSUMED = {"1 - Critical": 4, "2 - High": 8, "3 - Moderate": 72, "4 - Low": 120}
TARGETS = tuple(TicketTarget(priority=name, within=f"{hours} h") for name, hours in ASSUMED.items())
# Each level with the same rule in the words of the plain count.
RULES = {
    "every wait": (WAITS, "gap left out"),
    "user info only": (WAITS[:1], "gap left out"),
    "no wait": ((), "gap left out"),
    "gap counted": (WAITS, "gap counted"),
    "first close": (WAITS, "first close wins"),
}


def clock(stands: tuple[str, ...], reopening: str) -> TicketClock:
    """From the opening to the resolution, by that rule; what it does not stand in, it runs in."""
    return TicketClock(
        pause=stands, run=[state for state in WAITS if state not in stands], reopening=reopening
    )


def ticket(incident: Incident) -> Ticket:
    """The rows in the words of a ticket, by the rules that `servicenow` states."""
    events: list[tuple[int, str, str | None]] = [(incident.opened, "opened", None)]
    state, priority, assigned = "New", incident.rows[0].priority, False
    for row in incident.rows:
        if row.priority != priority:
            events.append((row.at, "priority changed", row.priority))
            priority = row.priority
        if row.assigned != "?" and not assigned:
            events.append((row.at, "assigned", row.assigned))
            assigned = True
        if row.state not in (state, "Closed"):
            events += _moves(state, row.state, row.at)
            state = row.state
    log = [(Instant(at * 60_000_000, "UTC"), what, to) for at, what, to in events]
    return Ticket(id=incident.name, events=log, priority=incident.rows[0].priority)


def _moves(before: str, after: str, at: int) -> list[tuple[int, str, str | None]]:
    """From one state into another: New and Active are both open."""
    found: list[tuple[int, str, str | None]] = []
    if before in WAITS and after != "Resolved":
        found.append((at, "resumed", None))
    if before == "Resolved":
        found.append((at, "reopened", None))
    if after in WAITS:
        found.append((at, "paused", after))
    if after == "Resolved":
        found.append((at, "resolved", None))
    return found


@pytest.fixture(scope="module")
def incidents() -> list[Incident]:
    """The export, where there is one: it is not ours to give away."""
    folder = os.environ.get("SLACORE_FIELD_DATA")
    if not folder:
        pytest.skip("SLACORE_FIELD_DATA names no folder of field data")
    path = Path(folder) / "data" / "uci_servicenow_incident_extract.csv.gz"
    if not path.is_file():
        pytest.skip("the folder of field data has no data/uci_servicenow_incident_extract.csv.gz")
    return read(path)


@pytest.fixture(scope="module")
def result(incidents) -> Evaluation:
    """All incidents of the year on every clock, and against the assumed targets."""
    levels = [
        ServiceLevel(name=name, metric=TicketTime(rules=clock(*rule), counted_by="opened"), period="year")
        for name, rule in RULES.items()
    ]
    table = {"targets": TARGETS, "rules": clock((), "gap left out"), "counted_by": "opened"}
    owned = TicketTime(clock="assignment", pauses=False, counted_by="opened")
    levels += [
        ServiceLevel(name="taken on", metric=owned, period="year"),
        ServiceLevel(
            name="in time",
            metric=Overrun(**table, changes="from the start"),
            target=Target(at_most="0 min"),
            period="year",
        ),
        ServiceLevel(
            name="in time since",
            metric=Overrun(**table, changes="from then on"),
            target=Target(at_most="0 min"),
            period="year",
        ),
        ServiceLevel(name="late", metric=LateCount(**table, changes="from the start"), period="year"),
        ServiceLevel(name="share", metric=PercentWithin(**table, changes="from the start"), period="year"),
    ]
    agreement = Agreement(
        name="Incidents",
        zone="UTC",
        parties=[Party(name="Desk", role="provider"), Party(name="Company", role="customer")],
        levels=levels,
    )
    return evaluate(agreement, Evidence.of(Ticket, map(ticket, incidents), covers=WATCHED), YEAR)


def figures(result: Evaluation, level: str) -> dict[str | None, Fraction]:
    """The exact figure of every incident."""
    return {one.record: one.exact.amount for one in result.observations if one.level == level and one.exact}


def test_what_was_used(incidents):
    """Every incident and every row; what its log comes to in the words of a ticket."""
    assert (len(incidents), sum(len(one.rows) for one in incidents)) == (890, 5998)
    tickets = [ticket(one) for one in incidents]
    assert Counter(event.what for one in tickets for event in one.events) == {
        "opened": 890,
        "assigned": 691,
        "paused": 365,
        "resumed": 95,
        "resolved": 901,
        "reopened": 11,
        "priority changed": 45,
    }
    waits = Counter(event.to for one in tickets for event in one.events if event.what == "paused")
    assert waits == {
        "Awaiting User Info": 324,
        "Awaiting Problem": 36,
        "Awaiting Vendor": 3,
        "Awaiting Evidence": 2,
    }


@pytest.mark.parametrize("level", RULES)
def test_every_resolution_time_is_the_plain_count(incidents, result, level):
    """To the minute, by every rule of reopening, standing in every wait, in one sort of them, or in none."""
    stands, reopening = RULES[level]
    assert figures(result, level) == {
        one.name: ran(one, stands=stands, reopening=reopening) for one in incidents
    }


@pytest.mark.parametrize(
    ("level", "moved"), [("user info only", 36), ("no wait", 313), ("gap counted", 10), ("first close", 10)]
)
def test_each_rule_makes_a_difference(incidents, level, moved):
    """Otherwise a rule that nobody obeys would pass: so many incidents come to another time."""
    stands, reopening = RULES[level]
    plain = [ran(one, stands=WAITS) for one in incidents]
    other = [ran(one, stands=stands, reopening=reopening) for one in incidents]
    assert sum(a != b for a, b in zip(plain, other, strict=True)) == moved


def test_every_time_to_own_is_the_plain_count(incidents, result):
    """Until somebody was named; whoever resolves an incident has taken it on."""
    assert figures(result, "taken on") == {one.name: taken_on(one) for one in incidents}


def late(incident: Incident) -> bool:
    """Whether the calendar time to the last resolution is over what is assumed for the last priority."""
    return ran(incident, stands=()) > 60 * ASSUMED[incident.rows[-1].priority]


def test_verdicts_by_priority_are_the_plain_count(incidents, result):
    """Every incident against the target of its last priority."""
    verdicts = {
        one.observation.record: one.verdict for one in result.judgements if one.observation.level == "in time"
    }
    assert verdicts == {one.name: Verdict.BREACHED if late(one) else Verdict.MET for one in incidents}
    number = sum(map(late, incidents))
    assert figures(result, "late") == {None: number}
    assert figures(result, "share") == {None: Fraction(100 * (890 - number), 890)}


def test_a_target_that_changed_may_have_been_missed_before(incidents, result):
    """39 incidents changed their priority: some were late under an earlier one, and late they stay."""

    def missed(incident: Incident) -> bool:
        changes = [(incident.opened, incident.rows[0].priority)]
        changes += [(row.at, row.priority) for row in incident.rows if row.priority != changes[-1][1]]
        end = max(until for state, _, until in spans(incident) if state != "Resolved")
        for (_, priority), until in zip(changes, [at for at, _ in changes[1:]] + [end], strict=True):
            spent = sum(
                max(0, min(to, until) - since) for state, since, to in spans(incident) if state != "Resolved"
            )
            if spent > 60 * ASSUMED[priority]:
                return True
        return False

    verdicts = {
        one.observation.record: one.verdict
        for one in result.judgements
        if one.observation.level == "in time since"
    }
    changed = [one for one in incidents if len({row.priority for row in one.rows}) > 1]
    assert len(changed) == 39
    assert {one.name: verdicts[one.name] is Verdict.BREACHED for one in changed} == {
        one.name: missed(one) for one in changed
    }


def agreement_with(
    incidents: list[Incident], verdicts: dict[str, Verdict]
) -> Counter[tuple[str, Verdict, bool]]:
    """How many incidents of each priority have which verdict and which flag in their last row."""
    return Counter((one.rows[-1].priority, verdicts[one.name], one.made_sla) for one in incidents)


def test_agreement_with_made_sla(incidents, result):
    """855 of 890 verdicts are the export's own flag `made_sla`, in each incident's last row.

    The targets are assumed, 4, 8, 72 and 120 hours of calendar time by the last priority, and were not
    fitted. The 35 others:

    - 23 of moderate took 72.4 to 88.1 hours and were made: what was really agreed is longer. No other
      incident of moderate that took up to 91 hours was late by the flag, save the two below.
    - 9 of high took 17 minutes to 6.9 hours and were missed. All 33 of high are: no target for a
      resolution explains that, so the flag tells of something else as well, such as a response.
    - One of critical took 4.9 hours and was made; one of moderate took 4 hours and was missed; one of
      low took 119.8 hours and was missed, ten minutes within what is assumed.
    """
    verdicts = {
        one.observation.record or "": one.verdict
        for one in result.judgements
        if one.observation.level == "in time"
    }
    met, breached = Verdict.MET, Verdict.BREACHED
    assert agreement_with(incidents, verdicts) == {
        ("1 - Critical", breached, True): 1,
        ("1 - Critical", breached, False): 14,
        ("2 - High", met, False): 9,
        ("2 - High", breached, False): 24,
        ("3 - Moderate", met, True): 433,
        ("3 - Moderate", met, False): 1,
        ("3 - Moderate", breached, True): 23,
        ("3 - Moderate", breached, False): 300,
        ("4 - Low", met, True): 38,
        ("4 - Low", met, False): 1,
        ("4 - Low", breached, False): 46,
    }
    assert sum((verdicts[one.name] is met) == one.made_sla for one in incidents) == 855
    off = [one for one in incidents if (verdicts[one.name] is met) != one.made_sla]
    took = {
        (priority, made): sorted(
            ran(one, stands=()) for one in off if (one.rows[-1].priority, one.made_sla) == (priority, made)
        )
        for priority, made in (("3 - Moderate", True), ("2 - High", False))
    }
    assert [took["3 - Moderate", True][n] for n in (0, -1)] == [4346, 5284]
    assert [took["2 - High", False][n] for n in (0, -1)] == [17, 412]


def test_the_flag_does_not_stop_for_waits(incidents):
    """With the clock standing in every wait only 729 agree: 129 that waited long were missed all the same."""
    kept = {one.name: ran(one, stands=WAITS) <= 60 * ASSUMED[one.rows[-1].priority] for one in incidents}
    assert sum(kept[one.name] == one.made_sla for one in incidents) == 729
    waited = [one for one in incidents if kept[one.name] and late(one)]
    assert Counter(one.made_sla for one in waited) == {False: 132, True: 6}
