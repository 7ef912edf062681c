"""Readings and folds: what one record says, and how a period's readings become one figure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from slacore.evidence import Record
from slacore.model.metric import Metric
from slacore.model.scope import Scope
from slacore.values import Bounds


@frozen(kw_only=True)
class Reading:
    """What one record says, low and high, in the unit of the metric that uses it."""

    def read(self, record: Record, scope: Scope) -> Bounds | None:
        """The record's reading; None where the record does not count in this period."""
        raise NotImplementedError(f"{type(self).__qualname__} must read")


@frozen(kw_only=True)
class Fold:
    """How readings become one figure. It never falls when a reading rises: bounds rest on it."""

    def fold(self, values: Sequence[Fraction]) -> Fraction:
        """The figure of at least one value."""
        raise NotImplementedError(f"{type(self).__qualname__} must fold")

    def side(self, values: Sequence[Fraction | None]) -> Fraction | None:
        """The same on one side of the bounds, where None is without limit."""
        known = [value for value in values if value is not None]
        return self.fold(known) if len(known) == len(values) else None

    def with_more(self, known: Bounds | None, limits: Bounds) -> Bounds:
        """What the figure can be if any number of further readings is missing."""
        return limits


@frozen(kw_only=True)
class Folded(Metric):
    """A metric that is a reading and a fold; its subclass names the two and their fields."""

    def reading(self) -> Reading:
        """What one record says."""
        raise NotImplementedError(f"{type(self).__qualname__} must name its reading")

    def folding(self) -> Fold | None:
        """How the readings become one; None where every record is judged by itself."""
        raise NotImplementedError(f"{type(self).__qualname__} must name its fold")

    def each(self, scope: Scope) -> tuple[Record, ...] | None:
        """The records that count in the period, where nothing folds them."""
        if self.folding() is not None:
            return None
        reading = self.reading()
        return tuple(record for record in scope.records if reading.read(record, scope) is not None)

    def sample(self, scope: Scope) -> int:
        """How many records count in the period."""
        reading = self.reading()
        return sum(reading.read(record, scope) is not None for record in scope.records)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many records count in the period."""
        return (("records that count", str(self.sample(scope))),)

    def measure(self, scope: Scope) -> Bounds | None:
        """Read every record, fold the lows and the highs, and allow for records in a gap."""
        reading, fold = self.reading(), self.folding()
        found = [bounds for record in scope.records if (bounds := reading.read(record, scope)) is not None]
        if fold is None:
            return found[0] if found else None
        known = None
        if found:
            known = Bounds(fold.side([b.low for b in found]), fold.side([b.high for b in found]))
        return fold.with_more(known, self.limits()) if scope.gaps else known
