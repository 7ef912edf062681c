"""Unseen: how many records a gap may hide, where the agreement says how often one is due."""

from __future__ import annotations

from slacore.errors import InvalidValue
from slacore.model import Scope
from slacore.values import Quantity, quantity


def interval(value: object) -> Quantity | None:
    """Convert how often a record is due: a time that is longer than nothing, or None."""
    if value is None:
        return None
    length = quantity(value)
    if length.micros <= 0:
        raise InvalidValue(f"a record is due every so often, such as every '5 min'; found {length}")
    return length


def hidden(scope: Scope, every: Quantity | None) -> int | None:
    """How many records of instants the gaps hide at most; None is any number.

    A gap hides one at its start and one more for each interval that it lasts. What lies in excused
    time would not count.
    """
    gaps = scope.gaps - scope.excluded
    if not gaps:
        return 0
    if every is None:
        return None
    # Rounded up: of 11 minutes every five there may be three, at 0, 5 and 10.
    return sum(-((start - end) // every.micros) for start, end in gaps.spans)
