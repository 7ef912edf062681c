"""Total and worst: amounts of several levels or records, added up or only the largest of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    between,
    figures,
    outages,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from remedies.paying import only, pays, seen
from slacore import Claim, Evidence, ServiceLevel, Settlement, Target, evaluate
from slacore.metrics import ResponseTime
from slacore.model import Amount, Case
from slacore.remedies import Cap, ClaimWithin, IssueIf, Pay, Total, Units, Worst


def levels(**pay: str):
    """Two levels of group a and one without, each of which pays so much at 98 %."""
    return [
        stated(Pay(rate=rate), name=name, group=None if name == "three" else "a")
        for name, rate in pay.items()
    ]


def settled(*steps, pay=None, **said: str):
    """What three levels come to, 10, 20 and 40 EUR, in March."""
    rates = pay or {"one": "10 EUR", "two": "20 EUR", "three": "40 EUR"}
    terms = agreement(*levels(**rates), settlement=Settlement(steps=steps))
    return evaluate(terms, figures(**{"one": "98 %", "two": "98 %", "three": "98 %", **said}), MARCH)


def in_order(result) -> str:
    """The amounts after the first step, by size."""
    amounts = only(result).steps[0].after.split(" + ")
    return " + ".join(sorted(amounts, key=lambda text: Fraction(text.split()[0])))


@pytest.mark.parametrize(
    ("by", "kept", "owed"),
    [
        ("level", "10.00 EUR + 20.00 EUR + 40.00 EUR", 70),
        # One credit for one set of events: of the two in the group the larger.
        ("group", "20.00 EUR + 40.00 EUR", 60),
        ("record", "10.00 EUR + 20.00 EUR + 40.00 EUR", 70),
        ("agreement", "40.00 EUR", 40),
    ],
)
def test_only_the_largest_of_each_counts(by, kept, owed):
    """By level, by group of levels, by record, or of them all."""
    result = settled(Worst(by=by))
    assert (in_order(result), only(result).low) == (kept, owed)


def test_the_largest_of_each_group_unless_it_is_said_otherwise():
    """`worst` alone is by group."""
    assert Worst() == Worst(by="group")
    assert Worst().sentence() == "the largest by group"
    assert only(settled(Worst())).steps[0].note == "only the largest counts: not the 10.00 EUR of one"


def test_what_was_not_broken_is_not_the_worst():
    """The larger one of the group was kept: the smaller counts."""
    assert only(settled(Worst(), two="99.5 %")).low == 10 + 40


def test_a_cap_on_the_largest_stands_behind_it():
    """Worst 40 EUR, at most 25; and of what is capped at 25 each, the largest of the group and the other."""
    assert only(settled(Worst(by="agreement"), Cap(limit="25 EUR"))).low == 25
    assert only(settled(Cap(limit="15 EUR"), Worst())).low == 15 + 15


def test_equal_ones_are_one():
    """Two of 20 EUR in one group are 20 EUR."""
    rates = {"one": "20 EUR", "two": "20 EUR", "three": "1 EUR"}
    assert only(settled(Worst(), pay=rates)).low == 21


def test_the_customers_debt_is_never_the_worst_beside_a_credit():
    """-5 and 10: the larger is 10. Two debts: the one nearer to nothing."""
    case = Case(period=MARCH)

    def one(value: int) -> Amount:
        return Amount(value=Fraction(value), unit="EUR", group="a")

    assert [kept.value for kept in Worst().apply((one(-5), one(10)), case)] == [10]
    assert [kept.value for kept in Worst().apply((one(-5), one(-7)), case)] == [-5]


def test_the_largest_of_what_is_partly_unknown_is_unknown():
    """10 EUR or more than that: nobody can say."""
    known = Amount(value=Fraction(10), unit="EUR", group="a")
    unknown = Amount(value=None, unit="EUR", group="a", note="nobody knows")
    for amounts in ((known, unknown), (unknown, known)):
        (kept,) = Worst().apply(amounts, Case(period=MARCH))
        assert (kept.value, kept.note) == (None, "nobody knows")


def outage_of(low: str, high: str, **rates: str):
    """Levels that all see one outage in April, at so much for each percent lost."""
    levels = [
        uptime(Units(below="100 %", per="1 %"), Pay(rate=rate), name=name, target="100 %", group="a")
        for name, rate in rates.items()
    ]
    return levels, *seen(low, high)


@pytest.mark.parametrize(
    ("step", "least", "most"),
    [
        # 2 % to 5 % lost: 20 to 50 EUR and 30 to 75.
        (Worst(), 30, 75),
        (Total(by="group"), 50, 125),
    ],
)
def test_of_doubtful_amounts_the_largest_lies_between_the_largest(step, least, most):
    """10 and 15 EUR for each percent lost, of which 2 to 5 are."""
    levels, evidence, april = outage_of("95", "98", one="10 EUR", two="15 EUR")
    owed = only(evaluate(agreement(*levels, settlement=Settlement(steps=[step])), evidence, april))
    assert (owed.low, owed.high, owed.loose) == (least, most, True)


def test_points_and_euros_are_not_compared():
    """5 points are not less than 10 EUR: each unit has its largest."""
    rates = {"one": "5 points", "two": "10 EUR", "three": "2 points"}
    result = settled(Worst(by="agreement"), pay=rates)
    assert sorted(str(owed) for owed in result.settlements) == ["10.00 EUR", "5 points"]


def two_clocks(*steps):
    """Each ticket must be answered within 1 h, else 20 EUR, and repaired within 4 h, else 45 EUR."""
    answer = ServiceLevel(
        name="answer",
        metric=ResponseTime(unit="hour"),
        target=Target(at_most="1 h"),
        remedies=[pays(Pay(rate="20 EUR"))],
    )
    return agreement(
        answer,
        repairs(Pay(rate="45 EUR"), name="repair"),
        settlement=Settlement(steps=steps),
    )


@pytest.mark.parametrize(
    ("steps", "after", "owed"),
    [
        # Each ticket earned 65 EUR, and may earn 50.
        ((Total(by="record"), Cap(limit="50 EUR")), "65.00 EUR + 65.00 EUR", 100),
        # One credit for one incident: the 45 EUR of the repair.
        ((Worst(by="record"),), "45.00 EUR + 45.00 EUR", 90),
        ((Total(by="level"), Cap(limit="50 EUR")), "40.00 EUR + 90.00 EUR", 40 + 50),
    ],
)
def test_what_two_levels_owe_for_one_ticket_is_joined_by_the_ticket(steps, after, owed):
    """Two tickets, both answered after 2 h and repaired after 10 h."""
    rows = [ticket(name, "2026-03-02T09:00", "2026-03-02T19:00") for name in ("T-1", "T-2")]
    result = evaluate(two_clocks(*steps), tickets(*rows), MARCH)
    assert (in_order(result), only(result).low) == (after, owed)


@pytest.mark.parametrize(
    ("by", "owed", "claim"),
    [
        # The ticket's 20 and 45 EUR, and nothing for the other.
        ("record", 65, None),
        # What a level comes to is of two tickets, and the claim is about one.
        ("level", 0, "lapsed"),
    ],
)
def test_a_claim_about_a_ticket_is_one_for_what_its_levels_come_to(by, owed, claim):
    """Two tickets, answered and repaired too late, of which the customer claims the second."""
    rows = [ticket(name, "2026-03-02T09:00", "2026-03-02T19:00") for name in ("T-1", "T-2")]
    asked = Claim(id="C-1", submitted="2026-04-02T09:00Z", record="T-2")
    known = Evidence.of(Claim, [asked], covers=between("2026-03-01", "2026-05-01"))
    for step in (Total(by=by), Worst(by=by)):
        terms = two_clocks(step, ClaimWithin(within="30 days"))
        found = only(evaluate(terms, tickets(*rows) + known, MARCH))
        assert (found.low, found.claim) == (owed if isinstance(step, Total) or not owed else 45, claim)


def test_a_sum_of_which_a_part_was_capped_or_too_small_says_so():
    """10 EUR as they were and 20 that became 15; 10 that were too small and 20."""
    assert not only(settled(Total())).capped
    assert only(settled(Cap(limit="15 EUR"), Total(by="group"))).capped
    assert not only(settled(Total())).suppressed
    found = only(settled(IssueIf(above="10 EUR"), Total()))
    assert (found.low, found.suppressed) == (60, True)


def test_what_is_about_no_record_is_joined_by_its_level():
    """An availability beside the tickets is a sum of its own."""
    terms = agreement(
        repairs(Pay(rate="45 EUR")),
        uptime(Pay(rate="10 EUR"), target="100 %"),
        settlement=Settlement(steps=[Total(by="record")]),
    )
    rows = [ticket(name, "2026-03-02T09:00", "2026-03-02T19:00") for name in ("T-1", "T-2")]
    down = outages(between("2026-03-02T09:00", "2026-03-02T10:00"))
    result = evaluate(terms, tickets(*rows) + down, MARCH)
    assert (in_order(result), only(result).low) == ("10.00 EUR + 45.00 EUR + 45.00 EUR", 100)
