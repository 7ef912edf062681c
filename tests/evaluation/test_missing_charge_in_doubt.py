"""A percentage in doubt, of a charge that nobody stated."""

from __future__ import annotations

import slacore as sla
from slacore.metrics import Availability
from slacore.remedies import Bands, Row

MARCH = sla.Window.month(2026, 3, tz="UTC")


def test_a_doubtful_percentage_of_an_unknown_fee_names_the_fee() -> None:
    """An hour down and a day unseen of 744: 96.6… % to 99.8… %, so 10 % or 25 % of a fee not known."""
    table = Bands(
        rows=[Row(at_least="99 %", below="99.9 %", pay="10 % of fee"), Row(below="99 %", pay="25 % of fee")]
    )
    level = sla.ServiceLevel(
        name="uptime",
        metric=Availability(),
        target=sla.Target(at_least="99.9 %"),
        remedies=[sla.Remedy(steps=[table])],
    )
    agreement = sla.Agreement(
        name="Hosting",
        zone="UTC",
        parties=[sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")],
        levels=[level],
    )
    outage = sla.Outage(id="O-1", start="2026-03-02T09:00Z", end="2026-03-02T10:00Z")
    seen = sla.Window.between("2026-03-01", "2026-03-31", tz="UTC")
    result = sla.evaluate(agreement, sla.Evidence.of(sla.Outage, [outage], covers=seen), MARCH)
    (penalty,) = result.penalties
    assert (penalty.low, penalty.high, penalty.unit) == (10, 25, "% of fee")
    assert penalty.exact is None
    assert [str(finding) for finding in result.findings] == [
        "uptime: the sum is unknown: no 'fee' is known for 2026-03"
    ]
