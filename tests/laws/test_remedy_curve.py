"""What a remedy makes of a doubt is what plain arithmetic makes of every figure in it.

The arithmetic is that of `twins`: it calls no step and knows no pieces, breaks or bends. A fine
grid of it is held against the award, and so is the library's own answer to each exact figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from attrs import frozen
from hypothesis import strategies as st

from evaluation.terms import FEBRUARY, JANUARY, MARCH, agreement, between
from laws.drawing import Labels, law
from laws.twins import (
    FEE,
    HEADS,
    PROMISE,
    TARGET,
    UNITS,
    Condition,
    Doubted,
    Setting,
    Twin,
    all_edges,
    chains,
    doubt,
    grant,
    grid,
    on_count,
    on_figure,
    on_figures,
    seen,
    tenths,
    through_nothing,
    worked_out,
)
from slacore import Charge, Charges, Ledger, Money, Remedy, ServiceLevel, Step, Test, evaluate
from slacore.evaluation import Award
from slacore.model import Amount, Case, Entry
from slacore.remedies import Bands, Cap, Pay, Row, Times, Units

CHARGES = Charges([Charge(name="fee", span=MARCH, amount=Money(FEE, "EUR"))])
TERM = between("2026-01-01", "2028-01-01")
# The grid comes within a hair of what is approached and not reached.
SLACK = Fraction(1, 10**4)
Ends = tuple[Fraction | None, Fraction | None]


@frozen(kw_only=True)
class Terms:
    """A remedy with its arithmetic, when it is due, and what was measured in January and February."""

    chain: tuple[Twin, ...]
    when: str | Condition
    past: tuple[Fraction, ...]

    def amounts(self, figure: Fraction) -> list[Fraction] | None:
        """What is owed at that figure, by arithmetic: each that it may be; None if it is unsaid."""
        setting = Setting(figure=figure, past=self.past)
        return worked_out(self.chain, setting) if self.due(setting) else [Fraction(0)]

    def due(self, setting: Setting) -> bool:
        """Whether the remedy is due."""
        if isinstance(self.when, Condition):
            return self.when.holds(setting)
        return self.when == "always" or not setting.kept

    def edges(self) -> set[Fraction]:
        """Every figure at which anything changes."""
        own = self.when.edges(self.past) if isinstance(self.when, Condition) else ()
        return all_edges(self.chain, self.past) | set(own)

    def awards(self, *figures: Ends) -> tuple[Award, ...]:
        """What the library awards for each figure, exact or in doubt: one level each."""
        when = self.when.test if isinstance(self.when, Condition) else self.when
        remedies = [Remedy(steps=[twin.step for twin in self.chain], when=when)]
        named = {f"level {number:03}": ends for number, ends in enumerate(figures)}
        levels = [
            ServiceLevel(name=name, metric=Doubted(name=name), target=TARGET, remedies=remedies)
            for name in named
        ]
        evidence = seen(*(doubt(name, MARCH, *ends) for name, ends in named.items()))
        entries = [
            Entry(
                level=name,
                period=span,
                what="met" if figure >= PROMISE else "breached",
                low=figure,
                high=figure,
                unit="percent",
            )
            for name in named
            for span, figure in zip((JANUARY, FEBRUARY), self.past, strict=True)
        ]
        ledger = Ledger(agreement="hosting", entries=entries, complete_since=JANUARY.start)
        terms = agreement(*levels, term=TERM)
        return evaluate(terms, evidence, MARCH, charges=CHARGES, ledger=ledger).awards


@st.composite
def terms(draw: Any, head: str, *, endless: bool = False) -> Terms:
    """A remedy for a breach, for anything, or for what a condition says."""
    when = draw(st.sampled_from(("breached", "always", "breached", "tests")))
    chain = draw(chains(head, bonus=when != "breached", endless=endless))
    if when == "tests":
        when = draw(st.one_of(on_figure(), on_count(), on_figures()))
    return Terms(chain=chain, when=when, past=tuple(draw(st.lists(tenths, min_size=2, max_size=2))))


# Most reach from somewhere in the breach to where the promise is kept, or nearly.
doubts = st.one_of(
    st.tuples(
        tenths.filter(lambda low: low < 8), st.sampled_from([Fraction(n, 10) for n in (86, 90, 95, 100)])
    ),
    st.lists(tenths, min_size=2, max_size=2, unique=True).map(lambda ends: tuple(sorted(ends))),
)


def labels(drawn: Terms, amounts: Iterable[list[Fraction] | None]) -> Labels:
    """What a case of the law was about."""
    found = {twin.step.kind.replace("-", "_") for twin in drawn.chain}
    found |= {
        "lookback" if twin.when.test.lookback else "condition"
        for twin in drawn.chain
        if twin.when is not None
    }
    every = list(amounts)
    said = [one for some in every if some is not None for one in some]
    found |= {"unsaid"} if None in every else set()
    found |= {"several"} if len(set(said)) > 1 else set()
    found |= {"bonus"} if min(said, default=0) < 0 else set()
    return found


def hull(amounts: Iterable[list[Fraction] | None]) -> tuple[Fraction, Fraction] | None:
    """The least and the most of all; None if any of them is unsaid."""
    every = list(amounts)
    if any(some is None for some in every):
        return None
    said = [one for some in every if some is not None for one in some]
    return min(said), max(said)


def _as_the_grid(drawn: Terms, low: Fraction, high: Fraction) -> Labels:
    """Hold the award for the doubt against the arithmetic of a fine grid."""
    points = grid(drawn.edges(), low, high)
    amounts = [drawn.amounts(figure) for figure in points]
    (award,) = drawn.awards((low, high))
    wanted = hull(amounts)
    if wanted is None:
        assert (award.low, award.high) == (None, None)
    else:
        assert award.low is not None
        assert award.high is not None
        assert wanted[0] - SLACK <= award.low <= wanted[0]
        assert wanted[1] <= award.high <= wanted[1] + SLACK
    due = {drawn.due(Setting(figure=figure, past=drawn.past)) for figure in points}
    assert award.due is (due.pop() if len(due) == 1 else None)
    return labels(drawn, amounts)


# Seen in nearly every case, as each draws a chain of every sort.
STEPS = dict.fromkeys(("cap", "floor", "issue_if", "surcharge", "times", "plus", "grant"), 20)
SEEN = {**STEPS, "lookback": 40, "condition": 30, "several": 60, "bonus": 20}


@law(25, **SEEN, unsaid=10)
def test_an_exact_figure_earns_what_arithmetic_says(data: Any) -> Labels:
    """Eight figures a chain, edges among them; where the contract leaves two amounts open, both ends."""
    found: Labels = set()
    for head in HEADS:
        drawn = data.draw(terms(head))
        places = st.one_of(tenths, st.sampled_from(sorted(drawn.edges())))
        figures = data.draw(st.lists(places, min_size=8, max_size=8))
        expected = [drawn.amounts(figure) for figure in figures]
        awards = drawn.awards(*((figure, figure) for figure in figures))
        for figure, amounts, award in zip(figures, expected, awards, strict=True):
            assert (award.low, award.high) == (hull([amounts]) or (None, None)), f"at {figure}"
            assert award.due is drawn.due(Setting(figure=figure, past=drawn.past))
        found |= labels(drawn, expected)
    return found


@law(80, **SEEN, unsaid=10)
def test_a_doubt_earns_what_a_fine_grid_of_arithmetic_shows(data: Any) -> Labels:
    """Least and most, through holes, overlaps, bonus rows, limits, minimums, units and lookbacks."""
    found: Labels = set()
    for head in HEADS:
        drawn = data.draw(terms(head))
        found |= _as_the_grid(drawn, *data.draw(doubts))
    return found


@law(120, surcharge=20, floor=10, issue_if=10, grant=5, several=60)
def test_a_doubt_in_which_the_amount_falls_through_nothing(data: Any) -> Labels:
    """Owed by the one, and then by the other: minimums and surcharges begin where no edge is."""
    past = tuple(data.draw(st.lists(tenths, min_size=2, max_size=2)))
    drawn = Terms(chain=data.draw(through_nothing()), when="always", past=past)
    return _as_the_grid(drawn, *data.draw(doubts))


@law(10, **SEEN)
def test_a_doubt_earns_what_the_library_s_own_exact_figures_earn(data: Any) -> Labels:
    """Thirty exact figures of the grid, edges and hairs first: the bounds hold each of them."""
    found: Labels = set()
    for head in HEADS:
        drawn, (low, high) = data.draw(terms(head)), data.draw(doubts)
        points = grid(drawn.edges(), low, high)
        beside = [point for point in points if point.denominator > 1000][:30]
        chosen = sorted({low, high, *beside, *points[:: len(points) // 10 + 1]})
        award, *exact = drawn.awards((low, high), *((point, point) for point in chosen))
        if award.low is None or award.high is None:
            # Unsaid where some figure of the doubt is.
            assert None in [drawn.amounts(point) for point in points]
            continue
        for one in exact:
            assert one.low is not None
            assert award.low <= one.low
            assert one.high <= award.high
        found |= labels(drawn, ([one.low, one.high] for one in exact))
    return found


@law(20, several=60, bounded=60, endless=30)
def test_a_doubt_without_end_is_bounded_where_the_amount_is(data: Any) -> Labels:
    """Nothing is known of how bad it was: the bounds hold far figures, and end where arithmetic does."""
    found: Labels = set()
    for head in UNITS:
        found |= _without_end(data.draw(terms(head, endless=True)), data.draw(tenths))
    for head in HEADS:
        found |= _without_end(data.draw(terms(head)), data.draw(tenths))
    return found


def _without_end(drawn: Terms, high: Fraction) -> Labels:
    far = [Fraction(-1000) * 10**power for power in range(3)]
    points = [*far, *grid(drawn.edges() | {Fraction(-20)}, Fraction(-50), high)]
    amounts = [drawn.amounts(figure) for figure in points]
    (award,) = drawn.awards((None, high))
    found = labels(drawn, amounts)
    wanted = hull(amounts)
    if wanted is None:
        assert (award.low, award.high) == (None, None)
        return found
    assert award.low is None or award.low <= wanted[0]
    assert award.high is None or award.high >= wanted[1]
    ends = [hull([drawn.amounts(figure)]) for figure in far]
    # Ten times as far off, and no more is owed: there the amount has its end.
    if ends[0] == ends[1] == ends[2]:
        assert award.low is not None
        assert award.high is not None
        assert award.low >= wanted[0] - SLACK
        assert award.high <= wanted[1] + SLACK
        return found | {"bounded"}
    assert None in (award.low, award.high)
    return found | {"endless"}


@pytest.mark.parametrize("told", ["by a condition", "by a row"])
def test_a_doubt_without_end_is_exact_up_to_the_last_figure_that_is_named(told) -> None:
    """Nothing below −50.005 %: that is 59.005 below 9 %, and 2950.25 times 0.02, so 2951 were started."""
    units = Units(below="9 %", per="0.02 %", count="started")
    steps: dict[str, tuple[Step, ...]] = {
        "by a condition": (units, Pay(rate="1 EUR"), Times(factor=0, when=Test(below="-50.005 %"))),
        "by a row": (units, Bands(rows=[Row(at_least="-50.005 %", pay="1 EUR")], gap="nothing")),
    }
    chain = [Twin(step=step, plain=lambda amount, _: [amount]) for step in steps[told]]
    (award,) = Terms(chain=chain, when="always", past=(PROMISE, PROMISE)).awards((None, Fraction(8)))
    assert (award.low, award.high) == (0, 2951)


@frozen(kw_only=True)
class Squared(Step):
    """A stranger's step that does not say where it bends."""

    kind: ClassVar[str] = "squared"

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount times itself."""
        return tuple(amount.times(amount.value or Fraction(0)) for amount in amounts)


@frozen(kw_only=True)
class Straight(Squared):
    """The same, and wrongly said to be a straight line."""

    kind: ClassVar[str] = "straight"

    def bends(self, amount: Amount, case: Case) -> tuple[Fraction, ...]:
        """None, it says."""
        return ()


@law(60, square=15, straight=15, open=60)
def test_a_step_that_does_not_say_where_it_bends_leaves_a_doubt_unsaid(data: Any) -> Labels:
    """16 EUR of 4 at an exact figure; between 2 and 4 nothing is said, even where a cap follows."""
    cls = data.draw(st.sampled_from((Squared, Straight)))
    steps = [Units(below="9 %", per="1 %"), Pay(rate="1 EUR"), cls(), Cap(limit="60 EUR")]
    chain = [Twin(step=step, plain=lambda amount, _: [amount]) for step in steps]
    drawn = Terms(chain=chain, when="always", past=(PROMISE, PROMISE))
    low, high = data.draw(doubts)
    doubtful, flat, exact = drawn.awards((low, high), (Fraction(19, 2), Fraction(10)), (low, low))
    off = max(9 - low, Fraction(0))
    assert exact.low == exact.high == min(off * off, 60)
    if off:
        assert (doubtful.low, doubtful.high) == (None, None)
    # What is nothing everywhere is a straight line; but who does not say so is not believed.
    assert (flat.low, flat.high) == ((None, None) if cls is Squared else (0, 0))
    return {"square" if cls is Squared else "straight", *({"open"} if off else ())}


@pytest.mark.parametrize(
    ("low", "high", "count"),
    [
        ("6", "6", (1, 1)),
        ("6.1", "6.1", (0, 0)),
        ("5", "8", (0, 1)),
        ("1", "6", (1, 1)),
        ("6.1", "10", (0, 0)),
    ],
)
def test_a_right_is_granted_from_the_first_full_unit_on(low, high, count) -> None:
    """Full units of three percent below 9 %: one at 6 %, none at 6.1 %; a doubt over 6 % leaves it open."""
    units = Twin(step=Units(below="9 %", per="3 %", count="full"), plain=lambda amount, _: [amount])
    drawn = Terms(chain=(units, grant()), when="breached", past=(PROMISE, PROMISE))
    (award,) = drawn.awards((Fraction(low), Fraction(high)))
    assert (award.low, award.high) == count
    assert award.right == "terminate"
