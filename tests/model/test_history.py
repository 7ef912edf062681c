"""History: what the ledger answers about earlier periods, exactly, as a pair, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from slacore import Bounds, Instant, Lookback, Period, Window
from slacore.model import Asker, Entry, History, Rhythm
from slacore.values import span

YES, NO, PERHAPS, UNKNOWN = Bounds(1, 1), Bounds(0, 0), Bounds(0, 1), Bounds(None, None)
MONTHLY = Rhythm(period=Period("month"), zone="UTC", unit="percent")
QUARTERLY = Rhythm(period=Period("quarter"), zone="UTC", unit="hour")
WORDS = {"b": "breached", "m": "met", "?": "indeterminate", "-": "measured"}


def month(number: int, year: int = 2026, tz: str = "UTC") -> Window:
    return Window.month(year, number, tz=tz)


def at(text: str) -> Instant:
    return Instant.parse(text, tz="UTC")


def judged(verdicts: str, level: str = "a", tz: str = "UTC") -> tuple[Entry, ...]:
    """One verdict a month from January 2026 on; a space is a month that nobody entered."""
    return tuple(
        Entry(period=month(number, tz=tz), level=level, what=WORDS[letter])
        for number, letter in enumerate(verdicts, 1)
        if letter != " "
    )


def credited(*sums: Any, **more: Any) -> tuple[Entry, ...]:
    """What was credited from January on, in EUR; two numbers are a pair."""
    found = []
    for number, value in enumerate(sums, 1):
        low, high = value if isinstance(value, tuple) else (value, value)
        fields = {"what": "credited", "unit": "EUR", **more}
        found.append(Entry(period=month(number), low=low, high=high, **fields))
    return tuple(found)


def history(*entries: Entry, complete: bool = True, begun: str | None = "2026-01-01", **more: Any) -> History:
    """Of the levels a, which is monthly, and q, which is quarterly."""
    rhythms = {"a": MONTHLY, "b": MONTHLY, "q": QUARTERLY}
    return History(
        **{
            "rhythms": rhythms,
            "entries": entries,
            "begun": None if begun is None else at(begun),
            "complete_since": at("2026-01-01") if complete else None,
            **more,
        }
    )


def asked(
    text: str, known: History, number: int, level: str | None = "a", rhythm: Rhythm = MONTHLY, **more: Any
) -> Bounds | None:
    """What is known besides the present figure to whoever asks in that month."""
    asker = Asker(level=level, period=month(number), rhythm=rhythm, **more)
    return known.earlier(Lookback.parse(text), asker).bounds


# In a row


@pytest.mark.parametrize(
    ("verdicts", "low", "high"),
    [
        ("bbmbb", 2, 2),
        ("bbbbb", 5, 5),
        ("bbbbm", 0, 0),
        # The month without a verdict ends the run or does not.
        ("bbb?b", 1, 5),
        ("bm?bb", 2, 3),
        ("bbbb?", 0, 5),
        ("m???m", 0, 0),
        # What had nothing to judge was no breach.
        ("bbbb-", 0, 0),
        ("bb-bb", 2, 2),
    ],
)
def test_a_run_is_counted_back_from_the_latest_period(verdicts, low, high):
    """From May back; June, which asks, adds its own."""
    known = history(*judged(verdicts))
    assert asked("run of breached", known, 6) == Bounds(low, high)
    assert asked("run of breached before", known, 6) == Bounds(low, high)


def test_a_run_is_no_longer_than_the_span_it_is_asked_for():
    """Of three periods the present one is the third; `before` it there are three."""
    known = history(*judged("bbbbb"))
    assert asked("run of breached over 3 periods", known, 6) == Bounds(2, 2)
    assert asked("run of breached over 3 periods before", known, 6) == Bounds(3, 3)
    assert asked("run of breached over quarter", known, 6) == Bounds(2, 2)


def test_a_run_that_reaches_back_into_the_dark_has_no_end():
    """Without a term nobody knows how long it was; after a met month everybody does."""
    assert asked("run of breached", history(*judged("bbbbb"), begun=None), 6) == Bounds(5, None)
    assert asked("run of breached", history(*judged("bmbbb"), begun=None), 6) == Bounds(3, 3)
    nothing = history(complete=False, begun=None)
    assert asked("run of breached", nothing, 6) == Bounds(0, None)
    # A term of half a year holds five months before June.
    assert asked("run of breached", history(complete=False), 6) == Bounds(0, 5)


def test_a_run_of_met_periods_is_none_of_breached_ones():
    """An indeterminate month may be either."""
    known = history(*judged("bmm?m"))
    assert asked("run of met", known, 6) == Bounds(1, 4)
    assert asked("count of met over 12 months", known, 6) == Bounds(3, 4)
    assert asked("count of breached over 12 months", known, 6) == Bounds(1, 2)


def test_a_run_of_credits_counts_months_in_which_something_was_paid():
    """A bonus is no credit; 0 to 10 EUR may be one; nobody's sum may be one as well."""
    known = history(*credited(5, -5, (0, 10), 5, 5))
    assert asked("run of credited before", known, 6, level=None) == Bounds(2, 3)
    unsaid = history(*credited((None, None), 5))
    assert asked("run of credited before", unsaid, 3, level=None) == Bounds(1, 2)


# Over a span


@pytest.mark.parametrize(
    ("question", "number", "found"),
    [
        ("count of breached over 1 period", 6, 0),
        ("count of breached over 2 periods", 6, 1),
        ("count of breached over 3 periods", 6, 1),
        ("count of breached over 6 periods", 6, 4),
        ("count of breached over 12 periods", 6, 4),
        ("count of breached over 5 periods before", 6, 4),
        ("count of breached over 4 periods before", 6, 3),
        # June ends with the quarter that April began, and with the half-year.
        ("count of breached over month", 6, 0),
        ("count of breached over quarter", 6, 1),
        ("count of breached over year", 6, 4),
        ("count of breached over year from 04-01", 6, 1),
        ("count of breached over year from 03-01", 6, 2),
        ("count of breached over contract", 6, 4),
        ("count of breached over 3 months", 6, 1),
        ("count of breached over 4 months", 6, 2),
        # May ended 30 days before July began, on the 1st: 31 days see it, 30 do not.
        ("count of breached over 30 days", 6, 0),
        ("count of breached over 31 days", 6, 1),
        # In January nothing was before.
        ("count of breached over 6 periods", 1, 0),
        ("count of breached over quarter before", 1, 0),
    ],
)
def test_a_count_over_a_span_includes_the_present_period(question, number, found):
    """January, February, March and May were breaches; the asking month adds its own.

    A period that ends with the first instant of a span lies before it.
    """
    known = history(*judged("bbbmb"))
    assert asked(question, known, number) == Bounds(found, found)


def test_a_pair_adds_up_to_a_pair():
    """Two breaches, and two months that may be: 2 to 4."""
    assert asked("count of breached over year", history(*judged("b?b?m")), 6) == Bounds(2, 4)


def test_what_is_not_entered_is_unknown_and_never_nothing():
    """A gap in March; only where somebody says that nothing is missing, there was none."""
    rows = judged("bb bb")
    assert asked("count of breached over year", history(*rows, complete=False), 6) == Bounds(4, 5)
    assert asked("count of breached over year", history(*rows), 6) == Bounds(4, 4)
    paid = (*credited(10), *credited(0, 10)[1:])
    assert asked("sum of credited over year before", history(*paid, complete=False), 4, None) == UNKNOWN
    assert asked("sum of credited over year before", history(*paid), 4, None) == Bounds(20, 20)
    # A figure that is not there cannot be averaged, whoever says what.
    assert asked("measured 1 period ago", history(*rows), 4) == UNKNOWN


def test_what_lies_before_the_ledger_is_unknown_unless_the_term_had_not_begun():
    """The ledger begins with April: of January to March nobody knows."""
    rows, since = judged("   bb"), at("2026-04-01")
    assert asked("count of breached over year", history(*rows, complete_since=since), 6) == Bounds(2, 5)
    begun = history(*rows, complete_since=since, begun="2026-04-01")
    assert asked("count of breached over year", begun, 6) == Bounds(2, 2)
    # The month of the beginning counts, though it is cut.
    midst = history(*rows, complete_since=since, begun="2026-03-20")
    assert asked("count of breached over year", midst, 6) == Bounds(2, 3)


def test_a_contract_without_a_term_may_have_begun_long_ago():
    """So nobody knows how much more there was: at least what is known, and no most."""
    known = history(*judged("bmb"), *credited(10, 0, 10), begun=None)
    assert asked("count of breached over contract", known, 4) == Bounds(2, None)
    assert asked("sum of credited over contract before", known, 4, None) == UNKNOWN
    assert asked("run of breached over contract", history(*judged("bbb"), begun=None), 4) == Bounds(3, None)
    assert asked("count of breached over contract", history(begun=None), 4) == Bounds(0, None)


# Sums and means


def test_sums_are_of_what_was_credited_or_pointed():
    """In the span, of the level or of the settlement; a pair in one month makes a pair of the sum."""
    rows = (
        *credited(10, 20, (5, 15)),
        *credited(1, 2, 3, level="a"),
        *credited(7, level="a", what="pointed"),
    )
    known = history(*rows)
    assert asked("sum of credited over year before", known, 4) == Bounds(6, 6)
    assert asked("sum of credited in the agreement over year before", known, 4) == Bounds(35, 45)
    assert asked("sum of credited over year before", known, 4, level=None) == Bounds(35, 45)
    assert asked("sum of credited over 2 periods before", known, 3, level=None) == Bounds(30, 30)
    assert asked("sum of pointed over 3 periods before", known, 4) == Bounds(7, 7)
    # The settlement asks again when its own month is entered.
    assert asked("sum of credited over 2 periods", known, 3, level=None) == Bounds(25, 35)


def test_a_side_without_limit_leaves_the_sum_without_one():
    """10 EUR or more, and 20."""
    assert asked("sum of credited over year before", history(*credited((10, None), 20)), 3, None) == Bounds(
        30, None
    )


def test_a_share_of_a_charge_that_nobody_knew_is_no_sum_of_money():
    """10 % of a fee are not 10 EUR; nothing of it is nothing."""
    for value, found in ((10, UNKNOWN), (0, Bounds(20, 20))):
        rows = (*credited(value, unit="% of fee"), *credited(0, 20)[1:])
        assert asked("sum of credited over year before", history(*rows), 3, level=None) == found


def test_settlements_of_others_are_none_of_ours():
    """North was credited 10 EUR and South 200; what names nobody counts for both."""
    rows = (
        *credited(10, provider="Host", customer="North"),
        *credited(200, provider="Host", customer="South"),
        *credited(0, 5)[1:],
    )
    question, known = "sum of credited over year before", history(*rows)
    assert asked(question, known, 3, level=None, between=("Host", "North")) == Bounds(15, 15)
    assert asked(question, known, 3, level=None, between=("Host", "South")) == Bounds(205, 205)
    assert asked(question, known, 3, level=None, between=("Other", "South")) == Bounds(5, 5)


def test_what_a_level_was_credited_is_not_told_by_settlements_alone():
    """100 EUR were settled in January, nobody says whose; 0 EUR in February were nobody's."""
    question = "sum of credited over year before"
    alone = history(*credited(100, 0))
    assert asked(question, alone, 2) == UNKNOWN
    assert asked(question, alone, 3) == UNKNOWN
    assert asked("credited 1 period ago", alone, 3) == NO
    # Where the parts of levels are entered, a level without one had none.
    shared = history(*credited(100, 0), *credited(100, level="b"))
    assert asked(question, shared, 3) == NO
    assert asked("sum of credited in 'b' over year before", shared, 3) == Bounds(100, 100)
    # But nobody has a part of what could not be said.
    unsaid = history(*credited((None, None)), *credited(5, level="b"))
    assert asked(question, unsaid, 2) == UNKNOWN


def test_a_mean_is_of_so_many_figures_and_not_of_fewer():
    """97, 98 and 99 %; in the first year of a contract there are no twelve."""
    figures = tuple(
        Entry(period=month(number), level="a", what="met", low=low, high=high, unit="percent")
        for number, (low, high) in enumerate([(97, 97), (98, 98), (99, 100)], 1)
    )
    known = history(*figures)
    # The part of the earlier two; the third is the present one's.
    assert asked("mean of measured over 3 periods", known, 3) == Bounds(195, 195)
    assert asked("mean of measured over 3 periods before", known, 4) == Bounds(294, 295)
    assert asked("mean of measured over 4 periods", known, 3) is None
    assert asked("mean of measured over 3 periods before", known, 3) is None
    # Over a span of the calendar it is of what there is, but not of nothing.
    assert asked("mean of measured over year", known, 3) == Bounds(195, 195)
    assert asked("mean of measured over year before", known, 1) is None
    assert asked("mean of measured over year", known, 1) == NO
    assert asked("mean of measured over 1 period", known, 1) == NO
    # Without a term there may have been any number of earlier figures.
    assert asked("mean of measured over 4 periods", history(*figures, begun=None), 3) == UNKNOWN


def test_figures_are_averaged_in_the_unit_of_the_level():
    """0.98 of everything is 98 %; and what a record came to is no figure of the period."""
    row = Entry(period=month(1), level="a", what="met", low="0.98", high="0.98", unit="ratio")
    assert asked("sum of measured over 2 periods", history(row), 2) == Bounds(98, 98)
    bare = Entry(period=month(1), level="a", what="met", low=98, high=98)
    assert asked("measured 1 period ago", history(bare), 2) == Bounds(98, 98)
    tickets = tuple(
        Entry(period=month(1), level="a", what="met", record=name, low=5, high=5) for name in ("1", "2")
    )
    assert asked("measured 1 period ago", history(*tickets), 2) == UNKNOWN
    assert asked("measured 1 period ago", history(tickets[0]), 2) == UNKNOWN


def test_one_earlier_value_is_that_of_one_period():
    """What the third period before came to; before the contract nothing was paid, and nothing measured."""
    rows = (*credited(10, 20, 30), *judged("bmb"))
    known = history(*rows)
    assert asked("credited 3 periods ago", known, 4, level=None) == Bounds(10, 10)
    assert asked("credited 1 period ago", known, 4, level=None) == Bounds(30, 30)
    assert asked("credited 4 periods ago", known, 4, level=None) == NO
    assert asked("breached 3 periods ago", known, 4) == YES
    assert asked("breached 2 periods ago", known, 4) == NO
    assert asked("breached 4 periods ago", known, 4) == NO
    assert asked("measured 4 periods ago", known, 4) is None
    dark = history(*rows, begun=None)
    assert asked("credited 4 periods ago", dark, 4, level=None) == UNKNOWN
    assert asked("breached 4 periods ago", dark, 4) == PERHAPS
    assert asked("measured 4 periods ago", dark, 4) == UNKNOWN


# Records, actions, groups


def test_a_period_is_a_breach_if_any_record_of_it_is():
    """And met if all are; one that nobody could judge leaves it open."""

    def tickets(*letters: str) -> History:
        return history(
            *(
                Entry(period=month(1), level="a", what=WORDS[letter], record=str(number))
                for number, letter in enumerate(letters)
            )
        )

    for letters, broken, met in (
        ("mbm", YES, NO),
        ("mmm", NO, YES),
        ("m?m", PERHAPS, PERHAPS),
        ("?b", YES, NO),
    ):
        assert asked("breached 1 period ago", tickets(*letters), 2) == broken
        assert asked("met 1 period ago", tickets(*letters), 2) == met


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("completed",), NO),
        (("overdue",), YES),
        (("unknown",), PERHAPS),
        (("completed", "overdue"), YES),
        (("completed", "unknown"), PERHAPS),
        (("required",), NO),
        ((), NO),
    ],
)
def test_an_action_is_overdue_in_the_period_in_which_it_fell_due(words, found):
    """One that is owed has not fallen due yet; in a whole ledger what is not there did not."""
    due = month(2).start
    rows = tuple(Entry(period=month(1), level="a", what=word, action=word, due=due) for word in words)
    assert asked("overdue 1 period ago", history(*rows), 2) == found
    # What fell due in the asking period is entered when it asks.
    assert asked("count of overdue over month", history(*rows), 1) == found


def test_the_levels_of_a_group_are_added_up():
    """Each counts by itself, the asking one with its present period."""
    together = Rhythm(period=Period("month"), zone="UTC", unit="percent", group="g")
    rhythms = {"a": together, "b": together, "q": QUARTERLY}
    known = history(*judged("bmb", "a"), *judged("bb?", "b"), *judged("bbb", "q"), rhythms=rhythms)
    assert asked("count of breached in group 'g' over 2 periods", known, 3) == Bounds(2, 3)
    assert asked("count of breached in group 'g' over year before", known, 3) == Bounds(3, 3)
    points = (
        Entry(period=month(1), level=name, what="pointed", unit="point", low=low, high=3)
        for name, low in (("a", 2), ("b", 3))
    )
    sums = history(*points, rhythms=rhythms)
    assert asked("sum of pointed in group 'g' over year before", sums, 2, level=None) == Bounds(5, 6)


# Rhythms and zones


def test_another_level_is_asked_in_its_own_rhythm():
    """What ended with or before the asking month: in May the first quarter, in June the second."""
    quarters = tuple(
        Entry(period=Window.quarter(2026, number, tz="UTC"), level="q", what=word)
        for number, word in ((1, "breached"), (2, "met"))
    )
    known = history(*quarters)
    for number, last, before in ((2, 0, 0), (3, 1, 0), (5, 1, 1), (6, 0, 1)):
        assert asked("count of breached in 'q' over 1 period", known, number) == Bounds(last, last)
        assert asked("breached 1 period ago in 'q'", known, number) == Bounds(before, before)
    # And a month in the quarter by the quarter that asks.
    asker = Asker(level="q", period=Window.quarter(2026, 1, tz="UTC"), rhythm=QUARTERLY)
    months = history(*judged("bmb"))
    assert months.earlier(Lookback.parse("count of breached in 'a' over quarter"), asker).bounds == Bounds(
        2, 2
    )


def test_a_quarter_asks_what_its_months_and_the_quarter_itself_were_credited():
    """10 EUR a month and 100 a quarter: a quarter came to 130, and two to 260."""
    quarters = tuple(
        Entry(period=Window.quarter(2026, number, tz="UTC"), what="credited", unit="EUR", low=100, high=100)
        for number in (1, 2)
    )
    known = history(*credited(10, 10, 10, 10, 10, 10), *quarters)
    asker = Asker(level=None, period=Window.quarter(2026, 3, tz="UTC"), rhythm=QUARTERLY)
    for text, found in (
        ("credited 1 period ago", 130),
        ("credited 2 periods ago", 130),
        ("sum of credited over 2 periods before", 260),
        ("mean of credited over 2 periods before", 260),
        ("count of credited over 2 periods before", 2),
        ("sum of credited over 2 periods", 130),
        ("sum of credited over 6 months before", 130),
    ):
        assert known.earlier(Lookback.parse(text), asker).bounds == Bounds(found, found), text
    assert known.earlier(Lookback.parse("mean of credited over 2 periods before"), asker).periods == 2
    # A month that ends with the quarter sees both.
    assert asked("credited 1 period ago", known, 4, level=None) == Bounds(110, 110)
    assert asked("sum of credited over 3 periods before", known, 5, level=None) == Bounds(130, 130)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
def test_months_of_a_zone_are_found_by_their_ends_there(zone):
    """Before, across and behind clock changes: five earlier months of six, two of the quarter."""
    rhythm = Rhythm(period=Period("month"), zone=zone)
    known = history(*judged("bbbbb", tz=zone), rhythms={"a": rhythm})
    asker = Asker(level="a", period=month(6, tz=zone), rhythm=rhythm)
    for text, found in (
        ("count of breached over 6 periods", 5),
        ("count of breached over 6 months", 5),
        ("count of breached over quarter", 2),
        ("count of breached over year", 5),
        ("count of breached over 30 days", 0),
        ("count of breached over 31 days", 1),
        ("run of breached", 5),
    ):
        assert known.earlier(Lookback.parse(text), asker).bounds == Bounds(found, found), text


def test_a_span_is_that_of_whoever_asks_also_about_a_level_of_another_zone():
    """New York's January ends 5 hours after Greenwich's, which is still of the month."""
    west = Rhythm(period=Period("month"), zone="America/New_York")
    known = history(*judged("b", "a"), rhythms={"a": MONTHLY, "w": west}, begun=None)
    asker = Asker(level="w", period=month(1, tz="America/New_York"), rhythm=west)
    assert known.earlier(Lookback.parse("count of breached in 'a' over month"), asker).bounds == Bounds(1, 1)


def test_billing_months_are_counted_from_their_own_day():
    """From the 31st: what ended on 31 January is of the month before the one that ended on 28 February."""
    billing = Rhythm(period=Period.parse("billing month from day 31"), zone="UTC")
    rows = tuple(
        Entry(period=Window.between(start, end, tz="UTC"), level="a", what="breached")
        for start, end in (("2025-12-31", "2026-01-31"), ("2026-01-31", "2026-02-28"))
    )
    known = history(*rows, rhythms={"a": billing}, begun="2025-12-31")
    asker = Asker(level="a", period=rows[1].period, rhythm=billing)
    for text, found in (
        ("count of breached over 1 month", 0),
        ("count of breached over 2 months", 1),
        ("run of breached", 1),
    ):
        assert known.earlier(Lookback.parse(text), asker).bounds == Bounds(found, found), text


def test_rolling_periods_end_every_day():
    """Five days of January, of which the second and the fourth were breaches."""
    rolling = Rhythm(period=Period.parse("rolling 30 days"), zone="UTC")
    rows = tuple(
        Entry(
            period=Window.between(f"2025-12-{day:02}", f"2026-01-{day - 1:02}", tz="UTC"),
            level="a",
            what="breached" if day in (3, 5) else "met",
        )
        for day in range(2, 7)
    )
    known = history(*rows, rhythms={"a": rolling}, begun="2025-11-01", complete_since=at("2026-01-01"))
    asker = Asker(level="a", period=rows[-1].period, rhythm=rolling)
    for text, low, high in (
        ("count of breached over 2 periods", 1, 1),
        ("count of breached over 4 periods", 2, 2),
        ("count of breached over 4 days", 2, 2),
        # The first of January itself was not entered, and December not at all.
        ("count of breached over 6 periods", 2, 3),
        ("run of breached before", 1, 1),
    ):
        assert known.earlier(Lookback.parse(text), asker).bounds == Bounds(low, high), text


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("1 period", "2026-06-01"),
        ("3 periods", "2026-04-01"),
        ("6 periods", "2026-01-01"),
        ("month", "2026-06-01"),
        ("12 months", "2025-07-01"),
        ("contract", "2026-01-15"),
    ],
)
def test_a_span_of_charges_begins_with_a_period(words, start):
    """Of June; a contract begins with its term."""
    known = history(begun="2026-01-15")
    asker = Asker(level="a", period=month(6), rhythm=MONTHLY)
    assert known.start_of(span(words), asker) == at(start)
    assert history(begun=None).start_of(span("contract"), asker) is None


def test_an_answer_says_of_how_many_periods_it_is():
    """For whoever makes a mean of it."""
    known = history(*judged("bmb"))
    asker = Asker(level="a", period=month(4), rhythm=MONTHLY)
    for text, number in (("sum of measured over 3 periods", 2), ("count of breached over year", 3)):
        assert known.earlier(Lookback.parse(text), asker).periods == number
