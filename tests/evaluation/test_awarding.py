"""Awards: what one figure earns under one remedy, and how sure that is."""

from __future__ import annotations

import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    between,
    figures,
    repairs,
    stated,
    ticket,
    tickets,
)
from slacore import Money, Test, evaluate
from slacore.evaluation import Award, Evaluation
from slacore.remedies import Cap, Pay, Plus, Times

FEE = Money(1000, "EUR")


def only(result: Evaluation) -> Award:
    """The one award of the evaluation."""
    (award,) = result.awards
    return award


def test_an_award_that_hangs_on_an_unknown_fact_is_doubtful_and_not_sure():
    """100 EUR, if the customer was on the gold plan, which nobody says: 0 to 100 EUR."""
    level = stated(Pay(rate="10 % of fee"), when=[Test(fact="plan", equals="gold")])
    award = only(evaluate(agreement(level), figures(uptime="98 %"), MARCH, charges=FEE))
    assert (award.due, award.low, award.high) == (None, 0, 100)
    assert award.why == "due if plan = gold"


@pytest.mark.parametrize(
    ("steps", "percent", "amount"),
    [
        ((Pay(rate="10 % of fee"),), 10, 100),
        ((Pay(rate="10 % of fee"), Times(factor=2)), 20, 200),
        ((Pay(rate="10 % of fee"), Plus(rate="5 % of fee")), 15, 150),
        # The cap takes the sum down; what was earned before it stays on record.
        ((Pay(rate="10 % of fee"), Cap(limit="30 EUR")), 10, 30),
        ((Pay(rate="10 % of fee"), Cap(limit="30 EUR"), Times(factor="1/2")), 10, 15),
        # A tenth of the fee and 80 EUR is no percentage of the fee.
        ((Pay(rate="10 % of fee"), Plus(rate="80 EUR")), None, 180),
        ((Pay(rate="10 % of fee"), Times(fact="share")), None, None),
    ],
)
def test_the_percentage_is_said_where_the_award_is_one(steps, percent, amount):
    """Of a fee of 1,000 EUR; a fixed sum on top ends it."""
    award = only(evaluate(agreement(stated(*steps)), figures(uptime="98 %"), MARCH, charges=FEE))
    assert (award.percent, award.low, award.high) == (percent, amount, amount)


def test_without_the_charge_the_percentage_stays_known_under_a_cap_in_money():
    """A tenth of a fee that is not known, at most 30 EUR: 10 percent, and the sum is unsaid."""
    level = stated(Pay(rate="10 % of fee"), Cap(limit="30 EUR"))
    award = only(evaluate(agreement(level), figures(uptime="98 %"), MARCH))
    assert (award.percent, award.low, award.high) == (10, None, None)
    assert "no 'fee' is known for 2026-03" in award.why or "cannot be applied" in award.why


def test_a_gap_may_hide_any_number_of_late_tickets():
    """45 EUR for each late ticket; in half a month unseen there may have been none or a thousand."""
    award = only(
        evaluate(
            agreement(repairs(Pay(rate="45 EUR"))),
            tickets(covers=between("2026-03-01", "2026-03-16")),
            MARCH,
        )
    )
    assert (award.due, award.low, award.high) == (None, 0, None)


def test_a_bonus_for_each_record_has_no_least_while_records_may_be_missing():
    """-5 EUR a ticket that was fast: in the gap lie any number of them."""
    level = repairs(Pay(rate="-5 EUR"))
    award = only(evaluate(agreement(level), tickets(covers=between("2026-03-01", "2026-03-16")), MARCH))
    assert (award.low, award.high) == (None, 0)


def test_tickets_that_may_not_belong_to_the_level_count_at_most_all_of_them():
    """Three late tickets without a word of who is a key account: 0 to 3 × 45 = 135 EUR."""
    late = [ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2, 3)]
    level = repairs(Pay(rate="45 EUR"), where=[Test(fact="key account", equals=True)])
    award = only(evaluate(agreement(level), tickets(*late), MARCH))
    assert (award.due, award.low, award.high) == (None, 0, 135)


def test_a_gap_owes_nothing_where_nothing_can_be_due():
    """An informal agreement counts no tickets in the dark."""
    terms = agreement(repairs(Pay(rate="45 EUR")), formal=False)
    award = only(evaluate(terms, tickets(covers=between("2026-03-01", "2026-03-16")), MARCH))
    assert (award.due, award.low, award.high) == (False, 0, 0)
