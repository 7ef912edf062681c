"""Through time: a year at once and its months in turn are one computation, and what it remembers.

Every figure is stated month by month, so that what a month came to can be read off its line.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.terms import (
    APRIL,
    CLIENT,
    FEBRUARY,
    HOST,
    JANUARY,
    MARCH,
    agreement,
    between,
    figures,
    month,
    repairs,
    stated,
    ticket,
    tickets,
)
from slacore import (
    Agreement,
    Charge,
    Charges,
    Claim,
    Completion,
    CorrectiveAction,
    DerivedCharge,
    Evaluation,
    Evidence,
    Instant,
    Ledger,
    MissingData,
    Money,
    Party,
    Remedy,
    ServiceLevel,
    Settlement,
    Target,
    Test,
    Verdict,
    Window,
    evaluate,
)
from slacore.errors import EvaluationError
from slacore.metrics import Reported
from slacore.model import Entry
from slacore.remedies import Bands, Cap, ClaimWithin, Grant, Pay, Row, Times, Total

YEAR = Window.year(2026, tz="UTC")
# The agreement begins with the year, so that nothing was before.
TERM = between("2026-01-01", "2029-01-01")
FEES = Charges([Charge(name="fee", span=month(number), amount="1000 EUR") for number in range(1, 13)])


def months(**values: list[str | None]) -> Evidence:
    """What was stated for January and the months after it, by level; nothing where it is None."""
    known = Evidence()
    for name, said in values.items():
        for number, value in enumerate(said, 1):
            if value is not None:
                known += figures(month(number), **{name: value})
    return known


def run(*most: str | None, worst: str = "98 %", best: str = "99.9 %") -> list[str | None]:
    """A line of months: b is a breach, m is met, and a space was not stated."""
    return [{"b": worst, "m": best, " ": None}[letter] for letter in "".join(most)]


def first(number: int) -> Window:
    """The first so many months of the year."""
    return Window(JANUARY.start, month(number).end)


def in_turn(terms: Agreement, known: Evidence, *windows: Window, **more: Any) -> list[Evaluation]:
    """One evaluation a window, each with the ledger of the one before."""
    found: list[Evaluation] = []
    for window in windows:
        ledger = found[-1].ledger if found else None
        found.append(evaluate(terms, known, window, ledger=ledger, **more))
    return found


def paid(result: Evaluation) -> list[tuple[Any, Any]]:
    """Least and most of every settlement, in order of time."""
    return [(one.low, one.high) for one in result.settlements]


def exactly(*sums: Any) -> list[tuple[Any, Any]]:
    return [(one, one) for one in sums]


# One computation


EVERYTHING = agreement(
    stated(
        remedies=[
            Remedy(
                name="credit",
                steps=[
                    Bands(
                        rows=[
                            Row(at_least="98 %", below="99 %", pay="10 % of at risk"),
                            Row(below="98 %", pay="20 % of at risk"),
                        ]
                    ),
                    Times(factor=2, when=Test(lookback="run of breached before", at_least="1 period")),
                    Cap(limit="300 EUR", over="6 months"),
                ],
            ),
            Remedy(
                name="points",
                steps=[
                    Pay(rate="1 point"),
                    Times(
                        factor=2, when=Test(lookback="count of breached over 3 periods", at_least="2 periods")
                    ),
                ],
            ),
            Remedy(
                name="earn-back",
                when=[
                    Test(lookback="breached 3 periods ago", at_least="1 period"),
                    Test(lookback="mean of measured over 3 periods", at_least="99 %"),
                ],
                steps=[Pay(rate="-50 % of three months ago")],
            ),
            Remedy(
                name="termination",
                when=Test(lookback="run of breached", at_least="3 periods"),
                steps=[Grant(right="terminate", within="60 days")],
            ),
        ],
        actions=[
            CorrectiveAction(
                name="plan",
                within="10 working days",
                when=Test(lookback="count of breached over quarter", at_least="2 periods"),
                otherwise=Remedy(name="no plan", steps=[Pay(rate="5 EUR")]),
            )
        ],
        group="core",
    ),
    repairs(Pay(rate="7 EUR"), ClaimWithin(within="30 days")),
    stated(Pay(rate="3 points"), name="survey", period="quarter", group="core"),
    charges=[
        DerivedCharge(name="at risk", share="40 % of fee"),
        DerivedCharge(name="three months ago", lookback="credited 3 periods ago"),
        DerivedCharge(name="left", share="100 % of fee", over="quarter", net=True),
    ],
    settlement=Settlement(
        steps=[
            Pay(rate="2 EUR", each="point"),
            Total(),
            Cap(limit="400 EUR", over="12 months"),
            Cap(limit="50 % of left"),
        ],
        remedies=[
            Remedy(
                name="accumulated credits",
                when=Test(lookback="sum of credited over 12 months as share of fee", above="20 %"),
                steps=[Grant(right="terminate", within="30 days")],
            ),
            Remedy(
                name="accumulated points",
                when=Test(lookback="sum of pointed in group 'core' over year", at_least="6 points"),
                steps=[Grant(right="have it reviewed")],
            ),
        ],
    ),
    term=TERM,
)
LATE = [
    ticket("1", "2026-01-12T09:00", "2026-01-12T19:00"),
    ticket("2", "2026-05-12T09:00", "2026-05-12T10:00"),
    ticket("3", "2026-05-13T09:00", "2026-05-13T19:00"),
    ticket("4", "2026-11-12T09:00", "2026-11-13T19:00"),
]
ASKED = Evidence.of(
    Claim,
    [Claim(id="C-1", submitted="2026-02-20T00:00Z", level="repair")],
    covers=between("2026-01-01", "2026-07-01"),
) + Evidence.of(
    Completion,
    [Completion(id="D-1", action="plan", at="2026-03-10T00:00Z")],
    covers=between("2026-01-01", "2026-10-01"),
)
SURVEYS = [Window.quarter(2026, number, tz="UTC") for number in (1, 2, 3)]

LINE = st.lists(st.sampled_from(["97 %", "98.5 %", "99.9 %", None]), min_size=12, max_size=12)
CUTS = st.lists(st.integers(1, 364), max_size=6, unique=True)


def evidence(line: list[str | None], watched: Window) -> Evidence:
    """A line of figures, four tickets of which three were late, three surveys, claims and completions."""
    known = months(uptime=line) + tickets(*LATE, covers=[YEAR] if watched is YEAR else [watched, *_of(LATE)])
    for span in SURVEYS:
        known += figures(span, survey="98 %")
    return known + ASKED


def _of(rows: Any) -> list[Window]:
    """The days of the tickets, which somebody must have seen."""
    days = [row.extent()[0].to_datetime().date().isoformat() for row in rows]
    return [between(f"{day}T00:00", f"{day}T23:59") for day in days]


@settings(max_examples=10)
@given(line=LINE, cuts=CUTS, watched=st.sampled_from([YEAR, between("2026-02-10", "2026-12-31")]))
def test_a_year_at_once_is_its_parts_in_turn(line, cuts, watched):
    """Wherever it is cut: settlements, rights and ledger are the same, and so is what became of actions."""
    known = evidence(line, watched)
    days = [Instant(JANUARY.start.micros + day * 86_400_000_000) for day in (0, *sorted(cuts), 365)]
    whole = evaluate(EVERYTHING, known, YEAR, charges=FEES)
    parts = in_turn(EVERYTHING, known, *(Window(*ends) for ends in pairwise(days)), charges=FEES)
    assert parts[-1].ledger == whole.ledger
    assert [one for part in parts for one in part.settlements] == list(whole.settlements)
    assert [one for part in parts for one in part.rights] == list(whole.rights)
    fates = {(one.action, one.period): one for part in parts for one in part.actions}
    told = {(one.action, one.period): one for one in whole.actions}
    assert fates.keys() == told.keys()
    # What was open when a part ended may have become known since: only that may differ.
    assert all(one in (fates[key], attrs.evolve(fates[key], state=one.state)) for key, one in told.items())
    awards = [one for part in parts for one in part.awards]
    assert sorted(awards, key=lambda one: (one.level, one.period.end)) == sorted(
        whole.awards, key=lambda one: (one.level, one.period.end)
    )


def test_the_year_of_that_law_has_something_in_it():
    """Else it would prove little: credits, caps, earn-backs, rights and actions do occur in such a year."""
    line = [
        "97 %",
        "98.5 %",
        "97 %",
        "99.9 %",
        "99.9 %",
        "99.9 %",
        "97 %",
        "98.5 %",
        None,
        "99.9 %",
        "97 %",
        "99.9 %",
    ]
    whole = evaluate(EVERYTHING, evidence(line, YEAR), YEAR, charges=FEES)
    assert {award.remedy for award in whole.awards if award.due} >= {
        "credit",
        "points",
        "earn-back",
        "no plan",
    }
    assert {right.right for right in whole.rights} == {"terminate", "have it reviewed"}
    assert any(award.capped for award in whole.awards)
    assert any(one.capped for one in whole.settlements)
    assert any(one.low != one.high for one in whole.settlements)
    assert {action.state for action in whole.actions} >= {"done", "overdue"}
    assert {entry.what for entry in whole.ledger.entries} >= {"credited", "pointed", "required", "overdue"}


# What earlier periods change


def test_points_double_where_a_breach_follows_a_breach():
    """Two breaches, a month that is met, three breaches: one, two, none, one, two, two points."""
    level = stated(
        Pay(rate="1 point"),
        Times(factor=2, when=Test(lookback="run of breached before", at_least="1 period")),
    )
    terms, known = agreement(level, term=TERM), months(uptime=run("bbmbbb"))
    whole = evaluate(terms, known, first(6))
    assert paid(whole) == exactly(1, 2, 0, 1, 2, 2)
    parts = in_turn(terms, known, *(month(number) for number in range(1, 7)))
    assert [paid(part) for part in parts] == [[one] for one in exactly(1, 2, 0, 1, 2, 2)]


def test_a_cap_over_twelve_months_is_used_up_and_grows_back():
    """40 EUR a month, 100 in any twelve: 40, 40, 20 and nothing, until January's 40 leave the span."""
    terms = agreement(
        stated(Pay(rate="40 EUR")),
        settlement=Settlement(steps=[Total(), Cap(limit="100 EUR", over="12 months")]),
        term=TERM,
    )
    known = months(uptime=run("b" * 12))
    for number in range(1, 5):
        known += figures(month(number, 2027), uptime="98 %")
    two = Window(YEAR.start, month(4, 2027).end)
    expected = exactly(40, 40, 20, *([0] * 9), 40, 40, 20, 0)
    assert paid(evaluate(terms, known, two)) == expected
    # By the calendar's year it begins anew, and by a contract year from March in March.
    assert _capped(terms, "year", known, two) == exactly(40, 40, 20, *([0] * 9), 40, 40, 20, 0)
    april = exactly(40, 40, 40, 40, 20, *([0] * 9), 40, 40)
    assert _capped(terms, "year from 03-01", known, two) == april
    quarter = exactly(*[40, 40, 20] * 5, 40)
    assert _capped(terms, "quarter", known, two) == quarter
    assert _capped(terms, "contract", known, two) == exactly(40, 40, 20, *([0] * 13))
    assert _capped(terms, "3 periods", known, two) == exactly(*[40, 40, 20] * 5, 40)


def _capped(terms: Agreement, over: str, known: Evidence, window: Window) -> list[tuple[Any, Any]]:
    chain = Settlement(steps=[Total(), Cap(limit="100 EUR", over=over)])
    return paid(evaluate(attrs.evolve(terms, settlement=chain), known, window))


def test_a_cap_of_a_level_counts_what_the_level_was_credited():
    """50 EUR a month for each of two levels, 80 in any 12 months for the first: 50, 30, 0 beside 50 each."""
    terms = agreement(
        stated(Pay(rate="50 EUR"), Cap(limit="80 EUR", over="12 months"), name="a"),
        stated(Pay(rate="50 EUR"), name="b"),
        term=TERM,
    )
    whole = evaluate(terms, months(a=run("bbb"), b=run("bbb")), first(3))
    assert paid(whole) == exactly(100, 80, 50)
    # Where the settlement halves what was earned, half of it was credited: 25 EUR, then 25, then 25.
    halved = attrs.evolve(terms, settlement=Settlement(steps=[Times(factor="1/2"), Total()]))
    whole = evaluate(halved, months(a=run("bbbb"), b=run("bbbb")), first(4))
    # a: 50, min(50, 80 - 25), min(50, 80 - 50), min(50, 80 - 65) → 50, 50, 30, 15, halved with b's 25.
    assert paid(whole) == exactly(50, 50, 40, Fraction("32.5"))


def test_credits_are_earned_back():
    """100 EUR for January; February to April average 99.9 %, so half of it comes back in April."""
    back = Remedy(
        name="earn-back",
        when=[
            Test(lookback="breached 3 periods ago", at_least="1 period"),
            Test(lookback="mean of measured over 3 periods", at_least="99.9 %"),
        ],
        steps=[Pay(rate="-50 % of three months ago")],
    )
    credit = Remedy(steps=[Pay(rate="10 % of fee")])
    terms = agreement(
        stated(remedies=[credit, back]),
        charges=[DerivedCharge(name="three months ago", lookback="credited 3 periods ago")],
        term=TERM,
    )
    whole = evaluate(terms, months(uptime=run("bmmm")), first(4), charges=FEES)
    assert paid(whole) == exactly(100, 0, 0, -50)
    assert [(one.debtor, one.creditor) for one in whole.penalties] == [(HOST, CLIENT), (CLIENT, HOST)]
    # 99.8 % in one of the months leave less than 99.9 % on average: nothing comes back.
    weaker = months(uptime=["98 %", "99.9 %", "99.8 %", "99.9 %"])
    assert paid(evaluate(terms, weaker, first(4), charges=FEES)) == exactly(100, 0, 0, 0)
    # What was earned back is a negative credit, and nothing of it is earned back again.
    later = months(uptime=run("bmmmmmm"))
    assert paid(evaluate(terms, later, first(7), charges=FEES)) == exactly(100, 0, 0, -50, 0, 0, 0)


def test_a_claim_that_can_still_lapse_is_a_pair_for_whoever_asks_later():
    """50 EUR of January, open until 2 March: February's cap of 60 EUR leaves 10 to 50 EUR of its 50."""
    terms = agreement(
        stated(Pay(rate="50 EUR"), ClaimWithin(within="30 days")),
        settlement=Settlement(steps=[Total(), Cap(limit="60 EUR", over="12 months")]),
        term=TERM,
    )
    known = months(uptime=run("bb"))

    def settled(claims: list[Claim], until: str) -> list[tuple[Any, Any, Any]]:
        watched = Evidence.of(Claim, claims, covers=between("2026-01-01", until))
        result = evaluate(terms, known + watched, first(2))
        return [(one.claim, one.low, one.high) for one in result.settlements]

    claim = Claim(id="1", submitted="2026-02-10T00:00Z", start=JANUARY.start, end=JANUARY.end)
    assert settled([], "2026-02-20") == [("open", 50, 50), ("open", 10, 50)]
    assert settled([claim], "2026-02-20") == [("claimed", 50, 50), ("open", 10, 10)]
    # Nobody claimed January: it lapsed, and all of the cap is left.
    assert settled([], "2026-03-03") == [("lapsed", 0, 0), ("open", 50, 50)]


# What is not known of the past


def test_a_month_that_was_skipped_is_unknown():
    """January, and then March with January's ledger: whether February was a breach nobody knows.

    Two in a row double the 10 EUR, so March costs 10 to 20; the ledger is complete since March only.
    """
    level = stated(
        Pay(rate="10 EUR"), Times(factor=2, when=Test(lookback="run of breached before", at_least="1 period"))
    )
    terms, known = agreement(level, term=TERM), months(uptime=run("bbbm"))
    january, march = in_turn(terms, known, JANUARY, MARCH)
    assert january.ledger.complete_since == JANUARY.start
    assert paid(march) == [(10, 20)]
    assert (march.ledger.complete_since, march.ledger.complete_until) == (MARCH.start, MARCH.end)
    # And so it stays for whoever asks over a longer span: March and one or two more of the quarter.
    counting = attrs.evolve(terms, levels=[_counting("count of breached over 3 periods", "3 periods")])
    assert paid(evaluate(counting, known, MARCH, ledger=january.ledger)) == [(0, 10)]
    assert paid(evaluate(counting, known, first(3))) == exactly(0, 0, 10)


def _counting(question: str, least: str, **more: Any) -> ServiceLevel:
    return stated(Pay(rate="10 EUR"), when=Test(lookback=question, at_least=least), **more)


def test_without_a_ledger_the_past_is_unknown_and_not_empty():
    """The third breach of a run is owed 10 EUR: in March, of which alone anything is known, perhaps."""
    level = _counting("run of breached", "3 periods")
    assert paid(evaluate(agreement(level), months(uptime=run("bbb")), MARCH)) == [(0, 10)]
    assert paid(evaluate(agreement(level, term=TERM), months(uptime=run("bbb")), MARCH)) == [(0, 10)]
    assert paid(evaluate(agreement(level, term=TERM), months(uptime=run("bbb")), first(3))) == exactly(
        0, 0, 10
    )
    # A term that began in March leaves no room for two earlier months.
    young = between("2026-03-01", "2027-01-01")
    assert paid(evaluate(agreement(level, term=young), months(uptime=run("bbb")), MARCH)) == [(0, 0)]
    # A cap over 12 months may be used up already, and a first breach may be a repeat.
    capped = stated(Pay(rate="10 EUR"), Cap(limit="15 EUR", over="12 months"))
    assert paid(evaluate(agreement(capped), months(uptime=run("bbb")), MARCH)) == [(0, 10)]


def test_a_contract_without_a_term_leaves_open_what_was_before():
    """100 EUR over the whole contract, of which nobody knows when it began: 0 to 40 EUR are left."""
    terms = agreement(
        stated(Pay(rate="40 EUR")),
        settlement=Settlement(steps=[Total(), Cap(limit="100 EUR", over="contract")]),
    )
    known = months(uptime=run("bb"))
    assert paid(evaluate(terms, known, first(2))) == [(0, 40), (0, 40)]
    assert paid(evaluate(attrs.evolve(terms, term=TERM), known, first(2))) == exactly(40, 40)


def test_a_term_that_begins_inside_a_month_begins_with_a_part_of_it():
    """From 15 January: its cut month counts as the first of three, and before it there was nothing."""
    late = between("2026-01-15", "2027-01-01")
    level = _counting("count of breached over 3 periods", "3 periods")
    known = figures(Window(late.start, JANUARY.end), uptime="98 %") + months(uptime=[None, "98 %", "98 %"])
    assert paid(evaluate(agreement(level, term=late), known, first(3))) == exactly(0, 0, 10)
    # A window that begins before the term sees no more.
    early = Window(month(11, 2025).start, MARCH.end)
    assert paid(evaluate(agreement(level, term=late), known, early)) == exactly(0, 0, 10)


def test_an_indeterminate_month_is_a_pair_for_those_after_it():
    """Nobody stated February. Three in a row pay 10 EUR: in March and April perhaps, in May for certain."""
    level = _counting("run of breached", "3 periods")
    whole = evaluate(agreement(level, term=TERM), months(uptime=run("b bbb")), first(5))
    assert whole.verdict_of("uptime")[1] is Verdict.INDETERMINATE
    # February itself is the second at most; May is the third after March and April.
    assert paid(whole) == [(0, 0), (0, 0), (0, 10), (0, 10), (10, 10)]
    met = evaluate(agreement(level, term=TERM), months(uptime=run("b mbb")), first(5))
    assert paid(met) == exactly(0, 0, 0, 0, 0)


def test_a_doubtful_credit_uses_a_cap_up_by_a_pair():
    """0 to 50 EUR in January leave 10 to 60 of February's 60 EUR, and of March's what both left."""
    terms = agreement(
        stated(Pay(rate="50 EUR")),
        settlement=Settlement(steps=[Total(), Cap(limit="60 EUR", over="12 months")]),
        term=TERM,
    )
    whole = evaluate(terms, months(uptime=run(" bb")), first(3))
    # January 0 or 50; February min(50, 60 - 0) or min(50, 60 - 50); March at most what the least left.
    assert paid(whole) == [(0, 50), (10, 50), (0, 50)]


def test_what_the_ledger_says_as_a_pair_is_worked_out_both_ways():
    """20 to 70 points before: with 60 or more the 10 EUR are 20."""
    level = stated(
        Pay(rate="10 EUR"),
        Times(factor=2, when=Test(lookback="sum of pointed over year before", at_least="60 points")),
    )
    entry = Entry(period=JANUARY, level="uptime", what="pointed", low=20, high=70, unit="point")
    ledger = Ledger(agreement="hosting", entries=[entry], complete_since=JANUARY.start)
    result = evaluate(agreement(level, term=TERM), months(uptime=run("bb")), FEBRUARY, ledger=ledger)
    assert paid(result) == [(10, 20)]
    assert "sum of pointed over year before" in result.awards[0].why


# Which ledger


def test_a_ledger_of_another_agreement_or_of_the_same_months_is_refused():
    """By name; and no month is entered twice, also not as a part of a year."""
    terms, known = agreement(stated(Pay(rate="10 EUR")), term=TERM), months(uptime=run("bbb"))
    ledger = evaluate(terms, known, first(2)).ledger
    with pytest.raises(EvaluationError, match=r"the ledger is of 'hosting', the agreement is 'mail'"):
        evaluate(attrs.evolve(terms, name="mail"), known, MARCH, ledger=ledger)
    for window in (FEBRUARY, YEAR, between("2026-02-15", "2026-03-15"), Window.year(2025, tz="UTC")):
        with pytest.raises(
            EvaluationError, match=r"the ledger already has the settlement for 2026-0[12]"
        ) as caught:
            evaluate(attrs.evolve(terms, term=None), known, window, ledger=ledger)
        assert f"the window starts at {window.start}" in str(caught.value)
    assert evaluate(terms, known, MARCH, ledger=ledger).ledger.complete_since == JANUARY.start


def test_what_a_ledger_says_of_itself_is_taken_over():
    """Without a word on completeness it is complete since the window; one that ended early has a hole."""
    terms, known = (
        agreement(_counting("count of breached over year", "3 periods"), term=TERM),
        months(uptime=run("bbb")),
    )
    rows = evaluate(terms, known, first(2)).ledger.entries
    bare = Ledger(agreement="hosting", entries=rows)
    found = evaluate(terms, known, MARCH, ledger=bare)
    # Both months are entered all the same, so the count is exact.
    assert (paid(found), found.ledger.complete_since) == (exactly(10), MARCH.start)
    one = Ledger(agreement="hosting", entries=[row for row in rows if row.period == JANUARY])
    assert paid(evaluate(terms, known, MARCH, ledger=one)) == [(0, 10)]
    whole = attrs.evolve(one, complete_since=JANUARY.start)
    assert paid(evaluate(terms, known, MARCH, ledger=whole)) == [(0, 0)]
    early = attrs.evolve(whole, complete_until=JANUARY.end)
    assert paid(evaluate(terms, known, MARCH, ledger=early)) == [(0, 10)]


def test_the_next_evaluation_may_ask_what_this_one_could_not():
    """Other terms under the same name: the entries stay, and the new question finds them."""
    plain = agreement(stated(Pay(rate="10 EUR")), term=TERM)
    ledger = evaluate(plain, months(uptime=run("bb")), first(2)).ledger
    asking = agreement(_counting("run of breached", "3 periods"), term=TERM)
    assert paid(evaluate(asking, months(uptime=run("bbb")), MARCH, ledger=ledger)) == exactly(10)


def test_charges_and_ledger_in_two_currencies_are_refused():
    """What was credited in dollars caps nothing in euros."""
    terms = agreement(stated(Pay(rate="10 EUR")), term=TERM)
    entry = Entry(period=JANUARY, what="credited", low=5, high=5, unit="USD")
    ledger = Ledger(agreement="hosting", entries=[entry])
    with pytest.raises(EvaluationError, match="charges, agreement and ledger are in EUR and USD"):
        evaluate(terms, months(uptime=run("bb")), FEBRUARY, ledger=ledger)


# What ends together


def test_a_quarter_knows_what_its_last_month_came_to():
    """Both end with March: the month is settled first, and leaves the quarter 30 of 100 EUR.

    Three months at 20 EUR are 60; then 40 for the quarter would make 100, and 50 do not fit.
    """
    terms = agreement(
        stated(Pay(rate="20 EUR"), name="z"),
        stated(Pay(rate="50 EUR"), name="a", period="quarter"),
        settlement=Settlement(steps=[Total(), Cap(limit="100 EUR", over="quarter")]),
        term=TERM,
    )
    quarter = Window.quarter(2026, 1, tz="UTC")
    known = months(z=run("bbb")) + figures(quarter, a="98 %")
    whole = evaluate(terms, known, quarter)
    assert [(one.period, one.low, one.high) for one in whole.settlements] == [
        (JANUARY, 20, 20),
        (FEBRUARY, 20, 20),
        (MARCH, 20, 20),
        (quarter, 40, 40),
    ]
    parts = in_turn(terms, known, JANUARY, FEBRUARY, MARCH)
    assert parts[-1].ledger == whole.ledger


def test_what_ends_at_one_instant_is_judged_before_anything_is_paid():
    """Two levels break in March; each sees the other's breach, whichever comes first by name."""
    both = Test(lookback="count of breached in group 'core' over month", at_least="2 periods")
    levels = [stated(Pay(rate="10 EUR"), name=name, when=both, group="core") for name in ("a", "b")]
    terms = agreement(*levels, term=TERM)
    assert paid(evaluate(terms, months(a=run("bb"), b=run("mb")), first(2))) == exactly(0, 20)
    other = Test(lookback="breached 1 period ago in 'b'", at_least="1 period")
    asking = agreement(stated(Pay(rate="10 EUR"), name="a", when=other), stated(name="b"), term=TERM)
    assert paid(evaluate(asking, months(a=run("mmm"), b=run("bbm")), first(3))) == exactly(0, 10, 10)


def test_customers_are_settled_apart_and_remembered_apart():
    """At most 50 EUR a year each: what North was credited leaves South's cap alone."""
    parties = [
        Party(name=HOST, role="provider"),
        Party(name="North", role="customer"),
        Party(name="South", role="customer"),
    ]
    terms = agreement(
        stated(Pay(rate="30 EUR"), name="a", customer="North"),
        stated(Pay(rate="40 EUR"), name="b", customer="South"),
        parties=parties,
        settlement=Settlement(
            steps=[Total(), Cap(limit="50 EUR", over="year")],
            remedies=[
                Remedy(
                    when=Test(lookback="sum of credited over year as share of fee", at_least="5 %"),
                    steps=[Grant(right="terminate")],
                )
            ],
        ),
        term=TERM,
    )
    known = months(a=run("bb"), b=run("bb"))
    whole = evaluate(terms, known, first(2), charges=FEES)
    assert [(one.creditor, one.low, one.high) for one in whole.settlements] == [
        ("North", 30, 30),
        ("South", 40, 40),
        ("North", 20, 20),
        ("South", 10, 10),
    ]
    # 30 + 20 and 40 + 10 EUR are 5 % of 1,000 EUR in February, for each of them.
    assert [(one.holder, one.period) for one in whole.rights] == [("North", FEBRUARY), ("South", FEBRUARY)]


def test_levels_in_another_zone_end_when_their_month_does():
    """Tokyo's month ends nine hours before London's: it is entered before, and both count for the year."""
    terms = agreement(
        stated(Pay(rate="30 EUR"), name="tokyo", zone="Asia/Tokyo"),
        stated(Pay(rate="30 EUR"), name="london", zone="Europe/London"),
        settlement=Settlement(steps=[Total(), Cap(limit="100 EUR", over="12 months")]),
        zone="Europe/London",
        term=Window.between("2026-01-01", "2027-01-01", tz="Asia/Tokyo"),
    )
    known = Evidence()
    for number in (4, 5):
        for name, zone in (("tokyo", "Asia/Tokyo"), ("london", "Europe/London")):
            known += figures(Window.month(2026, number, tz=zone), **{name: "98 %"})
    window = Window.between("2026-04-01", "2026-06-01", tz="Europe/London")
    ledger = Ledger(agreement="hosting", complete_since=terms.term.start)
    whole = evaluate(terms, known, window, ledger=ledger)
    # Tokyo's April began in March by London's clock; its May ended in May.
    assert [(one.period.end.zone, one.low, one.high) for one in whole.settlements] == [
        ("Asia/Tokyo", 30, 30),
        ("Europe/London", 30, 30),
        ("Asia/Tokyo", 30, 30),
        ("Europe/London", 10, 10),
    ]
    assert [one.creditor for one in whole.settlements] == [CLIENT] * 4


# What else is judged


def test_records_with_verdicts_of_their_own_make_one_period():
    """Two late tickets in January are one breach of it; in a row with February's they are two."""
    level = repairs(
        remedies=[
            Remedy(when=Test(lookback="run of breached", at_least="2 periods"), steps=[Pay(rate="10 EUR")])
        ]
    )
    terms = agreement(level, term=TERM)
    days = [("1", "01-05", 10), ("2", "01-06", 10), ("3", "02-05", 10), ("4", "02-06", 1), ("5", "03-05", 1)]
    rows = [ticket(name, f"2026-{day}T08:00", f"2026-{day}T{8 + hours:02}:00") for name, day, hours in days]
    whole = evaluate(terms, tickets(*rows, covers=first(3)), first(3))
    # The remedy is asked for each ticket: both of February earn it, whichever of them was late.
    assert [(award.record, award.low) for award in whole.awards] == [
        ("1", 0),
        ("2", 0),
        ("3", 10),
        ("4", 10),
        ("5", 0),
    ]


def test_a_month_in_which_nothing_was_to_judge_is_no_breach():
    """No ticket in February: it ends the run, and it is no doubt."""
    level = repairs(
        remedies=[
            Remedy(when=Test(lookback="run of breached", at_least="2 periods"), steps=[Pay(rate="10 EUR")])
        ]
    )
    rows = [
        ticket(str(number), f"2026-0{number}-05T08:00", f"2026-0{number}-05T18:00") for number in (1, 3, 4)
    ]
    whole = evaluate(agreement(level, term=TERM), tickets(*rows, covers=first(4)), first(4))
    assert [(award.period, award.low, award.high) for award in whole.awards] == [
        (JANUARY, 0, 0),
        (MARCH, 0, 0),
        (APRIL, 10, 10),
    ]


def test_an_informal_agreement_remembers_breaches_and_owes_nothing():
    """Its months are entered like any others, so that the next, formal one knows them."""
    level = _counting("run of breached", "2 periods")
    informal = agreement(level, formal=False, term=TERM)
    whole = evaluate(informal, months(uptime=run("bbb")), first(3))
    assert paid(whole) == exactly(0, 0, 0)
    assert [one.what for one in whole.ledger.entries if one.level and one.what != "credited"] == [
        "breached"
    ] * 3
    formal = attrs.evolve(informal, formal=True)
    assert paid(evaluate(formal, figures(APRIL, uptime="98 %"), APRIL, ledger=whole.ledger)) == exactly(10)


def test_a_deemed_breach_counts_as_one():
    """Nobody stated February, and the agreement deems that a breach: with March it is two in a row."""
    level = _counting("run of breached", "2 periods", missing=MissingData(policy="deem breached"))
    whole = evaluate(agreement(level, term=TERM), months(uptime=run("m b")), first(3))
    assert whole.verdict_of("uptime") == (Verdict.MET, Verdict.BREACHED, Verdict.BREACHED)
    assert paid(whole) == exactly(0, 0, 10)


def test_rolling_periods_are_remembered_day_by_day():
    """Every day ends a period: the third breach in a row pays, in each of the days after it as well."""
    level = ServiceLevel(
        name="uptime",
        metric=Reported(name="uptime", unit="%"),
        target=Target(at_least="99 %"),
        period="rolling 2 days",
        remedies=[
            Remedy(when=Test(lookback="run of breached", at_least="3 periods"), steps=[Pay(rate="10 EUR")])
        ],
    )
    known = Evidence()
    for day, figure in ((2, "98 %"), (3, "98 %"), (4, "98 %"), (5, "98 %"), (6, "99.5 %"), (7, "98 %")):
        known += figures(between(f"2026-03-{day - 1:02}", f"2026-03-{day + 1:02}"), uptime=figure)
    term = between("2026-03-01", "2027-01-01")
    window = between("2026-03-02", "2026-03-08")
    ledger = Ledger(agreement="hosting", complete_since=term.start)
    whole = evaluate(agreement(level, term=term), known, window, ledger=ledger)
    assert [award.low for award in whole.awards] == [0, 0, 10, 10, 0, 0]


def test_a_level_that_is_still_open_is_not_entered():
    """Half a month is no period yet: the next evaluation enters it."""
    terms, known = agreement(stated(Pay(rate="10 EUR")), term=TERM), months(uptime=run("bb"))
    half = between("2026-01-01", "2026-02-15")
    before, after = in_turn(terms, known, half, between("2026-02-15", "2026-03-01"))
    assert [one.period for one in before.settlements] == [JANUARY]
    assert [one.period for one in after.settlements] == [FEBRUARY]
    assert after.ledger == evaluate(terms, known, first(2)).ledger
    assert after.total.exact == Money(10, "EUR")
