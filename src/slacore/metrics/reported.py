"""A reported figure: taken as somebody stated it."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, UnitMismatch
from slacore.evidence import Fact, Record
from slacore.model import Metric, Scope
from slacore.values import Bounds, Quantity
from slacore.values.quantity import unit_name


@frozen(kw_only=True)
class Reported(Metric):
    """The value of a fact that is stated for exactly the period.

    No data where no such fact is stated. For what others measure: a survey's result, a
    count from a report, the provider's own availability figure.
    """

    kind: ClassVar[str] = "reported"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Fact
    least: ClassVar[int | None] = None

    # The name of the fact.
    name: str
    # The unit that the figure is stated in.
    measure_unit: str = field(alias="unit", converter=unit_name)

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def sample(self, scope: Scope) -> int:
        """One, where the figure is stated."""
        return int(self.measure(scope) is not None)

    def measure(self, scope: Scope) -> Bounds | None:
        """The stated value; two different values for one period are refused."""
        values = {
            fact.value for fact in scope.facts if fact.name == self.name and fact.span() == scope.period
        }
        if len(values) > 1:
            stated = " and ".join(sorted(str(value) for value in values))
            raise EvaluationError(
                f"the fact '{self.name}' is stated as {stated} for {scope.period}; keep one of them"
            )
        for value in values:
            if not isinstance(value, Quantity):
                raise EvaluationError(
                    f"the fact '{self.name}' is {value!r}, which is not a figure in {self.measure_unit}"
                )
            try:
                return Bounds.exactly(value.in_unit(self.measure_unit))
            except UnitMismatch as error:
                raise EvaluationError(f"the fact '{self.name}' for {scope.period}: {error}") from None
        return None
