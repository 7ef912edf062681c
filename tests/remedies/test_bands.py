"""Tables: the row that a figure falls in, and what becomes of figures in no row or in several."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import MARCH, agreement, between, figures, outages, stated, uptime
from slacore import Evidence, Fact, Money, Settlement, Test, evaluate
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.evaluation import Award
from slacore.model import Amount, Case
from slacore.remedies import Bands, Pay, Row, Units

FEE = Money(1000, "EUR")


def test_a_row_that_pays_nothing_is_a_sum_of_nothing_and_leaves_the_rest_sayable():
    """Below 95 % the fee's tenth, from there on nothing: over half a month unseen 0 to 100 EUR."""
    table = Bands(rows=[Row(below="95 %", pay="10 % of fee"), Row(at_least="95 %", label="goodwill")])
    result = evaluate(
        agreement(uptime(table)), outages(covers=between("2026-03-01", "2026-03-16")), MARCH, charges=FEE
    )
    (penalty,) = result.settlements
    assert (penalty.payable_low, penalty.payable_high) == (Money(0, "EUR"), Money(100, "EUR"))
    (found,) = evaluate(agreement(stated(table)), figures(uptime="96 %"), MARCH, charges=FEE).awards
    assert (found.low, found.high, found.unit, found.row) == (0, 0, "EUR", "goodwill")


def test_a_row_on_a_text_is_refused_because_no_figure_is_a_text():
    """`equals: gold` would never apply, and nobody would notice."""
    with pytest.raises(InvalidValue, match=r"a measured figure cannot equal 'gold'.*under when"):
        Row(equals="gold", pay="10 EUR")


def test_a_table_never_multiplies_money_with_money():
    """100 EUR through a table that pays 10 EUR is no thousand euros: no remedy says so."""
    table = Bands(rows=[Row(below="99 %", pay="10 EUR")])
    with pytest.raises(InvalidValue, match=r"step 2 \(bands\): the amount is EUR already"):
        stated(Pay(rate="100 EUR"), table)
    hundred = Amount(value=Fraction(100), unit="EUR")
    (after,) = table.apply((hundred,), Case(period=MARCH, figure=Fraction(98), unit="percent"))
    assert after.value is None
    assert after.note.startswith("100.00 EUR is paid already")


def award(table: Bands, figure: str, **terms: object) -> Award:
    """What a stated figure earns."""
    (found,) = evaluate(agreement(stated(table, **terms)), figures(uptime=figure), MARCH).awards
    return found


EDGES = [
    # (lower row, upper row): what lies between them, and who has the edge of 98 %
    ({"below": "98 %"}, {"at_least": "98 %"}, "touch", "high"),
    ({"at_most": "98 %"}, {"above": "98 %"}, "touch", "low"),
    ({"below": "98 %"}, {"above": "98 %"}, "hole", None),
    ({"at_most": "98 %"}, {"at_least": "98 %"}, "overlap", "both"),
    ({"at_most": "97.9 %"}, {"at_least": "98 %"}, "hole", "high"),
    ({"at_most": "98.1 %"}, {"at_least": "98 %"}, "overlap", "both"),
    ({"below": "98 %"}, {"equals": "98 %"}, "touch", "high"),
    ({"at_most": "98 %"}, {"equals": "98 %"}, "overlap", "both"),
    ({"below": "98 %"}, {}, "overlap", "high"),
]


@pytest.mark.parametrize(("low", "high", "joint", "owner"), EDGES)
def test_edges_belong_to_one_row_to_none_or_to_both(low, high, joint, owner):
    """Open and closed as the contract writes them; a hole and an overlap have to be stated."""
    rows = [Row(**low, pay="10 EUR", label="low"), Row(**high, pay="5 EUR", label="high")]
    if joint != "touch":
        with pytest.raises(InvalidValue, match=f"{joint}.*or state"):
            Bands(rows=rows)
    table = Bands(rows=rows, gap="nothing", overlap="unsaid")
    found = award(table, "98 %")
    row, hit, paid = {
        "low": ("low", "match", 10),
        "high": ("high", "match", 5),
        None: (None, "gap", 0),
        "both": (None, "overlap", None),
    }[owner]
    assert (found.row, found.hit, found.low, found.high) == (row, hit, paid, paid)
    # Whoever writes the table from the top means the same.
    assert Bands(rows=rows[::-1], gap="nothing", overlap="unsaid")


def test_the_first_row_that_fits_is_meant_where_the_contract_says_so():
    """Below 99 % and below 95 % are both true of 94 %; read from the top it is the first."""
    rows = [Row(below="95 %", pay="25 EUR"), Row(below="99 %", pay="10 EUR")]
    assert award(Bands(rows=rows, hit="first"), "94 %").low == 25
    assert award(Bands(rows=rows[::-1], hit="first"), "94 %").low == 10


@pytest.mark.parametrize(
    ("figure", "gap", "low", "note"),
    [
        ("97 %", None, None, "the contract does not say what follows"),
        ("97 %", "unsaid", None, "the contract does not say what follows"),
        ("97 %", "nothing", 0, "due"),
        # The promise was kept: nobody expects a row for that.
        ("99.5 %", None, 0, "due"),
        ("99.5 %", "unsaid", 0, "due"),
    ],
)
def test_outside_all_rows_a_broken_promise_is_a_question_and_a_kept_one_is_not(figure, gap, low, note):
    """A table from 98 to 99 % says nothing of 97 %."""
    found = award(
        Bands(rows=[Row(at_least="98 %", below="99 %", pay="10 EUR")], gap=gap), figure, when="always"
    )
    assert (found.low, found.hit) == (low, "gap")
    assert note in found.why


def test_a_row_may_ask_for_facts_besides_the_figure():
    """A late flight pays by its distance: 1,500 km 250 EUR, farther 400; without it nobody can say."""
    table = Bands(
        rows=[
            Row(below="99 %", when=[Test(fact="distance", at_most="1500 km")], pay="250 EUR", label="short"),
            Row(below="99 %", when=[Test(fact="distance", above="1500 km")], pay="400 EUR"),
            Row(when=[Test(fact="distance", at_least="0 km")], pay="0 EUR", label="in time"),
        ],
        hit="first",
    )
    terms = agreement(stated(table, when="always"))
    span = {"start": MARCH.start, "end": MARCH.end}
    for figure, distance, row in (
        ("98 %", "1500 km", "short"),
        ("98 %", "1501 km", "figure < 99 % and distance > 1500 km"),
        ("99 %", "1 km", "in time"),
    ):
        fact = Evidence(records=[Fact(id="d", name="distance", value=distance, **span)])
        (found,) = evaluate(terms, figures(uptime=figure) + fact, MARCH).awards
        assert found.row == row.removeprefix("figure ")
    (found,) = evaluate(terms, figures(uptime="98 %"), MARCH).awards
    assert (found.low, found.high) == (None, None)
    assert "whether row 'short' applies cannot be said" in found.why


def test_rows_on_facts_alone_need_no_figure():
    """An empty row is for everything that is left."""
    table = Bands(rows=[Row(below="90 %", pay="9 EUR"), Row(pay="1 EUR")], hit="first")
    assert award(table, "95 %").row == "otherwise"
    assert award(table, "95 %").low == 1


def test_a_table_in_a_settlement_has_no_figure_to_look_at():
    """The amounts come from several levels: it cannot be said which row is meant. A fact has no level."""
    figure = Settlement(steps=[Bands(rows=[Row(below="99 %", pay="5 EUR")])])
    with pytest.raises(InvalidAgreement, match=r"settlement.steps\[0\]: bands: a settlement has no figure"):
        agreement(stated(Pay(rate="2 points")), settlement=figure)
    gold = Row(when=[Test(fact="tier", equals="gold")], pay="5 EUR")
    silver = Row(when=[Test(fact="tier", equals="silver")], pay="1 EUR")
    terms = agreement(stated(Pay(rate="2 points")), settlement=Settlement(steps=[Bands(rows=[gold, silver])]))
    tier = Evidence.of(
        Fact, [Fact(id="F", name="tier", value="gold", start=MARCH.start, end=MARCH.end)], covers=MARCH
    )
    (penalty,) = evaluate(terms, figures(uptime="98 %") + tier, MARCH).settlements
    assert (penalty.low, penalty.unit) == (10, "EUR")


def test_a_table_without_rows_and_unknown_words_are_refused():
    """Each with what would do."""
    with pytest.raises(InvalidValue, match=r"bands need at least one row"):
        Bands(rows=[])
    with pytest.raises(InvalidValue, match=r"unknown hit 'last'"):
        Bands(rows=[Row(below="9 %")], hit="last")
    with pytest.raises(InvalidValue, match=r"unknown gap 'zero'"):
        Bands(rows=[Row(below="9 %")], gap="zero")


def test_a_table_multiplies_what_was_counted_before_it():
    """Three started percent below 99 at 10 EUR each, from a table that pays 10 EUR below 97 %."""
    table = Bands(rows=[Row(below="97 %", pay="10 EUR")], gap="nothing")
    steps = (Units(below="99 %", per="1 %", count="started"), table)
    (found,) = evaluate(agreement(stated(*steps)), figures(uptime="96.5 %"), MARCH).awards
    assert (found.low, found.row) == (30, "< 97 %")


def test_a_table_is_told_in_words():
    """How many rows, and how they are read."""
    rows = [Row(below="95 %", pay="25 EUR"), Row(at_least="95 %", pay="10 EUR")]
    assert Bands(rows=rows).sentence() == "table of 2 rows"
    assert Bands(rows=rows, hit="first").sentence() == "table of 2 rows, first that fits"
