"""Parquet: typed columns, by the extra `tables`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from slacore.errors import InvalidValue, MissingExtra, Problem
from slacore.ingest.table import Row, Table, key_in, only, refuse
from slacore.values import Instant


def read_parquet(path: Path, tz: str | None) -> Table:
    """Read a Parquet file. Timestamps without a zone were written in `tz`; floats are refused.

    Rows are counted from 1: there is no header row.
    """
    name = str(path)
    columns, rows = _read(path)
    refuse(_column_problems(columns, name), name)
    keys = [key_in(column.name) for column in columns]
    cells = enumerate(zip(*rows, strict=True), start=1)
    return Table(
        name=name,
        header=0,
        columns=dict(zip(keys, (column.name for column in columns), strict=True)),
        rows=[_row(number, dict(zip(keys, row, strict=True)), name, tz) for number, row in cells],
    )


def _read(path: Path) -> tuple[list[Any], list[Any]]:
    """The columns as Arrow describes them, and their values."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("reading Parquet needs pyarrow; install slacore[tables], or use CSV") from None
    try:
        # One file and nothing that the names of its folders might add.
        with parquet.ParquetFile(path) as file:
            table = file.read()
    except OSError as error:
        raise only(str(path), f"cannot be read: {error.strerror or error}") from None
    except pa.ArrowException as error:
        raise only(str(path), f"not Parquet: {error}") from None
    return list(table.schema), list(table.columns)


def _column_problems(columns: list[Any], name: str) -> Iterator[Problem]:
    for column in columns:
        if _holds_floats(column.type):
            message = f"holds floats ({column.type}), which are not exact; store decimals or text"
            yield Problem(f"{name} column {column.name}", message)
    for key, times in Counter(key_in(column.name) for column in columns).items():
        if times > 1:
            yield Problem(name, f"the column '{key}' stands there {times} times; names are unique")


def _holds_floats(kind: Any) -> bool:
    from pyarrow import types

    if types.is_dictionary(kind):
        return _holds_floats(kind.value_type)
    return types.is_floating(kind) or any(_holds_floats(kind.field(i).type) for i in range(kind.num_fields))


def _row(number: int, cells: dict[str, Any], name: str, tz: str | None) -> Row | Problem:
    values = {}
    for key, cell in cells.items():
        try:
            value = _plain(_python(cell), tz)
        except InvalidValue as error:
            return Problem(f"{name} row {number}, column {key}", str(error))
        if value is not None:
            values[key] = value
    return Row(number, values)


def _python(cell: Any) -> Any:
    try:
        return cell.as_py()
    except (ValueError, OverflowError):
        raise InvalidValue(
            f"the {cell.type} is no whole number of microseconds from year 1 to 9999; round it first"
        ) from None


def _plain(value: Any, tz: str | None) -> Any:
    """What Arrow holds, as a document would say it."""
    if isinstance(value, datetime):
        return _moment(value, tz)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return [_plain(item, tz) for item in value]
    if isinstance(value, dict):
        return {key_in(key): _plain(item, tz) for key, item in value.items() if item is not None}
    if value is None or isinstance(value, str | int):
        return value
    raise InvalidValue(f"a value of type {type(value).__name__} has no place in a record; write it as text")


def _moment(value: datetime, tz: str | None) -> Instant:
    if hasattr(value, "to_pydatetime"):
        value = _from_pandas(value)
    if value.tzinfo is not None:
        return Instant.from_datetime(value)
    if tz is None:
        raise InvalidValue(
            f"'{value}' has no time zone; store timestamps with one or say which zone it is in"
        )
    return Instant.at(value, tz)


def _from_pandas(value: Any) -> datetime:
    """Arrow hands out nanoseconds as pandas' timestamps, where pandas is installed."""
    if value.nanosecond:
        raise InvalidValue(f"{value} is no whole number of microseconds; round it first")
    moment: datetime = value.to_pydatetime()
    return moment
