"""The open class of everything that can be observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values import Instant, instant

if TYPE_CHECKING:
    from typing import Self


def identity(value: object) -> str:
    """Convert the id of a record: a text, or a whole number that becomes one."""
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise InvalidValue(f"a record needs an id of its own, found {value!r}")
    return str(value)


def optional_instant(value: object) -> Instant | None:
    """Convert what `instant` converts, and let None stand."""
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Record:
    """Something that happened, as somebody wrote it down.

    A subclass gives its tag in `kind`, its fields, and its `extent`. Where the time it
    reports lies entirely inside an exclusion, a level leaves the record out, unless the
    class says that it is not `excludable`.
    """

    kind: ClassVar[str]
    excludable: ClassVar[bool] = True
    # Whether what it reports can be cut where a period begins or ends. A total cannot: one
    # that reaches over the edge is left out, and its time counts as not covered.
    divisible: ClassVar[bool] = True

    # Unique among the records of one kind.
    id: str = field(converter=identity)
    # The service it is about; None where the bundle is about one service only.
    service: str | None = None
    # Who saw it, such as one of several monitors; None where the bundle has one source.
    source: str | None = None
    # The id of the record of the same kind that it corrects: that one no longer counts.
    replaces: str | None = None
    # Whether it says that what it replaces did not happen at all.
    withdrawn: bool = False
    # When it was written down; undated records are known from the start.
    recorded: Instant | None = field(default=None, converter=optional_instant)

    def extent(self) -> tuple[Instant, Instant | None] | None:
        """The first and last instant it tells about; None where it has none of its own.

        The end of a record that goes on is None.
        """
        raise NotImplementedError(f"{type(self).__qualname__} must say its extent")

    def as_known_at(self, moment: Instant) -> Self | None:
        """The record as far as it could be written down by then; None if not at all.

        A record counts from its start on, and a total only from its end on. What is said
        beforehand, such as an exemption, stays. A subclass whose end may come later leaves
        that out.
        """
        if self.recorded is not None and self.recorded > moment:
            return None
        extent = self.extent()
        if extent is None or not self.excludable:
            return self
        start, end = extent
        over = self.divisible or (end is not None and end <= moment)
        return self if start < moment and over else None

    def is_complete(self) -> bool:
        """Whether it says all that a record of its kind should; what it does not is missing data."""
        return True

    def named(self) -> str:
        """How messages call it: ``outage O-17``."""
        return f"{self.kind} {self.id}"


def in_order(record: Record, start: Instant, end: Instant) -> None:
    """Refuse a record whose span is reversed or empty."""
    if end <= start:
        raise InvalidValue(f"{record.named()} must end after it starts, found {start} to {end}")
