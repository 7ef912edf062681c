"""How long callers waited: on average and at most, with a hole in the evidence and without any."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from metrics.calling import DAY, call, calls, on_the_day, tally
from metrics.measuring import exactly, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import LongestWait, MeanWait

OFFERED = {"counted_by": "offered"}


def test_the_mean_wait_is_of_answered_calls_unless_agreed_otherwise():
    """10, 20 and 45 s answered and 65 s given up: 25 s on average, and 35 s with the last."""
    rows = calls(
        call("C-1", "09:00:00", answered=10),
        call("C-2", "09:00:00", answered=20),
        call("C-3", "09:00:00", answered=45),
        call("C-4", "09:00:00", abandoned=65),
        call("C-5", "09:00:00", diverted=999),
    )
    assert on_the_day(MeanWait(), rows) == exactly(25)
    assert on_the_day(MeanWait(abandoned=True), rows) == exactly(35)
    assert on_the_day(LongestWait(abandoned=False), rows) == exactly(45)
    assert on_the_day(LongestWait(abandoned=True), rows) == exactly(65)
    assert on_the_day(MeanWait(), calls()) is None
    assert on_the_day(MeanWait(), calls(call("C-4", "09:00:00", abandoned=65))) is None


def test_a_mean_is_exact():
    """1, 1 and 2 s: a third of 4."""
    rows = [call(f"C-{number}", "09:00:00", answered=wait) for number, wait in enumerate((1, 1, 2))]
    assert on_the_day(MeanWait(), calls(*rows)) == exactly(Fraction(4, 3))


def test_the_agreement_says_whether_those_who_gave_up_can_have_waited_longest():
    with pytest.raises(TypeError, match="abandoned"):
        LongestWait()
    with pytest.raises(InvalidValue, match="unknown counted by 'answered'"):
        MeanWait(counted_by="answered")


def test_a_call_belongs_to_the_day_on_which_it_settled_or_was_offered():
    """By the end of the wait one of the ninth counts, by the offer one that ends on the eleventh."""
    rows = calls(
        call("before", "2026-03-09T23:59:59", answered=100),
        call("first", "00:00:00", answered=10),
        call("last", "23:59:59.999999", answered=30),
        call("next", "2026-03-11T00:00:00", answered=999),
    )
    assert on_the_day(MeanWait(), rows) == exactly(55)
    assert on_the_day(MeanWait(**OFFERED), rows) == exactly(20)


def test_only_calls_offered_in_service_hours_count():
    """The tenth of March is a Tuesday: a call at 08:59:59 is not promised anything, one at nine is."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    rows = calls(
        call("early", "08:59:59", answered=99),
        call("nine", "09:00:00", answered=5),
        call("closing", "16:59:58", answered=7),
        call("late", "17:00:00", answered=99),
    )
    assert on_the_day(MeanWait(), rows, hours=office) == exactly(6)


def test_a_call_offered_while_the_line_was_excused_does_not_count():
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-10T09:00Z", end="2026-03-10T10:00Z", cause="works")]
    )
    rows = calls(call("during", "09:59:59", answered=99), call("after", "10:00:00", answered=5))
    terms = {"exclusions": [sla.Exclusion(cause="works")]}
    assert on_the_day(MeanWait(), rows + works, **terms) == exactly(5)


def test_one_who_still_waits_when_the_day_ends_belongs_to_the_next_one():
    rows = calls(call("C-1", "09:00:00", answered=10), call("C-2", "23:00:00"), covers=DAY)
    assert on_the_day(MeanWait(), rows) == exactly(10)
    assert on_the_day(LongestWait(abandoned=True), rows) == exactly(10)


def test_counted_by_the_offer_he_may_be_answered_yet_or_never():
    """Answered after 10 s; another has waited 3,600 s when the watch ends.

    If he is diverted the mean is 10, and if he is answered it is (10 + 3600) ÷ 2 at least.
    """
    rows = calls(call("C-1", "09:00:00", answered=10), call("C-2", "23:00:00"), covers=DAY)
    assert on_the_day(MeanWait(**OFFERED), rows) == sla.Bounds(10, None)
    assert on_the_day(LongestWait(abandoned=True, **OFFERED), rows) == sla.Bounds(10, None)
    alone = calls(call("C-2", "23:00:00"), covers=DAY)
    assert on_the_day(MeanWait(**OFFERED), alone) == sla.Bounds(3600, None)


def test_a_gap_may_hide_any_wait():
    """The mean may be any; the longest can only be longer."""
    rows = calls(call("C-1", "09:00:00", answered=10), covers=span("2026-03-10", "2026-03-10T23:00"))
    assert on_the_day(MeanWait(), rows) == sla.Bounds(0, None)
    assert on_the_day(LongestWait(abandoned=False), rows) == sla.Bounds(10, None)


def test_one_who_waited_when_the_service_closed_unwatched_may_have_been_answered_by_midnight():
    """Nobody watched from five in the afternoon on. He had waited 10 s, and the day has 7 h more."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    parts = [span("2026-03-01", "2026-03-10T17:00"), span("2026-03-11", "2026-03-20")]
    rows = calls(call("C-1", "09:00:00", answered=4), call("C-2", "16:59:50"), covers=parts)
    # Answered at once: (4 + 10) ÷ 2. At the last microsecond: (4 + 25209.999999) ÷ 2. Or not at all.
    most = (4 + 25210 - Fraction(1, 1_000_000)) / 2
    assert on_the_day(MeanWait(), rows, hours=office) == sla.Bounds(4, most)


# 30 answered in 600 s altogether, 10 given up in 500 s.
COUNTED = {"answered": 30, "answered_wait": "10 min", "abandoned": 10, "abandoned_wait": "500 s"}


def test_a_switch_adds_up_what_callers_waited():
    """600 ÷ 30, and 1,100 ÷ 40."""
    assert on_the_day(MeanWait(source="tallies"), tally(COUNTED)) == exactly(20)
    both = MeanWait(source="tallies", abandoned=True)
    assert on_the_day(both, tally(COUNTED)) == exactly(Fraction(1100, 40))
    # Two intervals: (600 + 0) ÷ (30 + 10).
    more = {"answered": 10, "answered_wait": "0 s"}
    assert on_the_day(MeanWait(source="tallies"), tally(COUNTED, more)) == exactly(15)
    (seen,) = observed(both, tally(COUNTED), window=DAY, period="day")
    assert seen.workings == (("calls that count", "40"),)


def test_the_speed_of_answer_of_a_published_example():
    """Turnella: 320 calls answered, 4,800 s in all, are 15 s; the page is named in the reference."""
    counted = {"answered": 320, "answered_wait": "4800 s", "abandoned": 9, "abandoned_wait": "900 s"}
    assert on_the_day(MeanWait(source="tallies"), tally(counted)) == exactly(15)


@pytest.mark.parametrize(
    ("counted", "mean"),
    [
        ({"answered": 0, "answered_wait": "0 s"}, None),
        ({"answered": 0}, None),
        # No sum: any wait. No number: they were one at least, and any number.
        ({"answered": 4}, sla.Bounds(0, None)),
        ({"answered_wait": "40 s"}, sla.Bounds(0, 40)),
        # Of 10 offered 2 to 8 were answered: 2 in time, and 2 gave up.
        ({"offered": 10, "answered_within": 2, "abandoned": 2, "answered_wait": "40 s"}, sla.Bounds(5, 20)),
        ({"abandoned": 3}, sla.Bounds(0, None)),
        # One of 4 waited 20 s, and the others for nothing, or as long.
        ({"answered": 4, "longest_answered": "20 s"}, sla.Bounds(5, 20)),
        ({"answered": 4, "longest_answered": "0 s"}, exactly(0)),
        # Nobody knows of how many: of any number, or of that one.
        ({"longest_answered": "20 s"}, sla.Bounds(0, 20)),
        # Of 3 offered at most 3 were answered; 30 s of one is no longer than 12.
        ({"offered": 3, "answered_wait": "30 s", "longest_answered": "12 s"}, sla.Bounds(10, 12)),
    ],
)
def test_what_a_switch_does_not_report_is_not_known(counted, mean):
    assert on_the_day(MeanWait(source="tallies"), tally(counted)) == mean


def test_an_hour_without_calls_adds_nothing_whether_or_not_its_waits_are_reported():
    """A switch leaves the sums of a quiet night blank: the mean is of the day's 30 calls, 600 s in all."""
    for quiet in ({"answered": 0}, {"offered": 0}, {"offered": 3, "abandoned": 2, "diverted": 1}):
        assert on_the_day(MeanWait(source="tallies"), tally(COUNTED, quiet)) == exactly(20)
    both = MeanWait(source="tallies", abandoned=True)
    assert on_the_day(both, tally({"answered": 0, "abandoned": 5, "abandoned_wait": "100 s"})) == exactly(20)


@pytest.mark.parametrize(
    ("counted", "longest"),
    [
        ({"answered": 9, "longest_answered": "70 s", "abandoned": 0}, exactly(70)),
        (
            {"answered": 9, "longest_answered": "70 s", "abandoned": 2, "longest_abandoned": "95 s"},
            exactly(95),
        ),
        # Not stated: the mean at least, the sum at most.
        ({"answered": 4, "answered_wait": "100 s", "abandoned": 0}, sla.Bounds(25, 100)),
        # Of 10 offered at most 6 were answered: one waited 40 ÷ 6 at least.
        (
            {"offered": 10, "abandoned": 4, "answered_wait": "40 s", "longest_abandoned": "5 s"},
            sla.Bounds(Fraction(40, 6), 40),
        ),
        # Whether anybody gave up is not known: it may have taken for ever.
        ({"answered": 9, "longest_answered": "70 s"}, sla.Bounds(70, None)),
        ({"answered": 0, "abandoned": 0}, None),
        ({"answered": 0, "abandoned": 1}, sla.Bounds(0, None)),
    ],
)
def test_the_longest_wait_of_a_switch_s_report(counted, longest):
    assert on_the_day(LongestWait(source="tallies", abandoned=True), tally(counted)) == longest
