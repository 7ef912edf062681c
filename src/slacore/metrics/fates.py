"""Shares of things that were good, where of some of them it is not known what they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from slacore.values import Bounds

# What a thing can be: counted as good, counted as bad, or not counted.
GOOD, BAD, OUT = "good", "bad", "out"
ANYTHING = frozenset((GOOD, BAD, OUT))


@frozen
class Part:
    """So many things, each of which was one of `can_be`; no number is any number of them."""

    number: int | None
    can_be: frozenset[str]


def parts_of_each(things: Iterable[frozenset[str]]) -> tuple[Part, ...]:
    """The parts that single things make, by what each of them can be."""
    return tuple(Part(number, can_be) for can_be, number in Counter(things).items())


def share(parts: Iterable[Part]) -> Bounds | None:
    """100 × good ÷ (good + bad), least to most; None where nothing counts.

    The least has everything bad that can be, or else not counted; the most everything good.
    Both are reached or, where any number may be missing, approached.
    """
    known = tuple(parts)
    low, high = _extreme(known, BAD, GOOD), _extreme(known, GOOD, BAD)
    return None if low is None or high is None else Bounds(low, high)


def _extreme(parts: tuple[Part, ...], wanted: str, other: str) -> Fraction | None:
    """The share with as many of `wanted`, and as few of `other`, as there can be."""
    end = Fraction(0) if wanted == BAD else Fraction(100)
    can = [part for part in parts if wanted in part.can_be and part.number != 0]
    if any(part.number is None for part in can):
        return end
    many = sum(part.number or 0 for part in can)
    few = sum(part.number or 0 for part in parts if part.can_be == {other})
    if many + few:
        return Fraction(100 * (few if wanted == BAD else many), many + few)
    # Nothing need count. If anything does, it is all of the other sort.
    return 100 - end if any(other in part.can_be and part.number != 0 for part in parts) else None


def counted(parts: Iterable[Part]) -> int:
    """How many things count for certain."""
    return sum(part.number or 0 for part in parts if OUT not in part.can_be)


def in_words(parts: Iterable[Part], good: str, bad: str) -> tuple[tuple[str, str], ...]:
    """How many were good and bad under these names, how many do not count, and how many are in doubt."""
    names = {GOOD: good, BAD: bad, OUT: "left out"}
    numbers: dict[str, int | None] = {good: 0, bad: 0}
    for part in parts:
        (name,) = {names[what] for what in part.can_be} if len(part.can_be) == 1 else {"in doubt"}
        before = numbers.get(name, 0)
        if part.number is None and part.can_be == {OUT}:
            # Of what does not count at all, only what is known is told.
            continue
        numbers[name] = None if before is None or part.number is None else before + part.number
    return tuple((name, "any number" if number is None else str(number)) for name, number in numbers.items())
