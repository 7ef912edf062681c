"""Lookbacks: questions about earlier periods, as contracts ask them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.converters import optional

from slacore.errors import InvalidValue
from slacore.values import Bounds, Span, span
from slacore.values.choice import one_of

if TYPE_CHECKING:
    from typing import Self

# What a period can be asked for: yes or no, or a value.
VERDICTS = ("breached", "met", "overdue")
VALUES = ("measured", "credited", "pointed")
# How the answers of several periods become one.
HOW = ("run", "count", "sum", "mean", "value")
# What a level is found to be before anything is paid.
JUDGED = ("breached", "met", "measured")

_TEXT = re.compile(
    r"(?:(?P<how>run|count|sum|mean) of )?(?P<of>\w+)(?: (?P<ago>\d+) periods? ago)?"
    r"(?: in (?:(?P<whole>the agreement)|group '(?P<group>.+?)'|'(?P<level>.+?)'))?"
    r"(?: over (?P<over>.+?))?(?P<before> before)?(?: as share of (?P<share>.+))?",
    re.ASCII,
)


@frozen(kw_only=True)
class Lookback:
    """A question to the ledger: ``run of breached``, ``sum of credited over 12 months before``.

    `run` counts periods in a row, back from the present one; `count` counts them over a span;
    `sum` and `mean` are of what was measured, credited (as money, after the settlement) or
    pointed; ``credited 12 periods ago`` is what one earlier period came to. A period that is
    in doubt makes the answer a pair. The present period is included unless it says `before`.
    """

    how: str = field(validator=one_of(HOW))
    of: str = field(validator=one_of((*VERDICTS, *VALUES)))
    # How far it reaches; None, for a run, is as far as the run goes.
    over: Span | None = field(default=None, converter=optional(span))
    # How many periods before the present one, for one earlier value.
    ago: int = 0
    # Whether the present period is left out.
    before: bool = False
    # The level it is about; by default the one that asks, or the settlement.
    level: str | None = None
    # The levels of that group, together.
    group: str | None = None
    # Whether it is about the settlement also where a level asks.
    whole: bool = False
    # The charge that a sum is a percentage of.
    share_of: str | None = None

    def __attrs_post_init__(self) -> None:
        for fault in self._faults():
            raise InvalidValue(f"{self} cannot be asked: {fault}")

    def _faults(self) -> list[str]:
        yes_or_no, found = self.of in VERDICTS, []
        if self.how in ("sum", "mean") and yes_or_no:
            found.append(f"whether a period was {self.of} is counted, not added up")
        if self.how in ("run", "count") and self.of == "measured":
            found.append("what was measured is added up or averaged, not counted")
        if (self.how == "value") != (self.ago > 0):
            found.append("one earlier value is that of some periods ago, as in 'credited 12 periods ago'")
        if self.how in ("count", "sum", "mean") and self.over is None:
            found.append("it does not say over how long, as in 'over 12 months'")
        if self.how == "value" and (self.over is not None or self.before):
            found.append("one earlier value has no span")
        if (self.level is not None) + (self.group is not None) + self.whole > 1:
            found.append("it is about one level, one group or the agreement")
        if self.group is not None and (self.how not in ("count", "sum") or self.of == "measured"):
            found.append("over a group one counts periods, or adds up what was credited or pointed")
        if self.whole and self.of in JUDGED:
            found.append(f"a level is {self.of}, not the agreement; name a level or a group")
        if self.share_of is not None and (self.of, self.how) not in (
            ("credited", "sum"),
            ("credited", "value"),
        ):
            found.append("only what was credited is a share of a charge")
        return found

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the words of a lookback; `str` writes them."""
        found = _TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found or found["of"] not in (*VERDICTS, *VALUES):
            raise InvalidValue(
                f"{text!r} is no lookback; write one such as 'run of breached', 'count of breached over "
                "6 periods', 'sum of credited over 12 months before' or 'credited 12 periods ago'"
            )
        return cls(
            how=found["how"] or "value",
            of=found["of"],
            over=found["over"],
            ago=int(found["ago"] or 0),
            before=found["before"] is not None,
            level=found["level"],
            group=found["group"],
            whole=found["whole"] is not None,
            share_of=found["share"],
        )

    def about_present(self, asker: str | None) -> bool:
        """Whether the asking level's own figure in the present period is a part of the answer."""
        own = asker is not None and self.group is None and not self.whole and self.level in (None, asker)
        return own and self.of in JUDGED and self.how != "value" and not self.before

    def needs_present(self) -> bool:
        """Whether the answer rests on what levels are found to be in the present period."""
        return self.of in JUDGED and self.how != "value" and not self.before and not self.whole

    def measured_in(self, unit: str) -> str | None:
        """The unit of the answer, where the level is measured in `unit`; None for money."""
        if self.how in ("run", "count") or self.of in VERDICTS:
            return "period"
        if self.of == "credited":
            return None if self.share_of is None else "percent"
        return "point" if self.of == "pointed" else unit

    def limits(self) -> Bounds:
        """All that the answer can be."""
        if self.how == "run":
            return Bounds(0, None)
        if self.how == "count":
            most = self.over.number if self.over is not None and self.over.kind == "periods" else None
            # Of a group each level has so many periods.
            return Bounds(0, None if self.group is not None else most)
        return Bounds(0, 1) if self.of in VERDICTS else Bounds(None, None)

    def __str__(self) -> str:
        text = self.of if self.how == "value" else f"{self.how} of {self.of}"
        if self.ago:
            text += f" {self.ago} period{'s' if self.ago > 1 else ''} ago"
        if self.level is not None:
            text += f" in '{self.level}'"
        if self.group is not None:
            text += f" in group '{self.group}'"
        if self.whole:
            text += " in the agreement"
        if self.over is not None:
            text += f" over {self.over}"
        if self.before:
            text += " before"
        return text + (f" as share of {self.share_of}" if self.share_of else "")


def lookback(value: object) -> Lookback:
    """Convert a `Lookback` or its words."""
    return value if isinstance(value, Lookback) else Lookback.parse(value)  # type: ignore[arg-type]
