"""Every built-in metric and step passes every check, with all sensible combinations of parameters."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from slacore import Charge, Charges, Evidence, Fact, Remedy, Target, Test
from slacore.metrics import (
    Availability,
    DaysAfterWorkingDays,
    Downtime,
    FirstCallResolution,
    Lateness,
    MeanWait,
    PercentWithin,
    Reported,
    ResolutionTime,
    ResponseTime,
)
from slacore.registry import STANDARD
from slacore.remedies import Bands, Cap, Pay, Plus, Times, Total, Units
from slacore.remedies.bands import Row
from slacore.testing import parametrize_checks
from slacore.testing.examples import MONTH


def every(cls, **choices):
    """The class with every combination of the choices."""
    return [cls(**dict(zip(choices, chosen, strict=True))) for chosen in product(*choices.values())]


OVER = ("each", "mean", "largest")
BY = ("settled", "opened")
METRICS = (
    *every(Availability, source=["outages", "probes"], idle=["full", "skipped"]),
    *every(
        Availability,
        source=["tallies"],
        pooling=["pooled", "mean of intervals"],
        idle=["full", "skipped"],
    ),
    *every(DaysAfterWorkingDays, working_days=[1], over=OVER, counted_by=BY),
    *every(
        DaysAfterWorkingDays,
        working_days=[0, 2],
        pauses=[True, False],
        day_of_resolution=["left out", "counted"],
        reopening=["gap left out", "gap counted", "first close wins"],
    ),
    *every(Downtime, source=["outages", "tallies"], unit=["minute", "hour", "day"]),
    *every(FirstCallResolution, repeat_window=["1 day", "7 day"]),
    *every(Lateness, over=OVER, unit=["hour", "day"]),
    *every(MeanWait, abandoned=[False, True]),
    *every(
        PercentWithin,
        of=["response", "resolution"],
        within=["8 h"],
        inclusive=[True, False],
        pauses=[True, False],
        counted_by=BY,
    ),
    *every(
        PercentWithin,
        of=["answer"],
        within=["20 s"],
        inclusive=[True, False],
        abandoned_count=[True, False],
    ),
    *every(ResponseTime, over=OVER, pauses=[True, False], counted_by=BY),
    *every(
        ResolutionTime,
        over=OVER,
        pauses=[True, False],
        counted_by=BY,
        reopening=["gap left out", "gap counted", "first close wins"],
    ),
    ResponseTime(unit="hour"),
    ResolutionTime(unit="day", over="mean"),
)
REPORTED = Reported(name="satisfaction", unit="percent")
SURVEY = Evidence(
    records=[Fact(id="F-1", name="satisfaction", value="81 %", start=MONTH.start, end=MONTH.end)]
)
IN_BANDS = {"at_least": "99 %", "below": "99.9 %", "pay": "10 % of fee"}
BELOW = {"below": "99 %", "pay": "25 % of fee"}
STEPS = (
    Bands(rows=[Row(**IN_BANDS), Row(**BELOW)]),
    Bands(rows=[Row(below="99 %", pay="45 GBP"), Row(at_least="99 %")]),
    Bands(rows=[Row(above="99.5 %", pay="1 points"), Row(**BELOW)], hit="first"),
    Bands(rows=[Row(above="99.5 %", pay="10 EUR"), Row(below="99 %", pay="-5 EUR")], gap="nothing"),
    Bands(rows=[Row(above="99.5 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], gap="unsaid"),
    Bands(rows=[Row(above="98 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], overlap="unsaid"),
    Cap(limit="100 EUR"),
    Cap(limit="10 % of fee"),
    Cap(limit="20 points"),
    Pay(rate="5 EUR"),
    Pay(rate="2 points"),
    Pay(rate="5 % of fee"),
    Pay(rate="5 EUR", each="points"),
    Plus(rate="80 GBP"),
    Plus(rate="-1 points"),
    Times(factor="1.5"),
    Times(factor=-2),
    *every(Total, by=["level", "group", "agreement"]),
    *every(Units, above=["24 h"], per=["6 h"], count=["full", "started", "exact"], at_most=[None, 3]),
    *every(Units, below=["99 %"], per=["0.5 %"], count=["full", "started", "exact"], until=[None, "97 %"]),
    Cap(limit="100 EUR", when=[Test(below="95 %")]),
)
REMEDIES = (
    Remedy(steps=[Bands(rows=[Row(**IN_BANDS), Row(**BELOW)]), Cap(limit="20 % of fee")]),
    # First 80, then 40 for each further started 6 hours, at most 300.
    Remedy(
        steps=[
            Units(above="24 h", per="6 h", count="started"),
            Pay(rate="40 GBP"),
            Plus(rate="80 GBP"),
            Cap(limit="300 GBP"),
        ]
    ),
    Remedy(steps=[Units(below="100 %", per="1 %"), Pay(rate="1 % of fee"), Times(factor=10)]),
    Remedy(steps=[Pay(rate="-50 EUR"), Cap(limit="-60 EUR")], when="always"),
)


@parametrize_checks(*METRICS)
def test_every_metric_keeps_what_metrics_promise(check):
    check.run()


@parametrize_checks(REPORTED, evidence=SURVEY, window=MONTH)
def test_a_reported_figure_keeps_what_metrics_promise(check):
    check.run()


# Total joins and bends nowhere; without a doubt it is exact, and with one it rises.
@parametrize_checks(*STEPS, *REMEDIES)
def test_every_step_and_remedy_keeps_what_steps_promise(check):
    check.run()


@parametrize_checks(
    Times(factor=2, fact="affected"),
    Bands(rows=[Row(below="99 %", pay="10 EUR", when=[Test(fact="affected", above="10 %")])], gap="nothing"),
    Cap(limit="10 EUR", when=[Test(fact="weekend", equals=True)]),
    facts={"affected": "40 %", "weekend": True},
)
def test_every_step_that_asks_for_a_fact_keeps_what_steps_promise(check):
    check.run()


@parametrize_checks(
    Bands(rows=[Row(**BELOW), Row(above="99.5 %", pay="1 points")], gap="unsaid"),
    target=Target(at_least="99 %"),
    charges=Charges([Charge(name="fee", span=MONTH, amount="19.99 EUR")]),
    unit="percent",
)
def test_a_table_beside_a_target_keeps_what_steps_promise(check):
    check.run()


@pytest.mark.parametrize("family", ["metric", "step"])
def test_no_built_in_kind_is_left_out(family):
    """A new kind belongs in the lists above."""
    checked = {type(kind).kind for kind in (*METRICS, REPORTED, *STEPS)}
    assert set(STANDARD.tags(family)) <= checked


def test_the_grid_is_exact():
    assert all(isinstance(kind.factor, Fraction) for kind in STEPS if isinstance(kind, Times))
