"""Evidence: what happened, as frozen records, and what time it covers."""

from slacore.evidence.bundle import Coverage, Evidence
from slacore.evidence.contacts import Call, Ticket, TicketEvent
from slacore.evidence.happenings import Exemption, Fact, Outage, Sample, Tally, stated
from slacore.evidence.record import Record

__all__ = [
    "Call",
    "Coverage",
    "Evidence",
    "Exemption",
    "Fact",
    "Outage",
    "Record",
    "Sample",
    "Tally",
    "Ticket",
    "TicketEvent",
    "stated",
]
