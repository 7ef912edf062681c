"""Corrective actions: what must be done after a breach, by whom and until when."""

from __future__ import annotations

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.model.deadline import Deadline, deadline
from slacore.model.remedy import Remedy, When, due_when


@frozen(kw_only=True)
class CorrectiveAction:
    """Something that is owed besides money, such as a plan: done in time, or something follows.

    It is owed from the end of a period in which the promise was broken (or `when` holds), and
    done when a completion is evidence of it by its deadline. What follows when it is not
    done is a remedy, and belongs to the period in which the deadline falls.
    """

    name: str
    within: Deadline = field(converter=deadline)
    # The party that must act; None is the provider.
    owner: str | None = None
    when: When = field(default="breached", converter=due_when)
    # What it earns when it is not done in time.
    otherwise: Remedy | None = None
    # Where the agreement says so.
    clause: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.otherwise is not None and not isinstance(self.otherwise, Remedy):
            raise InvalidValue(f"action {self.name!r}: what follows is a Remedy, found {self.otherwise!r}")
        if self.otherwise is not None and self.otherwise.when != "breached":
            raise InvalidValue(
                f"action {self.name!r}: what follows is due when the action is not done, and has "
                f"no condition of its own; found {self.otherwise.when!r}"
            )
