"""Share: records that are good by their facts or values, and those of which it cannot be said."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import EvaluationError, InvalidValue
from slacore.metrics import Share

MOST = span("2026-03-01", "2026-03-31")
FAST = sla.Test(fact="value", at_most="200 ms")


def samples(*values: str, covers: Any = MARCH, name: str | None = None) -> sla.Evidence:
    rows = [
        sla.Sample(id=f"S-{n}", at=f"2026-03-09T{n:02}:00Z", value=value, name=name)
        for n, value in enumerate(values)
    ]
    return sla.Evidence.of(sla.Sample, rows, covers=covers)


FOUR = ("100 ms", "200 ms", "0.2001 s", "3 s")


def test_the_edge_is_as_the_test_says():
    """Two of four are at most 200 ms, one is below; 0.2001 s is 200.1 ms."""
    assert measured(Share(of="sample", good=FAST), samples(*FOUR)) == exactly(50)
    below = sla.Test(fact="value", below="200 ms")
    assert measured(Share(of="sample", good=below), samples(*FOUR)) == exactly(25)


def test_only_those_that_the_level_is_about():
    """A latency and a depth: of one series both tests agree."""
    depth = sla.Sample(id="other", at="2026-03-09T12:00Z", value="900 ms", name="depth")
    rows = samples("100 ms", name="latency") + sla.Evidence.of(sla.Sample, [depth], covers=MARCH)
    where = [sla.Test(fact="name", equals="latency")]
    assert measured(Share(of="sample", good=FAST), rows, where=where) == exactly(100)
    assert measured(Share(of="sample", good=FAST), rows) == exactly(50)


def tickets(*said: dict[str, Any]) -> sla.Evidence:
    """A ticket for each, with what is said of it."""
    rows = [
        sla.Ticket(id=f"T-{n}", events=[("2026-03-09T09:00Z", "opened"), ("2026-03-09T12:00Z", "resolved")])
        for n in range(len(said))
    ]
    facts = [
        sla.Fact(id=f"{name} {n}", record=f"T-{n}", name=name, value=value)
        for n, one in enumerate(said)
        for name, value in one.items()
    ]
    return sla.Evidence.of(sla.Ticket, rows, covers=MARCH) + sla.Evidence(records=facts)


BOTH = Share(
    of="ticket",
    counted_by="resolved",
    good=[sla.Test(fact="in time", equals=True), sla.Test(fact="defects", at_most="0 count")],
)


def test_all_tests_must_hold_of_a_record():
    """In time with a defect is bad, and so is late without one: one of three."""
    rows = tickets(
        {"in time": True, "defects": "0 count"},
        {"in time": True, "defects": "1 count"},
        {"in time": False, "defects": "0 count"},
    )
    assert measured(BOTH, rows) == exactly(Fraction(100, 3))


def test_what_is_not_said_is_in_doubt_unless_another_test_fails():
    """Good, in doubt, and late whatever its defects: one or two of three."""
    rows = tickets({"in time": True, "defects": "0 count"}, {"in time": True}, {"in time": False})
    (found,) = observed(BOTH, rows)
    assert found.bounds == sla.Bounds(Fraction(100, 3), Fraction(200, 3))
    assert found.workings == (("good", "1"), ("bad", "1"), ("in doubt", "1"))


def test_probes_by_what_they_found():
    """The share of good probes is availability by probes."""
    rows = [sla.Probe(id=str(n), at=f"2026-03-09T{n:02}:00Z", good=n > 0) for n in range(4)]
    found = measured(
        Share(of="probe", good=sla.Test(fact="good", equals=True)),
        sla.Evidence.of(sla.Probe, rows, covers=MARCH),
    )
    assert found == exactly(75)


def test_a_gap_hides_any_number():
    """Anything, then; with one a day two of five or three of five."""
    share = Share(of="sample", good=FAST)
    assert measured(share, samples(*FOUR, covers=MOST)) == sla.Bounds(0, 100)
    daily = Share(of="sample", good=FAST, every="1 d")
    assert measured(daily, samples(*FOUR, covers=MOST)) == sla.Bounds(40, 60)
    assert measured(daily, samples(covers=MOST)) == sla.Bounds(0, 100)
    assert measured(share, samples()) is None


def test_missing_intervals_are_counted_where_their_number_is_known():
    """Two of five where what is missing is bad; not applied where nobody knows how many are."""
    terms = {"missing": sla.MissingData(policy="count as bad"), "target": sla.Target(at_least="90 %")}
    daily = Share(of="sample", good=FAST, every="1 d")
    assert measured(daily, samples(*FOUR, covers=MOST), **terms) == exactly(40)
    (found,) = observed(Share(of="sample", good=FAST), samples(*FOUR, covers=MOST), **terms)
    assert found.bounds == sla.Bounds(0, 100)
    assert found.policy.endswith("not applied, how much is missing is not known")


# Bad input


def test_a_value_that_cannot_be_compared_is_refused_with_the_record():
    """A number is no latency."""
    with pytest.raises(EvaluationError, match="sample S-0: 200 ms cannot be stated in count"):
        measured(Share(of="sample", good=FAST), samples("3 count"))


def test_a_text_is_no_quantity():
    """The ticket is named."""
    with pytest.raises(EvaluationError, match="ticket T-0: 'none' is not a quantity"):
        measured(BOTH, tickets({"in time": True, "defects": "none"}))


@pytest.mark.parametrize(
    ("good", "words"),
    [
        ([], "a share says what is good"),
        (sla.Test(at_least="3 s"), "a record is good by its facts"),
        (sla.Test(level="other", at_least="3 s"), "a record is good by its facts"),
        (["fast"], "a record is good by its facts"),
    ],
)
def test_what_is_good_is_said_of_a_record(good, words):
    """By one fact of it at least."""
    with pytest.raises(InvalidValue, match=words):
        Share(of="sample", good=good)


def test_a_tally_is_no_record_of_one_thing():
    """What is tallied as good is known already: that is availability."""
    with pytest.raises(InvalidValue, match="unknown of 'tally'"):
        Share(of="tally", good=FAST)
