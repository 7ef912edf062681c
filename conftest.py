"""The examples of the README and of docs are tests: every one is executed.

A python block runs; after a `>>>` prompt, what it prints is compared. A block with a caption
(`{code-block} yaml` and `:caption: hosting.yaml`) is saved under that name, so that a later
example may load it. In a `console` block every line after `$ ` runs, if it calls slacore or shows
an exit code, and what it prints is compared with the lines below it (`...` stands for anything).
A document runs from top to bottom in an empty folder of its own.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from types import ModuleType
from typing import Any

from sybil import Document, Example, Region, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.myst.lexers import DirectiveLexer

FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE
# What an example's command finds; it runs in another folder, so its paths are absolute.
ENVIRONMENT = {
    "COLUMNS": "100",
    "NO_COLOR": "1",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONPATH": os.pathsep.join(
        str(Path(path).resolve()) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path
    ),
}


def saved_files(document: Document) -> Iterable[Region]:
    """Save each captioned block that is not Python under its caption."""
    for region in DirectiveLexer("code-block", "(?!python).+")(document):
        if name := region.lexemes["options"].get("caption"):
            region.parsed = (name, region.lexemes["source"])
            region.evaluator = save
            yield region


def save(example: Example) -> None:
    """Write the block to the document's folder."""
    name, text = example.parsed
    Path(name).write_text(text, "utf-8")


def converse(example: Example) -> str | None:
    """Run the commands of a console block; return the first difference, if there is one."""
    code = 0
    for exchange in ("\n" + example.parsed).split("\n$ ")[1:]:
        line, _, wanted = exchange.partition("\n")
        command = shlex.split(line)
        if line == "echo $?":
            got = str(code)
        elif command[0] == "slacore":
            done = subprocess.run(
                [sys.executable, "-m", *command],
                capture_output=True,
                text=True,
                env=os.environ | ENVIRONMENT,
                encoding="utf-8",
                check=False,
            )
            code, got = done.returncode, done.stdout + done.stderr
        else:
            return f"an example may only run slacore, not {command[0]!r}"
        if not OutputChecker().check_output(wanted.strip() + "\n", got.strip() + "\n", FLAGS):
            return f"$ {line}\nexpected:\n{wanted}\ngot:\n{got}"
    return None


class Told(ModuleType):
    """A document as a module: what it has defined so far."""

    def __init__(self, name: str, namespace: dict[str, Any]) -> None:
        super().__init__(name)
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise AttributeError(name) from None


def enter(namespace: dict[str, Any]) -> None:
    """Give the document an empty folder, and its classes a module, so that they can be pickled."""
    sys.modules["example"] = Told("example", namespace)
    namespace["__name__"] = "example"
    namespace["_left"] = Path.cwd()
    namespace["_folder"] = tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def leave(namespace: dict[str, Any]) -> None:
    """Go back to where we were."""
    del sys.modules["example"]
    os.chdir(namespace["_left"])
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[
        saved_files,
        CodeBlockParser("console", converse),
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    setup=enter,
    teardown=leave,
).pytest()
