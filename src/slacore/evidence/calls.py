"""Calls: what a switch saw of each."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue, UnitMismatch
from slacore.evidence.record import Record, optional_instant
from slacore.values import Exact, Instant, Quantity, exact, instant, quantity

if TYPE_CHECKING:
    from typing import Self


def optional_time(value: object) -> Quantity | None:
    """Convert what `quantity` converts, and let None stand."""
    return None if value is None else quantity(value)


def _score(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value, "score")


def seconds_of(record: Record, name: str) -> Fraction | None:
    """A time that the record states, in seconds; one that is negative or no time is refused."""
    value: Quantity | None = getattr(record, name)
    if value is None:
        return None
    try:
        seconds = value.in_unit("second")
    except UnitMismatch:
        raise UnitMismatch(
            f"{record.named()}: {key_of(name)} is {value}; write time, such as '240 s'"
        ) from None
    if seconds < 0:
        raise InvalidValue(f"{record.named()}: {key_of(name)} is negative, found {value}")
    return seconds


def key_of(name: str) -> str:
    """What messages and documents call a field."""
    return name.replace("_", " ")


def check_names(record: Record, *names: str) -> None:
    """Refuse a name that is no text: 4912 and "4912" would be two callers."""
    for name in names:
        value = getattr(record, name)
        if value is not None and (not isinstance(value, str) or not value):
            raise InvalidValue(f"{record.named()}: {name} is a name, found {value!r}")


@frozen(kw_only=True)
class Call(Record):
    """One call as the switch saw it: offered, then answered, abandoned or diverted.

    ``Call(id="C-1", offered=…, answered=…, talk="3 min", after_call="20 s")``.
    """

    kind: ClassVar[str] = "call"

    offered: Instant = field(converter=instant)
    answered: Instant | None = field(default=None, converter=optional_instant)
    # When the caller gave up.
    abandoned: Instant | None = field(default=None, converter=optional_instant)
    # When it left the queue for something else: another queue, voice mail, a call back.
    diverted: Instant | None = field(default=None, converter=optional_instant)
    # Who called, so that a repeated call can be recognised.
    caller: str | None = None
    # For which queue or skill, and which agent or team answered; a level's `where` can ask for them.
    queue: str | None = None
    agent: str | None = None
    # How long an agent was busy with it once it was answered: talking, with the caller on hold,
    # and with what was left to do afterwards.
    talk: Quantity | None = field(default=None, converter=optional_time)
    hold: Quantity | None = field(default=None, converter=optional_time)
    after_call: Quantity | None = field(default=None, converter=optional_time)
    # What the caller answered when asked how satisfied he was.
    score: Fraction | None = field(default=None, converter=_score)

    def __attrs_post_init__(self) -> None:
        check_names(self, "caller", "queue", "agent")
        ends = [name for name in _ENDS if getattr(self, name) is not None]
        if len(ends) > 1:
            raise InvalidValue(f"{self.named()} cannot be both {ends[0]} and {ends[1]}")
        ended = self.settled()
        if ended is not None and ended < self.offered:
            raise InvalidValue(
                f"{self.named()} ends its wait at {ended}, before it was offered at {self.offered}"
            )
        for name in _HANDLING:
            if seconds_of(self, name) is not None and self.answered is None:
                raise InvalidValue(f"{self.named()} states {key_of(name)}, but was not answered")
        if self.score is not None and self.score < 0:
            raise InvalidValue(f"{self.named()}: score is negative, found {self.score}")

    def settled(self) -> Instant | None:
        """When its wait ended; None while it still waits."""
        return self.answered or self.abandoned or self.diverted

    def handled(self) -> Instant | None:
        """When the agent was done with it, as far as that is stated; None if nobody answered."""
        if self.answered is None:
            return None
        busy = sum((seconds_of(self, name) or Fraction(0) for name in _HANDLING), Fraction(0))
        # Rounded up: what is stated finer than a microsecond was over by then.
        return Instant(self.answered.micros + -(-busy * 1_000_000 // 1), self.answered.zone)

    def seconds(self, name: str) -> Fraction | None:
        """A time as stated, in seconds."""
        return seconds_of(self, name)

    def extent(self) -> tuple[Instant, Instant | None]:
        """From the offer to the end of the wait."""
        return self.offered, self.settled()

    def as_known_at(self, moment: Instant) -> Self | None:
        """A call whose wait ended later still waited, and what came of it was not known."""
        known, ended, done = super().as_known_at(moment), self.settled(), self.handled()
        if known is None or ended is None:
            return known
        waited: dict[str, Any] = dict.fromkeys(_ENDS) if ended > moment else {}
        busy: dict[str, Any] = {}
        if ended > moment or (done is not None and done > moment):
            busy = dict.fromkeys((*_HANDLING, "score"))
        return evolve(known, **waited, **busy)


_ENDS = ("answered", "abandoned", "diverted")
_HANDLING = ("talk", "hold", "after_call")
