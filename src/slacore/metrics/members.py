"""Members: the figures of other levels, for metrics that are made from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from slacore.errors import EvaluationError, InvalidValue
from slacore.model import Scope
from slacore.values import Bounds, Quantity
from slacore.values.quantity import same_dimension
from slacore.values.several import several


def names(value: object) -> tuple[str, ...]:
    """Convert the names of several levels, each of which counts once."""
    found = several(value)  # type: ignore[arg-type]
    if not found:
        raise InvalidValue("it is made from other levels: name one at least")
    for name in found:
        if not isinstance(name, str):
            raise InvalidValue(f"a level is called by its name, found {name!r}")
        if found.count(name) > 1:
            raise InvalidValue(f"the level {name!r} stands in it {found.count(name)} times; once is enough")
    return found


def strangers(units: Mapping[str, str], named: tuple[str, ...], unit: str) -> Iterator[str]:
    """The levels whose figures cannot be stated in the unit."""
    for name in named:
        if name in units and not same_dimension(units[name], unit):
            yield f"'{name}' is measured in {units[name]}, which cannot be stated in {unit}"


def figure_of(scope: Scope, name: str, unit: str | None = None) -> Bounds | None:
    """What the level came to in the same period, in the unit; None where it has no data."""
    seen = scope.observed.get(name)
    if seen is None:
        raise EvaluationError(
            f"the level '{name}' has no one figure for {scope.period}: it judges every record by itself; "
            "measure its mean, or its largest, in a level of its own"
        )
    if seen.bounds is None:
        return None
    low, high = (
        None if end is None else Quantity(end, seen.unit).in_unit(unit or seen.unit)
        for end in (seen.bounds.low, seen.bounds.high)
    )
    return Bounds(low, high)


def in_words(scope: Scope, named: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each level and its figure, for the explanation."""
    return tuple((name, str(scope.observed[name])) for name in named if name in scope.observed)


def times(side: Fraction | None, factor: Fraction) -> Fraction | None:
    """A side of the bounds, where None is without limit, times a positive number."""
    return None if side is None else side * factor
