"""Bands: the row of a table that the measured figure, and perhaps facts, fall in."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Limits, Rate, Step, Test, rate
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of
from slacore.values.several import several


def _optional_rate(value: object) -> Rate | None:
    return None if value is None else rate(value)


@frozen(kw_only=True)
class Row(Limits):
    """One row: which figures and facts it is for, and what it pays."""

    pay: Rate | None = field(default=None, converter=_optional_rate)
    # What the contract calls the row.
    label: str | None = None
    # Conditions on facts, besides those on the figure.
    when: tuple[Test, ...] = field(default=(), converter=several)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.equals, str | bool):
            raise InvalidValue(
                f"a measured figure cannot equal {self.equals!r}; put a condition on a fact under when"
            )
        Limits.__attrs_post_init__(self)

    def applies(self, case: Case) -> bool | None:
        """Whether figure and facts fall in the row; None where that cannot be said."""
        figure = case.quantity()
        if self.is_empty:
            return case.says(self.when)
        if figure is None:
            return None
        return case.says(self.when) if self.hold(figure) else False

    def name(self) -> str:
        """The label, or the limits where the contract gives no label."""
        tests = " and ".join(str(test) for test in self.when)
        return (
            self.label or " and ".join(text for text in (Limits.__str__(self), tests) if text) or "otherwise"
        )


@frozen(kw_only=True)
class Bands(Step):
    """Multiply by what the row pays into which figure and facts fall.

    A table with a hole or an overlap between its rows is refused, unless it is stated what
    that means: `gap` for figures in no row, `overlap` for figures in several. A contract that
    means "the first row that fits" says ``hit="first"``. Outside all rows a table pays
    nothing where the promise was kept; where it was not, `gap` decides, and a table that
    does not state it leaves the amount unsaid.
    """

    kind: ClassVar[str] = "bands"
    head: ClassVar[str | None] = "rows"

    rows: tuple[Row, ...] = field(converter=several)
    # "only": one row at most fits; "first": the first that fits is meant.
    hit: str = field(default="only", validator=one_of(("only", "first")))
    # What a figure in no row pays: "nothing" or "unsaid".
    gap: str | None = field(default=None, validator=one_of((None, "nothing", "unsaid")))
    # What a figure in several rows pays: "unsaid".
    overlap: str | None = field(default=None, validator=one_of((None, "unsaid")))

    def __attrs_post_init__(self) -> None:
        if not self.rows:
            raise InvalidValue("bands need at least one row")
        if self.hit == "only" and not any(row.when for row in self.rows):
            self._check(sorted(self.rows, key=_lower_edge))

    def _check(self, rows: list[Row]) -> None:
        for one, two in pairwise(rows):
            joint = _joint(one, two)
            if joint == "overlap" and self.overlap is None:
                raise InvalidValue(
                    f"rows '{one.name()}' and '{two.name()}' overlap; mend the table, "
                    "or state hit='first' or overlap='unsaid' if the contract has it so"
                )
            if joint == "hole" and self.gap is None:
                raise InvalidValue(
                    f"there is a hole between rows '{one.name()}' and '{two.name()}'; mend the table, "
                    "or state gap='nothing' or gap='unsaid' if the contract has it so"
                )

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount times what the row pays."""
        return tuple(self._pay(amount, case) for amount in amounts)

    def breaks(self, unit: str, between: Bounds) -> Iterable[Fraction]:
        """Every edge of every row."""
        return {
            edge
            for row in self.rows
            for limits in (row, *(test for test in row.when if test.fact is None))
            for edge in limits.edges(unit)
        }

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """None: a row multiplies."""
        return ()

    def sentence(self) -> str:
        """The step in words."""
        return f"table of {len(self.rows)} rows" + (", first that fits" if self.hit == "first" else "")

    def _pay(self, amount: Amount, case: Case) -> Amount:
        if amount.is_money or amount.unit.startswith("%"):
            return amount.unsaid(f"{amount} is paid already; a table turns breaches, units or points")
        answers = [(row, row.applies(case)) for row in self.rows]
        found: list[Row] = []
        for row, answer in answers:
            if answer is None and not (found and self.hit == "first"):
                return amount.unsaid(f"whether row '{row.name()}' applies cannot be said")
            if answer:
                found.append(row)
        if not found:
            return self._no_row(amount, case)
        if len(found) > 1 and self.hit == "only":
            names = " and ".join(f"'{row.name()}'" for row in found)
            return evolve(amount.unsaid(f"rows {names} both apply"), hit="overlap")
        return self._paid(amount, found[0], case)

    def _paid(self, amount: Amount, row: Row, case: Case) -> Amount:
        note = f"row '{row.name()}'"
        if row.pay is None:
            return evolve(_zero(amount, self.rows, case), row=row.name(), hit="match", note=note)
        worth = case.worth(row.pay)
        paid = amount.paid(worth)
        note = f"{note}, {worth.note}" if worth.note else note
        return evolve(paid, row=row.name(), hit="match", note=note)

    def _no_row(self, amount: Amount, case: Case) -> Amount:
        if self.gap == "nothing" or not self._within(case):
            return evolve(
                _zero(amount, self.rows, case), hit="gap", note="no row applies, so nothing is paid"
            )
        return evolve(amount.unsaid("no row applies, and the contract does not say what follows"), hit="gap")

    def _within(self, case: Case) -> bool:
        """Whether a figure without a row is a hole: any figure is, unless the promise was kept."""
        return case.kept is not True


def _zero(amount: Amount, rows: tuple[Row, ...], case: Case) -> Amount:
    """Nothing, in the unit that the table pays in elsewhere."""
    for row in rows:
        if row.pay is not None:
            return evolve(amount, value=Fraction(0), unit=case.worth(row.pay).unit, percent=None)
    return evolve(amount, value=Fraction(0), percent=None)


def _lower_edge(row: Row) -> tuple[bool, Quantity | int, bool]:
    """Rows from the lowest: one without a lower edge first, a closed edge before an open one."""
    low = row.equals if isinstance(row.equals, Quantity) else row.least
    return (False, 0, False) if low is None else (True, low, row.above is not None)


def _joint(one: Row, two: Row) -> str:
    """What lies between a row and the next higher one: "touch", "hole" or "overlap"."""
    top = one.equals if isinstance(one.equals, Quantity) else one.most
    bottom = two.equals if isinstance(two.equals, Quantity) else two.least
    if top is None or bottom is None or bottom < top:
        return "overlap"
    if top < bottom:
        return "hole"
    top_inside = not (one.below is not None and one.below == top)
    bottom_inside = not (two.above is not None and two.above == bottom)
    if top_inside and bottom_inside:
        return "overlap"
    return "touch" if top_inside or bottom_inside else "hole"
