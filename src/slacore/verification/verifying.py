"""Verify: run agreement, evidence and expectation together, and say what differs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue
from slacore.evaluation import Evaluation, evaluate
from slacore.registry import STANDARD, Registry
from slacore.values import Instant, Window
from slacore.verification.comparing import Difference, differences
from slacore.verification.expectation import Expectation
from slacore.verification.reading import WorkedExamples, folders, read


@frozen(kw_only=True)
class Verification:
    """One worked example beside what it really comes to."""

    # The document of the expectation.
    path: Path
    expectation: Expectation = field(repr=False)
    evaluation: Evaluation = field(repr=False)
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences

    def __str__(self) -> str:
        if self.agrees:
            return f"{self.path}: ok"
        count = len(self.differences)
        said = f"{count} difference{'' if count == 1 else 's'}"
        return "\n  ".join((f"{self.path}: {said}", *map(str, self.differences)))


def verify(place: str | Path, *, registry: Registry = STANDARD) -> tuple[Verification, ...]:
    """Verify the worked examples of a folder, or of every folder in it that holds an agreement.

    One `Verification` for each expectation, in the order of names. Raises `InvalidDocument`
    where something is missing or cannot be read, and `EvaluationError` where what was read
    does not fit together. A difference is no error.
    """
    examples = [read(folder, registry=registry) for folder in folders(place)]
    return tuple(one for example in examples for one in _verified(example))


def _verified(examples: WorkedExamples) -> Iterator[Verification]:
    for path, expectation in examples.expectations:
        try:
            evaluation = _evaluated(examples, expectation)
        except (EvaluationError, InvalidValue) as error:
            raise EvaluationError(f"{path}: {error}") from None
        yield Verification(
            path=path,
            expectation=expectation,
            evaluation=evaluation,
            differences=differences(expectation, evaluation),
        )


def _evaluated(examples: WorkedExamples, expectation: Expectation) -> Evaluation:
    zone, known_at = examples.agreement.zone, expectation.known_at
    return evaluate(
        examples.agreement,
        examples.evidence,
        Window.parse(expectation.window, tz=zone),
        charges=expectation.charges or examples.charges,
        ledger=examples.ledger,
        known_at=None if known_at is None else Instant.parse(known_at, tz=zone),
    )
