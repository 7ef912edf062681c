"""CSV: a header that names the columns, and a row for each record or event."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from slacore.errors import Problem
from slacore.ingest.table import Row, Table, key_in, only, refuse, text_of


def read_csv(path: Path) -> Table:
    """Read comma-separated values. Blanks around a cell are nothing, and so is an empty cell."""
    name = str(path)
    lines = csv.reader(StringIO(text_of(path), newline=""), strict=True)
    numbered = _numbered(lines, name)
    header = next(numbered, None)
    if header is None:
        raise only(name, "is empty; its first row names the columns, also where nothing happened")
    if isinstance(header, Problem):
        raise only(header.where, header.message)
    at, names = header
    refuse(_header_problems(names, f"{name} row {at}"), name)
    keys = [key_in(column) for column in names]
    rows = [row if isinstance(row, Problem) else _row(row[0], row[1], keys, name) for row in numbered]
    return Table(name=name, header=at, columns=dict(zip(keys, names, strict=True)), rows=rows, flat=True)


def _numbered(lines: Iterator[list[str]], name: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each row with the line on which it begins; blank lines are passed over."""
    while True:
        begins = lines.line_num + 1  # type: ignore[attr-defined]
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(f"{name} row {begins}", f"not CSV: {error}; what follows it was not read")
            return
        if cells:
            yield begins, [cell.strip() for cell in cells]


def _header_problems(names: list[str], where: str) -> Iterator[Problem]:
    if len(names) == 1 and (marks := [mark for mark in ";\t|" if mark in names[0]]):
        yield Problem(
            where, f"there is one column, {names[0]!r}; separate columns by commas, not by {marks[0]!r}"
        )
        return
    for number, name in enumerate(names, start=1):
        if not name:
            yield Problem(where, f"column {number} has no name")
    for key, times in Counter(key_in(name) for name in names).items():
        if key and times > 1:
            yield Problem(where, f"the column '{key}' stands there {times} times; names are unique")


def _row(number: int, cells: list[str], keys: list[str], name: str) -> Row | Problem:
    if len(cells) != len(keys):
        message = f"expected {len(keys)} cells, as in the header, found {len(cells)}"
        return Problem(f"{name} row {number}", message)
    return Row(number, {key: cell for key, cell in zip(keys, cells, strict=True) if cell})
