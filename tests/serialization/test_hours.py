"""Service hours in documents: always, by weekday, with holidays and where those came from."""

from __future__ import annotations

import attrs
import pytest

from evaluation.terms import agreement, uptime
from slacore import ServiceHours, dumps, loads
from slacore.calendars.holidays import HolidaySource
from slacore.errors import InvalidDocument

SOURCE = HolidaySource(country="GB", subdivision="ENG", years=(2026, 2027), library="holidays 0.109")
WEEK = ServiceHours(
    zone="Europe/London",
    weekly={"mon-thu": ("08:00-12:00", "13:00-17:00"), "fri": "22:00-02:00", "sat": "18:00-24:00"},
    weekly_breaks={"mon": "10:00-10:15"},
    overrides={"2026-12-24": "09:00-12:00", "2026-12-31": ()},
    breaks={"2026-12-23": "11:00-11:30"},
    holidays=("2026-12-25",),
)


@pytest.mark.parametrize(
    "hours",
    [WEEK, attrs.evolve(WEEK, holiday_sources=(SOURCE,)), ServiceHours.always("UTC")],
    ids=["week", "sources", "always"],
)
@pytest.mark.parametrize("json", [False, True], ids=["yaml", "json"])
def test_service_hours_are_the_same_after_a_round_trip(hours, json):
    """Shifts, breaks, days that differ, holidays, and the release that knew them."""
    terms = agreement(uptime(hours=hours))
    found = loads(dumps(terms, json=json), json=json)
    assert found == terms
    assert hash(found) == hash(terms)
    assert found.digest() == terms.digest()


def read(hours: str) -> ServiceHours | None:
    """Service hours as they stand in a document of London."""
    return (
        loads(
            "slacore: agreement/1\nname: n\nzone: Europe/London\n"
            "parties: [{name: Host, role: provider}, {name: Client, role: customer}]\n"
            f"levels: [{{name: l, metric: availability, hours: {hours}}}]\n"
        )
        .levels[0]
        .hours
    )


def test_always_is_every_hour_in_the_document_s_zone():
    """One word for 24 hours on seven days."""
    assert read("always") == ServiceHours.always("Europe/London")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("5", "expected service hours such as {weekly: {mon-fri: 09:00-17:00}}, found 5"),
        ("[mon-fri]", "expected service hours such as"),
        ("{weekly: 5}", "levels[0].hours"),
        ("{weekly: {funday: 09:00-17:00}}", "levels[0].hours"),
        ("{weekly: {mon: 5}}", "levels[0].hours"),
        ("{weekly: {mon: [[5]]}}", "levels[0].hours"),
        ("{weekly: {mon: 09:00-17:00}, holidays: 5}", "levels[0].hours"),
        ("{weekly: {mon: 09:00-17:00}, holidays: [5]}", "levels[0].hours"),
        ("{weekly: {mon: 09:00-17:00}, zone: 5}", "levels[0].hours"),
        ("{weekly: {mon: 09:00-17:00}, holiday sources: 5}", "holiday sources: expected a list, found 5"),
        (
            "{weekly: {mon: 09:00-17:00}, holiday sources: [5]}",
            "holiday sources[0]: expected the fields country",
        ),
        (
            "{weekly: {mon: 09:00-17:00}, holiday sources: "
            "[{country: GB, subdivision: null, years: 5, library: l}]}",
            "holiday sources[0].years: expected a list, found 5",
        ),
        (
            "{weekly: {mon: 09:00-17:00}, holiday sources: "
            "[{country: GB, subdivision: null, years: [x], library: l}]}",
            "holiday sources[0].years[0]: expected a whole number, found 'x'",
        ),
    ],
)
def test_hours_that_cannot_be_kept_are_told_with_their_path(hours, said):
    """Days, spans, holidays and their sources."""
    with pytest.raises(InvalidDocument) as caught:
        read(hours)
    assert said in str(caught.value)
