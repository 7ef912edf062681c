"""Reading a folder: what is in it, and what is said where something is missing or wrong."""

from __future__ import annotations

import pytest

from slacore.errors import EvaluationError, InvalidDocument, InvalidEvidence
from slacore.verification import folders, verify

from .conftest import EXPECTATION, written


def refused(place, error=InvalidDocument):
    """The message of a folder that cannot be verified."""
    with pytest.raises(error) as raised:
        verify(place)
    return str(raised.value)


def test_a_folder_of_contracts_is_every_one_with_an_agreement(tmp_path):
    """By name; what has neither an agreement nor an expectation is no contract."""
    one, two = written(tmp_path / "b"), written(tmp_path / "a")
    (tmp_path / "drawings").mkdir()
    (tmp_path / "readme.txt").write_text("two contracts")
    assert folders(tmp_path) == (two, one)
    assert folders(str(one)) == (one,)
    assert [(found.path.parent, found.agrees) for found in verify(tmp_path)] == [(two, True), (one, True)]


def test_a_folder_without_an_agreement_is_refused(tmp_path):
    assert f"{tmp_path}: there is no agreement here, nor in a folder of it" in refused(tmp_path)


def test_an_expectation_without_an_agreement_is_not_passed_over(contract):
    """Beside other contracts a misspelt agreement would never be missed."""
    (contract / "agreement.yaml").rename(contract / "agrement.yaml")
    written(contract.parent / "other")
    assert f"{contract}: holds an expectation and no agreement" in refused(contract.parent)


@pytest.mark.parametrize("name", ["evidence", "expectation"])
def test_a_folder_without_what_belongs_to_a_worked_example_is_refused(contract, name):
    (contract / f"{name}.yaml").unlink()
    assert f"{contract}: holds no {name}; add {name}.yaml" in refused(contract)


@pytest.mark.parametrize("name", ["agreement", "charges", "ledger"])
def test_one_of_a_kind_is_enough(contract, name):
    for ending in ("json", "yaml"):
        (contract / f"{name}.{ending}").write_text("{}")
    assert f"{contract}: holds {name}.json and {name}.yaml; one of them is enough" in refused(contract)


def test_a_place_that_is_no_folder_is_refused(contract):
    assert f"{contract / 'no'}: cannot be read: No such file" in refused(contract / "no")
    assert "agreement.yaml: cannot be read: Not a directory" in refused(contract / "agreement.yaml")


@pytest.mark.parametrize("name", ["agreement", "evidence", "expectation"])
def test_a_document_that_cannot_be_read_is_named(contract, name):
    (contract / f"{name}.yaml").write_text("levels: [")
    assert f"{contract / name}.yaml: not YAML" in refused(contract)


@pytest.mark.parametrize("name", ["charges", "ledger"])
def test_so_is_one_that_need_not_be_there(contract, name):
    (contract / f"{name}.yaml").write_text("slacore: story/1")
    assert f"{contract / name}.yaml: unknown format 'story/1'" in refused(contract)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("expectation/1", "agreement/1", "this is a document of 'agreement/1'"),
        ("title:", "titel:", "unknown field 'titel'; did you mean 'title'?"),
        ("  total:", "  totals:", "expect: unknown field 'totals'; did you mean 'total'?"),
        (
            "measured: 4 h",
            "measure: 4 h",
            "expect.levels[0]: unknown field 'measure'; did you mean 'measured'?",
        ),
        (
            "level: uptime",
            "level: uptme",
            "expect.levels[2].level: unknown level 'uptme'; did you mean 'uptime'?",
        ),
        ("verdict: met}", "verdict: mat}", "expect.levels[0].verdict: unknown verdict 'mat'"),
        ("measured: 99.5 %", "measured: 99.5", "expect.levels[2]: measured: "),
        ("window: 2026-04", "window: April", "window: 'April' is not a window"),
        ("charges: 1200.00 EUR", "charges: 1200.00", "charges: "),
        ("charges: 1200.00 EUR", "known at: then", "known at: 'then' is not an instant"),
        ("owed: 2 points", "due: 2 points", "expect.penalties[1]: unknown field 'due'"),
        ("owed: 2 points", "owed: 2 points, until: June", "expect.penalties[1].until: "),
        (
            "  total:",
            "  rights: [{level: none, period: 2026-04, right: terminate, state: granted}]\n  total:",
            "expect.rights[0].level: unknown level 'none'",
        ),
        (
            "  total:",
            "  rights: [{period: 2026-04, right: terminate, state: given}]\n  total:",
            "expect.rights[0].state: unknown option 'given'",
        ),
        (
            "  total:",
            "  actions: [{level: uptime, period: 2026-04, action: plan, state: late}]\n  total:",
            "expect.actions[0].state: unknown option 'late'",
        ),
    ],
)
def test_an_expectation_that_cannot_be_meant_is_refused_with_the_place(contract, edit, old, new, message):
    edit("expectation.yaml", old, new)
    assert f"expectation.yaml: {message}" in refused(contract)


def test_all_faults_of_an_expectation_are_named_at_once(contract, edit):
    edit("expectation.yaml", "level: uptime", "level: up")
    edit("expectation.yaml", "level: resolution", "level: speed")
    assert refused(contract).startswith("invalid document: 3 problems")


def test_an_expectation_that_expects_nothing_is_refused(contract):
    (contract / "expectation.yaml").write_text("slacore: expectation/1\nwindow: 2026-04\nexpect: {}\n")
    assert "expectation.yaml: expect: nothing is expected" in refused(contract)


def test_one_broken_expectation_of_two_is_enough_to_refuse(contract):
    (contract / "expectation-2.yaml").write_text(EXPECTATION.replace("expect:", "expcet:"))
    assert "expectation-2.yaml: unknown field 'expcet'" in refused(contract)


def test_evidence_that_contradicts_itself_is_named(contract):
    """The same id in two documents."""
    (contract / "evidence-2.yaml").write_text((contract / "evidence.yaml").read_text("utf-8"))
    message = refused(contract, InvalidEvidence)
    assert "evidence.yaml: outage O-1: the id is used by 2 records" in message


def test_what_does_not_fit_together_is_named_with_the_expectation(contract, edit):
    """One sum for two months cannot be the charge of either."""
    edit("expectation.yaml", "window: 2026-04", "window: 2026-04-01/2026-06-01")
    message = refused(contract, EvaluationError)
    assert message.startswith(f"{contract / 'expectation.yaml'}: one sum of money (1200.00 EUR) cannot be")
