"""Availability and downtime from tallies: any two of three, pooled or by interval, idle or in doubt."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import EvaluationError
from slacore.metrics import Availability, Downtime
from slacore.model import Scope

POOLED = Availability(source="tallies")
BY_INTERVAL = Availability(source="tallies", pooling="mean of intervals")
# Seven hours a working day.
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-16:00"})


def tally(name: str, when: sla.Window = MARCH, **parts: Any) -> sla.Tally:
    return sla.Tally(id=name, start=when.start, end=when.end, **parts)


def day(number: int) -> sla.Window:
    return sla.Window.day(2026, 3, number, tz="UTC")


def tallies(*rows: sla.Tally, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Tally, rows, covers=covers)


def test_things_that_were_counted_are_no_downtime():
    """Five failed requests are not five of anything that a clock shows."""
    counted = tallies(tally("requests", bad=5, total=100))
    with pytest.raises(EvaluationError, match=r"tally requests counts things.*downtime is made of time"):
        measured(Downtime(source="tallies"), counted)


def test_downtime_in_a_gap_is_at_most_the_gap():
    """Nobody can be down for longer than the time that was not watched: here ten days."""
    watch = span("2026-03-01", "2026-03-22")
    assert measured(Downtime(source="tallies", unit="day"), tallies(covers=watch)) == sla.Bounds(0, 10)


def test_a_watched_period_in_which_nothing_was_tallied_is_idle():
    """Full where the contract says that idle is full, and without data where it is skipped."""
    for pooling in ("pooled", "mean of intervals"):
        metric = Availability(source="tallies", pooling=pooling, idle="full")
        assert measured(metric, tallies()) == exactly(100)
        assert measured(Availability(source="tallies", pooling=pooling), tallies()) is None


def test_an_interval_is_as_long_as_its_service_hours():
    """One hour down of the seven that were promised is 6/7, and not 23/24."""
    rows = tallies(tally("monday", day(2), bad="1 h"), tally("tuesday", day(3), bad="0 h"))
    # (6/7 + 7/7) ÷ 2 = 13/14
    assert measured(BY_INTERVAL, rows, hours=OFFICE) == exactly(Fraction(1300, 14))


def test_what_was_tallied_outside_service_hours_does_not_count():
    """A Sunday of failures costs nothing where Monday to Friday was promised."""
    sunday, monday = tally("sunday", day(1), bad=10, total=10), tally("monday", day(2), bad=1, total=10)
    for metric in (POOLED, BY_INTERVAL):
        assert measured(metric, tallies(sunday, monday), hours=OFFICE) == exactly(90)
    down = tallies(tally("sunday", day(1), bad="5 h"), tally("monday", day(2), bad="3 min"))
    assert measured(Downtime(source="tallies"), down, hours=OFFICE) == exactly(3)


@pytest.mark.parametrize(
    "parts",
    [
        {"good": 99, "bad": 1},
        {"good": 99, "total": 100},
        {"bad": 1, "total": 100},
        {"good": 99, "bad": 1, "total": 100},
    ],
)
def test_any_two_of_good_bad_and_total_give_the_third(parts):
    """99 of 100, however it was written."""
    assert measured(POOLED, tallies(tally("T", **parts))) == exactly(99)


def test_exactly_on_target_is_exact():
    """99,999,999 good and 1 bad is 99.999999 %, without a digit lost."""
    found = measured(POOLED, tallies(tally("T", good=99_999_999, bad=1)))
    assert found == exactly(Fraction(9_999_999_900, 100_000_000))


@pytest.mark.parametrize("parts", [{"good": 5}, {"total": 5}])
def test_one_count_alone_leaves_the_share_open(parts):
    """Five good, and nobody says how many were bad."""
    assert measured(POOLED, tallies(tally("T", **parts))) == sla.Bounds(0, 100)


def test_time_without_a_total_is_of_the_whole_period():
    """217 min of March's 44,640, or all but 217 of them good; in service hours of those."""
    wanted = exactly(Fraction(100 * (44_640 - 217), 44_640))
    assert measured(POOLED, tallies(tally("T", bad="217 min"))) == wanted
    assert measured(POOLED, tallies(tally("T", good=f"{44_640 - 217} min"))) == wanted
    assert measured(Downtime(source="tallies"), tallies(tally("T", bad="217 min"))) == exactly(217)
    # 22 working days of seven hours: 154 h, of which 1.54 h are 1 %.
    assert measured(POOLED, tallies(tally("T", bad="1.54 h")), hours=OFFICE) == exactly(99)
    london = sla.Window.month(2026, 3, tz="Europe/London")
    short = tallies(sla.Tally(id="T", start=london.start, end=london.end, bad="1 h"), covers=london)
    assert measured(POOLED, short, window=london, zone="Europe/London") == exactly(Fraction(74_200, 743))


def test_pooled_and_the_mean_of_intervals_differ():
    """1 of 1,000 and 1 of 10: pooled 2 of 1,010 are bad, on average 5.05 %."""
    rows = tallies(tally("busy", day(2), bad=1, total=1000), tally("quiet", day(3), bad=1, total=10))
    assert measured(POOLED, rows) == exactly(Fraction(100 * 1008, 1010))
    assert measured(BY_INTERVAL, rows) == exactly(Fraction(100) - Fraction(505, 100))


def test_an_idle_interval_is_full_or_skipped():
    """90 % and an idle day: 95 % on average where idle is full, and 90 % where it is left out."""
    rows = tallies(tally("busy", day(2), good=90, total=100), tally("idle", day(3), good=0, total=0))
    full = Availability(source="tallies", pooling="mean of intervals", idle="full")
    assert measured(full, rows) == exactly(95)
    assert measured(BY_INTERVAL, rows) == exactly(90)
    # Pooled it has no weight.
    assert measured(POOLED, rows) == exactly(90)
    idle = tallies(tally("idle", day(3), good=0, bad=0))
    assert measured(full, idle) == exactly(100)
    assert measured(BY_INTERVAL, idle) is None
    assert measured(POOLED, idle) is None


def test_a_gap_hides_any_number_of_intervals_and_of_things():
    """Any share is possible then, whatever was seen."""
    rows = tallies(tally("T", day(2), good=99, total=100), covers=span("2026-03-01", "2026-03-31"))
    assert measured(POOLED, rows) == sla.Bounds(0, 100)
    assert measured(BY_INTERVAL, rows) == sla.Bounds(0, 100)
    assert measured(POOLED, sla.Evidence()) == sla.Bounds(0, 100)


def test_a_gap_of_time_is_no_longer_than_it_is():
    """One day bad and ten unseen of 31: between 20 and 30 days are good, by all three ways to tally."""
    watch = span("2026-03-01", "2026-03-22")
    seen = sla.Window(watch.start, watch.end)
    low, high = Fraction(2000, 31), Fraction(3000, 31)
    for parts in (
        {"bad": "1 d"},
        {"bad": "1 d", "total": "21 d"},
        {"good": "20 d", "total": "21 d"},
        {"good": "20 d"},
    ):
        rows = tallies(tally("T", seen, **parts), covers=watch)
        assert measured(POOLED, rows) == sla.Bounds(low, high), parts
        assert measured(Downtime(source="tallies", unit="day"), rows) == sla.Bounds(1, 11), parts


def test_a_tally_over_the_edge_of_a_period_is_a_gap():
    """Nobody knows on which side of midnight its hour was bad."""
    over = span("2026-03-31", "2026-04-02")
    rows = tallies(tally("T", over, bad="1 h", total="48 h"), covers=span("2026-03-01", "2026-05-01"))
    (found,) = observed(Downtime(source="tallies", unit="hour"), rows)
    assert found.bounds == sla.Bounds(0, 24)
    assert found.gaps == sla.WindowSet.of(span("2026-03-31", "2026-04-01"))
    assert any("tally T reaches over the edge" in note for note in found.notes)


def test_time_and_things_do_not_pool():
    """Minutes and requests have no common total."""
    rows = tallies(tally("time", day(2), bad="5 min"), tally("things", day(3), bad=5, total=10))
    with pytest.raises(EvaluationError, match="time and counts are tallied for one level"):
        measured(POOLED, rows)


def test_more_time_than_there_is_is_refused():
    """Of the period where no total is stated, and of the interval by its own length."""
    with pytest.raises(EvaluationError, match="44641 min are tallied in a period of 44640 min"):
        measured(POOLED, tallies(tally("T", bad="44641 min")))
    with pytest.raises(EvaluationError, match="44641 min are tallied in a period of 44640 min"):
        measured(POOLED, tallies(tally("T", good="44641 min")))
    with pytest.raises(
        EvaluationError, match=r"tally T calls 1500 min good or bad.* has 1440 min of service time"
    ):
        measured(BY_INTERVAL, tallies(tally("T", day(2), bad="25 h")))
    # Of the other days there would be 25 hours left, but not of this one.
    for metric in (POOLED, Downtime(source="tallies")):
        with pytest.raises(EvaluationError, match=r"tally T calls 1500 min good or bad.* has 1440 min"):
            measured(metric, tallies(tally("T", day(2), bad="25 h")))
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    with pytest.raises(EvaluationError, match=r"tally T calls 540 min good or bad.* has 480 min"):
        measured(POOLED, tallies(tally("T", day(2), bad="9 h")), hours=office)
    # A total that is stated says of how many things: two machines have 48 hours a day.
    two = tallies(tally("T", day(2), bad="25 h", total="48 h"))
    assert measured(Downtime(source="tallies", unit="hour"), two) == exactly(25)


def test_time_that_is_told_of_twice_is_refused():
    """Two reports of one day are not two days of downtime; of two tenants the share has two totals."""
    one, other = tally("one", day(2), bad="20 h"), tally("other", day(2), bad="20 h")
    for metric in (POOLED, Downtime(source="tallies")):
        with pytest.raises(EvaluationError, match="tally one and tally other overlap, and their time"):
            measured(metric, tallies(one, other))
    tenants = [tally(name, day(2), bad="6 h", total="24 h") for name in ("ann", "bob")]
    assert measured(POOLED, tallies(*tenants)) == exactly(75)
    (seen,) = observed(POOLED, tallies(*tenants))
    assert seen.workings == (("good", "1 d 12 h"), ("bad", "12 h"), ("overlap", "tally ann and tally bob"))
    with pytest.raises(EvaluationError, match="tally ann and tally bob overlap, and their time"):
        measured(Downtime(source="tallies"), tallies(*tenants))
    # Those that touch tell of different time.
    assert measured(POOLED, tallies(one, tally("next", day(3), bad="0 h"))) == exactly(
        Fraction(100 * (744 - 20), 744)
    )


def test_time_without_totals_states_one_side_throughout():
    """Bad in one record and good in another leave it open what the rest was."""
    rows = tallies(tally("one", day(2), bad="1 h"), tally("two", day(3), good="23 h"))
    with pytest.raises(EvaluationError, match="state either all their bad or all their good time"):
        measured(POOLED, rows)


def test_time_is_added_back_to_what_was_tallied():
    """Two of the three days of works were bad: 26 of 31 were good, and 29 with the three."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T00:00Z", end="2026-03-05T00:00Z", cause="w")]
    )
    terms = [sla.Exclusion(cause="w", effect="added back")]
    rows = tallies(tally("T", bad="5 d"))
    assert measured(POOLED, rows + works, exclusions=terms) == exactly(Fraction(2900, 31))
    assert measured(Downtime(source="tallies", unit="day"), rows + works, exclusions=terms) == exactly(2)
    # Never more than was bad.
    assert measured(POOLED, tallies(tally("T", bad="1 d")) + works, exclusions=terms) == exactly(100)
    with pytest.raises(EvaluationError, match="cannot be added back to things that were counted"):
        measured(POOLED, tallies(tally("T", bad=5, total=10)) + works, exclusions=terms)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=3), st.integers(0, 3))
def test_the_bounds_are_what_the_fillings_of_unsaid_parts_reach(rows, unsaid):
    """Totals alone are split in every way: the least and the most of the shares are the bounds."""
    records = [tally(f"T{n}", day(n + 2), good=good, bad=bad) for n, (good, bad) in enumerate(rows)]
    records.append(tally("total", day(20), total=unsaid))
    shares = set()
    for good in range(unsaid + 1):
        parts = [*rows, (good, unsaid - good)]
        total = sum(good + bad for good, bad in parts)
        if total:
            shares.add(Fraction(100 * sum(good for good, _ in parts), total))
    wanted = sla.Bounds(min(shares), max(shares)) if shares else None
    assert measured(POOLED, tallies(*records)) == wanted
    # Interval by interval: what is skipped leaves the mean.
    means = set()
    for good in range(unsaid + 1):
        parts = [part for part in (*rows, (good, unsaid - good)) if sum(part)]
        if parts:
            means.add(sum(Fraction(100 * good, good + bad) for good, bad in parts) / len(parts))
    wanted = sla.Bounds(min(means), max(means)) if means else None
    assert measured(BY_INTERVAL, tallies(*records)) == wanted


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 6))
def test_every_filling_of_a_gap_of_time_lies_within_and_two_reach_the_ends(good, bad, hours):
    """Hours seen good and bad, and a gap of hours of which any number was bad."""
    if good + bad == 0:
        return
    start = sla.Instant.parse("2026-03-02T00:00Z")
    seen = sla.Window(start, start + sla.Quantity(good + bad, "h"))
    whole = sla.Window(start, seen.end + sla.Quantity(hours, "h"))
    fillings = [bad + more for more in range(hours + 1)]
    record = tally("T", seen, good=f"{good} h", bad=f"{bad} h")
    counted, watched = sla.WindowSet.of(whole), sla.WindowSet.of(seen)
    scope = Scope(
        period=whole,
        zone="UTC",
        counted=counted,
        excluded=sla.WindowSet(),
        gaps=counted - watched,
        covered=watched,
        records=(record,),
        horizon=whole.end,
    )
    assert Downtime(source="tallies", unit="hour").measure(scope) == sla.Bounds(min(fillings), max(fillings))
    total = good + bad + hours
    assert POOLED.measure(scope) == sla.Bounds(
        Fraction(100 * (total - max(fillings)), total), Fraction(100 * (total - min(fillings)), total)
    )
