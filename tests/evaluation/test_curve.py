"""The curve: what a chain makes of every value that a doubt leaves possible."""

from __future__ import annotations

from time import perf_counter

from evaluation.terms import MARCH, agreement, between, outages, remedies
from slacore import ServiceLevel, Target, evaluate
from slacore.metrics import Downtime
from slacore.remedies import Pay, Units


def test_a_doubt_over_billions_of_units_is_unsaid_at_once():
    """One cent for each started millisecond of 16 days unseen: no one waits for the answer."""
    level = ServiceLevel(
        name="down",
        metric=Downtime(unit="day"),
        target=Target(at_most="1 h"),
        remedies=remedies(Units(above="1 h", per="1 ms", count="started"), Pay(rate="0.01 EUR")),
    )
    began = perf_counter()
    result = evaluate(agreement(level), outages(covers=between("2026-03-01", "2026-03-16")), MARCH)
    assert perf_counter() - began < 5
    (award,) = result.awards
    assert (award.low, award.high) == (None, None)
    assert "crosses more than 5000 edges of 'started units of 1 ms above 1 h'" in award.why
