"""The registry: which tag in a document means which class. Immutable; made by visible calls."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from slacore.errors import InvalidKind, UnknownKind, did_you_mean
from slacore.evidence import (
    Approval,
    Call,
    CallTally,
    Claim,
    Completion,
    Delivery,
    Exemption,
    Fact,
    Outage,
    Probe,
    Record,
    Sample,
    Tally,
    Ticket,
)
from slacore.metrics import (
    AbandonmentRate,
    Availability,
    CallServiceLevel,
    Composite,
    Count,
    DaysAfterWorkingDays,
    Deviation,
    Downtime,
    FirstCallResolution,
    Freshness,
    LateCount,
    Lateness,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    Occupancy,
    OnTime,
    OutageDuration,
    Overrun,
    Percentile,
    PercentWithin,
    Ratio,
    Reported,
    ResolutionTime,
    ResponseTime,
    RollingMean,
    Sampled,
    Satisfaction,
    Share,
    Throughput,
    TicketTime,
)
from slacore.model import Folded, Metric, Step
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    Grant,
    IssueIf,
    Pay,
    Plus,
    Surcharge,
    Times,
    Total,
    Units,
    Worst,
)

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from typing import Self

_TAG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
# The open classes, what each is called, and what a subclass of it must write.
_OPEN: tuple[tuple[type, str, tuple[str, ...]], ...] = (
    (Metric, "metric", ("measure", "evidence")),
    (Step, "step", ("apply",)),
    (Record, "record", ("extent",)),
)


@frozen
class Registry:
    """Metrics, steps and records by their tags.

    ``STANDARD.with_kinds(QueueDepth)`` is a new registry that also knows `QueueDepth`; a
    class that could not be read back from a document is refused, with how to mend it.
    """

    kinds: tuple[type, ...] = ()

    def with_kinds(self, *classes: type) -> Self:
        """A registry with more kinds; two classes never share a tag."""
        known = {(_family(cls), cls.kind): cls for cls in self.kinds}  # type: ignore[attr-defined]
        for cls in classes:
            check_kind(cls)
            key = (_family(cls), cls.kind)  # type: ignore[attr-defined]
            if known.get(key, cls) is not cls:
                raise InvalidKind(
                    f"{cls.__qualname__} has the tag '{key[1]}', which already means "
                    f"{known[key].__qualname__}; give it a tag of its own"
                )
            known[key] = cls
        return attrs.evolve(self, kinds=tuple(known.values()))

    def with_entry_points(self, group: str = "slacore.kinds") -> Self:
        """A registry that also knows the kinds that installed distributions announce.

        They are looked up when this is called, and never on import. An entry point names one
        class, or several in a tuple.
        """
        # Reading the metadata of all that is installed is for those who ask for it.
        from importlib.metadata import entry_points

        registry = self
        for entry in sorted(entry_points(group=group), key=lambda one: (_distribution(one), one.name)):
            registry = registry._with_entry(entry)
        return registry

    def _with_entry(self, entry: EntryPoint) -> Self:
        where = f"entry point '{entry.name}' of {_distribution(entry)} ({entry.value})"
        try:
            found = entry.load()
        except Exception as error:
            raise InvalidKind(f"{where} cannot be loaded: {type(error).__name__}: {error}") from error
        try:
            return self.with_kinds(*(found if isinstance(found, tuple) else (found,)))
        except InvalidKind as error:
            raise InvalidKind(f"{where}: {error}") from None

    def metric(self, tag: str) -> type[Metric]:
        """The metric of that tag."""
        found: type[Metric] = self._find("metric", tag)
        return found

    def step(self, tag: str) -> type[Step]:
        """The step of that tag."""
        found: type[Step] = self._find("step", tag)
        return found

    def record(self, tag: str) -> type[Record]:
        """The record class of that tag."""
        found: type[Record] = self._find("record", tag)
        return found

    def tags(self, family: str) -> tuple[str, ...]:
        """The known tags of metrics, steps or records."""
        return tuple(sorted(cls.kind for cls in self.kinds if _family(cls) == family))  # type: ignore[attr-defined]

    def _find(self, family: str, tag: str) -> Any:
        for cls in self.kinds:
            if _family(cls) == family and cls.kind == tag:  # type: ignore[attr-defined]
                return cls
        raise UnknownKind(f"unknown {family} '{tag}'{did_you_mean(str(tag), self.tags(family))}")


def _distribution(entry: EntryPoint) -> str:
    """The name and version of what was installed."""
    return "an unknown distribution" if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"


def _family(cls: type) -> str:
    for base, name, _ in _OPEN:
        if isinstance(cls, type) and issubclass(cls, base):
            return name
    raise InvalidKind(f"{cls!r} is no subclass of Metric, Step or Record")


def check_kind(cls: type) -> None:
    """Refuse a class that documents could not name, and say how to mend it."""
    family, name = _family(cls), cls.__qualname__
    if "__attrs_attrs__" not in vars(cls):
        raise InvalidKind(f"{name} loses its own fields: decorate it with @attrs.frozen(kw_only=True)")
    if not attrs.inspect(cls).is_frozen:
        raise InvalidKind(
            f"{name} can be changed after it is made: decorate it with @attrs.frozen(kw_only=True)"
        )
    if cls.__hash__ is None:
        raise InvalidKind(f"{name} cannot be hashed: leave eq and hash to @attrs.frozen")
    tag = getattr(cls, "kind", None)
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        raise InvalidKind(
            f"{name} needs a tag in kebab-case, such as kind: ClassVar[str] = 'queue-depth'; found {tag!r}"
        )
    for base, base_name, needed in _OPEN:
        if base_name == family:
            _check_written(cls, base, needed)
    if issubclass(cls, Folded) and cls.measure is Folded.measure:
        _check_written(cls, Folded, ("reading", "folding"))
    if (
        issubclass(cls, Metric)
        and not isinstance(getattr(cls, "unit", None), str)
        and not _states_its_unit(cls)
    ):
        raise InvalidKind(f"{name} does not say its unit: add unit: ClassVar[str] = 'count', say")


def _check_written(cls: type, base: type, needed: Iterable[str]) -> None:
    for name in needed:
        if getattr(cls, name, None) is getattr(base, name, None):
            raise InvalidKind(f"{cls.__qualname__} does not say its {name}; see {base.__qualname__}")


def _states_its_unit(cls: type[Metric]) -> bool:
    return cls.measured_in is not Metric.measured_in and cls.measured_in is not Folded.measured_in


STANDARD = Registry().with_kinds(
    *(
        AbandonmentRate,
        Availability,
        CallServiceLevel,
        Composite,
        Count,
        DaysAfterWorkingDays,
        Deviation,
        Downtime,
        FirstCallResolution,
        Freshness,
        LateCount,
        Lateness,
        LongestWait,
        MeanHandlingTime,
        MeanWait,
        Occupancy,
        OnTime,
        OutageDuration,
        Overrun,
        PercentWithin,
        Percentile,
        Ratio,
        Reported,
        ResolutionTime,
        ResponseTime,
        RollingMean,
        Sampled,
        Satisfaction,
        Share,
        Throughput,
        TicketTime,
    ),
    *(Bands, Cap, ClaimWithin, Floor, Grant, IssueIf, Pay, Plus, Surcharge, Times, Total, Units, Worst),
    *(
        Approval,
        Call,
        CallTally,
        Claim,
        Completion,
        Delivery,
        Exemption,
        Fact,
        Outage,
        Probe,
        Sample,
        Tally,
        Ticket,
    ),
)
