"""slacore: service level agreements as immutable values, and a pure evaluator for them."""

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
from slacore.values import Bounds, Instant, Money, Period, Quantity, Rounding, Window, WindowSet
from slacore.version import __version__
