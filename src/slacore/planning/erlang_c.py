"""Erlang C: callers who find everybody busy wait, in order and however long it takes."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from slacore.planning.erlang_b import Trunk, trunk
from slacore.planning.load import enough, seconds
from slacore.values import Exact, Quantity

# Nothing but e is not exact here: it is worked out to so many decimals, whatever the caller's context.
PLACES = 50
_CONTEXT = Context(prec=PLACES + 20, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)


def erlang_c(load: Exact, positions: int) -> Quantity:
    """The share of callers who wait at all, exactly."""
    erlangs = enough(load, positions)
    return Quantity(100 * waiting(trunk(erlangs, positions), erlangs), "percent")


def average_speed_of_answer(load: Exact, positions: int, *, handling: object) -> Quantity:
    """The mean wait of all callers, also of those who do not wait, exactly and in seconds."""
    erlangs = enough(load, positions)
    share = waiting(trunk(erlangs, positions), erlangs)
    return Quantity(share * seconds(handling, "handling") / (positions - erlangs), "second")


def service_level(load: Exact, positions: int, *, handling: object, within: object) -> Quantity:
    """The share of callers who are answered within that time.

    1 - C × e^(-(positions - load) × within ÷ handling); the power of e is right to 50 decimals.
    """
    erlangs = enough(load, positions)
    turns = seconds(within, "within", least=0) / seconds(handling, "handling")
    return Quantity(100 * answered(trunk(erlangs, positions), erlangs, turns), "percent")


def waiting(of: Trunk, load: Fraction) -> Fraction:
    """The share of callers who wait, by n B ÷ (n - load (1 - B))."""
    over, under = load.numerator, load.denominator
    return Fraction(of.lines * of.taken * under, of.lines * of.all * under - over * (of.all - of.taken))


def answered(of: Trunk, load: Fraction, turns: Fraction) -> Fraction:
    """The share who are answered within so many handling times."""
    return 1 - waiting(of, load) * decay((of.lines - load) * turns)


def decay(power: Fraction) -> Fraction:
    """The number e to the power of minus `power`, which is not negative, rounded to 50 decimals."""
    if power == 0:
        return Fraction(1)
    if power > 3 * PLACES:
        # e is more than 10 to the power of 0.43, so that this is less than half of the last decimal.
        return Fraction(0)
    ratio = _CONTEXT.divide(Decimal(power.numerator), Decimal(power.denominator))
    return Fraction(round(Fraction(_CONTEXT.exp(-ratio)) * 10**PLACES), 10**PLACES)
