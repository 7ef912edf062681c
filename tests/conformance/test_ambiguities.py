"""Cases whose source can be read in two ways: the other reading is terms as well.

A case passes with the reading that its terms state (see `test_cases`). Here the terms say the other
one, and what they come to was worked out by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import credits as cases

import slacore as sla
from slacore.metrics import DaysAfterWorkingDays, Downtime, OutageRule, Percentile, Reported
from slacore.remedies import Bands, Cap, Floor, Pay, Row, Units

CASES = {case["id"]: case for case in cases.load(Path(__file__).parent.parent / "cases")}
# Each has its other reading below.
READ = {
    "delay-repay-120",
    "gcp-filestore-exclusion-splits",
    "github-actions-exact-999",
    "github-q1-exact-990-gap",
    "mts-otp-gap-80995",
    "mts-trips-overlap",
    "nhs-mean-exact",
    "ofcom-mon-report",
    "openai-432-slow",
    "ovh-network-25min",
    "telus-gap-975",
    "uk-msc-band-gap",
    "voice-floor-vs-cap",
    "zentera-gap-995",
}
MARCH = sla.Window.month(2025, 3, tz="UTC")


def other(name: str, change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The case with the other reading in its terms."""
    case = deepcopy(CASES[name])
    change(case["terms"])
    assert case["terms"] != CASES[name]["terms"]
    return case


def when(terms: dict[str, Any], label: str, *conditions: list[str]) -> None:
    """State a row of a table otherwise."""
    (row,) = (row for row in terms["remedy"]["tiers"] if row["label"] == label)
    row["when"] = list(conditions)


def credited(case: dict[str, Any]) -> tuple[Fraction | None, str | None]:
    """The credit and the row that it comes from."""
    found = cases.answers(case, "credit", "tier")
    return found["credit"] and found["credit"][0], found["tier"]


def test_two_hours_and_more_or_more_than_two_hours():
    """120 minutes are not more than two hours: the row of 60 minutes pays half of 80.00."""

    def more_than(terms: dict[str, Any]) -> None:
        terms["remedy"]["rules"][0]["when"] = [["delay", ">", "120"]]

    assert credited(other("delay-repay-120", more_than)) == (40, "60-119")


def test_a_table_by_itself_or_only_for_what_was_missed():
    """Exactly 99.9 % keeps the promise, and the first row ends with it: 10 % of 6,300.00."""

    def table_only(terms: dict[str, Any]) -> None:
        terms["remedy"]["gate"] = "tier"

    assert credited(other("github-actions-exact-999", table_only)) == (630, "99.0-99.9")


@pytest.mark.parametrize(
    ("label", "conditions", "credit"),
    [
        ("99.0-99.9", [[">=", "99.0"], ["<=", "99.9"]], 630),
        ("below-99.0", [["<=", "99.0"]], 1575),
    ],
)
def test_exactly_ninety_nine_belongs_to_the_one_row_or_to_the_other(label, conditions, credit):
    """10 % or 25 % of 6,300.00."""
    case = other("github-q1-exact-990-gap", lambda terms: when(terms, label, *conditions))
    assert credited(case) == (credit, label)


@pytest.mark.parametrize(
    ("label", "conditions", "credit"),
    [
        # Rounded to two decimals, half up, it is 81.00, which the row from 81.0 deducts 7,500 for.
        ("81-83.99", [[">=", "80.995"], ["<", "83.995"]], 7500),
        # The lowest row was meant to begin where the next ends.
        ("below-80.99", [["<", "81.0"]], 10000),
    ],
)
def test_a_figure_between_two_decimals_falls_where_the_rows_are_said_to_meet(label, conditions, credit):
    """80.995 % on time, which no printed row has."""
    case = other("mts-otp-gap-80995", lambda terms: when(terms, label, *conditions))
    assert credited(case) == (credit, label)


@pytest.mark.parametrize(
    ("label", "conditions", "row"),
    [
        ("99.650-99.729", [[">=", "99.650"], ["<", "99.720"]], (0, "neutral")),
        ("neutral", [[">", "99.729"], ["<=", "99.859"]], (5000, "99.650-99.729")),
    ],
)
def test_rows_that_overlap_end_where_the_one_or_the_other_begins(label, conditions, row):
    """99.725 % is neutral, or deducts 5,000."""
    assert credited(other("mts-trips-overlap", lambda terms: when(terms, label, *conditions))) == row


def test_an_overlap_may_also_be_either():
    """Whoever leaves it open owes between nothing and 5,000."""
    rows = [
        Row(at_least="99.720 %", at_most="99.859 %", pay="0 USD"),
        Row(at_least="99.650 %", at_most="99.729 %", pay="5000 USD"),
    ]
    owed = settled("99.725 %", Bands(rows=rows, gap="nothing", overlap="any"))
    assert (owed.low, owed.high) == (0, 5000)


def test_at_least_or_more_than_ninety_nine_percent_of_minutes():
    """432 of 43,200 minutes were slow: exactly 99 % is not more than 99 %."""

    def more_than(terms: dict[str, Any]) -> None:
        terms["target"]["op"] = ">"

    assert cases.answers(other("openai-432-slow", more_than), "breached") == {"breached": True}


def test_full_or_started_units_of_ten_minutes():
    """25 minutes have begun a third unit: three times 5 % of 400.00."""

    def started(terms: dict[str, Any]) -> None:
        terms["remedy"]["rounding"] = "ceil"

    assert credited(other("ovh-network-25min", started)) == (60, None)


def test_a_misprinted_edge_or_the_one_that_was_meant():
    """With 97.89 for 96.89 the second row has 97.5 %: 20 % of 1,500.00."""
    case = other("telus-gap-975", lambda terms: when(terms, "20", [">=", "95.9"], ["<=", "97.89"]))
    assert credited(case) == (300, "20")


@pytest.mark.parametrize(
    ("label", "conditions", "days"),
    [("1", [["<", "99.9"], [">=", "99.5"]], 1), ("3", [["<=", "99.5"], [">", "99"]], 3)],
)
def test_a_strict_edge_belongs_to_the_row_above_or_below(label, conditions, days):
    """One or three days of 50,000.00 a year."""
    case = other("zentera-gap-995", lambda terms: when(terms, label, *conditions))
    assert credited(case) == (Fraction(50000 * days, 365), label)


@pytest.mark.parametrize(
    ("conditions", "points"),
    [
        # Truncated to one decimal 98.95 is 98.9: a minor failure up to 99.
        ({"minor": [[">=", "98.0"], ["<", "99"]]}, 1),
        # Rounded half up it is 99.0: the target is met from 98.95 on.
        ({"target": [[">=", "98.95"]], "minor": [[">=", "98.0"], ["<", "98.95"]]}, 0),
    ],
)
def test_one_decimal_is_rounded_or_truncated(conditions, points):
    """Both readings let the bands touch, each at another place."""

    def touching(terms: dict[str, Any]) -> None:
        for band in terms["remedy"]["bands"]:
            band["when"] = conditions.get(band["label"], band["when"])

    assert cases.answers(other("uk-msc-band-gap", touching), "points") == {"points": [points]}


def test_between_two_bands_may_also_lie_what_either_of_them_gives():
    """98.95 % is between a minor failure and the target: one point or none."""
    rows = [
        Row(at_least="99 %", pay="0 points"),
        Row(at_least="98.0 %", at_most="98.9 %", pay="1 points"),
        Row(below="98.0 %", pay="2 points"),
    ]
    owed = settled("98.95 %", Bands(rows=rows, gap="between"))
    assert (owed.low, owed.high, owed.unit) == (0, 1, "point")


def test_the_least_credit_beats_the_cap_or_the_cap_the_least_credit():
    """5 % of 1.60 is 0.08; raised to a dollar and then capped at half of 1.60 it is 0.80."""
    fee = sla.Money("1.60", "USD")
    percent, least, most = Pay(rate="5 % of fee"), Floor(limit="1 USD"), Cap(limit="50 % of fee")
    assert str(settled("99.5 %", percent, most, least, fee=fee)) == "1.00 USD"
    assert str(settled("99.5 %", percent, least, most, fee=fee)) == "0.80 USD"


@pytest.mark.parametrize(
    ("restored", "left_out", "counted"),
    [
        ("2026-06-08", "41.36 GBP", "41.36 GBP"),
        ("2026-06-08T11:00", "41.36 GBP", "51.70 GBP"),
        ("2026-06-07T23:59", "31.02 GBP", "41.36 GBP"),
    ],
)
def test_the_day_of_repair_counts_or_does_not(restored, left_out, counted):
    """Reported on a Monday, so Thursday the 4th is the first day: up to the 7th they are four, of 10.34."""
    assert (compensated(restored, "left out"), compensated(restored, "counted")) == (left_out, counted)


@pytest.mark.parametrize(("order", "down"), [("exclude first", 0), ("qualify first", 6)])
def test_an_exclusion_cuts_an_outage_before_or_after_it_is_asked_how_long_it_was(order, down):
    """Of eight minutes two in the middle are excused: three and three are too short, or six count."""
    june = sla.Window.month(2025, 6, tz="UTC")
    start, left, back, end = (sla.Instant.parse(f"2025-06-10T02:{at}Z") for at in ("00", "03", "05", "08"))
    level = sla.ServiceLevel(
        name="filestore",
        metric=Downtime(outages=OutageRule(at_least="5 min", order=order)),
        target=sla.Target(at_most="0 min"),
        exclusions=[sla.Exclusion(cause="maintenance")],
    )
    maintenance = sla.Exemption(id="E", cause="maintenance", start=left, end=back)
    outages = sla.Evidence.of(sla.Outage, [sla.Outage(id="O", start=start, end=end)], covers=june)
    result = sla.evaluate(agreement(level), outages + sla.Evidence(records=[maintenance]), june)
    assert [(one.low, one.high) for one in result.observations] == [(down, down)]


@pytest.mark.parametrize(
    ("method", "minutes", "verdict"),
    [
        ("nearest rank", "8", sla.Verdict.MET),
        ("inclusive", "8.8", sla.Verdict.MET),
        ("exclusive", "15.2", sla.Verdict.BREACHED),
    ],
)
def test_nine_in_ten_by_one_method_or_another(method, minutes, verdict):
    """Of ten values the ninth, 8; a tenth of the way on to 16; or nine tenths of it, which is too long."""
    month = sla.Window.month(2025, 1, tz="UTC")
    took = CASES["nhs-mean-exact"]["inputs"]["observations"]["by_metric"]["p90"]["values"]
    rows = [
        sla.Sample(id=str(number), at=f"2025-01-01T{number:02}:00Z", value=f"{value} min")
        for number, value in enumerate(took)
    ]
    metric = Percentile(percent=90, method=method, unit="min")
    level = sla.ServiceLevel(name="response", metric=metric, target=sla.Target(at_most="15 min"))
    result = sla.evaluate(agreement(level), sla.Evidence.of(sla.Sample, rows, covers=month), month)
    assert (result.observations[0].exact, result.verdict) == (sla.Quantity(minutes, "min"), verdict)


def test_every_ambiguous_case_has_its_other_reading_here():
    """A case that comes with one belongs in the list above."""
    assert {name for name, case in CASES.items() if case["ambiguity"]} == READ


def compensated(restored: str, day_of_resolution: str) -> str:
    """What is paid for a line that was reported dead on Monday, 1 June 2026."""
    reported, back = (sla.Instant.parse(at, tz="UTC") for at in ("2026-06-01", restored))
    june = sla.Window.month(2026, 6, tz="UTC")
    line = sla.Ticket(id="T-1", events=[(reported, "opened"), (back, "resolved")])
    level = sla.ServiceLevel(
        name="repair",
        metric=DaysAfterWorkingDays(working_days=2, day_of_resolution=day_of_resolution),
        target=sla.Target(at_most="0 d"),
        remedies=[sla.Remedy(steps=[Units(above="0 d", per="1 d"), Pay(rate="10.34 GBP")])],
    )
    evidence = sla.Evidence.of(sla.Ticket, [line], covers=june)
    return str(sla.evaluate(agreement(level), evidence, june).total)


def settled(figure: str, *steps: sla.Step, fee: sla.Money | None = None) -> Any:
    """What a stated figure comes to, whatever a target would say."""
    stated = sla.Fact(id="F", name="figure", value=figure, start=MARCH.start, end=MARCH.end)
    level = sla.ServiceLevel(
        name="figure",
        metric=Reported(name="figure", unit="%"),
        remedies=[sla.Remedy(steps=steps, when="always")],
    )
    result = sla.evaluate(agreement(level), sla.Evidence(records=[stated]), MARCH, charges=fee)
    return result.settlements[0]


def agreement(level: sla.ServiceLevel) -> sla.Agreement:
    """An agreement of that level alone."""
    parties = [sla.Party(name="supplier", role="provider"), sla.Party(name="customer", role="customer")]
    return sla.Agreement(name="other reading", zone="UTC", parties=parties, levels=[level])
