"""A tally that states one count alone: what the policy on missing data makes of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from slacore.metrics import Availability

MARCH = sla.Window.month(2026, 3, tz="UTC")


def evaluated(policy: str, *tallies: sla.Tally) -> sla.Evaluation:
    level = sla.ServiceLevel(
        name="requests",
        metric=Availability(source="tallies"),
        target=sla.Target(at_least="99 %"),
        missing=sla.MissingData(policy=policy),
    )
    agreement = sla.Agreement(
        name="API",
        zone="UTC",
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[level],
    )
    return sla.evaluate(agreement, sla.Evidence.of(sla.Tally, tallies, covers=MARCH), MARCH)


def tally(name: str, **parts: int) -> sla.Tally:
    return sla.Tally(id=name, start=MARCH.start, end=MARCH.end, **parts)


@pytest.mark.parametrize(
    ("policy", "verdict", "figure"),
    [
        # Five good and any number of bad ones: from (almost) 0 % to 100 %.
        ("bounds", "indeterminate", (0, 100)),
        ("count as good", "met", (100, 100)),
        # Of how many bad ones nobody can tell.
        ("count as bad", "indeterminate", (0, 100)),
        ("deem breached", "breached", (0, 100)),
        # Nothing came before that could be carried forward.
        ("carry forward", "indeterminate", (0, 100)),
    ],
)
def test_five_good_and_an_unknown_number_of_bad_ones(
    policy: str, verdict: str, figure: tuple[int, int]
) -> None:
    """`slo-generator` 2.6.0 calls this 100 %; here the contract's policy decides, by its name."""
    result = evaluated(policy, tally("T-1", good=5))
    seen = result.observations[0]
    assert result.verdict is sla.Verdict(verdict)
    assert (seen.low, seen.high) == figure
    assert ("tally T-1 incomplete" in seen.policy) == (policy not in ("bounds", "carry forward"))


def test_an_incomplete_tally_is_left_out() -> None:
    """Of two tallies, 990 of 1,000 good and 5 good of nobody knows, the whole one stays: 99 %."""
    result = evaluated("leave out", tally("T-1", good=990, total=1000), tally("T-2", good=5))
    assert result.observations[0].low == result.observations[0].high == Fraction(99)
    assert result.verdict is sla.Verdict.MET


def test_time_that_states_its_bad_part_lacks_nothing() -> None:
    """217 minutes of a month are a whole statement: the rest of the month was good."""
    result = evaluated("deem breached", tally("T-1", bad=sla.Quantity(217, "min")))
    # 31 days are 44,640 minutes; 100 × 44,423 ÷ 44,640.
    assert result.observations[0].low == Fraction(100 * 44423, 44640)
    assert result.observations[0].policy == ""
