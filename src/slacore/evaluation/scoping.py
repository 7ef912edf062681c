"""Scope: which periods a window holds, and what each level sees of the evidence in them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from slacore.evaluation.exclusions import excuse
from slacore.evaluation.findings import Finding
from slacore.evidence import Approval, Evidence, Exemption, Fact, Record
from slacore.model import Agreement, ExclusionUse, Scope, ServiceLevel
from slacore.values import Instant, Window, WindowSet


@frozen(kw_only=True)
class LevelPeriod:
    """One period of one level, as its metric will see it."""

    level: ServiceLevel
    scope: Scope
    uses: tuple[ExclusionUse, ...] = ()
    # The same scope as remedies see it, where an exclusion relieves of the remedy only.
    relief: Scope | None = None
    # Whether the period was still running when the window ended.
    open: bool = False
    # Records whose membership the evidence cannot say.
    uncertain: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def periods(agreement: Agreement, level: ServiceLevel, window: Window) -> tuple[tuple[Window, bool], ...]:
    """The level's periods that belong to the window, each with whether it still runs."""
    zone = agreement.zone_of(level)
    found = list(level.period.ending_in(window, zone))
    running = level.period.running_at(window, zone)
    if running is not None:
        found.append(running)
    cut = (_in_term(agreement.term, level, period) for period in found)
    return tuple(
        (period, period.end > window.end)
        for period in cut
        if period is not None and period.end > window.start and period.start < window.end
    )


def _in_term(term: Window | None, level: ServiceLevel, period: Window) -> Window | None:
    """The part of the period in which the agreement holds."""
    if term is None:
        return period
    if level.period.is_rolling and period.end > term.end:
        # The next ones end after the agreement did: cut, they would all be the last one again.
        return None
    return period.clip(term)


def window_findings(agreement: Agreement, level: ServiceLevel, window: Window) -> Iterator[Finding]:
    """Where the window cuts periods of the level."""
    if level.period.is_rolling:
        return
    for period, still_open in periods(agreement, level, window):
        if period.start < window.start:
            message = (
                f"the window starts inside the period {period}, which belongs to it and is measured whole"
            )
            yield Finding(about=level.name, message=message)
        if still_open:
            message = (
                f"the window ends inside the period {period}: it is judged as still open and owes nothing yet"
            )
            yield Finding(about=level.name, message=message)


def service_of(agreement: Agreement, level: ServiceLevel) -> str | None:
    """The service that the level is about: its own, or the only one there is."""
    if level.service is not None:
        return level.service
    return agreement.services[0].name if len(agreement.services) == 1 else None


def scope_periods(
    agreement: Agreement, level: ServiceLevel, evidence: Evidence, window: Window
) -> Iterator[LevelPeriod]:
    """The level's scope in every period of the window."""
    service = service_of(agreement, level)
    known = tuple(record for record in evidence.current() if _is_about(record, level, service))
    kinds = level.metric.reads()
    read = tuple(record for record in known if isinstance(record, kinds))
    covered = _covered(evidence, kinds, service, level.source)
    zone, customer = agreement.zone_of(level), agreement.customer_of(level)
    for period, still_open in periods(agreement, level, window):
        seen = covered & WindowSet(((-(2**62), window.end.micros),)) if still_open else covered
        yield _scope(level, _Given(known, read, seen, customer), (period, window.end, still_open), zone)


@frozen
class _Given:
    known: tuple[Record, ...]
    read: tuple[Record, ...]
    covered: WindowSet
    # Whose approval counts.
    customer: str


def _is_about(record: Record, level: ServiceLevel, service: str | None) -> bool:
    """Whether the record is about the service, from the source that counts."""
    if record.service not in (None, service):
        return False
    # What the parties ask of each other was seen by nobody: whoever passed it on, it is heard.
    asked = isinstance(record, Exemption | Approval)
    return asked or level.source is None or record.source in (None, level.source)


def _covered(
    evidence: Evidence, kinds: tuple[type[Record], ...], service: str | None, source: str | None
) -> WindowSet:
    """Time in which every kind that is read was watched. Facts are stated, not watched."""
    watched = [evidence.covered(kind, service, source) for kind in kinds if not issubclass(kind, Fact)]
    if not watched:
        return WindowSet(((-(2**62), 2**62),))
    time = watched[0]
    for other in watched[1:]:
        time &= other
    return time


def _scope(level: ServiceLevel, given: _Given, span: tuple[Window, Instant, bool], zone: str) -> LevelPeriod:
    period, end, still_open = span
    time = WindowSet.of(period) if level.hours is None else level.hours.open_time(period)
    excused = excuse(level, given.known, time, customer=given.customer)
    counted = time - excused.denominator
    # What lasts may have ended in time that does not count, where its end decides.
    watched = WindowSet.of(period) if level.metric.counts_at_all_hours() else counted
    last = given.covered.spans[-1][1] if given.covered else period.end.micros
    horizon = end if still_open else Instant(max(last, period.end.micros), zone)
    scope = Scope(
        period=period,
        zone=zone,
        counted=counted,
        excluded=excused.numerator,
        added_back=excused.added_back,
        gaps=watched - given.covered,
        records=(),
        facts=tuple(record for record in given.known if isinstance(record, Fact)),
        hours=level.hours,
        covered=given.covered,
        horizon=horizon,
    )
    around = tuple(record for record in given.read if _begun(record, horizon) or not record.excludable)
    belonging, uncertain = _where(level, around, scope)
    scope = evolve(scope, around=belonging)
    relief = evolve(scope, excluded=scope.excluded | excused.relief)
    seen, notes = _within_period(scope, excused.denominator)
    return LevelPeriod(
        level=level,
        scope=seen,
        relief=_within_period(relief, excused.denominator)[0] if excused.relief else None,
        uses=excused.uses,
        open=still_open,
        uncertain=uncertain,
        notes=notes,
    )


def _within_period(scope: Scope, denominator: WindowSet) -> tuple[Scope, tuple[str, ...]]:
    """The scope with the records that tell about the period, and notes on those left out."""
    inside = tuple(record for record in scope.around if _shares(record, scope.period))
    left = _left_out(inside, scope, scope.excluded | denominator)
    cut = WindowSet.of(*(_span(record, scope.period) for record in left.cut))
    return evolve(scope, records=left.kept, gaps=scope.gaps | (cut & scope.counted)), left.notes


def _where(
    level: ServiceLevel, records: tuple[Record, ...], scope: Scope
) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records that the level's tests let in, and the ids of those that cannot be told."""
    if not level.where:
        return records, ()
    belonging: list[Record] = []
    uncertain: list[Record] = []
    for record in records:
        answers = [
            None if said is None else test.hold(said)
            for test in level.where
            for said in [scope.fact(test.fact or "", record)]
        ]
        if False in answers:
            continue
        (uncertain if None in answers else belonging).append(record)
    return tuple(belonging), tuple(record.id for record in uncertain if _shares(record, scope.period))


@frozen
class _LeftOut:
    kept: tuple[Record, ...]
    cut: tuple[Record, ...]
    notes: tuple[str, ...]


def _left_out(records: tuple[Record, ...], scope: Scope, excused: WindowSet) -> _LeftOut:
    """Take out records that lie wholly in excused time, and totals that a period's edge cuts."""
    kept, cut, notes = [], [], []
    for record in records:
        span = _spans(record)
        if record.excludable and span and excused and excused.covers(span):
            notes.append(f"{record.named()} is left out: it lies in excluded time")
        elif not record.divisible and not WindowSet.of(scope.period).covers(span):
            notes.append(f"{record.named()} reaches over the edge of {scope.period}: it is left out as a gap")
            cut.append(record)
        else:
            if not record.divisible and span & excused:
                notes.append(f"{record.named()} lies only partly in excluded time and counts in full")
            kept.append(record)
    return _LeftOut(tuple(kept), tuple(cut), tuple(notes))


def _begun(record: Record, horizon: Instant) -> bool:
    extent = record.extent()
    return extent is None or extent[0] < horizon


def _shares(record: Record, period: Window) -> bool:
    """Whether the record tells about any of the period; an instant at its end does not."""
    extent = record.extent()
    if extent is None:
        return True
    start, end = extent
    if end is not None and end == start:
        return period.contains(start)
    # What ends at the period's first instant happened in it; a total that ends there did not.
    reaches = end is None or end > period.start or (end == period.start and record.divisible)
    return start < period.end and reaches


def _spans(record: Record) -> WindowSet:
    """The time that a finished record tells about; an instant is taken as one microsecond."""
    extent = record.extent()
    if extent is None or extent[1] is None:
        return WindowSet()
    start, end = extent[0].micros, extent[1].micros
    return WindowSet(((start, max(end, start + 1)),))


def _span(record: Record, period: Window) -> Window:
    """The part of the period that a total which its edge cuts was about."""
    (span,) = _spans(record).windows() or (period,)
    return span.clip(period) or period
