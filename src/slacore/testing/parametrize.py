"""`parametrize_checks`: every check of every kind as a test of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from slacore.errors import MissingExtra
from slacore.evidence import Evidence
from slacore.model import Charges, Ledger, Metric, Remedy, ServiceLevel, Step, Target
from slacore.model.limits import Said
from slacore.testing.check import Check
from slacore.testing.metric import metric_checks
from slacore.testing.remedy import remedy_checks
from slacore.values import Window

if TYPE_CHECKING:
    import pytest


def parametrize_checks(
    *subjects: Metric | Remedy | Step,
    evidence: Evidence | Iterable[Evidence] | None = None,
    window: Window | None = None,
    charges: Charges | None = None,
    facts: Mapping[str, Said] | None = None,
    unit: str | None = None,
    target: Target | None = None,
    ledger: Ledger | None = None,
    levels: Iterable[ServiceLevel] = (),
) -> pytest.MarkDecorator:
    """A decorator for a test that takes one `check`, and calls ``check.run()``.

    `evidence`, `window` and `levels` are for the metrics among the subjects, the rest for the steps
    and remedies; see `check_metric` and `check_remedy`.
    """
    try:
        import pytest
    except ImportError:
        raise MissingExtra("parametrize_checks needs pytest; install slacore[testing]") from None

    def checks() -> Iterator[Check]:
        for subject in subjects:
            if isinstance(subject, Metric):
                yield from metric_checks(subject, evidence=evidence, window=window, levels=levels)
            else:
                yield from remedy_checks(
                    subject, charges=charges, facts=facts, unit=unit, target=target, ledger=ledger
                )

    return pytest.mark.parametrize(
        "check", [pytest.param(check, id=f"{check.subject}-{check.name}") for check in checks()]
    )
