"""The case: what a step can see besides the amounts that it works on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from slacore.evidence import Evidence, Fact, Record
from slacore.model.amount import Amount, Rate, share_unit
from slacore.model.charges import Charges, DerivedCharge
from slacore.model.history import PERHAPS, UNKNOWN, Asker, Earlier, History
from slacore.model.limits import Said, Target, Test
from slacore.model.lookback import Lookback
from slacore.model.observation import Observation
from slacore.model.scope import Scope, agreed
from slacore.values import Bounds, Instant, Money, Quantity, Window
from slacore.values.several import several

# More than any sum: what an amount without limit is taken for, so that a cap can deal with it.
BEYOND = Fraction(10) ** 30


@frozen(kw_only=True)
class Answer:
    """What a lookback answers: least and most in a unit, or why it cannot be said."""

    # None where it cannot be said, or where the agreement has not lasted long enough.
    bounds: Bounds | None
    unit: str = ""
    why: str = ""
    too_early: bool = False


@frozen(kw_only=True)
class Case:
    """What a step can see besides the amounts: one period's figure, facts, charges and past.

    In a settlement there is no figure: the amounts come from several levels.
    """

    period: Window
    charges: Charges = Charges()
    # The charges that the agreement makes from others.
    derived: tuple[DerivedCharge, ...] = field(default=(), converter=several)
    service: str | None = None
    # The services of a settlement that is about several.
    services: tuple[str, ...] = ()
    figure: Fraction | None = None
    unit: str = ""
    scope: Scope | None = None
    # The record that is judged, where every record has a verdict of its own.
    record: Record | None = None
    target: Target | None = None
    # Whether the promise is deemed broken whatever the figure.
    deemed_broken: bool = False
    # Whether it cannot be said that the target holds in the period at all.
    perhaps: bool = False
    # Whether the present period is a breach, where that is known otherwise than by the figure.
    broken: Bounds | None = None
    # What other levels came to in the same period.
    observed: Mapping[str, Observation] = field(factory=dict, repr=False)
    # Everything that is known, such as claims.
    evidence: Evidence = field(factory=Evidence, repr=False)
    # Earlier periods, and who asks about them; None where nothing can be asked.
    history: History | None = field(default=None, repr=False)
    asker: Asker | None = field(default=None, repr=False)
    # The currency that earlier credits were in.
    currency: str = ""
    # What earlier periods are taken to answer, where the ledger has a pair.
    assumed: Mapping[Lookback, Fraction] = field(factory=dict, repr=False)

    @property
    def kept(self) -> bool | None:
        """Whether the figure keeps the promise; None without a figure or a target."""
        figure = self.quantity()
        if figure is None or self.target is None:
            return None
        return not self.deemed_broken and self.target.hold(figure)

    def at(self, figure: Fraction | None) -> Case:
        """The same case with another measured figure."""
        return evolve(self, figure=figure)

    def quantity(self) -> Quantity | None:
        """The measured figure with its unit."""
        return None if self.figure is None else Quantity(self.figure, self.unit)

    # Conditions

    def says(self, tests: Iterable[Test]) -> bool | None:
        """Whether all tests hold; None where one cannot be said and none fails."""
        answers = [self._says(test) for test in tests]
        if False in answers:
            return False
        return None if None in answers else True

    def _says(self, test: Test) -> bool | None:
        if test.lookback is not None:
            answer = self.answer(test.lookback)
            if answer.too_early:
                return False
            return None if answer.bounds is None else test.hold_over(answer.bounds, answer.unit)
        if test.level is not None:
            seen = self.observed.get(test.level)
            return None if seen is None or seen.bounds is None else test.hold_over(seen.bounds, seen.unit)
        if test.fact is None:
            figure = self.quantity()
            return None if figure is None else test.hold(figure)
        said = self.fact(test.fact)
        return None if said is None else test.hold(said)

    def edges(self, tests: Iterable[Test]) -> set[Fraction]:
        """The figures at which one of the tests may change its answer."""
        found: set[Fraction] = set()
        for test in tests:
            if test.is_about_figure:
                found.update(test.edges(self.unit))
            elif test.lookback is not None:
                found.update(self._edges_of(test, test.lookback))
        return found

    def _edges_of(self, test: Test, question: Lookback) -> Iterable[Fraction]:
        """Where a sum or a mean of figures, this one included, crosses the limits."""
        if self.asker is None or question.of != "measured" or not self.asker.adds(question):
            return ()
        earlier = self._earlier(question)
        if earlier.bounds is None or earlier.bounds.value is None:
            return ()
        number = earlier.periods + 1 if question.how == "mean" else 1
        return [edge * number - earlier.bounds.value for edge in test.edges(self.unit)]

    def fact(self, name: str) -> Said | None:
        """What is said under that name, of the record or of the period; None if nothing is."""
        if self.scope is not None:
            return self.scope.fact(name, self.record)
        spans = ((fact, fact.span()) for fact in self.evidence.current_of(Fact))
        about = (fact for fact, span in spans if span is not None and span.covers(self.period))
        return agreed(name, (fact for fact in about if fact.record is None), str(self.period))

    # Earlier periods

    def answer(self, question: Lookback) -> Answer:
        """What earlier periods answer, with the present one where the question includes it."""
        if self.history is None or self.asker is None:
            return Answer(bounds=None, why="nothing is known of earlier periods")
        earlier = self._earlier(question)
        if earlier.bounds is None:
            return Answer(bounds=None, too_early=True, why="the agreement has not lasted long enough")
        level = question.level or self.asker.level
        unit = self.unit if level is None or level == self.asker.level else self.history.rhythms[level].unit
        bounds = self._with_present(question, earlier)
        if question.share_of is not None:
            return self._as_share(bounds, question.share_of)
        return Answer(bounds=bounds, unit=question.measured_in(unit) or "")

    def _earlier(self, question: Lookback) -> Earlier:
        assert self.history is not None
        assert self.asker is not None
        found = self.history.earlier(question, self.asker)
        if question in self.assumed and found.bounds is not None:
            return evolve(found, bounds=Bounds.exactly(self.assumed[question]))
        return found

    def _with_present(self, question: Lookback, earlier: Earlier) -> Bounds:
        assert self.asker is not None
        assert earlier.bounds is not None
        own = self.asker.adds(question)
        present = self._present(question.of) if own else None
        if question.how == "run" and present is not None:
            low, high = earlier.bounds.low, earlier.bounds.high
            most = 0 if present.high == 0 else None if high is None else high + 1
            return Bounds((low or 0) + 1 if present.low == 1 else 0, most)
        sides = (earlier.bounds.low, earlier.bounds.high)
        if present is not None:
            pairs = zip(sides, (present.low, present.high), strict=True)
            sides = tuple(None if a is None or b is None else a + b for a, b in pairs)  # type: ignore[assignment]
        if question.how == "mean":
            number = earlier.periods + (present is not None)
            sides = tuple(None if side is None else side / number for side in sides)  # type: ignore[assignment]
        return Bounds(*sides)

    def _present(self, of: str) -> Bounds:
        """What the present period is by itself."""
        if of == "measured":
            return UNKNOWN if self.figure is None else Bounds.exactly(self.figure)
        if self.broken is not None:
            broken = self.broken
        else:
            kept = self.kept
            broken = PERHAPS if kept is None else Bounds.exactly(int(not kept))
        if of == "breached" or broken.value is None:
            return broken
        return Bounds.exactly(1 - broken.value)

    def _as_share(self, bounds: Bounds, charge: str) -> Answer:
        base = self.charge(charge)
        if isinstance(base, str):
            return Answer(bounds=None, why=base)
        if base.amount <= 0:
            return Answer(bounds=None, why=f"'{charge}' is {base}, and nothing is a share of that")
        low, high = (None if side is None else side * 100 / base.amount for side in (bounds.low, bounds.high))
        return Answer(bounds=Bounds(low, high), unit="percent")

    # Charges

    def worth(self, rate: Rate) -> Amount:
        """The rate as an amount: money, points, or a share where the charge is not known."""
        if rate.of is None:
            return Amount(value=rate.amount, unit=rate.unit)
        charge = self.charge(rate.of)
        if isinstance(charge, str):
            return Amount(
                value=rate.amount, unit=share_unit(rate.of), percent=rate.amount, charge=rate.of, note=charge
            )
        return Amount(
            value=charge.amount * rate.amount / 100,
            unit=charge.currency,
            percent=rate.amount,
            charge=rate.of,
            note=f"{rate} = {charge}",
        )

    def charge(self, name: str) -> Money | str:
        """The charge of that name, billed or made from others; or why it cannot be said."""
        for one in self.derived:
            if one.name == name:
                return self._derived(one)
        return self._billed(name, self.period)

    def _billed(self, name: str, span: Window) -> Money | str:
        """The charge of the service or, in a settlement of several, what is charged for all of them."""
        found = self.charges.of(name, span, self.service)
        if isinstance(found, Money) or not self.services:
            return found
        return self.charges.of_all(name, span, self.services)

    def _derived(self, one: DerivedCharge) -> Money | str:
        if one.lookback is not None:
            return self._credited(one.lookback)
        assert one.share is not None
        assert one.share.of is not None
        base = self._over(one)
        if isinstance(base, str):
            return f"'{one.name}' is {one.share}, and {base}"
        value = base.amount * one.share.amount / 100
        if one.net:
            earlier = self._credited(one.credits())
            if isinstance(earlier, str):
                return f"'{one.name}' is after credits: {earlier}"
            value = max(value - earlier.amount, Fraction(0))
        return Money(value, base.currency)

    def _over(self, one: DerivedCharge) -> Money | str:
        assert one.share is not None
        assert one.share.of is not None
        if one.over is None:
            return self.charge(one.share.of)
        start = self._start_of(one)
        if start is None and one.over.kind == "contract":
            return "nobody says when the contract began"
        if start is None or start >= self.period.start:
            return self.charge(one.share.of)
        return self._billed(one.share.of, Window(start, self.period.end))

    def _start_of(self, one: DerivedCharge) -> Instant | None:
        """Where the span of a charge begins, within the agreement's term."""
        if self.history is None or self.asker is None or one.over is None:
            return None
        start = self.history.start_of(one.over, self.asker)
        begun = self.history.begun
        return begun if start is None or (begun is not None and begun > start) else start

    def _credited(self, question: Lookback) -> Money | str:
        answer = self.answer(question)
        if answer.bounds is None:
            return answer.why
        value = answer.bounds.value
        if value is None or abs(value) >= BEYOND:
            return f"what was {question} is not known exactly"
        return Money(value, self.currency) if self.currency else f"the currency of {question} is not known"


def said_of_charges(case: Case, rate: Rate) -> Iterable[Lookback]:
    """The questions to earlier periods that the worth of a rate depends on."""
    for one in case.derived:
        if one.name == rate.of:
            if one.lookback is not None:
                yield one.lookback
            if one.net:
                yield one.credits()
            if one.share is not None:
                yield from said_of_charges(case, one.share)
