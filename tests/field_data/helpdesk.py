"""A real help desk's log, and a plain count of its resolution times that knows nothing of slacore.

The log is of an Italian company: one trace a ticket, from 2010 to 2014, in XES. Its activities do
not say when a clock runs, so the rules are ours:

- a ticket is opened by its first entry, whatever that is;
- "Wait" stops the clock until the next entry of another kind; several in a row are one wait;
- "Resolve ticket" resolves it, also out of a wait, and also where it is the very first entry;
- "Resolve ticket" of a ticket that is resolved says so once more: the first of the run counts;
- "Closed" and the four marks in capitals are office work, which neither stops nor starts anything;
- any other entry of a resolved ticket is work again: it reopens it;
- "Take in charge ticket" is the first response; whoever resolves a ticket before has responded by that.

Entries of one second keep the order of the file. Times are UTC, as the file says.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

SPACE = "{http://www.xes-standard.org/}"
RESOLVE, WAIT, TAKE = "Resolve ticket", "Wait", "Take in charge ticket"
OFFICE_WORK = {"Closed", "RESOLVED", "VERIFIED", "INVALID", "DUPLICATE"}

# Public holidays of Italy that have one date; Easter Monday has not. Rome's own is left out.
YEARLY = ("01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26")
EASTER_MONDAYS = ("2010-04-05", "2011-04-25", "2012-04-09", "2013-04-01")

with files("tzdata").joinpath("zoneinfo", "Europe", "Rome").open("rb") as _file:
    ROME = ZoneInfo.from_file(_file, key="Europe/Rome")


@dataclass(frozen=True)
class Log:
    """One ticket's entries in the order of the file: seconds since 1970, and the activity."""

    name: str
    entries: tuple[tuple[int, str], ...]


def read(path: Path) -> Iterator[Log]:
    """Every trace of an XES file, one at a time."""
    with gzip.open(path) as file:
        for _, element in ET.iterparse(file):
            if element.tag == f"{SPACE}trace":
                yield _log(element)
                element.clear()


def _log(trace: ET.Element) -> Log:
    entries = []
    for event in trace.iter(f"{SPACE}event"):
        said = {item.get("key"): item.get("value", "") for item in event}
        moment = datetime.fromisoformat(said["time:timestamp"])
        entries.append((int(moment.timestamp()), said["concept:name"]))
    name = next(item.get("value", "") for item in trace if item.get("key") == "concept:name")
    return Log(name, tuple(entries))


# The plain count


@dataclass(frozen=True)
class Clock:
    """When a ticket was resolved, and how many seconds of office hours its clock ran."""

    resolved: int
    ran: int


def clock(log: Log, *, waits_stop: bool = True, reopening: str = "gap left out") -> Clock | None:
    """The ticket's clock by one of three rules; None where it is not resolved in the end."""
    state, since, ran = "open", log.entries[0][0], 0
    resolved: int | None = None
    counted_until_resolved = 0
    for at, activity in log.entries:
        if activity in OFFICE_WORK:
            continue
        if activity == RESOLVE:
            if state == "resolved":
                continue
            ran += 0 if state == "waiting" and waits_stop else office_seconds(since, at)
            state, since, resolved, counted_until_resolved = "resolved", at, at, ran
            if reopening == "first close wins":
                break
            continue
        if state == "resolved":
            # Work again. What lay between counts or does not.
            ran += office_seconds(since, at) if reopening == "gap counted" else 0
            state, since, resolved = "open", at, None
        if activity == WAIT and state == "open":
            ran += office_seconds(since, at)
            state, since = "waiting", at
        elif activity != WAIT and state == "waiting":
            ran += 0 if waits_stop else office_seconds(since, at)
            state, since = "open", at
    return None if resolved is None else Clock(resolved, counted_until_resolved)


def response(log: Log) -> Clock | None:
    """When the ticket was taken in charge, and how many seconds its clock ran; waits stop it."""
    state, since, ran = "open", log.entries[0][0], 0
    for at, activity in log.entries:
        if activity in OFFICE_WORK:
            continue
        if state == "open":
            ran += office_seconds(since, at)
        if activity in (TAKE, RESOLVE):
            return Clock(at, ran)
        state, since = "waiting" if activity == WAIT else "open", at
    return None


def office_seconds(start: int, end: int) -> int:
    """Seconds from Monday to Friday, 09:00 to 18:00 in Rome, but for the holidays; day by day."""
    day, last, total = local(start).date(), local(end).date(), 0
    while day <= last:
        opening, closing = office(day)
        total += max(min(end, closing) - max(start, opening), 0)
        day += timedelta(days=1)
    return total


@cache
def office(day: date) -> tuple[int, int]:
    """When the office opens and closes that day; twice the same second where it does not."""
    closed = day.weekday() > 4 or f"{day:%m-%d}" in YEARLY or day.isoformat() in EASTER_MONDAYS
    opening, closing = (
        int(datetime(day.year, day.month, day.day, hour, tzinfo=ROME).timestamp()) for hour in (9, 18)
    )
    return (opening, opening) if closed else (opening, closing)


def local(seconds: int) -> datetime:
    """The clock on the wall in Rome."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(ROME)
