"""The ledger: dated entries in a fixed order, each period once."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from slacore.errors import EvaluationError, InvalidValue
from slacore.model import Entry

MARCH, APRIL = (sla.Window.month(2026, month, tz="UTC") for month in (3, 4))


def entry(period: sla.Window = MARCH, **more: Any) -> Entry:
    return Entry(**{"period": period, "what": "met", "level": "uptime", **more})


def test_the_figures_of_a_ledger_are_exact():
    """A float is refused, and a text or a whole number becomes a fraction."""
    assert entry(low="99.9", high=100).low == Fraction(999, 10)
    assert entry().low is None
    with pytest.raises(InvalidValue, match="is a float, which is not exact"):
        entry(low=0.1)
