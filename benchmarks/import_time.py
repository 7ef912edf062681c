"""How long `from slacore import Agreement, evaluate` takes, beside what it is made of.

Both are started in turn, in fresh processes of one run, and the medians are compared: the
ratio is what counts, a machine's seconds are not. Needs slacore installed (so that its files
are compiled) and numpy. ``python benchmarks/import_time.py [ROUNDS]``
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

OURS = "from slacore import Agreement, evaluate"
PEERS = "import attrs, cattrs, pendulum, numpy, pint"
UNITS = """
import time
from slacore.values.quantity import _registry
begun = time.perf_counter()
_registry()
print(time.perf_counter() - begun)
"""
LIMIT = 1.6


def seconds(code: str) -> float:
    """The wall time of one fresh process."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main(rounds: int) -> int:
    """Print the medians and their ratio; fail above the limit."""
    for code in (OURS, PEERS):
        seconds(code)
    pairs = [(seconds(OURS), seconds(PEERS)) for _ in range(rounds)]
    ours, peers = (statistics.median(side) for side in zip(*pairs, strict=True))
    done = subprocess.run([sys.executable, "-c", UNITS], check=True, capture_output=True, text=True)
    print(f"slacore {ours:.3f} s, its dependencies {peers:.3f} s: ratio {ours / peers:.2f} (limit {LIMIT})")
    units = float(done.stdout)
    print(f"building the registry of units: {units:.4f} s, {units / ours:.1%} of it")
    return 0 if ours / peers <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 11))
