"""What a gap may hide of calls, and of what a switch counts of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from laws.drawing import HOUR, MINUTE, Place, clock
from laws.fillings import APPROACHED, ENDLESS, Case, Rows, Sort
from slacore import Call, CallTally, Metric, Record, Window
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

_HOW = ("answered", "answered", "abandoned", "diverted")


def _within(data: Any, span: Window, number: int) -> list[int]:
    """So many instants of the span, in order."""
    found = st.lists(st.integers(span.start.micros, span.end.micros - 1), min_size=number, max_size=number)
    return sorted(data.draw(found))


def _ended(data: Any, how: str, at: int) -> dict[str, Any]:
    """How a call ended and, where it was answered, what came of it."""
    if how != "answered":
        return {how: clock(at)}
    spent = {part: f"{data.draw(st.integers(0, 300))} s" for part in ("talk", "hold", "after_call")}
    return {how: clock(at), **spent, "score": data.draw(st.sampled_from((None, 1, 3, 4, 5)))}


def _seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for offered in _within(data, part, data.draw(st.integers(0, 3))):
            end = min(offered + data.draw(st.integers(0, 40)) * MINUTE // 4, part.end.micros - 1)
            ended = _ended(data, data.draw(st.sampled_from(_HOW)), end)
            caller = data.draw(st.sampled_from(("ann", "bob")))
            rows.append(Call(id=f"c{len(rows)}", offered=clock(offered), caller=caller, **ended))
    if data.draw(st.integers(0, 3)) == 0:
        offered = gap.start.micros - data.draw(st.integers(1, HOUR // 2))
        rows.append(Call(id="on", offered=clock(offered), caller="eve"))
    return rows


def _filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    (end,) = _within(data, gap, 1)
    ended = _ended(data, data.draw(st.sampled_from(_HOW)), end)
    rows = [evolve(row, **ended) if row.id == "on" else row for row in rows]
    for number in range(data.draw(st.integers(0, 3))):
        offered, at = _within(data, gap, 2)
        ended = _ended(data, data.draw(st.sampled_from(_HOW)), at)
        caller = data.draw(st.sampled_from(("ann", "bob", "eve", "dee")))
        rows.append(Call(id=f"f{number}", offered=clock(offered), caller=caller, **ended))
    return rows


def _of(how: str, wait: int, *, same: bool = False, **more: Any) -> Callable[[Rows, Window, int], Rows]:
    """So many calls in the gap that end so after so long: of one caller, or each of another."""

    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        at = gap.start.micros
        ended = {how: clock(min(at + wait, gap.end.micros - 1)), **more}
        rest = [evolve(row, diverted=clock(at)) if row.id == "on" else row for row in rows]
        callers = ("all" if same else f"one {n}" for n in range(size))
        return [
            *rest,
            *(Call(id=f"f{n}", offered=clock(at), caller=who, **ended) for n, who in enumerate(callers)),
        ]

    return rows_of


def _none(rows: Rows, gap: Window, size: int) -> Rows:
    """Nobody called, and who waited was diverted."""
    return _of("diverted", 0)(rows, gap, 0)


def _calls(lowest: Callable[[Rows, Window, int], Rows], highest: Callable[[Rows, Window, int], Rows]) -> Sort:
    return Sort(kind=Call, seen=_seen, fill=_filled, lowest=lowest, highest=highest)


def _tallies(low: dict[str, Any], high: dict[str, Any]) -> Sort:
    """Tallies of which each counts what is lowest or what is highest."""

    def tally(name: str, span: Window, counted: dict[str, Any]) -> Record:
        return CallTally(id=name, start=span.start, end=span.end, **counted)

    def pieces(gap: Window, number: int) -> list[Window]:
        cuts = [gap.start.micros + gap.micros * n // number for n in range(number + 1)]
        return [Window.of_micros(start, end, gap.start.zone) for start, end in pairwise(cuts)]

    def seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
        return [tally(f"t{n}", part, data.draw(st.sampled_from((low, high)))) for n, part in enumerate(parts)]

    def fill(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
        parts = pieces(gap, data.draw(st.integers(1, 3)))
        more = [tally(f"f{n}", part, data.draw(st.sampled_from((low, high)))) for n, part in enumerate(parts)]
        return [*rows, *more]

    def all_of(counted: dict[str, Any]) -> Callable[[Rows, Window, int], Rows]:
        return lambda rows, gap, size: [
            *rows,
            *(tally(f"f{n}", part, counted) for n, part in enumerate(pieces(gap, size))),
        ]

    return Sort(kind=CallTally, seen=seen, fill=fill, lowest=all_of(low), highest=all_of(high))


def _share(name: str, metric: Metric, sort: Sort) -> Case:
    """A share: the number of missing calls is open, so that more of them come ever nearer."""
    return Case(name=name, metric=metric, sort=sort, low=APPROACHED, high=APPROACHED, edge="80 %")


def _mean(name: str, metric: Metric, sort: Sort) -> Case:
    return Case(name=name, metric=metric, sort=sort, low=APPROACHED, high=ENDLESS, edge="2 min")


_LATE, _FAST = _of("answered", HOUR), _of("answered", 0)
_LEVEL: dict[str, Any] = {"within": "2 min", "abandoned": "missed"}
_SHORT: dict[str, Any] = {"short": "5 s", "abandoned_short": "left out"}
CALL_CASES = (
    _share("service level by event", CallServiceLevel(**_LEVEL, **_SHORT), _calls(_LATE, _FAST)),
    _share(
        "service level by offer",
        CallServiceLevel(**_LEVEL, abandoned_within="met", counted_by="offered"),
        _calls(_of("abandoned", HOUR), _of("abandoned", 0)),
    ),
    _share(
        "service level of tallies",
        CallServiceLevel(source="tallies", **_LEVEL),
        _tallies(
            {"answered_within": 0, "answered_late": 4, "abandoned": 6},
            {"offered": 10, "answered_within": 10},
        ),
    ),
    _share("abandonment rate", AbandonmentRate(), _calls(_FAST, _of("abandoned", HOUR))),
    _share(
        "abandonment rate of tallies",
        AbandonmentRate(source="tallies", diverted="left out"),
        _tallies({"offered": 10, "abandoned": 0, "diverted": 0}, {"offered": 10, "abandoned": 10}),
    ),
    _mean("mean wait", MeanWait(), _calls(_FAST, _LATE)),
    _mean(
        "mean wait with those who gave up",
        MeanWait(abandoned=True, counted_by="offered"),
        _calls(_FAST, _of("abandoned", HOUR)),
    ),
    _mean(
        "mean wait of tallies",
        MeanWait(source="tallies"),
        _tallies({"answered": 10, "answered_wait": "0 s"}, {"answered": 10, "answered_wait": "6000 s"}),
    ),
    Case(
        name="longest wait",
        metric=LongestWait(abandoned=True),
        sort=_calls(_none, _LATE),
        high=ENDLESS,
        edge="2 min",
    ),
    _mean(
        "mean handling time",
        MeanHandlingTime(),
        _calls(
            _of("answered", 0, talk="0 s", hold="0 s", after_call="0 s"),
            _of("answered", 0, talk="1 h", hold="0 s", after_call="0 s"),
        ),
    ),
    _share(
        "occupancy",
        Occupancy(),
        _tallies({"busy": "0 s", "idle": "60 min"}, {"busy": "60 min", "idle": "0 s"}),
    ),
    _share(
        "first-call resolution of calls",
        FirstCallResolution(repeat_window="1 d", unanswered=False),
        _calls(_of("answered", 0, same=True), _FAST),
    ),
    _share(
        "first-call resolution of customers",
        FirstCallResolution(source="tallies", basis="customers"),
        _tallies({"customers": 10, "resolved_customers": 0}, {"customers": 10, "resolved_customers": 10}),
    ),
    _share("satisfaction", Satisfaction(), _calls(_of("answered", 0, score=1), _of("answered", 0, score=5))),
)
