"""The load that callers offer, and what may be planned with."""

from __future__ import annotations

from fractions import Fraction

from slacore.errors import InvalidValue, UnitMismatch
from slacore.values import Exact, Quantity, exact, plain, quantity


def offered_load(calls: Exact, *, handling: object, interval: object) -> Fraction:
    """How many agents the calls of an interval would keep busy without a pause, in erlangs.

    Calls × handling time ÷ interval: 100 calls of 3 min in half an hour are 10 erlangs.
    """
    number = exact(calls, "calls")
    if number < 0:
        raise InvalidValue(f"calls are not negative, found {plain(number)}")
    return number * seconds(handling, "handling") / seconds(interval, "interval")


def occupancy(load: Exact, positions: int) -> Quantity:
    """The share of their time that agents are busy, where nobody gives up."""
    erlangs = enough(load, positions)
    return Quantity(100 * erlangs / positions, "percent")


def load_of(value: Exact) -> Fraction:
    """A load, exact and not negative."""
    erlangs = exact(value, "load")
    if erlangs < 0:
        raise InvalidValue(f"a load is not negative, found {plain(erlangs)} erlangs")
    return erlangs


def number_of(value: object, what: str) -> int:
    """A number of positions or lines: a whole one, and at least 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidValue(f"{what} are a whole number from 1 up, found {value!r}")
    return value


def enough(load: Exact, positions: int) -> Fraction:
    """The load, where so many positions can carry it: else the queue grows for ever."""
    erlangs, number = load_of(load), number_of(positions, "positions")
    if number <= erlangs:
        raise InvalidValue(
            f"{number} positions cannot carry {plain(erlangs)} erlangs: the queue would grow for ever; "
            "it takes more positions than erlangs"
        )
    return erlangs


def seconds(value: object, what: str, *, least: int | None = None) -> Fraction:
    """A time in seconds: longer than nothing, or at least `least`."""
    length = quantity(value)
    try:
        found = length.in_unit("second")
    except UnitMismatch:
        raise UnitMismatch(f"{what} is a time such as '3 min', found {length}") from None
    if found < 0 or (found == 0 and least is None):
        wanted = "longer than nothing" if least is None else "not negative"
        raise InvalidValue(f"{what} is {wanted}, found {length}")
    return found


def share(value: object, what: str) -> Fraction:
    """A share as a number from 0 to 1."""
    stated = quantity(value)
    try:
        found = stated.in_unit("ratio")
    except UnitMismatch:
        raise UnitMismatch(f"{what} is a share such as '80 %', found {stated}") from None
    if not 0 <= found <= 1:
        raise InvalidValue(f"{what} is a share from 0 % to 100 %, found {stated}")
    return found
