"""Grant: a right instead of money, with its holder and the last day on which it can be exercised."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.terms import (
    CLIENT,
    HOST,
    MARCH,
    agreement,
    figures,
    month,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from remedies.paying import fees, pays, seen
from slacore import Settlement, Test, Window, evaluate
from slacore.errors import InvalidValue
from slacore.model import Amount, Case
from slacore.remedies import Bands, Cap, Floor, Grant, IssueIf, Pay, Plus, Row, Surcharge, Units

TERMINATE = Grant(right="terminate")


def rights(level: Any, figure: str = "98 %", **terms: Any):
    """The rights of a stated month."""
    return evaluate(agreement(level, **terms), figures(uptime=figure), MARCH).rights


def test_a_breach_gives_a_right_and_no_money():
    """One bad month is enough here; a good one gives none."""
    (right,) = rights(stated(TERMINATE))
    assert (right.level, right.right, right.holder, right.state) == ("uptime", "terminate", CLIENT, True)
    assert (right.until, str(right)) == (None, "terminate, granted to Client")
    assert not rights(stated(TERMINATE), "99.5 %")
    result = evaluate(agreement(stated(TERMINATE)), figures(uptime="98 %"), MARCH)
    assert result.settlements == ()


@pytest.mark.parametrize(
    ("within", "last_day"),
    [("30 days", "2026-04-30"), ("3 working days", "2026-04-03"), ("1 month", "2026-04-30")],
)
def test_a_right_can_be_exercised_for_so_long_after_the_period(within, last_day):
    """The last day is inside. March ended on a Tuesday."""
    (right,) = rights(stated(Grant(right="terminate", within=within)))
    assert str(right) == f"terminate, granted to Client, until {last_day}"


def test_a_right_may_be_the_providers():
    """Who may is customer or provider, by their names."""
    (right,) = rights(stated(Grant(right="renegotiate", to="provider")))
    assert right.holder == HOST
    with pytest.raises(InvalidValue, match="unknown to 'auditor'"):
        Grant(right="inspect", to="auditor")


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [
        ("95", "97", True),
        # Below 98 % it is granted: for a part of what it may be.
        ("97", "99", None),
        # 98 % itself is not below it.
        ("98", "99", False),
    ],
)
def test_a_right_is_in_doubt_where_what_triggers_it_is(low, high, state):
    """A month below 98 % gives a right to terminate."""
    level = uptime(target="100 %", remedies=[pays(TERMINATE, when=Test(below="98 %"))])
    found = evaluate(agreement(level), *seen(low, high)).rights
    assert [right.state for right in found] == ([] if state is False else [state])
    if state is None:
        assert str(found[0]) == "terminate, in doubt for Client"


def test_a_right_can_depend_on_how_much_is_counted():
    """From the second full percent on; what counts nothing gives nothing."""
    level = stated(Units(below="98 %", per="1 %", count="full"), TERMINATE)
    assert not rights(level, "97.5 %")
    assert len(rights(level, "97 %")) == 1
    points = Bands(rows=[Row(below="97 %", pay="2 points"), Row(at_least="97 %", pay="0 points")])
    assert not rights(stated(points, TERMINATE), "97 %")
    assert len(rights(stated(points, TERMINATE), "96 %")) == 1


def test_each_ticket_gives_a_right_of_its_own():
    """A loop that was down for 10 h may be replaced; the one repaired in time not."""
    level = repairs(Grant(right="replacement of the loop"))
    rows = [
        ticket("T-1", "2026-03-02T09:00", "2026-03-02T19:00"),
        ticket("T-2", "2026-03-03T09:00", "2026-03-03T10:00"),
    ]
    (right,) = evaluate(agreement(level), tickets(*rows), MARCH).rights
    assert (right.record, right.right) == ("T-1", "replacement of the loop")


def three_months(*figures_of: str):
    """Stated figures of January, February and so on."""
    said = [figures(month(number), uptime=figure) for number, figure in enumerate(figures_of, 1)]
    return sum(said[1:], said[0]), Window(month(1).start, month(len(figures_of)).end)


@pytest.mark.parametrize(
    ("stated_figures", "granted"),
    [
        (("98 %", "98 %", "98 %"), ["2026-03"]),
        # A good month breaks the run.
        (("98 %", "99 %", "98 %"), []),
        # Every further month grants it anew.
        (("98 %", "98 %", "98 %", "98 %"), ["2026-03", "2026-04"]),
    ],
)
def test_three_bad_months_in_a_row(stated_figures, granted):
    """The agreement begins with January."""
    trigger = Test(lookback="run of breached", at_least="3 periods")
    level = stated(remedies=[pays(TERMINATE, when=trigger)])
    evidence, window = three_months(*stated_figures)
    result = evaluate(agreement(level, term=Window.year(2026, tz="UTC")), evidence, window)
    assert [str(right.period) for right in result.rights] == granted


def test_a_settlement_grants_rights_for_what_was_credited():
    """100 EUR a month: after the third more than a fifth of a fee of 1,000 EUR."""
    trigger = Test(lookback="sum of credited over 12 months as share of fee", above="20 %")
    settlement = Settlement(remedies=[pays(TERMINATE, name="chronic failure", when=trigger)])
    terms = agreement(stated(Pay(rate="100 EUR")), settlement=settlement, term=Window.year(2026, tz="UTC"))
    evidence, window = three_months("98 %", "98 %", "98 %")
    result = evaluate(terms, evidence, window, charges=fees())
    assert [(right.level, str(right.period), right.remedy) for right in result.rights] == [
        (None, "2026-03", "chronic failure")
    ]
    with pytest.raises(InvalidValue, match=r"ends in EUR; what is owed is for the steps"):
        Settlement(remedies=[pays(Pay(rate="5 EUR"), when="always")])


def test_an_informal_agreement_grants_nothing():
    """It is measured alike, and nothing follows."""
    assert not rights(stated(TERMINATE), formal=False)


def test_a_right_is_the_last_step_and_not_for_money():
    """45 EUR are no right, and nothing is done to a right."""
    with pytest.raises(
        InvalidValue, match=r"step 2 \(grant\): a right is granted for breaches, units or points"
    ):
        stated(Pay(rate="45 EUR"), TERMINATE)
    for step in (Pay(rate="5 EUR"), Units(below="99 %", per="1 %"), Grant(right="leave")):
        with pytest.raises(InvalidValue, match=r"step 2"):
            stated(TERMINATE, step)
    money = Amount(value=100, unit="EUR")
    (after,) = TERMINATE.apply((money,), Case(period=MARCH))
    assert (after.value, after.note.startswith("100.00 EUR is money")) == (None, True)


def test_a_right_passes_by_what_limits_and_adds():
    """In a settlement, if one ever came there: it is neither money nor points."""
    right = Amount(value=Fraction(1), unit="right")
    limits = (Cap(limit="0 EUR"), Floor(limit="5 points"), IssueIf(above="5 EUR"))
    for step in (*limits, Plus(rate="5 EUR"), Surcharge(rate="5 points")):
        assert step.apply((right,), Case(period=MARCH)) == (right,)


def test_a_grant_is_told():
    """Whose it is, what it is, and for how long."""
    assert (
        Grant(right="terminate", within="60 days").sentence()
        == "grant the customer: terminate within 60 days"
    )
    assert TERMINATE.sentence() == "grant the customer: terminate"
