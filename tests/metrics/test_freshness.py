"""Freshness: the age of the newest data, by partition, in service hours, and what a gap may hide."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import Freshness

WINTER = span("2026-02-01", "2026-06-01")
OFFICE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
OLDEST, LAST = Freshness(), Freshness(over="end")


def came(at: str, name: str | None = None, region: str | None = None) -> tuple[sla.Record, ...]:
    moment = f"2026-{at}Z"
    row = sla.Delivery(id=name or at, due=moment, delivered=moment)
    if region is None:
        return (row,)
    return row, sla.Fact(id=f"of {row.id}", record=row.id, name="region", value=region)


def arrivals(*rows: tuple[sla.Record, ...], covers: Any = WINTER) -> sla.Evidence:
    found = [one for row in rows for one in row]
    deliveries = [one for one in found if isinstance(one, sla.Delivery)]
    facts = [one for one in found if isinstance(one, sla.Fact)]
    return sla.Evidence.of(sla.Delivery, deliveries, covers=covers) + sla.Evidence(records=facts)


# Twelve hours before March, then on the 3rd at noon, and on the 30th at noon.
THREE = (came("02-28T12:00"), came("03-03T12:00"), came("03-30T12:00"))


def test_the_oldest_and_the_last_age():
    """From the 3rd to the 30th are 27 days of 24 hours; from the 30th at noon to the end 36 hours."""
    assert measured(OLDEST, arrivals(*THREE)) == exactly(27 * 24)
    assert measured(LAST, arrivals(*THREE)) == exactly(36)
    assert measured(Freshness(unit="day"), arrivals(*THREE)) == exactly(27)


def test_age_that_was_there_when_the_period_began_counts():
    """From the 28th of February to the 20th of March 20 days, and eleven and a half to the end."""
    rows = arrivals(came("02-28T12:00"), came("03-20T12:00"))
    assert measured(OLDEST, rows) == exactly(20 * 24)


def test_age_runs_in_service_hours():
    """Friday 12:00 to Monday 12:00 is five and three hours; the 31st at noon to the end is five."""
    rows = arrivals(
        *(came(f"03-{day:02}T12:00") for day in range(1, 32) if day not in (7, 8)), came("02-27T12:00")
    )
    assert measured(OLDEST, rows, hours=OFFICE) == exactly(8)
    assert measured(LAST, rows, hours=OFFICE) == exactly(5)
    assert measured(OLDEST, rows) == exactly(72)


def test_age_stands_in_excused_time():
    """Of the 27 days one was excused; what came in it does not count either."""
    works = sla.Exemption(id="x", start="2026-03-10T00:00Z", end="2026-03-11T00:00Z", cause="works")
    rows = arrivals(*THREE, came("03-10T12:00")) + sla.Evidence(records=[works])
    for effect in ("numerator", "denominator"):
        term = sla.Exclusion(cause="works", effect=effect)
        assert measured(OLDEST, rows, exclusions=[term]) == exactly(26 * 24)


def test_samples_bring_new_data_as_well():
    """At their instant."""
    rows = [sla.Sample(id=at, at=f"2026-{at}Z", value="1 count") for at in ("02-28T12:00", "03-30T12:00")]
    evidence = sla.Evidence.of(sla.Sample, rows, covers=WINTER)
    assert measured(Freshness(source="samples", over="end"), evidence) == exactly(36)


def test_what_came_early_came_when_it_came():
    """Due in April and here on the 30th at noon, 36 hours before; what has not come is not here."""
    early = sla.Delivery(id="early", due="2026-04-05T00:00Z", delivered="2026-03-30T12:00Z")
    late = sla.Delivery(id="late", due="2026-03-31T00:00Z")
    assert measured(LAST, arrivals(came("03-03T12:00"), (early,), (late,))) == exactly(36)


# Partitions

BY_REGION = {"partition": "region", "partitions": ["north", "south"]}


def regions(*more: tuple[sla.Record, ...], covers: Any = WINTER) -> sla.Evidence:
    """The north came on the 30th at noon, the south on the 29th."""
    rows = (came("03-30T12:00", "n", "north"), came("03-29T12:00", "s", "south"))
    return arrivals(*rows, *more, covers=covers)


def test_the_oldest_partition_decides():
    """36 and 60 hours; without partitions the north's is new data for all."""
    assert measured(Freshness(over="end", **BY_REGION), regions()) == exactly(60)
    assert measured(LAST, regions()) == exactly(36)


def test_a_partition_that_never_came_is_as_old_as_the_watch_and_perhaps_older():
    """Nobody saw the east since the 1st of February: 59 days at the end of March, without limit."""
    metric = Freshness(over="end", unit="day", partition="region", partitions=["north", "east"])
    (found,) = observed(metric, regions())
    assert found.bounds == sla.Bounds(59, None)
    assert ("newest of east", "not seen") in found.workings


def test_what_does_not_say_its_partition_may_be_of_any():
    """Something came on the 31st at noon, for the south, the north or neither: at most 60 hours, not 12.

    It cannot have been for both, so that 36 is the least in truth; each partition is looked at by itself.
    """
    rows = regions(came("03-31T12:00", "x"))
    assert measured(Freshness(over="end", **BY_REGION), rows) == sla.Bounds(12, 60)


def test_a_partition_that_nobody_named_is_not_looked_at():
    """The west came last and says nothing of the others."""
    rows = regions(came("03-31T12:00", "w", "west"))
    assert measured(Freshness(over="end", **BY_REGION), rows) == exactly(60)


# Gaps


def test_a_gap_may_have_been_full_of_new_data_or_empty():
    """Not watched from the 30th 18:00 to the 31st 06:00: 18 hours or 36 at the end."""
    covers = [span("2026-02-01", "2026-03-30T18:00"), span("2026-03-31T06:00", "2026-06-01")]
    assert measured(LAST, arrivals(*THREE, covers=covers)) == sla.Bounds(18, 36)
    # Until the gap nothing came since the 3rd, whatever it hides.
    assert measured(OLDEST, arrivals(*THREE, covers=covers)) == exactly(27 * 24)


def test_what_came_in_the_gap_is_no_older_than_what_may_have_come_after_it():
    """Due while somebody watched, and here at 20:00 in the gap, which ends at 06:00: 18 hours or 28."""
    covers = [span("2026-02-01", "2026-03-30T18:00"), span("2026-03-31T06:00", "2026-06-01")]
    row = sla.Delivery(id="in", due="2026-03-30T17:00Z", delivered="2026-03-30T20:00Z")
    assert measured(LAST, arrivals(*THREE, (row,), covers=covers)) == sla.Bounds(18, 28)


def test_a_gap_in_the_long_wait_may_have_cut_it():
    """Nobody watched the 10th: seven days and a half before it, 19 and a half after it, or 27."""
    covers = [span("2026-02-01", "2026-03-10"), span("2026-03-11", "2026-06-01")]
    found = measured(Freshness(unit="day"), arrivals(*THREE, covers=covers))
    assert found == sla.Bounds("19.5", 27)


def test_without_an_arrival_before_the_period_there_is_no_limit():
    """Watched from March on only: at the end it is known, before the first arrival it is not."""
    rows = arrivals(came("03-30T12:00"), covers=MARCH)
    assert measured(LAST, rows) == exactly(36)
    # It was older than the 29.5 days since the watch began.
    assert measured(Freshness(unit="day"), rows) == sla.Bounds("29.5", None)


def test_an_hour_that_nobody_watched_and_that_was_excused_hides_nothing():
    """What came in it would not have counted."""
    works = sla.Exemption(id="x", start="2026-03-31T06:00Z", end="2026-03-31T12:00Z", cause="works")
    covers = [span("2026-02-01", "2026-03-31T06:00"), span("2026-03-31T12:00", "2026-06-01")]
    rows = arrivals(*THREE, covers=covers) + sla.Evidence(records=[works])
    assert measured(LAST, rows, exclusions=[sla.Exclusion(cause="works")]) == exactly(30)


def test_a_level_that_is_never_open_has_no_data():
    """There is no time in which anything could grow old."""
    never = sla.ServiceHours(zone="UTC", weekly={}, overrides={"2027-01-01": ["09:00-17:00"]})
    assert measured(OLDEST, arrivals(*THREE), hours=never) is None


# Bad input


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"partition": "region"}, "which partitions there are"),
        ({"partitions": ["north"]}, "which partitions there are"),
        ({"partition": "region", "partitions": ["north", "north"]}, "a partition is named once"),
        ({"partition": "region", "partitions": "north"}, "put it in a list"),
        ({"source": "tickets"}, "unknown source 'tickets'"),
        ({"over": "mean"}, "unknown over 'mean'"),
        ({"unit": "%"}, "a length of time is stated in a unit such as 'min' or 'h', found 'percent'"),
    ],
)
def test_terms_that_make_no_sense_are_refused(fields, words):
    """When the metric is made, in words."""
    with pytest.raises(InvalidValue, match=words):
        Freshness(**fields)
