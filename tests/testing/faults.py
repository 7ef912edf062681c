"""Kinds with one fault each. They stand at the top of a module, so that pickling is none of it."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from attrs import evolve, field, frozen

from slacore import Bounds, Lookback, Metric, Outage, Record, Sample, Step
from slacore.model import Amount


@frozen(kw_only=True)
class Depth(Metric):
    """Without a fault: the greatest depth of a queue. The faulty metrics are made from it."""

    kind: ClassVar[str] = "depth"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[Any] = Sample

    factor: int = 1

    def measure(self, scope: Any) -> Any:
        depths = [one.value.in_unit("count") for one in scope.of_kind(Sample) if scope.counts(one.at)]
        return self.factor * max(depths) if depths else None


class Undecorated(Depth):
    kind: ClassVar[str] = "undecorated"


@attrs.define(kw_only=True)
class Changeable(Depth):
    kind: ClassVar[str] = "changeable"

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)


@frozen(kw_only=True, eq=False)
class Unhashable(Depth):
    """Python takes the hash from a class that writes its own equality."""

    kind: ClassVar[str] = "unhashable"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unhashable)


@frozen(kw_only=True)
class HoldsAList(Depth):
    kind: ClassVar[str] = "holds-a-list"
    names: tuple[str, ...] = field(factory=list)


@frozen(kw_only=True)
class HoldsADict(Depth):
    kind: ClassVar[str] = "holds-a-dict"
    parts: tuple[Any, ...] = ({"a": 1},)


@frozen(kw_only=True)
class BadTag(Depth):
    kind: ClassVar[str] = "Bad Tag"


@frozen(kw_only=True)
class TakenTag(Depth):
    kind: ClassVar[str] = "availability"


@frozen(kw_only=True)
class NoUnit(Metric):
    kind: ClassVar[str] = "no-unit"
    evidence: ClassVar[Any] = Sample
    measure = Depth.measure


@frozen(kw_only=True)
class UnknownUnit(Depth):
    kind: ClassVar[str] = "unknown-unit"
    unit: ClassVar[str] = "furlong"


@frozen(kw_only=True)
class NoMeasure(Metric):
    kind: ClassVar[str] = "no-measure"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[Any] = Sample


@frozen(kw_only=True)
class NoEvidence(Metric):
    kind: ClassVar[str] = "no-evidence"
    unit: ClassVar[str] = "count"
    measure = Depth.measure


@frozen(kw_only=True)
class ReadsNoRecord(Depth):
    kind: ClassVar[str] = "reads-no-record"
    evidence: ClassVar[Any] = (Sample, str)


@frozen(kw_only=True)
class NotedRecord(Record):
    """A record with the tag of another."""

    kind: ClassVar[str] = "sample"
    at: Any

    def extent(self) -> Any:
        return self.at, self.at


@frozen(kw_only=True)
class ReadsATakenTag(Depth):
    kind: ClassVar[str] = "reads-a-taken-tag"

    def reads(self) -> Any:
        return (NotedRecord,)


@frozen(kw_only=True)
class ReversedLimits(Depth):
    kind: ClassVar[str] = "reversed-limits"
    least: ClassVar[Any] = 100
    most: ClassVar[Any] = 0


@frozen(kw_only=True)
class OneValue(Depth):
    kind: ClassVar[str] = "one-value"
    most: ClassVar[Any] = 0


@frozen(kw_only=True)
class LimitsInAPair(Depth):
    kind: ClassVar[str] = "limits-in-a-pair"

    def limits(self) -> Any:
        return (0, 1)


@frozen(kw_only=True)
class Floating(Depth):
    kind: ClassVar[str] = "floating"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else float(found)


@frozen(kw_only=True)
class InDecimal(Depth):
    kind: ClassVar[str] = "in-decimal"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else Decimal(int(found))


@frozen(kw_only=True)
class Contextual(Depth):
    """Divides in the caller's decimal context."""

    kind: ClassVar[str] = "contextual"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else Fraction(Decimal(int(found) + 3) / Decimal(7))


@frozen(kw_only=True)
class LastOne(Depth):
    kind: ClassVar[str] = "last-one"

    def measure(self, scope: Any) -> Any:
        samples = scope.of_kind(Sample)
        return samples[-1].value.in_unit("count") if samples else None


@frozen(kw_only=True)
class Throwing(Depth):
    kind: ClassVar[str] = "throwing"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else found + random.randrange(10**9)


TICKS = itertools.count()


@frozen(kw_only=True)
class Counting(Depth):
    kind: ClassVar[str] = "counting"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else found + next(TICKS)


@frozen(kw_only=True)
class Crashing(Depth):
    """Divides by the number of samples, of which there may be none."""

    kind: ClassVar[str] = "crashing"

    def measure(self, scope: Any) -> Any:
        samples = [one for one in scope.of_kind(Sample) if scope.period.contains(one.at)]
        return Fraction(sum(one.value.in_unit("count") for one in samples), len(samples) - 11)


@frozen(kw_only=True)
class NoTimeLeft(Metric):
    """Divides by counted time, of which exclusions may leave none."""

    kind: ClassVar[str] = "no-time-left"
    unit: ClassVar[str] = "ratio"
    evidence: ClassVar[Any] = Outage

    def measure(self, scope: Any) -> Any:
        return Fraction(len(scope.records), scope.counted.micros)


@frozen(kw_only=True)
class Optimistic(Depth):
    """Says exactly what it has seen, whatever the gap."""

    kind: ClassVar[str] = "optimistic"

    def measure(self, scope: Any) -> Any:
        found = Depth.measure(self, scope)
        return None if found is None else Bounds.exactly(found)


@frozen(kw_only=True)
class Blind(Metric):
    """Takes what was not watched for up."""

    kind: ClassVar[str] = "blind"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[Any] = Outage
    most: ClassVar[Any] = 100

    def measure(self, scope: Any) -> Any:
        total = scope.counted.micros
        if not total:
            return None
        down = sum(min(o.end, scope.period.end).micros - max(o.start, scope.period.start).micros
                   for o in scope.of_kind(Outage) if o.end is not None)  # fmt: skip
        return Bounds.exactly(max(Fraction(0), 100 - Fraction(100 * down, total)))


@frozen(kw_only=True)
class Unclipped(Metric):
    """Adds up whole outages, also what of them lies beyond the period and overlaps."""

    kind: ClassVar[str] = "unclipped"
    unit: ClassVar[str] = "percent"
    evidence: ClassVar[Any] = Outage

    def measure(self, scope: Any) -> Any:
        if not scope.counted:
            return None
        ends = [(o.end or scope.horizon).micros - o.start.micros for o in scope.of_kind(Outage)]
        return 100 - Fraction(100_000 * sum(ends), scope.counted.micros)


@frozen(kw_only=True)
class Everywhere(Depth):
    """Counts what lies in other periods as well."""

    kind: ClassVar[str] = "everywhere"

    def measure(self, scope: Any) -> Any:
        return len(scope.around) or None


@frozen(kw_only=True)
class CountsTheExcluded(Depth):
    """Measures what lies in the period although it is excluded."""

    kind: ClassVar[str] = "counts-the-excluded"

    def measure(self, scope: Any) -> Any:
        inside = [one for one in scope.around if scope.period.contains(one.at)]
        return len(inside) or None


@frozen(kw_only=True)
class JudgesOthers(Depth):
    kind: ClassVar[str] = "judges-others"

    def each(self, scope: Any) -> Any:
        return scope.around


@frozen(kw_only=True)
class JudgesAList(Depth):
    kind: ClassVar[str] = "judges-a-list"

    def each(self, scope: Any) -> Any:
        return list(scope.records)


@frozen(kw_only=True)
class JudgesInVain(Depth):
    kind: ClassVar[str] = "judges-in-vain"

    def each(self, scope: Any) -> Any:
        return scope.records

    def measure(self, scope: Any) -> Any:
        return scope.records[0].value.in_unit("count") if scope.records[0].id != "S-3-01" else None


@frozen(kw_only=True)
class NumbersAsWords(Depth):
    kind: ClassVar[str] = "numbers-as-words"

    def workings(self, scope: Any) -> Any:
        return (("samples", len(scope.records)),)


@frozen(kw_only=True)
class Uninitialised(Depth):
    kind: ClassVar[str] = "uninitialised"
    least_depth: int = field(init=False, default=3)


@frozen(kw_only=True)
class Unequal(Depth):
    kind: ClassVar[str] = "unequal"
    least_depth: int = field(eq=False, default=3)


@frozen(kw_only=True, eq=False)
class OnlyItself(Depth):
    kind: ClassVar[str] = "only-itself"

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


@frozen(kw_only=True, eq=False)
class EqualByItsBase(Depth):
    """Its equality is that of the class it is made from, which knows nothing of its field."""

    kind: ClassVar[str] = "equal-by-its-base"
    least_depth: int = 3


@frozen(kw_only=True, eq=False)
class AllAlike(Depth):
    kind: ClassVar[str] = "all-alike"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AllAlike)

    def __hash__(self) -> int:
        return 7


@frozen(kw_only=True, eq=False)
class HashedByPlace(Depth):
    kind: ClassVar[str] = "hashed-by-place"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HashedByPlace)

    def __hash__(self) -> int:
        return id(self)


def _twice(value: object) -> Fraction:
    if not isinstance(value, str):
        raise TypeError(f"text is wanted, found {value!r}")
    return Fraction(value)


@frozen(kw_only=True)
class TakesOnlyText(Depth):
    kind: ClassVar[str] = "takes-only-text"
    share: Fraction = field(default="1/2", converter=_twice)


@frozen(kw_only=True)
class HoldsALambda(Depth):
    kind: ClassVar[str] = "holds-a-lambda"
    key: Any = lambda sample: sample.value


@frozen(kw_only=True)
class ComesBackOther(Depth):
    kind: ClassVar[str] = "comes-back-other"

    def __reduce__(self) -> Any:
        return ComesBackOther, ()


class Oddity:
    """No document knows it."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Oddity)

    def __hash__(self) -> int:
        return 1


@frozen(kw_only=True)
class HoldsAnOddity(Depth):
    kind: ClassVar[str] = "holds-an-oddity"
    odd: Oddity = Oddity()  # noqa: RUF009
    other: Oddity | None = None


@frozen(kw_only=True)
class Untyped(Depth):
    """Its field has no type, so that a fraction comes back as text."""

    kind: ClassVar[str] = "untyped"
    share: Any = 1


# Steps.


@frozen(kw_only=True)
class Half(Step):
    """Without a fault: half of every amount."""

    kind: ClassVar[str] = "half"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(amount.times(Fraction(1, 2)) for amount in amounts)

    def bends(self, amount: Any, case: Any) -> Any:
        return ()


@frozen(kw_only=True)
class Undeclared(Step):
    """Without a fault, but its doubtful amounts are unsaid."""

    kind: ClassVar[str] = "undeclared"
    apply = Half.apply


class UndecoratedStep(Half):
    kind: ClassVar[str] = "undecorated-step"


@frozen(kw_only=True)
class NoApply(Step):
    kind: ClassVar[str] = "no-apply"


@frozen(kw_only=True)
class NoHead(Half):
    kind: ClassVar[str] = "no-head"
    head: ClassVar[str | None] = "share"


@frozen(kw_only=True)
class TakenStepTag(Half):
    kind: ClassVar[str] = "cap"


@frozen(kw_only=True)
class HalfAList(Half):
    kind: ClassVar[str] = "half-a-list"
    shares: tuple[int, ...] = field(factory=list)


@frozen(kw_only=True)
class AddsOne(Half):
    kind: ClassVar[str] = "adds-one"

    def apply(self, amounts: Any, case: Any) -> Any:
        return (*amounts, Amount.one())


@frozen(kw_only=True)
class AList(Half):
    kind: ClassVar[str] = "a-list"

    def apply(self, amounts: Any, case: Any) -> Any:
        return list(amounts)


@frozen(kw_only=True)
class FloatingStep(Half):
    kind: ClassVar[str] = "floating-step"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount if amount.value is None else evolve(amount, value=float(amount.value))
            for amount in amounts
        )


@frozen(kw_only=True)
class OddUnit(Half):
    kind: ClassVar[str] = "odd-unit"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(evolve(amount, unit="furlong") for amount in amounts)


@frozen(kw_only=True)
class NoUnitAtAll(Half):
    kind: ClassVar[str] = "no-unit-at-all"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(evolve(amount, unit=None) for amount in amounts)


@frozen(kw_only=True)
class ThrowingStep(Half):
    kind: ClassVar[str] = "throwing-step"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(amount.times(Fraction(random.randrange(10**9))) for amount in amounts)


@frozen(kw_only=True)
class ContextualStep(Half):
    kind: ClassVar[str] = "contextual-step"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(amount.times(Fraction(Decimal(1) / Decimal(7))) for amount in amounts)


@frozen(kw_only=True)
class CrashesOnUnsaid(Half):
    kind: ClassVar[str] = "crashes-on-unsaid"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(evolve(amount, value=amount.value / 2) for amount in amounts)


@frozen(kw_only=True)
class MakesItUp(Half):
    kind: ClassVar[str] = "makes-it-up"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(evolve(amount, value=(amount.value or 0) + 5) for amount in amounts)


@frozen(kw_only=True)
class NeedsAFigure(Half):
    """Crashes in a settlement, where there is no figure."""

    kind: ClassVar[str] = "needs-a-figure"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(amount.times(case.figure + 1) for amount in amounts)


@frozen(kw_only=True)
class Unsayable(Half):
    kind: ClassVar[str] = "unsayable"

    def apply(self, amounts: Any, case: Any) -> Any:
        known = case.fact("weather")
        return tuple(amount if known else amount.unsaid("the weather is not known") for amount in amounts)


@frozen(kw_only=True)
class LooksAside(Half):
    """Takes a part of the sum of all, and says not that it joins."""

    kind: ClassVar[str] = "looks-aside"

    def apply(self, amounts: Any, case: Any) -> Any:
        known = sum(amount.value or 0 for amount in amounts)
        return tuple(
            amount if amount.value is None else evolve(amount, value=Fraction(known, len(amounts)))
            for amount in amounts
        )


@frozen(kw_only=True)
class Speechless(Half):
    kind: ClassVar[str] = "speechless"

    def sentence(self) -> str:
        return " "


@frozen(kw_only=True)
class FalseBend(Half):
    """Jumps at an amount, and says that it is a straight line."""

    kind: ClassVar[str] = "false-bend"
    limit: Fraction = Fraction(33)

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount.times(Fraction(2)) if (amount.value or 0) > self.limit else amount for amount in amounts
        )


@frozen(kw_only=True)
class HiddenFloor(Half):
    """Bends at amounts that none of its fields tells of."""

    kind: ClassVar[str] = "hidden-floor"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount if amount.value is None else evolve(amount, value=max(amount.value, Fraction(12)))
            for amount in amounts
        )


@frozen(kw_only=True)
class FalseBreak(Half):
    """Jumps at a figure, and says that it does not."""

    kind: ClassVar[str] = "false-break"
    point: Fraction = Fraction("99.95")

    def apply(self, amounts: Any, case: Any) -> Any:
        low = case.figure is not None and case.figure < self.point
        return tuple(amount.times(Fraction(2 if low else 1)) for amount in amounts)


@frozen(kw_only=True)
class HiddenBreak(Half):
    """Rises with the square of the figure."""

    kind: ClassVar[str] = "hidden-break"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(amount.times((case.figure or Fraction(0)) ** 2) for amount in amounts)


@frozen(kw_only=True)
class BesideItsBend(Half):
    """Jumps a little above the amount that it declares."""

    kind: ClassVar[str] = "beside-its-bend"
    limit: Fraction = Fraction(33)

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount.times(Fraction(2)) if (amount.value or 0) > self.limit + Fraction(1, 50) else amount
            for amount in amounts
        )

    def bends(self, amount: Any, case: Any) -> Any:
        return (self.limit,)


@frozen(kw_only=True)
class NarrowBend(Half):
    """Pays double for a few cents above the amount that it declares, and then as before."""

    kind: ClassVar[str] = "narrow-bend"
    limit: Fraction = Fraction(33)

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount.times(Fraction(2))
            if self.limit < (amount.value or 0) < self.limit + Fraction(1, 50)
            else amount
            for amount in amounts
        )

    def bends(self, amount: Any, case: Any) -> Any:
        return (self.limit,)


@frozen(kw_only=True)
class HiddenKink(Half):
    """Pays less of what is above an amount that none of its fields tells of; it jumps nowhere."""

    kind: ClassVar[str] = "hidden-kink"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            amount if (amount.value or 0) < 180 else evolve(amount, value=180 + (amount.value - 180) / 2)
            for amount in amounts
        )


@frozen(kw_only=True)
class NarrowBreak(Half):
    """Pays double just below the figure that it declares."""

    kind: ClassVar[str] = "narrow-break"
    point: Fraction = Fraction("99.95")

    def apply(self, amounts: Any, case: Any) -> Any:
        low = case.figure is not None and self.point - Fraction(1, 500) < case.figure < self.point
        return tuple(amount.times(Fraction(2 if low else 1)) for amount in amounts)

    def breaks(self, unit: Any, between: Any) -> Any:
        return (self.point,)


@frozen(kw_only=True)
class TurnsToPoints(Half):
    """Makes points of everything, and says that it leaves the unit as it is."""

    kind: ClassVar[str] = "turns-to-points"

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(evolve(amount, unit="point") for amount in amounts)


@frozen(kw_only=True)
class TurnsTooMuch(Half):
    """Says that it makes euros of breaches, and leaves them as they are."""

    kind: ClassVar[str] = "turns-too-much"

    def turns(self, unit: str) -> str:
        return "EUR"


@frozen(kw_only=True)
class TurnsToNothing(Half):
    kind: ClassVar[str] = "turns-to-nothing"

    def turns(self, unit: str) -> Any:
        return None


@frozen(kw_only=True)
class TurnsWithACrash(Half):
    kind: ClassVar[str] = "turns-with-a-crash"

    def turns(self, unit: str) -> Any:
        return {"EUR": "EUR"}[unit]


BEFORE = Lookback.parse("sum of credited over 12 months before")


class _Asking(Half):
    """Half as much, where more than 50 EUR were credited."""

    def apply(self, amounts: Any, case: Any) -> Any:
        answer = case.answer(BEFORE)
        if answer.bounds is None or answer.bounds.value is None:
            return tuple(amount.unsaid("earlier credits are not known") for amount in amounts)
        return tuple(self._after(amount, answer.bounds.value) for amount in amounts)

    def _after(self, amount: Any, earlier: Any) -> Any:
        return amount.times(Fraction(1, 2)) if earlier > 50 else amount


@frozen(kw_only=True)
class NeedsAnAnswer(Half):
    """Crashes where the ledger has a pair, or nothing."""

    kind: ClassVar[str] = "needs-an-answer"

    def apply(self, amounts: Any, case: Any) -> Any:
        earlier = case.answer(BEFORE).bounds.value + 0
        return tuple(amount if earlier else amount.times(Fraction(1, 2)) for amount in amounts)

    def asks(self, amount: Any) -> Any:
        return (BEFORE,)


@frozen(kw_only=True)
class ForgetsToSay(_Asking):
    """Asks, and does not declare what."""

    kind: ClassVar[str] = "forgets-to-say"


@frozen(kw_only=True)
class SaysItForMoney(_Asking):
    """Declares it for amounts of money only, and a remedy asks before anything is money."""

    kind: ClassVar[str] = "says-it-for-money"

    def asks(self, amount: Any) -> Any:
        return (BEFORE,) if amount.is_money else ()


@frozen(kw_only=True)
class SaysIt(_Asking):
    """Without a fault."""

    kind: ClassVar[str] = "says-it"

    def asks(self, amount: Any) -> Any:
        return (BEFORE,)


@frozen(kw_only=True)
class Humped(SaysIt):
    """Pays more where something was credited earlier, and less where it was much."""

    kind: ClassVar[str] = "humped"

    def _after(self, amount: Any, earlier: Any) -> Any:
        return amount.times(Fraction(3)) if 4 < earlier < 8 else amount


@frozen(kw_only=True)
class First(Step):
    """Joins, and takes the one that comes first."""

    kind: ClassVar[str] = "first"
    joins: ClassVar[bool] = True

    def apply(self, amounts: Any, case: Any) -> Any:
        unsaid = [amount for amount in amounts if amount.value is None]
        return ((unsaid or amounts)[0],)


def _least(amounts: Any) -> Any:
    unsaid = [amount for amount in amounts if amount.value is None]
    return unsaid[0] if unsaid else min(amounts, key=lambda one: (one.value, one.unit, one.level))


@frozen(kw_only=True)
class Smallest(Step):
    """Joins, rises, and does not say so."""

    kind: ClassVar[str] = "smallest"
    joins: ClassVar[bool] = True

    def apply(self, amounts: Any, case: Any) -> Any:
        return (evolve(_least(amounts), level="", group=None, unit="point"),)


@frozen(kw_only=True)
class FalseRise(Step):
    """Says that it rises, and pays less for more."""

    kind: ClassVar[str] = "false-rise"
    joins: ClassVar[bool] = True
    rising: ClassVar[bool] = True

    def apply(self, amounts: Any, case: Any) -> Any:
        return (evolve(_least(amounts), level="", group=None, unit="point").times(Fraction(-1)),)


@frozen(kw_only=True)
class ChangesPlaces(Step):
    """Says that it rises, and returns the largest first."""

    kind: ClassVar[str] = "changes-places"
    joins: ClassVar[bool] = True
    rising: ClassVar[bool] = True

    def apply(self, amounts: Any, case: Any) -> Any:
        return tuple(
            sorted(amounts, key=lambda one: (one.value is None, -(one.value or 0), one.level, one.unit))
        )


@frozen(kw_only=True)
class Swallows(Step):
    kind: ClassVar[str] = "swallows"
    joins: ClassVar[bool] = True

    def apply(self, amounts: Any, case: Any) -> Any:
        return ()
