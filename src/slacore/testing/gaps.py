"""What must hold where evidence is missing or excluded: no figure that the rest could refute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from slacore.errors import SlacoreError
from slacore.evidence import Evidence, Exemption, Record
from slacore.model import Exclusion
from slacore.testing.check import Finding
from slacore.testing.measuring import Example, MetricTrial, Place
from slacore.values import Bounds, Window, WindowSet

_HOUR = 3_600_000_000
_EVER = 2**61
_MEND = "return a bare number, which is widened for you, or Bounds that hold whatever scope.gaps may hide"


def nothing_covered(trial: MetricTrial) -> Finding:
    """Where nothing was watched there is no exact figure."""
    for example in trial.examples():
        blind = evolve(example, evidence=Evidence())
        for (period, _), bounds in blind.figures().items():
            if bounds is not None and bounds.value is not None and _is_watched(trial):
                return (
                    f"nothing of {period} is covered, and yet the figure is exactly {bounds}: "
                    f"it is optimistic about gaps; {_MEND}"
                )
    return None


def _is_watched(trial: MetricTrial) -> bool:
    """Whether anything that it reads is watched and not only stated."""
    return any(one.coverage for one in trial.evidence)


def gaps(trial: MetricTrial) -> Finding:
    """Whatever part of the coverage is taken away, the figure known before is still possible."""
    for example in trial.in_hours():
        known = example.figures()
        for hole in _holes(example):
            place = _refuted(known, example.carved(hole).figures())
            if place is not None:
                period, record = place
                about = f" of {record}" if record else ""
                return (
                    f"with a gap at {_first(hole, example)} the figure{about} in {period} cannot be the "
                    f"{known[place]} that it was without the gap: it is optimistic about gaps; {_MEND}"
                )
    return None


def _first(hole: WindowSet, example: Example) -> str:
    zone = example.window.start.zone
    return str((hole & WindowSet.of(example.reach())).windows(zone)[0])


def _refuted(known: Mapping[Place, Bounds | None], less: Mapping[Place, Bounds | None]) -> Place | None:
    """A figure that cannot be what it was, now that less is known."""
    for (period, record), bounds in known.items():
        if bounds is None:
            continue
        # A record that nobody saw is one of those that a gap may hide.
        left = less.get((period, record), less.get((period, None)))
        if left is None or left.hull(bounds) != left:
            return period, record
    return None


def _holes(example: Example) -> Iterator[WindowSet]:
    """Parts of the counted time, and the time before and after the window."""
    counted = WindowSet(span for scope in example.scopes() for span in scope.counted.spans)
    start, end = example.window.start.micros, example.window.end.micros
    yield WindowSet([(-_EVER, start)])
    yield WindowSet([(end, _EVER)])
    for hole in (*_slices(start, end), *_around_records(example)):
        if inside := hole & counted:
            yield inside


def _slices(start: int, end: int) -> Iterator[WindowSet]:
    for parts in (1, 2, 5):
        for number in range(parts):
            low, high = (start + (end - start) * one // parts for one in (number, number + 1))
            yield WindowSet([(low, high)])
    yield WindowSet([(start, start + _HOUR)])
    yield WindowSet([(end - _HOUR, end)])


def _around_records(example: Example) -> Iterator[WindowSet]:
    """Each record, a part of it, some time around it; and all but the records."""
    spans = [_span(record, example.window) for record in example.evidence.records if record.excludable]
    # Of many records some will do.
    for low, high in spans[:: max(1, len(spans) // 6)]:
        yield WindowSet([(low, high)])
        yield WindowSet([(low - _HOUR, high + _HOUR)])
        third = (high - low) // 3
        yield WindowSet([(low + third, high - third)])
    yield WindowSet.of(example.window) - WindowSet(spans)


def _span(record: Record, window: Window) -> tuple[int, int]:
    extent = record.extent()
    if extent is None:
        return 0, 0
    start, end = extent
    # An instant is a microsecond, so that a hole can hold it.
    return start.micros, max(start.micros + 1, (window.end if end is None else end).micros + 1)


_CAUSE = "a check of slacore.testing"


def excluded_records(trial: MetricTrial) -> Finding:
    """Records that lie wholly in excluded time do not count, and with no time left it does not fail."""
    for example in trial.examples():
        for effect in ("numerator", "denominator"):
            excused = evolve(example, exclusions=(Exclusion(cause=_CAUSE, effect=effect),))
            try:
                with_them = _excusing(excused, example.evidence.records).figures()
                without = _excusing(excused, tuple(_outside(example))).figures()
            except SlacoreError:
                # The evidence itself makes no sense to the metric without that time.
                continue
            except ArithmeticError as error:
                return (
                    f"with all time excluded from the {effect} it raised {type(error).__name__} ({error}): "
                    "return None where scope.counted is empty"
                )
            if with_them != without:
                return (
                    f"records that lie wholly in time excluded from the {effect} change the figure: measure "
                    "scope.records, from which they are taken, or ask scope.counts(instant)"
                )
    return None


def _excusing(example: Example, records: tuple[Record, ...]) -> Example:
    """The example with those records, and an exemption of the whole window."""
    window = example.window
    asked = Exemption(id="slacore-check", start=window.start, end=window.end, cause=_CAUSE)
    return evolve(example, evidence=evolve(example.evidence, records=(*records, asked)))


def _outside(example: Example) -> Iterator[Record]:
    """The records that do not lie wholly in the window."""
    window = example.window
    for record in example.evidence.records:
        extent = record.extent()
        ended = extent is not None and extent[1] is not None
        inside = extent is not None and extent[0] >= window.start and ended and extent[1] < window.end  # type: ignore[operator]
        if not (inside and record.excludable):
            yield record
