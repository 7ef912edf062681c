"""Settlement: what becomes of all awards of one billing period, and who owes whom."""

from __future__ import annotations

import pytest

from evaluation.terms import (
    CLIENT,
    HOST,
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
from slacore import Charge, Charges, Evidence, Fact, Money, Service, Settlement, evaluate
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


def test_what_may_be_a_penalty_or_a_bonus_is_told_from_the_host_s_side():
    """Below 99 % the host pays 100 EUR, from there on gets 20 EUR: over a gap -20 to 100 EUR."""
    table = Bands(rows=[Row(below="99 %", pay="100 EUR"), Row(at_least="99 %", pay="-20 EUR")])
    level = uptime(target=None, remedies=remedies(table, when="always"))
    result = evaluate(agreement(level), outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    (penalty,) = result.penalties
    assert (penalty.debtor, penalty.low, penalty.high) == (HOST, -20, 100)
    assert "Host owes Client: -20.00 EUR to 100.00 EUR" in result.explain()


def test_a_cap_of_one_service_s_fee_does_not_hang_on_what_the_other_did():
    """Two services, each with its fee: half "the fee" is of neither, also in a month without tickets."""
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
    assert idle.settlements[0].low is None
