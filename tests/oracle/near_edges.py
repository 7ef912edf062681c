"""Cases that lie on an edge of a table of tiers or right beside it, and the plain truth of each.

Nothing here knows slacore. A case is a table, and how much was lost of how much: one pair, or one
for each interval of a mean. The truth is a `Fraction`; the formulas that other engines use are
beside it. Everything is drawn from fixed seeds, and no draw depends on a float.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache, reduce
from importlib.resources import files
from itertools import pairwise, product
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Table:
    """Edges in percent from the promise downwards, and whether an edge keeps the upper row."""

    name: str
    edges: tuple[str, ...]
    inside: bool = True

    def keeps(self, figure: Fraction, edge: str) -> bool:
        """Whether the figure, in percent, is on the upper side of the edge."""
        return figure >= Fraction(edge) if self.inside else figure > Fraction(edge)

    def row(self, figure: Fraction) -> int:
        """How many edges the figure misses: 0 where the promise is kept."""
        return sum(not self.keeps(figure, edge) for edge in self.edges)


# The edges of tables that cloud and network providers publish; "more than" where theirs have it so.
TABLES = (
    Table("three nines", ("99.9", "99", "95")),
    Table("four rows", ("99.99", "99.9", "99", "95")),
    Table("one instance", ("99.95", "99.5", "98")),
    Table("a circuit", ("99.7", "97.9", "95.9", "93.9")),
    Table("more than five nines", ("99.999", "99", "95"), inside=False),
    Table("more than three nines", ("99.9", "99"), inside=False),
)
# The side of the edge: better, on it (or the unit below, where it lies between two), worse.
SIDES = (-1, 0, 1)

# Years whose clock changes are history, so that no new release of the zone rules moves a case.
ZONES = {
    "UTC": range(2020, 2025),
    "Europe/London": range(2020, 2025),
    "America/New_York": range(2020, 2025),
    "Australia/Lord_Howe": range(2020, 2025),
    "America/Sao_Paulo": range(2014, 2019),
    "Africa/Casablanca": range(2020, 2025),
    "Asia/Kolkata": range(2020, 2025),
    "Pacific/Kiritimati": range(2020, 2025),
}


@dataclass(frozen=True)
class Case:
    """One figure near one edge, in one period."""

    table: Table
    edge: str
    start: int
    end: int
    # How much was lost of how much, in whole microseconds or units; several are averaged.
    lost: tuple[tuple[int, int], ...]
    # For time: the spans that were down, which may overlap.
    down: tuple[tuple[int, int], ...] = ()
    # Maintenance that does not count, neither as up nor as down.
    left_out: tuple[tuple[int, int], ...] = ()

    @property
    def figure(self) -> Fraction:
        """The truth, in percent."""
        shares = [Fraction(total - bad, total) for bad, total in self.lost]
        return 100 * sum(shares, Fraction(0)) / len(shares)

    @property
    def row(self) -> int:
        """The row that the truth lies in; 0 is a kept promise."""
        return self.table.row(self.figure)


@dataclass(frozen=True)
class Year:
    """A year's months or quarters in one zone, one case in each of them."""

    table: Table
    zone: str
    year: int
    cases: tuple[Case, ...]


@cache
def zone_rules(name: str) -> ZoneInfo:
    """The rules of a zone as the package `tzdata` has them, not as this machine does."""
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def midnight(zone: str, year: int, month: int) -> int:
    """The first instant of a month, in microseconds; the thirteenth month is the next January."""
    local = datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=zone_rules(zone))
    return (local.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)


def beside(total: int, edge: str, side: int) -> int:
    """How much of the total may be lost at that edge, or one unit less or more."""
    allowed = total * (1 - Fraction(edge) / 100)
    whole = allowed.numerator // allowed.denominator
    return min(max(whole + side, 0), total)


def pieces(random: Random, start: int, end: int, length: int) -> tuple[tuple[int, int], ...]:
    """Up to three outages in the span whose union is that long; two may overlap."""
    if length == 0:
        return ()
    cuts = sorted(random.randrange(length + 1) for _ in range(random.randrange(3)))
    parts = [two - one for one, two in pairwise([0, *cuts, length])]
    at, spare, found = start, end - start - length, []
    for part in parts:
        pause = random.randrange(spare // 2 + 1)
        at, spare = at + pause, spare - pause
        if part:
            found.append((at, at + part))
        at += part
    begun, ended = found[0]
    if random.random() < 0.25 and ended - begun > 2:
        # Reported twice, by two who each saw a part of it.
        middle = begun + (ended - begun) // 2
        found[:1] = [(begun, middle + 1), (middle, ended)]
    return tuple(found)


def periods(zone: str, year: int, months: int = 1) -> list[tuple[int, int]]:
    """The year's months or quarters."""
    firsts = [midnight(zone, year, month) for month in range(1, 14, months)]
    return list(pairwise(firsts))


def outages(months: int) -> Iterator[Year]:
    """Every period of every zone and year, on both sides of every edge of every table and on it."""
    random = Random(f"outages by {months} months")
    for zone, years in ZONES.items():
        for year, table in product(years, TABLES):
            spans = periods(zone, year, months)
            for edge, side in product(table.edges, SIDES):
                cases = []
                for start, end in spans:
                    bad = beside(end - start, edge, side)
                    down = pieces(random, start, end, bad)
                    cases.append(Case(table, edge, start, end, ((bad, end - start),), down))
                yield Year(table, zone, year, tuple(cases))


def outages_less_maintenance() -> Iterator[Year]:
    """Months of which a maintenance of any number of microseconds does not count."""
    random = Random("maintenance")
    for zone, years in ZONES.items():
        for year, table in product(years, TABLES):
            spans = periods(zone, year)
            for edge in table.edges:
                cases = []
                for start, end in spans:
                    back = start + random.randrange(1, 72 * 3600 * SECOND)
                    bad = beside(end - back, edge, random.choice(SIDES))
                    down = pieces(random, back, end, bad)
                    cases.append(
                        Case(table, edge, start, end, ((bad, end - back),), down, left_out=((start, back),))
                    )
                yield Year(table, zone, year, tuple(cases))


def requests() -> Iterator[Year]:
    """Good and bad requests, a hundred to a trillion; often the edge is a whole number."""
    random = Random("requests")
    spans = periods("UTC", 2024)
    for turn in range(3600):
        table = TABLES[turn % len(TABLES)]
        cases = []
        for number, (start, end) in enumerate(spans):
            edge = random.choice(table.edges)
            total = random.randrange(100, 10 ** random.randrange(3, 13))
            whole = (Fraction(edge) / 100).denominator
            if number % 2 and total > whole:
                total -= total % whole
            cases.append(Case(table, edge, start, end, ((beside(total, edge, random.choice(SIDES)), total),)))
        yield Year(table, "UTC", 2024, tuple(cases))


def means() -> Iterator[Year]:
    """Means of two to six intervals that come to the edge exactly, or miss it by one probe."""
    random = Random("means")
    spans = periods("UTC", 2024)
    for turn in range(1000):
        table = TABLES[turn % len(TABLES)]
        cases = []
        for start, end in spans:
            edge = random.choice(table.edges)
            # As many probes in each, as a monitor with a fixed rhythm has them.
            total = (1 - Fraction(edge) / 100).denominator * random.randrange(1, 2000)
            intervals = random.randrange(2, 7)
            bad = beside(intervals * total, edge, random.choice(SIDES))
            cuts = sorted(random.randrange(bad + 1) for _ in range(intervals - 1))
            parts = [two - one for one, two in pairwise([0, *cuts, bad])]
            cases.append(Case(table, edge, start, end, tuple((min(part, total), total) for part in parts)))
        yield Year(table, "UTC", 2024, tuple(cases))


# Always the same cases in the same order.
FAMILIES: dict[str, Callable[[], Iterator[Year]]] = {
    "outages, by month": lambda: outages(1),
    "outages, by quarter": lambda: outages(3),
    "outages less maintenance": outages_less_maintenance,
    "requests": requests,
    "mean of intervals": means,
}

# What other engines compute: from the lost, the whole and the edge in percent, whether it is kept.
Numbers = list[tuple[Any, Any]]


def _mean(values: list[Any]) -> Any:
    # Added one by one: `sum` of floats is compensated in newer Pythons and not in older ones.
    return values[0] if len(values) == 1 else reduce(operator.add, values) / len(values)


def _fraction(lost: Numbers, edge: Any) -> Any:
    return 1 - _mean([bad / total for bad, total in lost]), edge / 100


def _good(lost: Numbers, edge: Any) -> Any:
    return _mean([(total - bad) / total * 100 for bad, total in lost]), edge


def _hundred(lost: Numbers, edge: Any) -> Any:
    return 100 - _mean([bad / total * 100 for bad, total in lost]), edge


def _errors(lost: Numbers, edge: Any) -> Any:
    # The agreement states the share of errors, so that it is not computed from the edge.
    allowed = type(edge)(str(100 - Decimal(str(edge))))
    return allowed, _mean([bad / total * 100 for bad, total in lost])


FORMULAS = {
    "1 - d / p >= t / 100": _fraction,
    "(p - d) / p * 100 >= t": _good,
    "100 - d / p * 100 >= t": _hundred,
    "d / p * 100 <= 100 - t": _errors,
}
# Decimal as it comes: 28 digits, halves to even.
TWENTY_EIGHT = Context(prec=28)


def wrong_by(case: Case) -> Iterator[tuple[str, str]]:
    """The numbers and the formulas that put the case on the wrong side of its edge."""
    truth = case.table.keeps(case.figure, case.edge)
    inside = case.table.inside
    # Seconds, as a `timedelta` gives them.
    unit = SECOND if case.down or case.left_out else 1
    floats = [(bad / unit, total / unit) for bad, total in case.lost]
    decimals = [(Decimal(bad) / unit, Decimal(total) / unit) for bad, total in case.lost]
    for name, formula in FORMULAS.items():
        for kind, lost, number in (("float", floats, float), ("Decimal", decimals, Decimal)):
            more, less = formula(lost, number(case.edge))
            if (more >= less if inside else more > less) != truth:
                yield kind, name


def errors_of(years: Iterable[Year]) -> Counter[tuple[str, str]]:
    """How many of the cases each formula gets wrong."""
    with localcontext(TWENTY_EIGHT):
        return Counter(wrong for year in years for case in year.cases for wrong in wrong_by(case))
