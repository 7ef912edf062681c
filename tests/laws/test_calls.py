"""Calls one by one and what a switch counts of them come to the same; and every call counts once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from slacore.metrics import (
    AbandonmentRate,
    CallServiceLevel,
    FirstCallResolution,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    Satisfaction,
)

DAY = sla.Window.day(2026, 3, 10, tz="UTC")
AROUND = sla.Window.between("2026-03-01", "2026-03-20", tz="UTC")
PARTIES = (sla.Party(name="centre", role="provider"), sla.Party(name="client", role="customer"))

# When it was offered, in seconds of the day, how it ended, after how many seconds, handled for how
# long, and scored.
ROWS = st.lists(
    st.tuples(
        st.integers(-30, 86_399),
        st.sampled_from(("answered", "answered", "abandoned", "diverted")),
        st.integers(0, 40),
        st.integers(0, 300),
        st.sampled_from((None, 1, 2, 3, 4, 5)),
    ),
    max_size=12,
)


def offered(row) -> sla.Instant:
    return DAY.start + sla.Quantity(row[0], "s")


def call(number, row) -> sla.Call:
    _, how, wait, spent, score = row
    end = offered(row) + sla.Quantity(wait, "s")
    if how != "answered":
        return sla.Call(id=f"C-{number}", offered=offered(row), **{how: end})
    said = {"talk": f"{spent} s", "hold": f"{spent // 3} s", "after_call": f"{spent // 7} s", "score": score}
    return sla.Call(id=f"C-{number}", offered=offered(row), answered=end, **said)


def counted(rows) -> sla.CallTally:
    """What a switch counts of the rows: 20 s for the service level, up to 5 s is short."""
    answered = [row for row in rows if row[1] == "answered"]
    abandoned = [row for row in rows if row[1] == "abandoned"]
    scores = [row[4] for row in answered if row[4] is not None]

    def longest(some):
        return f"{max(row[2] for row in some)} s" if some else None

    return sla.CallTally(
        id="D",
        start=DAY.start,
        end=DAY.end,
        threshold="20 s",
        short="5 s",
        answered=len(answered),
        answered_within=sum(row[2] <= 20 for row in answered),
        abandoned=len(abandoned),
        abandoned_within=sum(row[2] <= 20 for row in abandoned),
        abandoned_short=sum(row[2] <= 5 for row in abandoned),
        diverted=sum(row[1] == "diverted" for row in rows),
        answered_wait=f"{sum(row[2] for row in answered)} s",
        abandoned_wait=f"{sum(row[2] for row in abandoned)} s",
        longest_answered=longest(answered),
        longest_abandoned=longest(abandoned),
        handled=len(answered),
        talk=f"{sum(row[3] for row in answered)} s",
        hold=f"{sum(row[3] // 3 for row in answered)} s",
        after_call=f"{sum(row[3] // 7 for row in answered)} s",
        scores={score: scores.count(score) for score in scores},
    )


def measured(metric, evidence, window=DAY):
    level = sla.ServiceLevel(name="level", metric=metric, period="day")
    agreement = sla.Agreement(name="centre", zone="UTC", parties=PARTIES, levels=[level])
    return [seen.bounds for seen in sla.evaluate(agreement, evidence, window).observations]


LEVEL = {"within": "20 s"}
SHORT = {"short": "5 s"}
KINDS = [
    (CallServiceLevel, {**LEVEL, "abandoned": "left out"}),
    (CallServiceLevel, {**LEVEL, "abandoned": "missed", "diverted": "missed"}),
    (CallServiceLevel, {**LEVEL, "abandoned": "missed", "abandoned_within": "met"}),
    (CallServiceLevel, {**LEVEL, "abandoned": "missed", **SHORT, "abandoned_short": "left out"}),
    (AbandonmentRate, {}),
    (AbandonmentRate, {**SHORT, "abandoned_short": "only offered", "diverted": "left out"}),
    (MeanWait, {}),
    (MeanWait, {"abandoned": True}),
    (LongestWait, {"abandoned": True}),
    (MeanHandlingTime, {}),
    (MeanHandlingTime, {"hold": False}),
    (Satisfaction, {}),
]


@pytest.mark.parametrize(("cls", "choices"), KINDS)
@given(rows=ROWS)
def test_a_switch_s_counts_and_the_calls_themselves_come_to_the_same(cls, choices, rows):
    """Of the calls whose wait ended on the day."""
    rows = [row for row in rows if 0 <= row[0] + row[2] < 86_400]
    calls = sla.Evidence.of(sla.Call, [call(n, row) for n, row in enumerate(rows)], covers=AROUND)
    tally = sla.Evidence.of(sla.CallTally, [counted(rows)], covers=DAY)
    by_calls = {**choices, **({"counted_by": "settled"} if cls is CallServiceLevel else {})}
    assert measured(cls(**by_calls), calls) == measured(cls(source="tallies", **choices), tally)


@pytest.mark.parametrize("counted_by", ["event", "settled", "offered"])
@given(rows=ROWS)
def test_every_call_counts_on_one_day(counted_by, rows):
    """However it is counted, three days in a row have as many calls as there are."""
    metric = CallServiceLevel(**LEVEL, abandoned="missed", diverted="missed", counted_by=counted_by)
    calls = sla.Evidence.of(sla.Call, [call(n, row) for n, row in enumerate(rows)], covers=AROUND)
    level = sla.ServiceLevel(name="level", metric=metric, period="day")
    agreement = sla.Agreement(name="centre", zone="UTC", parties=PARTIES, levels=[level])
    days = sla.evaluate(agreement, calls, sla.Window.between("2026-03-09", "2026-03-12", tz="UTC"))
    numbers = [int(number) for seen in days.observations for _, number in seen.workings]
    assert sum(numbers) == len(rows)


@given(rows=ROWS, more=st.sampled_from(("1 h", "12 h")))
def test_a_longer_repeat_window_resolves_no_more(rows, more):
    """And calls that fail with both of a pair are at least those that fail with the first."""
    who = [
        sla.Call(id=f"C-{n}", offered=offered(row), answered=offered(row), caller=str(row[3] % 3))
        for n, row in enumerate(rows)
    ]
    evidence = sla.Evidence.of(sla.Call, who, covers=AROUND)

    def figure(**choices) -> Fraction:
        (found,) = measured(FirstCallResolution(**choices), evidence)
        return Fraction(0) if found is None else found.value

    assert figure(repeat_window="30 min") >= figure(repeat_window=more)
    assert figure(repeat_window=more, fails="first") >= figure(repeat_window=more)
