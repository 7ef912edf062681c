"""Agreements that remember: remedies, settlements and rights that ask what earlier months came to.

Two or three monthly levels, the first two of one group, and perhaps a quarterly one; figures are
`Doubted`, so that a month is exact, a pair, or not stated at all.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from evaluation.terms import agreement, between
from evaluation.terms import month as month_of
from laws.drawing import DAY
from laws.twins import Doubted, doubt, seen
from slacore import (
    Agreement,
    Charge,
    Charges,
    Evidence,
    Instant,
    Money,
    Remedy,
    ServiceLevel,
    Settlement,
    Step,
    Target,
    Test,
    Window,
)
from slacore.evidence import Claim, Completion
from slacore.model import CorrectiveAction, DerivedCharge
from slacore.remedies import (
    Bands,
    Cap,
    ClaimWithin,
    Floor,
    Grant,
    IssueIf,
    Pay,
    Row,
    Surcharge,
    Times,
    Total,
    Units,
    Worst,
)

TARGET = Target(at_least="99 %")
TERM = between("2026-01-01", "2028-01-01")
YEAR = between("2026-01-01", "2027-01-01")
# What is measured in a month: bad, a breach, just kept, good.
FIGURES = tuple(Fraction(tenths, 10) for tenths in (970, 985, 990, 999))
# Least and most of a month in doubt, and of one that was not stated.
PAIRS = ((Fraction(985), Fraction(999)), (Fraction(970), Fraction(985)), (Fraction(960), Fraction(1000)))
# A month's figure: least and most, in percent.
Ends = tuple[Fraction | None, Fraction | None]


def month(number: int) -> Window:
    """A month, counted on from January 2026."""
    return month_of((number - 1) % 12 + 1, 2026 + (number - 1) // 12)


# 100 EUR and a little more each month, so that no share of it is a whole cent by chance.
CHARGES = Charges(
    Charge(name="fee", span=month(number), amount=Money(f"{100 + number}.37", "EUR"))
    for number in range(1, 25)
)
LEVELS = ("A", "B", "C")


@frozen(kw_only=True)
class Share(Doubted):
    """A share that is never below 95 %, so that a month of which nothing is known has its limits."""

    kind = "share"
    least = 95
    most = 100


SPANS = ("2 periods", "3 periods", "60 days", "3 months", "quarter", "year", "year from 02-01", "contract")
spans = st.sampled_from(SPANS)
# A month or two use these up.
low_limits = st.sampled_from(("12 EUR", "20 EUR", "15 % of fee"))


@st.composite
def questions(draw: Any, *, settled: bool = False) -> Test:
    """A condition on earlier months: how often or how many in a row, of this level, another or the group."""
    of = draw(st.sampled_from(("breached", "breached", "met")))
    how = draw(st.sampled_from(("run", "count", "ago")))
    where = draw(st.sampled_from(("", "", " in 'A'", " in 'B'")))
    if settled:
        where = where or " in 'A'"
    before = draw(st.sampled_from(("", " before")))
    least = f"{draw(st.sampled_from((1, 2, 2, 3)))} periods"
    if how == "ago":
        return Test(lookback=f"{of} {draw(st.integers(1, 3))} periods ago{where}", at_least="1 period")
    if how == "run":
        return Test(lookback=f"run of {of}{where}{before}", at_least=least)
    if draw(st.booleans()):
        where = " in group 'G'"
    over = draw(spans)
    # Three of two never are.
    least = "2 periods" if over == "2 periods" and least == "3 periods" else least
    return Test(lookback=f"count of {of}{where} over {over}{before}", at_least=least)


@st.composite
def averages(draw: Any) -> Test:
    """A condition on what was measured, credited or pointed before, one-sided or between two limits."""
    text = draw(
        st.sampled_from(
            (
                "mean of measured over 2 periods",
                "mean of measured over 3 periods before",
                "sum of pointed over 3 periods before",
                "sum of credited over 3 periods before as share of fee",
                "credited 1 period ago as share of fee",
                "sum of credited in the agreement over 2 periods before as share of fee",
            )
        )
    )
    if "measured" in text:
        return Test(lookback=text, **{draw(st.sampled_from(("at_least", "below"))): "98.7 %"})
    unit, low, high = ("points", 1, 4) if "pointed" in text else ("%", 5, 20)
    limits = draw(st.sampled_from(({"at_least": low}, {"below": high}, {"at_least": low, "below": high})))
    return Test(lookback=text, **{word: f"{edge} {unit}" for word, edge in limits.items()})


@st.composite
def _credits(draw: Any, *, claims: bool, capped: bool) -> Remedy:
    """Money for a breach, more of it for a repeat, perhaps capped over a span; or capped low for sure."""
    pays = draw(
        st.sampled_from(
            (
                (Pay(rate="10 EUR"),),
                (Units(below="99 %", per="0.5 %", count="started"), Pay(rate="7.77 EUR")),
                (
                    Bands(
                        rows=[
                            Row(at_least="98 %", below="99 %", pay="10 % of fee"),
                            Row(below="98 %", pay="25 % of fee"),
                        ]
                    ),
                ),
            )
        )
    )
    more: list[Step] = [Times(factor=draw(st.sampled_from((2, 0))), when=draw(questions()))]
    more += draw(
        st.lists(
            st.one_of(
                st.builds(lambda test: Times(factor=3, when=test), averages()),
                st.builds(lambda test: Surcharge(rate="5 EUR", when=test), questions()),
                st.builds(lambda over: Cap(limit="30 EUR", over=over), spans),
                st.builds(lambda over: Cap(limit="20 % of fee", over=over), spans),
                st.just(Floor(limit="6 EUR")),
                st.just(IssueIf(at_least="8 EUR")),
            ),
            max_size=2,
        )
    )
    if capped:
        more.append(Cap(limit=draw(low_limits), over=draw(spans)))
    claim = (ClaimWithin(within="30 days"),) if claims and draw(st.booleans()) else ()
    return Remedy(name="credit", steps=[*pays, *more, *claim])


@st.composite
def _others(draw: Any) -> Remedy:
    """Points, an earn-back, or a right."""
    kind = draw(st.sampled_from(("points", "earn-back", "right")))
    if kind == "points":
        rows = [Row(at_least="98 %", below="99 %", pay="1 point"), Row(below="98 %", pay="3 points")]
        return Remedy(name="points", steps=[Bands(rows=rows), Times(factor=2, when=draw(questions()))])
    if kind == "earn-back":
        good = [Test(lookback="breached 2 periods ago", at_least="1 period"), Test(at_least="99 %")]
        return Remedy(name="earn-back", when=good, steps=[Pay(rate="-50 % of two months ago")])
    return Remedy(name="right", when=draw(questions()), steps=[Grant(right="terminate", within="30 days")])


@st.composite
def settlements(draw: Any) -> Settlement:
    """Points become money; sums, the worst of a group, caps over a span; rights that follow."""
    steps: list[Step] = [Pay(rate="2.50 EUR", each="point")] if draw(st.booleans()) else []
    if draw(st.booleans()):
        steps.append(Worst())
    if draw(st.booleans()):
        steps += [Total(by="level"), Cap(limit="25 EUR", over=draw(spans))]
    steps.append(Total())
    if draw(st.booleans()):
        steps.append(Times(factor="1.5", when=draw(questions(settled=True))))
    steps += draw(
        st.lists(
            st.one_of(
                st.builds(lambda over: Cap(limit="60 EUR", over=over), spans),
                st.builds(lambda over: Cap(limit="30 % of fee", over=over), spans),
                st.just(Cap(limit="40 % of left")),
                st.just(IssueIf(above="5 EUR")),
            ),
            max_size=2,
        )
    )
    share = f"sum of credited over {draw(spans)} as share of fee"
    rights = [
        Remedy(
            name="many credits",
            when=Test(lookback=share, above="40 %"),
            steps=[Grant(right="leave", within="20 days")],
        ),
        Remedy(
            name="many breaches",
            when=Test(lookback="count of breached in group 'G' over 3 periods", at_least="4 periods"),
            steps=[Grant(right="have it reviewed")],
        ),
    ]
    return Settlement(steps=steps, remedies=draw(st.lists(st.sampled_from(rights), max_size=2, unique=True)))


ACTION = CorrectiveAction(
    name="plan",
    within="20 days",
    when=Test(lookback="count of breached over 2 periods", at_least="1 period"),
    otherwise=Remedy(name="no plan", steps=[Pay(rate="4 EUR")]),
)


@st.composite
def agreements(
    draw: Any,
    *,
    most: int = 3,
    claims: bool = True,
    actions: bool = True,
    quarterly: bool = True,
    capped: bool = False,
    term: Window | None = TERM,
) -> Agreement:
    """Levels, each with one to three remedies, and how they are settled; with low caps if it says so."""
    names = LEVELS[: draw(st.integers(2, most))]
    levels = []
    for name in names:
        drawn = [draw(_credits(claims=claims, capped=capped)), *draw(st.lists(_others(), max_size=2))]
        remedies = [evolve(one, name=f"{one.name} {number}") for number, one in enumerate(drawn)]
        levels.append(
            ServiceLevel(
                name=name,
                metric=Share(name=name),
                target=TARGET,
                remedies=remedies,
                group="G" if name in ("A", "B") else None,
                actions=[ACTION] if actions and draw(st.booleans()) else [],
            )
        )
    if quarterly and draw(st.booleans()):
        paid = Remedy(name="survey", steps=[Pay(rate="9 EUR")])
        levels.append(
            ServiceLevel(name="Q", metric=Share(name="Q"), target=TARGET, remedies=[paid], period="quarter")
        )
    made = [
        DerivedCharge(name="two months ago", lookback="credited 2 periods ago"),
        DerivedCharge(name="left", share="100 % of fee", net=True),
    ]
    return agreement(*levels, settlement=draw(settlements()), charges=made, term=term)


exact_months = st.sampled_from(FIGURES).map(lambda figure: (figure, figure))
doubtful_months = st.sampled_from(PAIRS).map(lambda ends: tuple(end / 10 for end in ends))
any_months = st.one_of(*[exact_months] * 8, doubtful_months, st.just((None, None)))


def stated(terms: Agreement, lines: dict[str, list[Ends]], first: int = 1) -> Evidence:
    """The facts of every level, month by month from the first on; the quarterly one by its quarters."""
    some = []
    for level in terms.levels:
        for number, ends in enumerate(lines[level.name]):
            if level.period.kind == "quarter":
                span = Window.quarter(2026, number + 1, tz="UTC")
            else:
                span = month(first + number)
            some.append(doubt(level.name, span, *ends))
    return seen(*some)


@st.composite
def lines(
    draw: Any, terms: Agreement, months: int, figures: st.SearchStrategy[Ends]
) -> dict[str, list[Ends]]:
    """What was measured of each level."""
    found = {}
    for level in terms.levels:
        number = months if level.period.kind == "month" else months // 3
        found[level.name] = draw(st.lists(figures, min_size=number, max_size=number))
    return found


@st.composite
def requests(draw: Any) -> Evidence:
    """Claims and completions here and there, watched for through some of the year."""
    days = st.lists(st.integers(5, 360), max_size=4, unique=True)
    whose = st.sampled_from((None, "A", "B"))
    claims = [Claim(id=f"C-{day}", submitted=_day(day), level=draw(whose)) for day in draw(days)]
    done = [Completion(id=f"D-{day}", action="plan", at=_day(day), level=draw(whose)) for day in draw(days)]
    ends = st.sampled_from(("2026-08-01", "2027-03-01"))
    asked, told = (between("2026-01-01", draw(ends)) for _ in range(2))
    known = Evidence.of(Claim, [one for one in claims if asked.contains(one.submitted)], covers=asked)
    return known + Evidence.of(Completion, [one for one in done if told.contains(one.at)], covers=told)


def _day(number: int) -> Instant:
    """An instant in the course of the year."""
    return Instant(YEAR.start.micros + number * DAY + DAY // 3)
