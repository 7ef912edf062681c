"""Checks and strategies for those who write metrics and steps of their own.

`check_metric` and `check_remedy` prove that a kind has the rights of a built-in one;
`parametrize_checks` makes a test of each check. The hypothesis strategies are in
`slacore.testing.strategies`, for which there is the extra `testing`.
"""

from slacore.testing.check import Check, CheckFailed, Failure, KindWarning
from slacore.testing.examples import NoExamples
from slacore.testing.metric import check_metric, metric_checks
from slacore.testing.parametrize import parametrize_checks
from slacore.testing.remedy import check_remedy, remedy_checks

__all__ = [
    "Check",
    "CheckFailed",
    "Failure",
    "KindWarning",
    "NoExamples",
    "check_metric",
    "check_remedy",
    "metric_checks",
    "parametrize_checks",
    "remedy_checks",
]
