"""The unit of time in which a length is stated."""

from __future__ import annotations

from slacore.errors import InvalidValue
from slacore.values.quantity import same_dimension, unit_name


def unit_of_time(text: str) -> str:
    """The full name of a unit of time; a length is not stated in percent."""
    name = unit_name(text)
    if not same_dimension(name, "second"):
        raise InvalidValue(f"a length of time is stated in a unit such as 'min' or 'h', found {name!r}")
    return name
