"""The evaluator: agreement and evidence in, breaches and penalties out."""

from __future__ import annotations

from collections.abc import Iterator

from slacore.errors import EvaluationError
from slacore.evaluation.award import Award
from slacore.evaluation.findings import Finding
from slacore.evaluation.result import Evaluation
from slacore.evaluation.scoping import periods, service_of, window_findings
from slacore.evaluation.timeline import Given, course, in_order
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
        findings=tuple(_findings(given, found.awards)),
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
    services = {
        service_of(agreement, level) or "" for level in agreement.levels if level.remedies or level.actions
    }
    return charges_for(
        charges,
        names=agreement.bases(),
        periods=tuple(sorted(settled, key=lambda period: (period.start, period.end))),
        services=tuple(sorted(services)),
    )


def _findings(given: Given, earned: tuple[Award, ...]) -> Iterator[Finding]:
    agreement, evidence, window, charges = given.agreement, given.evidence, given.window, given.charges
    for level in in_order(agreement):
        yield from window_findings(agreement, level, window)
    known = {service.name for service in agreement.services} | {None}
    strangers = [record for record in evidence.records if record.service not in known]
    for service in sorted({str(record.service) for record in strangers}):
        count = sum(record.service == service for record in strangers)
        counted = "1 record is" if count == 1 else f"{count} records are"
        message = f"{counted} about this service, which the agreement does not have: left out"
        yield Finding(about=f"service {service}", message=message)
    yield from _of_nothing(agreement, charges, earned)
    lacking = (one for one in earned if one.unit.startswith("%") and not (one.low == one.high == 0))
    # Once, however many records of the level lack the same charge.
    for about, missing in dict.fromkeys((one.level, _missing(one)) for one in lacking):
        yield Finding(about=about, message=f"the sum is unknown: {missing}")


def _of_nothing(agreement: Agreement, charges: Charges, earned: tuple[Award, ...]) -> Iterator[Finding]:
    """Charges of zero where something is due: what is owed is nothing, and perhaps by mistake."""
    due = {one.period for one in earned if one.due is not False}
    for row in charges.rows:
        asked = row.name in agreement.bases() and any(row.span.overlaps(period) for period in due)
        if row.amount.amount == 0 and asked:
            message = f"it is {row.amount} for {row.span}, so that a percentage of it is nothing"
            yield Finding(about=f"charge '{row.name}'", message=message)


def _missing(one: Award) -> str:
    notes = [step.note for step in one.steps if step.note]
    return notes[-1] if notes else f"no '{one.unit.removeprefix('% of ')}' is known for {one.period}"
