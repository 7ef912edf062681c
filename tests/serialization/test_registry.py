"""The registry: immutable, and it refuses a class that documents could not name."""

from __future__ import annotations

from typing import Any, ClassVar

import attrs
import pytest

from slacore import STANDARD, Metric, Outage, Record, Step
from slacore.errors import InvalidKind, UnknownKind
from slacore.metrics import Availability
from slacore.model import Folded
from slacore.remedies import Pay

FROZEN = attrs.frozen(kw_only=True)


def metric(base: type = Metric, *, freeze: Any = FROZEN, **body: Any) -> type:
    """A metric of a stranger."""
    fields = {
        "kind": "depth",
        "unit": "count",
        "evidence": Outage,
        "measure": lambda self, scope: 1,
        "__annotations__": {"kind": ClassVar[str], "unit": ClassVar[str], "evidence": ClassVar[type]},
    }
    made = type(
        "Depth", (base,), {key: value for key, value in {**fields, **body}.items() if value is not None}
    )
    return freeze(made) if freeze else made


def test_a_new_registry_knows_more_and_the_old_one_stays_as_it_was():
    """`with_kinds` is another registry; the same class twice is once."""
    depth = metric()
    more = STANDARD.with_kinds(depth, depth)
    assert more.metric("depth") is depth
    assert "depth" in more.tags("metric")
    assert "depth" not in STANDARD.tags("metric")
    assert more.with_kinds(depth) == more


def test_a_tag_is_found_in_its_own_family():
    """Metrics, steps and records by their tags; what is unknown is told with what is near."""
    assert STANDARD.metric("availability") is Availability
    assert STANDARD.step("pay") is Pay
    assert STANDARD.record("outage") is Outage
    with pytest.raises(UnknownKind, match=r"unknown step 'availability'"):
        STANDARD.step("availability")
    with pytest.raises(UnknownKind, match=r"unknown record 'outtage'; did you mean 'outage'\?"):
        STANDARD.record("outtage")


@pytest.mark.parametrize(
    ("cls", "said"),
    [
        (5, "5 is no subclass of Metric, Step or Record"),
        (str, "is no subclass of Metric, Step or Record"),
        (metric(freeze=None), "Depth loses its own fields: decorate it with @attrs.frozen"),
        (metric(freeze=attrs.frozen(eq=False)), None),
        (metric(kind="Queue Depth"), "needs a tag in kebab-case, such as kind: ClassVar"),
        (metric(kind=None), "needs a tag in kebab-case"),
        (metric(unit=None), "Depth does not say its unit: add unit: ClassVar[str] = 'count', say"),
        (metric(evidence=None), "Depth does not say its evidence; see Metric"),
        (metric(measure=None), "Depth does not say its measure; see Metric"),
        (metric(Folded, measure=None), "Depth does not say its reading; see Folded"),
        (
            metric(Folded, measure=None, reading=lambda self: None),
            "Depth does not say its folding; see Folded",
        ),
        (metric(kind="availability"), "has the tag 'availability', which already means Availability"),
        (metric(Step, kind="leap", measure=None), "Depth does not say its apply; see Step"),
        (metric(Record, kind="blip", measure=None), "Depth does not say its extent; see Record"),
    ],
)
def test_a_class_that_could_not_be_read_back_is_refused_with_how_to_mend_it(cls, said):
    """At once, and not when the first document names it."""
    if said is None:
        STANDARD.with_kinds(cls)
        return
    with pytest.raises(InvalidKind) as caught:
        STANDARD.with_kinds(cls)
    assert said in str(caught.value)


def test_a_metric_that_measures_by_itself_needs_no_reading():
    """A folded metric that writes its own `measure` has said all."""
    STANDARD.with_kinds(metric(Folded))


def test_a_metric_may_say_its_unit_by_its_parameters():
    """As a reported figure does."""
    STANDARD.with_kinds(metric(unit=None, measured_in=lambda self: "count"))
