"""Files to read, written for one test."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from attrs import field, frozen

from slacore import STANDARD, Evidence, Instant, Record, Window
from slacore.errors import InvalidDocument
from slacore.ingest import read_evidence

FEBRUARY = Window.month(2017, 2, tz="UTC")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """A function that writes a file and returns its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def read() -> Callable[..., Evidence]:
    """Reading with February 2017 as the covered time, unless said otherwise."""
    return lambda kind, path, **options: read_evidence(kind, path, **({"covers": FEBRUARY} | options))


@pytest.fixture
def refused(read: Callable[..., Evidence]) -> Callable[..., list[str]]:
    """The problems of a file that cannot be read, without the folder it lies in."""

    def problems(kind: str, path: Path, **options: object) -> list[str]:
        with pytest.raises(InvalidDocument) as caught:
            read(kind, path, **options)
        return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]

    return problems


@frozen(kw_only=True)
class Visit(Record):
    """A third party's record, with fields of many types."""

    kind: ClassVar[str] = "visit"

    at: Instant
    called_by: str | None = None
    minutes: int = 0
    urgent: bool = False
    share: Fraction = Fraction(0)
    rooms: tuple[str, ...] = ()

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant of the visit."""
        return self.at, self.at


@frozen(kw_only=True)
class Stop:
    """One entry of a route, without a time of its own."""

    place: str


@frozen(kw_only=True)
class Route(Record):
    """A third party's record with a log."""

    kind: ClassVar[str] = "route"

    stops: tuple[Stop, ...] = field(converter=tuple)

    def extent(self) -> None:
        """It has no time of its own."""


@pytest.fixture
def acme() -> SimpleNamespace:
    """A stranger's kinds, and a registry that knows them."""
    return SimpleNamespace(Visit=Visit, Route=Route, Stop=Stop, registry=STANDARD.with_kinds(Visit, Route))
