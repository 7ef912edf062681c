"""Metrics that are made from other levels: composite, ratio, deviation and rolling mean."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from metrics.measuring import MARCH, PARTIES, exactly, span
from slacore.errors import EvaluationError, InvalidAgreement, InvalidValue
from slacore.metrics import (
    Availability,
    Composite,
    Count,
    Deviation,
    Downtime,
    Ratio,
    Reported,
    ResolutionTime,
    RollingMean,
    Sampled,
)

HALF = span("2026-03-01", "2026-03-16T12:00")


def said(month: sla.Window = MARCH, **values: str) -> sla.Evidence:
    rows = [
        sla.Fact(id=f"{name} {month}", name=name, value=value, start=month.start, end=month.end)
        for name, value in values.items()
    ]
    return sla.Evidence(records=rows)


def level(name: str, metric: sla.Metric | str, **more: Any) -> sla.ServiceLevel:
    """A level; of a unit alone, what is reported in it."""
    made = Reported(name=name, unit=metric) if isinstance(metric, str) else metric
    return sla.ServiceLevel(name=name, metric=made, **more)


def agreed(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(**{"name": "A", "zone": "UTC", "parties": PARTIES, "levels": levels, **more})


def made(
    metric: sla.Metric, evidence: sla.Evidence, *others: sla.ServiceLevel, **more: Any
) -> sla.Observation:
    """What the level called made comes to in March."""
    result = sla.evaluate(agreed(level("made", metric, **more), *others), evidence, MARCH)
    (found,) = (one for one in result.observations if one.level == "made")
    return found


def together(metric: sla.Metric, unit: str = "%", **values: str) -> sla.Bounds | None:
    """The figure that is made from reported ones; one that is not stated is a level without data."""
    others = [level(name, unit) for name in metric.levels()]
    return made(metric, said(**values), *others).bounds


def outages(*spans: tuple[str, str], covers: Any = MARCH) -> sla.Evidence:
    rows = [
        sla.Outage(id=str(n), start=f"2026-03-{start}Z", end=f"2026-03-{end}Z")
        for n, (start, end) in enumerate(spans)
    ]
    return sla.Evidence.of(sla.Outage, rows, covers=covers)


# Composite


def test_parts_in_a_row():
    """99.95 % of 99.99 % is 99.940005 %."""
    both = Composite(of=["web", "db"], how="serial")
    assert together(both, web="99.95 %", db="99.99 %") == exactly("99.940005")
    assert together(
        Composite(of=["web", "db"], how="serial", unit="ratio"), web="50 %", db="10 %"
    ) == exactly("1/20")


def test_parts_that_stand_in_for_each_other():
    """Both fail for 0.01 % of 0.1 % of the time; two of three by hand."""
    assert together(
        Composite(of=["db", "queue"], how="k of n", needed=1), db="99.99 %", queue="99.9 %"
    ) == exactly("99.99999")
    # 0.9·0.8·0.7 + 0.9·0.8·0.3 + 0.9·0.2·0.7 + 0.1·0.8·0.7 = 0.504 + 0.216 + 0.126 + 0.056.
    two = Composite(of=["a", "b", "c"], how="k of n", needed=2)
    assert together(two, a="90 %", b="80 %", c="70 %") == exactly("90.2")


@given(st.lists(st.fractions(0, 1, max_denominator=20), min_size=1, max_size=5), st.data())
def test_k_of_n_is_the_sum_over_all_ways_to_work(shares, data):
    """Every part works or does not: the chances of the ways in which enough do, added up."""
    needed = data.draw(st.integers(1, len(shares)))
    expected = Fraction(0)
    for ways in product((True, False), repeat=len(shares)):
        if sum(ways) >= needed:
            chance = Fraction(1)
            for works, share in zip(ways, shares, strict=True):
                chance *= share if works else 1 - share
            expected += chance
    names = [f"part {number}" for number in range(len(shares))]
    values = {name: f"{share} ratio" for name, share in zip(names, shares, strict=True)}
    found = together(Composite(of=names, how="k of n", needed=needed), **values)
    assert found == exactly(100 * expected)


@pytest.mark.parametrize(
    ("how", "needed", "figure"),
    [
        ("smallest", None, 75),
        ("largest", None, 96),
        # Three of four reach 85, two 90; two do not exceed 85, and one not 75.
        ("smallest", 3, 85),
        ("smallest", 2, 90),
        ("smallest", 1, 96),
        ("largest", 2, 85),
        ("largest", 1, 75),
        ("mean", None, "86.5"),
    ],
)
def test_one_of_four(how, needed, figure):
    """75, 85, 90 and 96; their mean is 346 ÷ 4."""
    four = Composite(of=["a", "b", "c", "d"], how=how, needed=needed)
    assert together(four, a="90 %", b="96 %", c="75 %", d="85 %") == exactly(figure)


def test_weights_are_in_the_order_of_the_levels():
    """(20·90 + 10·90 + 5·85 + 5·75) ÷ 40."""
    score = Composite(of=["urgent", "high", "medium", "low"], how="mean", weights=[20, 10, 5, 5])
    assert together(score, urgent="90 %", high="90 %", medium="85 %", low="75 %") == exactly("87.5")
    swapped = Composite(of=["low", "urgent"], how="mean", weights=["1/3", "2/3"])
    assert together(swapped, urgent="90 %", low="75 %") == exactly(85)


def test_other_units_than_shares():
    """The longest of three sites, stated in minutes."""
    longest = Composite(of=["a", "b"], how="largest", unit="minute")
    assert together(longest, "hour", a="2 h", b="3 h") == exactly(180)


@pytest.mark.parametrize(
    ("more", "figure"),
    [
        ({"how": "serial"}, None),
        ({"how": "serial", "idle": "left out"}, 90),
        ({"how": "mean", "weights": [1, 3], "idle": "left out"}, 90),
        ({"how": "mean", "weights": [1, 3]}, None),
        ({"how": "k of n", "needed": 2, "idle": "left out"}, None),
        ({"how": "smallest", "needed": 1, "idle": "left out"}, 90),
    ],
)
def test_a_level_without_data(more, figure):
    """One of two has none: then there is none, or what is made of the other alone, if one is enough."""
    found = together(Composite(of=["a", "b"], **more), a="90 %")
    assert found == (None if figure is None else exactly(figure))
    assert together(Composite(of=["a", "b"], **more)) is None


# Up for half of March and not watched for the other half: 50 to 100 %.
DOUBTFUL = (level("web", Availability()), level("db", "%"))


def doubtful(db: str = "90 %", **more: Any) -> sla.Bounds | None:
    return made(Composite(of=["web", "db"], **more), outages(covers=HALF) + said(db=db), *DOUBTFUL).bounds


@pytest.mark.parametrize(
    ("more", "low", "high"),
    [
        ({"how": "serial"}, 45, 90),
        # 1 - 0.5·0.1 and 1.
        ({"how": "k of n", "needed": 1}, 95, 100),
        ({"how": "smallest"}, 50, 90),
        ({"how": "largest"}, 90, 100),
        ({"how": "mean", "weights": [1, 3]}, 80, "92.5"),
    ],
)
def test_a_doubtful_part_makes_a_doubtful_whole(more, low, high):
    """Once with 50 %, once with 100 %."""
    assert doubtful(**more) == sla.Bounds(low, high)


def test_a_part_without_limit():
    """At least one outage, and two: the larger is two at least, the smaller one or two."""
    parts = (level("seen", Count(of="outage")), level("told", "count"))
    evidence = outages(("09T12:00", "09T13:00"), covers=HALF) + said(told="2 count")

    def found(how: str, **more: Any) -> sla.Bounds | None:
        return made(Composite(of=["seen", "told"], how=how, unit="count", **more), evidence, *parts).bounds

    assert found("largest") == sla.Bounds(2, None)
    assert found("smallest") == sla.Bounds(1, 2)
    assert found("largest", needed=1) == sla.Bounds(1, 2)
    assert found("smallest", needed=1) == sla.Bounds(2, None)
    assert found("mean") == sla.Bounds("1.5", None)


def test_a_part_of_which_nothing_is_known():
    """A balance that may be anything, and two: the smaller is two at most, the larger two at least."""
    balance = Sampled(unit="count", over="total", lowest="-9 count")
    parts = (level("balance", balance), level("told", "count"))
    evidence = sla.Evidence.of(sla.Sample, [], covers=HALF) + said(told="2 count")

    def found(how: str, **more: Any) -> sla.Bounds | None:
        return made(Composite(of=["balance", "told"], how=how, unit="count", **more), evidence, *parts).bounds

    assert found("smallest") == found("largest", needed=1) == sla.Bounds(None, 2)
    assert found("largest") == found("smallest", needed=1) == sla.Bounds(2, None)
    assert found("mean") == sla.Bounds(None, None)


def test_the_parts_stand_in_the_explanation():
    """By their names, as far as they are known."""
    found = made(Composite(of=["web", "db"], how="serial"), outages(covers=HALF) + said(db="90 %"), *DOUBTFUL)
    assert found.workings == (("web", "50 % to 100 %"), ("db", "90 %"))


# Ratio


def divided(of: str | None, to: str | None, **more: Any) -> sla.Bounds | None:
    values = {name: value for name, value in (("one", of), ("two", to)) if value is not None}
    return together(Ratio(of="one", to="two", **more), "count", **values)


def test_one_by_the_other():
    """3 of 40 is 7.5 %, or 0.075; a third is not cut."""
    assert divided("3 count", "40 count") == exactly("7.5")
    assert divided("3 count", "40 count", unit="ratio") == exactly("0.075")
    assert divided("1 count", "3 count", part=True) == exactly(Fraction(100, 3))
    assert divided("0 count", "3 count") == exactly(0)


def test_in_one_unit_by_another():
    """1,800 GB in 40 h is 45 GB an hour, 0.0125 GB a second; hours by half hours are twice as many."""
    speed = (level("one", "GB"), level("two", "hour"))
    for unit, figure in (("GB / h", 45), ("MB / s", "12.5")):
        found = made(Ratio(of="one", to="two", unit=unit), said(one="1800 GB", two="40 h"), *speed)
        assert found.bounds == exactly(figure)
    times = (level("one", "hour"), level("two", "minute"))
    assert made(Ratio(of="one", to="two"), said(one="1 h", two="30 min"), *times).bounds == exactly(200)


@pytest.mark.parametrize(
    ("of", "to", "more", "figure"),
    [
        ("0 count", "0 count", {}, None),
        ("0 count", "0 count", {"idle": "full"}, 100),
        ("3 count", "0 count", {}, None),
        ("3 count", "0 count", {"idle": "full"}, None),
        (None, "3 count", {}, None),
        ("3 count", None, {"idle": "full"}, None),
    ],
)
def test_divided_by_nothing_there_is_no_data(of, to, more, figure):
    """Unless nothing of nothing is agreed to be all of it."""
    assert divided(of, to, **more) == (None if figure is None else exactly(figure))


@pytest.mark.parametrize(
    ("metric", "low", "high"),
    [
        # One outage or more of ten that are planned; of one or more ten are a thousand percent or less.
        (Ratio(of="seen", to="told"), 10, None),
        (Ratio(of="seen", to="told", part=True), 10, 100),
        (Ratio(of="told", to="seen"), 0, 1000),
        (Ratio(of="told", to="seen", part=True), 0, 100),
    ],
)
def test_a_doubtful_ratio(metric, low, high):
    """The least by the most, and the most by the least."""
    parts = (level("seen", Count(of="outage")), level("told", "count"))
    evidence = outages(("09T12:00", "09T13:00"), covers=HALF)
    assert made(metric, evidence + said(told="10 count"), *parts).bounds == sla.Bounds(low, high)


def test_a_doubtful_divisor_that_may_be_nothing():
    """No outage was seen: of ten there may be any multiple, and of none nothing, or all of it."""
    parts = (level("seen", Count(of="outage")), level("told", "count"))

    def found(told: str, **more: Any) -> sla.Bounds | None:
        return made(
            Ratio(of="told", to="seen", **more), outages(covers=HALF) + said(told=told), *parts
        ).bounds

    assert found("10 count") == sla.Bounds(0, None)
    assert found("0 count") == exactly(0)
    assert found("0 count", idle="full") == sla.Bounds(0, 100)
    # Of none that were told, none or some were seen: all of it, or no ratio at all.
    seen = outages(covers=HALF) + said(told="0 count")
    assert made(Ratio(of="seen", to="told", idle="full"), seen, *parts).bounds == sla.Bounds(0, None)
    assert made(Ratio(of="seen", to="told", idle="full", part=True), seen, *parts).bounds == sla.Bounds(
        0, 100
    )


def test_a_part_that_is_more_than_the_whole_is_refused():
    """41 of 40, by the names of the two."""
    with pytest.raises(
        EvaluationError, match="'one' came to 41, more than the 40 of 'two' of which it is a part"
    ):
        divided("41 count", "40 count", part=True)
    assert divided("41 count", "40 count") == exactly("102.5")


def test_of_less_than_nothing_there_is_no_ratio():
    """A negative figure is refused by the name of its level."""
    with pytest.raises(EvaluationError, match="'two' came to -3, and of less than nothing"):
        divided("3 count", "-3 count")


# Deviation


@pytest.mark.parametrize(
    ("latency", "direction", "figure"),
    [
        ("33 ms", "above", 10),
        ("33 ms", "below", -10),
        ("33 ms", "either", 10),
        ("27 ms", "above", -10),
        ("27 ms", "below", 10),
        ("27 ms", "either", 10),
        ("30 ms", "either", 0),
        ("0.0329 s", "above", Fraction(29, 3)),
    ],
)
def test_off_an_agreed_reference(latency, direction, figure):
    """100·(33 - 30) ÷ 30; 2.9 of 30 is a third less than ten percent."""
    metric = Deviation(of="latency", reference="30 ms", direction=direction)
    assert together(metric, "second", latency=latency) == exactly(figure)


def test_off_what_another_level_came_to():
    """950 calls where 1,000 were forecast; a forecast of nothing is no base."""
    metric = Deviation(of="calls", base="forecast")
    assert together(metric, "count", calls="950 count", forecast="1000 count") == exactly(-5)
    assert together(metric, "count", calls="950 count", forecast="0 count") is None
    assert together(metric, "count", calls="950 count") is None
    assert together(metric, "count", forecast="1000 count") is None


# Downtime of one hour that was seen and 372 of which nobody knows: 1 to 373 hours.
SEEN = outages(("09T12:00", "09T13:00"), covers=span("2026-03-01", "2026-03-16T12:00"))


@pytest.mark.parametrize(
    ("direction", "low", "high"),
    [("above", -50, 18550), ("below", -18550, 50), ("either", 0, 18550)],
)
def test_a_doubtful_deviation(direction, low, high):
    """Half of two hours, or 373 of them: half of it less, or 371 ÷ 2 times more."""
    metric = Deviation(of="down", reference="2 h", direction=direction)
    assert made(metric, SEEN, level("down", Downtime(unit="hour"))).bounds == sla.Bounds(low, high)


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        # 1 to 373 hours as the base: two are 99.46 % less than 373, or 100 % more than one.
        ("2 h", Fraction(-37100, 373), 100),
        ("0 h", -100, -100),
        ("-2 h", -300, Fraction(-37500, 373)),
    ],
)
def test_a_doubtful_base(told, low, high):
    """The end that takes it farther out, also for a figure below zero."""
    parts = (level("down", Downtime(unit="hour")), level("told", "hour"))
    found = made(Deviation(of="told", base="down"), SEEN + said(told=told), *parts).bounds
    assert found == sla.Bounds(low, high)


def test_a_base_that_may_be_nothing_or_anything():
    """No outage was seen, and there may be any number: from all below it to without limit."""
    parts = (level("seen", Count(of="outage")), level("told", "count"))
    evidence = outages(covers=HALF)

    def found(told: str) -> sla.Bounds | None:
        return made(Deviation(of="told", base="seen"), evidence + said(told=told), *parts).bounds

    assert found("10 count") == sla.Bounds(-100, None)
    assert found("-10 count") == sla.Bounds(None, -100)


# Rolling mean

QUARTER = [sla.Window.month(2026, number, tz="UTC") for number in (1, 2, 3, 4)]
FIGURES = ("90 %", "96 %", "99 %", "84 %")
YEAR = sla.Window.year(2026, tz="UTC")


def rolling(figures: Any = FIGURES, over: str = "3 periods", term: Any = YEAR, **more: Any) -> list[Any]:
    facts = sum((said(m, a=v) for m, v in zip(QUARTER, figures, strict=True) if v), sla.Evidence())
    terms = agreed(level("a", "%"), level("made", RollingMean(of="a", over=over, **more)), term=term)
    window = sla.Window(QUARTER[0].start, QUARTER[-1].end)
    return [one.bounds for one in sla.evaluate(terms, facts, window).observations if one.level == "made"]


def test_the_mean_of_the_last_periods():
    """(90 + 96 + 99) ÷ 3, (96 + 99 + 84) ÷ 3, and none before there were three."""
    assert rolling() == [None, None, exactly(95), exactly(93)]
    assert rolling(unit="ratio")[2:] == [exactly("0.95"), exactly("0.93")]
    assert rolling(over="1 period") == [exactly(value.split()[0]) for value in FIGURES]


def test_a_month_without_data_has_none_and_leaves_the_others_without_limit():
    """What March came to is not known, nor whether it counted."""
    assert rolling(("90 %", "96 %", None, "84 %")) == [None, None, None, sla.Bounds(None, None)]


def test_what_the_ledger_does_not_know_is_without_limit():
    """Nobody says when the agreement began, so that there may have been months before January."""
    assert rolling(term=None)[1:] == [sla.Bounds(None, None), exactly(95), exactly(93)]


def test_one_month_after_the_other_is_the_same_as_all_at_once():
    """The ledger of each is handed to the next."""
    terms = agreed(level("a", "%"), level("made", RollingMean(of="a", over="3 periods")), term=YEAR)
    ledger, found = None, []
    for month, value in zip(QUARTER, FIGURES, strict=True):
        result = sla.evaluate(terms, said(month, a=value), month, ledger=ledger)
        ledger = result.ledger
        found += [one.bounds for one in result.observations if one.level == "made"]
    assert found == rolling()


# What agreements refuse


def refused(metric: sla.Metric, *others: sla.ServiceLevel, **more: Any) -> str:
    with pytest.raises(InvalidAgreement) as caught:
        agreed(level("made", metric, **more), *others)
    return str(caught.value)


LATENCY = level("latency", "ms")
CALLS = level("calls", "count")


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        (
            Composite(of=["latency"], how="mean"),
            "'latency' is measured in millisecond, which cannot be stated in percent",
        ),
        (
            Ratio(of="latency", to="calls"),
            "'latency' is measured in millisecond, which cannot be stated in count",
        ),
        (
            Ratio(of="latency", to="calls", unit="GB / h"),
            "'calls' is measured in count, which cannot be stated in hour",
        ),
        (Deviation(of="latency", reference="3 count"), "which cannot be stated in count"),
        (Deviation(of="latency", base="calls"), "which cannot be stated in count"),
        (RollingMean(of="latency", over="3 periods"), "which cannot be stated in percent"),
    ],
)
def test_levels_that_are_measured_in_something_else(metric, words):
    """When the agreement is made, by their names."""
    assert words in refused(metric, LATENCY, CALLS)


def test_levels_that_there_are_not_or_that_are_the_level_itself():
    """And a circle through two of them."""
    assert "unknown level 'b' (levels: a, made)" in refused(
        Composite(of=["a", "b"], how="serial"), level("a", "%")
    )
    assert "it is made from itself" in refused(Composite(of=["made"], how="mean"))
    other = level("other", Composite(of=["made"], how="mean"))
    assert "it is made from itself" in refused(Composite(of=["other"], how="mean"), other)
    assert "it is made from itself" in refused(RollingMean(of="made", over="3 periods"))


def test_missing_data_is_a_matter_of_the_levels():
    """It has no evidence of its own that could be missing."""
    policy = sla.MissingData(policy="deem breached")
    words = "it reads no evidence of its own: say it of the levels that it is made from"
    assert words in refused(Composite(of=["a"], how="mean"), level("a", "%"), missing=policy)


def test_a_policy_of_a_level_comes_through():
    """What web did not watch counts as bad there: 50 % of 90 %."""
    bad = sla.MissingData(policy="count as bad")
    web = level("web", Availability(), missing=bad, target=sla.Target(at_least="99 %"))
    evidence = outages(covers=HALF) + said(db="90 %")
    assert made(Composite(of=["web", "db"], how="serial"), evidence, web, level("db", "%")).bounds == exactly(
        45
    )


def test_a_level_that_judges_every_record_by_itself_has_no_figure():
    """Two tickets have two; their mean would be one."""
    rows = [
        sla.Ticket(id=f"T-{n}", events=[("2026-03-09T09:00Z", "opened"), ("2026-03-09T12:00Z", "resolved")])
        for n in (1, 2)
    ]
    tickets = sla.Evidence.of(sla.Ticket, rows, covers=MARCH)
    mean = Composite(of=["tickets"], how="mean", unit="hour")
    with pytest.raises(EvaluationError, match="the level 'tickets' has no one figure for 2026-03"):
        made(mean, tickets, level("tickets", ResolutionTime(unit="hour")))


def test_a_share_of_more_than_all_is_refused():
    """A reported availability of 120 %, by the name of its level."""
    seen = said(web="120 %", db="99 %")
    parts = level("web", Reported(name="web", unit="%", highest="150 %")), level("db", "%")
    with pytest.raises(EvaluationError, match="serial: 'web' came to 120 percent"):
        made(Composite(of=["web", "db"], how="serial"), seen, *parts)
    assert made(Composite(of=["web", "db"], how="largest"), seen, *parts).bounds == exactly(120)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Composite(of=[], how="mean"), "name one at least"),
        (lambda: Composite(of="web", how="mean"), "put it in a list"),
        (lambda: Composite(of=["a", "a"], how="mean"), "the level 'a' stands in it 2 times"),
        (lambda: Composite(of=[1], how="mean"), "a level is called by its name, found 1"),
        (lambda: Composite(of=["a"], how="parallel"), "unknown how 'parallel'"),
        (lambda: Composite(of=["a", "b"], how="k of n"), "say how many of the 2 levels are needed"),
        (lambda: Composite(of=["a", "b"], how="k of n", needed=3), "1 to 2 can be needed, found 3"),
        (lambda: Composite(of=["a", "b"], how="k of n", needed="1"), "1 to 2 can be needed, found '1'"),
        (lambda: Composite(of=["a", "b"], how="k of n", needed=1.5), "1 to 2 can be needed, found 1.5"),
        (lambda: Composite(of=["a", "b"], how="smallest", needed=0), "1 to 2 can be needed, found 0"),
        (lambda: Composite(of=["a", "b"], how="serial", needed=1), "leave 'needed' out"),
        (lambda: Composite(of=["a", "b"], how="serial", weights=[1, 2]), "only a mean has weights"),
        (lambda: Composite(of=["a", "b"], how="mean", weights=[1]), "there are 1 weights for 2 levels"),
        (lambda: Composite(of=["a", "b"], how="mean", weights=[1, 0]), "a weight is more than zero, found 0"),
        (lambda: Composite(of=["a"], how="serial", unit="hour"), "it is made of shares"),
        (lambda: Ratio(of="a", to="a"), "'a' is divided by itself"),
        (lambda: Ratio(of="a", to="b", unit="hour"), "a ratio is a share, or in one unit by another"),
        (lambda: Ratio(of="a", to="b", unit="GB / h", part=True), "only a share can be full or of a part"),
        (lambda: Deviation(of="a"), "give one of them"),
        (lambda: Deviation(of="a", reference="3 s", base="b"), "give one of them"),
        (lambda: Deviation(of="a", reference="0 s"), "a reference is more than zero, found 0 s"),
        (lambda: Deviation(of="a", reference="-3 s"), "a reference is more than zero, found -3 s"),
        (lambda: Deviation(of="a", base="a"), "'a' does not deviate from itself"),
        (lambda: Deviation(of="a", reference="3 s", direction="up"), "unknown direction 'up'"),
    ],
)
def test_terms_that_make_no_sense_are_refused(make, words):
    """When the metric is made, in words."""
    with pytest.raises(InvalidValue, match=words):
        make()
