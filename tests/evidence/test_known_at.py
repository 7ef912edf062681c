"""What was known at a moment: nothing that was written down later, and nothing that had not happened."""

from __future__ import annotations

from typing import Any

import slacore as sla

MARCH = sla.Window.month(2026, 3, tz="UTC")
MIDDLE = sla.Instant.parse("2026-03-15T00:00Z")


def of(kind: type[sla.Record], *rows: Any) -> sla.Evidence:
    return sla.Evidence.of(kind, rows, covers=MARCH)


def known(evidence: sla.Evidence, moment: sla.Instant = MIDDLE) -> tuple[sla.Record, ...]:
    return evidence.as_known_at(moment).records


def test_the_end_of_what_still_went_on_was_not_known():
    """On the 15th an outage of the 10th to the 25th was still going on, and a ticket not resolved."""
    outage = sla.Outage(id="O-1", start="2026-03-10T00:00Z", end="2026-03-25T00:00Z", cause="flood")
    assert known(of(sla.Outage, outage)) == (sla.Outage(id="O-1", start="2026-03-10T00:00Z", cause="flood"),)
    log = [
        ("2026-03-14T09:00Z", "opened"),
        ("2026-03-14T10:00Z", "responded"),
        ("2026-03-16T09:00Z", "resolved"),
    ]
    ticket = sla.Ticket(id="T-1", events=log, priority="P1")
    assert known(of(sla.Ticket, ticket)) == (sla.Ticket(id="T-1", events=log[:2], priority="P1"),)
    for how in ("answered", "abandoned"):
        call = sla.Call(id="C-1", offered="2026-03-14T23:59Z", caller="Ann", **{how: "2026-03-15T00:01Z"})
        assert known(of(sla.Call, call)) == (sla.Call(id="C-1", offered="2026-03-14T23:59Z", caller="Ann"),)


def test_what_had_ended_by_then_stays_as_it_is():
    """An end at that very moment is known as well."""
    outage = sla.Outage(id="O-1", start="2026-03-10T00:00Z", end=MIDDLE)
    ticket = sla.Ticket(id="T-1", events=[("2026-03-14T09:00Z", "opened"), (MIDDLE, "resolved")])
    call = sla.Call(id="C-1", offered="2026-03-14T23:59Z", answered=MIDDLE)
    for record in (outage, ticket, call):
        assert known(of(type(record), record)) == (record,)


def test_a_total_is_not_known_before_its_span_is_over():
    """March's requests cannot be counted on the 15th; those of the first week can."""
    month = sla.Tally(id="month", start=MARCH.start, end=MARCH.end, good=90, total=100)
    week = sla.Tally(id="week", start=MARCH.start, end="2026-03-08T00:00Z", good=90, total=100)
    assert known(of(sla.Tally, month, week)) == (week,)


def test_a_record_from_before_the_watch_was_not_known_before_it():
    """The watch began in March: on the 25th of February nobody had reported the outage."""
    outage = sla.Outage(id="O-1", start="2026-02-20T00:00Z", end="2026-03-10T00:00Z")
    then = of(sla.Outage, outage).as_known_at(sla.Instant.parse("2026-02-25T00:00Z"))
    assert then.records == ()
    assert not then.covered(sla.Outage, None)


def test_what_was_written_down_later_is_not_known():
    """One minute decides; an undated record counts from its start on, and one in the future does not."""

    def sample(name: str, at: str, recorded: str | None = None) -> sla.Sample:
        return sla.Sample(id=name, at=f"2026-03-{at}Z", value="3 count", recorded=recorded)

    rows = of(
        sla.Sample,
        sample("at once", "14T00:00", "2026-03-15T00:00Z"),
        sample("late", "14T00:00", "2026-03-15T00:01Z"),
        sample("undated", "14T23:59"),
        sample("future", "15T00:00"),
    )
    assert [record.id for record in known(rows)] == ["at once", "undated"]


def test_facts_and_exemptions_may_speak_of_the_future():
    """A distance is known before the flight, and maintenance is announced before it begins."""
    fact = sla.Fact(id="f", name="tier", value="gold", start=MARCH.start, end=MARCH.end)
    works = sla.Exemption(id="x", start="2026-03-20T00:00Z", end="2026-03-21T00:00Z", cause="maintenance")
    late = sla.Fact(id="g", name="tier", value="tin", record="T-1", recorded="2026-03-16T00:00Z")
    assert known(sla.Evidence(records=[fact, works, late])) == (works, fact)


def test_no_coverage_reaches_beyond_the_moment():
    """Each is cut there, and one that had not begun is empty."""
    april = sla.Window.month(2026, 4, tz="UTC")
    both = of(sla.Outage) + sla.Evidence.of(sla.Ticket, [], covers=april)
    then = both.as_known_at(MIDDLE)
    assert then.covered(sla.Outage, None) == sla.WindowSet.of(sla.Window(MARCH.start, MIDDLE))
    assert not then.covered(sla.Ticket, None)
