"""Every built-in metric and step passes every check, with all sensible combinations of parameters."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from slacore import Charge, Charges, Evidence, Fact, Ledger, Remedy, Target, Test, Window
from slacore.metrics import (
    AbandonmentRate,
    Availability,
    CallServiceLevel,
    DaysAfterWorkingDays,
    Downtime,
    FirstCallResolution,
    LateCount,
    Lateness,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    Occupancy,
    OnTime,
    OutageRule,
    Overrun,
    PercentWithin,
    Reported,
    ResolutionTime,
    ResponseTime,
    Satisfaction,
    TicketClock,
    TicketTarget,
    TicketTime,
)
from slacore.model import Entry
from slacore.registry import STANDARD
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    Grant,
    IssueIf,
    Pay,
    Plus,
    Row,
    Surcharge,
    Times,
    Total,
    Units,
    Worst,
)
from slacore.testing import parametrize_checks
from slacore.testing.examples import MONTH, ZONE
from testing.values import MADE, MEMBERS, VALUES

FEBRUARY = Window.month(2026, 2, tz=ZONE)


def every(cls, **choices):
    """The class with every combination of the choices."""
    return [cls(**dict(zip(choices, chosen, strict=True))) for chosen in product(*choices.values())]


OVER = ("each", "mean", "largest")
BY = ("settled", "opened")
CLOCKS = (
    "response",
    "next response",
    "periodic update",
    "pausable update",
    "requester wait",
    "agent work",
    "assignment",
    "resolution",
)
BY_PRIORITY = (TicketTarget(priority="high", within="4 h"), TicketTarget(within="30 h"))
CHANGES = ("from then on", "from the start")
OWN = TicketClock(start=["assigned"], reset=["responded"], pause=["on hold"], run=["pending"])
DAYS = (TicketTarget(priority="high", working_days=1, end_of_day=True), TicketTarget(working_days=3))
SOURCES = ("calls", "tallies")
OFFERS = ("settled", "offered")
FATES = ("met", "missed", "left out")
LONG = OutageRule(at_least="5 min", per="1 h", count="started")
LATE = OutageRule(above="5 min", order="qualify first", edge="whole")
RUN = OutageRule(at_least="2 count")
METRICS = (
    *every(Availability, source=["outages"], idle=["full", "skipped"]),
    Availability(source="probes"),
    *every(
        Availability,
        source=["tallies"],
        pooling=["pooled", "mean of intervals"],
        idle=["full", "skipped"],
        bad_when=[None, Test(above="10 %")],
    ),
    *every(
        Availability,
        source=["tallies"],
        pooling=["pooled", "mean of intervals"],
        bad_when=[Test(at_least="3 %")],
        outages=[RUN],
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
    *every(Downtime, outages=[LONG, LATE]),
    *every(Downtime, source=["tallies"], bad_when=[Test(above="10 %")], outages=[None, LONG, RUN]),
    *every(
        FirstCallResolution, source=SOURCES, basis=["calls", "customers"], repeat_window=["1 day", "7 day"]
    ),
    *every(
        FirstCallResolution,
        basis=["calls", "customers"],
        fails=["both", "first"],
        unanswered=[True, False],
    ),
    *every(Lateness, over=OVER, unit=["hour", "day"]),
    *every(
        CallServiceLevel,
        source=SOURCES,
        within=["20 s"],
        abandoned=FATES,
        abandoned_within=[None, "met"],
        diverted=["left out", "missed"],
    ),
    *every(
        CallServiceLevel,
        within=["20 s"],
        inclusive=[True, False],
        abandoned=["missed"],
        counted_by=["event", *OFFERS],
    ),
    *every(
        CallServiceLevel,
        source=SOURCES,
        within=["20 s"],
        abandoned=["missed"],
        short=["5 s"],
        abandoned_short=FATES,
    ),
    *every(AbandonmentRate, source=SOURCES, diverted=["counted", "left out"]),
    *every(
        AbandonmentRate,
        source=SOURCES,
        short=["5 s"],
        abandoned_short=["counted", "only offered", "left out"],
    ),
    *every(
        AbandonmentRate, short=["5 s"], abandoned_short=["left out"], counted_by=OFFERS, inclusive=[False]
    ),
    *every(LongestWait, source=SOURCES, abandoned=[False, True]),
    *every(LongestWait, abandoned=[True], counted_by=["offered"]),
    *every(MeanHandlingTime, source=SOURCES, hold=[True, False], after_call=[True, False]),
    *every(MeanHandlingTime, counted_by=["offered"]),
    *every(MeanWait, source=SOURCES, abandoned=[False, True]),
    *every(MeanWait, abandoned=[False, True], counted_by=["offered"]),
    *every(Occupancy, busy=["reported", "handling"]),
    *every(Satisfaction, source=SOURCES, satisfied=[4, 5]),
    *every(Satisfaction, counted_by=["offered"]),
    *every(OnTime, within=["0 min", "15 min"], inclusive=[True, False], cancelled=["late", "left out"]),
    *every(
        PercentWithin,
        of=["response", "resolution"],
        within=["8 h"],
        inclusive=[True, False],
        pauses=[True, False],
        counted_by=BY,
    ),
    *every(PercentWithin, of=CLOCKS, targets=[BY_PRIORITY]),
    *every(PercentWithin, of=["resolution"], targets=[DAYS], changes=CHANGES, counted_by=["opened", "due"]),
    PercentWithin(rules=OWN, within="1 h"),
    *every(TicketTime, clock=CLOCKS),
    *every(TicketTime, clock=["next response"], over=OVER, counted_by=BY),
    *every(TicketTime, clock=["resolution"], pauses=[True, False], reopening=["gap counted", "new cycle"]),
    TicketTime(rules=OWN, unit="hour"),
    *every(Overrun, clock=CLOCKS, targets=[BY_PRIORITY], changes=["from the start"]),
    *every(Overrun, clock=["resolution"], targets=[DAYS], over=OVER, counted_by=BY, warnings=[["80 %"]]),
    Overrun(clock="resolution", targets=DAYS, over="largest", counted_by="due", unit="hour"),
    *every(LateCount, clock=CLOCKS, targets=[BY_PRIORITY]),
    *every(LateCount, clock=["resolution"], targets=[DAYS], counted_by=["opened", "due"]),
    LateCount(rules=OWN, targets=BY_PRIORITY, inclusive=False),
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
    Bands(rows=[Row(above="99.5 %", pay="1 EUR"), Row(**BELOW)], hit="first"),
    Bands(rows=[Row(above="99.5 %", pay="10 EUR"), Row(below="99 %", pay="-5 EUR")], gap="nothing"),
    Bands(rows=[Row(above="99.5 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], gap="unsaid"),
    Bands(rows=[Row(above="98 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], overlap="unsaid"),
    Bands(rows=[Row(above="99.5 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], gap="between"),
    Bands(rows=[Row(above="98 %", pay="10 EUR"), Row(below="99 %", pay="5 EUR")], overlap="any"),
    Cap(limit="100 EUR"),
    Cap(limit="10 % of fee"),
    Cap(limit="20 points"),
    *every(Cap, limit=["100 EUR"], over=["12 months", "3 periods", "quarter", "year from 04-01", "contract"]),
    *every(Cap, limit=["10 % of fee", "20 points"], over=["1 period", "12 months"]),
    ClaimWithin(within="30 days"),
    ClaimWithin(within="2 months"),
    ClaimWithin(within="10 working days", after="record"),
    *every(Floor, limit=["30 EUR", "5 % of fee", "2 points"]),
    *every(Grant, right=["terminate"], to=["customer", "provider"], within=[None, "30 days"]),
    *every(IssueIf, above=["1 EUR", "2 % of fee", "2 points"]),
    *every(IssueIf, at_least=["1 EUR", "2 % of fee", "2 points"]),
    Pay(rate="5 EUR"),
    Pay(rate="2 points"),
    Pay(rate="5 % of fee"),
    Pay(rate="5 EUR", each="points"),
    Plus(rate="80 GBP"),
    Plus(rate="-1 points"),
    *every(Surcharge, rate=["30 EUR", "2 % of fee", "1 points"]),
    Times(factor="1.5"),
    Times(factor=-2),
    *every(Total, by=["level", "group", "record", "agreement"]),
    *every(Worst, by=["level", "group", "record", "agreement"]),
    *every(Units, above=["24 h"], per=["6 h"], count=["full", "started", "exact"], at_most=[None, 3]),
    *every(Units, below=["99 %"], per=["0.5 %"], count=["full", "started", "exact"], until=[None, "97 %"]),
    Cap(limit="100 EUR", when=[Test(below="95 %")]),
)
# Each is passed over in some months and not in others, and in some cannot be said.
AFTER_OTHERS = tuple(
    Times(factor=2, when=[test])
    for test in (
        Test(lookback="run of breached", at_least="3 periods"),
        Test(lookback="run of met over 6 periods before", below="2 periods"),
        Test(lookback="count of breached over 6 periods", above="2 periods"),
        Test(lookback="count of breached in 'speed' over 12 months", at_least="4 periods"),
        Test(lookback="count of breached in group 'network' over quarter", at_least="2 periods"),
        Test(lookback="mean of measured over 3 periods", below="60 %"),
        Test(lookback="sum of measured over 2 periods before", at_most="150 %"),
        Test(lookback="measured 12 periods ago", above="75 %"),
        Test(lookback="credited 1 period ago as share of fee", above="10 %"),
        Test(lookback="sum of credited over 12 months before as share of fee", above="20 %"),
        Test(lookback="sum of pointed over year before", above="3 points"),
    )
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
    Remedy(steps=[Pay(rate="-50 EUR"), Times(factor=2)], when="always"),
    Remedy(steps=[Pay(rate="60 EUR"), Cap(limit="100 EUR", over="12 months"), Floor(limit="25 EUR")]),
    Remedy(steps=[Units(below="99 %", per="1 %", count="full"), Grant(right="terminate", within="60 days")]),
)


@parametrize_checks(*METRICS)
def test_every_metric_keeps_what_metrics_promise(check):
    check.run()


@parametrize_checks(*VALUES)
def test_every_metric_of_values_keeps_what_metrics_promise(check):
    check.run()


@parametrize_checks(*MADE, levels=MEMBERS)
def test_every_metric_that_is_made_from_levels_keeps_what_metrics_promise(check):
    check.run()


@parametrize_checks(REPORTED, evidence=SURVEY, window=MONTH)
def test_a_reported_figure_keeps_what_metrics_promise(check):
    check.run()


# What joins bends nowhere; without a doubt it is exact, and with one it rises.
@parametrize_checks(*STEPS, *AFTER_OTHERS, *REMEDIES)
def test_every_step_and_remedy_keeps_what_steps_promise(check):
    check.run()


@parametrize_checks(
    Times(factor=2, fact="affected"),
    Units(fact="affected", above="10 %", per="5 %", count="started"),
    Bands(rows=[Row(below="99 %", pay="10 EUR", when=[Test(fact="affected", above="10 %")])], gap="nothing"),
    Cap(limit="10 EUR", when=[Test(fact="weekend", equals=True)]),
    facts={"affected": "40 %", "weekend": True},
)
def test_every_step_that_asks_for_a_fact_keeps_what_steps_promise(check):
    check.run()


@parametrize_checks(
    Bands(rows=[Row(**BELOW), Row(above="99.5 %", pay="1 EUR")], gap="unsaid"),
    Bands(
        rows=[Row(below="98 %", pay="20 EUR"), Row(at_least="98.5 %", below="99 %", pay="5 EUR")],
        gap="between",
    ),
    Bands(rows=[Row(at_most="98.9 %", pay="5 EUR")], gap="between"),
    target=Target(at_least="99 %"),
    charges=Charges([Charge(name="fee", span=MONTH, amount="19.99 EUR")]),
    unit="percent",
)
def test_a_table_beside_a_target_keeps_what_steps_promise(check):
    check.run()


LEDGER = Ledger(
    agreement="check",
    entries=[
        Entry(period=FEBRUARY, what="credited", level=level, low=20, high=70, unit="EUR")
        for level in (None, "checked")
    ],
    complete_since=FEBRUARY.start,
    complete_until=FEBRUARY.end,
)


@parametrize_checks(
    Cap(limit="100 EUR", over="2 periods"),
    Times(
        factor=2, when=[Test(lookback="sum of credited over 1 period before as share of fee", above="5 %")]
    ),
    ledger=LEDGER,
)
def test_a_step_keeps_what_steps_promise_after_a_ledger_of_ones_own(check):
    check.run()


@pytest.mark.parametrize("family", ["metric", "step"])
def test_no_built_in_kind_is_left_out(family):
    """A new kind belongs in the lists above."""
    checked = {type(kind).kind for kind in (*METRICS, *VALUES, *MADE, REPORTED, *STEPS)}
    assert set(STANDARD.tags(family)) <= checked


def test_the_grid_is_exact():
    assert all(isinstance(kind.factor, Fraction) for kind in STEPS if isinstance(kind, Times))
