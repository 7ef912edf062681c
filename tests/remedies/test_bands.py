"""Tables: the row that a figure falls in, and what becomes of figures in no row or in several."""

from __future__ import annotations

import pytest

from evaluation.terms import MARCH, agreement, between, figures, outages, stated, uptime
from slacore import Money, evaluate
from slacore.errors import InvalidValue
from slacore.remedies import Bands, Pay, Row

FEE = Money(1000, "EUR")


def test_a_row_that_pays_nothing_is_a_sum_of_nothing_and_leaves_the_rest_sayable():
    """Below 95 % the fee's tenth, from there on nothing: over half a month unseen 0 to 100 EUR."""
    table = Bands(rows=[Row(below="95 %", pay="10 % of fee"), Row(at_least="95 %", label="goodwill")])
    result = evaluate(
        agreement(uptime(table)), outages(covers=between("2026-03-01", "2026-03-16")), MARCH, charges=FEE
    )
    (penalty,) = result.settlements
    assert (penalty.payable_low, penalty.payable_high) == (Money(0, "EUR"), Money(100, "EUR"))
    (award,) = evaluate(agreement(stated(table)), figures(uptime="96 %"), MARCH, charges=FEE).awards
    assert (award.low, award.high, award.unit, award.row) == (0, 0, "EUR", "goodwill")


def test_a_row_on_a_text_is_refused_because_no_figure_is_a_text():
    """`equals: gold` would never apply, and nobody would notice."""
    with pytest.raises(InvalidValue, match=r"a measured figure cannot equal 'gold'.*under when"):
        Row(equals="gold", pay="10 EUR")


def test_a_table_never_multiplies_money_with_money():
    """100 EUR through a table that pays 10 EUR is no thousand euros: it cannot be said."""
    steps = (Pay(rate="100 EUR"), Bands(rows=[Row(below="99 %", pay="10 EUR")]))
    (award,) = evaluate(agreement(stated(*steps)), figures(uptime="98 %"), MARCH).awards
    assert (award.low, award.high) == (None, None)
    assert "100.00 EUR is paid already" in award.why
