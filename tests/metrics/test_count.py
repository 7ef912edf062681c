"""Counts and throughput: records by what happened to them, and things that were tallied."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import exactly, measured, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import Count, Throughput

SPRING = span("2026-02-01", "2026-06-01")
MOST = span("2026-03-01", "2026-03-31")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})


def outage(name: str, start: str, end: str | None = None) -> sla.Outage:
    return sla.Outage(id=name, start=f"2026-{start}Z", end=None if end is None else f"2026-{end}Z")


def outages(*rows: sla.Outage, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Outage, rows, covers=covers)


# From February into March, in March, from March into April, and one that goes on.
FOUR = outages(
    outage("before", "02-28T23:00", "03-01T01:00"),
    outage("within", "03-09T12:00", "03-09T13:00"),
    outage("after", "03-31T23:00", "04-01T01:00"),
    outage("on", "03-20T12:00"),
)


@pytest.mark.parametrize(("by", "number"), [(None, 3), ("start", 3), ("end", 2)])
def test_a_record_counts_where_it_happened(by, number):
    """Three began in March; two ended in it, one of which had begun in February."""
    assert measured(Count(of="outage", counted_by=by), FOUR) == exactly(number)


def test_none_in_time_that_was_watched_is_zero():
    """A month without an outage is no lack of data."""
    assert measured(Count(of="outage"), outages()) == exactly(0)


LOG = ("opened", "responded", "resolved")


def ticket(name: str, *at: str) -> sla.Ticket:
    return sla.Ticket(id=name, events=[(f"2026-{one}Z", what) for one, what in zip(at, LOG, strict=False)])


@pytest.mark.parametrize(("by", "number"), [(None, 2), ("opened", 2), ("responded", 2), ("resolved", 1)])
def test_tickets_by_their_log(by, number):
    """Opened in February, March and March; answered in March twice; resolved in March once."""
    rows = (
        ticket("a", "02-27T10:00", "03-02T10:00", "03-03T10:00"),
        ticket("b", "03-04T10:00", "03-04T11:00", "04-01T00:00"),
        ticket("c", "03-31T10:00"),
    )
    evidence = sla.Evidence.of(sla.Ticket, rows, covers=SPRING)
    assert measured(Count(of="ticket", counted_by=by), evidence) == exactly(number)


def test_a_ticket_that_was_opened_again_is_resolved_when_it_was_for_good():
    """Resolved in March, opened again, and resolved in April."""
    log = (("03-09", "opened"), ("03-10", "resolved"), ("03-11", "reopened"), ("04-02", "resolved"))
    row = sla.Ticket(id="T", events=[(f"2026-{day}T12:00Z", what) for day, what in log])
    evidence = sla.Evidence.of(sla.Ticket, [row], covers=SPRING)
    assert measured(Count(of="ticket", counted_by="resolved"), evidence) == exactly(0)


def test_what_happens_after_the_window_has_not_happened_yet():
    """The window ends on the 15th: an outage from the 14th to the 16th has begun and not ended."""
    rows = outages(outage("on", "03-14T12:00", "03-16T12:00"))
    half = span("2026-03-01", "2026-03-15")
    assert measured(Count(of="outage"), rows, window=half) == sla.Bounds(1, None)
    assert measured(Count(of="outage", counted_by="end"), rows, window=half) == sla.Bounds(0, None)


def test_other_kinds():
    """A call offered and given up, a delivery that was due and came a month later, a probe and a sample."""
    noon = "2026-03-09T12:00Z"
    call = sla.Call(id="1", offered=noon, abandoned=noon)
    delivery = sla.Delivery(id="1", due=noon, delivered="2026-04-09T12:00Z")
    found = {
        (kind, by): measured(Count(of=kind, counted_by=by), sla.Evidence.of(type(row), [row], covers=SPRING))
        for kind, by, row in (
            ("call", None, call),
            ("call", "answered", call),
            ("call", "abandoned", call),
            ("delivery", None, delivery),
            ("delivery", "delivered", delivery),
            ("probe", None, sla.Probe(id="1", at=noon, good=True)),
            ("sample", None, sla.Sample(id="1", at=noon, value="1 s")),
        )
    }
    zero = [("call", "answered"), ("delivery", "delivered")]
    assert found == {key: exactly(0 if key in zero else 1) for key in found}


def test_only_in_service_hours_and_where_the_facts_say_so():
    """Of an outage at noon on Monday and one on Sunday one counts, and of these only what was severe."""
    rows = outages(outage("mon", "03-09T12:00", "03-09T13:00"), outage("sun", "03-08T12:00", "03-08T13:00"))
    severe = [
        sla.Fact(id=f"F-{n}", record=record, name="severe", value=value)
        for n, (record, value) in enumerate((("mon", False), ("sun", True)))
    ]
    where = [sla.Test(fact="severe", equals=True)]
    assert measured(Count(of="outage"), rows, hours=OFFICE) == exactly(1)
    assert measured(Count(of="outage"), rows + sla.Evidence(records=severe), where=where) == exactly(1)
    # Of one it is not said: there may be any number.
    assert measured(Count(of="outage"), rows + sla.Evidence(records=severe[:1]), where=where) == sla.Bounds(
        0, None
    )


def test_over_the_last_thirty_days():
    """Outages on the 1st, the 15th and the 31st: the thirty days up to the 1st of April hold two."""
    rows = outages(*(outage(day, f"03-{day}T12:00", f"03-{day}T13:00") for day in ("01", "15", "31")))
    found = observed(Count(of="outage"), rows, period="rolling 30 days")
    assert {str(one.period.end)[:10]: str(one) for one in found}["2026-03-31"] == "2 count"
    assert [str(one) for one in found][-1] == "2 count"
    # The first ones reach back into January, which was not watched.
    assert [str(one) for one in found][:3] == ["1 count to no limit", "1 count", "1 count"]


def test_a_gap_hides_any_number():
    """At least what was seen; count as good takes that, count as bad cannot be applied."""
    rows = outages(outage("one", "03-09T12:00", "03-09T13:00"), covers=MOST)
    assert measured(Count(of="outage"), rows) == sla.Bounds(1, None)
    for policy, figure in (("count as good", exactly(1)), ("count as bad", sla.Bounds(1, None))):
        terms = {"missing": sla.MissingData(policy=policy), "target": sla.Target(at_most="2 count")}
        assert measured(Count(of="outage"), rows, **terms) == figure


# Tallies


def tally(name: str, first: int, last: int, **parts: Any) -> sla.Tally:
    start, end = (f"2026-03-{day:02}T00:00Z" for day in (first, last))
    return sla.Tally(id=name, start=start, end=end, **parts)


def tallies(*rows: sla.Tally, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Tally, rows, covers=covers)


TWO = tallies(tally("a", 1, 8, bad=3, total=40), tally("b", 8, 15, good=17, bad=3))


@pytest.mark.parametrize(("part", "number"), [("total", 60), ("good", 54), ("bad", 6)])
def test_what_was_tallied_is_added_up(part, number):
    """40 and 17 + 3; 37 and 17; 3 and 3."""
    assert measured(Count(of="tally", part=part), TWO) == exactly(number)


@pytest.mark.parametrize(
    ("parts", "part", "low", "high"),
    [
        ({"total": 9}, "total", 9, 9),
        ({"total": 9}, "bad", 0, 9),
        ({"bad": 9}, "bad", 9, 9),
        ({"bad": 9}, "total", 9, None),
        ({"good": 9}, "total", 9, None),
        ({"good": 9}, "bad", 0, None),
    ],
)
def test_one_number_alone_leaves_the_others_in_doubt(parts, part, low, high):
    """Of nine bad ones the total is nine at least."""
    assert measured(Count(of="tally", part=part), tallies(tally("a", 1, 8, **parts))) == sla.Bounds(low, high)


def test_a_total_alone_can_be_counted_as_bad_or_as_good():
    """Nine, of which nobody says how many were bad: all or none; with nine bad ones there may be more."""
    terms = {"target": sla.Target(at_most="2 count")}
    for policy, figure in (("count as bad", 9), ("count as good", 0)):
        missing = sla.MissingData(policy=policy)
        rows = tallies(tally("a", 1, 8, total=9))
        assert measured(Count(of="tally", part="bad"), rows, missing=missing, **terms) == exactly(figure)
    bad = sla.MissingData(policy="count as bad")
    rows = tallies(tally("a", 1, 8, bad=9))
    assert measured(Count(of="tally"), rows, missing=bad, **terms) == sla.Bounds(9, None)


def test_without_a_tally_there_is_no_data():
    """Nothing was reported, which is not a report of nothing; a gap leaves any number."""
    assert measured(Count(of="tally"), tallies()) is None
    assert measured(Count(of="tally"), tallies(tally("a", 1, 8, bad=0, total=0))) == exactly(0)
    assert measured(Count(of="tally"), tallies(tally("a", 1, 8, bad=3, total=40), covers=MOST)) == sla.Bounds(
        40, None
    )


def test_time_is_not_counted():
    """Minutes are tallied: that is downtime."""
    with pytest.raises(EvaluationError, match="tally a tallies time, which is not counted"):
        measured(Count(of="tally"), tallies(tally("a", 1, 8, bad="3 min", total="40 min")))


# Throughput


def test_things_for_a_time():
    """60 things in March's 744 hours, in its 31 days, and in 22 days of eight office hours."""
    assert measured(Throughput(of="tally"), TWO) == exactly(Fraction(60, 744))
    assert measured(Throughput(of="tally", unit="count / day"), TWO) == exactly(Fraction(60, 31))
    assert measured(Throughput(of="tally"), TWO, hours=OFFICE) == exactly(Fraction(60, 22 * 8))


def test_excused_time_is_no_time_in_which_anything_had_to_be_done():
    """Two outages in the 720 hours that are left of March without a day, whatever happened in it."""
    rows = outages(*(outage(day, f"03-{day}T12:00", f"03-{day}T13:00") for day in ("01", "15", "31")))
    works = sla.Exemption(id="x", start="2026-03-31T00:00Z", end="2026-04-01T00:00Z", cause="works")
    for effect in ("numerator", "denominator"):
        term = sla.Exclusion(cause="works", effect=effect)
        found = measured(Throughput(of="outage"), rows + sla.Evidence(records=[works]), exclusions=[term])
        assert found == exactly(Fraction(2, 720))


def test_a_gap_hides_any_number_of_things_but_no_time():
    """One in all of March at least; with the day left out one in its thirty other days."""
    rows = outages(outage("one", "03-09T12:00", "03-09T13:00"), covers=MOST)
    daily = Throughput(of="outage", unit="count / day")
    assert measured(daily, rows) == sla.Bounds(Fraction(1, 31), None)
    assert measured(daily, rows, missing=sla.MissingData(policy="leave out")) == exactly(Fraction(1, 30))


def test_without_time_there_is_no_throughput():
    """A level that is never open."""
    never = sla.ServiceHours(zone="UTC", weekly={}, overrides={"2027-01-01": ["09:00-17:00"]})
    assert measured(Throughput(of="outage"), FOUR, hours=never) is None


# Bad input


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Count(of="outages"), "unknown of 'outages'; did you mean 'outage'"),
        (lambda: Count(of="outage", counted_by="ended"), "no outage is counted by 'ended'"),
        (
            lambda: Count(of="outage", part="bad"),
            "only tallies have a part that is bad: leave it out for 'outage'",
        ),
        (lambda: Count(of="tally", counted_by="end"), "a tally counts in the period that holds it"),
        (lambda: Count(of="tally", part="worst"), "unknown part 'worst'"),
        (lambda: Throughput(of="ticket", unit="hour"), "throughput is a number for a time"),
        (lambda: Throughput(of="ticket", unit="MB / s"), "throughput is a number for a time"),
    ],
)
def test_terms_that_make_no_sense_are_refused(make, words):
    """When the metric is made, in words."""
    with pytest.raises(InvalidValue, match=words):
        make()
