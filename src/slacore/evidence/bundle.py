"""The bundle of evidence that `evaluate` takes: records, and what time they cover."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidEvidence, InvalidValue, Problem
from slacore.evidence.corrections import corrections_at_fault
from slacore.evidence.record import Record
from slacore.values import Instant, Window, WindowSet, digest

if TYPE_CHECKING:
    from typing import Self

R = TypeVar("R", bound=Record)


@frozen(kw_only=True)
class Coverage:
    """The time in which records of one kind would have been seen, had they occurred."""

    of: type[Record]
    time: WindowSet
    # The service that was watched; None means every service of the bundle.
    service: str | None = None
    # Who watched; None means that it does not matter who.
    source: str | None = None


def _in_one_form(coverage: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """What one watch saw in several sections is one coverage; of no time there is none."""
    found: dict[tuple[str, str, str], Coverage] = {}
    for one in coverage:
        key = (f"{one.of.__module__}.{one.of.__qualname__}", one.service or "", one.source or "")
        found[key] = evolve(one, time=found[key].time | one.time) if key in found else one
    return tuple(found[key] for key in sorted(found) if found[key].time)


def _in_fixed_order(records: Iterable[Record]) -> tuple[Record, ...]:
    rows = tuple(records)
    for row in rows:
        if not isinstance(row, Record):
            raise InvalidValue(f"evidence is made of records, found {row!r}")
    return tuple(sorted(rows, key=lambda record: (record.kind, record.id)))


@frozen(kw_only=True)
class Evidence:
    """What is known of what happened. Time that is not covered is a gap, never "all was well".

    ``Evidence.of(Outage, rows, covers=march)`` makes one kind's; ``+`` puts bundles together.
    The order of the records does not matter. Every id is unique among its kind, and a record
    that lies wholly outside the coverage of its kind is refused.
    """

    records: tuple[Record, ...] = field(default=(), converter=_in_fixed_order)
    coverage: tuple[Coverage, ...] = field(default=(), converter=_in_one_form)

    def __attrs_post_init__(self) -> None:
        problems = [*self._duplicates(), *self._outside(), *corrections_at_fault(self.records)]
        if problems:
            raise InvalidEvidence(problems)

    @classmethod
    def of(
        cls,
        kind: type[R],
        records: Iterable[R],
        *,
        covers: Window | WindowSet | Iterable[Window],
        service: str | None = None,
        source: str | None = None,
    ) -> Self:
        """The records of one kind with the time they cover, for one service or for all.

        `service` is also that of the records which name none.
        """
        rows = tuple(records)
        for row in rows:
            if not isinstance(row, kind):
                raise InvalidValue(f"expected records of {kind.__name__}, found {row!r}")
        watched = Coverage(of=kind, time=_time(covers), service=service, source=source)
        named = tuple(row if row.service is not None else evolve(row, service=service) for row in rows)
        return cls(records=named if service is not None else rows, coverage=(watched,))

    def of_kind(self, kind: type[R]) -> tuple[R, ...]:
        """The records of that class, in order of id."""
        return tuple(record for record in self.records if isinstance(record, kind))

    def current(self) -> tuple[Record, ...]:
        """The records that count: neither replaced by a correction nor withdrawn."""
        return self._current

    def current_of(self, kind: type[R]) -> tuple[R, ...]:
        """Those of one class that count."""
        found = (rows for cls, rows in self._by_class.items() if issubclass(cls, kind))
        return tuple(row for rows in found for row in rows if isinstance(row, kind))

    @cached_property
    def _current(self) -> tuple[Record, ...]:
        replaced = {(record.kind, record.replaces) for record in self.records}
        return tuple(r for r in self.records if not r.withdrawn and (r.kind, r.id) not in replaced)

    @cached_property
    def _by_class(self) -> dict[type[Record], list[Record]]:
        found: dict[type[Record], list[Record]] = defaultdict(list)
        for record in self._current:
            found[type(record)].append(record)
        return dict(found)

    def covered(self, kind: type[Record], service: str | None, source: str | None = None) -> WindowSet:
        """The time covered for that class of records and that service, by one source or by any."""
        time = WindowSet()
        for coverage in self.coverage:
            watched = issubclass(kind, coverage.of) and coverage.service in (None, service)
            if watched and (source is None or coverage.source in (None, source)):
                time |= coverage.time
        return time

    def as_known_at(self, moment: Instant) -> Evidence:
        """Only what could have been written down by then; no coverage reaches beyond it.

        An undated record counts, as far as what it reports had happened, and if anybody had
        begun to watch.
        """
        watched = Evidence(coverage=tuple(evolve(c, time=_until(c.time, moment)) for c in self.coverage))
        then = (record.as_known_at(moment) for record in self.records)
        known = [record for record in then if record is not None]
        unseen = {id(record) for record, _ in watched._not_covered(known)}
        return evolve(watched, records=_whole(record for record in known if id(record) not in unseen))

    def digest(self) -> str:
        """A SHA-256 of the records and their coverage."""
        return digest(self)

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(records=(*self.records, *other.records), coverage=(*self.coverage, *other.coverage))

    def _duplicates(self) -> list[Problem]:
        counts = Counter((record.kind, record.id) for record in self.records)
        return [
            Problem(f"{kind} {name}", f"the id is used by {times} records; every record needs its own")
            for (kind, name), times in counts.items()
            if times > 1
        ]

    def _outside(self) -> list[Problem]:
        return [
            Problem(
                record.named(),
                f"it lies outside the time that the evidence covers ({_told(record)}; "
                f"covered: {covered}); extend the coverage or leave the record out",
            )
            for record, covered in self._not_covered(self.records)
        ]

    def _not_covered(self, records: Iterable[Record]) -> Iterator[tuple[Record, WindowSet]]:
        """The records that lie wholly outside what is covered for them, and what that is."""
        covered: dict[tuple[type[Record], str | None], WindowSet] = {}
        for record in records:
            extent = record.extent()
            if extent is None or not record.excludable:
                continue
            key = (type(record), record.service)
            if key not in covered:
                covered[key] = self._covered_for(*key)
            if not _touches(covered[key], *extent):
                yield record, covered[key]

    def _covered_for(self, kind: type[Record], service: str | None) -> WindowSet:
        """Where a record without a service may lie: anywhere that its kind is covered."""
        if service is not None:
            return self.covered(kind, service)
        time = WindowSet()
        for coverage in self.coverage:
            if issubclass(kind, coverage.of):
                time |= coverage.time
        return time


def _told(record: Record) -> str:
    """What time it tells about: ``… to …``, or ``… to now`` where it goes on."""
    start, end = record.extent() or (None, None)
    return f"{start} to {end or 'now'}"


def _whole(known: Iterable[Record]) -> Iterator[Record]:
    """Without corrections of what is not known yet: such a record stands for itself."""
    records = tuple(known)
    names = {(record.kind, record.id) for record in records}
    for record in records:
        if record.replaces is None or (record.kind, record.replaces) in names:
            yield record
        elif not record.withdrawn:
            yield evolve(record, replaces=None)


def _time(covers: Window | WindowSet | Iterable[Window]) -> WindowSet:
    if isinstance(covers, WindowSet):
        return covers
    return WindowSet.of(covers) if isinstance(covers, Window) else WindowSet.of(*covers)


def _until(time: WindowSet, moment: Instant) -> WindowSet:
    return WindowSet((start, min(end, moment.micros)) for start, end in time.spans)


def _touches(covered: WindowSet, start: Instant, end: Instant | None) -> bool:
    if end is None:
        return any(start.micros < span[1] for span in covered.spans)
    # An instant at the very end of the coverage still was seen.
    return any(start.micros <= span[1] and end.micros >= span[0] for span in covered.spans)
