"""The canonical form: the same bytes for equal values, and other bytes for others."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from slacore.values import (
    Instant,
    Money,
    Period,
    Quantity,
    Window,
    WindowSet,
    canonical,
    canonical_json,
    digest,
)


class Verdict(Enum):
    MET = "met"


class Priority(IntEnum):
    HIGH = 1


@frozen
class Tagged:
    kind: ClassVar[str] = "queue-depth"
    limit: Fraction = field(default=Fraction(1, 3))


@frozen
class Plain:
    kind: str = "sla"
    when: date = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, None),
        (True, True),
        (7, 7),
        ("text", "text"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "1/3"),
        (Quantity("99.9", "%"), "99.9 %"),
        (Money("5", "EUR"), "5.00 EUR"),
        (Period.parse("rolling 30 days"), "rolling 30 days"),
        (Instant.parse("2026-07-01T10:00", tz="Europe/London"), "2026-07-01T09:00:00Z"),
        (
            Window.month(2026, 7, tz="Europe/London"),
            "2026-06-30T23:00:00Z/2026-07-31T23:00:00Z",
        ),
        (WindowSet(((0, 1_000_000),)), ["1970-01-01T00:00:00Z/1970-01-01T00:00:01Z"]),
        (date(2026, 1, 1), "2026-01-01"),
        (Verdict.MET, "met"),
        (Priority.HIGH, 1),
        (Tagged, "queue-depth"),
        (Verdict, "Verdict"),
        (Tagged(), {"kind": "queue-depth", "limit": "1/3"}),
        (Plain(), {"kind": "Plain", "kind_": "sla", "when": "2026-01-01"}),
        ({"b": 1, "a": (2, [3])}, {"a": [2, [3]], "b": 1}),
        ({date(2026, 1, 1): Verdict.MET}, {"2026-01-01": "met"}),
        ({"z", "a"}, ["a", "z"]),
        (frozenset({Fraction(1, 2)}), ["0.5"]),
    ],
)
def test_every_value_has_one_plain_form(value, form):
    """Dicts, lists, text, whole numbers, booleans and nothing."""
    assert canonical(value) == form
    assert json.loads(canonical_json(value)) == form


def test_mappings_and_sets_are_in_the_order_of_their_text():
    """Also where their members are of several kinds, which have no order of their own."""
    assert list(canonical({"b": 1, "a": 2})) == ["a", "b"]
    assert list(canonical({9: "nine", "10": "ten"})) == ["10", "9"]
    assert canonical({1, "a"}) == ["a", 1]
    assert canonical({Plain("b"), Plain("a")}) == [canonical(Plain("a")), canonical(Plain("b"))]


def test_a_number_that_has_a_name_is_its_number():
    """And no member of an enumeration any more."""
    assert type(canonical(Priority.HIGH)) is int


@pytest.mark.parametrize("value", [0.5, Decimal("0.5"), object(), [0.5], {"a": b""}])
def test_what_has_no_exact_form_is_refused(value):
    """A float never slips into a digest."""
    with pytest.raises(TypeError, match=r"has no canonical form; make it a frozen attrs class"):
        canonical(value)


@given(st.dictionaries(st.text(), st.integers() | st.text()), st.randoms())
def test_the_order_in_which_things_were_put_in_does_not_show(given_items, random):
    """Mappings and sets have the same bytes in any order."""
    items = list(given_items.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(given_items)
    assert digest(frozenset(items)) == digest(set(given_items.items()))


def test_a_digest_is_the_sha_256_of_the_json():
    """Anyone can check it: UTF-8, sorted keys, no spaces."""
    assert canonical_json({"é": [1, None]}) == '{"é":[1,null]}'
    assert digest({"é": [1, None]}) == "sha256:" + hashlib.sha256('{"é":[1,null]}'.encode()).hexdigest()


def test_equal_fields_of_two_classes_have_two_digests():
    """The tag stands in the form. And a quantity counts as it is written."""
    assert digest(Tagged()) != digest({"limit": "1/3"})
    assert digest(Quantity(60, "s")) != digest(Quantity(1, "min"))
    assert digest(Instant.parse("2026-07-01T10:00+01:00")) == digest(Instant.parse("2026-07-01T09:00Z"))
