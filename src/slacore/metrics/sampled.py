"""Sampled: what was measured at instants, as a mean, the largest, the smallest, a total, or each."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import EvaluationError, InvalidValue, UnitMismatch
from slacore.evidence import Record, Sample
from slacore.metrics.folds import Largest, Mean, Smallest, Total
from slacore.metrics.unseen import hidden, interval
from slacore.model import Fold, Folded, Reading, Scope
from slacore.values import Bounds, Quantity, quantity
from slacore.values.choice import one_of
from slacore.values.quantity import unit_name

_NAMED = 5


@frozen(kw_only=True)
class _Value(Reading):
    """The value of a sample of the series that was taken in time that counts."""

    metric: OfSamples

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        metric = self.metric
        if not isinstance(record, Sample) or metric.of not in (None, record.name):
            return None
        return Bounds.exactly(metric.value(record)) if scope.counts(record.at) else None


@frozen(kw_only=True)
class OfSamples(Folded):
    """What metrics of measured values share: the series, its unit and its scale.

    A sample counts in the period in which it was taken, within service hours.
    """

    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = Sample

    # The series, by the name of its samples; None is every sample.
    of: str | None = None
    measure_unit: str = field(alias="unit", converter=unit_name)
    # The least and the most that a value can be: 0, and without limit, unless stated.
    lowest: Quantity | None = field(default=None, converter=optional(quantity))
    highest: Quantity | None = field(default=None, converter=optional(quantity))
    # How often a sample is due, so that a gap hides so many and no more; None is any number.
    every: Quantity | None = field(default=None, converter=interval)

    def __attrs_post_init__(self) -> None:
        low, high = self.scale()
        if high is not None and high <= low:
            raise InvalidValue(f"values up to {self.highest} cannot begin at {self.lowest or 'zero'}")

    def measured_in(self) -> str:
        """The unit that the agreement states."""
        return self.measure_unit

    def scale(self) -> tuple[Fraction, Fraction | None]:
        """The least and the most that a value can be, in the unit."""
        low, high = (
            None if end is None else end.in_unit(self.measure_unit) for end in (self.lowest, self.highest)
        )
        return low or Fraction(0), high

    def limits(self) -> Bounds:
        """The scale: no figure lies outside it."""
        return Bounds(*self.scale())

    def reading(self) -> Reading:
        """The value of a sample."""
        return _Value(metric=self)

    def value(self, sample: Sample) -> Fraction:
        """The value of one sample in the unit; what lies outside the scale is refused."""
        try:
            value = sample.value.in_unit(self.measure_unit)
        except UnitMismatch as error:
            raise EvaluationError(f"{sample.named()}: {error}") from None
        low, high = self.scale()
        if value < low or (high is not None and value > high):
            raise EvaluationError(
                f"{sample.named()} is {sample.value}, outside the scale of {Bounds(low, high)} "
                f"{self.measure_unit}; mend it, or state another lowest or highest"
            )
        return value

    def measure(self, scope: Scope) -> Bounds | None:
        """The figure, with what gaps may hide once at the least and once at the most."""
        reading, fold = self.reading(), self.folding()
        read = (reading.read(record, scope) for record in scope.records)
        values = [found.value for found in read if found is not None and found.value is not None]
        if fold is None:
            return Bounds.exactly(values[0]) if values else None
        number = hidden(scope, self.every)
        known = Bounds.exactly(fold.fold(values)) if values else self.of_nothing()
        if number is None:
            return fold.with_more(known, self.limits())
        if not number:
            return known
        low, high = self.one_more()
        return Bounds(fold.side([*values, *[low] * number]), fold.side([*values, *[high] * number]))

    def of_nothing(self) -> Bounds | None:
        """The figure of no sample at all: no data."""
        return None

    def one_more(self) -> tuple[Fraction | None, Fraction | None]:
        """What a sample that nobody saw is at the least and at the most."""
        return self.scale()

    def reaches(self, scope: Scope, end: str) -> bool:
        """Where it is known how many are missing, all of them can be at either end of the scale."""
        return self.every is not None

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many samples count, how many a gap may hide, and the series that are there instead."""
        number, missing = self.sample(scope), hidden(scope, self.every)
        said = [("samples that count", str(number))]
        if missing:
            said.append(("samples that may be missing", f"up to {missing}"))
        others = sorted({one.name for one in scope.of_kind(Sample) if one.name not in (None, self.of)})
        if self.of is not None and not number and others:
            more = ", …" if len(others) > _NAMED else ""
            said.append((f"no sample of '{self.of}'", f"there are {', '.join(others[:_NAMED])}{more}"))
        return tuple(said)


_FOLDS: dict[str, Fold | None] = {
    "each": None,
    "mean": Mean(),
    "largest": Largest(),
    "smallest": Smallest(),
    "total": Total(),
}


@frozen(kw_only=True)
class Sampled(OfSamples):
    """Measured values of a series: their mean, the largest, the smallest, their total, or each."""

    kind: ClassVar[str] = "sampled"

    # "mean", "largest", "smallest" and "total" make one figure a period; "each" judges every sample.
    over: str = field(default="mean", validator=one_of(tuple(_FOLDS)))

    def folding(self) -> Fold | None:
        """As `over` says."""
        return _FOLDS[self.over]

    def limits(self) -> Bounds:
        """The scale; a total has only the sign of what is added up."""
        low, high = self.scale()
        if self.over != "total":
            return Bounds(low, high)
        return Bounds(0 if low >= 0 else None, 0 if high is not None and high <= 0 else None)

    def of_nothing(self) -> Bounds | None:
        """No data; but nothing adds up to nothing."""
        return Bounds.exactly(0) if self.over == "total" else None

    def one_more(self) -> tuple[Fraction | None, Fraction | None]:
        """The ends of the scale. To a total a sample that was not taken adds nothing."""
        low, high = self.scale()
        if self.over != "total":
            return low, high
        return min(low, Fraction(0)), None if high is None else max(high, Fraction(0))

    def reaches(self, scope: Scope, end: str) -> bool:
        """Without a known number one end is reached: the largest so far may be the largest of all."""
        if self.every is not None:
            return True
        if self.over == "total":
            return end == "low" and self.limits().low == 0
        return {"largest": "low", "smallest": "high"}.get(self.over) == end
