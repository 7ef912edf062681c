"""From a converter's nested errors to a list of problems, each with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from slacore.errors import InvalidAgreement, InvalidEvidence, Problem, SlacoreError, did_you_mean
from slacore.serialization.names import keys_of

T = TypeVar("T")
_LONGEST = 120


def quoted(value: object) -> str:
    """What stood there, for a message: in full where it is short."""
    try:
        text = repr(value)
    except RecursionError:
        return "something nested too deeply"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class WrongShape(ValueError):
    """A value of another kind than the field takes; the message is for the reader."""


class At(Exception):
    """An error below a part that a hook took apart by itself."""

    def __init__(self, place: str, error: Exception) -> None:
        super().__init__(str(error))
        self.place, self.error = place, error


class Several(Exception):
    """Errors in several parts of one whole."""

    def __init__(self, errors: tuple[Exception, ...]) -> None:
        super().__init__("; ".join(map(str, errors)))
        self.errors = errors


class Attempts:
    """Reads the parts of a whole one by one, and keeps every fault until all were read."""

    def __init__(self) -> None:
        self._errors: list[Exception] = []

    def read(self, place: str, part: Callable[[], T]) -> T | None:
        """The part at that place; None where it cannot be read, and then `check` raises."""
        try:
            return part()
        except Exception as error:
            self._errors.append(At(place, error))
            return None

    def each(self, place: str, values: object, part: Callable[[Any], T]) -> list[T]:
        """Every item of a list."""
        if not isinstance(values, list | tuple):
            self._errors.append(At(place, WrongShape(f"expected a list, found {quoted(values)}")))
            return []
        read: list[T] = []
        for number, value in enumerate(values):
            try:
                read.append(part(value))
            except Exception as error:
                self._errors.append(At(f"{place}[{number}]", error))
        return read

    @property
    def failed(self) -> bool:
        """Whether anything could not be read so far."""
        return bool(self._errors)

    def refuse(self, message: str) -> None:
        """A fault of the whole."""
        self._errors.append(WrongShape(message))

    def unknown(self, data: dict[str, Any], known: tuple[str, ...]) -> None:
        """Refuse fields that the whole does not have."""
        for key in data:
            if key not in known:
                self.refuse(f"unknown field '{key}'{did_you_mean(str(key), known)}")

    def check(self) -> None:
        """Raise what was found, if anything was."""
        if self._errors:
            raise Several(tuple(self._errors))


def problems(error: BaseException, where: str = "") -> Iterator[Problem]:
    """Every fault in the error, in the order of the document."""
    if isinstance(error, At):
        yield from problems(error.error, where + error.place)
    elif isinstance(error, Several):
        for inner in error.errors:
            yield from problems(inner, where)
    elif isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from problems(inner, where + _place(inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(map(str, error.extra_fields)):
            yield Problem(where, f"unknown field '{key}'{did_you_mean(key, keys_of(error.cl))}")
    elif isinstance(error, InvalidAgreement | InvalidEvidence):
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
    if isinstance(error, Several):
        return all(map(is_about_input, error.errors))
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
