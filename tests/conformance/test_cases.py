"""Every conformance case that came with the project, as a test of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import run

CASES = Path(__file__).parent.parent / "cases"
OUTCOMES = {outcome.id: outcome for outcome in run.outcomes(CASES)}


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_a_case_from_the_real_world_comes_out_as_worked(name: str) -> None:
    """Every case can be expressed, and is answered as expected."""
    outcome = OUTCOMES[name]
    assert outcome.status != "failed", f"expected {outcome.expected}, got {outcome.got}"
