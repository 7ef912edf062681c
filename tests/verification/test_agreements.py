"""Real agreements with worked examples: each comes out as somebody worked it out by hand."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from slacore.verification import folders, verify

AGREEMENTS = Path(__file__).parents[2] / "examples" / "agreements"
# Each is evaluated once, for both tests.
verified = cache(verify)


@pytest.mark.parametrize("folder", folders(AGREEMENTS), ids=lambda folder: folder.name)
def test_an_agreement_comes_out_as_worked_out_by_hand(folder):
    assert [str(one) for one in verified(folder) if not one.agrees] == []


@pytest.mark.parametrize("folder", folders(AGREEMENTS), ids=lambda folder: folder.name)
def test_an_example_shows_its_working_and_where_its_terms_are_from(folder):
    """Figures of unknown origin prove nothing."""
    for one in verified(folder):
        said = one.expectation
        assert all((said.title, said.source, said.working, said.assumptions))
        assert None not in (said.expect.verdict, said.expect.levels, said.expect.penalties)
