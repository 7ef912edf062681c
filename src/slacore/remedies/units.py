"""Units: how far the figure, or a fact, lies off a point, counted in units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import count as counted
from math import ceil, floor
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue, UnitMismatch
from slacore.model import Amount, Case, Step
from slacore.model.amount import BREACH, RIGHT
from slacore.model.limits import Said
from slacore.values import Bounds, Exact, Quantity, exact, quantity
from slacore.values.choice import one_of
from slacore.values.quantity import same_dimension

_COUNT: dict[str, Callable[[Fraction], int | Fraction]] = {"full": floor, "started": ceil, "exact": Fraction}


def _number(value: Exact | None) -> Fraction | None:
    return None if value is None else exact(value)


def _point(value: object) -> Quantity | None:
    return None if value is None else quantity(value)


@frozen(kw_only=True)
class Units(Step):
    """Multiply by the number of units that the figure lies above or below a point.

    ``Units(above="24 h", per="6 h", count="full")`` counts full units of six hours beyond
    24 hours, ``started`` every started one, ``exact`` the exact quotient. A figure on the
    other side of the point counts none.

    With `fact` the units are those of a fact: what is judged and what is paid for may differ,
    as where availability is promised and every lost hour is credited.
    """

    kind: ClassVar[str] = "units"

    above: Quantity | None = field(default=None, converter=_point)
    below: Quantity | None = field(default=None, converter=_point)
    per: Quantity = field(converter=quantity)
    count: str = field(default="exact", validator=one_of(tuple(_COUNT)))
    # Where the counting ends, for a table that counts differently from there on.
    until: Quantity | None = field(default=None, converter=_point)
    # No more units than this.
    at_most: Fraction | None = field(default=None, converter=_number)
    # The fact that is counted instead of the measured figure.
    fact: str | None = None

    def __attrs_post_init__(self) -> None:
        if (self.above is None) == (self.below is None):
            raise InvalidValue("units are counted above or below a point; state one of the two")
        if self.per.amount <= 0:
            raise InvalidValue(f"a unit is more than nothing, found per {self.per}")
        if self.at_most is not None and self.at_most <= 0:
            raise InvalidValue(f"no more than {self.at_most} units are none at all; state more than none")
        if not same_dimension(self.point.unit, self.per.unit):
            raise UnitMismatch(f"what lies off {self.point} is not counted in units of {self.per}")
        if self.until is not None and self._off(self.until) <= 0:
            raise InvalidValue(f"counting from {self.point} cannot end at {self.until}")

    @property
    def point(self) -> Quantity:
        """Where the counting starts."""
        point = self.below if self.above is None else self.above
        assert point is not None
        return point

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount times the number of units."""
        figure = case.quantity() if self.fact is None else case.fact(self.fact)
        if not isinstance(figure, Quantity):
            return tuple(amount.unsaid(self._lacking(figure)) for amount in amounts)
        number = self.number(figure)
        return tuple(self._counted(amount, number) for amount in amounts)

    def number(self, figure: Quantity) -> Fraction:
        """How many units the figure lies off the point."""
        off = self._off(figure)
        if self.until is not None:
            off = min(off, self._off(self.until))
        units = Fraction(_COUNT[self.count](max(off, Fraction(0)) / self.per.amount))
        return units if self.at_most is None else min(units, self.at_most)

    def breaks(self, unit: str, between: Bounds) -> Iterable[Fraction]:
        """The point, where `at_most` is reached, and for whole units every one, perhaps for ever.

        Units of a fact do not change with the figure.
        """
        if self.fact is not None:
            return ()
        point, per = self.point.in_unit(unit), self.per.in_unit(unit)
        sign = 1 if self.above is not None else -1
        last = self._last(unit)
        if self.count == "exact":
            return {point} if last is None else {point, last}
        far = _furthest(last, between.high if sign > 0 else between.low, sign)
        near = between.low if sign > 0 else between.high
        first = 0 if near is None else max(floor(sign * (near - point) / per), 0)
        numbers = counted(first) if far is None else range(first, ceil(sign * (far - point) / per) + 1)
        return (point + sign * number * per for number in numbers)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """None: it multiplies."""
        return ()

    def turns(self, unit: str) -> str:
        """Units of breaches; what is paid already is so much for each unit."""
        if unit == RIGHT:
            raise InvalidValue("a right is the last step of its remedy, and is not multiplied")
        return "unit" if unit == BREACH else unit

    def sentence(self) -> str:
        """The step in words."""
        side = "above" if self.above is not None else "below"
        most = "" if self.at_most is None else f", at most {self.at_most}"
        which = "" if self.fact is None else f" of the {self.fact}"
        return f"{self.count} units of {self.per}{which} {side} {self.point}{most}"

    def _lacking(self, said: Said | None) -> str:
        """Why no units can be counted."""
        if self.fact is None:
            return "there is no measured figure to count units of"
        if said is None:
            return f"the fact '{self.fact}' is not known"
        return f"the fact '{self.fact}' is {said!r}, which has no units"

    def _off(self, figure: Quantity) -> Fraction:
        """How far a figure lies off the point, in the unit of `per`."""
        off = figure - self.point if self.above is not None else self.point - figure
        return off.in_unit(self.per.unit)

    def _last(self, unit: str) -> Fraction | None:
        """The figure beyond which no more units are counted."""
        sign = 1 if self.above is not None else -1
        ends = [] if self.until is None else [self.until.in_unit(unit)]
        if self.at_most is not None:
            ends.append(self.point.in_unit(unit) + sign * self.at_most * self.per.in_unit(unit))
        return sign * min(sign * end for end in ends) if ends else None

    def _counted(self, amount: Amount, number: Fraction) -> Amount:
        unit = "unit" if amount.unit == "breach" else amount.unit
        return evolve(amount.times(number), unit=unit, note=f"{number} units")


def _furthest(last: Fraction | None, bound: Fraction | None, sign: int) -> Fraction | None:
    """Where counting ends: at the last unit, or at the end of the doubt; None if nowhere."""
    known = [sign * end for end in (last, bound) if end is not None]
    return sign * min(known) if known else None
