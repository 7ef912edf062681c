"""Days after working days where not all is known; what is owed for them, and what the result says."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from metrics.measuring import exactly, observed
from metrics.repairs import BEGUN, LONDON, OFFICE, TWO, YEAR, days, outage, ticket
from slacore.metrics import DaysAfterWorkingDays
from slacore.remedies import Pay, Units


def june(metric: sla.Metric, *rows: sla.Ticket, until: str = "2026-07-01", **more: Any) -> Any:
    """The observations of June; the evidence begins in May and ends as said."""
    return observed(
        metric,
        sla.Evidence.of(sla.Ticket, rows, covers=sla.Window.between("2026-05-01", until, tz=LONDON)),
        window=sla.Window.month(2026, 6, tz=LONDON),
        zone=LONDON,
        hours=OFFICE,
        **more,
    )


def test_still_open_it_has_so_many_days_at_least():
    """Reported on Wednesday 24 June: Thursday and Friday; the 27th to the 30th have gone by."""
    metric = DaysAfterWorkingDays(working_days=2, counted_by="opened")
    (seen,) = june(metric, ticket("06-24 09:00 opened"))
    assert seen.bounds == sla.Bounds(4, None)


@pytest.mark.parametrize(("choice", "low"), [("left out", 3), ("counted", 4)])
def test_still_open_when_nobody_watched_any_more(choice, low):
    """Watched until noon of the 30th: it may have been resolved then, in the course of the day."""
    metric = DaysAfterWorkingDays(working_days=2, counted_by="opened", day_of_resolution=choice)
    seen = june(metric, ticket("06-24 09:00 opened"), until="2026-06-30T12:00")
    assert {one.record: one.bounds for one in seen}["T-1"] == sla.Bounds(low, None)


def test_by_default_it_belongs_to_the_month_in_which_it_was_resolved():
    """Open at the end of June it is nothing of June's, and whole in July: 27 June to 2 July are six."""
    row = outage("06-24 09:00", "07-03 00:00")
    (nothing,) = june(TWO, row, until="2026-08-01")
    assert (nothing.record, nothing.bounds) == (None, None)
    july = sla.Window.month(2026, 7, tz=LONDON)
    assert days(TWO, row, window=july, period="month") == exactly(6)


def test_a_gap_may_hide_a_ticket_that_lasted_longer():
    """Four days and none are known; the last week of June nobody watched."""
    rows = (
        outage("06-01 09:00", "06-08 00:00"),
        outage("06-08 09:00", "06-09 09:00", name="T-2"),
    )
    (mean,) = june(DaysAfterWorkingDays(working_days=2, over="mean"), *rows)
    assert mean.bounds == exactly(2)
    unknown = {
        over: june(DaysAfterWorkingDays(working_days=2, over=over), *rows, until="2026-06-24")
        for over in ("each", "mean", "largest")
    }
    assert [seen.bounds for seen in unknown["mean"]] == [sla.Bounds(0, None)]
    assert [seen.bounds for seen in unknown["largest"]] == [sla.Bounds(4, None)]
    assert {seen.record: seen.bounds for seen in unknown["each"]} == {
        "T-1": exactly(4),
        "T-2": exactly(0),
        None: sla.Bounds(0, None),
    }


def test_no_ticket_is_no_data():
    """Nothing was reported in June, and so nothing was slow."""
    (seen,) = june(DaysAfterWorkingDays(working_days=2, over="mean"))
    assert seen.bounds is None


def test_hours_that_never_open_have_no_working_day():
    """Two working days that never come are never over."""
    closed = sla.ServiceHours(
        zone=LONDON, weekly={"mon": "09:00-12:00"}, weekly_breaks={"mon": ["00:00-24:00"]}
    )
    assert days(TWO, outage("01-05 09:00", "12-01 00:00"), hours=closed) == exactly(0)


def test_so_much_for_every_day():
    """Four days at 10.34: 41.36."""
    level = sla.ServiceLevel(
        name="repair",
        metric=TWO,
        hours=OFFICE,
        target=sla.Target(at_most="0 d"),
        remedies=[sla.Remedy(steps=[Units(above="0 d", per="1 d"), Pay(rate="10.34 GBP")])],
    )
    terms = sla.Agreement(
        name="line",
        zone=LONDON,
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[level],
    )
    rows = [outage("06-01 09:00", "06-08 00:00"), outage("06-08 09:00", "06-09 09:00", name="T-2")]
    evidence = sla.Evidence.of(sla.Ticket, rows, covers=YEAR)
    result = sla.evaluate(terms, evidence, sla.Window.month(2026, 6, tz=LONDON))
    assert {one.observation.record: one.verdict for one in result.judgements} == {
        "T-1": sla.Verdict.BREACHED,
        "T-2": sla.Verdict.MET,
    }
    assert str(result.total) == "41.36 GBP"


def test_the_result_says_which_days():
    """Thursday to Sunday; and nothing where there is none."""
    (seen,) = june(TWO, outage("06-01 09:00", "06-08 00:00"))
    assert dict(seen.workings) == {"records that count": "1", "days that count": "2026-06-04 to 2026-06-07"}
    (seen,) = june(TWO, outage("06-01 09:00", "06-02 00:00"))
    assert dict(seen.workings) == {"records that count": "1"}


def test_in_a_document():
    """Keys have spaces."""
    text = """
slacore: agreement/1
name: line
zone: Europe/London
parties: [{name: P, role: provider}, {name: C, role: customer}]
levels:
  - name: repair
    metric: {kind: days-after-working-days, working days: 2, day of resolution: counted}
    target: {at most: 0 d}
"""
    assert sla.loads(text).levels[0].metric == BEGUN
