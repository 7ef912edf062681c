"""A real export of incidents, and plain counts of their times that know nothing of slacore.

The first 5,998 rows, 890 incidents, of the log that a company exported from ServiceNow: one row for each
update of an incident, with all its fields as they were then. The rows do not say when a clock runs, so
the rules are ours:

- an incident is opened at `opened_at`, or by its first row where that is earlier (five times);
- rows are in the order of the file; one that is dated after the next one has its date (once);
- the state of a row holds from then on; before the first row it is "New";
- a state that begins with "Awaiting" is a wait; "Closed" is office work some days after "Resolved";
- "Resolved" resolves it, the first of a run; "Active" after that reopens it;
- it is taken on by the first row that names whom it is assigned to.

Times are taken as UTC, because the export does not say in which zone they are.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

WAITS = ("Awaiting User Info", "Awaiting Problem", "Awaiting Vendor", "Awaiting Evidence")


@dataclass(frozen=True)
class Row:
    """What one row says: minutes since 1970, and the fields as they were then."""

    at: int
    state: str
    priority: str
    assigned: str


@dataclass(frozen=True)
class Incident:
    """One incident: when it was opened, its rows in order, and what its last row says of its agreement."""

    name: str
    opened: int
    rows: tuple[Row, ...]
    made_sla: bool


def minutes(text: str) -> int:
    """``29-02-2016 01:16`` as minutes since 1970."""
    return int(datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=UTC).timestamp()) // 60


def read(path: Path) -> list[Incident]:
    """Every incident of the export."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["number"]].append(row)
    return [_incident(name, rows) for name, rows in found.items()]


def _incident(name: str, rows: list[dict[str, str]]) -> Incident:
    said = [minutes(row["sys_updated_at"]) for row in rows]
    ordered = tuple(
        Row(min(said[number:]), row["incident_state"], row["priority"], row["assigned_to"])
        for number, row in enumerate(rows)
    )
    opened = min(minutes(rows[0]["opened_at"]), ordered[0].at)
    return Incident(name, opened, ordered, rows[-1]["made_sla"] == "TRUE")


# The plain counts


def spans(incident: Incident) -> list[tuple[str, int, int]]:
    """State by state, from when to when, up to the last row."""
    states = [("New", incident.opened), *((row.state, row.at) for row in incident.rows)]
    ends = [at for _, at in states[1:]]
    return [(state, at, end) for (state, at), end in zip(states, ends, strict=False)]


def resolved(incident: Incident, reopening: str) -> int:
    """When it was resolved, for good or for the first time."""
    before, runs = "", []
    for state, since, _ in spans(incident):
        if state == "Resolved" != before:
            runs.append(since)
        before = state
    return runs[0] if reopening == "first close wins" else runs[-1]


def ran(incident: Incident, *, stands: tuple[str, ...], reopening: str = "gap left out") -> int:
    """How many minutes its clock ran until the resolution, standing in those states."""
    end = resolved(incident, reopening)
    standing = {*stands, *(["Resolved"] if reopening == "gap left out" else [])}
    return sum(
        max(0, min(until, end) - since) for state, since, until in spans(incident) if state not in standing
    )


def taken_on(incident: Incident) -> int:
    """After how many minutes it was assigned, or else first resolved."""
    first = resolved(incident, "first close wins")
    named = [row.at for row in incident.rows if row.assigned != "?"]
    return min([*named, first]) - incident.opened
