"""Reading one file of records of one kind into evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from slacore.errors import Problem, did_you_mean
from slacore.evidence import Evidence, Record
from slacore.ingest.columns import log_of
from slacore.ingest.comma_separated import read_csv
from slacore.ingest.json_lines import read_json_lines
from slacore.ingest.logs import records_of_entries
from slacore.ingest.parquet import read_parquet
from slacore.ingest.records import Found, Reading, records_of_rows
from slacore.ingest.table import Table, only, refuse
from slacore.registry import STANDARD, Registry
from slacore.serialization.converter import converter_for
from slacore.values import Window, WindowSet, zone_name

_READERS: dict[str, Callable[[Path, str | None], Table]] = {
    ".csv": lambda path, _: read_csv(path),
    ".jsonl": lambda path, _: read_json_lines(path),
    ".ndjson": lambda path, _: read_json_lines(path),
    ".parquet": read_parquet,
}


def read_evidence(
    kind: str | type[Record],
    path: str | Path,
    *,
    covers: Window | WindowSet | Iterable[Window],
    tz: str | None = None,
    service: str | None = None,
    registry: Registry = STANDARD,
) -> Evidence:
    """Read the records of one kind from a ``.csv``, ``.jsonl``, ``.ndjson`` or ``.parquet`` file.

    Columns are called as the fields in documents, and their values are written alike; an
    empty cell is an absent field. A time without an offset needs the zone `tz`. Rows without
    a column of ids are called by their place (``outages.csv:3``). A record that keeps a log,
    such as a ticket, has one row for each event, put together by `id` and in order of time,
    or its events as a list where the file can hold one.

    `covers` is the time in which all such records would be in the file, had they occurred;
    `service` the one that it is about, where its rows do not say.

    Raises `InvalidDocument` with every broken row, up to twenty.
    """
    cls = registry.record(kind) if isinstance(kind, str) else kind
    zone = None if tz is None else zone_name(tz)
    table = _table(Path(path), zone)
    structure = converter_for(registry, zone).structure
    reading = Reading(table=table, kind=cls, structure=structure, service=service)
    log = log_of(cls)
    if log is None or log.key in table.columns:
        found = list(records_of_rows(reading))
    else:
        found = list(records_of_entries(reading, log))
    refuse([*(one for one in found if isinstance(one, Problem)), *_repeated(table, found)], table.name)
    records = [one[1] for one in found if not isinstance(one, Problem)]
    return Evidence.of(cls, records, covers=covers, service=service)


def _table(path: Path, tz: str | None) -> Table:
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise only(str(path), f"unknown kind of file '{path.suffix}'{did_you_mean(path.suffix, _READERS)}")
    return read(path, tz)


def _repeated(table: Table, found: Iterable[Found]) -> Iterable[Problem]:
    """Ids that stand in the file more than once."""
    rows: dict[str, int] = {}
    for one in found:
        if isinstance(one, Problem):
            continue
        row, record = one
        if rows.setdefault(record.id, row) != row:
            yield Problem(table.place(row, "id"), f"{record.id!r} is the id of row {rows[record.id]} already")
