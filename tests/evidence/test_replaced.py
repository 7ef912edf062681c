"""What was known of corrections at a moment, who watched, and what the parties ask of each other."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue
from slacore.evidence import Approval, Claim

MARCH = sla.Window.month(2026, 3, tz="UTC")


def outage(name: str, **more: Any) -> sla.Outage:
    return sla.Outage(id=name, start="2026-03-02T09:00Z", end="2026-03-02T10:00Z", **more)


def of(*rows: sla.Record) -> sla.Evidence:
    return sla.Evidence.of(sla.Outage, rows, covers=MARCH)


def test_a_record_counts_as_it_was_known():
    """Before the correction was written the original stands; a withdrawal of what is unknown is nothing."""
    rows = of(
        outage("a", recorded="2026-03-03T00:00Z"),
        outage("b", replaces="a", recorded="2026-03-10T00:00Z"),
        outage("c", replaces="b", recorded="2026-03-20T00:00Z", withdrawn=True),
    )
    for moment, counts in (("05", ["a"]), ("15", ["b"]), ("25", [])):
        known = rows.as_known_at(sla.Instant.parse(f"2026-03-{moment}T00:00Z"))
        assert [record.id for record in known.current()] == counts


def test_a_correction_stands_alone_where_its_original_was_not_watched_yet():
    """It replaces nothing that is known, and is no fault of the bundle."""
    early = sla.Outage(id="a", start="2026-03-20T09:00Z")
    late = sla.Outage(id="b", start="2026-03-10T09:00Z", end="2026-03-11T09:00Z", replaces="a")
    gone = sla.Outage(
        id="d", start="2026-03-10T09:00Z", end="2026-03-11T09:00Z", replaces="c", withdrawn=True
    )
    other = sla.Outage(id="c", start="2026-03-21T09:00Z")
    known = of(early, late, gone, other).as_known_at(sla.Instant.parse("2026-03-15T00:00Z"))
    assert [(record.id, record.replaces) for record in known.records] == [("b", None)]


def test_a_source_covers_what_it_watched():
    """Two monitors in March: each covers its own days, and the one without a name covers any."""
    first, second = (sla.Window.day(2026, 3, day, tz="UTC") for day in (1, 2))
    both = sla.Evidence.of(sla.Outage, [], covers=first, source="east")
    both += sla.Evidence.of(sla.Outage, [], covers=second)
    east, any_source = sla.WindowSet.of(first, second), sla.WindowSet.of(first, second)
    assert both.covered(sla.Outage, None, "east") == east
    assert both.covered(sla.Outage, None, "west") == sla.WindowSet.of(second)
    assert both.covered(sla.Outage, None) == any_source
    swapped = sla.Evidence(coverage=both.coverage[::-1])
    assert (swapped, swapped.digest()) == (both, both.digest())


def test_requests_of_the_parties_are_stated_and_not_watched():
    """Approvals and claims need no coverage; each says when it was made."""
    approval = Approval(id="A", of="X-1", at="2026-03-01T09:00Z", by="shop")
    claim = Claim(id="C", submitted="2026-04-03T09:00Z", level="uptime", start=MARCH.start, end=MARCH.end)
    assert len(sla.Evidence(records=[approval, claim]).records) == 2
    assert approval.extent() == (approval.at, approval.at)
    assert claim.extent() == (claim.submitted, claim.submitted)
    assert Claim(id="C", submitted="2026-04-03T09:00Z", record="T-1").start is None
    with pytest.raises(InvalidValue, match="claim C must end after it starts"):
        Claim(id="C", submitted="2026-04-03T09:00Z", start=MARCH.end, end=MARCH.start)
    with pytest.raises(InvalidValue, match=r"claim C is about time until .*but not since when"):
        Claim(id="C", submitted="2026-04-03T09:00Z", end=MARCH.end)
    with pytest.raises(InvalidValue, match="claim C is about a span or about a record"):
        Claim(id="C", submitted="2026-04-03T09:00Z", record="T-1", start=MARCH.start)
