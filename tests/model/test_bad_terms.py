"""Terms that make no sense: refused where they are written, or found when they matter, once and clearly."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import EvaluationError, InvalidAgreement, InvalidValue
from slacore.metrics import Availability, Downtime, Reported
from slacore.model import Entry
from slacore.remedies import Bands, Cap, Floor, Grant, IssueIf, Pay, Plus, Row, Surcharge, Times, Total, Units

MARCH, APRIL = (sla.Window.month(2026, number, tz="UTC") for number in (3, 4))
PARTIES = (sla.Party(name="host", role="provider"), sla.Party(name="shop", role="customer"))


def level(*steps: sla.Step, name: str = "uptime", when: Any = "breached", **more: Any) -> sla.ServiceLevel:
    """A level of at least 99 % of something that is stated."""
    fields = {
        "metric": Reported(name=name, unit="%"),
        "target": sla.Target(at_least="99 %"),
        "remedies": [sla.Remedy(steps=steps, when=when)] if steps else [],
    }
    return sla.ServiceLevel(name=name, **{**fields, **more})


def agreement(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(**{"name": "hosting", "zone": "UTC", "parties": PARTIES, "levels": levels, **more})


def refused(*levels: sla.ServiceLevel, **more: Any) -> str:
    """The one problem of an agreement."""
    with pytest.raises(InvalidAgreement) as caught:
        agreement(*levels, **more)
    (problem,) = caught.value.problems
    return str(problem)


def invalid(make: Any) -> str:
    """Why one part cannot even be made."""
    with pytest.raises(InvalidValue) as caught:
        make()
    return str(caught.value)


def stated(figure: str = "98 %", name: str = "uptime", span: sla.Window = MARCH) -> sla.Evidence:
    return sla.Evidence(
        records=[sla.Fact(id=f"{name} {span}", name=name, value=figure, start=span.start, end=span.end)]
    )


# Tables

MEND = "or state gap='nothing', gap='between' or gap='unsaid' if the contract has it so"


@pytest.mark.parametrize(
    ("rows", "figure"),
    [
        # Whatever lies below the lowest row, between the highest and the target, or on an edge.
        ([Row(at_least="95 %", below="99 %", pay="5 EUR")], "just below 95 %"),
        ([Row(below="98 %", pay="5 EUR")], "98 %"),
        ([Row(below="98 %", pay="5 EUR"), Row(above="98 %", pay="1 EUR")], None),
    ],
)
def test_tiers_that_leave_a_breach_without_a_row(rows, figure):
    """A hole in the table, or a breach beyond its ends: what it pays has to be said."""
    if figure is None:
        assert invalid(lambda: Bands(rows=rows)) == (
            f"there is a hole between rows '< 98 %' and '> 98 %'; mend the table, {MEND}"
        )
        return
    assert refused(level(Bands(rows=rows))) == (
        f"levels[0].remedies[0].steps[0]: bands: {figure} is a breach and falls in no row; "
        f"mend the table, {MEND}"
    )
    for gap in ("nothing", "between", "unsaid"):
        assert agreement(level(Bands(rows=rows, gap=gap)))
    # Where the remedy has a condition of its own, a breach is not what the table is for.
    assert agreement(level(Bands(rows=rows), when=sla.Test(below="97 %")))


# Percentages and limits


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cap(limit="50 %"),
        lambda: Floor(limit="50 %"),
        lambda: Pay(rate="10 %"),
        lambda: Plus(rate="10 %"),
        lambda: Surcharge(rate="10 %"),
        lambda: IssueIf(above="1 %"),
        lambda: sla.DerivedCharge(name="pool", share="10 %"),
    ],
)
def test_a_percentage_without_a_base(make):
    """Of what, it does not say."""
    assert "is no rate: a percentage is of a named charge ('10 % of monthly charge')" in invalid(make)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Cap(limit="-5 EUR"),
        lambda: Cap(limit="-5 % of fee"),
        lambda: Floor(limit="-5 EUR"),
        lambda: IssueIf(above="-5 EUR"),
        lambda: IssueIf(at_least="-1 point"),
        lambda: Surcharge(rate="-5 EUR"),
    ],
)
def test_a_negative_limit(make):
    """A cap below nothing would make a bonus of every credit."""
    assert invalid(make).startswith("a limit is not negative, found -")


def test_a_cap_of_breaches_and_of_points_in_money():
    """What is not paid yet has no limit in money, and what is in money none in points."""
    assert invalid(lambda: level(Cap(limit="5 EUR"), Pay(rate="1 EUR"))) == (
        "remedy 'service credit', step 1 (cap): 5 EUR limits money, and the amount is in breach; pay it first"
    )
    assert invalid(lambda: level(Pay(rate="2 points"), Cap(limit="5 EUR"))) == (
        "remedy 'service credit', step 2 (cap): 5 EUR limits money, and the amount is in point; "
        "state a limit in what the amount is in"
    )
    assert "5 points limits points, and the amount is in EUR" in invalid(
        lambda: level(Pay(rate="2 EUR"), Cap(limit="5 points"))
    )


def test_a_percentage_of_a_charge_that_nobody_states():
    """The percentage is given, the sum is not, and a finding says which charge is missing."""
    result = sla.evaluate(agreement(level(Pay(rate="10 % of fee"))), stated(), MARCH)
    (penalty,) = result.penalties
    assert (str(penalty), penalty.payable) == ("10 % of fee", None)
    assert [str(finding) for finding in result.findings] == [
        "uptime: the sum is unknown: no 'fee' is known for 2026-03 (charges given: none)"
    ]


def test_a_percentage_of_nothing():
    """10 % of a fee of zero is nothing, and perhaps a mistake: a finding says so, where anything is due."""
    terms = agreement(level(Pay(rate="10 % of fee")))
    free = sla.Charges([sla.Charge(name="fee", span=MARCH, amount="0 EUR")])
    result = sla.evaluate(terms, stated(), MARCH, charges=free)
    assert result.total.exact == sla.Money(0, "EUR")
    assert [str(finding) for finding in result.findings] == [
        "charge 'fee': it is 0.00 EUR for 2026-03, so that a percentage of it is nothing"
    ]
    assert sla.evaluate(terms, stated("99.9 %"), MARCH, charges=free).findings == ()


def test_a_charge_below_nothing():
    """A share of it would be owed the other way."""
    assert invalid(lambda: sla.Charge(name="fee", span=MARCH, amount="-100 EUR")) == (
        "the charge 'fee' is negative: -100.00 EUR; a charge is nothing or more"
    )


# Who owes whom


@pytest.mark.parametrize(
    "steps",
    [
        (Pay(rate="-5 EUR"),),
        (Pay(rate="-5 % of fee"),),
        (Pay(rate="-2 points"),),
        (Pay(rate="5 EUR"), Plus(rate="-5 EUR")),
        (Bands(rows=[Row(below="98 %", pay="5 EUR"), Row(at_least="98 %", pay="-5 EUR")]),),
    ],
)
def test_a_negative_credit_for_a_breach(steps):
    """The customer does not pay for what the provider broke; a bonus says when it is due."""
    said = refused(level(*steps))
    assert said.startswith("levels[0].remedies[0]: -")
    assert said.endswith(
        "would have the customer pay for a breach; a bonus or an earn-back says when it is due: "
        "always, or tests"
    )
    assert agreement(level(*steps, when="always"))
    assert agreement(level(*steps, when=sla.Test(above="99.9 %")))


# Chains


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            (Pay(rate="5 EUR"), Pay(rate="5 EUR")),
            "step 2 (pay): the amount is EUR already, and pay turns breaches",
        ),
        (
            (Pay(rate="5 EUR"), Units(below="99 %", per="1 %"), Pay(rate="1 EUR")),
            "step 3 (pay): the amount is EUR",
        ),
        (
            (Pay(rate="5 % of fee"), Bands(rows=[Row(below="99 %", pay="1 EUR")])),
            "step 2 (bands): the amount is % of fee already, and a table turns breaches, units or points",
        ),
        ((Grant(right="terminate"), Pay(rate="5 EUR")), "step 2 (pay): the amount is right already"),
        (
            (Grant(right="terminate"), Times(factor=2)),
            "step 2 (times): a right is the last step of its remedy",
        ),
        (
            (Grant(right="terminate"), Cap(limit="5 EUR")),
            "step 2 (cap): 5 EUR limits money, and the amount is in right",
        ),
        (
            (Grant(right="terminate"), Grant(right="suspend")),
            "step 2 (grant): a right is granted for breaches",
        ),
        (
            (Pay(rate="5 EUR"), Grant(right="terminate")),
            "step 2 (grant): a right is granted for breaches, units or points",
        ),
    ],
)
def test_a_step_after_the_last(steps, said):
    """What is money already is not paid again, and nothing comes after a right."""
    assert said in invalid(lambda: level(*steps))


def test_a_remedy_that_joins_and_a_remedy_without_steps():
    assert "step total joins several amounts; it belongs in the settlement" in invalid(
        lambda: sla.Remedy(steps=[Pay(rate="5 EUR"), Total()])
    )
    assert "has no steps; write at least one, such as pay" in invalid(lambda: sla.Remedy(steps=[]))


def test_a_settlement_that_pays_by_its_remedies_or_for_breaches():
    """What is owed is for its steps; and it is a level that is breached."""
    right = [Grant(right="terminate")]
    assert (
        "ends in EUR; what is owed is for the steps, and the remedies of a settlement grant rights"
        in invalid(lambda: sla.Settlement(remedies=[sla.Remedy(when="always", steps=[Pay(rate="5 EUR")])]))
    )
    assert "says 'breached', which a level is; say 'always', or tests" in invalid(
        lambda: sla.Settlement(remedies=[sla.Remedy(steps=right)])
    )
    assert "remedies of a settlement take Remedy, found 'terminate'" in invalid(
        lambda: sla.Settlement(remedies=["terminate"])
    )


# Questions to earlier periods


def asking(question: str, **limits: str) -> sla.ServiceLevel:
    return level(Pay(rate="5 EUR"), when=sla.Test(lookback=question, **(limits or {"at_least": "1 period"})))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("run of breached in 'uptme'", "unknown level 'uptme' (levels: uptime)"),
        ("count of breached in group 'core' over year", "unknown group 'core' (groups: none)"),
        ("count of credited over year", "what the present period comes to is not settled yet; add 'before'"),
    ],
)
def test_a_question_about_what_there_is_not(question, said):
    """An unknown level or group, or a sum that is still to be made."""
    problem = refused(asking(question))
    assert problem.startswith("levels[0]")
    assert f"'{question}': {said}" in problem


def test_questions_are_looked_at_wherever_they_stand():
    """In a step, in a settlement's step and in its remedies."""
    unknown = sla.Test(lookback="run of breached in 'uptme'", at_least="1 period")
    said = "'run of breached in 'uptme'': unknown level 'uptme' (levels: uptime)"
    paid = Pay(rate="5 EUR")
    assert refused(level(paid, Times(factor=2, when=unknown))).endswith(said)
    assert refused(level(paid), settlement=sla.Settlement(steps=[Times(factor=2, when=unknown)])).endswith(
        said
    )
    granted = sla.Remedy(when=unknown, steps=[Grant(right="terminate")])
    assert refused(level(paid), settlement=sla.Settlement(remedies=[granted])).endswith(said)
    whole = sla.Remedy(
        when=sla.Test(lookback="run of breached", at_least="1 period"), steps=[Grant(right="terminate")]
    )
    assert "the settlement asks about a level or a group; name it" in refused(
        level(paid), settlement=sla.Settlement(remedies=[whole])
    )


def test_a_question_about_money_without_a_share():
    """100 EUR of what: a sum is compared as a share of a charge."""
    assert invalid(lambda: sla.Test(lookback="sum of credited over year before", at_least="20 %")) == (
        "sum of credited over year before is money, which is compared as a share: add 'as share of' a charge"
    )


def test_an_answer_in_another_unit():
    """Periods are counted, and no percentage is."""
    said = refused(asking("run of breached", at_least="3 %"))
    assert "run of breached ≥ 3 %" in said
    assert "is in percent, but" in said


# Charges that are made from others


def test_a_charge_that_is_made_from_itself():
    """Straight, or around; whatever is made from the circle is not named besides."""
    own = sla.DerivedCharge(name="pool", share="10 % of pool")
    assert refused(level(Pay(rate="1 % of pool")), charges=[own]) == "charges[0]: 'pool' is made from itself"
    around = [
        sla.DerivedCharge(name="pool", share="10 % of risk"),
        sla.DerivedCharge(name="risk", share="10 % of pool", over="12 months"),
        sla.DerivedCharge(name="part", share="50 % of fee"),
    ]
    with pytest.raises(InvalidAgreement) as caught:
        agreement(level(Pay(rate="1 % of part")), charges=around)
    assert [str(problem) for problem in caught.value.problems] == [
        "charges[0]: 'pool' is made from itself",
        "charges[1]: 'risk' is made from itself",
    ]
    twice = [sla.DerivedCharge(name="pool", share="10 % of fee")] * 2
    assert refused(level(Pay(rate="1 % of pool")), charges=twice) == (
        "charges: the name 'pool' is used 2 times; names are unique"
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "is a share of another, or a lookback; state one of the two"),
        (
            {"share": "10 % of fee", "lookback": "credited 1 period ago"},
            "is a share of another, or a lookback; state one of the two",
        ),
        ({"share": "10 EUR"}, "is a percentage of a charge, found 10 EUR"),
        ({"lookback": "credited 1 period ago", "over": "year"}, "over and net belong to a share"),
        ({"lookback": "credited 1 period ago", "net": True}, "over and net belong to a share"),
        (
            {"lookback": "measured 1 period ago"},
            "measured 1 period ago is no money; ask for what was credited",
        ),
        (
            {"lookback": "run of credited before"},
            "run of credited before is no money; ask for what was credited",
        ),
        # A fifth is no fifth of a euro.
        ({"lookback": "credited 1 period ago as share of fee"}, "is no money; ask for what was credited"),
        (
            {"lookback": "sum of credited over year"},
            "what the present period comes to is not settled yet; add 'before'",
        ),
        ({"share": "10 % of fee", "over": "a year"}, "'a year' is no span"),
    ],
)
def test_a_charge_that_is_made_from_nothing(fields, said):
    """It is a share of another charge, or what was credited."""
    assert said in invalid(lambda: sla.DerivedCharge(name="pool", **fields))


# The ledger


def test_a_ledger_that_does_not_fit():
    """Of another agreement, or with what the window is to be evaluated for."""
    terms = agreement(level(Pay(rate="5 EUR")))
    other = sla.Ledger(agreement="mail")
    with pytest.raises(EvaluationError, match="the ledger is of 'mail', the agreement is 'hosting'"):
        sla.evaluate(terms, stated(), MARCH, ledger=other)
    entries = [Entry(period=MARCH, level="uptime", what="met")]
    overlapping = sla.Ledger(agreement="hosting", entries=entries)
    with pytest.raises(
        EvaluationError, match="the ledger already has uptime for 2026-03, and the window starts"
    ):
        sla.evaluate(terms, stated(), MARCH, ledger=overlapping)
    assert sla.evaluate(terms, stated(span=APRIL), APRIL, ledger=overlapping)


# Targets


@pytest.mark.parametrize(
    ("metric", "target", "found"),
    [
        (
            Availability(),
            {"at_least": "110 %"},
            "no figure can be ≥ 110 %: availability lies between 0 % and 100 %",
        ),
        (
            Availability(),
            {"above": "100 %"},
            "no figure can be > 100 %: availability lies between 0 % and 100 %",
        ),
        (
            Availability(),
            {"at_least": "-1 %"},
            "every figure is ≥ -1 %: availability lies between 0 % and 100 %",
        ),
        (
            Availability(),
            {"at_least": "0 %"},
            "every figure is ≥ 0 %: availability lies between 0 % and 100 %",
        ),
        (
            Downtime(),
            {"at_most": "-5 min"},
            "no figure can be ≤ -5 min: downtime lies between 0 min and no limit",
        ),
        (Downtime(), {"below": "0 s"}, "no figure can be < 0 s: downtime lies between 0 min and no limit"),
        (
            Downtime(),
            {"equals": "-1 min"},
            "no figure can be = -1 min: downtime lies between 0 min and no limit",
        ),
    ],
)
def test_a_target_that_no_figure_can_meet_or_miss(metric, target, found):
    """Zero or negative targets, and percentages over 100."""
    one = sla.ServiceLevel(name="uptime", metric=metric, target=sla.Target(**target))
    assert refused(one) == f"levels[0].target: {found}"


@pytest.mark.parametrize(
    ("metric", "target"),
    [
        (Availability(), {"at_least": "100 %"}),
        (Downtime(), {"at_most": "0 min"}),
        (Downtime(), {"equals": "0 s"}),
    ],
)
def test_a_target_at_the_end_of_what_can_be_is_one(metric, target):
    """Always up, and never down."""
    assert agreement(sla.ServiceLevel(name="uptime", metric=metric, target=sla.Target(**target)))
