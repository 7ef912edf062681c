"""Reported figures: taken as stated, for exactly the period."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import Reported

SURVEY = Reported(name="satisfaction", unit="percent")


def said(value: Any, of: sla.Window = MARCH, name: str = "satisfaction", number: int = 1) -> sla.Fact:
    return sla.Fact(id=f"f{number}", name=name, value=value, start=of.start, end=of.end)


def facts(*rows: sla.Fact) -> sla.Evidence:
    return sla.Evidence(records=rows)


def test_a_figure_in_another_unit_is_refused_by_its_name():
    """Minutes are no share, and the fact is named, so that it can be mended."""
    with pytest.raises(
        EvaluationError, match="fact f1: 'satisfaction' for 2026-03: 5 min cannot be stated in percent"
    ):
        measured(SURVEY, facts(said("5 min")))


def test_the_figure_is_converted_exactly():
    """A ratio of 2/3 is 200/3 %, without a digit lost."""
    assert measured(SURVEY, facts(said("81 %"))) == exactly(81)
    assert measured(SURVEY, facts(said("2/3 ratio"))) == exactly(Fraction(200, 3))
    assert measured(Reported(name="satisfaction", unit="minute"), facts(said("-1 h"))) == exactly(-60)


def test_a_figure_of_another_span_is_not_the_periods():
    """Neither the year's nor the first half's: there is no data."""
    assert measured(SURVEY, facts()) is None
    assert measured(SURVEY, facts(said("81 %", sla.Window.year(2026, tz="UTC")))) is None
    assert measured(SURVEY, facts(said("81 %", span("2026-03-01", "2026-03-16")))) is None
    assert measured(SURVEY, facts(said("81 %", name="wait"))) is None


def test_two_figures_for_one_period_are_refused_unless_they_agree():
    """60 min and 1 h are one figure, 81 % and 82 % are two."""
    minutes = Reported(name="satisfaction", unit="minute")
    assert measured(minutes, facts(said("60 min"), said("1 h", number=2))) == exactly(60)
    with pytest.raises(
        EvaluationError, match="'satisfaction' is stated as 81 % and 82 % for 2026-03; keep one of f1, f2"
    ):
        measured(SURVEY, facts(said("82 %"), said("81 %", number=2)))


@pytest.mark.parametrize("value", ["good", True])
def test_a_text_is_no_figure(value):
    """What was said cannot be compared with a number."""
    with pytest.raises(
        EvaluationError, match=f"fact f1: 'satisfaction' is {value!r}, which is not a figure in percent"
    ):
        measured(SURVEY, facts(said(value)))


def test_an_unknown_unit_is_refused_when_the_metric_is_made():
    """With the known ones."""
    with pytest.raises(InvalidValue, match="unknown unit 'smiles'"):
        Reported(name="satisfaction", unit="smiles")


@pytest.mark.parametrize("value", ["-10 %", "110 %", "100.001 %", "-1/1000000 ratio"])
def test_a_share_lies_between_nothing_and_all(value):
    """A tenth less than nothing and a tenth more than all were mistyped, and the fact is named."""
    with pytest.raises(
        EvaluationError, match=r"fact f1: 'satisfaction' is .*, outside the scale of 0 to 100"
    ):
        measured(SURVEY, facts(said(value)))


def test_nothing_and_all_are_on_the_scale():
    """The edges are inside."""
    assert measured(SURVEY, facts(said("0 %"))) == exactly(0)
    assert measured(SURVEY, facts(said("1 ratio"))) == exactly(100)


def test_more_than_all_is_said_by_the_agreement():
    """Growth of -10 % and work of 110 % of the plan have a scale of their own: -10 ≥ -50, 110 ≤ 200."""
    growth = Reported(name="satisfaction", unit="percent", lowest="-50 %", highest="2 ratio")
    assert measured(growth, facts(said("-10 %"))) == exactly(-10)
    assert measured(growth, facts(said("110 %"))) == exactly(110)
    for value in ("-50.1 %", "200.1 %"):
        with pytest.raises(EvaluationError, match="outside the scale of -50 to 200 percent"):
            measured(growth, facts(said(value)))
    assert growth.limits() == sla.Bounds(-50, 200)
    assert SURVEY.limits() == sla.Bounds(0, 100)


def test_a_scale_in_another_unit():
    """Grades of 1 to 6; a count has no scale unless one is stated."""
    grade = Reported(name="satisfaction", unit="score", lowest="1 score", highest="6 score")
    assert measured(grade, facts(said("6 score"))) == exactly(6)
    with pytest.raises(EvaluationError, match="is 7 score for 2026-03, outside the scale of 1 to 6 score"):
        measured(grade, facts(said("7 score")))
    assert Reported(name="users", unit="count").limits() == sla.Bounds(None, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lowest": "50 %", "highest": "40 %"}, "a figure of 50 % at least cannot be 40 % at most"),
        ({"highest": "0 %"}, "cannot be 0 % at most"),
        ({"lowest": "100 %"}, "a figure of 100 % at least cannot be"),
        ({"highest": "5 min"}, "the scale of a figure in percent: "),
        ({"unit": "count", "lowest": "5 min"}, "the scale of a figure in count: "),
    ],
)
def test_a_scale_that_nothing_lies_on_is_refused(fields, words):
    """When the metric is made."""
    with pytest.raises(InvalidValue, match=words):
        Reported(**{"name": "satisfaction", "unit": "percent", **fields})
