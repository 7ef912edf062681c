"""Outage rules agree with a plain count, cell by cell of time, for every filling of what nobody saw."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, product
from random import Random
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from laws.drawing import Labels, law
from slacore import Bounds, Instant, Outage, Window, WindowSet
from slacore.metrics import Availability, Downtime, OutageRule
from slacore.model import Scope

# Cells of time, a microsecond each: the period lies inside, and what is around it is known as well.
WORLD = 14
PERIOD = range(3, 12)
_EVER = 2**62


@frozen
class Hours:
    """Service time that a test states cell by cell."""

    promised: WindowSet

    def open_time(self, window: Window) -> WindowSet:
        return self.promised & WindowSet.of(window)


@frozen(kw_only=True)
class Cells:
    """A small world: which cells were down, seen, promised, and excluded in which way."""

    down: frozenset[int]
    seen: frozenset[int]
    promised: frozenset[int]
    numerator: frozenset[int]
    denominator: frozenset[int]

    @property
    def counted(self) -> frozenset[int]:
        return self.promised - self.denominator

    @property
    def out(self) -> frozenset[int]:
        return (self.numerator | self.denominator) & self.promised


def time(cells: Any) -> WindowSet:
    return WindowSet((cell, cell + 1) for cell in cells)


def runs(cells: frozenset[int]) -> list[frozenset[int]]:
    """Cells that follow each other, together."""
    found = groupby(enumerate(sorted(cells)), key=lambda pair: pair[1] - pair[0])
    return [frozenset(cell for _, cell in group) for _, group in found]


def plain(cells: Cells, down: frozenset[int], rule: OutageRule) -> int:
    """The downtime by the words of the rule, and by nothing else."""

    def long_enough(outage: frozenset[int]) -> bool:
        if rule.at_least is not None:
            return len(outage) >= rule.at_least.micros
        return rule.above is None or len(outage) > rule.above.micros

    def qualifying(down: frozenset[int]) -> frozenset[int]:
        return frozenset(cell for outage in runs(down) if long_enough(outage) for cell in outage)

    if rule.edge == "part":
        down = down & cells.promised
    first = down - cells.out if rule.order == "exclude first" else down
    down = (qualifying(first) - cells.out) & cells.promised
    return min(rounded(down, rule), len(cells.counted))


def rounded(down: frozenset[int], rule: OutageRule) -> int:
    if rule.per is None:
        return len(down)
    per = rule.per.micros
    if rule.alignment == "outage":
        up = per - 1 if rule.count == "started" else 0
        return sum((len(outage) + up) // per * per for outage in runs(down))
    units = {cell // per for cell in down}
    if rule.count == "full":
        units = {unit for unit in units if set(range(unit * per, unit * per + per)) <= down}
    return per * len(units)


def fillings(cells: Cells, rule: OutageRule) -> Iterator[frozenset[int]]:
    """Whatever may have been down: all that was recorded, and anything that nobody saw."""
    dark = set(range(WORLD)) - cells.seen - cells.down
    if rule.edge == "part":
        dark &= set(cells.promised)
    for chosen in product((False, True), repeat=len(dark)):
        yield cells.down | {cell for cell, down in zip(sorted(dark), chosen, strict=True) if down}


def scope(cells: Cells) -> Scope:
    rows = [
        Outage(id=str(n), start=Instant(min(run)), end=Instant(max(run) + 1))
        for n, run in enumerate(runs(cells.down))
    ]
    period = Window.of_micros(PERIOD.start, PERIOD.stop)
    watched = time(cells.seen) | WindowSet([(-_EVER, 0), (WORLD, _EVER)])
    counted = time(cells.counted)
    inside = [row for row in rows if row.start < period.end and row.end > period.start]
    return Scope(
        period=period,
        zone="UTC",
        counted=counted,
        excluded=time(cells.numerator & cells.promised),
        gaps=counted - watched,
        covered=watched,
        records=tuple(inside),
        around=tuple(rows),
        hours=Hours(time(cells.promised)),
        horizon=Instant(WORLD),
    )


ALL = frozenset(range(WORLD))


def worlds() -> st.SearchStrategy[Cells]:
    """Some cells down, a few unseen, excluded or outside of service hours."""
    # Hypothesis likes small numbers, and a small world without a doubt proves little: chance draws it.
    return st.integers(0, 2**40).map(lambda seed: world(Random(seed)))


def world(chance: Random) -> Cells:
    def some(share: float) -> frozenset[int]:
        return frozenset(cell for cell in range(WORLD) if chance.random() < share)

    return Cells(
        down=some(chance.choice((0.5, 0.9))),
        seen=ALL - some(chance.choice((0, 0.3, 0.5))),
        promised=frozenset(PERIOD) - some(chance.choice((0, 0.2))),
        numerator=some(chance.choice((0, 0.3))),
        denominator=some(chance.choice((0, 0.2))),
    )


@st.composite
def rules(draw: Any) -> OutageRule:
    """Every sort of rule, in cells."""
    length = f"{draw(st.integers(1, 4))} us"
    least = draw(st.sampled_from(("at_least", "above", None)))
    units = draw(st.booleans()) or least is None
    terms: dict[str, Any] = {} if least is None else {least: length}
    if least is not None:
        terms["order"] = draw(st.sampled_from(("exclude first", "qualify first")))
        terms["edge"] = draw(st.sampled_from(("part", "whole")))
    if units:
        terms["per"] = f"{draw(st.sampled_from((1, 2, 3, 4)))} us"
        terms["count"] = draw(st.sampled_from(("full", "started")))
        terms["alignment"] = draw(st.sampled_from(("outage", "clock")))
    return OutageRule(**terms)


@law(400, doubtful=20, joined=10, cut=20)
def test_downtime_by_a_rule_is_what_a_plain_count_of_every_filling_gives(data: Any) -> Labels:
    """The least and the most of all fillings; or, where outages that join need fewer units, around them."""
    cells, rule = data.draw(worlds()), data.draw(rules())
    found = Downtime(unit="microsecond", outages=rule).measure(scope(cells))
    lengths = [plain(cells, down, rule) for down in fillings(cells, rule)]
    assert found is not None
    assert found.low <= min(lengths)
    assert found.high >= max(lengths)
    joins = (rule.count, rule.alignment) == ("started", "outage")
    if len(set(lengths)) == 1 and len(lengths) == 1:
        assert found == Bounds.exactly(lengths[0])
    elif not joins:
        assert found == Bounds(min(lengths), max(lengths))
    share = Availability(outages=rule).measure(scope(cells))
    total = len(cells.counted)
    if total:
        assert share == Bounds(*(Fraction(100 * (total - side), total) for side in (found.high, found.low)))
    else:
        assert share is None
    return {
        *({"doubtful"} if found.value is None else ()),
        *({"joined"} if joins else ()),
        *({"cut"} if rule.least is not None and cells.out & cells.down else ()),
    }
