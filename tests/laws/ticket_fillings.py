"""What a gap may hide of tickets and their conversations, on clocks with several cycles and with targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from laws.drawing import DAY, Place, clock, spans
from laws.fillings import APPROACHED, ENDLESS, LARGEST, OPENED, TICKETS, WITHIN, Case, Rows, Sort
from slacore import Ticket, Window
from slacore.metrics import LateCount, Overrun, PercentWithin, TicketTarget, TicketTime

_TALK = ("opened", "responded", "customer message", "internal note", "responded", "resolved")
_TARGETS = (TicketTarget(priority="high", within="1 h"), TicketTarget(within="4 h"))


def _moments(data: Any, span: Window, number: int) -> list[int]:
    found = st.lists(st.integers(span.start.micros, span.end.micros - 1), min_size=number, max_size=number)
    return sorted(data.draw(found))


def _talk(data: Any, name: str, span: Window) -> Ticket:
    """A whole conversation in the span."""
    moments = _moments(data, span, len(_TALK))
    log = [(clock(at), what) for at, what in zip(moments, _TALK, strict=True)]
    return Ticket(id=name, events=log, priority=data.draw(st.sampled_from(("high", None))))


def _seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for _ in range(data.draw(st.integers(0, 2))):
            rows.append(_talk(data, f"t{len(rows)}", data.draw(spans(where, part))))
    if data.draw(st.integers(0, 1)) == 0:
        # Somebody waits for an answer as the gap begins.
        before = Window(parts[0].start, gap.start)
        moments = _moments(data, before, 3)
        log = [(clock(at), what) for at, what in zip(moments, _TALK, strict=False)]
        rows.append(Ticket(id="open", events=log))
    return rows


def _ended(rows: Rows, answered: int, resolved: int) -> Rows:
    """Whoever waited was answered, and done with."""
    more = [(clock(answered), "responded"), (clock(resolved), "resolved")]
    return [
        evolve(row, events=[*row.events, *more]) if isinstance(row, Ticket) and row.id == "open" else row
        for row in rows
    ]


def _filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    if data.draw(st.booleans()):
        rows = _ended(rows, *_moments(data, gap, 2))
    return [*rows, *(_talk(data, f"f{n}", gap) for n in range(data.draw(st.integers(0, 3))))]


def _answers_after(length: int) -> Callable[[Rows, Window, int], Rows]:
    """So many questions in the gap, each answered after so long or as long as there is."""

    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        start = gap.start.micros
        end = min(start + length, gap.end.micros - 1)
        moments = (start, start, start, start, end, end)
        log = [(clock(at), what) for at, what in zip(moments, _TALK, strict=True)]
        return [*_ended(rows, start, start), *(Ticket(id=f"f{n}", events=log) for n in range(size))]

    return rows_of


TALKS = Sort(kind=Ticket, seen=_seen, fill=_filled, lowest=_answers_after(0), highest=_answers_after(DAY))
ANSWERED = evolve(TALKS, lowest=_answers_after(DAY), highest=_answers_after(0))
# Whatever is late was seen to be late: a gap without anything adds nothing.
KNOWN = evolve(TALKS, lowest=lambda rows, gap, size: rows)

TICKET_CASES = (
    Case(
        name="mean time over",
        metric=Overrun(clock="resolution", targets=_TARGETS, over="mean", unit="hour"),
        sort=TICKETS,
        low=APPROACHED,
        high=ENDLESS,
        edge="0 h",
    ),
    Case(
        name="largest time over by opening",
        metric=Overrun(
            clock="resolution", targets=_TARGETS, over="largest", unit="hour", counted_by="opened"
        ),
        sort=OPENED,
        high=ENDLESS,
        edge="0 h",
    ),
    Case(
        name="late tickets",
        metric=LateCount(clock="resolution", targets=_TARGETS),
        sort=LARGEST,
        high=ENDLESS,
        edge="1 count",
    ),
    Case(
        name="late answers by question",
        metric=LateCount(clock="next response", targets=_TARGETS, counted_by="opened"),
        sort=evolve(KNOWN, lowest=lambda rows, gap, size: _ended(rows, gap.start.micros, gap.start.micros)),
        high=ENDLESS,
        edge="1 count",
    ),
    Case(
        name="mean next response",
        metric=TicketTime(clock="next response", over="mean", unit="hour"),
        sort=TALKS,
        low=APPROACHED,
        high=ENDLESS,
        edge="2 h",
    ),
    Case(
        name="longest update",
        metric=TicketTime(clock="periodic update", over="largest", unit="hour"),
        sort=KNOWN,
        high=ENDLESS,
        edge="2 h",
    ),
    Case(
        name="share of next responses",
        metric=PercentWithin(of="next response", targets=_TARGETS, changes="from the start"),
        sort=ANSWERED,
        low=APPROACHED,
        high=APPROACHED,
        edge="80 %",
    ),
    Case(
        name="share of what was due",
        metric=PercentWithin(of="resolution", targets=_TARGETS, counted_by="due"),
        sort=WITHIN,
        low=APPROACHED,
        high=APPROACHED,
        edge="80 %",
    ),
)

# Judged one by one: what nobody saw is a line of its own.
EACH_TICKET = (
    Case(
        name="each time over",
        metric=Overrun(clock="resolution", targets=_TARGETS, unit="hour"),
        sort=TICKETS,
        edge="0 h",
    ),
    Case(
        name="each next response",
        metric=TicketTime(clock="next response", unit="hour"),
        sort=TALKS,
        edge="2 h",
    ),
)
