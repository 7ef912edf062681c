"""Sets of time: sorted windows that neither touch nor overlap, with exact totals."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacore.values.window import Window

if TYPE_CHECKING:
    from typing import Self

# A span of microseconds since 1970, end excluded. The inner form of every set.
Span = tuple[int, int]


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return tuple(merged)


@frozen(repr=False)
class WindowSet:
    """Any amount of time, in pieces: overlap counts once, and touching pieces are one.

    ``WindowSet.of(window, …)`` builds one; ``|``, ``&``, ``-`` and `complement` give others.
    """

    spans: tuple[Span, ...] = field(default=(), converter=_merged)

    @classmethod
    def of(cls, *windows: Window) -> Self:
        """The time that is in any of the windows."""
        return cls((window.start.micros, window.end.micros) for window in windows)

    @property
    def micros(self) -> int:
        """The exact total length in microseconds."""
        return sum(end - start for start, end in self.spans)

    def windows(self, tz: str = "UTC") -> tuple[Window, ...]:
        """The pieces in order, shown in the zone `tz`."""
        return tuple(Window.of_micros(start, end, tz) for start, end in self.spans)

    def complement(self, within: Window) -> WindowSet:
        """The time of `within` that is not in this set."""
        return WindowSet.of(within) - self

    def contains(self, micros: int) -> bool:
        """Whether that instant (in microseconds) is in the set."""
        index = bisect_right(self.spans, micros, key=lambda span: span[0]) - 1
        return index >= 0 and micros < self.spans[index][1]

    def covers(self, other: WindowSet) -> bool:
        """Whether all of `other` is in this set."""
        return not other - self

    def __or__(self, other: WindowSet) -> WindowSet:
        return WindowSet((*self.spans, *other.spans))

    def __and__(self, other: WindowSet) -> WindowSet:
        shared: list[Span] = []
        mine, theirs = iter(self.spans), iter(other.spans)
        one, two = next(mine, None), next(theirs, None)
        while one and two:
            start, end = max(one[0], two[0]), min(one[1], two[1])
            if start < end:
                shared.append((start, end))
            if one[1] <= two[1]:
                one = next(mine, None)
            else:
                two = next(theirs, None)
        return WindowSet(shared)

    def __sub__(self, other: WindowSet) -> WindowSet:
        left: list[Span] = []
        holes = other.spans
        for start, end in self.spans:
            at = max(bisect_right(holes, start, key=lambda span: span[0]) - 1, 0)
            while at < len(holes) and holes[at][0] < end:
                hole_start, hole_end = holes[at]
                if start < hole_start:
                    left.append((start, hole_start))
                start = max(start, hole_end)
                at += 1
            left.append((start, end))
        return WindowSet(left)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[Window]:
        return iter(self.windows())

    def __len__(self) -> int:
        return len(self.spans)

    def __str__(self) -> str:
        return ", ".join(str(window) for window in self.windows()) or "no time"

    def __repr__(self) -> str:
        return f"WindowSet({list(self.spans)!r})"
