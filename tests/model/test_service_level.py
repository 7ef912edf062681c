"""Service levels: each part is what it should be, and what is left out means what it says."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidValue
from slacore.metrics import Availability


def level(**more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(**{"name": "uptime", "metric": Availability(), **more})


@pytest.mark.parametrize(
    ("part", "value", "wanted"),
    [
        ("metric", "availability", "Metric"),
        ("metric", Availability, "Metric"),
        ("target", "99 %", "Target"),
        ("target", sla.Test(at_least="99 %"), "Target"),
        ("hours", "mon-fri 09:00-17:00", "ServiceHours"),
        ("where", ["P1"], "Test"),
        ("exclusions", ["maintenance"], "Exclusion"),
        ("remedies", ["credit"], "Remedy"),
    ],
)
def test_a_part_of_another_sort_is_refused_with_the_levels_name(part, value, wanted):
    """At once, and not when it is evaluated."""
    with pytest.raises(InvalidValue, match=rf"level 'uptime': {part} takes {wanted}, found"):
        level(**{part: value})


def test_a_level_is_a_value():
    """Lists become tuples, words become periods, and equal levels are equal."""
    tests, exclusions = [sla.Test(fact="priority", equals="P1")], [sla.Exclusion(cause="maintenance")]
    one = level(where=tests, exclusions=exclusions, period="quarter")
    same = level(where=tuple(tests), exclusions=tuple(exclusions), period=sla.Period("quarter"))
    tests.clear()
    exclusions.clear()
    assert one == same
    assert hash(one) == hash(same)
    assert level().period == sla.Period("month")
    with pytest.raises(InvalidValue, match="unknown time zone"):
        level(zone="Europe/Lndon")
    with pytest.raises(InvalidValue, match="'fortnight' is not a period"):
        level(period="fortnight")
