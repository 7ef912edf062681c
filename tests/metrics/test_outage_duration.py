"""Outage duration: each outage whole in one period, in service hours, without excused time."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import OutageDuration

SPRING = span("2026-02-01", "2026-06-01")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})


def outage(name: str, start: str, end: str | None = None) -> sla.Outage:
    return sla.Outage(id=name, start=f"2026-{start}Z", end=None if end is None else f"2026-{end}Z")


def outages(*rows: sla.Outage, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Outage, rows, covers=covers)


def of(over: str = "each", **more: Any) -> OutageDuration:
    return OutageDuration(**{"over": over, "unit": "hour", **more})


# Two hours over the edge from February, half an hour, and four hours over the edge to April.
THREE = outages(
    outage("before", "02-28T23:00", "03-01T01:00"),
    outage("within", "03-09T12:00", "03-09T12:30"),
    outage("after", "03-31T22:00", "04-01T02:00"),
)


@pytest.mark.parametrize(
    ("by", "found"),
    [("end", {"before": "2 h", "within": "0.5 h"}), ("start", {"within": "0.5 h", "after": "4 h"})],
)
def test_an_outage_belongs_whole_to_one_period(by, found):
    """The two hours from February are March's by their end, the four into April by their start."""
    assert {one.record: str(one) for one in observed(of(counted_by=by), THREE)} == found


def test_mean_and_longest():
    """(2 + 0.5) ÷ 2, and 2; in minutes sixty times as much."""
    assert measured(of("mean"), THREE) == exactly("1.25")
    assert measured(of("largest"), THREE) == exactly(2)
    assert measured(OutageDuration(over="mean"), THREE) == exactly(75)


def test_two_that_overlap_are_two():
    """One and a half hours and one: availability would count two in all."""
    rows = outages(outage("a", "03-09T12:00", "03-09T13:30"), outage("b", "03-09T13:00", "03-09T14:00"))
    assert measured(of("mean"), rows) == exactly("1.25")


def test_time_outside_service_hours_is_not_counted():
    """Friday 16:00 to Monday 10:00 is two hours; also where it began in the period before."""
    rows = outages(
        outage("weekend", "03-06T16:00", "03-09T10:00"), outage("edge", "02-27T16:00", "03-02T10:00")
    )
    assert {one.record: str(one) for one in observed(of(), rows, hours=OFFICE)} == {
        "weekend": "2 h",
        "edge": "2 h",
    }


@pytest.mark.parametrize("effect", ["numerator", "denominator"])
def test_excused_time_of_the_period_is_left_out(effect):
    """Twelve to two with works from one to three is one hour; wholly in the works it is none at all."""
    works = sla.Exemption(id="x", start="2026-03-09T13:00Z", end="2026-03-09T15:00Z", cause="works")
    rows = outages(outage("a", "03-09T12:00", "03-09T14:00"), outage("b", "03-09T13:00", "03-09T14:00"))
    term = sla.Exclusion(cause="works", effect=effect)
    found = observed(of(), rows + sla.Evidence(records=[works]), exclusions=[term])
    assert {one.record: str(one) for one in found} == {"a": "1 h"}


def test_one_that_goes_on_has_lasted_as_long_as_it_was_watched():
    """From the 31st 12:00 to the end of the watch twelve hours; by its end it belongs nowhere yet."""
    rows = outages(outage("on", "03-31T12:00"), covers=MARCH)
    assert measured(of("largest", counted_by="start"), rows) == sla.Bounds(12, None)
    (found,) = observed(of(), rows)
    assert found.idle


def test_a_gap_may_hide_a_longer_one():
    """Two hours is the longest that was seen; nobody watched the last day."""
    rows = outages(outage("a", "03-09T12:00", "03-09T14:00"), covers=span("2026-03-01", "2026-03-31"))
    assert measured(of("largest"), rows) == sla.Bounds(2, None)
    assert measured(of("mean"), rows) == sla.Bounds(0, None)
    seen, rest = observed(of(), rows, target=sla.Target(at_most="1 h"))
    assert (str(seen), str(rest)) == ("2 h", "0 h to no limit")


def test_no_outage_is_no_data():
    """Nothing lasted: there is no mean of it, and nothing to judge."""
    assert measured(of("mean"), outages()) is None


def test_a_breach_for_each_that_lasted_too_long():
    """Two hours where one was agreed, and half an hour, which is kept."""
    level = sla.ServiceLevel(name="l", metric=of(), target=sla.Target(at_most="1 h"))
    terms = sla.Agreement(
        name="a",
        zone="UTC",
        parties=[sla.Party(name="a", role="provider"), sla.Party(name="b", role="customer")],
        levels=[level],
    )
    result = sla.evaluate(terms, THREE, MARCH)
    assert [breach.record for breach in result.breaches] == ["before"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"over": "median"}, "unknown over"),
        ({"counted_by": "ended"}, "unknown counted by 'ended'"),
        ({"unit": "count"}, "a length of time is stated in a unit such as 'min' or 'h', found 'count'"),
    ],
)
def test_terms_that_make_no_sense_are_refused(fields, words):
    with pytest.raises(InvalidValue, match=words):
        of(**fields)
