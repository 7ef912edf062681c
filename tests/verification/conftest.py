"""A contract with its worked example, in a folder.

April 2026 has 30 × 24 = 720 h. 3 h 36 min = 3.6 h down leave 100 × 716.4 ÷ 720 = 99.5 %, which is
below 99.9 % and pays 10 % of 1,200.00 = 120.00. Of two tickets T-1 took 4 h, which is in time, and
T-2 took 5 h, which costs two points.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

AGREEMENT = """\
slacore: agreement/1
name: Hosting
zone: Europe/Berlin
parties:
  - {name: Riverside Hosting, role: provider}
  - {name: Maple Books, role: customer}
levels:
  - name: uptime
    metric: availability
    target: {at least: 99.9 %}
    remedies: [{steps: [{pay: 10 % of monthly fee}]}]
  - name: resolution
    metric: resolution-time
    target: {at most: 4 h}
    remedies: [{steps: [{pay: 2 points}]}]
"""
EVIDENCE = """\
slacore: evidence/1
zone: Europe/Berlin
evidence:
  - of: outage
    covers: 2026-04
    records:
      - {id: O-1, start: "2026-04-09T10:00", end: "2026-04-09T13:36"}
  - of: ticket
    covers: 2026-04
    records:
      - {id: T-1, events: [{at: "2026-04-02T09:00", what: opened}, {at: "2026-04-02T13:00", what: resolved}]}
      - {id: T-2, events: [{at: "2026-04-03T09:00", what: opened}, {at: "2026-04-03T14:00", what: resolved}]}
"""
EXPECTATION = """\
slacore: expectation/1
title: April
window: 2026-04
charges: 1200.00 EUR
expect:
  verdict: breached
  levels:
    - {level: resolution, period: 2026-04, record: T-1, measured: 4 h, verdict: met}
    - {level: resolution, period: 2026-04, record: T-2, measured: 300 min, verdict: breached}
    - {level: uptime, period: 2026-04, measured: 99.5 %, verdict: breached}
  penalties:
    - period: 2026-04
      owed: 120.00 EUR
      exact: 120 EUR
      debtor: Riverside Hosting
      creditor: Maple Books
    - {period: 2026-04, owed: 2 points}
  total: [120.00 EUR, 2 points]
"""
DOCUMENTS = {"agreement.yaml": AGREEMENT, "evidence.yaml": EVIDENCE, "expectation.yaml": EXPECTATION}


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """A folder in which all is as expected."""
    return written(tmp_path / "hosting")


@pytest.fixture
def edit(contract: Path) -> Callable[[str, str, str], None]:
    """Write something else in one of its documents."""

    def replace(name: str, old: str, new: str) -> None:
        text = (contract / name).read_text("utf-8")
        assert old in text
        (contract / name).write_text(text.replace(old, new), "utf-8")

    return replace


def written(folder: Path, **instead: str) -> Path:
    """The documents in a folder."""
    folder.mkdir()
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(instead.get(name.partition(".")[0], text), "utf-8")
    return folder
