"""Course: what an evaluation is handed, and what it finds on the way through time."""

from __future__ import annotations

from attrs import frozen

from slacore.evaluation.award import Award
from slacore.evaluation.judging import Breach, Judgement, breach, judge
from slacore.evaluation.observing import Observed
from slacore.evaluation.outcomes import Action, Right
from slacore.evaluation.penalty import Penalty
from slacore.evidence import Evidence
from slacore.model import (
    Agreement,
    Charges,
    Entry,
    Ledger,
    ServiceLevel,
)
from slacore.values import Window

Between = tuple[str, str]


@frozen(kw_only=True)
class Given:
    """What the evaluator was handed, ready to use."""

    agreement: Agreement
    evidence: Evidence
    window: Window
    charges: Charges
    ledger: Ledger | None
    currency: str = ""


@frozen(kw_only=True)
class Course:
    """What a window came to, in order of time."""

    seen: tuple[tuple[ServiceLevel, Observed], ...] = ()
    awards: tuple[Award, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    rights: tuple[Right, ...] = ()
    actions: tuple[Action, ...] = ()
    entries: tuple[Entry, ...] = ()

    def judgements(self) -> tuple[Judgement, ...]:
        """Every observation with its verdict, by level."""
        return tuple(
            Judgement(observation=one.observation, verdict=judge(level, one.observation))
            for level, one in self.seen
        )

    def breaches(self) -> tuple[Breach, ...]:
        """Every promise that was broken for certain, by level."""
        found = (breach(level, one.observation) for level, one in self.seen)
        return tuple(one for one in found if one is not None)


def in_order(agreement: Agreement) -> list[ServiceLevel]:
    """By name, so that the order of levels in the document changes nothing."""
    return sorted(agreement.levels, key=lambda level: level.name)
