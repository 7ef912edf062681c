"""Limits of amounts: what caps, floors and minimums compare an amount with."""

from __future__ import annotations

from slacore.errors import InvalidValue
from slacore.model import Amount, Rate, rate
from slacore.model.amount import RIGHT
from slacore.values.money import is_currency


def limit(value: object) -> Rate:
    """Convert the rate of a limit, which is not negative."""
    found = rate(value)
    if found.amount < 0:
        raise InvalidValue(f"a limit is not negative, found {found}")
    return found


def compared(unit: str, limit: Rate) -> str:
    """The unit of an amount that can be compared with the limit, or a refusal."""
    owed = is_currency(unit) or unit.startswith("% of ")
    money = limit.is_money or limit.of is not None
    if unit == limit.unit or (owed and money):
        return unit
    raise InvalidValue(
        f"{limit} limits {'money' if money else 'points'}, and the amount is in {unit}; "
        f"{'pay it first' if unit in ('breach', 'unit') else 'state a limit in what the amount is in'}"
    )


def concerns(limit: Rate, amount: Amount) -> bool:
    """Whether the limit is about such an amount: money is not about points, nor points about money."""
    if amount.unit == RIGHT:
        return False
    return amount.unit == "point" if limit.unit == "point" else amount.unit != "point"
