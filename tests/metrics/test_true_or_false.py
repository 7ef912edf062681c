"""Fields of metrics that are true or false take nothing else: Python takes the text "no" for true."""

from __future__ import annotations

from typing import Any

import pytest

from slacore.errors import InvalidValue
from slacore.metrics import (
    AbandonmentRate,
    CallServiceLevel,
    DaysAfterWorkingDays,
    FirstCallResolution,
    LateCount,
    LongestWait,
    MeanHandlingTime,
    MeanWait,
    OnTime,
    Overrun,
    PercentWithin,
    Ratio,
    ResolutionTime,
    ResponseTime,
    TicketTarget,
    TicketTime,
)

TABLE = [TicketTarget(within="1 h")]
TICKETS: list[tuple[type, dict[str, Any], tuple[str, ...]]] = [
    (PercentWithin, {"of": "response", "within": "1 h"}, ("inclusive", "pauses")),
    (ResponseTime, {}, ("pauses",)),
    (ResolutionTime, {}, ("pauses",)),
    (TicketTime, {"clock": "response"}, ("pauses",)),
    (Overrun, {"clock": "response", "targets": TABLE}, ("pauses",)),
    (LateCount, {"clock": "response", "targets": TABLE}, ("pauses", "inclusive")),
    (DaysAfterWorkingDays, {"working_days": 2}, ("pauses",)),
    (TicketTarget, {"working_days": 2, "end_of_day": True}, ("end_of_day", "from_opening")),
]
CALLS: list[tuple[type, dict[str, Any], tuple[str, ...]]] = [
    (CallServiceLevel, {"within": "20 s", "abandoned": "missed"}, ("inclusive",)),
    (AbandonmentRate, {"short": "5 s", "abandoned_short": "left out"}, ("inclusive",)),
    (MeanWait, {}, ("abandoned",)),
    (LongestWait, {"abandoned": True}, ("abandoned",)),
    (MeanHandlingTime, {}, ("hold", "after_call")),
    (FirstCallResolution, {}, ("unanswered",)),
]
OTHERS: list[tuple[type, dict[str, Any], tuple[str, ...]]] = [
    (OnTime, {}, ("inclusive",)),
    (Ratio, {"of": "seats used", "to": "seats paid"}, ("part",)),
]


@pytest.mark.parametrize(("cls", "fields", "names"), [*TICKETS, *CALLS, *OTHERS])
def test_no_is_not_taken_for_true(cls, fields, names):
    cls(**fields)
    for name in names:
        for wrong in ("no", 1, None):
            with pytest.raises(
                InvalidValue, match=f"{name.replace('_', ' ')} is true or false, found {wrong!r}"
            ):
                cls(**{**fields, name: wrong})
