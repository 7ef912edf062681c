"""Verifying a folder: what is as expected, what differs, and where that is said."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import frozen

import slacore as sla
from slacore.errors import EvaluationError, InvalidDocument
from slacore.serialization import dump_ledger
from slacore.verification import verify


def found(contract):
    """The differences of the only expectation, as text."""
    (one,) = verify(contract)
    assert one.agrees == (not one.differences)
    return [str(difference) for difference in one.differences]


def test_what_was_worked_out_by_hand_comes_out(contract):
    """The figures are those at the top of conftest."""
    (one,) = verify(contract)
    assert one.differences == ()
    assert one.agrees
    assert one.path == contract / "expectation.yaml"
    assert one.expectation.title == "April"
    assert one.evaluation.verdict is sla.Verdict.BREACHED
    assert str(one) == f"{one.path}: ok"


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("verdict: breached\n  levels", "verdict: met\n  levels", "verdict: expected met, found breached"),
        ("99.5 %", "99.6 %", "level uptime, 2026-04: measured: expected 99.6 %, found 99.5 %"),
        (
            "99.5 %",
            "298.501/3 %",
            "level uptime, 2026-04: measured: expected 298501/3000 % (99.500333… %), found 99.5 %",
        ),
        ("99.5 %", "30 min", "level uptime, 2026-04: measured: expected 30 min, found 99.5 %"),
        ("99.5 %", "none", "level uptime, 2026-04: measured: expected no data, found 99.5 %"),
        (
            "99.5 %",
            "{low: 99 %, high: 99.5 %}",
            "level uptime, 2026-04: measured: expected 99 % to 99.5 %, found 99.5 %",
        ),
        (
            "99.5 %",
            "{low: 99.5 %}",
            "level uptime, 2026-04: measured: expected at least 99.5 %, found 99.5 %",
        ),
        (
            "99.5 %",
            "{high: 99.5 %}",
            "level uptime, 2026-04: measured: expected at most 99.5 %, found 99.5 %",
        ),
        ("99.5 %", "{}", "level uptime, 2026-04: measured: expected without limit, found 99.5 %"),
        (
            "99.5 %, verdict: breached",
            "99.5 %, verdict: met",
            "level uptime, 2026-04: verdict: expected met, found breached",
        ),
        (
            "99.5 %, verdict: breached",
            "99.5 %",
            "level uptime, 2026-04: verdict: expected none, found breached",
        ),
        (
            "    - {level: resolution, period: 2026-04, record: T-1, measured: 4 h, verdict: met}\n",
            "",
            "level resolution, 2026-04, T-1: expected nothing, found measured 240 min, verdict met",
        ),
        (
            "  penalties:",
            "    - {level: uptime, period: 2026-05, verdict: met}\n  penalties:",
            "level uptime, 2026-05: expected verdict met, found nothing",
        ),
        (
            "  penalties:",
            "    - {level: uptime, period: 2026-04, measured: 99.5 %, verdict: breached}\n  penalties:",
            "level uptime, 2026-04: expected measured 99.5 %, verdict breached, found nothing",
        ),
        ("owed: 120.00", "owed: 119.99", "penalty 2026-04: owed: expected 119.99 EUR, found 120.00 EUR"),
        ("owed: 120.00 EUR", "owed: unsaid", "penalty 2026-04: owed: expected unsaid, found 120.00 EUR"),
        (
            "owed: 120.00 EUR",
            "owed: 10 % of monthly fee",
            "penalty 2026-04: owed: expected 10 % of monthly fee, found 120.00 EUR",
        ),
        ("exact: 120 ", "exact: 120.001 ", "penalty 2026-04: exact: expected 120.001 EUR, found 120.00 EUR"),
        (
            "debtor: Riverside Hosting",
            "debtor: Maple Books",
            "penalty 2026-04: debtor: expected Maple Books, found Riverside Hosting",
        ),
        (
            "    - {period: 2026-04, owed: 2 points}\n",
            "",
            "penalty 2026-04: expected nothing, found owed 2 points, exact 2 points, "
            "debtor Riverside Hosting, creditor Maple Books",
        ),
        (
            "    - {period: 2026-04, owed: 2 points}\n",
            "    - {period: 2026-04, owed: 2 points}\n    - {period: 2026-03, owed: 1 points}\n",
            "penalty 2026-03: expected owed 1 points, found nothing",
        ),
        (
            "total: [120.00 EUR, 2 points]",
            "total: 120.00 EUR",
            "total: expected 120.00 EUR, found 120.00 EUR and 2 points",
        ),
        (
            "total: [120.00 EUR, 2 points]",
            "total: 0 EUR",
            "total: expected nothing, found 120.00 EUR and 2 points",
        ),
    ],
)
def test_each_thing_that_differs_is_named_once(contract, edit, old, new, difference):
    edit("expectation.yaml", old, new)
    assert found(contract) == [difference]


@pytest.mark.parametrize(
    "key",
    ["  verdict: breached\n  levels", "  total: [120.00 EUR, 2 points]\n"],
)
def test_what_is_not_stated_is_not_compared(contract, edit, key):
    edit("expectation.yaml", key, "  levels" if key.endswith("levels") else "")
    assert found(contract) == []


def test_a_list_without_entries_expects_none(contract, edit):
    """Two penalties are more than none."""
    text = (contract / "expectation.yaml").read_text("utf-8")
    head, _, rest = text.partition("  penalties:")
    (contract / "expectation.yaml").write_text(
        f"{head}  penalties: []\n  total:{rest.partition('total:')[2]}"
    )
    assert [line.partition(",")[0] for line in found(contract)] == [
        "penalty 2026-04: expected nothing",
        "penalty 2026-04: expected nothing",
    ]


def test_a_figure_that_is_not_stated_is_not_compared(contract, edit):
    edit("expectation.yaml", "measured: 99.5 %, ", "")
    assert found(contract) == []


def test_a_period_may_be_written_in_several_ways(contract, edit):
    """April in Berlin begins at 22:00 in UTC, on the last day of March."""
    edit("expectation.yaml", "uptime, period: 2026-04", "uptime, period: 2026-04-01/2026-05-01")
    edit("expectation.yaml", "period: 2026-04, owed", "period: 2026-03-31T22:00Z/2026-04-30T22:00Z, owed")
    assert found(contract) == []


def test_a_period_is_that_of_the_levels_own_zone(contract, edit):
    """Lisbon's April is 23:00 to 23:00 in UTC, an hour after Berlin's, and has 720 h as well."""
    text = (contract / "agreement.yaml").read_text("utf-8").partition("  - name: resolution")[0]
    (contract / "agreement.yaml").write_text(text + "    zone: Europe/Lisbon\n")
    edit("evidence.yaml", "of: outage\n    covers: 2026-04", "of: outage\n    covers: 2026-03-01/2026-06-01")
    (contract / "expectation.yaml").write_text(
        "slacore: expectation/1\n"
        "window: 2026-03-31T23:00Z/2026-04-30T23:00Z\n"
        "charges: 1200.00 EUR\n"
        "expect:\n"
        "  levels: [{level: uptime, period: 2026-04, measured: 99.5 %, verdict: breached}]\n"
        "  penalties: [{period: 2026-04, owed: 120.00 EUR}]\n"
    )
    assert found(contract) == []


def test_charges_of_an_expectation_go_before_the_document(contract, edit):
    """With 2,000.00 the credit is 200.00; without charges of its own the document's hold."""
    (contract / "charges.yaml").write_text(
        "slacore: charges/1\nzone: Europe/Berlin\n"
        "charges: [{name: monthly fee, span: 2026-04, amount: 2000.00 EUR}]\n"
    )
    assert found(contract) == []
    edit("expectation.yaml", "charges: 1200.00 EUR\n", "")
    assert found(contract) == [
        "penalty 2026-04: owed: expected 120.00 EUR, found 200.00 EUR",
        "penalty 2026-04: exact: expected 120.00 EUR, found 200.00 EUR",
        "total: expected 120.00 EUR and 2 points, found 2 points and 200.00 EUR",
    ]


def test_without_a_charge_the_share_is_owed(contract, edit):
    edit("expectation.yaml", "charges: 1200.00 EUR\n", "")
    edit("expectation.yaml", "owed: 120.00 EUR\n      exact: 120 EUR", "owed: 10 % of monthly fee")
    edit("expectation.yaml", "120.00 EUR, 2", "10 % of monthly fee, 2")
    assert found(contract) == []


def test_what_was_recorded_later_is_left_out(contract, edit):
    """The outage became known in May; at the end of April nothing was."""
    edit("evidence.yaml", '13:36"}', '13:36", recorded: "2026-05-02T09:00"}')
    edit("expectation.yaml", "charges:", "known at: 2026-05-01\ncharges:")
    assert "level uptime, 2026-04: measured: expected 99.5 %, found 100 %" in found(contract)


def test_several_documents_of_evidence_are_one(contract):
    """The second adds an hour to the outage: 4.6 h of 720, 100 × 715.4 ÷ 720 = 3577/36 %."""
    (contract / "evidence-more.yaml").write_text(
        "slacore: evidence/1\nzone: Europe/Berlin\nevidence:\n  - of: outage\n    covers: 2026-04\n"
        '    records: [{id: O-2, start: "2026-04-20T10:00", end: "2026-04-20T11:00"}]\n'
    )
    assert found(contract) == [
        "level uptime, 2026-04: measured: expected 99.5 %, found 3577/36 % (99.361111… %)"
    ]


def test_a_ledger_is_handed_on(contract):
    """A ledger that already has April refuses to take it again: so it was read."""
    (one,) = verify(contract)
    (contract / "ledger.json").write_text(dump_ledger(one.evaluation.ledger))
    with pytest.raises(EvaluationError, match="the ledger already has"):
        verify(contract)


def test_documents_may_be_json(contract):
    agreement = sla.load(contract / "agreement.yaml")
    (contract / "agreement.yaml").unlink()
    (contract / "agreement.json").write_text(sla.dumps(agreement, json=True))
    (contract / "expectation.yaml").unlink()
    expectation = {"slacore": "expectation/1", "window": "2026-04", "expect": {"verdict": "met"}}
    (contract / "expectation.json").write_text(json.dumps(expectation))
    assert found(contract) == ["verdict: expected met, found breached"]


def test_two_expectations_are_verified_each_by_itself(contract):
    """One agrees and one does not; they come in the order of their names."""
    (contract / "expectation-2.yaml").write_text(
        "slacore: expectation/1\nwindow: 2026-04\nexpect: {verdict: met}\n"
    )
    assert [(one.path.name, one.agrees) for one in verify(contract)] == [
        ("expectation-2.yaml", False),
        ("expectation.yaml", True),
    ]


def test_a_verification_tells_its_differences(contract, edit):
    edit("expectation.yaml", "99.5 %", "99.6 %")
    (one,) = verify(contract)
    assert str(one) == (
        f"{one.path}: 1 difference\n  level uptime, 2026-04: measured: expected 99.6 %, found 99.5 %"
    )


@frozen(kw_only=True)
class AlwaysUp(sla.Metric):
    """A metric that the standard registry does not know."""

    kind: ClassVar[str] = "always-up"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type] = sla.Outage

    def measure(self, scope):
        """All is well."""
        return Fraction(100)


def test_kinds_of_ones_own_are_known_by_their_registry(contract, edit):
    edit("agreement.yaml", "metric: availability", "metric: always-up")
    (one,) = verify(contract, registry=sla.STANDARD.with_kinds(AlwaysUp))
    assert str(one.differences[0]) == "level uptime, 2026-04: measured: expected 99.5 %, found 100 %"
    with pytest.raises(InvalidDocument, match="unknown metric 'always-up'"):
        verify(contract)
