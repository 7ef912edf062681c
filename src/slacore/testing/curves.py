"""Whether a step declares where its formula changes: between its breaks and bends it is a straight line.

The curve of `slacore.evaluation.curve` rests on that. Here it is held against the plain step,
figure by figure and amount by amount: on a fine grid, and close to every edge that the step
declares or states in its fields.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise

from attrs import frozen

from slacore.evaluation.curve import Piece, Unsaid, carry, pieces_over
from slacore.model import Amount, Case, Step, apply_step
from slacore.testing.chains import Setting, StepTrial
from slacore.testing.check import Finding, Note
from slacore.testing.stated import currency_of
from slacore.values import Bounds, Quantity

# What a chain makes of a value: one amount, or each that it may be where the contract leaves it open.
Plain = Callable[[Fraction], tuple[Amount, ...]]
# Of so many points one tells whether two cases make a difference.
_COARSE = 11


def breaks(trial: StepTrial) -> Finding:
    """Every figure at which the formula changes is declared."""
    alone = [(step,) for step in trial.steps]
    for chain in (*alone, *([trial.steps] if len(alone) > 1 else [])):
        if any(step.joins or step.bends(trial.one(), trial.case(Fraction(0))) is None for step in chain):
            continue
        for setting in _settings(chain, trial):
            at = _undeclared_figure(chain, trial, setting)
            if at is not None:
                names = " and ".join(step.kind for step in chain)
                return (
                    f"the formula of {names} changes near {Quantity(at, trial.unit).shown()}, which breaks "
                    "does not declare, so a doubtful figure would be paid wrongly: return from breaks every "
                    "figure at which it jumps or bends"
                )
    return None


def _undeclared_figure(chain: tuple[Step, ...], trial: StepTrial, setting: Setting) -> Fraction | None:
    points, plain = trial.figures(setting=setting), _plain_chain(chain, trial, setting)
    for band in _bands(points):
        at = _undeclared(_over_figures(chain, band, trial, setting), plain, points, band)
        if at is not None:
            return at
    return None


def bends(trial: StepTrial) -> Finding:
    """Every amount at which the formula changes is declared."""
    for step in trial.steps:
        if step.joins:
            continue
        for unit in trial.amount_units():
            finding = _bends_in(step, unit, trial)
            if finding is not None:
                return finding
    return None


def _bends_in(step: Step, unit: str, trial: StepTrial) -> Finding:
    one, tried = Amount(value=Fraction(1), unit=unit), set()
    for case in _cases(trial):
        declared = step.bends(one, case)
        if declared is None:
            return Note(
                f"step {step.kind} does not declare where it bends: exact amounts work, and doubtful ones "
                "are unsaid after it; write bends, which returns () for a step that only multiplies or adds"
            )
        points, plain = trial.amounts(edges := tuple(declared)), _plain_step(step, unit, case)
        alike = (edges, tuple(_values(plain(point)) for point in points[::_COARSE]))
        if alike in tried:
            continue
        tried.add(alike)
        for band in tuple(_bands(points))[::3]:
            at = _undeclared(_over_amounts(step, unit, band, case), plain, points, band)
            if at is not None:
                return (
                    f"the formula of {step.kind} changes near the amount {Amount(value=at, unit=unit)}, "
                    "which bends does not declare, so a doubtful amount would be paid wrongly: return from "
                    "bends every amount at which it jumps or bends"
                )
    return None


def _cases(trial: StepTrial) -> Iterator[Case]:
    """The settlement and a few figures, after each of the pasts."""
    for setting in trial.settings:
        figures = trial.figures(2, setting)
        for figure in (None, *figures[:: max(1, len(figures) // 3)]):
            yield trial.case(figure, setting)


def _values(amounts: tuple[Amount, ...]) -> tuple[tuple[Fraction | None, str], ...]:
    return tuple((one.value, one.unit) for one in amounts)


def _settings(chain: tuple[Step, ...], trial: StepTrial) -> list[Setting]:
    """The settings that make a difference to the steps."""
    found: dict[object, Setting] = {}
    for setting in trial.settings:
        points, plain = trial.figures(20, setting), _plain_chain(chain, trial, setting)
        case, money = trial.case(points[0], setting), Amount(value=Fraction(1), unit=currency_of(chain))
        bends = tuple(tuple(step.bends(money, case) or ()) for step in chain)
        alike = (points, bends, tuple(_values(plain(point)) for point in points[::_COARSE]))
        found.setdefault(alike, setting)
    return list(found.values())


def _bands(points: tuple[Fraction, ...]) -> Iterator[Bounds]:
    """All of the points, their halves, and a part around the middle."""
    low, high = points[0], points[-1]
    ends = [low + (high - low) * part / 4 for part in range(5)]
    yield Bounds(low, high)
    for start, end in (*pairwise(ends[::2]), (ends[1], ends[3])):
        yield Bounds(start, end)


def _over_figures(
    chain: tuple[Step, ...], band: Bounds, trial: StepTrial, setting: Setting
) -> list[Piece] | str:
    try:
        whole = pieces_over(band, lambda _: trial.one())
        pieces = [part for piece in whole for part in piece.split(trial.met_from())]
        for step in chain:
            pieces = carry(step, pieces, trial.case(band.low, setting), figures=True)
    except Unsaid as reason:
        return str(reason)
    return pieces


def _over_amounts(step: Step, unit: str, band: Bounds, case: Case) -> list[Piece] | str:
    try:
        return carry(step, pieces_over(band, lambda at: Amount(value=at, unit=unit)), case, figures=False)
    except Unsaid as reason:
        return str(reason)


def _plain_chain(chain: tuple[Step, ...], trial: StepTrial, setting: Setting) -> Plain:
    @cache
    def plain(figure: Fraction) -> tuple[Amount, ...]:
        amounts: tuple[Amount, ...] = (trial.one(),)
        case = trial.case(figure, setting)
        for step in chain:
            amounts = tuple(after for amount in amounts for after in _made(step, amount, case))
        return amounts

    return plain


def _plain_step(step: Step, unit: str, case: Case) -> Plain:
    return cache(lambda value: _made(step, Amount(value=value, unit=unit), case))


def _made(step: Step, amount: Amount, case: Case) -> tuple[Amount, ...]:
    (after,) = apply_step(step, (amount,), case)
    return after.either or (after,)


def _undeclared(
    pieces: list[Piece] | str, plain: Plain, points: tuple[Fraction, ...], band: Bounds
) -> Fraction | None:
    """Where the curve and the plain step part; None where they agree, or where nothing is claimed."""
    inside = [point for point in points if _contains(band, point)]
    if isinstance(pieces, str):
        # A curve that gives no bounds is never wrong; it should, unless the step itself cannot say.
        unsaid = (one.value is None for point in inside for one in plain(point))
        if "did not declare" not in pieces or any(unsaid):
            return None
        return _first_bend(plain, inside)
    curve = _Curve.of(pieces)
    for point in (*inside, *_near_ends(pieces)):
        if curve.said(point) != {(one.value, one.unit) for one in plain(point)}:
            stretch = curve.stretch(point)
            along = [one for one in inside if stretch is not None and curve.stretch(one) == stretch]
            return _first_bend(plain, along) if len(along) > 2 else point
    return None


@frozen
class _Curve:
    """The pieces of a curve, to be found by a value that they are over."""

    points: dict[Fraction, list[Piece]]
    # Where each open stretch begins, in order, and the pieces over it: several where it is left open.
    starts: list[Fraction]
    stretches: dict[Fraction, list[Piece]]

    @classmethod
    def of(cls, pieces: list[Piece]) -> _Curve:
        points: dict[Fraction, list[Piece]] = defaultdict(list)
        stretches: dict[Fraction, list[Piece]] = defaultdict(list)
        for piece in pieces:
            if piece.is_point:
                points[piece.samples[0][0]].append(piece)
            else:
                stretches[piece.low or Fraction(0)].append(piece)
        return cls(dict(points), sorted(stretches), dict(stretches))

    def stretch(self, value: Fraction) -> Fraction | None:
        """Where the open stretch begins in which the value lies; None where there is none."""
        if value in self.points:
            return None
        place = bisect_left(self.starts, value) - 1
        if place < 0:
            return None
        high = self.stretches[self.starts[place]][0].high
        return self.starts[place] if high is not None and value < high else None

    def said(self, value: Fraction) -> set[tuple[Fraction | None, str]]:
        """Every amount that the curve has at the value, with its unit."""
        start = self.stretch(value)
        pieces = self.points.get(value, []) if start is None else self.stretches[start]
        return {(piece.value_at(value), piece.samples[0][1].unit) for piece in pieces}


def _contains(band: Bounds, point: Fraction) -> bool:
    return (band.low is None or band.low <= point) and (band.high is None or point <= band.high)


def _near_ends(pieces: list[Piece]) -> Iterator[Fraction]:
    """Just inside both ends of each stretch: the ends of the reach are approached there."""
    for piece in pieces:
        if not piece.is_point and piece.low is not None and piece.high is not None:
            little = (piece.high - piece.low) / 2**20
            yield from (piece.low + little, piece.high - little)


def _first_bend(plain: Plain, points: list[Fraction]) -> Fraction:
    """The first point at which the plain amounts leave the straight line of those before."""
    found = [(point, plain(point)) for point in points]
    for (x1, first), (x2, second), (x3, third) in zip(found, found[1:], found[2:], strict=False):
        if not len(first) == len(second) == len(third):
            return x2
        for a1, a2, a3 in zip(first, second, third, strict=True):
            y1, y2, y3 = (one.value or Fraction(0) for one in (a1, a2, a3))
            if (y2 - y1) * (x3 - x2) != (y3 - y2) * (x2 - x1) or a1.unit != a3.unit:
                return x2
    return points[0]
