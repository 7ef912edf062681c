"""Erlang A: callers who find everybody busy wait, and give up when their patience ends."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from slacore.planning.erlang_b import trunk
from slacore.planning.erlang_c import PLACES
from slacore.planning.load import load_of, number_of, seconds
from slacore.values import Exact, Quantity

# Sums are kept in units of the last of so many decimals, of which the outer ones are given up.
_UNIT = 10 ** (PLACES + 30)


@frozen(kw_only=True)
class Impatience:
    """What callers and agents have where callers give up; right to 50 decimals."""

    # The shares of callers who wait at all, and who give up.
    waiting: Quantity
    abandonment: Quantity
    # The mean wait of all callers, answered or not.
    average_wait: Quantity
    occupancy: Quantity


def erlang_a(load: Exact, positions: int, *, handling: object, patience: object) -> Impatience:
    """A queue of callers whose patience is `patience` on average, exponentially distributed.

    It is stable however large the load: those who cannot be answered give up.
    """
    erlangs, number = load_of(load), number_of(positions, "positions")
    limit = seconds(patience, "patience")
    full = trunk(erlangs, number, "positions")
    queued = _queued(erlangs, number, limit / seconds(handling, "handling"))
    # All weighed by the state in which everybody is busy and nobody waits.
    states = full.all + (queued - 1) * full.taken
    waiting = queued * full.taken / states
    lost = (queued - number * (queued - 1) / erlangs) * full.taken / states if erlangs else Fraction(0)
    return Impatience(
        waiting=_percent(waiting),
        abandonment=_percent(lost),
        average_wait=Quantity(_rounded(lost * limit), "second"),
        occupancy=_percent(erlangs * (1 - lost) / number),
    )


def _queued(load: Fraction, positions: int, turns: Fraction) -> Fraction:
    """How much likelier it is that everybody is busy than that, besides, nobody waits.

    The sum over j waiting callers of the product, for i from 1 to j, of load ÷ (positions + i ÷ turns),
    where `turns` is the patience in handling times: whoever is busy ends a call, whoever waits may go.
    """
    over = load.numerator * turns.numerator
    fixed = positions * turns.numerator * load.denominator
    each = turns.denominator * load.denominator
    term = total = _UNIT
    waiting = 0
    while term:
        waiting += 1
        term = term * over // (fixed + waiting * each)
        total += term
    return Fraction(total, _UNIT)


def _rounded(value: Fraction) -> Fraction:
    return Fraction(round(value * 10**PLACES), 10**PLACES)


def _percent(share: Fraction) -> Quantity:
    return Quantity(100 * _rounded(share), "percent")
