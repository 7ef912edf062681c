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


def test_the_order_of_entries_never_matters():
    """By period, then level, then what."""
    rows = (
        entry(APRIL),
        entry(MARCH, level="speed"),
        entry(MARCH),
        entry(MARCH, level=None, what="credited"),
    )
    one, other = (sla.Ledger(agreement="a", entries=order) for order in (rows, rows[::-1]))
    assert one == other
    assert [found.level for found in one.entries] == [None, "speed", "uptime", "uptime"]


def test_a_period_is_entered_once():
    """A second evaluation of the same window is refused, and the next month is not."""
    ledger = sla.Ledger(agreement="a").extended((entry(), entry(level=None, what="credited")), MARCH)
    ledger.check("a", APRIL)
    assert len(ledger.extended((entry(APRIL),), APRIL).entries) == 3
    assert len(ledger.entries) == 2
    with pytest.raises(EvaluationError, match="the ledger already has the settlement for 2026-03"):
        ledger.check("a", MARCH)
    with pytest.raises(EvaluationError, match="the ledger already has uptime for 2026-03"):
        sla.Ledger(agreement="a", entries=[entry()]).check("a", MARCH)


def test_what_a_period_came_to_has_a_name():
    """A misspelt one is answered with the nearest."""
    with pytest.raises(InvalidValue, match="unknown what 'breeched'; did you mean 'breached'"):
        entry(what="breeched")


def test_an_entry_is_exact_when_both_ends_are_one():
    """99.9 to 99.9 is, 99 to 100 is not, and nothing is not."""
    assert entry(low="99.9", high="99.9").is_exact
    assert not entry(low=99, high=100).is_exact
    assert not entry().is_exact
