"""The result: it says what it was made from, recomputes from its leaves, and is the same twice."""

from __future__ import annotations

import decimal
import json
import re
from fractions import Fraction
from itertools import pairwise

from evaluation.terms import (
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
from slacore import (
    Charge,
    Charges,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    Money,
    Outage,
    Settlement,
    Window,
    WindowSet,
    evaluate,
)
from slacore.model import Amount, Case, apply_step
from slacore.remedies import Bands, Cap, Pay, Row, Times, Total
from slacore.version import __version__

FEE = Money("999.99", "EUR")
TABLE = Bands(
    rows=[
        Row(at_least="95 %", below="99 %", pay="10 % of fee", label="minor"),
        Row(below="95 %", pay="25 % of fee", label="major"),
    ]
)


def rich(charges: Money | None = FEE) -> Evaluation:
    """A month with an outage, maintenance told too late, late tickets and a cap over all."""
    levels = (
        uptime(
            TABLE, Times(factor=2), exclusions=[Exclusion(cause="maintenance", notice="72 h", clause="3.2")]
        ),
        repairs(Pay(rate="45 EUR"), Cap(limit="40 EUR"), clause="5.1"),
        stated(Pay(rate="1 % of fee"), name="speed"),
    )
    terms = agreement(
        *levels, settlement=Settlement(steps=[Total(by="level"), Cap(limit="30 % of fee"), Total()])
    )
    late = Exemption(
        id="M-1",
        cause="maintenance",
        start=at("2026-03-05T00:00"),
        end=at("2026-03-05T06:00"),
        announced=at("2026-03-02T12:00"),
    )
    known = (
        outages(between("2026-03-05T00:00", "2026-03-06T12:00"))
        + tickets(*(ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2)))
        + figures(speed="99.5 %")
        + Evidence(records=[late])
    )
    return evaluate(terms, known, MARCH, charges=charges)


def test_a_month_by_hand():
    """36 of 744 h down; twice a tenth of 999.99 EUR, two tickets at 40 EUR, at most 30 % a level."""
    result = rich()
    assert result.observations[3].low == Fraction(100 * (744 - 36), 744)
    # 95 % ≤ 95.16 % < 99 %: 2 × 99.999 = 199.998 EUR; 2 × 40 = 80 EUR; speed was kept.
    (penalty,) = result.penalties
    assert penalty.exact == Money("279.998", "EUR")
    assert penalty.payable == result.total.exact == Money("280.00", "EUR")


def test_refused_maintenance_says_why():
    """Told 60 h before it began, 72 h agreed: the six hours count."""
    text = rich().explain()
    assert "exclusion maintenance (M-1): refused: notice 60 h, 72 h agreed [3.2]" in text


def test_the_explanation_names_what_every_figure_was_made_from():
    """Target, counted time, evidence, row, charge, step by step, the clause, the rounding."""
    text = rich().explain()
    for said in (
        "target ≥ 99 %",
        "counted time: 31 d",
        "1 outage (1)",
        "row 'minor', 10 % of fee = 999.99 EUR",
        "1 breach → 99.999 EUR",
        "99.999 EUR → 199.998 EUR",
        "capped at 40.00 EUR",
        "5.1",
        "rounded once from 279.998 EUR",
        "settlement of 2026-03: Host owes Client: 280.00 EUR",
    ):
        assert said in text, said


def test_each_step_begins_where_the_one_before_it_ended():
    """In every award and in every settlement, also where the figure is in doubt."""
    half = between("2026-03-01", "2026-03-16")
    doubtful = evaluate(
        agreement(uptime(TABLE, Times(factor=2), Cap(limit="30 EUR"))),
        outages(covers=half),
        MARCH,
        charges=Money(100, "EUR"),
    )
    for result in (rich(), doubtful):
        chains = [award.steps for award in result.awards] + [one.steps for one in result.settlements]
        for chain in chains:
            for before, after in pairwise(chain):
                assert before.after == after.before
        for award in result.awards:
            if award.due is True and award.steps:
                assert award.steps[-1].after == str(award)


def test_the_figures_can_be_recomputed_from_the_leaves():
    """Each award by its own remedy and figure, the settlement by adding them up, the total by the rounded."""
    result = rich()
    for award in result.awards:
        level = result.agreement.level(award.level)
        (seen,) = (o for o in result.observations if (o.level, o.record) == (award.level, award.record))
        case = Case(
            period=award.period,
            unit=seen.unit,
            target=level.target,
            figure=seen.low,
            charges=Charges([Charge(name="fee", span=MARCH, amount=FEE)]),
        )
        amount = Amount.one()
        for step in level.remedies[0].steps:
            (amount,) = apply_step(step, (amount,), case)
        assert award.low == (amount.value if award.due else 0)
    (penalty,) = result.settlements
    assert penalty.low == sum(award.low for award in penalty.awards)
    assert result.total.low == sum(one.payable.amount for one in result.settlements)


def test_the_same_input_gives_the_same_bytes():
    """Twice, and under a decimal context that would round everything to two digits."""
    first = rich().to_json()
    assert rich().to_json() == first
    with decimal.localcontext(prec=2, rounding=decimal.ROUND_UP):
        assert rich().to_json() == first
        assert rich().explain() == rich().explain()
    assert rich().digest() == rich().digest()


def test_the_json_holds_exact_numbers_as_text_and_names_what_it_was_made_with():
    """A third is 1/3 and no float; the zone rules and the digests stand beside the figures."""
    result = rich()
    told = json.loads(result.to_json(), parse_float=lambda text: (_ for _ in ()).throw(AssertionError(text)))
    assert told["judgements"][3]["observation"]["bounds"]["low"] == "2950/31"
    assert told["agreement"]["digest"] == result.agreement.digest()
    assert told["evidence"] == {"digest": result.evidence.digest(), "records": 5}
    assert re.fullmatch(r"20\d\d[a-z]", told["zone_rules"])
    assert told["totals"] == [{"kind": "Owed", "unit": "EUR", "low": "280", "high": "280", "loose": False}]


def test_a_total_in_several_units_is_told_by_unit():
    """Money and points have two sums and no single one."""
    terms = agreement(stated(Pay(rate="10 EUR")), stated(Pay(rate="2 points"), name="speed"))
    result = evaluate(terms, figures(uptime="98 %", speed="98 %"), MARCH)
    assert [str(owed) for owed in result.totals] == ["10.00 EUR", "2 points"]
    assert result.total is None
    assert [owed.exact for owed in result.totals] == [Money(10, "EUR"), None]


def test_a_sum_that_comes_to_nothing_hides_no_other():
    """No money and 2 points are 2 points; where all sums are nothing and there is one, it is that."""
    points, money = stated(Pay(rate="2 points"), name="speed"), stated(Pay(rate="10 EUR"))
    known = figures(uptime="99.5 %", speed="98 %")
    result = evaluate(agreement(money, points), known, MARCH)
    assert [str(owed) for owed in result.totals] == ["0.00 EUR", "2 points"]
    assert str(result.total) == "2 points"
    assert evaluate(agreement(money), known, MARCH).total.exact == Money(0, "EUR")
    kept = evaluate(agreement(money, points), figures(uptime="99.5 %", speed="99.5 %"), MARCH)
    assert kept.total is None


def test_a_total_with_an_unsaid_part_is_unsaid():
    """Nobody adds 10 EUR and what cannot be said."""
    hole = Bands(rows=[Row(below="98 %", pay="10 EUR"), Row(above="98 %", pay="5 EUR")], gap="unsaid")
    level = stated(hole, name="week", period="week")
    week = Window.between("2026-03-02", "2026-03-09", tz="UTC")
    terms = agreement(stated(Pay(rate="10 EUR")), level)
    result = evaluate(terms, figures(uptime="98 %") + figures(week, week="98 %"), MARCH)
    assert any(owed.low is None for owed in result.totals)


def test_what_was_recorded_later_is_not_known_yet():
    """An outage of the 5th, written down in April: known on the 10th of April, not on the 1st."""
    row = Outage(
        id="1",
        start=at("2026-03-05"),
        end=at("2026-03-06"),
        recorded=at("2026-04-05"),
    )
    known = Evidence.of(Outage, [row], covers=MARCH)
    terms = agreement(uptime(Pay(rate="10 EUR")))
    assert evaluate(terms, known, MARCH, known_at=at("2026-04-01")).penalties == ()
    late = evaluate(terms, known, MARCH, known_at=at("2026-04-10"))
    assert late.total.exact == Money(10, "EUR")
    # Knowledge ends where it was asked for: from the 20th of March on nothing is known.
    early = evaluate(terms, known, MARCH, known_at=at("2026-03-20"))
    assert early.observations[0].low == Fraction(1900, 31)
    assert (early.known_at, early.evidence) == (at("2026-03-20"), known)


def test_the_dictionary_is_the_whole_result_in_a_fixed_order():
    """Every part under its name, as plain data."""
    result = evaluate(
        agreement(uptime(Pay(rate="10 EUR"))),
        outages(covers=between("2026-03-01", "2026-03-20")),
        between("2026-03-01", "2026-03-20"),
        known_at=at("2026-03-21"),
    )
    told = result.to_dict()
    assert list(told) == [
        "slacore",
        "zone_rules",
        "holidays",
        "agreement",
        "evidence",
        "window",
        "known_at",
        "verdict",
        "judgements",
        "breaches",
        "awards",
        "settlements",
        "totals",
        "rights",
        "actions",
        "findings",
        "ledger",
    ]
    assert (told["window"], told["known_at"]) == (
        "2026-03-01T00:00:00Z/2026-03-20T00:00:00Z",
        "2026-03-21T00:00:00Z",
    )
    assert (told["slacore"], told["holidays"]) == (__version__, [])
    assert (told["verdict"], told["breaches"], told["awards"]) == ("indeterminate", [], [])
    assert told["agreement"] == {"name": "hosting", "digest": result.agreement.digest()}
    (judged,) = told["judgements"]
    assert (judged["verdict"], judged["observation"]["open"]) == ("indeterminate", True)
    (found,) = told["findings"]
    assert found == {
        "kind": "Finding",
        "about": "uptime",
        "message": "the window ends inside the period 2026-03: "
        "it is judged as still open and owes nothing yet",
    }
    assert (told["ledger"]["agreement"], told["ledger"]["entries"]) == ("hosting", [])
    owed = rich().to_dict()
    assert [breach["record"] for breach in owed["breaches"]] == ["1", "2", None]
    assert [award["low"] for award in owed["awards"]] == ["40", "40", "0", "199.998"]
    assert [(one["low"], one["payable_low"]) for one in owed["settlements"]] == [("279.998", "280.00 EUR")]


def test_a_doubtful_total_adds_the_payable_ends():
    """0.005 or 0.015 EUR a month, each rounded up to a cent: 0.01 to 0.02, in two months 0.02 to 0.04."""
    table = Bands(
        rows=[Row(below="99 %", at_least="50 %", pay="0.005 EUR"), Row(below="50 %", pay="0.015 EUR")]
    )
    two = between("2026-03-01", "2026-05-01")
    seen = WindowSet.of(between("2026-03-02", "2026-03-16"), between("2026-04-02", "2026-04-15"))
    down = [between("2026-03-02", "2026-03-03"), between("2026-04-02", "2026-04-03")]
    result = evaluate(agreement(uptime(table)), outages(*down, covers=seen), two)
    assert (result.total.low, result.total.high) == (Fraction("0.02"), Fraction("0.04"))
    assert (str(result.total), result.total.exact) == ("0.02 EUR to 0.04 EUR", None)
    assert [(one.loose, str(one)) for one in result.settlements] == [(False, "0.01 EUR to 0.02 EUR")] * 2
