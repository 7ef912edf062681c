"""Calls: what a call centre reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.evidence.record import Record, optional_instant
from slacore.values import Instant, instant

if TYPE_CHECKING:
    from typing import Self


@frozen(kw_only=True)
class Call(Record):
    """One call as the switch saw it: offered, then answered or abandoned."""

    kind: ClassVar[str] = "call"

    offered: Instant = field(converter=instant)
    answered: Instant | None = field(default=None, converter=optional_instant)
    abandoned: Instant | None = field(default=None, converter=optional_instant)
    # Who called, so that a repeated call can be recognised.
    caller: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.answered is not None and self.abandoned is not None:
            raise InvalidValue(f"{self.named()} cannot be both answered and abandoned")
        ended = self.settled()
        if ended is not None and ended < self.offered:
            raise InvalidValue(
                f"{self.named()} ends its wait at {ended}, before it was offered at {self.offered}"
            )

    def settled(self) -> Instant | None:
        """When its wait ended; None while it still waits."""
        return self.answered or self.abandoned

    def extent(self) -> tuple[Instant, Instant | None]:
        """From the offer to the end of the wait."""
        return self.offered, self.settled()

    def as_known_at(self, moment: Instant) -> Self | None:
        """A call whose wait ended later still waited."""
        known, ended = super().as_known_at(moment), self.settled()
        later = ended is not None and ended > moment
        return evolve(known, answered=None, abandoned=None) if known and later else known
