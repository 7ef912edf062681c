"""The one call: what it takes, what it refuses, and that nothing but its arguments counts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    figures,
    repairs,
    stated,
    ticket,
    tickets,
)
from slacore import Evidence, Fact, Service, evaluate
from slacore.errors import EvaluationError
from slacore.remedies import Pay


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("agreement", "hosting.yaml"),
        ("evidence", []),
        ("window", "2026-03"),
        ("charges", "2000 EUR"),
        ("ledger", {}),
        ("known_at", "2026-04-01"),
        ("known_at", datetime(2026, 4, 1, tzinfo=UTC)),
    ],
)
def test_an_argument_of_the_wrong_class_is_refused_by_its_name(argument, value):
    """What was meant is said, and nothing is computed from it."""
    given: dict[str, Any] = {
        "agreement": agreement(stated()),
        "evidence": figures(uptime="99 %"),
        "window": MARCH,
        argument: value,
    }
    places = [given.pop(name) for name in ("agreement", "evidence", "window")]
    with pytest.raises(EvaluationError, match=f"{argument} (must be of class|are Money or Charges)"):
        evaluate(*places, **given)


def test_a_charge_that_many_tickets_lack_is_one_finding():
    """Three late tickets at 5 % of a fee that is not known: said once."""
    late = [ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2, 3)]
    result = evaluate(agreement(repairs(Pay(rate="5 % of fee"))), tickets(*late), MARCH)
    assert [str(finding) for finding in result.findings] == [
        "repair: the sum is unknown: no 'fee' is known for 2026-03 (charges given: none)"
    ]


@pytest.mark.parametrize(("count", "said"), [(1, "1 record is"), (2, "2 records are")])
def test_records_of_a_service_that_is_not_agreed_are_left_out_and_counted(count, said):
    """What the customer has not agreed is not in the agreement: a finding says so."""
    span = {"start": MARCH.start, "end": MARCH.end}
    strange = Evidence(
        records=[Fact(id=str(n), name="uptime", value="1 %", service="mail", **span) for n in range(count)]
    )
    terms = agreement(stated(), services=[Service(name="web")])
    result = evaluate(terms, strange + figures(uptime="99.5 %"), MARCH)
    assert str(result.observations[0]) == "99.5 %"
    assert [str(finding) for finding in result.findings] == [
        f"service mail: {said} about this service, which the agreement does not have: left out"
    ]
