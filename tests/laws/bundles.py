"""Evidence and levels of many kinds at once."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from laws.drawing import HOUR, MINUTE, Place, clock, gaps, moments, spans, without
from laws.terms import SHARES, TIMES, remedy
from slacore import (
    Call,
    Evidence,
    Exclusion,
    Exemption,
    MissingData,
    Outage,
    Probe,
    ServiceHours,
    ServiceLevel,
    Target,
    Ticket,
    Window,
    WindowSet,
)
from slacore.metrics import Availability, Downtime, MeanWait, PercentWithin, ResolutionTime

SHARE_TARGETS = ("99.9 %", "99 %", "90 %")


def hours(where: Place) -> st.SearchStrategy[ServiceHours | None]:
    """No service hours, working hours, or nights over the change."""
    return st.sampled_from(
        (
            None,
            ServiceHours(zone=where.zone, weekly={"mon-fri": ["09:00-17:00"], "sat": ["10:00-14:00"]}),
            ServiceHours(zone=where.zone, weekly={"mon-sun": ["22:00-06:00"]}),
        )
    )


@st.composite
def outages(draw: Any, where: Place, within: Window, most: int = 4) -> list[Outage]:
    """A few outages that may overlap."""
    found = draw(st.lists(spans(where, within), max_size=most))
    return [Outage(id=f"o{number}", start=span.start, end=span.end) for number, span in enumerate(found)]


@st.composite
def tickets(draw: Any, where: Place, within: Window, most: int = 4) -> list[Ticket]:
    """A few tickets, paused for a while, some of them still open."""
    found = []
    for number, span in enumerate(draw(st.lists(spans(where, within), max_size=most))):
        third = span.micros // 3
        log: list[tuple[Any, str]] = [(span.start, "opened")]
        if draw(st.booleans()):
            log += [
                (clock(span.start.micros + third), "paused"),
                (clock(span.start.micros + 2 * third), "resumed"),
            ]
        if draw(st.integers(0, 4)):
            log.append((span.end, "resolved"))
        found.append(Ticket(id=f"t{number}", events=log))
    return found


@st.composite
def calls(draw: Any, where: Place, within: Window, most: int = 5) -> list[Call]:
    """A few calls of few callers: answered, given up or waiting."""
    found = []
    for number, offered in enumerate(draw(st.lists(moments(where, within), max_size=most))):
        at = min(offered, within.end.micros - HOUR)
        end = clock(at + draw(st.integers(0, 240)) * MINUTE // 4)
        how = draw(st.sampled_from(({"answered": end}, {"abandoned": end}, {})))
        caller = draw(st.sampled_from(("ann", "bob", None)))
        found.append(Call(id=f"c{number}", offered=clock(at), caller=caller, **how))
    return found


@st.composite
def probes(draw: Any, where: Place, within: Window, most: int = 6) -> list[Probe]:
    """A few probes, good and bad."""
    found = draw(st.lists(st.tuples(moments(where, within), st.booleans()), max_size=most))
    return [Probe(id=f"p{number}", at=clock(at), good=good) for number, (at, good) in enumerate(found)]


@st.composite
def exemptions(draw: Any, where: Place, within: Window, most: int = 3) -> list[Exemption]:
    """Requests, some announced in time, for an agreed cause or another."""
    found = []
    for number, span in enumerate(draw(st.lists(spans(where, within), max_size=most))):
        before = draw(st.sampled_from((None, 10, 100)))
        told = None if before is None else clock(span.start.micros - before * HOUR)
        cause = draw(st.sampled_from(("works", "works", "storm")))
        found.append(Exemption(id=f"x{number}", start=span.start, end=span.end, cause=cause, announced=told))
    return found


def exclusions(*effects: str) -> st.SearchStrategy[tuple[Exclusion, ...]]:
    """None, or works with notice and allowance and one of the effects."""
    one = st.builds(
        Exclusion,
        cause=st.just("works"),
        notice=st.sampled_from((None, "72 h")),
        allowance=st.sampled_from((None, "90 min")),
        effect=st.sampled_from(effects),
    )
    return st.one_of(st.just(()), one.map(lambda exclusion: (exclusion,)))


POLICIES = (
    "bounds",
    "bounds",
    "leave out",
    "count as good",
    "count as bad",
    "carry forward",
    "deem breached",
)
ALL_EFFECTS = ("numerator", "denominator", "added back", "relief")


@st.composite
def levels(draw: Any, where: Place, **terms: Any) -> tuple[ServiceLevel, ...]:
    """One level of every sort: time, records judged together and one by one, calls and probes."""
    served = draw(hours(where))

    def level(name: str, metric: Any, promised: Target, steps: Any, effects: tuple[str, ...]) -> ServiceLevel:
        return ServiceLevel(
            name=name,
            metric=metric,
            target=promised,
            hours=served,
            exclusions=draw(exclusions(*effects)),
            missing=MissingData(policy=draw(st.sampled_from(POLICIES))),
            remedies=remedy(steps),
            **terms,
        )

    share = Target(at_least=draw(st.sampled_from(SHARE_TARGETS)))
    long = Target(at_most=draw(st.sampled_from(("2 h", "24 h"))))
    shares, times = st.sampled_from(list(SHARES.values())), st.sampled_from(list(TIMES.values()))
    rest = ("numerator", "denominator", "relief")
    return (
        level("up", Availability(), share, draw(shares), ALL_EFFECTS),
        level("down", Downtime(unit="hour"), long, draw(times), ALL_EFFECTS),
        level("within", PercentWithin(of="resolution", within="4 h"), share, draw(shares), rest),
        level("repair", ResolutionTime(unit="hour"), long, draw(times), rest),
        level("wait", MeanWait(), Target(at_most="5 min"), draw(times), rest),
        level("answers", Availability(source="probes"), share, draw(shares), rest),
    )


@st.composite
def evidence(draw: Any, where: Place, within: Window) -> Evidence:
    """Records of every sort, each watched with a gap or without one."""
    found = Evidence(records=draw(exemptions(where, within)))
    rows = ((Outage, outages), (Ticket, tickets), (Call, calls), (Probe, probes))
    for kind, strategy in rows:
        gap = draw(st.one_of(st.none(), gaps(where, within)))
        seen = without(within, gap)
        records = [one for one in draw(strategy(where, within)) if was_seen(one, seen)]
        found += Evidence.of(kind, records, covers=seen)
    return found


def was_seen(record: Any, seen: WindowSet) -> bool:
    """Whether any of it was watched; a bundle refuses what was not."""
    start, end = record.extent()
    if end is None:
        return start.micros < seen.spans[-1][1]
    return any(start.micros <= span[1] and end.micros >= span[0] for span in seen.spans)


@st.composite
def everything(draw: Any, where: Place, within: Window | None = None) -> Any:
    """Levels and evidence of every sort, around the month of the change."""
    return draw(levels(where)), draw(evidence(where, within or where.month))


def renamed(record: Any, name: str, **changes: Any) -> Any:
    """The same record under another id."""
    return evolve(record, id=name, **changes)
