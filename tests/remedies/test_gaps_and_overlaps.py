"""Tables with holes and overlaps that the contract leaves open: between the neighbours, any of the rows."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.terms import MARCH, agreement, figures, stated, uptime
from remedies.paying import pays, seen
from slacore import Evidence, Fact, ServiceLevel, Target, Test, evaluate
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.evaluation import Award
from slacore.metrics import Reported
from slacore.remedies import Bands, Cap, Pay, Row, Times

# "98.0 to 98.9: 1 point, below 98.0: 2 points" against a promise of 99 %.
PRINTED = (
    Row(at_least="98 %", at_most="98.9 %", pay="1 points"),
    Row(below="98 %", pay="2 points"),
)


def award(table: Bands, figure: str, *steps: Any, **terms: Any) -> Award:
    """What a stated figure earns."""
    (found,) = evaluate(agreement(stated(table, *steps, **terms)), figures(uptime=figure), MARCH).awards
    return found


@pytest.mark.parametrize(
    ("figure", "least", "most", "hit"),
    [
        # 98.9 % and 98.95 %: the table has no row until 99 %, where nothing is owed.
        ("98.9 %", 1, 1, "match"),
        ("98.95 %", 0, 1, "gap"),
        ("98.900001 %", 0, 1, "gap"),
        ("99 %", 0, 0, "gap"),
        ("98 %", 1, 1, "match"),
        ("97.9999 %", 2, 2, "match"),
    ],
)
def test_a_figure_between_the_last_row_and_the_target_pays_from_nothing_to_the_row(figure, least, most, hit):
    """A printed range that ends at 98.9 leaves 98.95 open, and not more than that."""
    found = award(Bands(rows=PRINTED, gap="between"), figure, when="always")
    assert (found.low, found.high, found.hit) == (least, most, hit)


HOLE = (
    Row(at_least="98.5 %", below="99 %", pay="5 EUR", label="slight"),
    Row(below="98 %", pay="20 EUR", label="grave"),
)


@pytest.mark.parametrize(
    ("gap", "least", "most"), [("nothing", 0, 0), ("between", 5, 20), ("unsaid", None, None)]
)
def test_a_hole_between_two_rows_pays_nothing_lies_between_them_or_is_unsaid(gap, least, most):
    """98.2 % is worse than slight and better than grave."""
    found = award(Bands(rows=HOLE, gap=gap), "98.2 %")
    assert (found.low, found.high, found.hit, found.row) == (least, most, "gap", None)


def test_what_follows_a_hole_is_done_to_both_ends():
    """Doubled it lies between 10 and 40, at most 30."""
    found = award(Bands(rows=HOLE, gap="between"), "98.2 %", Times(factor=2), Cap(limit="30 EUR"))
    assert (found.low, found.high) == (10, 30)
    assert found.steps[0].after == "20.00 EUR or 5.00 EUR"
    assert found.steps[0].note == "no row applies: it lies between 'grave' and 'slight'"


def doubtful(table: Bands, low: str, high: str, **terms: Any) -> Award:
    """What April's availability earns against 99 %, where it lies between the two."""
    (found,) = evaluate(agreement(uptime(table, **terms)), *seen(low, high)).awards
    return found


@pytest.mark.parametrize(
    ("low", "high", "least", "most"),
    [
        # Inside the hole, over one of its edges, over both, and over the target.
        ("98.1", "98.4", 5, 20),
        ("98.1", "98.7", 5, 20),
        ("97", "98.1", 5, 20),
        ("98.5", "98.9", 5, 5),
        ("97", "97.9", 20, 20),
        ("98.1", "99.5", 0, 20),
    ],
)
def test_a_doubt_over_a_hole_lies_between_its_neighbours(low, high, least, most):
    """5 EUR from 98.5 %, 20 EUR below 98 %, and in between from the one to the other."""
    found = doubtful(Bands(rows=HOLE, gap="between"), low, high)
    assert (found.low, found.high) == (least, most)


def test_a_doubt_may_lie_between_the_last_row_and_the_target():
    """98.92 to 98.98 % may pay one point or nothing."""
    rows = [Row(at_least="98 %", at_most="98.9 %", pay="1 points"), Row(below="98 %", pay="2 points")]
    found = doubtful(Bands(rows=rows, gap="between"), "98.92", "98.98")
    assert (found.low, found.high) == (0, 1)
    found = doubtful(Bands(rows=rows, gap="between"), "97.5", "98.95")
    assert (found.low, found.high) == (0, 2)


@pytest.mark.parametrize(
    ("target", "rows", "figure", "least", "most"),
    [
        # Better is less: above 4 h broken, a row from 5 h on.
        (Target(at_most="4 h"), [Row(at_least="5 h", pay="8 EUR")], "4.5 h", 0, 8),
        # Beyond the edge of the target lies what keeps it, not the bonus behind that.
        (
            Target(at_most="4 h"),
            [Row(below="1 h", pay="3 EUR"), Row(at_least="5 h", pay="8 EUR")],
            "4.5 h",
            0,
            8,
        ),
        # 4 h itself is broken where less is promised, and still beside what keeps it.
        (Target(below="4 h"), [Row(at_least="5 h", pay="8 EUR")], "4 h", 0, 8),
        # A row that begins at the edge itself is nearer than what lies beyond.
        (Target(below="4 h"), [Row(at_most="3 h", pay="3 EUR"), Row(equals="5 h", pay="8 EUR")], "4 h", 0, 8),
        # 6 h or more in no row: on that side there is nothing to lie next to.
        (Target(at_most="4 h"), [Row(above="4 h", at_most="5 h", pay="8 EUR")], "6 h", None, None),
        # Exactly five hours are promised.
        (Target(equals="5 h"), [Row(at_most="3 h", pay="8 EUR")], "4 h", 0, 8),
        (Target(equals="5 h"), [Row(at_least="7 h", pay="8 EUR")], "6 h", 0, 8),
        (Target(equals="5 h"), [Row(at_least="7 h", pay="8 EUR")], "4 h", None, None),
    ],
)
def test_what_lies_next_to_a_hole_may_be_the_target(target, rows, figure, least, most):
    """Where the promise is kept nothing is paid, so a hole beside it begins with nothing."""
    metric, table = Reported(name="uptime", unit="hour"), Bands(rows=rows, gap="between")
    level = ServiceLevel(name="uptime", metric=metric, target=target, remedies=[pays(table)])
    (found,) = evaluate(agreement(level), figures(uptime=figure), MARCH).awards
    assert (found.low, found.high) == (least, most)


def test_rows_of_other_facts_are_no_neighbours():
    """For gold the hole lies between 10 and 40 EUR, for silver between 1 and 4; unsaid if nobody knows."""

    def gold(yes: bool) -> list[Test]:
        return [Test(fact="gold", equals=yes)]

    table = Bands(
        rows=[
            Row(at_least="98.5 %", pay="10 EUR", when=gold(True)),
            Row(below="98 %", pay="40 EUR", when=gold(True)),
            Row(at_least="98.5 %", pay="1 EUR", when=gold(False)),
            Row(below="98 %", pay="4 EUR", when=gold(False)),
        ],
        gap="between",
    )
    span = {"start": MARCH.start, "end": MARCH.end}
    for value, bounds in ((True, (10, 40)), (False, (1, 4)), (None, (None, None))):
        said = (
            Evidence()
            if value is None
            else Evidence(records=[Fact(id="g", name="gold", value=value, **span)])
        )
        (found,) = evaluate(agreement(stated(table)), figures(uptime="98.2 %") + said, MARCH).awards
        assert (found.low, found.high) == bounds


OVERLAP = (
    Row(at_least="98 %", below="99 %", pay="5 EUR", label="first"),
    Row(at_most="98.2 %", pay="20 EUR", label="second"),
)


@pytest.mark.parametrize(
    ("figure", "least", "most", "row", "hit"),
    [
        ("98.1 %", 5, 20, None, "overlap"),
        ("98.2 %", 5, 20, None, "overlap"),
        ("98 %", 5, 20, None, "overlap"),
        ("98.3 %", 5, 5, "first", "match"),
        ("97.9 %", 20, 20, "second", "match"),
    ],
)
def test_a_figure_in_two_rows_may_pay_what_any_of_them_does(figure, least, most, row, hit):
    """The contract does not say which of the two it means."""
    found = award(Bands(rows=OVERLAP, overlap="any"), figure)
    assert (found.low, found.high, found.row, found.hit) == (least, most, row, hit)


def test_a_doubt_over_an_overlap_may_be_any_of_its_rows():
    """From 98.1 to 98.4 %: 5 EUR, or up to 98.2 % perhaps 20."""
    found = doubtful(Bands(rows=OVERLAP, overlap="any"), "98.1", "98.4")
    assert (found.low, found.high) == (5, 20)
    found = doubtful(Bands(rows=OVERLAP, overlap="any"), "98.25", "98.75")
    assert (found.low, found.high) == (5, 5)


def test_three_rows_over_one_another_may_be_the_least_or_the_most_of_them():
    """5, 20 or 11 EUR."""
    rows = [*OVERLAP, Row(equals="98.1 %", pay="11 EUR")]
    found = award(Bands(rows=rows, overlap="any"), "98.1 %")
    assert (found.low, found.high) == (5, 20)
    assert found.steps[0].note == (
        "rows 'first', 'second' and '= 98.1 %' apply: it may be what any of them pays"
    )


def test_a_wider_row_covers_the_hole_between_two_others():
    """A "catch-all" below them is an overlap for the first that fits, and no hole."""
    rows = [
        Row(at_least="98.5 %", below="99 %", pay="5 EUR"),
        Row(at_least="97 %", below="98 %", pay="20 EUR"),
        Row(below="99 %", pay="1 EUR", label="all others"),
    ]
    with pytest.raises(InvalidValue, match=r"overlap"):
        Bands(rows=rows)
    # Nothing about a hole is to be stated: the wider row reaches over it.
    assert award(Bands(rows=rows, overlap="any"), "98.2 %").row == "all others"
    assert award(Bands(rows=rows, hit="first"), "98.2 %").row == "all others"


@pytest.mark.parametrize(
    ("rows", "target", "missing"),
    [
        # "≤ 99.9 and > 99.0": and less?
        ([{"at_most": "99.9 %", "above": "99 %", "pay": "10 EUR"}], "99.9 %", "99 %"),
        ([{"at_most": "98 %", "pay": "10 EUR"}], "99 %", "just above 98 %"),
        ([{"below": "98 %", "pay": "10 EUR"}], "99 %", "98 %"),
        # The edge itself.
        (
            [{"above": "98 %", "below": "99 %", "pay": "1 EUR"}, {"below": "98 %", "pay": "2 EUR"}],
            "99 %",
            None,
        ),
    ],
)
def test_a_breach_that_no_row_pays_for_is_refused(rows, target, missing):
    """Unless it is stated what it pays: nobody finds out only when it happens."""

    def table(**more: Any) -> Bands:
        return Bands(rows=[Row(**row) for row in rows], **more)

    if missing is None:
        with pytest.raises(InvalidValue, match="there is a hole"):
            table()
    else:
        with pytest.raises(
            InvalidAgreement, match=rf"steps\[0\]: bands: {missing} is a breach and falls in no row"
        ):
            agreement(stated(table(), target=target))
    for gap in ("nothing", "between", "unsaid"):
        assert agreement(stated(table(gap=gap), target=target))
    # A remedy with conditions of its own may be about some figures only.
    if missing is not None:
        assert agreement(stated(table(), target=target, when=Test(below="98 %")))


def test_a_table_for_every_breach_is_taken():
    """Rows from the target down, without an end."""
    rows = [Row(at_least="98 %", below="99 %", pay="5 EUR"), Row(below="98 %", pay="20 EUR")]
    assert agreement(stated(Bands(rows=rows)))
    assert agreement(stated(Bands(rows=[Row(pay="5 EUR")])))


def test_points_and_money_are_two_tables():
    """A row that pays points beside one that pays euros would end in neither."""
    rows = [Row(at_least="98 %", below="99 %", pay="1 points"), Row(below="98 %", pay="20 EUR")]
    with pytest.raises(InvalidValue, match="some rows pay points and some money; write a remedy for each"):
        stated(Bands(rows=rows))
    shares = [Row(at_least="98 %", below="99 %", pay="5 % of fee"), Row(below="98 %", pay="20 EUR")]
    assert stated(Bands(rows=shares))


def test_a_condition_on_history_belongs_to_the_step():
    """A row is chosen by figure and facts."""
    with pytest.raises(InvalidValue, match="put 'run of breached ≥ 3 periods' under when of a step"):
        Row(pay="5 EUR", when=[Test(lookback="run of breached", at_least="3 periods")])


def test_unknown_words_are_refused():
    """With those that are known."""
    for field, word in (("gap", "zero"), ("overlap", "all"), ("hit", "last")):
        with pytest.raises(InvalidValue, match=f"unknown {field} '{word}'"):
            Bands(rows=[Row(pay="5 EUR")], **{field: word})


def test_nothing_lies_between_what_pays_money_already():
    """Behind pay a table is refused, with or without a hole."""
    with pytest.raises(InvalidValue, match=r"step 2 \(bands\)"):
        stated(Pay(rate="5 EUR"), Bands(rows=HOLE, gap="between"))
