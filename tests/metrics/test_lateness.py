"""Lateness: from due to delivered, in service hours, in the period in which it was due."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import Lateness

MEAN, LATEST, EACH = Lateness(over="mean"), Lateness(over="largest"), Lateness()
NINE_TO_FIVE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
SPRING = span("2026-02-01", "2026-06-01")


def due(name: str, when: str, came: str | None = None, **more: Any) -> sla.Delivery:
    delivered = None if came is None else f"2026-{came}Z"
    return sla.Delivery(id=name, due=f"2026-{when}Z", delivered=delivered, **more)


def deliveries(*rows: sla.Delivery, covers: Any = SPRING) -> sla.Evidence:
    return sla.Evidence.of(sla.Delivery, rows, covers=covers)


def by_record(metric: Lateness, evidence: sla.Evidence, **more: Any) -> dict[str | None, str]:
    return {one.record: str(one) for one in observed(metric, evidence, **more)}


# 6 h late, punctual, and 3 h early.
THREE = (
    due("late", "03-03T12:00", "03-03T18:00"),
    due("punctual", "03-04T12:00", "03-04T12:00"),
    due("early", "03-05T12:00", "03-05T09:00"),
)


@pytest.mark.parametrize(("metric", "hours"), [(MEAN, 2), (LATEST, 6)])
def test_early_is_not_negative(metric, hours):
    """6, 0 and 0 hours: 2 on average, and nobody is paid back by being early."""
    assert measured(metric, deliveries(*THREE)) == exactly(hours)


def test_each_by_itself():
    """Three deliveries, three figures."""
    assert by_record(EACH, deliveries(*THREE)) == {"late": "6 h", "punctual": "0 h", "early": "0 h"}


def test_time_outside_service_hours_is_not_late():
    """Due on Friday the 6th at 16:00, here on Monday the 9th at 11:00: 1 h and 2 h, and not 67 h."""
    row = due("1", "03-06T16:00", "03-09T11:00")
    assert measured(MEAN, deliveries(row), hours=NINE_TO_FIVE) == exactly(3)
    assert measured(MEAN, deliveries(row)) == exactly(67)
    # Due when nobody serves, and here before anybody does.
    night = due("1", "03-06T18:00", "03-09T08:00")
    assert measured(MEAN, deliveries(night), hours=NINE_TO_FIVE) == exactly(0)


def test_it_belongs_to_the_period_in_which_it_was_due():
    """Due on the 31st of March and 48 h late is March's, and none of April's."""
    evidence = deliveries(due("1", "03-31T12:00", "04-02T12:00"))
    both = span("2026-03-01", "2026-05-01")
    march, april = observed(MEAN, evidence, window=both)
    assert (march.bounds, april.bounds) == (exactly(48), None)


def test_what_came_early_counts_where_it_was_due():
    """Here on the 27th of February and due on the 2nd of March: March's, and with one 10 h late 5 h."""
    rows = (due("1", "03-02T12:00", "02-27T12:00"), due("2", "03-05T00:00", "03-05T10:00"))
    both = span("2026-02-01", "2026-04-01")
    february, march = observed(MEAN, deliveries(*rows), window=both)
    assert (february.bounds, march.bounds) == (None, exactly(5))


def test_a_period_s_end_is_the_next_one_s_beginning():
    """Due at midnight of the 1st of April is due in April."""
    assert measured(MEAN, deliveries(due("1", "04-01T00:00", "04-01T05:00"))) is None


def test_what_has_not_come_is_late_by_what_was_watched():
    """Due on the 30th at 00:00, watched to the end of March: 48 h at least, and no end."""
    evidence = deliveries(due("1", "03-30T00:00"), covers=MARCH)
    assert measured(LATEST, evidence) == sla.Bounds(48, None)
    assert by_record(EACH, evidence) == {"1": "48 h to no limit"}


def test_what_is_certainly_too_late_is_a_breach_before_it_comes():
    """48 h at least where 24 were agreed; and 20 h, where it may still be on time or not, is open."""
    level = sla.ServiceLevel(name="l", metric=EACH, target=sla.Target(at_most="24 h"))
    terms = sla.Agreement(
        name="a",
        zone="UTC",
        parties=[sla.Party(name="a", role="provider"), sla.Party(name="b", role="customer")],
        levels=[level],
    )
    rows = (due("breached", "03-30T00:00"), due("open", "03-31T04:00"))
    result = sla.evaluate(terms, deliveries(*rows, covers=MARCH), MARCH)
    verdicts = {j.observation.record: j.verdict for j in result.judgements}
    assert verdicts == {"breached": sla.Verdict.BREACHED, "open": sla.Verdict.INDETERMINATE}


def test_a_gap_may_hide_a_delivery_that_was_later_still():
    """6 h late is the latest that was seen; the last week nobody watched."""
    evidence = deliveries(*THREE, covers=span("2026-03-01", "2026-03-25"))
    assert measured(LATEST, evidence) == sla.Bounds(6, None)
    assert measured(MEAN, evidence) == sla.Bounds(0, None)


def test_no_delivery_is_no_data():
    """Nothing was due in March: nothing was punctual either."""
    assert measured(MEAN, deliveries()) is None


def test_in_the_unit_that_was_agreed():
    """6 h are a quarter of a day."""
    assert measured(Lateness(over="largest", unit="day"), deliveries(*THREE)) == exactly("0.25")


def test_a_delivery_wholly_in_excused_time_is_left_out():
    """A storm from the 3rd 12:00 to 19:00 takes the late one; one until 17:00 does not."""
    term = sla.Exclusion(cause="storm")

    def with_storm(end: str) -> sla.Evidence:
        storm = sla.Exemption(id="x", start="2026-03-03T12:00Z", end=f"2026-03-03T{end}:00Z", cause="storm")
        return deliveries(*THREE) + sla.Evidence(records=[storm])

    assert measured(LATEST, with_storm("19"), exclusions=[term]) == exactly(0)
    assert measured(LATEST, with_storm("17"), exclusions=[term]) == exactly(6)


def test_over_a_clock_change_hours_are_real():
    """London, 29 March 2026: from 00:30 to 02:30 by the wall clock is one hour."""
    row = sla.Delivery(
        id="1",
        due=sla.Instant.parse("2026-03-29T00:30", tz="Europe/London"),
        delivered=sla.Instant.parse("2026-03-29T02:30", tz="Europe/London"),
    )
    month = sla.Window.month(2026, 3, tz="Europe/London")
    found = measured(MEAN, deliveries(row), window=month, zone="Europe/London")
    assert found == exactly(1)


def test_what_was_delivered_later_had_not_come_yet():
    """As known on the 3rd at 15:00, the late one was 3 h late at least."""
    evidence = deliveries(THREE[0], covers=MARCH)
    (seen,) = (one for one in observed(EACH, evidence, known_at="2026-03-03T15:00Z") if one.record)
    assert str(seen) == "3 h to no limit"


def test_lateness_is_a_length_of_time():
    """Not a number."""
    with pytest.raises(
        InvalidValue, match="a length of time is stated in a unit such as 'min' or 'h', found"
    ):
        Lateness(unit="count")
