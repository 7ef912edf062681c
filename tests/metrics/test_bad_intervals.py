"""Intervals that are bad from a share of errors on: their time, their number, and runs of them, by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import exactly, measured, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import Availability, Downtime, OutageRule

# An hour is enough to see a run.
HOUR = sla.Window.parse("2026-03-02T10:00Z/2026-03-02T11:00Z")
DAY = sla.Window.day(2026, 3, 2, tz="UTC")
ABOVE = sla.Test(above="5 %")
WORKS = (sla.Exclusion(cause="works"),)


def minutes(letters: str, start: str = "10:00", **more: Any) -> list[sla.Tally]:
    """A minute for each letter: good, bad (6 of 100), edge (5 of 100), idle, unsaid; a dot is no tally."""
    parts = {
        "g": {"bad": 0, "total": 100},
        "b": {"bad": 6, "total": 100},
        "e": {"bad": 5, "total": 100},
        "i": {"bad": 0, "total": 0},
        "?": {"total": 100},
    }
    at = sla.Instant.parse(f"2026-03-02T{start}Z")
    found = []
    for number, letter in enumerate(letters):
        begin = at + sla.Quantity(number, "min")
        if letter != ".":
            end = begin + sla.Quantity(1, "min")
            found.append(sla.Tally(id=f"{start} {number}", start=begin, end=end, **parts[letter], **more))
    return found


def tallies(letters: str, covers: Any = DAY) -> sla.Evidence:
    return sla.Evidence.of(sla.Tally, minutes(letters), covers=covers)


def of_day(metric: sla.Metric, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    return measured(metric, evidence, window=DAY, period="day", **more)


def by_number(**fields: Any) -> Availability:
    return Availability(source="tallies", pooling="mean of intervals", bad_when=ABOVE, **fields)


def by_time(**fields: Any) -> Availability:
    return Availability(source="tallies", bad_when=ABOVE, **fields)


def down(**fields: Any) -> Downtime:
    return Downtime(source="tallies", bad_when=ABOVE, **fields)


def test_above_a_share_or_from_a_share_on():
    """Five of a hundred errors are at least 5 %, and not above 5 %."""
    assert of_day(by_number(), tallies("gbeg")) == exactly(75)
    from_on = Availability(source="tallies", pooling="mean of intervals", bad_when=sla.Test(at_least="5 %"))
    assert of_day(from_on, tallies("gbeg")) == exactly(50)
    ratio = Availability(source="tallies", pooling="mean of intervals", bad_when=sla.Test(above="0.05 ratio"))
    assert of_day(ratio, tallies("gbeg")) == exactly(75)


def test_a_bad_interval_is_down_for_as_long_as_it_is():
    """Two bad minutes of a day are two of 1,440; of the four that were tallied they are half."""
    rows = tallies("gbbg")
    assert of_day(down(), rows) == exactly(2)
    assert of_day(by_time(idle="full"), rows) == exactly(Fraction(100 * 1438, 1440))
    assert of_day(by_time(), rows) == exactly(50)
    assert of_day(by_number(), rows) == exactly(50)


def test_intervals_of_unlike_length():
    """Ten bad minutes and a good hour: 60 of 70 minutes, and one interval of two."""
    bad = sla.Tally(id="1", start="2026-03-02T10:00Z", end="2026-03-02T10:10Z", bad=10, total=10)
    good = sla.Tally(id="2", start="2026-03-02T10:10Z", end="2026-03-02T11:10Z", bad=0, total=10)
    rows = sla.Evidence.of(sla.Tally, [bad, good], covers=DAY)
    assert of_day(by_time(), rows) == exactly(Fraction(6000, 70))
    assert of_day(by_number(), rows) == exactly(50)


@pytest.mark.parametrize(
    ("letters", "full", "skipped"),
    [
        ("bbbg", 3, 3),
        ("bbgb", 0, 0),
        ("gbbg", 0, 0),
        # An idle minute is up, or is not there.
        ("bbib", 0, 3),
        ("bb.b", 0, 3),
        ("bbiib", 0, 3),
        ("ibbi", 0, 0),
        ("bbigb", 0, 0),
    ],
)
@pytest.mark.parametrize("least", ["3 count", "3 min"])
def test_a_run_of_three(letters, full, skipped, least):
    """Three in a row, by number or by length, where an idle interval ends a run or is passed over."""
    rule = OutageRule(at_least=least)
    assert of_day(down(outages=rule, idle="full"), tallies(letters)) == exactly(full)
    assert of_day(down(outages=rule), tallies(letters)) == exactly(skipped)
    told = sum(letter in "bg" for letter in letters)
    idle = letters.count("i")
    assert of_day(by_number(outages=rule), tallies(letters)) == exactly(
        Fraction(100 * (told - skipped), told)
    )
    assert of_day(by_number(outages=rule, idle="full"), tallies(letters)) == exactly(
        Fraction(100 * (told + idle - full), told + idle)
    )


def test_nine_minutes_one_at_exactly_five_percent_and_nine_more_are_no_run_of_ten():
    """As in the BigQuery agreement of 2016: more than five percent in ten consecutive minutes."""
    ten = OutageRule(at_least="10 count")
    assert of_day(down(outages=ten), tallies("b" * 9 + "e" + "b" * 9)) == exactly(0)
    assert of_day(down(outages=ten), tallies("b" * 9 + "b" + "b" * 9)) == exactly(19)


def test_an_excused_minute_splits_a_run_or_was_part_of_it():
    """Of five bad minutes the third is excused: 2 + 2 of a run of three, or four of a run of five."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T10:02Z", end="2026-03-02T10:03Z", cause="works")]
    )
    rows = tallies("bbbbbg") + works
    first = OutageRule(at_least="3 count")
    late = OutageRule(at_least="3 count", order="qualify first")
    for metric, minutes in ((down(outages=first), 0), (down(outages=late), 4)):
        assert of_day(metric, rows, exclusions=WORKS) == exactly(minutes)
    # Of the five minutes that count none, or four, are bad.
    assert of_day(by_number(outages=first), rows, exclusions=WORKS) == exactly(100)
    assert of_day(by_number(outages=late), rows, exclusions=WORKS) == exactly(20)


def test_a_minute_that_is_excused_in_part_counts_in_full():
    """Nobody knows in which half of the minute its errors were: a total is not cut."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T10:00:30Z", end="2026-03-02T10:02Z", cause="works")]
    )
    assert of_day(down(), tallies("bbg") + works, exclusions=WORKS) == exactly(1)


@pytest.mark.parametrize(("edge", "wanted"), [("part", (0, 0)), ("whole", (2, 2))])
def test_a_run_over_midnight(edge, wanted):
    """Two bad minutes before and two after: four in a row are enough, two are not."""
    both = span("2026-03-02", "2026-03-04")
    rows = sla.Evidence.of(sla.Tally, minutes("gbbbbg", "23:57"), covers=both)
    metric = down(outages=OutageRule(at_least="4 count", edge=edge))
    found = observed(metric, rows, window=both, period="day")
    assert tuple(seen.bounds for seen in found) == tuple(exactly(minutes) for minutes in wanted)


def test_an_interval_over_midnight_belongs_to_neither_day():
    """It is left out as a gap of half a minute on each side, which may join a run or end it."""
    both = span("2026-03-02", "2026-03-04")
    over = sla.Tally(id="over", start="2026-03-02T23:59:30Z", end="2026-03-03T00:00:30Z", bad=9, total=9)
    rows = sla.Evidence.of(sla.Tally, [*minutes("bb", "23:57"), over], covers=both)
    metric = down(outages=OutageRule(at_least="3 min", edge="whole"), idle="full")
    late = sla.Evidence.of(
        sla.Tally,
        [
            sla.Tally(id="bad", start="2026-03-02T23:57:30Z", end="2026-03-02T23:59:30Z", bad=9, total=9),
            over,
        ],
        covers=both,
    )
    found = observed(metric, rows, window=both, period="day")
    assert [seen.bounds for seen in found] == [exactly(0), exactly(0)]
    found = observed(metric, late, window=both, period="day")
    assert [seen.bounds for seen in found] == [sla.Bounds(0, Fraction(5, 2)), sla.Bounds(0, Fraction(1, 2))]


def test_what_was_tallied_in_a_gap_is_known_and_the_rest_of_it_is_not():
    """An interval of three bad minutes, two of them in the gap: no run of two, if none follows."""
    seen = [
        span("2026-03-02T00:00", "2026-03-02T10:00"),
        span("2026-03-02T10:03", "2026-03-03T00:00"),
    ]
    # A record that lies wholly in a gap is refused: this one reaches into what was watched.
    begun = sla.Tally(id="begun", start="2026-03-02T09:59Z", end="2026-03-02T10:02Z", bad=9, total=9)
    evidence = sla.Evidence.of(sla.Tally, [begun], covers=seen)
    assert of_day(down(outages=OutageRule(at_least="2 count")), evidence) == sla.Bounds(0, 4)
    assert of_day(down(outages=OutageRule(at_least="3 min")), evidence) == sla.Bounds(3, 4)


def test_what_a_tally_leaves_unsaid_may_be_bad():
    """Two bad, one of which only the total is known, and one bad: no run of four, or one."""
    rows = tallies("bb?bg")
    assert of_day(down(), rows) == sla.Bounds(3, 4)
    assert of_day(down(outages=OutageRule(at_least="4 count")), rows) == sla.Bounds(0, 4)
    assert of_day(by_number(), rows) == sla.Bounds(20, 40)
    assert of_day(by_number(outages=OutageRule(at_least="4 count")), rows) == sla.Bounds(20, 100)


def test_a_gap_hides_a_run_or_joins_two():
    """Two bad minutes, two that nobody saw, two bad: nothing, or six minutes, of any number of intervals."""
    seen = [
        span("2026-03-02T00:00", "2026-03-02T10:02"),
        span("2026-03-02T10:04", "2026-03-03T00:00"),
    ]
    rows = tallies("bb..bbg", covers=seen)
    for least in ("6 min", "6 count"):
        assert of_day(down(outages=OutageRule(at_least=least)), rows) == sla.Bounds(0, 6)
    assert of_day(down(outages=OutageRule(at_least="7 min")), rows) == exactly(0)
    # How many intervals two minutes hide nobody can tell.
    assert of_day(down(outages=OutageRule(at_least="7 count")), rows) == sla.Bounds(0, 6)
    assert of_day(by_number(), rows) == sla.Bounds(0, 100)
    # Of five minutes told four are bad, and of seven four to six.
    assert of_day(by_time(), rows) == sla.Bounds(Fraction(100, 7), Fraction(300, 7))


def test_no_interval_is_no_data_or_full():
    """A day on which nothing was tallied, or nothing happened, has no share of bad intervals."""
    for rows in (tallies(""), tallies("ii")):
        for metric in (by_number, by_time):
            assert of_day(metric(), rows) is None
            assert of_day(metric(idle="full"), rows) == exactly(100)
        assert of_day(down(), rows) == exactly(0)


def test_intervals_that_overlap_do_not_follow_each_other():
    """Of two regions at once neither is next: refused where a run or their time is asked, named both."""
    rows = sla.Evidence.of(sla.Tally, [*minutes("gb"), *minutes("bb", "10:01")], covers=DAY)
    for metric in (down(), by_time(), by_number(outages=OutageRule(at_least="2 count"))):
        with pytest.raises(EvaluationError, match=r"tally 10:00 1 and tally 10:01 0 overlap"):
            of_day(metric, rows)
    # As numbers they are four, of which three are bad.
    assert of_day(by_number(), rows) == exactly(25)


def test_the_share_from_which_an_interval_is_bad_is_a_share():
    """Above nothing at all is no test, and neither is below."""
    for test, why in (
        (sla.Test(below="5 %"), "above a share"),
        (sla.Test(at_least="0 %"), "above a share"),
        (sla.Test(above="5 %", below="50 %"), "above a share"),
        (sla.Test(equals="5 %"), "above a share"),
        (sla.Test(above="5 min"), "100 % at most"),
        (sla.Test(above="101 %"), "100 % at most"),
        (sla.Test(above="100 %"), "100 % at most"),
        (sla.Test(fact="errors", above="5 %"), "takes a test of what was bad"),
        ("5 %", "takes a test of what was bad"),
    ):
        with pytest.raises(InvalidValue, match=why):
            Availability(source="tallies", bad_when=test)
    # Any error at all makes it bad.
    assert of_day(Downtime(source="tallies", bad_when=sla.Test(above="0 %")), tallies("gbeg")) == exactly(2)


def test_time_is_not_added_back_to_intervals_that_are_counted():
    """By their time it can be: three minutes bad, less a minute."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T12:00Z", end="2026-03-02T12:01Z", cause="works")]
    )
    terms = {"exclusions": [sla.Exclusion(cause="works", effect="added back")]}
    rows = tallies("bbbg") + works
    assert of_day(down(), rows, **terms) == exactly(2)
    with pytest.raises(EvaluationError, match="cannot be added back to things that were counted"):
        of_day(by_number(), rows, **terms)


def test_the_explanation_counts_the_intervals():
    """Four intervals and an idle one, three of them bad, two in a run that is long enough."""
    rule = OutageRule(at_least="2 count")
    (seen,) = observed(by_number(outages=rule), tallies("bbigb"), window=DAY, period="day")
    assert seen.workings == (("intervals", "4"), ("bad", "3"), ("bad in runs of at least 2 count", "2"))
    (seen,) = observed(down(outages=rule), tallies("bbgb"), window=DAY, period="day")
    assert seen.workings == (
        ("merged", "2 outages, 3 min"),
        ("in counted time", "2 outages, 3 min"),
        ("not excused", "2 outages, 3 min"),
        ("qualifying (at least 2 count)", "1 outage, 2 min"),
        ("down", "2 min"),
    )
