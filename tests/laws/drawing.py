"""What the laws draw: places where clocks change, spans near the change, and laws that count.

Random dates hit a clock change too rarely, so instants lie within days of one, most of them on
a quarter of an hour, some a microsecond beside the change or at an edge of the month.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from attrs import frozen
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from slacore import Instant, Window, WindowSet
from slacore.values.window import local_date

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@frozen
class Place:
    """A zone and the instant, in microseconds, at which its clocks changed."""

    zone: str
    change: int

    @property
    def day(self) -> Any:
        """The local date just before the change."""
        return local_date(self.change - 1, self.zone)

    @property
    def month(self) -> Window:
        """The month of the change."""
        return Window.month(self.day.year, self.day.month, tz=self.zone)

    @property
    def quarter(self) -> Window:
        """The quarter of the change."""
        return Window.quarter(self.day.year, (self.day.month + 2) // 3, tz=self.zone)

    @property
    def months(self) -> tuple[Window, ...]:
        """The three months of the quarter."""
        first = 3 * ((self.day.month - 1) // 3) + 1
        return tuple(Window.month(self.day.year, first + n, tz=self.zone) for n in range(3))


def place(zone: str, moment: str) -> Place:
    """The change of that zone at that time of UTC."""
    return Place(zone, Instant.parse(f"{moment}Z").micros)


PLACES = (
    place("Europe/London", "2026-03-29T01:00"),
    place("Europe/London", "2026-10-25T01:00"),
    place("America/New_York", "2026-03-08T07:00"),
    place("America/New_York", "2026-11-01T06:00"),
    # Half an hour.
    place("Australia/Lord_Howe", "2026-04-04T15:00"),
    place("Australia/Lord_Howe", "2026-10-03T15:30"),
    # At midnight: a day begins at one o'clock, and one evening has two elevens.
    place("America/Sao_Paulo", "2018-11-04T03:00"),
    place("America/Sao_Paulo", "2018-02-18T02:00"),
    # Summer time all year, save in Ramadan.
    place("Africa/Casablanca", "2026-02-15T02:00"),
    place("Africa/Casablanca", "2026-03-22T02:00"),
    # From the clocks of the war to half past five.
    place("Asia/Kolkata", "1945-10-14T17:30"),
    # The 31st of December 1994 never was: the date line moved.
    place("Pacific/Kiritimati", "1994-12-31T10:00"),
)

places = st.sampled_from(PLACES)


def _clipped(moment: int, within: Window) -> int:
    return max(within.start.micros, min(moment, within.end.micros))


def moments(where: Place, within: Window) -> st.SearchStrategy[int]:
    """Instants of the window, in microseconds, near the change and at the window's edges."""
    near = st.integers(-3 * 96, 3 * 96).map(lambda quarters: where.change + quarters * 15 * MINUTE)
    beside = st.sampled_from((-1, 0, 1)).map(lambda micros: where.change + micros)
    edge = st.sampled_from((within.start.micros, within.end.micros))
    return st.one_of(near, near, near, beside, edge).map(lambda moment: _clipped(moment, within))


@st.composite
def spans(draw: Any, where: Place, within: Window, most: int = 3 * DAY) -> Window:
    """A span inside the window, from a microsecond to three days long."""
    start = min(draw(moments(where, within)), within.end.micros - 1)
    length = draw(
        st.one_of(
            st.sampled_from((1, MINUTE, HOUR, DAY)),
            st.integers(1, most // (15 * MINUTE)).map(lambda quarters: quarters * 15 * MINUTE),
        )
    )
    return Window.of_micros(start, min(start + length, within.end.micros), where.zone)


@st.composite
def gaps(draw: Any, where: Place, period: Window) -> Window:
    """A span that lies strictly inside the period, so that there is time before and after it."""
    first, last = period.start.micros + 12 * HOUR, period.end.micros - 12 * HOUR
    inside = Window.of_micros(first, last, where.zone)
    start = min(draw(moments(where, inside)), last - MINUTE)
    length = draw(st.sampled_from((MINUTE, HOUR, DAY, 3 * DAY, 8 * DAY, 20 * DAY)))
    # A change at the end of a month leaves no long gap after it.
    if draw(st.booleans()):
        start = max(first, min(start, last - length))
    return Window.of_micros(start, min(start + length, last), where.zone)


def without(whole: Window, gap: Window | None) -> WindowSet:
    """What of the window is left without the gap."""
    return WindowSet.of(whole) if gap is None else WindowSet.of(whole) - WindowSet.of(gap)


# What a law saw in one case; it fails if one of these is seen too rarely.
Labels = set[str]


# How often a law draws as many cases again, where it has not seen enough.
ROUNDS = 4


def law(examples: int = 100, **least: int) -> Callable[[Callable[..., Labels | None]], Callable[[], None]]:
    """A law that holds for whatever it draws, and whose cases are not all alike.

    ``least`` states, as a percentage of the examples, how many cases must have shown something,
    such as a breach: a law about breaches that never draws one proves nothing. What is drawn hangs
    on the versions and the sources at hand, so that a law which has not seen enough draws on.
    """

    def wrap(test: Callable[..., Labels | None]) -> Callable[[], None]:
        @functools.wraps(test)
        def run() -> None:
            seen: Counter[str] = Counter()
            _round(test, examples, 0, seen)
            first = seen["cases"]
            for number in range(1, ROUNDS):
                if all(100 * seen[what] >= percent * first for what, percent in least.items()):
                    return
                _round(test, examples, number, seen)
            for what, percent in least.items():
                assert 100 * seen[what] >= percent * first, (
                    f"{what} in {seen[what]} of {seen['cases']} cases, wanted {percent} % of {first}"
                )

        del run.__wrapped__  # pytest would ask for the argument as a fixture
        return run

    return wrap


def _round(test: Callable[..., Labels | None], examples: int, number: int, seen: Counter[str]) -> None:
    """Draw so many cases, others in each round, and count what they show."""

    @seed(number)
    @settings(
        max_examples=examples,
        derandomize=number == 0,
        deadline=None,
        database=None,
        # To make a failure smaller takes minutes here, and the cases are small.
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def cases(data: st.DataObject) -> None:
        labels = test(data) or set()
        seen.update({*labels, "cases"})

    cases()


def clock(moment: int) -> Instant:
    """The instant."""
    return Instant(moment)


def is_change(where: Place) -> bool:
    """Whether the offset differs before and after."""

    def offset(moment: int) -> Any:
        shown: datetime = Instant(moment, where.zone).to_datetime()
        return shown.utcoffset()

    return offset(where.change - 1) != offset(where.change)
