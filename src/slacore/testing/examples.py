"""Small examples of what the built-in records report, in London around a month with a clock change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice, pairwise
from typing import Any

from slacore.errors import InvalidValue, SlacoreError
from slacore.evidence import (
    Call,
    CallTally,
    Coverage,
    Delivery,
    Evidence,
    Exemption,
    Outage,
    Probe,
    Record,
    Sample,
    Tally,
    Ticket,
)
from slacore.values import Window, WindowSet
from slacore.values.quantity import unit_name

ZONE = "Europe/London"
# 743 hours: clocks go forward on the 29th.
MONTH = Window.month(2026, 3, tz=ZONE)
# What is watched begins before the month and goes on after it.
WATCHED = Window.between("2026-02-01", "2026-05-01", tz=ZONE)


class NoExamples(SlacoreError, ValueError):
    """A metric reads records of which the package has no examples; pass evidence of your own."""


def examples_for(kinds: Iterable[type[Record]], unit: str) -> tuple[Evidence, ...]:
    """Bundles that hold each of the kinds, for a metric in that unit."""
    families = []
    for kind in kinds:
        if kind not in _EXAMPLES:
            raise NoExamples(
                f"there are no examples of {kind.__qualname__}: pass evidence=, with records that the metric "
                "reads and the time that they cover"
            )
        families.append([_bundle(kind, rows) for rows in _EXAMPLES[kind](unit)])
    most = max(map(len, families))
    return tuple(
        sum(bundles, Evidence())
        for bundles in zip(*(islice(cycle(one), most) for one in families), strict=True)
    )


def _bundle(kind: type[Record], rows: Iterable[Record]) -> Evidence:
    return Evidence(records=rows, coverage=(Coverage(of=kind, time=WindowSet.of(WATCHED)),))


def _outages(unit: str) -> Iterator[list[Record]]:
    finished: list[Record] = [
        Outage(id=f"O-{number}", start=start, end=end)
        for number, (start, end) in enumerate(
            (
                ("2026-02-10T09:00Z", "2026-02-10T10:00Z"),
                # Over both edges of the month, over the clock change, and two that overlap.
                ("2026-02-28T23:30Z", "2026-03-01T00:30Z"),
                ("2026-03-05T10:00Z", "2026-03-05T10:45Z"),
                ("2026-03-05T10:30Z", "2026-03-05T11:00:00.000001Z"),
                ("2026-03-29T00:30Z", "2026-03-29T02:30Z"),
                ("2026-03-31T22:30Z", "2026-04-01T01:00Z"),
                ("2026-04-10T09:00Z", "2026-04-10T10:00Z"),
            )
        )
    ]
    yield finished
    yield [*finished, Outage(id="O-9", start="2026-03-20T12:00Z")]


# London's weeks of March, the last one to its end, and a week on either side.
_WEEKS = ("2026-02-22", "2026-03-01", "2026-03-08", "2026-03-15", "2026-03-22", "2026-04-01", "2026-04-08")


def _tallies(unit: str) -> Iterator[list[Record]]:
    for parts in (
        ({"good": 90, "total": 100}, {"good": 5, "bad": 2}, {"bad": 0, "total": 7}),
        (
            {"good": "100 h", "bad": "68 h"},
            {"bad": "217 min", "total": "160 h"},
            {"bad": "0 h", "good": "9 h"},
        ),
        ({"bad": "217 min"}, {"bad": "0 min"}),
        ({"good": 3}, {"bad": 1}, {"total": 4}),
    ):
        yield [
            Tally(id=f"T-{number}", start=span.start, end=span.end, **part)  # type: ignore[arg-type]
            for number, (span, part) in enumerate(zip(_weeks(), cycle(parts), strict=False))
        ]


def _weeks() -> Iterator[Window]:
    for start, end in pairwise(_WEEKS):
        yield Window.between(start, end, tz=ZONE)


def _samples(unit: str) -> Iterator[list[Record]]:
    for name in dict.fromkeys((unit, "count", "second", "percent")):
        try:
            unit_name(name)
        except InvalidValue:
            continue
        yield [
            Sample(
                id=f"S-{month}-{day:02}", at=f"2026-{month:02}-{day:02}T12:00Z", value=f"{day % 7 + 1} {name}"
            )
            for month, days in ((2, (10, 28)), (3, range(1, 32, 3)), (4, (1, 20)))
            for day in days
        ]


def _ticket(name: str, priority: str, log: str) -> Ticket:
    """``02 09:15 opened, …``: days of March in UTC."""
    events = []
    for entry in log.split(", "):
        day, clock, happened = entry.split(maxsplit=2)
        month, _, number = day.rpartition("/")
        what, _, to = happened.partition(": ")
        events.append((f"2026-{month or '03'}-{number}T{clock}Z", what, to or None))
    return Ticket(id=name, priority=priority, events=events)


def _tickets(unit: str) -> Iterator[list[Record]]:
    settled: list[Record] = [
        _ticket("T-0", "low", "02/27 15:00 opened, 02/27 16:00 responded, 03 11:00 resolved"),
        _ticket("T-1", "high", "02 09:15 opened, 02 09:40 responded, 02 15:00 resolved"),
        # Over a weekend.
        _ticket("T-2", "low", "06 16:00 opened, 06 16:20 responded, 09 11:00 resolved"),
        _ticket("T-3", "high", "10 08:00 opened, 10 10:00 paused, 11 14:00 resumed, 11 16:00 resolved"),
        _ticket("T-4", "low", "17 09:00 opened, 17 12:00 resolved, 18 09:00 reopened, 18 17:00 resolved"),
        # Over the clock change, and over the end of the month.
        _ticket("T-5", "high", "28 22:00 opened, 29 03:00 resolved"),
        _ticket("T-6", "low", "31 20:00 opened, 31 20:30 responded, 04/02 10:00 resolved"),
        _ticket("T-7", "low", "04/07 09:00 opened, 04/07 12:00 resolved"),
    ]
    yield settled
    yield [
        *settled,
        _ticket("T-8", "high", "24 09:00 opened, 24 10:00 responded"),
        _ticket("T-9", "low", "25 09:00 opened"),
    ]
    yield list(_conversations())


def _conversations() -> Iterator[Record]:
    """Tickets with several answers, pauses by name, an assignment, and a priority that changes."""
    yield _ticket(
        "T-10",
        "high",
        "03 09:00 opened, 03 09:02 assigned: ann, 03 09:05 responded, 03 10:00 customer message, "
        "03 10:30 customer message, 03 11:00 responded, 03 11:00 paused: pending, 04 09:00 customer message, "
        "04 09:00 resumed, 04 09:40 responded, 04 12:00 resolved",
    )
    # Over the clock change, raised on the way, and still open.
    yield _ticket(
        "T-11",
        "low",
        "27 10:00 opened, 27 10:10 assigned: second line, 27 11:00 responded, 27 12:00 paused: on hold, "
        "30 12:00 resumed, 30 13:00 priority changed: high, 30 14:00 internal note, 30 15:00 responded, "
        "31 14:00 customer message",
    )
    # Over both ends of the month.
    yield _ticket(
        "T-12",
        "low",
        "02/26 09:00 opened, 02/26 09:30 responded, 02/28 09:00 customer message, 03 09:00 responded, "
        "03 10:00 resolved, 31 09:00 customer message, 31 10:00 reopened, 04/02 09:00 responded, "
        "04/02 10:00 resolved",
    )


def _calls(unit: str) -> Iterator[list[Record]]:
    ended: list[Record] = [
        Call(id="C-0", offered="2026-02-27T10:00Z", answered="2026-02-27T10:01Z", caller="ann"),
        _answered("C-1", "2026-03-02T10:00", "2026-03-02T10:00:20", caller="ann", score=5),
        Call(id="C-2", offered="2026-03-02T10:05Z", abandoned="2026-03-02T10:06Z", caller="bob"),
        _answered("C-3", "2026-03-04T10:00", "2026-03-04T10:02", caller="bob", score=2),
        Call(id="C-9", offered="2026-03-04T11:00Z", abandoned="2026-03-04T11:00:05Z", caller="fay"),
        Call(id="C-10", offered="2026-03-05T11:00Z", diverted="2026-03-05T11:01Z", caller="gus"),
        # Over the edge of the month.
        _answered("C-11", "2026-03-31T22:59:50", "2026-03-31T23:00:05", caller="ida", score=4),
        Call(id="C-4", offered="2026-03-29T00:59Z", answered="2026-03-29T01:01Z"),
        Call(id="C-5", offered="2026-03-31T09:00Z", answered="2026-03-31T09:00Z", caller="cy"),
        Call(id="C-6", offered="2026-04-02T09:00Z", answered="2026-04-02T09:03Z", caller="cy"),
        Call(id="C-7", offered="2026-04-20T09:00Z", answered="2026-04-20T09:03Z", caller="dee"),
    ]
    yield ended
    yield [*ended, Call(id="C-8", offered="2026-03-30T09:00Z", caller="eve")]


def _answered(name: str, offered: str, answered: str, **more: Any) -> Call:
    """A call that was handled for 4 minutes; times in UTC."""
    spent: dict[str, Any] = {"talk": "3 min", "hold": "20 s", "after_call": "40 s"}
    return Call(id=name, offered=f"{offered}Z", answered=f"{answered}Z", **spent, **more)


# What a switch counts of a week, of a week in which nobody called, and what a poor one counts.
_FULL: dict[str, Any] = {
    "threshold": "20 s",
    "short": "5 s",
    "offered": 110,
    "answered": 100,
    "answered_within": 86,
    "abandoned": 8,
    "abandoned_within": 3,
    "abandoned_short": 1,
    "diverted": 2,
    "answered_wait": "1800 s",
    "abandoned_wait": "300 s",
    "longest_answered": "90 s",
    "longest_abandoned": "120 s",
    "handled": 99,
    "talk": "300 min",
    "hold": "20 min",
    "after_call": "40 min",
    "busy": "370 min",
    "idle": "60 min",
    "resolved_calls": 80,
    "customers": 90,
    "resolved_customers": 72,
    "scores": {5: 20, 4: 10, 2: 4},
}
_QUIET: dict[str, Any] = {
    **dict.fromkeys(("offered", "answered", "abandoned", "diverted", "handled", "customers"), 0),
    **dict.fromkeys(("answered_wait", "abandoned_wait", "talk", "hold", "after_call", "busy", "idle"), "0 s"),
    "scores": (),
}
_POOR: dict[str, Any] = {
    "answered": 40,
    "answered_within": 30,
    "answered_wait": "400 s",
    "talk": "90 min",
    "idle": "50 min",
}


def _call_tallies(unit: str) -> Iterator[list[Record]]:
    for parts in ((_FULL,), (_FULL, _QUIET), (_FULL, _POOR), ({"offered": 12}, {"abandoned": 2})):
        yield [
            CallTally(id=f"D-{number}", start=span.start, end=span.end, **part)
            for number, (span, part) in enumerate(zip(_weeks(), cycle(parts), strict=False))
        ]


def _exemptions(unit: str) -> Iterator[list[Record]]:
    yield [
        Exemption(id="E-1", start="2026-03-07T02:00Z", end="2026-03-07T06:00Z", cause="maintenance"),
        Exemption(id="E-2", start="2026-04-07T02:00Z", end="2026-04-07T06:00Z", cause="maintenance"),
    ]


def _probes(unit: str) -> Iterator[list[Record]]:
    days = [(2, 28), *((3, day) for day in range(1, 32, 2)), (4, 1)]
    for worst in (3, 1, 99):
        yield [
            Probe(id=f"P-{month}-{day:02}", at=f"2026-{month:02}-{day:02}T11:30Z", good=day % worst != 0)
            for month, day in days
        ]


def _deliveries(unit: str) -> Iterator[list[Record]]:
    came: list[Record] = [
        Delivery(id="D-0", due="2026-02-20T12:00Z", delivered="2026-02-20T13:00Z"),
        Delivery(id="D-1", due="2026-03-02T12:00Z", delivered="2026-03-02T11:00Z"),
        Delivery(id="D-2", due="2026-03-03T12:00Z", delivered="2026-03-05T15:00Z"),
        Delivery(id="D-3", due="2026-03-29T00:30Z", delivered="2026-03-29T01:30Z"),
        Delivery(id="D-4", due="2026-03-31T12:00Z", delivered="2026-04-02T09:00Z"),
        Delivery(id="D-5", due="2026-04-08T12:00Z", delivered="2026-04-08T12:00Z"),
    ]
    yield came
    yield [*came, Delivery(id="D-6", due="2026-03-20T12:00Z")]


_EXAMPLES: dict[type[Record], Callable[[str], Iterator[list[Record]]]] = {
    Call: _calls,
    CallTally: _call_tallies,
    Delivery: _deliveries,
    Exemption: _exemptions,
    Outage: _outages,
    Probe: _probes,
    Sample: _samples,
    Tally: _tallies,
    Ticket: _tickets,
}
