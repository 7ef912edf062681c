"""The canonical form of a value: plain data in one fixed order, and its digest.

Exact numbers are text, never JSON floats, so that a reader in any language gets the figure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from slacore.values.instant import Instant
from slacore.values.money import Money
from slacore.values.number import plain
from slacore.values.period import Period
from slacore.values.quantity import Quantity
from slacore.values.span import Span
from slacore.values.window import Window
from slacore.values.window_set import WindowSet


def canonical(value: Any) -> Any:
    """Return `value` as dicts, lists, text, whole numbers, booleans and None.

    An attrs object becomes its fields, with its tag under ``kind`` (the class name where it
    has none), so that two classes with equal fields never look alike.
    """
    if value is None or isinstance(value, bool | int | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, Quantity | Money | Period | Span):
        return str(value)
    if isinstance(value, Instant):
        # In UTC: the zone of an instant only says how to show it.
        return str(value.in_zone("UTC"))
    if isinstance(value, Window):
        return f"{canonical(value.start)}/{canonical(value.end)}"
    if isinstance(value, WindowSet):
        return [canonical(window) for window in value.windows()]
    if isinstance(value, Enum | date):
        return value.value if isinstance(value, Enum) else value.isoformat()
    if isinstance(value, type):
        return _tag(value)
    if attrs.has(type(value)):
        return _object(value)
    if isinstance(value, Mapping):
        return {
            str(canonical(key)): canonical(item)
            for key, item in sorted(value.items(), key=lambda i: str(i[0]))
        }
    if isinstance(value, set | frozenset):
        return sorted((canonical(item) for item in value), key=_text)
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    raise TypeError(f"{type(value).__qualname__} has no canonical form; make it a frozen attrs class")


def _object(value: Any) -> dict[str, Any]:
    form: dict[str, Any] = {"kind": _tag(type(value))}
    for item in attrs.fields(type(value)):
        # `kind` of an agreement or a period is a field like others and keeps its name.
        key = item.name if item.name != "kind" else "kind_"
        form[key] = canonical(getattr(value, item.name))
    return form


def _tag(cls: type) -> str:
    tag = getattr(cls, "kind", None)
    return tag if isinstance(tag, str) else cls.__name__


def _text(form: Any) -> str:
    return json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical_json(value: Any) -> str:
    """The canonical form as JSON text, the same bytes for equal values."""
    return _text(canonical(value))


def digest(value: Any) -> str:
    """A SHA-256 of the canonical form.

    A quantity counts as it is written: 60 s and 1 min are equal and have two digests.
    """
    return "sha256:" + hashlib.sha256(canonical_json(value).encode()).hexdigest()
