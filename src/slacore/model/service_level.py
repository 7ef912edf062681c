"""Service levels: a metric with what is promised of it, over which periods, and what follows."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from slacore.calendars import ServiceHours
from slacore.errors import InvalidValue
from slacore.model.action import CorrectiveAction
from slacore.model.exclusion import Exclusion
from slacore.model.limits import Target, Test
from slacore.model.metric import Metric
from slacore.model.missing_data import MissingData
from slacore.model.remedy import Remedy
from slacore.values import Period, period, zone_name
from slacore.values.several import several


def _optional_zone(name: str | None) -> str | None:
    return None if name is None else zone_name(name)


def _tests(value: Test | Iterable[Test]) -> tuple[Test, ...]:
    return (value,) if isinstance(value, Test) else several(value)


# What each part is made of, so that another sort is refused where it is written.
_CLASSES: dict[str, type] = {
    "metric": Metric,
    "target": Target,
    "hours": ServiceHours,
    "where": Test,
    "applies": Test,
    "exclusions": Exclusion,
    "remedies": Remedy,
    "actions": CorrectiveAction,
}


@frozen(kw_only=True)
class ServiceLevel:
    """One measured promise.

    Without a target the level is measured and has no verdict; its remedies then pay only
    by their own `when`.
    """

    name: str
    metric: Metric
    target: Target | None = None
    # When the target holds, as where it depends on the volume; tests on facts or other levels'
    # figures that must all hold. Otherwise the period is measured and not judged.
    applies: tuple[Test, ...] = field(default=(), converter=_tests)
    period: Period = field(default=Period("month"), converter=period)
    # The service it is about; None where the agreement has none or one.
    service: str | None = None
    # When the service is promised; None is all the time.
    hours: ServiceHours | None = None
    # Which records it is about, by their facts: all tests must hold.
    where: tuple[Test, ...] = field(default=(), converter=several)
    # The source whose records count; None is any.
    source: str | None = None
    # What is made of gaps in the evidence.
    missing: MissingData = field(factory=MissingData)
    exclusions: tuple[Exclusion, ...] = field(default=(), converter=several)
    remedies: tuple[Remedy, ...] = field(default=(), converter=several)
    # What must be done after a breach, besides what is paid.
    actions: tuple[CorrectiveAction, ...] = field(default=(), converter=several)
    # Overrides the agreement's zone for periods and windows.
    zone: str | None = field(default=None, converter=_optional_zone)
    # Levels that share one remedy name one group.
    group: str | None = None
    # Who promises and who is promised, where the agreement has several of either.
    provider: str | None = None
    customer: str | None = None
    # Where the agreement says so.
    clause: str | None = None

    def __attrs_post_init__(self) -> None:
        parts = {name: getattr(self, name) for name in _CLASSES}
        for name, part in parts.items():
            optional = part is None and name in ("target", "hours")
            for one in part if isinstance(part, tuple) else (part,):
                if not isinstance(one, _CLASSES[name]) and not optional:
                    raise InvalidValue(
                        f"level {self.name!r}: {name} takes {_CLASSES[name].__name__}, found {one!r}"
                    )
