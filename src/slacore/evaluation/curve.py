"""The curve: what a chain of steps makes of every value that a doubt leaves possible.

Between the figures at which a step changes, and the amounts at which one does, a chain is a
straight line. The doubt is split at those, each step is applied to three points of every
piece, and the set of reachable amounts is exact. Nothing here knows which steps there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, frozen

from slacore.model import Amount, Case, Step, apply_step, step_breaks
from slacore.values import Bounds, Reach, Stretch

# A doubt that crosses more edges than this is left unsaid: the curve would take seconds.
MOST_PIECES = 5000
# Of a doubt without limit so many edges are looked at; the rest is its tail.
_TAIL = 64


class Unsaid(Exception):
    """The amount cannot be said over the doubt; the message tells why."""


@frozen
class Piece:
    """A part of the doubt on which the amount is a straight line.

    Three samples of an open span, or one sample of a single value.
    """

    low: Fraction | None
    high: Fraction | None
    samples: tuple[tuple[Fraction, Amount], ...]

    @property
    def is_point(self) -> bool:
        """Whether it is a single value."""
        return len(self.samples) == 1

    def value_at(self, at: Fraction) -> Fraction:
        """The amount at that value, on the line through the samples."""
        return self._along(at, lambda amount: amount.value) or Fraction(0)

    def slope(self) -> Fraction:
        """How much the amount changes with the value."""
        (x1, first), (x2, last) = self.samples[0], self.samples[-1]
        return Fraction(0) if x1 == x2 else (_said(last) - _said(first)) / (x2 - x1)

    def split(self, edges: Iterable[Fraction]) -> list[Piece]:
        """The pieces between the edges, and each edge as a piece of its own."""
        inside = sorted({edge for edge in edges if self._contains(edge)})
        if self.is_point or not inside:
            return [self]
        ends = [self.low, *inside, self.high]
        pieces = []
        for low, high in pairwise(ends):
            pieces.append(
                Piece(low, high, tuple((at, self._amount_at(at)) for at in sample_points(low, high)))
            )
            if high is not None and high != self.high:
                pieces.append(Piece(high, high, ((high, self._amount_at(high)),)))
        return pieces

    def where(self, value: Fraction) -> Fraction | None:
        """Where in the piece the amount is `value`; None if it never is, or always."""
        slope = self.slope()
        if slope == 0:
            return None
        at, amount = self.samples[0]
        return at + (value - _said(amount)) / slope

    def image(self) -> Stretch:
        """The amounts of the piece."""
        if self.is_point or self.slope() == 0:
            value = _said(self.samples[0][1])
            return Stretch(value, value)
        ends = [None if end is None else self.value_at(end) for end in (self.low, self.high)]
        low, high = ends if self.slope() > 0 else reversed(ends)
        return Stretch(low, high, low_inside=False, high_inside=False)

    def _contains(self, at: Fraction) -> bool:
        return (self.low is None or at > self.low) and (self.high is None or at < self.high)

    def _amount_at(self, at: Fraction) -> Amount:
        template = self.samples[0][1]
        return evolve(
            template,
            value=self._along(at, lambda amount: amount.value),
            percent=self._along(at, lambda amount: amount.percent),
        )

    def _along(self, at: Fraction, part: Callable[[Amount], Fraction | None]) -> Fraction | None:
        (x1, first), (x2, last) = self.samples[0], self.samples[-1]
        y1, y2 = part(first), part(last)
        if y1 is None or y2 is None or x1 == x2:
            return y1
        return y1 + (y2 - y1) * (at - x1) / (x2 - x1)


def sample_points(low: Fraction | None, high: Fraction | None) -> tuple[Fraction, ...]:
    """Three values inside an open span."""
    if low is not None and high is not None:
        return tuple(low + (high - low) * Fraction(part, 4) for part in (1, 2, 3))
    if low is not None:
        return tuple(low + part for part in (1, 2, 3))
    top = Fraction(0) if high is None else high
    return tuple(top - part for part in (3, 2, 1))


def pieces_over(bounds: Bounds, amount: Callable[[Fraction], Amount]) -> list[Piece]:
    """The doubt as its two ends and the open span between them."""
    low, high = bounds.low, bounds.high
    if low is not None and low == high:
        return [Piece(low, low, ((low, amount(low)),))]
    span = Piece(low, high, tuple((at, amount(at)) for at in sample_points(low, high)))
    ends = [Piece(end, end, ((end, amount(end)),)) for end in (low, high) if end is not None]
    return [*ends, span]


def carry(step: Step, pieces: list[Piece], case: Case, *, figures: bool) -> list[Piece]:
    """The pieces after one step.

    With `figures` a piece runs over measured figures, which the step may see; without, over
    the amounts of a settlement.
    """
    if figures:
        pieces = _split_at_breaks(step, pieces, case)
    pieces = _split_at_bends(step, pieces, case)
    return [after for piece in pieces for after in _applied(step, piece, case, figures=figures)]


def reach_of(pieces: list[Piece]) -> Reach:
    """All amounts of all pieces."""
    return Reach(piece.image() for piece in pieces)


def _split_at_breaks(step: Step, pieces: list[Piece], case: Case) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        endless = piece.low is None or piece.high is None
        breaks = step_breaks(
            step, case.unit, Bounds(piece.low, piece.high), most=_TAIL if endless else MOST_PIECES + 1
        )
        if breaks is None:
            raise Unsaid(f"the figure has no limit, and '{step.sentence()}' has no last step")
        if len(breaks) > MOST_PIECES:
            raise Unsaid(f"the doubt crosses more than {MOST_PIECES} edges of '{step.sentence()}'")
        split = piece.split(breaks | case.edges(step.when))
        if endless and len(breaks) >= _TAIL:
            split = [_on_edges(one, breaks) for one in split]
        found.extend(split)
    if len(found) > 2 * MOST_PIECES:
        raise Unsaid(f"the doubt crosses more than {MOST_PIECES} edges")
    return found


def _on_edges(piece: Piece, breaks: set[Fraction]) -> Piece:
    """The part of a doubt without limit that lies beyond the edges that were looked at.

    There the steps go on for ever. It is taken as the straight line through the last edges:
    what lies between is less than one step off, and it has the same ends.
    """
    if piece.is_point or (piece.low is not None and piece.high is not None):
        return piece
    ordered = sorted(breaks)
    if piece.high is None:
        at, step = ordered[-1], ordered[-1] - ordered[-2]
    else:
        at, step = ordered[0], ordered[0] - ordered[1]
    places = sorted(at + number * step for number in (1, 2, 3))
    return evolve(piece, samples=tuple((place, piece._amount_at(place)) for place in places))


def _split_at_bends(step: Step, pieces: list[Piece], case: Case) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        bends = step.bends(piece.samples[0][1], case)
        if bends is None:
            raise Unsaid(f"step {step.kind} does not declare where it bends")
        edges = [at for bend in bends if (at := piece.where(bend)) is not None]
        found.extend(piece.split(edges))
    return found


def _applied(step: Step, piece: Piece, case: Case, *, figures: bool) -> list[Piece]:
    """The piece after the step: several where the contract leaves open which amount it is."""
    samples: list[tuple[Fraction, tuple[Amount, ...]]] = []
    for at, amount in piece.samples:
        after = apply_step(step, (amount,), case.at(at) if figures else case)[0]
        options = after.either or (after,)
        for option in options:
            if option.value is None:
                raise Unsaid(option.note or f"step {step.kind} leaves the amount unsaid")
        samples.append((at, options))
    if len({len(options) for _, options in samples}) > 1:
        raise Unsaid(f"step {step.kind} changes where it did not declare it")
    found = []
    for number in range(len(samples[0][1])):
        result = evolve(piece, samples=tuple((at, options[number]) for at, options in samples))
        _check_straight(step, result)
        found.append(result)
    return found


def _check_straight(step: Step, piece: Piece) -> None:
    """A step that bends where it did not say so would give wrong bounds: it gives none."""
    if piece.is_point:
        return
    values = [_said(amount) for _, amount in piece.samples]
    units = {amount.unit for _, amount in piece.samples}
    if len(units) > 1 or values[1] - values[0] != values[2] - values[1]:
        raise Unsaid(f"step {step.kind} changes where it did not declare it")


def _said(amount: Amount) -> Fraction:
    return Fraction(0) if amount.value is None else amount.value
