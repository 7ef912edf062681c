"""Targets that hold only under conditions: on a fact, on another level, on what was before."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore import Verdict
from slacore.metrics import Count, Reported, ResolutionTime
from slacore.remedies import Cap, Pay, Total

PARTIES = (sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer"))
JANUARY = sla.Window.month(2026, 1, tz="UTC")
KEPT = sla.Target(at_least="95 %")
LARGE = sla.Test(level="volume", at_least="40 count")


def level(name: str, unit: str = "%", **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(name=name, metric=Reported(name=name, unit=unit), **more)


def agreed(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(name="A", zone="UTC", parties=PARTIES, levels=levels, **more)


def said(month: sla.Window = JANUARY, **values: str | bool) -> sla.Evidence:
    rows = [
        sla.Fact(id=f"{name} {month}", name=name, value=value, start=month.start, end=month.end)
        for name, value in values.items()
    ]
    return sla.Evidence(records=rows)


def verdicts(result: sla.Evaluation) -> dict[str, Verdict | None]:
    return {one.observation.level: one.verdict for one in result.judgements}


# With 39 incidents or fewer at most two may be late; with 40 or more 95 % must be in time.
INCIDENTS = agreed(
    level("volume", "count"),
    level(
        "late",
        "count",
        target=sla.Target(at_most="2 count"),
        applies=sla.Test(level="volume", at_most="39 count"),
    ),
    level("in time", target=KEPT, applies=LARGE),
)


@pytest.mark.parametrize(
    ("volume", "late", "share", "expected"),
    [
        ("39 count", "2 count", "92 %", {"late": Verdict.MET, "in time": None}),
        ("39 count", "3 count", "92 %", {"late": Verdict.BREACHED, "in time": None}),
        ("40 count", "3 count", "92.5 %", {"late": None, "in time": Verdict.BREACHED}),
        ("40 count", "2 count", "95 %", {"late": None, "in time": Verdict.MET}),
    ],
)
def test_the_volume_decides_which_target_holds(volume, late, share, expected):
    """The edge of 39 and 40 incidents; the level that does not hold is measured and has no verdict."""
    result = sla.evaluate(INCIDENTS, said(volume=volume, late=late, **{"in time": share}), JANUARY)
    assert verdicts(result) == {**expected, "volume": None}
    idle = next(one for one in result.observations if expected.get(one.level, 0) is None)
    assert idle.exact is not None
    assert idle.notes == (f"not judged: {agreed_test(idle.level)} does not hold",)


def agreed_test(name: str) -> str:
    (test,) = INCIDENTS.level(name).applies
    return str(test)


@pytest.mark.parametrize(
    ("share", "late", "expected"),
    [
        ("96 %", "1 count", (Verdict.MET, Verdict.MET)),
        ("92 %", "3 count", (Verdict.INDETERMINATE, Verdict.INDETERMINATE)),
        ("96 %", "3 count", (Verdict.MET, Verdict.INDETERMINATE)),
    ],
)
def test_where_the_volume_is_not_known_only_what_is_met_anyhow_is_met(share, late, expected):
    """Nobody says how many incidents there were: a breach is one only if its target holds."""
    result = sla.evaluate(INCIDENTS, said(late=late, **{"in time": share}), JANUARY)
    found = verdicts(result)
    assert (found["in time"], found["late"]) == expected
    notes = {one.level: one.notes for one in result.observations}
    assert notes["late"] == ("whether it is judged cannot be said: volume ≤ 39 count",)


def test_a_doubtful_volume_that_cannot_reach_the_edge_is_no_doubt():
    """Fifteen of the month's days are not watched: 41 outages are 40 or more, 39 are not for certain."""
    small = level(
        "other", target=sla.Target(at_most="2 %"), applies=sla.Test(level="volume", below="40 count")
    )
    terms = agreed(
        sla.ServiceLevel(name="volume", metric=Count(of="outage")),
        level("in time", target=KEPT, applies=LARGE),
        small,
    )
    half = sla.Window.between("2026-01-01", "2026-01-16", tz="UTC")

    def outages(number: int) -> sla.Evidence:
        at = [f"2026-01-{day:02}T{hour:02}" for day in (2, 3) for hour in range(1, 23)][:number]
        rows = [sla.Outage(id=str(n), start=f"{one}:00Z", end=f"{one}:30Z") for n, one in enumerate(at)]
        return sla.Evidence.of(sla.Outage, rows, covers=half) + said(other="3 %", **{"in time": "90 %"})

    many, few = (verdicts(sla.evaluate(terms, outages(number), JANUARY)) for number in (41, 39))
    assert (many["in time"], many["other"]) == (Verdict.BREACHED, None)
    assert (few["in time"], few["other"]) == (Verdict.INDETERMINATE, Verdict.INDETERMINATE)


def test_all_tests_must_hold_and_one_that_fails_decides():
    """A month of acceptance tests is not judged whatever the volume; an unsaid fact leaves it open."""
    tests = [LARGE, sla.Test(fact="in acceptance", equals=False)]
    terms = agreed(level("volume", "count"), level("share", target=KEPT, applies=tests))
    facts: dict[str, Any] = {"share": "90 %", "volume": "50 count"}
    for more, expected in (
        ({"in acceptance": False}, Verdict.BREACHED),
        ({"in acceptance": True}, None),
        ({}, Verdict.INDETERMINATE),
        ({"in acceptance": True, "volume": None}, None),
    ):
        found = {name: value for name, value in {**facts, **more}.items() if value is not None}
        assert verdicts(sla.evaluate(terms, said(**found), JANUARY))["share"] is expected


@pytest.mark.parametrize(("asking", "asked"), [("a", "b"), ("b", "a")])
def test_names_do_not_decide_what_is_known_first(asking, asked):
    """The present month of the other level is judged before, whatever the two are called."""
    run = sla.Test(lookback=f"run of breached in '{asked}'", at_least="1 period")
    terms = agreed(level(asking, target=KEPT, applies=run), level(asked, target=KEPT))
    both = sla.evaluate(terms, said(a="90 %", b="90 %"), JANUARY)
    assert verdicts(both) == {"a": Verdict.BREACHED, "b": Verdict.BREACHED}
    alone = sla.evaluate(terms, said(**{asking: "90 %", asked: "99 %"}), JANUARY)
    assert verdicts(alone)[asking] is None


def test_what_was_before_decides_from_the_second_month_on():
    """Judged only after a month in which it was kept: not in February, as January was 90 %."""
    run = sla.Test(lookback="run of breached before", below="1 period")
    terms = agreed(
        level("a", target=KEPT, applies=run), term=sla.Window.between("2026-01-01", "2026-04-01", tz="UTC")
    )
    months = [sla.Window.month(2026, n, tz="UTC") for n in (1, 2, 3)]
    facts = sum((said(month, a="90 %") for month in months), sla.Evidence())
    result = sla.evaluate(terms, facts, sla.Window(months[0].start, months[-1].end))
    # February is not judged and breaks the run, so that March is judged again.
    assert [one.verdict for one in result.judgements] == [Verdict.BREACHED, None, Verdict.BREACHED]


# Remedies

ALWAYS = sla.Remedy(name="paid", when="always", steps=[Pay(rate="5 EUR")])
ON_BREACH = sla.Remedy(name="paid", steps=[Pay(rate="5 EUR")])
BY_FIGURE = sla.Remedy(name="paid", when=sla.Test(below="99 %"), steps=[Pay(rate="5 EUR")])


def paid(remedy: sla.Remedy, volume: str | None, share: str) -> tuple[bool | None, str] | None:
    terms = agreed(level("volume", "count"), level("share", target=KEPT, applies=LARGE, remedies=[remedy]))
    facts = {"share": share} | ({"volume": volume} if volume else {})
    awards = sla.evaluate(terms, said(**facts), JANUARY).awards
    return (awards[0].due, str(awards[0])) if awards else None


@pytest.mark.parametrize("remedy", [ALWAYS, ON_BREACH, BY_FIGURE], ids=["always", "breached", "figure"])
def test_a_level_that_is_not_judged_pays_nothing(remedy):
    """39 incidents: there is no promise in the month, and nothing that follows from it."""
    assert paid(remedy, "39 count", "90 %") is None
    assert paid(remedy, "40 count", "90 %") == (True, "5.00 EUR")


@pytest.mark.parametrize("remedy", [ALWAYS, ON_BREACH, BY_FIGURE], ids=["always", "breached", "figure"])
def test_where_it_cannot_be_said_whether_it_is_judged_it_pays_perhaps(remedy):
    """The amount if the target holds, and nothing if not."""
    assert paid(remedy, None, "90 %") == (None, "0.00 EUR to 5.00 EUR")


def test_what_is_met_anyhow_pays_nothing_for_a_breach():
    """99 % is no breach, whether the target holds or not; what is paid always is paid perhaps."""
    assert paid(ON_BREACH, None, "99 %") == (False, "0.00 EUR")
    assert paid(ALWAYS, None, "99 %") == (None, "0.00 EUR to 5.00 EUR")


def test_a_remedy_may_ask_what_another_level_came_to():
    """Double pay in a month of 40 incidents or more; nobody knows without the volume."""
    steps = [Pay(rate="5 EUR"), Cap(limit="3 EUR", when=sla.Test(level="volume", below="40 count"))]
    terms = agreed(level("volume", "count"), level("share", target=KEPT, remedies=[sla.Remedy(steps=steps)]))

    def owed(**facts: str) -> str:
        (award,) = sla.evaluate(terms, said(share="90 %", **facts), JANUARY).awards
        return str(award)

    assert owed(volume="40 count") == "5.00 EUR"
    assert owed(volume="39 count") == "3.00 EUR"


def test_a_settlement_may_ask_what_a_level_came_to():
    """The cap of 3 holds only in a month of less than 40 incidents."""
    capped = Cap(limit="3 EUR", when=sla.Test(level="volume", below="40 count"))
    terms = agreed(
        level("volume", "count"),
        level("share", target=KEPT, remedies=[ON_BREACH]),
        settlement=sla.Settlement(steps=[Total(), capped]),
    )
    for volume, amount in (("40 count", "5.00 EUR"), ("39 count", "3.00 EUR")):
        (penalty,) = sla.evaluate(terms, said(share="90 %", volume=volume), JANUARY).settlements
        assert str(penalty.payable) == amount


def test_a_level_that_judges_record_by_record_has_no_figure_to_depend_on():
    """No ticket was watched for: which of its tickets is meant cannot be said."""
    tickets = sla.ServiceLevel(name="tickets", metric=ResolutionTime(unit="hour"))
    term = sla.Test(level="tickets", at_most="3 h")
    row = sla.Ticket(id="T-1", events=[("2026-01-05T09:00Z", "opened"), ("2026-01-05T10:00Z", "resolved")])
    seen = sla.Evidence.of(sla.Ticket, [row], covers=JANUARY) + said(share="90 %")
    result = sla.evaluate(agreed(tickets, level("share", target=KEPT, applies=term)), seen, JANUARY)
    assert verdicts(result)["share"] is Verdict.INDETERMINATE
