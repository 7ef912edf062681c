"""Documents: agreements, evidence, charges and ledgers as YAML or JSON files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen
from cattrs import Converter

from slacore.errors import InvalidDocument, InvalidEvidence, Problem, did_you_mean
from slacore.evidence import Coverage, Evidence, Record
from slacore.model import Agreement, Charge, Charges, Ledger
from slacore.registry import STANDARD, Registry
from slacore.serialization.converter import converter_for
from slacore.serialization.problems import At, Attempts, WrongShape, is_about_input, problems, quoted
from slacore.serialization.text import read_json, read_yaml, write_json, write_yaml
from slacore.values import Window, WindowSet, zone_name

T = TypeVar("T")
# What a document says it is, under the key `slacore`.
FORMATS = ("agreement/1", "evidence/1", "charges/1", "ledger/1", "expectation/1")
_HEAD = "slacore"
# The fields of a section of evidence, and those that hold for all its records.
_FIELDS = ("of", "covers", "service", "source", "records")
_ABOUT = ("service", "source")


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
        except ValueError as error:
            raise InvalidDocument([Problem(repr(str(path)), f"cannot be read: {error}")]) from None
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
    watched: dict[_Watch, list[Window]] = {}
    for one in evidence.coverage:
        watched.setdefault((one.of.kind, one.service, one.source), []).extend(one.time.windows())
    rows: dict[_Watch, list[Record]] = {watch: [] for watch in watched}
    for record in evidence.records:
        rows.setdefault(_section_for(record, watched), []).append(record)
    sections = [
        {
            "of": watch[0],
            # A kind that was not watched, such as facts, covers nothing and is stated all the same.
            "covers": [converter.unstructure(window) for window in watched.get(watch, ())],
            **{name: said for name, said in zip(("service", "source"), watch[1:], strict=True) if said},
            "records": [converter.unstructure(record) for record in records],
        }
        for watch, records in rows.items()
    ]
    data = {_HEAD: "evidence/1", "zone": "UTC", "evidence": sections}
    return write_json(data) if json else write_yaml(data)


# The kind of records that were watched, for which service, and by whom.
_Watch = tuple[str, str | None, str | None]


def _section_for(record: Record, watched: Iterable[_Watch]) -> _Watch:
    """Where the record stands: a section's service and source hold for its records as well."""
    for watch in watched:
        kind, service, source = watch
        if kind == record.kind and service in (None, record.service) and source in (None, record.source):
            return watch
    return record.kind, None, None


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
        found: T = converter_for(registry, _zone(data)).structure(data, cls)
        return found

    return _read(_Source.at(path), form, read)


def _agreement(source: _Source, registry: Registry) -> Agreement:
    def read(data: dict[str, Any]) -> Agreement:
        attempts = Attempts()
        zone = attempts.read(".zone", lambda: _zone(data))
        if attempts.failed:
            # With a zone that holds, what else is wrong can be named as well.
            zone, data = "UTC", {**data, "zone": "UTC"}
        agreement = attempts.read("", lambda: converter_for(registry, zone).structure(data, Agreement))
        attempts.check()
        assert agreement is not None
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
    except InvalidDocument:
        raise
    except InvalidEvidence as error:
        raise InvalidEvidence(
            Problem(f"{source.name}: {problem.where}", problem.message) for problem in error.problems
        ) from None
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


def _zone(data: dict[str, Any]) -> str | None:
    zone = data.get("zone")
    if zone is not None and not isinstance(zone, str):
        raise WrongShape(f"expected a time zone such as 'Europe/London', found {quoted(zone)}")
    return None if zone is None else zone_name(zone)


def _rows(data: dict[str, Any], name: str, cls: type[T], registry: Registry) -> list[T]:
    """The zone and a list of rows of one class."""
    attempts = Attempts()
    attempts.unknown(data, (name, "zone"))
    zone = attempts.read(".zone", lambda: _zone(data))
    converter = converter_for(registry, "UTC" if attempts.failed else zone)
    rows = attempts.each(f".{name}", data.get(name), lambda row: converter.structure(row, cls))
    attempts.check()
    return rows


def _evidence(data: dict[str, Any], registry: Registry) -> Evidence:
    attempts = Attempts()
    attempts.unknown(data, ("zone", "evidence"))
    zone = attempts.read(".zone", lambda: _zone(data))
    converter = converter_for(registry, "UTC" if attempts.failed else zone)
    sections = attempts.each(
        ".evidence", data.get("evidence"), lambda section: _section(section, converter, registry)
    )
    attempts.check()
    return Evidence(
        records=[record for section in sections for record in section.records],
        coverage=tuple(coverage for section in sections for coverage in section.coverage),
    )


@frozen
class _Section:
    """The records of one kind, and what time they cover."""

    records: list[Record]
    coverage: tuple[Coverage, ...]


def _section(data: Any, converter: Converter, registry: Registry) -> _Section:
    if not isinstance(data, dict):
        raise WrongShape(f"expected a section with the fields {', '.join(_FIELDS)}; found {quoted(data)}")
    attempts = Attempts()
    attempts.unknown(data, _FIELDS)
    cls = attempts.read(".of", lambda: registry.record(_given(data, "of")))
    said: dict[str, str] = {}
    for name in _ABOUT:
        if data.get(name) is not None:
            said[name] = attempts.read(f".{name}", partial(converter.structure, data[name], str)) or ""
    if "covers" not in data:
        attempts.refuse("the section does not say which time it covers; add covers, such as '2026-03'")
    spans = data.get("covers", [])
    spans = spans if isinstance(spans, list) else [spans]
    windows = attempts.each(".covers", spans, lambda span: converter.structure(span, Window))
    rows = [] if data.get("records") is None else data["records"]
    records: list[Record] = []
    if cls is not None:
        records = attempts.each(".records", rows, lambda row: converter.structure(_about(row, said), cls))
    attempts.check()
    assert cls is not None
    time = WindowSet.of(*windows)
    return _Section(records, (Coverage(of=cls, time=time, **said),) if time else ())


def _given(data: dict[str, Any], name: str) -> Any:
    if name not in data:
        raise WrongShape("the section does not say which kind of records it holds, such as outage")
    return data[name]


def _about(row: Any, said: dict[str, Any]) -> Any:
    """The row with the section's service and source, which it may repeat and not contradict."""
    if not isinstance(row, dict):
        return row
    for name, value in said.items():
        if row.get(name) not in (None, value):
            raise At(f".{name}", WrongShape(f"it says {quoted(row[name])}, but its section is of {value!r}"))
    return {**row, **said}
