"""A stranger's kinds have the rights of ours: documents, bounds, exclusions, explanation, penalties."""

from __future__ import annotations

import ast
import pickle
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any, ClassVar

import pytest
from attrs import frozen

import slacore as sla
from acme.acme_sla import ACME, EveryDepth, Goodwill, HoursOver, QueueDepth, QueueReading, Windfall
from slacore.errors import EvaluationError, InvalidDocument, InvalidEvidence, InvalidKind, UnknownKind
from slacore.remedies import Pay, Units
from slacore.serialization import dump_evidence

DAY = sla.Window.day(2026, 3, 10, tz="UTC")
PARTIES = (sla.Party(name="office", role="provider"), sla.Party(name="board", role="customer"))

DOCUMENT = """\
slacore: agreement/1
name: intake
zone: UTC
parties:
  - {name: office, role: provider}
  - {name: board, role: customer}
levels:
  - name: queue
    metric: {kind: queue-depth, percentile: 90}
    target: {at most: 40 count}
    period: day
    exclusions:
      - {cause: works, notice: 72 h}
    remedies:
      - name: credit
        steps:
          - pay: 30 EUR
          - {goodwill: 3, below: 50}
"""


def reading(hour: int, depth: int, name: str | None = None) -> QueueReading:
    return QueueReading(
        id=name or f"R-{hour:02}", at=DAY.start + sla.Quantity(hour, "h"), depth=sla.Quantity(depth, "count")
    )


def readings(*depths: int, covers: Any = DAY) -> sla.Evidence:
    """One reading an hour from midnight on."""
    return sla.Evidence.of(
        QueueReading, [reading(hour, depth) for hour, depth in enumerate(depths)], covers=covers
    )


def until(hour: int) -> sla.Window:
    return sla.Window(DAY.start, DAY.start + sla.Quantity(hour, "h"))


def level(metric: sla.Metric, **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(**{"name": "queue", "metric": metric, "period": "day", **more})


def evaluated(one: sla.ServiceLevel, evidence: sla.Evidence) -> sla.Evaluation:
    agreement = sla.Agreement(name="intake", zone="UTC", parties=PARTIES, levels=[one])
    return sla.evaluate(agreement, evidence, DAY)


def bounds(one: sla.ServiceLevel, evidence: sla.Evidence) -> sla.Bounds | None:
    (found,) = evaluated(one, evidence).observations
    return found.bounds


def test_only_public_names_are_used():
    """What a third party may lean on: the front door, and attrs."""
    source = ast.parse((Path(__file__).parent / "acme_sla.py").read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(source) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(source) if isinstance(node, ast.Import) for name in node.names}
    assert modules == {"__future__", "fractions", "math", "typing", "attrs", "slacore"}
    used = {
        node.attr
        for node in ast.walk(source)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sla"
    }
    assert used <= set(sla.__all__)


# --- documents


@pytest.mark.parametrize("json", [False, True])
def test_an_agreement_of_its_kinds_goes_there_and_back(json):
    """Through YAML and through JSON, equal, with every parameter."""
    agreement = sla.loads(DOCUMENT, registry=ACME)
    assert agreement.levels[0].metric == QueueDepth(percentile=Fraction(90))
    (remedy,) = agreement.levels[0].remedies
    assert remedy.steps == (Pay(rate="30 EUR"), Goodwill(factor=Fraction(3), below=Fraction(50)))
    text = sla.dumps(agreement, registry=ACME, json=json)
    assert sla.loads(text, registry=ACME, json=json) == agreement
    assert sla.dumps(sla.loads(text, registry=ACME, json=json), registry=ACME, json=json) == text


@pytest.mark.parametrize(
    "metric",
    [
        QueueDepth(),
        QueueDepth(percentile=Fraction(1, 3)),
        HoursOver(limit=sla.Quantity(40, "count")),
        EveryDepth(),
    ],
)
@pytest.mark.parametrize("json", [False, True])
def test_every_metric_of_its_own_goes_there_and_back(metric, json):
    """A third of a per cent, a quantity, and no parameter at all."""
    agreement = sla.Agreement(name="intake", zone="UTC", parties=PARTIES, levels=[level(metric)])
    assert sla.loads(sla.dumps(agreement, registry=ACME, json=json), registry=ACME, json=json) == agreement


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        (
            "percentile: 90",
            "percentil: 90",
            "levels[0].metric: unknown field 'percentil'; did you mean 'percentile'?",
        ),
        (
            "below: 50",
            "belov: 50",
            "levels[0].remedies[0].steps[1].goodwill: unknown field 'belov'; did you mean",
        ),
        (
            "queue-depth",
            "queue-dept",
            "levels[0].metric: unknown metric 'queue-dept'; did you mean 'queue-depth'?",
        ),
        ("goodwill: 3", "goodwil: 3", "levels[0].remedies[0].steps[1]: no step is called 'goodwil'"),
        (
            "percentile: 90",
            "percentile: 90 %",
            "levels[0].metric.percentile: number: '90 %' is not an exact number",
        ),
        ("goodwill: 3", "goodwill: three", "levels[0].remedies[0].steps[1].goodwill: number: 'three'"),
        ("40 count", "40", "levels[0].target.at most: expected a quantity such as '99.9 %', found 40"),
        ("40 count", "40 min", "levels[0].target: ≤ 40 min is in minute, but the level is measured in count"),
    ],
)
def test_what_is_misspelt_is_refused_with_its_place(right, wrong, problem):
    """As strictly as in our own kinds, with the path to the field and what was meant."""
    with pytest.raises(InvalidDocument) as refused:
        sla.loads(DOCUMENT.replace(right, wrong), registry=ACME)
    assert problem in str(refused.value)


def test_a_registry_that_does_not_know_the_kinds_refuses_them():
    """All at once; the standard one is as it was."""
    with pytest.raises(InvalidDocument) as refused:
        sla.loads(DOCUMENT)
    assert [problem.where for problem in refused.value.problems] == [
        "text: levels[0].metric",
        "text: levels[0].remedies[0].steps[1]",
    ]
    assert "queue-depth" not in sla.STANDARD.tags("metric")
    assert ACME.metric("queue-depth") is QueueDepth
    assert ACME.step("goodwill") is Goodwill
    with pytest.raises(UnknownKind, match="unknown record 'queue-readings'; did you mean 'queue-reading'"):
        ACME.record("queue-readings")


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_evidence_of_its_record_goes_there_and_back(tmp_path, ending):
    """With what it covers; and a fact about one of the records."""
    bundle = readings(10, 45, covers=[until(3), sla.Window(until(5).end, DAY.end)])
    bundle += sla.Evidence(records=[sla.Fact(id="F", name="desk", value="east", record="R-00")])
    file = tmp_path / f"evidence.{ending}"
    file.write_text(dump_evidence(bundle, registry=ACME, json=ending == "json"), encoding="utf-8")
    again = sla.load_evidence(file, registry=ACME)
    assert (again, again.digest()) == (bundle, bundle.digest())


def test_evidence_is_read_as_strictly(tmp_path):
    """A misspelt field, a bare number and a record outside the coverage, each with its place."""
    text = """\
slacore: evidence/1
zone: UTC
evidence:
  - of: queue-reading
    covers: 2026-03-10
    records:
      - {id: R-1, at: 2026-03-10T01:00, depth: 10 count}
"""
    file = tmp_path / "evidence.yaml"
    file.write_text(text, encoding="utf-8")
    assert sla.load_evidence(file, registry=ACME) == sla.Evidence.of(
        QueueReading, [reading(1, 10, "R-1")], covers=DAY
    )
    for right, wrong, problem in (
        ("depth: 10 count", "dept: 10 count", "evidence[0].records[0]"),
        ("depth: 10 count", "depth: 10", "evidence[0].records[0].depth: expected a quantity"),
        ("of: queue-reading", "of: queue-readin", "did you mean 'queue-reading'"),
    ):
        file.write_text(text.replace(right, wrong), encoding="utf-8")
        with pytest.raises(InvalidDocument) as refused:
            sla.load_evidence(file, registry=ACME)
        assert problem in str(refused.value)
    file.write_text(text.replace("2026-03-10T01:00", "2026-03-12T01:00"), encoding="utf-8")
    with pytest.raises(
        (InvalidDocument, InvalidEvidence),
        match="queue-reading R-1: it lies outside the time that the evidence covers",
    ):
        sla.load_evidence(file, registry=ACME)


# --- figures and bounds


def test_a_percentile_by_nearest_rank():
    """Of ten readings 1 to 10 the 90th percentile is number 9, the 95th number ⌈9.5⌉ = 10."""
    ten = readings(*range(1, 11))
    assert bounds(level(QueueDepth(percentile=Fraction(90))), ten) == sla.Bounds.exactly(9)
    assert bounds(level(QueueDepth()), ten) == sla.Bounds.exactly(10)
    assert bounds(level(QueueDepth()), readings()) is None


def test_a_bare_number_is_widened_where_the_evidence_has_a_gap():
    """From least to most: a metric that says nothing of gaps is never taken at its word there."""
    gap = readings(1, 2, 3, covers=until(23))
    assert bounds(level(QueueDepth()), gap) == sla.Bounds(0, None)
    assert bounds(level(QueueDepth()), readings(covers=until(23))) == sla.Bounds(0, None)
    result = evaluated(level(QueueDepth(), target=sla.Target(at_most="40 count")), gap)
    assert result.verdict is sla.Verdict.INDETERMINATE


def test_bounds_of_its_own_stand():
    """Three hours over the limit were counted; three of the day were not watched."""
    over = HoursOver(limit=sla.Quantity(40, "count"))
    seen = readings(50, 50, 50, 40, 10, covers=until(21))
    assert bounds(level(over), seen) == sla.Bounds(3, 6)
    assert bounds(level(over), readings(50, 50, 50, 40, 10)) == sla.Bounds.exactly(3)
    # Breached whatever the gap held: at least 3 h of at most 2 h.
    result = evaluated(level(over, target=sla.Target(at_most="2 h")), seen)
    assert result.verdict is sla.Verdict.BREACHED
    assert result.breaches[0].shortfall == sla.Bounds(1, 4)


def test_each_reading_may_be_judged_by_itself():
    """Two of three are too deep; in a gap any number more may be."""
    every = level(EveryDepth(), target=sla.Target(at_most="40 count"))
    result = evaluated(every, readings(50, 40, 41))
    assert [(seen.record, seen.bounds) for seen in result.observations] == [
        ("R-00", sla.Bounds.exactly(50)),
        ("R-01", sla.Bounds.exactly(40)),
        ("R-02", sla.Bounds.exactly(41)),
    ]
    assert [breach.record for breach in result.breaches] == ["R-00", "R-02"]
    paid = level(
        EveryDepth(), target=sla.Target(at_most="40 count"), remedies=[sla.Remedy(steps=[Pay(rate="5 EUR")])]
    )
    assert evaluated(paid, readings(50, 40, 41)).total.exact == sla.Money(10, "EUR")
    doubtful = evaluated(every, readings(40, covers=until(23)))
    assert doubtful.verdict is sla.Verdict.INDETERMINATE


def test_the_order_of_records_never_matters():
    """Three readings in every order: one result, byte for byte."""
    rows = [reading(hour, depth) for hour, depth in enumerate((3, 1, 2))]
    results = {
        evaluated(level(QueueDepth()), sla.Evidence.of(QueueReading, order, covers=DAY)).to_json()
        for order in permutations(rows)
    }
    assert len(results) == 1


def test_a_level_chooses_its_records_by_their_fields():
    """By the desk, and by the depth itself."""
    rows = [
        QueueReading(id=name, at=DAY.start, depth=sla.Quantity(depth, "count"), desk=desk)
        for name, depth, desk in (("a", 10, "east"), ("b", 20, "west"), ("c", 30, "west"))
    ]
    seen = sla.Evidence.of(QueueReading, rows, covers=DAY)
    west = level(QueueDepth(), where=[sla.Test(fact="desk", equals="west")])
    assert bounds(west, seen) == sla.Bounds.exactly(30)
    small = level(QueueDepth(), where=[sla.Test(fact="depth", below="25 count")])
    assert bounds(small, seen) == sla.Bounds.exactly(20)


# --- exclusions and explanation


def exemption(name: str, hour: int, announced: str) -> sla.Exemption:
    start = DAY.start + sla.Quantity(hour, "h")
    return sla.Exemption(
        id=name, start=start, end=start + sla.Quantity(1, "h"), cause="works", announced=announced
    )


def test_exclusions_apply_to_its_records():
    """A reading in excused time is left out; a refused request is listed with its reason."""
    agreement = sla.loads(DOCUMENT, registry=ACME)
    works = sla.Evidence(
        records=[
            exemption("X-1", 2, "2026-03-01T00:00Z"),
            # Announced 36 hours before 03:00, where 72 are agreed.
            exemption("X-2", 3, "2026-03-08T15:00Z"),
        ]
    )
    result = sla.evaluate(agreement, readings(10, 20, 99, 30) + works, DAY)
    (seen,) = result.observations
    # Of 10, 20 and 30 the 90th percentile is number ⌈2.7⌉ = 3.
    assert seen.bounds == sla.Bounds.exactly(30)
    applied, refused = sorted(seen.exclusions, key=lambda use: use.exemption)
    assert (applied.exemption, applied.reason, applied.applied.micros) == ("X-1", "", 3_600_000_000)
    assert (refused.exemption, refused.applied.micros) == ("X-2", 0)
    assert refused.reason == "notice 36 h, 72 h agreed"
    assert any("queue-reading R-02 is left out" in note for note in seen.notes)


def test_the_explanation_tells_its_steps_and_its_evidence():
    """What was read, by its kind; each step before and after; why it was due."""
    result = sla.evaluate(sla.loads(DOCUMENT, registry=ACME), readings(50, 60), DAY)
    assert result.total.exact == sla.Money(90, "EUR")
    text = result.explain()
    assert "queue-reading" in text
    assert "60 count (breached) [target ≤ 40 count]" in text
    assert "pay 30 EUR: 1 breach → 30.00 EUR" in text
    # 30 is below 50, so it is taken three times.
    assert "goodwill factor 3, below 50: 30.00 EUR → 90.00 EUR" in text


# --- penalties in doubt

STARTED = (Units(above="2 h", per="1 h", count="full"), Pay(rate="30 EUR"))
OVER = HoursOver(limit=sla.Quantity(40, "count"))


def owed(*steps: sla.Step, evidence: sla.Evidence) -> tuple[Any, Any]:
    one = level(OVER, target=sla.Target(at_most="2 h"), remedies=[sla.Remedy(steps=steps)])
    (penalty,) = evaluated(one, evidence).settlements
    return penalty.low, penalty.high


def test_a_step_that_says_where_it_bends_pays_an_exact_pair():
    """3 to 6 hours are 1 to 4 full hours over: 30, 60, 90 or 120 EUR; below 100 they are doubled.

    That makes 60, 120, 180 or 120: at least 60 and at most 180, though neither end of the
    doubt pays the most.
    """
    seen = readings(50, 50, 50, covers=until(21))
    assert owed(*STARTED, evidence=seen) == (30, 120)
    assert owed(*STARTED, Goodwill(), evidence=seen) == (60, 180)


def test_every_filling_of_the_gap_pays_within_the_pair():
    """Each number of hours that the gap may hold, evaluated by itself."""
    seen = readings(50, 50, 50, covers=until(21))
    low, high = owed(*STARTED, Goodwill(), evidence=seen)
    paid = []
    for more in range(4):
        hours = [50] * 3 + [0] * 18 + [50] * more + [0] * (3 - more)
        one, other = owed(*STARTED, Goodwill(), evidence=readings(*hours))
        assert one == other
        paid.append(one)
    assert paid == [60, 120, 180, 120]
    assert (low, high) == (min(paid), max(paid))


def test_a_step_that_does_not_say_where_it_bends_is_unsaid_in_doubt_and_never_wrong():
    """On one exact figure it pays what it should; over a doubt it pays what cannot be said."""
    certain = readings(50, 50, 50)
    assert owed(*STARTED, Windfall(), evidence=certain) == (60, 60)
    one = level(OVER, target=sla.Target(at_most="2 h"), remedies=[sla.Remedy(steps=(*STARTED, Windfall()))])
    result = evaluated(one, readings(50, 50, 50, covers=until(21)))
    (penalty,) = result.settlements
    assert (penalty.low, penalty.high, penalty.payable) == (None, None, None)
    assert "step windfall does not declare where it bends" in result.explain()


def test_a_line_of_amounts_is_exact_where_it_bends():
    """Pay per exact hour: doubled below 100 it runs from 60 up to, and never quite, 200."""
    line = (Units(above="2 h", per="1 h", count="exact"), Pay(rate="30 EUR"))
    seen = readings(50, 50, 50, covers=until(21))
    assert owed(*line, evidence=seen) == (30, 120)
    assert owed(*line, Goodwill(), evidence=seen) == (60, 200)
    assert owed(*line, Windfall(), evidence=seen) == (None, None)


@frozen(kw_only=True)
class Inexact(QueueDepth):
    """Measures in floats."""

    kind: ClassVar[str] = "inexact"

    def measure(self, scope: Any) -> Any:
        return 0.1


@frozen(kw_only=True)
class Beyond(QueueDepth):
    """Comes to less than its least."""

    kind: ClassVar[str] = "beyond"

    def measure(self, scope: Any) -> Any:
        return -1


@pytest.mark.parametrize(
    ("metric", "why"),
    [
        (Inexact(), "inexact: 0.1 is a float, which is not exact.*returns int, Fraction, Bounds or None"),
        (Beyond(), "beyond came to -1 count, outside its own limits 0 to no upper limit"),
    ],
)
def test_a_metric_that_answers_wrongly_is_refused_by_its_kind(metric, why):
    """No float decides anything, and no figure leaves its limits in silence."""
    with pytest.raises(EvaluationError, match=why):
        evaluated(level(metric), readings(1))


# --- the registry


@pytest.mark.parametrize("kind", [QueueReading, QueueDepth, HoursOver, EveryDepth, Windfall, Goodwill])
def test_its_kinds_are_values(kind):
    """Frozen, hashable, and equal after pickling."""
    extra = {"limit": sla.Quantity(40, "count")} if kind is HoursOver else {}
    one = reading(1, 2) if kind is QueueReading else kind(**extra)
    again = pickle.loads(pickle.dumps(one))
    assert (again, hash(again)) == (one, hash(one))


def undecorated() -> type:
    class Undecorated(QueueDepth):
        kind = "undecorated"
        lost: int = 3

    return Undecorated


def unhashable() -> type:
    @frozen(kw_only=True, eq=False)
    class Unhashable(QueueDepth):
        kind = "unhashable"

        def __eq__(self, other: object) -> bool:
            return True

    return Unhashable


def clashing() -> type:
    @frozen(kw_only=True)
    class Clashing(QueueDepth):
        kind = "availability"

    return Clashing


def named(tag: Any) -> type:
    @frozen(kw_only=True)
    class Named(QueueDepth):
        kind = tag

    return Named


def without(*parts: str) -> type:
    """A metric that lacks some of what it should say."""
    members = {
        "kind": "lacking",
        "unit": "count",
        "evidence": QueueReading,
        "measure": lambda self, scope: None,
    }
    members = {name: part for name, part in members.items() if name not in parts}
    return frozen(type("Lacking", (sla.Metric,), members), kw_only=True)


def step_without_apply() -> type:
    @frozen(kw_only=True)
    class Idle(sla.Step):
        kind = "idle"

    return Idle


def record_without_extent() -> type:
    @frozen(kw_only=True)
    class Nowhere(sla.Record):
        kind = "nowhere"

    return Nowhere


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (undecorated, r"Undecorated loses its own fields: decorate it with @attrs.frozen\(kw_only=True\)"),
        (unhashable, "Unhashable cannot be hashed: leave eq and hash to @attrs.frozen"),
        (
            clashing,
            "Clashing has the tag 'availability', which already means Availability; give it a tag of its own",
        ),
        (lambda: named("Queue Depth"), "Named needs a tag in kebab-case.*found 'Queue Depth'"),
        (lambda: named("queue_depth"), "Named needs a tag in kebab-case.*found 'queue_depth'"),
        (lambda: named(5), "Named needs a tag in kebab-case.*found 5"),
        (lambda: without("kind"), "Lacking needs a tag in kebab-case.*found None"),
        (lambda: without("unit"), "Lacking does not say its unit"),
        (lambda: without("evidence"), "Lacking does not say its evidence; see Metric"),
        (lambda: without("measure"), "Lacking does not say its measure; see Metric"),
        (step_without_apply, "Idle does not say its apply; see Step"),
        (record_without_extent, "Nowhere does not say its extent; see Record"),
        (lambda: int, "is no subclass of Metric, Step or Record"),
        (QueueDepth, "is no subclass of Metric, Step or Record"),
    ],
)
def test_a_class_that_documents_could_not_name_is_refused(build, why):
    """At once, with how to mend it."""
    with pytest.raises(InvalidKind, match=why):
        ACME.with_kinds(build())


def test_a_registry_never_changes():
    """With more kinds it is another one; the same class twice is the same."""
    before = sla.STANDARD.kinds
    more = sla.STANDARD.with_kinds(QueueDepth, QueueDepth)
    assert sla.STANDARD.kinds == before
    assert more.with_kinds(QueueDepth) == more
    assert hash(more) == hash(sla.STANDARD.with_kinds(QueueDepth))
    assert more.tags("metric") == tuple(sorted((*sla.STANDARD.tags("metric"), "queue-depth")))
