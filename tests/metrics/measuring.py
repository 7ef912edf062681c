"""What the tests of metrics share: one level measured over one window, and short ways to say when."""

from __future__ import annotations

from typing import Any

import slacore as sla

MARCH = sla.Window.month(2026, 3, tz="UTC")
PARTIES = (sla.Party(name="host", role="provider"), sla.Party(name="shop", role="customer"))


def span(start: str, end: str) -> sla.Window:
    """A window of UTC."""
    return sla.Window.between(start, end, tz="UTC")


def observed(
    metric: sla.Metric,
    evidence: sla.Evidence,
    *,
    window: sla.Window = MARCH,
    zone: str = "UTC",
    known_at: str | None = None,
    **level: Any,
) -> tuple[Any, ...]:
    """Every observation of one level without a target, through `evaluate` alone."""
    agreement = sla.Agreement(
        name="measured",
        zone=zone,
        parties=PARTIES,
        levels=[sla.ServiceLevel(name="level", metric=metric, **level)],
    )
    moment = None if known_at is None else sla.Instant.parse(known_at)
    return sla.evaluate(agreement, evidence, window, known_at=moment).observations


def measured(metric: sla.Metric, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    """The bounds of the only observation."""
    (found,) = observed(metric, evidence, **more)
    return found.bounds


def exactly(value: Any) -> sla.Bounds:
    """The bounds of a figure that is fully known."""
    return sla.Bounds.exactly(value)
