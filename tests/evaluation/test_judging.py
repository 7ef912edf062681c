"""Verdicts: met, breached or not to be said, over all that a figure can be."""

from __future__ import annotations

from typing import Any

import attrs

from evaluation.terms import (
    MARCH,
    stated,
)
from slacore import Bounds, Target
from slacore.evaluation.judging import breach
from slacore.model import Observation


def seen(low: Any, high: Any, *, unit: str = "percent") -> Observation:
    """A figure in March, low to high."""
    return Observation(level="uptime", period=MARCH, unit=unit, bounds=Bounds(low, high))


def test_a_target_of_exactly_one_figure_is_missed_by_the_distance_to_it():
    """Exactly 50 % was agreed: 48 to 49 % is one to two points off, and so is 51 to 52 %."""
    level = attrs.evolve(stated(), target=Target(equals="50 %"))
    for low, high in ((48, 49), (51, 52)):
        broken = breach(level, seen(low, high))
        assert broken is not None
        assert broken.shortfall == Bounds(1, 2)
