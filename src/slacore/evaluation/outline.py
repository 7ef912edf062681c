"""The outline: the tree of lines from which every explanation is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from slacore.evaluation.awarding import Award, StepTaken
from slacore.evaluation.exclusions import describe
from slacore.evaluation.settling import Penalty
from slacore.model import Line, Observation, Verdict
from slacore.values import duration

if TYPE_CHECKING:
    from slacore.evaluation.result import Evaluation


def outline(evaluation: Evaluation) -> Line:
    """The whole evaluation: levels by period, settlements, findings."""
    agreement = evaluation.agreement
    verdict = evaluation.verdict
    parts = [*_levels(evaluation), *(_settlement(penalty) for penalty in evaluation.settlements)]
    if evaluation.findings:
        of = tuple(Line(what=finding.about, note=finding.message) for finding in evaluation.findings)
        parts.append(Line(what="findings", of=of))
    return Line(
        what=f"{agreement.name}, {evaluation.window}",
        value=verdict.value if verdict else "not judged",
        rule=agreement.source or "",
        of=tuple(parts),
    )


def _levels(evaluation: Evaluation) -> Iterator[Line]:
    for judgement in evaluation.judgements:
        seen = judgement.observation
        level = evaluation.agreement.level(seen.level)
        awards = [
            award
            for award in evaluation.awards
            if (award.level, award.period, award.record) == (seen.level, seen.period, seen.record)
        ]
        yield Line(
            what=_subject(seen),
            value=str(seen),
            note=_verdict(judgement.verdict, seen),
            rule="; ".join(
                part for part in (f"target {level.target}" if level.target else "", level.clause) if part
            ),
            of=(*_made_from(seen), *(_award(award) for award in awards)),
        )


def _subject(seen: Observation) -> str:
    return f"{seen.level}, {seen.period}" + (f", {seen.record}" if seen.record else "")


def _verdict(verdict: Verdict | None, seen: Observation) -> str:
    said = (
        "no target"
        if verdict is None and not seen.idle
        else (verdict.value if verdict else "nothing to judge")
    )
    return f"{said}, still open" if seen.open else said


def _made_from(seen: Observation) -> Iterator[Line]:
    yield Line(what="counted time", value=duration(seen.counted.micros))
    if seen.gaps:
        yield Line(what="not covered by evidence", value=duration(seen.gaps.micros), note=str(seen.gaps))
    yield Line(what="evidence", value=", ".join(seen.evidence) or "none")
    for name, value in seen.workings:
        yield Line(what=name, value=value)
    for use in seen.exclusions:
        yield Line(
            what=f"exclusion {use.cause} ({use.exemption})", value=describe(use), rule=use.clause or ""
        )
    for note in seen.notes:
        yield Line(what="note", value=note)


def _award(award: Award) -> Line:
    return Line(
        what=award.remedy,
        value=str(award) if award.due is not False else "nothing",
        note=award.why,
        rule=award.clause or "",
        of=tuple(_step(step) for step in award.steps),
    )


def _step(step: StepTaken) -> Line:
    return Line(what=step.step, value=f"{step.before} → {step.after}", note=step.note)


def _settlement(penalty: Penalty) -> Line:
    owes = f"settlement of {penalty.period}"
    if not penalty.is_nothing:
        owes += f": {penalty.debtor} owes {penalty.creditor}"
    exact = (
        "" if penalty.exact in (None, penalty.payable_low) else f"rounded once from {penalty.exact.shown()}"
    )
    return Line(
        what=owes,
        value=str(penalty),
        note="; ".join(part for part in (exact, *penalty.notes) if part),
        of=tuple(_step(step) for step in penalty.steps),
    )
