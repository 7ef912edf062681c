"""Enter: what of a period goes to the ledger, and which rights it gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from slacore.evaluation.award import Award
from slacore.evaluation.course import Between
from slacore.evaluation.judging import judge
from slacore.evaluation.observing import Observed
from slacore.evaluation.outcomes import Right
from slacore.evaluation.settling import Settled
from slacore.evaluation.sharing import paid
from slacore.model import (
    Entry,
    ServiceLevel,
)
from slacore.model.amount import added
from slacore.model.history import CERTAIN, NOTHING, PERHAPS
from slacore.values import Bounds, Window


def any_broken(verdicts: Iterable[str]) -> Bounds:
    """Whether any of the verdicts is a breach, as no, perhaps or yes."""
    found = set(verdicts)
    if "breached" in found:
        return CERTAIN
    return PERHAPS if "indeterminate" in found else NOTHING


def judged(level: ServiceLevel, seen: Observed) -> Entry:
    """What the level was found to be, by one observation."""
    observation, verdict = seen.observation, judge(level, seen.observation)
    return Entry(
        level=observation.level,
        period=observation.period,
        record=observation.record,
        what=verdict.value if verdict else "measured",
        low=observation.low,
        high=observation.high,
        unit=observation.unit,
    )


def pointed(earned: Iterable[Award]) -> Iterator[Entry]:
    """The points of each level, before the settlement makes something else of them."""
    found: dict[tuple[str, Window], list[Award]] = defaultdict(list)
    for award in earned:
        if award.unit == "point":
            found[award.level, award.period].append(award)
    for (level, period), rows in found.items():
        low, high = added(row.low for row in rows), added(row.high for row in rows)
        yield Entry(level=level, period=period, what="pointed", low=low, high=high, unit="point")


def credited(settlements: Iterable[Settled], between: Between) -> Iterator[Entry]:
    """What was settled; what can still lapse unclaimed is a pair."""
    for one in settlements:
        penalty = one.penalty
        low, high = paid(one)
        yield Entry(
            period=penalty.period,
            what="pointed" if penalty.unit == "point" else "credited",
            low=low,
            high=high,
            unit=penalty.unit,
            provider=between[0],
            customer=between[1],
        )


def right_of(award: Award, between: Between) -> Right:
    """The right that an award gives, and to whom."""
    provider, customer = between
    more: dict[str, Any] = {
        name: getattr(award, name) for name in ("period", "remedy", "why", "record", "steps", "answers")
    }
    return Right(
        level=award.level or None,
        right=award.right or award.remedy,
        holder=provider if award.holder == "provider" else customer,
        state=True if award.due and award.low == 1 else None,
        until=award.until,
        clause=award.clause,
        **more,
    )
