"""Service hours in a document: ``{weekly: {mon-fri: 09:00-17:00}, holidays: [2026-12-25]}``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from slacore.calendars import ServiceHours
from slacore.calendars.holidays import HolidaySource
from slacore.errors import did_you_mean
from slacore.serialization.names import key_of, keys_of
from slacore.serialization.problems import Attempts, WrongShape, quoted

_BY_DAY = ("weekly", "weekly_breaks", "overrides", "breaks")


def hours_from_plain(value: Any, zone: str | None, source: Callable[[Any], HolidaySource]) -> ServiceHours:
    """Read service hours; the word ``always`` is every hour, and the zone is the document's.

    `source` reads where frozen holidays came from.
    """
    if isinstance(value, ServiceHours):
        return value
    if value == "always" and zone is not None:
        return ServiceHours.always(zone)
    if not isinstance(value, dict):
        raise WrongShape(
            f"expected service hours such as {{weekly: {{mon-fri: 09:00-17:00}}}}, found {quoted(value)}"
        )
    names = {key_of(item): item.name for item in attrs.fields(ServiceHours)}
    for key in value:
        if key not in names:
            raise WrongShape(f"unknown field '{key}'{did_you_mean(str(key), keys_of(ServiceHours))}")
    fields = {names[key]: item for key, item in value.items()}
    fields.setdefault("zone", zone)
    if "holiday_sources" in fields:
        attempts = Attempts()
        sources = attempts.each(".holiday sources", fields["holiday_sources"], source)
        attempts.check()
        fields["holiday_sources"] = tuple(sources)
    return ServiceHours(**fields)


def hours_to_plain(hours: ServiceHours, source: Callable[[HolidaySource], Any]) -> dict[str, Any]:
    """Service hours as plain data, without what is left at its default."""
    plain: dict[str, Any] = {}
    for item in attrs.fields(ServiceHours):
        value = getattr(hours, item.name)
        if value == item.default:
            continue
        if item.name in _BY_DAY:
            plain[key_of(item)] = {str(entry.day): [str(span) for span in entry.hours] for entry in value}
        elif item.name == "holidays":
            plain[key_of(item)] = [day.isoformat() for day in value]
        elif item.name == "holiday_sources":
            plain[key_of(item)] = [source(one) for one in value]
        else:
            plain[key_of(item)] = list(value) if isinstance(value, tuple) else value
    return plain
