"""How often floats and 28-digit Decimals put the same cases on the wrong side: counted, and written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.near_edges import FAMILIES, FORMULAS, errors_of

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "exact-verdicts.md"


@pytest.mark.slow
def test_the_documentation_states_how_often_each_formula_errs():
    """The table of the page is this one, number by number."""
    sizes = {name: sum(len(year.cases) for year in years()) for name, years in FAMILIES.items()}
    wrong = {name: errors_of(years()) for name, years in FAMILIES.items()}
    assert sum(sizes.values()) >= 100_000
    rows = [["computed as", *FAMILIES, "all"], ["---", *["---:"] * (len(FAMILIES) + 1)]]
    rows.append(["cases", *_numbers(list(sizes.values()))])
    rows += [
        [f"`{formula}`, {kind}", *_numbers([wrong[name][kind, formula] for name in FAMILIES])]
        for kind in ("float", "Decimal")
        for formula in FORMULAS
    ]
    rows.append(["slacore", *_numbers([0] * len(FAMILIES))])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    assert table in PAGE.read_text("utf-8"), f"the page does not state this table:\n{table}"


def _numbers(values: list[int]) -> list[str]:
    return [f"{value:,}" for value in [*values, sum(values)]]
