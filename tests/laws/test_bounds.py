"""The bounds of a gap hold every filling of it, and are no wider than fillings reach."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from hypothesis import strategies as st

from laws.call_fillings import CALL_CASES
from laws.drawing import DAY, Labels, Place, gaps, law, places, spans
from laws.fillings import APPROACHED, ENDLESS, REACHED, Case, drawn
from laws.fillings import CASES as OTHER_CASES
from laws.fillings import EACH as OTHER_EACH
from laws.outage_fillings import OUTAGE_CASES, OUTER
from laws.terms import CAPPED, SHARES, TIMES, agreement, labels, numbers, remedy, target
from laws.ticket_fillings import EACH_TICKET, TICKET_CASES
from laws.value_fillings import EACH_VALUE, VALUE_CASES
from slacore import (
    STANDARD,
    Bounds,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    Quantity,
    Remedy,
    ServiceLevel,
    Verdict,
    Window,
    evaluate,
)
from slacore.values.quantity import same_dimension

CASES = (*OTHER_CASES, *CALL_CASES, *OUTAGE_CASES, *TICKET_CASES, *VALUE_CASES)
EACH = (*OTHER_EACH, *EACH_VALUE, *EACH_TICKET)


def judged(case: Case, where: Any, evidence: Evidence, **terms: Any) -> Evaluation:
    """The month of the change, one level."""
    promise = target(case.metric, terms.pop("edge", case.edge))
    settlement = {"settlement": CAPPED} if terms.pop("capped", False) else {}
    evidence += terms.pop("asked", Evidence())
    level = ServiceLevel(name="level", metric=case.metric, target=promise, **terms)
    others = (evolve(other, exclusions=terms.get("exclusions", ())) for other in case.others)
    return evaluate(agreement(level, *others, zone=where.zone, **settlement), evidence, where.month)


def figure(result: Evaluation) -> Bounds | None:
    (seen,) = (one for one in result.observations if one.level == "level")
    return seen.bounds


def lies_in(value: Any, bounds: Bounds) -> bool:
    return (bounds.low is None or bounds.low <= value) and (bounds.high is None or value <= bounds.high)


def compatible(before: Verdict | None, after: Verdict | None) -> bool:
    """A verdict that was certain stays what it was."""
    return before not in (Verdict.MET, Verdict.BREACHED) or before is after


def chains(case: Case) -> dict[str, tuple[Any, ...]]:
    unit = case.metric.measured_in()
    return SHARES if unit == "percent" else TIMES if same_dimension(unit, "hour") else numbers(unit)


def edges(case: Case, bounds: Bounds) -> st.SearchStrategy[Any]:
    """The usual edge of the target, or one that lies in the doubt."""
    known = [side for side in (bounds.low, bounds.high) if side is not None]
    middle = Quantity(sum(known) / len(known), case.metric.measured_in())
    return st.sampled_from((case.edge, middle))


@st.composite
def excuses(draw: Any, where: Place, gap: Window) -> dict[str, Any]:
    """No exclusion, or one of a span near the change, in the gap, of it, or over its edge."""
    effect = draw(st.sampled_from(("none", "none", "numerator", "denominator")))
    if effect == "none":
        return {}
    half = gap.micros // 2
    over = Window.of_micros(gap.start.micros - half, gap.start.micros + half + 1)
    span = draw(st.sampled_from((gap, over)) | spans(where, where.month) | spans(where, gap))
    asked = Exemption(id="x", start=span.start, end=span.end, cause="works")
    term = Exclusion(cause="works", effect=effect)
    return {"asked": Evidence(records=[asked]), "exclusions": [term]}


def test_every_built_in_kind_has_a_gap():
    """A new kind is measured with a gap as well. What is stated and not watched has none."""
    tried = {case.metric.kind for case in (*CASES, *EACH)}
    assert tried == set(STANDARD.tags("metric")) - {"reported"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_any_filling_lies_within_the_bounds(case):
    """Whatever happened in the gap, the figure lies in the bounds and the verdict was not against it."""

    @law(40, indeterminate=10)
    def holds(data: Any) -> Labels:
        where = data.draw(places)
        gap = data.draw(gaps(where, where.month))
        month = drawn(data, case, where, gap)
        more = data.draw(excuses(where, gap))
        bounds = figure(judged(case, where, month.seen, **more))
        if bounds is None:
            # All that was watched for is excluded.
            return {"indeterminate"}
        edge = data.draw(edges(case, bounds))
        before = judged(case, where, month.seen, edge=edge, **more)
        for _ in range(3):
            rows = case.sort.fill(data, where, month.rows, gap)
            after = judged(case, where, month.filled(case, rows), edge=edge, **more)
            found = figure(after)
            if found is not None:
                assert lies_in(found.low, bounds)
                assert found.high is None or lies_in(found.high, bounds)
            assert found is None or compatible(before.verdict, after.verdict)
        return labels(before)

    holds()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_some_filling_reaches_the_bounds(case):
    """The low and the high end are reached; or come nearer with every record where their number is open.

    Where an end has no limit, what began in the gap may go on still, and no filling that ends is
    the last one: the figure then rises with the length of what is filled in. A case says where a bound
    is an outer one.
    """

    @law(12)
    def holds(data: Any) -> None:
        where = data.draw(places)
        # Long enough to hold what is long.
        gap = data.draw(gaps(where, where.month).filter(lambda gap: gap.micros > 2 * DAY))
        month = drawn(data, case, where, gap)
        bounds = figure(judged(case, where, month.seen))
        assert bounds is not None
        for side, how, fill in (
            ("low", case.low, case.sort.lowest),
            ("high", case.high, case.sort.highest),
        ):
            end = getattr(bounds, side)
            few, many = (
                figure(judged(case, where, month.filled(case, fill(month.rows, month.gap, size))))
                for size in (20, 200)
            )
            if how == ENDLESS:
                assert end is None
            elif how == REACHED:
                # No ticket at all is no data; then the end is a limit of the kind.
                assert few is None or end in (few.low, few.high)
            elif how == OUTER:
                assert few is None or (lies_in(few.low, bounds) and lies_in(few.high, bounds))
            else:
                assert how == APPROACHED
                near, nearer = (abs(getattr(one, side) - end) for one in (few, many))
                assert nearer <= near / 5

    holds()


def amount(result: Evaluation) -> Bounds:
    """What is payable in all."""
    if not result.settlements:
        return Bounds.exactly(0)
    (penalty,) = result.settlements
    low, high = (None if one is None else one.amount for one in (penalty.payable_low, penalty.payable_high))
    return Bounds(low, high)


@law(150, breached=10, indeterminate=10, capped=5, doubtful=10)
def test_the_penalty_of_any_filling_lies_within_the_penalty_s_bounds(data: Any) -> Labels:
    """Units, tables with holes and bonuses, caps: what is owed in the end was among what may be owed."""
    case = data.draw(st.sampled_from((*CASES, *EACH)))
    where = data.draw(places)
    gap = data.draw(gaps(where, where.month))
    month = drawn(data, case, where, gap)
    steps = data.draw(st.sampled_from(list(chains(case).values())))
    when = data.draw(st.sampled_from(("breached", "breached", "always")))
    capped = data.draw(st.booleans())
    found: tuple[Remedy, ...] = remedy(steps, when)
    before = judged(case, where, month.seen, remedies=found, capped=capped)
    bounds = amount(before)
    seen = labels(before)
    for _ in range(3):
        rows = case.sort.fill(data, where, month.rows, gap)
        after = judged(case, where, month.filled(case, rows), remedies=found, capped=capped)
        owed = amount(after)
        if figure_is_known(after):
            assert lies_in(owed.low, bounds)
            assert lies_in(owed.high, bounds)
        seen |= labels(after) & {"breached", "capped"}
    return seen


def figure_is_known(result: Evaluation) -> bool:
    """Whether the month, watched from end to end, leaves nothing open."""
    return all(seen.idle or seen.exact is not None for seen in result.observations)


@pytest.mark.parametrize("case", EACH, ids=lambda case: case.name)
def test_a_record_that_nobody_saw_has_a_line_of_its_own(case):
    """A record of a filling is either known already, with the same verdict, or one of those in doubt."""

    @law(30, indeterminate=10, breached=10)
    def holds(data: Any) -> Labels:
        where = data.draw(places)
        gap = data.draw(gaps(where, where.month))
        month = drawn(data, case, where, gap)
        before = {j.observation.record: j for j in judged(case, where, month.seen).judgements}
        after = judged(case, where, month.filled(case, case.sort.fill(data, where, month.rows, gap)))
        for judgement in after.judgements:
            known = before.get(judgement.observation.record, before[None])
            assert known is not None
            assert compatible(known.verdict, judgement.verdict)
            if judgement.observation.bounds is not None:
                assert lies_in(judgement.observation.low, known.observation.bounds)
        return labels(after) | {"indeterminate"}

    holds()
