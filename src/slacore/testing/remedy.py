"""`check_remedy`: everything that must hold of a step, or of the chain of a remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slacore.model import Agreement, Charges, Ledger, Remedy, Step, Target
from slacore.model.limits import Said
from slacore.testing import amounts, asking, curves, joining, kinds, turning
from slacore.testing.chains import StepTrial
from slacore.testing.check import Check, Finding, Question, checks_of, run_all
from slacore.testing.documents import read_back, refuses_misspelling


def check_remedy(
    subject: Remedy | Step,
    *,
    charges: Charges | None = None,
    facts: Mapping[str, Said] | None = None,
    unit: str | None = None,
    target: Target | None = None,
    ledger: Ledger | None = None,
) -> None:
    """Prove that a step, or every step of a remedy and its chain, has the rights of a built-in one.

    Runs every check, and raises `CheckFailed` with every one that failed, each with a sentence
    that says how to mend it. What is right and could do more is a `KindWarning`. `charges` are
    by default 1000 of every base that the steps name; `facts` are those of the period, by
    name; `unit` is that of the measured figure, by default one that the steps understand.
    `ledger` is what earlier periods came to, by default several histories of the package; in one
    of your own the step belongs to the level "checked", in March 2026 in London.
    """
    run_all(
        remedy_name(subject),
        remedy_checks(subject, charges=charges, facts=facts, unit=unit, target=target, ledger=ledger),
    )


def remedy_checks(
    subject: Remedy | Step,
    *,
    charges: Charges | None = None,
    facts: Mapping[str, Said] | None = None,
    unit: str | None = None,
    target: Target | None = None,
    ledger: Ledger | None = None,
) -> tuple[Check, ...]:
    """The checks of a step or a remedy, one by one."""
    if not isinstance(subject, Remedy | Step):
        raise TypeError(
            f"a step is checked with its parameters, such as Cap(limit='100 EUR'); found {subject!r}"
        )
    trial = StepTrial.of(subject, charges=charges, facts=facts, unit=unit, target=target, ledger=ledger)
    return checks_of(trial, remedy_name(subject), _QUESTIONS)


def remedy_name(subject: Remedy | Step) -> str:
    """What a step or a remedy is called in messages and test ids."""
    if isinstance(subject, Remedy):
        return f"{subject.name}: {' > '.join(kinds.name_of(step) for step in subject.steps)}"
    return kinds.name_of(subject)


def _each_class(ask: Callable[[type], Finding]) -> Callable[[StepTrial], Finding]:
    return lambda trial: next((found for step in trial.steps if (found := ask(type(step))) is not None), None)


def _each_step(ask: Callable[[Any], Finding]) -> Callable[[StepTrial], Finding]:
    return lambda trial: next((found for step in trial.steps if (found := ask(step)) is not None), None)


def _chain(agreement: Agreement) -> Any:
    """What holds the steps: the settlement, or the remedy."""
    return agreement.settlement if agreement.settlement.steps else agreement.levels[0].remedies[0]


def _documents(trial: StepTrial) -> Finding:
    return read_back(trial.agreement(), _chain, trial.registry())


def _misspelling(trial: StepTrial) -> Finding:
    def first(data: Any) -> tuple[Any, Any]:
        steps = data["settlement"]["steps"] if trial.joins else data["levels"][0]["remedies"][0]["steps"]
        return steps, len(trial.before())

    return refuses_misspelling(trial.agreement(), first, trial.registry())


_KIND = ("registrable", "immutable-values")
_READY = ("applies", "number-of-amounts", "exact", "deterministic", "says-something")
_QUESTIONS: tuple[Question[StepTrial], ...] = (
    ("registrable", _each_class(kinds.registrable), ()),
    ("tag-of-its-own", _each_class(kinds.tag_of_its_own), ("registrable",)),
    ("fields-are-parameters", _each_step(kinds.fields_are_parameters), ("registrable",)),
    ("immutable-values", _each_step(kinds.immutable_values), ("registrable",)),
    ("equal-twins", _each_step(kinds.equal_twins), (*_KIND, "fields-are-parameters")),
    ("pickles-and-copies", _each_step(kinds.pickles_and_copies), ("equal-twins",)),
    ("unit-after", turning.unit_after, ("registrable",)),
    ("documents", _documents, ("equal-twins", "tag-of-its-own", "unit-after")),
    ("misspelling", _misspelling, ("documents",)),
    ("in-words", amounts.in_words, ("registrable",)),
    ("applies", amounts.applies, ("registrable",)),
    ("number-of-amounts", amounts.number_of_amounts, ("applies",)),
    ("exact", amounts.exact_amounts, ("number-of-amounts",)),
    ("deterministic", amounts.deterministic, ("applies",)),
    ("decimal-context", amounts.decimal_context, ("deterministic",)),
    ("unsaid-stays-unsaid", amounts.unsaid_stays_unsaid, ("number-of-amounts",)),
    ("one-by-one", amounts.one_by_one, ("number-of-amounts", "deterministic")),
    ("says-something", amounts.says_something, ("number-of-amounts",)),
    ("order-of-amounts", joining.order_of_amounts, _READY),
    ("rising", joining.rising, (*_READY, "order-of-amounts")),
    ("ends-payable", amounts.ends_payable, _READY),
    ("turns", turning.turns, (*_READY, "unit-after")),
    ("asks", asking.asks, _READY),
    ("breaks", curves.breaks, (*_READY, "one-by-one", "unsaid-stays-unsaid")),
    ("bends", curves.bends, (*_READY, "one-by-one", "unsaid-stays-unsaid")),
)
