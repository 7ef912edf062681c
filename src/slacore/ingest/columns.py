"""What the columns of a table mean: the fields of a record, or of the entries in its log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from slacore.errors import Problem, did_you_mean
from slacore.evidence import Record
from slacore.ingest.table import Table
from slacore.serialization.names import key_of

_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)


@frozen
class Column:
    """One field that a column may fill: what it takes, and whether a record needs it."""

    takes: Any
    needed: bool


def columns_of(cls: type) -> dict[str, Column]:
    """The fields of a class by their keys in documents."""
    hints = get_type_hints(cls)
    return {
        key_of(item): Column(hints[item.name], item.default is attrs.NOTHING)
        for item in attrs.fields(cls)
        if item.init
    }


@frozen
class Log:
    """The field in which a record keeps its ordered entries, such as a ticket's events."""

    key: str
    entry: type
    columns: dict[str, Column]


def log_of(cls: type[Record]) -> Log | None:
    """The log of a class of records, if it keeps one."""
    for key, column in columns_of(cls).items():
        inner = get_args(column.takes)
        if get_origin(column.takes) is tuple and len(inner) == 2 and inner[1] is ... and attrs.has(inner[0]):
            return Log(key, inner[0], columns_of(inner[0]))
    return None


def header_problems(table: Table, known: dict[str, Column], what: str) -> Iterator[Problem]:
    """What is wrong with the names of the columns, for a table that names them once."""
    if table.header is None:
        return
    where = table.place(table.header) if table.header else table.name
    for key, name in table.columns.items():
        if key not in known:
            yield Problem(where, f"unknown column '{name}'{did_you_mean(key, known)}")
        elif table.flat and _is_list(known[key].takes):
            yield Problem(where, f"the column '{name}' takes a list, which no cell can hold; use JSON lines")
    for key, column in known.items():
        if column.needed and key not in table.columns and key != "id":
            yield Problem(where, f"there is no column '{key}', which {what} needs")


def _is_list(takes: Any) -> bool:
    return any(get_origin(one) is tuple for one in (takes, *get_args(takes)))


def value_in(table: Table, value: Any, takes: Any) -> Any:
    """The value as a document would have it.

    A cell of text has no types: where the field takes them, ``true`` and ``false`` are
    booleans and digits a whole number. An id is a text, also where it is written in digits.
    """
    kinds = set(get_args(takes) or (takes,)) - {NoneType}
    if kinds == {str} and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not table.flat:
        return value
    if bool in kinds and value in ("true", "false"):
        return value == "true"
    return int(value) if int in kinds and _WHOLE.fullmatch(value) else value
