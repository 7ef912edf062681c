"""Parquet: typed columns, read exactly or refused."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import SimpleNamespace

import pytest

from slacore import Instant, Outage, Quantity, Tally, Ticket, Window
from slacore.errors import InvalidValue, MissingExtra
from slacore.ingest.parquet import _from_pandas, _plain

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

START, END = datetime(2017, 2, 28, 17, 37, tzinfo=UTC), datetime(2017, 2, 28, 21, 54, tzinfo=UTC)
OUTAGE = Outage(id="7", start="2017-02-28T17:37:00Z", end="2017-02-28T21:54:00Z")


@pytest.fixture
def stored(tmp_path):
    """A function that writes columns to a Parquet file."""

    def store(columns, name="o.parquet", schema=None):
        path = tmp_path / name
        parquet.write_table(pa.table(columns, schema=schema), path)
        return path

    return store


def moments(unit, zone=None):
    return pa.array([START.replace(tzinfo=None)], pa.timestamp(unit, tz=zone))


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "+01:00"])
def test_timestamps_with_a_zone_are_instants(stored, read, unit, zone):
    """Stored in UTC, whatever zone they are shown in."""
    stamp = pa.timestamp(unit, tz=zone)
    path = stored({"id": ["7"], "start": pa.array([START], stamp), "end": pa.array([END], stamp)})
    assert read("outage", path).records == (OUTAGE,)


def test_naive_timestamps_are_read_in_the_zone_that_is_named(stored, read, refused):
    """09:37 in Los Angeles is 17:37 UTC; without a zone the row is refused."""
    start = datetime(2017, 2, 28, 9, 37)
    path = stored({"id": ["7"], "start": pa.array([start], pa.timestamp("us"))})
    (outage,) = read("outage", path, tz="America/Los_Angeles").records
    assert outage.start == Instant.from_datetime(START)
    (problem,) = refused("outage", path)
    assert problem.startswith("o.parquet row 1, column start: '2017-02-28 09:37:00' has no time zone")


def test_numbers_are_ids_where_a_text_is_due_and_nulls_are_absent(stored, read):
    path = stored(
        {"id": pa.array([7]), "start": pa.array([START]), "end": pa.array([END]), "cause": pa.nulls(1)}
    )
    assert read("outage", path).records == (OUTAGE,)


def test_rows_are_counted_from_one_where_there_is_no_header(stored, read):
    path = stored({"start": pa.array([START, START])})
    assert [record.id for record in read("outage", path).records] == ["o.parquet:1", "o.parquet:2"]


def test_texts_dates_and_dictionaries_are_read_as_in_documents(stored, read):
    """A day is its first instant in the zone; a tally keeps its unit."""
    path = stored(
        {
            "id": pa.array(["a"]).dictionary_encode(),
            "start": pa.array([date(2017, 2, 1)]),
            "end": pa.array([date(2017, 2, 2)]),
            "bad": ["90 s"],
        }
    )
    (tally,) = read("tally", path, tz="UTC").records
    day = Window.day(2017, 2, 1, tz="UTC")
    assert tally == Tally(id="a", start=day.start, end=day.end, bad=Quantity("90", "s"))


def test_decimals_are_exact_numbers(stored, read, acme):
    path = stored(
        {"id": ["a"], "at": pa.array([START]), "share": [Decimal("0.10")], "urgent": [True], "minutes": [3]}
    )
    (visit,) = read("visit", path, registry=acme.registry).records
    assert (visit.share * 10, visit.urgent, visit.minutes) == (1, True, 3)


def test_tickets_hold_their_events_as_a_list_or_one_a_row(stored, read):
    events = [{"at": START, "what": "opened"}, {"at": END, "what": "resolved"}]
    listed = stored({"id": ["T"], "priority": ["P1"], "events": pa.array([events])}, "listed.parquet")
    single = stored(
        {"id": ["T", "T"], "priority": ["P1", None], "at": [END, START], "what": ["resolved", "opened"]}
    )
    ticket = Ticket(
        id="T",
        priority="P1",
        events=[("2017-02-28T17:37:00Z", "opened"), ("2017-02-28T21:54:00Z", "resolved")],
    )
    assert read("ticket", listed).records == (ticket,)
    assert read("ticket", single).records == (ticket,)


@pytest.mark.parametrize(
    "values",
    [pa.array([0.1]), pa.array([[0.1]]), pa.array([{"x": 0.1}]), pa.array([0.1]).dictionary_encode()],
)
def test_floats_are_refused_by_column(stored, refused, values):
    """A float does not say which number was meant, in a list or a structure either."""
    (problem,) = refused("sample", stored({"id": ["1"], "at": pa.array([START]), "value": values}))
    assert problem.startswith("o.parquet column value: holds floats (")
    assert problem.endswith("which are not exact; store decimals or text")


def test_what_is_finer_than_a_microsecond_is_refused(stored, refused):
    path = stored({"id": ["1"], "start": pa.array([1488303420000000001], pa.timestamp("ns", tz="UTC"))})
    (problem,) = refused("outage", path)
    assert problem.startswith("o.parquet row 1, column start:")
    assert "whole number of microseconds" in problem


def test_pandas_timestamps_are_taken_only_where_they_are_whole_microseconds():
    """Arrow hands them out where pandas is installed."""
    stamp = SimpleNamespace(nanosecond=0, to_pydatetime=lambda: START)
    assert _from_pandas(stamp) == START
    with pytest.raises(InvalidValue, match="no whole number of microseconds"):
        _from_pandas(SimpleNamespace(nanosecond=1))

    class Stamp(datetime):
        nanosecond = 0

        def to_pydatetime(self):
            return datetime(self.year, self.month, self.day, tzinfo=self.tzinfo)

    zone = timezone(timedelta(hours=1))
    assert _plain(Stamp(2017, 2, 28, tzinfo=zone), None) == Instant.parse("2017-02-28T00:00:00+01:00")


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"id": ["1"], "strat": [START]}, "o.parquet: unknown column 'strat'; did you mean 'start'?"),
        ({"id": ["1"], "start": [b"x"]}, "o.parquet row 1, column start: a value of type bytes has no place"),
        ({"id": ["1"], "start": ["soon"]}, "o.parquet row 1, column start: 'soon' is not an instant"),
        ({"id": ["1"], "start": [START], "recorded_": [1]}, "o.parquet: unknown column 'recorded_'"),
    ],
)
def test_broken_columns_and_cells_are_named(stored, refused, columns, problem):
    assert refused("outage", stored(columns))[0].startswith(problem)


def test_two_columns_for_one_field_are_refused(stored, refused, acme):
    path = stored({"id": ["1"], "at": [START], "called by": ["a"], "called_by": ["b"]})
    assert refused("visit", path, registry=acme.registry) == [
        "o.parquet: the column 'called by' stands there 2 times; names are unique"
    ]


def test_a_file_that_is_no_parquet_is_refused(written, refused, tmp_path):
    (problem,) = refused("outage", written("o.parquet", "id,start"))
    assert problem.startswith("o.parquet: not Parquet")
    assert refused("outage", tmp_path / "none.parquet")[0].startswith("none.parquet: cannot be read: ")


def test_without_pyarrow_the_extra_is_named(written, read, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"install slacore\[tables\]"):
        read("outage", written("o.parquet", ""))
