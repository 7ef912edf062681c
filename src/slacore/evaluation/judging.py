"""Judge: what a figure means for the target, over all that it can be."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from slacore.model import Observation, ServiceLevel, Target, Verdict
from slacore.values import Bounds, Quantity, Window


@frozen(kw_only=True)
class Judgement:
    """One observation with what it means for its target."""

    observation: Observation
    # None where the level has no target, or nothing to judge.
    verdict: Verdict | None


@frozen(kw_only=True)
class Breach:
    """A promise that was broken, whatever the gaps in the evidence held."""

    level: str
    period: Window
    # The measured figure, least and most, in `unit`.
    measured: Bounds
    unit: str
    target: Target
    # How far the figure lies off the target, least and most, in `unit`.
    shortfall: Bounds
    record: str | None = None
    # Why it is deemed a breach, where it is one whatever the figure.
    deemed: str = ""
    # Whether the period was still running when the window ended.
    open: bool = False
    clause: str | None = None

    def __str__(self) -> str:
        subject = f"{self.level}, {self.period}" + (f", {self.record}" if self.record else "")
        low, high = self.measured.low, self.measured.high
        if low is not None and low == high:
            return f"{subject}: {Quantity(low, self.unit).shown()}, agreed {self.target}"
        low_text, high_text = (
            "no limit" if side is None else Quantity(side, self.unit).shown() for side in (low, high)
        )
        return f"{subject}: {low_text} to {high_text}, agreed {self.target}"


def judge(level: ServiceLevel, observation: Observation) -> Verdict | None:
    """MET where every value keeps the promise, BREACHED where none does, else INDETERMINATE.

    None where there is no target or nothing to judge. No data is never MET. What the
    agreement deems of missing data goes before the figure.
    """
    if level.target is None or observation.idle or observation.applies is False:
        return None
    if observation.deemed is not None:
        return observation.deemed
    if observation.bounds is None:
        return Verdict.INDETERMINATE
    holds = level.target.hold_over(observation.bounds, observation.unit)
    return {True: Verdict.MET, False: Verdict.BREACHED, None: Verdict.INDETERMINATE}[holds]


def breach(level: ServiceLevel, observation: Observation) -> Breach | None:
    """The breach, if the promise was broken for certain."""
    if judge(level, observation) is not Verdict.BREACHED or level.target is None:
        return None
    measured = level.metric.limits() if observation.bounds is None else observation.bounds
    return Breach(
        level=level.name,
        period=observation.period,
        measured=measured,
        unit=observation.unit,
        target=level.target,
        shortfall=_shortfall(level.target, measured, observation.unit),
        record=observation.record,
        deemed=observation.policy if observation.deemed is not None else "",
        open=observation.open,
        clause=level.clause,
    )


def _shortfall(target: Target, measured: Bounds, unit: str) -> Bounds:
    """The distance to the edge that was missed; without limit where the figure is."""
    low, high = measured.low, measured.high
    point = target.equals if isinstance(target.equals, Quantity) else None
    least, most = (
        None if edge is None else edge.in_unit(unit) for edge in (point or target.least, point or target.most)
    )
    if least is not None and high is not None and high <= least:
        return Bounds(least - high, None if low is None else least - low)
    if most is not None and low is not None and low >= most:
        return Bounds(low - most, None if high is None else high - most)
    return Bounds(Fraction(0), None)
