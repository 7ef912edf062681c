"""The core alone evaluates: Auth0's Australian region on 2020-06-07 was down for 41 minutes.

30 days are 43,200 minutes: 43,159 / 432 percent, of the 99.99 that its terms ask for.
"""

from fractions import Fraction

import slacore as sla
from slacore.metrics import Availability

june = sla.Window.month(2020, 6, tz="UTC")
level = sla.ServiceLevel(name="availability", metric=Availability(), target=sla.Target(at_least="99.99 %"))
agreement = sla.Agreement(
    name="hosting",
    zone="UTC",
    parties=[sla.Party(name="Ada", role="customer"), sla.Party(name="Host", role="provider")],
    levels=[level],
)
outage = sla.Outage(id="1", start="2020-06-07T09:21Z", end="2020-06-07T10:02Z")
result = sla.evaluate(agreement, sla.Evidence.of(sla.Outage, [outage], covers=june), june)

(breach,) = result.breaches
assert breach.measured.low == breach.measured.high == Fraction(43159, 432)
