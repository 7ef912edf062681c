"""Run the conformance cases of a folder: ``python tests/conformance/run.py DIR [--json]``.

DIR holds `credits/`, `clocks/` and `call_centre/`. A line per failing case tells its id, what
was expected and what slacore answered. A case that cannot be expressed fails as well. The exit
code is 0 only if nothing failed.
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
    """What became of one case: passed or failed."""

    group: str
    id: str
    status: str
    expected: Any = None
    got: Any = None


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Every case of the folder with what became of it."""
    for group, adapter in GROUPS.items():
        for case in adapter.load(folder):
            yield _outcome(group, adapter, case)


def _outcome(group: str, adapter: Any, case: dict[str, Any]) -> Outcome:
    inexpressible = getattr(adapter, "Inexpressible", ())
    try:
        passed, expected, got = adapter.check(case)
    except inexpressible as reason:
        return Outcome(group, case["id"], "failed", case.get("expected"), f"cannot be expressed: {reason}")
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
        passed, failed = (
            sum(one.group == group and one.status == status for one in found)
            for status in ("passed", "failed")
        )
        print(f"{group}: {passed} passed, {failed} failed")
    passed, failed = (sum(one.status == status for one in found) for status in ("passed", "failed"))
    print(f"{passed} passed, {failed} failed")


if __name__ == "__main__":
    sys.exit(main())
