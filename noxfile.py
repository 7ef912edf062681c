"""What must hold, one session each: `nox` runs them all, `nox -s tests` the tests alone.

Sessions inherit the environment, SLACORE_FIELD_DATA among it: where it names a folder of field
data, the tests that read real logs run as well.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["tests", "types", "floors", "lint", "docs", "build"]

# Each extra, and what it is for, tried where no other extra is installed.
EXTRAS = {
    "none": ["python", "tests/extras/none.py"],
    "calendars": ["python", "tests/extras/calendars.py"],
    "cli": ["slacore", "demo"],
    "tables": ["python", "tests/extras/with_tables.py"],
    "testing": ["python", "tests/extras/with_testing.py"],
    "yaml": ["python", "tests/extras/with_yaml.py"],
}

# Rooms in which a fault is put at a time, to see whether the tests notice it.
MUTATED = ["values", "calendars", "evaluation"]


def install(session: nox.Session, *groups: str, extras: str | None = None) -> None:
    """Install dependency groups, and the project with `extras` where they are given."""
    project = [] if extras is None else [f".[{extras}]" if extras else "."]
    # Spelled out, because the pip of a fresh environment may be too old for --group.
    session.install(*nox.project.dependency_groups(PROJECT, *groups), *project)


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test that needs no Java, browser or server, and measure branch coverage."""
    install(session, "test", "examples", extras="all")
    # One process a core; the tests of a file stay together, as some count what they drew.
    session.run("pytest", "-n", "auto", "--dist", "loadfile", "--cov", "--cov-report=term", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the package, strictly."""
    install(session, "types", extras="all")
    session.run("mypy", *session.posargs)


@nox.session
def floors(session: nox.Session) -> None:
    """Check that every import goes to a lower floor."""
    install(session, "floors", extras="all")
    session.run("lint-imports", "--no-cache", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and declared dependencies."""
    install(session, "lint", extras="all")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("deptry", "src")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages with warnings as errors, and execute every example in them."""
    install(session, "docs", extras="all")
    session.run("sphinx-build", "-W", "--keep-going", "-q", "-b", "html", "docs", "docs/_build/html")
    session.run("pytest", "README.md", "docs", *session.posargs)
    # 5: no docstring has an example, which is no fault.
    session.run("pytest", "--doctest-modules", "--pyargs", "slacore", success_codes=[0, 5])


@nox.session
def build(session: nox.Session) -> None:
    """Build the wheel, install it in a clean environment and run the demo from elsewhere."""
    install(session, "build")
    dist = Path(session.create_tmp()) / "dist"
    session.run("python", "-m", "build", "--outdir", str(dist))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    wheel = dist.resolve() / f"slacore-{version}-py3-none-any.whl"
    clean = Path(session.create_tmp()).resolve() / "clean"
    session.run("python", "-m", "venv", "--clear", str(clean))
    scripts = clean / ("Scripts" if os.name == "nt" else "bin")
    session.run(str(scripts / "python"), "-m", "pip", "install", "-q", f"{wheel}[cli]", external=True)
    with session.chdir(session.create_tmp()):
        session.run(str(scripts / "slacore"), "demo", external=True)


@nox.session
@nox.parametrize("part", [*EXTRAS, *(f"mutants of {room}" for room in MUTATED)])
def nightly(session: nox.Session, part: str) -> None:
    """Run what each extra is for with it alone; and see that the tests notice 85 % of the mutants."""
    if part in EXTRAS:
        install(session, extras="" if part == "none" else part)
        session.run(*EXTRAS[part])
    else:
        install(session, "mutants", extras="all")
        room = part.removeprefix("mutants of ")
        session.run("python", "tests/mutation/run.py", room, *session.posargs)
