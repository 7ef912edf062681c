"""What fields are called in documents: their names with spaces for underscores."""

from __future__ import annotations

from typing import Any

import attrs


def key_of(item: attrs.Attribute[Any]) -> str:
    """The key of one field; an alias of the field is its name in documents as well."""
    return (item.alias or item.name).replace("_", " ")


def keys_of(cls: type) -> list[str]:
    """The keys of all fields of a class."""
    return [key_of(item) for item in attrs.fields(cls) if item.init]
