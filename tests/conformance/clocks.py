"""Clock cases as the library's own words: this adapter renames and builds, and computes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from slacore.calendars import ServiceHours
from slacore.values import Instant, Quantity, WindowSet

Case = dict[str, Any]

CALENDAR = {
    "timezone": "zone",
    "weekly": "weekly",
    "holidays": "holidays",
    "holidays_recurring": "yearly_holidays",
    "date_overrides": "overrides",
    "breaks": "breaks",
    "weekly_breaks": "weekly_breaks",
}
SNAP = {"none": "none", "next_open": "next open", "prev_open": "previous open", "end_of_day": "end of day"}
# Every option of the library that a case's convention decides; the rest keep their defaults.
AT_CLOSE = {"boundary-next-open": "next open", "zero-duration-rolls": "next open"}
AT_OPEN = {"boundary-next-open": "previous close", "zero-duration-rolls": "previous close"}
REVERSED = {"reversed-clamps-to-zero": "zero"}
CLOCK_CHANGES = {"endpoints-to-instants": "to instants"}


def load(folder: Path) -> list[Case]:
    """Every clock case in the folder of cases."""
    files = sorted((folder / "clocks").glob("*.json"))
    return [case for file in files for case in json.loads(file.read_text())["cases"]]


def check(case: Case) -> tuple[bool, Case, Case]:
    """Whether the library says what the case expects; both answers in the case's words."""
    got = run_case(case)
    return got == case["expected"], case["expected"], got


def run_case(case: Case) -> Case:
    """What the library answers to the question of one case."""
    # Cases without that convention agree under both readings of a clock change.
    hours = service_hours(case["calendar"], CLOCK_CHANGES.get(case.get("convention"), "to instants"))
    return globals()[f"_{case['operation']}"](hours, case)


def service_hours(calendar: Case, clock_changes: str) -> ServiceHours:
    """The calendar of a case."""
    fields = {CALENDAR[key]: value for key, value in calendar.items()}
    return ServiceHours(**fields, clock_changes=clock_changes)


def _elapsed(hours: ServiceHours, case: Case) -> Case:
    asked = case["inputs"]
    elapsed = hours.elapsed(
        _at(asked["start"]),
        _at(asked["end"]),
        pauses=_pauses(asked),
        reversed_span=REVERSED.get(case.get("convention"), "negative"),
    )
    if case.get("rounding") == "floor-minute":
        return {"minutes": int(elapsed.in_unit("min") // 1)}
    return {"seconds": elapsed.in_unit("s")}


def _elapsed_sum(hours: ServiceHours, case: Case) -> Case:
    spans = [hours.elapsed(_at(start), _at(end)).in_unit("s") for start, end in case["inputs"]["spans"]]
    return {"seconds": sum(spans)}


def _add(hours: ServiceHours, case: Case) -> Case:
    asked = case["inputs"]
    at_close = AT_CLOSE.get(case.get("convention"), "close")
    due = hours.add(_at(asked["start"]), _duration(asked), pauses=_pauses(asked), at_close=at_close)
    return {"at": _shown(due)}


def _subtract(hours: ServiceHours, case: Case) -> Case:
    asked = case["inputs"]
    at_open = AT_OPEN.get(case.get("convention"), "open")
    return {"at": _shown(hours.subtract(_at(asked["end"]), _duration(asked), at_open=at_open))}


def _is_open(hours: ServiceHours, case: Case) -> Case:
    return {"open": hours.is_open(_at(case["inputs"]["at"]))}


def _open_intervals(hours: ServiceHours, case: Case) -> Case:
    asked = case["inputs"]
    windows = hours.open_intervals(_at(asked["from"]), asked["count"], asked["direction"])
    return {"intervals": [[_shown(window.start), _shown(window.end)] for window in windows]}


def _add_business_days(hours: ServiceHours, case: Case) -> Case:
    asked = case["inputs"]
    snap = SNAP[asked.get("snap", "none")]
    due = hours.add_business_days(_at(asked["start"]), asked["days"], snap=snap, pauses=_pauses(asked))
    return {"at": _shown(due)}


def _at(text: str) -> Instant:
    return Instant.parse(text)


def _shown(at: Instant) -> str:
    return str(at.in_zone("UTC"))


def _duration(asked: Case) -> Quantity:
    return Quantity(asked["duration_seconds"], "s")


def _pauses(asked: Case) -> WindowSet:
    spans: Iterable[tuple[str, str]] = asked.get("pauses", ())
    return WindowSet((_at(start).micros, _at(end).micros) for start, end in spans)
