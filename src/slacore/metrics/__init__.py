"""Metrics: readings and folds, one kind of measurement a file."""

from slacore.metrics.availability import Availability, Downtime
from slacore.metrics.calls import FirstCallResolution, MeanWait
from slacore.metrics.days_after_working_days import DaysAfterWorkingDays
from slacore.metrics.deliveries import Lateness
from slacore.metrics.folds import Largest, Mean
from slacore.metrics.on_time import OnTime
from slacore.metrics.percent_within import PercentWithin
from slacore.metrics.reported import Reported
from slacore.metrics.tickets import ResolutionTime, ResponseTime

__all__ = [
    "Availability",
    "DaysAfterWorkingDays",
    "Downtime",
    "FirstCallResolution",
    "Largest",
    "Lateness",
    "Mean",
    "MeanWait",
    "OnTime",
    "PercentWithin",
    "Reported",
    "ResolutionTime",
    "ResponseTime",
]
