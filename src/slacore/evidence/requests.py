"""Exemptions, approvals, claims and completions: what the parties tell each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.evidence.record import Record, in_order, optional_instant
from slacore.values import Instant, Window, instant

if TYPE_CHECKING:
    from typing import Self


@frozen(kw_only=True)
class Exemption(Record):
    """A span that the provider asks to leave out, such as announced maintenance.

    It is a request: the agreement's exclusions decide, and a refusal is listed with its reason.
    """

    kind: ClassVar[str] = "exemption"
    excludable: ClassVar[bool] = False

    start: Instant = field(converter=instant)
    end: Instant = field(converter=instant)
    # The cause that an exclusion of the agreement must name.
    cause: str
    # When it was announced, where the agreement asks for notice.
    announced: Instant | None = field(default=None, converter=optional_instant)
    # Whose fault it is, by the name of the party, where the agreement asks for that.
    party: str | None = None
    # What shows it, such as a report's number, where the agreement asks for evidence.
    proof: str | None = None

    def __attrs_post_init__(self) -> None:
        in_order(self, self.start, self.end)

    @property
    def window(self) -> Window:
        """The span that is asked for."""
        return Window(self.start, self.end)

    def extent(self) -> tuple[Instant, Instant | None]:
        """The span that is asked for."""
        return self.start, self.end


@frozen(kw_only=True)
class Approval(Record):
    """A party agrees to an exemption, where the agreement asks for its approval."""

    kind: ClassVar[str] = "approval"
    excludable: ClassVar[bool] = False

    # The id of the exemption.
    of: str
    at: Instant = field(converter=instant)
    # Who agreed, by the name of the party.
    by: str | None = None

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant of the approval."""
        return self.at, self.at


@frozen(kw_only=True)
class Claim(Record):
    """The customer asks for what a level owes for a period, or for one record."""

    kind: ClassVar[str] = "claim"
    excludable: ClassVar[bool] = False

    submitted: Instant = field(converter=instant)
    # The level that it is about; None is all of them.
    level: str | None = None
    # The span that it is about, to the end of the period where it has no end, or the id of the record.
    start: Instant | None = field(default=None, converter=optional_instant)
    end: Instant | None = field(default=None, converter=optional_instant)
    record: str | None = None

    def __attrs_post_init__(self) -> None:
        if self.start is None and self.end is not None:
            raise InvalidValue(
                f"{self.named()} is about time until {self.end}, but not since when; add start"
            )
        if self.start is not None and self.record is not None:
            raise InvalidValue(
                f"{self.named()} is about a span or about a record, found {self.start} and {self.record!r}"
            )
        if self.start is not None and self.end is not None:
            in_order(self, self.start, self.end)

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant of the claim."""
        return self.submitted, self.submitted

    def as_known_at(self, moment: Instant) -> Self | None:
        """The claim, if it was submitted by then."""
        return None if self.submitted > moment else Record.as_known_at(self, moment)


@frozen(kw_only=True)
class Completion(Record):
    """A corrective action was done."""

    kind: ClassVar[str] = "completion"
    excludable: ClassVar[bool] = False

    # The name of the action, as the agreement has it.
    action: str
    at: Instant = field(converter=instant)
    # The level that it was owed for; None is any.
    level: str | None = None
    # What shows it, such as a document's number.
    proof: str | None = None

    def extent(self) -> tuple[Instant, Instant | None]:
        """The instant at which it was done."""
        return self.at, self.at

    def as_known_at(self, moment: Instant) -> Self | None:
        """The completion, if it was done by then."""
        return None if self.at > moment else Record.as_known_at(self, moment)
