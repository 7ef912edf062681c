"""The command itself: it runs what was asked and turns every error into one message and a code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence

from slacore.cli.exits import INTERNAL, MISUSE, UNREAD, Misuse
from slacore.errors import MissingExtra, SlacoreError

_NEEDED = ("cyclopts", "rich")
_DEBUG = "SLACORE_DEBUG"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, or the process's own, and return its exit code.

    0: every promise was met, or nothing was judged. 10: a promise was broken. 11: it cannot be
    said. 2: what was given cannot be used. 1: a fault of slacore.
    """
    _replace_what_a_stream_cannot_write()
    try:
        code = _application()(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        return code
    except SlacoreError as error:
        return _fail(str(error), MISUSE)
    except BrokenPipeError:
        return _nobody_reads()
    except Exception as error:  # the last line of defence: a message, and not a traceback
        if os.environ.get(_DEBUG):
            traceback.print_exc()
        said = f"internal error: {type(error).__name__}: {error}"
        return _fail(f"{said}\n  please report it, with what {_DEBUG}=1 shows", INTERNAL)


def _application() -> Callable[[list[str]], int]:
    """What understands the arguments, by the extra `cli`."""
    try:
        from cyclopts import CycloptsError

        from slacore.cli.application import application
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _NEEDED:
            raise
        raise MissingExtra(f"the command needs {error.name}; install slacore[cli]") from None

    def run(arguments: list[str]) -> int:
        try:
            return int(application()(arguments) or 0)
        except CycloptsError as error:
            asked = " ".join(("slacore", *(error.command_chain or ())))
            raise Misuse(f"{error} ({asked} --help says what there is)") from None

    return run


def _fail(message: str, code: int) -> int:
    print(f"slacore: {message}", file=sys.stderr)
    return code


def _replace_what_a_stream_cannot_write() -> None:
    """A terminal that knows no ≥ shows a question mark, rather than nothing at all."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _nobody_reads() -> int:
    """The reader of a pipe went away (``| head``): be silent, also when the process ends."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (until the process ends)
    return UNREAD
