"""An evaluation for people: levels, breaches, penalties, totals, findings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from slacore.cli.page import Page
from slacore.evaluation import Breach, Evaluation, Judgement, Penalty
from slacore.evaluation.outline import claim_text
from slacore.model import Observation, Verdict
from slacore.values import Bounds, Instant, Quantity, Window

_STYLES = {Verdict.MET: "green", Verdict.BREACHED: "bold red", Verdict.INDETERMINATE: "yellow"}
# Of a level that judges every ticket by itself, as many are shown as a screen holds.
_SHOWN = 15


def show_result(page: Page, result: Evaluation, explain: bool) -> None:
    """The whole result, and with `explain` where every figure comes from."""
    page.line(f"{result.agreement.name}, {span(result.window)}: {_overall(result.verdict)}", "bold")
    show_levels(page, result)
    show_penalties(page, result)
    show_outcomes(page, result)
    if result.findings:
        page.heading("Findings")
        page.items(str(finding) for finding in result.findings)
    if explain:
        page.heading("Why")
        page.tree(result.explain().split("\n"))


def show_levels(page: Page, result: Evaluation) -> None:
    """What was measured of every level and period, and what was broken by how much."""
    page.table(("level", "period", "measured", "target", "verdict"), _rows(result))
    if result.breaches:
        page.line("Breaches", "bold")
        page.items(_most(result.breaches))


def show_penalties(page: Page, result: Evaluation) -> None:
    """Who owes whom how much for which period, and for what."""
    if not result.settlements:
        return
    page.heading("Penalties")
    if not result.penalties:
        page.line("nothing is owed", first="  ")
    for penalty in result.penalties:
        due = [award for award in penalty.awards if award.due is not False]
        only = f" ({due[0].remedy})" if len(due) == 1 else ""
        page.line(_owed(penalty, only), first="  • ")
        if len(due) > 1:
            for award in due:
                subject = award.level + (f", {award.record}" if award.record else "")
                page.line(f"{subject}: {award.remedy} {award}", first="    – ")
    if len(result.penalties) > 1:
        page.line(f"in all {' and '.join(str(owed) for owed in result.totals)}", "bold", first="  ")


def show_outcomes(page: Page, result: Evaluation) -> None:
    """Rights that a party has, and actions that one owes."""
    if result.rights:
        page.heading("Rights")
        page.items(f"{_about(right.level, right.period)}: {right}" for right in result.rights)
    if result.actions:
        page.heading("Actions")
        page.items(f"{_about(action.level, action.period)}: {action}" for action in result.actions)


def _about(level: str | None, period: Window) -> str:
    return f"{level or 'settlement'}, {span(period)}"


def verdict_text(verdict: Verdict | None, note: str = "") -> Text:
    """A verdict in its colour."""
    said = "not judged" if verdict is None else verdict.value
    return Text(said + note, _STYLES[verdict] if verdict else "dim")


def span(window: Window) -> str:
    """A window in words, with the times of its ends where they are not midnight."""
    name = str(window)
    return f"{_moment(window.start)} to {_moment(window.end)}" if "/" in name else name


def _moment(instant: Instant) -> str:
    clock = instant.to_datetime().replace(tzinfo=None)
    text = clock.isoformat(" ", timespec="auto")
    return text.removesuffix(" 00:00:00") if text.endswith(" 00:00:00") else text.removesuffix(":00")


def _overall(verdict: Verdict | None) -> str:
    return "nothing was judged" if verdict is None else verdict.value


def _rows(result: Evaluation) -> Iterator[tuple[Text, ...]]:
    for _, group in groupby(result.judgements, lambda one: (one.observation.level, one.observation.period)):
        judgements = list(group)
        if judgements[0].observation.record is None:
            yield from (_row(result, one) for one in judgements)
        else:
            yield from _rows_of_records(result, judgements)


def _rows_of_records(result: Evaluation, judgements: list[Judgement]) -> Iterator[tuple[Text, ...]]:
    """The records that need a look, one row each, and how many do not."""
    kept = [one for one in judgements if one.verdict is Verdict.MET]
    others = [one for one in judgements if one.verdict is not Verdict.MET]
    yield from (_row(result, one) for one in others[:_SHOWN])
    for rest, said in ((others[_SHOWN:], "not met, see --format json"), (kept, "met")):
        if rest:
            seen = rest[0].observation
            style = _STYLES[Verdict.MET] if rest is kept else ""
            count = Text(
                f"{len(rest)} {'more ' if others else ''}{'record' if len(rest) == 1 else 'records'}"
            )
            yield (
                Text(seen.level),
                Text(span(seen.period)),
                count,
                Text(_target(result, seen)),
                Text(said, style),
            )


def _row(result: Evaluation, one: Judgement) -> tuple[Text, ...]:
    seen = one.observation
    return (
        Text(seen.level + (f"\n{seen.record}" if seen.record else "")),
        Text(span(seen.period).replace(" to ", "\nto ")),
        Text(_measured(seen)),
        Text(_target(result, seen)),
        verdict_text(one.verdict, ",\nstill open" if seen.open else ""),
    )


def _measured(seen: Observation) -> str:
    """The figure, or its bounds one above the other."""
    return "nothing" if seen.idle else str(seen).replace(" to ", "\nto ")


def _target(result: Evaluation, seen: Observation) -> str:
    target = result.agreement.level(seen.level).target
    return "none" if target is None else str(target)


def _most(breaches: tuple[Breach, ...]) -> Iterator[str]:
    for breach in breaches[:_SHOWN]:
        subject = f"{breach.level}, {span(breach.period)}" + (f", {breach.record}" if breach.record else "")
        clause = f" [{breach.clause}]" if breach.clause else ""
        measured, missed = _figures(breach.measured, breach.unit), _figures(breach.shortfall, breach.unit)
        yield f"{subject}: {measured}, agreed {breach.target}; off by {missed}{clause}"
    if len(breaches) > _SHOWN:
        yield f"and {len(breaches) - _SHOWN} more, see --format json"


def _figures(bounds: Bounds, unit: str) -> str:
    """A figure, or the least and the most that it can be."""
    ends = [bounds.low] if bounds.value is not None else [bounds.low, bounds.high]
    return " to ".join("no limit" if end is None else Quantity(end, unit).shown() for end in ends)


def _owed(penalty: Penalty, what: str) -> str:
    text = f"{penalty.debtor} owes {penalty.creditor} {penalty} for {span(penalty.period)}{what}"
    if penalty.exact is not None and penalty.exact != penalty.payable:
        text += f", rounded once from {penalty.exact.shown()}"
    return "; ".join(part for part in (text, claim_text(penalty), *penalty.notes) if part)
