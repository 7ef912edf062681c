"""Four years of a real help desk, month by month, against a plain count."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from field_data.helpdesk import (
    EASTER_MONDAYS,
    OFFICE_WORK,
    RESOLVE,
    TAKE,
    WAIT,
    YEARLY,
    Clock,
    Log,
    clock,
    local,
    office_seconds,
    read,
    response,
)
from slacore import (
    Agreement,
    Evaluation,
    Evidence,
    Instant,
    Party,
    ServiceHours,
    ServiceLevel,
    Target,
    Ticket,
    Verdict,
    Window,
    evaluate,
)
from slacore.metrics import PercentWithin, ResolutionTime, ResponseTime

pytestmark = pytest.mark.slow

SPAN = Window.between("2010-01-01", "2014-02-01", tz="Europe/Rome")
OFFICE = ServiceHours(
    zone="Europe/Rome",
    weekly={"mon-fri": ["09:00-18:00"]},
    yearly_holidays=YEARLY,
    holidays=EASTER_MONDAYS,
)
# Each level with the same rule in the words of the plain count.
RULES = {
    "mean": ({}, {}),
    "mean, first close": ({"reopening": "first close wins"}, {"reopening": "first close wins"}),
    "mean, gap counted": ({"reopening": "gap counted"}, {"reopening": "gap counted"}),
    "mean, waits counted": ({"pauses": False}, {"waits_stop": False}),
    "largest": ({"over": "largest"}, {}),
}
HOURS = 54
PROMISED = 60


def ticket(log: Log) -> Ticket:
    """The log in the words of a ticket, by the rules that `helpdesk` states."""
    (opened, _), state = log.entries[0], "open"
    events = [(opened, "opened")]
    for at, activity in log.entries:
        if activity in OFFICE_WORK or (state == "resolved" and activity == RESOLVE):
            continue
        if activity == RESOLVE:
            events.append((at, "resolved"))
            state = "resolved"
            continue
        if state == "resolved":
            events.append((at, "reopened"))
            state = "open"
        if activity == WAIT and state == "open":
            events.append((at, "paused"))
            state = "paused"
        elif activity != WAIT and state == "paused":
            events.append((at, "resumed"))
            state = "open"
        if activity == TAKE:
            events.append((at, "responded"))
    return Ticket(id=log.name, events=[(Instant(at * 1_000_000, "Europe/Rome"), what) for at, what in events])


@pytest.fixture(scope="module")
def logs() -> list[Log]:
    """The log, where there is one: it is not ours to give away."""
    folder = os.environ.get("SLACORE_FIELD_DATA")
    if not folder:
        pytest.skip("SLACORE_FIELD_DATA names no folder of field data")
    path = Path(folder) / "data" / "helpdesk.xes.gz"
    if not path.is_file():
        pytest.skip("the folder of field data has no data/helpdesk.xes.gz")
    return list(read(path))


@pytest.fixture(scope="module")
def result(logs) -> Evaluation:
    """The whole span in one call: 49 months of seven levels."""
    levels = [
        ServiceLevel(
            name=name,
            metric=ResolutionTime(**{"over": "mean", "unit": "second", **terms}),
            hours=OFFICE,
        )
        for name, (terms, _) in RULES.items()
    ]
    fast = ServiceLevel(
        name="within",
        metric=PercentWithin(of="resolution", within=f"{HOURS} h"),
        target=Target(at_least=f"{PROMISED} %"),
        hours=OFFICE,
    )
    taken = ServiceLevel(name="response", metric=ResponseTime(over="mean", unit="second"), hours=OFFICE)
    agreement = Agreement(
        name="Help desk",
        zone="Europe/Rome",
        parties=[Party(name="Help desk", role="provider"), Party(name="Company", role="customer")],
        levels=[*levels, fast, taken],
    )
    return evaluate(agreement, Evidence.of(Ticket, map(ticket, logs), covers=SPAN), SPAN)


def by_month(logs: list[Log], **rule) -> dict[tuple[int, int], list[int]]:
    """How long the clocks ran of those that were resolved in each month of Rome."""
    months = defaultdict(list)
    for log in logs:
        found = clock(log, **rule)
        if found is not None:
            at = local(found.resolved)
            months[at.year, at.month].append(found.ran)
    return months


def observed(result: Evaluation, level: str) -> dict[tuple[int, int], Fraction]:
    """The exact figures of one level by year and month; a month without data is left out."""
    found = {}
    for one in result.observations:
        if one.level == level and one.bounds is not None:
            assert one.exact is not None
            start = one.period.start.to_datetime()
            found[start.year, start.month] = one.exact.amount
    return found


def test_the_count_itself_is_right_where_a_hand_can_check_it():
    """Case 1 by hand: Tuesday 9 October 2012, 16:50:17 in Rome, to Thursday the 25th, 13:54:26.

    Tuesday has 1 h 9 min 43 s left; eleven whole days (10, 11, 12, 15 to 19, 22 to 24) have 99 h;
    Thursday has 4 h 54 min 26 s: 105 h 4 min 9 s in all.
    """
    opened = int(Instant.parse("2012-10-09T14:50:17Z").micros // 1_000_000)
    resolved = int(Instant.parse("2012-10-25T11:54:26Z").micros // 1_000_000)
    log = Log(
        "Case 1", ((opened, "Assign seriousness"), (opened + 44, "Take in charge"), (resolved, RESOLVE))
    )
    assert clock(log) == Clock(resolved, 105 * 3600 + 4 * 60 + 9)
    # The first of November is a holiday, and the clocks changed on the Sunday before.
    wednesday = int(Instant.parse("2012-10-31T16:00:00Z").micros // 1_000_000)
    assert office_seconds(wednesday, wednesday + 2 * 86_400) == 3600 + 8 * 3600


def test_what_was_used_and_what_was_left_out(logs):
    """Every ticket is evidence. Twelve are in no month: eleven unresolved, one reopened and left so.

    The one belongs to the month of its first close where that wins. Of 4,983 entries that resolve,
    254 say it of a ticket that is resolved already; of 1,463 waits, 113 go on with the one before.
    """
    assert (len(logs), sum(len(log.entries) for log in logs)) == (4580, 21348)
    said = Counter(activity for log in logs for _, activity in log.entries)
    assert (said[RESOLVE], said[WAIT]) == (4983, 1463)
    assert sum(number for activity, number in said.items() if activity in OFFICE_WORK) == 4574 + 8
    tickets = [ticket(log) for log in logs]
    assert Counter(event.what for one in tickets for event in one.events) == {
        "opened": 4580,
        "resolved": 4983 - 254,
        "reopened": 161,
        "paused": 1463 - 113,
        "resumed": 569,
        "responded": 5060,
    }
    assert sum(one.first("resolved") is None for one in tickets) == 11
    assert sum(one.resolved() is not None for one in tickets) == 4568
    assert sum(map(len, by_month(logs).values())) == 4568
    assert sum(map(len, by_month(logs, reopening="first close wins").values())) == 4569
    # Entries of the same second, which keep the order of the file.
    assert sum(any(a == b for (a, _), (b, _) in pairwise(log.entries)) for log in logs) == 129


@pytest.mark.parametrize("level", RULES)
def test_resolution_time_month_by_month_is_the_plain_count(logs, result, level):
    """Mean by every rule of reopening and with and without waits, and the longest."""
    fold = max if level == "largest" else lambda ran: Fraction(sum(ran), len(ran))
    counted = {month: fold(ran) for month, ran in by_month(logs, **RULES[level][1]).items()}
    assert observed(result, level) == counted
    assert len(counted) == 48


def test_response_time_month_by_month_is_the_plain_count(logs, result):
    """The mean until a ticket was taken in charge, in the month in which it was; four never were."""
    months = defaultdict(list)
    for log in logs:
        found = response(log)
        if found is not None:
            at = local(found.resolved)
            months[at.year, at.month].append(found.ran)
    means = {month: Fraction(sum(ran), len(ran)) for month, ran in months.items()}
    assert observed(result, "response") == means
    assert sum(map(len, months.values())) == 4576


def test_percent_within_month_by_month_is_the_plain_count(logs, result):
    """The share resolved within six office days, and whether it was as promised.

    Nothing was resolved in January 2014: there is no data, and that is not kept.
    """
    shares = {
        month: Fraction(100 * sum(one <= HOURS * 3600 for one in ran), len(ran))
        for month, ran in by_month(logs).items()
    }
    assert observed(result, "within") == shares
    assert sum(share >= PROMISED for share in shares.values()) == 27
    verdicts = result.verdict_of("within")
    assert Counter(verdicts) == {Verdict.MET: 27, Verdict.BREACHED: 21, Verdict.INDETERMINATE: 1}
    assert verdicts[-1] is Verdict.INDETERMINATE


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        ({"waits_stop": False}, 47),
        ({"reopening": "gap counted"}, 39),
        ({"reopening": "first close wins"}, 42),
    ],
)
def test_each_rule_makes_a_difference(logs, rule, moved):
    """Otherwise a rule that nobody obeys would pass: in so many of 48 months the sum is another."""
    plain, other = by_month(logs), by_month(logs, **rule)
    assert sum(sum(plain[month]) != sum(other[month]) for month in plain) == moved
