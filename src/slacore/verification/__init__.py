"""Verification: worked examples beside an agreement, and whether they still come out so."""

from slacore.verification.comparing import Difference, differences
from slacore.verification.expectation import (
    Expectation,
    Expected,
    ExpectedAction,
    ExpectedLevel,
    ExpectedPenalty,
    ExpectedRight,
)
from slacore.verification.figures import Figure, Sum
from slacore.verification.reading import folders
from slacore.verification.verifying import Verification, verify

__all__ = [
    "Difference",
    "Expectation",
    "Expected",
    "ExpectedAction",
    "ExpectedLevel",
    "ExpectedPenalty",
    "ExpectedRight",
    "Figure",
    "Sum",
    "Verification",
    "differences",
    "folders",
    "verify",
]
