"""What agents spend on calls, how busy they are, and how satisfied callers were."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from metrics.calling import DAY, call, calls, on_the_day, tally
from metrics.measuring import exactly, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import MeanHandlingTime, Occupancy, Satisfaction


def handled(name: str, talk: int, hold: int, after: int, **more: object) -> sla.Call:
    """A call that was answered after a second, with what was spent on it in seconds."""
    spent = {"talk": f"{talk} s", "hold": f"{hold} s", "after_call": f"{after} s"}
    return call(name, "09:00:00", answered=1, **spent, **more)


COUNTED = {"handled": 120, "talk": "30000 s", "hold": "2400 s", "after_call": "1 h"}


@pytest.mark.parametrize(
    ("choices", "of_calls", "of_tallies"),
    [
        # (180 + 20 + 40 + 60 + 0 + 0) ÷ 2, and 36,000 ÷ 120.
        ({}, 150, 300),
        ({"hold": False}, 140, 280),
        ({"after_call": False}, 130, 270),
        ({"hold": False, "after_call": False}, 120, 250),
    ],
)
def test_talk_hold_and_after_call_work_count_as_agreed(choices, of_calls, of_tallies):
    rows = calls(handled("C-1", 180, 20, 40), handled("C-2", 60, 0, 0), call("C-3", "09:00:00", abandoned=9))
    assert on_the_day(MeanHandlingTime(**choices), rows) == exactly(of_calls)
    assert on_the_day(MeanHandlingTime(source="tallies", **choices), tally(COUNTED)) == exactly(of_tallies)


def test_what_is_not_stated_may_have_taken_any_time():
    """Of two calls one says nothing of its hold: (240 + 60) ÷ 2 at least."""
    part = call("C-2", "09:00:00", answered=1, talk="60 s", after_call="0 s")
    rows = calls(handled("C-1", 180, 20, 40), part)
    assert on_the_day(MeanHandlingTime(), rows) == sla.Bounds(150, None)
    assert on_the_day(MeanHandlingTime(hold=False), rows) == exactly(140)
    assert on_the_day(MeanHandlingTime(), calls(call("C-3", "09:00:00", abandoned=9))) is None
    of_tallies = MeanHandlingTime(source="tallies")
    assert on_the_day(of_tallies, tally({"handled": 10, "talk": "100 s"})) == sla.Bounds(10, None)
    assert on_the_day(of_tallies, tally({"handled": 0})) is None
    # A call that was handled over two intervals counts in the second, its time in both.
    over = ({"handled": 0, **_TIMES}, {"handled": 2, **_TIMES})
    assert on_the_day(of_tallies, tally(*over)) == exactly(60)


_TIMES = {"talk": "60 s", "hold": "0 s", "after_call": "0 s"}


def test_a_call_that_is_still_handled_when_the_evidence_ends_may_take_any_time():
    """Answered at 23:59:01, and the talk of 2 min is not over at midnight."""
    late = call("C-2", "23:59:00", answered=1, talk="2 min", hold="0 s", after_call="0 s")
    rows = (handled("C-1", 180, 20, 40), late)
    assert on_the_day(MeanHandlingTime(), calls(*rows, covers=DAY)) == sla.Bounds(120, None)
    assert on_the_day(MeanHandlingTime(), calls(*rows)) == exactly(180)


def test_handling_belongs_to_the_day_of_the_answer_or_of_the_offer():
    over = call("C-2", "2026-03-09T23:59:50", answered=20, **_TIMES)
    rows = calls(handled("C-1", 180, 20, 40), over)
    assert on_the_day(MeanHandlingTime(), rows) == exactly(150)
    assert on_the_day(MeanHandlingTime(counted_by="offered"), rows) == exactly(240)
    waits = calls(handled("C-1", 180, 20, 40), call("C-2", "23:59:59"), covers=DAY)
    assert on_the_day(MeanHandlingTime(), waits) == exactly(240)
    assert on_the_day(MeanHandlingTime(counted_by="offered"), waits) == sla.Bounds(120, None)


def test_agents_are_busy_as_reported_or_with_the_handling_of_calls():
    """45 of 60 min; by handling, 30 + 5 + 5 of 55."""
    counted = {"busy": "45 min", "idle": "15 min", "talk": "30 min", "hold": "5 min", "after_call": "5 min"}
    assert on_the_day(Occupancy(), tally(counted)) == exactly(75)
    assert on_the_day(Occupancy(busy="handling"), tally(counted)) == exactly(Fraction(800, 11))
    # Two intervals are added up: 45 of 120.
    quiet = {"busy": "0 s", "idle": "1 h"}
    assert on_the_day(Occupancy(), tally(counted, quiet)) == exactly(Fraction(75, 2))
    (seen,) = observed(Occupancy(), tally(counted), window=DAY, period="day")
    assert seen.workings == (("busy seconds", "2700"), ("idle seconds", "900"))


@pytest.mark.parametrize(
    ("counted", "share"),
    [
        ({"busy": "0 s", "idle": "0 s"}, None),
        ({"busy": "1 h"}, sla.Bounds(0, 100)),
        ({"idle": "1 h"}, sla.Bounds(0, 100)),
        ({"offered": 3}, sla.Bounds(0, 100)),
        ({"busy": "0 s"}, exactly(0)),
        ({"idle": "0 s"}, exactly(100)),
    ],
)
def test_of_time_that_is_not_reported_any_share_is_possible(counted, share):
    """Unless there is nothing of the other."""
    assert on_the_day(Occupancy(), tally(counted)) == share


SCORES = {5: 40, 4: 35, 3: 15, 2: 6, 1: 4}


def test_satisfied_are_four_and_five():
    """75 of 100; and five alone 40. Of calls: two of three who gave a score."""
    assert on_the_day(Satisfaction(source="tallies"), tally({"scores": SCORES})) == exactly(75)
    assert on_the_day(Satisfaction(source="tallies", satisfied=5), tally({"scores": SCORES})) == exactly(40)
    rows = calls(
        *(handled(f"C-{score}", 60, 0, 0, score=score) for score in (5, 4, 1)),
        handled("C-9", 60, 0, 0),
        call("C-0", "09:00:00", abandoned=4),
    )
    assert on_the_day(Satisfaction(), rows) == exactly(Fraction(200, 3))
    assert on_the_day(Satisfaction(), calls(handled("C-9", 60, 0, 0))) is None
    (seen,) = observed(Satisfaction(), rows, window=DAY, period="day")
    assert seen.workings == (("satisfied", "2"), ("not satisfied", "1"), ("left out", "2"))


@pytest.mark.parametrize(
    ("scores", "percent"),
    [
        # Delighted: 74 of 107. Intercom: 30 of 50.
        ({5: 42, 4: 32, 3: 10, 2: 9, 1: 14}, Fraction(7400, 107)),
        ({5: 10, 4: 20, 3: 10, 2: 5, 1: 5}, 60),
    ],
)
def test_satisfaction_of_published_examples(scores, percent):
    """Printed are 69.16 and 60; the pages are named in the reference."""
    assert on_the_day(Satisfaction(source="tallies"), tally({"scores": scores})) == exactly(percent)


def test_another_scale_is_named():
    """Half stars, and a score of ten: 7.5 of 10 and more are satisfied."""
    ten = Satisfaction(source="tallies", satisfied="7.5", lowest=0, highest=10)
    assert on_the_day(ten, tally({"scores": {"7.5": 1, 7: 2, 10: 1}})) == exactly(50)
    for choices in ({"satisfied": 1}, {"satisfied": 6}, {"lowest": 5}, {"highest": 3}):
        with pytest.raises(InvalidValue, match="satisfied is a score above"):
            Satisfaction(**choices)


def test_a_score_off_the_scale_is_refused_by_name():
    with pytest.raises(EvaluationError, match="call C-1 has a score of 7, and the scale goes from 1 to 5"):
        on_the_day(Satisfaction(), calls(handled("C-1", 60, 0, 0, score=7)))
    with pytest.raises(EvaluationError, match="call-tally D-0 has a score of 0"):
        on_the_day(Satisfaction(source="tallies"), tally({"scores": {0: 1}}))


def test_scores_that_are_not_reported_may_be_any():
    metric = Satisfaction(source="tallies")
    assert on_the_day(metric, tally({"scores": {}})) is None
    assert on_the_day(metric, tally({"scores": SCORES}, {"offered": 3})) == sla.Bounds(0, 100)
    rows = calls(handled("C-1", 60, 0, 0, score=5), call("C-2", "23:59:59"), covers=DAY)
    assert on_the_day(Satisfaction(), rows) == exactly(100)
    assert on_the_day(Satisfaction(counted_by="offered"), rows) == sla.Bounds(50, 100)


@pytest.mark.parametrize("metric", [MeanHandlingTime(), Satisfaction()])
def test_a_gap_may_hide_any_call(metric):
    rows = calls(handled("C-1", 60, 0, 0, score=5), covers=span("2026-03-10", "2026-03-10T23:00"))
    assert on_the_day(metric, rows) == metric.limits()


def test_a_gap_may_hide_any_interval():
    half = span("2026-03-10", "2026-03-10T12:00")
    counted = tally({"busy": "1 h", "idle": "1 h"}, {"busy": "1 h", "idle": "1 h"}, covers=DAY)
    assert on_the_day(Occupancy(), counted) == exactly(50)
    seen = sla.Evidence.of(sla.CallTally, counted.records[:1], covers=half)
    assert on_the_day(Occupancy(), seen) == sla.Bounds(0, 100)
