"""Steps told twice: as the library has them, and as plain arithmetic on one exact figure.

The arithmetic is written from the words of the contract (docs/reference/steps.md) and calls no
step. A figure is in percent and more is better; money is in EUR, with a fee of 200 EUR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise, takewhile
from math import ceil, floor
from typing import Any

from attrs import field, frozen
from hypothesis import strategies as st

from slacore import Bounds, Evidence, Fact, Metric, Quantity, Step, Target, Test, Window
from slacore.model import Scope
from slacore.remedies import Bands, Cap, Floor, Grant, IssueIf, Pay, Plus, Row, Surcharge, Times, Units

FEE = Fraction(200)
# The promise: at least nine percent, in a world that goes from 0 to 10 %.
PROMISE = Fraction(9)
TARGET = Target(at_least="9 %")
# Nearer to an edge than any amount jumps.
HAIR = Fraction(1, 10**9)


@frozen(kw_only=True)
class Doubted(Metric):
    """A figure of which facts state the least and the most, so that a doubt is as wide as one likes."""

    kind = "doubted"
    unit = "percent"
    evidence = Fact
    least = None

    name: str

    def measure(self, scope: Scope) -> Bounds | None:
        """Between the two facts; a side that is not stated has no limit."""
        said = {fact.name: fact.value for fact in scope.facts if fact.span() == scope.period}
        low, high = (said.get(f"{self.name} {side}") for side in ("least", "most"))
        if low is None and high is None:
            return None
        return Bounds(*(None if side is None else side.in_unit(self.unit) for side in (low, high)))


def doubt(
    name: str, span: Window, low: Fraction | None, high: Fraction | None, unit: str = "percent"
) -> list[Fact]:
    """The facts that state a figure of `Doubted` for the span."""
    return [
        Fact(
            id=f"{name} {side} {span.start}",
            name=f"{name} {side}",
            value=Quantity(value, unit),
            start=span.start,
            end=span.end,
        )
        for side, value in (("least", low), ("most", high))
        if value is not None
    ]


def seen(*facts: list[Fact]) -> Evidence:
    """Everything that was stated."""
    return Evidence(records=[fact for some in facts for fact in some])


@frozen(kw_only=True)
class Setting:
    """What the arithmetic sees: the figure of the month, and the figures of the months before."""

    figure: Fraction
    past: tuple[Fraction, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.figure >= PROMISE

    @property
    def months(self) -> tuple[Fraction, ...]:
        """Every month, this one last."""
        return (*self.past, self.figure)


# What a step makes of an amount: each that it may be, or None where it cannot be said.
Plain = Callable[[Fraction, Setting], "list[Fraction] | None"]


@frozen(kw_only=True)
class Condition:
    """A test, whether it holds, and the figures at which that may change, given the months before."""

    test: Test
    holds: Callable[[Setting], bool]
    edges: Callable[[tuple[Fraction, ...]], Iterable[Fraction]] = lambda past: ()


@frozen(kw_only=True)
class Twin:
    """A step and its arithmetic."""

    step: Step
    plain: Plain
    # The figures at which the arithmetic changes.
    edges: tuple[Fraction, ...] = field(default=(), converter=tuple)
    when: Condition | None = None

    def after(self, amounts: list[Fraction], setting: Setting) -> list[Fraction] | None:
        """The amounts after the step; a step whose condition does not hold is passed over."""
        if self.when is not None and not self.when.holds(setting):
            return amounts
        found: list[Fraction] = []
        for amount in amounts:
            some = self.plain(amount, setting)
            if some is None:
                return None
            found += some
        return found


def worked_out(chain: Iterable[Twin], setting: Setting) -> list[Fraction] | None:
    """What the chain makes of one breach by arithmetic alone."""
    amounts: list[Fraction] | None = [Fraction(1)]
    for twin in chain:
        if amounts is None:
            return None
        amounts = twin.after(amounts, setting)
    return amounts


def all_edges(chain: Iterable[Twin], past: tuple[Fraction, ...] = ()) -> set[Fraction]:
    """Every figure at which the arithmetic of the chain changes."""
    found = {PROMISE}
    for twin in chain:
        found |= set(twin.edges)
        if twin.when is not None:
            found |= set(twin.when.edges(past))
    return found


def grid(edges: Iterable[Fraction], low: Fraction, high: Fraction) -> list[Fraction]:
    """The ends, every edge between them, a hair beside each, and some places in the middle.

    Between two edges every step rises or falls with the figure all the way, so that the least
    and the most are found at the hairs.
    """
    near = sorted({low, high, *(edge for edge in edges if low < edge < high)})
    points = set(near)
    for one, two in pairwise(near):
        points |= {one + HAIR, two - HAIR, (one + two) / 2, one + (two - one) / 7}
    return sorted(point for point in points if low <= point <= high)


# Draws

tenths = st.integers(0, 100).map(lambda number: Fraction(number, 10))


@frozen(kw_only=True)
class Sum:
    """A rate as text, and what it is worth in EUR or points."""

    text: str
    worth: Fraction


def sums(least: int, most: int, unit: str = "money") -> st.SearchStrategy[Sum]:
    """Rates in EUR or percent of the fee, or in points; nothing is drawn now and then."""
    some = [number for number in range(least, most + 1) if number]
    whole = st.sampled_from([*some, 0])
    if unit == "point":
        return whole.map(lambda n: Sum(text=f"{n} points", worth=Fraction(n)))
    in_euros = whole.map(lambda n: Sum(text=f"{n} EUR", worth=Fraction(n)))
    shares = whole.map(lambda n: Sum(text=f"{n} % of fee", worth=FEE * n / 100))
    return st.one_of(in_euros, in_euros, shares)


def _compared(word: str, value: Fraction, edge: Fraction) -> bool:
    return {
        "at_least": value >= edge,
        "above": value > edge,
        "at_most": value <= edge,
        "below": value < edge,
    }[word]


words = st.sampled_from(("at_least", "above", "at_most", "below"))


def run_of_breaches(months: Iterable[Fraction]) -> int:
    """How many months in a row were missed, up to the last."""
    return len(list(takewhile(lambda figure: figure < PROMISE, reversed(list(months)))))


@st.composite
def on_figure(draw: Any) -> Condition:
    """A condition on the figure."""
    word, edge = draw(words), draw(tenths)
    return Condition(
        test=Test(**{word: f"{edge} %"}),
        holds=lambda setting: _compared(word, setting.figure, edge),
        edges=lambda past: (edge,),
    )


@st.composite
def on_count(draw: Any) -> Condition:
    """A condition on how often the promise was broken."""
    asked = {
        "run of breached": lambda s: run_of_breaches(s.months),
        "run of breached before": lambda s: run_of_breaches(s.past),
        "count of breached over 3 periods": lambda s: sum(one < PROMISE for one in s.months[-3:]),
        "count of breached over 2 periods before": lambda s: sum(one < PROMISE for one in s.past[-2:]),
        "count of met over 2 periods": lambda s: sum(one >= PROMISE for one in s.months[-2:]),
    }
    text = draw(st.sampled_from(sorted(asked)))
    # A condition that no number of periods can meet is refused where a remedy hangs on it.
    most = 2 if "2 periods" in text else 3
    least = {"below": 1, "at_least": 0, "at_most": 0, "above": 0}
    word = draw(words)
    edge = Fraction(draw(st.integers(least[word], most - (word == "above"))))
    return Condition(
        test=Test(lookback=text, **{word: f"{edge} periods"}),
        holds=lambda setting: _compared(word, Fraction(asked[text](setting)), edge),
    )


@st.composite
def on_figures(draw: Any) -> Condition:
    """A condition on a mean or a sum of what was measured."""
    asked: dict[str, tuple[Callable[[Setting], Fraction], Callable[..., Iterable[Fraction]]]] = {
        "mean of measured over 3 periods": (
            lambda s: sum(s.months[-3:], Fraction(0)) / 3,
            lambda past, edge: (3 * edge - sum(past[-2:]),),
        ),
        "sum of measured over 2 periods": (
            lambda s: sum(s.months[-2:], Fraction(0)),
            lambda past, edge: (edge - past[-1],),
        ),
        "mean of measured over 2 periods before": (lambda s: sum(s.past[-2:]) / 2, lambda past, edge: ()),
        "measured 2 periods ago": (lambda s: s.past[-2], lambda past, edge: ()),
    }
    text = draw(st.sampled_from(sorted(asked)))
    value, turning = asked[text]
    word, edge = draw(words), draw(tenths)
    return Condition(
        test=Test(lookback=text, **{word: f"{edge} %"}),
        holds=lambda setting: _compared(word, value(setting), edge),
        edges=lambda past: turning(past, edge),
    )


conditions = st.one_of(st.none(), st.none(), on_figure(), on_count(), on_figures())


@frozen(kw_only=True)
class Line:
    """A row of a table: from where to where, whether the ends are inside, and what it pays."""

    low: Fraction | None
    high: Fraction | None
    low_inside: bool
    high_inside: bool
    pay: Sum | None

    def holds(self, figure: Fraction) -> bool:
        """Whether the figure is in the row."""
        above = self.low is None or figure > self.low or (self.low_inside and figure == self.low)
        below = self.high is None or figure < self.high or (self.high_inside and figure == self.high)
        return above and below

    def row(self) -> Row:
        """The same for the library."""
        limits = {}
        if self.low is not None:
            limits["at_least" if self.low_inside else "above"] = f"{self.low} %"
        if self.high is not None:
            limits["at_most" if self.high_inside else "below"] = f"{self.high} %"
        return Row(**limits, pay=None if self.pay is None else self.pay.text)

    @property
    def worth(self) -> Fraction:
        """What the row pays; a row that names nothing pays nothing."""
        return Fraction(0) if self.pay is None else self.pay.worth


def _edges_of(lines: Iterable[Line]) -> list[Fraction]:
    return [edge for line in lines for edge in (line.low, line.high) if edge is not None]


@st.composite
def tables(draw: Any, pays: st.SearchStrategy[Sum], gap: str) -> Twin:
    """A table with holes; rows lie one beside the other."""
    edges: list[Fraction | None] = sorted(draw(st.sets(tenths, min_size=2, max_size=5)))
    edges = [*([None] if draw(st.booleans()) else []), *edges, *([None] if draw(st.booleans()) else [])]
    lines: list[Line] = []
    for low, high in pairwise(edges):
        if draw(st.integers(0, 2)) == 0:
            continue
        # A row that follows another takes the edge, or leaves it open, if the other has not.
        taken = bool(lines) and lines[-1].high == low and lines[-1].high_inside
        line = Line(
            low=low,
            high=high,
            low_inside=low is not None and not taken and draw(st.booleans()),
            high_inside=high is not None and draw(st.booleans()),
            pay=draw(st.one_of(pays, pays, pays, st.none())),
        )
        lines.append(line)
    if not any(line.pay for line in lines):
        lines = [Line(low=None, high=PROMISE, low_inside=False, high_inside=False, pay=draw(pays))]

    def plain(amount: Fraction, setting: Setting) -> list[Fraction] | None:
        found = [line for line in lines if line.holds(setting.figure)]
        if found:
            return [amount * found[0].worth]
        if gap == "nothing" or setting.kept:
            return [Fraction(0)]
        return None if gap == "unsaid" else _between(lines, amount, setting.figure)

    step = Bands(rows=[line.row() for line in lines], gap=gap)
    return Twin(step=step, plain=plain, edges=_edges_of(lines))


def _between(lines: list[Line], amount: Fraction, figure: Fraction) -> list[Fraction] | None:
    """What the next row below and the next above pay; kept promises pay nothing, and lie above."""
    below = [line for line in lines if line.high is not None and line.high <= figure]
    above = [line for line in lines if line.low is not None and figure <= line.low <= PROMISE]
    if not below:
        return None
    upper = min(above, key=lambda line: line.low).worth if above else Fraction(0)
    return [amount * max(below, key=lambda line: line.high).worth, amount * upper]


@st.composite
def overlapping(draw: Any, pays: st.SearchStrategy[Sum], how: str) -> Twin:
    """A table whose rows reach over each other; the first is meant, or any, or none can be said."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        low, high = sorted(draw(st.lists(tenths, min_size=2, max_size=2, unique=True)))
        inside = draw(st.booleans()), draw(st.booleans())
        lines.append(Line(low=low, high=high, low_inside=inside[0], high_inside=inside[1], pay=draw(pays)))
    terms = {"hit": "first"} if how == "first" else {"overlap": how}

    def plain(amount: Fraction, setting: Setting) -> list[Fraction] | None:
        found = [line for line in lines if line.holds(setting.figure)]
        if len(found) > 1 and how == "unsaid":
            return None
        if how == "first":
            found = found[:1]
        return [amount * line.worth for line in found] or [Fraction(0)]

    step = Bands(rows=[line.row() for line in lines], gap="nothing", **terms)
    return Twin(step=step, plain=plain, edges=_edges_of(lines))


@st.composite
def counts(draw: Any, count: str, *, endless: bool = False) -> Twin:
    """Full, started and exact units above or below a point, perhaps with an end and a greatest number."""
    side, point = draw(st.sampled_from(("above", "below", "below"))), draw(tenths)
    per = draw(st.sampled_from((Fraction(1, 2), Fraction(1), Fraction(7, 10), Fraction(3))))
    most = draw(st.sampled_from((None, None, None, Fraction(1), Fraction(5, 2), Fraction(4))))
    reach = draw(st.sampled_from((None, None, None, Fraction(1), Fraction(12, 5), Fraction(6))))
    if endless:
        side, most, reach = "below", None, None
    sign = 1 if side == "above" else -1
    when = draw(st.one_of(st.none(), st.none(), conditions))

    def plain(amount: Fraction, setting: Setting) -> list[Fraction]:
        off = max(sign * (setting.figure - point), Fraction(0))
        if reach is not None:
            off = min(off, reach)
        units = {"full": floor, "started": ceil, "exact": Fraction}[count](off / per)
        return [amount * (units if most is None else min(units, most))]

    step = Units(
        **{side: f"{point} %"},
        per=f"{per} %",
        count=count,
        at_most=most,
        until=None if reach is None else Quantity(point + sign * reach, "percent"),
        when=() if when is None else when.test,
    )
    ends = [point + sign * per * number for number in range(25)]
    ends += [point + sign * end for end in (reach, None if most is None else most * per) if end is not None]
    return Twin(step=step, plain=plain, edges=ends, when=when)


def pay(rate: Sum) -> Twin:
    """So much for each."""
    return Twin(step=Pay(rate=rate.text), plain=lambda amount, _: [amount * rate.worth])


def _twin(cls: Any, fields: dict[str, Any], plain: Plain, when: Condition | None) -> Twin:
    return Twin(step=cls(**fields, when=() if when is None else when.test), plain=plain, when=when)


LATER = ("times", "plus", "surcharge", "cap", "floor", "issue-if")


@st.composite
def later(draw: Any, *, bonus: bool, unit: str = "money", kinds: tuple[str, ...] = LATER) -> Twin:
    """What comes after the first payment: factors, sums on top, caps, minimums."""
    kind = draw(st.sampled_from(kinds))
    when = draw(conditions)
    factor = draw(st.sampled_from((2, 3, Fraction(1, 2), 0, *((-1, -2) if bonus else ()))))
    on_top, limit = draw(sums(-15 if bonus else 0, 15, unit)), draw(sums(0, 60, unit))
    strict = draw(st.booleans())
    worth = limit.worth

    def issued(amount: Fraction, _: Setting) -> list[Fraction]:
        large = amount > worth if strict else amount >= worth
        return [amount if large or amount <= 0 else Fraction(0)]

    steps: dict[str, tuple[Any, dict[str, Any], Plain]] = {
        "times": (Times, {"factor": factor}, lambda amount, _: [amount * factor]),
        "plus": (Plus, {"rate": on_top.text}, lambda amount, _: [amount + on_top.worth]),
        "surcharge": (
            Surcharge,
            {"rate": limit.text},
            lambda amount, _: [amount + worth if amount > 0 else amount],
        ),
        "cap": (Cap, {"limit": limit.text}, lambda amount, _: [min(amount, worth)]),
        "floor": (
            Floor,
            {"limit": limit.text},
            lambda amount, _: [max(amount, worth) if amount > 0 else amount],
        ),
        "issue-if": (IssueIf, {"above" if strict else "at_least": limit.text}, issued),
    }
    return _twin(*steps[kind], when)


def grant() -> Twin:
    """A right, where there is anything to grant it for."""
    return Twin(step=Grant(right="terminate"), plain=lambda amount, _: [Fraction(int(amount > 0))])


# What a chain begins with.
TABLES = ("gap nothing", "gap between", "gap unsaid", "overlap first", "overlap any", "overlap unsaid")
UNITS = ("full units", "started units", "exact units")
HEADS = (*TABLES, *UNITS, "flat sum", "units times rows")


@st.composite
def heads(draw: Any, head: str, pays: st.SearchStrategy[Sum], *, endless: bool = False) -> tuple[Twin, ...]:
    """The first steps, which make a payment of a breach."""
    kind, _, rest = head.partition(" ")
    if kind == "gap":
        return (draw(tables(pays, rest)),)
    if kind == "overlap":
        return (draw(overlapping(pays, rest)),)
    if head in UNITS:
        return draw(counts(kind, endless=endless)), pay(draw(pays))
    if kind == "units":
        return draw(counts("started")), draw(tables(pays, "between"))
    return (pay(draw(pays)),)


@st.composite
def chains(
    draw: Any, head: str, *, bonus: bool = True, endless: bool = False, money: bool = False
) -> tuple[Twin, ...]:
    """A remedy that ends in money, in points or in a right; or in money only."""
    ends = "money" if money else draw(st.sampled_from(("money", "money", "money", "point", "right")))
    unit = "point" if ends != "money" else "money"
    first = draw(heads(head, sums(-20 if bonus else 0, 20, unit), endless=endless))
    if ends == "right" and head in UNITS and draw(st.booleans()):
        # Units by themselves grant a right; nothing has been paid that could be capped.
        return first[0], grant()
    tail = draw(st.lists(later(bonus=bonus, unit=unit), max_size=4))
    return (*first, *tail, *((grant(),) if ends == "right" else ()))


@st.composite
def through_nothing(draw: Any) -> tuple[Twin, ...]:
    """An amount that falls through zero where no figure is an edge, and steps that turn there."""
    unit = draw(st.sampled_from(("money", "point")))
    units = Twin(
        step=Units(below="9 %", per="1 %"),
        plain=lambda amount, s: [amount * max(PROMISE - s.figure, Fraction(0))],
    )
    first = (units, pay(draw(sums(3, 9, unit))))
    taken = draw(sums(-25, -5, unit))
    less = Twin(step=Plus(rate=taken.text), plain=lambda amount, _: [amount + taken.worth])
    turning = later(bonus=True, unit=unit, kinds=("surcharge", "floor", "issue-if", "surcharge", "times"))
    tail = draw(st.lists(turning, min_size=1, max_size=3))
    last = (grant(),) if unit == "point" and draw(st.booleans()) else ()
    return (*first, less, *(() if last else tail), *last)
