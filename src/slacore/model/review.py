"""Reviews: when the parties look at the agreement together."""

from __future__ import annotations

from attrs import field, frozen

from slacore.values import Period, period
from slacore.values.several import several


@frozen(kw_only=True)
class ReviewSchedule:
    """How often the agreement is reviewed, by whom, and over what."""

    every: Period = field(default=Period("quarter"), converter=period)
    # Names of parties that take part; empty means all of them.
    participants: tuple[str, ...] = field(default=(), converter=several)
    agenda: tuple[str, ...] = field(default=(), converter=several)
