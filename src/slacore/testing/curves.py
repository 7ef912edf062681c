"""Whether a step declares where its formula changes: between its breaks and bends it is a straight line.

The curve of `slacore.evaluation.curve` rests on that. Here it is held against the plain step,
figure by figure and amount by amount.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise

from attrs import frozen

from slacore.evaluation.curve import Piece, Unsaid, carry, pieces_over
from slacore.model import Amount, Case, Step, apply_step
from slacore.testing.chains import StepTrial
from slacore.testing.check import Finding, Note
from slacore.values import Bounds, Quantity

Plain = Callable[[Fraction], Amount]


def breaks(trial: StepTrial) -> Finding:
    """Every figure at which the formula changes is declared."""
    points = trial.figures()
    alone = [(step,) for step in trial.steps]
    for chain in (*alone, *([trial.steps] if len(alone) > 1 else [])):
        if any(step.joins or step.bends(Amount.one(), trial.case(points[0])) is None for step in chain):
            continue
        for band in _bands(points):
            at = _undeclared(_over_figures(chain, band, trial), _plain_chain(chain, trial), points, band)
            if at is not None:
                names = " and ".join(step.kind for step in chain)
                return (
                    f"the formula of {names} changes near {Quantity(at, trial.unit).shown()}, which breaks "
                    "does not declare, so a doubtful figure would be paid wrongly: return from breaks every "
                    "figure at which it jumps or bends"
                )
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
    points = trial.amounts(unit)
    figures = trial.figures(2)
    for case in (trial.case(None), *map(trial.case, figures[:: max(1, len(figures) // 3)])):
        if step.bends(Amount(value=Fraction(1), unit=unit), case) is None:
            return Note(
                f"step {step.kind} does not declare where it bends: exact amounts work, and doubtful ones "
                "are unsaid after it; write bends, which returns () for a step that only multiplies or adds"
            )
        for band in tuple(_bands(points))[::3]:
            at = _undeclared(
                _over_amounts(step, unit, band, case), _plain_step(step, unit, case), points, band
            )
            if at is not None:
                return (
                    f"the formula of {step.kind} changes near the amount {Amount(value=at, unit=unit)}, "
                    "which bends does not declare, so a doubtful amount would be paid wrongly: return from "
                    "bends every amount at which it jumps or bends"
                )
    return None


def _bands(points: tuple[Fraction, ...]) -> Iterator[Bounds]:
    """All of the points, their halves, and a part around the middle."""
    low, high = points[0], points[-1]
    ends = [low + (high - low) * part / 4 for part in range(5)]
    yield Bounds(low, high)
    for start, end in (*pairwise(ends[::2]), (ends[1], ends[3])):
        yield Bounds(start, end)


def _over_figures(chain: tuple[Step, ...], band: Bounds, trial: StepTrial) -> list[Piece] | str:
    try:
        pieces = pieces_over(band, lambda _: Amount.one())
        for step in chain:
            pieces = carry(step, pieces, trial.case(band.low), figures=True)
    except Unsaid as reason:
        return str(reason)
    return pieces


def _over_amounts(step: Step, unit: str, band: Bounds, case: Case) -> list[Piece] | str:
    try:
        return carry(step, pieces_over(band, lambda at: Amount(value=at, unit=unit)), case, figures=False)
    except Unsaid as reason:
        return str(reason)


def _plain_chain(chain: tuple[Step, ...], trial: StepTrial) -> Plain:
    @cache
    def plain(figure: Fraction) -> Amount:
        amounts: tuple[Amount, ...] = (Amount.one(),)
        for step in chain:
            amounts = apply_step(step, amounts, trial.case(figure))
        return amounts[0]

    return plain


def _plain_step(step: Step, unit: str, case: Case) -> Plain:
    return cache(lambda value: apply_step(step, (Amount(value=value, unit=unit),), case)[0])


def _undeclared(
    pieces: list[Piece] | str, plain: Plain, points: tuple[Fraction, ...], band: Bounds
) -> Fraction | None:
    """Where the curve and the plain step part; None where they agree, or where nothing is claimed."""
    inside = [point for point in points if _contains(band, point)]
    if isinstance(pieces, str):
        # A curve that gives no bounds is never wrong; it should, unless the step itself cannot say.
        if "did not declare" not in pieces or any(plain(point).value is None for point in inside):
            return None
        return _first_bend(plain, inside)
    curve = _Curve.of(pieces)
    for point in (*inside, *_near_ends(pieces)):
        piece = curve.at(point)
        if piece is None or piece.value_at(point) != plain(point).value:
            along = [one for one in inside if piece is not None and curve.at(one) is piece]
            return _first_bend(plain, along) if len(along) > 2 else point
    return None


@frozen
class _Curve:
    """The pieces of a curve, to be found by a value that they are over."""

    points: dict[Fraction, Piece]
    # Where each open stretch begins, in order, and the stretches.
    starts: list[Fraction]
    stretches: list[Piece]

    @classmethod
    def of(cls, pieces: list[Piece]) -> _Curve:
        stretches = sorted((one for one in pieces if not one.is_point), key=lambda one: one.low or 0)
        points = {one.samples[0][0]: one for one in pieces if one.is_point}
        return cls(points, [one.low or Fraction(0) for one in stretches], stretches)

    def at(self, value: Fraction) -> Piece | None:
        """The piece that the value lies in; a curve over a closed doubt has one for each."""
        if value in self.points:
            return self.points[value]
        place = bisect_left(self.starts, value) - 1
        found = self.stretches[place] if place >= 0 else None
        return found if found is not None and found.high is not None and value < found.high else None


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
    for (x1, a1), (x2, a2), (x3, a3) in zip(found, found[1:], found[2:], strict=False):
        y1, y2, y3 = (one.value or Fraction(0) for one in (a1, a2, a3))
        if (y2 - y1) * (x3 - x2) != (y3 - y2) * (x2 - x1) or a1.unit != a3.unit:
            return x2
    return points[0]
