"""The order in which things are handed in changes nothing, to the last byte of the result."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from laws.bundles import everything
from laws.drawing import Labels, law, places
from laws.terms import agreement, labels
from slacore import Evidence, evaluate


@law(30, breached=10, indeterminate=10)
def test_the_order_of_records_and_of_their_coverage_does_not_matter(data: Any) -> Labels:
    """The same records in another order, put together from other bundles, give equal bytes."""
    where = data.draw(places)
    levels, evidence = data.draw(everything(where))
    terms = agreement(*levels, zone=where.zone)
    shuffled = Evidence(
        records=data.draw(st.permutations(evidence.records)),
        coverage=data.draw(st.permutations(evidence.coverage)),
    )
    result = evaluate(terms, evidence, where.month)
    assert evaluate(terms, shuffled, where.month).to_json() == result.to_json()
    assert shuffled.digest() == evidence.digest()
    return labels(result)


@law(30, breached=10, indeterminate=10)
def test_the_order_of_levels_does_not_matter(data: Any) -> Labels:
    """The same levels in another order give equal bytes: figures, money, explanation and digest."""
    where = data.draw(places)
    levels, evidence = data.draw(everything(where))
    result = evaluate(agreement(*levels, zone=where.zone), evidence, where.month)
    other = agreement(*data.draw(st.permutations(levels)), zone=where.zone)
    found = evaluate(other, evidence, where.month)
    assert found.to_json() == result.to_json()
    assert found.explain() == result.explain()
    return labels(result)
