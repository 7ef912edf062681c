"""Calls and tallies of calls: what they may say, what cannot be, and what the message names."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidDocument, InvalidValue, UnitMismatch
from slacore.ingest import read_evidence

NINE = sla.Instant.parse("2026-03-10T09:00Z")
HALF_PAST = sla.Instant.parse("2026-03-10T09:30Z")
DAY = sla.Window.day(2026, 3, 10, tz="UTC")


def at(seconds: int) -> sla.Instant:
    """So many seconds after nine."""
    return NINE + sla.Quantity(seconds, "s")


def call(**said: Any) -> sla.Call:
    return sla.Call(id="C-1", offered=NINE, **said)


def tally(**counted: Any) -> sla.CallTally:
    return sla.CallTally(id="D-1", start=NINE, end=HALF_PAST, **counted)


def test_a_call_that_left_the_queue_for_something_else_has_settled():
    diverted = call(diverted=at(40))
    assert diverted.settled() == at(40)
    assert diverted.extent() == (NINE, at(40))
    assert diverted.handled() is None


def test_an_agent_is_done_after_talk_hold_and_what_is_left_to_do():
    """5 s of wait, 120 of talk and 20 of after-call work; hold is not stated."""
    answered = call(answered=at(5), talk="2 min", after_call="20 s")
    assert answered.handled() == at(145)
    assert answered.extent() == (NINE, at(5))


@pytest.mark.parametrize(
    ("said", "error", "why"),
    [
        (
            {"answered": at(1), "diverted": at(2)},
            InvalidValue,
            "call C-1 cannot be both answered and diverted",
        ),
        (
            {"abandoned": at(1), "diverted": at(2)},
            InvalidValue,
            "call C-1 cannot be both abandoned and diverted",
        ),
        ({"diverted": at(-1)}, InvalidValue, r"call C-1 ends its wait at .*before it was offered"),
        ({"answered": at(1), "talk": "-1 s"}, InvalidValue, "call C-1: talk is negative, found -1 s"),
        (
            {"answered": at(1), "hold": "3 %"},
            UnitMismatch,
            "call C-1: hold is 3 %; write time, such as '240 s'",
        ),
        ({"abandoned": at(1), "talk": "9 s"}, InvalidValue, "call C-1 states talk, but was not answered"),
        ({"after_call": "9 s"}, InvalidValue, "call C-1 states after call, but was not answered"),
        ({"caller": 4912}, InvalidValue, "call C-1: caller is a name, found 4912"),
        ({"queue": ""}, InvalidValue, "call C-1: queue is a name, found ''"),
        ({"score": -1}, InvalidValue, "call C-1: score is negative, found -1"),
        ({"score": 4.5}, InvalidValue, "score.*4.5 is a float"),
    ],
)
def test_what_a_call_cannot_be_is_refused_with_its_id(said, error, why):
    with pytest.raises(error, match=why):
        call(**said)


def test_what_came_of_a_call_was_not_known_before_it_was_over():
    """Answered after 5 s and handled for 140: at 60 s only the answer was known, at 3 s not even that."""
    row = call(answered=at(5), talk="2 min", after_call="20 s", score=5, caller="Ann")
    known = sla.Evidence.of(sla.Call, [row], covers=DAY)
    for moment, found in ((3, call(caller="Ann")), (60, call(answered=at(5), caller="Ann")), (145, row)):
        assert known.as_known_at(at(moment)).records == (found,)
    gone = call(diverted=at(5))
    known = sla.Evidence.of(sla.Call, [gone], covers=DAY)
    assert known.as_known_at(at(3)).records == (call(),)
    assert known.as_known_at(at(5)).records == (gone,)


@pytest.mark.parametrize(
    ("counted", "why"),
    [
        ({}, "call-tally D-1 states nothing; give what was counted, such as offered=120"),
        ({"threshold": "20 s"}, "call-tally D-1 states nothing"),
        ({"offered": 10, "answered": 12}, "call-tally D-1: answered 12: that is more than offered 10"),
        ({"answered": 3, "answered_within": 4}, "answered within 4: that is more than answered 3"),
        (
            {"offered": 10, "answered": 8, "abandoned": 1, "diverted": 0},
            "answered 8 and abandoned 1 and diverted 0: that is less than offered 10",
        ),
        ({"answered": 9, "answered_within": 5, "answered_late": 3}, "that is less than answered 9"),
        ({"abandoned": 1, "abandoned_short": 2}, "abandoned short 2: that is more than abandoned 1"),
        ({"abandoned_within": 1, "abandoned_short": 2}, "that is more than abandoned within 1"),
        (
            {"offered": 5, "answered_late": 3, "abandoned_within": 3},
            "answered late 3 and abandoned within 3: that is more than offered 5",
        ),
        ({"customers": 2, "resolved_customers": 3}, "resolved customers 3: that is more than customers 2"),
        ({"handled": 2, "resolved_calls": 3}, "resolved calls 3: that is more than handled 2"),
        ({"offered": -1}, "call-tally D-1: offered is negative, found -1"),
        ({"offered": "12"}, "call-tally D-1: offered is a whole number, found '12'"),
        ({"offered": True}, "offered is a whole number, found True"),
        ({"talk": "-3 s"}, "call-tally D-1: talk is negative, found -3 s"),
        ({"threshold": "0 s", "offered": 1}, "threshold is longer than nothing, found 0 s"),
        (
            {"threshold": "5 s", "short": "6 s", "offered": 1},
            "short calls of 6 s are longer than the threshold",
        ),
        ({"answered": 0, "answered_wait": "5 s"}, "0 calls answered cannot have waited so long"),
        (
            {"answered": 0, "longest_answered": "5 s"},
            "0 calls answered had no longest wait, longest answered 5 s",
        ),
        ({"offered": 1, "queue": 7}, "call-tally D-1: queue is a name, found 7"),
        ({"offered": 1, "agent": ""}, "call-tally D-1: agent is a name, found ''"),
        (
            {"abandoned": 2, "abandoned_wait": "50 s", "longest_abandoned": "20 s"},
            "2 calls abandoned cannot have waited so long, abandoned wait 50 s and longest abandoned 20 s",
        ),
        (
            {"answered_wait": "50 s", "longest_answered": "60 s"},
            "one answered call waited longer than all of them",
        ),
        ({"scores": {5: -1}}, "the number of scores of 5 is negative"),
        ({"scores": {-1: 1}}, "a score is negative, found -1"),
        ({"scores": [(5, 1), (4, 1), (5, 2)]}, "call-tally D-1: the score 5 is counted twice"),
        ({"scores": [5, 4]}, "scores are how many gave each"),
    ],
)
def test_what_cannot_have_been_counted_is_refused(counted, why):
    with pytest.raises(InvalidValue, match=why):
        tally(**counted)


def test_an_interval_is_longer_than_nothing_and_its_times_are_times():
    with pytest.raises(InvalidValue, match="call-tally D-1 must end after it starts"):
        sla.CallTally(id="D-1", start=NINE, end=NINE, offered=1)
    with pytest.raises(UnitMismatch, match="call-tally D-1: idle is 3 count; write time"):
        tally(idle="3 count")


def test_the_parts_of_a_number_are_what_can_be_told_apart():
    """100 offered, 70 answered in time, 10 given up in time, none diverted: 20 were late, either way."""
    counted = tally(offered=100, answered_within=70, abandoned_within=10, diverted=0)
    assert set(counted.parts("offered")) == {
        (70, frozenset({"answered_within"})),
        (10, frozenset({"abandoned_short", "abandoned_between"})),
        (0, frozenset({"diverted"})),
        (20, frozenset({"answered_late", "abandoned_late"})),
    }
    assert tally(offered=7).parts("handled") == (
        (None, frozenset({"resolved_calls"})),
        (None, frozenset({"unresolved_calls"})),
    )


def test_a_total_is_known_at_its_end_and_cannot_be_cut():
    evidence = sla.Evidence.of(sla.CallTally, [tally(offered=9)], covers=DAY)
    assert evidence.as_known_at(at(60)).records == ()
    assert evidence.as_known_at(HALF_PAST).records == (tally(offered=9),)
    assert not sla.CallTally.divisible


DOCUMENT = """
slacore: evidence/1
zone: Europe/Berlin
evidence:
  - of: call
    covers: 2026-03-10
    records:
      - {id: C-1, offered: "2026-03-10T09:25:00", answered: "2026-03-10T09:25:03", queue: sales,
         talk: 3 min, hold: 20 s, after call: 40 s, score: 5}
      - {id: C-2, offered: "2026-03-10T09:50:00", diverted: "2026-03-10T09:50:17", caller: "0301"}
  - of: call-tally
    covers: 2026-03-10
    records:
      - id: D-1
        start: "2026-03-10T09:00"
        end: "2026-03-10T09:30"
        threshold: 20 s
        offered: 120
        answered: 112
        answered within: 101
        answered wait: 1344 s
        scores: [[5, 40], [4, 35], ["3.5", 1]]
"""


def test_documents_write_calls_and_tallies_as_python_does(tmp_path):
    path = tmp_path / "day.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    one, two, counted = sorted(sla.load_evidence(path).records, key=lambda row: row.id)
    assert (one.talk, one.after_call, one.score) == (sla.Quantity(180, "s"), sla.Quantity(40, "s"), 5)
    assert one.queue == "sales"
    assert two.settled() == two.diverted
    assert (counted.offered, counted.answered_within) == (120, 101)
    assert counted.seconds("answered_wait") == 1344
    assert counted.scores == tally(scores={5: 40, 4: 35, "3.5": 1}).scores


def test_a_switch_s_report_is_a_table(tmp_path):
    """A column a number or a sum; what the switch does not report is empty."""
    path = tmp_path / "day.csv"
    path.write_text(
        "start,end,offered,answered,answered within,answered wait,handled\n"
        "2026-03-10T09:00Z,2026-03-10T09:30Z,120,112,101,1344 s,110\n"
        "2026-03-10T09:30Z,2026-03-10T10:00Z,0,0,0,,\n",
        encoding="utf-8",
    )
    found = read_evidence("call-tally", path, covers=DAY).records
    assert [row.answered_within for row in found] == [101, 0]
    assert [row.seconds("answered_wait") for row in found] == [1344, None]
    path.write_text(
        "id,start,end,offered,answered\nD-7,2026-03-10T09:00Z,2026-03-10T09:30Z,10,12\n", encoding="utf-8"
    )
    with pytest.raises(
        InvalidDocument, match="row 2: call-tally D-7: answered 12: that is more than offered 10"
    ):
        read_evidence("call-tally", path, covers=DAY)


def test_a_level_can_ask_for_one_queue():
    """Of sales the one call was answered late, of service in time."""
    metric = sla.STANDARD.metric("call-service-level")(within="20 s", abandoned="missed")
    rows = [
        sla.Call(id="C-1", offered=NINE, answered=at(60), queue="sales"),
        sla.Call(id="C-2", offered=NINE, answered=at(6), queue="service"),
    ]
    level = sla.ServiceLevel(
        name="sales", metric=metric, period="day", where=[sla.Test(fact="queue", equals="sales")]
    )
    parties = [sla.Party(name="centre", role="provider"), sla.Party(name="client", role="customer")]
    agreement = sla.Agreement(name="centre", zone="UTC", parties=parties, levels=[level])
    result = sla.evaluate(agreement, sla.Evidence.of(sla.Call, rows, covers=DAY), DAY)
    assert result.observations[0].exact == sla.Quantity(0, "%")
