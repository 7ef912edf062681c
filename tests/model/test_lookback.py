"""Lookbacks: questions to the ledger as a contract words them, and those that make no sense."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore import Lookback, Span, Test
from slacore.errors import InvalidValue
from slacore.model import lookback

WORDS = {
    "run of breached": {"how": "run", "of": "breached"},
    "run of met before": {"how": "run", "of": "met", "before": True},
    "count of breached over 6 periods": {"how": "count", "of": "breached", "over": "6 periods"},
    "count of overdue over contract": {"how": "count", "of": "overdue", "over": "contract"},
    "sum of credited over 12 months before": {
        "how": "sum",
        "of": "credited",
        "over": "12 months",
        "before": True,
    },
    "sum of pointed in group 'KPIs' over 3 months": {
        "how": "sum",
        "of": "pointed",
        "group": "KPIs",
        "over": "3 months",
    },
    "mean of measured over 12 periods": {"how": "mean", "of": "measured", "over": "12 periods"},
    "credited 12 periods ago": {"how": "value", "of": "credited", "ago": 12},
    "breached 1 period ago in 'KPI 2'": {"how": "value", "of": "breached", "ago": 1, "level": "KPI 2"},
    "count of breached in 'it's up' over year from 04-01": {
        "how": "count",
        "of": "breached",
        "level": "it's up",
        "over": "year from 04-01",
    },
    "sum of credited in the agreement over year before": {
        "how": "sum",
        "of": "credited",
        "whole": True,
        "over": "year",
        "before": True,
    },
    "sum of credited over 30 days before as share of annual charges": {
        "how": "sum",
        "of": "credited",
        "over": "30 days",
        "before": True,
        "share_of": "annual charges",
    },
}


@pytest.mark.parametrize(("text", "fields"), WORDS.items())
def test_a_question_is_read_and_written(text, fields):
    """Word for word, and a text does where a lookback is asked for."""
    meant = Lookback(**fields)
    assert Lookback.parse(text) == meant
    assert str(meant) == text
    assert lookback(text) == lookback(meant) == meant


def test_one_period_and_one_periods_are_the_same():
    assert Lookback.parse("measured 1 periods ago") == Lookback.parse("measured 1 period ago")
    assert Lookback.parse(" run of breached ") == Lookback.parse("run of breached")


NAMES = st.text(st.characters(codec="ascii", exclude_characters="'\n"), min_size=1).filter(str.strip)
SPANS = st.sampled_from([None, "3 periods", "30 days", "12 months", "month", "year from 04-01", "contract"])


ABOUT = st.one_of(
    st.just({}),
    NAMES.map(lambda name: {"level": name}),
    NAMES.map(lambda name: {"group": name}),
    st.just({"whole": True}),
)
FIELDS = st.fixed_dictionaries(
    {
        "how": st.sampled_from(["run", "count", "sum", "mean", "value"]),
        "of": st.sampled_from(["breached", "met", "overdue", "measured", "credited", "pointed"]),
        "over": SPANS,
        "ago": st.sampled_from([0, 0, 1, 3]),
        "before": st.booleans(),
        "share_of": st.sampled_from([None, "annual charges"]),
    }
)


@given(fields=FIELDS, about=ABOUT)
def test_whatever_can_be_asked_can_be_written(fields, about):
    """Its words are read back as the same question."""
    try:
        question = Lookback(**fields, **about)
    except InvalidValue:
        return
    assert Lookback.parse(str(question)) == question


@pytest.mark.parametrize(
    "text",
    [
        "",
        "breaches",
        "run of breaches",
        "of breached",
        "sum of",
        "run of breached over",
        "run of breached  before",
        3,
    ],
)
def test_what_is_no_question_is_refused_with_examples(text):
    with pytest.raises(InvalidValue, match="is no lookback; write one such as 'run of breached'"):
        Lookback.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("sum of breached over 3 periods", "whether a period was breached is counted, not added up"),
        ("mean of overdue over 3 periods", "whether a period was overdue is counted, not added up"),
        ("run of measured", "what was measured is added up or averaged, not counted"),
        ("count of measured over year", "what was measured is added up or averaged, not counted"),
        ("breached", "one earlier value is that of some periods ago, as in 'credited 12 periods ago'"),
        ("credited 0 periods ago", "one earlier value is that of some periods ago"),
        ("sum of credited 3 periods ago over year", "one earlier value is that of some periods ago"),
        ("count of breached", "it does not say over how long, as in 'over 12 months'"),
        ("sum of credited before", "it does not say over how long"),
        ("credited 3 periods ago over year", "one earlier value has no span"),
        ("credited 3 periods ago before", "one earlier value has no span"),
        ("run of breached in group 'A'", "over a group one counts periods, or adds up"),
        ("mean of credited in group 'A' over year", "over a group one counts periods, or adds up"),
        # Percent and hours have no sum.
        ("sum of measured in group 'A' over year", "over a group one counts periods, or adds up"),
        ("run of breached in the agreement", "a level is breached, not the agreement"),
        ("mean of credited over year as share of fee", "only what was credited is a share of a charge"),
        ("sum of pointed over year as share of fee", "only what was credited is a share of a charge"),
        ("sum of credited over 5000 months before", "a span reaches back 1200 months at most"),
    ],
)
def test_a_question_without_sense_is_refused_with_the_reason(text, why):
    """One sentence, and the question as it was understood."""
    with pytest.raises(InvalidValue) as caught:
        Lookback.parse(text)
    assert why in str(caught.value)


def test_a_question_is_about_one_thing():
    """A level and a group at once cannot even be written."""
    with pytest.raises(InvalidValue, match="it is about one level, one group or the agreement"):
        Lookback(how="count", of="breached", over="year", level="a", group="b")
    with pytest.raises(InvalidValue, match="unknown how 'most'"):
        Lookback(how="most", of="breached")
    with pytest.raises(InvalidValue, match="unknown of 'broken' \\(known: breached"):
        Lookback(how="run", of="broken")


@pytest.mark.parametrize(
    ("text", "asker", "present"),
    [
        ("run of breached", "a", True),
        ("run of breached in 'a'", "a", True),
        ("count of met over year", "a", True),
        ("mean of measured over 3 periods", "a", True),
        # Of others, of before, of what is paid later, and of one earlier period it knows all.
        ("run of breached in 'b'", "a", False),
        ("run of breached before", "a", False),
        ("sum of credited over year before", "a", False),
        ("measured 1 period ago", "a", False),
        ("count of breached in group 'g' over year", "a", False),
        ("count of overdue over year", "a", False),
        ("run of breached in 'a'", None, False),
    ],
)
def test_the_present_figure_is_a_part_of_some_answers(text, asker, present):
    """Of the asking level's own, unless the question leaves the present period out."""
    assert Lookback.parse(text).about_present(asker) is present


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("run of breached", "period"),
        ("count of credited over year before", "period"),
        ("breached 1 period ago", "period"),
        ("mean of measured over 3 periods", "hour"),
        ("measured 1 period ago", "hour"),
        ("sum of pointed over year before", "point"),
        ("credited 1 period ago", None),
        ("credited 1 period ago as share of fee", "percent"),
    ],
)
def test_an_answer_has_a_unit(text, unit):
    """Of a level that is measured in hours; money is compared only as a share of a charge."""
    assert Lookback.parse(text).measured_in("hour") == unit


def test_a_test_asks_for_a_number_and_never_for_money():
    """A fifth of what was credited is a fifth of nothing in particular: which charge is it a share of?"""
    assert str(Test(lookback="run of breached", at_least="3 periods")) == "run of breached ≥ 3 periods"
    with pytest.raises(
        InvalidValue, match="is money, which is compared as a share: add 'as share of' a charge"
    ):
        Test(lookback="sum of credited over year before", above="20 %")
    with pytest.raises(InvalidValue, match="a test is about one thing, found 'gold' and 'run of breached'"):
        Test(fact="gold", lookback="run of breached", at_least="3 periods")
    with pytest.raises(InvalidValue, match="a test states at least one limit"):
        Test(lookback="run of breached")
    assert Test(lookback=Lookback(how="run", of="met"), above="1 period").lookback.over is None
    assert Lookback.parse("sum of credited over 3 periods before").over == Span("periods", 3)
