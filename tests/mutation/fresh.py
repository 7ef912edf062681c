"""A pytest plugin: every test of a mutant starts without the memory of the tests before it.

What a cached function once answered, it answers without running, mutated or not. Properties
draw fewer examples, the same ones each time, and stop at the first that fails. A test that uses
far more processor time than it does without a mutant is ended: the mutant loops.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# A mutant that appends for ever ends by MemoryError and not by the machine's.
_MEMORY = 4 << 30
# mutmut's exit code for a mutant that took too long.
_TOO_LONG = 36


def pytest_configure(config: pytest.Config) -> None:
    """Choose how properties draw, and limit the memory."""
    settings.register_profile(
        "mutants",
        max_examples=30,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _cached_functions() -> Iterator[object]:
    for name, module in tuple(sys.modules.items()):
        if name.startswith("slacore."):
            yield from (value for value in vars(module).values() if hasattr(value, "cache_clear"))


@cache
def _durations() -> dict[str, float]:
    """How long each test takes without a mutant, as mutmut has measured."""
    return json.loads(Path("mutmut-stats.json").read_text("utf-8"))["duration_by_test"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Empty the caches of the package, and set the clock."""
    for cached in _cached_functions():
        cached.cache_clear()
    if "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", ""):
        signal.signal(signal.SIGVTALRM, lambda *_: os._exit(_TOO_LONG))
        signal.setitimer(signal.ITIMER_VIRTUAL, 4 + 4 * _durations().get(item.nodeid, 0))


def pytest_runtest_teardown() -> None:
    """Stop the clock."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
