"""Service time where the laws of tests/calendars do not go: Ramadan, half an hour, a day that never was.

The strategies and the second opinion of workclock are those of ``calendars/test_laws.py``, which
holds the same laws for London, New York, Lord Howe, Sao Paulo and others.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from calendars import test_laws as served
from laws.drawing import MINUTE, PLACES, Labels, clock, law, moments
from laws.terms import agreement
from slacore import Evidence, Instant, Quantity, ServiceLevel, Ticket, evaluate
from slacore.metrics import ResolutionTime

ELSEWHERE = [one for one in PLACES if one.zone.split("/")[1] in ("Casablanca", "Kolkata", "Kiritimati")]


@law(80)
def test_elapsed_and_add_are_inverse(data: Any) -> Labels:
    """What is added is what has elapsed, and no earlier instant has it."""
    where = data.draw(st.sampled_from(ELSEWHERE))
    hours = data.draw(served.calendars(where.zone, where.change))
    start = clock(data.draw(served.moments(where.change)))
    spent = Quantity.of_micros(data.draw(served.lengths))
    due = served.searched(lambda: hours.add(start, spent))
    assume(due is not None)
    assert hours.elapsed(start, due) == spent
    assert due == start or hours.elapsed(start, clock(due.micros - 1)) < spent
    begun = served.searched(lambda: hours.subtract(due, spent))
    assert begun is not None
    assert hours.elapsed(begun, due) == spent
    return set()


@law(80)
def test_workclock_counts_the_same(data: Any) -> Labels:
    """On every calendar that it can express."""
    where = data.draw(st.sampled_from([one for one in ELSEWHERE if one.zone != "Pacific/Kiritimati"]))
    plain = {"overrides": {}, "breaks": {}, "yearly_holidays": [], "holiday_rule": "closes the date"}
    hours = data.draw(served.calendars(where.zone, where.change, clock_changes="to instants", **plain))
    schedule = served._schedule(hours)
    assume(schedule is not None)
    start, end = (clock(data.draw(served.moments(where.change))) for _ in range(2))
    between = schedule.between(start.to_datetime(), end.to_datetime())
    assert hours.elapsed_micros(start.micros, end.micros) == between // timedelta(microseconds=1)
    spent = data.draw(st.integers(0, 200)) * 15 * MINUTE
    due = Instant.from_datetime(schedule.add(start.to_datetime(), timedelta(microseconds=spent)))
    assert hours.add(start, Quantity.of_micros(spent)) == due
    return set()


@law(60)
def test_a_ticket_s_time_is_what_the_calendar_says(data: Any) -> Labels:
    """From opening to resolution in service hours, through the agreement and its months."""
    where = data.draw(st.sampled_from(PLACES))
    hours = data.draw(served.calendars(where.zone, where.change))
    # What is resolved as the month ends is the next one's.
    last = where.month.end.micros - 1
    opened, resolved = sorted(min(data.draw(moments(where, where.month)), last) for _ in range(2))
    ticket = Ticket(id="1", events=[(clock(opened), "opened"), (clock(resolved), "resolved")])
    evidence = Evidence.of(Ticket, [ticket], covers=where.quarter)
    level = ServiceLevel(name="repair", metric=ResolutionTime(unit="second"), hours=hours)
    result = evaluate(agreement(level, zone=where.zone), evidence, where.quarter)
    (seen,) = (one for one in result.observations if one.record == "1")
    assert seen.exact == hours.elapsed(clock(opened), clock(resolved))
    assert seen.period.contains(clock(resolved))
    return set()
