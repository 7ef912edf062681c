"""Remedy: what each observation earns under each remedy of its level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from slacore.evaluation.curve import Piece, Unsaid, carry, pieces_over, reach_of
from slacore.evaluation.observing import Observed
from slacore.model import (
    Agreement,
    Amount,
    Case,
    Charges,
    Remedy,
    ServiceLevel,
    Step,
    Verdict,
    apply_step,
)
from slacore.model.amount import amount_text
from slacore.values import Bounds, Window


@frozen(kw_only=True)
class StepTaken:
    """One step of a chain: what it says, and the amount before and after it."""

    step: str
    before: str
    after: str
    note: str = ""


@frozen(kw_only=True)
class Award:
    """What one observation earns under one remedy, before the settlement."""

    level: str
    period: Window
    remedy: str
    # True: due. False: not due. None: due for a part of what the figure can be.
    due: bool | None
    why: str
    # Money, points, or a percentage of a charge that is not known.
    unit: str
    # The least and the most; None is without limit, or cannot be said.
    low: Fraction | None
    high: Fraction | None
    record: str | None = None
    # The percentage of one charge that was earned, before caps, where it is one.
    percent: Fraction | None = None
    # The row of a table that was hit, and how the table answered: match, gap or overlap.
    row: str | None = None
    hit: str | None = None
    capped: bool = False
    steps: tuple[StepTaken, ...] = ()
    group: str | None = None
    service: str | None = None
    clause: str | None = None

    @property
    def exact(self) -> bool:
        """Whether the amount is fully known."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        return span_text(self.low, self.high, self.unit)


def span_text(low: Fraction | None, high: Fraction | None, unit: str) -> str:
    """An amount or its bounds for people."""
    if low is not None and low == high:
        return amount_text(low, unit)
    if low is None and high is None:
        return "unsaid"
    return f"{amount_text(low, unit)} to {amount_text(high, unit)}"


@frozen(kw_only=True)
class _Chain:
    """One remedy for one observation."""

    level: ServiceLevel
    remedy: Remedy
    case: Case
    formal: bool
    # Whether an exclusion relieves of the remedy.
    relieved: bool = False
    # Whether the figure is what relief leaves of another.
    eased: bool = False
    # Whether there is no verdict, whatever the figure.
    uncertain: bool = False

    def due(self, case: Case) -> bool | None:
        """Whether the remedy is due at that figure."""
        if not self.formal or self.relieved:
            return False
        if self.remedy.when == "always":
            return True
        if self.remedy.when == "breached":
            kept = case.kept
            return None if kept is None or (self.uncertain and not kept) else not kept
        return case.says(self.remedy.when)

    def edges(self) -> set[Fraction]:
        """The figures at which the target or the condition changes its answer."""
        limits = [] if self.level.target is None else [self.level.target]
        tests = self.remedy.when if isinstance(self.remedy.when, tuple) else ()
        figures = [*limits, *(test for test in tests if test.fact is None)]
        return {edge for one in figures for edge in one.edges(self.case.unit)}


def awards(
    agreement: Agreement, level: ServiceLevel, seen: Observed, charges: Charges, service: str | None
) -> Iterator[Award]:
    """What the observation earns under each remedy; nothing where there is nothing to judge."""
    observation = seen.observation
    if observation.idle or observation.open:
        return
    case = Case(
        period=observation.period,
        charges=charges,
        service=service,
        unit=observation.unit,
        scope=seen.scope,
        record=seen.record,
        target=level.target,
        deemed_broken=observation.deemed is Verdict.BREACHED,
    )
    bounds = observation.relieved or observation.bounds or level.metric.limits()
    for remedy in level.remedies:
        chain = _Chain(
            level=level,
            remedy=remedy,
            case=case,
            formal=agreement.formal,
            relieved=seen.relieved,
            eased=observation.relieved is not None,
            uncertain=observation.deemed is Verdict.INDETERMINATE,
        )
        exact = bounds.value
        award = _doubtful(chain, bounds) if exact is None else _plain(chain, exact)
        yield evolve(_for_all(award, seen.most), record=observation.record)


def _for_all(award: Award, most: int | None) -> Award:
    """What up to so many records earn, each by itself; None is any number of them."""
    if most == 1 or award.due is False:
        return award
    many = "any number of" if most is None else f"up to {most}"
    return evolve(
        award,
        due=None,
        why=f"{award.why}; each of {many} records",
        low=_times(award.low, most) if award.low is None or award.low < 0 else Fraction(0),
        high=_times(award.high, most) if award.high is None or award.high > 0 else Fraction(0),
        percent=None,
        capped=False,
    )


def _times(side: Fraction | None, most: int | None) -> Fraction | None:
    return None if side is None or most is None else side * most


def _plain(chain: _Chain, figure: Fraction) -> Award:
    """The plain chain on one exact figure: this is what a remedy means."""
    case = chain.case.at(figure)
    due = chain.due(case)
    amount, percent, taken = Amount.one(), None, []
    for step in chain.remedy.steps:
        before = amount
        (amount,) = apply_step(step, (amount,), case)
        percent = _percent_before_caps(percent, amount)
        taken.append(StepTaken(step=step.sentence(), before=str(before), after=str(amount), note=amount.note))
    why = _why(chain, due)
    if due is False:
        return _award(
            chain, due=due, why=why, bounds=Bounds(0, 0), unit=amount.unit, row=amount.row, hit=amount.hit
        )
    if amount.value is None:
        why = f"{why}; {amount.note}"
    owed = Bounds(amount.value, amount.value)
    if due is None:
        owed = owed.hull(Bounds(0, 0))
    return _award(
        chain,
        due=due,
        why=why,
        bounds=owed,
        unit=amount.unit,
        percent=percent if due else None,
        row=amount.row,
        hit=amount.hit,
        capped=amount.capped and due is True,
        steps=tuple(taken),
    )


def _percent_before_caps(percent: Fraction | None, amount: Amount) -> Fraction | None:
    """The percentage after one step. A cap leaves the one that it took from; all else ends it."""
    return percent if amount.percent is None and amount.capped else amount.percent


def _doubtful(chain: _Chain, bounds: Bounds) -> Award:
    """The curve over all that the figure can be."""
    pieces = [p for whole in pieces_over(bounds, lambda _: Amount.one()) for p in whole.split(chain.edges())]
    answers = [(piece, chain.due(chain.case.at(piece.samples[0][0]))) for piece in pieces]
    owing = [piece for piece, due in answers if due is not False]
    found = {due for _, due in answers}
    due = found.pop() if len(found) == 1 else None
    why = _why(chain, due)
    if due is False:
        return _award(chain, due=False, why=why, bounds=Bounds(0, 0))
    try:
        carried, taken = _carried(chain.remedy.steps, owing, chain.case)
    except Unsaid as reason:
        return _award(chain, due=due, why=f"{why}; {reason}", bounds=None)
    units = {amount.unit for piece in carried for _, amount in piece.samples}
    if len(units) > 1:
        return _award(chain, due=due, why=f"{why}; it may be {' or '.join(sorted(units))}", bounds=None)
    hull = reach_of(carried).hull()
    if due is None:
        hull = hull.hull(Bounds(0, 0))
    capped = all(amount.capped for piece in carried for _, amount in piece.samples) and due is True
    return _award(chain, due=due, why=why, bounds=hull, unit=units.pop(), steps=taken, capped=capped)


def _carried(
    steps: Iterable[Step], pieces: list[Piece], case: Case
) -> tuple[list[Piece], tuple[StepTaken, ...]]:
    taken = []
    for step in steps:
        before = _hull_text(pieces)
        pieces = carry(step, pieces, case, figures=True)
        taken.append(StepTaken(step=step.sentence(), before=before, after=_hull_text(pieces)))
    return pieces, tuple(taken)


def _hull_text(pieces: list[Piece]) -> str:
    hull = reach_of(pieces).hull()
    return span_text(hull.low, hull.high, pieces[0].samples[0][1].unit)


def _why(chain: _Chain, due: bool | None) -> str:
    if not chain.formal:
        return "the agreement is informal: it is measured alike, and nothing is owed"
    if chain.relieved:
        return "not due: an exclusion relieves of the remedy"
    when = chain.remedy.when
    if isinstance(when, tuple):
        said = " and ".join(str(test) for test in when)
        return {True: f"due: {said}", False: f"not due: {said} does not hold", None: f"due if {said}"}[due]
    if when == "always":
        return "due whatever the figure"
    target = chain.level.target
    return {
        True: f"due: agreed {target}",
        False: f"not due: the commitment of {target} is met"
        + (" by the figure that remedies read" if chain.eased else ""),
        None: f"due in a part of the doubt: agreed {target}",
    }[due]


def _award(chain: _Chain, *, due: bool | None, why: str, bounds: Bounds | None, **more: Any) -> Award:
    return Award(
        level=chain.level.name,
        period=chain.case.period,
        remedy=chain.remedy.name,
        due=due,
        why=why,
        low=None if bounds is None else bounds.low,
        high=None if bounds is None else bounds.high,
        group=chain.level.group,
        service=chain.case.service,
        clause=chain.remedy.clause,
        **{"unit": "", **more},
    )
