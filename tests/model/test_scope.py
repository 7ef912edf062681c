"""The scope: facts of records and of periods, what counts, and how far something was watched."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import EvaluationError
from slacore.model import Scope

MARCH = sla.Window.month(2026, 3, tz="UTC")
EVERYTHING = sla.WindowSet.of(MARCH)
TICKET = sla.Ticket(id="T-1", events=[("2026-03-02T09:00Z", "opened")], priority="P1")
YEAR = sla.Window.year(2026, tz="UTC")


def at(text: str) -> sla.Instant:
    return sla.Instant.parse(f"2026-{text}Z")


def scope(*facts: sla.Fact, **more: Any) -> Scope:
    parts = {
        "counted": EVERYTHING,
        "excluded": sla.WindowSet(),
        "gaps": sla.WindowSet(),
        "covered": EVERYTHING,
    }
    return Scope(
        **{
            "period": MARCH,
            "zone": "UTC",
            "records": (TICKET,),
            "facts": facts,
            "horizon": MARCH.end,
            **parts,
            **more,
        }
    )


def fact(name: str, value: Any, of: str | sla.Window, number: int = 1) -> sla.Fact:
    where = {"record": of} if isinstance(of, str) else {"start": of.start, "end": of.end}
    return sla.Fact(id=f"{name}-{number}", name=name, value=value, **where)


def test_two_answers_to_one_question_are_refused():
    """Neither counts: not of a record, not of a period, and not the first by id."""
    of_record = scope(fact("tier", "gold", "T-1", 1), fact("tier", "tin", "T-1", 2))
    with pytest.raises(
        EvaluationError, match="the fact 'tier' is stated as gold and tin for ticket T-1; keep one"
    ):
        of_record.fact("tier", TICKET)
    of_period = scope(fact("tier", "gold", MARCH), fact("tier", "tin", YEAR, 2))
    with pytest.raises(EvaluationError, match="the fact 'tier' is stated as gold and tin for 2026-03"):
        of_period.fact("tier")
    agreeing = scope(fact("share", "1 %", "T-1", 1), fact("share", "100 bp", "T-1", 2))
    assert agreeing.fact("share", TICKET) == sla.Quantity(1, "%")


def test_a_field_of_the_record_is_a_fact_of_it():
    """A priority, and a measured value too; what somebody stated of the record goes before."""
    sample = sla.Sample(id="S", at=MARCH.start, value="3 count")
    assert scope().fact("priority", TICKET) == "P1"
    assert scope().fact("value", sample) == sla.Quantity(3, "count")
    assert scope(fact("priority", "P3", "T-1")).fact("priority", TICKET) == "P3"
    assert scope().fact("events", TICKET) is None
    assert scope().fact("colour", TICKET) is None


def test_a_fact_of_the_whole_period_is_said_of_its_records():
    """A span that covers the period; one that covers a part says nothing of the whole."""
    first_half = sla.Window(MARCH.start, at("03-16T00:00"))
    assert scope(fact("tier", "gold", YEAR)).fact("tier", TICKET) == "gold"
    assert scope(fact("tier", "gold", MARCH)).fact("tier") == "gold"
    assert scope(fact("tier", "gold", first_half)).fact("tier") is None
    assert scope(fact("tier", "gold", "T-2")).fact("tier", TICKET) is None
    own = scope(fact("tier", "gold", YEAR), fact("tier", "tin", "T-1", 2))
    assert own.fact("tier", TICKET) == "tin"
    assert scope(fact("late", False, "T-1")).fact("late", TICKET) is False


def test_time_counts_when_it_is_promised_and_not_excused():
    """The start of the period is inside, its end is not, and excused time is out."""
    excused = sla.WindowSet.of(sla.Window.day(2026, 3, 5, tz="UTC"))
    seen = scope(excluded=excused)
    assert seen.counts(MARCH.start)
    assert seen.counts(at("03-04T23:59:59.999999"))
    assert not seen.counts(at("03-05T00:00"))
    assert seen.counts(at("03-06T00:00"))
    assert not seen.counts(MARCH.end)


def test_what_settles_in_the_period_belongs_to_it():
    """From its first instant up to its end, and not beyond what is looked at."""
    middle = at("03-15T00:00")
    assert scope().settles(MARCH.start)
    assert not scope().settles(MARCH.end)
    assert not scope().settles(None)
    assert scope(horizon=middle).settles(at("03-14T23:59"))
    assert not scope(horizon=middle).settles(middle)


def test_how_far_something_was_watched():
    """Without a break from its start on; what began in a gap was not watched at all."""
    watched = sla.WindowSet.of(
        sla.Window.between("2026-03-01", "2026-03-10", tz="UTC"),
        sla.Window.between("2026-03-20", "2026-04-01", tz="UTC"),
    )
    seen = scope(covered=watched)
    assert seen.seen_until(at("03-05T00:00")) == at("03-10T00:00")
    assert seen.seen_until(at("03-12T00:00")) == at("03-12T00:00")
    assert seen.seen_until(at("03-20T00:00")) == MARCH.end
    assert scope(horizon=at("03-15T00:00")).seen_until(at("03-05T00:00")) == at("03-15T00:00")


def test_time_runs_in_service_hours_less_the_pauses():
    """Friday 16:00 to Monday 10:00 is two hours of nine to five, and 66 by the clock."""
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    friday, monday = at("03-06T16:00"), at("03-09T10:00")
    hour = 3_600_000_000
    assert scope(hours=office).elapsed(friday, monday) == 2 * hour
    assert scope().elapsed(friday, monday) == 66 * hour
    pause = sla.WindowSet.of(sla.Window(at("03-06T16:30"), at("03-09T09:15")))
    assert scope(hours=office).elapsed(friday, monday, pause) == hour * 5 // 4
    assert scope().elapsed(monday, friday) == 0


def test_a_record_alone_is_known_whatever_else_is_not():
    """Gaps hide other records, not this one."""
    alone = scope(gaps=EVERYTHING).alone(TICKET)
    assert alone.records == (TICKET,)
    assert not alone.gaps
    assert scope().of_kind(sla.Ticket) == (TICKET,)
    assert scope().of_kind(sla.Call) == ()
