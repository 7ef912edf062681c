"""``slacore demo``: stories with their source, result and reasons."""

from __future__ import annotations

from types import SimpleNamespace

from attrs import evolve

import slacore as sla
from slacore.metrics import Availability
from slacore.remedies import Pay

FEBRUARY = sla.Window.month(2017, 2, tz="UTC")


def story(title, minutes, *, covers=FEBRUARY, assumptions=()):
    """A month in which the service was down for so many minutes, at 10 % a breach."""
    level = sla.ServiceLevel(
        name="availability",
        metric=Availability(),
        target=sla.Target(at_least="99.9 %"),
        remedies=[sla.Remedy(steps=[Pay(rate="10 % of fee")])],
    )
    agreement = sla.Agreement(
        name="hosting",
        zone="UTC",
        parties=[sla.Party(name="Ada", role="customer"), sla.Party(name="Host", role="provider")],
        levels=[level],
    )
    outage = sla.Outage(id="O-1", start="2017-02-01T00:00Z", end=f"2017-02-01T00:{minutes:02}Z")
    evidence = sla.Evidence.of(sla.Outage, [outage], covers=covers)
    return SimpleNamespace(
        title=title,
        about="What happened.",
        source="https://example.org/",
        assumptions=assumptions,
        evaluate=lambda: sla.evaluate(agreement, evidence, FEBRUARY, charges=sla.Money("100", "EUR")),
    )


def test_every_story_is_told_with_source_result_and_reasons(run, monkeypatch):
    """56 of 40,320 minutes are 99.861111 %: broken, 10 EUR. 14 are 99.965277 %: kept, nothing."""
    told = (story("Down", 56, assumptions=("A fee of 100 EUR.",)), story("Up", 14))
    monkeypatch.setattr("slacore.cli.demo.stories", lambda: told)
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    for text in (
        "1. Down", "2. Up", "What happened.", "source: https://example.org/", "• A fee of 100 EUR.",
        "99.861111… %", "Host owes Ada 10.00 EUR", "evidence: 1 outage (O-1)", "99.965277… %",
        "nothing is owed",
    ):  # fmt: skip
        assert text in out
    assert out.count("assumed:") == 1
    summary = out.partition("What it came to")[2]
    assert [line.split()[:2] for line in summary.splitlines() if line.startswith("  ")][1:] == [
        ["Down", "breached"],
        ["Up", "met"],
    ]
    assert "10.00 EUR" in summary


def test_the_stories_that_come_with_slacore_are_told(run):
    """From a fresh installation, with every figure and in eighty columns."""
    code, out, err = run("demo")
    assert (code, err) == (0, "")
    assert "99.362599… %" in out
    # Addresses are not cut, however long.
    assert max(len(line) for line in out.splitlines() if "http" not in line) <= 80


def test_many_records_are_explained_by_the_first_three(run, monkeypatch):
    told = story("Down", 56)
    result = told.evaluate()
    many = evolve(result, judgements=result.judgements * 5)
    told.evaluate = lambda: many
    monkeypatch.setattr("slacore.cli.demo.stories", lambda: (told,))
    _, out, _ = run("demo")
    assert "and 2 more, each for reasons of its own" in out
