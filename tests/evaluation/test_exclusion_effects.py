"""What an exclusion does to a month: four effects, allowances, and relief of the remedy only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.terms import (
    APRIL,
    MARCH,
    agreement,
    at,
    between,
    outages,
    remedies,
    repairs,
    ticket,
    tickets,
    uptime,
)
from slacore import (
    Bounds,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    MissingData,
    Money,
    Probe,
    ServiceLevel,
    Target,
    Verdict,
    Window,
    WindowSet,
    evaluate,
    loads,
)
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.metrics import Availability, Downtime, PercentWithin, ResolutionTime
from slacore.remedies import Pay, Units

# April has 720 h. Down on the 10th from 00:00 to 12:00, and on the 20th from 00:00 to 06:00.
FIRST = between("2026-04-10", "2026-04-10T12:00")
SECOND = between("2026-04-20", "2026-04-20T06:00")
# Maintenance from 06:00 to 16:00 on the 10th: 10 h, of which 6 h were down.
WORKS = between("2026-04-10T06:00", "2026-04-10T16:00")
# 10 EUR for each percent below 100 %.
PAID = (Units(below="100 %", per="1 %"), Pay(rate="10 EUR"))


def asked(*spans: Window, cause: str = "maintenance", **more: Any) -> Evidence:
    """Requests to leave out these spans."""
    return Evidence(
        records=[
            Exemption(id=f"{cause} {number}", start=span.start, end=span.end, cause=cause, **more)
            for number, span in enumerate(spans, 1)
        ]
    )


def april(*exclusions: Exclusion, asks: Evidence, seen: Evidence | None = None, **terms: Any) -> Evaluation:
    """April at 99 %, under those exclusions."""
    evidence = outages(FIRST, SECOND, covers=APRIL) if seen is None else seen
    return evaluate(agreement(uptime(*PAID, exclusions=exclusions, **terms)), evidence + asks, APRIL)


def excluded(effect: str, **more: Any) -> Exclusion:
    return Exclusion(cause="maintenance", effect=effect, **more)


@pytest.mark.parametrize(
    ("effect", "figure"),
    [
        # 6 of the 18 h are excused: 12 of 720 h down, 708 ÷ 720.
        ("numerator", Fraction(708 * 100, 720)),
        # The 10 h leave the month: 12 of 710 h down, 698 ÷ 710.
        ("denominator", Fraction(698 * 100, 710)),
        # 702 h up and 10 h added to them, though the service was up in 4 of those: 712 ÷ 720.
        ("added back", Fraction(712 * 100, 720)),
        # Nothing is taken from the figure: 18 of 720 h down.
        ("relief", Fraction(702 * 100, 720)),
    ],
)
def test_one_month_under_each_effect(effect, figure):
    """18 h down of 720 h, and 10 h of maintenance over 6 of them."""
    result = april(excluded(effect), asks=asked(WORKS))
    (seen,) = result.observations
    assert seen.bounds == Bounds.exactly(figure)
    assert (seen.exclusions[0].effect, seen.exclusions[0].applied.micros) == (effect, WORKS.micros)


@pytest.mark.parametrize(
    ("effect", "hours"),
    # 18 h less 6; the same 12; 18 less all 10; and 18 as they were.
    [("numerator", 12), ("denominator", 12), ("added back", 8), ("relief", 18)],
)
def test_downtime_under_each_effect(effect, hours):
    """The same month, as hours that were down."""
    level = ServiceLevel(name="down", metric=Downtime(unit="hour"), exclusions=[excluded(effect)])
    evidence = outages(FIRST, SECOND, covers=APRIL) + asked(WORKS)
    (seen,) = evaluate(agreement(level), evidence, APRIL).observations
    assert seen.bounds == Bounds.exactly(hours)


def test_a_use_names_the_term_that_it_was_decided_by():
    """Its effect and its clause; nothing where the agreement has no such cause."""
    requests = asked(FIRST) + asked(SECOND, cause="flood")
    result = april(excluded("denominator", clause="3.2"), asks=requests)
    assert [(use.cause, use.effect, use.clause) for use in result.observations[0].exclusions] == [
        ("maintenance", "denominator", "3.2"),
        ("flood", "", None),
    ]


def test_what_is_added_back_never_exceeds_what_was_down():
    """20 h of maintenance are added to a month with 18 h down: 100 % and not more."""
    result = april(excluded("added back"), asks=asked(between("2026-04-25", "2026-04-25T20:00")))
    assert result.observations[0].bounds == Bounds.exactly(100)


# Relief: the breach stands, and the remedy is reckoned without the relieved time.


def test_relief_leaves_the_breach_and_takes_the_payment():
    """18 h down are 97.5 %; without the relieved 12 h and 6 h nothing was down, so nothing is owed."""
    result = april(excluded("relief"), asks=asked(FIRST, SECOND))
    assert (result.verdict, len(result.breaches)) == (Verdict.BREACHED, 1)
    assert result.breaches[0].measured == Bounds.exactly("97.5")
    assert result.penalties == ()
    (award,) = result.awards
    assert (award.due, award.low, award.high) == (False, 0, 0)
    assert award.why == "not due: the commitment of ≥ 99 % is met by the figure that remedies read"
    assert "figure that remedies read: 100 percent" in result.explain()


def test_relief_of_a_part_pays_for_the_rest():
    """18 h down less 8 h relieved: 10 of 720 h are 1.388… %, at 10 EUR for each percent 13.89 EUR."""
    result = april(excluded("relief"), asks=asked(between("2026-04-10T04:00", "2026-04-10T12:00")))
    assert result.verdict is Verdict.BREACHED
    assert result.penalties[0].exact == Money(Fraction(1000, 72), "EUR")
    assert result.penalties[0].payable == Money("13.89", "EUR")


def probes(*good: bool) -> Evidence:
    """One probe a day from the 1st on, at noon."""
    rows = [
        Probe(id=f"{day:02}", at=f"2026-04-{day:02}T12:00Z", good=answer)
        for day, answer in enumerate(good, 1)
    ]
    return Evidence.of(Probe, rows, covers=APRIL)


def probed(seen: Evidence, asks: Evidence, effect: str = "relief", **terms: Any) -> Evaluation:
    level = ServiceLevel(
        name="answers",
        metric=Availability(source="probes"),
        target=Target(at_least="99 %"),
        exclusions=[excluded(effect)],
        remedies=remedies(*PAID),
        **terms,
    )
    return evaluate(agreement(level), seen + asks, APRIL)


def test_relief_of_all_that_was_measured_leaves_nothing_to_pay_for():
    """Every probe lies in relieved time: 50 % stays the figure, and no figure is left for the remedy."""
    result = probed(probes(True, False), asked(APRIL))
    assert (str(result.observations[0]), result.verdict) == ("50 %", Verdict.BREACHED)
    assert (result.awards[0].why, result.penalties) == ("not due: an exclusion relieves of the remedy", ())


def test_relief_never_makes_a_remedy_dearer():
    """Good probes in relieved time: without them 0 of 2, with them 2 of 4, and 50 % is what counts."""
    result = probed(probes(False, False, True, True), asked(between("2026-04-03", "2026-04-05")))
    # 50 units of 10 EUR.
    assert result.penalties[0].payable == Money(500, "EUR")


def test_the_policy_on_missing_data_holds_for_the_relieved_figure_as_well():
    """Half of April unseen and counted as good: 18 h down less 12 h relieved are paid for, 8.33 EUR."""
    seen = outages(
        FIRST, between("2026-04-12", "2026-04-12T06:00"), covers=between("2026-04-01", "2026-04-16")
    )
    result = april(
        excluded("relief"),
        asks=asked(FIRST),
        seen=seen,
        target="99.9 %",
        missing=MissingData(policy="count as good"),
    )
    assert result.observations[0].bounds == Bounds.exactly("97.5")
    # 6 ÷ 720 = 0.8333… %.
    assert result.penalties[0].exact == Money(Fraction(600, 72), "EUR")


def test_relief_of_one_ticket_leaves_the_other_s_remedy():
    """Two late tickets, one of them wholly in relieved time: both are breaches, one is paid for."""
    level = repairs(Pay(rate="10 EUR"), exclusions=[excluded("relief")])
    late = tickets(
        ticket("flood", "2026-03-02T09:00", "2026-03-02T19:00"),
        ticket("slow", "2026-03-10T09:00", "2026-03-10T19:00"),
        # Begun before the relief: its time lies in it in part only.
        ticket("long", "2026-03-01T23:00", "2026-03-02T19:00"),
    )
    result = evaluate(agreement(level), late + asked(between("2026-03-02", "2026-03-03")), MARCH)
    assert [breach.record for breach in result.breaches] == ["flood", "long", "slow"]
    assert {award.record: award.due for award in result.awards} == {
        "flood": False,
        "long": True,
        "slow": True,
    }
    assert [str(penalty) for penalty in result.penalties] == ["20.00 EUR"]


def test_relief_takes_a_ticket_from_the_figure_of_remedies_only():
    """1 of 2 within 4 h is 50 %; without the relieved one it is 1 of 1."""
    metric = PercentWithin(of="resolution", within="4 h")
    level = ServiceLevel(
        name="fast",
        metric=metric,
        target=Target(at_least="90 %"),
        exclusions=[excluded("relief")],
        remedies=remedies(*PAID),
    )
    both = tickets(
        ticket("flood", "2026-03-02T09:00", "2026-03-02T19:00"),
        ticket("fast", "2026-03-10T09:00", "2026-03-10T10:00"),
    )
    result = evaluate(agreement(level), both + asked(between("2026-03-02", "2026-03-03")), MARCH)
    assert (str(result.observations[0]), result.observations[0].relieved) == ("50 %", Bounds.exactly(100))
    assert (result.verdict, result.penalties) == (Verdict.BREACHED, ())


def test_a_refused_relief_relieves_of_nothing():
    """Without the notice that was agreed the whole 2.5 % are paid: 25 EUR."""
    result = april(excluded("relief", notice="72 h"), asks=asked(FIRST, SECOND))
    assert result.observations[0].relieved is None
    assert str(result.penalties[0]) == "25.00 EUR"


# Allowances.


def used(*spans: Window, allowance: str, effect: str = "numerator") -> list[tuple[int, int, str]]:
    """Hours that were excused and refused, request by request, and why."""
    result = april(excluded(effect, allowance=allowance), asks=asked(*spans))
    return [
        (use.applied.micros // 3_600_000_000, use.refused.micros // 3_600_000_000, use.reason)
        for use in result.observations[0].exclusions
    ]


SPENT = "the allowance of 8 h a period is used up"


def test_an_allowance_goes_from_request_to_request():
    """8 h a month: 6 h on the 10th, then 2 of 5 h on the 12th, then none on the 14th."""
    spans = [
        between(f"2026-04-{day}", f"2026-04-{day}T0{hours}:00") for day, hours in ((10, 6), (12, 5), (14, 1))
    ]
    assert used(*spans, allowance="8 h") == [(6, 0, ""), (2, 3, SPENT), (0, 1, SPENT)]
    # In whatever order they are handed in.
    assert sorted(used(*reversed(spans), allowance="8 h")) == sorted(used(*spans, allowance="8 h"))


def test_what_two_requests_share_uses_the_allowance_once():
    """00:00 to 06:00 and 03:00 to 09:00 are 9 h: 8 h are excused, until 08:00."""
    one, two = between("2026-04-10", "2026-04-10T06:00"), between("2026-04-10T03:00", "2026-04-10T09:00")
    assert used(one, two, allowance="8 h") == [(6, 0, ""), (5, 1, SPENT)]


def test_a_refused_request_uses_no_allowance():
    """Without notice it is nothing: the next one has all 8 h."""
    late = asked(between("2026-04-08", "2026-04-08T08:00"))
    told = Exemption(
        id="told", start=FIRST.start, end=FIRST.end, cause="maintenance", announced=at("2026-04-01")
    )
    term = excluded("numerator", allowance="8 h", notice="3 d")
    result = april(term, asks=late + Evidence(records=[told]))
    reasons = [use.reason for use in result.observations[0].exclusions]
    assert reasons == ["no notice is on record, 72 h agreed", SPENT]
    # 18 h down less 8 h.
    assert result.observations[0].bounds == Bounds.exactly(Fraction(710 * 100, 720))


def test_every_period_has_its_own_allowance():
    """Maintenance over the end of March: 4 h in each month, and each month allows 4 h."""
    over = between("2026-03-31T20:00", "2026-04-01T04:00")
    level = uptime(exclusions=[excluded("numerator", allowance="4 h")])
    months = between("2026-03-01", "2026-05-01")
    result = evaluate(agreement(level), outages(over, covers=months) + asked(over), months)
    assert [seen.bounds for seen in result.observations] == [Bounds.exactly(100)] * 2


def test_an_allowance_counts_service_time_only():
    """10 h of works, 06:00 to 16:00; from nine to five that is 7 h, and an allowance of 8 h suffices."""
    hours = (
        loads(
            """
slacore: agreement/1
name: h
zone: UTC
parties: [{name: a, role: provider}, {name: b, role: customer}]
levels: [{name: l, metric: availability, hours: {zone: UTC, weekly: {mon-fri: ["09:00-17:00"]}}}]
"""
        )
        .levels[0]
        .hours
    )
    level = uptime(exclusions=[excluded("numerator", allowance="8 h")], hours=hours)
    result = evaluate(agreement(level), outages(FIRST, covers=APRIL) + asked(WORKS), APRIL)
    (use,) = result.observations[0].exclusions
    assert (use.applied.micros // 3_600_000_000, use.reason) == (7, "")


def test_two_causes_over_the_same_time_are_excused_once():
    """Maintenance and a storm over the same 12 h: 6 of 720 h stay down."""
    storm = Exclusion(cause="storm")
    result = april(excluded("numerator"), storm, asks=asked(FIRST) + asked(FIRST, cause="storm"))
    assert result.observations[0].bounds == Bounds.exactly(Fraction(714 * 100, 720))


def test_all_time_excused_leaves_a_numerator_full_and_a_denominator_empty():
    """From the numerator 100 %; of no time at all there is no share, and no verdict in anybody's favour."""
    assert april(excluded("numerator"), asks=asked(APRIL)).observations[0].bounds == Bounds.exactly(100)
    empty = april(excluded("denominator"), asks=asked(APRIL))
    assert (empty.observations[0].bounds, empty.verdict) == (None, Verdict.INDETERMINATE)


def test_excused_time_is_no_gap():
    """Nobody watched during the maintenance: from the numerator it is up, from the denominator gone."""
    watch = [between("2026-04-01", "2026-04-10T06:00"), between("2026-04-10T16:00", "2026-05-01")]
    seen = outages(covers=WindowSet.of(*watch))
    assert april(excluded("numerator"), asks=asked(WORKS), seen=seen).observations[
        0
    ].bounds == Bounds.exactly(100)
    assert april(excluded("denominator"), asks=asked(WORKS), seen=seen).observations[
        0
    ].bounds == Bounds.exactly(100)
    # Relief and adding back say nothing of what happened: 10 h may have been down.
    relieved = april(excluded("relief"), asks=asked(WORKS), seen=seen).observations[0]
    assert (relieved.bounds, relieved.relieved) == (Bounds(Fraction(71000, 720), 100), Bounds.exactly(100))


@pytest.mark.parametrize("effect", ["numerator", "denominator"])
def test_a_ticket_may_have_been_resolved_in_excused_time_that_nobody_watched(effect):
    """Opened before the works, and of its end nobody knows: the month's mean is open, and may be late."""
    works = between("2026-03-10T02:00", "2026-03-10T04:00")
    watch = WindowSet.of(MARCH) - WindowSet.of(works)
    rows = (ticket("1", "2026-03-02T09:00", "2026-03-02T10:00"), ticket("2", "2026-03-09T09:00"))
    level = ServiceLevel(
        name="mean",
        metric=ResolutionTime(over="mean", unit="hour"),
        target=Target(at_most="4 h"),
        exclusions=[excluded(effect)],
    )
    evidence = tickets(*rows, covers=watch) + asked(works)
    assert evaluate(agreement(level), evidence, MARCH).verdict is Verdict.INDETERMINATE
    # Resolved in the works, at 03:00 after 18 h: with 1 h for the other 9.5 h on average.
    told = tickets(rows[0], ticket("2", "2026-03-09T09:00", "2026-03-10T03:00")) + asked(works)
    assert evaluate(agreement(level), told, MARCH).observations[0].bounds == Bounds.exactly("9.5")


# Refused when the agreement is made.


@pytest.mark.parametrize(
    "metric", [ResolutionTime(), PercentWithin(of="response", within="1 h")], ids=lambda one: one.kind
)
def test_nothing_can_be_added_back_to_what_has_no_time_that_was_up(metric):
    """Adding back means time; a count of tickets has none."""
    with pytest.raises(InvalidAgreement, match=f"nothing can be added back to {metric.kind}"):
        agreement(ServiceLevel(name="l", metric=metric, exclusions=[excluded("added back")]))


def test_an_exclusion_is_agreed_in_words_that_mean_something():
    """An unknown effect, negative time, an unknown party and the same cause twice are refused."""
    with pytest.raises(InvalidValue, match="numerator"):
        excluded("nominator")
    with pytest.raises(InvalidValue, match="not negative, found -1 h"):
        excluded("numerator", notice="-1 h")
    with pytest.raises(InvalidAgreement, match="unknown party 'Nobody'"):
        agreement(uptime(exclusions=[excluded("numerator", party="Nobody")]))
    with pytest.raises(InvalidAgreement, match="the cause 'maintenance' is excluded several times"):
        agreement(uptime(exclusions=[excluded("numerator"), excluded("relief")]))
