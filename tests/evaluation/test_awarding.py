"""Awards: what one figure earns under one remedy, and how sure that is."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import attrs
import pytest

from evaluation.terms import (
    MARCH,
    agreement,
    between,
    figures,
    outages,
    remedies,
    repairs,
    stated,
    ticket,
    tickets,
    uptime,
)
from slacore import (
    Evidence,
    MissingData,
    Money,
    Remedy,
    Service,
    ServiceLevel,
    Step,
    Target,
    Test,
    WindowSet,
    evaluate,
)
from slacore.evaluation import Award, Evaluation, StepTaken
from slacore.metrics import Downtime
from slacore.model import Amount, Case
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Times, Units

FEE = Money(1000, "EUR")


def only(result: Evaluation) -> Award:
    """The one award of the evaluation."""
    (award,) = result.awards
    return award


def test_an_award_that_hangs_on_an_unknown_fact_is_doubtful_and_not_sure():
    """100 EUR, if the customer was on the gold plan, which nobody says: 0 to 100 EUR."""
    level = stated(Pay(rate="10 % of fee"), when=[Test(fact="plan", equals="gold")])
    award = only(evaluate(agreement(level), figures(uptime="98 %"), MARCH, charges=FEE))
    assert (award.due, award.low, award.high) == (None, 0, 100)
    assert award.why == "due if plan = gold"


@pytest.mark.parametrize(
    ("steps", "percent", "amount"),
    [
        ((Pay(rate="10 % of fee"),), 10, 100),
        ((Pay(rate="10 % of fee"), Times(factor=2)), 20, 200),
        ((Pay(rate="10 % of fee"), Plus(rate="5 % of fee")), 15, 150),
        # The cap takes the sum down; what was earned before it stays on record.
        ((Pay(rate="10 % of fee"), Cap(limit="30 EUR")), 10, 30),
        ((Pay(rate="10 % of fee"), Cap(limit="30 EUR"), Times(factor="1/2")), 10, 15),
        # A tenth of the fee and 80 EUR is no percentage of the fee.
        ((Pay(rate="10 % of fee"), Plus(rate="80 EUR")), None, 180),
        ((Pay(rate="10 % of fee"), Times(fact="share")), None, None),
    ],
)
def test_the_percentage_is_said_where_the_award_is_one(steps, percent, amount):
    """Of a fee of 1,000 EUR; a fixed sum on top ends it."""
    award = only(evaluate(agreement(stated(*steps)), figures(uptime="98 %"), MARCH, charges=FEE))
    assert (award.percent, award.low, award.high) == (percent, amount, amount)


def test_without_the_charge_the_percentage_stays_known_under_a_cap_in_money():
    """A tenth of a fee that is not known, at most 30 EUR: 10 percent, and the sum is unsaid."""
    level = stated(Pay(rate="10 % of fee"), Cap(limit="30 EUR"))
    award = only(evaluate(agreement(level), figures(uptime="98 %"), MARCH))
    assert (award.percent, award.low, award.high) == (10, None, None)
    assert "no 'fee' is known for 2026-03" in award.why or "cannot be applied" in award.why


def test_a_gap_may_hide_any_number_of_late_tickets():
    """45 EUR for each late ticket; in half a month unseen there may have been none or a thousand."""
    award = only(
        evaluate(
            agreement(repairs(Pay(rate="45 EUR"))),
            tickets(covers=between("2026-03-01", "2026-03-16")),
            MARCH,
        )
    )
    assert (award.due, award.low, award.high) == (None, 0, None)


def test_a_bonus_for_each_record_has_no_least_while_records_may_be_missing():
    """-5 EUR for every ticket: in the gap lie any number of them."""
    level = repairs(remedies=remedies(Pay(rate="-5 EUR"), when="always"))
    award = only(evaluate(agreement(level), tickets(covers=between("2026-03-01", "2026-03-16")), MARCH))
    assert (award.low, award.high) == (None, 0)


def test_tickets_that_may_not_belong_to_the_level_count_at_most_all_of_them():
    """Three late tickets without a word of who is a key account: 0 to 3 × 45 = 135 EUR."""
    late = [ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2, 3)]
    level = repairs(Pay(rate="45 EUR"), where=[Test(fact="key account", equals=True)])
    award = only(evaluate(agreement(level), tickets(*late), MARCH))
    assert (award.due, award.low, award.high) == (None, 0, 135)


def test_a_gap_owes_nothing_where_nothing_can_be_due():
    """An informal agreement counts no tickets in the dark."""
    terms = agreement(repairs(Pay(rate="45 EUR")), formal=False)
    award = only(evaluate(terms, tickets(covers=between("2026-03-01", "2026-03-16")), MARCH))
    assert (award.due, award.low, award.high) == (False, 0, 0)


# What is owed over all that a figure can be

HALF = between("2026-03-01", "2026-03-16")


def over_half_a_month(*steps: object, **terms: object) -> Award:
    """The award where the first 15 of 31 days were up and the rest is not known: 48.4 to 100 %."""
    return only(evaluate(agreement(uptime(*steps, **terms)), outages(covers=HALF), MARCH, charges=FEE))


def test_the_dearest_row_may_lie_between_the_ends():
    """Nothing at 48 %, nothing at 100 %, and 300 EUR between 60 and 70 %."""
    table = Bands(
        rows=[
            Row(below="60 %", pay="0 EUR"),
            Row(at_least="60 %", below="70 %", pay="300 EUR"),
            Row(at_least="70 %", pay="0 EUR"),
        ]
    )
    award = over_half_a_month(table)
    assert (award.due, award.low, award.high) == (None, 0, 300)


def test_a_hole_in_the_table_may_be_what_happened():
    """100 EUR on either side of exactly 80 %, which pays nothing: 0 to 100 EUR, not 100."""
    table = Bands(rows=[Row(below="80 %", pay="100 EUR"), Row(above="80 %", pay="100 EUR")], gap="nothing")
    award = over_half_a_month(table, target="100 %")
    assert (award.low, award.high) == (0, 100)
    # The promise is broken below 100 %, so that without the hole nothing but 100 % is free.
    assert award.due is None


def test_a_hole_that_the_contract_left_open_leaves_the_award_unsaid():
    """Nobody agreed what exactly 80 % costs, and it may be 80 %."""
    table = Bands(rows=[Row(below="80 %", pay="100 EUR"), Row(above="80 %", pay="90 EUR")], gap="unsaid")
    award = over_half_a_month(table)
    assert (award.low, award.high, str(award)) == (None, None, "unsaid")
    assert award.why.endswith("no row applies, and the contract does not say what follows")


def test_a_bonus_row_takes_the_least_below_nothing():
    """A tenth back where it went well, half where it did not: -100 to 500 EUR of 1,000."""
    table = Bands(
        rows=[Row(below="70 %", pay="50 % of fee"), Row(at_least="70 %", pay="-10 % of fee")],
    )
    level = uptime(target=None, remedies=remedies(table, when="always"))
    award = only(evaluate(agreement(level), outages(covers=HALF), MARCH, charges=FEE))
    assert (award.due, award.low, award.high) == (True, -100, 500)


def test_a_cap_that_every_figure_reaches_is_certain():
    """10 EUR for each of at least nine hours down, at most 50: 50 EUR, capped, though doubtful before."""
    level = ServiceLevel(
        name="down",
        metric=Downtime(unit="hour"),
        target=Target(at_most="1 h"),
        remedies=remedies(
            Units(above="1 h", per="1 h", count="full"), Pay(rate="10 EUR"), Cap(limit="50 EUR")
        ),
    )
    down = between("2026-03-02T00:00", "2026-03-02T10:00")
    seen = WindowSet.of(MARCH) - WindowSet.of(between("2026-03-20", "2026-03-21"))
    award = only(evaluate(agreement(level), outages(down, covers=seen), MARCH))
    assert (award.due, award.low, award.high, award.capped) == (True, 50, 50, True)


def test_full_hours_over_a_gap_are_counted_at_both_ends():
    """Ten hours down and a gap of a day: 9 to 33 full hours above the first, 90 to 330 EUR."""
    level = ServiceLevel(
        name="down",
        metric=Downtime(unit="hour"),
        target=Target(at_most="1 h"),
        remedies=remedies(Units(above="1 h", per="1 h", count="full"), Pay(rate="10 EUR")),
    )
    down = between("2026-03-02T00:00", "2026-03-02T10:00")
    seen = WindowSet.of(MARCH) - WindowSet.of(between("2026-03-20", "2026-03-21"))
    award = only(evaluate(agreement(level), outages(down, covers=seen), MARCH))
    assert (award.low, award.high) == (90, 330)


def test_a_level_without_a_target_pays_by_its_own_condition():
    """No promise, no verdict; below 99 % 10 EUR are due, at 99 % not, over a gap perhaps."""
    level = stated(Pay(rate="10 EUR"), target=None, when=[Test(below="99 %")])
    for figure, due, amount in (("98 %", True, 10), ("99 %", False, 0)):
        result = evaluate(agreement(level), figures(uptime=figure), MARCH)
        assert (only(result).due, only(result).low, result.verdict) == (due, amount, None)
    gappy = uptime(target=None, remedies=remedies(Pay(rate="10 EUR"), when=[Test(below="99 %")]))
    award = only(evaluate(agreement(gappy), outages(covers=HALF), MARCH))
    assert (award.due, award.low, award.high, award.why) == (None, 0, 10, "due if figure < 99 %")


def test_a_remedy_that_no_possible_figure_makes_due_is_not_due():
    """Between 48 and 100 % the figure is not below 40."""
    gappy = uptime(target=None, remedies=remedies(Pay(rate="10 EUR"), when=[Test(below="40 %")]))
    award = only(evaluate(agreement(gappy), outages(covers=HALF), MARCH))
    assert (award.due, award.low, award.high) == (False, 0, 0)


def test_a_doubt_whose_condition_nobody_knows_starts_at_nothing():
    """Due below 99 % for gold customers, and neither is known: 0 to 10 EUR."""
    tests = [Test(below="99 %"), Test(fact="plan", equals="gold")]
    gappy = uptime(target=None, remedies=remedies(Pay(rate="10 EUR"), when=tests))
    award = only(evaluate(agreement(gappy), outages(covers=HALF), MARCH))
    assert (award.due, award.low, award.high) == (None, 0, 10)


def test_rows_in_two_units_leave_a_doubt_unsaid():
    """Points on one side, money on the other: no bounds hold both."""
    points = Pay(rate="2 points", when=Test(below="80 %"))
    award = over_half_a_month(points, Pay(rate="10 EUR", when=Test(at_least="80 %")))
    assert (award.low, award.high) == (None, None)
    assert award.why.endswith("it may be EUR or point")


@pytest.mark.parametrize(
    ("bends", "said"),
    [
        (None, "step jump does not declare where it bends"),
        ((), "step jump changes where it did not declare it"),
    ],
)
def test_a_stranger_s_step_that_hides_a_jump_leaves_the_doubt_unsaid(bends, said):
    """Ten times the square of the units: right for an exact figure, and for a doubt nobody knows."""

    @attrs.frozen(kw_only=True)
    class Jump(Step):
        kind: ClassVar[str] = "jump"

        def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
            return tuple(amount.times(amount.value) for amount in amounts)

        def bends(self, amount: Amount, case: Case) -> tuple[Fraction, ...] | None:
            return bends

    steps = (Units(below="100 %", per="1 %"), Jump(), Pay(rate="10 EUR"))
    award = only(evaluate(agreement(stated(*steps)), figures(uptime="97 %"), MARCH))
    assert award.low == 90
    award = over_half_a_month(*steps)
    assert (award.low, award.high) == (None, None)
    assert award.why.endswith(said)


def test_an_award_is_told_in_words():
    """Exact, as bounds, without limit, and not at all."""
    fields = {"level": "l", "period": MARCH, "remedy": "r", "due": True, "why": ""}
    texts = {
        (Fraction(1), Fraction(1), "EUR"): "1.00 EUR",
        (Fraction(0), Fraction(1, 3), "EUR"): "0.00 EUR to 0.333333… EUR",
        (Fraction(0), None, "point"): "0 points to no limit known",
        (None, None, "EUR"): "unsaid",
    }
    for (low, high, unit), text in texts.items():
        assert str(Award(low=low, high=high, unit=unit, **fields)) == text
    assert Award(low=Fraction(1), high=Fraction(1), unit="EUR", **fields).exact


# The award as a whole.

CHAIN = (
    Bands(
        rows=[
            Row(at_least="95 %", below="99 %", pay="10 % of fee", label="minor"),
            Row(below="95 %", pay="25 % of fee", label="major"),
        ]
    ),
    Times(factor=2),
    Cap(limit="150 EUR"),
)


def credited(level: ServiceLevel, evidence: Evidence) -> Award:
    """The award for the one level of the service web, at a fee of 1,000 EUR."""
    return only(evaluate(agreement(level, services=[Service(name="web")]), evidence, MARCH, charges=FEE))


def credit(*steps: Step, **more: object) -> tuple[Remedy, ...]:
    return (Remedy(name="credit", clause="7.2", steps=steps, **more),)


ALIKE = {"level": "uptime", "period": MARCH, "remedy": "credit", "unit": "EUR", "clause": "7.2"}


def test_an_award_holds_all_that_it_was_made_from():
    """Twice a tenth of 1,000 EUR is 200 EUR, at most 150: 20 percent before the cap."""
    level = stated(remedies=credit(*CHAIN), group="core")
    assert credited(level, figures(uptime="98 %")) == Award(
        due=True,
        why="due: agreed ≥ 99 %",
        low=Fraction(150),
        high=Fraction(150),
        percent=Fraction(20),
        row="minor",
        hit="match",
        capped=True,
        steps=(
            StepTaken(
                step="table of 2 rows",
                before="1 breach",
                after="100.00 EUR",
                note="row 'minor', 10 % of fee = 1000.00 EUR",
            ),
            StepTaken(step="times 2", before="100.00 EUR", after="200.00 EUR"),
            StepTaken(
                step="at most 150 EUR", before="200.00 EUR", after="150.00 EUR", note="capped at 150.00 EUR"
            ),
        ),
        group="core",
        service="web",
        **ALIKE,
    )


def test_an_award_that_is_not_due_is_nothing_and_has_no_steps():
    """99.5 % lies in no row and keeps the promise."""
    level = stated(remedies=credit(*CHAIN), group="core")
    assert credited(level, figures(uptime="99.5 %")) == Award(
        due=False,
        why="not due: the commitment of ≥ 99 % is met",
        low=Fraction(0),
        high=Fraction(0),
        hit="gap",
        group="core",
        service="web",
        **ALIKE,
    )


def test_a_doubtful_award_tells_each_step_over_the_whole_doubt():
    """A day down and a day unseen: 93.5 % to 96.8 %, so 100 or 250 EUR, twice, and always capped."""
    level = uptime(remedies=credit(*CHAIN), group="core")
    seen = outages(between("2026-03-05", "2026-03-06"), covers=between("2026-03-01", "2026-03-31"))
    assert credited(level, seen) == Award(
        due=True,
        why="due: agreed ≥ 99 %",
        low=Fraction(150),
        high=Fraction(150),
        capped=True,
        steps=(
            StepTaken(step="table of 2 rows", before="1 breach", after="100.00 EUR to 250.00 EUR"),
            StepTaken(step="times 2", before="100.00 EUR to 250.00 EUR", after="200.00 EUR to 500.00 EUR"),
            StepTaken(step="at most 150 EUR", before="200.00 EUR to 500.00 EUR", after="150.00 EUR"),
        ),
        group="core",
        service="web",
        **ALIKE,
    )


@pytest.mark.parametrize(
    ("rate", "when", "low", "high", "why"),
    [
        # At most 40 EUR each, or a bonus of 5 EUR each.
        ("45 EUR", "breached", 0, 120, "due in a part of the doubt: agreed ≤ 4 h"),
        ("-5 EUR", "always", -15, 0, "due whatever the figure"),
    ],
)
def test_records_that_may_not_belong_earn_up_to_all_of_theirs(rate, when, low, high, why):
    """Three late tickets of nobody knows whom."""
    late = [ticket(str(n), "2026-03-02T09:00", "2026-03-02T19:00") for n in (1, 2, 3)]
    where = [Test(fact="key account", equals=True)]
    paid = credit(Pay(rate=rate), Cap(limit="40 EUR"), when=when)
    award = credited(repairs(remedies=paid, where=where), tickets(*late))
    assert (award.due, award.low, award.high, award.capped) == (None, low, high, False)
    assert award.why == f"{why}; each of up to 3 records"


def test_late_tickets_that_are_deemed_may_still_be_none():
    """What nobody saw is deemed late, and how much of it there was stays open: due, if there was any."""
    level = repairs(Pay(rate="45 EUR"), missing=MissingData(policy="deem breached"))
    award = credited(level, tickets(covers=between("2026-03-01", "2026-03-16")))
    assert (award.due, award.low, award.high) == (None, 0, None)


def test_a_condition_that_nobody_knows_leaves_no_percentage():
    """A tenth of the fee, or nothing: neither 10 percent nor 0."""
    award = credited(
        stated(Pay(rate="10 % of fee"), when=[Test(fact="plan", equals="gold")]), figures(uptime="98 %")
    )
    assert (award.due, award.percent, award.low, award.high) == (None, None, 0, 100)


def test_rows_in_two_units_are_due_for_certain_and_unsaid():
    """Points or money, and something whatever happened: 14 to 30 of 31 days up all lie below 99 %."""
    two = (Pay(rate="2 points", when=Test(at_least="90 %")), Pay(rate="5 EUR", when=Test(below="90 %")))
    seen = outages(between("2026-03-01", "2026-03-02"), covers=between("2026-03-01", "2026-03-16"))
    award = credited(uptime(*two), seen)
    assert (award.due, award.low, award.high) == (True, None, None)
    assert award.why == "due: agreed ≥ 99 %; it may be EUR or point"


def test_records_that_nobody_counted_are_any_number():
    """Half a month unseen: the least is nothing, and there is no most."""
    seen = tickets(covers=between("2026-03-01", "2026-03-16"))
    award = credited(repairs(remedies=credit(Pay(rate="45 EUR"), Cap(limit="40 EUR"))), seen)
    assert (award.due, award.low, award.high, award.capped) == (None, 0, None, False)
    assert award.why == "due in a part of the doubt: agreed ≤ 4 h; each of any number of records"
