"""True or false: fields of metrics that decide between two ways."""

from __future__ import annotations

from typing import Any

from slacore.errors import InvalidValue


def true_or_false(_: object, attribute: Any, value: Any) -> None:
    """An attrs validator that refuses the text "no", which Python takes for true."""
    if not isinstance(value, bool):
        label = (attribute.alias or attribute.name).replace("_", " ")
        raise InvalidValue(f"{label} is true or false, found {value!r}")
