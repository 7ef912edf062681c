"""Settlement: what becomes of all awards of one billing period, and who owes whom."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import attrs
import pytest

from evaluation.terms import (
    CLIENT,
    FEBRUARY,
    HOST,
    JANUARY,
    MARCH,
    agreement,
    between,
    figures,
    outages,
    remedies,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from slacore import (
    Charge,
    Charges,
    Evidence,
    Fact,
    Money,
    Party,
    Rounding,
    Service,
    ServiceLevel,
    Settlement,
    Step,
    Window,
    evaluate,
)
from slacore.errors import EvaluationError
from slacore.evaluation import Penalty
from slacore.model import Amount, Case
from slacore.remedies import Bands, Cap, Pay, Row, Total

FEE = Money(1000, "EUR")
# Exactly 98 % lies in no row, and the contract does not say what follows.
HOLE = Bands(rows=[Row(below="98 %", pay="10 EUR"), Row(above="98 %", pay="5 EUR")], gap="unsaid")


def settled(steps: tuple = (), **more: object) -> Settlement:
    """A settlement of those steps."""
    return Settlement(steps=steps, **more)


@pytest.mark.parametrize("steps", [(), (Total(),), (Total(by="level"), Cap(limit="500 EUR"))])
def test_an_amount_that_cannot_be_said_leaves_the_sum_unsaid(steps):
    """100 EUR for one level and nobody knows what for the other are not 100 EUR."""
    terms = agreement(stated(HOLE), stated(Pay(rate="100 EUR"), name="speed"), settlement=settled(steps))
    result = evaluate(terms, figures(uptime="98 %", speed="90 %"), MARCH)
    (penalty,) = result.settlements
    assert (penalty.unit, penalty.low, penalty.high, penalty.payable) == ("EUR", None, None, None)
    assert any("does not say what follows" in note for note in penalty.notes)
    assert result.total is not None
    assert result.total.exact is None


def test_an_unsaid_award_beside_a_doubtful_one_is_unsaid_as_well():
    """The same where the other level's figure lies in a gap."""
    terms = agreement(stated(HOLE), uptime(Pay(rate="100 EUR"), name="web"), settlement=settled((Total(),)))
    half = between("2026-03-01", "2026-03-16")
    result = evaluate(terms, figures(uptime="98 %") + outages(covers=half), MARCH)
    (penalty,) = result.settlements
    assert (penalty.low, penalty.high) == (None, None)


def test_points_that_became_money_stay_with_it():
    """Two points at 5 EUR are 10 EUR; the tenth of a fee that nobody knows stands beside them."""
    terms = agreement(
        stated(Pay(rate="2 points")),
        stated(Pay(rate="10 % of fee"), name="speed"),
        settlement=settled((Total(), Pay(rate="5 EUR", each="points"))),
    )
    result = evaluate(terms, figures(uptime="98 %", speed="90 %"), MARCH)
    share, money = sorted(result.settlements, key=lambda penalty: penalty.unit)
    assert (str(money), [award.level for award in money.awards]) == ("10.00 EUR", ["uptime"])
    assert (str(share), [award.level for award in share.awards]) == ("10 % of fee", ["speed"])


def test_a_bonus_is_owed_by_the_customer_and_read_as_such():
    """-50 EUR by the contract: the client owes the host, and the text says 50 EUR."""
    level = stated(Pay(rate="-50 EUR"), when="always")
    result = evaluate(agreement(level), figures(uptime="99.5 %"), MARCH)
    (penalty,) = result.penalties
    assert (penalty.debtor, penalty.creditor, penalty.payable) == (CLIENT, HOST, Money(-50, "EUR"))
    assert "settlement of 2026-03: Client owes Host: 50.00 EUR" in result.explain()


@pytest.mark.parametrize(
    ("low", "high", "bonus", "text"),
    [
        (-50, -20, True, "20.00 EUR to 50.00 EUR"),
        (-50, 0, True, "0.00 EUR to 50.00 EUR"),
        (None, -20, True, "20.00 EUR to no limit known"),
        (-50, 1, False, "-50.00 EUR to 1.00 EUR"),
        (0, None, False, "0.00 EUR to no limit known"),
        (0, 0, False, "0.00 EUR"),
        (None, None, False, "unsaid"),
    ],
)
def test_a_bonus_is_nowhere_above_nothing(low, high, bonus, text):
    """And it is told as what the customer owes, the least first."""
    ends = {"low": low, "high": high}
    penalty = Penalty(period=MARCH, debtor=HOST, creditor=CLIENT, unit="EUR", **ends)
    assert (penalty.is_bonus, str(penalty)) == (bonus, text)
    assert penalty.is_nothing is (low == high == 0)


def test_what_may_be_a_penalty_or_a_bonus_is_told_from_the_host_s_side():
    """Below 99 % the host pays 100 EUR, from there on gets 20 EUR: over a gap -20 to 100 EUR."""
    table = Bands(rows=[Row(below="99 %", pay="100 EUR"), Row(at_least="99 %", pay="-20 EUR")])
    level = uptime(target=None, remedies=remedies(table, when="always"))
    result = evaluate(agreement(level), outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    (penalty,) = result.penalties
    assert (penalty.debtor, penalty.low, penalty.high) == (HOST, -20, 100)
    assert "Host owes Client: -20.00 EUR to 100.00 EUR" in result.explain()


def test_a_cap_of_two_services_fees_does_not_hang_on_what_the_other_did():
    """Half of both fees is 1,000 EUR, also in a month without tickets: 900 EUR are under it.

    Half of one fee alone would have left 500 EUR.
    """
    services = [Service(name="mail"), Service(name="web")]
    terms = agreement(
        stated(Pay(rate="90 % of fee"), service="web"),
        repairs(Pay(rate="1 % of fee"), service="mail"),
        services=services,
        settlement=settled((Total(), Cap(limit="50 % of fee"))),
    )
    fees = Charges([Charge(name="fee", span=MARCH, amount=FEE, service=name) for name in ("mail", "web")])
    span = {"start": MARCH.start, "end": MARCH.end}
    fact = Fact(id="1", name="uptime", value="98 %", service="web", **span)
    idle = evaluate(terms, tickets() + Evidence(records=[fact]), MARCH, charges=fees)
    busy = evaluate(
        terms,
        tickets(ticket("1", "2026-03-02T09:00", "2026-03-02T10:00")) + Evidence(records=[fact]),
        MARCH,
        charges=fees,
    )
    assert [(p.low, p.high) for p in idle.settlements] == [(p.low, p.high) for p in busy.settlements]
    assert (idle.settlements[0].low, idle.settlements[0].high) == (900, 900)


# How a sum is rounded, and where


def test_a_year_adds_what_was_paid_each_month():
    """A seventh of a percent of 10.50 EUR, 0.015, is 0.02 a month: a quarter costs 0.06 and not 0.05."""
    terms = agreement(stated(Pay(rate="1/7 % of fee")))
    known = figures(JANUARY, uptime="98 %") + figures(FEBRUARY, uptime="98 %") + figures(uptime="98 %")
    fees = Charges(
        [Charge(name="fee", span=span, amount=Money("10.50", "EUR")) for span in (JANUARY, FEBRUARY, MARCH)]
    )
    result = evaluate(terms, known, Window.quarter(2026, 1, tz="UTC"), charges=fees)
    # 10.50 × 1/700 = 0.015, rounded half away from zero.
    assert [penalty.exact for penalty in result.penalties] == [Money("0.015", "EUR")] * 3
    assert [penalty.payable for penalty in result.penalties] == [Money("0.02", "EUR")] * 3
    assert result.total.exact == Money("0.06", "EUR")


def test_levels_are_added_up_before_their_month_is_rounded():
    """Three levels at 0.145 EUR each are 0.435, paid as 0.44; rounded one by one they were 0.45."""
    levels = [stated(Pay(rate="0.145 EUR"), name=name) for name in ("a", "b", "c")]
    result = evaluate(agreement(*levels), figures(a="98 %", b="98 %", c="98 %"), MARCH)
    assert [penalty.payable for penalty in result.penalties] == [Money("0.44", "EUR")]
    assert "rounded once from 0.435 EUR" in result.explain()


@pytest.mark.parametrize(
    ("rate", "rounding", "paid"),
    # The last is a bonus, which needs no breach.
    [
        ("1234.5 JPY", Rounding(), "1235 JPY"),
        ("1.2345 KWD", Rounding(), "1.235 KWD"),
        ("0.125 EUR", Rounding(mode="half even"), "0.12 EUR"),
        ("0.13 CHF", Rounding(quantum="0.05"), "0.15 CHF"),
        ("-0.125 EUR", Rounding(), "-0.13 EUR"),
    ],
)
def test_the_contract_says_how_money_is_rounded(rate, rounding, paid):
    """Else it is the currency's own smallest unit: the yen has none below one, the dinar thousandths."""
    terms = agreement(stated(Pay(rate=rate), when="always"), settlement=settled(rounding=rounding))
    (penalty,) = evaluate(terms, figures(uptime="98 %"), MARCH).penalties
    assert penalty.payable == Money.parse(paid)


# Which charge a percentage is of


def test_one_sum_is_the_charge_where_only_one_is_meant():
    """One base, one month, one service: no doubt what 2,000 EUR are."""
    terms = agreement(stated(Pay(rate="10 % of fee")))
    result = evaluate(terms, figures(uptime="98 %"), MARCH, charges=Money(2000, "EUR"))
    assert result.total.exact == Money(200, "EUR")


@pytest.mark.parametrize(
    ("levels", "window", "said"),
    [
        (
            (stated(Pay(rate="1 % of fee")), stated(Pay(rate="1 % of rent"), name="b")),
            MARCH,
            "2 bases (fee, rent)",
        ),
        (
            (stated(Pay(rate="1 % of fee")),),
            Window.quarter(2026, 1, tz="UTC"),
            "3 billing periods (2026-01, 2026-02, 2026-03)",
        ),
        (
            (
                stated(Pay(rate="1 % of fee"), service="mail"),
                stated(Pay(rate="1 % of fee"), name="b", service="web"),
            ),
            MARCH,
            "2 services (mail, web)",
        ),
    ],
    ids=["bases", "periods", "services"],
)
def test_one_sum_is_refused_where_several_could_be_meant(levels, window, said):
    """Of two bases, of three months, of two services: the caller has to say which is which."""
    services = sorted({level.service for level in levels if level.service})
    terms = agreement(*levels, services=[Service(name=name) for name in services])
    with pytest.raises(EvaluationError) as caught:
        evaluate(terms, figures(uptime="98 %"), window, charges=FEE)
    assert str(caught.value) == (
        f"one sum of money (1000.00 EUR) cannot be the charge of {said}; "
        "give Charges, with a name and a span for each"
    )


def test_each_service_has_its_own_charge():
    """10 % of the web's 100 EUR and 20 % of the mail's 50 EUR."""
    terms = agreement(
        stated(Pay(rate="10 % of fee"), name="a", service="web"),
        stated(Pay(rate="20 % of fee"), name="b", service="mail"),
        services=[Service(name="mail"), Service(name="web")],
    )
    fees = Charges(
        [
            Charge(name="fee", span=MARCH, amount=Money(100, "EUR"), service="web"),
            Charge(name="fee", span=MARCH, amount=Money(50, "EUR"), service="mail"),
        ]
    )
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH, charges=fees)
    assert [(award.level, award.low, award.percent) for award in result.awards] == [
        ("a", 10, 10),
        ("b", 10, 20),
    ]
    assert result.total.exact == Money(20, "EUR")


def test_a_missing_charge_leaves_the_percentage_and_never_makes_it_nothing():
    """10 % of a fee that nobody stated: ten percent of it are owed, and how much that is is unknown."""
    result = evaluate(agreement(stated(Pay(rate="10 % of fee"))), figures(uptime="98 %"), MARCH)
    (penalty,) = result.penalties
    assert (penalty.unit, penalty.low, penalty.exact, penalty.payable) == ("% of fee", 10, None, None)
    assert result.awards[0].percent == 10
    assert [str(finding) for finding in result.findings] == [
        "uptime: the sum is unknown: no 'fee' is known for 2026-03 (charges given: none)"
    ]


def test_charges_and_rates_in_two_currencies_are_refused():
    """A fee in EUR and a fixed sum in GBP have no total."""
    level = stated(Pay(rate="10 % of fee"), Cap(limit="50 GBP"))
    with pytest.raises(EvaluationError, match=r"are in EUR and GBP; an evaluation settles in one currency"):
        evaluate(agreement(level), figures(uptime="98 %"), MARCH, charges=FEE)


# Who owes, and what for


def test_every_pair_of_parties_settles_by_itself():
    """Two hosts owe one client: 10 EUR and 20 EUR, each its own."""
    parties = [
        Party(name="East", role="provider"),
        Party(name="West", role="provider"),
        Party(name=CLIENT, role="customer"),
    ]
    terms = agreement(
        stated(Pay(rate="10 EUR"), name="a", provider="East"),
        stated(Pay(rate="20 EUR"), name="b", provider="West"),
        parties=parties,
    )
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH)
    assert [(p.debtor, p.creditor, p.payable) for p in result.penalties] == [
        ("East", CLIENT, Money(10, "EUR")),
        ("West", CLIENT, Money(20, "EUR")),
    ]


def test_a_host_may_owe_two_customers():
    """One level each: 10 EUR to the first and 20 EUR to the second."""
    parties = [
        Party(name=HOST, role="provider"),
        Party(name="North", role="customer"),
        Party(name="South", role="customer"),
    ]
    terms = agreement(
        stated(Pay(rate="10 EUR"), name="a", customer="North"),
        stated(Pay(rate="20 EUR"), name="b", customer="South"),
        parties=parties,
    )
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH)
    assert [(p.debtor, p.creditor, p.payable) for p in result.penalties] == [
        (HOST, "North", Money(10, "EUR")),
        (HOST, "South", Money(20, "EUR")),
    ]


def test_a_month_and_a_quarter_are_settled_apart():
    """A cap of 15 EUR a period takes from neither: 10 EUR for March and then 10 EUR for the quarter."""
    terms = agreement(
        stated(Pay(rate="10 EUR"), name="a"),
        stated(Pay(rate="10 EUR"), name="b", period="quarter"),
        settlement=settled((Total(), Cap(limit="15 EUR"))),
    )
    quarter = Window.quarter(2026, 1, tz="UTC")
    result = evaluate(terms, figures(a="98 %") + figures(quarter, b="98 %"), MARCH)
    assert [(p.period, p.payable, p.capped) for p in result.penalties] == [
        (MARCH, Money(10, "EUR"), False),
        (quarter, Money(10, "EUR"), False),
    ]
    assert result.total.exact == Money(20, "EUR")


def test_a_group_of_levels_is_capped_together():
    """Two levels of one group at 20 EUR come to at most 30 EUR; the third stands alone: 50 EUR in all."""
    terms = agreement(
        stated(Pay(rate="20 EUR"), name="a", group="core"),
        stated(Pay(rate="20 EUR"), name="b", group="core"),
        stated(Pay(rate="20 EUR"), name="c"),
        settlement=settled((Total(by="group"), Cap(limit="30 EUR"), Total())),
    )
    (penalty,) = evaluate(terms, figures(a="98 %", b="98 %", c="98 %"), MARCH).penalties
    assert (penalty.payable, penalty.capped) == (Money(50, "EUR"), True)
    assert [(step.before, step.after, step.note) for step in penalty.steps] == [
        ("20.00 EUR + 20.00 EUR + 20.00 EUR", "40.00 EUR + 20.00 EUR", ""),
        ("40.00 EUR + 20.00 EUR", "30.00 EUR + 20.00 EUR", "capped at 30.00 EUR"),
        ("30.00 EUR + 20.00 EUR", "50.00 EUR", ""),
    ]


@pytest.mark.parametrize(("steps", "capped"), [((), False), ((Cap(limit="5 EUR"),), True)])
def test_a_cap_in_a_level_shows_in_its_sum(steps, capped):
    """20 EUR, or 5 of them."""
    level = stated(Pay(rate="20 EUR"), *steps)
    (penalty,) = evaluate(agreement(level), figures(uptime="98 %"), MARCH).penalties
    assert penalty.capped is capped


def test_an_informal_agreement_is_measured_alike_and_owes_nothing():
    """The breach stands, the award says why it is nothing, also where the figure is in doubt."""
    terms = agreement(stated(Pay(rate="10 EUR")), uptime(Pay(rate="10 EUR"), name="web"), formal=False)
    result = evaluate(terms, figures(uptime="98 %"), MARCH)
    assert [broken.level for broken in result.breaches] == ["uptime"]
    assert {(award.due, award.low, award.high, award.why) for award in result.awards} == {
        (False, 0, 0, "the agreement is informal: it is measured alike, and nothing is owed")
    }
    assert (result.penalties, result.total.low, result.total.high) == ((), 0, 0)


def test_doubtful_levels_add_up_to_bounds_that_are_called_loose():
    """Two levels over one gap: 0 to 20 EUR, though no filling may reach both ends."""
    terms = agreement(uptime(Pay(rate="10 EUR"), name="a"), uptime(Pay(rate="10 EUR"), name="b"))
    result = evaluate(terms, outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    (penalty,) = result.penalties
    assert (penalty.low, penalty.high, penalty.loose) == (0, 20, True)
    assert penalty.notes == (
        "several levels are in doubt: the bounds add up theirs and may be wider than the truth",
    )


def test_a_cap_over_the_total_narrows_the_doubt():
    """0 to 20 EUR, at most 15: 0 to 15 EUR."""
    terms = agreement(
        uptime(Pay(rate="10 EUR"), name="a"),
        uptime(Pay(rate="10 EUR"), name="b"),
        settlement=settled((Total(), Cap(limit="15 EUR"))),
    )
    result = evaluate(terms, outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    (penalty,) = result.penalties
    assert (penalty.payable_low, penalty.payable_high) == (Money(0, "EUR"), Money(15, "EUR"))
    assert (penalty.capped, penalty.payable) == (False, None)


def test_a_settlement_s_step_that_hides_a_jump_leaves_the_doubt_unsaid():
    """The square of 98 EUR is right for an exact sum; over a doubt nobody knows, and the sum says why."""

    @attrs.frozen(kw_only=True)
    class Squared(Step):
        kind: ClassVar[str] = "squared"

        def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
            return tuple(amount.times(amount.value) for amount in amounts)

        def bends(self, amount: Amount, case: Case) -> tuple[Fraction, ...]:
            return ()

    def owed(level: ServiceLevel, evidence: Evidence) -> Penalty:
        terms = agreement(level, settlement=settled((Squared(),)))
        (penalty,) = evaluate(terms, evidence, MARCH).settlements
        return penalty

    assert owed(stated(Pay(rate="98 EUR")), figures(uptime="98 %")).payable == Money(9604, "EUR")
    doubt = owed(uptime(Pay(rate="98 EUR")), outages(covers=between("2026-03-01", "2026-03-16")))
    said = "step squared changes where it did not declare it"
    assert (doubt.unit, doubt.low, doubt.high, doubt.notes) == ("EUR", None, None, (said,))
    assert doubt.steps[0].note == said


def test_a_cap_that_the_whole_doubt_reaches_is_the_sum():
    """200 to 500 EUR, at most 150: 150 EUR for certain, and capped."""
    table = Bands(rows=[Row(below="95 %", pay="500 EUR"), Row(at_least="95 %", below="99 %", pay="200 EUR")])
    terms = agreement(uptime(table), settlement=settled((Cap(limit="150 EUR"),)))
    seen = outages(between("2026-03-05", "2026-03-06"), covers=between("2026-03-01", "2026-03-31"))
    (penalty,) = evaluate(terms, seen, MARCH).penalties
    assert (penalty.payable, penalty.capped) == (Money(150, "EUR"), True)
    kept = agreement(uptime(table), settlement=settled((Cap(limit="600 EUR"),)))
    (penalty,) = evaluate(kept, seen, MARCH).penalties
    assert (penalty.low, penalty.high, penalty.capped) == (200, 500, False)


def test_a_joining_step_that_promises_nothing_leaves_a_doubt_unsaid():
    """The lesser of all amounts, by a stranger who does not say that it rises with them."""

    @attrs.frozen(kw_only=True)
    class Least(Step):
        kind: ClassVar[str] = "least"
        joins: ClassVar[bool] = True

        def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
            return (min(amounts, key=lambda amount: amount.value),)

    terms = agreement(
        uptime(Pay(rate="10 EUR"), name="a"),
        stated(Pay(rate="5 EUR"), name="b"),
        settlement=settled((Least(),)),
    )
    whole = evaluate(terms, figures(b="98 %") + outages(between("2026-03-01", "2026-03-05")), MARCH)
    assert whole.total.exact == Money(5, "EUR")
    half = evaluate(terms, figures(b="98 %") + outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    assert half.settlements[0].low is None
    assert "does not promise that it rises" in half.settlements[0].notes[0]


# What is written down


def test_the_ledger_holds_figures_and_what_was_paid():
    """Breached at 98 %, 33.33 EUR credited after rounding, all to one level; points by their own word."""
    terms = agreement(stated(Pay(rate="100/3 EUR")), stated(Pay(rate="2 points"), name="speed"))
    result = evaluate(terms, figures(uptime="98 %", speed="99 %"), MARCH)
    entries = [(e.level, e.what, e.low, e.high, e.unit) for e in result.ledger.entries]
    assert entries == [
        (None, "credited", Fraction(3333, 100), Fraction(3333, 100), "EUR"),
        (None, "pointed", 0, 0, "point"),
        ("speed", "met", 99, 99, "percent"),
        ("speed", "pointed", 0, 0, "point"),
        ("uptime", "breached", 98, 98, "percent"),
        ("uptime", "credited", Fraction(3333, 100), Fraction(3333, 100), "EUR"),
    ]
    parties = {entry.level: (entry.provider, entry.customer) for entry in result.ledger.entries}
    assert parties == {None: (HOST, CLIENT), "speed": (None, None), "uptime": (None, None)}
    assert result.ledger.complete_since == MARCH.start


def test_an_indeterminate_month_enters_the_ledger_as_a_pair():
    """Half of March seen: 15 of 31 days for certain, and 0 to 10 EUR."""
    half = between("2026-03-01", "2026-03-16")
    result = evaluate(agreement(uptime(Pay(rate="10 EUR"))), outages(covers=half), MARCH)
    assert [(e.level, e.what, e.low, e.high) for e in result.ledger.entries] == [
        (None, "credited", 0, 10),
        ("uptime", "credited", 0, 10),
        ("uptime", "indeterminate", Fraction(1500, 31), 100),
    ]


def test_a_month_is_never_entered_twice_nor_in_another_s_ledger():
    """March again, and the ledger of another agreement: refused."""
    terms, known = agreement(stated()), figures(uptime="98 %")
    ledger = evaluate(terms, known, MARCH).ledger
    with pytest.raises(EvaluationError, match=r"the ledger already has uptime for 2026-03"):
        evaluate(terms, known, MARCH, ledger=ledger)
    with pytest.raises(EvaluationError, match=r"the ledger is of 'hosting', the agreement is 'mail'"):
        evaluate(attrs.evolve(terms, name="mail"), known, MARCH, ledger=ledger)
