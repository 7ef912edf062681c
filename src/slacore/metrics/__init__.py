"""Metrics: readings and folds, one kind of measurement a file."""

from slacore.metrics.abandonment_rate import AbandonmentRate
from slacore.metrics.availability import Availability, Downtime
from slacore.metrics.call_service_level import CallServiceLevel
from slacore.metrics.composite import Composite
from slacore.metrics.count import Count
from slacore.metrics.days_after_working_days import DaysAfterWorkingDays
from slacore.metrics.deliveries import Lateness
from slacore.metrics.deviation import Deviation
from slacore.metrics.first_call_resolution import FirstCallResolution
from slacore.metrics.folds import Largest, Mean
from slacore.metrics.freshness import Freshness
from slacore.metrics.longest_wait import LongestWait
from slacore.metrics.mean_handling_time import MeanHandlingTime
from slacore.metrics.mean_wait import MeanWait
from slacore.metrics.occupancy import Occupancy
from slacore.metrics.on_time import OnTime
from slacore.metrics.outage_duration import OutageDuration
from slacore.metrics.outages import OutageRule
from slacore.metrics.overruns import LateCount, Overrun
from slacore.metrics.percent_within import PercentWithin
from slacore.metrics.percentile import Percentile
from slacore.metrics.ratio import Ratio
from slacore.metrics.reported import Reported
from slacore.metrics.rolling_mean import RollingMean
from slacore.metrics.sampled import Sampled
from slacore.metrics.satisfaction import Satisfaction
from slacore.metrics.share import Share
from slacore.metrics.throughput import Throughput
from slacore.metrics.ticket_clocks import TicketClock
from slacore.metrics.ticket_targets import TicketTarget
from slacore.metrics.tickets import ResolutionTime, ResponseTime, TicketTime

__all__ = [
    "AbandonmentRate",
    "Availability",
    "CallServiceLevel",
    "Composite",
    "Count",
    "DaysAfterWorkingDays",
    "Deviation",
    "Downtime",
    "FirstCallResolution",
    "Freshness",
    "Largest",
    "LateCount",
    "Lateness",
    "LongestWait",
    "Mean",
    "MeanHandlingTime",
    "MeanWait",
    "Occupancy",
    "OnTime",
    "OutageDuration",
    "OutageRule",
    "Overrun",
    "PercentWithin",
    "Percentile",
    "Ratio",
    "Reported",
    "ResolutionTime",
    "ResponseTime",
    "RollingMean",
    "Sampled",
    "Satisfaction",
    "Share",
    "Throughput",
    "TicketClock",
    "TicketTarget",
    "TicketTime",
]
