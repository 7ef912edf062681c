"""Ratios that other systems get wrong: rounding, unknown counts, empty slices, the wrong mean."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import MARCH, agreement, between, figures, outages, stated, uptime
from slacore import Bounds, Evidence, Quantity, ServiceLevel, Tally, Target, Verdict, Window, evaluate
from slacore.metrics import Availability
from slacore.remedies import Bands, Row


def judged(target: str, *parts: dict[str, int], hours: int = 1, **metric: str):
    """The only judgement of March from tallies, each of some hours, one after the other."""
    starts = [MARCH.start + Quantity(hours * number, "h") for number in range(len(parts))]
    tallies = [
        Tally(id=str(number), start=start, end=start + Quantity(hours, "h"), **part)
        for number, (start, part) in enumerate(zip(starts, parts, strict=True))
    ]
    level = ServiceLevel(
        name="good",
        metric=Availability(source="tallies", **metric),
        target=Target(at_least=target),
    )
    result = evaluate(agreement(level), Evidence.of(Tally, tallies, covers=MARCH), MARCH)
    (judgement,) = result.judgements
    return judgement, result


def test_half_is_not_a_hundred_percent():
    """slo-generator 2.6.0: goal 100 %, 50 good, 50 bad is a burn of 0 and OK. 50 ÷ 100 is 50 %: breached."""
    judgement, result = judged("100 %", {"good": 50, "bad": 50})
    assert judgement.verdict is Verdict.BREACHED
    assert judgement.observation.exact == Quantity(50, "%")
    assert result.breaches[0].shortfall == Bounds(50, 50)


def test_a_burn_is_not_rounded_before_it_is_judged():
    """slo-generator 2.6.0: goal 99 %, 98,960 good, 1,040 bad: the burn is rounded to 1.0 first, OK.

    1,040 ÷ 100,000 is 1.04 % of errors where 1 % is allowed: a burn of 1.04, breached by 0.04 points.
    """
    judgement, result = judged("99 %", {"good": 98_960, "bad": 1_040})
    assert judgement.verdict is Verdict.BREACHED
    assert judgement.observation.low == Fraction("98.96")
    assert result.breaches[0].shortfall == Bounds("0.04", "0.04")
    assert (100 - judgement.observation.low) / (100 - 99) == Fraction("1.04")


def test_an_unknown_number_of_bad_ones_leaves_everything_open():
    """slo-generator 2.6.0: 5 good, bad unknown is 100 % and OK. It may be 5 of 5, or 5 of any number."""
    judgement, _ = judged("99 %", {"good": 5})
    assert judgement.observation.bounds == Bounds(0, 100)
    assert judgement.verdict is Verdict.INDETERMINATE
    # And the other way round: 5 bad of an unknown number.
    judgement, _ = judged("99 %", {"bad": 5})
    assert judgement.observation.bounds == Bounds(0, 100)
    assert judgement.verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize(
    ("good", "bad", "verdict"),
    [
        (99_999_999, 1, Verdict.MET),
        (99_999_998, 2, Verdict.BREACHED),
        (99_999_998, 1, Verdict.BREACHED),
    ],
)
def test_one_in_a_hundred_million_is_exactly_on_target(good, bad, verdict):
    """slo-generator 2.6.0: 99,999,999 good, 1 bad, goal 0.99999999 is shown as 1.0.

    99,999,999 ÷ 100,000,000 is the goal itself: met. One more that is bad, or one less that is good
    (99,999,998 ÷ 99,999,999 is less by 1 ÷ 9,999,999,900,000,000 of one), and it is not.
    """
    judgement, _ = judged("99.999999 %", {"good": good, "bad": bad})
    assert judgement.verdict is verdict
    assert judgement.observation.low == Fraction(100 * good, good + bad)
    assert str(judgement.observation) != "100 %"


def test_a_target_keeps_all_its_digits():
    """DataDog/terraform-provider-datadog#780: a target of 75.432 % is truncated to two decimals.

    75,431 of 100,000 is above 75.43 % and below what was agreed.
    """
    judgement, _ = judged("75.432 %", {"good": 75_431, "total": 100_000})
    assert judgement.verdict is Verdict.BREACHED
    assert judged("75.432 %", {"good": 75_432, "total": 100_000})[0].verdict is Verdict.MET


@pytest.mark.parametrize(
    ("lost", "rounded", "verdict"),
    [("46.4 min", "99.90", Verdict.BREACHED), ("44.64 min", "99.90", Verdict.MET)],
)
def test_a_figure_is_not_rounded_before_it_is_compared(lost, rounded, verdict):
    """Monitors with two decimals: 46.4 min of a month of 44,640 is 99.896… %, shown as 99.90 %, and OK.

    It is 1.76 min more than the 44.64 min that 99.9 % allows. Over 62 cases this flips 19.
    """
    judgement, _ = judged("99.9 %", {"bad": lost}, hours=24 * 31)
    figure = 100 - 100 * Quantity.parse(lost).in_unit("min") / 44_640
    assert f"{float(figure):.2f}" == rounded
    assert judgement.observation.low == figure
    assert judgement.verdict is verdict


@pytest.mark.parametrize(
    ("pooling", "figure", "verdict"),
    [
        ("pooled", Fraction(100 * 9_900, 10_100), Verdict.BREACHED),
        ("mean of intervals", Fraction(99), Verdict.MET),
    ],
)
def test_the_ratio_of_sums_is_not_the_mean_of_ratios(pooling, figure, verdict):
    """Engines that know one of the two: 6 of 62 cases flip where the agreement means the other.

    200 of 10,000 failed in one hour and none of 100 in the next. The mean of 98 % and 100 % is 99 %;
    of all 10,100 it were 9,900, which is 98.02 %.
    """
    judgement, _ = judged("99 %", {"bad": 200, "total": 10_000}, {"bad": 0, "total": 100}, pooling=pooling)
    assert judgement.observation.low == figure
    assert judgement.verdict is verdict


def test_a_mean_of_thirds_is_exact():
    """Decimal with 28 digits: three intervals of 7,000 with 4, 6 and 11 errors are 99.8999…97 %.

    21 of 21,000 is a tenth of a percent, so 99.9 % exactly: met.
    """
    judgement, _ = judged(
        "99.9 %", *({"bad": bad, "total": 7_000} for bad in (4, 6, 11)), pooling="mean of intervals"
    )
    assert judgement.observation.low == Fraction("99.9")
    assert judgement.verdict is Verdict.MET


def test_a_month_with_exactly_the_downtime_that_was_agreed_is_kept():
    """Floats, `1 - d / p >= 99.9 / 100`: 44.64 min of 31 days are a breach, for 99.9 ÷ 100 is 0.999…01.

    44,640 min ÷ 1,000 is 44.64 min = 44 min 38.4 s; a microsecond more is one.
    """
    exact = between("2026-03-10T00:00", "2026-03-10T00:44:38.4")
    result = evaluate(agreement(uptime(target="99.9 %")), outages(exact), MARCH)
    assert result.verdict is Verdict.MET
    more = between("2026-03-10T00:00", "2026-03-10T00:44:38.400001")
    assert evaluate(agreement(uptime(target="99.9 %")), outages(more), MARCH).verdict is Verdict.BREACHED


@pytest.mark.parametrize(
    ("idle", "pooling", "figure"),
    [
        ("full", "mean of intervals", Fraction(95)),
        ("skipped", "mean of intervals", Fraction(90)),
        ("full", "pooled", Fraction(90)),
        ("skipped", "pooled", Fraction(90)),
    ],
)
def test_what_an_empty_slice_is_the_contract_says(idle, pooling, figure):
    """Kibana: a slice without requests was bad in one release and good in a later one.

    90 of 100, and none of none: the mean is (90 + 100) ÷ 2 = 95, or 90 of the only slice there was.
    """
    judgement, _ = judged("95 %", {"good": 90, "bad": 10}, {"good": 0, "bad": 0}, idle=idle, pooling=pooling)
    assert judgement.observation.low == judgement.observation.high == figure
    assert judgement.verdict is (Verdict.MET if figure == 95 else Verdict.BREACHED)


@pytest.mark.parametrize(
    ("idle", "bounds", "verdict"),
    [("full", Bounds(100, 100), Verdict.MET), ("skipped", None, Verdict.INDETERMINATE)],
)
def test_a_month_without_any_requests_is_what_the_contract_says(idle, bounds, verdict):
    """Kibana again, and Yuzu#4290 "no data must never render as met": met only where the contract says so."""
    judgement, _ = judged("95 %", idle=idle)
    assert judgement.observation.bounds == bounds
    assert judgement.verdict is verdict


def test_a_metric_that_is_missing_is_not_zero():
    """Governify: where the metric has no value it takes 0, and the penalty for 0 % is charged.

    Nobody stated February: the figure is not known, and the penalty neither.
    """
    table = Bands(rows=[Row(below="95 %", pay="500 EUR"), Row(at_least="95 %", pay="100 EUR", below="99 %")])
    result = evaluate(
        agreement(stated(table)), figures(between("2026-02-01", "2026-03-01"), uptime="98 %"), MARCH
    )
    (judgement,) = result.judgements
    assert judgement.observation.bounds is None
    assert str(judgement.observation) == "no data"
    assert judgement.verdict is Verdict.INDETERMINATE
    assert result.breaches == ()
    assert (result.total.low, result.total.high) == (0, 500)


def test_a_promise_that_nobody_measured_is_listed_as_such():
    """datacontract-cli: `availability` of 99.9 % is not checked, and not a word is said of it.

    Every level of the agreement is in the result; what has no evidence cannot be said, and not met.
    """
    result = evaluate(agreement(uptime(target="99.9 %"), stated(name="satisfaction")), Evidence(), MARCH)
    assert {j.observation.level: j.verdict for j in result.judgements} == {
        "uptime": Verdict.INDETERMINATE,
        "satisfaction": Verdict.INDETERMINATE,
    }
    assert result.verdict is Verdict.INDETERMINATE
    assert "no data" in result.explain()


def test_what_was_not_watched_is_no_uptime():
    """slo-generator#42, sloth#133 and Kibana#197064 ask what becomes of time without data.

    Of 744 hours 8 were not watched, and nothing is known to have failed: 736 ÷ 744 to 100 %.
    """
    watched = outages(covers=between("2026-03-01T08:00", "2026-04-01"))
    (judgement,) = evaluate(agreement(uptime(target="99.9 %")), watched, MARCH).judgements
    assert judgement.observation.bounds == Bounds(Fraction(100 * 736, 744), 100)
    assert judgement.verdict is Verdict.INDETERMINATE


def test_a_hundred_percent_is_a_promise_that_one_microsecond_breaks():
    """kibana#144823 asks for a target of 100 %: an outage of a microsecond is not rounded away."""
    short = Window.of_micros(MARCH.start.micros, MARCH.start.micros + 1)
    result = evaluate(agreement(uptime(target="100 %")), outages(short), MARCH)
    assert result.verdict is Verdict.BREACHED
    assert str(result.observations[0]) == "99.999999… %"
    assert evaluate(agreement(uptime(target="100 %")), outages(), MARCH).verdict is Verdict.MET
