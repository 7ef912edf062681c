"""With `testing` alone, a built-in metric passes its checks and strategies can be had."""

from slacore.metrics import Availability
from slacore.testing import check_metric, strategies

check_metric(Availability())
assert strategies.instants() is not None
