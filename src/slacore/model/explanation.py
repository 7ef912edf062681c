"""Explanations: a tree of lines, each with the lines that it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen


@frozen(kw_only=True)
class Line:
    """One thing that was found: what it is, what it came to, why, and what it was made from."""

    what: str
    value: str = ""
    note: str = ""
    # The term of the agreement that was in force, with its clause.
    rule: str = ""
    of: tuple[Line, ...] = ()

    def text(self, depth: int = 0) -> Iterator[str]:
        """The line and those below it, two spaces deeper each."""
        head = f"{'  ' * depth}{self.what}"
        if self.value:
            head += f": {self.value}"
        if self.note:
            head += f" ({self.note})"
        if self.rule:
            head += f" [{self.rule}]"
        yield head
        for line in self.of:
            yield from line.text(depth + 1)
