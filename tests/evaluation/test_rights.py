"""Rights: what a party may do besides being paid, granted for certain or in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.terms import (
    CLIENT,
    FEBRUARY,
    HOST,
    JANUARY,
    MARCH,
    agreement,
    at,
    between,
    figures,
    month,
    outages,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from slacore import (
    Charge,
    Charges,
    DerivedCharge,
    Evaluation,
    Evidence,
    Exclusion,
    Exemption,
    Instant,
    Remedy,
    ServiceHours,
    ServiceLevel,
    Settlement,
    Test,
    Window,
    evaluate,
)
from slacore.remedies import Bands, Cap, Grant, Pay, Row, Total

TERM = between("2026-01-01", "2029-01-01")
TERMINATE = Grant(right="terminate", within="60 days")


def months(*said: str | None, name: str = "uptime", year: int = 2026) -> Evidence:
    """What was stated from January on."""
    known = Evidence()
    for number, figure in enumerate(said, 1):
        if figure is not None:
            known += figures(month(number, year), **{name: figure})
    return known


def line(letters: str) -> list[str | None]:
    """B is a breach, m is met, and a space was not stated."""
    return [{"b": "98 %", "m": "99.9 %", " ": None}[letter] for letter in letters]


def first(number: int) -> Window:
    return Window(JANUARY.start, month(number).end)


def granting(question: str, *steps: Any, **limits: str) -> ServiceLevel:
    """A level whose only remedy is a right, where the question is answered so."""
    when = Test(lookback=question, **limits)
    return stated(remedies=[Remedy(name="termination", when=when, steps=steps or [TERMINATE], clause="11.2")])


def given_in(result: Evaluation) -> list[tuple[int, bool | None]]:
    """The months for which a right was granted or in doubt."""
    return [(right.period.start.to_datetime().month, right.state) for right in result.rights]


def rights(level: ServiceLevel, letters: str, **terms: Any) -> list[tuple[int, bool | None]]:
    known = months(*line(letters))
    return given_in(evaluate(agreement(level, term=TERM, **terms), known, first(len(letters))))


# What a right is


def test_a_right_says_who_may_do_what_until_when_and_why():
    """The customer, for 60 days after March: until the end of 30 May."""
    level = granting("run of breached", at_least="3 periods")
    result = evaluate(agreement(level, term=TERM), months(*line("bbb")), first(3))
    (right,) = result.rights
    assert (right.level, right.period, right.remedy, right.record) == ("uptime", MARCH, "termination", None)
    assert (right.right, right.holder, right.state) == ("terminate", CLIENT, True)
    assert (right.until, right.clause) == (at("2026-05-31"), "11.2")
    assert right.why.startswith("due: run of breached ≥ 3 periods")
    assert "2026-05-30" in str(right)
    assert "terminate" in result.explain()
    (told,) = result.to_dict()["rights"]
    assert (told["right"], told["holder"], told["state"]) == ("terminate", CLIENT, True)


def test_a_right_is_no_money():
    """It is settled nowhere, and nothing is owed for it."""
    level = granting("run of breached", at_least="1 period")
    result = evaluate(agreement(level, term=TERM), months("98 %"), first(1))
    assert (result.settlements, result.totals) == ((), ())
    assert [entry.what for entry in result.ledger.entries] == ["breached"]
    assert [(award.unit, award.low, award.high) for award in result.awards] == [("right", 1, 1)]


def test_a_right_may_be_the_provider_s_and_without_end():
    """Where the customer's own share of faults is too high."""
    level = granting("run of breached", Grant(right="suspend", to="provider"), at_least="1 period")
    (right,) = evaluate(agreement(level, term=TERM), months("98 %"), first(1)).rights
    assert (right.holder, right.until) == (HOST, None)


def test_the_last_day_of_a_right_is_one_of_the_level_s_zone_and_calendar():
    """New York's summer begins within the 30 days after February; working days are the level's."""
    february = Window.month(2026, 2, tz="America/New_York")
    level = stated(
        remedies=[Remedy(steps=[Grant(right="terminate", within="30 days")])], zone="America/New_York"
    )
    (right,) = evaluate(agreement(level), figures(february, uptime="98 %"), february).rights
    # Until the end of 30 March, four hours behind Greenwich.
    assert right.until == Instant.parse("2026-03-31T04:00Z")
    desk = ServiceHours(zone="UTC", weekly={"mon": ["09:00-17:00"]})
    monday = stated(remedies=[Remedy(steps=[Grant(right="terminate", within="2 working days")])], hours=desk)
    (right,) = evaluate(agreement(monday), figures(uptime="98 %"), MARCH).rights
    # The Mondays after March are 6 and 13 April.
    assert right.until == at("2026-04-14")


# In a row, and in a rolling span


@pytest.mark.parametrize(
    ("letters", "granted"),
    [
        ("bb", []),
        ("bbb", [(3, True)]),
        ("bbbb", [(3, True), (4, True)]),
        # A month that is met breaks the run, wherever it stands.
        ("bbmb", []),
        ("bmbb", []),
        ("mbbb", [(4, True)]),
        ("bbmbbb", [(6, True)]),
        # One that nobody stated may break it.
        ("b b", [(3, None)]),
        (" bb", [(3, None)]),
        ("bb ", [(3, None)]),
        ("b bb", [(3, None), (4, None)]),
        ("b bbb", [(3, None), (4, None), (5, True)]),
        ("m bb", [(4, None)]),
        ("mbb ", [(4, None)]),
        # But a run that cannot be three months long is no doubt.
        ("m b", []),
        (" mbb", []),
    ],
)
def test_three_in_a_row_are_three_without_a_pass_between(letters, granted):
    """The right is there in every month that is the third or a later one."""
    assert rights(granting("run of breached", at_least="3 periods"), letters) == granted


@pytest.mark.parametrize(
    ("letters", "granted"),
    [
        ("bmb", []),
        ("bmmb", []),
        ("bmbb", [(4, True)]),
        # January is the sixth month before June, and out of the span in July.
        ("bbmmmb", [(6, True)]),
        ("bbmmmmb", []),
        ("bmbmmmb", []),
        ("mbmbmmb", [(7, True)]),
        ("b b", [(3, None)]),
    ],
)
def test_three_in_any_six_months_are_counted_over_a_rolling_span(letters, granted):
    """Six months with the present one: in June January still counts, in July it does not."""
    assert rights(granting("count of breached over 6 months", at_least="3 periods"), letters) == granted
    assert rights(granting("count of breached over 6 periods", at_least="3 periods"), letters) == granted


def test_a_month_that_is_met_can_be_the_month_of_the_right():
    """Of a count: the span still holds three breaches. The run is over at once."""
    assert rights(granting("count of breached over 6 months", at_least="3 periods"), "bbbm") == [
        (3, True),
        (4, True),
    ]
    assert rights(granting("run of breached", at_least="3 periods"), "bbbm") == [(3, True)]


def test_a_breach_can_be_asked_for_besides():
    """Whoever breaks the promise again within the span, and only then."""
    when = [
        Test(lookback="count of breached over 6 months", at_least="3 periods"),
        Test(lookback="run of breached", at_least="1 period"),
    ]
    level = stated(remedies=[Remedy(when=when, steps=[TERMINATE])])
    assert rights(level, "bbbmb") == [(3, True), (5, True)]


def test_months_that_were_met_are_counted_as_well():
    """Three in a row free the provider of something."""
    level = granting("run of met", Grant(right="end the reports", to="provider"), at_least="3 periods")
    assert rights(level, "mmmbmm m") == [(3, True), (7, None), (8, None)]
    assert rights(granting("count of met over 3 periods", at_least="2 periods"), "mbmb") == [(3, True)]


def test_without_a_ledger_and_a_term_a_right_may_be_there_already():
    """The first month that is known may have been the third."""
    level = granting("run of breached", at_least="3 periods")
    dark = evaluate(agreement(level), months(None, None, "98 %"), MARCH)
    assert given_in(dark) == [(3, None)]
    assert "run of breached" in dark.rights[0].why
    # A month that is met ends every run, and of two months of a term no three are made.
    assert given_in(evaluate(agreement(level), months(None, None, "99.9 %"), MARCH)) == []
    young = between("2026-02-01", "2027-01-01")
    assert given_in(evaluate(agreement(level, term=young), months(None, None, "98 %"), MARCH)) == []


# Averages


@pytest.mark.parametrize(
    ("last", "granted"),
    [
        # (98 + 100 + 99) ÷ 3 = 99 exactly: it is not below 99.
        ("99 %", []),
        ("98.999999999999 %", [(3, True)]),
        ("99.000000000001 %", []),
    ],
)
def test_a_rolling_mean_on_the_edge_is_on_the_edge(last, granted):
    """No float comes between."""
    level = granting("mean of measured over 3 periods", below="99 %")
    known = months("98 %", "100 %", last)
    assert given_in(evaluate(agreement(level, term=TERM), known, first(3))) == granted
    closed = granting("mean of measured over 3 periods", at_most="99 %")
    edge = [(3, True)] if last == "99 %" else granted
    assert given_in(evaluate(agreement(closed, term=TERM), known, first(3))) == edge


def test_there_is_no_mean_of_three_before_the_third_month():
    """And of a span of time there is one from the first month on."""
    assert rights(granting("mean of measured over 3 periods", below="99 %"), "bbb") == [(3, True)]
    assert rights(granting("mean of measured over 3 months", below="99 %"), "bbb") == [
        (1, True),
        (2, True),
        (3, True),
    ]


@pytest.mark.parametrize(
    ("until", "below", "granted"),
    [
        # 14 of 28 days seen: February lies between 50 and 100 %, and with January's 100 the mean from 75.
        ("2026-02-15", "90 %", [(2, None)]),
        ("2026-02-15", "75 %", []),
        ("2026-02-15", "75.000001 %", [(2, None)]),
        # At 100 % it would be on the edge, which is not below.
        ("2026-02-15", "100 %", [(2, None)]),
        ("2026-02-15", "101 %", [(2, True)]),
    ],
)
def test_a_mean_with_a_doubtful_present_figure_may_lie_on_either_side(until, below, granted):
    """The doubt is split where the mean crosses the limit."""
    level = uptime(
        remedies=[
            Remedy(when=Test(lookback="mean of measured over 2 periods", below=below), steps=[TERMINATE])
        ]
    )
    seen = outages(covers=[JANUARY, between("2026-02-01", until)])
    assert given_in(evaluate(agreement(level, term=TERM), seen, first(2))) == granted


def test_a_doubtful_figure_is_split_where_the_mean_meets_a_narrow_limit():
    """Of 50 to 100 % only 60 to 62 % make a mean of 80 to 81 % with January's 100."""
    narrow = Test(lookback="mean of measured over 2 periods", at_least="80 %", below="81 %")
    level = uptime(remedies=[Remedy(when=narrow, steps=[TERMINATE])])
    seen = outages(covers=[JANUARY, between("2026-02-01", "2026-02-15")])
    assert given_in(evaluate(agreement(level, term=TERM), seen, first(2))) == [(2, None)]
    beyond = Test(lookback="sum of measured over 2 periods", at_least="149 %", below="150 %")
    level = uptime(remedies=[Remedy(when=beyond, steps=[TERMINATE])])
    assert given_in(evaluate(agreement(level, term=TERM), seen, first(2))) == []


def test_a_mean_with_a_doubtful_earlier_figure_may_lie_on_either_side():
    """January lies between 48.4 and 100 %: with February's 100 % the mean is 74.2 % at least."""
    for below, granted in (("74 %", []), ("75 %", [(2, None)]), ("101 %", [(2, True)])):
        level = uptime(
            remedies=[
                Remedy(when=Test(lookback="mean of measured over 2 periods", below=below), steps=[TERMINATE])
            ]
        )
        seen = outages(covers=[between("2026-01-01", "2026-01-16"), FEBRUARY])
        assert given_in(evaluate(agreement(level, term=TERM), seen, first(2))) == granted
    # Of a month that nobody stated no mean is known.
    assert rights(granting("mean of measured over 2 periods", below="99 %"), " b") == [(2, None)]


# The figure, records, relief, informal agreements


def test_a_right_hangs_on_the_present_figure_where_a_row_does():
    """Below 90 % at once; half a month unseen leaves it in doubt."""
    level = uptime(remedies=[Remedy(when=Test(below="90 %"), steps=[TERMINATE])])
    half = outages(covers=between("2026-03-01", "2026-03-16"))
    assert given_in(evaluate(agreement(level), half, MARCH)) == [(3, None)]
    assert given_in(evaluate(agreement(level), outages(), MARCH)) == []
    down = outages(between("2026-03-01", "2026-03-10"))
    assert given_in(evaluate(agreement(level), down, MARCH)) == [(3, True)]


def test_points_of_a_table_make_a_right_where_there_are_any():
    """A row of nothing grants nothing."""
    table = Bands(
        rows=[Row(below="95 %", pay="2 points"), Row(at_least="95 %", below="99 %", pay="0 points")]
    )
    level = stated(remedies=[Remedy(steps=[table, TERMINATE])])
    for figure, granted in (("94 %", [(3, True)]), ("96 %", []), ("99 %", [])):
        assert given_in(evaluate(agreement(level), figures(uptime=figure), MARCH)) == granted
    # A day down and a day unseen: 93.5 to 96.8 % is a breach for certain, and two points perhaps.
    seen = outages(between("2026-03-05", "2026-03-06"), covers=between("2026-03-01", "2026-03-31"))
    doubtful = uptime(remedies=[Remedy(steps=[table, TERMINATE])])
    assert given_in(evaluate(agreement(doubtful), seen, MARCH)) == [(3, None)]


def test_every_record_may_give_a_right():
    """Replacement of what took more than a day, ticket by ticket."""
    level = repairs(remedies=[Remedy(when=Test(above="24 h"), steps=[Grant(right="have it replaced")])])
    rows = [
        ticket("1", "2026-03-02T09:00", "2026-03-03T09:00"),
        ticket("2", "2026-03-02T09:00", "2026-03-03T09:01"),
    ]
    result = evaluate(agreement(level), tickets(*rows), MARCH)
    assert [(right.record, right.state) for right in result.rights] == [("2", True)]


def test_an_informal_agreement_grants_nothing():
    """It is measured alike."""
    assert rights(granting("run of breached", at_least="1 period"), "bb", formal=False) == []


def test_an_exclusion_that_relieves_of_remedies_relieves_of_rights():
    """The outage was announced: the breach stands, and nobody may leave for it."""
    works = between("2026-03-01", "2026-03-05")
    excused = Exclusion(cause="works", effect="relief")
    level = uptime(remedies=[Remedy(steps=[TERMINATE])], exclusions=[excused])
    asked = Evidence(records=[Exemption(id="E", start=works.start, end=works.end, cause="works")])
    result = evaluate(agreement(level), outages(works) + asked, MARCH)
    assert (len(result.breaches), result.rights) == (1, ())


# Of the settlement

FEES = Charges([Charge(name="fee", span=month(number), amount="1000 EUR") for number in range(1, 13)])


def settling(question: str, *steps: Any, **limits: str) -> Settlement:
    """A settlement that adds up, and grants a right where the question is answered so."""
    when = Test(lookback=question, **limits)
    return Settlement(
        steps=steps or [Total()], remedies=[Remedy(name="too much", when=when, steps=[TERMINATE])]
    )


def test_accumulated_credits_are_a_share_of_a_charge():
    """100 EUR a month: 300 EUR until March are 30 % of a month's fee, which is not above; April's are."""
    terms = agreement(
        stated(Pay(rate="10 % of fee")),
        settlement=settling("sum of credited over 12 months as share of fee", above="30 %"),
        term=TERM,
    )
    result = evaluate(terms, months(*line("bbbb")), first(4), charges=FEES)
    (right,) = result.rights
    assert (right.level, right.period, right.holder, right.state) == (None, month(4), CLIENT, True)
    assert right.until == at("2026-06-30")
    # Capped credits are what counts, not what was earned.
    capped = agreement(
        stated(Pay(rate="10 % of fee")),
        settlement=settling(
            "sum of credited over 12 months as share of fee", Total(), Cap(limit="50 EUR"), at_least="20 %"
        ),
        term=TERM,
    )
    assert given_in(evaluate(capped, months(*line("bbbb")), first(4), charges=FEES)) == [(4, True)]


def test_a_share_of_what_was_charged_in_the_same_span():
    """50 EUR of 1,000 and then of 2,000 EUR: 5 %, and 2.5 % where February was met."""
    terms = agreement(
        stated(Pay(rate="5 % of fee")),
        charges=[DerivedCharge(name="charged", share="100 % of fee", over="3 months")],
        settlement=settling("sum of credited over 3 months as share of charged", at_least="5 %"),
        term=TERM,
    )
    result = evaluate(terms, months(*line("bmbb")), first(4), charges=FEES)
    # January 50/1000; February 50/2000; March 100/3000; April, with February to April, 100/3000.
    assert given_in(result) == [(1, True)]


def test_a_charge_that_nobody_knows_leaves_a_right_in_doubt():
    """A share of it cannot be said, nor of a charge of nothing."""
    terms = agreement(
        stated(Pay(rate="10 EUR")),
        settlement=settling("sum of credited over 12 months as share of fee", above="1 %"),
        term=TERM,
    )
    free = Charges([Charge(name="fee", span=JANUARY, amount="0 EUR")])
    for charges in (None, free):
        assert given_in(evaluate(terms, months("98 %"), JANUARY, charges=charges)) == [(1, None)]


def test_doubtful_credits_leave_a_right_of_the_settlement_in_doubt():
    """0 to 100 EUR in January and 100 in February: 20 % perhaps; with March's for certain."""
    terms = agreement(
        stated(Pay(rate="100 EUR")),
        settlement=settling("sum of credited over 12 months as share of fee", at_least="20 %"),
        term=TERM,
    )
    result = evaluate(terms, months(*line(" bbm")), first(4), charges=FEES)
    assert given_in(result) == [(2, None), (3, True), (4, True)]


def test_a_settlement_may_ask_for_levels_and_groups():
    """Three breaches in a quarter, of whatever level of the group: two and one are enough, two are not."""
    levels = [stated(Pay(rate="1 EUR"), name=name, group="core") for name in ("a", "b")]
    terms = agreement(
        *levels,
        settlement=settling("count of breached in group 'core' over quarter", at_least="3 periods"),
        term=TERM,
    )
    known = months(*line("bmbb"), name="a") + months(*line("mmbb"), name="b")
    # April begins a quarter of its own.
    assert given_in(evaluate(terms, known, first(4))) == [(3, True)]
    one = agreement(*levels, settlement=settling("run of breached in 'a'", at_least="2 periods"), term=TERM)
    assert given_in(evaluate(one, known, first(4))) == [(4, True)]


def test_points_of_a_group_are_counted_before_they_become_money():
    """Two points a month and level, 5 EUR each: 6 points in the second month."""
    levels = [stated(Pay(rate="2 points"), name=name, group="core") for name in ("a", "b")]
    terms = agreement(
        *levels,
        settlement=settling(
            "sum of pointed in group 'core' over 3 months",
            Pay(rate="5 EUR", each="point"),
            Total(),
            at_least="6 points",
        ),
        term=TERM,
    )
    known = months(*line("bbmm"), name="a") + months(*line("bmmm"), name="b")
    result = evaluate(terms, known, first(4))
    assert [(one.low, one.unit) for one in result.settlements] == [
        (20, "EUR"),
        (10, "EUR"),
        (0, "EUR"),
        (0, "EUR"),
    ]
    # 4 points, then 4 + 2, the same in March; in April February's 2 alone are left.
    assert given_in(result) == [(2, True), (3, True)]


def test_an_informal_settlement_grants_nothing():
    terms = agreement(
        stated(Pay(rate="100 EUR")),
        settlement=settling("count of breached in 'uptime' over year", at_least="1 period"),
        formal=False,
        term=TERM,
    )
    assert evaluate(terms, months("98 %"), JANUARY).rights == ()
