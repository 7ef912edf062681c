"""Cases of `call_centre/`: calls and counts, expressed through the public API."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import slacore as sla
from slacore import planning
from slacore.metrics import (
    AbandonmentRate,
    CallServiceLevel,
    FirstCallResolution,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    Occupancy,
    Satisfaction,
)

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
    kind, inputs = case["metric"], case["inputs"]
    if kind in _PLANS:
        got = _PLANS[kind](inputs)
    elif kind in _METRICS:
        metric, evidence, name = _METRICS[kind](inputs)
        exact = _observed(metric, evidence)
        got = {} if exact is None else {name: exact.amount}
    else:
        raise Inexpressible(kind)
    expected, tolerance = case["expected"], Fraction(str(case["tolerance"]))
    near = expected.keys() <= got.keys() and (bool(expected) or not got)
    near = near and all(abs(got[key] - Fraction(str(value))) <= tolerance for key, value in expected.items())
    return near, expected, got


def _observed(metric: sla.Metric, evidence: sla.Evidence) -> sla.Quantity | None:
    agreement = sla.Agreement(
        name="centre",
        zone="UTC",
        parties=[sla.Party(name="centre", role="provider"), sla.Party(name="client", role="customer")],
        levels=[sla.ServiceLevel(name="level", metric=metric, period="day")],
    )
    found: sla.Quantity | None = sla.evaluate(agreement, evidence, DAY).observations[0].exact
    return found


Built = tuple[sla.Metric, sla.Evidence, str]


def _tally(**counted: Any) -> sla.Evidence:
    tally = sla.CallTally(id="day", start=DAY.start, end=DAY.end, **counted)
    return sla.Evidence.of(sla.CallTally, [tally], covers=DAY)


def _calls(calls: list[sla.Call]) -> sla.Evidence:
    return sla.Evidence.of(sla.Call, calls, covers=COVERED)


def _call(number: int, *, caller: str | None = None, **ended: Any) -> sla.Call:
    """One call a minute; `ended` says how its wait ended, and after how many seconds."""
    offered = DAY.start + sla.Quantity(number + 1, "min")
    ends = {how: offered + sla.Quantity(str(wait), "s") for how, wait in ended.items()}
    return sla.Call(id=f"C-{number}", offered=offered, caller=caller, **ends)


# What the cases call the numbers of a tally. A number that a case leaves out is 0.
_NAMES = {
    "answered": "answered",
    "answered_within_threshold": "answered_within",
    "answered_after_threshold": "answered_late",
    "answered_missed_target": "answered_late",
    "abandoned": "abandoned",
    "abandoned_within_threshold": "abandoned_within",
    "abandoned_within_short": "abandoned_short",
    "short_abandoned": "abandoned_short",
    "flow_outs": "diverted",
    "offered": "offered",
    "service_level_offered": "offered",
}


def _counts(inputs: Case) -> sla.Evidence:
    counted = {_NAMES[name]: number for name, number in inputs.items() if name in _NAMES}
    if "offered" not in counted:
        counted.setdefault("abandoned", 0)
    elif "abandoned" not in counted:
        counted.setdefault("diverted", 0)
    return _tally(**counted)


_VARIANTS: dict[str, Case] = {
    "answered_only": {"abandoned": "left out"},
    "all_abandons_count_against": {"abandoned": "missed"},
    "abandons_in_threshold_count_as_met": {"abandoned": "missed", "abandoned_within": "met"},
    "abandons_in_threshold_excluded": {"abandoned": "missed", "abandoned_within": "left out"},
    "short_abandons_excluded": {"abandoned": "missed", "abandoned_short": "left out"},
    "short_abandons_count_as_met": {"abandoned": "missed", "abandoned_short": "met"},
}


def _variant(inputs: Case) -> Case:
    if inputs["variant"] != "genesys_cloud":
        return _VARIANTS[inputs["variant"]]
    counted = {True: "missed", False: "left out"}
    return {
        "abandoned": counted[inputs["include_abandons"]],
        "abandoned_short": counted[inputs["include_abandons"] and inputs["include_short_abandons"]],
        "diverted": counted[inputs["include_flow_outs"]],
    }


def _service_level(inputs: Case) -> Built:
    choices = _variant(inputs)
    if "abandoned_short" in choices:
        choices = {**choices, "short": f"{inputs.get('short_s', 5)} s"}
    within = f"{inputs.get('threshold_s', 20)} s"
    return CallServiceLevel(source="tallies", within=within, **choices), _counts(inputs), "percent"


def _nothing_offered(inputs: Case) -> Built:
    metric = CallServiceLevel(source="tallies", within="20 s", abandoned="missed")
    return metric, _tally(offered=inputs["offered"]), "percent"


def _abandonment_rate(inputs: Case) -> Built:
    short = {"numerator and base": "left out", "numerator": "only offered"}
    fate = short.get(inputs.get("short_excluded_from", ""), "counted")
    metric = AbandonmentRate(source="tallies", short="5 s", abandoned_short=fate)
    return metric, _counts(inputs), "percent"


def _waits(inputs: Case) -> sla.Evidence:
    waits = [("answered", wait) for wait in inputs.get("answered_waits_s", [])]
    waits += [("abandoned", wait) for wait in inputs.get("abandoned_waits_s", [])]
    return _calls([_call(number, **{how: wait}) for number, (how, wait) in enumerate(waits)])


def _speed_of_answer(inputs: Case) -> Built:
    return MeanWait(), _waits(inputs), "seconds"


def _average_wait_all(inputs: Case) -> Built:
    return MeanWait(abandoned=True), _waits(inputs), "seconds"


def _longest_wait(inputs: Case) -> Built:
    return LongestWait(abandoned=True), _waits(inputs), "seconds"


def _handling(inputs: Case) -> Built:
    times = {name: f"{inputs[f'{name}_s']} s" for name in ("talk", "hold", "after_call")}
    return MeanHandlingTime(source="tallies"), _tally(handled=inputs["handled"], **times), "seconds"


def _occupancy(inputs: Case) -> Built:
    """Busy as it was told, or for the handling of calls."""
    told = ("busy", "talk", "hold", "after_call", "idle")
    times = {name: f"{inputs[f'{name}_s']} s" for name in told if f"{name}_s" in inputs}
    busy = "reported" if "busy" in times else "handling"
    return Occupancy(busy=busy), _tally(**times), "percent"


def _first_call_resolution(inputs: Case) -> Built:
    if "calls" not in inputs:
        tally = _tally(customers=inputs["customers"], resolved_customers=inputs["resolved_on_first_call"])
        return FirstCallResolution(source="tallies", basis=inputs["basis"]), tally, "percent"
    calls = [_call(number, answered=0, caller=caller) for number, (caller, _) in enumerate(inputs["calls"])]
    window = {"same day": "24 h"}[inputs["repeat_window"]]
    return FirstCallResolution(basis=inputs["basis"], repeat_window=window), _calls(calls), "percent"


def _satisfaction(inputs: Case) -> Built:
    scores = {int(score): number for score, number in inputs["scores_1_to_5"].items()}
    return Satisfaction(source="tallies"), _tally(scores=scores), "percent"


_METRICS = {
    "abandonment_rate": _abandonment_rate,
    "aht": _handling,
    "asa": _speed_of_answer,
    "average_wait_all": _average_wait_all,
    "csat": _satisfaction,
    "first_call_resolution": _first_call_resolution,
    "longest_wait": _longest_wait,
    "occupancy": _occupancy,
    "service_level": _service_level,
    "service_level_empty": _nothing_offered,
}


# Planning: shares come as numbers from 0 to 1, times in the unit of the case.


def _ratio(share: sla.Quantity) -> Fraction:
    return share.in_unit("ratio")


def _time(inputs: Case, *names: str) -> sla.Quantity | None:
    """The first of these times that the case states, in its unit."""
    for name in names:
        if name in inputs:
            return sla.Quantity(str(inputs[name]), "s" if name.endswith("_s") else "min")
    return None


def _load(inputs: Case) -> Fraction:
    if "erlangs" in inputs:
        return Fraction(str(inputs["erlangs"]))
    return planning.offered_load(
        inputs.get("calls", inputs.get("transactions")),
        handling=_time(inputs, "aht_s", "aht"),
        interval=_time(inputs, "interval_s", "interval"),
    )


def _blocking(inputs: Case) -> Case:
    return {"blocking": _ratio(planning.erlang_b(_load(inputs), inputs["servers"]))}


def _lines(inputs: Case) -> Case:
    lines = planning.lines_for(_load(inputs), blocking=sla.Quantity(str(inputs["max_blocking"]), "ratio"))
    shrinkage = sla.Quantity(str(inputs["shrinkage"]), "ratio")
    return {"positions": planning.with_shrinkage(lines, shrinkage)}


def _waiting(inputs: Case) -> Case:
    erlangs, agents = _load(inputs), inputs["agents"]
    got = {"erlangs": erlangs, "waiting_probability": _ratio(planning.erlang_c(erlangs, agents))}
    handling = _time(inputs, "aht_s")
    if handling is None:
        return got
    level = planning.service_level(erlangs, agents, handling=handling, within=_time(inputs, "target_s"))
    speed = planning.average_speed_of_answer(erlangs, agents, handling=handling)
    return got | {
        "occupancy": _ratio(planning.occupancy(erlangs, agents)),
        "service_level": _ratio(level),
        "asa_s": speed.in_unit("s"),
    }


def _staffing(inputs: Case) -> Case:
    shares = {
        ours: sla.Quantity(str(inputs[theirs]), "ratio")
        for ours, theirs in (
            ("service_level", "service_level_target"),
            ("most_occupied", "max_occupancy"),
            ("shrinkage", "shrinkage"),
        )
        if theirs in inputs
    }
    staffing = planning.positions_for(
        _load(inputs),
        handling=_time(inputs, "aht_s", "aht"),
        within=_time(inputs, "target_s", "target_answer"),
        **shares,
    )
    return {
        "erlangs": staffing.load,
        "agents": staffing.raw_positions,
        "raw_positions": staffing.raw_positions,
        "positions": staffing.positions,
        "service_level": _ratio(staffing.service_level),
        "occupancy": _ratio(staffing.occupancy),
        "waiting_probability": _ratio(staffing.waiting),
    }


def _impatience(inputs: Case) -> Case:
    found = planning.erlang_a(
        _load(inputs),
        inputs["positions"],
        handling=_time(inputs, "aht"),
        patience=_time(inputs, "patience"),
    )
    return {
        "waiting_probability": _ratio(found.waiting),
        "abandonment_probability": _ratio(found.abandonment),
        "occupancy": _ratio(found.occupancy),
        "average_speed_of_answer": found.average_wait.in_unit("min"),
    }


_PLANS = {
    "erlang_a": _impatience,
    "erlang_b_blocking": _blocking,
    "erlang_b_staffing": _lines,
    "erlang_c": _waiting,
    "erlang_c_staffing": _staffing,
}
