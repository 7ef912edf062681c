"""With `calendars` alone, service hours know the public holidays of a country."""

import slacore as sla

hours = sla.ServiceHours(zone="Europe/London", weekly={"fri": ["09:00-17:00"], "mon": ["09:00-17:00"]})
closed = hours.with_holidays("GB", subdivision="ENG", years=[2026])
friday = sla.Instant.parse("2026-04-03T10:00+01:00")  # Good Friday
assert hours.is_open(friday)
assert not closed.is_open(friday)
