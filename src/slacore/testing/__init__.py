"""Checks and strategies for those who write metrics and steps of their own.

`check_metric` and `check_remedy` prove that a kind has the rights of a built-in one. The
hypothesis strategies are in `slacore.testing.strategies` (the extra `testing`).
"""

from slacore.testing.check import Check, CheckFailed, Failure, KindWarning
from slacore.testing.metric import check_metric, metric_checks

__all__ = [
    "Check",
    "CheckFailed",
    "Failure",
    "KindWarning",
    "check_metric",
    "metric_checks",
]
