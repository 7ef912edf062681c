"""Bands: the row of a table that the measured figure, and perhaps facts, fall in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.model import Amount, Case, Limits, Rate, Step, Target, Test, rate
from slacore.model.amount import RIGHT, unit_of
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of
from slacore.values.money import is_currency
from slacore.values.several import several

# Near enough to an edge to lie on one side of it.
_NEAR = Fraction(1, 10**9)


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
        for test in self.when:
            if test.lookback is not None:
                raise InvalidValue(f"a row is chosen by figure and facts; put '{test}' under when of a step")
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
    nothing where the promise was kept; where it was not, `gap` decides.
    """

    kind: ClassVar[str] = "bands"
    head: ClassVar[str | None] = "rows"

    rows: tuple[Row, ...] = field(converter=several)
    # "only": one row at most fits; "first": the first that fits is meant.
    hit: str = field(default="only", validator=one_of(("only", "first")))
    # What a figure in no row pays: "nothing", from the one to the other of what the neighbouring
    # rows pay ("between"), or "unsaid".
    gap: str | None = field(default=None, validator=one_of((None, "nothing", "between", "unsaid")))
    # What a figure in several rows pays: what "any" of them does, or "unsaid".
    overlap: str | None = field(default=None, validator=one_of((None, "any", "unsaid")))

    def __attrs_post_init__(self) -> None:
        if not self.rows:
            raise InvalidValue("bands need at least one row")
        if self.hit == "only" and not any(row.when for row in self.rows):
            self._check(list(self.rows))

    def _check(self, rows: list[Row]) -> None:
        for one, two, joint in joints(rows):
            if joint == "overlap" and self.overlap is None:
                raise InvalidValue(
                    f"rows '{one.name()}' and '{two.name()}' overlap; mend the table, "
                    "or state hit='first', overlap='any' or overlap='unsaid' if the contract has it so"
                )
            if joint == "hole" and self.gap is None:
                raise InvalidValue(
                    f"there is a hole between rows '{one.name()}' and '{two.name()}'; mend the table, or "
                    "state gap='nothing', gap='between' or gap='unsaid' if the contract has it so"
                )

    def misfits(self, unit: str, target: Target | None) -> Iterable[str]:
        """Breaches that no row pays for, where the table does not say what that means."""
        if target is None or self.gap is not None or any(row.when or row.is_empty for row in self.rows):
            return
        for edge in sorted({*target.edges(unit), *self.breaks(unit, Bounds(None, None))}):
            for beside, where in ((0, ""), (-_NEAR, "just below "), (_NEAR, "just above ")):
                figure = Quantity(edge + beside, unit)
                if not target.hold(figure) and not any(row.hold(figure) for row in self.rows):
                    yield (
                        f"{where}{Quantity(edge, unit)} is a breach and falls in no row; mend the table, or "
                        "state gap='nothing', gap='between' or gap='unsaid' if the contract has it so"
                    )
                    return

    def turns(self, unit: str) -> str:
        """What the rows pay in, which is money or points; a table turns breaches, units or points."""
        if is_currency(unit) or unit.startswith("% of ") or unit == RIGHT:
            raise InvalidValue(f"the amount is {unit} already, and a table turns breaches, units or points")
        paid = [unit_of(row.pay) for row in self.rows if row.pay is not None]
        if "point" in paid and set(paid) != {"point"}:
            raise InvalidValue("some rows pay points and some money; write a remedy for each")
        return paid[0] if paid else unit

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
        if amount.is_owed:
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
            return self._several_rows(amount, found, case)
        return self._paid(amount, found[0], case)

    def _several_rows(self, amount: Amount, found: list[Row], case: Case) -> Amount:
        names = [repr(row.name()) for row in found]
        why = f"rows {', '.join(names[:-1])} and {names[-1]} apply"
        if self.overlap != "any":
            return evolve(_zero(amount, tuple(found), case).unsaid(why), hit="overlap")
        why = f"{why}: it may be what any of them pays"
        paid = (evolve(self._paid(amount, row, case), hit="overlap", note=why) for row in found)
        return evolve(amount.open(paid, why), hit="overlap")

    def _paid(self, amount: Amount, row: Row, case: Case) -> Amount:
        note = f"row '{row.name()}'"
        if row.pay is None:
            return evolve(_zero(amount, self.rows, case), row=row.name(), hit="match", note=note)
        worth = case.worth(row.pay)
        paid = amount.paid(worth)
        note = f"{note}, {worth.note}" if worth.note else note
        return evolve(paid, row=row.name(), hit="match", note=note)

    def _no_row(self, amount: Amount, case: Case) -> Amount:
        # A figure without a row is a hole, unless the promise was kept.
        if self.gap == "nothing" or case.kept is True:
            return evolve(
                _zero(amount, self.rows, case), hit="gap", note="no row applies, so nothing is paid"
            )
        if self.gap == "between" and case.figure is not None:
            return self._between(amount, case)
        return evolve(amount.unsaid("no row applies, and the contract does not say what follows"), hit="gap")

    def _between(self, amount: Amount, case: Case) -> Amount:
        """From the one to the other of what the rows next to the figure pay; nothing, where it is met."""
        figure = case.quantity()
        assert figure is not None
        if any(case.says(row.when) is None for row in self.rows):
            return evolve(amount.unsaid("which rows it lies between cannot be said"), hit="gap")
        paid, names = [], []
        for row, is_met in self._sides(figure, case):
            if row is None and not is_met:
                why = "no row applies, and on one side of the figure there is none to lie next to"
                return evolve(amount.unsaid(why), hit="gap")
            one = _zero(amount, self.rows, case) if row is None else self._paid(amount, row, case)
            paid.append(one)
            names.append("the target" if row is None else repr(row.name()))
        why = f"no row applies: it lies between {' and '.join(names)}"
        return evolve(
            amount.open((evolve(one, hit="gap", row=None, note=why) for one in paid), why), hit="gap"
        )

    def _sides(self, figure: Quantity, case: Case) -> Iterator[tuple[Row | None, bool]]:
        """What lies next to the figure below and above it: a row, or figures that keep the promise."""
        rows = sorted((row for row in self.rows if case.says(row.when)), key=_lower_edge)
        below = [row for row in rows if (top := _top(row)) is not None and top <= figure]
        above = [row for row in rows if (bottom := _bottom(row)) is not None and bottom >= figure]
        met_below, met_above = _met_beyond(figure, case.target)
        under, over = max(below, key=_upper_edge, default=None), above[0] if above else None
        # A row beyond the edge of the target is farther away than what keeps the promise.
        if met_below is not None and under is not None and (top := _top(under)) is not None:
            under = under if top >= met_below else None
        if met_above is not None and over is not None and (bottom := _bottom(over)) is not None:
            over = over if bottom <= met_above else None
        yield under, met_below is not None
        yield over, met_above is not None


def _zero(amount: Amount, rows: tuple[Row, ...], case: Case) -> Amount:
    """Nothing, in the unit that the table pays in elsewhere."""
    for row in rows:
        if row.pay is not None:
            return evolve(amount, value=Fraction(0), unit=case.worth(row.pay).unit, percent=None)
    return evolve(amount, value=Fraction(0), percent=None)


def _met_beyond(figure: Quantity, target: Target | None) -> tuple[Quantity | None, Quantity | None]:
    """Where the promise begins to be kept below, and above a figure that breaks it."""
    if target is None:
        return None, None
    point = target.equals if isinstance(target.equals, Quantity) else None
    most, least = point or target.most, point or target.least
    below = most if most is not None and figure >= most else None
    above = least if least is not None and figure <= least else None
    return below, above


def joints(rows: Iterable[Row]) -> Iterator[tuple[Row, Row, str]]:
    """What lies between the rows, from the lowest up: "touch", "hole" or "overlap".

    A hole is one only if no row reaches over it.
    """
    ordered = sorted(rows, key=_lower_edge)
    reaching: Row | None = None
    for row in ordered:
        if reaching is not None:
            yield reaching, row, _joint(reaching, row)
        if reaching is None or _reaches_further(row, reaching):
            reaching = row


def _bottom(row: Row) -> Quantity | None:
    return row.equals if isinstance(row.equals, Quantity) else row.least


def _top(row: Row) -> Quantity | None:
    return row.equals if isinstance(row.equals, Quantity) else row.most


def _lower_edge(row: Row) -> tuple[bool, Quantity | int, bool]:
    """Rows from the lowest: one without a lower edge first, a closed edge before an open one."""
    low = _bottom(row)
    return (False, 0, False) if low is None else (True, low, row.above is not None)


def _upper_edge(row: Row) -> tuple[bool, Quantity | int, bool]:
    """Rows from the one that ends lowest: an open edge before a closed one, no edge last."""
    high = _top(row)
    return (True, 0, False) if high is None else (False, high, not _is_open_above(row))


def _is_open_above(row: Row) -> bool:
    return row.below is not None and row.below == _top(row)


def _reaches_further(one: Row, two: Row) -> bool:
    return _upper_edge(one) > _upper_edge(two)


def _joint(one: Row, two: Row) -> str:
    """What lies between a row and one that begins higher: "touch", "hole" or "overlap"."""
    top, bottom = _top(one), _bottom(two)
    if top is None or bottom is None or bottom < top:
        return "overlap"
    if top < bottom:
        return "hole"
    top_inside = not _is_open_above(one)
    bottom_inside = not (two.above is not None and two.above == bottom)
    if top_inside and bottom_inside:
        return "overlap"
    return "touch" if top_inside or bottom_inside else "hole"
