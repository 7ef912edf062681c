"""Run the conformance cases of a folder: ``python tests/conformance/run.py DIR [--json]``.

DIR holds `credits/`, `clocks/` and `call_centre/`. A line per failing case tells its id, what
was expected and what slacore answered. A case that cannot be expressed fails, unless its id
stands in `pending.txt`. The exit code is 0 only if nothing failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import call_centre
import clocks
import credits as credit_cases
from attrs import frozen

HERE = Path(__file__).parent
GROUPS = {"credits": credit_cases, "clocks": clocks, "call_centre": call_centre}


@frozen
class Outcome:
    """What became of one case: passed, failed or pending."""

    group: str
    id: str
    status: str
    expected: Any = None
    got: Any = None


def pending_ids() -> set[str]:
    """The ids that may be inexpressible. The list may only shrink."""
    lines = (
        (HERE / "pending.txt").read_text(encoding="utf-8").splitlines()
        if (HERE / "pending.txt").exists()
        else []
    )
    return {line.split("#")[0].strip() for line in lines} - {""}


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Every case of the folder with what became of it."""
    pending = pending_ids()
    for group, adapter in GROUPS.items():
        for case in adapter.load(folder):
            yield _outcome(group, adapter, case, pending)


def _outcome(group: str, adapter: Any, case: dict[str, Any], pending: set[str]) -> Outcome:
    inexpressible = getattr(adapter, "Inexpressible", ())
    try:
        passed, expected, got = adapter.check(case)
    except inexpressible as reason:
        status = "pending" if case["id"] in pending else "failed"
        return Outcome(group, case["id"], status, case.get("expected"), f"cannot be expressed: {reason}")
    except Exception as error:
        return Outcome(group, case["id"], "failed", case.get("expected"), f"{type(error).__name__}: {error}")
    return Outcome(group, case["id"], "passed" if passed else "failed", expected, got)


def main(arguments: list[str] | None = None) -> int:
    """Print the failures and the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print every outcome as JSON, and nothing else")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder")
    found = list(outcomes(options.folder))
    if not found:
        parser.error(f"{options.folder} holds no cases")
    if options.json:
        rows = [
            {key: getattr(one, key) for key in ("group", "id", "status", "expected", "got")} for one in found
        ]
        print(json.dumps(rows, default=str, indent=1))
    else:
        _print(found)
    return 1 if any(one.status == "failed" for one in found) else 0


def _print(found: list[Outcome]) -> None:
    for one in found:
        if one.status == "failed":
            print(f"{one.id}: expected {one.expected}, got {one.got}")
    for group in GROUPS:
        passed, failed, pending = (
            sum(one.group == group and one.status == status for one in found)
            for status in ("passed", "failed", "pending")
        )
        print(f"{group}: {passed} passed, {failed} failed, {pending} pending")
    passed, failed = (sum(one.status == status for one in found) for status in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")


if __name__ == "__main__":
    sys.exit(main())
