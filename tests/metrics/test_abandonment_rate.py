"""The abandonment rate, with short abandoned calls on both sides, on one, and on none."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from metrics.calling import DAY, call, calls, on_the_day, tally
from metrics.measuring import exactly, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import AbandonmentRate

COUNTED = {"offered": 1060, "abandoned": 60, "abandoned_short": 10}


@pytest.mark.parametrize(
    ("choices", "percent"),
    [
        ({}, Fraction(6000, 1060)),
        ({"short": "5 s", "abandoned_short": "counted"}, Fraction(6000, 1060)),
        ({"short": "5 s", "abandoned_short": "only offered"}, Fraction(5000, 1060)),
        # Cisco's rule: they are neither abandoned nor offered.
        ({"short": "5 s", "abandoned_short": "left out"}, Fraction(5000, 1050)),
    ],
)
def test_short_calls_count_on_both_sides_on_one_or_on_none(choices, percent):
    """From a switch's counts, and from a tenth of the calls: 100 answered, 1 short and 5 not."""
    assert on_the_day(AbandonmentRate(source="tallies", **choices), tally(COUNTED)) == exactly(percent)
    rows = [call(f"C-{n}", "09:00:00", answered=1) for n in range(100)]
    rows += [call(f"A-{n}", "09:00:00", abandoned=6) for n in range(5)]
    rows.append(call("S", "09:00:00", abandoned=5))
    assert on_the_day(AbandonmentRate(**choices), calls(*rows)) == exactly(percent)


def test_exactly_as_long_as_short_is_short_unless_agreed_otherwise():
    rows = calls(call("C-1", "09:00:00", abandoned=5), call("C-2", "09:00:00", answered=1))
    short = {"short": "5 s", "abandoned_short": "left out"}
    assert on_the_day(AbandonmentRate(**short), rows) == exactly(0)
    assert on_the_day(AbandonmentRate(**short, inclusive=False), rows) == exactly(50)


def test_diverted_calls_were_offered_unless_agreed_otherwise():
    """2 of 10, or 2 of 8."""
    counted = {"answered": 6, "abandoned": 2, "diverted": 2}
    rows = [call(f"C-{n}", "09:00:00", answered=1) for n in range(6)]
    rows += [call(f"A-{n}", "09:00:00", abandoned=6) for n in range(2)]
    rows += [call(f"X-{n}", "09:00:00", diverted=6) for n in range(2)]
    for diverted, percent in (("counted", 20), ("left out", 25)):
        assert on_the_day(AbandonmentRate(diverted=diverted), calls(*rows)) == exactly(percent)
        tallied = AbandonmentRate(source="tallies", diverted=diverted)
        assert on_the_day(tallied, tally(counted)) == exactly(percent)


def test_what_is_not_counted_is_not_known():
    """Without the number offered any number may have been diverted; without the short ones 0 to 60 were."""
    rate = AbandonmentRate(source="tallies")
    assert on_the_day(rate, tally({"answered": 9, "abandoned": 1})) == sla.Bounds(0, 10)
    assert on_the_day(rate, tally({"offered": 10})) == sla.Bounds(0, 100)
    assert on_the_day(rate, tally({"offered": 0})) is None
    short = AbandonmentRate(source="tallies", short="5 s", abandoned_short="left out")
    found = on_the_day(short, tally({"offered": 1060, "abandoned": 60}))
    assert found == sla.Bounds(0, Fraction(6000, 1060))


def test_whoever_still_waits_may_give_up():
    """Counted by the offer; by the end of the wait he belongs to the next day."""
    rows = calls(call("C-1", "09:00:00", answered=1), call("C-2", "23:59:50"), covers=DAY)
    assert on_the_day(AbandonmentRate(), rows) == exactly(0)
    assert on_the_day(AbandonmentRate(counted_by="offered"), rows) == sla.Bounds(0, 50)


def test_a_gap_may_hide_any_call():
    rows = calls(call("C-1", "09:00:00", answered=1), covers=span("2026-03-10", "2026-03-10T23:00"))
    assert on_the_day(AbandonmentRate(), rows) == sla.Bounds(0, 100)
    assert on_the_day(AbandonmentRate(), calls()) is None


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidValue, match="not what becomes of such calls"):
        AbandonmentRate(short="5 s")
    with pytest.raises(InvalidValue, match="but not how short that is"):
        AbandonmentRate(abandoned_short="left out")
    with pytest.raises(InvalidValue, match="inclusive is about short, which is not stated"):
        AbandonmentRate(inclusive=False)
    counted = {**COUNTED, "short": "3 s"}
    with pytest.raises(EvaluationError, match=r"call-tally D-0 counts abandoned short 3 s.*says 5 s"):
        on_the_day(AbandonmentRate(source="tallies", short="5 s", abandoned_short="counted"), tally(counted))


def test_the_explanation_says_how_many_gave_up():
    (seen,) = observed(AbandonmentRate(source="tallies"), tally(COUNTED), window=DAY, period="day")
    assert seen.workings == (("abandoned", "60"), ("not abandoned", "1000"))
