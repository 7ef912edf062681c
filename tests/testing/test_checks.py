"""How the checks are asked: one by one, all at once, with evidence of one's own, and what they say."""

from __future__ import annotations

import sys
import warnings
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from attrs import field, frozen

from slacore import Call, Evidence, Fact, Instant, Metric, Quantity, Record, Sample, Step, Window
from slacore.errors import EvaluationError, MissingExtra
from slacore.metrics import Availability, Reported
from slacore.remedies import Cap, Pay, Times, Total
from slacore.testing import (
    CheckFailed,
    KindWarning,
    NoExamples,
    check_metric,
    check_remedy,
    metric_checks,
    parametrize_checks,
    remedy_checks,
)
from testing import faults

MARCH = Window.month(2026, 3, tz="Europe/London")


@frozen(kw_only=True)
class Visit(Record):
    """A record of a stranger."""

    kind: ClassVar[str] = "visit"
    at: Instant

    def extent(self) -> Any:
        return self.at, self.at


@frozen(kw_only=True)
class Visits(Metric):
    """How many visits there were."""

    kind: ClassVar[str] = "visits"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[Any] = Visit

    def measure(self, scope):
        return len(scope.of_kind(Visit))


@frozen(kw_only=True)
class NamedDepth(faults.Depth):
    """Reads one series only."""

    kind: ClassVar[str] = "named-depth"

    def measure(self, scope):
        return next((1 for one in scope.of_kind(Sample) if one.name == "intake"), None)


@frozen(kw_only=True)
class Picky(faults.Depth):
    """Refuses samples in another unit than one that no example has."""

    kind: ClassVar[str] = "picky"

    def measure(self, scope):
        for sample in scope.of_kind(Sample):
            if sample.value.unit != "gram":
                raise EvaluationError(f"{sample.named()} is not in gram; weigh it")
        return len(scope.of_kind(Sample))


def visits(*days, covers=MARCH):
    rows = [Visit(id=str(day), at=Instant.parse(f"2026-03-{day:02}T10:00Z")) for day in days]
    return Evidence.of(Visit, rows, covers=covers)


def outcome(checks):
    return {check.name: check for check in checks}


def test_each_check_has_a_name_and_a_subject():
    checks = metric_checks(Availability(idle="full"))
    assert len({check.name for check in checks}) == len(checks) >= 20
    assert {check.subject for check in checks} == {"availability(idle=full)"}


def test_all_faults_are_named_at_once():
    @frozen(kw_only=True)
    class Local(faults.LastOne):
        kind: ClassVar[str] = "local"

    with pytest.raises(CheckFailed) as raised:
        check_metric(Local())
    assert [failure.check for failure in raised.value.failures] == ["pickles-and-copies", "order-of-records"]
    assert str(raised.value).startswith("local fails 2 checks:\n  pickles-and-copies: it cannot be pickled")
    assert "define the class, and every function that it holds, at the top level" in str(raised.value)


def test_a_check_alone_says_which_other_must_hold_first():
    check = outcome(metric_checks(faults.Floating()))["gaps"]
    assert check.failure() is None
    with pytest.raises(CheckFailed, match=r"only when 'exact' holds, which says: .* of type float"):
        check.run()


def test_a_failed_check_alone_is_raised():
    with pytest.raises(CheckFailed, match="floating fails 1 check:\n  exact: "):
        outcome(metric_checks(faults.Floating()))["exact"].run()


def test_an_error_in_a_check_is_a_finding():
    """A kind may fail where no check expects it."""

    class Broken(Total):
        def sentence(self):
            raise RuntimeError("no words")

    found = outcome(remedy_checks(Broken()))["in-words"].finding
    assert found == "it raised RuntimeError: no words; mend what raises it"


def test_a_record_of_ones_own_needs_evidence():
    with pytest.raises(NoExamples, match=r"no examples of Visit: pass evidence="):
        check_metric(Visits())
    check_metric(Visits(), evidence=visits(2, 9, 9 + 7))


def test_a_metric_on_facts_needs_evidence():
    with pytest.raises(NoExamples, match="no examples of Fact"):
        check_metric(Reported(name="score", unit="percent"))


def test_several_bundles_may_be_given():
    check_metric(Visits(), evidence=[visits(2, 9), visits()], window=MARCH)


def test_the_window_is_the_time_that_is_covered():
    """Without coverage it is the month of the first record, and March where there is neither."""
    day = Window.day(2026, 3, 9, tz="UTC")
    check_metric(Visits(), evidence=visits(9, covers=day))
    fact = Fact(id="F", name="score", value="81 %", start="2026-04-01T00:00Z", end="2026-05-01T00:00Z")
    check_metric(Reported(name="score", unit="percent"), evidence=Evidence(records=[fact]))
    with pytest.raises(CheckFailed, match="none of the examples has records and a figure"):
        check_metric(Reported(name="score", unit="percent"), evidence=Evidence())


def test_evidence_that_measures_nothing_proves_nothing():
    with pytest.raises(CheckFailed, match=r"none of the examples has records and a figure.*pass evidence="):
        check_metric(NamedDepth())


def test_evidence_that_the_metric_refuses_is_told_as_it_is():
    """The package's own is set aside instead: it was not made for that metric."""
    samples = Evidence.of(Sample, [Sample(id="S", at="2026-03-02T10:00Z", value="3 count")], covers=MARCH)
    with pytest.raises(CheckFailed, match=r"raised EvaluationError \(sample S is not in gram; weigh it\)"):
        check_metric(Picky(), evidence=samples)
    with pytest.raises(CheckFailed, match="gives-figures: none of the examples has records and a figure"):
        check_metric(Picky())


@pytest.mark.parametrize(("check", "given"), [(check_metric, Availability), (check_remedy, Cap)])
def test_a_class_is_not_checked_but_one_with_its_parameters(check, given):
    with pytest.raises(TypeError, match="is checked with its parameters"):
        check(given)


def test_what_could_do_more_is_warned_of():
    with pytest.warns(KindWarning, match=r"undeclared: .*does not declare where it bends.*write bends"):
        check_remedy(faults.Undeclared())
    with pytest.warns(KindWarning, match=r"smallest: .*set rising = True if it never falls"):
        check_remedy(faults.Smallest())


def test_what_is_as_good_as_it_can_be_is_not_warned_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_remedy(Total())
        check_remedy(Pay(rate="5 EUR"))


def test_facts_may_be_given():
    with pytest.raises(CheckFailed, match="pass facts="):
        check_remedy(Times(factor=2, fact="share"))
    check_remedy(Times(factor=2, fact="share"), facts={"share": "40 %"})


@frozen(kw_only=True)
class AfterTen(Step):
    """Nothing happens before 10 of something that nobody measures."""

    kind: ClassVar[str] = "after-ten"
    since: Quantity = field(default=Quantity(10, "count / s"))

    def apply(self, amounts, case):
        figure = case.quantity()
        return tuple(amount.times(Fraction(figure is not None and figure > self.since)) for amount in amounts)

    def breaks(self, unit, between):
        return (self.since.in_unit(unit),)

    def bends(self, amount, case):
        return ()


def test_the_unit_of_the_figure_is_one_that_the_steps_understand():
    with pytest.raises(CheckFailed, match="does not understand figures in percent: pass unit="):
        check_remedy(AfterTen())
    check_remedy(AfterTen(), unit="count / s")


def test_pytest_is_needed_only_to_parametrise(monkeypatch):
    monkeypatch.setitem(sys.modules, "pytest", None)
    with pytest.raises(MissingExtra, match=r"install slacore\[testing\]"):
        parametrize_checks(Availability())


def test_every_check_is_a_test_with_a_readable_name():
    mark = parametrize_checks(Availability(), Total()).mark
    names = [case.id for case in mark.args[1]]
    assert mark.args[0] == "check"
    assert {"availability-gaps", "total-rising"} <= set(names)
    assert len(names) == len(set(names))


def test_a_metric_may_read_several_kinds():
    @frozen(kw_only=True)
    class Contacts(faults.Depth):
        kind: ClassVar[str] = "contacts"
        evidence: ClassVar[Any] = (Call, Sample)

        def measure(self, scope):
            return sum(scope.period.contains(one.extent()[0]) for one in scope.records)

    found = {check.name for check in metric_checks(Contacts()) if check.failure()}
    assert found == {"pickles-and-copies"}
