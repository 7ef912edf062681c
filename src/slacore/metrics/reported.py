"""A reported figure: taken as somebody stated it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import EvaluationError, InvalidValue, UnitMismatch
from slacore.evidence import Fact, Record
from slacore.model import Metric, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.quantity import same_dimension, unit_name

_NOTHING, _ALL = Quantity(0, "percent"), Quantity(100, "percent")


@frozen(kw_only=True)
class Reported(Metric):
    """The value of a fact that is stated for exactly the period.

    No data where no such fact is stated. For what others measure: a survey's result, a
    count from a report, the provider's own availability figure. What lies outside the scale
    is refused: a figure in percent is one of 0 % to 100 %, unless another scale is stated.
    """

    kind: ClassVar[str] = "reported"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Fact
    least: ClassVar[int | None] = None

    # The name of the fact.
    name: str
    # The unit that the figure is stated in.
    measure_unit: str = field(alias="unit", converter=unit_name)
    # The least and the most that the figure can be: 0 % and 100 % of a share, and else without limit.
    lowest: Quantity | None = field(default=None, converter=optional(quantity))
    highest: Quantity | None = field(default=None, converter=optional(quantity))

    def __attrs_post_init__(self) -> None:
        low, high = self._ends()
        try:
            ends = [end.in_unit(self.measure_unit) for end in (low, high) if end is not None]
        except UnitMismatch as error:
            raise InvalidValue(f"the scale of a figure in {self.measure_unit}: {error}") from None
        if len(ends) > 1 and ends[1] <= ends[0]:
            raise InvalidValue(f"a figure of {low} at least cannot be {high} at most")

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def limits(self) -> Bounds:
        """The scale: no figure lies outside it."""
        return Bounds(*(None if end is None else end.in_unit(self.measure_unit) for end in self._ends()))

    def sample(self, scope: Scope) -> int:
        """One, where the figure is stated."""
        return int(self.measure(scope) is not None)

    def measure(self, scope: Scope) -> Bounds | None:
        """The stated value; two different values for one period are refused."""
        facts = sorted(
            (fact for fact in scope.facts if fact.name == self.name and fact.span() == scope.period),
            key=lambda fact: fact.id,
        )
        values = {fact.value for fact in facts}
        if len(values) > 1:
            stated = " and ".join(sorted(str(value) for value in values))
            named = ", ".join(fact.id for fact in facts)
            raise EvaluationError(
                f"the fact '{self.name}' is stated as {stated} for {scope.period}; keep one of {named}"
            )
        return Bounds.exactly(self._value(facts[0], scope)) if facts else None

    def _value(self, fact: Fact, scope: Scope) -> Fraction:
        value = fact.value
        if not isinstance(value, Quantity):
            raise EvaluationError(
                f"{fact.named()}: '{self.name}' is {value!r}, which is not a figure in {self.measure_unit}"
            )
        try:
            found = value.in_unit(self.measure_unit)
        except UnitMismatch as error:
            raise EvaluationError(f"{fact.named()}: '{self.name}' for {scope.period}: {error}") from None
        if (limits := self.limits()).hull(Bounds.exactly(found)) != limits:
            raise EvaluationError(
                f"{fact.named()}: '{self.name}' is {value} for {scope.period}, outside the scale of "
                f"{limits} {self.measure_unit}; mend it, or state another lowest or highest"
            )
        return found

    def _ends(self) -> tuple[Quantity | None, Quantity | None]:
        """The least and the most, where there are any."""
        if same_dimension(self.measure_unit, "percent"):
            return self.lowest or _NOTHING, self.highest or _ALL
        return self.lowest, self.highest
