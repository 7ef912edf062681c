"""The evaluator: agreement and evidence in, breaches and penalties out."""

from __future__ import annotations

from slacore.errors import EvaluationError
from slacore.evaluation.course import Given
from slacore.evaluation.noticing import noticed
from slacore.evaluation.result import Evaluation
from slacore.evaluation.scoping import periods, service_of
from slacore.evaluation.timeline import course
from slacore.evidence import Evidence
from slacore.model import Agreement, Charges, Ledger, charges_for
from slacore.values import Instant, Money, Window
from slacore.values.money import is_currency


def evaluate(
    agreement: Agreement,
    evidence: Evidence,
    window: Window,
    *,
    charges: Money | Charges | None = None,
    ledger: Ledger | None = None,
    known_at: Instant | None = None,
) -> Evaluation:
    """What the evidence of a window means under an agreement: breaches, penalties, and why.

    A pure function: it reads no clock, file, network or setting, and the same input gives
    the same output, byte for byte (for one release of the time-zone rules, which the result
    names).

    `window` holds the periods that end in it; a longer one gives one observation a period.
    `charges` are the named bases of percentages; one sum of money will do where there is one
    base and one billing period. `ledger` is what earlier evaluations handed back. With
    `known_at` only what had been written down by then counts.

    Raises `EvaluationError` where the arguments do not fit together. A breach is no error.
    """
    _check(agreement=(agreement, Agreement), evidence=(evidence, Evidence), window=(window, Window))
    if ledger is not None:
        _check(ledger=(ledger, Ledger))
    if known_at is not None:
        _check(known_at=(known_at, Instant))
    _holds(agreement, window)
    if ledger is not None:
        ledger.check(agreement.name, window)
    known = evidence if known_at is None else evidence.as_known_at(known_at)
    bases = _charges(agreement, charges, window)
    given = Given(
        agreement=agreement,
        evidence=known,
        window=window,
        charges=bases,
        ledger=ledger,
        currency=_currency(agreement, bases, ledger),
    )
    found = course(given)
    return Evaluation(
        agreement=agreement,
        evidence=evidence,
        window=window,
        known_at=known_at,
        judgements=found.judgements(),
        breaches=found.breaches(),
        awards=found.awards,
        settlements=found.penalties,
        rights=found.rights,
        actions=found.actions,
        findings=tuple(noticed(given, found)),
        ledger=(ledger or Ledger(agreement=agreement.name)).extended(found.entries, window),
    )


def _currency(agreement: Agreement, charges: Charges, ledger: Ledger | None) -> str:
    """The one currency that is settled in; empty where nobody names one."""
    named = {row.amount.currency for row in charges.rows} | set(agreement.currencies())
    if ledger is not None:
        named |= {
            entry.unit for entry in ledger.entries if entry.what == "credited" and is_currency(entry.unit)
        }
    if len(named) > 1:
        raise EvaluationError(
            f"charges, agreement and ledger are in {' and '.join(sorted(named))}; "
            "an evaluation settles in one currency"
        )
    return named.pop() if named else ""


def _check(**arguments: tuple[object, type]) -> None:
    for name, (value, wanted) in arguments.items():
        if not isinstance(value, wanted):
            raise EvaluationError(f"{name} must be of class {wanted.__name__}, found {value!r}")


def _holds(agreement: Agreement, window: Window) -> None:
    if agreement.term is not None and not agreement.term.overlaps(window):
        raise EvaluationError(f"the agreement holds for {agreement.term}, which shares no time with {window}")


def _charges(agreement: Agreement, charges: Money | Charges | None, window: Window) -> Charges:
    settled = {
        period
        for level in agreement.levels
        if level.remedies or level.actions
        for period, still_open in periods(agreement, level, window)
        if not still_open
    }
    made = {one.name for one in agreement.charges}
    if isinstance(charges, Charges):
        for row in charges.rows:
            if row.name in made:
                raise EvaluationError(
                    f"the charge '{row.name}' is given, and the agreement makes it itself; give what it is "
                    f"made from ({', '.join(agreement.bases()) or 'earlier credits'})"
                )
    services = {
        service_of(agreement, level) or "" for level in agreement.levels if level.remedies or level.actions
    }
    return charges_for(
        charges,
        names=agreement.bases(),
        periods=tuple(sorted(settled, key=lambda period: (period.start, period.end))),
        services=tuple(sorted(services)),
    )
