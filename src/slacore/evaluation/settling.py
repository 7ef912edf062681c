"""Settle: what becomes of all awards of one period, and what is payable in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from slacore.evaluation.awarding import Award, StepTaken, span_text
from slacore.evaluation.curve import Unsaid, carry, pieces_over, reach_of
from slacore.evaluation.scoping import service_of
from slacore.model import (
    Agreement,
    Amount,
    Case,
    Charges,
    ServiceLevel,
    Settlement,
    Step,
    apply_step,
)
from slacore.model.amount import added
from slacore.values import Bounds, Money, Period, Window
from slacore.values.money import is_currency

# The units of an amount before a step has paid it.
_UNPAID = ("", "breach", "unit")


@frozen(kw_only=True)
class Penalty:
    """What one party owes another for one period, settled: exact, and rounded once.

    A positive amount is owed by the provider, a negative one (a bonus) by the customer.
    """

    period: Window
    debtor: str
    creditor: str
    # Money, points, or a percentage of a charge that is not known.
    unit: str
    # The settled amount before rounding, least and most; None where it cannot be said.
    low: Fraction | None
    high: Fraction | None
    # The same as money that can be paid, rounded as the contract says.
    payable_low: Money | None = None
    payable_high: Money | None = None
    # Whether levels in doubt were added up, so that the bounds may be wider than the truth.
    loose: bool = False
    capped: bool = False
    awards: tuple[Award, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exact(self) -> Money | None:
        """The settled amount before rounding, where it is money and fully known."""
        if self.low is None or self.low != self.high or self.payable_low is None:
            return None
        return Money(self.low, self.unit)

    @property
    def payable(self) -> Money | None:
        """What is to be paid, where it is money and fully known."""
        return self.payable_low if self.exact is not None else None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is owed for certain."""
        return self.low == 0 and self.high == 0

    @property
    def is_bonus(self) -> bool:
        """Whether it is the customer who owes."""
        return self.high is not None and self.high <= 0 and self.low != 0

    def __str__(self) -> str:
        """As the debtor owes it: a bonus of -50 EUR is 50 EUR that the customer owes."""
        low = self.payable_low.amount if self.payable_low is not None else self.low
        high = self.payable_high.amount if self.payable_high is not None else self.high
        if self.is_bonus:
            low, high = (None if side is None else -side for side in (high, low))
        return span_text(low, high, self.unit)


@frozen
class _Running:
    """One amount on its way through the settlement, least and most."""

    amount: Amount
    bounds: Bounds | None

    def side(self, which: str) -> Amount:
        value = None if self.bounds is None else getattr(self.bounds, which)
        return evolve(self.amount, value=value)

    @property
    def is_exact(self) -> bool:
        return self.bounds is not None and self.bounds.value is not None

    def text(self) -> str:
        bounds = self.bounds or Bounds(None, None)
        return span_text(bounds.low, bounds.high, self.amount.unit)


def settle(agreement: Agreement, awards: Iterable[Award], charges: Charges) -> tuple[Penalty, ...]:
    """The settlement of every period, in order of time."""
    groups: dict[tuple[Window, str, str], list[Award]] = defaultdict(list)
    for award in awards:
        level = agreement.level(award.level)
        key = (award.period, agreement.provider_of(level), agreement.customer_of(level))
        groups[key].append(award)
    order = sorted(groups, key=lambda key: (key[0].end, key[0].start, key[1:]))
    return tuple(
        penalty for key in order for penalty in _settled(agreement, key, tuple(groups[key]), charges)
    )


def _service(agreement: Agreement, awards: tuple[Award, ...]) -> str | None:
    """The one service that is settled; None where there are several.

    The levels decide and not the awards: a level that had nothing to judge this month has none.
    """
    rhythms = {_rhythm(agreement, agreement.level(award.level)) for award in awards}
    services = {
        service_of(agreement, level)
        for level in agreement.levels
        if level.remedies and _rhythm(agreement, level) in rhythms
    }
    return services.pop() if len(services) == 1 else None


def _rhythm(agreement: Agreement, level: ServiceLevel) -> tuple[Period, str, str, str]:
    """Levels that agree in this are settled together."""
    parties = agreement.provider_of(level), agreement.customer_of(level)
    return (level.period, agreement.zone_of(level), *parties)


def _settled(
    agreement: Agreement, key: tuple[Window, str, str], awards: tuple[Award, ...], charges: Charges
) -> Iterable[Penalty]:
    settlement = agreement.settlement
    case = Case(period=key[0], charges=charges, service=_service(agreement, awards))
    running = [_begin(award) for award in awards]
    taken: list[StepTaken] = []
    for step in settlement.steps:
        before = running
        running = _after(step, running, case)
        taken.append(
            StepTaken(
                step=step.sentence(),
                before=" + ".join(one.text() for one in before),
                after=" + ".join(one.text() for one in running),
                note="; ".join(sorted({one.amount.note for one in running if one.amount.note})),
            )
        )
    loose = sum(award.low != award.high for award in awards) > 1
    units = _by_unit(running)
    for unit, owed in units.items():
        parts = _parts(awards, unit, tuple(units))
        yield _penalty(settlement, key, (unit, owed), loose=loose, awards=parts, steps=tuple(taken))


def _parts(awards: tuple[Award, ...], unit: str, units: tuple[str, ...]) -> tuple[Award, ...]:
    """The awards that the sum in that unit is made of.

    An award whose own unit is gone (points that became money) is in what no award was in at
    first; where that says nothing, as with one that cannot be said, it may be in any.
    """
    new = [one for one in units if all(award.unit != one for award in awards)]
    return tuple(
        award
        for award in awards
        if award.unit == unit
        or (award.unit not in units and (unit in new or not new or award.unit in _UNPAID))
    )


def _begin(award: Award) -> _Running:
    amount = Amount(
        value=award.low,
        unit=award.unit,
        level=award.level,
        group=award.group,
        percent=None,
        capped=award.capped,
    )
    known = award.low is not None or award.high is not None
    return _Running(amount, Bounds(award.low, award.high) if known else None)


def _after(step: Step, running: list[_Running], case: Case) -> list[_Running]:
    if step.joins:
        return _joined(step, running, case)
    return [_mapped(step, one, case) for one in running]


def _mapped(step: Step, one: _Running, case: Case) -> _Running:
    if one.bounds is None:
        return one
    if one.is_exact:
        (after,) = apply_step(step, (one.side("low"),), case)
        return _Running(after, None if after.value is None else Bounds.exactly(after.value))
    try:
        pieces = carry(
            step, pieces_over(one.bounds, lambda at: evolve(one.amount, value=at)), case, figures=False
        )
    except Unsaid as reason:
        return _Running(one.amount.unsaid(str(reason)), None)
    capped = all(amount.capped for piece in pieces for _, amount in piece.samples)
    return _Running(evolve(pieces[0].samples[0][1], capped=capped), reach_of(pieces).hull())


def _joined(step: Step, running: list[_Running], case: Case) -> list[_Running]:
    if all(one.is_exact for one in running):
        after = apply_step(step, tuple(one.side("low") for one in running), case)
        return [
            _Running(amount, None if amount.value is None else Bounds.exactly(amount.value))
            for amount in after
        ]
    if not step.rising:
        why = f"step {step.kind} does not promise that it rises with the amounts it joins"
        return [_Running(one.amount.unsaid(why), None) for one in running]
    lows, highs = (
        apply_step(step, tuple(one.side(which) for one in running), case) for which in ("low", "high")
    )
    return [
        _Running(low, None if low.value is None and high.value is None else Bounds(low.value, high.value))
        for low, high in zip(lows, highs, strict=True)
    ]


def _by_unit(running: list[_Running]) -> dict[str, list[_Running]]:
    """What is left, by unit. Nothing at all has the unit of whatever else is there.

    What cannot be said and was not yet paid in any unit may be of each of them.
    """
    units: dict[str, list[_Running]] = defaultdict(list)
    for one in running:
        units[one.amount.unit].append(one)
    vague = [unit for unit in units if unit in _UNPAID and all(map(_is_vague, units[unit]))]
    if len(units) > len(vague):
        unsaid = [one for unit in vague for one in units.pop(unit) if one.bounds is None]
        for known in units.values():
            known.extend(unsaid)
    return units


def _is_vague(one: _Running) -> bool:
    return one.bounds is None or _is_zero(one)


def _is_zero(one: _Running) -> bool:
    return one.bounds is not None and one.bounds.low == 0 and one.bounds.high == 0


def _penalty(
    settlement: Settlement,
    key: tuple[Window, str, str],
    amounts: tuple[str, list[_Running]],
    *,
    loose: bool,
    **parts: Any,
) -> Penalty:
    (period, provider, customer), (unit, owed) = key, amounts
    low, high = (added(one.side(which).value for one in owed) for which in ("low", "high"))
    penalty = Penalty(
        period=period,
        debtor=provider,
        creditor=customer,
        unit=unit,
        low=low,
        high=high,
        loose=loose and low != high,
        capped=any(one.amount.capped for one in owed),
        notes=_notes(owed, parts["awards"], loose=loose and low != high),
        **parts,
    )
    if penalty.is_bonus:
        penalty = evolve(penalty, debtor=customer, creditor=provider)
    if not is_currency(unit):
        return penalty
    return evolve(
        penalty, payable_low=_payable(low, unit, settlement), payable_high=_payable(high, unit, settlement)
    )


def _payable(value: Fraction | None, unit: str, settlement: Settlement) -> Money | None:
    return None if value is None else Money(value, unit).payable(settlement.rounding)


def _notes(owed: Sequence[_Running], awards: Iterable[Award], *, loose: bool) -> tuple[str, ...]:
    notes = [f"{award.level}: {award.why}" for award in awards if award.low is None and award.high is None]
    notes += [one.amount.note for one in owed if one.bounds is None and one.amount.note]
    if loose:
        notes.append("several levels are in doubt: the bounds add up theirs and may be wider than the truth")
    return tuple(dict.fromkeys(notes))
