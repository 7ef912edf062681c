"""Claim: owed only if it is asked for in time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from attrs import evolve, field, frozen

from slacore.errors import InvalidValue
from slacore.evidence import Claim
from slacore.model import Amount, Case, Deadline, Step, deadline
from slacore.model.amount import RIGHT
from slacore.model.deadline import last_day
from slacore.values import Instant, Window, WindowSet
from slacore.values.choice import one_of


@frozen(kw_only=True)
class ClaimWithin(Step):
    """Let an amount lapse unless a claim was submitted within the deadline after the period.

    Whether it was claimed is a state and no doubt about the sum: "claimed", "lapsed", or
    "open" for as long as the evidence of claims does not reach to the deadline. A claim that
    names no span is about every period that can still be claimed when it is submitted. Where
    each level must be claimed by itself, the step stands before the levels are joined.
    """

    kind: ClassVar[str] = "claim"
    head: ClassVar[str | None] = "within"

    within: Deadline = field(converter=deadline)
    # What the deadline is counted from: the end of the "period" or of the "record".
    after: str = field(default="period", validator=one_of(("period", "record")))

    def apply(self, amounts: tuple[Amount, ...], case: Case) -> tuple[Amount, ...]:
        """Each amount with its state; nothing where it lapsed."""
        return tuple(self._claimed(amount, case) for amount in amounts)

    def bends(self, amount: Amount, case: Case) -> Iterable[Fraction]:
        """Zero: what the customer owes does not lapse."""
        return (Fraction(0),)

    def turns(self, unit: str) -> str:
        """The same unit. A right is granted behind the claim."""
        if unit == RIGHT:
            raise InvalidValue("a right is the last step of its remedy; put the claim before it")
        return unit

    def sentence(self) -> str:
        """The step in words."""
        return f"if claimed within {self.within} after the {self.after}"

    def _claimed(self, amount: Amount, case: Case) -> Amount:
        since = self._since(case)
        until = self.within.after(since, None if case.scope is None else case.scope.hours)
        state, note = _state(amount, case, (since, until))
        if state == "lapsed" and (amount.value is None or amount.value > 0):
            # It lapses whatever it would have been.
            amount = evolve(amount, value=Fraction(0))
        return evolve(amount, claim=state, until=until, note=note)

    def _since(self, case: Case) -> Instant:
        """The end of the period or of the record."""
        end = case.period.end
        extent = case.record.extent() if self.after == "record" and case.record is not None else None
        return end if extent is None else (extent[1] or extent[0]).in_zone(end.zone)


def _state(amount: Amount, case: Case, span: tuple[Instant, Instant]) -> tuple[str, str]:
    since, until = span
    claims = [claim for claim in case.evidence.current() if isinstance(claim, Claim)]
    about = sorted((one.submitted, one.id) for one in claims if _is_about(one, amount, case, until))
    for submitted, name in about:
        if submitted < until:
            return "claimed", f"claimed in time by {name}"
    if about:
        return "lapsed", f"claimed late by {about[0][1]}: the last day was {last_day(until)}"
    if case.evidence.covered(Claim, case.service).covers(WindowSet.of(Window(since, until))):
        return "lapsed", f"not claimed until {last_day(until)}"
    return "open", f"can be claimed until {last_day(until)}"


def _is_about(claim: Claim, amount: Amount, case: Case, until: Instant) -> bool:
    if claim.service not in (None, case.service):
        return False
    # Behind a total, a claim about any of its levels is about the total; one about a record is not.
    if claim.level is not None and claim.level not in amount.sources():
        return False
    if claim.record is not None:
        return claim.record == amount.record
    if claim.start is not None:
        # Without an end it is about all until it was submitted.
        end = claim.end or claim.submitted
        return claim.start < case.period.end and end > case.period.start
    return case.period.start <= claim.submitted < until
