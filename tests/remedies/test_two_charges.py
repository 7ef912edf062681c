"""Percentages of two charges are no percentage of either."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from slacore.errors import InvalidValue
from slacore.metrics import Availability
from slacore.remedies import Pay, Plus

MARCH = sla.Window.month(2026, 3, tz="UTC")
PARTIES = [sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")]


@pytest.mark.parametrize(("of", "percent"), [("licence", None), ("fee", Fraction(15))])
def test_a_percentage_is_of_one_charge(of: str, percent: Fraction | None) -> None:
    """10 % of the fee and 5 % of the licence are money; with 5 % of the fee they are 15 % of it."""
    level = sla.ServiceLevel(
        name="uptime",
        metric=Availability(),
        target=sla.Target(at_least="100 %"),
        remedies=[sla.Remedy(steps=[Pay(rate="10 % of fee"), Plus(rate=f"5 % of {of}")])],
    )
    agreement = sla.Agreement(name="A", zone="UTC", parties=PARTIES, levels=[level])
    outage = sla.Outage(id="O-1", start="2026-03-02T09:00Z", end="2026-03-02T10:00Z")
    charges = sla.Charges(
        [
            sla.Charge(name="fee", span=MARCH, amount="1000 EUR"),
            sla.Charge(name="licence", span=MARCH, amount="400 EUR"),
        ]
    )
    evidence = sla.Evidence.of(sla.Outage, [outage], covers=MARCH)
    (award,) = sla.evaluate(agreement, evidence, MARCH, charges=charges).awards
    assert award.low == (120 if of == "licence" else 150)
    assert award.percent == percent


def test_a_figure_is_never_a_text() -> None:
    """A test that compares the measured figure with a text could never hold, and is refused."""
    with pytest.raises(InvalidValue, match="name the fact"):
        sla.Test(equals="gold")
