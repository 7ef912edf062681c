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
