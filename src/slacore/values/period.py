"""Periods: how often a level is measured, as rules of the calendar and not as lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pendulum
from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.choice import one_of
from slacore.values.window import Window, local_date, midnight

if TYPE_CHECKING:
    from typing import Self

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "billing month": 1}
_KINDS = ("day", "week", *_MONTHS, "rolling")
_ROLLING = re.compile(r"rolling (\d+) days?", re.ASCII)
_BILLING = re.compile(r"billing month from day (\d+)", re.ASCII)


@frozen
class Period:
    """A rule that cuts time into the spans over which a level is measured.

    ``Period.parse("month")``, ``"quarter"``, ``"billing month from day 15"``, ``"rolling 30
    days"``. Every boundary is counted from one anchor (``anchor + n months``), so a billing
    month from day 31 ends on the 28th in February and on the 31st again in March.
    Weeks start on Monday (ISO 8601). A rolling period ends at every local midnight.
    """

    kind: str = field(validator=one_of(_KINDS))
    # The anchoring day of a billing month, or the length in days of a rolling period.
    days: int = field(default=0)

    @days.validator
    def _fits(self, _: object, value: int) -> None:
        if self.kind == "billing month" and not 1 <= value <= 31:
            raise InvalidValue(f"a billing month is anchored on a day from 1 to 31, found {value}")
        if self.kind == "rolling" and value < 1:
            raise InvalidValue(f"a rolling period has at least one day, found {value}")
        if self.kind not in ("billing month", "rolling") and value:
            raise InvalidValue(f"a {self.kind} takes no number of days, found {value}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the words of a period; `str` writes them."""
        if isinstance(text, str):
            if found := _ROLLING.fullmatch(text):
                return cls("rolling", int(found[1]))
            if found := _BILLING.fullmatch(text):
                return cls("billing month", int(found[1]))
            if text in _KINDS and text not in ("billing month", "rolling"):
                return cls(text)
        raise InvalidValue(
            f"{text!r} is not a period; write 'day', 'week', 'month', 'quarter', 'year', "
            "'billing month from day 15' or 'rolling 30 days'"
        )

    @property
    def is_rolling(self) -> bool:
        """Whether successive periods overlap."""
        return self.kind == "rolling"

    def ending_in(self, window: Window, tz: str) -> tuple[Window, ...]:
        """The periods that belong to `window`: those with window start < end ≤ window end."""
        return tuple(
            period
            for period in self._overlapping(window, tz)
            if window.start.micros < period.end.micros <= window.end.micros
        )

    def running_at(self, window: Window, tz: str) -> Window | None:
        """The period that has begun and not ended when `window` ends; rolling ones never run."""
        if self.is_rolling:
            return None
        for period in self._overlapping(window, tz):
            if period.start.micros < window.end.micros < period.end.micros:
                return period
        return None

    def _overlapping(self, window: Window, tz: str) -> Iterator[Window]:
        """Every period that shares time with the window, in order of end."""
        ended = None
        for first, last in self._dates(
            local_date(window.start.micros, tz), local_date(window.end.micros, tz)
        ):
            start, end = midnight(first, tz), midnight(last, tz)
            # A date that a zone left out (Samoa, 30 December 2011) has no midnight of its own.
            if start < end != ended:
                yield Window(start, end)
            ended = end

    def _dates(self, since: date, until: date) -> Iterator[tuple[date, date]]:
        """First dates of the periods and of those after them, from `since` to `until`."""
        day = pendulum.date(since.year, since.month, since.day)
        if self.is_rolling:
            while day <= until:
                yield day.subtract(days=self.days), day
                day = day.add(days=1)
            return
        anchor = self._anchor(day)
        number = 0
        while (start := self._boundary(anchor, number)) <= until:
            yield start, self._boundary(anchor, number + 1)
            number += 1

    def _anchor(self, day: pendulum.Date) -> pendulum.Date:
        """A boundary at or before `day`, whose own day of the month later boundaries keep."""
        if self.kind == "day":
            return day
        if self.kind == "week":
            return day.subtract(days=day.weekday())
        if self.kind == "billing month":
            # A December anchor has 31 days, so it keeps the agreed day through any month.
            return pendulum.date(day.year - 1, 12, self.days)
        if self.kind == "quarter":
            return pendulum.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return pendulum.date(day.year, 1 if self.kind == "year" else day.month, 1)

    def _boundary(self, anchor: pendulum.Date, number: int) -> date:
        if self.kind in ("day", "week"):
            return anchor.add(days=number * (7 if self.kind == "week" else 1))
        return anchor.add(months=number * _MONTHS[self.kind])

    def __str__(self) -> str:
        if self.kind == "rolling":
            return f"rolling {self.days} days"
        return f"billing month from day {self.days}" if self.kind == "billing month" else self.kind


def period(value: object) -> Period:
    """Convert a `Period` or its words."""
    return value if isinstance(value, Period) else Period.parse(value)  # type: ignore[arg-type]
