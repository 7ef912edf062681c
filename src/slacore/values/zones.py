"""Time zones, read from the pinned `tzdata` package and from nowhere else.

A figure must not depend on which zone files a machine happens to have, so the system's own
database is not consulted, and `zone_rules_version` can name what was used.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

from slacore.errors import InvalidValue

_OFFSET = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def zone_rules_version() -> str:
    """The release of the IANA database in use, such as ``2026a``."""
    return str(tzdata.IANA_VERSION)


@cache
def zone(name: str) -> tzinfo:
    """The rules of an IANA zone (``Europe/London``) or a fixed offset (``+02:00``)."""
    if name in ("UTC", "Z"):
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset:
        length = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-length if offset[1] == "-" else length)
    if _KEY.fullmatch(name):
        place = files("tzdata").joinpath("zoneinfo", *name.split("/"))
        if place.is_file():
            with place.open("rb") as file, suppress(ValueError):
                return ZoneInfo.from_file(file, key=name)
    raise InvalidValue(f"unknown time zone {name!r}; use an IANA name such as 'Europe/London', or an offset")


def zone_name(name: str) -> str:
    """Return `name` if it is a known zone, or refuse it."""
    if not isinstance(name, str):
        raise InvalidValue(f"{name!r} is not a time zone; use an IANA name such as 'Europe/London'")
    zone(name)
    return name


def micros_of(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime."""
    # Field by field: pendulum's subtraction gives an Interval, which no timedelta divides.
    shown = datetime(*moment.timetuple()[:6], moment.microsecond, tzinfo=UTC)
    return (shown - EPOCH) // _MICRO - (moment.utcoffset() or timedelta(0)) // _MICRO


def wall_clock(micros: int, name: str) -> datetime:
    """What a clock in the zone shows at that instant (aware)."""
    return (EPOCH + timedelta(microseconds=micros)).astimezone(zone(name))


def instant_of_wall_clock(naive: datetime, name: str) -> int:
    """The instant, in microseconds, at which clocks in the zone show `naive`.

    A time that a clock change skips moves forward by the length of the gap; one that occurs
    twice is its first occurrence.
    """
    aware = naive.replace(tzinfo=zone(name), fold=0)
    # In a gap, fold=0 uses the offset before the change, which moves the time forward.
    return micros_of(aware)
