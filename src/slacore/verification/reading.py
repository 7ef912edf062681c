"""Read: a folder with an agreement and its worked examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from slacore.errors import InvalidDocument, InvalidEvidence, Problem, did_you_mean
from slacore.evidence import Evidence
from slacore.model import Agreement, Charges, Ledger
from slacore.registry import Registry
from slacore.serialization import load, load_charges, load_evidence, load_ledger
from slacore.serialization.documents import load_as
from slacore.verification.expectation import Expectation

_ENDINGS = (".yaml", ".json")


@frozen(kw_only=True)
class WorkedExamples:
    """What one folder holds: an agreement, what happened, and what somebody makes of it."""

    folder: Path
    agreement: Agreement
    evidence: Evidence
    # Each with the document that it stands in, in the order of their names.
    expectations: tuple[tuple[Path, Expectation], ...]
    charges: Charges | None = None
    ledger: Ledger | None = None


def folders(place: str | Path) -> tuple[Path, ...]:
    """The folders to verify: the place itself where it holds an agreement, else those in it that do.

    Raises `InvalidDocument` where there is none.
    """
    root = Path(place)
    if _documents(root, "agreement"):
        return (root,)
    inner = sorted(path for path in root.iterdir() if path.is_dir())
    for path in inner:
        if _documents(path, "expectation*") and not _documents(path, "agreement"):
            raise _fault(path, "holds an expectation and no agreement; add agreement.yaml")
    found = tuple(path for path in inner if _documents(path, "agreement"))
    if not found:
        raise _fault(root, "there is no agreement here, nor in a folder of it; write agreement.yaml")
    return found


def read(folder: Path, *, registry: Registry) -> WorkedExamples:
    """Read everything in one of the `folders`. Raises `InvalidDocument` with what is missing or wrong."""
    terms, charges, ledger = (_at_most_one(folder, name) for name in ("agreement", "charges", "ledger"))
    assert terms is not None, "a folder is chosen by its agreement"
    agreement = load(terms, registry=registry)
    return WorkedExamples(
        folder=folder,
        agreement=agreement,
        evidence=_evidence(folder, registry),
        expectations=tuple(
            (path, _expectation(path, agreement, registry)) for path in _some(folder, "expectation")
        ),
        charges=None if charges is None else load_charges(charges, registry=registry),
        ledger=None if ledger is None else load_ledger(ledger, registry=registry),
    )


def _evidence(folder: Path, registry: Registry) -> Evidence:
    bundle = Evidence()
    for path in _some(folder, "evidence"):
        try:
            bundle += load_evidence(path, registry=registry)
        except InvalidEvidence as error:
            # Two documents that contradict each other name themselves no place.
            raise InvalidEvidence(_placed(str(path), error)) from None
    return bundle


def _placed(place: str, error: InvalidEvidence) -> Iterator[Problem]:
    for problem in error.problems:
        known = problem.where.startswith(place)
        yield problem if known else Problem(f"{place}: {problem.where}", problem.message)


def _expectation(path: Path, agreement: Agreement, registry: Registry) -> Expectation:
    expectation = load_as(Expectation, path, form="expectation/1", registry=registry)
    problems = [Problem(f"{path}: {where}", message) for where, message in _strangers(expectation, agreement)]
    if problems:
        raise InvalidDocument(problems)
    return expectation


def _strangers(expectation: Expectation, agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Levels that the agreement does not have: nothing could ever be found for them."""
    known = [level.name for level in agreement.levels]
    for part in ("levels", "rights", "actions"):
        for number, row in enumerate(getattr(expectation.expect, part) or ()):
            if row.level is not None and row.level not in known:
                yield (
                    f"expect.{part}[{number}].level",
                    f"unknown level {row.level!r}{did_you_mean(row.level, known)}",
                )


def _documents(folder: Path, pattern: str) -> list[Path]:
    """The documents of that name, in order of their names."""
    try:
        names = [path for path in folder.iterdir() if path.suffix in _ENDINGS and path.match(f"{pattern}.*")]
    except OSError as error:
        raise _fault(folder, f"cannot be read: {error.strerror or error}") from None
    return sorted(path for path in names if path.is_file())


def _at_most_one(folder: Path, name: str) -> Path | None:
    found = _documents(folder, name)
    if len(found) > 1:
        raise _fault(folder, f"holds {' and '.join(path.name for path in found)}; one of them is enough")
    return found[0] if found else None


def _some(folder: Path, name: str) -> list[Path]:
    found = _documents(folder, f"{name}*")
    if not found:
        raise _fault(folder, f"holds no {name}; add {name}.yaml")
    return found


def _fault(folder: Path, message: str) -> InvalidDocument:
    return InvalidDocument([Problem(str(folder), message)])
