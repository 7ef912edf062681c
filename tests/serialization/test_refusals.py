"""What documents refuse, and that every refusal says where, what was found and what would do."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from slacore import load, load_charges, load_evidence, load_ledger, loads
from slacore.errors import InvalidDocument, InvalidEvidence, SlacoreError
from slacore.serialization.text import read_yaml

AGREEMENT = """\
slacore: agreement/1
name: Hosting
zone: Europe/London
term: 2026-01-01/2027-01-01
parties:
  - {name: Host, role: provider}
  - {name: Client, role: customer, contact: Ann}
services:
  - {name: web, outcome: reachable}
levels:
  - name: uptime
    metric: {kind: availability, idle: full}
    service: web
    target: {at least: 99.9 %}
    hours: {weekly: {mon-fri: 09:00-17:00}, holidays: [2026-12-25], overrides: {2026-12-24: [09:00-12:00]}}
    exclusions:
      - {cause: maintenance, notice: 72 h, allowance: 4 h, effect: denominator, clause: "3"}
    remedies:
      - steps:
          - bands:
              - {at least: 99 %, below: 99.9 %, pay: 10 % of fee, label: a}
              - {below: 99 %, pay: 25 % of fee, when: {fact: tier, equals: gold}}
            hit: first
            gap: nothing
          - cap: 50 % of fee
  - name: fix
    metric: {kind: resolution-time, unit: hour, over: largest}
    service: web
    period: billing month from day 15
    target: {at most: 8 h}
    where: {fact: priority, equals: P1}
    remedies:
      - name: late
        when: [{above: 8 h}]
        steps:
          - units: {above: 8 h, per: 1 h, count: started, at most: 10}
            when: {fact: vip, equals: true}
          - pay: 45 GBP
          - times: 1/2
            fact: share
          - plus: 5 GBP
settlement: {steps: [{total: agreement}, {cap: 500 GBP}], rounding: {quantum: 0.05, mode: floor}}
review: {every: quarter, participants: [Host], agenda: [figures]}
purpose: all well
"""

EVIDENCE = """\
slacore: evidence/1
zone: UTC
evidence:
  - of: outage
    covers: [2026-03]
    service: web
    records:
      - {id: a, start: 2026-03-01T00:00, end: 2026-03-01T01:00, cause: x}
  - of: ticket
    covers: 2026-03
    source: desk
    records:
      - id: t
        events: [{at: 2026-03-01T00:00, what: opened}, {at: 2026-03-02T00:00, what: resolved}]
        priority: P1
  - of: tally
    covers: 2026-03
    records: [{id: t, start: 2026-03-01, end: 2026-03-02, good: 5 min, bad: 4 min}]
  - of: fact
    covers: []
    records: [{id: f, name: vip, value: true, record: t}]
"""

CHARGES = """\
slacore: charges/1
zone: UTC
charges: [{name: fee, span: 2026-03, amount: 100 EUR, service: web}]
"""

LEDGER = """\
slacore: ledger/1
agreement: Hosting
complete since: 2026-03-01T00:00Z
entries:
  - period: 2026-03-01T00:00Z/2026-04-01T00:00Z
    what: met
    level: uptime
    low: 1/3
    high: 5
    unit: percent
"""

JUNK: tuple[Any, ...] = (
    None,
    5,
    -1,
    True,
    "",
    "x",
    "5",
    "99 %",
    "2026-03",
    [],
    {},
    [1],
    {"a": 1},
    {1: 2},
    ["x"],
    [None],
    [[]],
    {"kind": 5},
    {"kind": [1]},
    10**30,
    "always",
    {"at least": "5 min"},
    [{"pay": "5 GBP"}],
    "1/0",
    "٣ %",
)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document."""
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def mutants(text: str) -> Iterator[str]:
    """The document with one value replaced by junk, one field gone, misspelt, or named by a number."""
    data = read_yaml(text, "here")
    for path in places(data):
        for junk in JUNK:
            if path:
                whole, part = _copy(data, path)
                part[path[-1]] = junk
                yield json.dumps(whole)
            else:
                yield json.dumps(junk)
        if path and isinstance(path[-1], str):
            for name in (None, f"{path[-1]}x", 5):
                whole, part = _copy(data, path)
                value = part.pop(path[-1])
                if name is not None:
                    part[name] = value
                yield json.dumps(whole)


def _copy(data: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    whole = part = copy.deepcopy(data)
    for key in path[:-1]:
        part = part[key]
    return whole, part


@pytest.mark.parametrize(
    ("text", "read"),
    [(AGREEMENT, None), (EVIDENCE, load_evidence), (CHARGES, load_charges), (LEDGER, load_ledger)],
    ids=["agreement", "evidence", "charges", "ledger"],
)
def test_a_broken_document_is_refused_by_slacore_and_never_by_python(text, read, tmp_path):
    """Every value of a document replaced by 25 others, removed and renamed: only our errors come out."""
    file = tmp_path / "broken.json"
    refused = []
    for mutant in mutants(text):
        try:
            if read is None:
                loads(mutant, json=True)
            else:
                file.write_text(mutant, "utf-8")
                read(file)
        except SlacoreError as error:
            refused.append(str(error))
    assert refused
    assert not [said for said in refused if "'NoneType'" in said or " object at 0x" in said]


@pytest.mark.parametrize(
    "text",
    [
        "[1",
        "a: !!int foo",
        "a: !!int ''",
        "a: !!bool foo",
        "a: !!float x",
        "a: !!timestamp x",
        "a: !unknown x",
        "a: " + "1" * 5000,
        "[" * 5000,
        "{[1, 2]: 3}",
        "? {a: 1}\n: 2",
        "a: &x [*x]",
        "a: *b",
        "a: !!binary x",
        "a: !!omap [x]",
        "--- a\n--- b",
        "\x00",
        "\t",
        "<<: 5",
        "%YAML 3.0\n---\na",
        "",
    ],
)
@pytest.mark.parametrize("as_json", [False, True], ids=["yaml", "json"])
def test_text_that_is_no_document_is_refused_whatever_it_does_to_the_reader(text, as_json):
    """Tags, depth, endless numbers, loops: one clear error each."""
    with pytest.raises(InvalidDocument):
        loads(text, json=as_json)


def replaced(text: str, old: str, new: str) -> str:
    """The document with one change."""
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("contact: Ann", "contakt: Ann", "parties[1]: unknown field 'contakt'; did you mean 'contact'?"),
        (
            "role: provider",
            "role: provder",
            "parties[0].role: unknown role 'provder'; did you mean 'provider'?",
        ),
        ("name: Host,", "", "parties[0]: the field 'name' is missing"),
        (
            "{name: Host, role: provider}",
            "Host",
            "parties[0]: expected the fields name, role, contact; found 'Host'",
        ),
        (
            "at least: 99.9 %",
            "at least: 99.9",
            "levels[0].target.at least: '99.9' is not a quantity; write a number and one unit",
        ),
        (
            "at least: 99.9 %",
            "at least: 99",
            "levels[0].target.at least: expected a quantity such as '99.9 %', found 99; a bare number",
        ),
        ("at least: 99.9 %", "at least: '99,9 %'", "levels[0].target.at least: '99,9 %' is not a quantity"),
        ("at least: 99.9 %", "at least: 5 parsec", "levels[0].target.at least: unknown unit 'parsec'"),
        (
            "at most: 8 h",
            "at most: 8 %",
            "levels[1].target: ≤ 8 % is in percent, but the level is measured in hour",
        ),
        (
            "kind: availability",
            "kind: availabilty",
            "levels[0].metric: unknown metric 'availabilty'; did you mean 'availability'?",
        ),
        ("{kind: availability, idle: full}", "{idle: full}", "levels[0].metric: a metric names its kind"),
        ("{kind: availability, idle: full}", "[availability]", "levels[0].metric: a metric names its kind"),
        ("idle: full", "idel: full", "levels[0].metric: unknown field 'idel'; did you mean 'idle'?"),
        ("idle: full", "idle: ful", "levels[0].metric: unknown idle 'ful'; did you mean 'full'?"),
        (
            "- cap: 50 % of fee",
            "- cup: 50 % of fee",
            "levels[0].remedies[0].steps[1]: no step is called 'cup'; did you mean 'cap'?",
        ),
        (
            "- cap: 50 % of fee",
            "- cap: 50",
            "levels[0].remedies[0].steps[1].cap: expected a rate such as '10 % of monthly charge', found 50",
        ),
        (
            "- cap: 50 % of fee",
            "- cap: 50 %",
            "levels[0].remedies[0].steps[1].cap: 50 % is no rate: a percentage is of a named charge",
        ),
        ("- cap: 50 % of fee", "- cap: 50 ABC", "levels[0].remedies[0].steps[1].cap: unknown currency 'ABC'"),
        (
            "- cap: 50 % of fee",
            "- 50",
            "levels[0].remedies[0].steps[1]: a step is its tag and what belongs to it",
        ),
        (
            "- pay: 45 GBP",
            "- {pay: 45 GBP, plus: 5 GBP}",
            "steps[1]: 'pay' and 'plus' are two steps; write them as two entries, in their order",
        ),
        (
            "- pay: 45 GBP",
            "- {pay: 45 GBP, eech: unit}",
            "steps[1].pay: unknown field 'eech'; did you mean 'each'?",
        ),
        (
            "units: {above: 8 h, per: 1 h, count: started, at most: 10}",
            "units: 8 h",
            "steps[0]: the fields of 'units' stand below it",
        ),
        (
            "per: 1 h, count",
            "per: 1, count",
            "steps[0].units.per: expected a quantity such as '99.9 %', found 1",
        ),
        ("at least: 99 %, below", "at least: 99, below", "steps[0].bands[0].at least: expected a quantity"),
        ("times: 1/2", "times: half", "steps[2].times: number: 'half' is not an exact number"),
        ("times: 1/2", "times: true", "steps[2].times: expected a number, found True"),
        (
            "pay: 45 GBP",
            "pay: 45 EUR",
            "levels: rates are in EUR and GBP; an agreement settles in one currency",
        ),
        (
            "effect: denominator",
            "effect: numerater",
            "exclusions[0].effect: unknown option 'numerater'; did you mean 'numerator'?",
        ),
        (
            "parties:\n  - {name: Host, role: provider}\n  - {name: Client, role: customer, contact: Ann}",
            "parties: Host",
            "parties: expected a list, found 'Host'",
        ),
        ("participants: [Host]", "participants: Host", "review.participants: expected a list, found 'Host'"),
        (
            "participants: [Host]",
            "participants: [Hast]",
            "review.participants: unknown party 'Hast' (parties: Client, Host)",
        ),
        ("name: Hosting", "name: 2026", "name: expected text, found 2026; put it in quotes"),
        ("name: Hosting", "name: null", "name: expected text, found nothing"),
        ("zone: Europe/London", "zone: Europe/Lodnon", "zone: unknown time zone 'Europe/Lodnon'"),
        ("zone: Europe/London", "zone: [1]", "zone: expected a time zone such as 'Europe/London', found [1]"),
        (
            "when: [{above: 8 h}]",
            "when: [{above: 8 h}, {abuve: 9 h}]",
            "levels[1].remedies[0].when[1]: unknown field 'abuve'; did you mean 'above'?",
        ),
        (
            "when: [{above: 8 h}]",
            "when: sometimes",
            "levels[1].remedies[0]: a remedy is due when 'breached', 'always', or when tests hold",
        ),
        ("purpose: all well", "formal: 'yes'", "formal: expected true or false, found 'yes'"),
        (
            "equals: P1",
            "equals: 5",
            "levels[1].where.equals: expected a quantity with its unit, a text, or true or false; found 5",
        ),
        ("2026-12-25", "2026-02-30", "levels[0].hours"),
        ("mon-fri: 09:00-17:00", "mon-fri: 9 to 5", "levels[0].hours"),
        ("holidays:", "hollidays:", "levels[0].hours: unknown field 'hollidays'; did you mean 'holidays'?"),
        (
            "period: billing month from day 15",
            "period: monthly",
            "levels[1].period: 'monthly' is not a period; write 'day', 'week', 'month'",
        ),
        ("purpose:", "name:", "not YAML"),
    ],
)
def test_a_fault_in_an_agreement_is_told_with_its_path(old, new, said):
    """What, where, what was found, and what would do."""
    with pytest.raises(InvalidDocument) as caught:
        loads(replaced(AGREEMENT, old, new))
    assert said in str(caught.value)
    if "not YAML" not in said:
        assert len(caught.value.problems) == 1


def test_all_faults_of_an_agreement_are_named_at_once():
    """A zone, a role, a unit, a step, a field that is missing: one try shows the five."""
    text = AGREEMENT
    for old, new in (
        ("Europe/London", "Europe/Lodnon"),
        ("role: provider", "role: provder"),
        ("99.9 %}\n", "99.9 parsec}\n"),
        ("- cap: 50 % of fee", "- cup: 50 % of fee"),
        ("  - name: fix\n    metric:", "  - metric:"),
    ):
        text = replaced(text, old, new)
    with pytest.raises(InvalidDocument) as caught:
        loads(text)
    assert [problem.where for problem in caught.value.problems] == [
        "text: zone",
        "text: parties[0].role",
        "text: levels[0].target.at least",
        "text: levels[0].remedies[0].steps[1]",
        "text: levels[1]",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone: UTC\n", "", "evidence[0].covers[0]: window '2026-03' needs a time zone"),
        ("zone: UTC", "zone: Nowhere", "zone: unknown time zone 'Nowhere'"),
        ("zone: UTC", "zone: [UTC]", "zone: expected a time zone such as 'Europe/London', found ['UTC']"),
        ("zone: UTC", "zoone: UTC", "unknown field 'zoone'; did you mean 'zone'?"),
        ("of: outage", "of: outtage", "evidence[0].of: unknown record 'outtage'; did you mean 'outage'?"),
        (
            "of: outage\n    covers",
            "covers",
            "evidence[0].of: the section does not say which kind of records it holds",
        ),
        (
            "    covers: [2026-03]\n",
            "",
            "evidence[0]: the section does not say which time it covers; add covers, such as '2026-03'",
        ),
        ("covers: [2026-03]", "covers: [March]", "evidence[0].covers[0]: 'March' is not a window"),
        (
            "covers: [2026-03]",
            "cover: [2026-03]",
            "evidence[0]: unknown field 'cover'; did you mean 'covers'?",
        ),
        ("service: web", "service: 5", "evidence[0].service: expected text, found 5; put it in quotes"),
        ("{id: a,", "{", "evidence[0].records[0]: the field 'id' is missing"),
        ("{id: a,", "{id: 17,", "evidence[0].records[0].id: expected text, found 17; put it in quotes"),
        (
            "{id: a,",
            "{id: a, service: mail,",
            "evidence[0].records[0].service: it says 'mail', but its section is of 'web'",
        ),
        (
            "end: 2026-03-01T01:00",
            "end: 2026-02-01T01:00",
            "evidence[0].records[0]: outage a must end after it starts",
        ),
        ("cause: x", "cuase: x", "evidence[0].records[0]: unknown field 'cuase'; did you mean 'cause'?"),
        (
            "what: resolved",
            "what: solved",
            "evidence[1].records[0].events[1]: unknown what 'solved'; did you mean 'resolved'?",
        ),
        ("good: 5 min", "good: 5.5.5", "evidence[2].records[0]"),
        ("value: true", "value: 5", "evidence[3].records[0].value: expected a quantity with its unit"),
        (
            "slacore: evidence/1",
            "slacore: charges/1",
            "this is a document of 'charges/1', where one of 'evidence/1' is needed",
        ),
        (
            "slacore: evidence/1",
            "slacore: evidence/2",
            "unknown format 'evidence/2'; did you mean 'evidence/1'?",
        ),
        (
            "slacore: evidence/1\n",
            "",
            "the document does not say what it is; its first line should be 'slacore: evidence/1'",
        ),
    ],
)
def test_a_fault_in_evidence_is_told_with_its_path(old, new, said, tmp_path):
    """The file, the section, the record and the field."""
    file = tmp_path / "evidence.yaml"
    file.write_text(replaced(EVIDENCE, old, new), "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        load_evidence(file)
    assert said in str(caught.value)
    assert all(problem.where.startswith(str(file)) for problem in caught.value.problems)


def test_all_faults_of_a_bundle_are_named_at_once(tmp_path):
    """One record of each of three sections is broken: three problems."""
    file = tmp_path / "evidence.yaml"
    text = EVIDENCE
    for old, new in (
        ("end: 2026-03-01T01:00", "end: x"),
        ("what: opened", "what: x"),
        ("good: 5 min", "good: x"),
    ):
        text = replaced(text, old, new)
    file.write_text(text, "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        load_evidence(file)
    assert [problem.where.removeprefix(f"{file}: evidence") for problem in caught.value.problems] == [
        "[0].records[0].end",
        "[1].records[0].events[0]",
        "[2].records[0].good",
    ]


def test_records_that_contradict_each_other_are_told_with_their_file(tmp_path):
    """Two outages of one id: invalid evidence, in that file."""
    file = tmp_path / "evidence.yaml"
    twice = "      - {id: a, start: 2026-03-02T00:00, end: 2026-03-02T01:00}\n  - of: ticket"
    file.write_text(replaced(EVIDENCE, "  - of: ticket", twice), "utf-8")
    with pytest.raises(InvalidEvidence, match=r"evidence\.yaml: outage a: the id is used by 2 records"):
        load_evidence(file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "100 EUR",
            "100",
            "charges[0].amount: expected money such as '19.99 EUR', found 100; a bare number has no unit",
        ),
        ("100 EUR", "100.5", "charges[0].amount: '100.5' is not money"),
        ("100 EUR", "100 EURO", "charges[0].amount: '100 EURO' is not money"),
        ("span: 2026-03", "span: 2026-13", "charges[0].span: there is no date 2026-13-01"),
        ("zone: UTC\n", "", "charges[0].span: window '2026-03' needs a time zone"),
        ("zone: UTC", "zone: 5", "zone: expected a time zone such as 'Europe/London', found 5"),
        ("charges: [", "charge: [", "unknown field 'charge'; did you mean 'charges'?"),
        (
            "charges: [{name: fee, span: 2026-03, amount: 100 EUR, service: web}]",
            "charges: 5",
            "charges: expected a list, found 5",
        ),
        ("name: fee", "nme: fee", "charges[0]: the field 'name' is missing"),
    ],
)
def test_a_fault_in_charges_is_told_with_its_path(old, new, said, tmp_path):
    """Money has a currency, a span has a zone."""
    file = tmp_path / "charges.yaml"
    file.write_text(replaced(CHARGES, old, new), "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        load_charges(file)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("what: met", "what: mett", "entries[0]: unknown what 'mett'; did you mean 'met'?"),
        ("low: 1/3", "low: 0.3.3", "entries[0].low: number: '0.3.3' is not an exact number"),
        (
            "T00:00Z/2026-04-01T00:00Z",
            "T00:00Z/2026-04-01T00:00",
            "entries[0].period: '2026-04-01T00:00' has no time zone",
        ),
        ("agreement: Hosting\n", "", "the field 'agreement' is missing"),
    ],
)
def test_a_fault_in_a_ledger_is_told_with_its_path(old, new, said, tmp_path):
    """The history of an agreement is read as strictly as the agreement."""
    file = tmp_path / "ledger.yaml"
    file.write_text(replaced(LEDGER, old, new), "utf-8")
    with pytest.raises(InvalidDocument) as caught:
        load_ledger(file)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "a": 2}', "not JSON: the key 'a' stands twice in one object"),
        ('{"a": NaN}', "not JSON: NaN is not a number"),
        ('{"a": 1', "not JSON: Expecting"),
        ("[]", "expected fields, found list"),
        ('"slacore"', "expected fields, found str"),
    ],
)
def test_json_is_read_as_strictly_as_yaml(text, said):
    """A key given twice, a number that is none, a list where fields are due."""
    with pytest.raises(InvalidDocument) as caught:
        loads(text, json=True)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "a\0b", "latin.yaml"])
def test_a_file_that_cannot_be_read_is_told_by_its_name(name, tmp_path):
    """Missing, a folder, a name that cannot be, and a file that is not UTF-8."""
    (tmp_path / "latin.yaml").write_bytes("name: Café".encode("latin-1"))
    with pytest.raises(InvalidDocument, match=r"cannot be read|is not text in UTF-8"):
        load(tmp_path / name)


def test_what_was_found_is_quoted_but_not_without_end():
    """A megabyte in the wrong place makes a short message."""
    with pytest.raises(InvalidDocument) as caught:
        loads(replaced(AGREEMENT, "role: provider", f"role: {'x' * 10**6}"))
    assert len(str(caught.value)) < 10**4
