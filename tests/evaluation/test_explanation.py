"""The explanation, line by line: a reader finds every figure with what it was made from.

The texts are whole, and each figure in them is worked out by hand.
"""

from __future__ import annotations

from textwrap import dedent

import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    at,
    between,
    figures,
    outages,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from slacore import (
    Bounds,
    Charge,
    Charges,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    MissingData,
    Money,
    Remedy,
    Settlement,
    Test,
    WindowSet,
    evaluate,
)
from slacore.calendars import ServiceHours
from slacore.remedies import Bands, Cap, Pay, Row, Times, Total, Units

TABLE = Bands(
    rows=[
        Row(at_least="95 %", below="99 %", pay="10 % of fee", label="minor"),
        Row(below="95 %", pay="25 % of fee", label="major"),
    ]
)
HALF = between("2026-03-01", "2026-03-16")


def works(name: str, day: str, hours: tuple[str, str], announced: str) -> Exemption:
    start, end = (at(f"2026-03-{day}T{hour}:00") for hour in hours)
    return Exemption(id=name, cause="maintenance", start=start, end=end, announced=at(announced))


def month() -> Evaluation:
    """36 h down, 6 of them excused and one day unseen; one ticket in time and one late."""
    agreed = Exclusion(cause="maintenance", notice="72 h", clause="3.2")
    office = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
    levels = (
        uptime(TABLE, Times(factor=2), exclusions=[agreed], clause="3.1"),
        repairs(Pay(rate="45 EUR"), Cap(limit="40 EUR"), clause="5.1", hours=office),
    )
    settled = Settlement(steps=[Total(by="level"), Total()])
    known = (
        outages(between("2026-03-05", "2026-03-06T12:00"), covers=between("2026-03-01", "2026-03-31"))
        + tickets(
            ticket("T-1", "2026-03-02T09:00", "2026-03-02T15:00"),
            ticket("T-2", "2026-03-03T09:00", "2026-03-03T10:00"),
        )
        + Evidence(
            records=[
                works("M-1", "05", ("00", "06"), "2026-03-02T12:00"),
                works("M-2", "06", ("06", "12"), "2026-03-01"),
            ]
        )
    )
    fee = Charges([Charge(name="fee", span=MARCH, amount=Money("999.99", "EUR"))])
    return evaluate(agreement(*levels, settlement=settled, source="Hosting 2026"), known, MARCH, charges=fee)


def told(result: Evaluation, text: str) -> None:
    assert result.explain() == dedent(text).strip()


def test_a_month_is_told_from_the_verdict_down_to_each_step():
    """22 working days of 8 h are 176 h; 714 of 744 h up, or 690 if the unseen day was down.

    Twice a tenth of 999.99 EUR is 199.998 EUR, twice a quarter 499.995 EUR; with the ticket's
    40 EUR that makes 239.998 to 539.995 EUR, rounded once to 240 and 540.
    """
    told(
        month(),
        """
    hosting, 2026-03: breached [Hosting 2026]
      repair, 2026-03, T-1: 6 h (breached) [target ≤ 4 h; 5.1]
        counted time: 176 h
        evidence: 1 ticket (T-1)
        records that count: 1
        exclusion maintenance (M-2): refused: the level excludes no 'maintenance'
        service credit: 40.00 EUR (due: agreed ≤ 4 h)
          pay 45 EUR: 1 breach → 45.00 EUR
          at most 40 EUR: 45.00 EUR → 40.00 EUR (capped at 40.00 EUR)
      repair, 2026-03, T-2: 1 h (met) [target ≤ 4 h; 5.1]
        counted time: 176 h
        evidence: 1 ticket (T-2)
        records that count: 1
        exclusion maintenance (M-2): refused: the level excludes no 'maintenance'
        service credit: nothing (not due: the commitment of ≤ 4 h is met)
      uptime, 2026-03: 92.741935… % to 95.967741… % (breached) [target ≥ 99 %; 3.1]
        counted time: 31 d
        not covered by evidence: 1 d (2026-03-31)
        evidence: 1 outage (1)
        down: 1 d 6 h
        excused: 6 h
        up or down: 1 d
        exclusion maintenance (M-1): refused: notice 60 h, 72 h agreed [3.2]
        exclusion maintenance (M-2): 6 h excused [3.2]
        service credit: 199.998 EUR to 499.995 EUR (due: agreed ≥ 99 %)
          table of 2 rows: 1 breach → 99.999 EUR to 249.9975 EUR
          times 2: 99.999 EUR to 249.9975 EUR → 199.998 EUR to 499.995 EUR
      settlement of 2026-03: Host owes Client: 240.00 EUR to 540.00 EUR
        total by level: 40.00 EUR + 0.00 EUR + 199.998 EUR to 499.995 EUR"""
        """ → 40.00 EUR + 199.998 EUR to 499.995 EUR
        total by agreement: 40.00 EUR + 199.998 EUR to 499.995 EUR → 239.998 EUR to 539.995 EUR
        """,
    )


def test_the_breaches_of_the_month_are_told_in_one_line_each():
    """With the record where there is one, and both ends of a figure in doubt."""
    breaches = month().breaches
    assert [breach.clause for breach in breaches] == ["5.1", "3.1"]
    assert [str(breach) for breach in breaches] == [
        "repair, 2026-03, T-1: 6 h, agreed ≤ 4 h",
        "uptime, 2026-03: 92.741935… % to 95.967741… %, agreed ≥ 99 %",
    ]


def test_a_breach_without_a_limit_says_so():
    """Tickets that nobody saw, deemed late: from no time at all to any."""
    level = repairs(missing=MissingData(policy="deem breached"))
    result = evaluate(agreement(level), tickets(covers=HALF), MARCH)
    assert result.observations[0].bounds == Bounds(0, None)
    (one,) = result.breaches
    assert str(one) == "repair, 2026-03: 0 h to no limit, agreed ≤ 4 h"
    assert (one.deemed, one.open) == ("missing data: deem breached (16 d not covered)", False)
    assert one.shortfall == Bounds(0, None)


def test_a_level_without_a_target_is_measured_and_not_judged():
    """Nothing was promised, so nothing is met."""
    told(
        evaluate(agreement(uptime(target=None)), outages(), MARCH),
        """
    hosting, 2026-03: not judged
      uptime, 2026-03: 100 % (no target)
        counted time: 31 d
        evidence: none
        down: 0 s
        """,
    )


def test_a_month_without_tickets_is_told_as_one():
    """No figure, no verdict, and a note why."""
    told(
        evaluate(agreement(repairs(Pay(rate="45 EUR"))), tickets(), MARCH),
        """
    hosting, 2026-03: not judged
      repair, 2026-03: no data (nothing to judge) [target ≤ 4 h]
        counted time: 31 d
        evidence: none
        note: no record settles in the period: there is nothing to judge
        """,
    )


def test_a_policy_on_missing_data_is_told_where_it_was_used():
    """16 of 31 days unseen and counted as down: 15 ÷ 31 = 48.387… %."""
    level = uptime(Pay(rate="10 EUR"), missing=MissingData(policy="count as bad"))
    told(
        evaluate(agreement(level), outages(covers=HALF), MARCH),
        """
    hosting, 2026-03: breached
      uptime, 2026-03: 48.387096… % (breached) [target ≥ 99 %]
        counted time: 31 d
        not covered by evidence: 16 d (2026-03-16T00:00:00Z/2026-04-01T00:00:00Z)
        evidence: none
        down: 0 s
        up or down: 16 d
        policy: missing data: count as bad (16 d not covered)
        service credit: 10.00 EUR (due: agreed ≥ 99 %)
          pay 10 EUR: 1 breach → 10.00 EUR
      settlement of 2026-03: Host owes Client: 10.00 EUR
        """,
    )


def test_relief_is_told_with_the_figure_that_is_left():
    """12 h down are 98.387… %; 8 h of them relieved, 740 of 744 h are 99.462… %."""
    level = uptime(
        Pay(rate="10 EUR"), exclusions=[Exclusion(cause="storm", effect="relief", allowance="8 h")]
    )
    storm = Exemption(id="S-1", cause="storm", start=at("2026-03-05"), end=at("2026-03-05T12:00"))
    known = outages(between("2026-03-05", "2026-03-05T12:00")) + Evidence(records=[storm])
    told(
        evaluate(agreement(level), known, MARCH),
        """
    hosting, 2026-03: breached
      uptime, 2026-03: 98.387096… % (breached) [target ≥ 99 %]
        counted time: 31 d
        evidence: 1 outage (1)
        down: 12 h
        exclusion storm (S-1): 8 h excused, 4 h refused: the allowance of 8 h a period is used up
        figure that remedies read: 99.462365… percent
        service credit: nothing (not due: the commitment of ≥ 99 % is met by the figure that remedies read)
      settlement of 2026-03: 0.00 EUR
        """,
    )


def test_a_bonus_is_told_as_what_the_customer_owes():
    """One percent below 100 % at -50 EUR, whatever the target says."""
    level = stated(Units(below="100 %", per="1 %"), Pay(rate="-50 EUR"), when="always")
    told(
        evaluate(agreement(level), figures(uptime="99 %"), MARCH),
        """
    hosting, 2026-03: met
      uptime, 2026-03: 99 % (met) [target ≥ 99 %]
        counted time: 31 d
        evidence: 1 fact (uptime 2026-03)
        service credit: -50.00 EUR (due whatever the figure)
          exact units of 1 % below 100 %: 1 breach → 1 units (1 units)
          pay -50 EUR: 1 units → -50.00 EUR
      settlement of 2026-03: Client owes Host: 50.00 EUR
        """,
    )


def test_sums_in_two_units_are_settled_apart_and_a_missing_charge_is_a_finding():
    """Points are points; a tenth of a fee that nobody stated stays a tenth of it."""
    terms = agreement(stated(Pay(rate="5 points")), stated(Pay(rate="10 % of fee"), name="speed"))
    told(
        evaluate(terms, figures(uptime="98 %", speed="98 %"), MARCH),
        """
    hosting, 2026-03: breached
      speed, 2026-03: 98 % (breached) [target ≥ 99 %]
        counted time: 31 d
        evidence: 2 facts (speed 2026-03, uptime 2026-03)
        service credit: 10 % of fee (due: agreed ≥ 99 %)
          pay 10 % of fee: 1 breach → 10 % of fee (no 'fee' is known for 2026-03 (charges given: none))
      uptime, 2026-03: 98 % (breached) [target ≥ 99 %]
        counted time: 31 d
        evidence: 2 facts (speed 2026-03, uptime 2026-03)
        service credit: 5 points (due: agreed ≥ 99 %)
          pay 5 points: 1 breach → 5 points
      settlement of 2026-03: Host owes Client: 10 % of fee
      settlement of 2026-03: Host owes Client: 5 points
      findings
        speed (the sum is unknown: no 'fee' is known for 2026-03 (charges given: none))
        """,
    )


def test_a_period_that_still_runs_is_told_as_open_and_owes_nothing():
    """19 of 31 days were up, and the other 12 are to come."""
    begun = between("2026-03-01", "2026-03-20")
    told(
        evaluate(agreement(uptime(Pay(rate="10 EUR"))), outages(covers=begun), begun),
        """
    hosting, 2026-03-01T00:00:00Z/2026-03-20T00:00:00Z: indeterminate
      uptime, 2026-03: 61.290322… % to 100 % (indeterminate, still open) [target ≥ 99 %]
        counted time: 31 d
        not covered by evidence: 12 d (2026-03-20T00:00:00Z/2026-04-01T00:00:00Z)
        evidence: none
        down: 0 s
        up or down: 12 d
      findings
        uptime (the window ends inside the period 2026-03: it is judged as still open and owes nothing yet)
        """,
    )


@pytest.mark.parametrize("level", [repairs, uptime])
def test_a_period_that_still_runs_is_not_yet_short_of_evidence(level):
    """Nine tenths of the month are agreed to be seen, and it is the 19th: no breach is deemed."""
    begun = between("2026-03-01", "2026-03-20")
    terms = level(missing=MissingData(minimum_coverage="90 %", insufficient="deem breached"))
    result = evaluate(agreement(terms), tickets(covers=begun) + outages(covers=begun), begun)
    assert result.breaches == ()
    assert [seen.policy for seen in result.observations] == [""]


def lines_of(result: Evaluation) -> list[str]:
    return [line.strip() for line in result.explain().splitlines()]


def test_every_gap_is_told():
    """Two days unseen, by their names, in the zone of the agreement."""
    seen = WindowSet.of(MARCH) - WindowSet.of(
        *(between(f"2026-03-{day}", f"2026-03-{day + 1}") for day in (10, 20))
    )
    lines = lines_of(evaluate(agreement(uptime()), outages(covers=seen), MARCH))
    assert "not covered by evidence: 2 d (2026-03-10, 2026-03-20)" in lines


def test_the_clause_of_a_remedy_stands_behind_it():
    """And the remedy has the name that the agreement gives it."""
    level = stated(remedies=(Remedy(name="credit", clause="7.2", steps=(Pay(rate="10 EUR"),)),))
    lines = lines_of(evaluate(agreement(level), figures(uptime="98 %"), MARCH))
    assert "credit: 10.00 EUR (due: agreed ≥ 99 %) [7.2]" in lines


def test_all_reasons_why_a_sum_is_unsaid_stand_beside_it():
    """Two tables with a hole at exactly 98 %: each says so, in the order of the levels."""
    hole = Bands(rows=[Row(below="98 %", pay="10 EUR"), Row(above="98 %", pay="5 EUR")], gap="unsaid")
    result = evaluate(
        agreement(stated(hole, name="a"), stated(hole, name="b")), figures(a="98 %", b="98 %"), MARCH
    )
    whys = [f"{award.level}: {award.why}" for award in result.awards]
    assert [why[:1] for why in whys] == ["a", "b"]
    (penalty,) = result.settlements
    assert penalty.notes[:2] == tuple(whys)
    assert lines_of(result)[-1].endswith(f"({'; '.join(penalty.notes)})")


@pytest.mark.parametrize(
    ("terms", "when", "award", "settled"),
    [
        (
            {"formal": False},
            "breached",
            "nothing (the agreement is informal: it is measured alike, and nothing is owed)",
            "settlement of 2026-03: 0.00 EUR",
        ),
        (
            {},
            [Test(fact="plan", equals="gold")],
            "0.00 EUR to 10.00 EUR (due if plan = gold)",
            "settlement of 2026-03: Host owes Client: 0.00 EUR to 10.00 EUR",
        ),
    ],
)
def test_the_reason_stands_beside_what_is_owed(terms, when, award, settled):
    """An informal agreement owes nothing, and a condition that nobody knows leaves a doubt."""
    result = evaluate(
        agreement(stated(Pay(rate="10 EUR"), when=when), **terms), figures(uptime="98 %"), MARCH
    )
    lines = lines_of(result)
    assert f"service credit: {award}" in lines
    assert settled in lines
