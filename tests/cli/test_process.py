"""The command as a process, and how it ends when something else is wrong."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import slacore
from slacore.cli import main
from slacore.cli.command import _replace_what_a_stream_cannot_write

GOOD = ("evaluate", "sla.yaml", "outage=outages.csv", "--covers", "2017-02", "--window", "2017-02")


# The package under test, wherever the process runs.
HERE = {"PYTHONPATH": str(Path(slacore.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}


def process(*arguments, stdout=subprocess.PIPE, **environment):
    return subprocess.run(
        [sys.executable, "-m", "slacore", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=os.environ | HERE | environment,
        check=False,
    )


def test_the_module_is_the_command(folder):
    """It says its version, and it ends with the verdict's code."""
    version = process("--version")
    assert (version.returncode, version.stdout.decode().strip()) == (0, f"slacore {slacore.__version__}")
    breached = process(*GOOD)
    assert (breached.returncode, breached.stderr) == (10, b"")
    assert "99.362599… %" in breached.stdout.decode("utf-8")
    assert b"\x1b" not in breached.stdout


def test_a_stream_that_knows_no_sign_shows_a_question_mark(folder):
    """Text is readable in ASCII; JSON is UTF-8 whatever the terminal speaks."""
    text = process(*GOOD, PYTHONIOENCODING="ascii")
    assert text.returncode == 10
    assert b"? 99.9 %" in text.stdout
    (folder / "sla.yaml").write_text((folder / "sla.yaml").read_text().replace("Storage", "Größe"), "utf-8")
    assert "Größe" in process(*GOOD, "--format", "json", PYTHONIOENCODING="ascii").stdout.decode("utf-8")


def test_misuse_has_one_message_and_no_traceback(folder):
    done = process("evaluate", "none.yaml", *GOOD[2:])
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "slacore: invalid document: 1 problem",
        "  none.yaml: cannot be read: No such file or directory",
    ]


def test_a_reader_that_goes_away_is_no_error(folder):
    """``slacore evaluate … | head -0`` says nothing more."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = process(*GOOD, stdout=closed)
    assert (done.returncode, done.stderr) == (141, b"")


def test_help_names_every_word_and_flag(run):
    code, out, _ = run("--help")
    assert code == 0
    assert "evaluate" in out
    assert "demo" in out
    code, out, _ = run("evaluate", "--help")
    assert code == 0
    for flag in (
        "--window",
        "--covers",
        "--tz",
        "--charges",
        "--ledger",
        "--ledger-out",
        "--known-at",
        "--format",
    ):
        assert flag in out


def test_without_the_extra_it_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "cyclopts", None)
    code, out, err = run("demo")
    assert (code, out) == (2, "")
    assert err == "slacore: the command needs cyclopts; install slacore[cli]\n"


def test_an_import_that_fails_for_another_reason_is_a_fault_of_slacore(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "slacore.cli.application", None)
    code, _, err = run("demo")
    assert code == 1
    assert err.startswith("slacore: internal error: ModuleNotFoundError")


def test_a_fault_of_slacore_is_one_message_unless_a_traceback_is_asked_for(run, monkeypatch):
    def broken():
        raise RuntimeError("a bug")

    monkeypatch.setattr("slacore.cli.demo.stories", broken)
    code, out, err = run("demo")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "slacore: internal error: RuntimeError: a bug",
        "  please report it, with what SLACORE_DEBUG=1 shows",
    ]
    monkeypatch.setenv("SLACORE_DEBUG", "1")
    assert "Traceback" in run("demo").err


def test_the_arguments_of_the_process_are_taken_where_none_are_given(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["slacore", "--version"])
    assert main() == 0
    assert capsys.readouterr().out == f"slacore {slacore.__version__}\n"


@pytest.mark.parametrize("stream", [io.StringIO(), io.TextIOWrapper(io.BytesIO())])
def test_any_stream_will_do(monkeypatch, stream):
    monkeypatch.setattr(sys, "stdout", stream)
    _replace_what_a_stream_cannot_write()


def test_whoever_reads_may_stop_reading(run, monkeypatch):
    """What would be written as the process ends goes nowhere."""

    def gone():
        raise BrokenPipeError

    monkeypatch.setattr("slacore.cli.demo.stories", gone)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert main(["demo"]) == 141
    assert sys.stdout.name == os.devnull
    sys.stdout.close()
