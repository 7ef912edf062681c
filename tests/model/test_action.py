"""Corrective actions: what is owed, by whom, by when, and what follows."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import slacore as sla
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.metrics import Availability
from slacore.remedies import Grant, Pay, Units

PARTIES = (sla.Party(name="host", role="provider"), sla.Party(name="shop", role="customer"))
FINE = sla.Remedy(name="no plan", steps=[Pay(rate="500 EUR")])


def action(**more: Any) -> sla.CorrectiveAction:
    return sla.CorrectiveAction(**{"name": "plan", "within": "10 working days", **more})


def faults(*actions: sla.CorrectiveAction, **more: Any) -> list[str]:
    """Every problem of an agreement with a level that has these actions."""
    level = sla.ServiceLevel(
        **{
            "name": "uptime",
            "metric": Availability(),
            "target": sla.Target(at_least="99 %"),
            "actions": actions,
            **more,
        }
    )
    try:
        sla.Agreement(name="hosting", zone="UTC", parties=PARTIES, levels=[level])
    except InvalidAgreement as refused:
        return [str(problem) for problem in refused.problems]
    return []


def test_an_action_is_owed_after_a_breach_and_can_say_when_else():
    """By the provider, unless it names another party; the deadline is read from its words."""
    plan = action()
    assert (plan.when, plan.owner, plan.within) == ("breached", None, sla.Deadline(10, "working days"))
    test = sla.Test(lookback="run of breached", at_least="2 periods")
    assert action(when=test).when == (test,)
    assert action(when="always").when == "always"
    assert hash(action(otherwise=FINE)) == hash(action(otherwise=FINE))
    assert attrs.evolve(plan, owner="shop") == action(owner="shop")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"within": "soon"}, "'soon' is no deadline"),
        ({"when": "never"}, "a remedy is due when 'breached', 'always', or when tests hold; found 'never'"),
        (
            {"otherwise": attrs.evolve(FINE, when="always")},
            "due when the action is not done, and has no condition of its own; found 'always'",
        ),
        ({"otherwise": "500 EUR"}, "action 'plan': what follows is a Remedy, found '500 EUR'"),
    ],
)
def test_an_action_without_sense_is_refused(fields, said):
    with pytest.raises(InvalidValue) as caught:
        action(**fields)
    assert said in str(caught.value)


def test_what_follows_may_be_money_points_or_a_right():
    """Like any remedy."""
    for step in (Pay(rate="500 EUR"), Pay(rate="5 points"), Grant(right="terminate", within="60 days")):
        assert faults(action(otherwise=sla.Remedy(steps=[step]))) == []


def test_actions_fit_their_level_and_their_agreement():
    """Each name once, a party that there is, levels that there are, and a target where a breach is meant."""
    question = sla.Test(lookback="run of breached in 'speed'", at_least="2 periods")
    assert faults(action(), action()) == [
        "levels[0].actions: the name 'plan' is used 2 times; names are unique"
    ]
    assert faults(action(owner="board")) == [
        "levels[0].actions[0].owner: unknown party 'board' (parties: host, shop)"
    ]
    assert faults(action(owner="shop")) == []
    assert faults(action(when=question)) == [
        "levels[0].actions[0]: 'run of breached in 'speed'': unknown level 'speed' (levels: uptime)"
    ]
    assert faults(action(), target=None) == [
        "levels[0].actions[0].when: without a target nothing is breached; say when it is owed"
    ]
    assert faults(action(when="always"), target=None) == []
    wrong = sla.Remedy(steps=[Units(above="1 h", per="1 h"), Pay(rate="1 EUR")])
    (found,) = faults(action(otherwise=wrong))
    place = "levels[0].actions[0].otherwise"
    assert found == (
        f"{place}.steps[0]: units: what follows from an action has no figure to count or to look up; "
        "name a fact"
    )
    below = sla.Remedy(steps=[Pay(rate="1 EUR", when=sla.Test(below="99 %"))])
    (found,) = faults(action(otherwise=below))
    assert found == (
        f"{place}.steps[0].when: figure < 99 %: what follows from an action has no figure; "
        "name a fact, a level or a lookback"
    )


def test_a_level_takes_actions_and_nothing_else():
    with pytest.raises(InvalidValue, match="level 'uptime': actions takes CorrectiveAction, found 'plan'"):
        faults("plan")
