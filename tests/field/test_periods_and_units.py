"""Months, quarters and units that other systems misread."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.terms import agreement, outages, stated, uptime
from slacore import Period, Quantity, Target, Verdict, Window, evaluate, loads
from slacore.errors import InvalidAgreement, InvalidDocument, InvalidValue, SlacoreError, UnitMismatch
from slacore.model import Rate
from slacore.remedies import Row


@pytest.mark.parametrize("text", ["1m", "1 m", "5 m"])
def test_a_bare_m_is_refused(text):
    """An OpenSLO example says `1m # 1 month`, and it is read as one minute. It is neither here."""
    with pytest.raises(InvalidValue, match="unknown unit 'm'"):
        Quantity.parse(text)


@pytest.mark.parametrize(
    "text",
    ["1m", "1 m", "1M", "1Q", "1Y", "30d", "4w", "P1M", "P1Y6M", "1 month", "30 days", "monthly", "Month"],
)
def test_a_period_is_a_word_of_the_calendar(text):
    """OpenSLO's go-sdk takes 1M, 1Q and 1Y for 30, 90 and 365 days; here no short form is a period."""
    with pytest.raises(InvalidValue, match=r"is not a period; write 'day', 'week', 'month'"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("window", "zone", "hours"),
    [
        ("2026-02", "UTC", 28 * 24),
        ("2024-02", "UTC", 29 * 24),
        ("2026-04", "UTC", 30 * 24),
        ("2026-03", "Europe/London", 31 * 24 - 1),
        ("2026-10", "Europe/London", 31 * 24 + 1),
        ("2026-Q1", "UTC", 90 * 24),
        ("2024-Q1", "UTC", 91 * 24),
        ("2026-Q1", "Europe/London", 90 * 24 - 1),
        ("2026-Q3", "UTC", 92 * 24),
        ("2026", "UTC", 365 * 24),
        ("2024", "UTC", 366 * 24),
    ],
)
def test_a_month_a_quarter_and_a_year_are_as_long_as_they_are(window, zone, hours):
    """OpenSLO's go-sdk: 720, 2,160 and 8,760 hours, whichever month, quarter or year (OpenSLO#267)."""
    assert Window.parse(window, tz=zone).length == Quantity(hours, "h")


@pytest.mark.parametrize(
    ("month", "minutes", "by_thirty_days", "right"),
    [
        # 28 days are 40,320 min, and a thousandth is 40.32; a thousandth of 30 days is 43.2.
        ("2026-02", 42, True, Verdict.BREACHED),
        # 29 days are 41,760 min: 41.76.
        ("2024-02", 42, True, Verdict.BREACHED),
        ("2026-04", 42, True, Verdict.MET),
        # 31 days are 44,640 min: 44.64.
        ("2026-03", 44, False, Verdict.MET),
    ],
)
def test_a_fixed_month_of_thirty_days_changes_the_tier(month, minutes, by_thirty_days, right):
    """In sloth and pyrra (sloth#96, #242, pyrra#1576) a month is 30 days: the same minutes, another tier."""
    assert (Fraction(43_200 - minutes, 43_200) >= Fraction("0.999")) is by_thirty_days
    span = Window.parse(month, tz="UTC")
    down = Window(span.start, span.start + Quantity(minutes, "min"))
    result = evaluate(agreement(uptime(target="99.9 %")), outages(down, covers=span), span)
    assert result.verdict is right
    assert result.observations[0].low == 100 - Fraction(100 * minutes) / span.length.in_unit("min")


def test_a_year_in_one_call_is_twelve_months_of_their_own_length():
    """The windows of sloth and pyrra are cut every 30 days: twelve of them end on 27 December."""
    year = Window.year(2026, tz="UTC")
    observations = evaluate(agreement(uptime()), outages(covers=year), year).observations
    days = [one.period.length.in_unit("d") for one in observations]
    assert days == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert observations[-1].period.end == year.end


@pytest.mark.parametrize("text", ["P1Y6M", "PT1H30M", "P2W", "P1D", "PT5M", "1h30m", "1h30", "1:30"])
def test_a_duration_in_another_notation_is_refused(text):
    """datacontract-cli reads P1Y6M as 1 year and PT1H30M as 1 h, and drops P2W. Here none is half read."""
    with pytest.raises(InvalidValue, match=r"is not a (quantity|unit)"):
        Quantity.parse(text)


def test_the_same_durations_in_words_are_whole():
    """1 h 30 min are 90 min, and 2 weeks are 14 days; 18 months are a period's, and no length at all."""
    assert Quantity.parse("1.5 h") == Quantity.parse("90 min")
    assert Quantity.parse("2 wk") == Quantity.parse("14 d")
    with pytest.raises(InvalidValue, match="unknown unit 'months'"):
        Quantity.parse("18 months")


def test_money_is_no_percentage():
    """Accord's SLA template: a credit that was typed as 2.0 GBP is used as 2 percent.

    Here it is two pounds where a sum may stand, and a fault where only a percentage may.
    """
    row = Row(below="99 %", pay="2.0 GBP")
    assert (row.pay.is_money, row.pay.of, str(row.pay)) == (True, None, "2 GBP")
    for text in ("2.0 GBP of fee", "2.0 %"):
        with pytest.raises(InvalidValue, match="is no rate: a percentage is of a named charge"):
            Rate.parse(text)
    with pytest.raises(InvalidValue, match=r"2\.0 GBP is money, and a limit is on a figure"):
        Target(at_least="2.0 GBP")


def test_a_limit_in_another_unit_is_refused_with_the_agreement():
    """nr1-slo-r#160 and OpenMetadata#27173: a figure and its limit in units that nobody compares.

    2 h are no share of time, and 99.9 is no 99.9 %.
    """
    with pytest.raises(InvalidAgreement, match="is in hour, but the level is measured in percent"):
        agreement(uptime(target="2 h"))
    with pytest.raises(InvalidAgreement, match="is in count, but the level is measured in percent"):
        agreement(stated(target="99 count"))
    with pytest.raises(InvalidValue, match="is not a quantity"):
        Target(at_least="99.9")
    with pytest.raises(UnitMismatch):
        Quantity.parse("0.999 ratio").in_unit("count")
    # A share may be written either way; it is the same.
    assert Quantity.parse("0.999 ratio") == Quantity.parse("99.9 %") == Quantity.parse("9990 bp")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("period: 1M", "is not a period"),
        ("period: 1m", "is not a period"),
        ("target: {at least: 99.9}", "99.9"),
        ("target: {at least: 99.9 m}", "unknown unit 'm'"),
        ("metric: availabilty", r"did you mean .availability."),
    ],
)
def test_a_document_is_refused_where_others_guess(wrong, said):
    """OpenSLO and data contracts take what they do not know for something else, or for nothing."""
    lines = {"metric": "metric: availability", "target": "target: {at least: 99.9 %}"}
    lines[wrong.split(":")[0]] = wrong
    body = "\n".join(f"    {line}" for line in lines.values())
    document = (
        "slacore: agreement/1\nname: A\nzone: UTC\nparties:\n"
        "  - { name: P, role: provider }\n  - { name: C, role: customer }\n"
        f"levels:\n  - name: uptime\n{body}\n"
    )
    with pytest.raises(SlacoreError, match=said) as refused:
        loads(document)
    assert isinstance(refused.value, InvalidDocument | InvalidAgreement)
