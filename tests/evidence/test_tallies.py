"""Tallies: any two of good, bad and total; counts or time, and never both."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue, UnitMismatch

MARCH = sla.Window.month(2026, 3, tz="UTC")


def tally(**parts: Any) -> sla.Tally:
    return sla.Tally(**{"id": "T", "start": MARCH.start, "end": MARCH.end, **parts})


@pytest.mark.parametrize("unit", ["GB", "%", "point", "working_day"])
def test_a_tally_is_of_things_or_of_time(unit):
    """Bytes, shares and points are neither; the record says so, before anything is measured."""
    with pytest.raises(InvalidValue, match=r"tally T tallies 5 .*; write a whole number, or time"):
        tally(bad=f"5 {unit}", total=f"100 {unit}")
