"""Stories: an agreement, what happened, and where both are from."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from attrs import field, frozen

from slacore.evaluation import Evaluation, evaluate
from slacore.evidence import Evidence
from slacore.model import Agreement
from slacore.serialization import load, load_evidence
from slacore.serialization.documents import load_as
from slacore.values import Money, Window
from slacore.values.several import several

# In the order in which they are told.
NAMES = ("storage", "code-host", "messaging", "warehouse", "silent-monitor", "help-desk", "call-centre")


@frozen(kw_only=True)
class _Told:
    """The words of a story, as its document has them."""

    title: str
    about: str
    window: str
    source: str
    assumptions: tuple[str, ...] = field(default=(), converter=several)
    charges: Money | None = None


@frozen(kw_only=True)
class Story:
    """One thing that happened, and the agreement that it is held against."""

    name: str
    title: str
    about: str
    # Where the facts and the terms can be read.
    source: str
    # What is assumed, because nobody published it.
    assumptions: tuple[str, ...]
    agreement: Agreement
    evidence: Evidence
    window: Window
    charges: Money | None = None

    def evaluate(self) -> Evaluation:
        """What it came to."""
        return evaluate(self.agreement, self.evidence, self.window, charges=self.charges)


def stories() -> tuple[Story, ...]:
    """All stories, in the order in which they are told. Reading them needs the extra `yaml`."""
    with as_file(files("slacore.demo") / "stories") as folder:
        return tuple(_read(folder / name) for name in NAMES)


def _read(folder: Path) -> Story:
    told = load_as(_Told, folder / "story.yaml", form="story/1")
    agreement = load(folder / "agreement.yaml")
    return Story(
        name=folder.name,
        title=told.title,
        about=" ".join(told.about.split()),
        source=" ".join(told.source.split()),
        assumptions=told.assumptions,
        agreement=agreement,
        evidence=load_evidence(folder / "evidence.yaml"),
        window=Window.parse(told.window, tz=agreement.zone),
        charges=told.charges,
    )
