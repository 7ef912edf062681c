"""Spans: how far back a question about earlier periods reaches."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.choice import one_of
from slacore.values.instant import Instant
from slacore.values.window import local_date, midnight, moved

if TYPE_CHECKING:
    from typing import Self

_COUNTED = ("periods", "days", "months")
_CALENDAR = {"month": 1, "quarter": 3, "year": 12}
_KINDS = (*_COUNTED, *_CALENDAR, "contract")
# A hundred years, farther than any contract looks back, and not before the first calendar.
_MOST = {"periods": 1200, "days": 36_600, "months": 1200}
_NUMBERED = re.compile(r"(\d+) (period|day|month)s?", re.ASCII)
_YEAR_FROM = re.compile(r"year from (\d{2})-(\d{2})", re.ASCII)


@frozen
class Span:
    """How far back something reaches, up to and with the present period.

    ``Span.parse("3 periods")``, ``"30 days"``, ``"12 months"`` are counted back from the end
    of the period. ``"month"``, ``"quarter"``, ``"year"`` and ``"year from 04-01"`` begin where
    the calendar does, ``"contract"`` with the agreement's term. A period lies in the span in
    which it ends.
    """

    kind: str = field(validator=one_of(_KINDS))
    # How many periods, days or months.
    number: int = field(default=0)
    # Where a year begins that is not the calendar's, as month and day.
    begins: tuple[int, int] = field(default=(1, 1))

    @number.validator
    def _whole(self, _: object, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidValue(f"a span is a whole number of periods, days or months, found {value!r}")
        if (self.kind in _COUNTED) != (value > 0):
            raise InvalidValue(
                f"a span of {value} {self.kind} reaches nowhere; write one such as '3 periods'"
            )
        if value > _MOST.get(self.kind, 0):
            raise InvalidValue(f"a span reaches back {_MOST[self.kind]} {self.kind} at most, found {value}")

    @begins.validator
    def _of_a_year(self, _: object, value: tuple[int, int]) -> None:
        # A common year: a contract year that begins on 29 February has no beginning in most years.
        try:
            first = date(2001, *value)
        except ValueError:
            raise InvalidValue(f"no year begins on {value[0]:02}-{value[1]:02}") from None
        if self.kind != "year" and (first.month, first.day) != (1, 1):
            raise InvalidValue(f"a year begins on {value[0]:02}-{value[1]:02}, and not a {self.kind}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the words of a span; `str` writes them."""
        if isinstance(text, str):
            if found := _NUMBERED.fullmatch(text):
                return cls(f"{found[2]}s", int(found[1]))
            if found := _YEAR_FROM.fullmatch(text):
                return cls("year", begins=(int(found[1]), int(found[2])))
            if text in _KINDS and text not in _COUNTED:
                return cls(text)
        raise InvalidValue(
            f"{text!r} is no span; write '3 periods', '30 days', '12 months', 'month', 'quarter', "
            "'year', 'year from 04-01' or 'contract'"
        )

    def start(self, end: Instant, tz: str, anchor: int = 0) -> Instant | None:
        """Where the span of a period with that end begins.

        None where the calendar does not say: for a number of periods, and for the contract.
        `anchor` is the day of the month on which billing months begin: three months back from
        28 February, where they begin on the 31st, is 30 November.
        """
        last = local_date(end.micros, tz)
        if self.kind == "days":
            return midnight(moved(last, days=-self.number), tz)
        if self.kind == "months":
            day = anchor if last == _anchored(last, anchor) else last.day
            return midnight(_anchored(moved(last.replace(day=1), months=-self.number), day), tz)
        if self.kind not in _CALENDAR:
            return None
        inside = local_date(end.micros - 1, tz)
        if self.kind == "year":
            first = inside.replace(month=self.begins[0], day=self.begins[1])
            return midnight(first if first <= inside else first.replace(year=first.year - 1), tz)
        months = (inside.month - 1) % _CALENDAR[self.kind]
        return midnight(moved(inside.replace(day=1), months=-months), tz)

    def __str__(self) -> str:
        if self.kind in _COUNTED:
            return f"{self.number} {self.kind if self.number > 1 else self.kind[:-1]}"
        plain = self.begins == (1, 1)
        return self.kind if plain else f"year from {self.begins[0]:02}-{self.begins[1]:02}"


def _anchored(day: date, anchor: int) -> date:
    """The day with that number in the same month, or the last one."""
    last = moved(moved(day.replace(day=1), months=1), days=-1)
    return day.replace(day=min(max(anchor, 1), last.day))


def span(value: object) -> Span:
    """Convert a `Span` or its words."""
    return value if isinstance(value, Span) else Span.parse(value)  # type: ignore[arg-type]
