"""The outline: the tree of lines from which every explanation is rendered."""

from __future__ import annotations

from collections.abc import Iterator

from slacore.evaluation.award import Answered, Award, StepTaken
from slacore.evaluation.exclusions import describe
from slacore.evaluation.findings import Finding
from slacore.evaluation.judging import Judgement
from slacore.evaluation.outcomes import Action, Right
from slacore.evaluation.penalty import Penalty
from slacore.model import Agreement, Line, Observation, Verdict
from slacore.model.deadline import last_day
from slacore.values import Quantity, Window, duration


def outline(
    agreement: Agreement,
    window: Window,
    *,
    verdict: Verdict | None,
    judgements: tuple[Judgement, ...],
    awards: tuple[Award, ...],
    settlements: tuple[Penalty, ...],
    rights: tuple[Right, ...],
    actions: tuple[Action, ...],
    findings: tuple[Finding, ...],
) -> Line:
    """The whole evaluation: levels by period, settlements, findings."""
    parts = [_level(agreement, judgement, awards) for judgement in judgements]
    parts += [_settlement(penalty) for penalty in settlements]
    parts += [_right(right) for right in rights]
    parts += [_action(action) for action in actions]
    if agreement.settlement.sole_remedy is not None:
        parts.append(Line(what="sole remedy", value="yes" if agreement.settlement.sole_remedy else "no"))
    if findings:
        of = tuple(Line(what=finding.about, note=finding.message) for finding in findings)
        parts.append(Line(what="findings", of=of))
    return Line(
        what=f"{agreement.name}, {window}",
        value=verdict.value if verdict else "not judged",
        rule=agreement.source or "",
        of=tuple(parts),
    )


def _level(agreement: Agreement, judgement: Judgement, awards: tuple[Award, ...]) -> Line:
    seen = judgement.observation
    level = agreement.level(seen.level)
    key = (seen.level, seen.period, seen.record)
    earned = [award for award in awards if (award.level, award.period, award.record) == key]
    rules = (f"target {level.target}" if level.target else "", level.clause or "")
    return Line(
        what=_subject(seen),
        value=str(seen),
        note=_verdict(judgement.verdict, seen),
        rule="; ".join(rule for rule in rules if rule),
        of=(*_made_from(seen, in_hours=level.hours is not None), *(_award(award) for award in earned)),
    )


def _subject(seen: Observation) -> str:
    return f"{seen.level}, {seen.period}" + (f", {seen.record}" if seen.record else "")


def _verdict(verdict: Verdict | None, seen: Observation) -> str:
    if verdict is not None:
        said = verdict.value
    elif seen.applies is False:
        said = "not judged"
    else:
        said = "nothing to judge" if seen.idle else "no target"
    return f"{said}, still open" if seen.open else said


def _spans(seen: Observation) -> str:
    """The gaps, in the zone that the period is shown in."""
    return ", ".join(str(window) for window in seen.gaps.windows(seen.period.start.zone))


def _made_from(seen: Observation, *, in_hours: bool) -> Iterator[Line]:
    # A day of service hours has not 24 of them, so days would mislead there.
    counted = Quantity.of_micros(seen.counted.micros, "hour").shown()
    yield Line(what="counted time", value=counted if in_hours else duration(seen.counted.micros))
    if seen.gaps:
        yield Line(what="not covered by evidence", value=duration(seen.gaps.micros), note=_spans(seen))
    yield Line(what="evidence", value=", ".join(seen.evidence) or "none")
    for name, value in seen.workings:
        yield Line(what=name, value=value)
    for use in seen.exclusions:
        yield Line(
            what=f"exclusion {use.cause} ({use.exemption})", value=describe(use), rule=use.clause or ""
        )
    if seen.policy:
        yield Line(what="policy", value=seen.policy)
    if seen.relieved is not None:
        yield Line(what="figure that remedies read", value=f"{seen.relieved} {seen.unit}")
    for note in seen.notes:
        yield Line(what="note", value=note)


def _award(award: Award) -> Line:
    return Line(
        what=award.remedy,
        value=str(award) if award.due is not False else "nothing",
        note=award.why,
        rule=award.clause or "",
        of=(*map(_answer, award.answers), *map(_step, award.steps)),
    )


def _answer(answer: Answered) -> Line:
    return Line(what=answer.question, value=str(answer))


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
        note="; ".join(part for part in (exact, claim_text(penalty), *penalty.notes) if part),
        of=tuple(_step(step) for step in penalty.steps),
    )


def claim_text(penalty: Penalty) -> str:
    """Whether it was claimed, where it must be."""
    if penalty.claim is None or penalty.claim_until is None:
        return ""
    last = last_day(penalty.claim_until)
    return {"open": f"owed if claimed until {last}", "lapsed": f"lapsed: to be claimed until {last}"}.get(
        penalty.claim, "claimed in time"
    )


def _right(right: Right) -> Line:
    about = "the settlement" if right.level is None else right.level
    return Line(
        what=f"right of {about}, {right.period}" + (f", {right.record}" if right.record else ""),
        value=str(right),
        note=right.why,
        rule=right.clause or "",
        of=(*map(_answer, right.answers), *map(_step, right.steps)),
    )


def _action(action: Action) -> Line:
    note = "" if action.completion is None else f"completion {action.completion}"
    return Line(
        what=f"action of {action.level}, {action.period}",
        value=str(action),
        note=note,
        rule=action.clause or "",
    )
