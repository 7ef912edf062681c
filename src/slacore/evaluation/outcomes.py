"""Rights and actions: what follows from a breach besides what is paid."""

from __future__ import annotations

from attrs import frozen

from slacore.evaluation.award import Answered, StepTaken
from slacore.model.deadline import last_day
from slacore.values import Instant, Window


@frozen(kw_only=True)
class Right:
    """Something that a party may do, such as terminate: granted, or in doubt."""

    # None where the settlement grants it.
    level: str | None
    period: Window
    remedy: str
    right: str
    # The party that may.
    holder: str
    # True: granted. None: granted for a part of what the figure or earlier periods can be.
    state: bool | None
    # The end of the last day on which it can be exercised; None is without end.
    until: Instant | None = None
    why: str = ""
    record: str | None = None
    steps: tuple[StepTaken, ...] = ()
    # What earlier periods answered, where it depends on them.
    answers: tuple[Answered, ...] = ()
    clause: str | None = None

    def __str__(self) -> str:
        said = f"{self.right}, {'granted to' if self.state else 'in doubt for'} {self.holder}"
        return said + (f", until {last_day(self.until)}" if self.until is not None else "")


@frozen(kw_only=True)
class Action:
    """A corrective action that is owed for a period, and what became of it."""

    level: str
    # The period that it is owed for.
    period: Window
    action: str
    # The party that must act.
    owner: str
    # The end of the last day on which it is in time.
    due: Instant
    # "open", "done", "overdue", or "unknown" where the evidence does not reach so far.
    state: str
    # Whether it is owed for certain; None where the breach is in doubt.
    owed: bool | None = True
    # The completion that was found.
    completion: str | None = None
    clause: str | None = None

    def __str__(self) -> str:
        owes = "owes" if self.owed else "may owe"
        return f"{self.owner} {owes} {self.action} until {last_day(self.due)}: {self.state}"
