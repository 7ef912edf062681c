"""Waiting times and first-call resolution: exact, with a hole in the evidence, and without any."""

from __future__ import annotations

from typing import Any

import slacore as sla
from metrics.measuring import exactly, measured, span
from slacore.metrics import FirstCallResolution, MeanWait, PercentWithin

DAY = sla.Window.day(2026, 3, 10, tz="UTC")
AROUND = span("2026-03-01", "2026-03-20")
IN_20_S = PercentWithin(of="answer", within="20 s")


def call(
    name: str, at: str, *, answered: int | None = None, abandoned: int | None = None, **more: Any
) -> sla.Call:
    """A call offered on the tenth at that time, settled after so many seconds."""
    offered = sla.Instant.parse(f"2026-03-10T{at}Z" if len(at) < 10 else f"{at}Z")
    after = {"answered": answered, "abandoned": abandoned}
    settled = {how: offered + sla.Quantity(s, "s") for how, s in after.items() if s is not None}
    return sla.Call(id=name, offered=offered, **settled, **more)


def calls(*rows: sla.Call, covers: Any = AROUND) -> sla.Evidence:
    return sla.Evidence.of(sla.Call, rows, covers=covers)


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
