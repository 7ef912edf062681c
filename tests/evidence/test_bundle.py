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


def test_every_id_is_unique_among_its_kind():
    """All duplicates are named at once; an outage and a sample may share a name."""
    rows = [outage("a"), outage("a"), outage("b"), outage("b"), outage("b"), outage("c")]
    with pytest.raises(InvalidEvidence) as refused:
        sla.Evidence.of(sla.Outage, rows, covers=MARCH)
    assert [str(problem) for problem in refused.value.problems] == [
        "outage a: the id is used by 2 records; every record needs its own",
        "outage b: the id is used by 3 records; every record needs its own",
    ]
    one = sla.Evidence.of(sla.Outage, [outage("a")], covers=MARCH)
    with pytest.raises(InvalidEvidence, match="outage a: the id is used by 2 records"):
        one + one
    other = sla.Evidence.of(sla.Sample, [sample("a", "2026-03-02T09:00Z")], covers=MARCH)
    assert len((one + other).records) == 2


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-04-01T00:00:00.000001Z", "2026-04-02T00:00Z"),
        ("2026-02-01T00:00Z", "2026-02-28T23:59:59.999999Z"),
        ("2026-04-01T00:00Z", None),
    ],
)
def test_a_record_outside_the_coverage_is_refused(start, end):
    """Either it or the coverage is wrong, and only the caller knows which."""
    with pytest.raises(
        InvalidEvidence, match=r"outage O-1: it lies outside the time that the evidence covers"
    ):
        sla.Evidence.of(sla.Outage, [outage(start=start, end=end)], covers=MARCH)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        # It reaches into March, from before and beyond its end, or was never said to be over.
        ("2026-02-01T00:00Z", "2026-03-01T00:00:00.000001Z"),
        ("2026-03-31T23:59:59.999999Z", "2026-04-09T00:00Z"),
        ("2026-02-01T00:00Z", None),
        ("2026-03-31T23:59:59.999999Z", None),
    ],
)
def test_a_record_that_reaches_into_the_coverage_is_kept(start, end):
    """What of it counts is for the metric to say."""
    assert len(sla.Evidence.of(sla.Outage, [outage(start=start, end=end)], covers=MARCH).records) == 1


def test_records_without_any_coverage_are_refused():
    """Nobody said what was watched; facts and exemptions are stated and not watched."""
    with pytest.raises(InvalidEvidence, match="covered: no time"):
        sla.Evidence(records=[outage()])
    fact = sla.Fact(id="f", name="tier", value="gold", record="T-1")
    works = sla.Exemption(id="x", start=MARCH.start, end=MARCH.end, cause="maintenance")
    assert len(sla.Evidence(records=[fact, works]).records) == 2


def test_coverage_is_of_one_service_or_of_all():
    """The web was watched in March and everything in April."""
    both = sla.Evidence.of(sla.Outage, [], covers=MARCH, service="web")
    both += sla.Evidence.of(sla.Outage, [], covers=APRIL)
    in_march, in_april = sla.WindowSet.of(MARCH), sla.WindowSet.of(APRIL)
    assert both.covered(sla.Outage, "web") == in_march | in_april
    assert both.covered(sla.Outage, "mail") == in_april
    assert both.covered(sla.Outage, None) == in_april
    assert not both.covered(sla.Ticket, "web")
    assert both.covered(sla.Record, "web") == sla.WindowSet()
    everything = sla.Evidence.of(sla.Record, [], covers=MARCH)
    assert everything.covered(sla.Ticket, "mail") == in_march


def test_a_record_must_lie_in_the_coverage_of_its_own_service():
    """An outage of mail is not covered by a watch on the web; one of no service by any watch."""
    web = sla.Evidence.of(sla.Outage, [outage("a", service="web"), outage("b")], covers=MARCH, service="web")
    assert [record.id for record in web.of_kind(sla.Outage)] == ["a", "b"]
    with pytest.raises(InvalidEvidence, match="outage c: it lies outside"):
        sla.Evidence.of(sla.Outage, [outage("c", service="mail")], covers=MARCH, service="web")


def test_coverage_may_have_holes():
    """Several windows, or a set of them; touching ones are one."""
    halves = [
        sla.Window.between(a, b, tz="UTC")
        for a, b in (("2026-03-01", "2026-03-15"), ("2026-03-15", "2026-04-01"))
    ]
    bundle = sla.Evidence.of(sla.Outage, [], covers=halves)
    assert bundle == sla.Evidence.of(sla.Outage, [], covers=sla.WindowSet.of(MARCH))
    assert bundle == sla.Evidence.of(sla.Outage, [], covers=MARCH)
    with pytest.raises(InvalidEvidence, match="outside"):
        sla.Evidence.of(
            sla.Outage,
            [outage(start="2026-03-11T06:00Z", end="2026-03-12T00:00Z")],
            covers=[sla.Window.day(2026, 3, 10, tz="UTC"), sla.Window.day(2026, 3, 13, tz="UTC")],
        )


def test_all_faults_of_a_bundle_are_named_at_once():
    """A duplicate and a stray, in one error."""
    with pytest.raises(InvalidEvidence) as refused:
        sla.Evidence.of(
            sla.Outage, [outage("a"), outage("a"), outage("z", start="2027-01-01T00:00Z")], covers=MARCH
        )
    assert [problem.where for problem in refused.value.problems] == ["outage a", "outage z"]


def test_the_digest_tells_bundles_apart():
    """A record, its field, or the coverage: each changes it."""
    base = sla.Evidence.of(sla.Outage, [outage()], covers=MARCH)
    others = [
        sla.Evidence.of(sla.Outage, [], covers=MARCH),
        sla.Evidence.of(sla.Outage, [outage(cause="flood")], covers=MARCH),
        sla.Evidence.of(sla.Outage, [outage()], covers=[MARCH, APRIL]),
        sla.Evidence.of(sla.Outage, [outage()], covers=MARCH, service="web"),
    ]
    assert len({bundle.digest() for bundle in (base, *others)}) == 5
    again = sla.Evidence.of(sla.Outage, [outage(start="2026-03-02T10:00+01:00")], covers=MARCH)
    assert (again, again.digest()) == (base, base.digest())


def test_a_bundle_has_one_form():
    """Coverage in two sections is that of one, and coverage of no time is none."""
    halves = [
        sla.Evidence.of(sla.Outage, [], covers=sla.Window.between(start, end, tz="UTC"))
        for start, end in (("2026-03-01", "2026-03-10"), ("2026-03-10", "2026-04-01"))
    ]
    whole = sla.Evidence.of(sla.Outage, [], covers=MARCH)
    assert halves[1] + halves[0] == whole
    assert (halves[0] + halves[1]).digest() == whole.digest()
    assert sla.Evidence.of(sla.Ticket, [], covers=[]) + whole == whole
    assert sla.Evidence.of(sla.Outage, [], covers=MARCH, service="web") + whole != whole
