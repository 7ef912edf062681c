"""Availability from probes: every check counts once, and a gap may hide any number of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidValue
from slacore.metrics import Availability, Downtime

PROBED = Availability(source="probes")
NINE_TO_FIVE = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})


def probe(name: str, at: str, good: bool = True, **more: Any) -> sla.Probe:
    return sla.Probe(id=name, at=f"2026-03-{at}Z", good=good, **more)


def probes(*rows: sla.Probe, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Probe, rows, covers=covers)


def asked(start: str, end: str) -> sla.Evidence:
    window = span(start, end)
    works = sla.Exemption(id="x", start=window.start, end=window.end, cause="works")
    return sla.Evidence(records=[works])


# Tuesday the 3rd: two of three good.
THREE = (
    probe("1", "03T10:00"),
    probe("2", "03T12:00", good=False),
    probe("3", "03T14:00"),
)


def test_the_share_of_good_probes():
    """Two of three, whatever the time between them: 66.6̅ %."""
    assert measured(PROBED, probes(*THREE)) == exactly(Fraction(200, 3))


def test_a_month_without_a_probe_has_no_data():
    """It was watched, and nobody probed: not 100 %, and not 0 %."""
    assert measured(PROBED, probes()) is None


def test_a_gap_may_hide_any_number_of_probes():
    """Ten good ones are seen, and how many bad ones are not, nobody knows."""
    rows = [probe(str(n), f"{n:02}T12:00") for n in range(1, 11)]
    assert measured(PROBED, probes(*rows, covers=span("2026-03-01", "2026-03-31"))) == sla.Bounds(0, 100)


def test_the_first_instant_of_a_period_is_inside_and_its_end_is_not():
    """A bad probe at midnight of the 1st of April is April's."""
    rows = (
        probe("1", "01T00:00"),
        sla.Probe(id="2", at="2026-04-01T00:00Z", good=False),
        sla.Probe(id="3", at="2026-04-02T00:00Z", good=True),
    )
    both = span("2026-03-01", "2026-05-01")
    march, april = observed(PROBED, probes(*rows, covers=both), window=both)
    assert (march.bounds, april.bounds) == (exactly(100), exactly(50))


def test_probes_outside_service_hours_do_not_count():
    """At 08:59 and at 17:00 nothing was promised; at 09:00 it was."""
    rows = (
        probe("1", "03T08:59", good=False),
        probe("2", "03T09:00"),
        probe("3", "03T16:59", good=False),
        probe("4", "03T17:00", good=False),
    )
    assert measured(PROBED, probes(*rows), hours=NINE_TO_FIVE) == exactly(50)


def test_a_gap_outside_service_hours_is_none():
    """Watched from nine to five only: that is all that was promised."""
    watched = NINE_TO_FIVE.open_time(MARCH)
    assert measured(PROBED, probes(*THREE, covers=watched), hours=NINE_TO_FIVE) == exactly(Fraction(200, 3))


@pytest.mark.parametrize("effect", ["numerator", "denominator"])
def test_a_probe_in_excused_time_is_left_out(effect):
    """Records are counted and not cut: the bad one at noon is gone from the count, 2 of 2."""
    term = sla.Exclusion(cause="works", effect=effect)
    evidence = probes(*THREE) + asked("2026-03-03T11:00", "2026-03-03T13:00")
    assert measured(PROBED, evidence, exclusions=[term]) == exactly(100)


def test_excused_time_includes_its_start_and_not_its_end():
    """Works from 10:00 to 12:00: the probe at 10:00 is left out, the bad one at 12:00 is not."""
    evidence = probes(*THREE) + asked("2026-03-03T10:00", "2026-03-03T12:00")
    assert measured(PROBED, evidence, exclusions=[sla.Exclusion(cause="works")]) == exactly(50)


def test_nobody_need_probe_in_excused_time():
    """Probes are switched off during the works from 10:30 to 13:30: the two others are all there are."""
    watched = [span("2026-03-01", "2026-03-03T10:30"), span("2026-03-03T13:30", "2026-04-01")]
    evidence = probes(THREE[0], THREE[2], covers=watched) + asked("2026-03-03T10:30", "2026-03-03T13:30")
    assert measured(PROBED, evidence, exclusions=[sla.Exclusion(cause="works")]) == exactly(100)
    # An hour less of works is an hour in which there may have been any number of bad ones.
    shorter = probes(THREE[0], THREE[2], covers=watched) + asked("2026-03-03T10:30", "2026-03-03T12:30")
    assert measured(PROBED, shorter, exclusions=[sla.Exclusion(cause="works")]) == sla.Bounds(0, 100)


def test_two_probes_at_one_instant_are_two():
    """From two places: each is a check of its own."""
    rows = (probe("1", "03T10:00", source="a"), probe("2", "03T10:00", good=False, source="b"))
    assert measured(PROBED, probes(*rows)) == exactly(50)
    assert measured(PROBED, probes(*rows), source="a") == exactly(100)


def test_probes_are_not_time():
    """No downtime is made of single checks, and outages are not probes."""
    with pytest.raises(InvalidValue, match="tallies"):
        Downtime(source="probes")
    outage = sla.Outage(id="1", start="2026-03-03T00:00Z", end="2026-03-04T00:00Z")
    evidence = probes(*THREE) + sla.Evidence.of(sla.Outage, [outage], covers=MARCH)
    assert measured(PROBED, evidence) == exactly(Fraction(200, 3))


def test_how_many_probes_it_was_made_from_is_told():
    """Three that counted, of four that were seen."""
    rows = (*THREE, probe("4", "07T12:00", good=False))
    (seen,) = observed(PROBED, probes(*rows), hours=NINE_TO_FIVE)
    # The 7th was a Saturday.
    assert seen.workings == (("probes", "3"),)
    assert str(seen) == "66.666666… %"
