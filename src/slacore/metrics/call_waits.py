"""How long callers waited, one by one, and for which calls a metric of waits asks."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import field, frozen

from slacore.evidence import Call
from slacore.metrics.calls import ENDS, Counting, OfCalls, wait_of, waits_in
from slacore.metrics.doubtful import Doubtful
from slacore.model import Scope
from slacore.values.choice import one_of


@frozen(kw_only=True)
class OfWaits(OfCalls):
    """What metrics of waiting times share. Calls that were diverted never count."""

    # Whether a call belongs to the period in which its wait "settled", or it was "offered".
    counted_by: str = field(default="settled", validator=one_of(("settled", "offered")))

    def counting(self) -> Counting:
        """By what instant a call belongs to a period."""
        return Counting(self.counted_by)

    def ways(self) -> tuple[str, ...]:
        """The ends of a wait that count."""
        raise NotImplementedError(f"{type(self).__qualname__} must say which ends of a wait count")

    def waits(self, scope: Scope) -> Iterator[Doubtful]:
        """The wait of every call that counts or may count, in seconds."""
        for call in scope.of_kind(Call):
            found = _wait(call, scope, self.counting(), self.ways())
            if found is not None:
                yield found


def _wait(call: Call, scope: Scope, counting: Counting, ways: tuple[str, ...]) -> Doubtful | None:
    """The wait, and whether it counts for certain; None if it certainly does not."""
    known = wait_of(call, scope)
    waits = waits_in(call, scope, counting)
    held = [wait for wait, holds in waits.items() if holds]
    if not held or (known.how is not None and known.how not in ways):
        return None
    least = Fraction(min(held), 1_000_000)
    if known.how is not None:
        return Doubtful(least, least)
    # The longest wait of those that were looked at ends with the period, or never.
    endless = max(waits) in held
    last = scope.period.end.micros - 1 - call.offered.micros
    return Doubtful(
        least,
        None if endless else Fraction(last, 1_000_000),
        sure=len(held) == len(waits) and set(ENDS) <= set(ways),
    )
