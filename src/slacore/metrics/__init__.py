"""Metrics: readings and folds, one kind of measurement a file."""

from slacore.metrics.abandonment_rate import AbandonmentRate
from slacore.metrics.availability import Availability, Downtime
from slacore.metrics.call_service_level import CallServiceLevel
from slacore.metrics.days_after_working_days import DaysAfterWorkingDays
from slacore.metrics.deliveries import Lateness
from slacore.metrics.first_call_resolution import FirstCallResolution
from slacore.metrics.folds import Largest, Mean
from slacore.metrics.longest_wait import LongestWait
from slacore.metrics.mean_handling_time import MeanHandlingTime
from slacore.metrics.mean_wait import MeanWait
from slacore.metrics.occupancy import Occupancy
from slacore.metrics.on_time import OnTime
from slacore.metrics.outages import OutageRule
from slacore.metrics.overruns import LateCount, Overrun
from slacore.metrics.percent_within import PercentWithin
from slacore.metrics.reported import Reported
from slacore.metrics.satisfaction import Satisfaction
from slacore.metrics.ticket_clocks import TicketClock
from slacore.metrics.ticket_targets import TicketTarget
from slacore.metrics.tickets import ResolutionTime, ResponseTime, TicketTime

__all__ = [
    "AbandonmentRate",
    "Availability",
    "CallServiceLevel",
    "DaysAfterWorkingDays",
    "Downtime",
    "FirstCallResolution",
    "Largest",
    "LateCount",
    "Lateness",
    "LongestWait",
    "Mean",
    "MeanHandlingTime",
    "MeanWait",
    "Occupancy",
    "OnTime",
    "OutageRule",
    "Overrun",
    "PercentWithin",
    "Reported",
    "ResolutionTime",
    "ResponseTime",
    "Satisfaction",
    "TicketClock",
    "TicketTarget",
    "TicketTime",
]
