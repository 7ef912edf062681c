"""Observing: what becomes of a metric's answer, and what is said of the evidence behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

import pytest
from attrs import frozen

from evaluation.terms import MARCH, agreement, at, between, outages, repairs, ticket, tickets, uptime
from slacore import (
    Bounds,
    Delivery,
    Evidence,
    Exclusion,
    Exemption,
    Metric,
    Outage,
    Service,
    ServiceLevel,
    evaluate,
)
from slacore.errors import EvaluationError
from slacore.metrics import Availability, Lateness
from slacore.model import Observation, Scope

DAY = between("2026-03-05", "2026-03-06")


@frozen(kw_only=True)
class Foretold(Metric):
    """A stranger's metric that gives one answer, of none to ten."""

    kind: ClassVar[str] = "foretold"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[type[Outage]] = Outage
    most: ClassVar[int | None] = 10

    answer: Any

    def measure(self, scope: Scope) -> Any:
        return self.answer


def observed(answer: Any, *, gap: bool = False) -> Observation:
    level = ServiceLevel(name="calls", metric=Foretold(answer=answer))
    seen = outages(covers=DAY) if gap else outages()
    (one,) = evaluate(agreement(level), seen, MARCH).observations
    return one


@pytest.mark.parametrize(
    ("answer", "whole", "with_gap"),
    [
        (3, Bounds(3, 3), Bounds(0, 10)),
        (Fraction(1, 3), Bounds("1/3", "1/3"), Bounds(0, 10)),
        (Bounds(2, 4), Bounds(2, 4), Bounds(2, 4)),
        (Bounds(0, 10), Bounds(0, 10), Bounds(0, 10)),
        (None, None, Bounds(0, 10)),
    ],
)
def test_a_bare_number_is_widened_where_the_evidence_has_a_gap(answer, whole, with_gap):
    """To all that the figure can ever be; a metric that knows better says so with bounds."""
    assert observed(answer).bounds == whole
    assert observed(answer, gap=True).bounds == with_gap


@pytest.mark.parametrize("answer", [0.5, "many", True])
def test_an_answer_that_is_no_exact_number_is_refused(answer):
    """By the metric's kind, with what it may return."""
    with pytest.raises(
        EvaluationError,
        match=r"^the figure of foretold: .*; a metric returns int, Fraction, Bounds or None$",
    ):
        observed(answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [(11, "11"), (Bounds(-1, 3), "-1 to 3"), (Bounds(0, None), "0 to no upper limit")],
)
def test_an_answer_outside_the_metric_s_own_limits_is_refused(answer, said):
    """Otherwise a gap would be filled with less than what was measured."""
    with pytest.raises(EvaluationError) as refused:
        observed(answer)
    assert str(refused.value) == (
        f"foretold came to {said} count, outside its own limits 0 to 10; "
        "mend measure, or state other limits with least and most"
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, ()),
        (1, ("1 outage (1)",)),
        (2, ("2 outages (1, 2)",)),
        (5, ("5 outages (1, 2, 3, 4, 5)",)),
        (6, ("6 outages (1, 2, 3, 4, 5, …)",)),
    ],
)
def test_the_records_behind_a_figure_are_counted_and_the_first_are_named(count, said):
    """By their kind, in one or in several, and no more names than a line can bear."""
    spans = [between(f"2026-03-{day:02}", f"2026-03-{day + 1:02}") for day in range(1, count + 1)]
    level = ServiceLevel(name="uptime", metric=Availability())
    (one,) = evaluate(agreement(level), outages(*spans), MARCH).observations
    assert one.evidence == said


def test_deliveries_are_counted_in_the_plural_of_their_kind():
    """Two deliveries, one of them on time."""
    rows = [Delivery(id=str(day), due=at(f"2026-03-0{day}"), delivered=at("2026-03-02")) for day in (1, 2)]
    level = ServiceLevel(name="reports", metric=Lateness(over="largest"))
    (one,) = evaluate(agreement(level), Evidence.of(Delivery, rows, covers=MARCH), MARCH).observations
    assert (one.bounds, one.evidence) == (Bounds(24, 24), ("2 deliveries (1, 2)",))


@pytest.mark.parametrize(
    ("whose", "terms", "seen"),
    [
        ({"service": "web"}, {"service": "web"}, True),
        ({"service": "web"}, {"service": "mail"}, False),
        ({"service": "mail"}, {"service": "web"}, False),
        ({}, {"service": "web"}, True),
        ({"source": "ours"}, {"service": "web", "source": "ours"}, True),
        ({"source": "theirs"}, {"service": "web", "source": "ours"}, False),
        ({"source": "theirs"}, {"service": "web"}, True),
    ],
)
def test_only_what_watched_the_service_says_that_it_was_up(whose, terms, seen):
    """Whoever watched the mail knows nothing of the web; and one source may be the one that counts."""
    services = [Service(name="mail"), Service(name="web")]
    watched = Evidence.of(Outage, [], covers=MARCH, **whose)
    (one,) = evaluate(agreement(uptime(**terms), services=services), watched, MARCH).observations
    assert one.bounds == (Bounds(100, 100) if seen else Bounds(0, 100))


def test_a_record_that_is_left_out_is_named():
    """A ticket that lies wholly in excused time."""
    level = repairs(exclusions=[Exclusion(cause="storm")])
    storm = Exemption(id="S-1", cause="storm", start=DAY.start, end=DAY.end)
    known = tickets(
        ticket("T-1", "2026-03-05T09:00", "2026-03-05T19:00"),
        ticket("T-2", "2026-03-07T09:00", "2026-03-07T10:00"),
    )
    (one,) = evaluate(agreement(level), known + Evidence(records=[storm]), MARCH).observations
    assert (one.record, one.notes) == ("T-2", ("ticket T-1 is left out: it lies in excluded time",))
