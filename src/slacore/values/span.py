"""Spans: how far back a question about earlier periods reaches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pendulum
from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values.choice import one_of
from slacore.values.instant import Instant
from slacore.values.window import local_date, midnight

if TYPE_CHECKING:
    from typing import Self

_COUNTED = ("periods", "days", "months")
_CALENDAR = {"month": 1, "quarter": 3, "year": 12}
_KINDS = (*_COUNTED, *_CALENDAR, "contract")
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
    number: int = 0
    # Where a year begins that is not the calendar's, as month and day.
    begins: tuple[int, int] = (1, 1)

    def __attrs_post_init__(self) -> None:
        if (self.kind in _COUNTED) != (self.number > 0):
            raise InvalidValue(
                f"a span of {self.number} {self.kind} reaches nowhere; write one such as '3 periods'"
            )
        # A common year: a contract year that begins on 29 February has no beginning in most years.
        try:
            pendulum.date(2001, *self.begins)
        except ValueError:
            raise InvalidValue(f"no year begins on {self.begins[0]:02}-{self.begins[1]:02}") from None

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

    def start(self, end: Instant, tz: str) -> Instant | None:
        """Where the span of a period with that end begins.

        None where the calendar does not say: for a number of periods, and for the contract.
        """
        if self.kind in ("days", "months"):
            last = local_date(end.micros, tz)
            day = pendulum.date(last.year, last.month, last.day)
            return midnight(day.subtract(**{self.kind: self.number}), tz)
        if self.kind not in _CALENDAR:
            return None
        inside = local_date(end.micros - 1, tz)
        day = pendulum.date(inside.year, inside.month, 1)
        if self.kind == "year":
            first = pendulum.date(inside.year, *self.begins)
            return midnight(first if first <= inside else first.subtract(years=1), tz)
        months = _CALENDAR[self.kind]
        return midnight(day.subtract(months=(inside.month - 1) % months), tz)

    def __str__(self) -> str:
        if self.kind in _COUNTED:
            return f"{self.number} {self.kind if self.number > 1 else self.kind[:-1]}"
        plain = self.begins == (1, 1)
        return self.kind if plain else f"year from {self.begins[0]:02}-{self.begins[1]:02}"


def span(value: object) -> Span:
    """Convert a `Span` or its words."""
    return value if isinstance(value, Span) else Span.parse(value)  # type: ignore[arg-type]
