"""Notice: what a reader should know beside the figures, because it may be a mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from slacore.evaluation.award import Award
from slacore.evaluation.course import Course, Given, in_order
from slacore.evaluation.findings import Finding
from slacore.evaluation.outcomes import Action
from slacore.evaluation.scoping import window_findings
from slacore.evidence import Evidence
from slacore.model import Agreement, Charges, Ledger


def noticed(given: Given, found: Course) -> Iterator[Finding]:
    """What window, evidence, ledger, charges and outcome hold that may be a mistake."""
    agreement = given.agreement
    for level in in_order(agreement):
        yield from window_findings(agreement, level, given.window)
    yield from _of_services(agreement, given.evidence)
    if given.ledger is not None:
        yield from _of_strangers(agreement, given.ledger)
    yield from _of_nothing(agreement, given.charges, found.awards)
    yield from _of_lacking(found.awards)
    yield from _of_endless(agreement, found.actions)


def _of_services(agreement: Agreement, evidence: Evidence) -> Iterator[Finding]:
    """Records about services that the agreement does not have."""
    known = {service.name for service in agreement.services} | {None}
    strangers = Counter(str(one.service) for one in evidence.records if one.service not in known)
    for service, count in sorted(strangers.items()):
        counted = "1 record is" if count == 1 else f"{count} records are"
        message = f"{counted} about this service, which the agreement does not have: left out"
        yield Finding(about=f"service {service}", message=message)


def _of_strangers(agreement: Agreement, ledger: Ledger) -> Iterator[Finding]:
    """Entries about levels and parties that the agreement does not have, or calls otherwise by now."""
    levels, parties = ({one.name for one in some} for some in (agreement.levels, agreement.parties))
    named = Counter(
        (what, name)
        for entry in ledger.entries
        for what, name, known in (
            ("level", entry.level, levels),
            ("provider", entry.provider, parties),
            ("customer", entry.customer, parties),
        )
        if name is not None and name not in known
    )
    for (what, name), count in sorted(named.items()):
        counted = "1 entry names" if count == 1 else f"{count} entries name"
        message = f"{counted} the {what} '{name}', which the agreement does not have: left out"
        yield Finding(about="ledger", message=message)


def _of_nothing(agreement: Agreement, charges: Charges, earned: tuple[Award, ...]) -> Iterator[Finding]:
    """Charges of zero where something is due: what is owed is nothing, and perhaps by mistake."""
    due = {one.period for one in earned if one.due is not False}
    for row in charges.rows:
        asked = row.name in agreement.bases() and any(row.span.overlaps(period) for period in due)
        if row.amount.amount == 0 and asked:
            message = f"it is {row.amount} for {row.span}, so that a percentage of it is nothing"
            yield Finding(about=f"charge '{row.name}'", message=message)


def _of_lacking(earned: Iterable[Award]) -> Iterator[Finding]:
    """Percentages of charges that nobody knows, once however many records lack the same."""
    lacking = (one for one in earned if one.unit.startswith("%") and not (one.low == one.high == 0))
    for about, missing in dict.fromkeys((one.level, _missing(one)) for one in lacking):
        yield Finding(about=about, message=f"the sum is unknown: {missing}")


def _missing(one: Award) -> str:
    notes = [step.note for step in one.steps if step.note]
    return notes[-1] if notes else f"no '{one.unit.removeprefix('% of ')}' is known for {one.period}"


def _of_endless(agreement: Agreement, actions: Iterable[Action]) -> Iterator[Finding]:
    """Actions that fall due after the agreement ends: no period is left for what would follow."""
    term = agreement.term
    for one in actions:
        if term is None or one.due <= term.end or one.state == "done":
            continue
        terms = {action.name: action for action in agreement.level(one.level).actions}
        if terms[one.action].otherwise is not None:
            message = (
                f"'{one.action}' for {one.period} falls due after the agreement ends, so that what follows "
                "if it is not done is settled in no period"
            )
            yield Finding(about=one.level, message=message)
