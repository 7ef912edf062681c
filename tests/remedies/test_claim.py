"""ClaimWithin: owed only if it is asked for in time, which is a state and no doubt about the sum."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    at,
    between,
    figures,
    month,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from remedies.paying import only, penalties, seen
from slacore import (
    Claim,
    Evaluation,
    Evidence,
    Fact,
    Service,
    ServiceHours,
    Settlement,
    Step,
    Test,
    Window,
    evaluate,
)
from slacore.errors import InvalidValue
from slacore.metrics import ResolutionTime
from slacore.remedies import Cap, ClaimWithin, Grant, Pay, Total, Units

# March and the thirty days after it, the last of which is 30 April.
UNTIL_THE_LAST_DAY = between("2026-03-01", "2026-05-01")
TICKETS = [ticket(name, "2026-03-02T09:00", "2026-03-02T19:00") for name in ("T-1", "T-2")]


def claims(*submitted: str, covers: Window | tuple[()] = (), **about: Any) -> Evidence:
    """Claims of those times, and the time in which all of them would be known."""
    rows = [Claim(id=f"C-{n}", submitted=at(text), **about) for n, text in enumerate(submitted, 1)]
    watched = Evidence() if covers == () else Evidence.of(Claim, [], covers=covers)
    return Evidence(records=rows) + watched


def march(
    known: Evidence, *steps: Step, within: str = "30 days", settlement: tuple[Step, ...] = ()
) -> Evaluation:
    """A month that earned 45 EUR if it is claimed."""
    level = stated(Pay(rate="45 EUR"), *(steps or (ClaimWithin(within=within),)))
    terms = agreement(level, settlement=Settlement(steps=settlement))
    return evaluate(terms, figures(uptime="98 %") + known, MARCH)


@pytest.mark.parametrize(
    ("known", "state", "owed"),
    [
        # In time on the last day to its last microsecond, also before the month was over.
        (claims("2026-04-30T23:59:59.999999"), "claimed", 45),
        (claims("2026-03-20T12:00"), "claimed", 45),
        # What names no span is about no month that had not begun, or can no longer be claimed.
        (claims("2026-03-01T00:00"), "claimed", 45),
        (claims("2026-02-28T23:59"), "open", 45),
        (claims("2026-05-01T00:00"), "open", 45),
        # Late: May has begun.
        (claims("2026-05-01T00:00", start=MARCH.start, end=MARCH.end), "lapsed", 0),
        # Of several, one in time is enough.
        (claims("2026-05-02T00:00", "2026-04-01T00:00", start=MARCH.start), "claimed", 45),
        # Nobody claimed, and all claims to the end of the last day are known.
        (claims(covers=UNTIL_THE_LAST_DAY), "lapsed", 0),
        # A day of it is not known yet, or nothing is.
        (claims(covers=between("2026-03-01", "2026-04-30")), "open", 45),
        (claims(), "open", 45),
    ],
)
def test_a_credit_is_owed_if_it_is_claimed_within_thirty_days(known, state, owed):
    """Thirty days after March end with 30 April."""
    result = march(known)
    (found,) = result.awards
    assert (found.claim, str(found.until)) == (state, "2026-05-01T00:00:00Z")
    assert (found.low, found.high) == (owed, owed)
    assert (only(result).claim, str(only(result).claim_until)) == (state, "2026-05-01T00:00:00Z")


@pytest.mark.parametrize(
    ("about", "is_about"),
    [
        ({"level": "uptime"}, True),
        ({"level": "speed"}, False),
        ({"start": at("2026-03-31T23:00")}, True),
        ({"start": at("2026-02-01"), "end": at("2026-03-01T00:00:00.000001")}, True),
        # The span ended before the month began, or begins after it ended.
        ({"start": at("2026-02-01"), "end": MARCH.start}, False),
        ({"start": MARCH.end, "end": at("2026-04-15")}, False),
        ({"level": "uptime", "start": MARCH.start, "end": MARCH.end}, True),
        ({"level": "speed", "start": MARCH.start, "end": MARCH.end}, False),
        # A month of one figure has no records.
        ({"record": "T-1"}, False),
        ({"service": "mail"}, False),
        ({}, True),
    ],
)
def test_a_claim_is_about_a_level_a_span_a_record_or_a_service(about, is_about):
    """Made on 10 April; what is not about this credit leaves it unclaimed."""
    known = claims("2026-04-10T09:00", covers=UNTIL_THE_LAST_DAY, **about)
    (found,) = march(known).awards
    assert found.claim == ("claimed" if is_about else "lapsed")


def test_a_claim_that_names_no_span_is_about_every_month_that_can_still_be_claimed():
    """On 10 April March can; February could until 30 March."""
    terms = agreement(stated(Pay(rate="45 EUR"), ClaimWithin(within="30 days")))
    known = claims("2026-04-10T09:00", covers=between("2026-02-01", "2026-05-01"))
    said = figures(month(2), uptime="98 %") + figures(uptime="98 %") + known
    result = evaluate(terms, said, between("2026-02-01", "2026-04-01"))
    assert [found.claim for found in result.awards] == ["lapsed", "claimed"]
    assert penalties(result) == ["0.00 EUR", "45.00 EUR"]


def test_a_claim_can_be_about_one_ticket():
    """Two late repairs, of which the customer claims one."""
    terms = agreement(repairs(Pay(rate="45 EUR"), ClaimWithin(within="30 days")))
    known = claims("2026-04-10T09:00", covers=UNTIL_THE_LAST_DAY, record="T-2")
    result = evaluate(terms, tickets(*TICKETS) + known, MARCH)
    assert [(one.record, one.claim, one.low) for one in result.awards] == [
        ("T-1", "lapsed", 0),
        ("T-2", "claimed", 45),
    ]
    # One sum of which one part lapsed is neither claimed nor lapsed.
    assert (only(result).low, only(result).claim) == (45, None)


def test_the_deadline_can_be_counted_from_the_ticket():
    """Repaired on 2 March: ten days end with the 12th, and the month does not matter."""
    level = repairs(Pay(rate="45 EUR"), ClaimWithin(within="10 days", after="record"))

    def state(known: Evidence) -> tuple[str | None, str]:
        (found,) = evaluate(agreement(level), tickets(TICKETS[0]) + known, MARCH).awards
        return found.claim, str(found.until)

    last = "2026-03-13T00:00:00Z"
    assert state(claims("2026-03-12T23:59")) == ("claimed", last)
    assert state(claims("2026-03-13T00:00", record="T-1")) == ("lapsed", last)
    assert state(claims(covers=between("2026-03-01", "2026-03-13"))) == ("lapsed", last)
    # Nothing is known of claims, so it may have been claimed although the month is over.
    assert state(claims()) == ("open", last)
    assert state(claims(covers=between("2026-03-14", "2026-05-01"))) == ("open", last)


def test_a_ticket_that_is_still_open_has_no_end_to_count_from():
    """Opened on 2 March and open since: ten days after that, as far as anybody can say."""
    level = repairs(Pay(rate="45 EUR"), ClaimWithin(within="10 days", after="record"))
    level = attrs.evolve(level, metric=ResolutionTime(unit="hour", counted_by="opened"))
    (found,) = evaluate(agreement(level), tickets(ticket("T-1", "2026-03-02T09:00")), MARCH).awards
    assert (found.claim, str(found.until)) == ("open", "2026-03-13T00:00:00Z")


def test_working_days_are_those_of_the_level():
    """March ends on a Tuesday: three working days are 1, 2 and 3 April, or 1, 2 and Sunday the 5th."""
    for hours, until in (
        (None, "2026-04-04"),
        (ServiceHours(zone="UTC", weekly={"sun-thu": "09:00-17:00"}), "2026-04-06"),
    ):
        level = stated(Pay(rate="45 EUR"), ClaimWithin(within="3 working days"), hours=hours)
        (found,) = evaluate(agreement(level), figures(uptime="98 %"), MARCH).awards
        assert str(found.until) == f"{until}T00:00:00Z"


def test_months_are_those_of_the_calendar():
    """Two months after March end with 31 May."""
    (found,) = march(claims(), within="2 months").awards
    assert str(found.until) == "2026-06-01T00:00:00Z"
    assert found.steps[-1].note == "can be claimed until 2026-05-31"


@pytest.mark.parametrize(
    ("known", "least", "most"), [("claimed", 20, 50), ("open", 20, 50), ("lapsed", 0, 0)]
)
def test_a_doubtful_sum_is_claimed_or_lapses_whole(known, least, most):
    """20 to 50 EUR in April, claimed by 30 May or not."""
    bundle = {
        "claimed": claims("2026-05-10T09:00"),
        "open": claims(),
        "lapsed": claims(covers=between("2026-04-01", "2026-06-01")),
    }[known]
    steps = Units(below="100 %", per="1 %"), Pay(rate="10 EUR"), ClaimWithin(within="30 days")
    evidence, april = seen("95", "98")
    (found,) = evaluate(agreement(uptime(*steps, target="100 %")), evidence + bundle, april).awards
    assert (found.low, found.high, found.claim) == (least, most, known)


def test_a_sum_that_cannot_be_said_lapses_as_well():
    """Whatever it would have been, nothing is owed."""
    level = stated(Pay(rate="45 EUR"), Cap(limit="5 % of fee"), ClaimWithin(within="30 days"))
    known = figures(uptime="98 %")
    assert only(evaluate(agreement(level), known, MARCH)).low is None
    lapsed = evaluate(agreement(level), known + claims(covers=UNTIL_THE_LAST_DAY), MARCH)
    assert (only(lapsed).low, only(lapsed).high) == (0, 0)


def test_what_the_customer_owes_does_not_lapse():
    """A bonus for the provider needs no claim of the customer."""
    level = stated(Pay(rate="-45 EUR"), ClaimWithin(within="30 days"), when="always")
    known = figures(uptime="99.5 %") + claims(covers=UNTIL_THE_LAST_DAY)
    assert only(evaluate(agreement(level), known, MARCH)).low == -45


def test_points_are_claimed_like_money():
    """Two points, and none where nobody asks."""
    level = stated(Pay(rate="2 points"), ClaimWithin(within="30 days"))
    known = figures(uptime="98 %")
    assert only(evaluate(agreement(level), known + claims("2026-04-02T00:00"), MARCH)).low == 2
    assert only(evaluate(agreement(level), known + claims(covers=UNTIL_THE_LAST_DAY), MARCH)).low == 0


def test_a_settlement_is_claimed_behind_its_total():
    """Two levels, 45 and 20 EUR, and one claim for all of it, or for one of its levels."""
    levels = [stated(Pay(rate="45 EUR")), stated(Pay(rate="20 EUR"), name="speed")]
    terms = agreement(*levels, settlement=Settlement(steps=[Total(), ClaimWithin(within="30 days")]))
    said = figures(uptime="98 %", speed="98 %")
    for about in ({}, {"level": "speed"}, {"start": MARCH.start, "end": MARCH.end}):
        known = claims("2026-04-10T09:00", covers=UNTIL_THE_LAST_DAY, **about)
        owed = only(evaluate(terms, said + known, MARCH))
        assert (owed.low, owed.claim) == (65, "claimed")
    owed = only(evaluate(terms, said + claims(covers=UNTIL_THE_LAST_DAY), MARCH))
    assert (owed.low, owed.claim) == (0, "lapsed")


def test_before_the_total_each_level_is_claimed_by_itself():
    """45 and 20 EUR, of which the customer claims the 20."""
    levels = [stated(Pay(rate="45 EUR")), stated(Pay(rate="20 EUR"), name="speed")]
    terms = agreement(*levels, settlement=Settlement(steps=[ClaimWithin(within="30 days"), Total()]))
    known = claims("2026-04-10T09:00", covers=UNTIL_THE_LAST_DAY, level="speed")
    owed = only(evaluate(terms, figures(uptime="98 %", speed="98 %") + known, MARCH))
    assert (owed.low, owed.claim) == (20, None)


def test_a_claim_of_another_service_is_none_of_this():
    """Mail and files: what is claimed for mail is not claimed for files."""
    level = stated(Pay(rate="45 EUR"), ClaimWithin(within="30 days"), service="files")
    terms = agreement(level, services=[Service(name="files"), Service(name="mail")])
    said = attrs.evolve(figures(uptime="98 %").records[0], service="files")
    for service, state in (("files", "claimed"), ("mail", "lapsed"), (None, "claimed")):
        known = claims("2026-04-10T09:00", covers=UNTIL_THE_LAST_DAY, service=service)
        (found,) = evaluate(terms, Evidence(records=[said]) + known, MARCH).awards
        assert found.claim == state


def test_a_claim_that_was_withdrawn_is_none():
    """And one that nobody had made by then."""
    claim = Claim(id="C-1", submitted=at("2026-04-10T09:00"))
    withdrawn = Claim(id="C-2", submitted=at("2026-04-10T09:00"), replaces="C-1", withdrawn=True)
    watched = claims(covers=UNTIL_THE_LAST_DAY)
    assert march(Evidence(records=[claim, withdrawn]) + watched).awards[0].claim == "lapsed"
    terms = agreement(stated(Pay(rate="45 EUR"), ClaimWithin(within="30 days")))
    known = figures(uptime="98 %") + Evidence(records=[claim]) + watched
    # On the 9th it was not made, and could still be.
    assert evaluate(terms, known, MARCH, known_at=at("2026-04-09T00:00")).awards[0].claim == "open"


def test_only_some_credits_need_a_claim():
    """`when` a fact says so, as with any step."""
    step = ClaimWithin(within="30 days", when=[Test(fact="automatic", equals=False)])
    for automatic, owed in ((True, 45), (False, 0)):
        span = {"start": MARCH.start, "end": MARCH.end}
        fact = Evidence(records=[Fact(id="a", name="automatic", value=automatic, **span)])
        known = claims(covers=UNTIL_THE_LAST_DAY)
        assert march(fact + known, step).awards[0].low == owed


def test_a_right_is_claimed_before_it_is_granted():
    """A right is the last step; a claim that stands before it decides whether it is granted."""
    with pytest.raises(InvalidValue, match=r"step 2 \(claim\): .* put the claim before it"):
        stated(Grant(right="terminate"), ClaimWithin(within="30 days"))
    level = stated(ClaimWithin(within="30 days"), Grant(right="terminate"))
    known = figures(uptime="98 %")
    assert len(evaluate(agreement(level), known + claims("2026-04-02T00:00"), MARCH).rights) == 1
    assert not evaluate(agreement(level), known + claims(covers=UNTIL_THE_LAST_DAY), MARCH).rights


def test_a_claim_is_told():
    """In words; late, it names the claim and the last day."""
    assert ClaimWithin(within="30 days").sentence() == "if claimed within 30 days after the period"
    (found,) = march(claims("2026-05-01T00:00", start=MARCH.start)).awards
    assert found.steps[-1].note == "claimed late by C-1: the last day was 2026-04-30"
    with pytest.raises(InvalidValue, match="unknown after 'month'"):
        ClaimWithin(within="30 days", after="month")
