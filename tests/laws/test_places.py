"""The places of the laws are what they say."""

from __future__ import annotations

import pytest

from laws.drawing import PLACES, is_change


@pytest.mark.parametrize("where", PLACES, ids=lambda where: f"{where.zone} {where.day}")
def test_the_clocks_change_there(where):
    """A microsecond before the instant the zone has another offset, and the month holds the change."""
    assert is_change(where)
    assert where.month.start.micros < where.change <= where.month.end.micros
