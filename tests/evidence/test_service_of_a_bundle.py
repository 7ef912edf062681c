"""The service that a bundle is of is also that of its records."""

from __future__ import annotations

import slacore as sla

MARCH = sla.Window.month(2026, 3, tz="UTC")


def test_records_take_the_service_of_their_bundle() -> None:
    """An outage in a bundle of mail is an outage of mail, and none of files."""
    outage = sla.Outage(id="O-1", start="2026-03-02T09:00Z", end="2026-03-02T10:00Z")
    named = sla.Outage(id="O-2", service="files", start="2026-03-03T09:00Z", end="2026-03-03T10:00Z")
    mail = sla.Evidence.of(sla.Outage, [outage], covers=MARCH, service="mail")
    assert [record.service for record in mail.records] == ["mail"]
    both = mail + sla.Evidence.of(sla.Outage, [named], covers=MARCH)
    assert [record.service for record in both.records] == ["mail", "files"]
