"""JSON lines: one object a line, with the fields that a record has in a document."""

from __future__ import annotations

from pathlib import Path

from slacore.errors import InvalidDocument, Problem
from slacore.ingest.table import Row, Table, key_in, only, text_of
from slacore.serialization.text import read_json


def read_json_lines(path: Path) -> Table:
    """Read one JSON object a line. A number with a fraction stays as it is written."""
    name = str(path)
    # Not splitlines, which also breaks at characters that a JSON text may hold.
    lines = enumerate(text_of(path).split("\n"), start=1)
    rows = [_row(number, line, name) for number, line in lines if line.strip()]
    if not rows:
        raise only(name, "is empty; to say that nothing happened, give a CSV file with its header alone")
    columns = {key_in(key): key for row in rows if isinstance(row, Row) for key in row.values}
    rows = [row if isinstance(row, Problem) else _by_key(row, name) for row in rows]
    return Table(name=name, header=None, columns=columns, rows=rows)


def _row(number: int, line: str, name: str) -> Row | Problem:
    where = f"{name} row {number}"
    try:
        found = read_json(line, where)
    except InvalidDocument as error:
        return error.problems[0]
    if not isinstance(found, dict):
        return Problem(where, f"expected an object with the fields of a record, found {found!r}")
    return Row(number, found)


def _by_key(row: Row, name: str) -> Row | Problem:
    """The row by keys as in documents; null is the same as absent."""
    if len({key_in(key) for key in row.values}) < len(row.values):
        return Problem(f"{name} row {row.number}", f"a field stands there twice: {', '.join(row.values)}")
    return Row(row.number, {key_in(key): value for key, value in row.values.items() if value is not None})
