"""Holidays: what they close, how long they last, and where a country's come from."""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import version

import pytest

from slacore.calendars import HolidaySource, ServiceHours
from slacore.errors import CalendarError, InvalidValue, MissingExtra
from slacore.values import Instant, Quantity, Window, WindowSet

OFFICE = ServiceHours(zone="Europe/London", weekly={"mon-fri": ["09:00-17:00"]})


def at(text: str) -> Instant:
    return Instant.parse(text, tz="Europe/London")


def hours(number) -> Quantity:
    return Quantity(number, "h")


def nights(**fields) -> ServiceHours:
    """Nights from Monday to Friday; Thursday 1 January 2026 is a holiday."""
    return ServiceHours(zone="UTC", weekly={"mon-fri": ["22:00-06:00"]}, holidays=["2026-01-01"], **fields)


def night(start: str, end: str) -> Window:
    return Window(f"2025-12-{start}:00Z" if start > "20" else f"2026-01-{start}:00Z", f"2026-01-{end}:00Z")


def test_a_holiday_closes_its_date_and_nothing_else():
    """The night begun on New Year's Eve ends at midnight; the one begun on the holiday is worked after it."""
    around = Window("2025-12-31T12:00Z", "2026-01-02T12:00Z")
    assert nights().open_time(around) == WindowSet.of(night("31T22", "01T00"), night("02T00", "02T06"))


def test_a_holiday_may_drop_the_shifts_that_begin_on_it_instead():
    """The night begun on New Year's Eve is worked to its end; the holiday's own night falls out whole."""
    around = Window("2025-12-31T12:00Z", "2026-01-02T12:00Z")
    dropped = nights(holiday_rule="drops its shifts")
    assert dropped.open_time(around) == WindowSet.of(night("31T22", "01T06"))


@pytest.mark.parametrize("holiday_rule", ["closes the date", "drops its shifts"])
def test_a_holiday_outranks_an_override(holiday_rule):
    """A date that is both is closed."""
    calendar = nights(overrides={"2026-01-01": ["09:00-12:00"]}, holiday_rule=holiday_rule)
    assert not calendar.is_open(Instant.parse("2026-01-01T10:00Z"))


def test_a_yearly_holiday_comes_back_every_year():
    """Christmas falls on a Friday in 2026 and on a Saturday in 2027."""
    calendar = ServiceHours(zone="UTC", weekly={"fri-sat": ["09:00-17:00"]}, yearly_holidays=["12-25"])
    assert not calendar.is_business_day(date(2026, 12, 25))
    assert calendar.is_business_day(date(2026, 12, 26))
    assert not calendar.is_business_day(date(2027, 12, 25))
    assert calendar.is_business_day(date(2027, 12, 24))


def test_a_leap_day_holiday_comes_back_in_leap_years():
    """29 February 2028 is closed; 1 March 2027 is not."""
    calendar = ServiceHours(zone="UTC", weekly={"mon-sun": ["09:00-17:00"]}, yearly_holidays=["02-29"])
    assert not calendar.is_business_day(date(2028, 2, 29))
    assert calendar.is_business_day(date(2027, 3, 1))


def test_a_country_s_holidays_are_frozen_with_their_source():
    """England in 2026: Good Friday, the substitute for Boxing Day, and a note of who said so."""
    frozen = OFFICE.with_holidays("GB", subdivision="ENG", years=(2026,))
    assert {date(2026, 4, 3), date(2026, 12, 25), date(2026, 12, 28)} <= set(frozen.holidays)
    assert {day.year for day in frozen.holidays} == {2026}
    release = f"holidays {version('holidays')}"
    source = HolidaySource(country="GB", subdivision="ENG", years=(2026,), library=release)
    assert frozen.holiday_sources == (source,)
    assert str(source) == f"GB-ENG, 2026 ({release})"
    assert frozen.elapsed(at("2026-12-24T16:00"), at("2026-12-29T10:00")) == hours(2)
    assert OFFICE.holidays == ()


def test_substitute_days_can_be_left_out():
    """Boxing Day 2026 is a Saturday; without substitutes Monday the 28th is worked."""
    frozen = OFFICE.with_holidays("GB", subdivision="ENG", years=[2026], observed=False)
    assert date(2026, 12, 26) in frozen.holidays
    assert date(2026, 12, 28) not in frozen.holidays


def test_holidays_of_several_countries_and_dates_of_one_s_own_add_up():
    """A team in two countries is closed on the holidays of both, and on its own."""
    frozen = ServiceHours(zone="UTC", weekly=OFFICE.weekly, holidays=["2026-08-14"])
    frozen = frozen.with_holidays("DE", years=[2026]).with_holidays("FR", years=[2027, 2026, 2027])
    assert {date(2026, 8, 14), date(2026, 10, 3), date(2026, 7, 14), date(2027, 7, 14)} <= set(
        frozen.holidays
    )
    assert date(2027, 10, 3) not in frozen.holidays
    assert [source.years for source in frozen.holiday_sources] == [(2026,), (2026, 2027)]
    assert str(frozen.holiday_sources[1]).startswith("FR, 2026, 2027 (holidays ")


@pytest.mark.parametrize(
    ("country", "subdivision", "years", "message"),
    [
        ("GBB", None, [2026], "holidays of 'GBB' are not known"),
        ("GB", "XX", [2026], "holidays of 'GB' are not known: .*XX"),
        ("GB", None, [1066], "knows no holiday of GB in 1066; name other years"),
    ],
)
def test_unknown_holidays_are_refused(country, subdivision, years, message):
    """No country, region or year is taken for one without holidays."""
    with pytest.raises(CalendarError, match=message):
        OFFICE.with_holidays(country, subdivision=subdivision, years=years)


def test_the_years_must_be_named():
    """Nothing is frozen for years that nobody named."""
    message = r"^name the years whose holidays are frozen, such as years=\(2026, 2027\)$"
    with pytest.raises(InvalidValue, match=message):
        OFFICE.with_holidays("GB", years=())


def test_a_missing_library_names_its_extra(monkeypatch):
    """Without the optional package the message says what to install."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    message = r"^holidays of a country need the package 'holidays'; install slacore\[calendars\]$"
    with pytest.raises(MissingExtra, match=message):
        OFFICE.with_holidays("GB", years=[2026])
