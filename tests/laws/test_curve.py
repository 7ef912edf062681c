"""The curve is the plain chain: equal at every figure, and its bounds are what a fine grid shows.

The grid is walked with `apply_step` alone: it knows no pieces, breaks or bends.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.terms import MARCH
from slacore import Bounds, Step, Target, Test
from slacore.evaluation.curve import Unsaid, carry, pieces_over, reach_of
from slacore.model import Amount, Case, apply_step
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Times, Units

CASE = Case(period=MARCH, unit="percent", target=Target(at_least="99 %"))
# Figures and edges in tenths of a percent from 0 to 10 %, so that edges are often hit exactly.
tenths = st.integers(0, 100).map(lambda number: Fraction(number, 10))
rates = st.integers(-20, 20).map(lambda number: f"{number} EUR")
limits = st.integers(0, 20).map(lambda number: f"{number} EUR")


@st.composite
def tables(draw: st.DrawFn) -> Bands:
    """Tables with holes and bonus rows, every edge open or closed."""
    edges = sorted(draw(st.sets(tenths, min_size=2, max_size=5)))
    rows = []
    for low, high in pairwise(edges):
        if rows and draw(st.integers(0, 3)) == 0:
            continue
        bottom, top = (
            draw(st.sampled_from(["at_least", "above"])),
            draw(st.sampled_from(["at_most", "below"])),
        )
        rows.append(Row(**{bottom: f"{low} %", top: f"{high} %"}, pay=draw(rates)))
    return Bands(rows=rows, hit="first", gap="nothing")


@st.composite
def counts(draw: st.DrawFn) -> Units:
    """Full, started and exact units above or below a point, with and without an end."""
    side, point = draw(st.sampled_from(["above", "below"])), draw(tenths)
    return Units(
        **{side: f"{point} %"},
        per=f"{draw(st.sampled_from(['1/2', '1', '7/10', '3']))} %",
        count=draw(st.sampled_from(["full", "started", "exact"])),
        at_most=draw(st.none() | st.sampled_from(["1", "5/2", "4"])),
    )


conditions = st.lists(
    st.builds(
        lambda edge, word: Test(**{word: f"{edge} %"}),
        tenths,
        st.sampled_from(["at_least", "above", "below"]),
    ),
    max_size=1,
).map(tuple)
later = st.one_of(
    st.builds(lambda factor, when: Times(factor=factor, when=when), st.integers(-3, 3), conditions),
    st.builds(lambda rate, when: Plus(rate=rate, when=when), rates, conditions),
    st.builds(lambda limit, when: Cap(limit=limit, when=when), limits, conditions),
)
chains = st.builds(
    lambda first, rest: [*first, *rest],
    st.one_of(
        tables().map(lambda table: [table]),
        st.builds(lambda units, rate: [units, Pay(rate=rate)], counts(), rates),
    ),
    st.lists(later, max_size=4),
)


def plain(chain: list[Step], figure: Fraction) -> Fraction:
    """What the chain makes of one figure, step by step."""
    amount = Amount.one()
    for step in chain:
        (amount,) = apply_step(step, (amount,), CASE.at(figure))
    assert amount.value is not None, amount.note
    return amount.value


def reach(chain: list[Step], bounds: Bounds) -> object:
    """What the chain makes of all figures in the bounds, by the curve."""
    pieces = pieces_over(bounds, lambda _: Amount.one())
    for step in chain:
        pieces = carry(step, pieces, CASE, figures=True)
    return reach_of(pieces)


def edges(chain: list[Step]) -> set[Fraction]:
    """Every figure named in the chain, and every unit's end: read off the fields, not asked for."""
    found: set[Fraction] = set()
    for step in chain:
        for test in step.when:
            found |= set(test.edges("percent"))
        if isinstance(step, Bands):
            for row in step.rows:
                found |= set(row.edges("percent"))
        if isinstance(step, Units):
            sign, per = (1 if step.above else -1), step.per.in_unit("percent")
            start = step.point.in_unit("percent")
            found |= {start + sign * per * half / 2 for half in range(50)}
    return found


def grid(chain: list[Step], low: Fraction, high: Fraction) -> list[Fraction]:
    """The ends, every edge, a hair beside each of them, and nine places between neighbours."""
    near = sorted({low, high, *(edge for edge in edges(chain) if low < edge < high)})
    hair = Fraction(1, 10**9)
    points = set(near)
    for one, two in pairwise(near):
        points |= {one + hair, two - hair, *(one + (two - one) * Fraction(n, 10) for n in range(1, 10))}
    return sorted(point for point in points if low <= point <= high)


@given(chains, tenths)
def test_the_curve_of_an_exact_figure_is_the_plain_chain(chain, figure):
    """Whatever the chain: one figure, one amount, the same on both ways."""
    assert reach(chain, Bounds.exactly(figure)).hull() == Bounds.exactly(plain(chain, figure))


@settings(deadline=None)
@given(chains, tenths, tenths)
def test_the_curve_holds_every_amount_of_a_fine_grid_and_no_more(chain, one, two):
    """Least and most over the doubt, through holes, bonus rows, caps, factors and conditions."""
    low, high = sorted((one, two))
    found = reach(chain, Bounds(low, high))
    amounts = [plain(chain, figure) for figure in grid(chain, low, high)]
    assert all(found.contains(amount) for amount in amounts)
    hull = found.hull()
    # The grid comes within a hair of every end that is approached and not reached.
    slack = Fraction(1, 10**5)
    assert min(amounts) - slack <= hull.low <= min(amounts)
    assert max(amounts) <= hull.high <= max(amounts) + slack


@settings(deadline=None)
@given(chains, tenths, tenths, tenths, tenths)
def test_less_doubt_never_makes_the_bounds_wider(chain, one, two, three, four):
    """What is possible under the narrower doubt was possible under the wider one."""
    a, b, c, d = sorted((one, two, three, four))
    wide, narrow = reach(chain, Bounds(a, d)).hull(), reach(chain, Bounds(b, c)).hull()
    assert wide.hull(narrow) == wide


@given(chains, tenths)
def test_a_doubt_without_limit_is_no_narrower_than_one_with(chain, edge):
    """A ticket that is still open has no longest time: the amount then has its own limits or none."""
    try:
        wide = reach(chain, Bounds(edge, None)).hull()
    except Unsaid:
        # Whole units without an end have no last step.
        assert isinstance(chain[0], Units)
        assert chain[0].count != "exact"
        assert chain[0].at_most is None
        return
    for more in (0, 1, 7, 50):
        narrow = Bounds.exactly(plain(chain, edge + more))
        assert wide.hull(narrow) == wide
