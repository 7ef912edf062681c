"""First-call resolution by calls and by customers, while the repeat window is open and after it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.calling import DAY, call, calls, on_the_day, tally
from metrics.measuring import exactly, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import FirstCallResolution

A_DAY = FirstCallResolution(repeat_window="24 h")
FIRST_FAILS = FirstCallResolution(repeat_window="24 h", fails="first")
CUSTOMERS = FirstCallResolution(repeat_window="24 h", basis="customers")


def by(caller: str, at: str, **ended: int) -> sla.Call:
    """A call that was answered at once, if nothing else is said; named after who called and when."""
    return call(f"{caller} {at}", at, caller=caller, **(ended or {"answered": 0}))


def test_both_calls_of_one_who_called_again_fail_or_only_the_first():
    """Ann calls twice and Ben once: of three calls one was enough, or two, and of two customers one."""
    rows = calls(
        by("Ann", "09:00:00"),
        by("Ben", "10:00:00"),
        by("Ann", "11:00:00"),
        call("nobody", "12:00:00", answered=0),
    )
    assert on_the_day(A_DAY, rows) == exactly(Fraction(100, 3))
    assert on_the_day(FIRST_FAILS, rows) == exactly(Fraction(200, 3))
    assert on_the_day(CUSTOMERS, rows) == exactly(50)
    assert on_the_day(A_DAY, calls(call("nobody", "12:00:00", answered=0))) is None


def test_a_repetition_on_another_day_counts_within_its_window():
    """Exactly 24 hours later it is one, a microsecond after that it is none; the day before counts too."""
    first = by("Ann", "12:00:00")
    for other, both, first_alone in (
        ("2026-03-11T12:00:00", 0, 0),
        ("2026-03-11T12:00:00.000001", 100, 100),
        ("2026-03-09T12:00:00", 0, 100),
        ("2026-03-09T11:59:59.999999", 100, 100),
    ):
        rows = calls(first, by("Ann", other))
        assert on_the_day(A_DAY, rows) == exactly(both), other
        assert on_the_day(FIRST_FAILS, rows) == exactly(first_alone), other


def test_of_two_calls_at_one_instant_one_is_the_repetition():
    rows = calls(*(call(name, "12:00:00", caller="Ann", answered=0) for name in ("C-1", "C-2")))
    assert on_the_day(A_DAY, rows) == exactly(0)
    assert on_the_day(FIRST_FAILS, rows) == exactly(50)


def test_the_figure_is_in_doubt_until_the_window_has_closed():
    """A call exactly 24 h later is a repetition: that instant must have been seen too."""
    rows = [by("Ann", "12:00:00")]
    for until, found in (
        ("2026-03-11T12:00", sla.Bounds(0, 100)),
        ("2026-03-11T12:00:00.000001", exactly(100)),
    ):
        covered = span("2026-03-01", until)
        for metric in (A_DAY, FIRST_FAILS, CUSTOMERS):
            assert on_the_day(metric, calls(*rows, covers=covered)) == found
    target = sla.Target(at_least="80 %")
    (seen,) = observed(A_DAY, calls(*rows, covers=DAY), window=DAY, period="day", target=target)
    assert seen.bounds == sla.Bounds(0, 100)


def test_a_call_before_the_watch_may_have_been_the_first():
    """Where both fail the day before must have been seen as well; where only the first fails it need not."""
    rows = calls(by("Ann", "12:00:00"), covers=span("2026-03-10", "2026-03-20"))
    assert on_the_day(A_DAY, rows) == sla.Bounds(0, 100)
    assert on_the_day(FIRST_FAILS, rows) == exactly(100)


def test_one_repetition_that_may_be_missing_leaves_that_call_in_doubt():
    """Two of three calls are judged; the window of the third is not over when the watch ends."""
    covered = span("2026-03-01", "2026-03-11T12:00")
    rows = calls(by("Ann", "01:00:00"), by("Ben", "02:00:00"), by("Cem", "13:00:00"), covers=covered)
    assert on_the_day(A_DAY, rows) == sla.Bounds(Fraction(200, 3), 100)


def test_a_customer_fails_with_any_of_his_calls():
    """Ann calls in the morning, and twice in the night; Ben may yet call again."""
    hour = FirstCallResolution(repeat_window="1 h", basis="customers")
    rows = [by("Ann", "08:00:00"), by("Ann", "22:00:00"), by("Ann", "22:30:00"), by("Ben", "23:30:00")]
    assert on_the_day(hour, calls(*rows)) == exactly(50)
    assert on_the_day(hour, calls(*rows, covers=span("2026-03-01", "2026-03-11"))) == sla.Bounds(0, 50)


def test_calls_that_nobody_answered_may_be_left_out():
    """Ann gives up and calls again: of her calls the second alone counts, and repeats none."""
    rows = calls(
        by("Ann", "09:00:00", abandoned=30), by("Ann", "09:05:00"), by("Ben", "10:00:00", diverted=9)
    )
    assert on_the_day(A_DAY, rows) == exactly(Fraction(100, 3))
    answered = FirstCallResolution(repeat_window="24 h", unanswered=False)
    assert on_the_day(answered, rows) == exactly(100)
    # One who still waits may be answered yet: then he calls again, or he does not count.
    waits = calls(by("Ann", "09:05:00"), call("C-9", "23:59:00", caller="Ann"), by("Ben", "10:00:00"))
    assert on_the_day(answered, waits) == sla.Bounds(Fraction(100, 3), 100)
    assert on_the_day(A_DAY, waits) == exactly(Fraction(100, 3))


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(-3, 27)), max_size=6, unique=True),
    st.sampled_from(["both", "first"]),
    st.sampled_from(["calls", "customers"]),
)
def test_it_is_what_plain_counting_says(found, fails, basis):
    """Calls on full hours of the tenth and around it; the window is two hours."""
    metric = FirstCallResolution(repeat_window="2 h", fails=fails, basis=basis)
    midnight = DAY.start
    rows = [
        sla.Call(
            id=f"{who}{hour}", caller=who, offered=(at := midnight + sla.Quantity(hour, "h")), answered=at
        )
        for who, hour in found
    ]
    today = [(who, hour) for who, hour in found if 0 <= hour < 24]
    failed = {
        (who, hour)
        for (who, hour), (other, later) in product(today, found)
        if who == other and (0 < later - hour <= 2 or (fails == "both" and 0 < hour - later <= 2))
    }
    if basis == "customers":
        failed, today = {who for who, _ in failed}, {who for who, _ in today}
    expected = exactly(Fraction(100 * (len(today) - len(failed)), len(today))) if today else None
    assert on_the_day(metric, calls(*rows)) == expected


def test_a_gap_may_hide_any_call():
    rows = calls(by("Ann", "09:00:00"), covers=span("2026-03-01", "2026-03-10T23:00"))
    assert on_the_day(A_DAY, rows) == sla.Bounds(0, 100)


def test_a_survey_counts_customers():
    """280 of 400, and what is not stated is not known."""
    metric = FirstCallResolution(source="tallies", basis="customers")
    assert on_the_day(metric, tally({"customers": 400, "resolved_customers": 280})) == exactly(70)
    assert on_the_day(metric, tally({"customers": 400})) == sla.Bounds(0, 100)
    assert on_the_day(metric, tally({"customers": 0})) is None
    by_calls = FirstCallResolution(source="tallies")
    assert on_the_day(by_calls, tally({"handled": 50, "resolved_calls": 40})) == exactly(80)
    (seen,) = observed(by_calls, tally({"handled": 50, "resolved_calls": 40}), window=DAY, period="day")
    assert seen.workings == (("calls resolved", "40"), ("calls not resolved", "10"))


@pytest.mark.parametrize("window", ["0 h", "-1 d"])
def test_a_repeat_window_is_longer_than_nothing(window):
    """Or nobody could call again in it."""
    with pytest.raises(InvalidValue, match="a repeat window is longer than nothing"):
        FirstCallResolution(repeat_window=window)
    assert FirstCallResolution().repeat_window == sla.Quantity(1, "week")
