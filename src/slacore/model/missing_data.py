"""Missing data: what the agreement makes of time and records that the evidence does not cover."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from slacore.errors import InvalidValue
from slacore.values import Quantity, quantity
from slacore.values.choice import one_of

POLICIES = ("bounds", "leave out", "count as good", "count as bad", "carry forward", "deem breached")


def _share(value: object) -> Quantity | None:
    if value is None:
        return None
    share = quantity(value)
    if not 0 <= share.in_unit("ratio") <= 1:
        raise InvalidValue(f"a minimum coverage lies between 0 % and 100 %, found {share}")
    return share


@frozen(kw_only=True)
class MissingData:
    """The agreement's policy on gaps. Without one, a gap leaves a pair of bounds.

    ``leave out`` measures what was seen. ``count as good`` and ``count as bad`` take the end
    of the bounds that is best and worst for the provider, where a filling of the gap reaches
    it: of time, but not of records of which nobody knows how many are missing. ``carry
    forward`` takes the last exact figure before. ``deem breached`` makes failing to report a
    failure. A period that still runs always keeps its bounds: what is to come is not missing.
    """

    policy: str = field(default="bounds", validator=one_of(POLICIES))
    # The least share of counted time that must be covered.
    minimum_coverage: Quantity | None = field(default=None, converter=_share)
    # The least number of records that the figure must be made from.
    minimum_sample: int = field(default=0)
    # What follows from less than that: "no verdict", or "deem breached".
    insufficient: str = field(default="no verdict", validator=one_of(("no verdict", "deem breached")))
    # Where the agreement says so.
    clause: str | None = None

    @minimum_sample.validator
    def _counts(self, _: object, value: int) -> None:
        if value < 0:
            raise InvalidValue(f"a minimum sample is not negative, found {value}")

    @property
    def needs_direction(self) -> bool:
        """Whether it must be known which end of the bounds is good."""
        return self.policy in ("count as good", "count as bad")

    def shortage(self, covered: Fraction, sample: int) -> str:
        """Why the evidence does not suffice, or nothing if it does."""
        least = self.minimum_coverage
        if least is not None and covered < least.in_unit("ratio"):
            seen = Quantity(100 * covered, "percent").shown()
            return f"{seen} of the counted time is covered, {least} agreed"
        if sample < self.minimum_sample:
            return f"{sample} records were seen, {self.minimum_sample} agreed"
        return ""
