"""Overlap counts once, and what an exclusion may do to a figure of time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from laws import bundles
from laws.drawing import DAY, Labels, Place, gaps, law, places, spans, without
from laws.terms import SHARES, agreement, labels, remedy
from slacore import (
    Bounds,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    Instant,
    Outage,
    ServiceLevel,
    Target,
    Window,
    WindowSet,
    evaluate,
)
from slacore.metrics import Availability

# Promises of several heights, so that most months break one and leave another in doubt.
TARGETS = ("99.99 %", "99 %", "90 %", "50 %")


def measured(where: Place, evidence: Evidence, **terms: Any) -> Evaluation:
    """The month's availability, held against every target."""
    levels = [
        ServiceLevel(
            name=f"up {number}",
            metric=Availability(),
            **{"target": Target(at_least=edge), "remedies": remedy(SHARES["exact units"]), **terms},
        )
        for number, edge in enumerate(TARGETS)
    ]
    return evaluate(agreement(*levels, zone=where.zone), evidence, where.month)


def holes(where: Place) -> st.SearchStrategy[Window | None]:
    """A gap of days in the month, one as in the other laws, and now and then none."""
    first, last = where.month.start.micros, where.month.end.micros
    long = st.builds(
        lambda start, days: Window.of_micros(start, min(start + days * DAY, last), where.zone),
        st.integers(first, last - DAY),
        st.sampled_from((8, 3, 1, 20)),
    )
    return st.one_of(long, long, long, gaps(where, where.month), st.none())


def asks(found: list[Window], cause: str = "works") -> Evidence:
    """Requests to leave out those spans."""
    return Evidence(
        records=[
            Exemption(id=f"x{number}", start=span.start, end=span.end, cause=cause)
            for number, span in enumerate(found)
        ]
    )


def cut_up(data: Any, span: Window) -> list[Window]:
    """Pieces that overlap, and together are the span."""
    start, end = span.start.micros, span.end.micros
    points = sorted({start, end, *data.draw(st.lists(st.integers(start, end), max_size=4))})
    pieces = []
    for low, high in pairwise(points):
        # Each piece may reach on over those that follow.
        far = data.draw(st.integers(high, end))
        pieces.append(Window.of_micros(low, far, span.start.zone))
    return pieces


@law(60, breached=10, indeterminate=10)
def test_overlap_counts_once(data: Any) -> Labels:
    """Outages told in overlapping pieces, by several people, are the outages that they are together."""
    where = data.draw(places)
    gap = data.draw(holes(where))
    seen = without(where.month, gap)
    down = [
        span
        for span in data.draw(st.lists(spans(where, where.month), min_size=1, max_size=3))
        if WindowSet.of(span) & seen
    ]
    pieces = [piece for span in down for piece in cut_up(data, span) if WindowSet.of(piece) & seen]
    # What of the pieces nobody watched is no evidence: told whole, it is known as down.
    whole = WindowSet.of(*pieces).windows(where.zone)
    served = data.draw(bundles.hours(where))

    def told(parts: Any) -> Evaluation:
        rows = [Outage(id=str(n), start=part.start, end=part.end) for n, part in enumerate(parts)]
        return measured(where, Evidence.of(Outage, rows, covers=seen), hours=served)

    one, other = told(whole), told(pieces)
    assert one.observations[0].bounds == other.observations[0].bounds
    assert one.observations[0].workings == other.observations[0].workings
    assert [(p.low, p.high) for p in one.settlements] == [(p.low, p.high) for p in other.settlements]
    return labels(one)


@law(40)
def test_overlapping_requests_are_excused_once(data: Any) -> Labels:
    """One request in overlapping pieces excuses, and uses of an allowance, what the whole one does."""
    where = data.draw(places)
    down = data.draw(bundles.outages(where, where.month))
    span = data.draw(spans(where, where.month))
    evidence = Evidence.of(Outage, down, covers=where.month)
    (term,) = data.draw(bundles.exclusions(*bundles.ALL_EFFECTS).filter(bool))
    term = Exclusion(cause=term.cause, allowance=term.allowance, effect=term.effect)
    one = measured(where, evidence + asks([span]), exclusions=[term]).observations[0]
    other = measured(where, evidence + asks(cut_up(data, span)), exclusions=[term]).observations[0]
    assert (one.bounds, one.relieved, one.counted) == (other.bounds, other.relieved, other.counted)
    excused = WindowSet()
    for use in other.exclusions:
        excused |= use.applied
    assert excused == one.exclusions[0].applied
    return {"excused"} if excused else set()


def no_worse(before: Bounds | None, after: Bounds | None) -> bool:
    """Whether neither end of an availability fell."""
    assert before is not None
    assert after is not None
    return after.low >= before.low and after.high >= before.high


@law(60, breached=10, indeterminate=10)
def test_an_exclusion_from_the_numerator_never_worsens_availability(data: Any) -> Labels:
    """The denominator is the whole window: excused, added back or relieved, no end of the bounds falls."""
    where = data.draw(places)
    gap = data.draw(holes(where))
    seen = without(where.month, gap)
    down = [one for one in data.draw(bundles.outages(where, where.month)) if bundles.was_seen(one, seen)]
    served = data.draw(bundles.hours(where))
    asked = asks(data.draw(st.lists(spans(where, where.month), min_size=1, max_size=3)))
    effect = data.draw(st.sampled_from(("numerator", "added back", "relief")))
    evidence = Evidence.of(Outage, down, covers=seen) + asked
    before = measured(where, evidence, hours=served)
    after = measured(where, evidence, hours=served, exclusions=[Exclusion(cause="works", effect=effect)])
    assert no_worse(before.observations[0].bounds, after.observations[0].bounds)
    if effect == "relief":
        assert after.observations[0].bounds == before.observations[0].bounds
        assert after.breaches == before.breaches
        relieved = after.observations[0].relieved
        assert relieved is None or no_worse(before.observations[0].bounds, relieved)
    for one, other in zip(before.settlements, after.settlements, strict=True):
        assert other.low <= one.low
        assert other.high <= one.high
    return labels(before)


@law(60, breached=10, indeterminate=10)
def test_a_denominator_that_shrinks_by_downtime_never_worsens_availability(data: Any) -> Labels:
    """Where what is excluded lies in downtime; elsewhere it may, as the next test shows."""
    where = data.draw(places)
    gap = data.draw(holes(where))
    seen = without(where.month, gap)
    down = [one for one in data.draw(bundles.outages(where, where.month)) if bundles.was_seen(one, seen)]
    inside = [
        Window.of_micros(*sorted(pair), where.zone)
        for one in down
        for pair in [data.draw(_ends(one))]
        if pair[0] != pair[1]
    ]
    served = data.draw(bundles.hours(where))
    evidence = Evidence.of(Outage, down, covers=seen) + asks(inside)
    before = measured(where, evidence, hours=served)
    term = Exclusion(cause="works", effect="denominator")
    after = measured(where, evidence, hours=served, exclusions=[term])
    if after.observations[0].bounds is None:
        # All that was promised was down and is excluded: there is no share of nothing.
        assert not after.observations[0].counted
        return labels(before)
    assert no_worse(before.observations[0].bounds, after.observations[0].bounds)
    return labels(before)


def _ends(outage: Outage) -> st.SearchStrategy[tuple[int, int]]:
    assert outage.end is not None
    inside = st.integers(outage.start.micros, outage.end.micros)
    return st.tuples(inside, inside)


def test_a_denominator_that_shrinks_by_uptime_worsens_availability():
    """72 of 720 h down are 90 %; without 360 h that were up it is 72 of 360 h, 80 %."""
    start = Instant.parse("2026-04-01T00:00Z")
    april = Window.month(2026, 4, tz="UTC")
    down = Outage(id="1", start=start, end="2026-04-04T00:00Z")
    term = Exclusion(cause="works", effect="denominator")
    level = ServiceLevel(name="up", metric=Availability(), exclusions=[term])
    evidence = Evidence.of(Outage, [down], covers=april) + asks(
        [Window.between("2026-04-10", "2026-04-25", tz="UTC")]
    )
    result = evaluate(agreement(level, zone="UTC"), evidence, april)
    assert result.observations[0].bounds == Bounds.exactly(80)
