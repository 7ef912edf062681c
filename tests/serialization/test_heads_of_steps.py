"""A step whose head is left at its default, beside a field that is not."""

from __future__ import annotations

import pytest

import slacore as sla
from slacore.metrics import Reported
from slacore.remedies import Pay, Times, Total


@pytest.mark.parametrize("json", [False, True])
def test_a_head_at_its_default_is_written_and_read_back(json: bool) -> None:
    """`times: 1` with a fact, and `total: agreement` with a condition, come back as they were."""
    level = sla.ServiceLevel(
        name="users",
        metric=Reported(name="users", unit="count"),
        remedies=[sla.Remedy(when="always", steps=[Pay(rate="10 EUR"), Times(fact="share")])],
    )
    agreement = sla.Agreement(
        name="Users",
        zone="UTC",
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[level],
        settlement=sla.Settlement(steps=[Total(when=[sla.Test(fact="final", equals=True)])]),
    )
    text = sla.dumps(agreement, json=json)
    assert sla.loads(text, json=json) == agreement
    assert ("times" in text, "agreement" in text) == (True, True)
