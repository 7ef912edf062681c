"""A metric on trial: one level that is measured by it, and what it answers to each example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from slacore.calendars import ServiceHours
from slacore.errors import SlacoreError
from slacore.evaluation import evaluate
from slacore.evaluation.course import Given
from slacore.evaluation.scoping import scope_periods
from slacore.evaluation.timeline import course
from slacore.evidence import Evidence, Record
from slacore.model import Agreement, Charges, Exclusion, Metric, Party, Role, Scope, ServiceLevel
from slacore.registry import Registry
from slacore.testing.examples import MONTH, WATCHED, NoExamples, examples_for
from slacore.testing.kinds import registry_for
from slacore.values import Bounds, Window, WindowSet

_CHECKED = "checked"
# A figure of the whole period, or of one record in it.
Place = tuple[Window, str | None]


@frozen(kw_only=True, eq=False)
class Example:
    """One bundle of evidence, as one level sees it."""

    metric: Metric
    evidence: Evidence
    window: Window
    hours: ServiceHours | None = None
    exclusions: tuple[Exclusion, ...] = ()
    # The levels that the metric is made from, which have the same hours and exclusions.
    levels: tuple[ServiceLevel, ...] = ()

    def agreement(self) -> Agreement:
        """The smallest agreement on the metric. Its term cuts the level's period to the window."""
        level = ServiceLevel(name=_CHECKED, metric=self.metric, hours=self.hours, exclusions=self.exclusions)
        others = (evolve(one, hours=self.hours, exclusions=self.exclusions) for one in self.levels)
        return Agreement(
            name="check",
            zone=self.window.start.zone,
            parties=(
                Party(name="provider", role=Role.PROVIDER),
                Party(name="customer", role=Role.CUSTOMER),
            ),
            levels=(level, *others),
            term=self.window,
        )

    def scopes(self) -> tuple[Scope, ...]:
        """What the metric is handed."""
        agreement = self.agreement()
        if self.metric.levels() or self.metric.asks():
            given = Given(
                agreement=agreement,
                evidence=self.evidence,
                window=self.window,
                charges=Charges(),
                ledger=None,
            )
            return tuple(one.scope for level, one in course(given).seen if level.name == _CHECKED)
        places = scope_periods(agreement, agreement.levels[0], self.evidence, self.window)
        return tuple(place.scope for place in places)

    def figures(self) -> dict[Place, Bounds | None]:
        """What the evaluator makes of the metric's answers."""
        result = evaluate(self.agreement(), self.evidence, self.window)
        return {(one.period, one.record): one.bounds for one in result.observations if one.level == _CHECKED}

    def reach(self) -> Window:
        """The time that the records tell of, and the window."""
        ends = [self.window.start.micros, self.window.end.micros]
        for record in self.evidence.records:
            extent = record.extent()
            if extent is not None:
                ends += [end.micros for end in extent if end is not None]
        return Window.of_micros(min(ends), max(ends))

    def carved(self, hole: WindowSet) -> Example:
        """The same with a hole in what was watched, and without the records that lie in it."""
        coverage = tuple(evolve(one, time=one.time - hole) for one in self.evidence.coverage)
        watched = Evidence(coverage=coverage)
        # A correction stands for itself: what it corrects may be gone.
        records = (evolve(record, replaces=None) for record in self.evidence.current())
        kept = [record for record in records if is_seen(record, watched)]
        return evolve(self, evidence=evolve(watched, records=kept))


def is_seen(record: Record, watched: Evidence) -> bool:
    """Whether the record may be in evidence that covers what `watched` does."""
    try:
        evolve(watched, records=[record])
    except SlacoreError:
        return False
    return True


@frozen(kw_only=True, eq=False)
class MetricTrial:
    """A metric, and the evidence on which it is tried."""

    metric: Metric
    evidence: tuple[Evidence, ...]
    window: Window
    # Whether the evidence is the caller's, who means the metric to measure it.
    own: bool
    # The levels that the metric is made from.
    levels: tuple[ServiceLevel, ...] = ()

    @classmethod
    def of(
        cls,
        metric: Metric,
        evidence: Evidence | Iterable[Evidence] | None,
        window: Window | None,
        levels: Iterable[ServiceLevel] = (),
    ) -> MetricTrial:
        """The trial of a metric, on the package's examples where the caller gives none."""
        own, others = evidence is not None, tuple(levels)
        _check_levels(metric, others)
        if evidence is None:
            evidence = _examples(metric, *(level.metric for level in others))
        bundles = (evidence,) if isinstance(evidence, Evidence) else tuple(evidence)
        # Earlier periods need time before the last one.
        examples = WATCHED if metric.asks() else MONTH
        time = window or (_time_of(bundles) if own else examples)
        return cls(metric=metric, evidence=bundles, window=time, own=own, levels=others)

    def registry(self) -> Registry:
        """A registry that knows the metric, what it is made from, and its records."""
        return registry_for(type(self.metric), *map(type, self._metrics()), *self.metric.reads())

    def example(self, evidence: Evidence) -> Example:
        """That bundle, as the metric's level sees it."""
        return Example(metric=self.metric, evidence=evidence, window=self.window, levels=self.levels)

    def _metrics(self) -> tuple[Metric, ...]:
        return tuple(level.metric for level in self.levels)

    def examples(self) -> Iterator[Example]:
        """Each bundle, and time in which nothing happened, where the metric has a use for it.

        Of the package's bundles only those that the metric has a use for.
        """
        for bundle in self.evidence:
            example = self.example(bundle)
            if self.own or is_taken(example):
                yield example
        if self.evidence:
            quiet = evolve(example, evidence=Evidence(coverage=self.evidence[0].coverage))
            if is_taken(quiet):
                yield quiet

    def in_hours(self) -> Iterator[Example]:
        """The examples, and again in service hours, where these are no contradiction."""
        for example in self.examples():
            yield example
            zone = self.window.start.zone
            worked = evolve(example, hours=ServiceHours(zone=zone, weekly={"mon-fri": "08:00-18:00"}))
            if is_taken(worked):
                yield worked

    def scopes(self) -> Iterator[Scope]:
        """Every scope of every example."""
        for example in self.in_hours():
            yield from example.scopes()


def is_taken(example: Example) -> bool:
    """Whether the metric does not refuse the evidence as such."""
    try:
        for scope in example.scopes():
            answers(example.metric, scope)
    except SlacoreError:
        return False
    except Exception:
        # A crash is no refusal: the checks will name it.
        return True
    return True


def answers(metric: Metric, scope: Scope) -> Mapping[str | None, object]:
    """What the metric itself says of the scope: one figure, or one for each record it judges."""
    records = metric.each(scope)
    if records is None:
        return {None: metric.measure(scope)}
    return {record.id: metric.measure(scope.alone(record)) for record in records}


def _check_levels(metric: Metric, given: tuple[ServiceLevel, ...]) -> None:
    lacking = [name for name in metric.levels() if name not in {level.name for level in given}]
    if lacking:
        raise NoExamples(f"it is made from the level '{lacking[0]}': pass levels=, with one of that name")


def _examples(*metrics: Metric) -> tuple[Evidence, ...]:
    """None for a class that cannot say what it reads: that is a finding of its own."""
    try:
        kinds = tuple(dict.fromkeys(kind for one in metrics for kind in one.reads()))
        unit = metrics[-1].measured_in()
    except AttributeError:
        return ()
    if not all(isinstance(kind, type) and issubclass(kind, Record) for kind in kinds):
        return ()
    return examples_for(kinds, unit)


def _time_of(bundles: tuple[Evidence, ...]) -> Window:
    """The time that the evidence covers, in the zone in which its first record is stated."""
    moments = [
        extent[0]
        for bundle in bundles
        for record in bundle.records
        if (extent := record.extent()) is not None
    ]
    zone = moments[0].zone if moments else "UTC"
    ends = [end for bundle in bundles for one in bundle.coverage for span in one.time.spans for end in span]
    if ends:
        return Window.of_micros(min(ends), max(ends), zone)
    if not moments:
        return MONTH
    day = moments[0].to_datetime()
    return Window.month(day.year, day.month, tz=zone)
