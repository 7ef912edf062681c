"""Remedy: what each observation earns under each remedy of its level."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, frozen

from slacore.evaluation.assuming import assumptions
from slacore.evaluation.award import Award
from slacore.evaluation.chain import Chain, at_figure, award_of, awarded
from slacore.evaluation.curve import Unsaid, pieces_over
from slacore.evaluation.observing import Observed
from slacore.model import (
    Agreement,
    Case,
    Remedy,
    ServiceLevel,
    Step,
    Verdict,
)
from slacore.model.remedy import When
from slacore.values import Bounds


@frozen(kw_only=True)
class _Nothing(Step):
    """The step of a condition that is asked for by itself."""

    kind: ClassVar[str] = "nothing"


def awards(agreement: Agreement, level: ServiceLevel, seen: Observed, case: Case) -> Iterator[Award]:
    """What the observation earns under each remedy; nothing where there is nothing to judge."""
    observation = seen.observation
    if observation.idle or observation.open or observation.applies is False:
        return
    bounds = observation.relieved or observation.bounds or level.metric.limits()
    for remedy in level.remedies:
        chain = Chain(
            level=level,
            remedy=remedy,
            case=case,
            formal=agreement.formal,
            relieved=seen.relieved,
            eased=observation.relieved is not None,
            uncertain=observation.deemed is Verdict.INDETERMINATE,
        )
        yield evolve(_for_all(award_of(chain, bounds), seen.most), record=observation.record)


def granted(agreement: Agreement, case: Case) -> Iterator[Award]:
    """The rights that follow from a settlement."""
    for remedy in agreement.settlement.remedies:
        yield award_of(Chain(level=None, remedy=remedy, case=case, formal=agreement.formal), None)


def is_due(level: ServiceLevel, when: When, case: Case, bounds: Bounds) -> bool | None:
    """Whether something that is due under that condition is so over all that the figure can be."""
    remedy = Remedy(steps=[_Nothing()], when=when)
    chain = Chain(level=level, remedy=remedy, case=case, formal=True)
    try:
        cases = assumptions(at_figure(case, bounds), chain.asked(), chain.tests())
    except Unsaid:
        return None
    found = {due for one in cases for due in _dues(evolve(chain, case=one), bounds)}
    return found.pop() if len(found) == 1 else None


def _dues(chain: Chain, bounds: Bounds) -> Iterator[bool | None]:
    for whole in pieces_over(bounds, lambda _: chain.one()):
        for piece in whole.split(chain.edges()):
            yield chain.due(chain.case.at(piece.samples[0][0]))


def follows(level: ServiceLevel, remedy: Remedy, case: Case, *, done: bool | None, formal: bool) -> Award:
    """What follows when an action is not done; `done` is None where that is not known.

    It belongs to the period of the deadline and not to its figure, so that the case has none.
    """
    chain = Chain(level=level, remedy=evolve(remedy, when="always"), case=case, formal=formal)
    if done:
        return awarded(chain, due=False, why="not due: it was done in time", bounds=Bounds(0, 0))
    award = award_of(chain, None)
    if award.due is False:
        return award
    if done is False:
        return evolve(award, why="due: it was not done in time")
    hull = Bounds(award.low, award.high).hull(Bounds(0, 0))
    why = "due if it was not done in time, which is not known"
    return evolve(award, due=None, why=why, low=hull.low, high=hull.high)


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
