"""Which periods belong to a window, and what cuts them."""

from __future__ import annotations

from evaluation.terms import (
    MARCH,
    agreement,
    between,
    outages,
    uptime,
)
from slacore import Window, evaluate
from slacore.evaluation import Evaluation

YEAR = Window.year(2026, tz="UTC")


def spans(result: Evaluation) -> list[tuple[str, str]]:
    """The periods that were observed, by their dates in UTC."""
    return [
        (str(o.period.start.in_zone("UTC"))[:10], str(o.period.end.in_zone("UTC"))[:10])
        for o in result.observations
    ]


def test_a_rolling_period_ends_no_later_than_the_agreement():
    """Five days, ending at every midnight until the 4th, when the agreement ends; none after it."""
    terms = agreement(
        uptime(period="rolling 5 days"), term=Window.between("2026-01-01", "2026-03-04", tz="UTC")
    )
    result = evaluate(terms, outages(covers=YEAR), MARCH)
    assert spans(result) == [
        ("2026-02-25", "2026-03-02"),
        ("2026-02-26", "2026-03-03"),
        ("2026-02-27", "2026-03-04"),
    ]


def test_a_rolling_period_starts_no_earlier_than_the_agreement():
    """Two days into the agreement, five rolling days are two."""
    terms = agreement(
        uptime(period="rolling 5 days"), term=Window.between("2026-03-01", "2027-03-01", tz="UTC")
    )
    result = evaluate(terms, outages(covers=YEAR), between("2026-03-01", "2026-03-03"))
    assert spans(result) == [("2026-03-01", "2026-03-02"), ("2026-03-01", "2026-03-03")]
