"""``slacore demo``: what real outages were worth under real agreements, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rich.text import Text

from slacore.cli.exits import MET
from slacore.cli.page import Page, printed
from slacore.cli.result import show_levels, show_penalties, verdict_text
from slacore.demo import Story, stories
from slacore.evaluation import Evaluation
from slacore.model import Line, Verdict

# Of a month of tickets, as many are explained as one wants to read.
_EXPLAINED = 3


def demo() -> int:
    """Show what real outages were worth under published terms, and why."""
    told = stories()
    sys.stdout.write(printed(lambda page: _show(page, told)))
    return MET


def _show(page: Page, told: tuple[Story, ...]) -> None:
    page.line("What real outages, and some invented days, were worth under agreements, and why.", "bold")
    page.line("A figure that ends in … goes on: it is cut here, and exact in every decision.")
    results = [(story, story.evaluate()) for story in told]
    for number, (story, result) in enumerate(results, start=1):
        _tell(page, f"{number}. {story.title}", story, result)
    page.heading("What it came to")
    page.table(("", "verdict", "owed"), (_summed(story, result) for story, result in results))
    page.line("Your own: slacore evaluate AGREEMENT KIND=FILE --covers SPAN --window SPAN", "bold")


def _tell(page: Page, title: str, story: Story, result: Evaluation) -> None:
    page.heading(title)
    page.line("─" * min(len(title), page.width), "dim")
    page.line(story.about)
    page.line(story.source, first="source: ")
    if story.assumptions:
        page.line("assumed:")
        page.items(story.assumptions)
    show_levels(page, result)
    show_penalties(page, result)
    page.heading("Why")
    page.tree(_why(result))


def _summed(story: Story, result: Evaluation) -> tuple[Text, ...]:
    owed = " and ".join(str(one) for one in result.totals) if result.penalties else "nothing"
    return Text(story.title), verdict_text(result.verdict), Text(owed.replace(" to ", "\nto "))


def _why(result: Evaluation) -> Iterator[str]:
    """What was broken or is in doubt, and every settlement; what was met is in the table."""
    lines = result.outline().of
    levels, rest = lines[: len(result.judgements)], lines[len(result.judgements) :]
    judged = zip(result.judgements, levels, strict=True)
    told = [line for one, line in judged if one.verdict is not Verdict.MET]
    yield from _text(told[:_EXPLAINED] or levels[:1])
    if len(told) > _EXPLAINED:
        yield f"and {len(told) - _EXPLAINED} more, each for reasons of its own"
    yield from _text(rest)


def _text(lines: list[Line] | tuple[Line, ...]) -> Iterator[str]:
    for line in lines:
        yield from line.text()
