"""What the terms of a step state: numbers, the currency, the charges; and grids of values around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from slacore.evidence import Fact
from slacore.model import Charge, Charges, Lookback, Rate, Scope, Step
from slacore.model.limits import Said
from slacore.model.parts import parts
from slacore.testing.examples import MONTH, ZONE
from slacore.values import Bounds, Money, Quantity, WindowSet

# The charge that percentages are of, where the caller states none.
_CHARGE = 1000
# How far beside an edge is looked, and beside one of many.
_BESIDE = tuple(Fraction(1, 10**number) for number in (9, 6, 3, 1))
_FEW = _BESIDE[1:2]
_MANY = 50


def stated(value: Any) -> Iterator[Rate | Money | Quantity | Fraction | int]:
    """Every number, quantity, rate and sum of money in the fields of steps."""
    if isinstance(value, Rate | Money | Quantity | Fraction | int):
        if not isinstance(value, bool):
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from stated(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from stated(getattr(value, field.name))


def currency_of(steps: tuple[Step, ...]) -> str:
    """The currency in which the steps are stated, or the euro."""
    for part in stated(steps):
        if isinstance(part, Money):
            return part.currency
        if isinstance(part, Rate) and part.is_money:
            return part.unit
    return "EUR"


def charges_of(steps: tuple[Step, ...]) -> Charges:
    """The same sum for every base that the steps name."""
    names = {part.of for part in stated(steps) if isinstance(part, Rate) and part.of is not None}
    names |= {one.share_of for one in parts(steps, Lookback) if one.share_of is not None}
    sum_of_each = Money(_CHARGE, currency_of(steps))
    return Charges(Charge(name=name, span=MONTH, amount=sum_of_each) for name in sorted(names))


def scope_of(facts: Mapping[str, Said]) -> Scope:
    """A scope of the month in which nothing happened, with those facts."""
    time = WindowSet.of(MONTH)
    return Scope(
        period=MONTH,
        zone=ZONE,
        counted=time,
        excluded=WindowSet(),
        gaps=WindowSet(),
        records=(),
        facts=tuple(
            Fact(id=f"fact-{number}", name=name, value=value, start=MONTH.start, end=MONTH.end)
            for number, (name, value) in enumerate(sorted(facts.items()))
        ),
        covered=time,
        horizon=MONTH.end,
    )


def amount_range(stated: frozenset[Fraction]) -> Bounds:
    """The amounts that are tried: some below nothing, and some above every number it states."""
    return Bounds(-10, 2 * max([Fraction(100), *map(abs, stated)]))


@lru_cache(maxsize=64)
def grid(reach: Bounds, edges: frozenset[Fraction], number: int) -> tuple[Fraction, ...]:
    """So many even parts, with what lies at and close to every edge."""
    low, high = reach.low or Fraction(0), reach.high or Fraction(0)
    even = {low + (high - low) * part / number for part in range(number + 1)}
    moves = _BESIDE if len(edges) <= _MANY else _FEW
    beside = {edge + sign * move for edge in edges for move in (Fraction(0), *moves) for sign in (-1, 1)}
    return tuple(sorted(point for point in even | beside if low <= point <= high))
