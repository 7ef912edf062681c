"""Rows into records, through the converter that reads documents: one row is one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from slacore.errors import InvalidDocument, Problem
from slacore.evidence import Record
from slacore.ingest.columns import Column, columns_of, header_problems, value_in
from slacore.ingest.table import Row, Table, refuse
from slacore.serialization.problems import is_about_input, problems


@frozen(kw_only=True)
class Reading:
    """One file on its way to records of one kind."""

    table: Table
    kind: type[Record]
    # How a document's values become an object of a class.
    structure: Callable[[Any, Any], Any]
    # The service that the file is about, where its rows do not say.
    service: str | None = None

    def make(self, cls: type, columns: dict[str, Column], values: dict[str, Any], row: int | str) -> Any:
        """The object, or an `InvalidDocument` with every fault of the row."""
        missing = [key for key, column in columns.items() if column.needed and key not in values]
        if missing:
            what = f"there is nothing here, and every {self.kind.kind} needs it"
            raise InvalidDocument(Problem(self.table.place(row, key), what) for key in missing)
        try:
            return self.structure(values, cls)
        except Exception as error:
            if not is_about_input(error):
                raise
            found = [Problem(self.table.place(row, fault.where), fault.message) for fault in problems(error)]
            raise InvalidDocument(found) from None

    def own(self, row: Row, columns: dict[str, Column]) -> dict[str, Any]:
        """What the row says of these columns; what no column knows is kept, to be refused."""
        return {
            key: value_in(self.table, value, columns[key].takes) if key in columns else value
            for key, value in row.values.items()
        }

    def completed(self, values: dict[str, Any], row: int) -> dict[str, Any]:
        """The values with the service of the file, and an id where the file has none.

        A file without a column of ids gives each row its place, such as ``outages.csv:3``.
        """
        found = dict(values)
        if "id" not in self.table.columns:
            found["id"] = f"{Path(self.table.name).name}:{row}"
        said = found.get("service")
        if self.service is not None and said not in (None, self.service):
            message = f"it says {said!r}, but the file is read as evidence of {self.service!r}"
            raise InvalidDocument([Problem(self.table.place(row, "service"), message)])
        return found if self.service is None else found | {"service": self.service}


# A record with the row that it stands in, or what is wrong with that row.
Found = tuple[int, Record] | Problem


def records_of_rows(reading: Reading) -> Iterator[Found]:
    """Each row as a record."""
    table, columns = reading.table, columns_of(reading.kind)
    refuse(header_problems(table, columns, f"every {reading.kind.kind}"), table.name)
    for row in table.rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            values = reading.completed(reading.own(row, columns), row.number)
            yield row.number, reading.make(reading.kind, columns, values, row.number)
        except InvalidDocument as error:
            yield from error.problems
