"""A settlement with money, points and a share of a charge that nobody knows: each step minds its own."""

from __future__ import annotations

import pytest
from attrs import evolve

from evaluation.terms import MARCH, agreement, between, figures, stated
from slacore import Charge, Charges, Claim, Evidence, Fact, Settlement, Test, evaluate
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    Grant,
    IssueIf,
    Pay,
    Plus,
    Row,
    Surcharge,
    Times,
    Total,
    Units,
    Worst,
)

EVERY = {"money": "98 %", "points": "98 %", "share": "98 %"}
# The fee is known, the licence is not.
FEE = Charges([Charge(name="fee", span=MARCH, amount="1000 EUR")])
LEVELS = (
    stated(Pay(rate="40 EUR"), name="money"),
    stated(Pay(rate="4 points"), name="points"),
    stated(Pay(rate="4 % of licence"), name="share"),
)
CLAIM = ClaimWithin(within="30 days")
UNCLAIMED = Evidence.of(Claim, [], covers=between("2026-03-01", "2026-05-01"))


def settled(*steps, known: Evidence = UNCLAIMED) -> dict[str, object]:
    """The least and most of each unit, behind those steps."""
    terms = agreement(*LEVELS, settlement=Settlement(steps=steps))
    found = evaluate(terms, figures(**EVERY) + known, MARCH, charges=FEE).settlements
    assert all(owed.low == owed.high for owed in found)
    return {owed.unit: owed.low for owed in found}


def of(money: int | None, points: int | None, share: int | None) -> dict[str, object]:
    """What is owed in euros, in points and in percent of the licence."""
    return {"EUR": money, "point": points, "% of licence": share}


@pytest.mark.parametrize(
    ("step", "owed"),
    [
        (Total(), of(40, 4, 4)),
        # 4 % of the licence may be more than 40 EUR, or less.
        (Worst(by="agreement"), of(None, 4, None)),
        (Times(factor=2), of(80, 8, 8)),
        # Euros are not about points, and of a share that nobody knows nothing can be said.
        (Cap(limit="30 EUR"), of(30, 4, None)),
        (Floor(limit="50 EUR"), of(50, 4, None)),
        (IssueIf(above="50 EUR"), of(0, 4, None)),
        (IssueIf(at_least="40 EUR"), of(40, 4, None)),
        (Surcharge(rate="5 EUR"), of(45, 4, None)),
        (Plus(rate="5 EUR"), of(45, 4, None)),
        # 3 % of 1,000 EUR.
        (Cap(limit="3 % of fee"), of(30, 4, None)),
        # The share of the licence compares with itself and with nothing else.
        (Cap(limit="3 % of licence"), of(None, 4, 3)),
        (Floor(limit="5 % of licence"), of(None, 4, 5)),
        (Surcharge(rate="1 % of licence"), of(None, 4, 5)),
        # Points are about points only.
        (Cap(limit="3 points"), of(40, 3, 4)),
        (Floor(limit="5 points"), of(40, 5, 4)),
        (IssueIf(above="4 points"), of(40, 0, 4)),
        (Surcharge(rate="1 points"), of(40, 5, 4)),
        (Plus(rate="1 points"), of(40, 5, 4)),
        (CLAIM, of(0, 0, 0)),
    ],
)
def test_each_unit_is_settled_by_what_is_about_it(step, owed):
    """40 EUR, 4 points and 4 % of an unknown licence."""
    assert settled(step) == owed


def test_points_become_money_beside_the_money():
    """4 points at 0.5 % of 1,000 EUR each are 20 EUR: 60 EUR, beside a share that nobody knows."""
    assert settled(Pay(rate="0.5 % of fee", each="points")) == {"EUR": 60, "% of licence": 4}
    both = settled(Pay(rate="0.5 % of fee", each="points"), Total(), Cap(limit="50 EUR"))
    # What is one sum is capped as one sum.
    assert both == {"EUR": None, "% of licence": None}


@pytest.mark.parametrize("step", [Floor(limit="50 EUR"), IssueIf(above="50 EUR"), Surcharge(rate="5 EUR")])
def test_one_sum_is_not_limited_part_by_part(step):
    """40 EUR and 4 % of an unknown licence are more than 50 EUR, or less; the points are no part of it."""
    assert settled(Total(), step) == of(None, 4, None)
    # A step that is passed over does nothing to either.
    gold = evolve(step, when=Test(fact="tier", equals="gold"))
    silver = Fact(id="F", name="tier", value="silver", start=MARCH.start, end=MARCH.end)
    assert settled(Total(), gold, known=UNCLAIMED + Evidence(records=[silver])) == of(40, 4, 4)


def test_what_is_one_sum_lapses_as_one():
    """Nobody claimed it: nothing is owed, whatever the licence."""
    assert settled(Total(), CLAIM) == of(0, 0, 0)


def test_nothing_is_owed_under_an_informal_agreement_whatever_the_steps():
    """It is measured alike: no sum, no right and no minimum payout."""
    chains = (
        [Bands(rows=[Row(pay="40 EUR")]), Floor(limit="50 EUR"), Surcharge(rate="5 EUR")],
        [Units(below="99 %", per="1 %"), Pay(rate="4 points"), IssueIf(above="1 points")],
        [
            Pay(rate="4 % of licence"),
            Cap(limit="3 % of licence", over="12 months"),
            ClaimWithin(within="30 days"),
        ],
        [Grant(right="terminate")],
    )
    levels = [stated(*steps, name=name) for name, steps in zip("abcd", chains, strict=True)]
    settlement = Settlement(steps=[Worst(), Total(), Floor(limit="5 EUR")])
    terms = agreement(*levels, formal=False, settlement=settlement)
    result = evaluate(terms, figures(**dict.fromkeys("abcd", "98 %")), MARCH)
    assert [str(one.verdict) for one in result.judgements] == ["Verdict.BREACHED"] * 4
    assert (result.penalties, result.rights) == ((), ())
    assert all(award.due is False and award.low == award.high == 0 for award in result.awards)
    assert all("informal" in award.why for award in result.awards)
