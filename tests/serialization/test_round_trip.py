"""There and back again: what was written is what is read."""

from __future__ import annotations

import attrs
import pytest

from evaluation.terms import HOST, MARCH, agreement, at, between, figures, repairs, stated, ticket
from slacore import (
    Agreement,
    Call,
    Charge,
    Charges,
    Evidence,
    Exclusion,
    Exemption,
    Fact,
    Ledger,
    Money,
    Outage,
    Remedy,
    ReviewSchedule,
    Rounding,
    Sample,
    Service,
    ServiceHours,
    ServiceLevel,
    Settlement,
    Tally,
    Target,
    Test,
    Ticket,
    Window,
    dumps,
    evaluate,
    load,
    load_charges,
    load_evidence,
    load_ledger,
    loads,
)
from slacore.metrics import (
    AbandonmentRate,
    Availability,
    CallServiceLevel,
    Downtime,
    FirstCallResolution,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    Occupancy,
    PercentWithin,
    Reported,
    ResolutionTime,
    ResponseTime,
    Satisfaction,
)
from slacore.model import Entry
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Times, Total, Units
from slacore.serialization import dump_evidence, dump_ledger

BANDS = Bands(
    rows=[
        Row(at_least="99 %", below="99.9 %", pay="10 % of fee", label="a"),
        Row(above="95 %", below="99 %", pay="25 % of fee", when=[Test(fact="plan", equals="gold")]),
        Row(at_most="95 %", when=[Test(fact="vip", equals=True), Test(fact="users", at_least="5 count")]),
    ],
    hit="first",
    gap="unsaid",
)
UNITS = Units(above="8 h", per="1 h", count="started", until="20 h", at_most="5/2")
HOURS = ServiceHours(
    zone="Europe/London",
    weekly={"mon-fri": ("08:00-12:00", "13:00-17:00"), "sat": "22:00-02:00"},
    holidays=("2026-12-25",),
    overrides={"2026-12-24": "09:00-12:00"},
)
METRICS = (
    AbandonmentRate(short="5 s", abandoned_short="left out", diverted="left out"),
    Availability(),
    Availability(source="tallies", pooling="mean of intervals", idle="full"),
    CallServiceLevel(
        within="20 s", abandoned="missed", abandoned_within="met", short="5 s", abandoned_short="left out"
    ),
    Downtime(unit="hour"),
    FirstCallResolution(repeat_window="3 day", basis="customers", fails="first", unanswered=False),
    LongestWait(source="tallies", abandoned=True),
    MeanHandlingTime(hold=False),
    MeanWait(abandoned=True),
    Occupancy(busy="handling"),
    PercentWithin(of="resolution", within="4 h", inclusive=False, pauses=False, counted_by="opened"),
    Reported(name="satisfaction", unit="%"),
    ResolutionTime(over="mean", reopening="first close wins"),
    ResponseTime(unit="hour"),
    Satisfaction(satisfied="4.5", highest=6),
)


def rich() -> Agreement:
    """An agreement in which every field of every noun is used."""
    measured = tuple(
        ServiceLevel(name=f"measured {number}", metric=metric, service="web", provider=HOST)
        for number, metric in enumerate(METRICS)
    )
    uptime = ServiceLevel(
        name="uptime",
        metric=Availability(),
        target=Target(at_least="99.9 %"),
        period="billing month from day 15",
        service="web",
        hours=HOURS,
        exclusions=[
            Exclusion(cause="maintenance", notice="72 h", allowance="4 h", effect="denominator", clause="3.1")
        ],
        remedies=[
            Remedy(
                steps=[
                    BANDS,
                    Times(factor="1/3", fact="share"),
                    Plus(rate="5 GBP"),
                    Cap(limit="50 % of fee"),
                ],
                name="credit",
                clause="4",
                when=[Test(below="99.9 %"), Test(fact="claimed", equals=True)],
            ),
            Remedy(steps=[Pay(rate="-2 points", each="breach")], when="always"),
        ],
        zone="America/New_York",
        group="web",
        provider=HOST,
        customer="Client",
        clause="2",
    )
    repair = attrs.evolve(
        repairs(UNITS, Pay(rate="45 GBP")), service="web", where=[Test(fact="priority", equals="P1")]
    )
    return agreement(
        uptime,
        repair,
        *measured,
        services=[Service(name="web", outcome="NO"), Service(name="2026-01-01")],
        kind="OLA",
        formal=False,
        term=Window.between("2026-01-01", "2027-01-01", tz="Europe/London"),
        settlement=Settlement(
            steps=[Total(by="group"), Cap(limit="500 GBP")], rounding=Rounding(quantum="0.05", mode="floor")
        ),
        review=ReviewSchedule(every="month", participants=[HOST], agenda=["figures", "12:30"]),
        purpose="null",
        source="~",
        zone="Europe/London",
    )


@pytest.mark.parametrize("json", [False, True], ids=["yaml", "json"])
def test_an_agreement_is_the_same_after_a_round_trip(json):
    """Every kind and every field; equal, with the same digest, and written the same again."""
    written = dumps(rich(), json=json)
    found = loads(written, json=json)
    assert found == rich()
    assert found.digest() == rich().digest()
    assert dumps(found, json=json) == written


def test_a_length_is_kept_as_it_was_written_where_it_equals_the_default():
    """168 h are the seven days that go without saying, and a signature is under 168 h."""
    level = ServiceLevel(name="first call", metric=FirstCallResolution(repeat_window="168 h"))
    assert loads(dumps(agreement(level))).digest() == agreement(level).digest()


def test_text_that_looks_like_something_else_stays_text():
    """Norway, a date, a time, nothing and a number are what they were written as."""
    for text in ("NO", "no", "on", "2026-01-01", "12:30", "null", "~", "1.5", "0x1F", "1e3", "a: b", "#"):
        terms = attrs.evolve(agreement(stated()), purpose=text)
        assert loads(dumps(terms)) == terms
        assert loads(dumps(terms, json=True), json=True) == terms


def test_yaml_leaves_norway_dates_and_decimals_as_they_stand():
    """`NO` is no false, `2026-01-01` no date object and 0.05 no binary float."""
    text = (
        "slacore: agreement/1\nname: NO\nzone: UTC\nsource: 2026-01-01\n"
        "parties: [{name: Host, role: provider}, {name: Client, role: customer}]\n"
        "settlement: {rounding: {quantum: 0.05}}\n"
        "levels: [{name: 12:30, metric: availability}]\n"
    )
    found = loads(text)
    assert (found.name, found.source, found.levels[0].name) == ("NO", "2026-01-01", "12:30")
    assert found.settlement.rounding == Rounding(quantum="0.05")


def evidence() -> Evidence:
    """Every kind of record that is watched, of two services, from two sources."""
    span = {"start": MARCH.start, "end": MARCH.end}
    down = [
        Outage(id="1", start=at("2026-03-02"), end=at("2026-03-03"), service="web", cause="power"),
        Outage(id="2", start=at("2026-03-04"), service="mail", recorded=at("2026-03-05")),
        Outage(id="3", start=at("2026-03-06"), end=at("2026-03-07")),
    ]
    return (
        Evidence.of(Outage, down[:1], covers=MARCH, service="web", source="probe")
        + Evidence.of(Outage, down[1:2], covers=MARCH, service="mail")
        + Evidence.of(
            Outage,
            down[2:],
            covers=[between("2026-03-01", "2026-03-10"), between("2026-03-20", "2026-04-01")],
        )
        + Evidence.of(Ticket, [ticket("T", "2026-03-02T09:00", "2026-03-02T10:00")], covers=MARCH)
        + Evidence.of(Tally, [Tally(id="1", good="1/3 h", total="1 h", **span)], covers=MARCH)
        + Evidence.of(
            Call, [Call(id="1", offered=at("2026-03-02"), abandoned=at("2026-03-03"))], covers=MARCH
        )
        + Evidence.of(
            Sample, [Sample(id="1", at=at("2026-03-02"), value="5 count", name="queue")], covers=MARCH
        )
        + Evidence(records=[Fact(id="1", name="vip", value=True, record="T")])
        + Evidence(records=[Exemption(id="1", cause="NO", announced=at("2026-02-01"), **span)])
    )


@pytest.mark.parametrize("name", ["evidence.yaml", "evidence.json"])
def test_evidence_is_the_same_after_a_round_trip(name, tmp_path):
    """Records, coverage by service and by source, and facts that nobody watched for."""
    file = tmp_path / name
    file.write_text(dump_evidence(evidence(), json=name.endswith("json")), "utf-8")
    found = load_evidence(file)
    assert found == evidence()
    assert found.digest() == evidence().digest()


def test_a_section_s_service_is_that_of_its_records(tmp_path):
    """An outage in the section of the web service is not one of the mail service as well."""
    file = tmp_path / "evidence.yaml"
    file.write_text(
        "slacore: evidence/1\nzone: UTC\nevidence:\n"
        "  - of: outage\n    covers: 2026-03\n    service: web\n"
        "    records: [{id: a, start: 2026-03-01, end: 2026-03-11}]\n"
        "  - {of: outage, covers: 2026-03, service: mail}\n",
        "utf-8",
    )
    services = [Service(name="web"), Service(name="mail")]
    levels = [
        ServiceLevel(name=s.name, service=s.name, metric=Availability(), target=Target(at_least="99 %"))
        for s in services
    ]
    result = evaluate(agreement(*levels, services=services), load_evidence(file), MARCH)
    # 10 of 31 days down: 100 × 21 ÷ 31 = 67.74…
    assert [str(o) for o in result.observations] == ["100 %", "67.741935… %"]


def test_charges_are_read_with_their_span_and_service(tmp_path):
    """A month by its name in the document's zone, money with its currency."""
    file = tmp_path / "charges.yaml"
    file.write_text(
        "slacore: charges/1\nzone: Europe/London\ncharges:\n"
        "  - {name: fee, span: 2026-03, amount: 100.50 EUR, service: web}\n"
        "  - {name: fee, span: 2026-04-01/2026-05-01, amount: 99 EUR}\n",
        "utf-8",
    )
    london = [Window.month(2026, number, tz="Europe/London") for number in (3, 4)]
    assert load_charges(file) == Charges(
        [
            Charge(name="fee", span=london[0], amount=Money("100.50", "EUR"), service="web"),
            Charge(name="fee", span=london[1], amount=Money(99, "EUR")),
        ]
    )


def test_a_ledger_is_the_same_after_a_round_trip(tmp_path):
    """Thirds, amounts without limit, and what an evaluation handed back."""
    file = tmp_path / "ledger.json"
    entry = Entry(period=MARCH, what="indeterminate", level="uptime", low="1/3", high=None, unit="percent")
    result = evaluate(
        agreement(stated(Pay(rate="1/3 % of fee"))), figures(uptime="98 %"), MARCH, charges=Money(10, "EUR")
    )
    for ledger in (Ledger(agreement="hosting", entries=(entry,)), result.ledger):
        file.write_text(dump_ledger(ledger), "utf-8")
        assert load_ledger(file) == ledger


def test_an_agreement_is_read_from_a_file_of_either_form(tmp_path):
    """By its suffix: JSON, else YAML."""
    for name, json in (("hosting.yaml", False), ("hosting.json", True)):
        (tmp_path / name).write_text(dumps(rich(), json=json), "utf-8")
        assert load(tmp_path / name) == load(str(tmp_path / name)) == rich()
