"""Limits, targets and tests: which edges are inside, and what holds over a whole band."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import slacore as sla
from slacore.errors import InvalidValue, UnitMismatch
from slacore.model import Limits


def percent(value: Any) -> sla.Quantity:
    return sla.Quantity(value, "percent")


def test_a_value_that_the_other_limits_exclude_cannot_be_asked_for():
    """Nothing equals 5 % and is at least 10 %; no text is more than a number."""
    with pytest.raises(InvalidValue, match="nothing can be ≥ 10 % and = 5 %: the limits exclude each other"):
        Limits(equals="5 %", at_least="10 %")
    with pytest.raises(InvalidValue, match="'gold' is not a quantity"):
        sla.Test(fact="tier", equals="gold", at_least="10 %")
    assert Limits(equals="10 %", at_least="10 %").hold(percent(10))
