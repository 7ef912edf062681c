"""The evaluator: agreement and evidence in, breaches and penalties out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slacore.errors import EvaluationError
from slacore.evaluation.awarding import Award, awards
from slacore.evaluation.findings import Finding
from slacore.evaluation.judging import Judgement, breach, judge
from slacore.evaluation.observing import Observed, observe
from slacore.evaluation.result import Evaluation
from slacore.evaluation.scoping import periods, scope_periods, service_of, window_findings
from slacore.evaluation.settling import Penalty, settle
from slacore.evidence import Evidence
from slacore.model import Agreement, Charges, Entry, Ledger, ServiceLevel, charges_for
from slacore.values import Bounds, Instant, Money, Window


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
    known = evidence if known_at is None else evidence.as_known_at(known_at)
    bases = _charges(agreement, charges, window)
    seen = [
        (level, one)
        for level in _in_order(agreement)
        for one in _observed(agreement, level, known, window, ledger)
    ]
    earned = tuple(
        award
        for level, one in seen
        for award in awards(agreement, level, one, bases, service_of(agreement, level))
    )
    judgements = tuple(
        Judgement(observation=o.observation, verdict=judge(level, o.observation)) for level, o in seen
    )
    settlements = settle(agreement, earned, bases)
    return Evaluation(
        agreement=agreement,
        evidence=evidence,
        window=window,
        known_at=known_at,
        judgements=judgements,
        breaches=tuple(one for level, o in seen if (one := breach(level, o.observation)) is not None),
        awards=earned,
        settlements=settlements,
        findings=tuple(_findings(agreement, known, window, earned)),
        ledger=_next(agreement, ledger, window, judgements, settlements),
    )


def _in_order(agreement: Agreement) -> Iterable[ServiceLevel]:
    """By name, so that the order of levels in the document changes nothing."""
    return sorted(agreement.levels, key=lambda level: level.name)


def _observed(
    agreement: Agreement, level: ServiceLevel, evidence: Evidence, window: Window, ledger: Ledger | None
) -> Iterator[Observed]:
    """Period by period, each knowing the last exact figure before it."""
    entries = [] if ledger is None else [entry for entry in ledger.entries if entry.level == level.name]
    known = [(entry.period.end, Bounds(entry.low, entry.high)) for entry in entries if entry.is_exact]
    for place in scope_periods(agreement, level, evidence, window):
        before = [bounds for end, bounds in known if end <= place.scope.period.start]
        for one in observe(place, before[-1] if before else None):
            yield one
            if one.record is None and one.observation.exact is not None and not place.open:
                known.append((place.scope.period.end, Bounds.exactly(one.observation.exact.amount)))


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
        if level.remedies
        for period, still_open in periods(agreement, level, window)
        if not still_open
    }
    services = {service_of(agreement, level) or "" for level in agreement.levels if level.remedies}
    found = charges_for(
        charges,
        names=agreement.bases(),
        periods=tuple(sorted(settled, key=lambda period: (period.start, period.end))),
        services=tuple(sorted(services)),
    )
    currencies = {row.amount.currency for row in found.rows} | set(agreement.currencies())
    if len(currencies) > 1:
        raise EvaluationError(
            f"the charges and the agreement are in {' and '.join(sorted(currencies))}; "
            "an evaluation settles in one currency"
        )
    return found


def _findings(
    agreement: Agreement, evidence: Evidence, window: Window, earned: tuple[Award, ...]
) -> Iterator[Finding]:
    for level in _in_order(agreement):
        yield from window_findings(agreement, level, window)
    known = {service.name for service in agreement.services} | {None}
    strangers = [record for record in evidence.records if record.service not in known]
    for service in sorted({str(record.service) for record in strangers}):
        count = sum(record.service == service for record in strangers)
        counted = "1 record is" if count == 1 else f"{count} records are"
        message = f"{counted} about this service, which the agreement does not have: left out"
        yield Finding(about=f"service {service}", message=message)
    lacking = (one for one in earned if one.unit.startswith("%") and not (one.low == one.high == 0))
    # Once, however many records of the level lack the same charge.
    for about, missing in dict.fromkeys((one.level, _missing(one)) for one in lacking):
        yield Finding(about=about, message=f"the sum is unknown: {missing}")


def _missing(one: Award) -> str:
    notes = [step.note for step in one.steps if step.note]
    return notes[-1] if notes else f"no '{one.unit.removeprefix('% of ')}' is known for {one.period}"


def _next(
    agreement: Agreement,
    ledger: Ledger | None,
    window: Window,
    judgements: tuple[Judgement, ...],
    settlements: tuple[Penalty, ...],
) -> Ledger:
    """The ledger with every period that has ended; one that still runs writes nothing."""
    if ledger is not None and ledger.agreement != agreement.name:
        raise EvaluationError(f"the ledger is of '{ledger.agreement}', the agreement is '{agreement.name}'")
    start = ledger or Ledger(agreement=agreement.name, complete_since=window.start)
    measured = tuple(
        Entry(
            level=j.observation.level,
            period=j.observation.period,
            what=j.verdict.value if j.verdict else "measured",
            low=j.observation.low,
            high=j.observation.high,
            unit=j.observation.unit,
        )
        for j in judgements
        if not j.observation.open
    )
    credited = tuple(
        Entry(
            period=penalty.period,
            what="pointed" if penalty.unit == "point" else "credited",
            low=penalty.low if penalty.payable_low is None else penalty.payable_low.amount,
            high=penalty.high if penalty.payable_high is None else penalty.payable_high.amount,
            unit=penalty.unit,
        )
        for penalty in settlements
    )
    return start.extended((*measured, *credited))
