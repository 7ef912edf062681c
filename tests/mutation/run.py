"""Mutation testing of one room: values, calendars or evaluation.

``python tests/mutation/run.py ROOM`` from the root of the repository tries one mutant in five, drawn
by a seed, and fails where fewer than 85 % of them are noticed. ``--one-in 1`` tries every one, and
``--mutants NAME ...`` those named. A room's mutants meet the tests of that room alone: what survives
is what its own tests do not hold.

mutmut leaves out decorated functions, since their decorators would run again for each mutant. Here
the decorators stay on the switch between the mutants and are taken off the mutants, so properties,
validators and cached functions are tried as well. And it switches a mutant on after the import, so
what survives in a function that runs at import is tried again in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import libcst as cst
import libcst.matchers as m
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import file_mutation, trampoline
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name, mangled_name_from_mutant_name

# The tests that hold each room. Whatever else calls it is not asked; most laws would take hours.
ROOMS = {
    "values": ["tests/values"],
    "calendars": ["tests/calendars"],
    "evaluation": [
        "tests/evaluation",
        "tests/evidence/test_requests.py",
        "tests/field",
        "tests/laws/test_curve.py",
        "tests/model",
        "tests/remedies",
    ],
}
LEAST = 85
SEED = 20_260_301
# pytest is interrupted where a mutant breaks the collection of the tests.
NOTICED = {"killed", "timeout", "segfault", "check was interrupted by user"}

# These wrap a plain function and keep no list of those they have wrapped.
WRAPPERS = (
    m.Name("property")
    | m.Name("cache")
    | m.Call(func=m.Name("lru_cache"))
    | m.Attribute(attr=m.Name("validator"))
)


def _wrapped(node: cst.CSTNode) -> bool:
    return m.matches(node, m.FunctionDef(decorators=[m.Decorator(WRAPPERS)]))


def mutate_wrapped_functions() -> None:
    """Have mutmut try the functions under one of the wrappers too."""
    skips = file_mutation.MutationVisitor._skip_node_and_children
    arranged = file_mutation.function_trampoline_arrangement

    def skips_unless_wrapped(self: Any, node: cst.CSTNode) -> bool:
        return not _wrapped(node) and skips(self, node)

    def arranged_bare(function: cst.FunctionDef, *args: Any, **kwargs: Any) -> Any:
        if not _wrapped(function):
            return arranged(function, *args, **kwargs)
        bare = function.with_changes(decorators=[])
        declared, (switch, *mutants), assigned, names = arranged(bare, *args, **kwargs)
        switch = switch.with_changes(decorators=[*function.decorators, *switch.decorators])
        return declared, [switch, *mutants], assigned, names

    file_mutation.MutationVisitor._skip_node_and_children = skips_unless_wrapped
    file_mutation.function_trampoline_arrangement = arranged_bare


def mutants_of(room: str) -> list[str]:
    """The name of every mutant that mutmut makes of a room, in one order."""
    names = []
    for path in sorted(Path("src/slacore", room).glob("*.py")):
        mutated = file_mutation.mutate_file_contents(str(path), path.read_text("utf-8"))
        names += [get_mutant_name(path, name) for name in mutated.mutant_names]
    return names


def try_mutants(room: str, names: list[str], workers: int) -> dict[str, tuple[str, Path]]:
    """The status of each mutant named, and the file it is of; mutmut works on a fresh copy."""
    shutil.rmtree("mutants", ignore_errors=True)
    # Every call of every function asks; the environment is slow to answer.
    trampoline.get_mutant_under_test = lambda: trampoline._mutant_under_test or ""
    settings = config()
    settings.only_mutate = [f"src/slacore/{room}/*"]
    settings.pytest_add_cli_args_test_selection = ROOMS[room]
    mutmut._run(names, workers)
    status = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            status[name] = (status_by_exit_code[code], path)
    return {name: status[name] for name in names}


def run_at_import(room: str) -> set[str]:
    """The functions that have run when the room has been imported, as mutmut calls them."""
    code = f"import slacore.{room}; from mutmut.state import state; print(*state()._stats, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=_environment("stats"), check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def try_alone(room: str, name: str) -> str:
    """The status of a mutant that is switched on before anything is imported."""
    settings = config()
    command = [sys.executable, "-m", "pytest", "-x", "-q", *settings.pytest_add_cli_args]
    command += settings.pytest_add_cli_args_test_selection
    try:
        done = subprocess.run(
            command, cwd="mutants", env=_environment(name), check=False, capture_output=True, timeout=600
        )
    except subprocess.TimeoutExpired:
        return "timeout"
    return status_by_exit_code[done.returncode] if done.returncode in (0, 36) else "killed"


def _environment(mutant: str) -> dict[str, str]:
    places = (Path("mutants", "src").resolve(), Path("mutants").resolve())
    return os.environ | {"MUTANT_UNDER_TEST": mutant, "PYTHONPATH": os.pathsep.join(map(str, places))}


def change(name: str, path: Path) -> str:
    """What a mutant changes: the lines taken out and put in."""
    lines = get_diff_for_mutant(name, path=path).splitlines()
    return "\n".join(line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---"))


def main() -> int:
    """Try the mutants, show those that nothing noticed, and the score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--one-in", type=int, default=5)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--mutants", nargs="+", metavar="NAME")
    asked = parser.parse_args()
    mutate_wrapped_functions()
    known = mutants_of(asked.room)
    drawn = asked.mutants or Random(asked.seed).sample(known, -(-len(known) // asked.one_in))
    tried = try_mutants(asked.room, drawn, asked.workers)
    early = run_at_import(asked.room)
    for name, (status, path) in tried.items():
        if status not in NOTICED and mangled_name_from_mutant_name(name) in early:
            tried[name] = (try_alone(asked.room, name), path)
    for name, (status, path) in sorted(tried.items()):
        if status != "killed":
            print(f"{name}: {status}\n{change(name, path)}")
    counted = Counter(status for status, _ in tried.values())
    noticed = sum(counted[status] for status in NOTICED)
    score = 100 * noticed / len(tried)
    print(f"{asked.room}: {len(tried)} of {len(known)} mutants, seed {asked.seed}: {dict(counted)}")
    print(f"score {score:.1f} % (at least {LEAST} %)")
    return 0 if score >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
