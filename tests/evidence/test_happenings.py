"""Probes and deliveries: what contradicts itself is refused, with the record's name."""

from __future__ import annotations

import pytest

import slacore as sla
from slacore.errors import InvalidValue

AT = "2026-03-02T09:00Z"


@pytest.mark.parametrize("good", ["no", "", 0, 1, None])
def test_a_probe_is_good_or_it_is_not(good):
    """Python takes the text "no" for true, and the service would have been up."""
    with pytest.raises(InvalidValue, match=f"probe P: good is true or false, found {good!r}"):
        sla.Probe(id="P", at=AT, good=good)


def test_a_delivery_was_cancelled_or_it_was_not():
    """The same of "no"; and what was called off did not come."""
    with pytest.raises(InvalidValue, match="delivery D: cancelled is true or false, found 'no'"):
        sla.Delivery(id="D", due=AT, cancelled="no")
    with pytest.raises(InvalidValue, match="delivery D was cancelled and delivered at"):
        sla.Delivery(id="D", due=AT, delivered=AT, cancelled=True)
