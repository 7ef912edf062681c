"""Parts: what the terms of an agreement are made of, found by class."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs


def parts(value: Any, wanted: type) -> Iterator[Any]:
    """Every part of that class inside an attrs object or a tuple, the object itself included."""
    if isinstance(value, wanted):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item, wanted)
    else:
        cls: Any = type(value)
        for name in _fields(cls):
            yield from parts(getattr(value, name), wanted)


# An evaluation asks for the same few classes thousands of times.
@cache
def _fields(cls: Any) -> tuple[str, ...]:
    return tuple(item.name for item in attrs.fields(cls)) if attrs.has(cls) else ()
