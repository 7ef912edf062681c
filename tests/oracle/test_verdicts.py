"""Over a hundred thousand figures within one unit of an edge: verdict and row are the Fraction's.

All of them go through `evaluate`, a year at a time: eight zones, months of 28 to 31 days and
quarters, leap years, clock changes. The truth is in `near_edges`, which knows nothing of slacore.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from oracle.near_edges import FAMILIES, Case, Table, Year
from slacore import (
    Agreement,
    Evidence,
    Exclusion,
    Exemption,
    Instant,
    Outage,
    Party,
    Remedy,
    ServiceLevel,
    Tally,
    Target,
    Verdict,
    Window,
    evaluate,
)
from slacore.metrics import Availability
from slacore.remedies import Bands, Row

PARTIES = (Party(name="Host", role="provider"), Party(name="Client", role="customer"))
HOUR = 3_600_000_000
OF_OUTAGES, OF_TALLIES = Availability(), Availability(source="tallies")
OF_INTERVALS = Availability(source="tallies", pooling="mean of intervals")
METRICS = {
    "outages, by month": OF_OUTAGES,
    "outages, by quarter": OF_OUTAGES,
    "outages less maintenance": OF_OUTAGES,
    "requests": OF_TALLIES,
    "mean of intervals": OF_INTERVALS,
}


def bands_of(table: Table) -> Bands:
    """Row by row as many points as edges are missed; the row of a kept promise is not in it."""
    rows = []
    for number, top in enumerate(table.edges, 1):
        low = f"{table.edges[number]} %" if number < len(table.edges) else None
        limits = (
            {"at_least": low, "below": f"{top} %"} if table.inside else {"above": low, "at_most": f"{top} %"}
        )
        rows.append(Row(pay=f"{number} points", label=str(number), **limits))
    return Bands(rows=rows)


@cache
def agreement_of(name: str, table: Table, zone: str) -> Agreement:
    promise = f"{table.edges[0]} %"
    level = ServiceLevel(
        name="uptime",
        metric=METRICS[name],
        target=Target(at_least=promise) if table.inside else Target(above=promise),
        period="quarter" if "quarter" in name else "month",
        exclusions=[Exclusion(cause="maintenance", effect="denominator")],
        remedies=[Remedy(steps=[bands_of(table)])],
    )
    return Agreement(name=table.name, zone=zone, parties=PARTIES, levels=[level])


def records_of(case: Case, name: str) -> tuple[list[Outage], list[Tally], list[Exemption]]:
    """The case as evidence; intervals are hours of the period."""
    outages = [
        Outage(id=f"{name}-{start}", start=Instant(start), end=Instant(end)) for start, end in case.down
    ]
    exempt = [
        Exemption(id=f"{name}-{start}", start=Instant(start), end=Instant(end), cause="maintenance")
        for start, end in case.left_out
    ]
    hours = [(case.start + number * HOUR, *lost) for number, lost in enumerate(case.lost)]
    tallies = [
        Tally(id=f"{name}-{start}", start=Instant(start), end=Instant(start + HOUR), bad=bad, total=total)
        for start, bad, total in hours
    ]
    return outages, tallies, exempt


def evidence_of(year: Year, window: Window) -> Evidence:
    outages, tallies, exempt = [], [], []
    for number, case in enumerate(year.cases):
        found = records_of(case, str(number))
        for rows, more in zip((outages, tallies, exempt), found, strict=True):
            rows += more
    evidence = Evidence.of(Exemption, exempt, covers=window)
    if outages or exempt:
        return evidence + Evidence.of(Outage, outages, covers=window)
    return evidence + Evidence.of(Tally, tallies, covers=window)


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_no_verdict_and_no_row_is_wrong(name):
    """Period, figure, verdict, row and points of every case are those of the plain fraction."""
    rows = Counter()
    for year in FAMILIES[name]():
        window = Window.year(year.year, tz=year.zone)
        result = evaluate(agreement_of(name, year.table, year.zone), evidence_of(year, window), window)
        for case, judgement, award in zip(year.cases, result.judgements, result.awards, strict=True):
            seen, row = judgement.observation, case.row
            assert (seen.period.start.micros, seen.period.end.micros) == (case.start, case.end)
            assert seen.low == seen.high == case.figure
            assert judgement.verdict is (Verdict.BREACHED if row else Verdict.MET)
            assert (award.due, award.low, award.high) == (row > 0, row, row)
            assert award.row == (str(row) if row else None)
            rows[row] += 1
        assert len(result.breaches) == sum(case.row > 0 for case in year.cases)
    # No side of any edge is left untried.
    assert set(rows) == set(range(5))
    assert min(rows.values()) > sum(rows.values()) // 50
