"""What the arguments of the command mean: evidence, windows, charges, ledgers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from slacore.cli.exits import Misuse
from slacore.errors import InvalidDocument, InvalidValue, Problem
from slacore.evidence import Evidence
from slacore.ingest import read_evidence
from slacore.model import Charges, Ledger
from slacore.registry import STANDARD
from slacore.serialization import dump_ledger, load_charges, load_evidence
from slacore.values import Instant, Money, Window, WindowSet, zone_name

T = TypeVar("T")
_KIND = re.compile(r"[\w-]+")
_TABLES = (".csv", ".jsonl", ".ndjson", ".parquet")


def window_of(flag: str, text: str, zone: str) -> Window:
    """A window that a flag states, read in that zone."""
    return _stated(flag, lambda: Window.parse(text, tz=zone))


def instant_of(flag: str, text: str | None, zone: str) -> Instant | None:
    """An instant that a flag states, read in that zone."""
    return None if text is None else _stated(flag, lambda: Instant.parse(text, tz=zone))


def charges_of(text: str | None) -> Money | Charges | None:
    """One sum of money such as ``1000 USD``, or a document of named charges."""
    if text is None:
        return None
    if re.match(r"[-+]?[\d.]", text) and not Path(text).exists():
        return _stated("--charges", lambda: Money.parse(text))
    return load_charges(text)


def evidence_of(arguments: Iterable[str], covers: Iterable[str], tz: str | None, zone: str) -> Evidence:
    """All evidence together: tables as ``KIND=FILE``, and documents that state their own time.

    The spans that tables cover are read in `tz`, or in the agreement's zone.
    """
    given = [(argument, _table_of(argument)) for argument in arguments]
    if not given:
        raise Misuse(f"there is no evidence; give KIND=FILE (KIND is {_kinds()}) or an evidence document")
    if tz is not None:
        _stated("--tz", lambda: zone_name(tz))
    spans = [window_of("--covers", text, tz or zone) for text in covers]
    if not any(table for _, table in given) and (spans or tz is not None):
        raise Misuse(
            "--covers and --tz are for evidence as KIND=FILE; a document states its own time and zone"
        )
    bundle = Evidence()
    for argument, table in given:
        bundle += _read(table, spans, tz) if table else load_evidence(argument)
    return bundle


def write_ledger(ledger: Ledger, path: Path) -> None:
    """Write the next ledger: all of it or, where that fails, nothing."""
    text = dump_ledger(ledger)
    draft = path.parent / f".{path.name}.draft"
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise Misuse(f"--ledger-out: {path} cannot be written: {error.strerror or error}") from None


def _stated(flag: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except InvalidValue as error:
        raise Misuse(f"{flag}: {error}") from None


def _table_of(argument: str) -> tuple[str, str] | None:
    """The kind and the file of a table; None for a document."""
    kind, mark, file = argument.partition("=")
    if mark and _KIND.fullmatch(kind):
        return kind, file
    if Path(argument).suffix.lower() in _TABLES:
        raise Misuse(f"{argument}: say what its rows are, as in outage={argument} (known: {_kinds()})")
    return None


def _read(table: tuple[str, str], spans: list[Window], tz: str | None) -> Evidence:
    kind, file = table
    STANDARD.record(kind)
    if not spans:
        raise Misuse(
            f"{kind}={file} does not say which time it covers, and time that is not covered is a gap; "
            "add --covers SPAN, such as --covers 2017-02"
        )
    try:
        return read_evidence(kind, file, covers=WindowSet.of(*spans), tz=tz)
    except InvalidDocument as error:
        if tz is None and any("has no time zone" in problem.message for problem in error.problems):
            hint = Problem("--tz", "says in which zone such times were written, as in --tz Europe/London")
            raise InvalidDocument([*error.problems, hint]) from None
        raise


def _kinds() -> str:
    return ", ".join(STANDARD.tags("record"))
