"""Outage rules agree with a plain count, cell by cell of time, for every filling of what nobody saw."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby, product
from random import Random
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from laws.drawing import Labels, law
from slacore import Bounds, Instant, Outage, Tally, Test, Window, WindowSet
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
    if not joins:
        # What is excused never costs anything; but two started hours may be left of one.
        unexcused = Downtime(unit="microsecond", outages=rule).measure(
            scope(evolve(cells, numerator=frozenset()))
        )
        assert found.low <= unexcused.low
        assert found.high <= unexcused.high
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


# Intervals, a cell each: good, bad, idle, or one of which only the total is known; or none at all.
FORMS = {
    "good": {"bad": 0, "total": 9},
    "bad": {"bad": 9, "total": 9},
    "idle": {"bad": 0, "total": 0},
    "unsaid": {"total": 9},
}
MOSTLY = Test(above="50 %")


@frozen(kw_only=True)
class Told:
    """What was tallied in each cell, and the rule by which it is read."""

    cells: Cells
    forms: tuple[str | None, ...]
    rule: OutageRule
    idle: str

    def bad_cells(self, forms: tuple[str | None, ...]) -> frozenset[int]:
        """The cells of runs that are long enough, one cell after the other."""
        cells, rule = self.cells, self.rule
        run: list[int] = []
        found: set[int] = set()
        for cell in (*range(WORLD), None):
            form = None if cell is None else forms[cell]
            apart = rule.edge == "part" and cell not in cells.promised
            excused = rule.order == "exclude first" and cell in cells.out
            over = form in ("idle", None) and self.idle == "skipped"
            if cell is None or apart or excused or (form != "bad" and not over):
                found |= set(run) if rule.qualifies(len(run)) else set()
                run = []
            elif form == "bad":
                run.append(cell)
        return frozenset(found) & (cells.promised - cells.out)

    def shares(self, forms: tuple[str | None, ...]) -> tuple[int, Fraction | None, Fraction | None]:
        """Downtime, availability by time and availability by number."""
        bad = len(self.bad_cells(forms))
        counted = [cell for cell in range(WORLD) if cell in self.cells.counted]
        told = {"good", "bad"} | ({"idle"} if self.idle == "full" else set())
        number = sum(forms[cell] in told for cell in counted if cell not in self.cells.out)
        time = len(counted) if self.idle == "full" else number
        nothing = Fraction(100) if self.idle == "full" else None
        return bad, *(Fraction(100 * (of - bad), of) if of else nothing for of in (time, number))

    def fillings(self) -> Iterator[tuple[str | None, ...]]:
        """Whatever was in the cells that nobody saw, and in those of which only the total is known."""
        choices = [
            ("good", "bad") if form == "unsaid" else (form,) if cell in self.cells.seen else tuple(FORMS)[:3]
            for cell, form in enumerate(self.forms)
        ]
        yield from product(*choices)

    def scope(self) -> Scope:
        """The scope with a tally for each cell that was seen and in which something was tallied."""
        empty = scope(evolve(self.cells, down=frozenset()))
        rows = {
            cell: Tally(id=str(cell), start=Instant(cell), end=Instant(cell + 1), **FORMS[form])
            for cell, form in enumerate(self.forms)
            if form is not None and cell in self.cells.seen
        }
        own = tuple(row for cell, row in rows.items() if cell in PERIOD and cell not in self.cells.out)
        return evolve(empty, records=own, around=tuple(rows.values()))


def tellings() -> st.SearchStrategy[Told]:
    return st.integers(0, 2**40).map(lambda seed: telling(Random(seed)))


def telling(chance: Random) -> Told:
    cells = world(chance)
    if chance.random() < 0.6:
        cells = evolve(cells, seen=frozenset(range(WORLD)))
    forms = chance.choices((*FORMS, None), (6, 10, 2, chance.choice((0, 1)), 2), k=WORLD)
    dark = WORLD - len(cells.seen)
    # At most so many fillings that they can all be tried.
    seen = cells.seen if dark <= 4 else frozenset(range(WORLD)) - frozenset(sorted(cells.seen)[:3])
    unsaid = 0
    for cell, form in enumerate(forms):
        unsaid += form == "unsaid"
        if form == "unsaid" and (unsaid > 3 or cell not in seen):
            forms[cell] = "good"
    rule = OutageRule(
        at_least=f"{chance.randint(1, 4)} {chance.choice(('us', 'count'))}",
        order=chance.choice(("exclude first", "qualify first")),
        edge=chance.choice(("part", "whole")),
    )
    idle = chance.choice(("full", "skipped"))
    return Told(cells=evolve(cells, seen=seen), forms=tuple(forms), rule=rule, idle=idle)


@law(400, known=30, doubtful=20, runs=30)
def test_runs_of_bad_intervals_are_what_a_plain_walk_over_them_finds(data: Any) -> Labels:
    """By time and by number, over idle ones or not; exactly so where every interval was seen."""
    told = data.draw(tellings())
    scope = told.scope()
    terms = {"source": "tallies", "bad_when": MOSTLY, "idle": told.idle, "outages": told.rule}
    metrics = (
        Downtime(unit="microsecond", **terms),
        Availability(**terms),
        Availability(pooling="mean of intervals", **terms),
    )
    found = [metric.measure(scope) for metric in metrics]
    plain = [told.shares(forms) for forms in told.fillings()]
    dark = not told.cells.seen.issuperset(range(WORLD))
    for number, bounds in enumerate(found):
        values = {shares[number] for shares in plain} - {None}
        if dark and bounds is not None:
            assert all(bounds.low <= value <= bounds.high for value in values)
        elif not dark:
            assert bounds == (Bounds(min(values), max(values)) if values else None)
    return {
        *({"known"} if not dark else ()),
        *({"doubtful"} if found[0].value is None else ()),
        *({"runs"} if found[0].high > 1 else ()),
    }
