"""What an award and a settlement tell of themselves: the answers of earlier periods, what was too small."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import agreement, figures, month, stated
from slacore import Charge, Charges, Evaluation, Money, Remedy, Settlement, Test, Window, evaluate
from slacore.remedies import Bands, Cap, Floor, Grant, IssueIf, Pay, Row, Surcharge, Total, Units

TERM = Window(month(1).start, month(12).end)
FEE = Charges([Charge(name="fee", span=month(number), amount=Money(1000, "EUR")) for number in range(1, 13)])


def months(*values: str, remedies: list[Remedy], **settlement: object) -> Evaluation:
    """A level over months in a row, from January on, before which there was nothing."""
    level = stated(remedies=remedies)
    terms = agreement(level, term=TERM, settlement=Settlement(**settlement))
    seen = [figures(month(number), uptime=f"{value} %") for number, value in enumerate(values, start=1)]
    evidence = seen[0]
    for more in seen[1:]:
        evidence += more
    return evaluate(terms, evidence, Window(month(1).start, month(len(values)).end), charges=FEE)


def leave(lookback: str, **limits: str) -> Remedy:
    """A right to terminate."""
    return Remedy(
        name="leave",
        when=Test(lookback=lookback, **limits),
        steps=[Grant(right="terminate", within="60 days")],
    )


def test_a_right_tells_what_the_mean_was_on_which_it_depends():
    """(95.9 + 97 + 98) ÷ 3 is 96.966…, which is below 97 %; the month before there were only two months."""
    result = months("95.9", "97", "98", remedies=[leave("mean of measured over 3 periods", below="97 %")])
    early, second, third = (award.answers[0] for award in result.awards)
    assert third.question == "mean of measured over 3 periods"
    assert (third.low, third.high, third.unit) == (Fraction(2909, 30), Fraction(2909, 30), "percent")
    assert str(third) == "96.966666… %"
    assert (early.low, str(second)) == (None, "the agreement has not lasted long enough")
    (right,) = result.rights
    assert right.answers == (third,)
    assert "mean of measured over 3 periods: 96.966666… %" in result.explain()


def test_what_is_not_due_tells_its_answer_as_well():
    """Exactly 97 % is not below it."""
    result = months("96", "97", "98", remedies=[leave("mean of measured over 3 periods", below="97 %")])
    assert (result.rights, result.awards[-1].due) == ((), False)
    assert result.awards[-1].answers[0].low == 97


def test_an_answer_in_doubt_is_a_pair():
    """Nobody says what February was: one or two breaches in two months."""
    level = stated(remedies=[leave("count of breached over 2 periods", at_least="2 periods")])
    evidence = figures(month(1), uptime="98 %") + figures(month(3), uptime="98 %")
    result = evaluate(agreement(level, term=TERM), evidence, Window(month(1).start, month(3).end))
    january, february, march = (award.answers[0] for award in result.awards)
    assert (str(january), str(february), str(march)) == (
        "1 period",
        "1 period to 2 periods",
        "1 period to 2 periods",
    )
    assert result.rights[-1].answers == (march,)


def test_money_and_points_are_answered_in_their_units():
    """What was credited two months ago, and how many points there were in the month before."""
    paid = Remedy(name="credit", steps=[Pay(rate="5 % of fee")])
    result = months(
        "98",
        "98",
        remedies=[paid, leave("sum of credited over 3 periods before as share of fee", above="4 %")],
    )
    assert str(result.awards[-1].answers[0]) == "5 %"
    assert result.awards[0].answers == ()


@pytest.mark.parametrize(("share", "owed", "suppressed"), [("0.1", "0.00", True), ("0.2", "2.00", False)])
def test_a_settlement_tells_that_it_was_too_small_to_be_issued(share, owed, suppressed):
    """One tenth of a percent of 1,000.00 is one euro, and more than one is issued."""
    small = IssueIf(above="1 EUR")
    paid = Pay(rate=f"{share} % of fee")
    (settled,) = months("98", remedies=[Remedy(steps=[paid])], steps=[Total(), small]).settlements
    assert (str(settled), settled.suppressed) == (f"{owed} EUR", suppressed)
    result = months("98", remedies=[Remedy(steps=[paid, small])], steps=[Total()])
    assert (result.awards[0].suppressed, result.settlements[0].suppressed) == (suppressed, suppressed)


def test_what_is_not_due_was_not_suppressed():
    """The promise was kept: nothing was too small, there was nothing."""
    result = months("99.5", remedies=[Remedy(steps=[Pay(rate="0.1 % of fee"), IssueIf(above="1 EUR")])])
    assert (result.awards[0].suppressed, result.settlements[0].suppressed) == (False, False)
    # Nobody says whether it was asked for.
    small = [Pay(rate="0.1 % of fee"), IssueIf(above="1 EUR")]
    result = months("98", remedies=[Remedy(when=Test(fact="asked", equals=True), steps=small)])
    assert (result.awards[0].due, result.awards[0].suppressed) == (None, False)


POINTS = Bands(rows=[Row(at_least="98 %", below="99 %", pay="1 points"), Row(below="98 %", pay="30 points")])
HALF = Pay(rate="0.5 % of fee", each="points")


@pytest.mark.parametrize(
    ("figure", "limited", "owed", "percent"),
    [
        ("98", [], "5.00", "1/2"),
        ("97", [], "150.00", 15),
        # The cap takes 50.00 off and leaves the percentage as it was earned.
        ("97", [Cap(limit="10 % of fee")], "100.00", 15),
        ("98", [Floor(limit="8 EUR")], "8.00", "1/2"),
        ("98", [Surcharge(rate="3 EUR")], "8.00", "1/2"),
        ("99", [Floor(limit="8 EUR")], "0.00", None),
    ],
)
def test_a_settlement_tells_what_its_points_came_to_as_a_percentage(figure, limited, owed, percent):
    """Half a percent of 1,000.00 a point: 1 point is 5.00, 30 points are 150.00."""
    steps = [Total(), HALF, *limited]
    (settled,) = months(figure, remedies=[Remedy(steps=[POINTS])], steps=steps).settlements
    assert str(settled) == f"{owed} EUR"
    assert settled.percent == (0 if percent is None else Fraction(percent))


def test_the_percentage_is_none_where_several_sums_are_settled():
    """Points and a fixed sum: together they are a share of nothing."""
    fixed = Remedy(name="fixed", steps=[Units(below="99 %", per="1 %"), Pay(rate="7 EUR")])
    result = months("98", remedies=[Remedy(steps=[POINTS]), fixed], steps=[HALF, Total()])
    assert (str(result.settlements[0]), result.settlements[0].percent) == ("12.00 EUR", None)
