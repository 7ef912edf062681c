"""Corrective actions: owed in one month, due in the next, done in time or followed by something."""

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
    Completion,
    CorrectiveAction,
    Evaluation,
    Evidence,
    Remedy,
    Service,
    ServiceHours,
    Test,
    Window,
    evaluate,
)
from slacore.remedies import Grant, Pay

YEAR = Window.year(2026, tz="UTC")
TERM = between("2026-01-01", "2029-01-01")
FINE = Remedy(name="no plan", steps=[Pay(rate="5 EUR")])


def plan(**more: Any) -> CorrectiveAction:
    """A plan within ten days: after January until the end of 10 February."""
    return CorrectiveAction(**{"name": "plan", "within": "10 days", **more})


def months(*said: str | None) -> Evidence:
    """What was stated of the uptime from January on."""
    known = Evidence()
    for number, figure in enumerate(said, 1):
        if figure is not None:
            known += figures(month(number), uptime=figure)
    return known


def done(*days: str, covers: Window = YEAR, **more: Any) -> Evidence:
    """Plans that were handed in, and the time in which one would have been seen."""
    rows = [
        Completion(id=f"D{number}", action="plan", at=at(day), **more) for number, day in enumerate(days, 1)
    ]
    return Evidence.of(Completion, rows, covers=covers)


def first(number: int) -> Window:
    return Window(JANUARY.start, month(number).end)


def states(result: Evaluation) -> list[tuple[Window, str, bool | None]]:
    return [(action.period, action.state, action.owed) for action in result.actions]


def one(known: Evidence, until: Window = JANUARY, **more: Any) -> Any:
    """The action for January, where that was a breach and the months after it were none."""
    terms = agreement(stated(actions=[plan(**more)]), term=TERM)
    (action,) = evaluate(terms, months("98 %", "99.9 %", "99.9 %") + known, until).actions
    return action


def test_an_action_is_owed_by_a_party_until_the_end_of_a_day():
    """By the provider after a breach; it is open for as long as the deadline lies ahead."""
    action = one(Evidence(), clause="9.1")
    assert (action.level, action.period, action.action) == ("uptime", JANUARY, "plan")
    assert (action.owner, action.due, action.clause) == (HOST, at("2026-02-11"), "9.1")
    assert (action.state, action.owed, action.completion) == ("open", True, None)
    assert str(action) == "Host owes plan until 2026-02-10: open"
    assert one(Evidence(), owner=CLIENT).owner == CLIENT


def test_working_days_are_those_of_the_level():
    """After January come Monday the 2nd to Thursday the 5th, and no Friday."""
    desk = ServiceHours(zone="UTC", weekly={"mon-thu": ["09:00-17:00"]})
    level = stated(actions=[plan(within="5 working days")], hours=desk)
    (action,) = evaluate(agreement(level), months("98 %"), JANUARY).actions
    assert action.due == at("2026-02-10")
    plain = stated(actions=[plan(within="5 working days")])
    (action,) = evaluate(agreement(plain), months("98 %"), JANUARY).actions
    assert action.due == at("2026-02-07")


@pytest.mark.parametrize(
    ("known", "state", "completion"),
    [
        # On the last day, in its last minute; one minute later is late.
        (done("2026-02-10T23:59"), "done", "D1"),
        (done("2026-02-11T00:00"), "overdue", "D1"),
        (done("2026-02-12", "2026-02-05"), "done", "D2"),
        # Nobody saw one, and somebody watched from the breach's month until the end of the last day.
        (done(covers=between("2026-01-01", "2026-02-11")), "overdue", None),
        # A plan may be handed in before its month is over, and then nobody watched.
        (done("2026-01-20"), "done", "D1"),
        (done(covers=between("2026-02-01", "2026-02-11")), "unknown", None),
        # On the last day nobody watched.
        (done(covers=between("2026-02-01", "2026-02-10")), "unknown", None),
        (Evidence(), "unknown", None),
        # One that was seen in time is in time, whoever watched.
        (done("2026-02-05", covers=between("2026-02-05", "2026-02-06")), "done", "D1"),
        # A late one proves nothing about the days on which nobody watched.
        (done("2026-02-12", covers=between("2026-02-12", "2026-02-13")), "unknown", None),
        # Of another level or another action it is none.
        (done("2026-02-05", level="speed"), "overdue", None),
        (done("2026-02-05", level="uptime"), "done", "D1"),
        (done("2025-12-31"), "overdue", None),
    ],
)
def test_what_becomes_of_an_action_is_what_the_evidence_says(known, state, completion):
    """Seen from the end of February; silence is no proof where nobody watched."""
    action = one(known, first(2))
    assert (action.state, action.completion) == (state, completion)


def test_an_action_of_another_name_is_another():
    rows = [Completion(id="1", action="report", at=at("2026-02-05"))]
    assert one(Evidence.of(Completion, rows, covers=YEAR), first(2)).state == "overdue"


def test_one_that_is_not_due_yet_is_open_though_nobody_watched():
    """In January's evaluation it is open, and done where somebody was fast."""
    assert one(Evidence()).state == "open"
    assert one(done("2026-02-05")).state == "done"
    # A deadline that ends with the window is over.
    assert one(Evidence(), first(2), within="28 days").state == "unknown"
    assert one(Evidence(), first(2), within="29 days").state == "open"


# What follows


def test_what_follows_belongs_to_the_month_in_which_the_deadline_falls():
    """Owed for January, due on 10 February: February, which was kept, costs 5 EUR."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    known = months("98 %", "99.9 %", "99.9 %")
    late = evaluate(terms, known + done(), first(3))
    assert [(penalty.period, penalty.low, penalty.high) for penalty in late.settlements] == [(FEBRUARY, 5, 5)]
    assert [(award.remedy, award.due, award.why) for award in late.awards] == [
        ("no plan", True, "due: it was not done in time")
    ]
    timely = evaluate(terms, known + done("2026-02-03"), first(3))
    assert [(award.due, award.low, award.why) for award in timely.awards] == [
        (False, 0, "not due: it was done in time")
    ]
    dark = evaluate(terms, known, first(3))
    assert [(award.due, award.low, award.high) for award in dark.awards] == [(None, 0, 5)]
    # In January itself nothing follows yet.
    assert evaluate(terms, known + done(), JANUARY).awards == ()


def test_what_is_owed_in_one_month_is_judged_in_the_next_by_the_ledger():
    """January's evaluation enters it, and February's finds it there."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    january = evaluate(terms, months("98 %"), JANUARY)
    (entry,) = [entry for entry in january.ledger.entries if entry.what == "required"]
    assert (entry.level, entry.period, entry.action, entry.due) == (
        "uptime",
        JANUARY,
        "plan",
        at("2026-02-11"),
    )
    assert (entry.low, entry.high) == (1, 1)
    february = evaluate(terms, months("98 %", "99.9 %") + done(), FEBRUARY, ledger=january.ledger)
    assert states(february) == [(JANUARY, "overdue", True)]
    assert [(penalty.low, penalty.high) for penalty in february.settlements] == [(5, 5)]
    (fallen,) = [entry for entry in february.ledger.entries if entry.what == "overdue"]
    assert (fallen.period, fallen.action) == (FEBRUARY, "plan")


def test_an_action_may_fall_due_two_months_later():
    """60 days after January end on 1 April: neither February nor March has it."""
    terms = agreement(stated(actions=[plan(within="60 days", otherwise=FINE)]), term=TERM)
    known = months("98 %", "99.9 %", "99.9 %", "99.9 %") + done()
    whole = evaluate(terms, known, first(4))
    assert [penalty.period for penalty in whole.penalties] == [month(4)]
    # One that ends with the month's last day belongs to that month.
    exact = agreement(stated(actions=[plan(within="28 days", otherwise=FINE)]), term=TERM)
    assert [penalty.period for penalty in evaluate(exact, known, first(4)).penalties] == [FEBRUARY]


def test_a_right_may_follow_as_well():
    """Whoever does not even write a plan may be left."""
    leave = Remedy(name="no plan", steps=[Grant(right="terminate", within="30 days")])
    terms = agreement(stated(actions=[plan(otherwise=leave)]), term=TERM)
    result = evaluate(terms, months("98 %", "99.9 %") + done(), first(2))
    (right,) = result.rights
    assert (right.right, right.holder, right.period, right.state) == ("terminate", CLIENT, FEBRUARY, True)
    assert right.until == at("2026-03-31")
    assert result.settlements == ()


def test_overdue_actions_can_be_counted():
    """Two in a quarter end the contract: those of January and February fell due in February and March."""
    leave = Remedy(
        name="termination",
        when=Test(lookback="count of overdue over quarter", at_least="2 periods"),
        steps=[Grant(right="terminate")],
    )
    terms = agreement(stated(actions=[plan()], remedies=[leave]), term=TERM)
    known = months("98 %", "98 %", "99.9 %") + done()
    assert [right.period for right in evaluate(terms, known, first(3)).rights] == [MARCH]
    # With February's done there is one only; where nobody watched March it is in doubt.
    half = done(covers=between("2026-01-01", "2026-03-01"))
    assert [
        right.state for right in evaluate(terms, months("98 %", "98 %", "99.9 %") + half, first(3)).rights
    ] == [None]
    kept = done("2026-03-05")
    assert evaluate(terms, months("99.9 %", "98 %", "99.9 %") + kept, first(3)).rights == ()


# Doubt


def test_whether_an_action_is_owed_may_be_in_doubt():
    """Nobody stated January: there may be a plan to write, and 0 to 5 EUR to pay for none."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), term=TERM)
    result = evaluate(terms, months(None, "99.9 %") + done(), first(2))
    assert states(result) == [(JANUARY, "overdue", None)]
    assert str(result.actions[0]) == "Host may owe plan until 2026-02-10: overdue"
    assert [(award.due, award.low, award.high) for award in result.awards] == [(None, 0, 5)]
    # Done is done, whether it was owed or not.
    kept = evaluate(terms, months(None, "99.9 %") + done("2026-02-05"), first(2))
    assert [(award.due, award.low, award.high) for award in kept.awards] == [(False, 0, 0)]


def test_a_condition_on_earlier_months_may_be_in_doubt():
    """After two breaches in a row, and of the first nobody knows."""
    twice = plan(when=Test(lookback="run of breached", at_least="2 periods"))
    terms = agreement(stated(actions=[twice]), term=TERM)
    assert states(evaluate(terms, months(None, "98 %"), first(2))) == [(FEBRUARY, "open", None)]
    assert states(evaluate(terms, months("98 %", "98 %"), first(2))) == [(FEBRUARY, "open", True)]
    assert states(evaluate(terms, months("99.9 %", "98 %"), first(2))) == []
    # The first day of the term leaves no doubt.
    assert states(evaluate(terms, months("98 %"), first(1))) == []


def test_a_condition_on_the_figure_is_asked_over_all_of_a_doubt():
    """Half of March unseen: 48 to 100 % may lie below 90 %, and never below 40 %."""
    seen = outages(covers=between("2026-03-01", "2026-03-16"))
    for below, owed in (("90 %", [None]), ("40 %", []), ("100.1 %", [True])):
        level = uptime(actions=[plan(when=Test(below=below))])
        assert [action.owed for action in evaluate(agreement(level), seen, MARCH).actions] == owed


# Which levels and agreements


def test_records_with_verdicts_of_their_own_owe_one_action_a_month():
    """Three tickets, two of them late: one plan; all in time: none; one unseen: perhaps."""
    level = repairs(actions=[plan()])
    late = [ticket(str(n), f"2026-03-0{n}T08:00", f"2026-03-0{n}T{8 + n * 2:02}:00") for n in (1, 2, 3, 4)]
    assert states(evaluate(agreement(level), tickets(*late), MARCH)) == [(MARCH, "open", True)]
    assert states(evaluate(agreement(level), tickets(*late[:2]), MARCH)) == []
    half = tickets(*late[:2], covers=between("2026-03-01", "2026-03-20"))
    assert states(evaluate(agreement(level), half, MARCH)) == [(MARCH, "open", None)]


def test_an_informal_agreement_owes_no_action():
    """It is measured alike, and nothing is owed."""
    terms = agreement(stated(actions=[plan(otherwise=FINE)]), formal=False, term=TERM)
    result = evaluate(terms, months("98 %", "98 %") + done(), first(2))
    assert (result.actions, result.penalties) == ((), ())


def test_a_month_without_anything_to_judge_owes_no_action():
    """No ticket at all is no breach."""
    result = evaluate(agreement(repairs(actions=[plan()])), tickets(), MARCH)
    assert result.actions == ()


def test_every_level_owes_its_own_action():
    """Two levels, two plans; a completion that names a level is for that level alone."""
    levels = [stated(name="a", actions=[plan()]), stated(name="b", actions=[plan()])]
    known = figures(JANUARY, a="98 %", b="98 %") + figures(FEBRUARY, a="99.9 %", b="99.9 %")
    result = evaluate(agreement(*levels, term=TERM), known + done("2026-02-05", level="b"), first(2))
    assert [(action.level, action.state) for action in result.actions] == [("a", "overdue"), ("b", "done")]


def test_whoever_watched_another_service_saw_nothing():
    """Completions about mail say nothing of the web."""
    level = stated(actions=[plan()], service="web")
    terms = agreement(level, services=[Service(name="mail"), Service(name="web")], term=TERM)
    watched = {name: Evidence.of(Completion, [], covers=YEAR, service=name) for name in ("mail", "web")}
    for name, state in (("mail", "unknown"), ("web", "overdue")):
        result = evaluate(terms, months("98 %", "99.9 %") + watched[name], first(2))
        assert [action.state for action in result.actions] == [state]


def test_one_completion_does_for_one_action():
    """February's plan is not written with January's: done on 5 February, and overdue after 10 March."""
    terms = agreement(stated(actions=[plan()]), term=TERM)
    known = months("98 %", "98 %", "99.9 %")
    result = evaluate(terms, known + done("2026-02-05"), first(3))
    assert [(a.period, a.state, a.completion) for a in result.actions] == [
        (JANUARY, "done", "D1"),
        (FEBRUARY, "overdue", None),
    ]
    both = evaluate(terms, known + done("2026-02-05", "2026-03-05"), first(3))
    assert [(a.state, a.completion) for a in both.actions] == [("done", "D1"), ("done", "D2")]


def test_a_completion_for_an_action_that_perhaps_was_not_owed_may_be_for_the_next():
    """Nobody stated January; a plan of 5 March is late for its month, or in time for February's."""
    terms = agreement(stated(actions=[plan()]), term=TERM)
    result = evaluate(terms, months(None, "98 %", "99.9 %") + done("2026-03-05"), first(3))
    assert states(result) == [(JANUARY, "overdue", None), (FEBRUARY, "unknown", True)]


def test_actions_are_a_part_of_the_explanation_and_of_the_result():
    """In words and as data."""
    terms = agreement(stated(actions=[plan(clause="9.1")]), term=TERM)
    result = evaluate(terms, months("98 %") + done("2026-02-05"), JANUARY)
    assert (
        "action of uptime, 2026-01: Host owes plan until 2026-02-10: done (completion D1) [9.1]"
        in result.explain()
    )
    (told,) = result.to_dict()["actions"]
    assert (told["action"], told["state"], told["due"]) == ("plan", "done", "2026-02-11T00:00:00Z")
