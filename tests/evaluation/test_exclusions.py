"""Exclusions: what is excused, what is refused and why."""

from __future__ import annotations

import pytest

from evaluation.terms import MARCH, agreement, at, between, outages, uptime
from slacore import Evidence, Exclusion, Exemption, evaluate

AGREED = {"cause": "maintenance", "notice": "72 h"}
# Down for six hours of March's 744, all of them maintenance.
NIGHT = between("2026-03-05T00:00", "2026-03-05T06:00")


def outcome(
    cause: str = "maintenance", announced: str | None = "2026-03-02", **terms: object
) -> tuple[str, str]:
    """The figure of a month in which the six hours were asked to be left out, and what became of it."""
    asked = Exemption(
        id="M-1",
        cause=cause,
        start=NIGHT.start,
        end=NIGHT.end,
        announced=None if announced is None else at(announced),
    )
    level = uptime(exclusions=[Exclusion(**{**AGREED, **terms})])
    result = evaluate(agreement(level), outages(NIGHT) + Evidence(records=[asked]), MARCH)
    (use,) = result.observations[0].exclusions
    return str(result.observations[0]), use.reason


@pytest.mark.parametrize(
    ("given", "figure", "reason"),
    [
        # 100 × 744 ÷ 744, or 100 × 738 ÷ 744 where nothing is excused.
        ({}, "100 %", ""),
        ({"announced": "2026-03-02T12:00"}, "99.193548… %", "notice 60 h, 72 h agreed"),
        ({"announced": "2026-03-05T03:00"}, "99.193548… %", "notice -3 h, 72 h agreed"),
        ({"announced": None}, "99.193548… %", "no notice is on record, 72 h agreed"),
        ({"announced": None, "notice": None}, "100 %", ""),
        ({"cause": "upgrade"}, "99.193548… %", "the level excludes no 'upgrade'"),
        # Four of the six hours: 100 × 742 ÷ 744.
        ({"allowance": "4 h"}, "99.731182… %", "the allowance of 4 h a period is used up"),
        ({"allowance": "0 h"}, "99.193548… %", "the allowance of 0 h a period is used up"),
    ],
)
def test_an_exemption_is_a_request_that_the_agreement_decides(given, figure, reason):
    """72 hours' notice agreed: given in time, too late, afterwards, never; another cause; too much."""
    assert outcome(**given) == (figure, reason)


def test_from_the_numerator_or_from_the_denominator_is_not_the_same():
    """Twelve hours down, six of them excused: 738 of 744 h are up, or 732 of 738."""
    asked = Exemption(id="M-1", cause="maintenance", start=NIGHT.start, end=NIGHT.end)
    known = outages(between("2026-03-05T00:00", "2026-03-05T12:00")) + Evidence(records=[asked])
    for effect, figure in (("numerator", "99.193548… %"), ("denominator", "99.186991… %")):
        level = uptime(exclusions=[Exclusion(cause="maintenance", effect=effect)])
        assert str(evaluate(agreement(level), known, MARCH).observations[0]) == figure


def test_a_request_outside_the_period_is_none_of_it():
    """April's maintenance is neither excused nor refused in March."""
    asked = Exemption(id="M-1", cause="maintenance", start=at("2026-04-05"), end=at("2026-04-06"))
    level = uptime(exclusions=[Exclusion(cause="maintenance")])
    result = evaluate(agreement(level), outages(NIGHT) + Evidence(records=[asked]), MARCH)
    assert result.observations[0].exclusions == ()
