"""JSON lines: one object is one record, strictly as in a document."""

from __future__ import annotations

import pytest

from slacore import Outage, Quantity, Sample
from slacore.ingest.records import Reading
from slacore.ingest.table import Table

START, END = "2017-02-28T17:37:00Z", "2017-02-28T21:54:00Z"


def test_a_line_is_a_record_and_null_is_absent(written, read):
    path = written(
        "o.jsonl", f'{{"id": 1, "start": "{START}", "end": null}}\n\n{{"id":"2","start":"{START}"}}\n'
    )
    assert read("outage", path).records == (Outage(id="1", start=START), Outage(id="2", start=START))


def test_numbers_with_a_fraction_stay_as_they_are_written(written, read, acme):
    """0.1 is a tenth, and not the float next to it."""
    path = written(
        "v.ndjson", f'{{"id": "1", "at": "{START}", "share": 0.1, "rooms": ["a", "b"], "minutes": 3}}'
    )
    (visit,) = read("visit", path, registry=acme.registry).records
    assert visit.share * 10 == 1
    assert (visit.rooms, visit.minutes) == (("a", "b"), 3)


def test_quantities_keep_their_unit(written, read):
    path = written("s.jsonl", f'{{"id": "1", "at": "{START}", "value": "1.5 s"}}')
    assert read("sample", path).records == (Sample(id="1", at=START, value=Quantity("1.5", "s")),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "1", "start": ', "o.jsonl row 1: not JSON"),
        ("[1, 2]", "o.jsonl row 1: expected an object with the fields of a record, found [1, 2]"),
        (
            f'{{"id": "1", "id": "2", "start": "{START}"}}',
            "o.jsonl row 1: not JSON: the key 'id' stands twice",
        ),
        (
            f'{{"id": "1", "strat": "{START}", "start": "{START}"}}',
            "o.jsonl row 1: unknown field 'strat'; did you",
        ),
        ('{"id": "1"}', "o.jsonl row 1, field start: there is nothing here, and every outage needs it"),
        (
            f'{{"id": "1", "start": "{START}", "cause": true}}',
            "o.jsonl row 1, field cause: expected text, found True",
        ),
        ('{"id": "1", "start": 1488303420}', "o.jsonl row 1, field start: expected an instant"),
        ("", "o.jsonl: is empty"),
    ],
)
def test_a_broken_line_is_refused_by_row_and_field(written, refused, line, problem):
    (found,) = refused("outage", written("o.jsonl", line))
    assert found.startswith(problem)


def test_one_field_by_two_names_is_refused(written, refused, acme):
    path = written("v.jsonl", f'{{"id": "1", "at": "{START}", "called by": "Ada", "called_by": "Bob"}}')
    (found,) = refused("visit", path, registry=acme.registry)
    assert found == "v.jsonl row 1: a field stands there twice: id, at, called by, called_by"


def test_a_bare_number_where_a_unit_is_due_is_refused(written, refused):
    path = written(
        "s.jsonl", f'{{"id": "1", "at": "{START}", "value": 1.5}}\n{{"id": "2", "at": "{START}", "value": 2}}'
    )
    one, two = refused("sample", path)
    assert one.startswith("s.jsonl row 1, field value: '1.5' is not a quantity")
    assert two.startswith("s.jsonl row 2, field value: expected a quantity such as '99.9 %', found 2")


def test_an_event_that_is_wrong_is_named_inside_its_list(written, refused):
    events = f'[{{"at": "{START}", "what": "opened"}}, {{"at": "soon", "what": "resolved"}}]'
    (found,) = refused("ticket", written("t.jsonl", f'{{"id": "1", "events": {events}}}'))
    assert found.startswith("t.jsonl row 1, field events[1].at: 'soon' is not an instant")


def test_a_fault_of_a_strangers_record_is_not_blamed_on_the_file(acme):
    """A bug raises what it raised, and is no broken row."""

    def structure(values, cls):
        raise RuntimeError("a bug")

    table = Table(name="v.jsonl", header=None, columns={}, rows=[])
    with pytest.raises(RuntimeError, match="a bug"):
        Reading(table=table, kind=acme.Visit, structure=structure).make(acme.Visit, {}, {}, 1)
