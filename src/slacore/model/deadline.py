"""Deadlines: until when something can be claimed, exercised or must be done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacore.calendars import ServiceHours, is_business_day
from slacore.errors import InvalidValue
from slacore.values import Instant
from slacore.values.choice import one_of
from slacore.values.window import local_date, midnight, moved

if TYPE_CHECKING:
    from typing import Self

_TEXT = re.compile(r"(\d+) (day|working day|month)s?", re.ASCII)


@frozen
class Deadline:
    """``30 days``, ``10 working days`` or ``2 months`` after something; the last day is inside.

    After June, 30 days end with 30 July; after January, 2 months end with 31 March. Working
    days are those of the level's service hours, and Monday to Friday where it has none.
    """

    number: int = field()
    unit: str = field(default="days", validator=one_of(("days", "working days", "months")))

    @number.validator
    def _positive(self, _: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InvalidValue(f"a deadline is one day at least, found {value!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the words of a deadline; `str` writes them."""
        found = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise InvalidValue(f"{text!r} is no deadline; write '30 days', '10 working days' or '2 months'")
        return cls(int(found[1]), f"{found[2]}s")

    def after(self, moment: Instant, hours: ServiceHours | None = None) -> Instant:
        """The end of the last day, counted from `moment` in its zone.

        What ends at midnight ended on the day before, so the next day is the first.
        """
        first = moved(local_date(moment.micros - 1, moment.zone), days=1)
        if self.unit != "working days":
            return midnight(moved(first, **{self.unit: self.number}), moment.zone)
        day, left = first, self.number
        while left:
            left -= is_business_day(hours, day)
            day = moved(day, days=1)
        return midnight(day, moment.zone)

    def __str__(self) -> str:
        return f"{self.number} {self.unit if self.number > 1 else self.unit[:-1]}"


def deadline(value: object) -> Deadline:
    """Convert a `Deadline` or its words."""
    return value if isinstance(value, Deadline) else Deadline.parse(value)  # type: ignore[arg-type]


def last_day(deadline: Instant) -> str:
    """The last day before a deadline's end, as a date in its zone."""
    return local_date(deadline.micros - 1, deadline.zone).isoformat()
