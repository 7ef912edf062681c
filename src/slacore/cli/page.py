"""A page of text for a terminal or a pipe: wrapped at words, and never cut."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterable

from attrs import field, frozen
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

# Longer lines are hard to read, however wide the screen is.
_WIDEST = 100
# A figure and its unit, a comparison and its figure: a line does not end between them.
_TOGETHER = re.compile(r"(?<=[\d…]) (?=%|[A-Z]{3}\b)|(?<=[≥≤<>=]) (?=\d)")
_TIED = "\N{NO-BREAK SPACE}"
_BLANKS_AT_END = re.compile(r" +$", re.MULTILINE)


def _console() -> Console:
    return Console(file=sys.stdout, markup=False, highlight=False, emoji=False)


@frozen
class Page:
    """What is written to it is shown at once, when it is finished: see `printed`."""

    console: Console = field(factory=_console)

    @property
    def width(self) -> int:
        """How wide a line may be."""
        return min(self.console.width, _WIDEST)

    def line(
        self, text: str = "", style: str | None = None, *, first: str = "", rest: str | None = None
    ) -> None:
        """A text, wrapped; `first` stands before its first line and `rest` before the others."""
        lines = textwrap.wrap(
            _TOGETHER.sub(_TIED, text),
            self.width,
            initial_indent=first,
            subsequent_indent=" " * len(first) if rest is None else rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        self.console.print("\n".join(lines).replace(_TIED, " "), style=style, soft_wrap=True)

    def heading(self, text: str, style: str = "bold") -> None:
        """A line that begins a part, with a blank one above."""
        self.line()
        self.line(text, style)

    def items(self, texts: Iterable[str]) -> None:
        """One point each."""
        for text in texts:
            self.line(text, first="  • ")

    def tree(self, lines: Iterable[str]) -> None:
        """Lines that are indented already and keep their depth where they are wrapped."""
        for line in lines:
            text = line.lstrip(" ")
            depth = " " * (len(line) - len(text) + 2)
            self.line(text, first=depth, rest=depth + "    ")

    def table(self, columns: Iterable[str], rows: Iterable[Iterable[Text]]) -> None:
        """A table whose cells are folded where they do not fit."""
        table = Table(box=SIMPLE_HEAD, pad_edge=True, header_style="dim")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.console.print(table, width=self.width)


def printed(write: Callable[[Page], None]) -> str:
    """The text of a page: all of it or, where something fails, nothing."""
    page = Page()
    with page.console.capture() as captured:
        write(page)
    return _BLANKS_AT_END.sub("", captured.get())
