"""Waiting times and first-call resolution: exact, with a hole in the evidence, and without any."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import exactly, measured, span
from slacore.errors import InvalidValue
from slacore.metrics import FirstCallResolution, MeanWait, PercentWithin
from slacore.model import Scope

DAY = sla.Window.day(2026, 3, 10, tz="UTC")
AROUND = span("2026-03-01", "2026-03-20")
IN_20_S = PercentWithin(of="answer", within="20 s")


def call(
    name: str, at: str, *, answered: int | None = None, abandoned: int | None = None, **more: Any
) -> sla.Call:
    """A call offered on the tenth at that time, settled after so many seconds."""
    offered = sla.Instant.parse(f"2026-03-10T{at}Z" if at[2] == ":" else f"{at}Z")
    after = {"answered": answered, "abandoned": abandoned}
    settled = {how: offered + sla.Quantity(s, "s") for how, s in after.items() if s is not None}
    return sla.Call(id=name, offered=offered, **settled, **more)


def calls(*rows: sla.Call, covers: Any = AROUND) -> sla.Evidence:
    return sla.Evidence.of(sla.Call, rows, covers=covers)


def scope_of(evidence: sla.Evidence, watch: sla.Window) -> Scope:
    """All calls of a period that was watched throughout."""
    time = sla.WindowSet.of(watch)
    return Scope(
        period=watch,
        zone="UTC",
        counted=time,
        excluded=sla.WindowSet(),
        gaps=sla.WindowSet(),
        covered=time,
        records=evidence.of_kind(sla.Call),
        horizon=watch.end,
    )


def on_the_day(metric: sla.Metric, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    return measured(metric, evidence, window=DAY, period="day", **more)


def test_one_who_still_waits_may_yet_give_up_and_then_not_count():
    """Without abandoned calls the mean may stay what it is without him; with them he has waited so long."""
    # Answered after 10 s; another has waited 3,600 s when the watch ends.
    rows = calls(call("C-1", "09:00:00", answered=10), call("C-2", "23:00:00"), covers=DAY)
    given_up, answered_at_once = 10, 5
    found = on_the_day(MeanWait(), rows)
    assert found is not None
    assert found.low is not None
    assert found.low <= answered_at_once <= given_up
    assert found.high is None
    # Counted either way: (10 + 3600) ÷ 2 at least.
    assert on_the_day(MeanWait(abandoned=True), rows) == sla.Bounds(1805, None)


def test_one_who_has_waited_too_long_may_yet_give_up_and_then_not_count():
    """Of answered calls 1 of 1 or 1 of 2 is in time; of all calls 1 of 2 for certain."""
    rows = calls(call("C-1", "09:00:00", answered=10), call("C-2", "23:00:00"), covers=DAY)
    assert on_the_day(IN_20_S, rows) == sla.Bounds(50, 100)
    both = PercentWithin(of="answer", within="20 s", abandoned_count=True)
    assert on_the_day(both, rows) == exactly(50)


FIRST_CALL = FirstCallResolution(repeat_window="24 h")


def test_a_call_before_the_watch_may_have_been_the_first():
    """Both calls of a pair fail: the day before must have been seen as well as the day after."""
    rows = [call("C-1", "12:00:00", answered=0, caller="Ann")]
    assert on_the_day(FIRST_CALL, calls(*rows)) == exactly(100)
    from_midnight = span("2026-03-10", "2026-03-20")
    assert on_the_day(FIRST_CALL, calls(*rows, covers=from_midnight)) == sla.Bounds(0, 100)
    # A call exactly 24 h later is a repetition: that instant must have been seen too.
    until_noon = span("2026-03-01", "2026-03-11T12:00")
    assert on_the_day(FIRST_CALL, calls(*rows, covers=until_noon)) == sla.Bounds(0, 100)
    until_after_noon = span("2026-03-01", "2026-03-11T12:00:00.000001")
    assert on_the_day(FIRST_CALL, calls(*rows, covers=until_after_noon)) == exactly(100)


def test_the_mean_wait_is_of_answered_calls_unless_agreed_otherwise():
    """10, 20 and 45 s answered and 65 s given up: 25 s on average, and 35 s with the last."""
    rows = calls(
        call("C-1", "09:00:00", answered=10),
        call("C-2", "09:00:00", answered=20),
        call("C-3", "09:00:00", answered=45),
        call("C-4", "09:00:00", abandoned=65),
    )
    assert on_the_day(MeanWait(), rows) == exactly(25)
    assert on_the_day(MeanWait(abandoned=True), rows) == exactly(35)
    third = calls(
        call("C-1", "09:00:00", answered=1),
        call("C-2", "09:00:00", answered=1),
        call("C-3", "09:00:00", answered=2),
    )
    assert on_the_day(MeanWait(), third) == exactly(Fraction(4, 3))
    assert on_the_day(MeanWait(), calls(call("C-4", "09:00:00", abandoned=65))) is None
    assert on_the_day(MeanWait(), calls()) is None


def test_a_call_belongs_to_the_day_on_which_it_was_offered():
    """From its first instant on, to its last; answered on the next day or not."""
    rows = calls(
        call("first", "00:00:00", answered=10),
        call("last", "23:59:59.999999", answered=30),
        call("before", "2026-03-09T23:59:59", answered=100),
        call("next", "2026-03-11T00:00:00", answered=100),
    )
    assert on_the_day(MeanWait(), rows) == exactly(20)


def test_only_calls_in_service_hours_count():
    """The tenth of March is a Tuesday: a call at 08:59:59 is not promised anything, one at nine is."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    rows = calls(
        call("early", "08:59:59", answered=99),
        call("nine", "09:00:00", answered=5),
        call("late", "17:00:00", answered=99),
    )
    assert on_the_day(MeanWait(), rows, hours=office) == exactly(5)
    assert on_the_day(IN_20_S, rows, hours=office) == exactly(100)


def test_a_call_of_another_sort_of_time_is_excused():
    """A call offered while the line was excused does not count."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-10T09:00Z", end="2026-03-10T10:00Z", cause="works")]
    )
    rows = calls(call("during", "09:59:59", answered=99), call("after", "10:00:00", answered=5))
    assert on_the_day(MeanWait(), rows + works, exclusions=[sla.Exclusion(cause="works")]) == exactly(5)


def test_service_level_counts_the_calls_answered_in_time():
    """80/20 by hand: of 20, 21 and 5 s two are within 20 s; given up ones fail where they count."""
    rows = calls(
        call("C-1", "09:00:00", answered=20),
        call("C-2", "09:00:00", answered=21),
        call("C-3", "09:00:00", answered=5),
        call("C-4", "09:00:00", abandoned=3),
    )
    assert on_the_day(IN_20_S, rows) == exactly(Fraction(200, 3))
    assert on_the_day(PercentWithin(of="answer", within="20 s", abandoned_count=True), rows) == exactly(50)
    assert on_the_day(PercentWithin(of="answer", within="20 s", inclusive=False), rows) == exactly(
        Fraction(100, 3)
    )
    assert on_the_day(IN_20_S, calls()) is None


def test_a_gap_may_hide_any_call():
    """No wait and no share is certain then."""
    rows = calls(call("C-1", "09:00:00", answered=10), covers=span("2026-03-10", "2026-03-10T23:00"))
    assert on_the_day(MeanWait(), rows) == sla.Bounds(0, None)
    assert on_the_day(IN_20_S, rows) == sla.Bounds(0, 100)
    assert on_the_day(FIRST_CALL, rows) == sla.Bounds(0, 100)


def test_both_calls_of_one_who_called_again_fail():
    """Ann, Ben, Ann and a stranger: of three known calls one was enough."""
    rows = calls(
        call("C-1", "09:00:00", answered=0, caller="Ann"),
        call("C-2", "10:00:00", answered=0, caller="Ben"),
        call("C-3", "11:00:00", answered=0, caller="Ann"),
        call("C-4", "12:00:00", answered=0),
    )
    assert on_the_day(FIRST_CALL, rows) == exactly(Fraction(100, 3))
    assert on_the_day(FIRST_CALL, calls(call("C-4", "12:00:00", answered=0))) is None


def test_a_repetition_on_another_day_counts_within_its_window():
    """Exactly 24 hours later it is one, a microsecond after that it is none; the day before counts too."""
    first = call("C-1", "12:00:00", answered=0, caller="Ann")
    for other, share in (
        ("2026-03-11T12:00:00", 0),
        ("2026-03-11T12:00:00.000001", 100),
        ("2026-03-09T12:00:00", 0),
        ("2026-03-09T11:59:59.999999", 100),
    ):
        again = call("C-2", other, answered=0, caller="Ann")
        assert on_the_day(FIRST_CALL, calls(first, again)) == exactly(share), other


def test_one_repetition_that_may_be_missing_leaves_that_call_in_doubt():
    """Two of three calls are judged; the window of the third is not over when the watch ends."""
    rows = calls(
        call("C-1", "01:00:00", answered=0, caller="Ann"),
        call("C-2", "02:00:00", answered=0, caller="Ben"),
        call("C-3", "13:00:00", answered=0, caller="Cem"),
        covers=span("2026-03-01", "2026-03-11T12:00"),
    )
    assert on_the_day(FIRST_CALL, rows) == sla.Bounds(Fraction(200, 3), 100)


@pytest.mark.parametrize("window", ["0 h", "-1 d"])
def test_a_repeat_window_is_longer_than_nothing(window):
    """Or nobody could call again in it."""
    with pytest.raises(InvalidValue, match="a repeat window is longer than nothing"):
        FirstCallResolution(repeat_window=window)
    assert FirstCallResolution().repeat_window == sla.Quantity(1, "week")


WAITS = st.lists(
    st.tuples(st.sampled_from(["answered", "abandoned", "waits"]), st.integers(0, 3)), max_size=4
)


@given(WAITS, st.booleans())
def test_the_bounds_hold_whatever_becomes_of_those_who_wait(found, both):
    """Each is answered or gives up, sooner or later: every share and every mean lies within the bounds.

    The watch ends at noon, three seconds after the calls were offered; nobody who waits had
    an end by then.
    """
    noon = "2026-03-10T12:00:00Z"
    watch = sla.Window(sla.Instant.parse("2026-03-10T00:00Z"), sla.Instant.parse(noon))
    rows = []
    for number, (how, wait) in enumerate(found):
        ended = {} if how == "waits" else {how: wait}
        rows.append(call(f"C-{number}", "11:59:57", **ended))
    within = PercentWithin(of="answer", within="3 s", abandoned_count=both)
    endings = [
        [(how, wait)] if how != "waits" else [("answered", 3), ("answered", 9), ("abandoned", 9)]
        for how, wait in found
    ]
    shares, means = set(), set()
    for ending in product(*endings):
        kept = [(how, wait) for how, wait in ending if both or how == "answered"]
        if kept:
            shares.add(Fraction(100 * sum(how == "answered" and wait <= 3 for how, wait in kept), len(kept)))
            means.add(Fraction(sum(wait for _, wait in kept), len(kept)))
    scope = scope_of(calls(*rows, covers=watch), watch)
    share, mean = within.measure(scope), MeanWait(abandoned=both).measure(scope)
    for bounds, values in ((share, shares), (mean, means)):
        assert (bounds is None) <= (not values)
        if bounds is not None:
            assert all(
                bounds.low <= value and (bounds.high is None or value <= bounds.high) for value in values
            )
