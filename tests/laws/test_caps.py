"""A cap is never exceeded, whatever was measured and whatever was not."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from laws import bundles
from laws.drawing import Labels, law, places
from laws.terms import CAP, CAPPED, agreement, labels, remedy
from slacore import Money, Settlement, evaluate
from slacore.remedies import Cap, Pay, Total


@law(50, breached=10, indeterminate=10, capped=5)
def test_no_period_s_settlement_exceeds_its_cap(data: Any) -> Labels:
    """Six levels of every sort, their sum capped at 120 EUR: in each month, least and most."""
    where = data.draw(places)
    levels, evidence = data.draw(bundles.everything(where))
    result = evaluate(agreement(*levels, zone=where.zone, settlement=CAPPED), evidence, where.month)
    for penalty in result.settlements:
        assert penalty.low is None or penalty.low <= CAP
        # Nothing here is unsaid: every step declares its breaks, and the cap is known.
        assert penalty.high is not None
        assert penalty.high <= CAP
        assert penalty.payable_high <= Money(CAP, "EUR")
    return labels(result)


@law(40, breached=10, indeterminate=10, capped=5)
def test_a_cap_of_each_level_holds_before_the_sum(data: Any) -> Labels:
    """50 EUR a level and 120 EUR in all: each step before → after, and the sum of six is not 300."""
    where = data.draw(places)
    levels, evidence = data.draw(bundles.everything(where))
    steps = (Total(by="level"), Cap(limit="50 EUR"), Total(), Cap(limit=f"{CAP} EUR"))
    terms = agreement(*levels, zone=where.zone, settlement=Settlement(steps=steps))
    result = evaluate(terms, evidence, where.month)
    uncapped = evaluate(agreement(*levels, zone=where.zone), evidence, where.month)
    for penalty in result.settlements:
        assert penalty.high <= min(CAP, 50 * len(levels))
    # A cap takes off and never adds.
    for one, other in zip(result.settlements, uncapped.settlements, strict=True):
        assert other.high is None or one.high <= other.high
        assert other.low is None or one.low <= other.low
    return labels(result)


@law(40, owed=10, capped=5)
def test_the_cap_of_a_remedy_holds_for_each_breach(data: Any) -> Labels:
    """Every award of a remedy that ends in a cap of 30 EUR is 30 EUR at most, per record."""
    where = data.draw(places)
    levels, evidence = data.draw(bundles.everything(where))
    steps = (Pay(rate=data.draw(st.sampled_from(("20 EUR", "45 EUR")))), Cap(limit="30 EUR"))
    capped = tuple(evolve(level, remedies=remedy(steps)) for level in levels)
    result = evaluate(agreement(*capped, zone=where.zone), evidence, where.month)
    for award in result.awards:
        # One award may stand for any number of records that nobody saw.
        known = award.record is not None or not award.why.endswith("records")
        assert not known or award.high <= 30
    found = labels(result)
    return found | ({"capped"} if any(award.capped for award in result.awards) else set())
