"""A quarter is its months: nothing hangs on how the windows are cut, if the ledger is handed on."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from laws import bundles
from laws.drawing import Labels, Place, law, places
from laws.terms import CAPPED, agreement, labels
from slacore import Charge, Charges, Evaluation, Evidence, Ledger, Money, evaluate


def in_turn(terms: Any, evidence: Evidence, where: Place, **given: Any) -> list[Evaluation]:
    """The months one after the other, each with the ledger of those before."""
    ledger: Ledger | None = None
    found = []
    for month in where.months:
        found.append(evaluate(terms, evidence, month, ledger=ledger, **given))
        ledger = found[-1].ledger
    return found


@law(30, breached=10, indeterminate=10, capped=5)
def test_a_quarter_is_its_months_in_turn(data: Any) -> Labels:
    """Judgements, awards, settlements and the final ledger are the same, entry by entry."""
    where = data.draw(places)
    levels = data.draw(bundles.levels(where))
    evidence = data.draw(bundles.evidence(where, where.quarter))
    settlement = {"settlement": CAPPED} if data.draw(st.booleans()) else {}
    terms = agreement(*levels, zone=where.zone, **settlement)
    fees = Charges(
        [
            Charge(name="fee", span=month, amount=Money(1000 + n, "EUR"))
            for n, month in enumerate(where.months)
        ]
    )
    whole = evaluate(terms, evidence, where.quarter, charges=fees)
    parts = in_turn(terms, evidence, where, charges=fees)
    for name in ("judgements", "breaches", "awards", "settlements"):
        joined = [one for part in parts for one in getattr(part, name)]
        assert _by_period(joined) == _by_period(getattr(whole, name)), name
    assert parts[-1].ledger == whole.ledger
    for unit in {owed.unit for owed in whole.totals}:
        sums = [owed for part in parts for owed in part.totals if owed.unit == unit]
        (total,) = (owed for owed in whole.totals if owed.unit == unit)
        lows, highs = ([getattr(one, side) for one in sums] for side in ("low", "high"))
        assert (total.low, total.high) == (_sum(lows), _sum(highs))
    return labels(whole)


def _sum(values: list[Any]) -> Any:
    return None if None in values else sum(values)


def _by_period(rows: Any) -> list[Any]:
    """In one order: a quarter is told level by level, months month by month."""

    def key(row: Any) -> Any:
        seen = getattr(row, "observation", row)
        return (seen.period.end.micros, getattr(seen, "level", ""), getattr(seen, "record", "") or "~")

    return sorted(rows, key=key)


@law(25, breached=10, indeterminate=10)
def test_a_window_that_ends_later_changes_no_month_that_had_ended(data: Any) -> Labels:
    """A month's figure and settlement are the same from the month's window and from the quarter's."""
    where = data.draw(places)
    levels = data.draw(bundles.levels(where))
    evidence = data.draw(bundles.evidence(where, where.quarter))
    levels = tuple(level for level in levels if level.missing.policy != "carry forward")
    if not levels:
        return {"breached", "indeterminate"}
    terms = agreement(*levels, zone=where.zone)
    whole = evaluate(terms, evidence, where.quarter)
    alone = evaluate(terms, evidence, where.month)
    assert alone.judgements == tuple(one for one in whole.judgements if one.observation.period == where.month)
    assert alone.settlements == tuple(one for one in whole.settlements if one.period == where.month)
    return labels(alone)
