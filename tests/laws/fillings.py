"""A gap, and what may have happened in it: for every built-in metric, told independently of it.

A case draws what was seen outside the gap, and fillings of the gap: records that would have been
seen, had anybody watched. What was seen may go on into the gap (an outage without an end, a ticket
without a resolution); a filling may then also say how that ended.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from laws.drawing import DAY, Place, clock, spans
from slacore import (
    Delivery,
    Evidence,
    Metric,
    Outage,
    Probe,
    Record,
    ServiceLevel,
    Tally,
    Ticket,
    Window,
    WindowSet,
)
from slacore.metrics import (
    Availability,
    DaysAfterWorkingDays,
    Downtime,
    Lateness,
    OnTime,
    PercentWithin,
    ResolutionTime,
    ResponseTime,
)

Rows = list[Record]
# How an end of the bounds relates to what fillings come to.
REACHED = "reached"
# The number of missing records has no limit: more and more of them come as near as one likes.
APPROACHED = "approached"
# What began in the gap may still go on, so that no limit is known.
ENDLESS = "endless"


@frozen(kw_only=True)
class Sort:
    """One sort of record: what was seen of it, and what a gap may hide."""

    kind: type[Record]
    seen: Callable[[Any, Place, list[Window], Window], Rows]
    fill: Callable[[Any, Place, Rows, Window], Rows]
    # The fillings at which, or along which, the low and the high end are reached.
    lowest: Callable[[Rows, Window, int], Rows]
    highest: Callable[[Rows, Window, int], Rows]


@frozen(kw_only=True)
class Case:
    """A metric, and how near fillings come to the two ends of its bounds."""

    name: str
    metric: Metric
    sort: Sort
    low: str = REACHED
    high: str = REACHED
    # The edge of the target.
    edge: str = "99 %"
    # The levels that it is made from.
    others: tuple[ServiceLevel, ...] = ()


def sides(period: Window, gap: Window) -> list[Window]:
    """The time before and after the gap."""
    rest = WindowSet.of(period) - WindowSet.of(gap)
    return list(rest.windows(period.start.zone))


def _spans_in(data: Any, where: Place, within: list[Window], most: int = 3) -> list[Window]:
    number = data.draw(st.integers(0, most))
    return [data.draw(spans(where, data.draw(st.sampled_from(within)))) for _ in range(number)]


def _within(data: Any, span: Window, number: int) -> list[int]:
    """So many instants of the span, in order."""
    found = st.lists(st.integers(span.start.micros, span.end.micros - 1), min_size=number, max_size=number)
    return sorted(data.draw(found))


# Outages.


def _outages_seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = [
        Outage(id=f"o{n}", start=span.start, end=span.end)
        for n, span in enumerate(_spans_in(data, where, parts))
    ]
    if data.draw(st.integers(0, 3)) == 0:
        # Begun before the gap, and nobody saw it end.
        begun = data.draw(st.integers(parts[0].start.micros, gap.start.micros - 1))
        rows.append(Outage(id="on", start=clock(begun)))
    return rows


def _outages_ended(rows: Rows, at: int) -> Rows:
    return [evolve(row, end=clock(at)) if row.extent()[1] is None else row for row in rows]


def _outages_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    (end,) = _within(data, gap, 1)
    ended = _outages_ended(rows, max(end, gap.start.micros + 1))
    more = [
        Outage(id=f"f{n}", start=span.start, end=span.end)
        for n, span in enumerate(_spans_in(data, where, [gap]))
    ]
    return [*ended, *more]


def _all_up(rows: Rows, gap: Window, size: int) -> Rows:
    return _outages_ended(rows, gap.start.micros)


def _all_down(rows: Rows, gap: Window, size: int) -> Rows:
    # What goes on is down to the end of the month as well, of which nobody can tell either.
    return [*rows, Outage(id="f", start=gap.start, end=gap.end)]


OUTAGES = Sort(kind=Outage, seen=_outages_seen, fill=_outages_filled, lowest=_all_down, highest=_all_up)
DOWNTIME = evolve(OUTAGES, lowest=_all_up, highest=_all_down)


# Tallies.


def _tally(name: str, span: Window, tenths: int, form: str) -> Tally:
    """A span of which so many tenths were bad."""
    if form == "counts":
        return Tally(id=name, start=span.start, end=span.end, bad=tenths, total=10)
    bad = f"{span.micros * tenths // 10} us"
    total = {} if form == "bad time" else {"total": f"{span.micros} us"}
    return Tally(id=name, start=span.start, end=span.end, bad=bad, **total)


def _tallies(form: str, *, falling: bool = True) -> Sort:
    def seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
        return [_tally(f"t{n}", part, data.draw(st.integers(0, 10)), form) for n, part in enumerate(parts)]

    def pieces(gap: Window, number: int) -> list[Window]:
        cuts = [gap.start.micros + gap.micros * n // number for n in range(number + 1)]
        return [Window.of_micros(low, high, gap.start.zone) for low, high in pairwise(cuts)]

    def fill(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
        parts = pieces(gap, data.draw(st.integers(1, 3)))
        return [
            *rows,
            *(_tally(f"f{n}", part, data.draw(st.integers(0, 10)), form) for n, part in enumerate(parts)),
        ]

    def extreme(tenths: int) -> Callable[[Rows, Window, int], Rows]:
        def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
            if form != "counts":
                # One tally: time is exact only if it need not be cut into tenths of a microsecond.
                bad = f"{gap.micros if tenths else 0} us"
                total = {} if form == "bad time" else {"total": f"{gap.micros} us"}
                return [*rows, Tally(id="f", start=gap.start, end=gap.end, bad=bad, **total)]
            return [*rows, *(_tally(f"f{n}", part, tenths, form) for n, part in enumerate(pieces(gap, size)))]

        return rows_of

    worst, best = extreme(10), extreme(0)
    return Sort(
        kind=Tally,
        seen=seen,
        fill=fill,
        lowest=worst if falling else best,
        highest=best if falling else worst,
    )


# Probes.


def _probe_rows(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for moment in _within(data, part, data.draw(st.integers(0, 3))):
            rows.append(Probe(id=f"p{len(rows)}", at=clock(moment), good=data.draw(st.booleans())))
    return rows


def _probes_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    more = [
        Probe(id=f"f{n}", at=clock(moment), good=data.draw(st.booleans()))
        for n, moment in enumerate(_within(data, gap, data.draw(st.integers(0, 4))))
    ]
    return [*rows, *more]


def _same_probes(good: bool) -> Callable[[Rows, Window, int], Rows]:
    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        at = [gap.start.micros + gap.micros * n // size for n in range(size)]
        return [*rows, *(Probe(id=f"f{n}", at=clock(moment), good=good) for n, moment in enumerate(at))]

    return rows_of


PROBES = Sort(
    kind=Probe,
    seen=_probe_rows,
    fill=_probes_filled,
    lowest=_same_probes(False),
    highest=_same_probes(True),
)


# Tickets: what was seen of a log was all that happened to it while somebody watched.


def _ticket(name: str, *log: tuple[int, str]) -> Ticket:
    return Ticket(id=name, events=[(clock(moment), what) for moment, what in log])


def _tickets_seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for span in _spans_in(data, where, [part], 2):
            middle = span.start.micros + span.micros // 2
            rows.append(
                _ticket(
                    f"t{len(rows)}",
                    (span.start.micros, "opened"),
                    (middle, "responded"),
                    (span.end.micros - 1, "resolved"),
                )
            )
    if data.draw(st.integers(0, 2)) == 0:
        opened = data.draw(st.integers(parts[0].start.micros, gap.start.micros - 1))
        rows.append(_ticket("open", (opened, "opened")))
    return rows


def _tickets_ended(rows: Rows, at: int) -> Rows:
    """Whatever was open was answered and resolved then."""
    return [
        evolve(row, events=[*row.events, (clock(at), "resolved")])
        if isinstance(row, Ticket) and row.resolved() is None
        else row
        for row in rows
    ]


def _tickets_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    if data.draw(st.booleans()):
        rows = _tickets_ended(rows, _within(data, gap, 1)[0])
    more = []
    for number in range(data.draw(st.integers(0, 3))):
        opened, responded, resolved = _within(data, gap, 3)
        log = ((opened, "opened"), (responded, "responded"), (resolved, "resolved"))
        more.append(_ticket(f"f{number}", *log))
    return [*rows, *more]


def _tickets_of(length: int) -> Callable[[Rows, Window, int], Rows]:
    """So many tickets in the gap, each open for so long or as long as there is."""

    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        start = gap.start.micros
        end = min(start + length, gap.end.micros - 1)
        more = [_ticket(f"f{n}", (start, "opened"), (end, "resolved")) for n in range(size)]
        return [*_tickets_ended(rows, start), *more]

    return rows_of


TICKETS = Sort(
    kind=Ticket,
    seen=_tickets_seen,
    fill=_tickets_filled,
    lowest=_tickets_of(0),
    highest=_tickets_of(DAY),
)
# Of a share within the threshold the worst are the long ones.
WITHIN = evolve(TICKETS, lowest=_tickets_of(DAY), highest=_tickets_of(0))
# No other ticket at all: the largest is what it was, where only those count that were resolved.
LARGEST = evolve(TICKETS, lowest=lambda rows, gap, size: rows)
# Where they count from their opening on, what was open was resolved as the gap began.
OPENED = evolve(TICKETS, lowest=lambda rows, gap, size: _tickets_ended(rows, gap.start.micros))


# Deliveries.


def _deliveries_seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for span in _spans_in(data, where, [part], 2):
            ends = (span.start, clock(span.end.micros - 1))
            due, came = ends if data.draw(st.integers(0, 3)) else reversed(ends)
            rows.append(Delivery(id=f"d{len(rows)}", due=due, delivered=came))
    if data.draw(st.integers(0, 2)) == 0:
        due = data.draw(st.integers(parts[0].start.micros, gap.start.micros - 1))
        rows.append(Delivery(id="on", due=clock(due)))
    return rows


def _came(rows: Rows, at: int) -> Rows:
    return [evolve(row, delivered=clock(at)) if row.id == "on" else row for row in rows]


def _deliveries_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    rows = _came(rows, _within(data, gap, 1)[0])
    more = []
    for number in range(data.draw(st.integers(0, 3))):
        due, delivered = _within(data, gap, 2)
        more.append(Delivery(id=f"f{number}", due=clock(due), delivered=clock(delivered)))
    return [*rows, *more]


def _deliveries_of(length: int, number: int | None = None) -> Callable[[Rows, Window, int], Rows]:
    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        due = gap.start.micros
        came = clock(min(due + length, gap.end.micros - 1))
        count = size if number is None else number
        more = [Delivery(id=f"f{n}", due=clock(due), delivered=came) for n in range(count)]
        return [*_came(rows, due), *more]

    return rows_of


DELIVERIES = Sort(
    kind=Delivery,
    seen=_deliveries_seen,
    fill=_deliveries_filled,
    lowest=_deliveries_of(0),
    highest=_deliveries_of(DAY),
)

_FAST = PercentWithin(of="resolution", within="4 h")
CASES = (
    Case(name="availability of outages", metric=Availability(), sort=OUTAGES),
    Case(name="downtime of outages", metric=Downtime(unit="hour"), sort=DOWNTIME, edge="2 h"),
    Case(
        name="availability of tallied time",
        metric=Availability(source="tallies"),
        sort=_tallies("time"),
        edge="60 %",
    ),
    Case(
        name="availability of bad time",
        metric=Availability(source="tallies"),
        sort=_tallies("bad time"),
        edge="60 %",
    ),
    Case(
        name="downtime of tallied time",
        metric=Downtime(source="tallies", unit="hour"),
        sort=_tallies("time", falling=False),
        edge="300 h",
    ),
    Case(
        name="availability of counts",
        metric=Availability(source="tallies"),
        sort=_tallies("counts"),
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
    Case(
        name="mean of intervals",
        metric=Availability(source="tallies", pooling="mean of intervals"),
        sort=_tallies("counts"),
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
    Case(
        name="availability of probes",
        metric=Availability(source="probes"),
        sort=PROBES,
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
    Case(name="share of tickets", metric=_FAST, sort=WITHIN, low=APPROACHED, high=APPROACHED, edge="90 %"),
    Case(
        name="share of tickets by opening",
        metric=PercentWithin(of="response", within="4 h", counted_by="opened"),
        sort=WITHIN,
        low=APPROACHED,
        high=APPROACHED,
        edge="90 %",
    ),
    Case(
        name="mean resolution",
        metric=ResolutionTime(over="mean", unit="hour"),
        sort=TICKETS,
        low=APPROACHED,
        high=ENDLESS,
        edge="4 h",
    ),
    Case(
        name="largest resolution",
        metric=ResolutionTime(over="largest", unit="hour"),
        sort=LARGEST,
        high=ENDLESS,
        edge="48 h",
    ),
    Case(
        name="largest resolution by opening",
        metric=ResolutionTime(over="largest", unit="hour", counted_by="opened"),
        sort=OPENED,
        high=ENDLESS,
        edge="48 h",
    ),
    Case(
        name="mean days after a working day",
        metric=DaysAfterWorkingDays(working_days=1, over="mean"),
        sort=TICKETS,
        low=APPROACHED,
        high=ENDLESS,
        edge="0 d",
    ),
    Case(
        name="most days after the report",
        metric=DaysAfterWorkingDays(working_days=0, over="largest", day_of_resolution="counted"),
        sort=LARGEST,
        high=ENDLESS,
        edge="1 d",
    ),
    Case(
        name="mean response",
        metric=ResponseTime(over="mean", unit="hour"),
        sort=TICKETS,
        low=APPROACHED,
        high=ENDLESS,
        edge="2 h",
    ),
    Case(
        name="mean lateness",
        metric=Lateness(over="mean"),
        sort=DELIVERIES,
        low=APPROACHED,
        high=ENDLESS,
        edge="4 h",
    ),
    Case(
        name="largest lateness",
        metric=Lateness(over="largest"),
        sort=evolve(DELIVERIES, lowest=_deliveries_of(0, 0)),
        high=ENDLESS,
        edge="48 h",
    ),
    Case(
        name="share on time",
        metric=OnTime(within="4 h", inclusive=False),
        sort=evolve(DELIVERIES, lowest=DELIVERIES.highest, highest=DELIVERIES.lowest),
        low=APPROACHED,
        high=APPROACHED,
        edge="80 %",
    ),
)

# Judged one by one: what nobody saw is a line of its own.
EACH = (
    Case(name="each resolution", metric=ResolutionTime(unit="hour"), sort=TICKETS, edge="4 h"),
    Case(name="each response", metric=ResponseTime(unit="hour"), sort=TICKETS, edge="2 h"),
    Case(
        name="each days after a working day",
        metric=DaysAfterWorkingDays(working_days=1, day_of_resolution="counted"),
        sort=TICKETS,
        edge="0 d",
    ),
    Case(name="each lateness", metric=Lateness(), sort=DELIVERIES, edge="4 h"),
)


@frozen(kw_only=True)
class Drawn:
    """A month with a gap, and the same month with something in it."""

    where: Place
    gap: Window
    seen: Evidence
    rows: Rows

    def filled(self, case: Case, rows: Rows) -> Evidence:
        """The month watched from end to end, with those records."""
        return Evidence.of(case.sort.kind, rows, covers=self.where.month)


def drawn(data: Any, case: Case, where: Place, gap: Window) -> Drawn:
    """What was seen around the gap."""
    parts = sides(where.month, gap)
    rows = case.sort.seen(data, where, parts, gap)
    seen = Evidence.of(case.sort.kind, rows, covers=parts)
    return Drawn(where=where, gap=gap, seen=seen, rows=rows)
