"""Steps: what remedies and settlements are made of, one kind a file."""

from slacore.remedies.bands import Bands, Row
from slacore.remedies.cap import Cap
from slacore.remedies.pay import Pay
from slacore.remedies.plus import Plus
from slacore.remedies.times import Times
from slacore.remedies.total import Total
from slacore.remedies.units import Units

__all__ = ["Bands", "Cap", "Pay", "Plus", "Row", "Times", "Total", "Units"]
