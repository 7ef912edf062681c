"""How three help desks measure, by what they publish: logs by hand, and the policy that answers alike.

The documents are named at each test; numbers that they print are theirs, the others are worked out
in the docstrings. The policies stand in docs/how-to/help-desk-policies.md.
"""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import observed
from slacore.metrics import Overrun, TicketClock, TicketTarget, TicketTime


def ticket(*events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``2013-06-04 09:30 paused: pending reminder``, in UTC."""
    log = []
    for line in events:
        day, clock, happened = line.split(maxsplit=2)
        what, _, to = happened.partition(": ")
        log.append((f"{day}T{clock}Z", what, to or None))
    return sla.Ticket(id="T-1", events=log, **more)


def seen(metric: sla.Metric, row: sla.Ticket, **level: Any) -> Any:
    """The ticket's observation, in the year of its opening."""
    window = sla.Window.year(row.opened.to_datetime().year, tz="UTC")
    evidence = sla.Evidence.of(sla.Ticket, [row], covers=window)
    found = observed(metric, evidence, window=window, period="year", **level)
    (one,) = (each for each in found if each.record is not None)
    return one


def hours(clock: str, row: sla.Ticket, **terms: Any) -> str:
    """The longest cycle on that clock."""
    return str(seen(TicketTime(clock=clock, unit="hour", **terms), row))


def said(
    row: sla.Ticket, clock: str | TicketClock, target: TicketTarget | str, **more: Any
) -> dict[str, str]:
    """When it is due and what is left, by the workings; counted from its start, so that it may go on."""
    named = {"clock": clock} if isinstance(clock, str) else {"rules": clock}
    level = {key: more.pop(key) for key in ("hours",) if key in more}
    rows = [TicketTarget(within=target) if isinstance(target, str) else target]
    metric = Overrun(**named, targets=rows, counted_by="opened", **more)
    return dict(seen(metric, row, **level).workings)


# Zendesk. Definitions: https://support.zendesk.com/hc/en-us/articles/4408829459866-Defining-SLA-policies
# Its pauses: https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-metric-event-types-reference
# The example: GitLab, https://handbook.gitlab.com/handbook/security/customer-support-operations/zendesk/metrics-definitions/

ZENDESK = ticket(
    "2026-03-02 09:00 opened",
    "2026-03-02 14:00 responded",
    "2026-03-02 15:30 customer message",
    "2026-03-02 16:00 responded",
    "2026-03-02 16:00 paused: pending",
    "2026-03-03 10:00 customer message",
    "2026-03-03 10:00 resumed",
    "2026-03-03 11:00 paused: on hold",
    "2026-03-04 14:00 resumed",
    "2026-03-04 14:30 responded",
    "2026-03-04 14:30 resolved",
)


@pytest.mark.parametrize(
    ("clock", "terms", "longest"),
    [
        ("response", {"pauses": False}, "5 h"),
        # Printed is the first one, of 30 minutes; the other lasts from Tuesday 10:00 to Wednesday 14:30.
        ("next response", {}, "28.5 h"),
        ("periodic update", {}, "46.5 h"),
        ("pausable update", {}, "28.5 h"),
        ("resolution", {"pauses": False}, "53.5 h"),
    ],
)
def test_zendesk_s_clocks_on_a_published_example(clock, terms, longest):
    """Monday 09:00 to Wednesday 14:30, through every status that Zendesk has; the figures are printed."""
    assert hours(clock, ZENDESK, **terms) == longest


@pytest.mark.parametrize(
    ("clock", "total"),
    [("next response", "29 h"), ("periodic update", "48.5 h"), ("pausable update", "30.5 h")],
)
def test_zendesk_s_cycles_are_two(clock, total):
    """Half an hour and 28.5; 2 and 46.5; 2 and 28.5, as printed: the mean is half of the sum."""
    found = seen(TicketTime(clock=clock, unit="hour"), ZENDESK)
    assert dict(found.workings)["cycles that count"] == "2"
    window = found.period
    mean = TicketTime(clock=clock, unit="hour", over="mean")
    evidence = sla.Evidence.of(sla.Ticket, [ZENDESK], covers=window)
    (one,) = observed(mean, evidence, window=window, period="year")
    assert str(one.exact * 2) == total


def test_zendesk_s_waiting_times_by_their_definition():
    """New, open and on hold: 53.5 hours less 18 of pending are 35.5; less 27 on hold they are 8.5.

    The page prints 41 and 13.5. It counts the five hours of "new" among the 8.5 of "open" as well, and
    from Tuesday 11:00 to Wednesday 14:00 as 27.5 hours; its own parts do not add up to 53.5.
    """
    assert hours("requester wait", ZENDESK) == "35.5 h"
    assert hours("agent work", ZENDESK) == "8.5 h"


def test_zendesk_goes_on_after_a_reopening():
    """An activate event says that a metric is no longer paused or fulfilled: the time before counts on."""
    row = ticket(
        "2026-03-02 09:00 opened",
        "2026-03-02 10:00 resolved",
        "2026-03-03 09:00 reopened",
        "2026-03-03 09:30 resolved",
    )
    assert hours("requester wait", row) == "1.5 h"


def test_zendesk_records_a_breach_at_the_time_of_the_update():
    """It says that breach events are not back-dated: "About SLA policies and how they work", 5600997516058.

    Raised to urgent, of one hour, after two: overdue as it is raised. The time that was spent is kept.
    """
    row = ticket(
        "2026-03-02 09:00 opened",
        "2026-03-02 11:00 priority changed: urgent",
        "2026-03-02 11:30 resolved",
        priority="normal",
    )
    table = [TicketTarget(priority="urgent", within="1 h"), TicketTarget(within="8 h")]
    metric = Overrun(clock="requester wait", targets=table, changes="from then on")
    workings = dict(seen(metric, row).workings)
    assert (workings["due"], workings["over"]) == ("2026-03-02T11:00:00Z", "1 h 30 min")


# GLPI. Documents: https://help.glpi-project.org/faq/glpi/service_levels (what ends the time to own, and
# what a wait does), https://github.com/glpi-project/doc/blob/master/source/modules/configuration/05_Sla/01_Sla.rst
# (hours, days, the end of the working day). Dates: https://github.com/glpi-project/glpi/blob/main/tests/functional/SLMTest.php

GLPI_HOURS = sla.ServiceHours(zone="UTC", weekly={"mon": "10:30-19:00", "tue-fri": "08:30-19:00"})
WAITS_OF_ONE_DAY = (
    "2034-06-09 08:47:42 paused",
    "2034-06-09 10:05:54 resumed",
    "2034-06-09 10:09:13 paused",
    "2034-06-09 10:34:38 resumed",
    "2034-06-09 10:43:41 paused",
    "2034-06-09 11:29:17 resumed",
)
ONE_WAIT = ("2034-06-09 09:15:27 paused", "2034-06-09 11:23:49 resumed")
WAITS_OF_SEVERAL_DAYS = (
    "2034-06-05 11:00 paused",
    "2034-06-07 09:30 resumed",
    "2034-06-07 10:00 paused",
    "2034-06-08 09:00 resumed",
)
WAITS_OVER_A_WEEKEND = (
    "2034-06-07 11:00 paused",
    "2034-06-13 11:00 resumed",
    "2034-06-14 07:00 paused",
    "2034-06-14 18:00 resumed",
)


@pytest.mark.parametrize(
    ("opened", "target", "waits", "own", "resolve"),
    [
        ("2034-06-09 08:46:12", {"within": "30 min"}, (), "2034-06-09T09:16:12Z", "2034-06-09T09:16:12Z"),
        (
            "2034-06-09 08:46:12",
            {"within": "30 min"},
            WAITS_OF_ONE_DAY,
            "2034-06-09T09:16:12Z",
            "2034-06-09T11:45:25Z",
        ),
        ("2034-06-09 08:46:12", {"within": "4 h"}, (), "2034-06-09T12:46:12Z", "2034-06-09T12:46:12Z"),
        ("2034-06-09 08:46:12", {"within": "4 h"}, ONE_WAIT, "2034-06-09T12:46:12Z", "2034-06-09T14:54:34Z"),
        (
            "2034-06-05 10:00",
            {"within": "4 h"},
            WAITS_OF_SEVERAL_DAYS,
            "2034-06-05T14:30:00Z",
            "2034-06-08T12:00:00Z",
        ),
        ("2034-06-09 08:46:12", {"working_days": 5}, (), "2034-06-16T08:46:12Z", "2034-06-16T08:46:12Z"),
        (
            "2034-06-09 08:46:12",
            {"working_days": 5, "end_of_day": True},
            (),
            "2034-06-16T19:00:00Z",
            "2034-06-16T19:00:00Z",
        ),
        (
            "2034-06-07 10:00",
            {"working_days": 5},
            WAITS_OVER_A_WEEKEND,
            "2034-06-14T10:00:00Z",
            "2034-06-21T09:00:00Z",
        ),
        (
            "2034-06-07 10:00",
            {"working_days": 5, "end_of_day": True},
            WAITS_OVER_A_WEEKEND,
            "2034-06-14T19:00:00Z",
            "2034-06-21T18:00:00Z",
        ),
    ],
)
def test_glpi_s_due_dates(opened, target, waits, own, resolve):
    """Times, days and ends of days, with waits: they move the time to resolve, and not the time to own."""
    row = ticket(f"{opened} opened", *waits)
    terms = {"target": TicketTarget(**target), "hours": GLPI_HOURS}
    assert said(row, "assignment", pauses=False, **terms)["due"] == own
    assert said(row, "resolution", **terms)["due"] == resolve


@pytest.mark.parametrize(
    ("target", "due"),
    [
        ({"working_days": 1}, "2034-06-13T10:30:00Z"),
        ({"working_days": 1, "end_of_day": True, "from_opening": True}, "2034-06-13T19:00:00Z"),
    ],
)
def test_glpi_counts_from_the_next_opening_what_begins_on_a_closed_day(target, due):
    """Calendar::computeEndDate, "must start on the begin of next working day": Saturday the 10th at noon.

    From Monday at 10:30, its first working hour, to Tuesday at 10:30, or to the end of Tuesday.
    """
    row = ticket("2034-06-10 12:00 opened")
    assert said(row, "resolution", TicketTarget(**target), hours=GLPI_HOURS)["due"] == due


@pytest.mark.parametrize(
    ("opened", "target", "waits", "offset", "escalated"),
    [
        ("2034-06-09 08:46:12", {"within": "30 min"}, (), "10 min", "2034-06-09T09:06:12Z"),
        ("2034-06-09 08:46:12", {"within": "30 min"}, WAITS_OF_ONE_DAY, "5 min", "2034-06-09T11:40:25Z"),
        # Counted back through the night: 16 minutes of the 16th, and the rest of the 15th.
        ("2034-06-09 08:46:12", {"working_days": 5}, (), "8 h", "2034-06-15T11:16:12Z"),
    ],
)
def test_glpi_s_escalations_before_a_due_date(opened, target, waits, offset, escalated):
    """An escalation so long before it, in the hours of the calendar, is a warning."""
    row = ticket(f"{opened} opened", *waits)
    workings = said(row, "resolution", TicketTarget(**target), hours=GLPI_HOURS, warnings=[offset])
    assert workings[f"warning {offset} before"] == escalated


def test_glpi_s_printed_example():
    """Four hours, open from 8 to 18: opened at 16:00 it is due at 10:00 on the next day."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "08:00-18:00"})
    row = ticket("2026-03-02 16:00 opened")
    assert said(row, "resolution", "4 h", hours=office)["due"] == "2026-03-03T10:00:00Z"
    # Three hours of waiting put it off by three hours.
    waited = ticket("2026-03-02 16:00 opened", "2026-03-03 08:00 paused", "2026-03-03 11:00 resumed")
    assert said(waited, "resolution", "4 h", hours=office)["due"] == "2026-03-03T13:00:00Z"


def test_glpi_s_time_to_own_ends_with_the_first_allocation():
    """It ends "as soon as the ticket is allocated to a group and/or a user"."""
    row = ticket("2026-03-02 09:00 opened", "2026-03-02 09:30 paused", "2026-03-02 11:00 assigned: network")
    assert hours("assignment", row, pauses=False) == "2 h"


def test_glpi_s_agreements_count_from_the_opening_and_internal_ones_from_when_they_were_added():
    """testDatesAndEscalation: added one hour after the opening, of 4 and 12 hours outside, 2 and 8 inside.

    Opened at 09:00: due at 13:00 and 21:00. Added at 10:00: due at 12:00 and 18:00.
    """
    row = ticket("2034-08-16 09:00 opened", "2034-08-16 10:00 agreement changed: with SLA")
    outside = [TicketTarget(agreement="with SLA", within="4 h"), TicketTarget(within="9 d")]
    metric = Overrun(
        clock="assignment", targets=outside, pauses=False, changes="from the start", counted_by="opened"
    )
    assert dict(seen(metric, row).workings)["due"] == "2034-08-16T13:00:00Z"
    inside = TicketClock(reset=["agreement changed"], pause=["paused"])
    assert said(row, inside, "2 h")["due"] == "2034-08-16T12:00:00Z"
    assert said(row, inside, "8 h")["due"] == "2034-08-16T18:00:00Z"


def test_glpi_swaps_the_target_from_the_start():
    """testLaChange: four hours at first, then two; due two hours after the opening."""
    row = ticket("2034-08-16 13:00 opened", "2034-08-16 13:10 priority changed: 5", priority="3")
    table = [TicketTarget(priority="5", within="2 h"), TicketTarget(within="4 h")]
    metric = Overrun(clock="resolution", targets=table, changes="from the start", counted_by="opened")
    assert dict(seen(metric, row).workings)["due"] == "2034-08-16T15:00:00Z"


# Zammad. Document: https://admin-docs.zammad.org/en/latest/manage/slas/index.html
# Dates: https://github.com/zammad/zammad, spec/models/ticket/escalation_examples.rb and
# spec/lib/escalation_spec.rb

UPDATE = TicketClock(
    start=["opened", "customer message"], stop=["responded"], pause=["paused"], reopening="new cycle"
)
EIGHT_TO_SIX = sla.ServiceHours(zone="Europe/Berlin", weekly={"mon-fri": "08:00-18:00"})
EVERY_DAY = sla.ServiceHours(zone="Europe/Berlin", weekly={"mon-sun": "09:00-18:00"})


def test_zammad_s_three_escalations():
    """Half past nine in March: a response in 60 minutes, an update in 120, a solution in 180."""
    row = ticket("2013-03-21 09:30 opened")
    for clock, target, due in (
        ("response", "60 min", "2013-03-21T11:30:00+01:00[Europe/Berlin]"),
        (UPDATE, "120 min", "2013-03-21T12:30:00+01:00[Europe/Berlin]"),
        ("resolution", "180 min", "2013-03-21T13:30:00+01:00[Europe/Berlin]"),
    ):
        assert said(row, clock, target, hours=EIGHT_TO_SIX)["due"] == due


@pytest.mark.parametrize(
    ("clock", "target", "end", "left", "over"),
    [
        ("response", "60 min", "2013-03-21 10:00 responded", "30 min", None),
        ("response", "60 min", "2013-03-21 14:00 responded", None, "3 h 30 min"),
        (UPDATE, "120 min", "2013-03-21 11:00 responded", "30 min", None),
        (UPDATE, "120 min", "2013-03-21 12:00 responded", None, "30 min"),
        ("resolution", "180 min", "2013-03-21 11:30 resolved", "1 h", None),
        ("resolution", "180 min", "2013-03-21 13:00 resolved", None, "30 min"),
    ],
)
def test_zammad_s_differences(clock, target, end, left, over):
    """What it calls diff_in_min: 30, -210, 30, -30, 60 and -30."""
    workings = said(ticket("2013-03-21 09:30 opened", end), clock, target, hours=EIGHT_TO_SIX)
    assert (workings.get("left"), workings.get("over")) == (left, over)


def test_zammad_s_update_runs_from_the_oldest_question():
    """Answered at 12:00, asked again at 12:05 and at 12:20: due two hours after the first of the two."""
    row = ticket(
        "2013-03-21 09:30 opened",
        "2013-03-21 12:00 responded",
        "2013-03-21 12:05 customer message",
        "2013-03-21 12:20 customer message",
    )
    workings = said(row, UPDATE, "120 min", hours=EIGHT_TO_SIX)
    assert workings["cycle 2, due"] == "2013-03-21T15:05:00+01:00[Europe/Berlin]"


def test_zammad_keeps_the_longest_exchange():
    """Ten minutes and then five: update_in_min stays ten."""
    row = ticket(
        "2026-03-02 09:00 opened",
        "2026-03-02 09:10 responded",
        "2026-03-02 09:20 customer message",
        "2026-03-02 09:25 responded",
    )
    assert str(seen(TicketTime(rules=UPDATE), row)) == "10 min"


@pytest.mark.parametrize(
    ("events", "due"),
    [
        # Pending for a quarter of an hour, closed for half an hour: neither counts.
        (
            [
                "2013-06-04 09:30 paused: pending reminder",
                "2013-06-04 09:45 resumed",
                "2013-06-04 10:00 resolved",
                "2013-06-04 10:30 reopened",
            ],
            "2013-06-04T13:45:00+02:00[Europe/Berlin]",
        ),
        # Pending until three: used up exactly as the office closes, which Zammad tells as the next opening.
        (
            ["2013-06-04 10:00 paused: pending reminder", "2013-06-04 15:00 resumed"],
            "2013-06-04T18:00:00+02:00[Europe/Berlin]",
        ),
    ],
)
def test_zammad_s_response_stands_in_pending_and_closed(events, due):
    """Opened at 09:00 in UTC, 120 minutes of nine to six in Berlin. A closing is no response."""
    row = ticket("2013-06-04 09:00 opened", *events)
    assert said(row, "response", "120 min", hours=EVERY_DAY, reopening="gap left out")["due"] == due


@pytest.mark.parametrize(
    ("events", "minutes"),
    [
        (["2013-06-04 10:00 paused: pending reminder", "2013-06-04 10:30 resumed"], "150 min"),
        (["2013-06-04 09:00 paused: pending reminder"], "0 min"),
        (
            [
                "2013-06-04 09:00 paused: pending reminder",
                "2013-06-04 10:30 resumed",
                "2013-06-04 11:00 paused: pending reminder",
            ],
            "30 min",
        ),
        (
            [
                "2013-06-04 09:00 paused: pending reminder",
                "2013-06-04 10:30 resumed",
                "2013-06-04 11:00 paused: pending reminder",
                "2013-06-04 11:30 resumed",
            ],
            "60 min",
        ),
    ],
)
def test_zammad_s_solution_stands_while_pending(events, minutes):
    """Opened at 09:00, closed at 12:00: what it calls close_in_min."""
    row = ticket("2013-06-04 09:00 opened", *events, "2013-06-04 12:00 resolved")
    assert str(seen(TicketTime(clock="resolution"), row, hours=EVERY_DAY)) == minutes


def test_zammad_s_solution_applies_once():
    """They say that first response and solution time "can only apply once": the first close wins."""
    row = ticket(
        "2013-06-04 09:00 opened",
        "2013-06-04 10:00 resolved",
        "2013-06-04 11:00 reopened",
        "2013-06-04 12:00 resolved",
    )
    assert hours("resolution", row, reopening="first close wins") == "1 h"


def test_zammad_on_a_holiday_and_through_a_week_of_pending():
    """Tuesday the first of November is one: 20 hours of eight to eight from Wednesday are Thursday 16:00.

    Asked again at 15:59:14 of the holiday and pending from 15:59:58 to Monday 13:26:36 (in UTC): the
    twenty hours begin then, 5:33:24 of Monday, twelve of Tuesday, 2:26:36 of Wednesday from 07:00 on.
    Zammad leaves out the seconds: 09:26.
    """
    office = sla.ServiceHours(
        zone="Europe/Berlin", weekly={"mon-fri": "08:00-20:00"}, holidays=["2016-11-01"]
    )
    row = ticket("2016-11-01 13:56:21 opened")
    workings = said(row, "response", "120 min", hours=office)
    assert workings["due"] == "2016-11-02T10:00:00+01:00[Europe/Berlin]"
    assert said(row, UPDATE, "20 h", hours=office)["due"] == "2016-11-03T16:00:00+01:00[Europe/Berlin]"
    later = ticket(
        "2016-11-01 13:56:21 opened",
        "2016-11-01 15:25:40 responded",
        "2016-11-01 15:59:14 customer message",
        "2016-11-01 15:59:58 paused: pending reminder",
        "2016-11-07 13:26:36 resumed",
        "2016-11-07 13:26:36 customer message",
        "2016-11-07 14:26:36 customer message",
    )
    workings = said(later, UPDATE, "20 h", hours=office)
    assert workings["cycle 2, due"] == "2016-11-09T10:26:36+01:00[Europe/Berlin]"
