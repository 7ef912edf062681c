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
        EvaluationError, match="the fact 'satisfaction' for 2026-03: 5 min cannot be stated in percent"
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
        EvaluationError, match="'satisfaction' is stated as 81 % and 82 % for 2026-03; keep one"
    ):
        measured(SURVEY, facts(said("82 %"), said("81 %", number=2)))


@pytest.mark.parametrize("value", ["good", True])
def test_a_text_is_no_figure(value):
    """What was said cannot be compared with a number."""
    with pytest.raises(EvaluationError, match=f"is {value!r}, which is not a figure in percent"):
        measured(SURVEY, facts(said(value)))


def test_an_unknown_unit_is_refused_when_the_metric_is_made():
    """With the known ones."""
    with pytest.raises(InvalidValue, match="unknown unit 'smiles'"):
        Reported(name="satisfaction", unit="smiles")
