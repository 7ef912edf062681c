"""slacore: service level agreements as immutable values, and a pure evaluator for them.

Kinds are in `slacore.metrics` and `slacore.remedies`, documents in `slacore.serialization`,
errors in `slacore.errors`.
"""

from slacore.calendars import ServiceHours
from slacore.evaluation import Evaluation, evaluate
from slacore.evidence import Call, Evidence, Exemption, Fact, Outage, Record, Sample, Tally, Ticket
from slacore.model import (
    Agreement,
    Charge,
    Charges,
    Exclusion,
    Ledger,
    Metric,
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
from slacore.registry import STANDARD
from slacore.serialization import dumps, load, load_charges, load_evidence, load_ledger, loads
from slacore.values import Bounds, Instant, Money, Period, Quantity, Rounding, Window, WindowSet
from slacore.version import __version__

__all__ = [
    "STANDARD",
    "Agreement",
    "Bounds",
    "Call",
    "Charge",
    "Charges",
    "Evaluation",
    "Evidence",
    "Exclusion",
    "Exemption",
    "Fact",
    "Instant",
    "Ledger",
    "Metric",
    "Money",
    "Outage",
    "Party",
    "Period",
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
