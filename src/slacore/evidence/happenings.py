"""Outages, probes, tallies, samples, deliveries and facts: what monitoring and operations report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import Attribute, evolve, field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue, UnitMismatch
from slacore.evidence.record import Record, identity, in_order, optional_instant
from slacore.values import Instant, Quantity, Window, exact, instant, quantity
from slacore.values.quantity import same_dimension

if TYPE_CHECKING:
    from typing import Self


@frozen(kw_only=True)
class Outage(Record):
    """A span in which the service was down. One without an end was still going on."""

    kind: ClassVar[str] = "outage"

    start: Instant = field(converter=instant)
    end: Instant | None = field(default=None, converter=optional_instant)
    # What is said to have caused it, in the reporter's words.
    cause: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.end is not None:
            in_order(self, self.start, self.end)

    def extent(self) -> tuple[Instant, Instant | None]:
        """From its start to its end, if it has one."""
        return self.start, self.end

    def as_known_at(self, moment: Instant) -> Self | None:
        """An outage that ended later was still going on."""
        known = super().as_known_at(moment)
        return evolve(known, end=None) if known and self.end is not None and self.end > moment else known


def _tallied(value: object) -> Quantity | None:
    if value is None or isinstance(value, Quantity):
        return value
    if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
        return quantity(value)
    return Quantity(exact(value, "tally"), "count")


@frozen(kw_only=True)
class Tally(Record):
    """How much of a span was good and how much was bad, as counts or as time.

    Any two of `good`, `bad` and `total` give the third. A whole number is a count; time is
    written with its unit (``bad="217 min"``). Where time is tallied and no total is stated,
    the total is the length of the period. One count alone leaves the others in doubt.
    """

    kind: ClassVar[str] = "tally"
    divisible: ClassVar[bool] = False

    start: Instant = field(converter=instant)
    end: Instant = field(converter=instant)
    good: Quantity | None = field(default=None, converter=_tallied)
    bad: Quantity | None = field(default=None, converter=_tallied)
    total: Quantity | None = field(default=None, converter=_tallied)

    def __attrs_post_init__(self) -> None:
        in_order(self, self.start, self.end)
        stated = [part for part in (self.good, self.bad, self.total) if part is not None]
        if not stated:
            raise InvalidValue(f"{self.named()} states nothing; give two of good, bad and total")
        for part in stated:
            if not any(same_dimension(part.unit, unit) for unit in ("count", "second")):
                raise InvalidValue(
                    f"{self.named()} tallies {part}; write a whole number, or time such as '217 min'"
                )
        if any(part.amount < 0 for part in stated):
            raise InvalidValue(f"{self.named()} has a negative part")
        try:
            parts = [part.in_unit(stated[0].unit) for part in stated]
        except UnitMismatch as error:
            raise UnitMismatch(f"{self.named()} mixes units: {error}") from None
        if self.total is not None and any(part > parts[-1] for part in parts[:-1]):
            raise InvalidValue(f"{self.named()}: good or bad is more than the total {self.total}")
        if len(parts) == 3 and parts[0] + parts[1] != parts[2]:
            raise InvalidValue(
                f"{self.named()}: good {self.good} and bad {self.bad} are not the total {self.total}"
            )

    @property
    def window(self) -> Window:
        """The span that was tallied."""
        return Window(self.start, self.end)

    @property
    def is_time(self) -> bool:
        """Whether it tallies time and not things."""
        stated = self.good or self.bad or self.total
        return stated is not None and stated.to_pint().check("[time]")

    def is_complete(self) -> bool:
        """Whether two of its parts are stated; of time one is enough, as the period has a length."""
        stated = sum(part is not None for part in (self.good, self.bad, self.total))
        return stated > 1 or (self.is_time and self.total is None)

    def part(self, name: str) -> Fraction | None:
        """`good`, `bad` or `total` as a bare number (time in microseconds), as stated."""
        value: Quantity | None = getattr(self, name)
        if value is None:
            return None
        return value.in_unit("microsecond" if self.is_time else "count")

    def extent(self) -> tuple[Instant, Instant | None]:
        """The span that was tallied."""
        return self.start, self.end


@frozen(kw_only=True)
class Sample(Record):
    """One measured value at one instant, such as a queue's depth."""

    kind: ClassVar[str] = "sample"

    at: Instant = field(converter=instant)
    value: Quantity = field(converter=quantity)
    # Which series it belongs to, where a bundle holds several.
    name: str | None = None

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant of the measurement."""
        return self.at, self.at


def _true_or_false(record: Record, attribute: Attribute[bool], value: object) -> None:
    """Refuse the text "no", which Python takes for true."""
    if not isinstance(value, bool):
        raise InvalidValue(f"{record.named()}: {attribute.name} is true or false, found {value!r}")


@frozen(kw_only=True)
class Probe(Record):
    """One check from outside: at that instant the service answered well, or it did not."""

    kind: ClassVar[str] = "probe"

    at: Instant = field(converter=instant)
    good: bool = field(validator=_true_or_false)

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant of the check."""
        return self.at, self.at


@frozen(kw_only=True)
class Delivery(Record):
    """Something that was due at an instant, and when it came; None if it has not come yet."""

    kind: ClassVar[str] = "delivery"

    due: Instant = field(converter=instant)
    delivered: Instant | None = field(default=None, converter=optional_instant)
    # Whether it was called off, and will not come.
    cancelled: bool = field(default=False, validator=_true_or_false)

    def __attrs_post_init__(self) -> None:
        if self.cancelled and self.delivered is not None:
            raise InvalidValue(
                f"{self.named()} was cancelled and delivered at {self.delivered}; keep one of them"
            )

    def extent(self) -> tuple[Instant, Instant | None]:
        """The due time and the delivery, whichever is first; without an end until it comes."""
        if self.delivered is None:
            return self.due, None
        return min(self.due, self.delivered), max(self.due, self.delivered)

    def as_known_at(self, moment: Instant) -> Self | None:
        """What was delivered later had not come yet."""
        known = super().as_known_at(moment)
        later = self.delivered is not None and self.delivered > moment
        return evolve(known, delivered=None) if known and later else known


def _fact_value(value: object) -> Quantity | str | bool:
    if isinstance(value, Quantity | str | bool):
        return stated(value)
    raise InvalidValue(
        f"the value of a fact is a quantity with its unit, a text or true or false, found {value!r}"
    )


def stated(value: Quantity | str | bool) -> Quantity | str | bool:
    """Text that reads as a number and a unit is a quantity; other text stays text."""
    if isinstance(value, str):
        try:
            return Quantity.parse(value)
        except InvalidValue:
            return value
    return value


@frozen(kw_only=True)
class Fact(Record):
    """A name and a value, said of one record or of a span of time.

    ``Fact(id="f1", name="flight distance", value="1500 km", record="T-9")``, or
    ``Fact(id="f2", name="satisfaction", value="81 %", start=…, end=…)``.
    """

    kind: ClassVar[str] = "fact"
    excludable: ClassVar[bool] = False

    name: str
    value: Quantity | str | bool = field(converter=_fact_value)
    # The id of the record it is said of.
    record: str | None = field(default=None, converter=optional(identity))
    # The span it is said of.
    start: Instant | None = field(default=None, converter=optional_instant)
    end: Instant | None = field(default=None, converter=optional_instant)

    def __attrs_post_init__(self) -> None:
        if (self.record is None) == (self.start is None):
            raise InvalidValue(f"{self.named()} must be said of a record or of a span, and of one of them")
        if (self.start is None) != (self.end is None):
            raise InvalidValue(f"{self.named()} gives one end of its span; give both")
        if self.start is not None and self.end is not None:
            in_order(self, self.start, self.end)

    def extent(self) -> tuple[Instant, Instant | None] | None:
        """Its span; a fact of a record has none of its own."""
        return None if self.start is None else (self.start, self.end)

    def span(self) -> Window | None:
        """The span it is said of; None for a fact of a record."""
        return None if self.start is None or self.end is None else Window(self.start, self.end)
