"""Small agreements and evidence for tests: a host and a client, figures that somebody stated."""

from __future__ import annotations

from typing import Any

from slacore import (
    Agreement,
    Evidence,
    Fact,
    Instant,
    Outage,
    Party,
    Remedy,
    ServiceLevel,
    Step,
    Target,
    Ticket,
    Window,
    WindowSet,
)
from slacore.metrics import Availability, Reported, ResolutionTime

HOST, CLIENT = "Host", "Client"


def month(number: int, year: int = 2026) -> Window:
    """A month in UTC."""
    return Window.month(year, number, tz="UTC")


JANUARY, FEBRUARY, MARCH, APRIL = (month(number) for number in (1, 2, 3, 4))


def at(text: str) -> Instant:
    """A wall-clock time in UTC."""
    return Instant.parse(text, tz="UTC")


def between(start: str, end: str) -> Window:
    """A window between two wall-clock times or dates in UTC."""
    return Window.between(start, end, tz="UTC")


def agreement(*levels: ServiceLevel, **terms: Any) -> Agreement:
    """An agreement between the host and the client."""
    parties = (Party(name=HOST, role="provider"), Party(name=CLIENT, role="customer"))
    return Agreement(**{"name": "hosting", "zone": "UTC", "parties": parties, "levels": levels, **terms})


def remedies(*steps: Step, **more: Any) -> tuple[Remedy, ...]:
    """One remedy of those steps, or none."""
    return (Remedy(steps=steps, **more),) if steps else ()


def stated(
    *steps: Step, name: str = "uptime", target: str | None = "99 %", when: Any = "breached", **terms: Any
) -> ServiceLevel:
    """A level whose figure, in percent, is what a fact of the level's name says."""
    promised = None if target is None else Target(at_least=target)
    fields = {"remedies": remedies(*steps, when=when), "target": promised, **terms}
    return ServiceLevel(name=name, metric=Reported(name=name, unit="%"), **fields)


def uptime(*steps: Step, name: str = "uptime", target: str | None = "99 %", **terms: Any) -> ServiceLevel:
    """A level of availability from outages."""
    promised = None if target is None else Target(at_least=target)
    fields = {"remedies": remedies(*steps), "target": promised, **terms}
    return ServiceLevel(name=name, metric=Availability(), **fields)


def repairs(*steps: Step, name: str = "repair", within: str = "4 h", **terms: Any) -> ServiceLevel:
    """A level that judges every ticket's time to resolution by itself."""
    fields = {"remedies": remedies(*steps), "target": Target(at_most=within), **terms}
    return ServiceLevel(name=name, metric=ResolutionTime(unit="hour"), **fields)


def figures(span: Window = MARCH, **values: str) -> Evidence:
    """What somebody stated for the span, by the name of the level."""
    return Evidence(
        records=[
            Fact(id=f"{name} {span}", name=name, value=value, start=span.start, end=span.end)
            for name, value in values.items()
        ]
    )


def outages(*spans: Window, covers: Window | WindowSet = MARCH, **more: Any) -> Evidence:
    """Outages, watched for in the covered time."""
    rows = [Outage(id=str(n), start=span.start, end=span.end, **more) for n, span in enumerate(spans, 1)]
    return Evidence.of(Outage, rows, covers=covers)


def ticket(name: str, opened: str, resolved: str | None = None) -> Ticket:
    """A ticket by its wall-clock times in UTC."""
    ended = [] if resolved is None else [(at(resolved), "resolved")]
    return Ticket(id=name, events=[(at(opened), "opened"), *ended])


def tickets(*rows: Ticket, covers: Window | WindowSet = MARCH) -> Evidence:
    """Tickets, watched for in the covered time."""
    return Evidence.of(Ticket, rows, covers=covers)
