"""Rows into records that keep a log: one row is one event, and an id makes them one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import field, frozen

from slacore.errors import InvalidDocument, Problem
from slacore.ingest.columns import Column, Log, columns_of, header_problems
from slacore.ingest.records import Found, Reading
from slacore.ingest.table import Row, Table, refuse

_NAMED = 5


@frozen
class _Gathered:
    """What the rows of one id say: the record's own fields, and its events with their rows."""

    own: dict[str, Any] = field(factory=dict)
    # The row that first said each of them.
    said_in: dict[str, int] = field(factory=dict)
    entries: list[tuple[int, Any]] = field(factory=list)

    def agree(self, table: Table, row: int, values: dict[str, Any]) -> None:
        """Take what another row says of the record itself; it must not say something else."""
        for key, value in values.items():
            if self.own.setdefault(key, value) != value:
                message = (
                    f"found {value!r}, but row {self.said_in[key]} says {self.own[key]!r} of the same id"
                )
                raise InvalidDocument([Problem(table.place(row, key), message)])
            self.said_in.setdefault(key, row)

    def ordered(self) -> list[Any]:
        """The entries in order of time, where they have one; else as they stand in the file."""
        entries = [entry for _, entry in self.entries]
        return sorted(entries, key=lambda entry: entry.at) if hasattr(entries[0], "at") else entries

    def rows(self) -> str:
        """Where they stand: ``2, 3, 7``."""
        numbers = [str(number) for number, _ in self.entries]
        return ", ".join(numbers[:_NAMED]) + (", …" if len(numbers) > _NAMED else "")


def records_of_entries(reading: Reading, log: Log) -> Iterator[Found]:
    """The rows of each id as one record, with its log in order of time."""
    table, columns = reading.table, columns_of(reading.kind)
    own = {key: column for key, column in columns.items() if key != log.key}
    refuse(_header_problems(reading, log, own), table.name)
    gathered: dict[Any, _Gathered] = {}
    broken = set()
    for row in table.rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            _gather(reading, log, own, row, gathered)
        except InvalidDocument as error:
            broken.add(row.values.get("id"))
            yield from error.problems
    for name, one in gathered.items():
        # A record with a broken row would be refused again for the hole that the row left.
        if name not in broken:
            yield from _finished(reading, log, one)


def _header_problems(reading: Reading, log: Log, own: dict[str, Column]) -> Iterator[Problem]:
    table = reading.table
    yield from header_problems(
        table, {**log.columns, **own}, f"every {reading.kind.kind}, a row for each event,"
    )
    if table.columns and "id" not in table.columns:
        where = table.name if not table.header else table.place(table.header)
        yield Problem(where, "there is no column 'id', which says whose event a row is")


def _gather(
    reading: Reading, log: Log, own: dict[str, Column], row: Row, gathered: dict[Any, _Gathered]
) -> None:
    """Add one row to the record of its id."""
    values = reading.own(row, {**log.columns, **own})
    if "id" not in values:
        where = reading.table.place(row.number, "id")
        raise InvalidDocument([Problem(where, "a row without an id is nobody's event")])
    entry = {key: value for key, value in values.items() if key not in own}
    made = _entry(reading, log, entry, (values["id"], row.number))
    one = gathered.setdefault(values["id"], _Gathered())
    said = {key: value for key, value in values.items() if key in own}
    one.agree(reading.table, row.number, reading.completed(said, row.number))
    one.entries.append((row.number, made))


def _entry(reading: Reading, log: Log, values: dict[str, Any], place: tuple[Any, int]) -> Any:
    """One entry of a log; what is wrong with it is told with the id of the record."""
    name, row = place
    try:
        return reading.make(log.entry, log.columns, values, row)
    except InvalidDocument as error:
        whose = f"{reading.kind.kind} {name}"
        raise InvalidDocument(
            Problem(problem.where, f"{whose}: {problem.message}") for problem in error.problems
        ) from None


def _finished(reading: Reading, log: Log, one: _Gathered) -> Iterator[Found]:
    values = {**one.own, log.key: one.ordered()}
    try:
        yield one.entries[0][0], reading.make(reading.kind, columns_of(reading.kind), values, one.rows())
    except InvalidDocument as error:
        yield from error.problems
