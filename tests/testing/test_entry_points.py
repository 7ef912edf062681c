"""Kinds that an installed distribution announces are found when asked for, and not before."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest

from slacore.errors import InvalidKind, UnknownKind
from slacore.registry import STANDARD, Registry

MODULE = """
from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from slacore import Metric, Sample, Step


@frozen(kw_only=True)
class QueueDepth(Metric):
    kind: ClassVar[str] = "{tag}"
    unit: ClassVar[str] = "count"
    evidence: ClassVar[type] = Sample

    def measure(self, scope):
        return max((sample.value.amount for sample in scope.of_kind(Sample)), default=None)


@frozen(kw_only=True)
class Twice(Step):
    kind: ClassVar[str] = "twice"

    def apply(self, amounts, case):
        return tuple(amount.times(Fraction(2)) for amount in amounts)


BOTH = (QueueDepth, Twice)
CHANGEABLE = dict
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution that is no more than a module and its metadata."""

    def make(entries, *, tag="queue-depth", module="acme_kinds"):
        (tmp_path / f"{module}.py").write_text(MODULE.format(tag=tag), "utf-8")
        info = tmp_path / "acme_kinds-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-kinds\nVersion: 1.2\n", "utf-8")
        (info / "entry_points.txt").write_text(f"[slacore.kinds]\n{entries}\n", "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, module, raising=False)
        return tmp_path

    return make


def test_an_installed_kind_is_known_when_asked_for(install):
    install("queue-depth = acme_kinds:QueueDepth\ntwice = acme_kinds:Twice")
    with pytest.raises(UnknownKind):
        STANDARD.metric("queue-depth")
    registry = STANDARD.with_entry_points()
    assert registry.metric("queue-depth").__name__ == "QueueDepth"
    assert registry.step("twice").__name__ == "Twice"
    # The registry that was asked stays as it was.
    assert "queue-depth" not in STANDARD.tags("metric")


def test_one_entry_point_may_name_several_kinds(install):
    install("acme = acme_kinds:BOTH")
    assert set(STANDARD.with_entry_points().kinds) > set(STANDARD.kinds)


def test_nothing_is_loaded_before_it_is_asked_for(install):
    """Importing slacore, and reading a document, leaves every stranger's module where it is."""
    folder = install("queue-depth = acme_kinds:QueueDepth")
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        "import slacore\n"
        "try: slacore.loads('{}', json=True)\n"
        "except ValueError: pass\n"
        "assert 'acme_kinds' not in sys.modules\n"
        "slacore.STANDARD.with_entry_points()\n"
        "assert 'acme_kinds' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_entry_names_the_distribution(install):
    install("queue-depth = acme_kinds:Missing")
    with pytest.raises(InvalidKind, match=r"entry point 'queue-depth' of acme-kinds 1\.2 .*cannot be loaded"):
        STANDARD.with_entry_points()


def test_what_is_no_kind_names_the_distribution(install):
    install("odd = acme_kinds:CHANGEABLE")
    with pytest.raises(InvalidKind, match=r"'odd' of acme-kinds 1\.2 .*no subclass of Metric"):
        STANDARD.with_entry_points()


def test_a_taken_tag_names_the_distribution(install):
    install("mine = acme_kinds:QueueDepth", tag="availability")
    with pytest.raises(InvalidKind, match=r"'mine' of acme-kinds 1\.2 .*already means Availability"):
        STANDARD.with_entry_points()


def test_an_entry_without_a_distribution_is_named_all_the_same():
    entry = EntryPoint(name="mine", value="nowhere:Kind", group="slacore.kinds")
    with pytest.raises(InvalidKind, match="'mine' of an unknown distribution"):
        Registry()._with_entry(entry)
