"""Tables as they were read: named columns, numbered rows, and rows that could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from slacore.errors import InvalidDocument, Problem

# A file with one wrong column has a fault in every row: more of them would teach nobody more.
_MOST = 20


def key_in(column: str) -> str:
    """What a column is called in documents: spaces and underscores mean the same."""
    return column.strip().replace("_", " ")


@frozen
class Row:
    """One row: its number as an editor shows it, and what stands in it, by the key in documents."""

    number: int
    values: dict[str, Any]


def _rows(rows: Iterable[Row | Problem]) -> tuple[Row | Problem, ...]:
    return tuple(rows)


@frozen(kw_only=True)
class Table:
    """What one file holds, before anything is known of what its columns mean."""

    name: str
    # The row that names the columns; None where every row names its own.
    header: int | None
    # What the file calls its columns, by their keys in documents.
    columns: dict[str, str]
    # In the order of the file; a row that could not be read is its problem.
    rows: tuple[Row | Problem, ...] = field(converter=_rows)
    # Whether a cell is a text that cannot hold a list.
    flat: bool = False

    def place(self, row: int | str, path: str = "") -> str:
        """How messages call a cell: ``outages.csv row 3, column start``; rows are ``2, 3``."""
        key, dot, rest = path.strip(".").partition(".")
        column = self.columns.get(key, key) + dot + rest
        what = "field" if self.header is None else "column"
        rows = f"rows {row}" if "," in str(row) else f"row {row}"
        return f"{self.name} {rows}" + (f", {what} {column}" if column else "")


def refuse(problems: Iterable[Problem], name: str) -> None:
    """Raise what is wrong with a file, if anything is; the first twenty faults and how many more."""
    found = list(problems)
    if len(found) > _MOST:
        found[_MOST:] = [Problem(name, f"and {len(found) - _MOST} more problems")]
    if found:
        raise InvalidDocument(found)


def only(name: str, message: str) -> InvalidDocument:
    """The error of a file that cannot be read at all."""
    return InvalidDocument([Problem(name, message)])


def text_of(path: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise only(str(path), f"cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise only(f"{path} row {row}", "is not text in UTF-8; save the file in that encoding") from None
