"""What one level earns: a stated figure, a doubt of so many percent, months in a row, tickets."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from evaluation.terms import MARCH, agreement, figures, month, outages, stated, uptime
from slacore import (
    Charge,
    Charges,
    Evaluation,
    Evidence,
    Fact,
    Instant,
    Money,
    Remedy,
    Step,
    Window,
    evaluate,
)
from slacore.evaluation import Award
from slacore.evaluation.penalty import Penalty

FEE = Money(1000, "EUR")
APRIL = month(4)
# One percent of April's 720 hours.
PERCENT = 432 * 60 * 1_000_000


def award(
    *steps: Step, figure: str = "98 %", fee: Money | None = FEE, when: Any = "breached", **facts: object
) -> Award:
    """What a stated figure of March earns against 99 %, with facts of the month."""
    span = {"start": MARCH.start, "end": MARCH.end}
    said = Evidence(records=[Fact(id=name, name=name, value=value, **span) for name, value in facts.items()])
    terms = agreement(stated(*steps, when=when))
    (found,) = evaluate(terms, figures(uptime=figure) + said, MARCH, charges=fee).awards
    return found


def doubtful(low: int | str, high: int | str, *steps: Step, fee: Money | None = FEE, **terms: Any) -> Award:
    """What April's availability earns against 100 %, where all that is known is that it lies between."""
    result = evaluate(agreement(uptime(*steps, target="100 %", **terms)), *seen(low, high), charges=fee)
    (found,), (measured,) = result.awards, result.observations
    assert (measured.low, measured.high) == (Fraction(low), Fraction(high))
    return found


def seen(low: int | str, high: int | str) -> tuple[Evidence, Any]:
    """April's evidence of an availability between the two, in percent: down at first, unseen at last."""
    down, gap = ((100 - Fraction(high)) * PERCENT, (Fraction(high) - Fraction(low)) * PERCENT)
    spans = [Window(APRIL.start, _after(APRIL.start, down))] if down else []
    return outages(*spans, covers=Window(APRIL.start, _after(APRIL.end, -gap))), APRIL


def _after(moment: Instant, micros: Fraction) -> Instant:
    assert micros.denominator == 1
    return Instant(moment.micros + int(micros), moment.zone)


def fees(amount: int = 1000, name: str = "fee", years: Iterable[int] = (2025, 2026, 2027)) -> Charges:
    """The same fee in every month."""
    months = [month(number, year) for year in years for number in range(1, 13)]
    return Charges([Charge(name=name, span=one, amount=Money(amount, "EUR")) for one in months])


def penalties(result: Evaluation) -> list[str]:
    """What is owed for each period, in order of time."""
    return [str(penalty) for penalty in result.settlements]


def pays(*steps: Step, **terms: Any) -> Remedy:
    """A remedy of those steps."""
    return Remedy(steps=steps, **terms)


def only(result: Evaluation) -> Penalty:
    """The one penalty."""
    (found,) = result.settlements
    return found
