"""Staffing: how many people a target takes, and how many have to be employed for them."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from attrs import frozen

from slacore.errors import InvalidValue
from slacore.planning.erlang_b import trunks
from slacore.planning.erlang_c import answered, average_speed_of_answer, erlang_c
from slacore.planning.load import load_of, number_of, occupancy, seconds, share
from slacore.values import Exact, Quantity


@frozen(kw_only=True)
class Staffing:
    """How many people a load takes, and what callers and agents then have."""

    load: Fraction
    # How many must be there, and how many must be employed for them.
    raw_positions: int
    positions: int
    service_level: Quantity
    # The share of callers who wait at all.
    waiting: Quantity
    average_speed_of_answer: Quantity
    occupancy: Quantity


def positions_for(
    load: Exact,
    *,
    handling: object,
    within: object,
    service_level: object,
    most_occupied: object = "100 %",
    shrinkage: object = "0 %",
) -> Staffing:
    """The least number of positions that reach the service level, by Erlang C.

    They are never busier than `most_occupied`. `shrinkage` is the share of paid time in which people
    are not there: breaks, training, illness.
    """
    erlangs, most = load_of(load), share(most_occupied, "most occupied")
    wanted = share(service_level, "service level")
    if wanted == 1:
        raise InvalidValue("no number of positions answers every caller in time; aim below 100 %")
    if most == 0:
        raise InvalidValue("agents who are never busy answer nobody; state most occupied above 0 %")
    turns = seconds(within, "within", least=0) / seconds(handling, "handling")
    raw, reached = next(
        (one.lines, level)
        for one in trunks(erlangs)
        if one.lines > erlangs and erlangs <= most * one.lines
        for level in (answered(one, erlangs, turns),)
        if level >= wanted
    )
    return Staffing(
        load=erlangs,
        raw_positions=raw,
        positions=with_shrinkage(raw, shrinkage),
        service_level=Quantity(100 * reached, "percent"),
        waiting=erlang_c(erlangs, raw),
        average_speed_of_answer=average_speed_of_answer(erlangs, raw, handling=handling),
        occupancy=occupancy(erlangs, raw),
    )


def with_shrinkage(positions: int, shrinkage: object) -> int:
    """How many must be employed so that so many are there, of whom that share is away."""
    away = share(shrinkage, "shrinkage")
    if away == 1:
        raise InvalidValue("a shrinkage of 100 % leaves nobody there, however many are employed")
    return ceil(number_of(positions, "positions") / (1 - away))
