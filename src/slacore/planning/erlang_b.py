"""Erlang B: callers who find every line taken are turned away, and do not come back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, islice

from attrs import frozen

from slacore.errors import InvalidValue
from slacore.planning.load import load_of, number_of, share
from slacore.values import Exact, Quantity


@frozen
class Trunk:
    """So many lines under a load: the share that is turned away is ``taken ÷ all``, in whole numbers.

    Kept as whole numbers, because dividing at every step would take most of the time.
    """

    lines: int
    taken: int
    all: int

    @property
    def blocking(self) -> Fraction:
        """The share that is turned away."""
        return Fraction(self.taken, self.all)


def trunks(load: Fraction) -> Iterator[Trunk]:
    """One line, two lines and so on, under that load.

    1 ÷ B(n) = 1 + n ÷ load × 1 ÷ B(n - 1), from B(0) = 1. All terms are positive: nothing cancels
    out, however large the load.
    """
    over, under = load.numerator, load.denominator
    taken = total = 1
    for lines in count(1):
        taken *= over
        total = taken + lines * under * total
        yield Trunk(lines, taken, total)


def trunk(load: Exact, lines: int, what: str = "lines") -> Trunk:
    """So many lines under that load."""
    return next(islice(trunks(load_of(load)), number_of(lines, what) - 1, None))


def erlang_b(load: Exact, lines: int) -> Quantity:
    """The share of callers who are turned away, exactly."""
    return Quantity(100 * trunk(load, lines).blocking, "percent")


def lines_for(load: Exact, *, blocking: object) -> int:
    """The least number of lines with which at most that share is turned away."""
    erlangs, most = load_of(load), share(blocking, "blocking")
    if most == 0 and erlangs:
        raise InvalidValue("no number of lines turns nobody away; allow some blocking, such as '1 %'")
    return next(one.lines for one in trunks(erlangs) if one.taken <= most * one.all)
