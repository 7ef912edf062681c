"""`check_metric`: everything that must hold of a metric."""

from __future__ import annotations

from collections.abc import Iterable

from slacore.evidence import Evidence
from slacore.model import Metric, ServiceLevel
from slacore.testing import figures, gaps, kinds
from slacore.testing.check import Check, Finding, Question, checks_of, run_all
from slacore.testing.documents import read_back, refuses_misspelling
from slacore.testing.measuring import Example, MetricTrial
from slacore.values import Window


def check_metric(
    metric: Metric,
    *,
    evidence: Evidence | Iterable[Evidence] | None = None,
    window: Window | None = None,
    levels: Iterable[ServiceLevel] = (),
) -> None:
    """Prove that a metric has the rights of a built-in one.

    Runs every check, and raises `CheckFailed` with every one that failed, each with a sentence
    that says how to mend it. `evidence` is one bundle or several that the metric measures. It
    may be left out where the metric reads only records of slacore of which there are examples.
    `window` is the time that is measured, by default all that the evidence covers. `levels` are
    those that the metric is made from, where it is made from others.
    """
    run_all(kinds.name_of(metric), metric_checks(metric, evidence=evidence, window=window, levels=levels))


def metric_checks(
    metric: Metric,
    *,
    evidence: Evidence | Iterable[Evidence] | None = None,
    window: Window | None = None,
    levels: Iterable[ServiceLevel] = (),
) -> tuple[Check, ...]:
    """The checks of a metric, one by one."""
    if not isinstance(metric, Metric):
        raise TypeError(f"a metric is checked with its parameters, such as Availability(); found {metric!r}")
    trial = MetricTrial.of(metric, evidence, window, levels)
    return checks_of(trial, kinds.name_of(metric), _QUESTIONS)


def _documents(trial: MetricTrial) -> Finding:
    return read_back(_any(trial).agreement(), lambda one: one.levels[0].metric, trial.registry())


def _misspelling(trial: MetricTrial) -> Finding:
    return refuses_misspelling(
        _any(trial).agreement(), lambda data: (data["levels"][0], "metric"), trial.registry()
    )


def _any(trial: MetricTrial) -> Example:
    return trial.example(Evidence())


_KIND = ("registrable", "immutable-values")
_READY = ("gives-figures",)
_EVALUATED = ("within-limits", "deterministic", "judged-one-by-one", "workings", "later-periods")
_QUESTIONS: tuple[Question[MetricTrial], ...] = (
    ("registrable", lambda trial: kinds.registrable(type(trial.metric)), ()),
    ("tag-of-its-own", lambda trial: kinds.tag_of_its_own(type(trial.metric)), ("registrable",)),
    ("fields-are-parameters", lambda trial: kinds.fields_are_parameters(trial.metric), ("registrable",)),
    ("immutable-values", lambda trial: kinds.immutable_values(trial.metric), ("registrable",)),
    ("equal-twins", lambda trial: kinds.equal_twins(trial.metric), (*_KIND, "fields-are-parameters")),
    ("pickles-and-copies", lambda trial: kinds.pickles_and_copies(trial.metric), ("equal-twins",)),
    ("unit", figures.known_unit, ("registrable",)),
    ("limits", figures.sensible_limits, ("registrable",)),
    ("record-kinds", figures.record_kinds, ("registrable",)),
    ("documents", _documents, ("equal-twins", "tag-of-its-own", "record-kinds", "unit")),
    ("misspelling", _misspelling, ("documents",)),
    ("gives-figures", figures.gives_figures, ("registrable", "record-kinds", "unit", "limits")),
    ("exact", figures.exact_figures, _READY),
    ("within-limits", figures.within_limits, ("exact",)),
    ("deterministic", figures.deterministic, _READY),
    ("order-of-records", figures.order_of_records, ("deterministic",)),
    ("decimal-context", figures.decimal_context, ("deterministic",)),
    ("judged-one-by-one", figures.judged_one_by_one, _READY),
    ("workings", figures.workings_in_words, _READY),
    ("later-periods", figures.later_periods, ("deterministic", "judged-one-by-one")),
    ("nothing-covered", gaps.nothing_covered, _EVALUATED),
    ("gaps", gaps.gaps, (*_EVALUATED, "nothing-covered")),
    ("excluded-records", gaps.excluded_records, _EVALUATED),
)
