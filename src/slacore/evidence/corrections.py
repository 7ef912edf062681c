"""Corrections: records that replace others, and what can be wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slacore.errors import Problem
from slacore.evidence.record import Record


def corrections_at_fault(records: Iterable[Record]) -> Iterator[Problem]:
    """Corrections of nothing, of themselves, in a circle, twice over, or from before the original."""
    known = {(record.kind, record.id): record for record in records}
    corrected: dict[tuple[str, str], Record] = {}
    for record in known.values():
        if record.replaces is None:
            if record.withdrawn:
                yield Problem(record.named(), "it is withdrawn, but does not say which record it replaces")
            continue
        key = (record.kind, record.replaces)
        original = known.get(key)
        if original is None:
            yield Problem(record.named(), f"it replaces {record.kind} {record.replaces}, which is not there")
        elif _in_a_circle(record, known):
            yield Problem(
                record.named(), f"it replaces {original.named()} in a circle; one of them came first"
            )
        elif key in corrected:
            yield Problem(
                record.named(),
                f"it replaces {original.named()}, as {corrected[key].named()} does already; "
                "let the later correction replace the earlier one",
            )
        elif record.recorded is None and original.recorded is not None:
            yield Problem(
                record.named(),
                f"it does not say when it was recorded, as {original.named()} that it replaces does; "
                "add recorded",
            )
        elif _is_earlier(record, original):
            yield Problem(
                record.named(),
                f"it was recorded at {record.recorded}, before {original.named()} that it replaces",
            )
        corrected.setdefault(key, record)


def _is_earlier(record: Record, original: Record) -> bool:
    if record.recorded is None or original.recorded is None:
        return False
    return record.recorded < original.recorded


def _in_a_circle(record: Record, known: dict[tuple[str, str], Record]) -> bool:
    seen = {record.id}
    at: Record | None = record
    while at is not None and at.replaces is not None:
        if at.replaces in seen:
            return True
        seen.add(at.replaces)
        at = known.get((record.kind, at.replaces))
    return False
