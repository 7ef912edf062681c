"""A remedy or a step on trial: the figures, amounts, charges, facts and pasts on which it is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

import attrs
from attrs import frozen

from slacore.errors import InvalidValue, UnitMismatch
from slacore.evidence import Claim, Evidence
from slacore.metrics import Reported
from slacore.model import (
    Agreement,
    Amount,
    Case,
    Charges,
    Ledger,
    Lookback,
    Party,
    Rate,
    Remedy,
    Role,
    Scope,
    ServiceLevel,
    Settlement,
    Step,
    Target,
    apply_step,
    step_breaks,
)
from slacore.model.limits import Said
from slacore.model.parts import parts
from slacore.registry import Registry
from slacore.remedies import Pay
from slacore.testing.examples import MONTH, ZONE
from slacore.testing.kinds import registry_for
from slacore.testing.pasts import CHECKED, Past, asker, members, pasts_after, pasts_of
from slacore.testing.stated import amount_range, charges_of, currency_of, grid, scope_of, stated
from slacore.values import Bounds, Money, Quantity, Window

# Units of measured figures, in the order in which they are tried where none is stated.
_UNITS = ("percent", "minute", "count", "ratio")
# How many edges of one step are looked at.
_EDGES = 500
# Nobody knows of claims; one was made in time; none was made, and by now it is too late.
_CLAIMS = (
    Evidence(),
    Evidence(records=[Claim(id="C-1", submitted=MONTH.end, start=MONTH.start, end=MONTH.end)]),
    Evidence.of(Claim, [], covers=Window.between("2026-03-01", "2036-03-01", tz=ZONE)),
)


@frozen(eq=False)
class Setting:
    """What a step can see besides amounts, figure, charges and facts."""

    past: Past
    evidence: Evidence


@frozen(kw_only=True, eq=False)
class StepTrial:
    """A step, or the chain of a remedy, and what it is tried on."""

    subject: Remedy | Step
    charges: Charges
    scope: Scope
    unit: str
    target: Target | None
    # Earlier periods that are known, and such as are in doubt.
    settings: tuple[Setting, ...] = ()
    doubts: tuple[Setting, ...] = ()

    @classmethod
    def of(
        cls,
        subject: Remedy | Step,
        *,
        charges: Charges | None,
        facts: Mapping[str, Said] | None,
        unit: str | None,
        target: Target | None,
        ledger: Ledger | None,
    ) -> StepTrial:
        """The trial of a remedy or step; charges and pasts are the package's where the caller gives none."""
        steps = steps_of(subject)
        if charges is None:
            charges = charges_of(steps)
        scope = scope_of(facts or {})
        trial = cls(subject=subject, charges=charges, scope=scope, unit=unit or _UNITS[0], target=target)
        if unit is not None:
            return trial.after(ledger)
        fitting = (attrs.evolve(trial, unit=name).after(ledger) for name in _UNITS)
        return next((one for one in fitting if one.fits()), trial.after(ledger))

    def after(self, ledger: Ledger | None) -> StepTrial:
        """The trial after what that ledger holds, or after the pasts of the package."""
        if ledger is None:
            limits = [self._worth(part) for part in stated(self.steps) if isinstance(part, Rate)]
            least = min((one for one in limits if one > 0), default=Fraction(10))
            known, doubtful = pasts_of(self.steps, self.unit, self.range(), currency_of(self.steps), least)
        else:
            known, doubtful = pasts_after(ledger, self.steps, self.unit)
        claims = (*_CLAIMS, *_CLAIMS)
        return attrs.evolve(
            self,
            settings=tuple(Setting(past, claims[number]) for number, past in enumerate(known)),
            doubts=tuple(Setting(past, claims[number]) for number, past in enumerate(doubtful)),
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The chain; a step alone is a chain of one."""
        return steps_of(self.subject)

    @property
    def joins(self) -> bool:
        """Whether it joins amounts, so that it belongs in a settlement."""
        return any(step.joins for step in self.steps)

    def registry(self) -> Registry:
        """A registry that knows its steps."""
        return registry_for(*(type(step) for step in self.steps))

    def fits(self) -> bool:
        """Whether its steps understand figures in the trial's unit."""
        try:
            for step in self.steps:
                step_breaks(step, self.unit, Bounds(0, 1), most=2)
                apply_step(step, (Amount.one(),), self.case(Fraction(1)))
        except (UnitMismatch, InvalidValue):
            return False
        except Exception:
            # A crash is no misunderstanding: the checks will name it.
            return True
        return True

    def case(self, figure: Fraction | None, setting: Setting | None = None) -> Case:
        """What a step sees at that figure; without one, what it sees in a settlement."""
        setting = setting or self.settings[0]
        level = None if figure is None else CHECKED
        case = Case(
            period=MONTH,
            charges=self.charges,
            evidence=setting.evidence,
            history=setting.past,
            asker=asker(level, self.unit),
            currency=currency_of(self.steps),
        )
        if figure is None:
            return case
        return attrs.evolve(case, figure=figure, unit=self.unit, scope=self.scope, target=self.target)

    def one(self) -> Amount:
        """One breach of the level that is checked."""
        return attrs.evolve(Amount.one(), level=CHECKED)

    def agreement(self) -> Agreement:
        """The smallest agreement that holds it."""
        least = self.target or Target(at_least=Quantity(1, self.unit))
        remedies = () if self.joins else (self._remedy(),)
        level = ServiceLevel(
            name=CHECKED,
            metric=Reported(name="figure", unit=self.unit),
            target=least,
            remedies=remedies,
        )
        return Agreement(
            name="check",
            zone=ZONE,
            parties=(
                Party(name="provider", role=Role.PROVIDER),
                Party(name="customer", role=Role.CUSTOMER),
            ),
            levels=(level, *self._others(least)),
            settlement=Settlement(steps=self.steps if self.joins else ()),
        )

    def _others(self, target: Target) -> Iterator[ServiceLevel]:
        """The levels and groups that the steps ask about."""
        questions = list(parts(self.steps, Lookback))
        metric = Reported(name="figure", unit=self.unit)
        for name in sorted({one.level for one in questions if one.level is not None} - {CHECKED}):
            yield ServiceLevel(name=name, metric=metric, target=target)
        for group in sorted({one.group for one in questions if one.group is not None}):
            for name in members(group):
                yield ServiceLevel(name=name, metric=metric, target=target, group=group)

    def _remedy(self) -> Remedy:
        """The remedy; a step alone stands behind one that pays, where it must."""
        if isinstance(self.subject, Remedy):
            # Which figures are a breach is not what is on trial, unless somebody says so.
            return self.subject if self.target else attrs.evolve(self.subject, when="always")
        return Remedy(steps=(*self.before(), self.subject), when="always")

    def before(self) -> tuple[Step, ...]:
        """What must stand before a step alone, so that it can follow."""
        if isinstance(self.subject, Remedy) or self.joins:
            return ()
        share = next(iter(sorted(row.name for row in self.charges.rows)), "fee")
        rates = (f"1 {currency_of(self.steps)}", "1 point", f"1 % of {share}")
        for steps in ((), *((Pay(rate=rate),) for rate in rates)):
            try:
                Remedy(steps=(*steps, self.subject))
            except InvalidValue:
                continue
            return steps
        return ()

    def range(self) -> Bounds:
        """The figures that are tried."""
        if self.unit in ("percent", "ratio"):
            return Bounds(0, 100 if self.unit == "percent" else 1)
        return Bounds(0, 2 * max([Fraction(100), *map(abs, self._stated_figures())]))

    def figures(self, number: int = 400, setting: Setting | None = None) -> tuple[Fraction, ...]:
        """A fine grid of figures, and what lies at and beside every edge and number it states."""
        reach = self.range()
        return grid(reach, frozenset(self.edges(setting)), number)

    def met_from(self) -> tuple[Fraction, ...]:
        """Where the promise begins or ends to be kept: the evaluator looks there whatever the steps."""
        return () if self.target is None else self.target.edges(self.unit)

    def edges(self, setting: Setting | None = None) -> set[Fraction]:
        """Figures at which its formula changes, as it declares them or has them in its fields."""
        edges = self._stated_figures() | set(self.met_from())
        case = self.case(self.range().low, setting)
        for step in self.steps:
            edges |= step_breaks(step, self.unit, self.range(), most=_EDGES) or set()
            edges |= case.edges(step.when)
        return edges

    def _stated_figures(self) -> set[Fraction]:
        found: set[Fraction] = set()
        for part in stated(self.steps):
            if isinstance(part, Quantity):
                try:
                    found.add(part.in_unit(self.unit))
                except UnitMismatch:
                    continue
            elif not isinstance(part, Rate | Money):
                found.add(Fraction(part))
        return found

    def amount_units(self) -> tuple[str, ...]:
        """The units that amounts have on their way through a chain."""
        rates = [part for part in stated(self.steps) if isinstance(part, Rate)]
        shares = sorted({f"% of {rate.of}" for rate in rates if rate.of is not None}) or ["% of fee"]
        return ("breach", "unit", "point", currency_of(self.steps), *shares)

    def amounts(self, edges: Iterable[Fraction] = (), number: int = 400) -> tuple[Fraction, ...]:
        """A fine grid of amounts, and what lies at and beside every edge and number it states."""
        # Much changes at nothing and at one.
        found = frozenset({Fraction(0), Fraction(1), *self._stated_amounts(), *edges})
        return grid(amount_range(found), found, number)

    def _stated_amounts(self) -> Iterator[Fraction]:
        for part in stated(self.steps):
            if isinstance(part, Rate):
                yield self._worth(part)
            yield part.amount if isinstance(part, Rate | Money | Quantity) else Fraction(part)

    def _worth(self, rate: Rate) -> Fraction:
        return Case(period=MONTH, charges=self.charges).worth(rate).value or rate.amount


def steps_of(subject: Remedy | Step) -> tuple[Step, ...]:
    """The chain of a remedy, or the one step."""
    return subject.steps if isinstance(subject, Remedy) else (subject,)
