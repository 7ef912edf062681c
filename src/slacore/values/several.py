"""Several values: what a caller may write where a tuple is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from slacore.errors import InvalidValue


def several(value: Iterable[Any]) -> tuple[Any, ...]:
    """Any iterable as a tuple; a text is one value and not its letters."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise InvalidValue(f"{value!r} is one value where several are due; put it in a list")
    return tuple(value)
