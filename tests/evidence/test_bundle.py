"""The bundle: unique ids, records inside their coverage, and no difference that order could make."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidEvidence, InvalidValue

MARCH = sla.Window.month(2026, 3, tz="UTC")
APRIL = sla.Window.month(2026, 4, tz="UTC")


def outage(
    name: str = "O-1", start: str = "2026-03-02T09:00Z", end: str | None = None, **more: Any
) -> sla.Outage:
    return sla.Outage(id=name, start=start, end=end, **more)


def sample(name: str, at: str, **more: Any) -> sla.Sample:
    return sla.Sample(id=name, at=at, value="3 count", **more)


def test_the_order_of_records_and_of_sections_never_matters():
    """Every order of three records and of three coverages is one and the same bundle."""
    parts = [
        sla.Evidence.of(sla.Outage, [outage("b"), outage("a")], covers=MARCH),
        sla.Evidence.of(sla.Outage, [], covers=APRIL, service="web"),
        sla.Evidence.of(sla.Sample, [sample("a", "2026-03-02T09:00Z")], covers=MARCH),
    ]
    bundles = {one + two + three for one, two, three in permutations(parts)}
    assert len(bundles) == 1
    assert len({bundle.digest() for bundle in bundles}) == 1


def test_a_bundle_is_a_value():
    """Lists become tuples: the bundle hashes, and what the caller holds cannot change it."""
    coverage = list(sla.Evidence.of(sla.Outage, [], covers=MARCH).coverage)
    records = [outage("a"), outage("b")]
    bundle = sla.Evidence(records=records, coverage=coverage)
    same = hash(bundle)
    records.pop()
    coverage.pop()
    assert hash(bundle) == same
    assert len(bundle.records) == 2
    assert bundle.covered(sla.Outage, None) == sla.WindowSet.of(MARCH)


@pytest.mark.parametrize("stranger", [1, "O-1", None, sla.Outage])
def test_only_records_belong_in_a_bundle(stranger):
    """What is none is refused by what it is."""
    with pytest.raises(InvalidValue, match="evidence is made of records, found"):
        sla.Evidence(records=[stranger])
    with pytest.raises(InvalidValue, match="expected records of Outage, found"):
        sla.Evidence.of(sla.Outage, [stranger], covers=MARCH)
