"""The ledger: what earlier periods came to, as dated entries that the caller keeps."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve, field, frozen
from attrs.converters import optional

from slacore.errors import EvaluationError
from slacore.values import Instant, Window, exact
from slacore.values.choice import one_of

ENTRIES = ("met", "breached", "indeterminate", "measured", "credited", "pointed")


@frozen(kw_only=True)
class Entry:
    """One thing that a period came to, as a pair where it is in doubt."""

    period: Window
    what: str = field(validator=one_of(ENTRIES))
    # The level it is about; None is the settlement of all levels.
    level: str | None = None
    low: Fraction | None = field(default=None, converter=optional(exact))
    high: Fraction | None = field(default=None, converter=optional(exact))
    unit: str = ""

    @property
    def is_exact(self) -> bool:
        """Whether the figure is fully known."""
        return self.low is not None and self.low == self.high


def _in_fixed_order(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda e: (e.period.end, e.period.start, e.level or "", e.what, e.unit)))


@frozen(kw_only=True)
class Ledger:
    """The history of one agreement. `evaluate` takes one and hands back the next."""

    agreement: str
    entries: tuple[Entry, ...] = field(default=(), converter=_in_fixed_order)
    # Since when nothing is missing from it.
    complete_since: Instant | None = None

    def extended(self, entries: tuple[Entry, ...]) -> Ledger:
        """The next ledger. A period that is entered already is refused, not counted twice."""
        known = {(entry.level, entry.period) for entry in self.entries}
        for entry in entries:
            if (entry.level, entry.period) in known:
                raise EvaluationError(
                    f"the ledger already has {entry.level or 'the settlement'} for {entry.period}; "
                    "evaluate a window that comes after it, or hand in the ledger as it was before"
                )
        return evolve(self, entries=(*self.entries, *entries))
