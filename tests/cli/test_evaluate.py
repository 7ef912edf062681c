"""``slacore evaluate``: figures, verdicts and exit codes, from files to the screen."""

from __future__ import annotations

import json

import pytest

import slacore as sla
from slacore.ingest import read_evidence

FEBRUARY = ("--window", "2017-02")
COVERED = ("outage=outages.csv", "--covers", "2017-02")


def test_a_breach_is_shown_with_its_credit_and_ends_with_ten(run):
    """100 × (40,320 - 257) ÷ 40,320 = 99.362599… %, below 99.9 and above 99: 10 % of 1000 USD."""
    code, out, err = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--charges", "1000 USD")
    assert (code, err) == (10, "")
    assert out == (
        "Storage, 2017-02: breached\n"
        "\n"
        "  level          period    measured       target     verdict\n"
        " ─────────────────────────────────────────────────────────────\n"
        "  availability   2017-02   99.362599… %   ≥ 99.9 %   breached\n"
        "\n"
        "Breaches\n"
        "  • availability, 2017-02: 99.362599… %, agreed ≥ 99.9 %; off by 0.537400… %\n"
        "    [3.1]\n"
        "\n"
        "Penalties\n"
        "  • Host owes Ada 100.00 USD for 2017-02 (service credit)\n"
    )


def test_a_promise_that_was_kept_ends_with_zero(run, folder):
    """40 minutes of 40,320 leave 99.900793 %, which keeps 99.9."""
    (folder / "outages.csv").write_text("id,start,end\nO-1,2017-02-28T17:00Z,2017-02-28T17:40Z\n")
    code, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY)
    assert code == 0
    assert "99.900793… %" in out
    assert "nothing is owed" in out
    assert "Breaches" not in out


def test_a_hole_in_the_evidence_ends_with_eleven_and_a_pair(run, folder):
    """Half of February was not watched: between 50 and 100 %, between nothing and 250 USD."""
    (folder / "outages.csv").write_text("id,start,end\n")
    span = ("--covers", "2017-02-01/2017-02-08", "--covers", "2017-02-08/2017-02-15")
    code, out, _ = run(
        "evaluate", "sla.yaml", "outage=outages.csv", *span, *FEBRUARY, "--charges", "1000 USD"
    )
    assert code == 11
    assert "50 %" in out
    assert "to 100 %" in out
    assert "Host owes Ada 0.00 USD to 250.00 USD for 2017-02" in out


def test_a_breach_wins_over_doubt(run, folder):
    """February is broken for certain; March, not covered at all, is in doubt."""
    code, out, _ = run("evaluate", "sla.yaml", *COVERED, "--window", "2017-02-01/2017-04-01")
    assert code == 10
    assert "indeterminate" in out


def test_where_nothing_is_judged_nothing_was_broken(run, folder):
    """A level without a target has no verdict."""
    text = (folder / "sla.yaml").read_text().partition("    target:")[0]
    (folder / "sla.yaml").write_text(text)
    code, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY)
    assert code == 0
    assert "Storage, 2017-02: nothing was judged" in out
    assert "not judged" in out


def test_json_is_the_evaluation_and_a_new_line(run, folder):
    """Byte for byte what the library gives."""
    agreement = sla.load("sla.yaml")
    window = sla.Window.month(2017, 2, tz=agreement.zone)
    charges = sla.Money("1000", "USD")
    evidence = read_evidence("outage", "outages.csv", covers=window)
    expected = sla.evaluate(agreement, evidence, window, charges=charges).to_json()
    code, out, err = run(
        "evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--charges", "1000 USD", "--format", "json"
    )
    assert (code, out, err) == (10, expected + "\n", "")
    assert json.loads(out)["verdict"] == "breached"


def test_a_bundle_states_its_own_time(run):
    """The same outage, in Los Angeles time, from a document that says what it covers."""
    code, out, _ = run("evaluate", "sla.yaml", "outages.yaml", *FEBRUARY, "--charges", "1000 USD")
    assert code == 10
    assert "Host owes Ada 100.00 USD" in out


def test_tables_and_bundles_are_put_together(run, folder):
    """10 more minutes from a table: 267 of 40,320."""
    (folder / "more.jsonl").write_text(
        '{"id": "O-2", "start": "2017-02-03 10:00", "end": "2017-02-03 10:10"}\n'
    )
    code, out, _ = run(
        "evaluate", "sla.yaml", "outages.yaml", "outage=more.jsonl", "--covers", "2017-02",
        "--tz", "America/Los_Angeles", *FEBRUARY,
    )  # fmt: skip
    assert code == 10
    # 100 × 40,053 ÷ 40,320
    assert "99.337797… %" in out


def test_the_covered_span_is_read_in_tz_where_it_is_given(run, folder):
    """February in UTC begins 8 hours before Los Angeles' and leaves 8 hours at its end uncovered."""
    code, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--tz", "UTC", "--format", "json")
    assert code == 10
    (judgement,) = json.loads(out)["judgements"]
    assert judgement["observation"]["gaps"] == ["2017-03-01T00:00:00Z/2017-03-01T08:00:00Z"]


def test_explain_says_where_every_figure_comes_from(run):
    _, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--charges", "1000 USD", "--explain")
    why = out.partition("\nWhy\n")[2]
    assert "evidence: 1 outage (O-1)" in why
    assert "10 %" in why
    assert "monthly charge" in why


def test_a_sum_that_cannot_be_said_is_a_finding(run):
    """Without charges the percentage is given and the sum is unknown, never zero."""
    code, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY)
    assert code == 10
    assert "Host owes Ada 10 % of monthly charge" in out
    assert "Findings" in out


def test_charges_may_be_a_document(run, folder):
    """10 % of 123.45 USD is 12.345 USD, paid as 12.35: half a cent goes up."""
    (folder / "charges.yaml").write_text(
        "slacore: charges/1\nzone: America/Los_Angeles\ncharges:\n"
        "  - {name: monthly charge, span: 2017-02, amount: 123.45 USD}\n"
    )
    _, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--charges", "charges.yaml")
    assert "Host owes Ada 12.35 USD for 2017-02 (service credit), rounded once from\n    12.345 USD" in out


def test_the_ledger_is_written_and_read_back(run, folder):
    """February's ledger is handed to March, and February cannot be entered twice."""
    (folder / "march.csv").write_text("id,start\n")
    february = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--ledger-out", "ledger.json")
    march = run(
        "evaluate", "sla.yaml", "outage=march.csv", "--covers", "2017-03", "--window", "2017-03",
        "--ledger", "ledger.json", "--ledger-out", "ledger.json",
    )  # fmt: skip
    assert (february.code, march.code) == (10, 0)
    entries = sla.load_ledger("ledger.json").entries
    verdicts = [entry.what for entry in entries if entry.level and entry.what != "credited"]
    assert verdicts == ["breached", "met"]
    again = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--ledger", "ledger.json")
    assert again.code == 2
    assert "the ledger already has the settlement for 2017-02" in again.err


def test_what_was_recorded_later_is_left_out(run, folder):
    """On 1 March nobody had written the outage down; undated records would count."""
    (folder / "late.csv").write_text(
        "id,start,end,recorded\nO-1,2017-02-28T17:37Z,2017-02-28T21:54Z,2017-03-02T00:00Z\n"
    )
    late = ("outage=late.csv", "--covers", "2017-02")
    assert run("evaluate", "sla.yaml", *late, *FEBRUARY, "--known-at", "2017-03-01").code == 0
    assert run("evaluate", "sla.yaml", *late, *FEBRUARY, "--known-at", "2017-03-03").code == 10


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_no_figure_is_cut_at_any_width(run, monkeypatch, width):
    """A narrow screen folds the table and shows every figure whole."""
    monkeypatch.setenv("COLUMNS", width)
    _, out, _ = run("evaluate", "sla.yaml", *COVERED, *FEBRUARY, "--charges", "1000 USD")
    assert "99.362599… %" in " ".join(out.split())
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= min(int(width), 100)


def test_options_may_stand_before_the_files(run):
    """A repeated flag takes one word and leaves the next alone."""
    code, _, _ = run(
        "evaluate", "--window", "2017-02", "--covers", "2017-02", "sla.yaml", "outage=outages.csv"
    )
    assert code == 10
