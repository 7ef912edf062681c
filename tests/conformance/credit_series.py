"""Credit cases that run over several periods: service points, rolling means, rights to terminate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from credit_metrics import told
from credit_remedies import made_charges, remedies, settlement
from credit_words import (
    BASE,
    LEVEL,
    Case,
    agreement,
    besides,
    charges,
    fact,
    known,
    limits,
    months,
    rounding,
    target,
)

import slacore as sla
from slacore.metrics import Reported, RollingMean
from slacore.remedies import Bands, Grant, Pay, Row, Times, Units


def _level(name: str, unit: str, **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(name=name, metric=Reported(name=name, unit=unit), **more)


def _evaluated(
    case: Case,
    level: sla.ServiceLevel,
    values: Iterable[Any],
    spans: list[sla.Window],
    *others: sla.ServiceLevel,
) -> sla.Evaluation:
    """One level over periods in a row, before which there was nothing."""
    window = sla.Window(spans[0].start, spans[-1].end)
    unit = level.metric.measured_in()
    facts = [fact(level.name, f"{value} {unit}", span) for value, span in zip(values, spans, strict=True)]
    terms = agreement(case, window.start.zone, level, *others, term=window)
    return sla.evaluate(terms, sla.Evidence(records=facts), window)


# Service points


def points(case: Case) -> sla.Evaluation:
    """A month for each figure: its points, more where the month before had some, and what they cost."""
    terms, inputs = case["terms"], case["inputs"]
    seen, spans = inputs["observations"], months(case, len(inputs["observations"]["series"]))
    promised = {"target": target(terms, "count"), "remedies": [_pointed(terms)]}
    levels = [_level(LEVEL, "count", **promised)]
    facts = [fact(LEVEL, f"{value} count", span) for value, span in zip(seen["series"], spans, strict=True)]
    if "other_points" in seen:
        levels.append(_level("others", "point", remedies=[_OTHERS]))
        given = [*[0] * (len(spans) - 1), seen["other_points"]]
        facts += [fact("others", f"{value} point", span) for value, span in zip(given, spans, strict=True)]
    window = sla.Window(spans[0].start, spans[-1].end)
    return sla.evaluate(
        agreement(
            case,
            window.start.zone,
            *levels,
            settlement=sla.Settlement(steps=_settlement(case, spans[-1]), rounding=rounding(terms)),
            term=window,
        ),
        sla.Evidence(records=facts) + besides(case, spans[-1]),
        window,
        charges=charges(inputs, spans),
    )


# Points that others count.
_OTHERS = sla.Remedy(when="always", steps=[Units(above="0 point", per="1 point"), Pay(rate="1 points")])


def _pointed(terms: Case) -> sla.Remedy:
    remedy = terms["remedy"]
    rows = [
        limits(Row, band["when"], "count", label=band["label"], pay=f"{band['points']} points")
        for band in remedy["bands"]
    ]
    again = sla.Test(lookback="count of pointed over 1 periods before", at_least="1 period")
    steps: list[sla.Step] = [Bands(rows=rows, gap="nothing", overlap="unsaid")]
    if "repeat_multiplier" in remedy:
        steps.append(Times(factor=remedy["repeat_multiplier"], when=again))
    when = "breached" if "target" in terms and remedy.get("gate") != "tier" else "always"
    return sla.Remedy(name="points", when=when, steps=steps)


def _settlement(case: Case, span: sla.Window) -> list[sla.Step]:
    """Points of all levels become money before it is limited."""
    total, *limited = settlement(case, span)
    if "percent_per_point" not in case["terms"]["remedy"]:
        return [total]
    rate = f"{case['terms']['remedy']['percent_per_point']} % of {BASE}"
    return [total, Pay(rate=rate, each="points"), *limited]


# Rights to terminate


def may_terminate(case: Case) -> bool:
    """Whether any of the clauses grants the right."""
    return any(known(_CLAUSES, rule["kind"])(case, rule) for rule in case["terms"]["termination"])


def _granted(result: sla.Evaluation) -> bool:
    return any(right.state for right in result.rights)


def _any_month_over(case: Case, rule: Case) -> bool:
    target = sla.Target(at_most=f"{rule['minutes']} min")
    return _granted(_in_months(case, "monthly_minutes", "min", [_right()], target=target))


def _contiguous_months_over(case: Case, rule: Case) -> bool:
    target = sla.Target(at_most=f"{rule['minutes']} min")
    right = _right(sla.Test(lookback="run of breached", at_least=f"{rule['n']} periods"))
    return _granted(_in_months(case, "monthly_minutes", "min", [right], target=target))


def _rolling_mean_below(case: Case, rule: Case) -> bool:
    """As of the last month: what was below before may have recovered."""
    values = case["inputs"]["observations"]["series"]
    level = _level("monthly", "%", remedies=[_right(_below(rule))])
    result = _evaluated(case, level, values, months(case, len(values)))
    return any(right.state and right.period.end == result.window.end for right in result.rights)


def _more_events_in_days(case: Case, rule: Case) -> bool:
    """A day for each date: how many events there were, and how many up to then."""
    events = Counter(case["inputs"]["observations"]["event_dates"])
    if not events:
        return False
    first, last = (sla.Instant.parse(date, tz="UTC") for date in (min(events), max(events)))
    term = sla.Window(first, last + sla.Quantity(1, "day"))
    days = sla.Period("day").ending_in(term, "UTC")
    test = sla.Test(lookback=f"sum of measured over {rule['days']} periods", above=f"{rule['n']} count")
    level = _level("events", "count", period="day", remedies=[_right(test)])
    values = [events[day.start.to_datetime().date().isoformat()] for day in days]
    return _granted(_evaluated(case, level, values, [*days]))


def _aggregate_hours_over(case: Case, rule: Case) -> bool:
    target = sla.Target(at_most=f"{rule['hours']} h")
    level = _level("aggregate", "h", target=target, remedies=[_right()])
    hours = case["inputs"]["observations"]["aggregate_hours"]
    return _granted(_evaluated(case, level, [hours], months(case, 1)))


_CLAUSES = {
    "any_month_over": _any_month_over,
    "n_contiguous_months_over": _contiguous_months_over,
    "rolling_mean_below": _rolling_mean_below,
    "more_than_n_in_rolling_days": _more_events_in_days,
    "aggregate_hours_over": _aggregate_hours_over,
}


def _right(*tests: sla.Test) -> sla.Remedy:
    name = " and ".join(str(test) for test in tests) or "breached"
    return sla.Remedy(name=name, when=tests or "breached", steps=[Grant(right="terminate")])


def _in_months(case: Case, observed: str, unit: str, rights: list[sla.Remedy], **more: Any) -> sla.Evaluation:
    values = case["inputs"]["observations"][observed]
    level = _level(LEVEL, unit, remedies=rights, **more)
    return _evaluated(case, level, values, months(case, len(values)))


# Means of the last months


def rolling_mean(case: Case) -> sla.Evaluation:
    """A month for each figure, and a level for their mean: what it earns in the last month counts."""
    terms, values = case["terms"], case["inputs"]["observations"]["series"]
    spans = months(case, len(values))
    mean = RollingMean(of="monthly", over=f"{terms['metric']['months']} periods")
    level = sla.ServiceLevel(
        name=LEVEL, metric=mean, target=target(terms, "%"), remedies=remedies(case, "percent", spans[-1])
    )
    window = sla.Window(spans[0].start, spans[-1].end)
    figures = [fact("monthly", f"{value} %", span) for value, span in zip(values, spans, strict=True)]
    return sla.evaluate(
        agreement(
            case,
            window.start.zone,
            _level("monthly", "%"),
            level,
            settlement=sla.Settlement(steps=settlement(case, spans[-1]), rounding=rounding(terms)),
            charges=made_charges(case),
            term=window,
        ),
        sla.Evidence(records=figures) + told(case, spans[-1]) + besides(case, spans[-1]),
        window,
        charges=charges(case["inputs"], spans),
    )


def _below(rule: Case) -> sla.Test:
    return sla.Test(lookback=f"mean of measured over {rule['months']} periods", below=f"{rule['value']} %")
