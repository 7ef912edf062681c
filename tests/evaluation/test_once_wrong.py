"""What was once computed wrongly, each with what is right."""

from __future__ import annotations

import pytest

from evaluation.terms import (
    FEBRUARY,
    HOST,
    JANUARY,
    MARCH,
    agreement,
    at,
    between,
    figures,
    outages,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from evaluation.test_timeline import FEES, TERM, YEAR, exactly, first, months, paid, run
from slacore import (
    Charge,
    Charges,
    Claim,
    Completion,
    CorrectiveAction,
    DerivedCharge,
    Evidence,
    Ledger,
    Remedy,
    Service,
    Settlement,
    Test,
    evaluate,
)
from slacore.errors import EvaluationError, InvalidAgreement, InvalidValue
from slacore.model import Entry
from slacore.remedies import Bands, Cap, ClaimWithin, Grant, Pay, Row, Times, Total, Units, Worst

FINE = Remedy(name="no plan", steps=[Pay(rate="5 EUR")])
WATCHED = Evidence.of(Completion, [], covers=YEAR)


def plan(**more):
    return CorrectiveAction(**{"name": "plan", "within": "10 days", **more})


def entries(result, what="credited"):
    return {e.level: (e.low, e.high) for e in result.ledger.entries if e.what == what}


def test_a_rolling_level_pays_once_for_an_action_that_is_overdue():
    act = CorrectiveAction(name="plan", within="2 days", when=Test(below="50 %"), otherwise=FINE)
    level = uptime(period="rolling 7 days", actions=[act])
    known = outages(between("2026-03-02", "2026-03-06")) + Evidence.of(Completion, [], covers=MARCH)
    result = evaluate(agreement(level), known, between("2026-03-07", "2026-03-20"))
    # Two rolling weeks lie below 50 %: two plans, 5 EUR each, and not fourteen times 5 EUR.
    assert len([one for one in result.actions if one.owed]) == 2
    assert sum(p.low for p in result.settlements) == 10


def test_what_follows_from_an_action_has_no_figure_of_zero():
    two = Remedy(
        steps=[
            Pay(rate="10 EUR"),
            Times(factor=2, when=Test(lookback="run of breached", at_least="1 period")),
        ]
    )
    terms = agreement(stated(actions=[plan(otherwise=two)]), term=TERM)
    # February was met at 99.9 %, so no run of breached months reaches into it.
    assert paid(evaluate(terms, months(uptime=run("bm")) + WATCHED, first(2))) == exactly(10)


def test_what_follows_counts_no_units_of_a_figure_that_there_is_not():
    each = Remedy(steps=[Units(below="99 %", per="1 %"), Pay(rate="10 EUR")])
    # It was 990 EUR: 99 units of one percent below 99 %.
    with pytest.raises(InvalidAgreement, match="what follows from an action has no figure to count"):
        agreement(stated(actions=[plan(otherwise=each)]), term=TERM)


def test_one_claimed_and_one_open_credit():
    levels = [
        stated(Pay(rate=rate), ClaimWithin(within="30 days"), name=name)
        for name, rate in (("a", "100 EUR"), ("b", "50 EUR"))
    ]
    claim = Claim(id="1", submitted="2026-04-02T00:00Z", level="a")
    known = figures(a="98 %", b="98 %") + Evidence.of(
        Claim, [claim], covers=between("2026-04-01", "2026-04-03")
    )
    found = entries(evaluate(agreement(*levels), known, MARCH))
    low, high = found[None]
    # b's 50 EUR may lapse still.
    assert (low, high) == (100, 150)


def test_a_credit_that_needs_no_claim_beside_one_that_does():
    levels = [
        stated(Pay(rate="100 EUR"), name="a"),
        stated(Pay(rate="50 EUR"), ClaimWithin(within="30 days"), name="b"),
    ]
    (one,) = evaluate(agreement(*levels), figures(a="98 %", b="98 %"), MARCH).settlements
    # 100 EUR are owed whether or not anybody claims.
    assert one.claim is None


def test_a_charge_after_credits_is_never_below_nothing():
    terms = agreement(
        stated(Pay(rate="10 % of left")),
        charges=[DerivedCharge(name="left", share="100 % of fee", over="12 months", net=True)],
        term=TERM,
    )
    rows = [Entry(period=JANUARY, what="credited", low=3000, high=3000, unit="EUR")]
    ledger = Ledger(agreement="hosting", entries=rows, complete_since=JANUARY.start)
    (one,) = evaluate(
        terms, figures(FEBRUARY, uptime="98 %"), FEBRUARY, ledger=ledger, charges=FEES
    ).settlements
    assert one.low >= 0


def test_a_charge_made_of_what_an_unknown_level_was_credited():
    made = DerivedCharge(name="odd", lookback="credited 1 period ago in 'nobody'")
    with pytest.raises(InvalidAgreement, match="unknown level 'nobody'"):
        agreement(stated(Pay(rate="100 % of odd")), charges=[made])


def test_charges_over_a_contract_that_began_nobody_knows_when():
    made = DerivedCharge(name="all", share="100 % of fee", over="contract")
    terms = agreement(stated(Pay(rate="10 % of all")), charges=[made])
    (one,) = evaluate(terms, months(uptime=[None, "98 %"]), FEBRUARY, charges=FEES).settlements
    # It was 10 % of February's fee.
    assert (one.unit, one.low) == ("% of all", 10)


def test_a_right_of_the_settlement_where_no_level_pays():
    right = Remedy(
        when=Test(lookback="count of breached in 'uptime' over 3 months", at_least="1 period"),
        steps=[Grant(right="terminate")],
    )
    terms = agreement(stated(), settlement=Settlement(remedies=[right]), term=TERM)
    assert len(evaluate(terms, months(uptime=run("b")), JANUARY).rights) == 1


def test_a_right_of_the_settlement_about_a_figure_is_refused():
    right = Remedy(when=Test(below="99 %"), steps=[Grant(right="terminate")])
    with pytest.raises(InvalidAgreement, match="a settlement has no figure"):
        agreement(stated(Pay(rate="1 EUR")), settlement=Settlement(remedies=[right]))


def test_shares_of_money_and_of_points_that_became_money():
    levels = [stated(Pay(rate="100 EUR"), name="a"), stated(Pay(rate="2 points"), name="b")]
    terms = agreement(*levels, settlement=Settlement(steps=[Pay(rate="10 EUR", each="point"), Total()]))
    found = entries(evaluate(terms, figures(a="98 %", b="98 %"), MARCH))
    # 100 and 20 EUR; not 100/102 of 120.
    assert (found["a"], found["b"]) == ((100, 100), (20, 20))


def test_a_bonus_in_doubt_beside_a_credit():
    levels = [
        stated(Pay(rate="100 EUR"), name="a"),
        stated(Pay(rate="-80 EUR"), name="b", when=Test(fact="gold", equals=True)),
    ]
    found = entries(evaluate(agreement(*levels), figures(a="98 %", b="98 %"), MARCH))
    # 0 to 100 EUR would be no bound of a bonus of 80.
    low, _ = found["b"]
    assert low == -80


def test_what_a_level_was_credited_of_an_unsaid_sum():
    """The level's part of a sum that cannot be said is unknown, also where it has a part of another sum."""
    rates = [Remedy(name="a", steps=[Pay(rate="10 % of lost")]), Remedy(name="b", steps=[Pay(rate="5 EUR")])]
    capped = Remedy(
        name="c", when=Test(below="97 %"), steps=[Pay(rate="60 EUR"), Cap(limit="60 EUR", over="12 months")]
    )
    terms = agreement(stated(remedies=[*rates, capped]), term=TERM)
    result = evaluate(terms, months(uptime=["98 %", "96 %"]), first(2))
    # January: 10 % of a charge that nobody stated, and 5 EUR. February's cap leaves nothing to all of it.
    (award,) = [award for award in result.awards if award.remedy == "c" and award.period == FEBRUARY]
    assert (award.low, award.high) == (0, 60)


def test_a_breach_of_a_level_without_a_target_is_no_question():
    with pytest.raises(InvalidAgreement):
        agreement(
            stated(
                Pay(rate="10 EUR"), target=None, when=Test(lookback="run of breached", at_least="1 period")
            )
        )


def test_the_reason_is_told_after_another_step():
    hole = Bands(rows=[Row(below="98 %", pay="10 EUR"), Row(above="98 %", pay="50 EUR")], gap="unsaid")
    (award,) = evaluate(agreement(stated(hole, Cap(limit="60 EUR"))), figures(uptime="98 %"), MARCH).awards
    assert "the contract does not say what follows" in award.why


def test_an_action_that_any_of_several_records_calls_for():
    level = repairs(actions=[plan(when=Test(above="8 h"))])
    rows = [
        ticket("1", "2026-03-02T09:00", "2026-03-02T10:00"),
        ticket("2", "2026-03-02T09:00", "2026-03-02T23:00"),
    ]
    assert len([a for a in evaluate(agreement(level), tickets(*rows), MARCH).actions if a.owed]) == 1


def test_a_completion_about_another_service():
    terms = agreement(
        stated(actions=[plan()], service="web"),
        services=[Service(name="web"), Service(name="mail")],
        term=TERM,
    )
    rows = [Completion(id="1", action="plan", at=at("2026-02-03"), service="mail")]
    (found,) = evaluate(
        terms, months(uptime=run("bm")) + Evidence.of(Completion, rows, covers=YEAR), first(2)
    ).actions
    assert found.state == "overdue"


def test_a_charge_for_all_services_is_not_counted_for_each():
    terms = agreement(
        stated(Pay(rate="90 EUR"), name="a", service="web"),
        stated(Pay(rate="1 EUR"), name="b", service="mail"),
        services=[Service(name="web"), Service(name="mail")],
        settlement=Settlement(steps=[Total(), Cap(limit="50 % of fee")]),
    )
    half, rest = between("2026-03-01", "2026-03-16"), between("2026-03-16", "2026-04-01")
    fees = Charges(
        [
            Charge(name="fee", span=half, amount="100 EUR"),
            Charge(name="fee", span=rest, amount="10 EUR", service="web"),
            Charge(name="fee", span=rest, amount="10 EUR", service="mail"),
        ]
    )
    (one,) = evaluate(terms, figures(a="98 %", b="98 %"), MARCH, charges=fees).settlements
    # Half of 100 + 10 + 10 EUR, and not of 110 + 110.
    assert one.low in (60, None)


def test_what_follows_is_never_paid_by_the_customer():
    with pytest.raises(InvalidAgreement, match="would have the customer pay"):
        agreement(stated(actions=[plan(otherwise=Remedy(steps=[Pay(rate="-5 EUR")]))]))


def test_money_in_a_test_says_what_would_do():
    with pytest.raises(InvalidValue, match="as share of"):
        Test(lookback="sum of credited over year before", above="100 EUR")


def test_a_condition_in_another_unit_is_one_problem():
    with pytest.raises(InvalidAgreement) as caught:
        agreement(stated(Pay(rate="1 EUR", when=Test(above="1 count"))))
    assert len(caught.value.problems) == 1


def test_a_narrow_limit_on_a_doubtful_past():
    level = stated(
        Pay(rate="10 EUR"),
        when=Test(lookback="mean of measured over 2 periods", at_least="98 %", below="99 %"),
    )
    assert paid(evaluate(agreement(level), figures(uptime="98.5 %"), MARCH)) == [(0, 10)]
    level = stated(
        Pay(rate="10 EUR"),
        when=Test(lookback="sum of pointed over 12 months before", at_least="6 point", below="12 point"),
    )
    assert paid(evaluate(agreement(level), figures(uptime="98 %"), MARCH)) == [(0, 10)]


def test_a_right_that_cannot_be_said_keeps_its_name_and_its_holder():
    hard = [
        Test(lookback=f"count of {of} over 12 months{rest}", at_least="3 periods")
        for of, rest in (("breached", ""), ("met", ""), ("credited", " before"))
    ]
    level = stated(
        remedies=[
            Remedy(name="way out", when=hard, steps=[Grant(right="suspend", to="provider", within="30 days")])
        ]
    )
    (right,) = evaluate(agreement(level), figures(uptime="98 %"), MARCH).rights
    assert (right.right, right.holder, right.state) == ("suspend", HOST, None)
    assert right.until == at("2026-05-01")


def test_an_action_of_a_month_that_nobody_knows_may_fall_due():
    """The term began in January; of January nobody knows, and its plan would have been due in February."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    result = evaluate(terms, months(uptime=[None, "99.9 %"]) + WATCHED, FEBRUARY)
    # At once, with January not stated, it is 0 to 5 EUR; in February alone it is nothing for certain.
    assert paid(evaluate(terms, months(uptime=[None, "99.9 %"]) + WATCHED, first(2)))[-1] == (0, 5)
    assert paid(result) == [(0, 5)]


def test_nor_is_it_known_how_many_were_overdue():
    leave = Remedy(
        name="out",
        when=Test(lookback="count of overdue over month", at_least="1 period"),
        steps=[Grant(right="terminate")],
    )
    terms = agreement(stated(actions=[plan()], remedies=[leave]), term=TERM)
    result = evaluate(terms, months(uptime=[None, "99.9 %"]) + WATCHED, FEBRUARY)
    assert [right.state for right in result.rights] == [None]


def test_a_charge_that_the_agreement_makes_is_not_given():
    """It was passed over in silence."""
    terms = agreement(
        stated(Pay(rate="10 % of at risk")), charges=[DerivedCharge(name="at risk", share="40 % of fee")]
    )
    given = Charges([Charge(name="at risk", span=MARCH, amount="100 EUR")])
    with pytest.raises(EvaluationError, match=r"the charge 'at risk' is given, .* made from \(fee\)"):
        evaluate(terms, figures(uptime="98 %"), MARCH, charges=given)


def test_entries_about_what_is_called_otherwise_by_now_are_told():
    """A level was renamed from 'speed' to 'uptime': what the ledger says of 'speed' is nobody's."""
    rows = [
        Entry(period=month, level="speed", what="breached", low=98, high=98, unit="percent")
        for month in (JANUARY, FEBRUARY)
    ]
    rows.append(Entry(period=JANUARY, what="credited", low=5, high=5, unit="EUR", provider="Ghost"))
    ledger = Ledger(agreement="hosting", entries=rows, complete_since=JANUARY.start)
    result = evaluate(agreement(stated(Pay(rate="1 EUR"))), figures(uptime="98 %"), MARCH, ledger=ledger)
    assert [one.message for one in result.findings if one.about == "ledger"] == [
        "2 entries name the level 'speed', which the agreement does not have: left out",
        "1 entry names the provider 'Ghost', which the agreement does not have: left out",
    ]


def test_an_action_that_falls_due_after_the_agreement_is_told():
    """A plan for December, within ten days, of an agreement that ends with the year."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=YEAR)
    december = between("2026-12-01", "2027-01-01")
    result = evaluate(terms, figures(december, uptime="98 %"), december)
    assert [one.message for one in result.findings] == [
        "'plan' for 2026-12 falls due after the agreement ends, so that what follows if it is not done is "
        "settled in no period"
    ]
    assert not evaluate(agreement(stated(actions=[plan()]), term=YEAR), months(), december).findings


def handed_in(*moments, covers=YEAR):
    rows = [Completion(id=f"P-{n}", action="plan", at=at(one)) for n, one in enumerate(moments, 1)]
    return Evidence.of(Completion, rows, covers=covers)


# A completion counts from the beginning of the period on, and is watched for from its end on only


def test_a_completion_within_the_month_may_not_have_been_seen():
    """A plan of 20 January does for January's breach; nobody watched before 1 February."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    known = months(uptime=run("bm"))
    # Watched from the beginning: done, and February pays nothing.
    assert paid(evaluate(terms, known + handed_in("2026-01-20"), first(2)))[-1] == (0, 0)
    unseen = evaluate(terms, known + handed_in(covers=between("2026-02-01", "2027-01-01")), first(2))
    # It said overdue, and 5 EUR for certain.
    assert unseen.actions[0].state == "unknown"
    assert paid(unseen)[-1] == (0, 5)


def test_an_earlier_completion_that_nobody_saw_may_have_been_for_the_earlier_action():
    """January's plan was done on 5 February, February's on 20 February: both in time (10 and 45 days)."""
    terms = agreement(stated(actions=[plan(within="45 days", otherwise=FINE)]), term=TERM)
    known = months(uptime=run("bbmm"))
    truth = evaluate(terms, known + handed_in("2026-02-05", "2026-03-05"), first(4))
    assert [one.state for one in truth.actions] == ["done", "done"]
    # What happened from 1 to 10 February is not known. Either January's was done then, and that of
    # 5 March is February's; or that is January's, and February's is overdue.
    seen = [between("2026-02-10", "2027-01-01")]
    doubt = evaluate(terms, known + handed_in("2026-03-05", covers=seen), first(4))
    assert doubt.actions[1].state == "unknown"
    # February's falls due on 15 April.
    assert paid(doubt)[-1] == (0, 5)


# Shares of a charge that nobody knows, beside money


def test_the_largest_of_money_and_a_share_of_a_charge_that_nobody_knows():
    """One credit for one set of events: 10 % of the fee or 50 EUR, and never both."""
    levels = [
        stated(Pay(rate="10 % of fee"), name="a", group="g"),
        stated(Pay(rate="50 EUR"), name="b", group="g"),
    ]
    terms = agreement(*levels, settlement=Settlement(steps=[Worst()]))
    known = figures(a="98 %", b="98 %")
    # Of a fee of 1,000 EUR it is 100 EUR alone.
    assert paid(evaluate(terms, known, MARCH, charges=FEES)) == exactly(100)
    # Without the fee it said 50 EUR for certain, and 10 % of the fee besides for certain.
    found = {one.unit: (one.low, one.high) for one in evaluate(terms, known, MARCH).settlements}
    low, high = found.get("EUR", (None, None))
    assert (low, high) == (None, None)


def test_a_bonus_beside_a_share_of_a_charge_that_lapsed():
    """100 − 4 EUR were not claimed: all of it lapses, and the customer owes nothing."""
    levels = [stated(Pay(rate="10 % of fee"), name="a"), stated(Pay(rate="-4 EUR"), name="b", when="always")]
    terms = agreement(*levels, settlement=Settlement(steps=[Total(), ClaimWithin(within="30 days")]))
    known = figures(a="98 %", b="98 %") + Evidence.of(Claim, [], covers=YEAR)
    assert paid(evaluate(terms, known, MARCH, charges=FEES)) == exactly(0)
    # Without the fee it said −4 EUR for certain, and 0 % of the fee for certain.
    found = {one.unit: (one.low, one.high) for one in evaluate(terms, known, MARCH).settlements}
    low, high = found.get("EUR", (None, None))
    assert (low, high) == (0, 0)
