"""Gaps and fillings for values, counts and what is made from other levels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from laws.drawing import DAY, Place, clock
from laws.fillings import (
    APPROACHED,
    DOWNTIME,
    ENDLESS,
    OUTAGES,
    PROBES,
    Case,
    Rows,
    Sort,
    _all_up,
    _outages_ended,
    _tallies,
    _within,
)
from slacore import Delivery, Metric, Outage, Sample, ServiceLevel, Test, Window
from slacore.metrics import (
    Availability,
    Composite,
    Count,
    Deviation,
    Downtime,
    Freshness,
    OutageDuration,
    Percentile,
    Ratio,
    RollingMean,
    Sampled,
    Share,
    Throughput,
)


def _as_it_is(rows: Rows, gap: Window, size: int) -> Rows:
    """Nothing happened in the gap."""
    return rows


# Samples: whole hours from 0 to 10, of two series.


def _sample(name: str, at: int, hours: int, series: str = "depth") -> Sample:
    return Sample(id=name, at=clock(at), value=f"{hours} h", name=series)


def _samples_seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    rows: Rows = []
    for part in parts:
        for at in _within(data, part, data.draw(st.integers(0, 3))):
            series = data.draw(st.sampled_from(("depth", "depth", "other")))
            rows.append(_sample(f"s{len(rows)}", at, data.draw(st.integers(0, 10)), series))
    return rows


def _samples_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    moments = _within(data, gap, data.draw(st.integers(0, 4)))
    return [*rows, *(_sample(f"f{n}", at, data.draw(st.integers(0, 10))) for n, at in enumerate(moments))]


def _samples_of(hours: int) -> Callable[[Rows, Window, int], Rows]:
    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        at = (gap.start.micros + gap.micros * n // size for n in range(size))
        return [*rows, *(_sample(f"f{n}", moment, hours) for n, moment in enumerate(at))]

    return rows_of


def _days_of(gap: Window) -> range:
    """An instant a day, from the gap's first one on."""
    return range(gap.start.micros, gap.end.micros, DAY)


def _daily_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    """Some of the days, each with a value."""
    kept = [at for at in _days_of(gap) if data.draw(st.booleans())]
    return [*rows, *(_sample(f"f{n}", at, data.draw(st.integers(0, 10))) for n, at in enumerate(kept))]


def _daily_of(hours: int) -> Callable[[Rows, Window, int], Rows]:
    def rows_of(rows: Rows, gap: Window, size: int) -> Rows:
        return [*rows, *(_sample(f"f{n}", at, hours) for n, at in enumerate(_days_of(gap)))]

    return rows_of


SAMPLES = Sort(
    kind=Sample,
    seen=_samples_seen,
    fill=_samples_filled,
    lowest=_samples_of(0),
    highest=_samples_of(10),
)
DAILY = evolve(SAMPLES, fill=_daily_filled, lowest=_daily_of(0), highest=_daily_of(10))
# Of a share of small values the worst are the large ones.
SHARED = evolve(SAMPLES, lowest=_samples_of(10), highest=_samples_of(0))
SHARED_DAILY = evolve(DAILY, lowest=_daily_of(10), highest=_daily_of(0))


def sampled(cls: type[Metric] = Sampled, **more: Any) -> Metric:
    """A metric of the depth, in hours up to ten."""
    return cls(**{"of": "depth", "unit": "hour", "highest": "10 h", **more})


_SMALL = Test(fact="value", at_most="4 h")
_VALUES = (
    Case(name="mean of samples", metric=sampled(), sort=SAMPLES, low=APPROACHED, high=APPROACHED, edge="3 h"),
    Case(name="mean of daily samples", metric=sampled(every="1 d"), sort=DAILY, edge="3 h"),
    Case(
        name="largest sample",
        metric=sampled(over="largest", highest=None),
        sort=evolve(SAMPLES, lowest=_as_it_is),
        high=ENDLESS,
        edge="5 h",
    ),
    Case(
        name="smallest sample",
        metric=sampled(over="smallest"),
        sort=evolve(SAMPLES, highest=_as_it_is),
        edge="2 h",
    ),
    Case(
        name="total of samples",
        metric=sampled(over="total"),
        sort=evolve(SAMPLES, lowest=_as_it_is),
        high=ENDLESS,
        edge="9 h",
    ),
    Case(name="total of daily samples", metric=sampled(over="total", every="1 d"), sort=DAILY, edge="9 h"),
    Case(
        name="median of samples",
        metric=sampled(Percentile, percent=50, method="inclusive"),
        sort=SAMPLES,
        low=APPROACHED,
        high=APPROACHED,
        edge="3 h",
    ),
    Case(
        name="ninetieth percentile of daily samples",
        metric=sampled(Percentile, percent=90, method="exclusive", every="1 d"),
        sort=DAILY,
        edge="5 h",
    ),
    Case(
        name="hundredth percentile",
        metric=sampled(Percentile, percent=100, method="nearest rank"),
        sort=evolve(SAMPLES, lowest=_as_it_is, highest=_samples_of(10)),
        edge="5 h",
    ),
    Case(
        name="share of small samples",
        metric=Share(of="sample", good=_SMALL),
        sort=SHARED,
        low=APPROACHED,
        high=APPROACHED,
        edge="60 %",
    ),
    Case(
        name="share of small daily samples",
        metric=Share(of="sample", good=_SMALL, every="1 d"),
        sort=SHARED_DAILY,
        edge="60 %",
    ),
)

# Counts.

_COUNTED = evolve(OUTAGES, lowest=_as_it_is)
_COUNTS = (
    Case(name="number of outages", metric=Count(of="outage"), sort=_COUNTED, high=ENDLESS, edge="2 count"),
    Case(
        name="number of outages that ended",
        metric=Count(of="outage", counted_by="end"),
        sort=_COUNTED,
        high=ENDLESS,
        edge="2 count",
    ),
    Case(
        name="number of what was tallied as bad",
        metric=Count(of="tally", part="bad"),
        sort=evolve(_tallies("counts"), lowest=_as_it_is),
        high=ENDLESS,
        edge="7 count",
    ),
    Case(
        name="probes a day",
        metric=Throughput(of="probe", unit="count / day"),
        sort=evolve(PROBES, lowest=_as_it_is),
        high=ENDLESS,
        edge="1 count / day",
    ),
)

# How long outages lasted.


def _short_outages(rows: Rows, gap: Window, size: int) -> Rows:
    """So many, and the shorter the more they are; nothing lasts no time at all."""
    at, length = gap.start.micros, 4000 // size
    more = [Outage(id=f"f{n}", start=clock(at), end=clock(at + length)) for n in range(size)]
    return [*_outages_ended(rows, at), *more]


def _longest(by: str, lowest: Callable[[Rows, Window, int], Rows]) -> Case:
    return Case(
        name=f"longest outage by its {by}",
        metric=OutageDuration(over="largest", counted_by=by, unit="hour"),
        sort=evolve(OUTAGES, lowest=lowest),
        high=ENDLESS,
        edge="48 h",
    )


_DURATIONS = (
    Case(
        name="mean time to restore",
        metric=OutageDuration(over="mean", unit="hour"),
        sort=evolve(OUTAGES, lowest=_short_outages),
        low=APPROACHED,
        high=ENDLESS,
        edge="24 h",
    ),
    # One that goes on has not ended, and belongs to no period yet.
    _longest("end", _as_it_is),
    _longest("start", _all_up),
)
EACH_VALUE = (
    Case(name="each outage", metric=OutageDuration(unit="hour"), sort=OUTAGES, edge="24 h"),
    Case(name="each sample", metric=sampled(over="each"), sort=SAMPLES, edge="5 h"),
)

# New data.


def _arrival(name: str, at: int) -> Delivery:
    return Delivery(id=name, due=clock(at), delivered=clock(at))


def _arrivals_seen(data: Any, where: Place, parts: list[Window], gap: Window) -> Rows:
    moments = [at for part in parts for at in _within(data, part, data.draw(st.integers(0, 3)))]
    return [_arrival(f"d{n}", at) for n, at in enumerate(moments)]


def _arrivals_filled(data: Any, where: Place, rows: Rows, gap: Window) -> Rows:
    moments = _within(data, gap, data.draw(st.integers(0, 4)))
    return [*rows, *(_arrival(f"f{n}", at) for n, at in enumerate(moments))]


def _arrivals_of(rows: Rows, gap: Window, size: int) -> Rows:
    at = (gap.start.micros + gap.micros * n // size for n in range(size))
    return [*rows, *(_arrival(f"f{n}", moment) for n, moment in enumerate(at))]


ARRIVALS = Sort(
    kind=Delivery,
    seen=_arrivals_seen,
    fill=_arrivals_filled,
    lowest=_arrivals_of,
    highest=_as_it_is,
)
_FRESH = (
    Case(name="oldest age", metric=Freshness(), sort=ARRIVALS, low=APPROACHED, edge="200 h"),
    Case(name="age at the end", metric=Freshness(over="end"), sort=ARRIVALS, low=APPROACHED, edge="200 h"),
)

# Made from other levels.

_UP = ServiceLevel(name="up", metric=Availability())
_ALSO_UP = ServiceLevel(name="also up", metric=Availability(idle="full"))
_DOWN = ServiceLevel(name="down", metric=Downtime(unit="hour"))
_BOTH = ("up", "also up")


def made(name: str, metric: Metric, *others: ServiceLevel, sort: Sort = OUTAGES, **more: Any) -> Case:
    """A case of a level that is made from others."""
    return Case(name=name, metric=metric, sort=sort, others=others, **more)


_MADE = (
    made("in a row", Composite(of=_BOTH, how="serial"), _UP, _ALSO_UP, edge="95 %"),
    made("one of two", Composite(of=_BOTH, how="k of n", needed=1), _UP, _ALSO_UP),
    made("weighted", Composite(of=_BOTH, how="mean", weights=[1, 3]), _UP, _ALSO_UP),
    made("the smaller", Composite(of=_BOTH, how="smallest"), _UP, _ALSO_UP),
    made("the larger", Composite(of=_BOTH, how="largest"), _UP, _ALSO_UP),
    made(
        "hours down for a percent up",
        Ratio(of="down", to="up", unit="hour / percent"),
        _DOWN,
        _UP,
        sort=DOWNTIME,
        edge="1/10 hour / percent",
    ),
    made("off the plan", Deviation(of="down", reference="2 h"), _DOWN, sort=DOWNTIME, edge="10 %"),
    made("the last one", RollingMean(of="up", over="1 period"), _UP),
)
VALUE_CASES = (*_VALUES, *_COUNTS, *_DURATIONS, *_FRESH, *_MADE)
