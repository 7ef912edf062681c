"""The service level of a call centre: what becomes of callers who gave up decides about the figure."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.calling import DAY, ENDS, call, calls, on_the_day, tally
from metrics.measuring import exactly, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import CallServiceLevel
from slacore.model import Scope


def level(abandoned: str = "missed", **choices: Any) -> CallServiceLevel:
    """Answered in 20 seconds."""
    return CallServiceLevel(within="20 s", abandoned=abandoned, **choices)


# What ICMI published: 1,000 answered, 860 of them within 20 s; 60 gave up, 20 within 20 s, 10 within 5 s.
ICMI = {
    "answered": 1000,
    "answered_within": 860,
    "abandoned": 60,
    "abandoned_within": 20,
    "abandoned_short": 10,
}
VARIANTS = [
    ({"abandoned": "left out"}, Fraction(100 * 860, 1000)),
    ({"abandoned": "missed"}, Fraction(100 * 860, 1060)),
    ({"abandoned": "missed", "abandoned_within": "met"}, Fraction(100 * 880, 1060)),
    ({"abandoned": "missed", "abandoned_within": "left out"}, Fraction(100 * 860, 1040)),
    ({"abandoned": "missed", "short": "5 s", "abandoned_short": "left out"}, Fraction(100 * 860, 1050)),
    ({"abandoned": "missed", "short": "5 s", "abandoned_short": "met"}, Fraction(100 * 870, 1060)),
]


@pytest.mark.parametrize(("choices", "percent"), VARIANTS)
def test_one_set_of_counts_comes_to_81_to_86_percent(choices, percent):
    """The six variants, from what a switch counted and from the calls themselves."""
    assert on_the_day(level(source="tallies", **choices), tally(ICMI)) == exactly(percent)
    # A tenth of them: 86 and 14 answered; 1 gave up in 5 s, 1 in 20 s and 4 later.
    waits = [*(("answered", 20),) * 86, *(("answered", 21),) * 14, ("abandoned", 5), ("abandoned", 6)]
    waits += [("abandoned", 30)] * 4
    rows = [call(f"C-{n}", "09:00:00", **{how: wait}) for n, (how, wait) in enumerate(waits)]
    assert on_the_day(level(**choices), calls(*rows)) == exactly(percent)


def test_what_becomes_of_abandoned_calls_has_no_default():
    with pytest.raises(TypeError, match="abandoned"):
        CallServiceLevel(within="20 s")
    with pytest.raises(InvalidValue, match="unknown abandoned 'lost'"):
        level("lost")


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({"short": "5 s"}, "short is 5 s, but not what becomes of such calls"),
        ({"abandoned_short": "met"}, "abandoned short is 'met', but not how short"),
        (
            {"short": "25 s", "abandoned_short": "met"},
            "short calls of 25 s are longer than the threshold of 20 s",
        ),
        ({"short": "0 s", "abandoned_short": "met"}, "longer than nothing"),
        ({"abandoned_within": "lost"}, "unknown abandoned within"),
        ({"counted_by": "answered"}, "unknown counted by"),
        ({"source": "records"}, "unknown source"),
    ],
)
def test_choices_that_decide_nothing_are_refused(choices, why):
    with pytest.raises(InvalidValue, match=why):
        level(**choices)


def test_diverted_calls_are_left_out_unless_agreed_otherwise():
    """Of 9 answered in time and 3 diverted: 9 of 9, 9 of 12, or 12 of 12."""
    counted = {"answered": 9, "answered_within": 9, "abandoned": 0, "diverted": 3}
    rows = [call(f"C-{n}", "09:00:00", answered=1) for n in range(9)]
    rows += [call(f"X-{n}", "09:00:00", diverted=1) for n in range(3)]
    for choices, percent in (({}, 100), ({"diverted": "missed"}, 75), ({"diverted": "met"}, 100)):
        assert on_the_day(level(source="tallies", **choices), tally(counted)) == exactly(percent)
        assert on_the_day(level(**choices), calls(*rows)) == exactly(percent)


def test_a_wait_of_exactly_the_threshold_is_within_it_unless_agreed_otherwise():
    rows = calls(call("C-1", "09:00:00", answered=20), call("C-2", "09:00:00", answered=19))
    assert on_the_day(level(), rows) == exactly(100)
    assert on_the_day(level(inclusive=False), rows) == exactly(50)
    short = {"short": "5 s", "abandoned_short": "left out"}
    rows = calls(call("C-1", "09:00:00", abandoned=5), call("C-2", "09:00:00", answered=1))
    assert on_the_day(level(**short), rows) == exactly(100)
    assert on_the_day(level(**short, inclusive=False), rows) == exactly(50)


def test_a_call_belongs_to_the_interval_of_its_service_level_event():
    """It is the end of the wait or the passing of the threshold, whichever is first.

    All were offered before midnight. The first was answered before it, the second late, but its 20 s
    were over before midnight; the third was answered after midnight and in time.
    """
    rows = calls(
        call("in", "23:59:30", answered=10),
        call("late", "23:59:30", answered=100),
        call("next", "23:59:50", answered=15),
    )
    assert on_the_day(level(), rows) == exactly(50)
    assert on_the_day(level(counted_by="settled"), rows) == exactly(100)
    assert on_the_day(level(counted_by="offered"), rows) == exactly(Fraction(200, 3))
    tomorrow = observed(level(), rows, window=sla.Window.day(2026, 3, 11, tz="UTC"), period="day")
    assert [seen.bounds for seen in tomorrow] == [exactly(100)]


def test_whoever_has_waited_past_the_threshold_when_the_watch_ends_was_missed():
    """Unless calls of his kind are left out: then he may still become one of them."""
    rows = calls(call("C-1", "09:00:00", answered=1), call("C-2", "23:59:00"), covers=DAY)
    assert on_the_day(level(diverted="missed"), rows) == exactly(50)
    assert on_the_day(level(), rows) == sla.Bounds(50, 100)
    assert on_the_day(level("left out"), rows) == sla.Bounds(50, 100)


def test_whoever_has_not_waited_so_long_when_the_day_ends_belongs_to_the_next_day():
    rows = calls(call("C-1", "09:00:00", answered=1), call("C-2", "23:59:50"), covers=DAY)
    assert on_the_day(level(), rows) == exactly(100)
    # Counted by the offer he belongs to this one: met, missed, or left out.
    assert on_the_day(level(counted_by="offered"), rows) == sla.Bounds(50, 100)


WAITS = st.lists(st.tuples(st.sampled_from((*ENDS, "waits")), st.integers(0, 2)), max_size=3)
CHOICES = st.fixed_dictionaries(
    {
        "abandoned": st.sampled_from(("met", "missed", "left out")),
        "abandoned_within": st.sampled_from((None, "met", "missed", "left out")),
        "diverted": st.sampled_from(("met", "missed", "left out")),
        "inclusive": st.booleans(),
        "counted_by": st.sampled_from(("event", "settled", "offered")),
    }
)


@given(WAITS, CHOICES)
def test_the_bounds_are_what_may_become_of_those_who_wait(found, choices):
    """Calls are offered at one instant, two seconds before the watch and the period end.

    Whoever waits then is answered, gives up or is diverted then or later. The least and the most of
    all that this can come to, worked out plainly, are the bounds.
    """
    metric = CallServiceLevel(within="2 s", **choices)

    def fate(how, wait):
        within = wait < 2 or (wait == 2 and choices["inclusive"])
        if how == "answered":
            return "met" if within else "missed"
        if how == "diverted":
            return choices["diverted"]
        return (choices["abandoned_within"] if within else None) or choices["abandoned"]

    def counts(wait):
        return {"offered": 0, "settled": wait, "event": min(wait, 2)}[choices["counted_by"]] < 2

    endings = [[one] if one[0] != "waits" else list(product(ENDS, (2, 3, 99))) for one in found]
    shares = set()
    for ending in product(*endings):
        fates = [fate(how, wait) for how, wait in ending if counts(wait)]
        if fates.count("met") + fates.count("missed"):
            shares.add(Fraction(100 * fates.count("met"), fates.count("met") + fates.count("missed")))
    rows = [
        call(f"C-{n}", "11:59:58", **({} if how == "waits" else {how: wait}))
        for n, (how, wait) in enumerate(found)
    ]
    watched = sla.WindowSet.of(span("2026-03-10", "2026-03-10T12:00"))
    scope = Scope(
        period=span("2026-03-10", "2026-03-10T12:00"),
        zone="UTC",
        counted=watched,
        excluded=sla.WindowSet(),
        gaps=sla.WindowSet(),
        covered=watched,
        records=tuple(rows),
        horizon=sla.Instant.parse("2026-03-10T12:00Z"),
    )
    assert metric.measure(scope) == (sla.Bounds(min(shares), max(shares)) if shares else None)


LEAVES = ("answered_within", "answered_late", "abandoned_short", "between", "late", "diverted")
STATED = {
    "offered": LEAVES,
    "answered": LEAVES[:2],
    "answered_within": LEAVES[:1],
    "answered_late": LEAVES[1:2],
    "abandoned": LEAVES[2:5],
    "abandoned_within": LEAVES[2:4],
    "abandoned_short": LEAVES[2:3],
    "diverted": LEAVES[5:],
}


def splits(number, parts):
    """Every way to split a number into so many parts."""
    if parts == 1:
        yield (number,)
        return
    for first in range(number + 1):
        for rest in splits(number - first, parts - 1):
            yield (first, *rest)


@given(
    st.tuples(*(st.integers(0, 2) for _ in LEAVES)),
    st.sets(st.sampled_from([name for name in STATED if name != "offered"])),
    st.sampled_from([choices for choices, _ in VARIANTS]),
)
def test_what_a_switch_does_not_report_can_be_whatever_fits(truth, stated, choices):
    """Of everything that agrees with the counts that are stated, the least and the most are the bounds."""
    names = {"offered", *stated}

    def told(numbers):
        by_leaf = dict(zip(LEAVES, numbers, strict=True))
        return {name: sum(by_leaf[leaf] for leaf in STATED[name]) for name in names}

    within = choices.get("abandoned_within") or choices["abandoned"]
    fates = [
        "met",
        "missed",
        choices.get("abandoned_short") or within,
        within,
        choices["abandoned"],
        "left out",
    ]
    shares = set()
    for numbers in splits(sum(truth), len(LEAVES)):
        if told(numbers) != told(truth):
            continue
        met, missed = (
            sum(number for number, fate in zip(numbers, fates, strict=True) if fate == wanted)
            for wanted in ("met", "missed")
        )
        if met + missed:
            shares.add(Fraction(100 * met, met + missed))
    found = on_the_day(level(source="tallies", **choices), tally(told(truth)))
    assert found == (sla.Bounds(min(shares), max(shares)) if shares else None)


def test_nothing_offered_is_no_data():
    assert on_the_day(level(source="tallies"), tally({"offered": 0})) is None
    assert on_the_day(level(), calls()) is None
    assert on_the_day(level("left out"), calls(call("C-1", "09:00:00", abandoned=3))) is None


def test_a_gap_may_hide_any_call():
    rows = calls(call("C-1", "09:00:00", answered=1), covers=span("2026-03-10", "2026-03-10T23:00"))
    assert on_the_day(level(), rows) == sla.Bounds(0, 100)
    half = tally(
        {"answered_within": 9, "answered_late": 1, "abandoned": 0},
        covers=span("2026-03-10", "2026-03-10T12:00"),
    )
    assert on_the_day(level(source="tallies"), half) == sla.Bounds(0, 100)


def test_nobody_may_have_settled_unseen_who_was_offered_before_the_watch_and_closing_time():
    """The watch begins at eight on the tenth, and the service opens at nine.

    Whoever called on the ninth had closed at five: his 20 s were over before midnight. If the service
    is open round the clock, a call at 23:59:50 may have had its event on the tenth; by the settled
    wait it may have, too, from the ninth's afternoon.
    """
    rows = calls(call("C-1", "09:30:00", answered=1), covers=span("2026-03-10T08:00", "2026-03-20"))
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    night = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ("09:00-17:00", "23:00-00:00")})
    assert on_the_day(level(), rows, hours=office) == exactly(100)
    assert on_the_day(level(), rows, hours=night) == sla.Bounds(0, 100)
    assert on_the_day(level(counted_by="offered"), rows, hours=night) == exactly(100)
    assert on_the_day(level(counted_by="settled"), rows, hours=office) == sla.Bounds(0, 100)


def test_a_call_counts_if_it_was_offered_in_service_hours():
    """And not in excused time, even if its event comes later."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    rows = calls(
        call("early", "08:59:59", answered=99),
        call("nine", "09:00:00", answered=1),
        # Offered before closing, its 20 s were over after it.
        call("last", "16:59:59", answered=99),
        call("late", "17:00:00", answered=1),
    )
    assert on_the_day(level(), rows, hours=office) == exactly(50)
    works = sla.Exemption(id="X", start="2026-03-10T16:00Z", end="2026-03-10T17:00Z", cause="works")
    asked = rows + sla.Evidence(records=[works])
    assert on_the_day(level(), asked, hours=office, exclusions=[sla.Exclusion(cause="works")]) == exactly(100)


def test_what_was_excused_hides_nothing():
    """Nobody watched from ten to eleven, and that hour is excused."""
    parts = [span("2026-03-10", "2026-03-10T10:00"), span("2026-03-10T11:00", "2026-03-20")]
    works = sla.Exemption(id="X", start="2026-03-10T10:00Z", end="2026-03-10T11:00Z", cause="works")
    rows = calls(call("C-1", "09:00:00", answered=1), covers=parts) + sla.Evidence(records=[works])
    assert on_the_day(level(), rows, exclusions=[sla.Exclusion(cause="works")]) == exactly(100)
    assert on_the_day(level(), rows) == sla.Bounds(0, 100)


def test_a_switch_that_counts_with_another_threshold_is_refused_by_name():
    counted = {"threshold": "30 s", "answered": 10, "answered_within": 9, "abandoned": 0}
    with pytest.raises(EvaluationError, match=r"call-tally D-0 counts answered within 30 s.*says 20 s"):
        on_the_day(level(source="tallies"), tally(counted))
    same = {**counted, "threshold": "1/3 min"}
    assert on_the_day(level(source="tallies"), tally(same)) == exactly(90)
    # Of a threshold with which nothing was counted nobody asks.
    rough = {"threshold": "30 s", "answered": 10, "abandoned": 0}
    assert on_the_day(level(source="tallies"), tally(rough)) == sla.Bounds(0, 100)
    brief = {"short": "3 s", "answered_within": 9, "answered_late": 0, "abandoned": 1, "abandoned_short": 1}
    with pytest.raises(EvaluationError, match=r"call-tally D-0 counts abandoned short 3 s.*says 5 s"):
        on_the_day(level(source="tallies", short="5 s", abandoned_short="met"), tally(brief))


def test_intervals_are_added_up_before_they_are_divided():
    """1 of 1 and 0 of 3: 1 of 4, and not the mean of 100 % and 0 %."""
    one = {"answered_within": 1, "answered_late": 0, "abandoned": 0}
    two = {"answered_within": 0, "answered_late": 3, "abandoned": 0}
    assert on_the_day(level(source="tallies"), tally(one, two)) == exactly(25)


SALES, CARE, ANN, BOB = {"queue": "sales"}, {"queue": "care"}, {"agent": "Ann"}, {"agent": "Bob"}


def day_and_hour(of_day: dict[str, str], of_hour: dict[str, str]) -> sla.Evidence:
    """One of two in time over the day, and two of two in its first hour."""
    counted = {"answered": 2, "abandoned": 0}
    hour = DAY.start + sla.Quantity(1, "h")
    rows = [
        sla.CallTally(id="day", start=DAY.start, end=DAY.end, answered_within=1, **counted, **of_day),
        sla.CallTally(id="hour", start=DAY.start, end=hour, answered_within=2, **counted, **of_hour),
    ]
    return sla.Evidence.of(sla.CallTally, rows, covers=DAY)


@pytest.mark.parametrize(
    ("of_day", "of_hour"),
    [
        ({}, {}),
        (SALES, SALES),
        # A day of all queues, and an hour of one of them.
        ({}, SALES),
        (ANN, {}),
        # What Ann did may have been for sales, and is among what sales counted.
        (SALES, ANN),
        (SALES, SALES | ANN),
        (SALES | ANN, ANN),
    ],
)
def test_tallies_that_overlap_are_refused_where_their_calls_may_be_the_same(of_day, of_hour):
    """A report's total beside its rows would count every call twice."""
    with pytest.raises(EvaluationError, match="call-tally hour and call-tally day overlap"):
        on_the_day(level(source="tallies"), day_and_hour(of_day, of_hour))


def test_a_level_asks_for_the_total_or_for_a_row_of_a_report():
    """The total has a name of its own: one of two, or two of two."""
    rows = day_and_hour({"queue": "all"}, SALES)
    for queue, percent in (("all", 50), ("sales", 100)):
        only = {"where": [sla.Test(fact="queue", equals=queue)]}
        assert on_the_day(level(source="tallies"), rows, **only) == exactly(percent)


@pytest.mark.parametrize(
    ("of_day", "of_hour"), [(SALES, CARE), (ANN, BOB), (SALES | ANN, SALES | BOB), (SALES | ANN, CARE | ANN)]
)
def test_tallies_of_other_queues_or_agents_are_added_up(of_day, of_hour):
    """Three of four."""
    assert on_the_day(level(source="tallies"), day_and_hour(of_day, of_hour)) == exactly(75)


def test_tallies_in_any_order_of_their_names_and_lengths_are_told_apart():
    """Half hours of two queues are added up; a second that lies within one of them is refused."""
    half = sla.Quantity(30, "min")

    def counted(name, start, end, **of):
        return sla.CallTally(id=name, start=start, end=end, answered=2, answered_within=1, abandoned=0, **of)

    rows = [
        counted(f"{queue}-{n}", DAY.start + half * n, DAY.start + half * (n + 1), queue=queue)
        for queue in ("b", "a")
        for n in range(48)
    ]
    metric = level(source="tallies")
    assert on_the_day(metric, sla.Evidence.of(sla.CallTally, rows, covers=DAY)) == exactly(50)
    inside = counted("inside", DAY.start + half * 20, DAY.start + half * 20 + sla.Quantity(1, "s"), queue="a")
    with pytest.raises(EvaluationError, match="call-tally inside and call-tally a-20 overlap"):
        on_the_day(metric, sla.Evidence.of(sla.CallTally, [*rows, inside], covers=DAY))


def test_the_explanation_says_how_many_were_met_missed_and_left_out():
    (seen,) = observed(level("left out", source="tallies"), tally(ICMI), window=DAY, period="day")
    assert seen.workings == (("met", "860"), ("missed", "140"), ("left out", "60"))
