"""Steps and their cases: conditions, what a rate is worth, and what a step must return."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen

import slacore as sla
from slacore.errors import EvaluationError, InvalidValue
from slacore.model import Amount, Case, Scope, apply_step, rate, step_breaks
from slacore.remedies import Pay, Times

MARCH = sla.Window.month(2026, 3, tz="UTC")
LATE = sla.Test(above="4 h")


def test_the_conditions_of_a_step_are_a_tuple():
    """However they were given: the step hashes, and the caller's list cannot change it."""
    conditions = [LATE]
    step = Pay(rate="40 GBP", when=conditions)
    conditions.append(sla.Test(below="9 h"))
    assert step.when == (LATE,)
    assert hash(step) == hash(Pay(rate="40 GBP", when=(LATE,)))
    for wrong in (["late"], [None]):
        with pytest.raises(InvalidValue, match="a step is passed over unless tests hold; found"):
            Pay(rate="40 GBP", when=wrong)
    with pytest.raises(InvalidValue, match="put it in a list"):
        Pay(rate="40 GBP", when=LATE)
