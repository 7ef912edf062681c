"""Steps: what remedies and settlements are made of, one kind a file."""

from slacore.remedies.bands import Bands, Row
from slacore.remedies.cap import Cap
from slacore.remedies.claim import ClaimWithin
from slacore.remedies.floor import Floor
from slacore.remedies.grant import Grant
from slacore.remedies.issue_if import IssueIf
from slacore.remedies.pay import Pay
from slacore.remedies.plus import Plus
from slacore.remedies.surcharge import Surcharge
from slacore.remedies.times import Times
from slacore.remedies.total import Total
from slacore.remedies.units import Units
from slacore.remedies.worst import Worst

__all__ = [
    "Bands",
    "Cap",
    "ClaimWithin",
    "Floor",
    "Grant",
    "IssueIf",
    "Pay",
    "Plus",
    "Row",
    "Surcharge",
    "Times",
    "Total",
    "Units",
    "Worst",
]
