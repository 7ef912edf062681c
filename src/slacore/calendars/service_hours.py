"""Service hours: when a service is served, and every question about service time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from attrs import evolve, frozen

from slacore.calendars.business_days import Snap, add_business_days, is_business_day
from slacore.calendars.holidays import country_holidays
from slacore.calendars.open_spans import (
    END,
    NO_PAUSES,
    backward,
    forward,
    must_end,
    never,
    open_at,
    open_between,
)
from slacore.calendars.shifts import calendar_date
from slacore.calendars.timetable import Timetable
from slacore.errors import CalendarError, InvalidValue, did_you_mean
from slacore.values import Instant, Quantity, Window, WindowSet
from slacore.values.window_set import Span

if TYPE_CHECKING:
    from typing import Self


@frozen(kw_only=True, cache_hash=True)
class ServiceHours(Timetable):
    """The hours in which a service is served, and so the only time that counts.

    ``ServiceHours(zone="Europe/London", weekly={"mon-fri": ["09:00-17:00"]})``, or
    ``ServiceHours.always("Europe/London")``. Shifts are times on the wall clock of the zone;
    what lies between them is counted in real microseconds, on clock-change nights too.
    Answers are shown in that zone.
    """

    @classmethod
    def always(cls, tz: str) -> Self:
        """Service at every instant: 24 hours on 7 days, no minute lost at midnight."""
        return cls(zone=tz, round_the_clock=True)

    def with_holidays(
        self, country: str, *, subdivision: str | None = None, years: Iterable[int], observed: bool = True
    ) -> ServiceHours:
        """These hours, closed on a country's public holidays of the years named.

        The dates are copied in once and recorded under `holiday_sources`; later releases of
        the library do not change them. `observed` adds substitute days, such as the Monday
        after a Sunday holiday. A year without known holidays raises `CalendarError`;
        without the package `holidays` it is `MissingExtra`.
        """
        named = tuple(sorted(set(years)))
        if not named:
            raise InvalidValue("name the years whose holidays are frozen, such as years=(2026, 2027)")
        dates, source = country_holidays(country, subdivision=subdivision, years=named, observed=observed)
        return evolve(
            self, holidays=(*self.holidays, *dates), holiday_sources=(*self.holiday_sources, source)
        )

    # How much service time

    def open_time(self, window: Window) -> WindowSet:
        """The service time inside a window, exactly."""
        start, end = window.start.micros, window.end.micros
        return open_between(self, start, end)

    def elapsed(
        self,
        start: Instant,
        end: Instant,
        *,
        pauses: WindowSet = NO_PAUSES,
        reversed_span: Literal["negative", "zero"] = "negative",
    ) -> Quantity:
        """The service time from `start` to `end` outside `pauses`, in seconds.

        Pauses are counted once where they overlap, and cost nothing outside service hours.
        Where `end` lies before `start` the answer is negative, or zero if so asked.
        """
        return Quantity.of_micros(
            self.elapsed_micros(start.micros, end.micros, pauses=pauses, reversed_span=reversed_span)
        )

    def elapsed_micros(
        self,
        start: int,
        end: int,
        *,
        pauses: WindowSet = NO_PAUSES,
        reversed_span: Literal["negative", "zero"] = "negative",
    ) -> int:
        """The same as `elapsed`, between instants in microseconds and in microseconds."""
        _option("reversed_span", reversed_span, "negative", "zero")
        if end < start:
            return 0 if reversed_span == "zero" else -self.elapsed_micros(end, start, pauses=pauses)
        return (open_between(self, start, end) - pauses).micros

    def is_open(self, at: Instant) -> bool:
        """Whether the service is served at that instant; at closing it no longer is."""
        return open_at(self, at.micros)

    # When so much service time is used up

    def add(
        self,
        start: Instant,
        duration: Quantity,
        *,
        pauses: WindowSet = NO_PAUSES,
        at_close: Literal["close", "next open"] = "close",
    ) -> Instant:
        """The instant at which `duration` of service time after `start` is used up.

        Used up exactly at closing, it is that closing, or the next opening if so asked;
        `elapsed` gives the same duration for both. A duration of zero is `start` itself,
        or the first open instant from it. Hours that never open again raise `CalendarError`.
        """
        _option("at_close", at_close, "close", "next open")
        left = _length(duration)
        if left == 0 and at_close == "close":
            return self._instant(start.micros)
        if start.micros + left > END:
            raise CalendarError(f"{duration} of service time after {start} ends beyond the year 9998")
        # At closing nothing is left: `left <= length` ends there, `left < length` goes on.
        slack = 0 if at_close == "close" else 1
        for opening, closing in forward(self, start.micros, pauses):
            if left + slack <= closing - opening:
                return self._instant(opening + left)
            left -= closing - opening
        raise never(self, "again", start)

    def subtract(
        self,
        end: Instant,
        duration: Quantity,
        *,
        pauses: WindowSet = NO_PAUSES,
        at_open: Literal["open", "previous close"] = "open",
    ) -> Instant:
        """The latest instant with exactly `duration` of service time up to `end`.

        Where that is an opening, the closing before it serves as well: ask for
        ``at_open="previous close"``. A duration of zero is `end` itself, or the last
        instant up to it at which the service was open. Hours that were never open so long
        raise `CalendarError`.
        """
        _option("at_open", at_open, "open", "previous close")
        left = _length(duration)
        if left == 0 and at_open == "open":
            return self._instant(end.micros)
        slack = 0 if at_open == "open" else 1
        for opening, closing in backward(self, end.micros, pauses):
            if left + slack <= closing - opening:
                return self._instant(closing - left)
            left -= closing - opening
        raise never(self, "before that", end)

    def open_intervals(
        self, at: Instant, count: int, direction: Literal["forward", "backward"] = "forward"
    ) -> tuple[Window, ...]:
        """The next `count` stretches of service that end after `at`, the first cut at `at`.

        Backward, those that begin before it, nearest first. A break divides a stretch,
        midnight does not. Fewer than `count`, or one without end, raise `CalendarError`.
        """
        _option("direction", direction, "forward", "backward")
        spans = forward(self, at.micros) if direction == "forward" else backward(self, at.micros)
        stretches: list[Span] = []
        for span in spans:
            if stretches and (span[0] == stretches[-1][1] or span[1] == stretches[-1][0]):
                # Only a block of four weeks ends here, not the service.
                last = stretches.pop()
                stretches.append((min(span[0], last[0]), max(span[1], last[1])))
                must_end(self, *stretches[-1], at.micros)
            elif len(stretches) < count:
                stretches.append(span)
            else:
                break
        if len(stretches) < count:
            raise never(self, "again" if direction == "forward" else "before that", at)
        return tuple(Window.of_micros(*stretch, self.zone) for stretch in stretches)

    # Working days

    def is_business_day(self, day: date) -> bool:
        """Whether any service time is left on a local date after holidays and breaks."""
        return is_business_day(self, calendar_date(day))

    def add_business_days(
        self,
        start: Instant,
        days: int,
        *,
        snap: Snap = "none",
        pauses: WindowSet = NO_PAUSES,
    ) -> Instant:
        """The instant so many business days after the date of `start`, at the same wall-clock time.

        Negative `days` go back. The start's own date is not counted. `snap` moves an answer
        outside service hours to the next or the previous open instant, or any answer to its
        date's last closing. The service time of `pauses` after `start` is added last.
        """
        _option("snap", snap, *get_args(Snap))
        return self.add(*add_business_days(self, start, days, snap=snap, pauses=pauses))

    def _instant(self, micros: int) -> Instant:
        return Instant(micros, self.zone)


def _length(duration: Quantity) -> int:
    micros = duration.micros
    if micros < 0:
        raise InvalidValue(f"{duration} of service time is negative; add or subtract its opposite")
    return micros


def _option(name: str, value: object, *known: str) -> None:
    if value not in known:
        raise InvalidValue(f"unknown {name} {value!r}{did_you_mean(str(value), known)}")
