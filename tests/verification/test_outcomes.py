"""Rights, actions and claims: what follows from a breach besides the sum.

Uptime of April 2026 in Berlin is 99.5 %, as in conftest, and broken. April ends with Thursday the 30th.
Thirty days after it end with 30 May; ten working days are 1, 4 to 8 and 11 to 14 May; two months end
with 30 June.
"""

from __future__ import annotations

import pytest

from slacore.verification import verify

from .conftest import AGREEMENT, EVIDENCE, written

RIGHT = "    - {level: uptime, period: 2026-04, right: terminate, state: granted, until: 2026-05-30}\n"
RIGHT_IN_ALL = "    - {period: 2026-04, right: withhold, state: granted, holder: Maple Books}\n"
ACTION = (
    "    - {level: uptime, period: 2026-04, action: corrective plan, state: open, "
    "owner: Riverside Hosting, due: 2026-05-14}\n"
)
EXPECTATION = f"""\
slacore: expectation/1
window: 2026-04
charges: 1200.00 EUR
expect:
  penalties:
    - {{period: 2026-04, owed: 120.00 EUR, claim: open, until: 2026-06-30}}
  rights:
{RIGHT}{RIGHT_IN_ALL}  actions:
{ACTION}"""


@pytest.fixture
def contract(tmp_path):
    """Only uptime, with everything that can follow from it."""
    agreement = AGREEMENT.partition("  - name: resolution")[0].replace(
        "    remedies: [{steps: [{pay: 10 % of monthly fee}]}]\n",
        "    remedies:\n"
        "      - {steps: [{pay: 10 % of monthly fee}]}\n"
        "      - {name: leaving, steps: [{grant: terminate, within: 30 days}]}\n"
        "    actions: [{name: corrective plan, within: 10 working days}]\n"
        "settlement:\n"
        "  steps: [{claim: 2 months}]\n"
        "  remedies:\n"
        "    - {when: {lookback: count of breached in 'uptime' over month, at least: 1 period}, "
        "steps: [{grant: withhold}]}\n",
    )
    evidence = EVIDENCE.partition("  - of: ticket")[0]
    return written(tmp_path / "hosting", agreement=agreement, evidence=evidence, expectation=EXPECTATION)


def found(contract):
    (one,) = verify(contract)
    return [str(difference) for difference in one.differences]


def test_what_was_worked_out_by_hand_comes_out(contract):
    assert found(contract) == []


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (
            "terminate, state: granted",
            "terminate, state: in doubt",
            "right terminate, uptime, 2026-04: state: expected in doubt, found granted",
        ),
        (
            "2026-05-30",
            "2026-05-31",
            "right terminate, uptime, 2026-04: until: expected 2026-05-31, found 2026-05-30",
        ),
        (
            "granted, holder: Maple Books",
            "granted, holder: Riverside Hosting",
            "right withhold, 2026-04: holder: expected Riverside Hosting, found Maple Books",
        ),
        (
            "granted, holder: Maple Books",
            "granted, until: 2026-05-30",
            "right withhold, 2026-04: until: expected 2026-05-30, found none",
        ),
        (
            RIGHT,
            "",
            "right terminate, uptime, 2026-04: expected nothing, "
            "found state granted, holder Maple Books, until 2026-05-30",
        ),
        (
            RIGHT_IN_ALL,
            RIGHT_IN_ALL + RIGHT.replace("terminate", "repair"),
            "right repair, uptime, 2026-04: expected state granted, until 2026-05-30, found nothing",
        ),
        (
            "state: open",
            "state: done",
            "action corrective plan, uptime, 2026-04: state: expected done, found open",
        ),
        (
            "2026-05-14",
            "2026-05-13",
            "action corrective plan, uptime, 2026-04: due: expected 2026-05-13, found 2026-05-14",
        ),
        (
            "owner: Riverside Hosting",
            "owner: Maple Books",
            "action corrective plan, uptime, 2026-04: owner: expected Maple Books, found Riverside Hosting",
        ),
        (
            "claim: open",
            "claim: lapsed",
            "penalty 2026-04: claim: expected lapsed, found open",
        ),
        (
            "2026-06-30",
            "2026-07-01",
            "penalty 2026-04: until: expected 2026-07-01, found 2026-06-30",
        ),
    ],
)
def test_each_thing_that_differs_is_named_once(contract, edit, old, new, difference):
    edit("expectation.yaml", old, new)
    assert found(contract) == [difference]


def test_lists_without_entries_expect_none(contract, edit):
    edit("expectation.yaml", f"  rights:\n{RIGHT}{RIGHT_IN_ALL}", "  rights: []\n")
    edit("expectation.yaml", f"  actions:\n{ACTION}", "  actions: []\n")
    assert [line.partition(":")[0] for line in found(contract)] == [
        "right terminate, uptime, 2026-04",
        "right withhold, 2026-04",
        "action corrective plan, uptime, 2026-04",
    ]


def test_lists_that_are_left_out_are_not_compared(contract, edit):
    edit("expectation.yaml", f"  rights:\n{RIGHT}{RIGHT_IN_ALL}", "")
    edit("expectation.yaml", f"  actions:\n{ACTION}", "")
    assert found(contract) == []


def test_a_gap_leaves_a_right_in_doubt(contract, edit):
    """Nothing is known to be down, and 14 days are not watched: perhaps it was broken."""
    records = (contract / "evidence.yaml").read_text("utf-8").partition("    records")[2]
    edit("evidence.yaml", f"    records{records}", "")
    edit("evidence.yaml", "covers: 2026-04", "covers: 2026-04-01/2026-04-17")
    (contract / "expectation.yaml").write_text(
        "slacore: expectation/1\n"
        "window: 2026-04\n"
        "charges: 1200.00 EUR\n"
        "expect:\n"
        "  penalties: [{period: 2026-04, owed: {low: 0 EUR, high: 120.00 EUR}, claim: open}]\n"
        "  rights:\n"
        "    - {level: uptime, period: 2026-04, right: terminate, state: in doubt}\n"
        "    - {period: 2026-04, right: withhold, state: in doubt}\n"
        "  actions: [{level: uptime, period: 2026-04, action: corrective plan, state: open}]\n"
    )
    assert found(contract) == []


def test_what_lapsed_may_be_listed_as_nothing(contract, edit):
    """It was claimed on 1 July, a day late. As nothing is owed, it need not be listed."""
    with (contract / "evidence.yaml").open("a") as file:
        file.write(
            "  - of: claim\n    covers: 2026-04-01/2026-08-01\n"
            '    records: [{id: C-1, submitted: "2026-07-01T00:00"}]\n'
        )
    edit("expectation.yaml", "owed: 120.00 EUR, claim: open", "owed: 0 EUR, claim: lapsed")
    assert found(contract) == []
    edit(
        "expectation.yaml",
        "penalties:\n    - {period: 2026-04, owed: 0 EUR, claim: lapsed, until: 2026-06-30}",
        "penalties: []",
    )
    assert found(contract) == []


def test_rights_of_single_records_are_told_apart_by_the_record(contract, edit):
    """Two of three tickets took longer than 4 h, and each gives the right."""
    (contract / "agreement.yaml").write_text(
        AGREEMENT.partition("  - name: uptime")[0]
        + "  - {name: resolution, metric: resolution-time, target: {at most: 4 h}, "
        "remedies: [{steps: [{grant: walk away}]}]}\n"
    )
    events = "events: [{{at: 2026-04-0{0}T09:00, what: opened}}, {{at: 2026-04-0{0}T{1}:00, what: resolved}}]"
    rows = [
        f"      - {{id: T-{day}, {events.format(day, hour)}}}\n" for day, hour in ((1, 14), (2, 10), (3, 15))
    ]
    (contract / "evidence.yaml").write_text(
        "slacore: evidence/1\nzone: Europe/Berlin\n"
        "evidence:\n  - of: ticket\n    covers: 2026-04\n    records:\n" + "".join(rows)
    )
    right = "{{level: resolution, period: 2026-04, right: walk away, state: granted, record: T-{}}}"
    beyond = "expected nothing, found record T-1, state granted, holder Maple Books"
    for records, differs in (("31", []), ("3", [beyond]), ("12", ["record: expected T-2, found T-3"])):
        rights = ", ".join(right.format(record) for record in records)
        (contract / "expectation.yaml").write_text(
            f"slacore: expectation/1\nwindow: 2026-04\nexpect: {{rights: [{rights}]}}\n"
        )
        assert found(contract) == [f"right walk away, resolution, 2026-04: {text}" for text in differs]
