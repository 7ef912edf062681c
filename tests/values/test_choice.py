"""Choices: a field takes one of a few named options, and a refusal says which there are."""

from __future__ import annotations

import pytest
from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.choice import one_of


@frozen
class Ticket:
    how_urgent: str | None = field(default=None, validator=one_of(("low", "high", None)))


@pytest.mark.parametrize("urgency", ["low", "high", None])
def test_an_option_is_taken_as_it_is(urgency):
    """None is one where it is named."""
    assert Ticket(urgency).how_urgent == urgency


@pytest.mark.parametrize(
    ("urgency", "message"),
    [
        ("hihg", "unknown how urgent 'hihg'; did you mean 'high'? (known: high, low)"),
        ("", "unknown how urgent '' (known: high, low)"),
        (0, "unknown how urgent 0 (known: high, low)"),
    ],
)
def test_what_is_no_option_is_refused_with_the_options(urgency, message):
    """By the name of the field in words, with the nearest option."""
    with pytest.raises(InvalidValue) as refused:
        Ticket(urgency)
    assert str(refused.value) == message
