"""Cases of `call_centre/`: calls and counts, expressed through the public API."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import slacore as sla
from slacore.metrics import Availability, FirstCallResolution, MeanWait

Case = dict[str, Any]
DAY = sla.Window.day(2025, 1, 15, tz="UTC")
COVERED = sla.Window.between("2025-01-01", "2025-02-01", tz="UTC")


class Inexpressible(Exception):
    """The case asks for something that slacore cannot say yet."""


def load(folder: Path) -> list[Case]:
    """Every case of the folder."""
    return [
        case
        for path in sorted((folder / "call_centre").glob("*.json"))
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]
    ]


def check(case: Case) -> tuple[bool, Any, Any]:
    """Whether slacore answers as expected, within the tolerance that the case states."""
    build = _METRICS.get(case["metric"])
    if build is None:
        raise Inexpressible(case["metric"])
    metric, evidence, name = build(case["inputs"])
    level = sla.ServiceLevel(name="level", metric=metric, period="day")
    agreement = sla.Agreement(
        name="centre",
        zone="UTC",
        parties=[sla.Party(name="centre", role="provider"), sla.Party(name="client", role="customer")],
        levels=[level],
    )
    result = sla.evaluate(agreement, evidence, DAY)
    exact = result.observations[0].exact
    got = {} if exact is None else {name: exact.amount}
    expected = case["expected"]
    tolerance = Fraction(str(case["tolerance"]))
    near = got.keys() == expected.keys() and all(
        abs(got[key] - Fraction(str(value))) <= tolerance for key, value in expected.items()
    )
    return near, expected, got


Built = tuple[sla.Metric, sla.Evidence, str]
_SHARE = Availability(source="tallies")


def _calls(calls: list[sla.Call]) -> sla.Evidence:
    return sla.Evidence.of(sla.Call, calls, covers=COVERED)


def _call(number: int, *, answered: Any = None, abandoned: Any = None, caller: str | None = None) -> sla.Call:
    offered = DAY.start + sla.Quantity(number + 1, "min")
    return sla.Call(
        id=f"C-{number}",
        offered=offered,
        answered=None if answered is None else offered + sla.Quantity(str(answered), "s"),
        abandoned=None if abandoned is None else offered + sla.Quantity(str(abandoned), "s"),
        caller=caller,
    )


def _counted(good: int, total: int) -> sla.Evidence:
    tally = sla.Tally(id="day", start=DAY.start, end=DAY.end, good=good, total=total)
    return sla.Evidence.of(sla.Tally, [tally], covers=DAY)


def _average_wait_all(inputs: Case) -> Built:
    waits = [("answered", wait) for wait in inputs["answered_waits_s"]]
    waits += [("abandoned", wait) for wait in inputs["abandoned_waits_s"]]
    calls = [_call(number, **{how: wait}) for number, (how, wait) in enumerate(waits)]
    return MeanWait(abandoned=True), _calls(calls), "seconds"


def _first_call_resolution(inputs: Case) -> Built:
    if "calls" not in inputs:
        return _SHARE, _counted(inputs["resolved_on_first_call"], inputs["customers"]), "percent"
    if inputs["repeat_window"] != "same day":
        raise Inexpressible(f"a repeat window of {inputs['repeat_window']}")
    calls = [_call(number, answered=0, caller=caller) for number, (caller, _) in enumerate(inputs["calls"])]
    return FirstCallResolution(repeat_window="24 h"), _calls(calls), "percent"


def _service_level(inputs: Case) -> Built:
    if inputs["variant"] != "answered_only":
        raise Inexpressible(f"the variant {inputs['variant']}")
    return _SHARE, _counted(inputs["answered_within_threshold"], inputs["answered"]), "percent"


def _nothing_offered(inputs: Case) -> Built:
    return _SHARE, _counted(0, inputs["offered"]), "percent"


_METRICS = {
    "average_wait_all": _average_wait_all,
    "first_call_resolution": _first_call_resolution,
    "service_level": _service_level,
    "service_level_empty": _nothing_offered,
}
