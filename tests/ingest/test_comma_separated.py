"""CSV: what is read, and how every broken row is named."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slacore import Instant, Outage, Quantity, Tally, Window, WindowSet
from slacore.errors import InvalidEvidence, InvalidValue, UnknownKind

START, END = "2017-02-28T17:37:00Z", "2017-02-28T21:54:00Z"


def test_a_row_is_a_record_and_an_empty_cell_is_an_absent_field(written, read):
    """The outage of 28 February has its two ends; one without an end was still going on."""
    path = written("outages.csv", f"id,start,end,cause\nO-1,{START},{END},a typo\nO-2, {START} ,,\n")
    evidence = read("outage", path)
    assert evidence.records == (
        Outage(id="O-1", start=START, end=END, cause="a typo"),
        Outage(id="O-2", start=START),
    )


def test_what_the_file_covers_is_what_the_caller_says(written, read):
    """Coverage is never read out of the rows."""
    half = Window.between("2017-02-15", "2017-03-01", tz="UTC")
    path = written("outages.csv", f"id,start,end\nO-1,{START},{END}\n")
    assert read("outage", path, covers=half).covered(Outage, None) == WindowSet.of(half)


def test_a_header_alone_says_that_nothing_happened(written, read):
    """No rows and a coverage are evidence of a quiet month."""
    evidence = read("outage", written("outages.csv", "id,start,end\n"))
    assert evidence.records == ()
    assert evidence.covered(Outage, None).micros == 28 * 86_400_000_000


def test_naive_times_are_read_in_the_zone_that_is_named(written, read):
    """09:37 in Los Angeles in February is 17:37 UTC."""
    path = written("outages.csv", "id,start,end\nO-1,2017-02-28 09:37,2017-02-28 13:54\n")
    (outage,) = read("outage", path, tz="America/Los_Angeles").records
    assert (outage.start, outage.end) == (Instant.parse(START), Instant.parse(END))


def test_columns_are_called_as_in_documents_with_spaces_or_underscores(written, read, acme):
    """`called_by` and `called by` are one field."""
    for name in ("called_by", "called by", " called by "):
        path = written("visits.csv", f"id,at,{name}\n1,{START},Ada\n")
        (visit,) = read("visit", path, registry=acme.registry).records
        assert visit.called_by == "Ada"


def test_rows_without_ids_are_called_by_their_place(written, read):
    """The row under the header is row 2 of the file, whatever folder that lies in."""
    path = written("outages.csv", f"start,end\n{START},{END}\n\n{START},{END}\n")
    assert [record.id for record in read("outage", path).records] == ["outages.csv:2", "outages.csv:4"]


def test_quantities_are_text_with_their_unit(written, read):
    """A tally of time and one of things."""
    path = written(
        "tallies.csv", f"id,start,end,bad,total\n1,{START},{END},217 min,\n2,{START},{END},3 count,9 count\n"
    )
    one, two = read("tally", path).of_kind(Tally)
    assert one.bad == Quantity("217", "min")
    assert (two.bad, two.total) == (Quantity("3", "count"), Quantity("9", "count"))


def test_true_and_false_are_booleans_where_a_field_takes_one(written, read):
    """A fact may be a truth, a text or a quantity."""
    path = written(
        "facts.csv", "id,name,value,record\n1,vip,true,T-1\n2,site,Leeds,T-1\n3,distance,12 km,T-1\n"
    )
    values = {fact.name: fact.value for fact in read("fact", path).records}
    assert values == {"vip": True, "site": "Leeds", "distance": Quantity("12", "km")}


def test_a_strangers_fields_are_read_by_their_types(written, read, acme):
    """Digits are a whole number, a text or a share, as the field takes it."""
    path = written("visits.csv", f"id,at,minutes,urgent,share,called by\n7,{START},12,false,1/3,12\n")
    (visit,) = read("visit", path, registry=acme.registry).records
    assert (visit.minutes, visit.urgent, visit.share, visit.called_by) == (12, False, Fraction(1, 3), "12")


def test_a_list_fits_in_no_cell(written, refused, acme):
    path = written("visits.csv", f"id,at,rooms\n1,{START},kitchen\n")
    assert refused("visit", path, registry=acme.registry) == [
        "visits.csv row 1: the column 'rooms' takes a list, which no cell can hold; use JSON lines"
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_name(written, read):
    """Spreadsheets write both."""
    path = written("outages.csv", b"\xef\xbb\xbfid,start,end\r\nO-1," + f"{START},{END}\r\n".encode())
    assert read("outage", path).records[0].id == "O-1"


def test_the_service_of_the_file_is_that_of_its_rows(written, read, refused):
    """Rows that say nothing are about it; a row that says another is refused."""
    path = written("outages.csv", f"id,start,end,service\n1,{START},{END},\n2,{START},{END},web\n")
    evidence = read("outage", path, service="web")
    assert [record.service for record in evidence.records] == ["web", "web"]
    assert not evidence.covered(Outage, "mail")
    assert refused("outage", path, service="mail") == [
        "outages.csv row 3, column service: it says 'web', but the file is read as evidence of 'mail'"
    ]


def test_every_broken_row_is_named_by_file_row_and_column(written, refused):
    """All of them at once, in the order of the file, each as an editor counts."""
    path = written(
        "outages.csv",
        "id,start,end\n"
        f"1,{START},{END}\n"
        f"2,28.02.2017,{END}\n"
        '"3 in\ntwo lines",2017-02-28 17:37,\n'
        f"4,{START}\n"
        f",{START},\n"
        f"6,{END},{START}\n",
    )
    assert refused("outage", path) == [
        "outages.csv row 3, column start: '28.02.2017' is not an instant; "
        "write ISO 8601 such as '2026-03-01T09:00:00+01:00'",
        "outages.csv row 4, column start: '2017-02-28 17:37' has no time zone; "
        "add an offset such as 'Z' or say which zone it is in",
        "outages.csv row 6: expected 3 cells, as in the header, found 2",
        "outages.csv row 7, column id: there is nothing here, and every outage needs it",
        f"outages.csv row 8: outage 6 must end after it starts, found {END} to {START}",
    ]


def test_after_twenty_faults_only_their_number_is_told(written, refused):
    """Thirty broken rows are twenty problems and one that counts ten."""
    path = written("outages.csv", "id,start\n" + "".join(f"{n},yesterday\n" for n in range(30)))
    problems = refused("outage", path)
    assert len(problems) == 21
    assert problems[-1] == "outages.csv: and 10 more problems"


def test_an_id_that_stands_twice_is_refused_with_both_rows(written, refused):
    path = written("outages.csv", f"id,start,end\nO-1,{START},{END}\nO-2,{START},{END}\nO-1,{START},{END}\n")
    assert refused("outage", path) == ["outages.csv row 4, column id: 'O-1' is the id of row 2 already"]


def test_a_record_outside_the_coverage_is_refused(written, read):
    path = written("outages.csv", "id,start,end\nO-1,2017-03-04T00:00Z,2017-03-04T01:00Z\n")
    with pytest.raises(
        InvalidEvidence, match="outage O-1: it lies outside the time that the evidence covers"
    ):
        read("outage", path)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("id,strat,start", "unknown column 'strat'; did you mean 'start'?"),
        ("id,start,start", "the column 'start' stands there 2 times"),
        ("id,,start", "column 2 has no name"),
        ("id;start;end", "there is one column, 'id;start;end'; separate columns by commas, not by ';'"),
        ("id,end", "there is no column 'start', which every outage needs"),
    ],
)
def test_a_header_that_cannot_be_followed_is_refused_in_row_one(written, refused, header, problem):
    (found,) = refused("outage", written("outages.csv", header + "\n"))
    assert found.startswith(f"outages.csv row 1: {problem}")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "outages.csv: is empty; its first row names the columns"),
        (b"\n\n", "outages.csv: is empty"),
        (b"id,start\nO-1,\xff\n", "outages.csv row 2: is not text in UTF-8"),
        (b'id,start\n"O-1,2017', "outages.csv row 2: not CSV: unexpected end of data"),
        (b'"id', "outages.csv row 1: not CSV: unexpected end of data"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(written, refused, content, problem):
    (found,) = refused("outage", written("outages.csv", content))
    assert found.startswith(problem)


def test_a_missing_file_and_an_unknown_kind_of_file_are_refused(tmp_path, refused):
    assert refused("outage", tmp_path / "none.csv") == ["none.csv: cannot be read: No such file or directory"]
    (found,) = refused("outage", tmp_path / "outages.xlsx")
    assert found.startswith("outages.xlsx: unknown kind of file '.xlsx'")
    assert ".csv" in found


def test_an_unknown_kind_of_record_is_refused(tmp_path, read):
    with pytest.raises(UnknownKind, match="unknown record 'outages'; did you mean 'outage'"):
        read("outages", tmp_path / "outages.csv")


def test_an_unknown_zone_is_refused_before_anything_is_read(tmp_path, read):
    with pytest.raises(InvalidValue, match="unknown time zone 'Europe/Londres'"):
        read("outage", tmp_path / "none.csv", tz="Europe/Londres")
