"""The exception tree: faults in how the library is called or in what it was given.

A breach is not an error. What people did is a value that `evaluate` returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import frozen


class SlacoreError(Exception):
    """The root of everything that slacore raises on purpose."""


class InvalidValue(SlacoreError, ValueError):
    """A number, unit, currency, instant or window that cannot be what it says."""


class UnitMismatch(SlacoreError, ValueError):
    """Two units that measure different things were compared, added or converted."""


class CurrencyMismatch(SlacoreError, ValueError):
    """Amounts in two currencies were compared, added or settled together."""


class CalendarError(SlacoreError, ValueError):
    """Service hours that cannot be kept, or a question that they cannot answer."""


class UnknownKind(SlacoreError, LookupError):
    """A tag that no registered metric, step or record answers to."""


class InvalidKind(SlacoreError, TypeError):
    """A class that cannot be registered; the message says how to mend it."""


class MissingExtra(SlacoreError, ImportError):
    """An optional dependency is not installed; the message names the extra."""


class EvaluationError(SlacoreError, ValueError):
    """Agreement, evidence, window and charges do not fit together."""


@frozen
class Problem:
    """One fault found in what was given, and where.

    `where` is a path such as ``levels[0].metric`` or a place such as ``outages.csv row 3``.
    """

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class _Faults(SlacoreError, ValueError):
    """Several faults reported at once, in the order in which they were found."""

    subject = "input"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"{self.subject}: {count} problem{'s' if count != 1 else ''}{lines}")


class InvalidAgreement(_Faults):
    """Parts of an agreement that are well formed but contradict each other."""

    subject = "invalid agreement"


class InvalidEvidence(_Faults):
    """Records that contradict each other or their stated coverage."""

    subject = "invalid evidence"


class InvalidDocument(_Faults):
    """A document or table that could not be read; every problem carries its path."""

    subject = "invalid document"


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'? (known: x, y)``, to put behind "unknown thing 'z'"."""
    names = sorted(known)
    close = get_close_matches(found, names, n=1)
    return (f"; did you mean '{close[0]}'?" if close else "") + f" (known: {', '.join(names) or 'none'})"
