"""What must hold of every kind, be it a metric, a step or a record: it is a value with a name."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from slacore.errors import InvalidKind, SlacoreError
from slacore.registry import STANDARD, Registry, check_kind
from slacore.testing.check import Finding
from slacore.values import Quantity

_MUTABLE = (list, dict, set, bytearray)


def name_of(kind: object) -> str:
    """What a kind is called in messages and test ids: its tag and what differs from the defaults."""
    cls = type(kind)
    if not attrs.has(cls):
        return cls.__qualname__
    said = [
        f"{item.alias or item.name}={_short(value)}"
        for item in attrs.fields(cls)
        if (value := getattr(kind, item.name, None)) != _default(item)
    ]
    tag = getattr(cls, "kind", cls.__qualname__)
    return f"{tag}({', '.join(said)})" if said else str(tag)


def _default(item: attrs.Attribute[Any]) -> object:
    default: Any = item.default
    return default.factory() if isinstance(default, attrs.Factory) and not default.takes_self else default  # type: ignore[arg-type]


def _short(value: object) -> str:
    text = f"{len(value)}" if isinstance(value, tuple) else str(value)
    return text if len(text) <= 24 else f"{text[:23]}…"


def registry_for(*classes: type) -> Registry:
    """The standard registry and those classes as well."""
    return STANDARD.with_kinds(*classes)


def registrable(cls: type) -> Finding:
    """The class can be registered."""
    try:
        check_kind(cls)
    except InvalidKind as error:
        return str(error)
    head = getattr(cls, "head", None)
    names = [item.name for item in attrs.fields(cls)]
    if head is not None and head not in names:
        return f"head is '{head}', which is none of its fields ({', '.join(names)}): name one of them"
    return None


def tag_of_its_own(cls: type) -> Finding:
    """No kind of slacore has its tag."""
    try:
        registry_for(cls)
    except InvalidKind as error:
        return str(error)
    return None


def fields_are_parameters(kind: Any) -> Finding:
    """Every field can be stated, and makes a difference."""
    for item in attrs.fields(type(kind)):
        if not item.init:
            return (
                f"the field '{item.name}' has init=False, so no document can state it and it is lost on the "
                "way: drop init=False, or make it a property if it follows from the other fields"
            )
        if item.eq is False:
            return (
                f"the field '{item.name}' has eq=False, so two that differ in it are taken for one: "
                "drop eq=False"
            )
    return None


def immutable_values(kind: Any) -> Finding:
    """No field holds something that a caller could change behind its back."""
    for item in attrs.fields(type(kind)):
        default: Any = item.default
        shared = default.factory in _MUTABLE if isinstance(default, attrs.Factory) else None  # type: ignore[arg-type]
        held = _mutable_in(getattr(kind, item.name))
        if shared or isinstance(default, _MUTABLE) or held is not None:
            found = held or (default.factory.__name__ if shared else type(default).__name__)
            return (
                f"the field '{item.name}' holds a {found}, which can be changed after the kind is made: "
                "hold a tuple or a frozenset, and convert to it with converter="
            )
    return None


def _mutable_in(value: object) -> str | None:
    if isinstance(value, _MUTABLE):
        return type(value).__name__
    if isinstance(value, tuple | frozenset):
        return next((found for item in value if (found := _mutable_in(item)) is not None), None)
    return None


def equal_twins(kind: Any) -> Finding:
    """Made twice from the same it is equal and hashes alike; made from something else it is not."""
    try:
        twin = attrs.evolve(kind)
    except (SlacoreError, TypeError, ValueError) as error:
        return (
            f"it cannot be made again from its own fields ({error}): "
            "a converter must also take what it returns"
        )
    if twin != kind:
        return "made twice from the same fields it is not equal to itself: leave eq to @attrs.frozen"
    if hash(twin) != hash(kind):
        return "two that are equal have different hashes: leave eq and hash to @attrs.frozen"
    for name, other in _changed(kind):
        if other == kind:
            return f"it is equal to one with another '{name}': leave eq to @attrs.frozen"
    return None


def _changed(kind: Any) -> Iterator[tuple[str, Any]]:
    """The same kind with one field changed, where another value can be thought of."""
    for item in attrs.fields(type(kind)):
        before = getattr(kind, item.name)
        for value in _others(before):
            try:
                other = attrs.evolve(kind, **{str(item.alias): value})
            except (SlacoreError, TypeError, ValueError):
                continue
            if getattr(other, item.name) != before:
                yield item.name, other


def _others(value: object) -> tuple[object, ...]:
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | Fraction):
        return (value + 1, value / 2 if isinstance(value, Fraction) else value - 1)
    if isinstance(value, Quantity):
        return (Quantity(value.amount + 1, value.unit),)
    return (f"{value} (another)",) if isinstance(value, str) else ()


def pickles_and_copies(kind: object) -> Finding:
    """A worker that is sent it gets the same."""
    try:
        sent = [pickle.loads(pickle.dumps(kind, protocol)) for protocol in (2, pickle.HIGHEST_PROTOCOL)]
    except Exception as error:
        return (
            f"it cannot be pickled ({error}): define the class, and every function that it holds, at the top "
            "level of a module, and hold no lambda, open file or lock"
        )
    for what, other in (
        *(("pickled and read back", one) for one in sent),
        ("copied", copy.copy(kind)),
        ("copied deeply", copy.deepcopy(kind)),
    ):
        if other != kind or type(other) is not type(kind):
            return f"{what} it is no longer equal: leave pickling and copying to @attrs.frozen"
    return None
