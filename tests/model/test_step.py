"""Steps and their cases: conditions, what a rate is worth, and what a step must return."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

import slacore as sla
from slacore.errors import EvaluationError, InvalidValue
from slacore.model import Amount, Case, Scope, apply_step, rate, step_breaks
from slacore.remedies import Pay, Times, Units

MARCH = sla.Window.month(2026, 3, tz="UTC")
LATE = sla.Test(above="4 h")


def test_the_conditions_of_a_step_are_a_tuple():
    """However they were given: the step hashes, and the caller's list cannot change it."""
    conditions = [LATE]
    step = Pay(rate="40 GBP", when=conditions)
    conditions.append(sla.Test(below="9 h"))
    assert step.when == (LATE,)
    assert hash(step) == hash(Pay(rate="40 GBP", when=(LATE,)))
    for wrong in (["late"], [None]):
        with pytest.raises(InvalidValue, match="a step is passed over unless tests hold; found"):
            Pay(rate="40 GBP", when=wrong)
    # One test needs no list; a text is none.
    assert Pay(rate="40 GBP", when=LATE) == step
    with pytest.raises(InvalidValue, match="put it in a list"):
        Pay(rate="40 GBP", when="late")


def case(figure: Any = None, **more: Any) -> Case:
    return Case(period=MARCH, figure=figure, unit="hour", **more)


def test_conditions_are_true_false_or_cannot_be_said():
    """One that fails decides; one that cannot be said leaves the rest open; none at all hold."""
    tier = sla.Test(fact="tier", equals="gold")
    assert case(Fraction(5)).says([]) is True
    assert case(Fraction(5)).says([LATE]) is True
    assert case(Fraction(4)).says([LATE]) is False
    assert case().says([LATE]) is None
    assert case(Fraction(5)).says([LATE, tier]) is None
    assert case(Fraction(4)).says([tier, LATE]) is False


def test_facts_are_asked_of_the_record_that_is_judged():
    """Or of the period."""
    nothing = sla.WindowSet()
    ticket = sla.Ticket(id="T-1", events=[("2026-03-02T09:00Z", "opened")])
    fact = sla.Fact(id="f", name="tier", value="gold", record="T-1")
    scope = Scope(
        period=MARCH,
        zone="UTC",
        counted=nothing,
        excluded=nothing,
        gaps=nothing,
        records=(ticket,),
        facts=(fact,),
        horizon=MARCH.end,
    )
    gold = sla.Test(fact="tier", equals="gold")
    assert case(scope=scope, record=ticket).says([gold]) is True
    assert case(scope=scope).says([gold]) is None


def test_a_promise_is_kept_broken_or_neither():
    """Neither without a figure or without a target; a deemed breach is broken whatever the figure."""
    target = sla.Target(at_most="4 h")
    assert case(Fraction(4), target=target).kept is True
    assert case(Fraction(5), target=target).kept is False
    assert case(Fraction(4)).kept is None
    assert case(target=target).kept is None
    assert case(Fraction(4), target=target, deemed_broken=True).kept is False
    assert case().at(Fraction(5)).quantity() == sla.Quantity(5, "hour")


def test_a_rate_is_worth_money_points_or_a_share():
    """10 % of 250 EUR is 25 EUR; of an unknown charge it stays 10 % of it, and says why."""
    fee = sla.Charges([sla.Charge(name="fee", span=MARCH, amount="250 EUR")])
    known = case(charges=fee).worth(rate("10 % of fee"))
    assert (known.money, known.percent) == (sla.Money(25, "EUR"), 10)
    assert case().worth(rate("45 GBP")).money == sla.Money(45, "GBP")
    assert case().worth(rate("2 points")).unit == "point"
    unknown = case().worth(rate("10 % of fee"))
    assert (unknown.value, unknown.unit, unknown.money) == (10, "% of fee", None)
    assert "no 'fee' is known for 2026-03" in unknown.note


def test_a_step_is_passed_over_where_its_condition_fails():
    """And leaves the amount unsaid where the condition cannot be said."""
    double = Times(factor=2, when=[LATE])
    one = (Amount.one(),)
    assert apply_step(double, one, case(Fraction(5)))[0].value == 2
    passed = apply_step(double, one, case(Fraction(4)))[0]
    assert (passed.value, passed.note) == (1, "passed over: its condition does not hold")
    unsaid = apply_step(double, one, case())[0]
    assert (unsaid.value, unsaid.note) == (None, "its condition cannot be said")


@frozen(kw_only=True)
class Loses(sla.Step):
    """Returns fewer amounts than it got, without joining them."""

    kind = "loses"

    def apply(self, amounts: Any, case: Any) -> Any:
        return ()


@frozen(kw_only=True)
class Lists(Loses):
    """Returns a list."""

    def apply(self, amounts: Any, case: Any) -> Any:
        return list(amounts)


@pytest.mark.parametrize("step", [Loses(), Lists()])
def test_a_step_that_returns_something_else_is_refused(step):
    """With what it returned and what would do."""
    with pytest.raises(
        EvaluationError, match=r"step loses turned 1 amounts into .*return a tuple with one amount for each"
    ):
        apply_step(step, (Amount.one(),), case())


def test_a_step_must_apply():
    """The open class promises it; of the rest there is a sensible default."""
    bare = sla.Step()
    with pytest.raises(NotImplementedError, match="Step must apply"):
        bare.apply((), case())
    assert tuple(bare.breaks("hour", sla.Bounds(0, 1))) == ()
    assert bare.bends(Amount.one(), case()) is None
    assert Loses().sentence() == "loses"


@frozen(kw_only=True)
class Endless(sla.Step):
    """Changes everywhere, and cannot say where."""

    kind = "endless"

    def breaks(self, unit: str, between: sla.Bounds) -> None:
        return None


def test_the_figures_at_which_a_step_changes_include_its_condition():
    """In the unit of the figure; facts have none; of changes without end so many as are asked for."""
    tier = sla.Test(fact="tier", equals="gold")
    assert step_breaks(Times(factor=2, when=[LATE, tier]), "minute", sla.Bounds(0, 9)) == {240}
    endless = Units(above="4 h", per="1 h", count="started")
    assert step_breaks(endless, "hour", sla.Bounds(0, None)) == {4}
    assert step_breaks(endless, "hour", sla.Bounds(0, None), most=3) == {4, 5, 6}
    assert step_breaks(Endless(), "hour", sla.Bounds(0, None)) is None
