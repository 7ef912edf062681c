"""The repository is what a stranger can use: its README runs, and it names nobody's machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "slacore"
# A noun is missing where a file is called one of these.
OWNERLESS = {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}
# Spelled so that this file does not find itself.
SOMEBODYS_HOME = re.compile(r"/(?:home|Users)/[a-z]\w*|/roo[t]/|\b[A-Z]:\\Users\\", re.ASCII)


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def sh_blocks(text: str) -> list[str]:
    return [block.strip() for block in re.findall(r"^```sh[ \t]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def test_the_readme_first_runs_the_demo_and_then_the_tests():
    """The first two sh blocks are one line each; CI runs them as they stand."""
    demo, tests = sh_blocks((ROOT / "README.md").read_text("utf-8"))[:2]
    assert "\n" not in demo
    assert "\n" not in tests
    assert "slacore demo" in demo
    assert re.search(r"\bnox\b.* -s tests\b", tests)
    # Where the system's Python refuses `pip install`, an environment of one's own still works.
    assert all("-m venv" in line for line in (demo, tests))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_no_tracked_file_names_somebodys_home():
    found = []
    for file in tracked_files():
        try:
            lines = file.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = file.relative_to(ROOT)
        found += [f"{name}:{number}" for number, line in enumerate(lines, 1) if SOMEBODYS_HOME.search(line)]
    assert found == []


def test_every_file_of_the_package_is_named_after_a_noun():
    assert [path for path in PACKAGE.rglob("*.py") if path.stem in OWNERLESS] == []


def test_a_folder_holds_more_than_one_file():
    """A folder with one file is a file."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [folder.name for folder in sorted(folders) if sum(map(Path.is_file, folder.iterdir())) < 2] == []


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    record = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")
    wanted = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.match(r"[\w.-]+", requirement)[0] for requirement in wanted} - {"slacore"}
    assert sorted(name for name in names if name not in record) == []


def test_the_extra_called_all_brings_every_other():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (everything,) = extras.pop("all")
    assert everything == f"slacore[{','.join(sorted(extras))}]"


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").is_file()
