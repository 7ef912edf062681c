"""Which periods belong to a window, and what cuts them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import FEBRUARY, JANUARY, MARCH, agreement, between, month, outages, uptime
from slacore import (
    Bounds,
    Charge,
    Charges,
    Money,
    Quantity,
    Settlement,
    Verdict,
    Window,
    WindowSet,
    evaluate,
)
from slacore.errors import EvaluationError
from slacore.evaluation import Evaluation
from slacore.remedies import Cap, Pay, Total

YEAR = Window.year(2026, tz="UTC")


def spans(result: Evaluation) -> list[tuple[str, str]]:
    """The periods that were observed, by their dates in UTC."""
    return [
        (str(o.period.start.in_zone("UTC"))[:10], str(o.period.end.in_zone("UTC"))[:10])
        for o in result.observations
    ]


def test_a_rolling_period_ends_no_later_than_the_agreement():
    """Five days, ending at every midnight until the 4th, when the agreement ends; none after it."""
    terms = agreement(
        uptime(period="rolling 5 days"), term=Window.between("2026-01-01", "2026-03-04", tz="UTC")
    )
    result = evaluate(terms, outages(covers=YEAR), MARCH)
    assert spans(result) == [
        ("2026-02-25", "2026-03-02"),
        ("2026-02-26", "2026-03-03"),
        ("2026-02-27", "2026-03-04"),
    ]


def test_a_rolling_period_starts_no_earlier_than_the_agreement():
    """Two days into the agreement, five rolling days are two."""
    terms = agreement(
        uptime(period="rolling 5 days"), term=Window.between("2026-03-01", "2027-03-01", tz="UTC")
    )
    result = evaluate(terms, outages(covers=YEAR), between("2026-03-01", "2026-03-03"))
    assert spans(result) == [("2026-03-01", "2026-03-02"), ("2026-03-01", "2026-03-03")]


def test_a_period_belongs_to_the_window_in_which_it_ends():
    """Of weeks from Monday, those that end in March 2026: the 2nd, 9th, 16th, 23rd and 30th."""
    result = evaluate(agreement(uptime(period="week")), outages(covers=YEAR), MARCH)
    ended = [end for (_, end), o in zip(spans(result), result.observations, strict=True) if not o.open]
    assert ended == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23", "2026-03-30"]


def test_a_period_that_ends_where_the_window_starts_belongs_to_the_one_before():
    """February ends at the first instant of March, and is February's."""
    terms = agreement(uptime())
    assert spans(evaluate(terms, outages(covers=YEAR), MARCH)) == [("2026-03-01", "2026-04-01")]
    assert spans(evaluate(terms, outages(covers=YEAR), FEBRUARY)) == [("2026-02-01", "2026-03-01")]


def test_a_window_that_cuts_a_period_is_a_finding_at_either_end():
    """The quarter that ends in the window is measured whole; the next one still runs."""
    result = evaluate(
        agreement(uptime(period="quarter")), outages(covers=YEAR), between("2026-03-15", "2026-04-15")
    )
    assert spans(result) == [("2026-01-01", "2026-04-01"), ("2026-04-01", "2026-07-01")]
    first, second = (finding.message for finding in result.findings)
    assert first == ("the window starts inside the period 2026-Q1, which belongs to it and is measured whole")
    assert second.startswith("the window ends inside the period 2026-Q2: it is judged as still open")


def test_a_running_period_owes_nothing_and_writes_nothing():
    """Half of March is over, all of it up: 50 to 100 %, nothing owed, an empty ledger."""
    half = between("2026-03-01", "2026-03-16T12:00")
    result = evaluate(agreement(uptime(Pay(rate="100 EUR"))), outages(covers=YEAR), half)
    (seen,) = result.observations
    assert (seen.open, seen.low, seen.high) == (True, 50, 100)
    assert result.verdict is Verdict.INDETERMINATE
    assert (result.awards, result.settlements, result.ledger.entries) == ((), (), ())
    assert seen.gaps == WindowSet.of(between("2026-03-16T12:00", "2026-04-01"))


def test_a_breach_can_be_certain_while_the_period_still_runs():
    """A day down of March's 31 leaves at most 96.77 %: broken already, and owed when it ends."""
    day = between("2026-03-02", "2026-03-03")
    result = evaluate(
        agreement(uptime(Pay(rate="100 EUR"))), outages(day, covers=YEAR), between("2026-03-01", "2026-03-11")
    )
    (broken,) = result.breaches
    assert broken.open
    assert broken.measured == Bounds(Fraction(100 * 9, 31), Fraction(100 * 30, 31))
    assert result.penalties == ()


def test_the_term_cuts_a_period_and_nothing_else_does():
    """Begun on the 11th of March: 21 days, of which one was down; the fee is for those days."""
    terms = agreement(
        uptime(Pay(rate="10 % of fee")), term=Window.between("2026-03-11", "2027-03-11", tz="UTC")
    )
    result = evaluate(
        terms,
        outages(between("2026-03-12", "2026-03-13"), covers=YEAR),
        MARCH,
        charges=Money(300, "EUR"),
    )
    assert spans(result) == [("2026-03-11", "2026-04-01")]
    assert result.observations[0].low == Fraction(100 * 20, 21)
    assert result.penalties[0].payable == Money(30, "EUR")


def test_a_period_that_the_term_ends_has_ended():
    """The agreement ends on the 11th of March; in the window to the 20th nothing runs any more."""
    terms = agreement(uptime(), term=Window.between("2026-01-01", "2026-03-11", tz="UTC"))
    result = evaluate(terms, outages(covers=YEAR), between("2026-03-01", "2026-03-20"))
    assert spans(result) == [("2026-03-01", "2026-03-11")]
    assert not result.observations[0].open


def test_a_window_without_the_agreement_is_refused():
    """There is nothing to evaluate before it holds."""
    terms = agreement(uptime(), term=Window.between("2026-03-01", "2027-01-01", tz="UTC"))
    with pytest.raises(EvaluationError, match=r"which shares no time with 2026-02"):
        evaluate(terms, outages(covers=YEAR), FEBRUARY)


def test_a_level_s_zone_goes_before_that_of_the_agreement():
    """March in London has 743 h; in New York, under the same agreement, too, but other ones."""
    london = uptime(name="london")
    york = uptime(name="york", zone="America/New_York")
    terms = agreement(london, york, zone="Europe/London")
    result = evaluate(terms, outages(covers=YEAR), Window.month(2026, 3, tz="Europe/London"))
    ended = {o.level: o.period for o in result.observations if not o.open}
    assert ended["london"].length == Quantity(743, "h")
    assert str(ended["london"].start) == "2026-03-01T00:00:00Z[Europe/London]"
    # New York's March ends after the window of London's: February's end is what belongs to it.
    assert ended["york"] == Window.month(2026, 2, tz="America/New_York")
    assert {finding.about for finding in result.findings} == {"york"}


def test_the_months_in_turn_come_to_what_the_quarter_does_at_once():
    """Figures, verdicts, penalties and the ledger: three calls with the ledger handed on, or one."""
    levels = [
        uptime(Pay(rate="10 % of fee")),
        uptime(name="week", period="week"),
        uptime(name="q", period="quarter"),
    ]
    terms = agreement(*levels, settlement=Settlement(steps=[Total(), Cap(limit="8 % of fee")]))
    known = outages(between("2026-01-05", "2026-01-07"), between("2026-02-27", "2026-03-02"), covers=YEAR)
    fees = Charges([Charge(name="fee", span=month(n), amount=Money(100 * n, "EUR")) for n in (1, 2, 3)])
    at_once = evaluate(terms, known, Window.quarter(2026, 1, tz="UTC"), charges=fees)
    ledger, settlements, ended = None, [], []
    for one in (JANUARY, FEBRUARY, MARCH):
        result = evaluate(terms, known, one, charges=fees, ledger=ledger)
        ledger = result.ledger
        settlements += result.settlements
        ended += [judged for judged in result.judgements if not judged.observation.open]
    assert ledger == at_once.ledger
    assert {(p.period, p.payable) for p in settlements} == {
        (p.period, p.payable) for p in at_once.settlements
    }
    assert set(ended) == {judged for judged in at_once.judgements if not judged.observation.open}
    # 8 % of 100, 200 and 300 EUR.
    assert [p.payable for p in settlements] == [Money(n, "EUR") for n in (8, 16, 24)]
