"""Response and resolution time: service hours, pauses, reopening, and to which period a ticket belongs."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue, UnitMismatch
from slacore.metrics import Overrun, PercentWithin, ResolutionTime, ResponseTime, TicketTarget, TicketTime

SPRING = span("2026-01-01", "2026-06-01")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})


def ticket(name: str, *events: str, **more: Any) -> sla.Ticket:
    """A ticket from lines such as ``03-02 09:00 opened``, in 2026 and UTC."""
    log = [(f"2026-{line[:5]}T{line[6:11]}Z", line[12:]) for line in events]
    return sla.Ticket(id=name, events=log, **more)


def tickets(*rows: sla.Ticket, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Ticket, rows, covers=covers)


def times(metric: sla.Metric, *rows: sla.Ticket, **more: Any) -> dict[str, Any]:
    """The figure of every ticket that is judged, by its id."""
    covers = more.pop("covers", SPRING)
    found = observed(metric, tickets(*rows, covers=covers), **more)
    return {seen.record: seen.bounds for seen in found if seen.record is not None}


def test_a_word_after_the_resolution_is_not_the_response():
    """It was answered when it was resolved, in February, whatever was said in March."""
    late_word = ticket("T-1", "02-27 09:00 opened", "02-27 10:00 resolved", "03-03 12:00 responded")
    february = sla.Window.month(2026, 2, tz="UTC")
    assert times(ResponseTime(), late_word) == {}
    assert times(ResponseTime(), late_word, window=february) == {"T-1": exactly(60)}


def test_time_runs_in_service_hours():
    """Friday 16:00 to Monday 10:00 is 120 minutes of nine to five, and 66 hours by the clock."""
    weekend = ticket("T-1", "03-06 16:00 opened", "03-09 10:00 resolved")
    assert times(ResolutionTime(), weekend, hours=OFFICE) == {"T-1": exactly(120)}
    assert times(ResolutionTime(unit="hour"), weekend) == {"T-1": exactly(66)}


def test_a_ticket_over_the_edge_of_a_month_is_measured_whole():
    """Three hours in truth, of which one in February: it settles in March and counts there, once."""
    rows = (ticket("T-1", "02-27 16:00 opened", "03-02 11:00 resolved"),)
    assert times(ResolutionTime(unit="hour"), *rows, hours=OFFICE) == {"T-1": exactly(3)}
    february = sla.Window.month(2026, 2, tz="UTC")
    assert times(ResolutionTime(unit="hour"), *rows, hours=OFFICE, window=february) == {}


def test_the_clock_stands_while_a_ticket_is_paused():
    """Two hours of six were a pause; whether they count is a term of the contract."""
    paused = ticket(
        "T-1", "03-02 09:00 opened", "03-02 11:00 paused", "03-02 13:00 resumed", "03-02 15:00 resolved"
    )
    assert times(ResolutionTime(), paused) == {"T-1": exactly(240)}
    assert times(ResolutionTime(pauses=False), paused) == {"T-1": exactly(360)}
    # A pause outside service hours costs nothing, and the part inside counts once.
    over_night = ticket(
        "T-2", "03-02 16:00 opened", "03-02 16:30 paused", "03-03 10:00 resumed", "03-03 11:00 resolved"
    )
    assert times(ResolutionTime(), over_night, hours=OFFICE) == {"T-2": exactly(90)}
    assert times(ResolutionTime(pauses=False), over_night, hours=OFFICE) == {"T-2": exactly(180)}


@pytest.mark.parametrize(
    ("reopening", "minutes"),
    [("gap left out", 150), ("gap counted", 390), ("first close wins", 120), ("new cycle", 120)],
)
def test_a_reopened_ticket_is_measured_by_one_of_four_rules(reopening, minutes):
    """Two hours of work, four hours resolved, half an hour of work: 150, 390, 120, or 120 and 30 minutes."""
    again = ticket(
        "T-1", "03-02 09:00 opened", "03-02 11:00 resolved", "03-02 15:00 reopened", "03-02 15:30 resolved"
    )
    assert times(ResolutionTime(reopening=reopening), again) == {"T-1": exactly(minutes)}


def test_a_reopened_ticket_settles_with_its_last_resolution_or_with_the_first():
    """Resolved in February, again in March: the rule decides to which month it belongs."""
    again = ticket(
        "T-1", "02-10 09:00 opened", "02-10 10:00 resolved", "03-02 09:00 reopened", "03-02 09:30 resolved"
    )
    february = sla.Window.month(2026, 2, tz="UTC")
    assert times(ResolutionTime(), again) == {"T-1": exactly(90)}
    assert times(ResolutionTime(), again, window=february) == {}
    first = ResolutionTime(reopening="first close wins")
    assert times(first, again) == {}
    assert times(first, again, window=february) == {"T-1": exactly(60)}


def test_a_pending_ticket_has_run_so_long_at_least():
    """Opened on the 31st at noon and not resolved when the watch ended at midnight: 12 hours or more."""
    by_opening = ResolutionTime(unit="hour", counted_by="opened")
    pending = ticket("T-1", "03-31 12:00 opened")
    assert times(by_opening, pending, covers=MARCH) == {"T-1": sla.Bounds(12, None)}
    # Counted when settled, it belongs to no month yet.
    assert times(ResolutionTime(unit="hour"), pending, covers=MARCH) == {}
    paused = ticket("T-1", "03-31 12:00 opened", "03-31 14:00 paused")
    assert times(by_opening, paused, covers=MARCH) == {"T-1": sla.Bounds(2, None)}
    closed_and_open = ticket("T-1", "03-31 12:00 opened", "03-31 14:00 resolved", "03-31 18:00 reopened")
    assert times(by_opening, closed_and_open, covers=MARCH) == {"T-1": sla.Bounds(8, None)}


def test_a_ticket_belongs_to_the_month_in_which_it_settled_or_was_opened():
    """Each of the two rules finds it once in three months."""
    over = ticket("T-1", "02-27 16:00 opened", "03-02 11:00 resolved")
    quarter = sla.Window.quarter(2026, 1, tz="UTC")
    for rule, month in (("settled", "2026-03"), ("opened", "2026-02")):
        found = observed(ResolutionTime(counted_by=rule), tickets(over), window=quarter)
        assert [str(seen.period) for seen in found if seen.record == "T-1"] == [month]


def test_a_clock_runs_through_excused_time_and_the_explanation_says_so():
    """Works from ten to noon were granted, and the ticket was not paused: 8 h, of which 2 in excused time.

    An hour of them was a pause of the second ticket, as was one after them: it ran for 6 h, and for one of
    the two. One that lies in excused time as a whole is left out.
    """
    rows = tickets(
        ticket("T-1", "03-03 09:00 opened", "03-03 17:00 resolved"),
        ticket(
            "T-2",
            "03-03 09:00 opened",
            "03-03 10:00 paused",
            "03-03 11:00 resumed",
            "03-03 14:00 paused",
            "03-03 15:00 resumed",
            "03-03 17:00 resolved",
        ),
        ticket("T-3", "03-03 10:00 opened", "03-03 11:30 resolved"),
    )
    works = sla.Exemption(id="X", start="2026-03-03T10:00Z", end="2026-03-03T12:00Z", cause="works")
    granted = {"exclusions": [sla.Exclusion(cause="works")]}
    found = observed(ResolutionTime(unit="hour"), rows + sla.Evidence(records=[works]), **granted)
    said = {seen.record: (seen.bounds, dict(seen.workings)) for seen in found if seen.record}
    assert {name: bounds for name, (bounds, _) in said.items()} == {"T-1": exactly(8), "T-2": exactly(6)}
    told = "ran in excused time, which counts"
    assert {name: workings[told] for name, (_, workings) in said.items()} == {"T-1": "2 h", "T-2": "1 h"}
    mean = ResolutionTime(unit="hour", over="mean")
    (seen,) = observed(mean, rows + sla.Evidence(records=[works]), **granted)
    assert (seen.bounds, dict(seen.workings)[told]) == (exactly(7), "3 h")


def test_response_is_the_first_word():
    """Not the second; without a word the resolution answers; pauses before it do not count."""
    answered = ticket(
        "T-1", "03-02 09:00 opened", "03-02 09:20 responded", "03-02 10:00 responded", "03-02 12:00 resolved"
    )
    assert times(ResponseTime(), answered) == {"T-1": exactly(20)}
    silent = ticket("T-2", "03-02 09:00 opened", "03-02 09:45 resolved")
    assert times(ResponseTime(), silent) == {"T-2": exactly(45)}
    waiting, watch = ticket("T-3", "03-02 09:00 opened"), span("2026-03-01", "2026-03-02T10:00")
    by_opening = ResponseTime(counted_by="opened")
    assert times(by_opening, waiting, covers=watch, window=watch) == {"T-3": sla.Bounds(60, None)}


def test_the_period_has_a_mean_or_a_largest_time():
    """60 and 90 minutes: 75 on average, 90 at most; without a ticket there is no data."""
    rows = (
        ticket("T-1", "03-02 09:00 opened", "03-02 10:00 resolved"),
        ticket("T-2", "03-03 09:00 opened", "03-03 10:30 resolved"),
    )
    assert measured(ResolutionTime(over="mean"), tickets(*rows)) == exactly(75)
    assert measured(ResolutionTime(over="largest"), tickets(*rows)) == exactly(90)
    assert measured(ResolutionTime(over="mean"), tickets(*reversed(rows))) == exactly(75)
    assert measured(ResolutionTime(over="mean"), tickets()) is None
    third = ticket("T-3", "03-04 09:00 opened", "03-04 09:20 resolved")
    assert measured(ResolutionTime(over="mean"), tickets(*rows, third)) == exactly(Fraction(170, 3))


def test_a_gap_may_hide_any_ticket():
    """Any mean is possible then, and a largest can only be larger."""
    row = ticket("T-1", "03-02 09:00 opened", "03-02 10:00 resolved")
    watch = span("2026-03-01", "2026-03-31")
    assert measured(ResolutionTime(over="mean"), tickets(row, covers=watch)) == sla.Bounds(0, None)
    assert measured(ResolutionTime(over="largest"), tickets(row, covers=watch)) == sla.Bounds(60, None)
    assert measured(ResolutionTime(over="largest"), tickets(covers=watch)) == sla.Bounds(0, None)


def test_exactly_the_threshold_is_within_unless_the_contract_says_less():
    """Sixty minutes of sixty: one microsecond decides."""
    on_time = ticket("T-1", "03-02 09:00 opened", "03-02 10:00 resolved")
    late = sla.Ticket(
        id="T-2", events=[("2026-03-02T09:00Z", "opened"), ("2026-03-02T10:00:00.000001Z", "resolved")]
    )
    within = PercentWithin(of="resolution", within="60 min")
    assert measured(within, tickets(on_time)) == exactly(100)
    assert measured(within, tickets(late)) == exactly(0)
    assert measured(within, tickets(on_time, late)) == exactly(50)
    less = PercentWithin(of="resolution", within="1 h", inclusive=False)
    assert measured(less, tickets(on_time)) == exactly(0)


def test_percent_within_of_responses_in_service_hours():
    """One of three within an hour of nine to five; a pause may count or not."""
    rows = tickets(
        ticket("T-1", "03-06 16:30 opened", "03-09 09:30 responded", "03-09 12:00 resolved"),
        ticket("T-2", "03-06 16:30 opened", "03-09 09:31 responded"),
        ticket(
            "T-3", "03-02 09:00 opened", "03-02 09:30 paused", "03-02 10:30 resumed", "03-02 10:31 responded"
        ),
    )
    within = PercentWithin(of="response", within="1 h")
    assert measured(within, rows, hours=OFFICE) == exactly(Fraction(200, 3))
    strict = PercentWithin(of="response", within="1 h", pauses=False)
    assert measured(strict, rows, hours=OFFICE) == exactly(Fraction(100, 3))


def test_an_open_ticket_that_is_late_is_late():
    """Four tickets opened in March: in time, late, open and late, open and not yet late."""
    rows = tickets(
        ticket("T-1", "03-02 09:00 opened", "03-02 10:00 resolved"),
        ticket("T-2", "03-03 09:00 opened", "03-03 18:00 resolved"),
        ticket("T-3", "03-30 09:00 opened"),
        ticket("T-4", "03-31 21:00 opened"),
        covers=MARCH,
    )
    within = PercentWithin(of="resolution", within="4 h", counted_by="opened")
    assert measured(within, rows) == sla.Bounds(25, 50)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"of": "closing"}, "unknown of 'closing'"),
        ({"within": "0 s"}, "a threshold is longer than nothing, found 0 s"),
        ({"within": "-5 min"}, "a threshold is longer than nothing"),
        ({"within": "5 %"}, "cannot be stated in second"),
        ({"within": 60}, "60 has no unit"),
        ({"counted_by": "closed"}, "unknown counted by 'closed'"),
        ({"changes": "from the start"}, "one time for all never changes from the start"),
    ],
)
def test_a_threshold_says_what_it_is(fields, why):
    """A time of something known."""
    with pytest.raises((InvalidValue, UnitMismatch), match=why):
        PercentWithin(**{"of": "response", "within": "1 h", **fields})


def test_terms_of_ticket_times_have_names():
    """Folds, reopening and units."""
    for wrong in ({"over": "median"}, {"reopening": "ignored"}, {"unit": "moon"}):
        with pytest.raises(InvalidValue, match="unknown"):
            ResolutionTime(**wrong)


@pytest.mark.parametrize("unit", ["percent", "count", "EUR", "byte"])
def test_a_clock_runs_in_a_unit_of_time(unit):
    """Anything else would be refused only when the first ticket is measured."""
    for make in (
        lambda: ResolutionTime(unit=unit),
        lambda: TicketTime(clock="response", unit=unit),
        lambda: Overrun(clock="response", targets=[TicketTarget(within="1 h")], unit=unit),
    ):
        with pytest.raises(InvalidValue, match="unit"):
            make()


@given(st.permutations(range(4)))
def test_the_order_of_tickets_never_matters(order):
    """Mean, largest and share are the same whatever comes first."""
    rows = [ticket(f"T-{n}", f"03-0{n + 2} 09:00 opened", f"03-0{n + 2} 1{n}:07 resolved") for n in range(4)]
    shuffled = tickets(*(rows[n] for n in order))
    # 67, 127, 187 and 247 minutes.
    assert measured(ResolutionTime(over="mean"), shuffled) == exactly(157)
    assert measured(ResolutionTime(over="largest"), shuffled) == exactly(247)
    assert measured(PercentWithin(of="resolution", within="187 min"), shuffled) == exactly(75)


def test_the_clock_reads_tickets_only():
    """A level that reads several kinds asks it about a call as well: there it says nothing."""
    call = sla.Call(id="C", offered="2026-03-02T09:00Z")
    assert ResponseTime().reading().read(call, None) is None


def test_every_minute_may_count():
    """Neither a pause nor a reopening stops the clock where the contract counts both."""
    both = ticket(
        "T-1",
        "03-02 09:00 opened",
        "03-02 09:10 paused",
        "03-02 09:20 resumed",
        "03-02 10:00 resolved",
        "03-02 12:00 reopened",
        "03-02 12:30 resolved",
    )
    assert times(ResolutionTime(pauses=False, reopening="gap counted"), both) == {"T-1": exactly(210)}
    assert times(ResolutionTime(pauses=True, reopening="gap counted"), both) == {"T-1": exactly(200)}


def test_what_was_opened_in_another_month_does_not_count_by_opening():
    """Opened in February and pending in March: it is February's."""
    pending = ticket("T-1", "02-27 16:00 opened")
    assert times(ResolutionTime(counted_by="opened"), pending) == {}
