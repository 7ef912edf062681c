"""Throughput: how many things were done in a unit of time that counts."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.metrics.count import Count
from slacore.model import Scope
from slacore.values import Bounds, Quantity
from slacore.values.quantity import same_dimension, unit_name

_MICROS = 1_000_000


def _rate(_: object, attribute: Any, value: str) -> None:
    if not same_dimension(value, "count / second"):
        raise InvalidValue(f"throughput is a number for a time, such as 'count / h'; found {value!r}")


@frozen(kw_only=True)
class Throughput(Count):
    """The number of records or tallied things, divided by the counted time that is not excused."""

    kind: ClassVar[str] = "throughput"

    measure_unit: str = field(default="count / hour", alias="unit", converter=unit_name, validator=_rate)

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def measure(self, scope: Scope) -> Bounds | None:
        """The number divided by the time; without any time there is no data."""
        number, time = Count.measure(self, scope), (scope.counted - scope.excluded).micros
        if number is None or not time:
            return None
        low, high = (
            None
            if end is None
            else Quantity(end * _MICROS / time, "count / second").in_unit(self.measure_unit)
            for end in (number.low, number.high)
        )
        return Bounds(low, high)
