"""Missing data: what each policy makes of a gap, of too little evidence, and of nothing at all."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.terms import (
    APRIL,
    FEBRUARY,
    JANUARY,
    MARCH,
    agreement,
    at,
    between,
    figures,
    month,
    outages,
    remedies,
    repairs,
    stated,
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
    Probe,
    ServiceHours,
    ServiceLevel,
    Target,
    Test,
    Ticket,
    Verdict,
    WindowSet,
    evaluate,
)
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.metrics import Availability, PercentWithin, ResolutionTime
from slacore.model import Observation
from slacore.remedies import Pay, Units

MET, BREACHED, UNKNOWN = Verdict.MET, Verdict.BREACHED, Verdict.INDETERMINATE

# April has 720 h. The last third, from the 21st on, was not watched: 240 h.
SEEN = between("2026-04-01", "2026-04-21")
# Of the 480 h that were, 4.8 h were down.
DOWN = between("2026-04-10", "2026-04-10T04:48")


def one(result: Evaluation) -> Observation:
    """The only observation."""
    (seen,) = result.observations
    return seen


def april(
    policy: str, evidence: Evidence | None = None, target: str | None = "99 %", **terms: Any
) -> Evaluation:
    """April under that policy, 4.8 of 480 watched hours down."""
    level = uptime(target=target, missing=MissingData(policy=policy, **terms))
    return evaluate(agreement(level), evidence or outages(DOWN, covers=SEEN), APRIL)


@pytest.mark.parametrize(
    ("policy", "low", "high", "verdict"),
    [
        # 4.8 to 244.8 of 720 h down.
        ("bounds", Fraction(47520, 720), Fraction(71520, 720), UNKNOWN),
        # 4.8 of 480 h.
        ("leave out", 99, 99, MET),
        ("count as good", Fraction(71520, 720), Fraction(71520, 720), MET),
        ("count as bad", Fraction(47520, 720), Fraction(47520, 720), BREACHED),
        # The figure stays what it is; the failure is deemed.
        ("deem breached", Fraction(47520, 720), Fraction(71520, 720), BREACHED),
        # There is nothing to carry.
        ("carry forward", Fraction(47520, 720), Fraction(71520, 720), UNKNOWN),
    ],
)
def test_each_policy_on_availability(policy, low, high, verdict):
    """Ten days of April that nobody watched."""
    result = april(policy)
    assert (one(result).bounds, result.verdict) == (Bounds(low, high), verdict)
    # The result names the policy that narrowed the figure or deemed the breach.
    named = "" if policy in ("bounds", "carry forward") else f"missing data: {policy} (10 d not covered)"
    assert one(result).policy == named
    assert [breach.deemed for breach in result.breaches] == {
        BREACHED: [named if policy == "deem breached" else ""]
    }.get(verdict, [])


# Two tickets, one of them within 4 h, and the last third of April not watched.
DESK = (
    ticket("fast", "2026-04-02T09:00", "2026-04-02T11:00"),
    ticket("slow", "2026-04-03T09:00", "2026-04-03T19:00"),
)


@pytest.mark.parametrize(
    ("policy", "low", "high", "verdict"),
    [
        # Nobody knows how many tickets there were besides.
        ("bounds", 0, 100, UNKNOWN),
        ("leave out", 50, 50, BREACHED),
        # One good ticket in the gap, or a thousand bad ones: no number can be counted.
        ("count as good", 0, 100, UNKNOWN),
        ("count as bad", 0, 100, UNKNOWN),
        ("deem breached", 0, 100, BREACHED),
        ("carry forward", 0, 100, UNKNOWN),
    ],
)
def test_each_policy_on_a_share_of_tickets(policy, low, high, verdict):
    """One of two within 4 h, where 90 % were agreed and ten days were not watched."""
    level = ServiceLevel(
        name="fast",
        metric=PercentWithin(of="resolution", within="4 h"),
        target=Target(at_least="90 %"),
        missing=MissingData(policy=policy),
    )
    result = evaluate(agreement(level), tickets(*DESK, covers=SEEN), APRIL)
    assert (one(result).bounds, result.verdict) == (Bounds(low, high), verdict)
    said = "" if policy in ("bounds", "carry forward") else f"missing data: {policy} (10 d not covered)"
    unknown = ": not applied, how much is missing is not known" if policy.startswith("count") else ""
    assert one(result).policy == said + unknown


@pytest.mark.parametrize(
    ("policy", "rest"),
    [
        ("bounds", UNKNOWN),
        ("leave out", None),
        ("count as good", None),
        ("count as bad", BREACHED),
        ("deem breached", BREACHED),
    ],
)
def test_each_policy_where_every_ticket_is_judged_by_itself(policy, rest):
    """The two tickets keep their own verdicts; the policy is on those that nobody saw."""
    level = repairs(missing=MissingData(policy=policy))
    result = evaluate(agreement(level), tickets(*DESK, covers=SEEN), APRIL)
    verdicts = {j.observation.record: j.verdict for j in result.judgements}
    assert verdicts == {"fast": MET, "slow": BREACHED} | ({} if rest is None else {None: rest})
    named = {j.observation.policy for j in result.judgements} - {""}
    assert named == (set() if policy == "bounds" else {f"missing data: {policy} (10 d not covered)"})


@pytest.mark.parametrize("policy", ["leave out", "count as good"])
def test_a_policy_that_leaves_nothing_to_judge_is_named(policy):
    """No ticket was seen, and none that was not seen is asked for: the one line there is says why."""
    level = repairs(missing=MissingData(policy=policy))
    result = evaluate(agreement(level), tickets(covers=SEEN), APRIL)
    assert one(result).idle
    assert one(result).policy == f"missing data: {policy} (10 d not covered)"
    assert result.verdict is None


@pytest.mark.parametrize("target", ["at_least", "at_most"])
@pytest.mark.parametrize(("policy", "good"), [("count as good", True), ("count as bad", False)])
def test_the_target_says_which_end_is_good(policy, good, target):
    """Availability is good where it is high; that of a rival, say, where it is low."""
    level = ServiceLevel(
        name="l",
        metric=Availability(),
        target=Target(**{target: "80 %"}),
        missing=MissingData(policy=policy),
    )
    result = evaluate(agreement(level), outages(DOWN, covers=SEEN), APRIL)
    assert result.verdict is (MET if good else BREACHED)


@pytest.mark.parametrize(
    "target", [None, {"equals": "99 %"}, {"at_least": "40 %", "at_most": "60 %"}], ids=str
)
@pytest.mark.parametrize("policy", ["count as good", "count as bad"])
def test_to_count_as_good_it_must_be_known_what_is_good(policy, target):
    """Without a target, or with one that has two edges, the agreement is refused."""
    promised = None if target is None else Target(**target)
    level = ServiceLevel(name="l", metric=Availability(), target=promised, missing=MissingData(policy=policy))
    with pytest.raises(InvalidAgreement, match=f"to {policy} needs a target with one edge"):
        agreement(level)


# What is not missing takes no policy.


@pytest.mark.parametrize("policy", ["leave out", "count as good", "count as bad", "deem breached"])
def test_a_month_that_was_watched_takes_no_policy(policy):
    """The figure is exact, and no policy is named."""
    result = april(policy, outages(DOWN, covers=APRIL))
    assert (one(result).bounds, one(result).policy) == (Bounds.exactly(Fraction(71520, 720)), "")


@pytest.mark.parametrize("policy", ["leave out", "count as good", "count as bad", "deem breached"])
@pytest.mark.parametrize(
    ("metric", "empty"),
    [
        (PercentWithin(of="resolution", within="4 h"), tickets(covers=APRIL)),
        (Availability(source="probes"), Evidence.of(Probe, [], covers=APRIL)),
    ],
    ids=["tickets", "probes"],
)
def test_a_month_in_which_nothing_happened_lacks_nothing(policy, metric, empty):
    """Watched from end to end, no ticket and no probe: no data, no breach and nothing to the good."""
    level = ServiceLevel(
        name="l", metric=metric, target=Target(at_least="90 %"), missing=MissingData(policy=policy)
    )
    result = evaluate(agreement(level), empty, APRIL)
    assert (one(result).bounds, one(result).policy, result.verdict) == (None, "", UNKNOWN)


def test_a_figure_that_should_have_been_stated_is_missing_without_a_gap():
    """Whoever does not report has failed, where that was agreed."""
    level = stated(missing=MissingData(policy="deem breached"))
    result = evaluate(agreement(level), Evidence(), APRIL)
    assert result.verdict is BREACHED
    assert one(result).policy == "missing data: deem breached (nothing is stated)"
    reported = evaluate(agreement(level), figures(APRIL, uptime="99.5 %"), APRIL)
    assert (reported.verdict, one(reported).policy) == (MET, "")


def test_nothing_can_be_counted_that_has_no_limit():
    """A stated figure can be anything: the best that it can be is not to be said."""
    level = stated(missing=MissingData(policy="count as good"))
    result = evaluate(agreement(level), Evidence(), APRIL)
    assert (one(result).bounds, result.verdict) == (None, UNKNOWN)
    assert one(result).policy.endswith("not applied, how much is missing is not known")


def test_time_outside_service_hours_is_not_missing():
    """Watched from nine to five on working days, and promised for just that: nothing is missing."""
    hours = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
    level = uptime(hours=hours, missing=MissingData(policy="deem breached"))
    result = evaluate(agreement(level), outages(covers=hours.open_time(APRIL)), APRIL)
    assert (result.verdict, one(result).policy) == (MET, "")


@pytest.mark.parametrize("policy", ["leave out", "count as good", "count as bad", "deem breached"])
@pytest.mark.parametrize("effect", ["numerator", "denominator"])
def test_nobody_need_watch_excused_time(policy, effect):
    """Monitoring is off during the agreed works: the figure is exact, and nobody failed to report."""
    works = between("2026-04-10", "2026-04-10T12:00")
    asked = Exemption(id="x", start=works.start, end=works.end, cause="works")
    watch = WindowSet.of(APRIL) - WindowSet.of(works)
    level = uptime(
        exclusions=[Exclusion(cause="works", effect=effect)],
        missing=MissingData(policy=policy, minimum_coverage="100 %"),
    )
    result = evaluate(agreement(level), outages(covers=watch) + Evidence(records=[asked]), APRIL)
    assert (one(result).bounds, result.verdict, one(result).policy) == (Bounds.exactly(100), MET, "")


def test_to_leave_out_a_gap_leaves_excused_time_in_the_total():
    """240 h unseen, 120 of them excused: 4.8 of 600 h are down, 99.2 %."""
    asked = Exemption(id="x", start="2026-04-21T00:00Z", end="2026-04-26T00:00Z", cause="works")
    level = uptime(exclusions=[Exclusion(cause="works")], missing=MissingData(policy="leave out"))
    evidence = outages(DOWN, covers=SEEN) + Evidence(records=[asked])
    result = evaluate(agreement(level), evidence, APRIL)
    assert one(result).bounds == Bounds.exactly("99.2")


@pytest.mark.parametrize(
    "policy", ["leave out", "count as good", "count as bad", "deem breached", "carry forward"]
)
def test_what_is_to_come_is_not_missing(policy):
    """A period that still runs keeps its bounds: 4.8 h down, and 240 h of which nobody can know."""
    level = uptime(missing=MissingData(policy=policy, minimum_coverage="90 %", minimum_sample=9))
    result = evaluate(agreement(level), outages(DOWN, covers=APRIL), SEEN)
    assert one(result).open
    assert (one(result).bounds, one(result).policy) == (
        Bounds(Fraction(47520, 720), Fraction(71520, 720)),
        "",
    )
    assert result.verdict is UNKNOWN


def test_an_ended_month_uses_what_came_later_and_an_open_ticket_level_asks_for_what_may_come():
    """Judged one by one: in a running month tickets to come are unknown under any policy."""
    level = repairs(missing=MissingData(policy="leave out"))
    result = evaluate(agreement(level), tickets(*DESK, covers=APRIL), SEEN)
    assert {j.observation.record: j.verdict for j in result.judgements} == {
        "fast": MET,
        "slow": BREACHED,
        None: UNKNOWN,
    }


# Too little evidence.


@pytest.mark.parametrize(
    ("least", "insufficient", "verdict", "policy"),
    [
        # 480 of 720 h are two thirds.
        ("66 %", "no verdict", MET, "missing data: leave out (10 d not covered)"),
        (
            "67 %",
            "no verdict",
            UNKNOWN,
            "66.666666… % of the counted time is covered, 67 % agreed: no verdict",
        ),
        (
            "67 %",
            "deem breached",
            BREACHED,
            "66.666666… % of the counted time is covered, 67 % agreed: deem breached",
        ),
    ],
)
def test_minimum_coverage_on_availability(least, insufficient, verdict, policy):
    """Below the agreed coverage the policy does not come into it."""
    result = april("leave out", minimum_coverage=least, insufficient=insufficient)
    assert (result.verdict, one(result).policy) == (verdict, policy)


def test_coverage_of_exactly_the_minimum_suffices():
    """360 of 720 h are 50 %; one microsecond less is less."""
    half, watch = (
        between("2026-04-01", "2026-04-16"),
        MissingData(policy="leave out", minimum_coverage="50 %"),
    )
    terms = agreement(uptime(missing=watch))
    assert evaluate(terms, outages(covers=half), APRIL).verdict is MET
    short = WindowSet(((half.start.micros, half.end.micros - 1),))
    assert evaluate(terms, outages(covers=short), APRIL).verdict is UNKNOWN


@pytest.mark.parametrize(
    ("agreed", "insufficient", "verdict", "policy"),
    [
        (2, "no verdict", BREACHED, ""),
        (3, "no verdict", UNKNOWN, "2 records were seen, 3 agreed: no verdict"),
        (3, "deem breached", BREACHED, "2 records were seen, 3 agreed: deem breached"),
    ],
)
def test_minimum_sample_of_a_share_of_tickets(agreed, insufficient, verdict, policy):
    """Two tickets were seen in a month that was watched; 50 % within 4 h is the figure all the same."""
    level = ServiceLevel(
        name="fast",
        metric=PercentWithin(of="resolution", within="4 h"),
        target=Target(at_least="90 %"),
        missing=MissingData(minimum_sample=agreed, insufficient=insufficient),
    )
    result = evaluate(agreement(level), tickets(*DESK, covers=APRIL), APRIL)
    assert (one(result).bounds, result.verdict, one(result).policy) == (Bounds.exactly(50), verdict, policy)


def test_what_the_figure_is_not_made_from_is_no_sample():
    """Three tickets were open in April, and one of them was resolved: one record, and not three."""
    rows = (
        *DESK[:1],
        ticket("open", "2026-04-05T09:00"),
        ticket("may", "2026-04-30T09:00", "2026-05-02T09:00"),
    )
    level = ServiceLevel(
        name="fast",
        metric=PercentWithin(of="resolution", within="4 h"),
        target=Target(at_least="90 %"),
        missing=MissingData(minimum_sample=2),
    )
    result = evaluate(agreement(level), tickets(*rows, covers=between("2026-04-01", "2026-06-01")), APRIL)
    assert (one(result).bounds, result.verdict) == (Bounds.exactly(100), UNKNOWN)
    assert one(result).policy == "1 records were seen, 2 agreed: no verdict"


def test_probes_outside_service_hours_are_no_sample():
    """Thirty probes at noon, and 22 of them on working days."""
    rows = [Probe(id=str(n), at=f"2026-04-{n:02}T12:00Z", good=True) for n in range(1, 31)]
    hours = ServiceHours(zone="UTC", weekly={"mon-fri": ["09:00-17:00"]})
    metric = Availability(source="probes")
    found = {}
    for least in (22, 23):
        terms = MissingData(minimum_sample=least)
        level = ServiceLevel(
            name="l", metric=metric, target=Target(at_least="99 %"), hours=hours, missing=terms
        )
        found[least] = evaluate(agreement(level), Evidence.of(Probe, rows, covers=APRIL), APRIL).verdict
    assert found == {22: MET, 23: UNKNOWN}


@pytest.mark.parametrize("policy", ["no verdict", "deem breached"])
def test_too_few_tickets_that_are_judged_one_by_one(policy):
    """No verdict: none of the two has one. Deemed: both keep theirs, and the month is broken once."""
    level = repairs(Pay(rate="10 EUR"), missing=MissingData(minimum_sample=3, insufficient=policy))
    result = evaluate(agreement(level), tickets(*DESK, covers=APRIL), APRIL)
    verdicts = {j.observation.record: j.verdict for j in result.judgements}
    (penalty,) = result.penalties
    if policy == "no verdict":
        assert verdicts == {"fast": UNKNOWN, "slow": UNKNOWN}
        # The slow one may be worth 10 EUR, the fast one never is; and no other was there.
        assert (penalty.low, penalty.high) == (0, 10)
    else:
        assert verdicts == {"fast": MET, "slow": BREACHED, None: BREACHED}
        # 10 EUR for the slow one and 10 EUR for the month: no doubt about either.
        assert (penalty.low, penalty.high) == (20, 20)


@pytest.mark.parametrize("insufficient", ["no verdict", "deem breached"])
def test_too_few_tickets_with_a_gap_leave_any_number_unseen(insufficient):
    """10 EUR each: besides the two there may be any number in the ten days that nobody watched."""
    terms = MissingData(minimum_coverage="90 %", insufficient=insufficient)
    level = repairs(Pay(rate="10 EUR"), missing=terms)
    result = evaluate(agreement(level), tickets(*DESK, covers=SEEN), APRIL)
    assert result.penalties[0].high is None
    assert {j.verdict for j in result.judgements if j.observation.record is None} == {
        UNKNOWN if insufficient == "no verdict" else BREACHED
    }


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"minimum_coverage": "101 %"}, "between 0 % and 100 %, found 101 %"),
        ({"minimum_coverage": "-1 %"}, "between 0 % and 100 %, found -1 %"),
        ({"minimum_sample": -1}, "a minimum sample is not negative, found -1"),
        ({"policy": "ignore"}, "leave out"),
        ({"insufficient": "met"}, "no verdict"),
    ],
)
def test_terms_that_mean_nothing_are_refused(terms, said):
    """Where they are made, with what is wrong."""
    with pytest.raises(InvalidValue, match=said):
        MissingData(**terms)


# What a policy does to the remedy.


@pytest.mark.parametrize(
    ("policy", "low", "high"),
    [
        # 10 EUR a percent: 0.6… % to 34 %, and below 99 % only.
        ("bounds", 0, 340),
        ("leave out", 0, 0),
        ("count as good", 0, 0),
        ("count as bad", 340, 340),
        # Deemed broken whatever the figure: 4.8 ÷ 720 = 2/3 of a percent at least.
        ("deem breached", Fraction(20, 3), 340),
    ],
)
def test_the_remedy_reads_what_the_policy_leaves(policy, low, high):
    """244.8 of 720 h are 34 %."""
    level = uptime(Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), missing=MissingData(policy=policy))
    result = evaluate(agreement(level), outages(DOWN, covers=SEEN), APRIL)
    assert (result.awards[0].low, result.awards[0].high) == (low, high)


def test_below_the_minimum_nothing_is_owed_for_certain():
    """34 % short by the worst reading, and no verdict: 0 to 340 EUR."""
    terms = MissingData(policy="count as bad", minimum_coverage="90 %")
    level = uptime(Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), missing=terms)
    (award,) = evaluate(agreement(level), outages(DOWN, covers=SEEN), APRIL).awards
    assert (award.due, award.low, award.high) == (None, 0, 340)


# Carrying forward.

# 7.44 h of January's 744 h down: 99 %. February has a gap, March 7.44 h down, April nothing at all.
YEAR = between("2026-01-01", "2026-05-01")
HISTORY = outages(
    between("2026-01-05", "2026-01-05T07:26:24"),
    between("2026-03-05", "2026-03-05T14:52:48"),
    covers=WindowSet.of(JANUARY, between("2026-02-01", "2026-02-10"), MARCH),
)
CARRYING = MissingData(policy="carry forward")


def test_the_last_exact_figure_is_carried_until_there_is_another():
    """January's 99 % stands in for February, and March's 98 % for April."""
    result = evaluate(agreement(uptime(missing=CARRYING)), HISTORY, YEAR)
    assert [str(seen) for seen in result.observations] == ["99 %", "99 %", "98 %", "98 %"]
    assert result.verdict_of("uptime") == (MET, MET, BREACHED, BREACHED)
    assert [seen.policy for seen in result.observations] == [
        "",
        "missing data: carry forward (19 d not covered)",
        "",
        "missing data: carry forward (30 d not covered)",
    ]


def test_months_in_turn_carry_what_the_year_at_once_carries():
    """The ledger holds January's figure: the same figures, verdicts and final ledger."""
    terms = agreement(uptime(Pay(rate="10 EUR"), missing=CARRYING))
    whole = evaluate(terms, HISTORY, YEAR)
    ledger, judgements, settlements = None, [], []
    for number in (1, 2, 3, 4):
        part = evaluate(terms, HISTORY, month(number), ledger=ledger)
        ledger = part.ledger
        judgements += part.judgements
        settlements += part.settlements
    assert tuple(judgements) == whole.judgements
    assert tuple(settlements) == whole.settlements
    assert ledger == whole.ledger


def test_without_the_ledger_there_is_nothing_to_carry():
    """February alone: 456 of 672 h may have been down."""
    result = evaluate(agreement(uptime(missing=CARRYING)), HISTORY, FEBRUARY)
    assert one(result).bounds == Bounds(Fraction(21600, 672), 100)
    assert one(result).policy == ""


def test_a_gap_over_several_months_carries_the_same_figure_on():
    """February, March and April unseen: January's in each."""
    seen = outages(between("2026-01-05", "2026-01-05T07:26:24"), covers=JANUARY)
    result = evaluate(agreement(uptime(missing=CARRYING)), seen, YEAR)
    assert [str(seen) for seen in result.observations] == ["99 %"] * 4


def test_another_level_s_figure_is_not_carried():
    """Each level has its own history in the ledger."""
    one_level = evaluate(agreement(uptime(name="other")), HISTORY, JANUARY)
    terms = agreement(uptime(name="other"), uptime(missing=CARRYING))
    result = evaluate(terms, HISTORY, FEBRUARY, ledger=one_level.ledger)
    assert {seen.level: seen.policy for seen in result.observations} == {"other": "", "uptime": ""}


# Records of which nobody knows whether they belong to the level.


def test_a_ticket_whose_priority_nobody_stated_is_in_doubt_and_not_left_out():
    """One P1 of 2 h and one of no known priority: under "leave out" the doubt stays."""
    known = Ticket(
        id="1",
        events=[(at("2026-04-02T09:00"), "opened"), (at("2026-04-02T11:00"), "resolved")],
        priority="P1",
    )
    vague = Ticket(id="2", events=[(at("2026-04-03T09:00"), "opened"), (at("2026-04-03T19:00"), "resolved")])
    level = ServiceLevel(
        name="fast",
        metric=ResolutionTime(over="largest", unit="hour"),
        target=Target(at_most="4 h"),
        where=[Test(fact="priority", equals="P1")],
        missing=MissingData(policy="leave out"),
        remedies=remedies(Pay(rate="10 EUR")),
    )
    result = evaluate(agreement(level), tickets(known, vague, covers=APRIL), APRIL)
    assert result.verdict is UNKNOWN
    assert one(result).notes == ("whether 2 belongs to the level cannot be said",)
