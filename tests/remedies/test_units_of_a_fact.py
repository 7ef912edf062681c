"""Units of a fact: availability is judged, and what is paid for is another figure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import agreement, uptime
from remedies.paying import award, seen
from slacore import Evidence, Fact, dumps, evaluate, loads
from slacore.errors import InvalidAgreement, InvalidDocument, UnitMismatch
from slacore.remedies import Pay, Units

HOURLY = Units(fact="lost time", above="0 h", per="1 h"), Pay(rate="0.60 EUR")


def test_every_lost_hour_is_paid_for_where_the_share_of_good_intervals_was_judged():
    """45 minutes are three quarters of an hour: 0.75 × 0.60 = 0.45."""
    found = award(*HOURLY, figure="98.9 %", **{"lost time": "45 min"})
    assert (found.due, str(found)) == (True, "0.45 EUR")
    assert found.steps[0].step == "exact units of 1 h of the lost time above 0 h"
    assert found.steps[0].note == "3/4 units"
    assert award(*HOURLY, figure="99 %", **{"lost time": "45 min"}).due is False


@pytest.mark.parametrize(("days", "owed"), [("10", 700), ("7", 700), ("2.5", 250), ("0", 0)])
def test_days_of_a_charge_end_with_the_last_that_is_credited(days, owed):
    """A day is a thirtieth of 3,000; no more than seven of them: 7 × 100."""
    steps = Units(fact="credit days", above="0 d", until="7 d", per="30 d"), Pay(rate="3000 EUR")
    assert award(*steps, **{"credit days": f"{days} d"}).low == owed


def test_a_fact_that_is_not_known_leaves_the_amount_unsaid():
    """An absent fact is not nought; one that is a word has no units."""
    absent, word = award(*HOURLY), award(*HOURLY, **{"lost time": "much"})
    assert (str(absent), absent.steps[0].note) == ("unsaid", "the fact 'lost time' is not known")
    assert (str(word), word.steps[0].note) == ("unsaid", "the fact 'lost time' is 'much', which has no units")


def test_a_doubt_about_the_figure_is_none_about_the_fact():
    """Down for 1 to 3 % of April, which is a breach either way: nine hours and a bit are ten started ones."""
    steps = Units(fact="lost time", above="0 h", per="1 h", count="started"), Pay(rate="10 EUR")
    seen_so_far, april = seen(97, 99)
    lost = Fact(id="F", name="lost time", value="550 min", start=april.start, end=april.end)
    terms = agreement(uptime(*steps, target="99.5 %"))
    (found,) = evaluate(terms, seen_so_far + Evidence(records=[lost]), april).awards
    assert (found.due, str(found)) == (True, "100.00 EUR")


def test_what_lies_off_the_point_is_counted_in_units_of_the_same_sort():
    """Hours are not counted in percent, whatever the level is measured in."""
    with pytest.raises(UnitMismatch, match=r"what lies off 0 h is not counted in units of 1 %"):
        Units(fact="lost time", above="0 h", per="1 %")


def test_only_the_figure_must_have_the_unit_of_the_level():
    """A level in percent takes units of hours of a fact, and none of its own figure."""
    assert award(*HOURLY, **{"lost time": "90 min"}).low == Fraction(9, 10)
    with pytest.raises(InvalidAgreement, match="the level is measured in percent"):
        award(Units(above="0 h", per="1 h"), Pay(rate="1 EUR"))


DOCUMENT = """
slacore: agreement/1
name: Hosting
zone: UTC
parties: [{name: Host, role: provider}, {name: Client, role: customer}]
levels:
  - name: uptime
    metric: {kind: reported, name: uptime, unit: "%"}
    target: {at least: 99 %}
    remedies:
      - steps:
          - units: {fact: lost time, above: 0 h, per: 1 h}
          - pay: 0.60 EUR
"""


def test_a_document_names_the_fact():
    """There and back again."""
    terms = loads(DOCUMENT)
    assert terms.levels[0].remedies[0].steps == HOURLY
    assert loads(dumps(terms)) == terms
    with pytest.raises(InvalidDocument, match="is not counted in units of"):
        loads(DOCUMENT.replace("per: 1 h", "per: 1 %"))
