"""Sampled: measured values of a series, with a scale, and what a gap may hide of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import EvaluationError, InvalidValue, UnitMismatch
from slacore.metrics import Sampled

MOST = span("2026-03-01", "2026-03-31")
TOOK = (4, 5, 5, 6, 6, 6, 7, 7, 8, 16)


def sample(name: str, at: str, value: Any, series: str | None = "depth") -> sla.Sample:
    return sla.Sample(
        id=name, at=f"2026-{at}Z", value=value if isinstance(value, str) else f"{value} min", name=series
    )


def samples(*rows: sla.Sample, covers: Any = MARCH) -> sla.Evidence:
    return sla.Evidence.of(sla.Sample, rows, covers=covers)


TEN = samples(*(sample(f"S-{n}", f"03-09T{n:02}:00", took) for n, took in enumerate(TOOK)))


def of(**more: Any) -> Sampled:
    return Sampled(**{"of": "depth", "unit": "min", **more})


@pytest.mark.parametrize(("over", "figure"), [("mean", 7), ("largest", 16), ("smallest", 4), ("total", 70)])
def test_one_figure_of_ten(over, figure):
    """4 + 5 + 5 + 6 + 6 + 6 + 7 + 7 + 8 + 16 is 70, of ten values."""
    assert measured(of(over=over), TEN) == exactly(figure)
    assert measured(of(over=over, unit="second"), TEN) == exactly(60 * figure)


def test_a_mean_is_exact():
    """1, 1 and 2 minutes are four thirds of one."""
    rows = samples(*(sample(str(n), f"03-09T0{n}:00", value) for n, value in enumerate((1, 1, 2))))
    assert measured(of(), rows) == exactly(Fraction(4, 3))


def test_each_by_itself():
    """Every sample has an observation with its id."""
    rows = samples(sample("a", "03-09T01:00", 3), sample("b", "03-09T02:00", 9))
    found = {one.record: str(one) for one in observed(of(over="each"), rows)}
    assert found == {"a": "3 min", "b": "9 min"}


def test_only_the_series_counts():
    """Samples of another name, or of none, are not of the series; without a name all are."""
    rows = samples(
        sample("a", "03-09T01:00", 3),
        sample("b", "03-09T02:00", 9, "other"),
        sample("c", "03-09T03:00", 6, None),
    )
    assert measured(of(over="total"), rows) == exactly(3)
    assert measured(Sampled(over="total", unit="min"), rows) == exactly(18)


def test_a_series_that_there_is_not_is_named_in_the_explanation():
    """No data, and which series there are instead."""
    rows = samples(sample("a", "03-09T01:00", 3, "dept"), sample("b", "03-09T01:00", 3, "width"))
    (found,) = observed(of(), rows)
    assert found.bounds is None
    assert ("no sample of 'depth'", "there are dept, width") in found.workings


def test_a_sample_counts_in_the_period_and_in_service_hours():
    """Midnight of the 1st of April is April's; nine to five on weekdays, the end excluded."""
    rows = samples(
        sample("in", "03-09T09:00", 2),
        sample("closing", "03-09T17:00", 4),
        sample("sunday", "03-08T12:00", 8),
        sample("next", "04-01T00:00", 16),
        covers=span("2026-03-01", "2026-05-01"),
    )
    office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
    assert measured(of(over="total"), rows) == exactly(14)
    assert measured(of(over="total"), rows, hours=office) == exactly(2)


def test_what_lies_in_excused_time_does_not_count():
    """Works from 5:00 on take 6, 7, 7, 8 and 16 of the ten."""
    works = sla.Exemption(id="x", start="2026-03-09T05:00Z", end="2026-03-09T12:00Z", cause="works")
    rows = TEN + sla.Evidence(records=[works])
    assert measured(of(over="total"), rows, exclusions=[sla.Exclusion(cause="works")]) == exactly(26)


def test_nothing_watched_for_is_no_data_and_adds_up_to_nothing():
    """A month without a sample has no mean; what was lost in it in all is nothing."""
    assert measured(of(), samples()) is None
    assert measured(of(over="total"), samples()) == exactly(0)


# Gaps


def hidden(**more: Any) -> sla.Bounds | None:
    """4 and 8 minutes were seen; the last day of March was not watched."""
    rows = samples(sample("a", "03-09T01:00", 4), sample("b", "03-09T02:00", 8), covers=MOST)
    return measured(of(**more), rows)


@pytest.mark.parametrize(
    ("over", "low", "high"),
    [("mean", 0, None), ("largest", 8, None), ("smallest", 0, 4), ("total", 12, None)],
)
def test_any_number_may_be_missing(over, low, high):
    """Of a mean anything is possible, the largest cannot be less than 8, nor the total than 12."""
    assert hidden(over=over) == sla.Bounds(low, high)


@pytest.mark.parametrize(
    ("over", "low", "high"),
    # Two may be missing: (12 + 2·1) ÷ 4 and (12 + 2·20) ÷ 4; none need have been taken.
    [("mean", "3.5", 13), ("largest", 8, 20), ("smallest", 1, 4), ("total", 12, 52)],
)
def test_so_many_may_be_missing_on_a_scale(over, low, high):
    """One is due every twelve hours, and a value lies between 1 and 20 minutes."""
    scale = {"lowest": "1 min", "highest": "20 min", "every": "12 h"}
    assert hidden(over=over, **scale) == sla.Bounds(low, high)


@pytest.mark.parametrize(("every", "number"), [("24 h", 1), ("23 h", 2), ("12 h", 2), ("11 h", 3)])
def test_a_gap_hides_one_at_its_start_and_one_for_each_interval(every, number):
    """A day hides two if one is due every 23 hours: at 0:00 and at 23:00."""
    assert hidden(over="total", highest="10 min", every=every) == sla.Bounds(12, 12 + 10 * number)


def test_a_gap_that_is_excused_hides_nothing():
    """The day that nobody watched was excused as well."""
    works = sla.Exemption(id="x", start="2026-03-31T00:00Z", end="2026-04-01T00:00Z", cause="works")
    rows = samples(sample("a", "03-09T01:00", 4), covers=MOST) + sla.Evidence(records=[works])
    assert measured(of(), rows, exclusions=[sla.Exclusion(cause="works")]) == exactly(4)


def test_a_total_of_what_may_be_negative_has_no_least():
    """-5 to 5 a time, any number of times; and twice at most."""
    signed = {"over": "total", "lowest": "-5 min", "highest": "5 min"}
    rows = samples(sample("a", "03-09T01:00", -3), covers=MOST)
    assert measured(of(**signed), rows) == sla.Bounds(None, None)
    assert measured(of(**signed, every="12 h"), rows) == sla.Bounds(-13, 7)


# Policies


def by_policy(policy: str, target: sla.Target, **more: Any) -> tuple[Any, str]:
    rows = samples(sample("a", "03-09T01:00", 4), sample("b", "03-09T02:00", 8), covers=MOST)
    (found,) = observed(of(**more), rows, missing=sla.MissingData(policy=policy), target=target)
    return found.bounds, found.policy


SHORT = sla.Target(at_most="6 min")
GAP = "(1 d not covered)"


def test_missing_samples_are_counted_where_their_number_is_known():
    """One a day is due, up to 10 minutes: (4 + 8 + 10) ÷ 3 at worst, (4 + 8 + 0) ÷ 3 at best."""
    daily = {"every": "1 d", "highest": "10 min"}
    assert by_policy("count as bad", SHORT, **daily) == (
        exactly(Fraction(22, 3)),
        f"missing data: count as bad {GAP}",
    )
    assert by_policy("count as good", SHORT, **daily)[0] == exactly(4)


def test_missing_samples_cannot_be_counted_where_their_number_is_not_known():
    """The bounds stand, and the policy says why; but the largest of those seen is the best case."""
    unknown = f"{GAP}: not applied, how much is missing is not known"
    assert by_policy("count as bad", SHORT) == (sla.Bounds(0, None), f"missing data: count as bad {unknown}")
    assert by_policy("count as bad", SHORT, over="largest")[0] == sla.Bounds(8, None)
    assert by_policy("count as good", SHORT, over="largest")[0] == exactly(8)
    assert by_policy("count as good", SHORT, over="total")[0] == exactly(12)
    assert by_policy("count as good", sla.Target(at_least="3 min"), over="smallest")[0] == exactly(4)


def test_what_is_missing_is_left_out():
    """(4 + 8) ÷ 2."""
    assert by_policy("leave out", SHORT)[0] == exactly(6)


# Bad input


def test_a_value_outside_the_scale_is_refused_with_its_id():
    """A negative duration, and more than all."""
    rows = samples(sample("S-7", "03-09T01:00", "-3 min"))
    with pytest.raises(
        EvaluationError, match=r"sample S-7 is -3 min, outside the scale of 0 to no upper limit minute"
    ):
        measured(of(), rows)
    share = Sampled(unit="percent", highest="100 %")
    rows = samples(sample("S-8", "03-09T01:00", "120 %"))
    with pytest.raises(EvaluationError, match="sample S-8 is 120 %, outside the scale of 0 to 100 percent"):
        measured(share, rows)
    assert measured(Sampled(unit="percent"), rows) == exactly(120)


def test_a_value_in_another_unit_is_refused_with_its_id():
    """A number is no duration."""
    rows = samples(sample("S-7", "03-09T01:00", "3 count"))
    with pytest.raises(EvaluationError, match="sample S-7: 3 count cannot be stated in minute"):
        measured(of(), rows)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"lowest": "5 min", "highest": "5 min"}, "values up to 5 min cannot begin at 5 min"),
        ({"highest": "0 min"}, "values up to 0 min cannot begin at zero"),
        ({"every": "0 s"}, "a record is due every so often"),
        ({"every": "-5 min"}, "a record is due every so often"),
        ({"over": "median"}, "unknown over 'median'"),
        ({"unit": "smiles"}, "unknown unit 'smiles'"),
    ],
)
def test_terms_that_make_no_sense_are_refused(fields, words):
    """When the metric is made, in words."""
    with pytest.raises(InvalidValue, match=words):
        of(**fields)


def test_a_scale_is_in_the_unit_of_the_series():
    """Percent are no minutes."""
    with pytest.raises(UnitMismatch, match="100 % cannot be stated in minute"):
        of(highest="100 %")
