"""``slacore verify``: worked examples from a folder to the screen, and how the command ends."""

from __future__ import annotations

import json

import pytest

EXPECTATION = """\
slacore: expectation/1
title: The morning of 28 February
window: 2017-02
charges: 1000.00 USD
expect:
  verdict: breached
  levels:
    - {level: availability, period: 2017-02, measured: 200315/2016 %, verdict: breached}
  penalties:
    - {period: 2017-02, owed: 100.00 USD}
  total: 100.00 USD
"""


@pytest.fixture
def contract(folder):
    """The storage of the other tests: 257 of 40,320 minutes down, 10 % of 1,000.00.

    100 × 40,063 ÷ 40,320 = 200315/2016 = 99.362599… %.
    """
    place = folder / "contracts" / "storage"
    place.mkdir(parents=True)
    for name, source in (("agreement", "sla"), ("evidence", "outages")):
        (place / f"{name}.yaml").write_text((folder / f"{source}.yaml").read_text("utf-8"), "utf-8")
    (place / "expectation.yaml").write_text(EXPECTATION, "utf-8")
    return place


def expect(contract, old, new, name="expectation.yaml"):
    """Write an expectation that says something else."""
    assert old in EXPECTATION
    (contract / name).write_text(EXPECTATION.replace(old, new), "utf-8")


def test_where_all_is_as_expected_one_line_says_so(run, contract):
    """The folder, and a line that sums up; the code is 0 although the promise was broken."""
    assert run("verify", "contracts/storage") == (
        0,
        "contracts/storage: ok\n\n1 folder, 1 expectation: all as expected\n",
        "",
    )


def test_a_difference_is_shown_with_what_was_found_and_ends_with_ten(run, contract):
    expect(contract, "owed: 100.00", "owed: 250.00")
    code, out, err = run("verify", "contracts/storage")
    assert (code, err) == (10, "")
    assert out == (
        "contracts/storage: 1 difference\n"
        "  expectation.yaml: The morning of 28 February\n"
        "\n"
        "                          expected     found\n"
        " ─────────────────────────────────────────────────\n"
        "  penalty 2017-02: owed   250.00 USD   100.00 USD\n"
        "\n"
        "1 folder, 1 expectation: 1 not as expected\n"
    )


def test_the_explanation_of_what_differs_is_shown_where_it_is_asked_for(run, contract):
    asked = ("verify", "contracts/storage", "--explain")
    assert "evidence: 1 outage" not in run(*asked).out
    expect(contract, "owed: 100.00", "owed: 250.00")
    assert "evidence: 1 outage (O-1)" in run(*asked).out
    assert "evidence: 1 outage" not in run(*asked[:2]).out


def test_a_folder_of_folders_and_several_folders(run, contract, folder):
    """Each is named once, and the summary counts them; two expectations are one folder."""
    other = contract.parent / "other"
    other.mkdir()
    for path in contract.iterdir():
        (other / path.name).write_text(path.read_text("utf-8"), "utf-8")
    expect(other, "verdict: breached\n  levels", "verdict: met\n  levels", name="expectation-2.yaml")
    code, out, _ = run("verify", "contracts")
    assert code == 10
    lines = [line for line in out.splitlines() if line]
    assert lines[:3] == [
        "contracts/other: 1 difference",
        "  expectation-2.yaml: The morning of 28 February",
        "            expected   found",
    ]
    assert lines[-2:] == ["contracts/storage: ok", "2 folders, 3 expectations: 1 not as expected"]
    assert run("verify", "contracts/other", "contracts/storage").out == out


def test_programs_get_the_same_as_json(run, contract):
    expect(contract, "verdict: breached\n  levels", "verdict: met\n  levels")
    code, out, err = run("verify", "contracts", "--format", "json")
    assert (code, err) == (10, "")
    found = json.loads(out)
    del found["slacore"]
    assert found == {
        "agrees": False,
        "verifications": [
            {
                "folder": "contracts/storage",
                "expectation": "expectation.yaml",
                "title": "The morning of 28 February",
                "agrees": False,
                "differences": [{"where": "verdict", "expected": "met", "found": "breached"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "there is nothing to verify; name a folder"),
        (("none",), "none: cannot be read: No such file or directory"),
        (("sla.yaml",), "sla.yaml: cannot be read: Not a directory"),
        (("contracts/..",), "there is no agreement here, nor in a folder of it"),
        (("contracts/storage", "none"), "none: cannot be read"),
        (("contracts", "--explain", "--format", "json"), "--explain belongs to --format table"),
        (("contracts", "--format", "xml"), 'Invalid value "xml" for --format'),
        (("contracts", "--window", "2017-02"), "Unknown option: --window"),
    ],
)
def test_a_call_that_cannot_be_followed_says_what_to_do(refused, contract, arguments, message):
    """Also where an earlier folder could be verified, nothing is said but the error."""
    assert message in refused("verify", *arguments)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("window:", "windw:", "unknown field 'windw'; did you mean 'window'?"),
        ("level: availability", "level: uptime", "expect.levels[0].level: unknown level 'uptime'"),
        ("expect:", "expect: [", "not YAML"),
        ("window: 2017-02", "window: 2017-13", "window: there is no date 2017-13-01"),
        ("1000.00 USD", "1000.00 EUR", "contracts/storage/expectation.yaml: "),
    ],
)
def test_an_expectation_that_cannot_be_used_is_named(refused, contract, old, new, message):
    """Rates in dollars and a charge in euros are no difference: they cannot be settled."""
    text = (contract / "agreement.yaml").read_text("utf-8")
    (contract / "agreement.yaml").write_text(text.replace("25 % of monthly charge", "25 USD"), "utf-8")
    expect(contract, old, new)
    assert message in refused("verify", "contracts")


@pytest.mark.parametrize("name", ["agreement", "evidence", "expectation"])
def test_a_folder_that_lacks_something_is_named(refused, contract, name):
    (contract / f"{name}.yaml").unlink()
    message = refused("verify", "contracts/storage")
    assert "contracts/storage: " in message
    assert name in message
