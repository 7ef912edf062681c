"""``slacore evaluate``: what evidence means under an agreement."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from slacore.cli.exits import Misuse, exit_code
from slacore.cli.inputs import charges_of, evidence_of, instant_of, window_of, write_ledger
from slacore.cli.page import printed
from slacore.cli.result import show_result
from slacore.evaluation import evaluate as evaluated
from slacore.serialization import load, load_ledger


def evaluate(
    agreement: Annotated[str, Parameter(help="The agreement, a YAML or JSON document.")],
    /,
    *evidence: Annotated[
        str,
        Parameter(help="KIND=FILE, as outage=outages.csv (csv, jsonl, parquet), or an evidence document."),
    ],
    window: Annotated[
        str,
        Parameter(
            help="2017, 2017-Q1, 2017-02, 2017-02-28 or START/END, in the agreement's zone.", metavar="SPAN"
        ),
    ],
    covers: Annotated[
        tuple[str, ...],
        Parameter(
            help="Time that every KIND=FILE covers; what is not covered is a gap. May be repeated.",
            metavar="SPAN",
            negative="",
            consume_multiple=False,
            show_default=False,
        ),
    ] = (),
    tz: Annotated[
        str | None,
        Parameter(help="The zone of --covers, and of times in KIND=FILE without an offset.", metavar="ZONE"),
    ] = None,
    charges: Annotated[
        str | None,
        Parameter(help="What percentages are of: '1000 USD', or a charges document.", metavar="MONEY|FILE"),
    ] = None,
    ledger: Annotated[
        str | None, Parameter(help="The ledger that an earlier evaluation wrote.", metavar="FILE")
    ] = None,
    ledger_out: Annotated[
        Path | None, Parameter(help="Where to write the ledger for the next evaluation.", metavar="FILE")
    ] = None,
    known_at: Annotated[
        str | None,
        Parameter(
            help="Leave out what was recorded after this instant of the agreement's zone.", metavar="INSTANT"
        ),
    ] = None,
    form: Annotated[
        Literal["table", "json"], Parameter(name="--format", help="For people, or for programs.")
    ] = "table",
    explain: Annotated[
        bool, Parameter(help="Say where every figure comes from.", negative="", show_default=False)
    ] = False,
) -> int:
    """Judge the evidence of a window under an agreement, and settle what is owed.

    Ends with 0: all was met. 10: breached. 11: cannot be said. 2: misuse. 1: internal error.
    """
    if explain and form == "json":
        raise Misuse("--explain belongs to --format table; JSON holds every figure as it is")
    terms = load(agreement)
    result = evaluated(
        terms,
        evidence_of(evidence, covers, tz, terms.zone),
        window_of("--window", window, terms.zone),
        charges=charges_of(charges),
        ledger=None if ledger is None else load_ledger(ledger),
        known_at=instant_of("--known-at", known_at, terms.zone),
    )
    text = (
        result.to_json() + "\n"
        if form == "json"
        else printed(lambda page: show_result(page, result, explain))
    )
    if ledger_out is not None:
        write_ledger(result.ledger, ledger_out)
    if form == "json" and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
    return exit_code(result.verdict)
