"""Exemptions and approvals: what was agreed must be there, and a refusal says what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.terms import CLIENT, HOST, MARCH, agreement, at, between, outages, uptime
from slacore import (
    Approval,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    Party,
    Verdict,
    WindowSet,
    evaluate,
)
from slacore.errors import InvalidEvidence, InvalidValue

# The 2nd and the 3rd of March: 48 h of 744 h, so 93.5 % if nothing is excused.
DOWN = between("2026-03-02", "2026-03-04")


def asked(name: str = "works", **more: Any) -> Exemption:
    """A request to leave out the two days, for maintenance that was announced four days before."""
    fields = {"start": DOWN.start, "end": DOWN.end, "cause": "maintenance", "announced": at("2026-02-26")}
    return Exemption(id=name, **fields | more)


def approval(name: str = "yes", *, of: str = "works", by: str | None = None, **more: Any) -> Approval:
    return Approval(id=name, of=of, at=at("2026-02-27"), by=by, **more)


def decided(exclusion: Exclusion, *records: Any, **more: Any) -> Evaluation:
    """March, down for two days, under one exclusion."""
    terms = agreement(uptime(exclusions=[exclusion]))
    return evaluate(terms, outages(DOWN) + Evidence(records=records), MARCH, **more)


def reason(exclusion: Exclusion, *records: Any, **more: Any) -> str:
    """Why the only request was refused; nothing if it was granted, which the verdict must then show."""
    result = decided(exclusion, *records, **more)
    (use,) = result.observations[0].exclusions
    granted = use.reason == ""
    assert use.applied == (WindowSet.of(DOWN) if granted else WindowSet())
    assert use.refused == (WindowSet() if granted else WindowSet.of(DOWN))
    assert result.verdict is (Verdict.MET if granted else Verdict.BREACHED)
    return use.reason


def test_a_cause_that_is_not_agreed_is_refused():
    """The agreement excludes maintenance; a flood is none."""
    assert reason(Exclusion(cause="maintenance"), asked(cause="flood")) == "the level excludes no 'flood'"


@pytest.mark.parametrize(
    ("announced", "found"),
    [
        # From the 27th of February 12:00 to the 2nd of March 00:00 are 60 hours.
        ("2026-02-27T12:00", "notice 60 h, 72 h agreed"),
        # One second short of three days.
        ("2026-02-27T00:00:01", "notice 71.999722… h, 72 h agreed"),
        ("2026-02-27", ""),
        # Told after it had begun.
        ("2026-03-02T06:00", "notice -6 h, 72 h agreed"),
        (None, "no notice is on record, 72 h agreed"),
    ],
)
def test_notice_is_counted_to_the_start(announced, found):
    """Three days were agreed: exactly three suffice."""
    when = None if announced is None else at(announced)
    assert reason(Exclusion(cause="maintenance", notice="3 d"), asked(announced=when)) == found


@pytest.mark.parametrize(
    ("party", "found"),
    [
        (CLIENT, ""),
        (HOST, "fault of Host, excluded only where it is of Client"),
        (None, "fault of nobody named, excluded only where it is of Client"),
    ],
)
def test_only_the_fault_of_the_agreed_party_is_excluded(party, found):
    """Client broke it, Host broke it, nobody says who broke it."""
    assert reason(Exclusion(cause="maintenance", party=CLIENT), asked(party=party)) == found


def test_proof_that_was_agreed_must_be_on_record():
    """With the number of a report it is excused, without one it is not."""
    term = Exclusion(cause="maintenance", proof=True)
    assert reason(term, asked()) == "nothing is on record to show it, evidence agreed"
    assert reason(term, asked(proof="report 17")) == ""


@pytest.mark.parametrize(
    ("records", "found"),
    [
        ((), "no approval is on record, approval agreed"),
        ((approval(of="other"),), "no approval is on record, approval agreed"),
        ((approval(),), ""),
        ((approval(by=CLIENT),), ""),
        ((approval(by=HOST),), "approved by Host, approval of Client agreed"),
        ((approval(by=HOST), approval("too", by=CLIENT)), ""),
        ((approval(by=CLIENT, service="mail"),), "no approval is on record, approval agreed"),
    ],
)
def test_whose_approval_counts(records, found):
    """The customer's: the provider cannot approve what it asks for itself."""
    assert reason(Exclusion(cause="maintenance", approval=True), asked(), *records) == found


def test_an_auditor_approves_for_nobody():
    """A third party's word is not the customer's, and the refusal names who gave it."""
    third = Party(name="Auditor", role="auditor")
    terms = agreement(uptime(exclusions=[Exclusion(cause="maintenance", approval=True)]))
    terms = agreement(*terms.levels, parties=(*terms.parties, third))
    evidence = outages(DOWN) + Evidence(records=[asked(), approval(by="Auditor"), approval("b", by=HOST)])
    (use,) = evaluate(terms, evidence, MARCH).observations[0].exclusions
    assert use.reason == "approved by Auditor and Host, approval of Client agreed"


def test_an_approval_that_was_withdrawn_does_not_count():
    """The customer takes its word back by a correction."""
    back = approval("no", by=CLIENT, replaces="yes", withdrawn=True)
    found = reason(Exclusion(cause="maintenance", approval=True), asked(), approval(by=CLIENT), back)
    assert found == "no approval is on record, approval agreed"


def test_an_approval_of_tomorrow_is_not_known_today():
    """Recorded on the 10th it counts in April's view and not in that of the 9th."""
    term = Exclusion(cause="maintenance", approval=True)
    late = approval(recorded=at("2026-03-10"))
    assert decided(term, asked(), late).observations[0].exclusions[0].reason == ""
    then = decided(term, asked(), late, known_at=at("2026-03-09"))
    assert then.observations[0].exclusions[0].reason == "no approval is on record, approval agreed"


def test_the_first_thing_that_is_missing_is_named():
    """Party before proof before approval before notice, and once all is there it is excused."""
    term = Exclusion(cause="maintenance", party=CLIENT, proof=True, approval=True, notice="3 d")
    late = {"announced": at("2026-03-01")}
    assert reason(term, asked(**late)).startswith("fault of")
    assert reason(term, asked(party=CLIENT, **late)).startswith("nothing is on record")
    assert reason(term, asked(party=CLIENT, proof="r", **late)).startswith("no approval")
    assert reason(term, asked(party=CLIENT, proof="r", **late), approval()) == "notice 24 h, 72 h agreed"
    assert reason(term, asked(party=CLIENT, proof="r"), approval()) == ""


def test_a_request_is_heard_whoever_passed_it_on():
    """The level believes one monitor only; the request and the approval come from the service desk."""
    term = Exclusion(cause="maintenance", approval=True)
    terms = agreement(uptime(exclusions=[term], source="monitor"))
    rows = [asked(source="desk"), approval(source="desk")]
    result = evaluate(terms, outages(DOWN) + Evidence(records=rows), MARCH)
    assert result.observations[0].exclusions[0].applied == WindowSet.of(DOWN)
    assert result.verdict is Verdict.MET


def test_a_request_in_another_period_is_not_listed():
    """What is asked for April has no place in March."""
    april = asked(start=at("2026-04-02"), end=at("2026-04-03"))
    assert decided(Exclusion(cause="maintenance"), april).observations[0].exclusions == ()


def test_a_refusal_is_told_in_the_explanation():
    """In words, with the clause that it follows."""
    term = Exclusion(cause="maintenance", notice="3 d", clause="3.2")
    told = decided(term, asked(announced=at("2026-02-27T12:00"))).explain()
    assert "exclusion maintenance (works): refused: notice 60 h, 72 h agreed [3.2]" in told


def test_a_request_needs_a_span_and_an_approval_what_it_is_of():
    """A reversed span is refused where it is made; two requests never share an id."""
    with pytest.raises(InvalidValue, match="exemption works must end after it starts"):
        asked(start=DOWN.end, end=DOWN.start)
    with pytest.raises(InvalidEvidence, match="exemption works: the id is used by 2 records"):
        Evidence(records=[asked(), asked()])
