"""Which outages qualify, in which order exclusions come, and whole units: each by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

import slacore as sla
from metrics.measuring import MARCH, exactly, measured, observed, span
from slacore.errors import InvalidDocument, InvalidValue
from slacore.metrics import Availability, Downtime, OutageRule

FIVE = OutageRule(at_least="5 min")
WORKS = (sla.Exclusion(cause="works"),)
BOTH = span("2026-03-01", "2026-05-01")


def outage(name: str, start: str, end: str | None) -> sla.Outage:
    """An outage of 2026, from ``03-02T10:00`` on."""
    return sla.Outage(id=name, start=f"2026-{start}Z", end=None if end is None else f"2026-{end}Z")


def outages(*rows: tuple[str, str | None], covers: Any = MARCH) -> sla.Evidence:
    found = [outage(str(number), *row) for number, row in enumerate(rows)]
    return sla.Evidence.of(sla.Outage, found, covers=covers)


def asked(start: str, end: str, cause: str = "works") -> sla.Evidence:
    row = sla.Exemption(id=f"X {cause}", start=f"2026-{start}Z", end=f"2026-{end}Z", cause=cause)
    return sla.Evidence(records=[row])


def down(rule: OutageRule, evidence: sla.Evidence, **more: Any) -> sla.Bounds | None:
    """The downtime in minutes."""
    return measured(Downtime(outages=rule), evidence, **more)


@pytest.mark.parametrize(
    ("end", "at_least", "above"),
    [
        ("03-02T10:04:59.999999", 0, 0),
        ("03-02T10:05:00", 5, 0),
        ("03-02T10:05:00.000001", 5 + Fraction(1, 60_000_000), 5 + Fraction(1, 60_000_000)),
    ],
)
def test_five_minutes_to_the_microsecond(end, at_least, above):
    """Exactly five minutes are at least five, and are not above five."""
    rows = outages(("03-02T10:00:00", end))
    assert down(FIVE, rows) == exactly(at_least)
    assert down(OutageRule(above="5 min"), rows) == exactly(above)


def test_what_qualifies_counts_in_full():
    """Four minutes are dropped; of nine all nine count, and not the four beyond five."""
    rows = outages(("03-02T10:00", "03-02T10:04"), ("03-03T10:00", "03-03T10:09"))
    assert down(FIVE, rows) == exactly(9)
    assert measured(Availability(outages=FIVE), rows) == exactly(Fraction(100 * (44_640 - 9), 44_640))


def test_outages_that_touch_or_overlap_are_one():
    """Twice three minutes, back to back, are six in a row; a second apart they are two outages."""
    assert down(FIVE, outages(("03-02T10:00", "03-02T10:03"), ("03-02T10:03", "03-02T10:06"))) == exactly(6)
    assert down(FIVE, outages(("03-02T10:00", "03-02T10:04"), ("03-02T10:02", "03-02T10:06"))) == exactly(6)
    assert down(FIVE, outages(("03-02T10:00", "03-02T10:03"), ("03-02T10:03:01", "03-02T10:06"))) == exactly(
        0
    )


def test_an_exclusion_splits_an_outage_before_it_qualifies_or_leaves_it_as_long_as_it_was():
    """Filestore, read both ways: 3 and 3 of 8 minutes are left, not one is five; or the outage was eight."""
    june = sla.Window.month(2025, 6, tz="UTC")
    row = sla.Outage(id="O", start="2025-06-10T02:00Z", end="2025-06-10T02:08Z")
    works = sla.Exemption(id="X", start="2025-06-10T02:03Z", end="2025-06-10T02:05Z", cause="works")
    evidence = sla.Evidence.of(sla.Outage, [row], covers=june) + sla.Evidence(records=[works])
    more = {"window": june, "exclusions": WORKS}
    assert measured(Availability(outages=FIVE), evidence, **more) == exactly(100)
    late = OutageRule(at_least="5 min", order="qualify first")
    assert measured(Availability(outages=late), evidence, **more) == exactly(Fraction(100 * 43_194, 43_200))


def test_qualify_first_sees_an_outage_that_is_excused_as_a_whole():
    """Four minutes of the works, and three more: seven in a row, of which three count."""
    rows = outages(("03-02T10:00", "03-02T10:04"), ("03-02T10:04", "03-02T10:07"))
    evidence = rows + asked("03-02T10:00", "03-02T10:04")
    assert down(FIVE, evidence, exclusions=WORKS) == exactly(0)
    assert down(OutageRule(at_least="5 min", order="qualify first"), evidence, exclusions=WORKS) == exactly(3)


def test_excluded_from_the_denominator_is_excluded_alike():
    """The order holds for both effects: 3 + 3 of 8 minutes, and two minutes less in the total."""
    evidence = outages(("03-02T10:00", "03-02T10:08")) + asked("03-02T10:03", "03-02T10:05")
    terms = {"exclusions": [sla.Exclusion(cause="works", effect="denominator")]}
    late = OutageRule(at_least="5 min", order="qualify first")
    assert measured(Availability(outages=FIVE), evidence, **terms) == exactly(100)
    total = 44_640 - 2
    assert measured(Availability(outages=late), evidence, **terms) == exactly(
        Fraction(100 * (total - 6), total)
    )


@pytest.mark.parametrize(("edge", "march", "april"), [("part", 0, 6), ("whole", 4, 6)])
def test_over_the_edge_of_a_period_the_part_or_the_whole_qualifies(edge, march, april):
    """From 23:56 to 00:06: four minutes are of March. Ten are enough for both months, four for none."""
    rows = outages(("03-31T23:56", "04-01T00:06"), covers=BOTH)
    rule = OutageRule(at_least="5 min", edge=edge)
    found = observed(Downtime(outages=rule), rows, window=BOTH)
    assert [seen.bounds for seen in found] == [exactly(march), exactly(april)]


def test_the_whole_of_an_outage_is_in_doubt_where_the_watch_ends_with_the_month():
    """Four minutes to midnight; nobody saw whether it went on. With April watched it is known."""
    whole = OutageRule(at_least="5 min", edge="whole")
    assert down(whole, outages(("03-31T23:56", "04-01T00:00"))) == sla.Bounds(0, 4)
    assert down(whole, outages(("03-31T23:56", "04-01T00:00"), covers=BOTH)) == exactly(0)
    assert down(whole, outages(("03-31T23:56", None))) == sla.Bounds(0, 4)
    # The part is known in any case.
    assert down(FIVE, outages(("03-31T23:56", "04-01T00:00"))) == exactly(0)


@pytest.mark.parametrize(("edge", "minutes"), [("part", 0), ("whole", 3)])
def test_service_hours_cut_an_outage_as_a_period_does(edge, minutes):
    """Down from 08:00 to 09:03 where nine to five is promised: three minutes of it count, if any."""
    hours = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
    rows = outages(("03-02T08:00", "03-02T09:03"))
    assert down(OutageRule(at_least="5 min", edge=edge), rows, hours=hours) == exactly(minutes)


def units(per: str, count: str, alignment: str = "outage") -> OutageRule:
    return OutageRule(per=per, count=count, alignment=alignment)


# 00:10:30 to 00:54:30 is 44 minutes: the clock's minutes 11 to 53 lie wholly inside, 10 and 54 in part.
@pytest.mark.parametrize(
    ("rule", "minutes"),
    [
        (units("1 min", "full"), 44),
        (units("1 min", "started"), 44),
        (units("1 min", "full", "clock"), 43),
        (units("1 min", "started", "clock"), 45),
        # 10:30 + 2 × 15 min = 40:30; by the clock from 00:15 to 00:45, or from 00:00 to 01:00.
        (units("15 min", "full"), 30),
        (units("15 min", "started"), 45),
        (units("15 min", "full", "clock"), 30),
        (units("15 min", "started", "clock"), 60),
        (units("1 h", "full"), 0),
        (units("1 h", "started"), 60),
    ],
)
def test_whole_units(rule, minutes):
    """Full or started, laid from where the outage starts or by the clock."""
    assert down(rule, outages(("03-02T00:10:30", "03-02T00:54:30"))) == exactly(minutes)


def test_each_outage_starts_units_of_its_own_but_the_clock_shows_a_minute_once():
    """Ten seconds twice in one minute: two started minutes, or one of the clock."""
    rows = outages(("03-02T10:00:10", "03-02T10:00:20"), ("03-02T10:00:40", "03-02T10:00:50"))
    assert down(units("1 min", "started"), rows) == exactly(2)
    assert down(units("1 min", "started", "clock"), rows) == exactly(1)


def test_the_clock_is_the_one_of_the_level():
    """In Kolkata hours begin half an hour beside those of UTC: 10:00 to 11:00 UTC is 15:30 to 16:30."""
    kolkata = {"window": sla.Window.month(2026, 3, tz="Asia/Kolkata"), "zone": "Asia/Kolkata"}
    rows = outages(("03-02T10:00", "03-02T11:00"), covers=kolkata["window"])
    assert down(units("1 h", "full", "clock"), rows, **kolkata) == exactly(0)
    assert down(units("1 h", "started", "clock"), rows, **kolkata) == exactly(120)
    utc = outages(("03-02T10:00", "03-02T11:00"))
    assert down(units("1 h", "full", "clock"), utc) == exactly(60)


# London goes from 01:00 to 02:00 on 29 March, and from 02:00 to 01:00 on 25 October; New York from 02:00 to
# 03:00 on 8 March, so that its clock shows no two o'clock.
@pytest.mark.parametrize(
    ("zone", "at", "until", "per", "minutes"),
    [
        # 05:00 to 05:30 in summer time: the clock's first six hours are five.
        ("Europe/London", "2026-03-29T04:00Z", "2026-03-29T04:30Z", "6 h", 300),
        ("Europe/London", "2026-03-29T00:30Z", "2026-03-29T00:40Z", "6 h", 300),
        # 07:00 to 07:10: the next six are six; and a started day is 23 hours, or 25.
        ("Europe/London", "2026-03-29T06:00Z", "2026-03-29T06:10Z", "6 h", 360),
        ("Europe/London", "2026-03-29T12:00Z", "2026-03-29T12:10Z", "1 d", 1380),
        ("Europe/London", "2026-10-25T12:00Z", "2026-10-25T12:10Z", "1 d", 1500),
        # 00:30 in summer time, and 05:00 in winter time: from 00:00 to 06:00 are seven hours.
        ("Europe/London", "2026-10-24T23:30Z", "2026-10-24T23:40Z", "6 h", 420),
        ("Europe/London", "2026-10-25T05:00Z", "2026-10-25T05:10Z", "6 h", 420),
        # The hour that the clock shows twice is two.
        ("Europe/London", "2026-10-25T00:30Z", "2026-10-25T00:40Z", "1 h", 60),
        ("Europe/London", "2026-10-25T00:30Z", "2026-10-25T01:10Z", "1 h", 120),
        # 01:30 and 03:30 on the day without a two o'clock: two hours to 02:00, one from 03:00 to 04:00.
        ("America/New_York", "2026-03-08T06:30Z", "2026-03-08T06:40Z", "2 h", 120),
        ("America/New_York", "2026-03-08T05:30Z", "2026-03-08T05:40Z", "2 h", 120),
        ("America/New_York", "2026-03-08T07:30Z", "2026-03-08T07:40Z", "2 h", 60),
    ],
)
def test_units_of_the_clock_where_it_is_changed(zone, at, until, per, minutes):
    """A unit lasts from one time on the clock to the next, however long that is."""
    moment = sla.Instant.parse(at)
    month = sla.Window.month(2026, int(at[5:7]), tz=zone)
    row = sla.Outage(id="1", start=moment, end=sla.Instant.parse(until))
    evidence = sla.Evidence.of(sla.Outage, [row], covers=month)
    rule = units(per, "started", "clock")
    assert measured(Downtime(outages=rule), evidence, window=month, zone=zone) == exactly(minutes)


def test_rounding_comes_last():
    """Of 5:30 and 4:50 minutes the second does not qualify, though its fifth minute has started."""
    rule = OutageRule(at_least="5 min", per="1 min", count="started")
    rows = outages(("03-02T10:00", "03-02T10:05:30"), ("03-03T10:00", "03-03T10:04:50"))
    assert down(rule, rows) == exactly(6)


def test_started_units_never_come_to_more_than_there_is():
    """A day of which every other half minute was down has 1,440 started hours, and 24 that there are."""
    day = sla.Window.day(2026, 3, 2, tz="UTC")
    rows = [
        sla.Outage(
            id=str(minute),
            start=day.start + sla.Quantity(minute, "min"),
            end=day.start + sla.Quantity(minute, "min") + sla.Quantity(30, "s"),
        )
        for minute in range(1440)
    ]
    evidence = sla.Evidence.of(sla.Outage, rows, covers=day)
    metric = Availability(outages=units("1 h", "started"))
    assert measured(metric, evidence, window=day, period="day") == exactly(0)


def test_a_gap_may_make_a_short_outage_long_enough():
    """Three minutes down, three that nobody saw, three down: none qualifies, or all nine do."""
    watch = [span("2026-03-01", "2026-03-02T10:03"), span("2026-03-02T10:06", "2026-04-01")]
    rows = outages(("03-02T10:00", "03-02T10:03"), ("03-02T10:06", "03-02T10:09"), covers=watch)
    assert down(FIVE, rows) == sla.Bounds(0, 9)
    # Two minutes of a gap alone are never five.
    short = [span("2026-03-01", "2026-03-05T10:00"), span("2026-03-05T10:02", "2026-04-01")]
    assert down(FIVE, outages(covers=short)) == exactly(0)


def test_started_units_in_a_gap_have_outer_bounds():
    """Joined, 40 + 10 + 40 min are two started hours, and apart two as well; but many may have started.

    In ten minutes 1 + 10 min ÷ (5 min + 1 us) outages of five minutes have room, the known ones with them:
    between 10:00 and 11:30 no more than 18. Each starts an hour, and there are 24 in the day.
    """
    day = sla.Window.day(2026, 3, 2, tz="UTC")
    watch = [
        span("2026-03-02T00:00", "2026-03-02T10:40"),
        span("2026-03-02T10:50", "2026-03-03T00:00"),
    ]
    rows = outages(("03-02T10:00", "03-02T10:40"), ("03-02T10:50", "03-02T11:30"), covers=watch)
    rule = OutageRule(at_least="5 min", per="1 h", count="started")
    found = down(rule, rows, window=day, period="day")
    assert found is not None
    # 80 certain minutes are two started hours at least; 90 min and 17 more units of 60 min are 18 h 30 min.
    assert found.low == 120
    assert found.high == 60 * ((90 + 17 * 60) // 60)


def test_time_that_is_added_back_and_excluded_helps_once():
    """An hour down that one cause takes from the downtime and another adds to the time up is one hour."""
    rows = outages(("03-02T10:00", "03-02T12:00"))
    terms = [sla.Exclusion(cause="works"), sla.Exclusion(cause="storm", effect="added back")]
    works, storm = asked("03-02T10:00", "03-02T11:00"), asked("03-02T10:00", "03-02T11:00", "storm")
    for evidence in (rows + works, rows + storm, rows + works + storm):
        assert measured(Downtime(), evidence, exclusions=terms) == exactly(60)
    # Up or down, an hour that is added back is worth an hour.
    later = asked("03-03T10:00", "03-03T11:00"), asked("03-03T10:00", "03-03T11:00", "storm")
    assert measured(Downtime(), rows + later[0] + later[1], exclusions=terms) == exactly(60)
    tallied = sla.Evidence.of(
        sla.Tally,
        [sla.Tally(id="1", start="2026-03-02T10:00Z", end="2026-03-02T11:00Z", bad="1 h", total="1 h")],
        covers=MARCH,
    )
    more = tallied + works + storm
    assert measured(Downtime(source="tallies"), more, exclusions=terms) == exactly(0)


def test_the_explanation_shows_every_step_in_the_order_of_the_contract():
    """Two reports that overlap: 10:00 to 10:20, of which five minutes are excused, and four minutes."""
    rows = outages(
        ("03-02T10:00", "03-02T10:15"),
        ("03-02T10:10", "03-02T10:20"),
        ("03-03T10:00", "03-03T10:04"),
    )
    evidence = rows + asked("03-02T10:03", "03-02T10:08")
    rule = OutageRule(at_least="5 min", per="5 min", count="full")
    (seen,) = observed(Downtime(outages=rule), evidence, exclusions=WORKS)
    assert seen.workings == (
        ("merged", "2 outages, 24 min"),
        ("in counted time", "2 outages, 24 min"),
        ("not excused", "3 outages, 19 min"),
        ("qualifying (at least 5 min)", "1 outage, 12 min"),
        ("in full units of 5 min from each start", "10 min"),
        ("down", "10 min"),
        ("excused", "5 min"),
    )
    late = OutageRule(at_least="5 min", order="qualify first", edge="whole")
    (seen,) = observed(Downtime(outages=late), evidence, exclusions=WORKS)
    assert [name for name, _ in seen.workings] == [
        "merged",
        "qualifying (at least 5 min, of the whole)",
        "not excused",
        "in counted time",
        "down",
        "excused",
    ]


def test_the_explanation_is_of_one_period_and_says_what_is_in_doubt():
    """An outage of April is no news of March; one at midnight may have gone on."""
    whole = Downtime(outages=OutageRule(at_least="5 min", edge="whole"))
    rows = outages(("03-31T23:56", "04-01T00:00"), ("04-02T10:00", "04-02T11:00"), covers=BOTH)
    march, _ = observed(whole, rows, window=BOTH)
    assert march.workings[0] == ("merged", "1 outage, 4 min")
    (march,) = observed(whole, outages(("03-31T23:56", "04-01T00:00")))
    assert march.workings == (
        ("merged", "1 outage, 4 min or more"),
        ("not excused", "1 outage, 4 min or more"),
        ("qualifying (at least 5 min, of the whole)", "0 outages, 0 s or more"),
        ("in counted time", "0 outages, 0 s to 4 min"),
        ("down", "0 s"),
        ("up or down", "4 min"),
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "says which count"),
        ({"at_least": "5 min", "above": "5 min"}, "state one of them"),
        ({"at_least": "0 min"}, "longer than nothing"),
        ({"at_least": "-5 min"}, "longer than nothing"),
        ({"at_least": "2.5 count"}, "whole intervals"),
        ({"at_least": "5 %"}, "a length such as '5 min'"),
        ({"at_least": 5}, "has no unit"),
        ({"at_least": "1/7 us"}, "whole number of microseconds"),
        ({"per": "1 min"}, "state per, and count"),
        ({"at_least": "5 min", "count": "full"}, "state per, and count"),
        ({"per": "0 min", "count": "full"}, "longer than nothing"),
        ({"per": "7 min", "count": "full", "alignment": "clock"}, "not laid by the clock"),
        ({"at_least": "5 min", "alignment": "clock"}, "alignment says where units begin"),
        ({"per": "1 min", "count": "full", "order": "qualify first"}, "state it with at_least or above"),
        ({"per": "1 min", "count": "full", "edge": "whole"}, "state it with at_least or above"),
        ({"at_least": "5 min", "order": "qualify"}, "unknown order 'qualify'"),
        ({"at_least": "5 min", "edge": "both"}, "unknown edge 'both'"),
        ({"per": "1 min", "count": "half"}, "unknown count 'half'"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(fields, why):
    """Every fault in one sentence."""
    with pytest.raises(InvalidValue, match=why):
        OutageRule(**fields)


def test_fields_that_mean_nothing_together_are_refused():
    """One of the two was meant otherwise."""
    by_number = {"source": "tallies", "pooling": "mean of intervals"}
    bad = sla.Test(above="5 %")
    for fields, why in (
        ({"pooling": "mean of intervals"}, "outages have no intervals"),
        ({"source": "probes", "pooling": "mean of intervals"}, "probes have no intervals"),
        ({"source": "probes", "idle": "full"}, "a probe always counts"),
        ({"bad_when": bad}, "outages are no intervals"),
        ({"source": "probes", "bad_when": bad}, "probes are no intervals"),
        ({"source": "tallies", "outages": FIVE}, "say which are, with bad_when"),
        ({"outages": OutageRule(at_least="3 count")}, "no intervals of which 3 count"),
        (
            {**by_number, "bad_when": bad, "outages": units("1 min", "full")},
            "counted by number",
        ),
        ({"source": "probes", "outages": units("1 min", "full")}, "counted by number"),
    ):
        with pytest.raises(InvalidValue, match=why):
            Availability(**fields)
    with pytest.raises(InvalidValue, match="takes a rule, such as OutageRule"):
        Downtime(outages={"at least": "5 min"})
    with pytest.raises(InvalidValue, match="idle says whether a run"):
        Downtime(source="tallies", idle="full")


TERMS = """
slacore: agreement/1
name: storage
zone: UTC
parties: [{name: P, role: provider}, {name: C, role: customer}]
levels:
  - name: uptime
    metric:
      kind: availability
      outages: {at least: 5 min, order: qualify first, per: 1 min, count: full, alignment: clock}
    target: {at least: 99.9 %}
  - name: minutes
    metric:
      kind: availability
      source: tallies
      idle: full
      bad when: {above: 5 %}
      outages: {at least: 10 count}
"""


def test_a_rule_is_a_mapping_in_documents():
    """What was read is what was written, and a misspelt field has its path."""
    agreement = sla.loads(TERMS)
    rule = OutageRule(at_least="5 min", order="qualify first", per="1 min", count="full", alignment="clock")
    assert agreement.levels[0].metric == Availability(outages=rule)
    assert sla.loads(sla.dumps(agreement)) == agreement
    with pytest.raises(InvalidDocument, match=r"levels\[0\].metric.outages: unknown field 'atleast'"):
        sla.loads(TERMS.replace("{at least: 5", "{atleast: 5"))
    with pytest.raises(InvalidDocument, match=r"levels\[1\].metric.outages: .* longer than nothing"):
        sla.loads(TERMS.replace("10 count", "0 count"))
