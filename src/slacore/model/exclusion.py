"""Exclusions: time that the agreement does not count against the provider."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values import Quantity, quantity
from slacore.values.choice import one_of

Effect = Literal["numerator", "denominator", "added back", "relief"]
EFFECTS: tuple[Effect, ...] = ("numerator", "denominator", "added back", "relief")


def _time(value: object) -> Quantity | None:
    if value is None:
        return None
    length = quantity(value)
    if length.in_unit("second") < 0:
        raise InvalidValue(f"an exclusion's notice and allowance are not negative, found {length}")
    return length


@frozen(kw_only=True)
class Exclusion:
    """A cause whose time is excused, if the conditions that go with it are met.

    From the ``numerator`` the excused time stops counting as down while the total stays;
    from the ``denominator`` it leaves the total as well. ``added back`` adds it to the time
    that was up, whether or not the service was down in it. ``relief`` leaves the figure and
    the breach as they are, and excuses from the remedy only.
    """

    # The cause that an exemption must name, such as "scheduled maintenance".
    cause: str
    # How long before its start it must have been announced.
    notice: Quantity | None = field(default=None, converter=_time)
    # How much of it is excused in one period; what is beyond counts.
    allowance: Quantity | None = field(default=None, converter=_time)
    effect: Effect = field(default="numerator", validator=one_of(EFFECTS))
    # The party whose fault it must be, by name; None is anybody's.
    party: str | None = None
    # Whether it must be shown by something, such as a report.
    proof: bool = False
    # Whether the customer must have approved it.
    approval: bool = False
    # Where the agreement says so.
    clause: str | None = None
