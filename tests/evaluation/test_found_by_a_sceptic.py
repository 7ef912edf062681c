"""What a sceptic found in evaluator and ledger, each with what is right."""

from __future__ import annotations

import pytest

from evaluation.terms import (
    FEBRUARY,
    HOST,
    JANUARY,
    MARCH,
    agreement,
    between,
    figures,
    outages,
    stated,
    uptime,
)
from evaluation.test_once_wrong import FINE, WATCHED, entries, handed_in, plan
from evaluation.test_timeline import TERM, YEAR, exactly, first, months, paid, run
from slacore import (
    Claim,
    DerivedCharge,
    Evidence,
    Fact,
    Ledger,
    Party,
    Remedy,
    Settlement,
    Test,
    Window,
    WindowSet,
    evaluate,
)
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.model import Entry
from slacore.remedies import Cap, ClaimWithin, Floor, Grant, IssueIf, Pay, Times, Total, Units

# Lookbacks of overdue actions


def test_what_follows_from_an_overdue_action_counts_it_as_overdue():
    """5 EUR for a plan that is not delivered, and twice as much where it is the second in a row."""
    twice = [
        Pay(rate="5 EUR"),
        Times(factor=2, when=Test(lookback="run of overdue", at_least="2 periods")),
    ]
    terms = agreement(stated(actions=[plan(otherwise=Remedy(steps=twice))]), term=TERM)
    result = evaluate(terms, months(uptime=run("bbbm")) + WATCHED, first(4))
    # January's falls due in February, and so on; the present period is included: 1, 2 and 3 in a row.
    # It pays 5, 5 and 5: the run is 0 in every month in which "it was not done in time".
    assert paid(result) == exactly(5, 10, 10)


@pytest.mark.parametrize(("asks", "owes"), [("z", "a"), ("a", "z")])
def test_what_levels_are_called_changes_nothing_about_what_is_overdue(asks, owes):
    """7 EUR where the plan of the other level fell due and was not done, in the same month."""
    follows = Remedy(
        when=Test(lookback=f"count of overdue in '{owes}' over month", at_least="1 period"),
        steps=[Pay(rate="7 EUR")],
    )
    terms = agreement(stated(name=asks, remedies=[follows]), stated(name=owes, actions=[plan()]), term=TERM)
    result = evaluate(terms, months(**{asks: run("mm"), owes: run("bm")}) + WATCHED, first(2))
    # The plan for January fell due on 10 February. Of 'a' that asks of 'z' it is 0.
    assert paid(result) == exactly(0, 7)


# Claims behind a total


CLAIMED_C = Evidence.of(
    Claim,
    [Claim(id="1", submitted="2026-04-02T00:00Z", level="c")],
    covers=between("2026-03-01", "2026-06-01"),
)


def test_a_claim_for_a_level_of_another_group_is_no_claim_for_this_one():
    levels = [
        stated(Pay(rate="10 EUR"), name=name, group=group) for name, group in zip("abcd", "gghh", strict=True)
    ]
    terms = agreement(
        *levels, settlement=Settlement(steps=[Total(by="group"), ClaimWithin(within="30 days")])
    )
    known = figures(a="98 %", b="98 %", c="98 %", d="98 %") + CLAIMED_C
    # "a claim for any of its levels is one for the total": h's 20 EUR are claimed, g's 20 lapse. It is 40.
    assert paid(evaluate(terms, known, MARCH)) == exactly(20)


def test_a_claim_for_a_level_of_another_customer_is_no_claim_for_this_one():
    parties = [Party(name=HOST, role="provider"), *(Party(name=one, role="customer") for one in ("A", "B"))]
    levels = [
        stated(Pay(rate="10 EUR"), name=name, customer=who) for name, who in zip("abcd", "AABB", strict=True)
    ]
    terms = agreement(
        *levels, parties=parties, settlement=Settlement(steps=[Total(), ClaimWithin(within="30 days")])
    )
    known = figures(a="98 %", b="98 %", c="98 %", d="98 %") + CLAIMED_C
    found = {one.creditor: one.claim for one in evaluate(terms, known, MARCH).settlements}
    assert found == {"A": "lapsed", "B": "claimed"}


# A cap of a group over a quarter


def test_a_cap_of_a_group_knows_what_the_last_month_of_the_quarter_came_to():
    levels = [
        stated(Pay(rate="30 EUR"), name="m", group="g"),
        stated(Pay(rate="60 EUR"), name="q", group="g", period="quarter"),
    ]
    settlement = Settlement(steps=[Total(by="group"), Cap(limit="100 EUR", over="quarter")])
    terms = agreement(*levels, settlement=settlement, term=TERM)
    known = months(m=run("bbb")) + figures(Window.quarter(2026, 1, tz="UTC"), q="98 %")
    # 30 + 30 + 30, and 10 are left for the quarter; with `total` of the agreement it is so.
    # It pays 60, 150 in all: March, which ends with the quarter, is passed over.
    assert paid(evaluate(terms, known, first(3))) == exactly(30, 30, 30, 10)


# Amounts that cannot be said


def test_points_that_cannot_be_said_become_money_that_cannot():
    levels = [
        stated(Pay(rate="1 point"), Times(fact="users"), name="a"),
        stated(Pay(rate="10 EUR"), name="b"),
    ]
    steps = [Pay(rate="2 EUR", each="point"), Total()]
    terms = agreement(*levels, settlement=Settlement(steps=steps))
    known = figures(a="98 %", b="98 %")
    said = known + figures(users="3 count")
    # 3 × 2 + 10 EUR.
    assert paid(evaluate(terms, said, MARCH)) == exactly(16)
    # How many users is not known: it says 10 EUR for certain, and enters them so.
    (low, high) = entries(evaluate(terms, known, MARCH))[None]
    assert (low, high) == (None, None)


def test_points_that_cannot_be_said_stay_points():
    """A point for a breach, twice where a fact says so, which nobody stated; and a right to leave for one."""
    points = Remedy(
        name="points", steps=[Pay(rate="1 point"), Times(factor=2, when=Test(fact="x", equals=True))]
    )
    leave = Remedy(
        when=Test(lookback="sum of pointed over year before", at_least="1 point"),
        steps=[Grant(right="leave")],
    )
    terms = agreement(uptime(remedies=[points, leave]), term=TERM)
    # Of January's 744 h 24 were down, which is a breach, and one hour was not watched.
    watched = [between("2026-01-01", "2026-01-10"), between("2026-01-10T01:00", "2026-03-01")]
    known = outages(between("2026-01-20", "2026-01-21"), covers=WindowSet.of(*watched))
    result = evaluate(terms, known, first(2))
    # One point or two in January: in February the right is there. It is denied: no points are entered.
    assert [right.state for right in result.rights] == [None]
    assert {entry.what for entry in result.ledger.entries if entry.period == JANUARY} == {
        "breached",
        "pointed",
    }


# Terms and ledgers


def test_a_charge_made_of_what_an_unknown_group_was_credited():
    made = DerivedCharge(name="odd", lookback="sum of credited in group 'nobody' over year before")
    with pytest.raises(InvalidAgreement, match="unknown group 'nobody'"):
        agreement(stated(Pay(rate="100 % of odd")), charges=[made])


def test_a_breach_entered_by_hand_may_have_owed_an_action():
    """January is entered as breached; nobody says what became of its plan, due on 10 February."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    rows = [Entry(level="uptime", period=JANUARY, what="breached", low=98, high=98, unit="percent")]
    known = months(uptime=[None, "99.9 %"]) + WATCHED
    # At once it is 5 EUR; with nothing entered 0 to 5. With the breach entered it is nothing for certain.
    assert paid(evaluate(terms, months(uptime=run("bm")) + WATCHED, first(2)))[-1] == (5, 5)
    result = evaluate(terms, known, FEBRUARY, ledger=Ledger(agreement="hosting", entries=rows))
    assert paid(result) == [(0, 5)]


def test_what_follows_does_not_hang_on_whether_the_target_holds_in_its_month():
    """Whether the target held in February is not known; the 5 EUR are for January's plan."""
    terms = agreement(
        stated(actions=[plan(otherwise=FINE)], applies=Test(fact="open", equals=True)), term=TERM
    )
    known = months(uptime=run("bm")) + WATCHED
    stated_open = [Fact(id="o1", name="open", value=True, start=JANUARY.start, end=JANUARY.end)]
    for value in (True, False, None):
        said = Evidence(records=stated_open)
        if value is not None:
            said += Evidence(
                records=[Fact(id="o2", name="open", value=value, start=FEBRUARY.start, end=FEBRUARY.end)]
            )
        # Open or not, it is 5; not known which, it is "0 to 5: due: it was not done in time".
        assert paid(evaluate(terms, known + said, first(2)))[-1] == (5, 5)


def test_one_sum_entered_twice_is_refused():
    """A merge by hand that has January twice: of 100 EUR a quarter 40 are left, and it says 0."""
    row = Entry(period=JANUARY, what="credited", low=60, high=60, unit="EUR")
    with pytest.raises(InvalidValue, match="the ledger has credited of the settlement for 2026-01 twice"):
        Ledger(agreement="hosting", entries=[row, row], complete_since=JANUARY.start)


def test_an_entry_whose_least_is_more_than_its_most_is_refused():
    with pytest.raises(InvalidValue, match="the least is not above the most"):
        Entry(period=JANUARY, what="credited", low=5, high=1, unit="EUR")


def test_a_required_action_without_its_name_or_its_due_day_is_refused():
    """It is passed over in silence."""
    with pytest.raises(InvalidValue, match="name the level, the action and when it is due"):
        Entry(period=JANUARY, what="required", level="uptime")


def test_a_completion_may_have_been_for_an_action_of_a_month_that_nobody_knows():
    """January and February were breached, and the one plan of 5 March does for January's, which was late."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    known = months(uptime=run("bbm")) + handed_in("2026-03-05")
    # At once: January's is overdue on 10 February, and February's on 10 March.
    assert paid(evaluate(terms, known, first(3))) == exactly(5, 5)
    # March alone knows neither January nor February: it says "it was done in time", nothing for certain.
    assert paid(evaluate(terms, known, MARCH)) == [(0, 5)]


def test_one_completion_does_not_do_for_the_actions_of_two_levels():
    """evidence.md: "One completion does for one action"."""
    levels = [stated(name=name, actions=[plan(otherwise=FINE)]) for name in "ab"]
    terms = agreement(*levels, term=TERM)
    result = evaluate(terms, months(a=run("bm"), b=run("bm")) + handed_in("2026-02-05"), first(2))
    # Two plans are owed and one was written.
    assert [one.state for one in result.actions].count("done") < 2


def test_a_claim_is_about_no_month_that_has_not_begun():
    """Submitted on 10 February for what was since January: it cannot ask for March."""
    terms = agreement(stated(Pay(rate="10 EUR"), ClaimWithin(within="30 days")), term=TERM)
    claim = Claim(id="1", submitted="2026-02-10T00:00Z", start="2026-01-01T00:00Z")
    known = months(uptime=run("bbb")) + Evidence.of(Claim, [claim], covers=YEAR)
    found = [one.claim for one in evaluate(terms, known, first(3)).awards]
    assert (found[0], found[2]) == ("claimed", "lapsed")


def test_no_step_turns_a_breach_into_a_debt_of_the_customer():
    """Of a rate of −10 EUR it is refused; it is 10 × −1, or at most −3 units."""
    with pytest.raises(InvalidAgreement, match="times -1 would have the customer pay for a breach"):
        agreement(stated(Pay(rate="10 EUR"), Times(factor=-1)))
    with pytest.raises(InvalidValue, match="no more than -3 units are none at all"):
        Units(below="99 %", per="1 %", at_most=-3)


@pytest.mark.parametrize(
    "never",
    [
        {"lookback": "count of breached over 3 periods", "at_least": "4 periods"},
        {"lookback": "run of breached", "below": "0 periods"},
        {"lookback": "breached 3 periods ago", "above": "1 period"},
        {"above": "110 %"},
    ],
)
def test_a_condition_that_can_never_hold_is_refused(never):
    """As a target that no figure can meet is: the right would never be there, without a word."""
    leave = Remedy(when=Test(**never), steps=[Grant(right="leave")])
    with pytest.raises(InvalidAgreement):
        agreement(stated(remedies=[leave]))


def test_what_nobody_can_owe_is_no_question():
    """As 'breached' of a level without a target is refused: this level has no actions."""
    leave = Remedy(when=Test(lookback="run of overdue", at_least="3 periods"), steps=[Grant(right="leave")])
    with pytest.raises(InvalidAgreement):
        agreement(stated(remedies=[leave]))


# What can still lapse, behind a total


OPEN = [
    stated(Pay(rate="100 EUR"), name="a"),
    stated(Pay(rate="50 EUR"), ClaimWithin(within="30 days"), name="b"),
]


@pytest.mark.parametrize(
    ("steps", "least", "most"),
    [
        # 100 EUR are owed whatever happens; b's 50 may lapse.
        ([], 100, 150),
        ([Total()], 100, 150),
        ([Total(), Cap(limit="120 EUR")], 100, 120),
        # 100 EUR are not more than 120, and are not issued.
        ([Total(), IssueIf(above="120 EUR")], 0, 150),
    ],
)
def test_what_can_lapse_can_lapse_behind_a_total_as_well(steps, least, most):
    """The ledger held 150 EUR for certain where a `total` joins them, and nothing unclaimed."""
    terms = agreement(*OPEN, settlement=Settlement(steps=steps))
    result = evaluate(terms, figures(a="98 %", b="98 %"), MARCH)
    low, high = entries(result)[None]
    assert low <= least
    assert high >= most


def test_two_credits_with_two_deadlines_behind_a_total_are_both_unclaimed():
    """100 EUR to be claimed in 30 days and 50 in 60: nobody has claimed anything."""
    both = [
        Remedy(name=name, steps=[Pay(rate=rate), ClaimWithin(within=within)])
        for name, rate, within in (("x", "100 EUR", "30 days"), ("y", "50 EUR", "60 days"))
    ]
    terms = agreement(stated(remedies=both), settlement=Settlement(steps=[Total()]))
    result = evaluate(terms, figures(uptime="98 %"), MARCH)
    # Without the total it is 0 to 150.
    assert entries(result)[None] == (0, 150)
    assert result.settlements[0].unclaimed == 150


def test_what_can_lapse_is_taken_off_once():
    """0 to 150 EUR, of which 50 may lapse: nobody is credited −50 EUR."""
    terms = agreement(*OPEN, settlement=Settlement(steps=[Cap(limit="120 EUR", over="quarter")]))
    low, _ = entries(evaluate(terms, figures(a="98 %", b="98 %"), MARCH))[None]
    assert low == 0


# What each level was credited, where the settlement still knows it level by level


@pytest.mark.parametrize("first_step", [[], [Total(by="level")]])
def test_a_cap_of_each_level_over_a_year_is_used_up_by_what_that_level_was_paid(first_step):
    """At most 60 EUR a year for each level. January: a earns 100 and is paid 60, b is paid its 50."""
    levels = [stated(Pay(rate="100 EUR"), name="a"), stated(Pay(rate="50 EUR"), name="b")]
    settlement = Settlement(steps=[*first_step, Cap(limit="60 EUR", over="year")])
    terms = agreement(*levels, settlement=settlement, term=TERM)
    result = evaluate(terms, months(a=run("bb"), b=run("bb")), first(2))
    # February: of a nothing is left, of b 10. It pays 23.33 EUR to b, 73.33 in all: January's 110 EUR are
    # entered as 73.33 for a and 36.67 for b, in proportion to 100 and 50.
    assert paid(result) == exactly(110, 10)


def test_what_is_too_small_to_be_issued_was_not_credited():
    """B's 50 EUR are not issued: all that was credited is a's."""
    levels = [stated(Pay(rate="100 EUR"), name="a"), stated(Pay(rate="50 EUR"), name="b")]
    settlement = Settlement(steps=[Total(by="level"), IssueIf(above="60 EUR"), Total()])
    found = entries(evaluate(agreement(*levels, settlement=settlement), figures(a="98 %", b="98 %"), MARCH))
    # It is 66.67 and 33.33.
    assert (found["a"], found["b"]) == ((100, 100), (0, 0))


# Rights of a settlement, and conditions in one


def test_a_right_of_the_settlement_is_asked_for_every_customer():
    """A's level pays nothing and gives a right; B's level pays. A's was broken, and B got the right alone."""
    parties = [Party(name=HOST, role="provider"), *(Party(name=one, role="customer") for one in ("A", "B"))]
    leave = Remedy(
        when=Test(lookback="count of breached in 'a' over 3 months", at_least="1 period"),
        steps=[Grant(right="leave")],
    )
    terms = agreement(
        stated(name="a", customer="A"),
        stated(Pay(rate="60 EUR"), name="b", customer="B"),
        parties=parties,
        settlement=Settlement(remedies=[leave]),
        term=TERM,
    )
    result = evaluate(terms, months(a=run("b"), b=run("m")), JANUARY)
    assert "A" in {one.holder for one in result.rights}


def test_a_settlement_does_not_ask_for_the_figure_of_a_level_with_other_periods():
    """As for a level; every month is unsaid, because 'q' has a figure at the end of the quarter only."""
    twice = Times(factor=2, when=Test(level="q", below="99 %"))
    with pytest.raises(InvalidAgreement, match="other periods"):
        agreement(
            stated(Pay(rate="10 EUR"), name="m"),
            stated(Pay(rate="10 EUR"), name="q", period="quarter"),
            settlement=Settlement(steps=[twice]),
        )


def test_no_level_is_credited_many_times_what_it_earned():
    """100 − 99 EUR are 1, and 50 at least are paid: a is credited 5,000 EUR of them, and b −4,950."""
    terms = agreement(
        stated(Pay(rate="100 EUR"), name="a"),
        stated(Pay(rate="-99 EUR"), name="b", when="always"),
        settlement=Settlement(steps=[Total(), Floor(limit="50 EUR")]),
    )
    (low, high) = entries(evaluate(terms, figures(a="98 %", b="98 %"), MARCH))["a"]
    # Signs differ and the net was changed, so that there is no proportion: nothing to what it earned.
    assert (low, high) == (0, 100)


def test_an_action_that_was_done_is_no_finding_at_the_end_of_the_agreement():
    """December's plan was written on 20 December; the finding says what follows "if it is not done"."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=YEAR)
    result = evaluate(terms, months(uptime=run("m" * 11 + "b")) + handed_in("2026-12-20"), YEAR)
    assert [one.state for one in result.actions] == ["done"]
    assert not result.findings


def test_a_completion_that_names_no_level_does_for_the_only_level_that_owes_the_action():
    """evidence.md: "any of them where it is absent". b was kept and owes no plan, so it is a's."""
    levels = [stated(name=name, actions=[plan(otherwise=FINE)]) for name in "ab"]
    result = evaluate(
        agreement(*levels, term=TERM), months(a=run("bm"), b=run("mm")) + handed_in("2026-02-05"), first(2)
    )
    # A mend of the one above had made it unknown, 0 to 5 EUR.
    assert [(one.level, one.state) for one in result.actions] == [("a", "done")]
    assert paid(result)[-1] == (0, 0)


def test_shares_of_points_that_become_money_behind_the_total():
    """As with the total behind: a earned 100 EUR and 2 points of 10 EUR each, b 50 EUR."""
    a = [Remedy(name="x", steps=[Pay(rate="100 EUR")]), Remedy(name="y", steps=[Pay(rate="2 points")])]
    terms = agreement(
        stated(name="a", remedies=a),
        stated(Pay(rate="50 EUR"), name="b"),
        settlement=Settlement(steps=[Total(), Pay(rate="10 EUR", each="point")]),
    )
    found = entries(evaluate(terms, figures(a="98 %", b="98 %"), MARCH))
    # It is 113.33 and 56.67, more than b ever earned: 170 in proportion to 100 and 50.
    assert (found["a"], found["b"]) == ((120, 120), (50, 50))
