"""Targets by priority: how much is left or over, due times, warnings, and what a change makes of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.conversations import OFFICE, evidence, figure, ticket, workings
from metrics.measuring import MARCH, PARTIES, exactly, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import LateCount, Overrun, PercentWithin, TicketTarget

TABLE = (
    TicketTarget(priority="high", within="1 h"),
    TicketTarget(priority="low", within="4 h"),
    TicketTarget(priority="none"),
)


def over(**more: Any) -> Overrun:
    return Overrun(**{"clock": "resolution", "targets": TABLE, **more})


def solved(minutes: int, priority: str | None, name: str = "T-1", *, day: str = "03-02") -> sla.Ticket:
    """Opened at nine, and resolved so many minutes later."""
    end = f"{day} {9 + minutes // 60:02}:{minutes % 60:02}"
    return ticket(f"{day} 09:00 opened", f"{end} resolved", name=name, priority=priority)


def test_each_ticket_is_judged_by_the_target_of_its_priority():
    """75 minutes of one hour are 15 over; of four they leave 165. Without a promise nothing is judged."""
    assert figure(over(), solved(75, "high")) == exactly(15)
    assert figure(over(unit="hour"), solved(75, "low")) == exactly(Fraction(-165, 60))
    (nothing,) = observed(over(), evidence(solved(75, "none")))
    assert nothing.idle


def test_the_target_of_the_level_is_to_be_no_time_over():
    """Exactly the target keeps it; a minute more breaks it."""
    level = sla.ServiceLevel(name="in time", metric=over(), target=sla.Target(at_most="0 min"))
    agreement = sla.Agreement(name="desk", zone="UTC", parties=PARTIES, levels=[level])
    rows = evidence(solved(60, "high", "on"), solved(61, "high", "off"), solved(200, "low", "early"))
    result = sla.evaluate(agreement, rows, MARCH)
    assert {one.observation.record: one.verdict for one in result.judgements} == {
        "on": sla.Verdict.MET,
        "off": sla.Verdict.BREACHED,
        "early": sla.Verdict.MET,
    }


def test_an_agreement_and_a_priority_find_a_row_together():
    """The first row that fits; one without either is for all others."""
    table = [
        TicketTarget(agreement="gold", priority="high", within="30 min"),
        TicketTarget(agreement="gold", within="60 min"),
        TicketTarget(within="120 min"),
    ]
    metric = Overrun(clock="resolution", targets=table)
    row = ("03-02 09:00 opened", "03-02 09:45 resolved")
    for more, left in (
        ({"agreement": "gold", "priority": "high"}, 15),
        ({"agreement": "gold", "priority": "low"}, -15),
        ({"agreement": "gold"}, -15),
        ({"priority": "high"}, -75),
    ):
        assert figure(metric, ticket(*row, **more)) == exactly(left)


def test_a_ticket_without_a_target_is_refused_by_its_name():
    """Left out without a word it would look as if it were in time."""
    for priority, why in (("urgent", "the priority 'urgent'"), (None, "no priority")):
        with pytest.raises(EvaluationError, match=f"ticket T-1 has {why}, .*targets: high, low, none"):
            figure(over(), solved(75, priority))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"within": "0 min"}, "longer than nothing, found 0 min"),
        ({"within": "-1 h"}, "longer than nothing, found -1 h"),
        ({"working_days": 0}, "a whole number from 1 on, found 0"),
        ({"working_days": -2}, "a whole number from 1 on, found -2"),
        ({"working_days": True}, "found True"),
        ({"working_days": 2, "within": "1 h"}, "a time or working days"),
        ({"within": "1 h", "end_of_day": True}, "end_of_day belongs to working days"),
        ({"working_days": 2, "from_opening": True}, "from_opening belongs to end_of_day"),
        ({"priority": 1, "within": "1 h"}, "has a name such as 'high', found 1"),
        ({"agreement": "", "within": "1 h"}, "has a name such as 'high', found ''"),
    ],
)
def test_a_target_is_a_time_or_working_days(fields, why):
    with pytest.raises(InvalidValue, match=why):
        TicketTarget(**fields)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"targets": []}, "state the targets"),
        ({"targets": ["1 h"]}, "targets are rows such as"),
        ({"targets": [TicketTarget(priority="low")]}, "no row of the targets promises anything"),
        (
            {"targets": [TicketTarget(within="1 h"), TicketTarget(priority="low", within="2 h")]},
            "no ticket reaches the target for low: that for any other stands above it",
        ),
        ({"warnings": ["0 min"]}, "some time before the target"),
        ({"warnings": ["100 %"]}, "between 0 % and 100 %"),
        ({"counted_by": "due"}, "may settle in one period and be due in another"),
        ({"changes": "never"}, "unknown changes 'never'"),
    ],
)
def test_a_table_of_targets_makes_sense(fields, why):
    with pytest.raises(InvalidValue, match=why):
        over(**fields)


def test_a_share_within_reads_the_same_table():
    """Two of three in time; exactly the target is, unless the contract says less."""
    rows = (solved(60, "high", "a"), solved(61, "high", "b"), solved(239, "low", "c"))
    table = PercentWithin(of="resolution", targets=TABLE)
    (seen,) = observed(table, evidence(*rows))
    assert seen.bounds == exactly(Fraction(200, 3))
    less = PercentWithin(of="resolution", targets=TABLE, inclusive=False)
    (seen,) = observed(less, evidence(*rows))
    assert seen.bounds == exactly(Fraction(100, 3))
    for wrong in ({}, {"within": "1 h", "targets": TABLE}):
        with pytest.raises(InvalidValue, match="state within, one time for all, or targets"):
            PercentWithin(of="resolution", **wrong)


def test_the_late_ones_are_counted():
    """One of three; none of none; where nobody watched a day, at least one."""
    rows = (solved(60, "high", "a"), solved(61, "high", "b"), solved(239, "low", "c"))
    metric = LateCount(clock="resolution", targets=TABLE)
    assert figure(metric, *rows) == exactly(1)
    assert figure(LateCount(clock="resolution", targets=TABLE, inclusive=False), *rows) == exactly(2)
    assert figure(metric) == exactly(0)
    watched = span("2026-03-01", "2026-03-31")
    assert figure(metric, *rows, covers=watched) == sla.Bounds(1, None)
    assert figure(metric, covers=watched) == sla.Bounds(0, None)


# Working days


@pytest.mark.parametrize(
    ("opened", "days", "end", "due"),
    [
        # Friday afternoon and two working days: Tuesday at the same time.
        ("03-06 15:00", 2, False, "2026-03-10T15:00:00Z"),
        ("03-06 15:00", 2, True, "2026-03-10T17:00:00Z"),
        # On Saturday, at whatever hour: from Monday at nine to Tuesday at nine is all of Monday.
        ("03-07 00:01", 1, False, "2026-03-09T17:00:00Z"),
        ("03-07 12:00", 1, False, "2026-03-09T17:00:00Z"),
        ("03-08 23:59", 1, False, "2026-03-09T17:00:00Z"),
        # The end of the next working day is the same.
        ("03-07 00:01", 1, True, "2026-03-09T17:00:00Z"),
        ("03-07 12:00", 1, True, "2026-03-09T17:00:00Z"),
        # Before the service opens on Monday there is all of Monday, too.
        ("03-09 03:00", 1, False, "2026-03-09T17:00:00Z"),
        # After hours, at a time at which there is no service: used up as the service closes before.
        ("03-06 20:00", 1, False, "2026-03-09T17:00:00Z"),
    ],
)
def test_working_days_are_no_24_hours(opened, days, end, due):
    """They are due at the same time of a later working day, or at its end."""
    row = ticket(f"{opened} opened", "03-12 09:00 resolved")
    metric = Overrun(
        clock="resolution", targets=[TicketTarget(working_days=days, end_of_day=end)], unit="hour"
    )
    assert workings(metric, row, hours=OFFICE)["due"] == due


@pytest.mark.parametrize(
    ("opened", "days", "end", "due"),
    [
        # Friday, one working day, and Monday is a holiday: Tuesday at the same time, 15:00 in London.
        ("03-27 15:00", 1, False, "2026-03-31T15:00:00+01:00[Europe/London]"),
        ("03-27 15:00", 1, True, "2026-03-31T17:00:00+01:00[Europe/London]"),
        # Two, as Tuesday is the first.
        ("03-27 15:00", 2, False, "2026-04-01T15:00:00+01:00[Europe/London]"),
        # On the holiday itself: from Tuesday at nine to Wednesday at nine.
        ("03-30 15:00", 1, False, "2026-03-31T17:00:00+01:00[Europe/London]"),
        ("03-30 15:00", 1, True, "2026-03-31T17:00:00+01:00[Europe/London]"),
    ],
)
def test_a_working_day_never_ends_on_a_holiday(opened, days, end, due):
    """Over the night of 29 March in which the clock is changed: the time of day is that of the wall."""
    office = sla.ServiceHours(
        zone="Europe/London", weekly={"mon-fri": "09:00-17:00"}, holidays=["2026-03-30"]
    )
    day, clock = opened.split()
    at = sla.Instant.parse(f"2026-{day}T{clock}", tz="Europe/London")
    row = sla.Ticket(id="T-1", events=[(at, "opened"), ("2026-04-02T09:00Z", "resolved")])
    target = TicketTarget(working_days=days, end_of_day=end)
    metric = Overrun(clock="resolution", targets=[target], counted_by="opened")
    assert workings(metric, row, hours=office)["due"] == due


@pytest.mark.parametrize(("from_opening", "due"), [(False, 9), (True, 10)])
def test_the_end_of_a_working_day_is_counted_from_a_closed_day_or_from_the_next_opening(from_opening, due):
    """On Saturday: Monday is the first of the working days, or the day from which they are counted."""
    row = ticket("03-07 12:00 opened", "03-12 09:00 resolved")
    target = TicketTarget(working_days=1, end_of_day=True, from_opening=from_opening)
    metric = Overrun(clock="resolution", targets=[target], unit="hour")
    assert workings(metric, row, hours=OFFICE)["due"] == f"2026-03-{due:02}T17:00:00Z"
    # On Friday both are the end of Monday.
    friday = ticket("03-06 12:00 opened", "03-12 09:00 resolved")
    assert workings(metric, friday, hours=OFFICE)["due"] == "2026-03-09T17:00:00Z"


def test_a_working_day_is_never_over_before_the_service_opens_again():
    """Wednesday until noon, Thursday from two, all of Friday.

    Opened on Wednesday at one, the same time on Thursday comes before the opening: counted from that
    it is Friday at two, so that there are three hours of Thursday and four of Friday.
    """
    hours = sla.ServiceHours(
        zone="UTC", weekly={"wed": "09:00-12:00", "thu": "14:00-17:00", "fri": "10:00-17:00"}
    )
    row = ticket("03-04 13:00 opened", "03-06 16:00 resolved")
    metric = Overrun(clock="resolution", targets=[TicketTarget(working_days=1)], unit="hour")
    assert workings(metric, row, hours=hours)["due"] == "2026-03-06T14:00:00Z"
    assert figure(metric, row, hours=hours) == exactly(3 + 6 - 7)


def test_who_comes_later_is_not_due_earlier():
    """Every hour from Thursday on, through a weekend and a holiday on Monday: due times only rise."""
    hours = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"}, holidays=["2026-03-09"])
    for fields in ({}, {"end_of_day": True}, {"end_of_day": True, "from_opening": True}):
        target, start = TicketTarget(working_days=1, **fields), sla.Instant.parse("2026-03-05T00:30Z")
        opened = [start + sla.Quantity(hour, "h") for hour in range(5 * 24)]
        rows = [
            sla.Ticket(id=f"T-{n}", events=[(at, "opened"), (MARCH.end, "resolved")])
            for n, at in enumerate(opened)
        ]
        metric = Overrun(clock="resolution", targets=[target], counted_by="opened")
        found = observed(metric, evidence(*rows), hours=hours)
        dues = {seen.record: dict(seen.workings)["due"] for seen in found if seen.record}
        in_order = [dues[row.id] for row in rows]
        assert in_order == sorted(in_order)
        assert all(due > str(at) for due, at in zip(in_order, opened, strict=True))


def test_late_is_what_lies_behind_the_due_time_in_service_time():
    """Due on Tuesday at 15:00, resolved on Wednesday at ten: two hours and one."""
    days = Overrun(clock="resolution", targets=[TicketTarget(working_days=2)], unit="hour")
    late = ticket("03-06 15:00 opened", "03-11 10:00 resolved")
    assert figure(days, late, hours=OFFICE) == exactly(3)
    # On Monday at 16:00 seven hours are left: one of Monday, six of Tuesday.
    early = ticket("03-06 15:00 opened", "03-09 16:00 resolved")
    assert figure(days, early, hours=OFFICE) == exactly(-7)
    # Two days of 24 hours of service would be due a week later.
    time = Overrun(clock="resolution", targets=[TicketTarget(within="2 d")], unit="hour")
    assert figure(time, late, hours=OFFICE) == exactly(2 + 8 + 8 + 1 - 48)


def test_a_pause_moves_a_due_working_day_by_its_service_time():
    """Three hours of Monday: due on Tuesday at 15:00 and two hours, and one of Wednesday."""
    days = Overrun(clock="resolution", targets=[TicketTarget(working_days=2)], unit="hour")
    row = ticket("03-06 15:00 opened", "03-09 10:00 paused", "03-09 13:00 resumed", "03-11 12:00 resolved")
    assert workings(days, row, hours=OFFICE)["due"] == "2026-03-11T10:00:00Z"
    assert figure(days, row, hours=OFFICE) == exactly(2)
    # A pause after it was due changes nothing of that.
    after = ticket("03-06 15:00 opened", "03-10 16:00 paused", "03-11 16:00 resumed", "03-11 17:00 resolved")
    assert workings(days, after, hours=OFFICE)["due"] == "2026-03-10T15:00:00Z"
    assert figure(days, after, hours=OFFICE) == exactly(2)


def test_without_service_hours_monday_to_friday_are_working_days():
    """Friday noon and one working day is Monday noon; Tuesday noon is a day too late."""
    days = Overrun(clock="resolution", targets=[TicketTarget(working_days=1)], unit="hour")
    row = ticket("03-06 12:00 opened", "03-10 12:00 resolved")
    assert figure(days, row) == exactly(24)
    assert workings(days, row)["due"] == "2026-03-09T12:00:00Z"


# Changes


def changed(*events: str) -> sla.Ticket:
    return ticket("03-02 09:00 opened", *events, priority="low")


@pytest.mark.parametrize(
    ("events", "then", "start"),
    [
        # Raised after two hours with one hour agreed: over at once, and by the time spent.
        (["03-02 11:00 priority changed: high", "03-02 12:00 resolved"], 120, 120),
        # Raised after half an hour: due at ten, whichever way.
        (["03-02 09:30 priority changed: high", "03-02 10:15 resolved"], 15, 15),
        # Lowered after half an hour.
        (
            [
                "03-02 09:00 priority changed: high",
                "03-02 09:30 priority changed: low",
                "03-02 12:00 resolved",
            ],
            -60,
            -60,
        ),
        # Lowered when it was late already: it stays late, unless the change counts from the start.
        (
            [
                "03-02 09:00 priority changed: high",
                "03-02 10:30 priority changed: low",
                "03-02 12:00 resolved",
            ],
            120,
            -60,
        ),
        # Exactly at its due time it was not late.
        (
            [
                "03-02 09:00 priority changed: high",
                "03-02 10:00 priority changed: low",
                "03-02 12:00 resolved",
            ],
            -60,
            -60,
        ),
        # Back and forth in one instant is no change.
        (
            [
                "03-02 11:00 priority changed: high",
                "03-02 11:00 priority changed: low",
                "03-02 12:00 resolved",
            ],
            -60,
            -60,
        ),
        # To where nothing is promised, and nothing had been broken: it does not count.
        (["03-02 11:00 priority changed: none", "03-02 12:00 resolved"], None, None),
        # In the very instant of the resolution, as one update of the ticket does both: too late.
        (["03-02 12:00 priority changed: high", "03-02 12:00 resolved"], -60, -60),
        # After it was resolved nothing changes.
        (["03-02 12:00 resolved", "03-02 12:30 priority changed: high"], -60, -60),
    ],
)
def test_a_change_swaps_the_target_from_then_on_or_from_the_start(events, then, start):
    """The time that was spent is kept: of one hour for high, of four for low, in minutes over."""
    for changes, minutes in (("from then on", then), ("from the start", start)):
        found = figure(over(changes=changes), changed(*events))
        assert found == (None if minutes is None else exactly(minutes))


def test_a_target_used_up_exactly_as_it_is_changed_was_kept_only_if_that_is_within_it():
    """High for its whole hour and low from then on: less than an hour was promised, and it was open."""
    row = changed(
        "03-02 09:00 priority changed: high", "03-02 10:00 priority changed: low", "03-02 12:00 resolved"
    )
    for inclusive, late in ((True, 0), (False, 1)):
        terms = {"targets": TABLE, "inclusive": inclusive}
        assert figure(LateCount(clock="resolution", **terms), row) == exactly(late)
        assert figure(PercentWithin(of="resolution", **terms), row) == exactly(100 - 100 * late)
        start = LateCount(clock="resolution", changes="from the start", **terms)
        assert figure(start, row) == exactly(0)


def test_a_change_moves_the_due_time_and_never_back_beyond_itself():
    """Raised after two hours: overdue then, or an hour after the opening where it counts from the start."""
    row = changed("03-02 11:00 priority changed: high", "03-02 12:00 resolved")
    assert workings(over(), row)["due"] == "2026-03-02T11:00:00Z"
    assert workings(over(changes="from the start"), row)["due"] == "2026-03-02T10:00:00Z"


def test_another_agreement_is_a_change_as_well():
    """Bronze to gold in the middle: 90 minutes of 60."""
    table = [TicketTarget(agreement="gold", within="1 h"), TicketTarget(within="8 h")]
    row = ticket(
        "03-02 09:00 opened",
        "03-02 09:40 agreement changed: gold",
        "03-02 10:30 resolved",
        agreement="bronze",
    )
    assert figure(Overrun(clock="resolution", targets=table), row) == exactly(30)


# What is known while a ticket is open


def test_what_is_left_of_an_open_ticket_falls_and_then_it_is_late():
    """Opened on the 31st at 20:00, four hours: at 21:30 two and a half are left, at midnight none."""
    low = ticket("03-31 20:00 opened", priority="low")
    high = ticket("03-31 20:00 opened", priority="high")
    metric = over(counted_by="opened")
    window = span("2026-03-01", "2026-03-31T21:30")
    for row, left in ((low, -150), (high, 30)):
        assert figure(metric, row, covers=window, window=window) == sla.Bounds(left, None)
    share = PercentWithin(of="resolution", targets=TABLE, counted_by="opened")
    assert figure(
        share, low, high.__class__(id="T-2", events=high.events, priority="high"), covers=MARCH
    ) == (sla.Bounds(0, 50))
    late = LateCount(clock="resolution", targets=TABLE, counted_by="opened")
    assert figure(late, low, covers=MARCH) == sla.Bounds(0, 1)
    assert figure(late, high, covers=MARCH) == exactly(1)


def test_a_ticket_that_is_open_at_the_end_is_pending_and_one_that_is_late_already_is_breached():
    """Opened on the 31st at 20:00: an hour for high is over at midnight, and eight for others are not."""
    table = [TicketTarget(priority="high", within="1 h"), TicketTarget(within="8 h")]
    metric = Overrun(clock="resolution", targets=table, counted_by="opened")
    level = sla.ServiceLevel(name="in time", metric=metric, target=sla.Target(at_most="0 min"))
    agreement = sla.Agreement(name="desk", zone="UTC", parties=PARTIES, levels=[level])
    rows = [
        ticket("03-31 20:00 opened", name=name, priority=priority)
        for name, priority in (("late", "high"), ("pending", None))
    ]
    result = sla.evaluate(agreement, evidence(*rows, covers=MARCH), MARCH)
    verdicts = {one.observation.record: one.verdict for one in result.judgements}
    assert verdicts == {"late": sla.Verdict.BREACHED, "pending": sla.Verdict.INDETERMINATE}
    # Resolved at half past three it was in time; known in May, there is no doubt left.
    done = ticket("03-31 20:00 opened", "04-01 03:30 resolved", name="pending")
    (judged,) = sla.evaluate(agreement, evidence(done), MARCH).judgements
    assert judged.verdict is sla.Verdict.MET


def test_an_open_ticket_says_when_it_is_due_and_warned_of():
    """Four hours from 09:00, one hour paused: due at 14:00; 75 % are used at 13:00, an hour before."""
    metric = over(counted_by="opened", warnings=["75 %", "1 h", "30 min"])
    row = ticket("03-02 09:00 opened", "03-02 10:00 paused", "03-02 11:00 resumed", priority="low")
    window = span("2026-03-02", "2026-03-02T12:00")
    assert workings(metric, row, covers=window, window=window, period="day") == {
        "records that count": "1",
        "started": "2026-03-02T09:00:00Z",
        "due": "2026-03-02T14:00:00Z",
        "warning at 75 %": "2026-03-02T13:00:00Z",
        "warning 1 h before": "2026-03-02T13:00:00Z",
        "warning 30 min before": "2026-03-02T13:30:00Z",
        "left": "2 h",
    }
    # While it stands nobody knows, unless it was due before.
    standing = ticket("03-02 09:00 opened", "03-02 10:00 paused", priority="low")
    said = workings(metric, standing, covers=window, window=window, period="day")
    assert (said["due"], said["left"]) == ("not known while it stands", "3 h")
    overdue = ticket("03-02 09:00 opened", "03-02 11:00 paused", priority="high")
    said = workings(metric, overdue, covers=window, window=window, period="day")
    assert (said["due"], said["over"]) == ("2026-03-02T10:00:00Z", "1 h")


def test_a_warning_that_is_longer_than_the_target_comes_at_once():
    """Two hours before the end of one."""
    row = ticket("03-02 09:00 opened", "03-02 09:30 resolved", priority="high")
    assert workings(over(warnings=["2 h"]), row)["warning 2 h before"] == "2026-03-02T09:00:00Z"


def test_every_cycle_has_a_due_time_of_its_own():
    """Two next responses: due an hour after each oldest message."""
    row = ticket(
        "03-02 09:00 opened",
        "03-02 09:05 responded",
        "03-02 10:00 customer message",
        "03-02 10:30 responded",
        "03-02 12:00 customer message",
        "03-02 12:10 customer message",
        "03-02 13:20 responded",
        "03-02 14:00 resolved",
        priority="high",
    )
    metric = over(clock="next response")
    assert figure(metric, row) == exactly(20)
    said = workings(metric, row)
    assert said["due"] == "2026-03-02T11:00:00Z"
    assert said["cycle 2, due"] == "2026-03-02T13:00:00Z"
    assert (said["left"], said["cycle 2, over"]) == ("30 min", "20 min")
    assert figure(LateCount(clock="next response", targets=TABLE), row) == exactly(1)


# Counted by when it was due


def test_what_counts_when_it_is_due_counts_once_whenever_it_settled():
    """Due in March: settled in February already, in March, or in April. Due in April: not March's."""
    rows = [
        ticket("02-27 16:30 opened", "02-27 16:45 resolved", name="early", priority="high"),
        ticket("03-03 09:00 opened", "03-03 09:30 resolved", name="in time", priority="high"),
        ticket("03-31 14:00 opened", "04-01 10:00 resolved", name="late", priority="high"),
        ticket("03-31 16:30 opened", "04-01 09:10 resolved", name="next", priority="high"),
    ]
    metric = PercentWithin(of="resolution", targets=TABLE, counted_by="due")
    months = span("2026-02-01", "2026-05-01")
    found = observed(metric, evidence(*rows), hours=OFFICE, window=months)
    assert [one.bounds for one in found] == [None, exactly(Fraction(200, 3)), exactly(100)]


def test_an_open_ticket_counts_when_it_was_due():
    """Late in March though nobody has resolved it; one that is not due yet belongs to no month."""
    late = ticket("03-30 09:00 opened", name="late", priority="high")
    waits = ticket("03-31 16:30 opened", name="not yet", priority="high")
    metric = LateCount(clock="resolution", targets=TABLE, counted_by="due")
    assert figure(metric, late, waits, hours=OFFICE, covers=span("2026-02-01", "2026-04-01")) == exactly(1)


def test_what_is_not_due_yet_may_come_to_be_due_later():
    """Opened at 15:30, seen until 16:00: a pause would move it out of the month, so that it is no bound."""
    row = ticket("03-31 15:30 opened", priority="high")
    metric = over(over="largest", counted_by="due")
    watched = span("2026-02-01", "2026-03-31T16:00")
    # The longest target of the table is four hours.
    assert figure(metric, row, covers=watched) == sla.Bounds(-240, None)
    overdue = span("2026-02-01", "2026-03-31T17:00")
    assert figure(metric, row, covers=overdue) == sla.Bounds(30, None)


def test_what_was_settled_before_anybody_watched_may_have_been_due():
    """Watched from the first of March on: a ticket of February, due in March, may be missing.

    The longest target is four hours: watched from four service hours before, none can be.
    """
    row = ticket("03-03 09:00 opened", "03-03 09:30 resolved", priority="high")
    metric = PercentWithin(of="resolution", targets=TABLE, counted_by="due")
    for since, bounds in (("2026-03-01", sla.Bounds(0, 100)), ("2026-02-27T13:00", exactly(100))):
        watched = span(since, "2026-04-01")
        assert figure(metric, row, hours=OFFICE, covers=watched) == bounds


def test_excused_tickets_are_not_due_either():
    """A ticket that lies wholly in excused time is left out, also where it counts by its due time."""
    row = ticket("03-03 09:00 opened", "03-03 11:00 resolved", priority="high")
    asked = sla.Exemption(id="X", start="2026-03-03T00:00Z", end="2026-03-04T00:00Z", cause="works")
    metric = LateCount(clock="resolution", targets=TABLE, counted_by="due")
    rows = evidence(row) + sla.Evidence(records=[asked])
    (seen,) = observed(metric, rows, exclusions=[sla.Exclusion(cause="works", effect="denominator")])
    assert seen.bounds == exactly(0)
