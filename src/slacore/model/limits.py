"""Limits: what targets, tests and rows of a table compare a value with."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.evidence import stated
from slacore.model.lookback import Lookback, lookback
from slacore.values import Bounds, Quantity, money, quantity

# What a limit is compared with: a measured figure or a fact.
Said = Quantity | str | bool


def _limit(value: object) -> Quantity | None:
    try:
        return None if value is None else quantity(value)
    except InvalidValue:
        if not _is_money(value):
            raise
        raise InvalidValue(
            f"{value} is money, and a limit is on a figure, a fact or a lookback; what was credited is "
            "compared as a share: add 'as share of' a charge to the lookback, and state the limit in %"
        ) from None


def _is_money(value: object) -> bool:
    try:
        money(value)
    except InvalidValue:
        return False
    return True


def _equal(value: Said | None) -> Said | None:
    return None if value is None else stated(value)


# How each limit is written in a sentence, in the order in which sentences read well.
WORDS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<", "equals": "="}


@frozen(kw_only=True)
class Limits:
    """Conditions on one value that must all hold; the words say whether an edge is inside.

    ``at_least`` and ``at_most`` include their edge, ``above`` and ``below`` do not, and
    ``equals`` also takes a text or true and false.
    """

    at_least: Quantity | None = field(default=None, converter=_limit)
    above: Quantity | None = field(default=None, converter=_limit)
    at_most: Quantity | None = field(default=None, converter=_limit)
    below: Quantity | None = field(default=None, converter=_limit)
    equals: Quantity | str | bool | None = field(default=None, converter=_equal)

    def __attrs_post_init__(self) -> None:
        low, high = self.least, self.most
        empty = self.equals is not None and not self.hold(self.equals)
        if low is not None and high is not None:
            empty = empty or (high < low if self._closed() else high <= low)
        if empty:
            raise InvalidValue(f"nothing can be {self}: the limits exclude each other")

    @property
    def is_empty(self) -> bool:
        """Whether no condition is stated."""
        return all(getattr(self, name) is None for name in WORDS)

    @property
    def least(self) -> Quantity | None:
        """The lower edge, inside or not."""
        low = [edge for edge in (self.at_least, self.above) if edge is not None]
        return max(low) if low else None

    @property
    def most(self) -> Quantity | None:
        """The upper edge, inside or not."""
        high = [edge for edge in (self.at_most, self.below) if edge is not None]
        return min(high) if high else None

    def units(self) -> tuple[str, ...]:
        """The units that the limits are stated in."""
        return tuple(edge.unit for edge in self._edges())

    def edges(self, unit: str) -> tuple[Fraction, ...]:
        """The numbers, in `unit`, at which the answer may change."""
        return tuple(edge.in_unit(unit) for edge in self._edges())

    def hold(self, value: Said) -> bool:
        """Whether the value satisfies every limit."""
        if self.equals is not None and value != self.equals:
            return False
        if not isinstance(value, Quantity):
            if self.least is not None or self.most is not None:
                raise InvalidValue(f"{value!r} is not a quantity and cannot be {self}")
            return True
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def hold_over(self, bounds: Bounds, unit: str) -> bool | None:
        """Whether all (True), none (False) or some (None) of the values in the bounds satisfy."""
        if bounds.low is not None and bounds.low == bounds.high:
            return self.hold(Quantity(bounds.low, unit))
        if self._misses(bounds, unit):
            return False
        return True if self.equals is None and self._contains(bounds, unit) else None

    def _misses(self, bounds: Bounds, unit: str) -> bool:
        low, high = bounds.low, bounds.high
        if isinstance(self.equals, Quantity):
            point = self.equals.in_unit(unit)
            if (low is not None and point < low) or (high is not None and point > high):
                return True
        return (
            (high is not None and self.at_least is not None and high < self.at_least.in_unit(unit))
            or (high is not None and self.above is not None and high <= self.above.in_unit(unit))
            or (low is not None and self.at_most is not None and low > self.at_most.in_unit(unit))
            or (low is not None and self.below is not None and low >= self.below.in_unit(unit))
        )

    def _contains(self, bounds: Bounds, unit: str) -> bool:
        low_fits = self.least is None or (
            bounds.low is not None
            and (self.at_least is None or bounds.low >= self.at_least.in_unit(unit))
            and (self.above is None or bounds.low > self.above.in_unit(unit))
        )
        high_fits = self.most is None or (
            bounds.high is not None
            and (self.at_most is None or bounds.high <= self.at_most.in_unit(unit))
            and (self.below is None or bounds.high < self.below.in_unit(unit))
        )
        return low_fits and high_fits

    def _edges(self) -> tuple[Quantity, ...]:
        values = (getattr(self, name) for name in WORDS)
        return tuple(value for value in values if isinstance(value, Quantity))

    def _closed(self) -> bool:
        """Whether both edges themselves are inside."""
        low_open = self.above is not None and (self.at_least is None or self.above >= self.at_least)
        high_open = self.below is not None and (self.at_most is None or self.below <= self.at_most)
        return not low_open and not high_open

    def __str__(self) -> str:
        stated_limits = [(word, getattr(self, name)) for name, word in WORDS.items()]
        return " and ".join(f"{word} {value}" for word, value in stated_limits if value is not None)


@frozen(kw_only=True)
class Target(Limits):
    """What a level promises of its measured figure, such as ``Target(at_least="99.9 %")``."""

    def __attrs_post_init__(self) -> None:
        if self.is_empty:
            raise InvalidValue("a target states at least one limit, such as at_least='99.9 %'")
        Limits.__attrs_post_init__(self)


def better_end(target: Target | None) -> str | None:
    """Which end of a figure's bounds is good for the provider: "low", "high", or not to be said."""
    if target is None or target.equals is not None or (target.least is None) == (target.most is None):
        return None
    return "high" if target.least is not None else "low"


@frozen(kw_only=True)
class Test(Limits):
    """A condition on the measured figure, on a fact, or on what earlier periods came to.

    The answer is true, false, or cannot be said: an absent fact is unsaid, never false.
    """

    # pytest would collect a class of this name.
    __test__ = False

    fact: str | None = None
    # Another level, whose figure in the same period it is about.
    level: str | None = None
    # A question to the ledger, such as "run of breached".
    lookback: Lookback | None = field(default=None, converter=optional(lookback))

    def __attrs_post_init__(self) -> None:
        if self.is_empty:
            raise InvalidValue("a test states at least one limit, such as below='99 %'")
        about = [one for one in (self.fact, self.level, self.lookback) if one is not None]
        if len(about) > 1:
            raise InvalidValue(f"a test is about one thing, found {' and '.join(map(repr, map(str, about)))}")
        if self.lookback is not None and self.lookback.measured_in("") is None:
            raise InvalidValue(
                f"{self.lookback} is money, which is compared as a share: add 'as share of' a charge"
            )
        if self.fact is None and isinstance(self.equals, str | bool):
            raise InvalidValue(f"a measured figure cannot equal {self.equals!r}; name the fact that does")
        Limits.__attrs_post_init__(self)

    @property
    def is_about_figure(self) -> bool:
        """Whether it is about the measured figure itself."""
        return self.fact is None and self.level is None and self.lookback is None

    def __str__(self) -> str:
        return f"{self.fact or self.level or self.lookback or 'figure'} {Limits.__str__(self)}"
