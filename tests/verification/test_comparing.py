"""Comparing: expectations in Python beside evaluations, where the plain case does not reach."""

from __future__ import annotations

from fractions import Fraction

import pytest

import slacore as sla
from slacore.errors import InvalidValue
from slacore.evidence import Evidence
from slacore.metrics import Availability, Reported, ResolutionTime
from slacore.remedies import Pay
from slacore.verification import (
    Expectation,
    Expected,
    ExpectedLevel,
    ExpectedPenalty,
    Figure,
    Sum,
    differences,
)

APRIL = sla.Window.month(2026, 4, tz="UTC")
HOST = sla.Party(name="Riverside Hosting", role="provider")
SHOP = sla.Party(name="Maple Books", role="customer")


def level(name="uptime", *, pay=None, metric=None, target="99.9 %", **more):
    """A level of availability that pays by itself, whatever the figure."""
    remedies = [sla.Remedy(steps=[Pay(rate=pay)], when="always")] if pay else []
    return sla.ServiceLevel(
        name=name,
        metric=metric or Availability(),
        target=sla.Target(at_least=target) if target else None,
        remedies=remedies,
        **more,
    )


def result(*levels, covers=APRIL, outages=(), parties=(HOST, SHOP), evidence=None):
    agreement = sla.Agreement(name="Hosting", zone="UTC", parties=parties, levels=levels)
    seen = Evidence.of(sla.Outage, outages, covers=covers) if evidence is None else evidence
    return sla.evaluate(agreement, seen, APRIL)


def told(evaluation, **expected):
    """The differences as text."""
    expectation = Expectation(window="2026-04", expect=Expected(**expected))
    return [str(one) for one in differences(expectation, evaluation)]


def row(**fields):
    return ExpectedLevel(**{"level": "uptime", "period": "2026-04", **fields})


def owed(amount, **fields):
    return ExpectedPenalty(period="2026-04", owed=amount, **fields)


def test_a_gap_is_expected_as_a_pair():
    """36 h of 720 are not watched: 95 % to 100 %."""
    half = sla.Window.parse("2026-04-01/2026-04-29T12:00", tz="UTC")
    one = result(level(), covers=half)
    pair = {"low": "95 %", "high": "100 %"}
    assert told(one, levels=[row(measured=pair, verdict="indeterminate")]) == []
    assert told(one, levels=[row(measured={"low": "95 %"}, verdict="indeterminate")]) == [
        "level uptime, 2026-04: measured: expected at least 95 %, found 95 % to 100 %"
    ]


def test_no_data_is_expected_as_none():
    """Nobody watched, and nothing was reported."""
    one = result(level(metric=Reported(name="survey", unit="%"), target=None), evidence=Evidence())
    assert told(one, levels=[row(measured="none")]) == []
    assert told(one, levels=[row(measured="5 %")]) == [
        "level uptime, 2026-04: measured: expected 5 %, found no data"
    ]


def test_a_level_without_a_target_has_no_verdict():
    one = result(level(target=None))
    assert told(one, levels=[row(measured="100 %")]) == []
    assert told(one, levels=[row(verdict="met")]) == [
        "level uptime, 2026-04: verdict: expected met, found none"
    ]


def test_where_there_was_nothing_to_judge_nothing_need_be_listed():
    """No ticket in April: there is no record to list, and a row that says so is right as well."""
    one = result(
        level(metric=ResolutionTime(), target=None), evidence=Evidence.of(sla.Ticket, [], covers=APRIL)
    )
    assert told(one, levels=[]) == []
    assert told(one, levels=[row(measured="none")]) == []
    assert told(one, levels=[row(measured="4 h")]) == [
        "level uptime, 2026-04: measured: expected 4 h, found no data"
    ]


def test_a_bonus_is_what_the_customer_owes():
    """-50 EUR of the provider's are 50 EUR of the customer's; the total is the provider's."""
    one = result(level(pay="-50 EUR"))
    bonus = owed("50 EUR", exact="50 EUR", debtor="Maple Books", creditor="Riverside Hosting")
    assert told(one, penalties=[bonus], total="-50 EUR") == []
    assert told(one, penalties=[owed("-50 EUR")], total="50 EUR") == [
        "penalty 2026-04: owed: expected -50.00 EUR, found 50.00 EUR",
        "total: expected 50.00 EUR, found -50.00 EUR",
    ]


def test_what_is_payable_was_rounded_and_what_is_exact_was_not():
    """A third of an euro is 33 cents."""
    one = result(level(pay="1/3 EUR"))
    assert told(one, penalties=[owed("0.33 EUR", exact="1/3 EUR")], total="0.33 EUR") == []
    assert told(one, penalties=[owed("1/3 EUR", exact="0.33 EUR")]) == [
        "penalty 2026-04: owed: expected 1/3 EUR (0.333333… EUR), found 0.33 EUR",
        "penalty 2026-04: exact: expected 0.33 EUR, found 1/3 EUR (0.333333… EUR)",
    ]


def test_a_charge_that_is_not_known_leaves_a_share():
    one = result(level(pay="10 % of fee"))
    assert told(one, penalties=[owed("10 % of fee")], total="10 % of fee") == []
    assert told(one, penalties=[owed("10 % of rent")]) == [
        "penalty 2026-04: owed: expected 10 % of rent, found 10 % of fee"
    ]


def test_what_comes_to_nothing_need_not_be_listed_and_may_be():
    """A level that pays nothing, and one that pays nothing in another unit."""
    one = result(level(pay="0 EUR"))
    for nothing in ("0 EUR", "0 points"):
        assert told(one, penalties=[owed(nothing)], total=nothing) == []
    assert told(one, penalties=[], total=[]) == []
    assert told(one, penalties=[owed("1 EUR")]) == ["penalty 2026-04: owed: expected 1.00 EUR, found nothing"]


def test_two_that_owe_alike_are_told_apart_by_name():
    """Two providers owe 10 EUR each: the row without a name leaves the other row its own."""
    other = sla.Party(name="Night Watch", role="provider")
    one = result(
        level("uptime", pay="10 EUR", provider="Night Watch"),
        level("second", pay="10 EUR", provider="Riverside Hosting"),
        parties=(HOST, other, SHOP),
    )
    for name, rest in (("Night Watch", "Riverside Hosting"), ("Riverside Hosting", "Night Watch")):
        rows = [owed("10 EUR"), owed("10 EUR", debtor=name)]
        assert told(one, penalties=rows) == []
        assert told(one, penalties=rows[1:]) == [
            "penalty 2026-04: expected nothing, found owed 10.00 EUR, exact 10.00 EUR, "
            f"debtor {rest}, creditor Maple Books"
        ]
    assert told(one, total="20 EUR") == []


def test_a_sum_is_held_against_the_settlement_in_its_unit():
    """Points and money of one month: what is wrong with the points is not said of the money."""
    for pays in (("10 EUR", "2 points"), ("2 points", "10 EUR")):
        one = result(*(level(f"level {number}", pay=pay) for number, pay in enumerate(pays)))
        assert told(one, penalties=[owed("10 EUR"), owed("3 points", debtor="Night Watch")]) == [
            "penalty 2026-04: owed: expected 3 points, found 2 points",
            "penalty 2026-04: debtor: expected Night Watch, found Riverside Hosting",
        ]
        assert told(one, penalties=[owed("3 points")])[0] == (
            "penalty 2026-04: owed: expected 3 points, found 2 points"
        )


def test_a_period_is_not_read_in_the_zone_of_another_level():
    """02:00 in Berlin is midnight in UTC, where the first level has its April; its own 02:00 is not."""
    one = result(level(), level("other", zone="Europe/Berlin"))
    text = "2026-04-01T02:00/2026-05-01T02:00"
    assert told(one, levels=[row(period=text, verdict="met")])[0] == (
        f"level uptime, {text}: expected verdict met, found nothing"
    )


def test_the_differences_are_in_the_order_of_the_expectation():
    """First what is expected, as it is written; then what is beyond it, as it was found."""
    one = result(level("b"), level("a"), level("c"))
    rows = [row(level="c", verdict="breached"), row(level="a", verdict="breached")]
    assert [line.partition(",")[0] for line in told(one, levels=rows)] == ["level c", "level a", "level b"]


def test_an_expectation_that_expects_nothing_is_refused():
    with pytest.raises(InvalidValue, match="nothing is expected; state a verdict"):
        Expected()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: row(period="April"), "period: 'April' is not a window"),
        (lambda: row(measured=5), "measured: 5 has no unit"),
        (lambda: row(measured={"least": "5 %"}), "measured: unknown field 'least'"),
        (lambda: row(measured={"low": "5 %", "high": "4 %"}), "measured: the low end 5 % lies above"),
        (lambda: row(measured={"low": "5 %", "high": "4 h"}), "measured: "),
        (lambda: owed("ten"), "owed: 'ten' is not a rate"),
        (lambda: owed({"low": "1 EUR", "high": "2 USD"}), "owed: the two ends are in EUR and USD"),
        (lambda: owed({"low": "2 EUR", "high": "1 EUR"}), "owed: the low end 2 lies above the high end 1"),
        (lambda: owed("1 EUR", exact="1"), "exact: '1' is not a rate"),
        (lambda: Expected(total=["1 EUR", None]), "total: None is not a rate"),
        (lambda: Expectation(window="April", expect=Expected(verdict="met")), "window: 'April' is not"),
        (
            lambda: Expectation(window="2026", expect=Expected(verdict="met"), known_at="now"),
            "known at: 'now' is not an instant",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(make, message):
    with pytest.raises(InvalidValue) as refused:
        make()
    assert str(refused.value).startswith(message)


def test_figures_and_sums_are_equal_by_what_they_mean():
    """An hour is sixty minutes; nothing is nothing in every unit."""
    assert row(measured="1 h").measured == Figure(
        low=sla.Quantity("60", "min"), high=sla.Quantity("1", "hour")
    )
    assert owed("0 EUR").owed == owed("0 points").owed
    assert row(measured=Figure(measured=False)) == row(measured="none")
    assert owed(Sum(low=Fraction(5), high=Fraction(5), unit="EUR")) == owed("5 EUR")
    assert owed("unsaid").owed == Sum() == owed({}).owed == Sum(unit="EUR")
    assert owed({"low": "5 EUR"}).owed == Sum(low=Fraction(5), unit="EUR")
    assert [str(owed(text).owed) for text in ("unsaid", "0 EUR", "1/3 points", {"high": "5 EUR"})] == [
        "unsaid",
        "nothing",
        "1/3 point (0.333333… points)",
        "at most 5.00 EUR",
    ]
