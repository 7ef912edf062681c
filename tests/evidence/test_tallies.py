"""Tallies: any two of good, bad and total; counts or time, and never both."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue, UnitMismatch

MARCH = sla.Window.month(2026, 3, tz="UTC")


def tally(**parts: Any) -> sla.Tally:
    return sla.Tally(**{"id": "T", "start": MARCH.start, "end": MARCH.end, **parts})


@pytest.mark.parametrize("unit", ["GB", "%", "point", "working_day"])
def test_a_tally_is_of_things_or_of_time(unit):
    """Bytes, shares and points are neither; the record says so, before anything is measured."""
    with pytest.raises(InvalidValue, match=r"tally T tallies 5 .*; write a whole number, or time"):
        tally(bad=f"5 {unit}", total=f"100 {unit}")


def test_a_whole_number_is_a_count_and_time_has_its_unit():
    """As number or as text; time is kept exactly, in microseconds."""
    for ten in (10, "10", Fraction(10), "10 count"):
        assert tally(good=ten, total=12).part("good") == 10
    assert not tally(good=10, total=12).is_time
    timed = tally(bad="217 min")
    assert timed.is_time
    assert timed.part("bad") == 217 * 60_000_000
    assert timed.part("good") is None
    assert tally(bad="1/3 s").part("bad") == Fraction(1_000_000, 3)
    assert tally(good="1 h", total="90 min").part("total") == 90 * 60_000_000
    assert timed.window == MARCH
    assert timed.extent() == (MARCH.start, MARCH.end)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({}, "states nothing; give two of good, bad and total"),
        ({"good": 5, "bad": "5 min"}, "tally T mixes units"),
        ({"bad": "5 min", "total": 10}, "tally T mixes units"),
        ({"good": 11, "total": 10}, "good or bad is more than the total 10 count"),
        ({"bad": 11, "total": 10}, "good or bad is more than the total 10 count"),
        ({"bad": "61 min", "total": "1 h"}, "good or bad is more than the total 1 h"),
        ({"good": 5, "bad": 4, "total": 10}, "good 5 count and bad 4 count are not the total 10 count"),
        ({"good": Fraction(-1), "total": 10}, "tally T has a negative part"),
        ({"bad": "-5 min"}, "tally T has a negative part"),
        ({"good": 0.5, "total": 10}, "is a float, which is not exact"),
        ({"good": True, "total": 10}, "is a bool, which is not exact"),
        ({"good": "many", "total": 10}, "'many' is not a quantity"),
        ({"start": MARCH.end, "end": MARCH.start, "good": 1}, "tally T must end after it starts"),
        ({"end": MARCH.start, "good": 1}, "tally T must end after it starts"),
    ],
)
def test_what_contradicts_itself_is_refused(parts, why):
    """One clear error, with the tally's name."""
    with pytest.raises((InvalidValue, UnitMismatch), match=why):
        tally(**parts)


def test_three_parts_that_agree_may_be_stated():
    """The third says nothing new; in other units too."""
    assert tally(good=6, bad=4, total=10).part("bad") == 4
    assert tally(good="59 min", bad="60 s", total="1 h").part("good") == 59 * 60_000_000


def test_samples_exemptions_and_outages_say_their_extent():
    """One instant; a span; a span that may still go on."""
    at = sla.Instant.parse("2026-03-02T09:00Z")
    assert sla.Sample(id="S", at=at, value="3 count", name="queue").extent() == (at, at)
    with pytest.raises(InvalidValue, match="3 has no unit"):
        sla.Sample(id="S", at=at, value=3)
    works = sla.Exemption(id="X", start=MARCH.start, end=MARCH.end, cause="maintenance")
    assert works.extent() == (MARCH.start, MARCH.end)
    assert works.window == MARCH
    with pytest.raises(InvalidValue, match="exemption X must end after it starts"):
        sla.Exemption(id="X", start=MARCH.end, end=MARCH.start, cause="maintenance")
    assert sla.Outage(id="O", start=at).extent() == (at, None)
    with pytest.raises(InvalidValue, match="outage O must end after it starts"):
        sla.Outage(id="O", start=at, end=at)


def test_a_record_class_must_say_its_extent():
    """The open class promises it."""
    with pytest.raises(NotImplementedError, match="Record must say its extent"):
        sla.Record(id="R").extent()
