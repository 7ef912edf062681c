"""Compare: what an evaluation came to with what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from slacore.evaluation import Evaluation
from slacore.verification.expectation import Expectation
from slacore.verification.figures import Sum
from slacore.verification.rows import Row, lists, text_of

_NOTHING = "nothing"


@frozen(kw_only=True)
class Difference:
    """One thing that is not as expected: where, what was expected, and what was found."""

    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: expected {self.expected}, found {self.found}"


def differences(expectation: Expectation, evaluation: Evaluation) -> tuple[Difference, ...]:
    """Everything that the evaluation has otherwise than it is expected; empty where all agrees.

    A list that the expectation states is compared completely: what the evaluation has beyond
    it is a difference too.
    """
    return tuple(_differences(expectation, evaluation))


def _differences(expectation: Expectation, evaluation: Evaluation) -> Iterator[Difference]:
    expect = expectation.expect
    if expect.verdict not in (None, evaluation.verdict):
        yield _difference("verdict", expect.verdict, evaluation.verdict)
    for expected, found in lists(expect, evaluation):
        yield from _compared(expected, found)
    if expect.total is not None:
        yield from _totals(expect.total, evaluation)


def _compared(expected: list[Row], found: list[Row]) -> Iterator[Difference]:
    """The differences of two lists: in the order of what is expected, then what is beyond it."""
    pairs = _pairs(expected, found)
    for number, row in enumerate(expected):
        if number not in pairs:
            yield _difference(row.where, row.text(), _NOTHING)
            continue
        other = found[pairs[number]]
        for name in row.unlike(other):
            yield _difference(f"{row.where}: {name}", row.cells[name], other.cells[name])
    taken = set(pairs.values())
    for number, row in enumerate(found):
        if row.counts and number not in taken:
            yield _difference(row.where, _NOTHING, row.text())


def _pairs(expected: list[Row], found: list[Row]) -> dict[int, int]:
    """Which found row is meant by each expected one: the likest pairs first, and each row once.

    Of equals a row that states more goes first: one that would agree with several leaves it its own.
    """
    likeness = sorted(
        (row.unit != other.unit, len(row.unlike(other)), -len(row.cells), number, place)
        for number, row in enumerate(expected)
        for place, other in enumerate(found)
        if row.is_about(other)
    )
    pairs: dict[int, int] = {}
    for *_, number, place in likeness:
        if number not in pairs and place not in pairs.values():
            pairs[number] = place
    return pairs


def _difference(where: str, expected: object, found: object) -> Difference:
    return Difference(where=where, expected=text_of(expected), found=text_of(found))


def _totals(expected: Iterable[Sum], evaluation: Evaluation) -> Iterator[Difference]:
    """One sum for each unit; units in which nothing is owed are no matter."""
    sides = [
        sorted(str(one) for one in sums if not one.is_nothing)
        for sums in (
            expected,
            [Sum(low=owed.low, high=owed.high, unit=owed.unit) for owed in evaluation.totals],
        )
    ]
    if sides[0] != sides[1]:
        yield _difference("total", *(" and ".join(side) or _NOTHING for side in sides))
