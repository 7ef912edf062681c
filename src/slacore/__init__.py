"""slacore: service level agreements as immutable values, and a pure evaluator for them.

Kinds are in `slacore.metrics` and `slacore.remedies`, documents in `slacore.serialization`,
errors in `slacore.errors`.
"""

from __future__ import annotations

import typing as _typing

from slacore.calendars import ServiceHours
from slacore.evaluation import Evaluation, evaluate
from slacore.evidence import (
    Approval,
    Call,
    CallTally,
    Claim,
    Completion,
    Delivery,
    Evidence,
    Exemption,
    Fact,
    Outage,
    Probe,
    Record,
    Sample,
    Tally,
    Ticket,
)
from slacore.model import (
    Agreement,
    Charge,
    Charges,
    CorrectiveAction,
    Deadline,
    DerivedCharge,
    Exclusion,
    Ledger,
    Lookback,
    Metric,
    MissingData,
    Party,
    Remedy,
    ReviewSchedule,
    Role,
    Service,
    ServiceLevel,
    Settlement,
    Step,
    Target,
    Test,
    Verdict,
)
from slacore.values import Bounds, Instant, Money, Period, Quantity, Rounding, Span, Window, WindowSet
from slacore.version import __version__

if _typing.TYPE_CHECKING:
    from slacore.registry import STANDARD
    from slacore.serialization import dumps, load, load_charges, load_evidence, load_ledger, loads
else:
    # These know every built-in kind, whose classes take as long to make as all the rest. They are
    # imported when first asked for, so that a program pays for the kinds that it names.
    _LATER = {
        "STANDARD": "slacore.registry",
        "dumps": "slacore.serialization",
        "load": "slacore.serialization",
        "load_charges": "slacore.serialization",
        "load_evidence": "slacore.serialization",
        "load_ledger": "slacore.serialization",
        "loads": "slacore.serialization",
    }

    def __getattr__(name):
        if name not in _LATER:
            raise AttributeError(f"module 'slacore' has no attribute {name!r}")
        from importlib import import_module

        return globals().setdefault(name, getattr(import_module(_LATER[name]), name))

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = [
    "STANDARD",
    "Agreement",
    "Approval",
    "Bounds",
    "Call",
    "CallTally",
    "Charge",
    "Charges",
    "Claim",
    "Completion",
    "CorrectiveAction",
    "Deadline",
    "Delivery",
    "DerivedCharge",
    "Evaluation",
    "Evidence",
    "Exclusion",
    "Exemption",
    "Fact",
    "Instant",
    "Ledger",
    "Lookback",
    "Metric",
    "MissingData",
    "Money",
    "Outage",
    "Party",
    "Period",
    "Probe",
    "Quantity",
    "Record",
    "Remedy",
    "ReviewSchedule",
    "Role",
    "Rounding",
    "Sample",
    "Service",
    "ServiceHours",
    "ServiceLevel",
    "Settlement",
    "Span",
    "Step",
    "Tally",
    "Target",
    "Test",
    "Ticket",
    "Verdict",
    "Window",
    "WindowSet",
    "__version__",
    "dumps",
    "evaluate",
    "load",
    "load_charges",
    "load_evidence",
    "load_ledger",
    "loads",
]
