"""Evidence: what happened, as frozen records, and what time it covers."""

from slacore.evidence.bundle import Coverage, Evidence
from slacore.evidence.call_tallies import CallTally
from slacore.evidence.calls import Call
from slacore.evidence.happenings import Delivery, Fact, Outage, Probe, Sample, Tally, stated
from slacore.evidence.record import Record
from slacore.evidence.requests import Approval, Claim, Completion, Exemption
from slacore.evidence.tickets import Ticket, TicketEvent

__all__ = [
    "Approval",
    "Call",
    "CallTally",
    "Claim",
    "Completion",
    "Coverage",
    "Delivery",
    "Evidence",
    "Exemption",
    "Fact",
    "Outage",
    "Probe",
    "Record",
    "Sample",
    "Tally",
    "Ticket",
    "TicketEvent",
    "stated",
]
