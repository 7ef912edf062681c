"""Dependence: levels that are made from others, and what an agreement refuses of it."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidAgreement
from slacore.metrics import Reported
from slacore.model.dependence import depths, made_from
from slacore.remedies import Cap, Pay, Total

PARTIES = (sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer"))
KEPT = sla.Target(at_least="95 %")


def level(name: str, unit: str = "%", **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(name=name, metric=Reported(name=name, unit=unit), **more)


def agreed(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(name="A", zone="UTC", parties=PARTIES, levels=levels, **more)


def test(**about: Any) -> sla.Test:
    return sla.Test(**about)


test.__test__ = False
VOLUME = level("volume", "count")
LARGE = test(level="volume", at_least="40 count")


def looking(what: str) -> sla.ServiceLevel:
    return level("asking", target=KEPT, applies=test(lookback=what, at_most="2 periods"))


def refused(*levels: sla.ServiceLevel, **more: Any) -> str:
    with pytest.raises(InvalidAgreement) as caught:
        agreed(*levels, **more)
    return str(caught.value)


def test_a_level_comes_after_those_that_its_target_rests_on():
    """Volume, then share, which is judged by it, then repeated, which is judged by how share fared."""
    share = level("share", target=KEPT, applies=LARGE)
    run = test(lookback="run of breached in 'share'", at_least="2 periods")
    known = {one.name: one for one in (level("repeated", target=KEPT, applies=run), share, VOLUME)}
    assert depths(known) == {"volume": 0, "share": 1, "repeated": 2}


@pytest.mark.parametrize(
    ("what", "before"),
    [
        ("run of breached in 'other'", ("other",)),
        ("count of breached in group 'g' over 3 periods", ("one", "two")),
        # Only what is over is asked for.
        ("run of breached in 'other' before", ()),
        ("run of breached before", ()),
    ],
)
def test_what_is_over_need_not_come_first(what, before):
    """A question to earlier periods alone puts no level before another."""
    known = {one.name: one for one in (level("one", group="g"), level("two", group="g"), level("other"))}
    asking = looking(what)
    assert made_from(asking, {**known, "asking": asking}) == before


def test_levels_may_look_back_at_each_other():
    """Each is judged only after a month in which the other was kept: no circle, as those are over."""
    run = "run of breached in '{}' before"
    pair = [
        level(a, target=KEPT, applies=test(lookback=run.format(b), below="1 period"))
        for a, b in (("a", "b"), ("b", "a"))
    ]
    agreed(*pair)


def test_a_circle_is_refused():
    """At once, through a test, and through what the other is found to be in the same month."""
    through = "levels[0]: it is made from itself, through other levels or at once"
    pair = [level(a, applies=test(level=b, at_most="3 %")) for a, b in (("a", "b"), ("b", "a"))]
    assert through in refused(*pair)
    assert through in refused(level("a", applies=test(level="a", at_most="3 %")))
    asks = "run of breached in '{}'"
    runs = [
        level(a, target=KEPT, applies=test(lookback=asks.format(b), below="1 period"))
        for a, b in (("a", "b"), ("b", "a"))
    ]
    assert through in refused(*runs)


@pytest.mark.parametrize("what", ["run of breached", "count of breached in group 'g' over 3 periods"])
def test_whether_it_is_judged_cannot_rest_on_its_own_verdict(what):
    """Its own present period is a part of the answer; the months before are not."""
    asking = level("asking", target=KEPT, group="g", applies=test(lookback=what, at_most="2 periods"))
    assert f"'{what}': what it comes to in the present period rests on the answer; add 'before'" in refused(
        asking
    )
    agreed(
        level("asking", target=KEPT, group="g", applies=test(lookback=f"{what} before", at_most="2 periods"))
    )


def test_levels_that_there_are_not():
    """In a condition, in a question, in a remedy, and in the settlement."""
    pay = sla.Remedy(when=test(level="no", at_least="1 %"), steps=[Pay(rate="5 EUR")])
    total = Total(when=test(level="no", at_least="1 %"))
    for said in (
        refused(level("a", applies=test(level="no", at_most="3 %"))),
        refused(looking("run of breached in 'no'")),
        refused(level("a", target=KEPT, remedies=[pay])),
        refused(level("a"), settlement=sla.Settlement(steps=[total])),
    ):
        assert "unknown level 'no'" in said


def test_other_periods_are_refused():
    """A month's target does not depend on a quarter's figure, which is not known yet."""
    quarterly = level("volume", "count", period="quarter")
    assert "it is made from 'volume', which is measured over other periods" in refused(
        quarterly, level("share", target=KEPT, applies=LARGE)
    )
    elsewhere = level("volume", "count", zone="Asia/Tokyo")
    assert "it is made from 'volume', which is measured over other periods" in refused(
        elsewhere, level("share", target=KEPT, applies=LARGE)
    )


def test_a_test_is_in_the_unit_of_the_level_that_it_is_about():
    """Not in that of the level in which it stands."""
    long = test(level="volume", at_least="40 min")
    many = "volume ≥ 40 min is in minute, but 'volume' is measured in count"
    pay = sla.Remedy(when=LARGE, steps=[Pay(rate="5 EUR"), Cap(limit="3 EUR", when=LARGE)])
    agreed(VOLUME, level("share", target=KEPT, applies=LARGE, remedies=[pay]))
    assert many in refused(VOLUME, level("share", target=KEPT, applies=long))
    wrong = sla.Remedy(when=long, steps=[Pay(rate="5 EUR")])
    assert many in refused(VOLUME, level("share", target=KEPT, remedies=[wrong]))
    assert many in refused(VOLUME, settlement=sla.Settlement(steps=[Total(when=long)]))
    mean = test(lookback="mean of measured in 'volume' over 3 periods", at_least="40 min")
    assert "'volume' is measured in count" in refused(VOLUME, level("share", target=KEPT, applies=mean))


def test_a_target_does_not_depend_on_its_own_figure():
    """It names a fact, a level or a lookback."""
    assert "a target does not depend on its own figure" in refused(level("a", applies=test(at_most="3 %")))
