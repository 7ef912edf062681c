"""The open class of everything that can be measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from slacore.evidence import Record
from slacore.values import Bounds

if TYPE_CHECKING:
    from slacore.model.lookback import Lookback
    from slacore.model.scope import Scope


@frozen(kw_only=True)
class Metric:
    """How a figure is made from evidence. Subclass it to measure something of your own.

    Say `kind` (the tag in documents, kebab-case, forever), `unit`, `evidence` (the record
    class or classes it reads) and write `measure`. Fields of the subclass are parameters:
    they stand in documents by themselves.

    A figure returned as a bare number is widened to `least`…`most` where the evidence has
    a gap. A metric that knows better returns `Bounds`. None means that there is no data.
    """

    kind: ClassVar[str]
    unit: ClassVar[str]
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]]
    # Whether excused time can be added back to it as time that was up.
    adds_back: ClassVar[bool] = False
    # The least and the most that the figure can ever be; None is without limit.
    least: ClassVar[int | Fraction | None] = 0
    most: ClassVar[int | Fraction | None] = None

    def measure(self, scope: Scope) -> Fraction | int | Bounds | None:
        """The figure for that scope, in the metric's unit."""
        raise NotImplementedError(f"{type(self).__qualname__} must measure")

    def measured_in(self) -> str:
        """The unit of the figure, for metrics whose parameters decide it."""
        return self.unit

    def reads(self) -> tuple[type[Record], ...]:
        """The record classes it reads, for metrics whose parameters decide them."""
        return self.evidence if isinstance(self.evidence, tuple) else (self.evidence,)

    def levels(self) -> tuple[str, ...]:
        """Other levels whose figures it is made from: they are observed first, see `Scope.observed`."""
        return ()

    def misfits(self, units: Mapping[str, str]) -> Iterable[str]:
        """What is wrong with the levels that it is made from, by the unit that each is measured in."""
        return ()

    def asks(self) -> tuple[Lookback, ...]:
        """Questions to earlier periods that it is made from: see `Scope.answers`."""
        return ()

    def each(self, scope: Scope) -> tuple[Record, ...] | None:
        """The records that are judged one by one, where every record has its own verdict.

        None, as here, means that the period has one figure. A metric that judges records
        returns those that settle in the period; `measure` is then asked about each alone.
        """
        return None

    def counts_at_all_hours(self) -> bool:
        """Whether records count outside service hours too, so that a gap there is one as well."""
        return False

    def reaches(self, scope: Scope, end: str) -> bool:
        """Whether some filling of the gaps makes the figure the "low" or "high" end of its bounds.

        Only then can an agreement count what is missing as good or as bad. Of records of
        which nobody knows how many are missing it cannot: the bounds stand.
        """
        return False

    def sample(self, scope: Scope) -> int:
        """How many records the figure is made from, where the agreement asks for a least number."""
        return len(scope.records)

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """What the figure was made from, as names and values for the explanation."""
        return ()

    def limits(self) -> Bounds:
        """The least and the most that the figure can ever be."""
        return Bounds(self.least, self.most)
