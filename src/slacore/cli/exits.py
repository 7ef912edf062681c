"""How the command can end, for scripts that call it."""

from __future__ import annotations

from slacore.errors import SlacoreError
from slacore.model import Verdict

MET = 0
INTERNAL = 1
MISUSE = 2
BREACHED = 10
INDETERMINATE = 11
# As a shell reports a program whose reader went away.
UNREAD = 141


class Misuse(SlacoreError, ValueError):
    """The command was called in a way that it cannot follow; the message says how to call it."""


def exit_code(verdict: Verdict | None) -> int:
    """The code of a verdict; where nothing was judged, nothing was broken."""
    return {Verdict.BREACHED: BREACHED, Verdict.INDETERMINATE: INDETERMINATE}.get(verdict, MET)  # type: ignore[arg-type]
