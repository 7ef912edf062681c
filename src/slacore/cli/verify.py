"""``slacore verify``: whether worked examples beside an agreement still come out so."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.text import Text

from slacore.cli.exits import MET, Misuse
from slacore.cli.page import Page, printed
from slacore.values import canonical_json
from slacore.verification import Verification
from slacore.verification import verify as verified
from slacore.version import __version__

# The code of a breach: what was stated is not what was found.
DIFFERENT = 10


def verify(
    *folder: Annotated[
        str,
        Parameter(
            name="DIR",
            help="A folder with agreement.yaml, evidence*.yaml and expectation*.yaml, or a folder of such.",
        ),
    ],
    form: Annotated[
        Literal["table", "json"], Parameter(name="--format", help="For people, or for programs.")
    ] = "table",
    explain: Annotated[
        bool,
        Parameter(
            help="Say where every figure of a result that differs comes from.",
            negative="",
            show_default=False,
        ),
    ] = False,
) -> int:
    """Run agreements with their evidence, and compare what comes out with what is expected.

    Ends with 0: all is as expected. 10: something differs. 2: misuse. 1: internal error.
    """
    if explain and form == "json":
        raise Misuse("--explain belongs to --format table")
    if not folder:
        raise Misuse("there is nothing to verify; name a folder with an agreement and its expectations")
    found = [one for place in folder for one in verified(place)]
    if form == "json":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(canonical_json(_plain(found)) + "\n")
    else:
        sys.stdout.write(printed(lambda page: _show(page, found, explain)))
    return MET if all(one.agrees for one in found) else DIFFERENT


def _folders(found: list[Verification]) -> list[tuple[Path, list[Verification]]]:
    return [(folder, list(several)) for folder, several in groupby(found, lambda one: one.path.parent)]


def _show(page: Page, found: list[Verification], explain: bool) -> None:
    for folder, several in _folders(found):
        count = sum(len(one.differences) for one in several)
        page.line(
            f"{folder}: {_counted(count, 'difference') if count else 'ok'}", "bold red" if count else "green"
        )
        for one in several:
            if not one.agrees:
                _show_differences(page, one, explain)
    if found[-1].agrees:
        # A table and an explanation end with a blank line of their own.
        page.line()
    page.line(_summary(found), "bold")


def _show_differences(page: Page, one: Verification, explain: bool) -> None:
    title = one.expectation.title
    page.line(one.path.name + (f": {title}" if title else ""), first="  ")
    rows = ((Text(d.where), Text(d.expected), Text(d.found)) for d in one.differences)
    page.table(("", "expected", "found"), rows)
    if explain:
        page.tree(one.evaluation.explain().split("\n"))
        page.line()


def _summary(found: list[Verification]) -> str:
    different = sum(not one.agrees for one in found)
    said = f"{different} not as expected" if different else "all as expected"
    return f"{_counted(len(_folders(found)), 'folder')}, {_counted(len(found), 'expectation')}: {said}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _plain(found: list[Verification]) -> dict[str, Any]:
    """Plain data in a fixed order."""
    return {
        "slacore": __version__,
        "agrees": all(one.agrees for one in found),
        "verifications": [
            {
                "folder": one.path.parent.as_posix(),
                "expectation": one.path.name,
                "title": one.expectation.title,
                "agrees": one.agrees,
                "differences": [
                    {"where": d.where, "expected": d.expected, "found": d.found} for d in one.differences
                ],
            }
            for one in found
        ],
    }
