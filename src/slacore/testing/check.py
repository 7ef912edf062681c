"""Checks: a name, a question to a kind, and a sentence that says how to mend what it finds."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

from attrs import frozen

T = TypeVar("T")


class KindWarning(UserWarning):
    """A kind is right as it is, and does less than it could; the message says what."""


@frozen
class Note:
    """Not a fault, but something that the author of the kind should know."""

    text: str


# What a check finds: nothing, a note, or the sentence that says what is wrong and how to mend it.
Finding = str | Note | None


@frozen
class Failure:
    """One check that failed, and how to mend it."""

    check: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.check}: {self.sentence}"


class CheckFailed(AssertionError):
    """A kind does not keep what kinds promise; `failures` has every check that failed."""

    def __init__(self, subject: str, failures: Iterable[Failure]) -> None:
        self.subject, self.failures = subject, tuple(failures)
        number = len(self.failures)
        lines = "".join(f"\n  {failure}" for failure in self.failures)
        super().__init__(f"{subject} fails {number} check{'s' if number != 1 else ''}:{lines}")


@frozen(kw_only=True, eq=False)
class Check:
    """One thing that must hold of one kind. `run` it, or let pytest do so."""

    name: str
    # What is checked, in words.
    subject: str
    ask: Callable[[], Finding]
    # Checks that mean nothing unless these hold.
    needs: tuple[Check, ...] = ()

    @cached_property
    def finding(self) -> Finding:
        """What the check found. An exception of the kind's own is a finding as well."""
        try:
            return self.ask()
        except Exception as error:
            return f"it raised {type(error).__name__}: {error}; mend what raises it"

    @property
    def failed(self) -> bool:
        """Whether a fault was found."""
        return isinstance(self.finding, str)

    def blocked_by(self) -> Check | None:
        """The check that must hold first, and does not."""
        for need in self.needs:
            if (blocked := need.blocked_by() or (need if need.failed else None)) is not None:
                return blocked
        return None

    def failure(self) -> Failure | None:
        """The fault that was found; None where there is none, or where another stands before it."""
        if self.blocked_by() is not None or not isinstance(self.finding, str):
            return None
        return Failure(self.name, self.finding)

    def run(self) -> None:
        """Raise `CheckFailed` if it does not hold; warn with `KindWarning` of what could be better."""
        blocked = self.blocked_by()
        if blocked is not None:
            sentence = f"it can be asked only when '{blocked.name}' holds, which says: {blocked.finding}"
            raise CheckFailed(self.subject, [Failure(self.name, sentence)])
        failure = self.failure()
        if failure is not None:
            raise CheckFailed(self.subject, [failure])
        if isinstance(self.finding, Note):
            warnings.warn(f"{self.subject}: {self.finding.text}", KindWarning, stacklevel=2)


# A name, what it asks of a subject, and the names of the checks that must hold before.
Question = tuple[str, Callable[[T], Finding], tuple[str, ...]]


def checks_of(subject: T, name: str, questions: Iterable[Question[T]]) -> tuple[Check, ...]:
    """The questions as checks of that subject, in their order."""
    made: dict[str, Check] = {}
    for title, ask, needs in questions:
        made[title] = Check(
            name=title,
            subject=name,
            ask=lambda ask=ask: ask(subject),  # type: ignore[misc]
            needs=tuple(made[need] for need in needs),
        )
    return tuple(made.values())


def run_all(subject: str, checks: Iterable[Check]) -> None:
    """Run every check, and raise once for all that failed."""
    checks = tuple(checks)
    failures = [found for check in checks if (found := check.failure()) is not None]
    if failures:
        raise CheckFailed(subject, failures)
    for check in checks:
        check.run()
