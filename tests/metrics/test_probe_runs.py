"""Probes that fail in a row: only a run that is long enough makes them bad, by hand."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import exactly, measured, observed, span
from slacore.errors import EvaluationError
from slacore.metrics import Availability, OutageRule

DAY = sla.Window.day(2026, 3, 2, tz="UTC")
THREE = OutageRule(at_least="3 count")


def probes(letters: str, covers: Any = DAY, start: str = "2026-03-02T10:00Z") -> sla.Evidence:
    """A probe every five minutes: good, or bad; a dot is none."""
    at = sla.Instant.parse(start)
    rows = [
        sla.Probe(id=f"{number:02}", at=at + sla.Quantity(5 * number, "min"), good=letter == "g")
        for number, letter in enumerate(letters)
        if letter != "."
    ]
    return sla.Evidence.of(sla.Probe, rows, covers=covers)


def of_day(rule: OutageRule | None, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    metric = Availability(source="probes", outages=rule)
    return measured(metric, evidence, window=DAY, period="day", **more)


@pytest.mark.parametrize(
    ("letters", "percent"),
    [("bbbg", 25), ("bbgb", 100), ("gbbg", 100), ("bbb.g", 25), ("gbbb", 25), ("bb.b", 0)],
)
def test_three_failed_probes_in_a_row(letters, percent):
    """Two failures and a success are no outage; a probe that was not sent fails and helps nobody."""
    assert of_day(THREE, probes(letters)) == exactly(percent)


def test_a_run_by_its_time_lasts_until_the_next_probe():
    """Failing at 10:00 and 10:05 and good at 10:10 is ten minutes; then eleven are not reached."""
    assert of_day(OutageRule(at_least="10 min"), probes("bbgg")) == exactly(50)
    assert of_day(OutageRule(above="10 min"), probes("bbgg")) == exactly(100)


def test_an_excused_probe_splits_a_run_or_was_part_of_it():
    """Of five failures the third is excused: two and two, or four of a run of five."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T10:10Z", end="2026-03-02T10:15Z", cause="works")]
    )
    rows, terms = probes("bbbbbg") + works, {"exclusions": [sla.Exclusion(cause="works")]}
    assert of_day(THREE, rows, **terms) == exactly(100)
    assert of_day(OutageRule(at_least="3 count", order="qualify first"), rows, **terms) == exactly(20)


@pytest.mark.parametrize(("edge", "wanted"), [("part", (100, 100)), ("whole", (50, 50))])
def test_a_run_over_midnight(edge, wanted):
    """Two failures before and two after: four in a row."""
    both = span("2026-03-02", "2026-03-04")
    rows = probes("ggbbbbgg", both, "2026-03-02T23:40Z")
    metric = Availability(source="probes", outages=OutageRule(at_least="4 count", edge=edge))
    found = observed(metric, rows, window=both, period="day")
    assert tuple(seen.bounds for seen in found) == tuple(exactly(percent) for percent in wanted)


def test_an_exclusion_between_two_probes_is_nothing_to_them():
    """Works from 10:06 to 10:09 hit no probe: three failures in a row are three."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T10:06Z", end="2026-03-02T10:09Z", cause="works")]
    )
    assert of_day(THREE, probes("bbbg") + works, exclusions=[sla.Exclusion(cause="works")]) == exactly(25)


def test_a_gap_leaves_anything_open():
    """Any number of probes may be missing from two minutes."""
    watched = [span("2026-03-02T00:00", "2026-03-02T10:07"), span("2026-03-02T10:09", "2026-03-03T00:00")]
    assert of_day(THREE, probes("bbg", watched)) == sla.Bounds(0, 100)


def test_two_probes_at_once_have_no_order():
    """From two places: a run is told of one of them."""
    rows = [
        sla.Probe(id="a", at="2026-03-02T10:00Z", good=False, source="oslo"),
        sla.Probe(id="b", at="2026-03-02T10:00Z", good=True, source="rome"),
    ]
    evidence = sla.Evidence.of(sla.Probe, rows, covers=DAY)
    with pytest.raises(EvaluationError, match=r"probe a and probe b are of one instant"):
        of_day(THREE, evidence)
    assert of_day(OutageRule(at_least="1 count"), evidence, source="oslo") == exactly(0)


def test_no_time_is_added_back_to_probes():
    """They have no time: refused, with a rule and without."""
    works = sla.Evidence(
        records=[sla.Exemption(id="X", start="2026-03-02T12:00Z", end="2026-03-02T13:00Z", cause="works")]
    )
    terms = {"exclusions": [sla.Exclusion(cause="works", effect="added back")]}
    for rule in (None, THREE):
        with pytest.raises(EvaluationError, match="cannot be added back to things that were counted"):
            of_day(rule, probes("bg") + works, **terms)


def test_the_explanation_counts_the_probes():
    """Five, of which four failed, three of them in a row."""
    metric = Availability(source="probes", outages=THREE)
    (seen,) = observed(metric, probes("bbbgb"), window=DAY, period="day")
    assert seen.workings == (("probes", "5"), ("bad", "4"), ("bad in runs of at least 3 count", "3"))
