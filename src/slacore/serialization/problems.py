"""From a converter's nested errors to a list of problems, each with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from slacore.errors import InvalidAgreement, Problem, SlacoreError, did_you_mean
from slacore.serialization.names import keys_of


class WrongShape(ValueError):
    """A value of another kind than the field takes; the message is for the reader."""


class At(Exception):
    """An error below a part that a hook took apart by itself."""

    def __init__(self, place: str, error: Exception) -> None:
        super().__init__(str(error))
        self.place, self.error = place, error


def problems(error: BaseException, where: str = "") -> Iterator[Problem]:
    """Every fault in the error, in the order of the document."""
    if isinstance(error, At):
        yield from problems(error.error, where + error.place)
    elif isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from problems(inner, where + _place(inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(map(str, error.extra_fields)):
            yield Problem(where, f"unknown field '{key}'{did_you_mean(key, keys_of(error.cl))}")
    elif isinstance(error, InvalidAgreement):
        for problem in error.problems:
            yield Problem(f"{where}.{problem.where}".strip("."), problem.message)
    elif isinstance(error, KeyError):
        yield Problem(where.rpartition(".")[0], f"the field '{error.args[0]}' is missing")
    else:
        yield Problem(where, str(error))


def is_about_input(error: BaseException) -> bool:
    """Whether the error is about what was read, and not a fault of slacore."""
    if isinstance(error, At):
        return is_about_input(error.error)
    if isinstance(error, BaseExceptionGroup):
        return all(is_about_input(inner) for inner in error.exceptions)
    return isinstance(error, SlacoreError | ForbiddenExtraKeysError | ValueError | KeyError)


def _place(error: BaseException) -> str:
    """The step from a whole to the part in which the error lies."""
    for note in getattr(error, "__notes__", ()):
        name: Any = getattr(note, "name", None)
        if isinstance(name, str):
            return f".{name.replace('_', ' ')}"
        index: Any = getattr(note, "index", None)
        if index is not None:
            return f"[{index}]"
    return ""
