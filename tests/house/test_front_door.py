"""The front door is short: what it lists exists, is sorted, and says what it is."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import slacore

ROOT = Path(__file__).parents[2]


def test_the_list_is_sorted_and_names_nothing_twice():
    """Constants first, then classes, then functions, each by name: the order that ruff keeps."""

    def place(name):
        return (not name.isupper(), not name[0].isupper(), name)

    assert list(slacore.__all__) == sorted(set(slacore.__all__), key=place)


@pytest.mark.parametrize("name", slacore.__all__)
def test_what_is_listed_exists(name):
    assert hasattr(slacore, name)


@pytest.mark.parametrize("name", slacore.__all__)
def test_what_is_listed_says_what_it_is(name):
    thing = getattr(slacore, name)
    if inspect.isclass(thing) or inspect.isroutine(thing):
        assert (inspect.getdoc(thing) or "").strip(), f"slacore.{name} has no docstring"


def test_nothing_public_stands_outside_the_list():
    public = {name for name, thing in vars(slacore).items() if name[0] != "_" and not inspect.ismodule(thing)}
    assert public - {"annotations"} <= set(slacore.__all__)


def test_the_version_is_the_one_that_is_published():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert slacore.__version__ == project["version"]


def test_importing_slacore_needs_no_extra_and_prints_nothing():
    """The core stands without YAML, holidays, Arrow or a terminal."""
    extras = ["cyclopts", "holidays", "hypothesis", "pyarrow", "rich", "ruamel"]
    code = f"import sys; sys.modules.update(dict.fromkeys({extras})); import slacore"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_kinds_and_documents_are_imported_when_they_are_asked_for():
    """Whoever evaluates with one metric does not pay for all of them."""
    code = """
import sys, slacore
kinds = ("slacore.metrics", "slacore.remedies", "slacore.serialization")
assert not any(name.startswith(kinds) for name in sys.modules)
assert {"STANDARD", "load"} <= set(dir(slacore))
assert slacore.STANDARD is slacore.STANDARD
from slacore import load
assert load is slacore.serialization.load
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with pytest.raises(AttributeError, match="module 'slacore' has no attribute 'nothing'"):
        _ = slacore.nothing
