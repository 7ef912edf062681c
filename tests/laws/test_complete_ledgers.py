"""What no prototype had shown: a ledger that says since when, and until when, nothing is missing.

Before that, and in a hole behind it, a month that is not entered may have been anything; in between
nothing entered is nothing. Worked by hand, and then against every filling of what is unknown.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product, takewhile
from typing import Any

import pytest
from hypothesis import strategies as st

from evaluation.terms import agreement, between, month
from laws.drawing import Labels, law
from laws.twins import PROMISE, TARGET, Doubted, doubt, seen
from slacore import Instant, Ledger, Remedy, ServiceLevel, Settlement, Test, evaluate
from slacore.model import Entry
from slacore.remedies import Cap, Pay, Surcharge, Times, Total

TERM = between("2026-01-01", "2028-01-01")
BAD = Fraction(5)
# The month that is evaluated; the ledger may hold those before it.
MAY = 5
ZERO = Fraction(0)


def start_of(number: int | None) -> Instant | None:
    """The first instant of a month."""
    return None if number is None else month(number).start


def entry(number: int, letter: str) -> Entry:
    """What the level was found to be: a breach, met, or one of the two."""
    what = {"b": "breached", "m": "met", "?": "indeterminate"}[letter]
    low, high = (PROMISE if letter == "m" else BAD), (BAD if letter == "b" else PROMISE)
    return Entry(period=month(number), what=what, level="A", low=low, high=high, unit="percent")


def kept(entries: list[Entry], since: int | None, until: int | None) -> Ledger:
    """A ledger that is complete from the beginning of one month to the beginning of another."""
    return Ledger(
        agreement="hosting", entries=entries, complete_since=start_of(since), complete_until=start_of(until)
    )


def may(remedy: Remedy, settlement: Settlement, ledger: Ledger | None, term: Any = TERM) -> tuple[Any, Any]:
    """What May comes to, least and most, in which the level is missed."""
    level = ServiceLevel(name="A", metric=Doubted(name="A"), target=TARGET, remedies=[remedy])
    terms = agreement(level, settlement=settlement, term=term)
    known = seen(doubt("A", month(MAY), BAD, BAD))
    (penalty,) = evaluate(terms, known, month(MAY), ledger=ledger).settlements
    return penalty.low, penalty.high


# What was found


def repeat(question: str, least: int) -> Remedy:
    """10 EUR, and twice as much where the question is answered with so many months or more."""
    enough = Test(lookback=question, at_least=f"{least} periods")
    return Remedy(steps=[Pay(rate="10 EUR"), Times(factor=2, when=enough)])


OFTEN = repeat("count of breached over 5 periods", 2)


@pytest.mark.parametrize(
    ("line", "since", "until", "least", "most"),
    [
        # Nothing was entered, and nothing is missing: May is the first breach.
        ("....", 1, None, 10, 10),
        ("....", 1, MAY, 10, 10),
        # Nobody says that nothing is missing.
        ("....", None, None, 10, 20),
        # January may have been one; February to April were not.
        ("....", 2, None, 10, 20),
        ("m...", 2, None, 10, 10),
        ("b...", 2, None, 20, 20),
        # A month in doubt is in doubt, though nothing is missing.
        ("?...", 1, None, 10, 20),
        # What is entered is known, whatever else is missing.
        ("..b.", None, None, 20, 20),
        ("mmmm", None, None, 10, 10),
        # April is not in it: neither entered nor said to be complete.
        ("mmm.", 1, 4, 10, 20),
        ("mmmm", 1, 4, 10, 10),
        # A ledger with a hole behind it vouches for nothing before it either.
        ("...m", 1, 4, 10, 20),
        ("mmbm", 1, 4, 20, 20),
        # Complete up to beyond the beginning of May.
        ("....", 1, 6, 10, 10),
        # Complete since a moment that has not come: not one month.
        ("....", MAY, None, 10, 20),
    ],
)
def test_what_is_not_entered_is_nothing_only_where_nothing_is_missing(
    line, since, until, least, most
) -> None:
    """10 EUR for the breach of May, and 20 if it is the second from January on."""
    entries = [entry(number, letter) for number, letter in enumerate(line, 1) if letter != "."]
    assert may(OFTEN, Settlement(steps=[Total()]), kept(entries, since, until)) == (least, most)


def test_without_a_ledger_nothing_is_known_of_earlier_months() -> None:
    """10 or 20 EUR; but of an agreement that began with May there is nothing to be known."""
    plain = Settlement(steps=[Total()])
    assert may(OFTEN, plain, None) == (10, 20)
    assert may(OFTEN, plain, None, between("2026-05-01", "2028-01-01")) == (10, 10)


@pytest.mark.parametrize(("micros", "most"), [(-1, 10), (0, 20), (1, 20)])
def test_a_month_that_ends_with_the_completeness_lies_before_it(micros, most) -> None:
    """February ends with the 1 March: complete since a microsecond before that, it was entered."""
    since = Instant(month(3).start.micros + micros)
    ledger = Ledger(agreement="hosting", entries=[entry(1, "m")], complete_since=since)
    assert may(OFTEN, Settlement(steps=[Total()]), ledger) == (10, most)


# A line of the ledger: breached, met, in doubt, not entered.
LINES = st.lists(st.sampled_from("bm?.."), min_size=4, max_size=4)
WORDS = (
    "run of breached",
    "run of breached before",
    "run of met before",
    "count of breached over 4 periods",
    "count of breached over 3 periods before",
    "count of met over 4 periods before",
    "count of breached over contract",
    "breached 2 periods ago",
)


def possible(letter: str, number: int, since: int | None, until: int | None) -> str:
    """What a month may have been: breached, met, or neither where it was not entered."""
    if letter != ".":
        return "bm" if letter == "?" else letter
    hole = until is not None and until < MAY
    return "-" if since is not None and since <= number and not hole else "bm-"


def answered(word: str, months: str) -> int:
    """The answer to the question by plain counting; May is a breach and the last of the months."""
    sought = "b" if "breached" in word else "m"
    if "ago" in word:
        return int(months[-3] == sought)
    past = months[:-1] if "before" in word else months
    if word.startswith("run"):
        return len(list(takewhile(lambda letter: letter == sought, reversed(past))))
    last = int(word.split(" over ")[1][0]) if "periods" in word else len(past)
    return past[-last:].count(sought)


@law(300, known=30, open=30, hole=15, doubled=20, unentered=60)
def test_every_filling_of_an_incomplete_ledger_is_held_by_the_answer(data: Any) -> Labels:
    """Four months before May, entered or not, complete since one of them and perhaps up to another."""
    line = data.draw(LINES)
    since = data.draw(st.sampled_from((1, 2, 3, 4, None)))
    until = data.draw(st.sampled_from((None, None, MAY, 4, 3)))
    if since is not None and until is not None:
        until = max(since, until)
    word, least = data.draw(st.sampled_from(WORDS)), data.draw(st.integers(1, 3))
    entries = [entry(number, letter) for number, letter in enumerate(line, 1) if letter != "."]
    least = 1 if "ago" in word else least
    found = may(repeat(word, least), Settlement(steps=[Total()]), kept(entries, since, until))
    may_be = [possible(letter, number, since, until) for number, letter in enumerate(line, 1)]
    owed = {20 if answered(word, "".join((*months, "b"))) >= least else 10 for months in product(*may_be)}
    assert found == (min(owed), max(owed)), f"{word} in {line}, complete from {since} to {until}"
    seen_in = {
        "known": len(owed) == 1,
        "open": len(owed) == 2,
        "hole": until is not None and until < MAY and since is not None,
        "doubled": owed == {20},
        "unentered": "." in line,
    }
    return {name for name, answer in seen_in.items() if answer}


# What was credited


def credited(number: int, low: int | None, high: int | None, level: str | None = None) -> Entry:
    """What a month came to, of the settlement or of the level."""
    return Entry(period=month(number), what="credited", level=level, low=low, high=high, unit="EUR")


CAPPED = Settlement(steps=[Total(), Cap(limit="30 EUR", over="12 months")])


@pytest.mark.parametrize(
    ("entries", "since", "until", "least", "most"),
    [
        # Nothing was credited: 20 are owed, and 30 are left.
        ([], 1, None, 20, 20),
        ([(4, 25, 25)], 1, None, 5, 5),
        ([(4, 5, 25)], 1, None, 5, 20),
        # Nobody knows what was credited before April: all of it, or some was paid back.
        ([(4, 5, 5)], 4, None, 0, 20),
        ([(4, 25, 25)], 4, None, 0, 20),
        # A hole: what was credited in April is not known.
        ([(1, 5, 5), (2, 0, 0), (3, 20, 20)], 1, 4, 0, 20),
        # Entered month by month, it needs nobody to say that it is complete.
        ([(1, 5, 5), (2, 0, 0), (3, 0, 0), (4, 20, 20)], None, None, 5, 5),
        # In doubt, and up to no limit that is known.
        ([(2, 15, None)], 1, None, 0, 15),
    ],
)
def test_a_cap_has_room_only_as_far_as_the_ledger_knows_its_credits(
    entries, since, until, least, most
) -> None:
    """20 EUR for the breach of May, and no more than 30 EUR in twelve months of an agreement of this year."""
    ledger = kept([credited(*one) for one in entries], since, until)
    assert may(Remedy(steps=[Pay(rate="20 EUR")]), CAPPED, ledger) == (least, most)


@pytest.mark.parametrize(
    ("entries", "least", "most"),
    [
        # Nothing in all, and so nothing of the level.
        ([credited(4, 0, 0)], 20, 20),
        # 25 EUR in all, and nobody says of which level.
        ([credited(4, 25, 25)], 0, 20),
        # 25 EUR in all, of which 10 were the level's.
        ([credited(4, 25, 25), credited(4, 10, 10, "A")], 20, 20),
        ([credited(4, 25, 25), credited(4, 25, 25, "A")], 5, 5),
    ],
)
def test_what_was_credited_in_all_does_not_tell_whose_it_was(entries, least, most) -> None:
    """20 EUR, and no more than 30 EUR in twelve months for this level: a cap of its remedy."""
    steps = [Pay(rate="20 EUR"), Cap(limit="30 EUR", over="12 months")]
    ledger = kept(entries, 1, None)
    assert may(Remedy(steps=steps), Settlement(steps=[Total()]), ledger) == (least, most)


# More than the cap and all that is known to have been credited, in EUR.
MUCH = 200


@law(120, known=20, open=40, hole=15, eaten=15)
def test_every_filling_of_unknown_credits_lies_within_the_bounds(data: Any) -> Labels:
    """Credits of four months in steps of 10 EUR; one that is unknown is anything, or was paid back."""
    amounts = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda ends: tuple(sorted(ends)))
    line = [data.draw(st.one_of(st.none(), amounts)) for _ in range(4)]
    since = data.draw(st.sampled_from((1, 2, 3, None)))
    until = data.draw(st.sampled_from((None, None, MAY, 4)))
    limit = data.draw(st.integers(2, 8)) * 10
    entries = [
        credited(number, 10 * ends[0], 10 * ends[1])
        for number, ends in enumerate(line, 1)
        if ends is not None
    ]
    settlement = Settlement(steps=[Total(), Cap(limit=f"{limit} EUR", over="year")])
    found = may(Remedy(steps=[Pay(rate="40 EUR")]), settlement, kept(entries, since, until))
    ways = []
    for number, ends in enumerate(line, 1):
        if ends is not None:
            ways.append(range(10 * ends[0], 10 * ends[1] + 1, 10))
        else:
            unknown = "b" in possible(".", number, since, until)
            ways.append(range(-MUCH, MUCH + 1, 10) if unknown else range(1))
    sums = {0}
    for way in ways:
        sums = {one + more for one in sums for more in way}
    # What was paid back makes no more room than the cap.
    owed = {min(40, max(limit - max(one, 0), 0)) for one in sums}
    assert found == (min(owed), max(owed)), f"{line}, complete from {since} to {until}"
    seen_in = {
        "known": len(owed) == 1,
        "open": len(owed) > 1,
        "hole": until == 4 and since is not None,
        "eaten": max(owed) < 40,
    }
    return {name for name, answer in seen_in.items() if answer}


# What comes after


def test_a_hole_is_handed_on_with_the_ledger() -> None:
    """January to March were complete, and May is evaluated without April: complete since May only.

    June asks for five months, of which April may have been a breach: 10 or 20 EUR.
    """
    level = ServiceLevel(name="A", metric=Doubted(name="A"), target=TARGET, remedies=[OFTEN])
    terms = agreement(level, settlement=Settlement(steps=[Total()]), term=TERM)
    ledger = kept([entry(number, "m") for number in (1, 2, 3)], 1, 4)
    first = evaluate(terms, seen(doubt("A", month(5), PROMISE, PROMISE)), month(5), ledger=ledger)
    assert (first.ledger.complete_since, first.ledger.complete_until) == (month(5).start, month(5).end)
    second = evaluate(terms, seen(doubt("A", month(6), BAD, BAD)), month(6), ledger=first.ledger)
    (penalty,) = second.settlements
    assert (penalty.low, penalty.high) == (10, 20)
    assert second.ledger.complete_since == month(5).start


def test_a_question_that_begins_behind_the_hole_is_exact() -> None:
    """Two months up to May, with April entered and a hole before it: nothing is in doubt."""
    steps = [
        Pay(rate="10 EUR"),
        Surcharge(rate="3 EUR", when=Test(lookback="run of breached over 2 periods", at_least="2 periods")),
    ]
    for letter, owed in (("b", 13), ("m", 10)):
        ledger = kept([entry(1, "b"), entry(4, letter)], 4, None)
        assert may(Remedy(steps=steps), Settlement(steps=[Total()]), ledger) == (owed, owed)
