"""Deadlines: until when something can be claimed, exercised or must be done."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacore.calendars import ServiceHours, is_business_day
from slacore.errors import InvalidValue
from slacore.values import Instant
from slacore.values.choice import one_of
from slacore.values.window import local_date, midnight, moved

if TYPE_CHECKING:
    from typing import Self

# A hundred years of days.
_MOST = 36_600
_TEXT = re.compile(r"(\d+) (day|working day|month)s?", re.ASCII)


@frozen
class Deadline:
    """``30 days``, ``10 working days`` or ``2 months`` after something; the last day is inside.

    After June, 30 days end with 30 July; after January, 2 months end with 31 March, and after
    noon on 30 January 1 month ends with 28 February. Working days are those of the level's
    service hours, and Monday to Friday where it has none.
    """

    number: int = field()
    unit: str = field(default="days", validator=one_of(("days", "working days", "months")))

    @number.validator
    def _positive(self, _: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InvalidValue(f"a deadline is one day at least, found {value!r}")
        if value > _MOST:
            raise InvalidValue(f"a deadline is a hundred years away at most, found {value!r} {self.unit}")

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
        if self.unit == "days":
            return midnight(moved(first, days=self.number), moment.zone)
        if self.unit == "months":
            end = moved(first, months=self.number)
            # The day before the 30th is the 29th, and in a month without either it is the last.
            return midnight(end if end.day == first.day else moved(end, days=1), moment.zone)
        last = _working(moved(first, days=-1), self.number, hours)
        return midnight(moved(last, days=1), moment.zone)

    def __str__(self) -> str:
        return f"{self.number} {self.unit if self.number > 1 else self.unit[:-1]}"


def deadline(value: object) -> Deadline:
    """Convert a `Deadline` or its words."""
    return value if isinstance(value, Deadline) else Deadline.parse(value)  # type: ignore[arg-type]


def _working(day: date, number: int, hours: ServiceHours | None) -> date:
    """The date so many working days after that date."""
    if hours is not None:
        moment = hours.add_business_days(midnight(day, hours.zone), number)
        return local_date(moment.micros, hours.zone)
    while number:
        day = moved(day, days=1)
        number -= is_business_day(hours, day)
    return day


def last_day(deadline: Instant) -> str:
    """The last day before a deadline's end, as a date in its zone."""
    return local_date(deadline.micros - 1, deadline.zone).isoformat()
