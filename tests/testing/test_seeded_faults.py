"""Each seeded fault is found by the check that names it, with a sentence that says how to mend it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from slacore import Remedy
from slacore.remedies import Units
from slacore.testing import CheckFailed, check_metric, check_remedy
from testing import faults

METRICS = (
    (faults.Undecorated(), "registrable", "decorate it with @attrs.frozen"),
    (faults.Changeable(), "registrable", "can be changed after it is made"),
    (faults.Unhashable(), "registrable", "cannot be hashed: leave eq and hash to @attrs.frozen"),
    (faults.BadTag(), "registrable", "needs a tag in kebab-case"),
    (faults.NoUnit(), "registrable", "add unit: ClassVar"),
    (faults.NoMeasure(), "registrable", "does not say its measure"),
    (faults.NoEvidence(), "registrable", "does not say its evidence"),
    (faults.TakenTag(), "tag-of-its-own", "give it a tag of its own"),
    (faults.UnknownUnit(), "unit", "unknown unit 'furlong'.*: state one of these"),
    (faults.ReversedLimits(), "limits", "least below most"),
    (faults.OneValue(), "limits", "state the least and the most"),
    (faults.LimitsInAPair(), "limits", r"return Bounds\(least, most\)"),
    (faults.ReadsNoRecord(), "record-kinds", "derive it from slacore.Record"),
    (faults.HoldsAList(), "immutable-values", "'names' holds a list.*hold a tuple"),
    (faults.HoldsADict(), "immutable-values", "'parts' holds a dict"),
    (faults.Uninitialised(), "fields-are-parameters", "drop init=False"),
    (faults.Unequal(), "fields-are-parameters", "drop eq=False"),
    (faults.OnlyItself(), "equal-twins", "leave eq to @attrs.frozen"),
    (faults.EqualByItsBase(), "equal-twins", "equal to one with another 'least_depth'"),
    (faults.AllAlike(), "equal-twins", "equal to one with another 'factor'"),
    (faults.HashedByPlace(), "equal-twins", "different hashes"),
    (faults.TakesOnlyText(), "equal-twins", "must also take what it returns"),
    (faults.HoldsALambda(), "pickles-and-copies", "hold no lambda"),
    (faults.ComesBackOther(factor=2), "pickles-and-copies", "pickled and read back it is no longer equal"),
    (faults.HoldsAnOddity(other=faults.Oddity()), "documents", "hold values that documents know"),
    (faults.Untyped(share=Fraction(1, 2)), "documents", "share was lost on the way; annotate the field"),
    (faults.Crashing(), "gives-figures", "ZeroDivisionError.*must bear every scope"),
    (faults.Floating(), "exact", "of type float, which is not exact: return int, Fraction"),
    (faults.InDecimal(), "exact", "of type Decimal, which is not exact"),
    (faults.Unclipped(), "within-limits", "outside its own limits.*mend measure"),
    (faults.Throwing(), "deterministic", "no clock, chance, file or variable"),
    (faults.Counting(), "deterministic", "asked several times"),
    (faults.LastOne(), "order-of-records", "another order.*sort them by what decides"),
    (faults.Contextual(), "decimal-context", "calculate with int and Fraction, not with Decimal"),
    (faults.JudgesOthers(), "judged-one-by-one", "none of scope.records"),
    (faults.JudgesAList(), "judged-one-by-one", "return a tuple of records"),
    (faults.JudgesInVain(), "judged-one-by-one", "leave out of each what measure cannot judge"),
    (faults.NumbersAsWords(), "workings", "return a tuple of pairs of text"),
    (faults.Everywhere(), "later-periods", "measure scope.records"),
    (faults.Blind(), "nothing-covered", "optimistic about gaps; return a bare number"),
    (faults.Optimistic(), "gaps", "optimistic about gaps; return a bare number"),
    (faults.CountsTheExcluded(), "excluded-records", r"or ask scope\.counts"),
    (faults.NoTimeLeft(), "excluded-records", "return None where scope.counted is empty"),
)
STEPS = (
    (faults.UndecoratedStep(), "registrable", "decorate it with @attrs.frozen"),
    (faults.NoApply(), "registrable", "does not say its apply"),
    (faults.NoHead(), "registrable", "head is 'share', which is none of its fields"),
    (faults.TakenStepTag(), "tag-of-its-own", "already means Cap; give it a tag of its own"),
    (faults.HalfAList(), "immutable-values", "'shares' holds a list"),
    (faults.AList(), "applies", "return a tuple of Amount"),
    (faults.NeedsAFigure(), "applies", "without a figure: it raised TypeError.*amount.unsaid"),
    (faults.AddsOne(), "number-of-amounts", "return one for each, in their order, or set joins = True"),
    (faults.Swallows(), "number-of-amounts", "into fewer, but not none"),
    (faults.FloatingStep(), "exact", "of type float, which is not exact: calculate with Fraction"),
    (faults.OddUnit(), "exact", r"in 'furlong': use the unit of case\.worth"),
    (faults.NoUnitAtAll(), "exact", "in None: use the unit"),
    (faults.ThrowingStep(), "deterministic", "no clock, chance, file or variable"),
    (faults.ContextualStep(), "decimal-context", "not with Decimal"),
    (faults.CrashesOnUnsaid(), "unsaid-stays-unsaid", "raised TypeError.*pass it on as it is"),
    (faults.MakesItUp(), "unsaid-stays-unsaid", "leave it unsaid where amount.value is None"),
    (faults.Unsayable(), "says-something", "pass facts="),
    (faults.LooksAside(), "one-by-one", "map each for itself, or set joins = True"),
    (faults.Speechless(), "in-words", "return a few words"),
    (faults.FalseBend(), "bends", "changes near the amount 33.*return from bends"),
    (faults.HiddenFloor(), "bends", "return from bends every amount"),
    (faults.FalseBreak(), "breaks", r"changes near 99\.9(5|49999)….*return from breaks"),
    (faults.HiddenBreak(), "breaks", "return from breaks every figure"),
    (faults.BesideItsBend(), "bends", "changes near the amount 33"),
    (faults.NarrowBend(), "bends", "changes near the amount 33"),
    (faults.HiddenKink(), "bends", "changes near the amount 1(79|80)"),
    (faults.NarrowBreak(), "breaks", r"changes near 99\.85 %"),
    (faults.TurnsToPoints(), "turns", "turns breach into breach, and makes .* points of it, in point"),
    (faults.TurnsTooMuch(), "turns", "turns breach into EUR, and makes .*raise InvalidValue where the step"),
    (faults.TurnsToNothing(), "unit-after", r"turns\('breach'\) .* is None: return the unit"),
    (faults.TurnsWithACrash(), "unit-after", r"raised KeyError \('breach'\): raise InvalidValue"),
    (faults.NeedsAnAnswer(), "applies", "raised TypeError.*amount.unsaid"),
    (faults.ForgetsToSay(), "asks", f"asks '{faults.BEFORE}' and does not declare it.*return it from asks"),
    (faults.SaysItForMoney(), "asks", "does not declare it.*whatever the amount's unit"),
    (faults.Humped(), "asks", f"where '{faults.BEFORE}' is .*only rise or only fall with the answer"),
    (faults.First(), "order-of-amounts", "no order, such as their sum"),
    (faults.FalseRise(), "rising", "falls from .*set rising = False, or mend apply"),
    (faults.ChangesPlaces(), "rising", "change places"),
    (Remedy(steps=[Units(below="99 %", per="1 %")]), "ends-payable", "end it in money, points"),
)


def found_by(check, subject):
    with pytest.raises(CheckFailed) as raised:
        check(subject)
    return {failure.check: failure.sentence for failure in raised.value.failures}


@pytest.mark.parametrize(
    ("metric", "name", "phrase"), METRICS, ids=[type(case[0]).__name__ for case in METRICS]
)
def test_a_fault_of_a_metric_is_found_by_the_check_that_names_it(metric, name, phrase):
    found = found_by(check_metric, metric)
    assert list(found) == [name]
    assert re.search(phrase, found[name])


@pytest.mark.parametrize(("step", "name", "phrase"), STEPS, ids=[type(case[0]).__name__ for case in STEPS])
def test_a_fault_of_a_step_is_found_by_the_check_that_names_it(step, name, phrase):
    found = found_by(check_remedy, step)
    assert list(found) == [name]
    assert re.search(phrase, found[name])


def test_what_has_no_fault_passes():
    """The kinds that the faulty ones are made from."""
    check_metric(faults.Depth())
    check_remedy(faults.Half())
    check_remedy(faults.SaysIt())
