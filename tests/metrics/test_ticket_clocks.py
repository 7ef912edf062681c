"""Clocks of tickets: what starts, stops and resets them, where they stand, and one cycle after the other."""

from __future__ import annotations

import pytest

import slacore as sla
from metrics.conversations import OFFICE, evidence, figure, ticket
from metrics.measuring import MARCH, exactly, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import PercentWithin, TicketClock, TicketTime

# Opened at nine; what the customer and the agent say to each other on one day.
TALK = ticket(
    "03-02 09:00 opened",
    "03-02 09:10 customer message",
    "03-02 09:30 responded",
    "03-02 10:00 customer message",
    "03-02 10:20 customer message",
    "03-02 11:00 internal note",
    "03-02 11:30 responded",
    "03-02 12:00 responded",
    "03-02 14:00 customer message",
    "03-02 14:05 resolved",
)


def total(clock: str | TicketClock, row: sla.Ticket, **more: object) -> tuple[int, object]:
    """How many cycles settled in March, and their minutes in all."""
    named = {"clock": clock} if isinstance(clock, str) else {"rules": clock}
    metric = TicketTime(**named, over="mean", **more)
    (seen,) = observed(metric, evidence(row))
    said = dict(seen.workings)
    number = int(said.get("cycles that count", said["records that count"]))
    return number, None if seen.exact is None else seen.exact.amount * number


@pytest.mark.parametrize(
    ("clock", "cycles", "minutes"),
    [
        # 09:00 to 09:30.
        ("response", 1, 30),
        # From the oldest message without an answer: 10:00 to 11:30, and 14:00 to the resolution, 14:05.
        ("next response", 2, 90 + 5),
        # 09:30 to 11:30, to 12:00, to 14:05.
        ("periodic update", 3, 120 + 30 + 125),
        ("pausable update", 3, 120 + 30 + 125),
        # 09:00 to 14:05.
        ("requester wait", 1, 305),
        ("agent work", 1, 305),
        ("resolution", 1, 305),
        # Nobody took it on, and whoever resolves a ticket has.
        ("assignment", 1, 305),
    ],
)
def test_a_conversation_on_every_named_clock(clock, cycles, minutes):
    """Worked out by hand from the log above."""
    assert total(clock, TALK) == (cycles, minutes)


WAITS = ticket(
    "03-02 09:00 opened",
    "03-02 09:30 responded",
    "03-02 09:30 paused: pending",
    "03-02 10:30 customer message",
    "03-02 10:30 resumed",
    "03-02 11:00 paused: on hold",
    "03-02 13:00 resumed",
    "03-02 13:30 responded",
    "03-02 15:00 resolved",
)


@pytest.mark.parametrize(
    ("clock", "cycles", "minutes"),
    [
        # Six hours, less one that waits for the customer.
        ("requester wait", 1, 300),
        # And less two on hold.
        ("agent work", 1, 180),
        ("resolution", 1, 180),
        # 09:30 to 13:30 and to 15:00, waits or not; the pausable one stands for the first hour.
        ("periodic update", 2, 240 + 90),
        ("pausable update", 2, 180 + 90),
        # 10:30 to 13:30: a reply is owed, also on hold.
        ("next response", 1, 180),
    ],
)
def test_each_clock_stands_in_its_own_pauses(clock, cycles, minutes):
    """Pending waits for the customer, on hold for somebody else."""
    assert total(clock, WAITS) == (cycles, minutes)


def test_pauses_may_not_count_at_all():
    """Then every clock runs on, and needs no name of a pause."""
    assert total("requester wait", WAITS, pauses=False) == (1, 360)
    assert total("pausable update", WAITS, pauses=False) == (2, 330)


def test_time_to_an_assignment():
    """At ten, after half an hour in a pause that counts or does not."""
    row = ticket(
        "03-02 09:00 opened",
        "03-02 09:15 paused",
        "03-02 09:45 resumed",
        "03-02 10:00 assigned: second line",
        "03-02 11:00 assigned: third line",
        "03-02 12:00 resolved",
    )
    assert total("assignment", row) == (1, 30)
    assert total("assignment", row, pauses=False) == (1, 60)


def test_a_pause_that_the_clock_does_not_know_is_refused():
    """It could stand or run: the ticket, the instant and the state are named."""
    for pause, why in (("pendign", "as 'pendign'.*did you mean 'pending'"), ("", "without saying as what")):
        row = ticket("03-02 09:00 opened", f"03-02 10:00 paused: {pause}", "03-02 11:00 resolved")
        with pytest.raises(EvaluationError, match=f"ticket T-1 is paused at 2026-03-02T10:00:00Z {why}"):
            figure(TicketTime(clock="requester wait"), row)
    row = ticket("03-02 09:00 opened", "03-02 10:00 paused: lunch", "03-02 11:00 resolved")
    own = TicketClock(pause=["awaiting vendor"], run=["lunch"])
    assert figure(TicketTime(rules=own), row) == exactly(120)


def test_a_clock_of_ones_own():
    """Time in the hands of the second line: from its assignment to anybody else's, or to the end."""
    row = ticket(
        "03-02 09:00 opened",
        "03-02 10:00 assigned: second line",
        "03-02 10:30 assigned: vendor",
        "03-02 13:00 assigned: second line",
        "03-02 13:45 resolved",
    )
    second = TicketClock(start=["assigned: second line"], stop=["assigned"])
    assert total(second, row) == (2, 30 + 45)


def test_a_reset_sets_the_clock_back_to_zero():
    """From the last message that was not answered, and not from the oldest; one cycle all the same."""
    latest = TicketClock(start=["customer message"], stop=["responded"], reset=["customer message"])
    # 09:10 to 09:30, 10:20 to 11:30, 14:00 to 14:05.
    assert total(latest, TALK) == (3, 20 + 70 + 5)


def test_an_event_stops_before_it_resets_or_starts():
    """An update ends the wait for it and begins the next one, whatever else it is."""
    both = TicketClock(start=["responded"], stop=["responded"], reset=["responded"])
    assert total(both, TALK) == (3, 120 + 30 + 125)


def test_an_event_stops_before_it_pauses_and_pauses_before_it_starts():
    """Paused from ten to eleven, done at noon: stopped at ten after an hour, or started then and stood."""
    row = ticket(
        "03-02 09:00 opened", "03-02 10:00 paused: on hold", "03-02 11:00 resumed", "03-02 12:00 resolved"
    )
    assert total(TicketClock(stop=["paused"], pause=["on hold"]), row) == (1, 60)
    assert total(TicketClock(start=["paused: on hold"], pause=["on hold"]), row) == (1, 60)
    # Running through the pause there are two hours from its beginning on.
    assert total(TicketClock(start=["paused: on hold"]), row) == (1, 120)


@pytest.mark.parametrize(
    ("opened", "resolved", "minutes"),
    [
        # London, 29 March: one o'clock is two o'clock. From 00:30 to 02:30 by the wall it is one hour.
        ("2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+01:00", 60),
        # 25 October: two o'clock is one o'clock again. From 00:30 to 02:30 it is three.
        ("2026-10-25T00:30:00+01:00", "2026-10-25T02:30:00+00:00", 180),
    ],
)
def test_a_night_in_which_the_clock_is_changed_is_as_long_as_it_is(opened, resolved, minutes):
    """Round the clock, and in a night shift from midnight to four that begins and ends by the wall."""
    row = sla.Ticket(id="T-1", events=[(opened, "opened"), (resolved, "resolved")])
    nights = sla.ServiceHours(zone="Europe/London", weekly={"sun": "00:00-04:00"})
    for hours in (None, nights):
        year = sla.Window.year(2026, tz="Europe/London")
        level = {"window": year, "period": "year", "zone": "Europe/London", "hours": hours}
        (seen, *_) = observed(TicketTime(clock="resolution"), evidence(row, covers=year), **level)
        assert seen.bounds == exactly(minutes)


def test_the_last_word_starts_nothing_that_the_resolution_ends_with_it():
    """Answered and resolved at half past nine: no update was owed any more. A response at once is one."""
    row = ticket("03-02 09:00 opened", "03-02 09:30 responded", "03-02 09:30 resolved")
    assert total("periodic update", row) == (0, None)
    assert total("response", row) == (1, 30)
    at_once = ticket("03-02 09:00 opened", "03-02 09:00 responded", "03-02 09:00 resolved")
    assert total("response", at_once) == (1, 0)
    assert total("resolution", at_once) == (1, 0)


def test_a_clock_may_start_only_after_something():
    """The message before the first response is that one's, and none of the next response's."""
    any_message = TicketClock(start=["customer message"], stop=["responded"], reopening="new cycle")
    assert total(any_message, TALK) == (3, 20 + 90 + 5)
    assert total("next response", TALK) == (2, 95)


AGAIN = (
    "03-02 09:00 opened",
    "03-02 10:00 responded",
    "03-02 11:00 resolved",
    "03-02 15:00 reopened",
    "03-02 15:40 responded",
    "03-02 16:00 resolved",
)


@pytest.mark.parametrize(
    ("clock", "reopening", "cycles", "minutes"),
    [
        ("resolution", "gap left out", 1, 120 + 60),
        ("resolution", "gap counted", 1, 420),
        ("resolution", "new cycle", 2, 120 + 60),
        ("resolution", "first close wins", 1, 120),
        # It was answered before the resolution: only a new cycle asks again.
        ("response", "gap left out", 1, 60),
        ("response", "new cycle", 2, 60 + 40),
        ("response", None, 1, 60),
        # The update that the resolution was, or the one an hour and forty minutes of work later.
        ("periodic update", None, 2, 60 + 20),
        ("periodic update", "gap left out", 2, (60 + 40) + 20),
        ("periodic update", "gap counted", 2, (60 + 240 + 40) + 20),
        ("periodic update", "first close wins", 1, 60),
    ],
)
def test_a_reopening_by_every_rule(clock, reopening, cycles, minutes):
    """Resolved from 11:00 to 15:00."""
    assert total(clock, ticket(*AGAIN), reopening=reopening) == (cycles, minutes)


def test_thanks_for_a_resolution_want_no_answer_unless_the_ticket_is_reopened():
    """A message to a resolved ticket starts the clock when the ticket is opened again."""
    opened = (
        "03-02 09:00 opened",
        "03-02 09:30 responded",
        "03-02 10:00 resolved",
        "03-02 11:00 customer message",
    )
    assert total("next response", ticket(*opened)) == (0, None)
    back = ("03-02 12:00 reopened", "03-02 12:20 responded", "03-02 13:00 resolved")
    assert total("next response", ticket(*opened, *back)) == (1, 20)
    # Answered before that, nobody waits any more.
    said = ("03-02 11:30 responded",)
    assert total("next response", ticket(*opened, *said, *back)) == (0, None)


def test_every_cycle_is_in_the_month_of_its_own():
    """Asked in February and answered in March, asked in March and answered in April."""
    row = ticket(
        "02-27 09:00 opened",
        "02-27 10:00 responded",
        "02-28 12:00 customer message",
        "03-01 12:00 responded",
        "03-31 12:00 customer message",
        "04-02 12:00 responded",
        "04-03 12:00 resolved",
    )
    for rule, hours in (("settled", {3: 24, 4: 48}), ("opened", {2: 24, 3: 48})):
        metric = TicketTime(clock="next response", unit="hour", over="largest", counted_by=rule)
        found = observed(metric, evidence(row), window=span("2026-02-01", "2026-05-01"))
        seen = {one.period.start.to_datetime().month: one.exact.amount for one in found if one.exact}
        assert seen == hours


def test_a_ticket_is_judged_by_its_longest_cycle_and_a_share_counts_them_all():
    """Answers after 20, 90 and 5 minutes: the ticket took 90, and two of three were within the hour."""
    row = ticket(
        "03-02 09:00 opened",
        "03-02 09:05 responded",
        "03-02 10:00 customer message",
        "03-02 10:20 responded",
        "03-02 11:00 customer message",
        "03-02 12:30 responded",
        "03-02 13:00 customer message",
        "03-02 13:05 resolved",
    )
    assert figure(TicketTime(clock="next response"), row) == exactly(90)
    share = PercentWithin(of="next response", within="1 h")
    (seen,) = observed(share, evidence(row))
    assert seen.bounds == exactly(sla.Quantity("2/3", "ratio").in_unit("percent"))
    assert dict(seen.workings)["cycles that count"] == "3"


def test_what_goes_on_has_lasted_so_long_at_least():
    """A message of the 31st at 20:00, on hold from 22:00: two hours of a next response, and four."""
    row = ticket(
        "03-31 09:00 opened",
        "03-31 10:00 responded",
        "03-31 20:00 customer message",
        "03-31 22:00 paused: on hold",
    )
    metric = TicketTime(clock="next response", unit="hour", counted_by="opened")
    assert figure(metric, row, covers=MARCH) == sla.Bounds(4, None)
    # The work began at nine, an hour was a pause that is not over, and what is to come nobody knows.
    work = TicketTime(clock="agent work", unit="hour", counted_by="opened")
    assert figure(work, row, covers=MARCH) == sla.Bounds(13, None)
    assert figure(work, row, covers=span("2026-03-01", "2026-03-31T21:00")) == sla.Bounds(12, None)


def test_what_happens_after_the_window_is_not_seen():
    """Looked at on Monday at ten, the answer of eleven o'clock has not been given yet."""
    row = ticket("03-02 09:00 opened", "03-02 11:00 responded", "03-02 12:00 resolved")
    metric = TicketTime(clock="response", counted_by="opened")
    window = span("2026-03-01", "2026-03-02T10:00")
    assert figure(metric, row, window=window) == sla.Bounds(60, None)


def test_a_gap_may_hide_cycles():
    """With an evening that nobody watched: any mean, and a largest that can only be larger."""
    watched = span("2026-03-01", "2026-03-31T18:00")
    for over, bounds in (("mean", sla.Bounds(0, None)), ("largest", sla.Bounds(90, None))):
        metric = TicketTime(clock="next response", over=over)
        assert figure(metric, TALK, covers=watched) == bounds


def test_clocks_run_in_service_hours():
    """Asked on Friday at half past four, answered on Monday at a quarter past nine: 45 minutes."""
    row = ticket(
        "03-06 09:00 opened",
        "03-06 10:00 responded",
        "03-06 16:30 customer message",
        "03-09 09:15 responded",
        "03-09 09:30 resolved",
    )
    assert figure(TicketTime(clock="next response"), row, hours=OFFICE) == exactly(45)


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"start": ["asked"]}, "unknown event 'asked'"),
        ({"start": ["respnded"]}, "did you mean 'responded'"),
        ({"start": [5]}, "unknown event 5"),
        ({"start": "opened"}, "put it in a list"),
        ({"start": []}, "started by an event"),
        ({"start": ["resolved"]}, "other than the resolution"),
        ({"after": "responce"}, "unknown event 'responce'"),
        ({"pause": ["pending"], "run": ["pending"]}, "stand and run while a ticket is paused as pending"),
        ({"pause": ["paused"], "run": ["on hold"]}, "stand and run while a ticket is paused as on hold"),
        ({"reopening": "never"}, "unknown reopening 'never'"),
        ({"pause": ["resolved"]}, "a pause has a name such as 'on hold', found 'resolved'"),
        ({"run": ["open"]}, "found 'open'"),
        ({"pause": [5]}, "found 5"),
        ({"pause": [""]}, "found ''"),
        ({"reset": ["resolved"]}, "the opening and the resolution set no clock back"),
        ({"reset": ["opened"]}, "the opening and the resolution set no clock back"),
        ({"after": "responded"}, "never starts a clock after 'responded'"),
        ({"start": ["opened", "customer message"], "after": "responded"}, "nothing comes before the opening"),
    ],
)
def test_rules_that_make_no_clock_are_refused(rules, why):
    with pytest.raises(InvalidValue, match=why):
        TicketClock(**rules)


def test_a_metric_reads_one_clock():
    """A name or rules, and never both."""
    for fields in ({}, {"clock": "resolution", "rules": TicketClock()}):
        with pytest.raises(InvalidValue, match="reads one clock: state clock"):
            TicketTime(**fields)
    with pytest.raises(InvalidValue, match="unknown clock 'resoluton'; did you mean 'resolution'"):
        TicketTime(clock="resoluton")
    with pytest.raises(InvalidValue, match="share within is of one time"):
        PercentWithin(within="1 h")
