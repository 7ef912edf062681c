"""Share: the share of records of which something can be said, by their facts or values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, ClassVar

from attrs import field, frozen

from slacore.errors import EvaluationError, InvalidValue, UnitMismatch
from slacore.evidence import Call, Delivery, Outage, Probe, Record, Sample, Ticket
from slacore.metrics.events import KINDS, check_event, class_of, counting
from slacore.metrics.unseen import hidden, interval
from slacore.model import Metric, Scope, Test
from slacore.values import Bounds, Quantity
from slacore.values.choice import one_of
from slacore.values.several import several


def _tests(value: object) -> tuple[Any, ...]:
    return (value,) if isinstance(value, Test) else several(value)  # type: ignore[arg-type]


def _about_facts(_: object, attribute: Any, value: tuple[Any, ...]) -> None:
    if not value:
        raise InvalidValue(
            "a share says what is good: one test on a fact or several, such as value at most 5 s"
        )
    for test in value:
        if not isinstance(test, Test) or test.fact is None:
            raise InvalidValue(f"a record is good by its facts; name one, such as fact='value'; found {test}")


@frozen(kw_only=True)
class Share(Metric):
    """100 × (records for which all tests hold) ÷ (records that count), in percent.

    A test is about a fact that is said of the record, or about a field of its own, such as the
    value of a sample. Where it cannot be said, the record is in doubt.
    """

    kind: ClassVar[str] = "share"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[type[Record] | tuple[type[Record], ...]] = (
        Call,
        Delivery,
        Outage,
        Probe,
        Sample,
        Ticket,
    )
    most: ClassVar[int | None] = 100

    # The kind of record: "call", "delivery", "outage", "probe", "sample" or "ticket".
    of: str = field(validator=one_of(KINDS))
    # What is good: tests on facts that must all hold.
    good: tuple[Test, ...] = field(converter=_tests, validator=_about_facts)
    # What must have happened to a record in the period; its beginning unless stated.
    counted_by: str | None = None
    # How often a record is due, so that a gap hides so many and no more; None is any number.
    every: Quantity | None = field(default=None, converter=interval)

    def __attrs_post_init__(self) -> None:
        check_event(self.of, self.counted_by)

    def reads(self) -> tuple[type[Record], ...]:
        """The records of that kind."""
        return (class_of(self.of),)

    def sample(self, scope: Scope) -> int:
        """How many records count."""
        return sum(1 for _ in counting(scope, self.of, self.counted_by))

    def measure(self, scope: Scope) -> Bounds | None:
        """The share, with what is in doubt or missing once all bad and once all good."""
        answers = [self._holds(record, scope) for record in counting(scope, self.of, self.counted_by)]
        missing = hidden(scope, self.every)
        if missing is None:
            return self.limits()
        total = len(answers) + missing
        if not total:
            return None
        good, bad = answers.count(True), answers.count(False)
        return Bounds(Fraction(100 * good, total), Fraction(100 * (total - bad), total))

    def reaches(self, scope: Scope, end: str) -> bool:
        """Where it is known how many are missing, all of them can be good, or bad."""
        return self.every is not None

    def workings(self, scope: Scope) -> tuple[tuple[str, str], ...]:
        """How many records were good, bad and in doubt."""
        answers = [self._holds(record, scope) for record in counting(scope, self.of, self.counted_by)]
        said = [
            ("good", answers.count(True)),
            ("bad", answers.count(False)),
            ("in doubt", answers.count(None)),
        ]
        return tuple((name, str(number)) for name, number in said if number or name != "in doubt")

    def _holds(self, record: Record, scope: Scope) -> bool | None:
        """Whether every test holds; None where one cannot be said and none fails."""
        answers = []
        for test in self.good:
            said = scope.fact(test.fact or "", record)
            try:
                answers.append(None if said is None else test.hold(said))
            except (UnitMismatch, InvalidValue) as error:
                raise EvaluationError(f"{record.named()}: {error}") from None
        if False in answers:
            return False
        return None if None in answers else True
