"""Documents: agreements, evidence, charges and ledgers as YAML or JSON files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen

from slacore.errors import InvalidDocument, InvalidEvidence, Problem, did_you_mean
from slacore.evidence import Coverage, Evidence, Record
from slacore.model import Agreement, Charge, Charges, Ledger
from slacore.registry import STANDARD, Registry
from slacore.serialization.converter import converter_for
from slacore.serialization.problems import At, WrongShape, is_about_input, problems
from slacore.serialization.text import read_json, read_yaml, write_json, write_yaml
from slacore.values import Window, WindowSet, zone_name

T = TypeVar("T")
# What a document says it is, under the key `slacore`.
FORMATS = ("agreement/1", "evidence/1", "charges/1", "ledger/1")
_HEAD = "slacore"


@frozen
class _Source:
    """Where a document came from, for messages."""

    name: str
    text: str
    is_json: bool

    @classmethod
    def at(cls, path: str | Path) -> _Source:
        place = Path(path)
        try:
            text = place.read_text(encoding="utf-8")
        except OSError as error:
            raise InvalidDocument(
                [Problem(str(path), f"cannot be read: {error.strerror or error}")]
            ) from None
        except UnicodeDecodeError:
            raise InvalidDocument([Problem(str(path), "is not text in UTF-8")]) from None
        return cls(str(path), text, place.suffix == ".json")

    def data(self) -> Any:
        return read_json(self.text, self.name) if self.is_json else read_yaml(self.text, self.name)


def load(path: str | Path, *, registry: Registry = STANDARD) -> Agreement:
    """Read an agreement from a ``.json`` file, or YAML otherwise.

    Raises `InvalidDocument` with every problem and its path. Kinds of your own need a
    registry that knows them.
    """
    return _agreement(_Source.at(path), registry)


def loads(text: str, *, registry: Registry = STANDARD, json: bool = False) -> Agreement:
    """Read an agreement from YAML text, or from JSON text."""
    return _agreement(_Source("text", text, json), registry)


def dumps(agreement: Agreement, *, registry: Registry = STANDARD, json: bool = False) -> str:
    """Write an agreement as YAML, or as JSON; reading it back gives an equal agreement."""
    data = {_HEAD: "agreement/1", **converter_for(registry, agreement.zone).unstructure(agreement)}
    return write_json(data) if json else write_yaml(data)


def load_evidence(path: str | Path, *, registry: Registry = STANDARD) -> Evidence:
    """Read a bundle of evidence: sections of records, each with the time it covers."""
    source = _Source.at(path)
    return _read(source, "evidence/1", lambda data: _evidence(data, registry))


def dump_evidence(evidence: Evidence, *, registry: Registry = STANDARD, json: bool = False) -> str:
    """Write a bundle of evidence."""
    converter = converter_for(registry, "UTC")
    kinds: dict[str, list[Record]] = {coverage.of.kind: [] for coverage in evidence.coverage}
    for record in evidence.records:
        kinds.setdefault(record.kind, []).append(record)
    sections: list[dict[str, Any]] = []
    for kind, records in kinds.items():
        cover = [coverage for coverage in evidence.coverage if coverage.of.kind == kind]
        rows = [converter.unstructure(record) for record in records]
        # A kind that was not watched, such as facts, covers nothing and is stated all the same.
        for coverage in cover or [Coverage(of=type(records[0]), time=WindowSet())]:
            section: dict[str, Any] = {"of": kind}
            section["covers"] = [converter.unstructure(window) for window in coverage.time.windows()]
            if coverage.service is not None:
                section["service"] = coverage.service
            section["records"] = rows
            rows = []
            sections.append(section)
    data = {_HEAD: "evidence/1", "zone": "UTC", "evidence": sections}
    return write_json(data) if json else write_yaml(data)


def load_charges(path: str | Path, *, registry: Registry = STANDARD) -> Charges:
    """Read named charges, each with its span."""
    return _read(
        _Source.at(path), "charges/1", lambda data: Charges(_rows(data, "charges", Charge, registry))
    )


def load_ledger(path: str | Path, *, registry: Registry = STANDARD) -> Ledger:
    """Read the ledger that an earlier evaluation handed back."""

    def read(data: dict[str, Any]) -> Ledger:
        ledger: Ledger = converter_for(registry, None).structure(data, Ledger)
        return ledger

    return _read(_Source.at(path), "ledger/1", read)


def dump_ledger(ledger: Ledger, *, registry: Registry = STANDARD) -> str:
    """Write a ledger as JSON."""
    return write_json({_HEAD: "ledger/1", **converter_for(registry, None).unstructure(ledger)})


def load_as(cls: type[T], path: str | Path, *, form: str, registry: Registry = STANDARD) -> T:
    """Read a document of another form into an attrs class, with the same strictness."""

    def read(data: dict[str, Any]) -> T:
        found: T = converter_for(registry, data.get("zone")).structure(data, cls)
        return found

    return _read(_Source.at(path), form, read)


def _agreement(source: _Source, registry: Registry) -> Agreement:
    def read(data: dict[str, Any]) -> Agreement:
        zone = data.get("zone")
        if isinstance(zone, str):
            zone = _within(".zone", lambda: zone_name(data["zone"]))
        agreement: Agreement = converter_for(registry, zone).structure(data, Agreement)
        return agreement

    return _read(source, "agreement/1", read)


def _read(source: _Source, form: str, read: Callable[[dict[str, Any]], T]) -> T:
    """Check what the document says it is, read it, and name all faults at once."""
    data = source.data()
    if not isinstance(data, dict):
        raise InvalidDocument([Problem(source.name, f"expected fields, found {type(data).__name__}")])
    data = dict(data)
    found = data.pop(_HEAD, None)
    if found != form:
        raise InvalidDocument([Problem(source.name, _wrong_form(found, form))])
    try:
        return read(data)
    except (InvalidDocument, InvalidEvidence):
        raise
    except Exception as error:
        if not is_about_input(error):
            raise
        raise InvalidDocument(
            Problem(
                f"{source.name}: {problem.where.strip('.')}" if problem.where else source.name,
                problem.message,
            )
            for problem in problems(error)
        ) from None


def _wrong_form(found: object, form: str) -> str:
    if found is None:
        return f"the document does not say what it is; its first line should be '{_HEAD}: {form}'"
    if found in FORMATS:
        return f"this is a document of '{found}', where one of '{form}' is needed"
    return f"unknown format {found!r}{did_you_mean(str(found), FORMATS)}"


def _within(place: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except Exception as error:
        raise At(place, error) from None


def _rows(data: dict[str, Any], name: str, cls: type[T], registry: Registry) -> list[T]:
    """The zone and a list of rows of one class."""
    rows, zone = data.pop(name, None), data.pop("zone", None)
    for key in data:
        raise WrongShape(f"unknown field '{key}'{did_you_mean(str(key), (name, 'zone'))}")
    if not isinstance(rows, list):
        raise At(f".{name}", WrongShape(f"expected a list, found {rows!r}"))
    converter = converter_for(registry, zone)
    return [
        _within(f".{name}[{number}]", lambda row=row: converter.structure(row, cls))  # type: ignore[misc]
        for number, row in enumerate(rows)
    ]


def _evidence(data: dict[str, Any], registry: Registry) -> Evidence:
    zone, sections = data.pop("zone", None), data.pop("evidence", None)
    for key in data:
        raise WrongShape(f"unknown field '{key}'{did_you_mean(str(key), ('zone', 'evidence'))}")
    if not isinstance(sections, list):
        raise At(".evidence", WrongShape(f"expected a list of sections, found {sections!r}"))
    bundle = Evidence()
    for number, section in enumerate(sections):
        bundle += _within(f".evidence[{number}]", lambda one=section: _section(one, zone, registry))  # type: ignore[misc]
    return bundle


def _section(data: Any, zone: str | None, registry: Registry) -> Evidence:
    if not isinstance(data, dict):
        raise WrongShape(
            f"expected a section with the fields of, covers, service and records; found {data!r}"
        )
    for key in data:
        if key not in ("of", "covers", "service", "records"):
            raise WrongShape(
                f"unknown field '{key}'{did_you_mean(str(key), ('of', 'covers', 'service', 'records'))}"
            )
    if "covers" not in data:
        raise WrongShape("the section does not say which time it covers; add covers, such as '2026-03'")
    cls = _within(".of", lambda: registry.record(data.get("of")))  # type: ignore[arg-type]
    converter = converter_for(registry, zone)
    covers = data["covers"] if isinstance(data["covers"], list) else [data["covers"]]
    time = WindowSet.of(*_within(".covers", lambda: [converter.structure(span, Window) for span in covers]))
    rows = data.get("records") or []
    if not isinstance(rows, list):
        raise At(".records", WrongShape(f"expected a list, found {rows!r}"))
    records = [
        _within(f".records[{number}]", lambda row=row: converter.structure(row, cls))  # type: ignore[misc]
        for number, row in enumerate(rows)
    ]
    return Evidence(records=records, coverage=(Coverage(of=cls, time=time, service=data.get("service")),))
