"""Which exemptions the agreement excuses, and which it refuses and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from slacore.evidence import Approval, Exemption, Record
from slacore.model import Exclusion, ExclusionUse, ServiceLevel
from slacore.values import WindowSet, duration


@frozen(kw_only=True)
class Excused:
    """Time taken from the numerator and from the denominator of one period, and the reasons."""

    numerator: WindowSet = WindowSet()
    denominator: WindowSet = WindowSet()
    added_back: WindowSet = WindowSet()
    relief: WindowSet = WindowSet()
    uses: tuple[ExclusionUse, ...] = ()


def excuse(level: ServiceLevel, known: Iterable[Record], time: WindowSet, *, customer: str) -> Excused:
    """Decide every exemption that touches `time`, the service time of one period.

    Exemptions are taken in order of their start: an allowance is used up by the first.
    """
    by_cause = {exclusion.cause: exclusion for exclusion in level.exclusions}
    used: dict[str, WindowSet] = defaultdict(WindowSet)
    excused: dict[str, WindowSet] = defaultdict(WindowSet)
    uses = []
    records = tuple(known)
    approvals = [record for record in records if isinstance(record, Approval)]
    exemptions = [record for record in records if isinstance(record, Exemption)]
    for exemption in sorted(exemptions, key=lambda one: (one.start, one.id)):
        asked = WindowSet.of(exemption.window) & time
        if not asked:
            continue
        exclusion = by_cause.get(exemption.cause)
        given = [approval for approval in approvals if approval.of == exemption.id]
        reason = _refusal(exemption, exclusion, _unapproved(given, customer))
        use = _decide(exemption, exclusion, asked, used[exemption.cause], reason)
        uses.append(use)
        used[exemption.cause] |= use.applied
        if exclusion is not None:
            excused[exclusion.effect] |= use.applied
    return Excused(
        numerator=excused["numerator"],
        denominator=excused["denominator"],
        added_back=excused["added back"],
        relief=excused["relief"],
        uses=tuple(uses),
    )


def _decide(
    exemption: Exemption, exclusion: Exclusion | None, asked: WindowSet, used: WindowSet, reason: str
) -> ExclusionUse:
    granted = WindowSet() if reason or exclusion is None else _within_allowance(exclusion, asked, used)
    if not reason and exclusion is not None and granted != asked:
        reason = f"the allowance of {exclusion.allowance} a period is used up"
    return ExclusionUse(
        exemption=exemption.id,
        cause=exemption.cause,
        applied=granted,
        refused=asked - granted,
        reason=reason,
        effect="" if exclusion is None else exclusion.effect,
        clause=None if exclusion is None else exclusion.clause,
    )


def _refusal(exemption: Exemption, exclusion: Exclusion | None, unapproved: str) -> str:
    """Why nothing of it is excused; nothing if all that was agreed is there."""
    if exclusion is None:
        return f"the level excludes no '{exemption.cause}'"
    if exclusion.party is not None and exemption.party != exclusion.party:
        return f"fault of {exemption.party or 'nobody named'}, excluded only where it is of {exclusion.party}"
    if exclusion.proof and exemption.proof is None:
        return "nothing is on record to show it, evidence agreed"
    if exclusion.approval and unapproved:
        return unapproved
    return _notice(exemption, exclusion)


def _unapproved(given: list[Approval], customer: str) -> str:
    """Why the customer has not approved; nothing if it has. Whoever is not named is the customer."""
    others = [approval.by for approval in given if approval.by not in (None, customer)]
    if len(others) < len(given):
        return ""
    if not others:
        return "no approval is on record, approval agreed"
    return f"approved by {' and '.join(sorted(set(map(str, others))))}, approval of {customer} agreed"


def _notice(exemption: Exemption, exclusion: Exclusion) -> str:
    if exclusion.notice is None:
        return ""
    agreed = exclusion.notice.to("hour").shown()
    if exemption.announced is None:
        return f"no notice is on record, {agreed} agreed"
    given = exemption.start - exemption.announced
    return "" if given >= exclusion.notice else f"notice {given.to('hour').shown()}, {agreed} agreed"


def _within_allowance(exclusion: Exclusion, asked: WindowSet, used: WindowSet) -> WindowSet:
    """The first part of what is asked that the allowance still has room for."""
    if exclusion.allowance is None:
        return asked
    room = exclusion.allowance.micros - used.micros
    spans = []
    for start, end in (asked - used).spans:
        length = min(end - start, max(room, 0))
        spans.append((start, start + length))
        room -= length
    return WindowSet(spans) | (asked & used)


def describe(use: ExclusionUse) -> str:
    """One exclusion's outcome in words."""
    applied, refused = (duration(part.micros) for part in (use.applied, use.refused))
    if not use.refused:
        return f"{applied} excused"
    return (
        f"refused: {use.reason}" if not use.applied else f"{applied} excused, {refused} refused: {use.reason}"
    )
