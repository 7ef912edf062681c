"""The words that the command knows."""

from __future__ import annotations

from cyclopts import App

from slacore.cli.demo import demo
from slacore.cli.evaluate import evaluate
from slacore.cli.verify import verify
from slacore.version import __version__


def application() -> App:
    """The command with its words; errors are raised, and what a word returns is the exit code."""
    app = App(
        name="slacore",
        help="Service level agreements as data: what was broken, who owes whom how much, and why.",
        version=f"slacore {__version__}",
        help_format="plaintext",
        result_action="return_value",
        exit_on_error=False,
        print_error=False,
    )
    app.command(evaluate, usage="Usage: slacore evaluate AGREEMENT EVIDENCE... --window SPAN [OPTIONS]")
    app.command(verify, usage="Usage: slacore verify DIR... [OPTIONS]")
    app.command(demo)
    return app
