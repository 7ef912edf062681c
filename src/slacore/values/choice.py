"""Choices: fields that take one of a few named options."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from slacore.errors import InvalidValue, did_you_mean


def one_of(options: Iterable[str | None]) -> Callable[[Any, Any, Any], None]:
    """An attrs validator for a field that names one of the options."""
    known = tuple(options)

    def validate(instance: Any, attribute: Any, value: Any) -> None:
        if not any(value is option or (isinstance(value, str) and value == option) for option in known):
            names = [option for option in known if option is not None]
            label = (attribute.alias or attribute.name).replace("_", " ")
            raise InvalidValue(f"unknown {label} {value!r}{did_you_mean(str(value), names)}")

    return validate
