"""Values: equal by content, immutable, exact. The only room that knows pint and pendulum."""

from slacore.values.bounds import Bounds
from slacore.values.canonical import canonical, canonical_json, digest
from slacore.values.instant import Instant, instant
from slacore.values.money import Money, Rounding, money
from slacore.values.number import Exact, exact, plain, shown
from slacore.values.period import Period, period
from slacore.values.quantity import Quantity, duration, quantity
from slacore.values.reach import Reach, Stretch
from slacore.values.span import Span, span
from slacore.values.window import Window
from slacore.values.window_set import WindowSet
from slacore.values.zones import zone_name, zone_rules_version

__all__ = [
    "Bounds",
    "Exact",
    "Instant",
    "Money",
    "Period",
    "Quantity",
    "Reach",
    "Rounding",
    "Span",
    "Stretch",
    "Window",
    "WindowSet",
    "canonical",
    "canonical_json",
    "digest",
    "duration",
    "exact",
    "instant",
    "money",
    "period",
    "plain",
    "quantity",
    "shown",
    "span",
    "zone_name",
    "zone_rules_version",
]
