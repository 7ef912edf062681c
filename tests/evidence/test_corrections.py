"""Corrections: what replaces what, what is withdrawn, and what was known before; and who saw it."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.terms import MARCH, agreement, at, between, ticket, tickets, uptime
from slacore import (
    Bounds,
    Evidence,
    Outage,
    Probe,
    ServiceLevel,
    Target,
    Ticket,
    Verdict,
    Window,
    WindowSet,
    evaluate,
)
from slacore.errors import InvalidEvidence
from slacore.metrics import Availability, Downtime, ResolutionTime


def outage(name: str, start: str, end: str, **more: Any) -> Outage:
    """An outage of March, by day and hour."""
    return Outage(id=name, start=f"2026-03-{start}:00Z", end=f"2026-03-{end}:00Z", **more)


def watched(*rows: Outage) -> Evidence:
    return Evidence.of(Outage, rows, covers=MARCH)


def hours_down(evidence: Evidence, *, known_at: str | None = None, **level: Any) -> Bounds | None:
    """The hours of March that were down."""
    terms = agreement(ServiceLevel(name="down", metric=Downtime(unit="hour"), **level))
    moment = None if known_at is None else at(known_at)
    return evaluate(terms, evidence, MARCH, known_at=moment).observations[0].bounds


def hours(low: int, high: int | None = None) -> Bounds:
    return Bounds(low, low if high is None else high)


ORIGINAL = outage("O-1", "10T08", "10T18", recorded=at("2026-03-10T20:00"))
# It was over at noon already.
SHORTER = outage("O-1a", "10T08", "10T12", replaces="O-1", recorded=at("2026-03-12"))
# No, at 13:00.
AGAIN = outage("O-1b", "10T08", "10T13", replaces="O-1a", recorded=at("2026-03-20"))
# It was another service that was down.
NEVER = outage("O-1c", "10T08", "10T13", replaces="O-1b", withdrawn=True, recorded=at("2026-03-25"))


def test_a_correction_takes_the_place_of_the_original():
    """10 h were down; 4 h after the correction, and not 4 of each."""
    assert hours_down(watched(ORIGINAL)) == hours(10)
    assert hours_down(watched(ORIGINAL, SHORTER)) == hours(4)


def test_a_chain_of_corrections_ends_with_the_last():
    """10 h, then 4, then 5; and in any order of the records."""
    assert hours_down(watched(ORIGINAL, SHORTER, AGAIN)) == hours(5)
    assert hours_down(watched(AGAIN, ORIGINAL, SHORTER)) == hours(5)


def test_what_is_withdrawn_did_not_happen():
    """Neither the original nor the correction that was withdrawn counts."""
    assert hours_down(watched(ORIGINAL, SHORTER, AGAIN, NEVER)) == hours(0)
    back = outage("no", "10T08", "10T18", replaces="O-1", withdrawn=True, recorded=at("2026-03-12"))
    assert hours_down(watched(ORIGINAL, back)) == hours(0)


def test_a_correction_can_make_it_worse():
    """The provider's 4 h become 10 h, and with them 99 % are missed."""
    four = outage("O-1", "10T08", "10T12")
    ten = outage("O-1a", "10T08", "10T18", replaces="O-1")
    # 99 % of 744 h leave 7.44 h.
    assert evaluate(agreement(uptime()), watched(four), MARCH).verdict is Verdict.MET
    assert evaluate(agreement(uptime()), watched(four, ten), MARCH).verdict is Verdict.BREACHED


@pytest.mark.parametrize(
    ("moment", "low"),
    # Recorded on the 10th at 20:00, the 12th, the 20th and the 25th, each at 00:00 save the first.
    [
        ("2026-03-10T19:59", 0),
        ("2026-03-10T20:00", 10),
        ("2026-03-11T23:59", 10),
        ("2026-03-12", 4),
        ("2026-03-20", 5),
        ("2026-03-25", 0),
    ],
)
def test_what_was_known_before_a_correction_is_the_original(moment, low):
    """On every day the last word of that day, and the rest of March may have been down."""
    everything = watched(ORIGINAL, SHORTER, AGAIN, NEVER)
    left = (MARCH.end.micros - at(moment).micros) / 3_600_000_000
    found = hours_down(everything, known_at=moment)
    assert found is not None
    assert found.low == low
    assert float(found.high) == pytest.approx(low + left)


def test_a_correction_of_what_is_not_known_yet_stands_for_itself():
    """The original is undated and begins on the 20th; corrected on the 12th to the 10th, it is known then."""
    original = outage("O-1", "20T08", "20T18")
    moved = outage("O-1a", "10T08", "10T12", replaces="O-1", recorded=at("2026-03-12"))
    known = watched(original, moved).as_known_at(at("2026-03-15"))
    assert [(record.id, record.replaces) for record in known.records] == [("O-1a", None)]


def test_a_withdrawal_of_what_is_not_known_yet_says_nothing():
    """Left out with what it withdraws."""
    original = outage("O-1", "20T08", "20T18")
    gone = outage("O-1a", "10T08", "10T12", replaces="O-1", withdrawn=True, recorded=at("2026-03-12"))
    assert watched(original, gone).as_known_at(at("2026-03-15")).records == ()


def test_a_ticket_s_log_is_corrected_as_a_whole():
    """Resolved at 12:00 and not at 17:00: 3 h, and one ticket, not two."""
    late = ticket("T-1", "2026-03-02T09:00", "2026-03-02T17:00")
    log = [(at("2026-03-02T09:00"), "opened"), (at("2026-03-02T12:00"), "resolved")]
    mended = Ticket(id="T-1a", replaces="T-1", events=log)
    level = ServiceLevel(name="repair", metric=ResolutionTime(unit="hour"), target=Target(at_most="4 h"))
    result = evaluate(agreement(level), tickets(late, mended), MARCH)
    assert [(j.observation.record, str(j.observation)) for j in result.judgements] == [("T-1a", "3 h")]


def test_both_stay_in_the_evidence():
    """What was said at first is kept: the digest is of both, and the result counts two records."""
    both = watched(ORIGINAL, SHORTER)
    assert both.digest() != watched(ORIGINAL).digest()
    assert both.current() == (SHORTER,)
    assert evaluate(agreement(uptime()), both, MARCH).to_dict()["evidence"]["records"] == 2


# What is refused.


def refused(*rows: Any) -> list[str]:
    with pytest.raises(InvalidEvidence) as error:
        Evidence.of(Outage, [row for row in rows if isinstance(row, Outage)], covers=MARCH) + Evidence(
            records=[row for row in rows if not isinstance(row, Outage)]
        )
    return [f"{problem.where}: {problem.message}" for problem in error.value.problems]


def test_a_correction_of_nothing_is_refused():
    """Nobody knows O-9."""
    assert refused(outage("O-1", "10T08", "10T12", replaces="O-9")) == [
        "outage O-1: it replaces outage O-9, which is not there"
    ]


def test_a_record_of_another_kind_is_not_what_is_replaced():
    """A probe O-1 is no outage O-1."""
    probe = Probe(id="O-1", at="2026-03-10T08:00Z", good=False)
    assert "outage O-2: it replaces outage O-1, which is not there" in _joined(
        outage("O-2", "10T08", "10T12", replaces="O-1"), probe
    )


def _joined(row: Outage, probe: Probe) -> str:
    with pytest.raises(InvalidEvidence) as error:
        Evidence(
            records=[row, probe],
            coverage=[*watched().coverage, *Evidence.of(Probe, [], covers=MARCH).coverage],
        )
    return str(error.value)


def test_two_corrections_of_one_record_are_refused():
    """The second should correct the first: else nobody knows which holds."""
    one = outage("O-1a", "10T08", "10T12", replaces="O-1")
    two = outage("O-1b", "10T08", "10T13", replaces="O-1")
    assert refused(outage("O-1", "10T08", "10T18"), one, two) == [
        "outage O-1b: it replaces outage O-1, as outage O-1a does already; "
        "let the later correction replace the earlier one"
    ]


def test_a_circle_is_refused():
    """A replaces B and B replaces A; and what replaces itself."""
    circle = [outage(one, "10T08", "10T12", replaces=other) for one, other in (("A", "B"), ("B", "A"))]
    assert refused(*circle) == [
        "outage A: it replaces outage B in a circle; one of them came first",
        "outage B: it replaces outage A in a circle; one of them came first",
    ]
    assert refused(outage("A", "10T08", "10T12", replaces="A")) == [
        "outage A: it replaces outage A in a circle; one of them came first"
    ]


def test_a_correction_is_not_older_than_what_it_corrects():
    """Recorded on the 9th it cannot know what was recorded on the 10th."""
    early = outage("O-1a", "10T08", "10T12", replaces="O-1", recorded=at("2026-03-09"))
    (said,) = refused(ORIGINAL, early)
    assert said.startswith("outage O-1a: it was recorded at 2026-03-09T00:00")
    assert said.endswith("before outage O-1 that it replaces")


def test_an_undated_correction_of_a_dated_record_is_refused_in_words_that_help():
    """Without its date, nobody knows from when on it counts."""
    undated = outage("O-1a", "10T08", "10T12", replaces="O-1")
    (said,) = refused(ORIGINAL, undated)
    assert said == (
        "outage O-1a: it does not say when it was recorded, as outage O-1 that it replaces does; add recorded"
    )


def test_a_withdrawal_says_what_it_withdraws():
    """Withdrawn alone is a record of nothing."""
    assert refused(outage("O-1", "10T08", "10T12", withdrawn=True)) == [
        "outage O-1: it is withdrawn, but does not say which record it replaces"
    ]


# Who saw it.

INSIDE = between("2026-03-01", "2026-03-21")
OUTSIDE = between("2026-03-11", "2026-04-01")


def seen_by(source: str, *rows: Outage, covers: Window = MARCH) -> Evidence:
    return Evidence.of(Outage, rows, covers=covers, source=source)


# Two monitors: each saw one outage of 2 h, and one of 4 h they both saw, by different clocks.
BOTH = seen_by(
    "inside",
    outage("i1", "05T00", "05T02", source="inside"),
    outage("i2", "15T00", "15T04", source="inside"),
    covers=INSIDE,
) + seen_by(
    "outside",
    outage("o1", "25T00", "25T02", source="outside"),
    outage("o2", "15T01", "15T05", source="outside"),
    covers=OUTSIDE,
)


def test_coverage_is_known_by_source():
    """The first twenty days by the one, the last twenty-one by the other, all of March by any."""
    assert BOTH.covered(Outage, None, "inside") == WindowSet.of(INSIDE)
    assert BOTH.covered(Outage, None, "outside") == WindowSet.of(OUTSIDE)
    assert BOTH.covered(Outage, None) == WindowSet.of(MARCH)
    assert BOTH.covered(Outage, None, "nobody") == WindowSet()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        # 2 h, and the 15th from 00:00 to 05:00 once, and 2 h.
        (None, hours(9)),
        # 6 h, and the 21st to the 31st, 264 h, unseen.
        ("inside", hours(6, 270)),
        # 6 h, and the 1st to the 10th, 240 h, unseen.
        ("outside", hours(6, 246)),
        ("nobody", hours(0, 744)),
    ],
)
def test_a_level_picks_whose_word_counts(source, found):
    """What the other monitor saw neither counts nor covers."""
    assert hours_down(BOTH, source=source) == found


def test_what_names_no_source_counts_for_all():
    """A record and a coverage without a source are anybody's."""
    common = Evidence.of(Outage, [outage("x", "08T00", "08T01")], covers=MARCH)
    assert hours_down(BOTH + common, source="inside") == hours(7)


def test_probes_of_the_agreed_monitor_only():
    """Two of two good by the one, none of two by the other: 100 %, 0 %, and 50 % of all."""
    rows = [
        Probe(id=f"{source}{day}", at=f"2026-03-{day}T12:00Z", good=source == "in", source=source)
        for source in ("in", "out")
        for day in (10, 20)
    ]
    evidence = Evidence.of(Probe, rows, covers=MARCH)
    found = {}
    for source in ("in", "out", None):
        level = ServiceLevel(name="l", metric=Availability(source="probes"), source=source)
        found[source] = str(evaluate(agreement(level), evidence, MARCH).observations[0])
    assert found == {"in": "100 %", "out": "0 %", None: "50 %"}
