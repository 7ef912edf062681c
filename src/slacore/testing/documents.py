"""What must hold in documents: what is written is read back equal, and a misspelt field is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import attrs

from slacore.errors import InvalidDocument, MissingExtra
from slacore.model import Agreement
from slacore.registry import Registry
from slacore.serialization import dumps, loads
from slacore.testing.check import Finding

_MISSPELT = "a field that nobody has"


def read_back(agreement: Agreement, part: Callable[[Agreement], Any], registry: Registry) -> Finding:
    """The part of the agreement is equal after a way through JSON and, where installed, YAML."""
    kind = part(agreement)
    for form, as_json in (("JSON", True), ("YAML", False)):
        try:
            text = dumps(agreement, registry=registry, json=as_json)
            other = part(loads(text, registry=registry, json=as_json))
        except MissingExtra:
            continue
        except Exception as error:
            return (
                f"written as {form} it cannot be read back ({_short(error)}): hold values that documents "
                "know (text, numbers, quantities, money, instants, windows, or frozen classes of these), "
                "each annotated with its type"
            )
        lost = [item.name for item in attrs.fields(type(kind)) if _differs(kind, other, item.name)]
        if lost or other != kind:
            return (
                f"written as {form} and read back it is another: {', '.join(lost) or 'it'} was lost on the "
                "way; annotate the field with its type, and keep init=True and eq=True"
            )
    return None


def _differs(one: Any, other: Any, name: str) -> bool:
    return type(one) is not type(other) or bool(getattr(one, name) != getattr(other, name))


def _short(error: Exception) -> str:
    return " ".join(str(error).split())


def refuses_misspelling(
    agreement: Agreement, place: Callable[[Any], tuple[Any, Any]], registry: Registry
) -> Finding:
    """A field that it does not have is refused and named. `place` gives a holder in the data, and a key."""
    data = json.loads(dumps(agreement, registry=registry, json=True))
    holder, key = place(data)
    holder[key] = _with_unknown(holder[key])
    try:
        loads(json.dumps(data), registry=registry, json=True)
    except InvalidDocument as error:
        if _MISSPELT in str(error):
            return None
        return f"a misspelt field is refused without its name ({_short(error)})"
    return "a misspelt field is taken without a word: leave __init__ and the fields to @attrs.frozen"


def _with_unknown(written: Any) -> Any:
    """A metric or step as it is written, with one more field."""
    if isinstance(written, str):
        return {"kind": written, _MISSPELT: 1}
    return {**written, _MISSPELT: 1}
