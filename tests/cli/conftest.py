"""A folder with an agreement and a month of outages, and the command run inside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from slacore.cli import main

AGREEMENT = """\
slacore: agreement/1
name: Storage
zone: America/Los_Angeles
parties:
  - {name: Ada, role: customer}
  - {name: Host, role: provider}
levels:
  - name: availability
    metric: availability
    target: {at least: 99.9 %}
    clause: "3.1"
    remedies:
      - steps:
          - bands:
              - {below: 99.9 %, at least: 99 %, pay: 10 % of monthly charge}
              - {below: 99 %, pay: 25 % of monthly charge}
"""
# 257 minutes of the 40,320 in February 2017.
OUTAGES = """\
id,start,end,cause
O-1,2017-02-28T17:37Z,2017-02-28T21:54Z,a typo
"""
BUNDLE = """\
slacore: evidence/1
zone: America/Los_Angeles
evidence:
  - of: outage
    covers: 2017-02
    records:
      - {id: O-1, start: 2017-02-28 09:37, end: 2017-02-28 13:54}
"""


class Ended(NamedTuple):
    """How the command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command is called in."""
    for name, text in (("sla.yaml", AGREEMENT), ("outages.csv", OUTAGES), ("outages.yaml", BUNDLE)):
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("FORCE_COLOR", "SLACORE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run the command with these arguments."""

    def ended(*arguments: str) -> Ended:
        code = main(arguments)
        return Ended(code, *capsys.readouterr())

    return ended


@pytest.fixture
def refused(run: Callable[..., Ended], folder: Path) -> Callable[..., str]:
    """The one error of a call that is refused: nothing else is said, and nothing is written."""

    def message(*arguments: str) -> str:
        before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("slacore: ")
        assert err.endswith("\n")
        assert "Traceback" not in err
        assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
        return err.removeprefix("slacore: ").rstrip("\n")

    return message
