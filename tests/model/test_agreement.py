"""Agreements: what their parts must have in common, with all faults named at once."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.metrics import Availability, Reported, ResolutionTime
from slacore.remedies import Bands, Cap, Pay, Plus, Units

PARTIES = (sla.Party(name="host", role="provider"), sla.Party(name="shop", role="customer"))


def level(name: str = "uptime", **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(
        **{"name": name, "metric": Availability(), "target": sla.Target(at_least="99 %"), **more}
    )


def agreement(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(
        **{"name": "hosting", "zone": "UTC", "parties": PARTIES, "levels": levels or (level(),), **more}
    )


def faults(*levels: sla.ServiceLevel, **more: Any) -> list[str]:
    """Every problem of an agreement that is refused."""
    with pytest.raises(InvalidAgreement) as refused:
        agreement(*levels, **more)
    return [str(problem) for problem in refused.value.problems]


def test_records_are_chosen_by_facts_and_not_by_the_figure():
    """A test without a fact could be said of no record, and would leave every figure in doubt."""
    chosen = level(where=[sla.Test(fact="priority", equals="P1"), sla.Test(above="1 %")])
    assert faults(chosen) == [
        "levels[0].where[1]: records are chosen by their facts; name one, such as fact='priority'"
    ]


def test_a_part_of_another_sort_is_refused_where_it_stands():
    """All of them at once, before anything is asked of them."""
    assert faults("uptime", parties=[*PARTIES, "auditor"], services=["web"]) == [
        "parties[2]: expected Party, found 'auditor'",
        "services[0]: expected Service, found 'web'",
        "levels[0]: expected ServiceLevel, found 'uptime'",
    ]
