"""What the examples of the metrics share: one level without a target, over April 2026."""

import slacore as sla

april = sla.Window.month(2026, 4, tz="UTC")  # 720 hours
all_but_a_day = sla.Window.parse("2026-04-01/2026-04-30", tz="UTC")  # 29 of 30 days
office = sla.ServiceHours(zone="UTC", weekly={"mon-fri": "09:00-17:00"})
parties = [sla.Party(name="P", role="provider"), sla.Party(name="C", role="customer")]


def measured(metric, kind, *records, covers=april, **level):
    """Every figure of the level, as text."""
    level = sla.ServiceLevel(name="level", metric=metric, **level)
    agreement = sla.Agreement(name="A", zone="UTC", parties=parties, levels=[level])
    evidence = sla.Evidence.of(kind, records, covers=covers)
    return [str(seen) for seen in sla.evaluate(agreement, evidence, april).observations]


def together(evidence, **metrics):
    """The figure of every level, as text: one level for each metric, by its name."""
    levels = [sla.ServiceLevel(name=name, metric=metric) for name, metric in metrics.items()]
    agreement = sla.Agreement(name="A", zone="UTC", parties=parties, levels=levels)
    seen = {one.level: str(one) for one in sla.evaluate(agreement, evidence, april).observations}
    return {name: seen[name] for name in metrics}


def stated(**values):
    """What somebody stated for April."""
    facts = [
        sla.Fact(id=name, name=name, value=value, start=april.start, end=april.end)
        for name, value in values.items()
    ]
    return sla.Evidence(records=facts)
