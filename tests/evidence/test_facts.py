"""Facts: a name and a value, said of one record or of a span of time."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue

MARCH = sla.Window.month(2026, 3, tz="UTC")


def fact(**fields: Any) -> sla.Fact:
    return sla.Fact(**{"id": "F", "name": "distance", "value": "1500 count", **fields})


def test_a_fact_finds_the_record_whose_id_was_a_number():
    """Ids of records may be whole numbers and are kept as text: so is the id that a fact names."""
    assert sla.Sample(id=5, at=MARCH.start, value="1 count").id == "5"
    assert fact(record=5).record == "5"
    for unclear in ("", True, 5.0):
        with pytest.raises(InvalidValue, match="a record needs an id of its own"):
            fact(record=unclear)


def test_a_fact_is_said_of_a_record_or_of_a_span():
    """Of one of the two, with both ends of the span, in their order."""
    assert fact(record="T-9").extent() is None
    assert fact(record="T-9").span() is None
    march = fact(start=MARCH.start, end=MARCH.end)
    assert march.span() == MARCH
    assert march.extent() == (MARCH.start, MARCH.end)
    for neither in ({}, {"record": "T-9", "start": MARCH.start, "end": MARCH.end}):
        with pytest.raises(InvalidValue, match="fact F must be said of a record or of a span"):
            fact(**neither)
    for half in ({"start": MARCH.start}, {"record": "T-9", "end": MARCH.end}):
        with pytest.raises(InvalidValue, match="fact F gives one end of its span; give both"):
            fact(**half)
    with pytest.raises(InvalidValue, match="fact F must end after it starts"):
        fact(start=MARCH.end, end=MARCH.start)


def test_the_value_of_a_fact_says_what_it_is():
    """Text that reads as a number with a unit is a quantity, other text stays; a bare number is refused."""
    assert fact(record="T-9", value="81 %").value == sla.Quantity(81, "%")
    assert fact(record="T-9", value="gold").value == "gold"
    assert fact(record="T-9", value="12 of 13").value == "12 of 13"
    assert fact(record="T-9", value=True).value is True
    for bare in (81, 81.0, None):
        with pytest.raises(InvalidValue, match="the value of a fact is a quantity with its unit"):
            fact(record="T-9", value=bare)
