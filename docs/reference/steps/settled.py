"""What the examples of the steps share: one level, uptime, against 99 %, and a fee of 1000 EUR a month."""

from fractions import Fraction

import slacore as sla

april = sla.Window.month(2026, 4, tz="UTC")  # 720 hours, of which 7.2 are one percent
TERMS = """
slacore: agreement/1
name: Hosting
zone: UTC
term: "2026"
parties:
  - {name: Riverside Hosting, role: provider}
  - {name: Maple Books, role: customer}
levels:
  - name: uptime
    metric: METRIC
    target: {at least: 99 %}
    remedies:
      - when: WHEN
        steps: STEPS
settlement: SETTLEMENT
"""
STATED = '{kind: reported, name: uptime, unit: "%"}'


def agreed(steps, settlement="[]", metric=STATED, when="breached"):
    """An agreement with those steps in its remedy, and those in its settlement."""
    words = {"METRIC": metric, "STEPS": steps, "SETTLEMENT": settlement, "WHEN": when}
    text = TERMS
    for word, written in words.items():
        text = text.replace(word, written)
    return sla.loads(text)


def stated(month, **facts):
    """What somebody stated of a month, by name."""
    records = [
        sla.Fact(id=f"{name} {month}", name=name, value=value, start=month.start, end=month.end)
        for name, value in facts.items()
    ]
    return sla.Evidence.of(sla.Fact, records, covers=month)


def settled(steps, figure, settlement="[]", *, fee="1000 EUR", when="breached", known=None, **facts):
    """What a stated figure of April comes to."""
    evidence = stated(april, uptime=figure, **facts) + (known or sla.Evidence())
    charges = None if fee is None else sla.Charges([sla.Charge(name="fee", span=april, amount=fee)])
    return sla.evaluate(agreed(steps, settlement, when=when), evidence, april, charges=charges)


def doubtful(steps, low, high, settlement="[]"):
    """What April comes to if its uptime lies between two figures: down at first, and unseen at last."""
    low, high = (Fraction(str(end)) * sla.Quantity("7.2", "h").amount for end in (low, high))
    down = sla.Outage(id="O-1", start=april.start, end=april.start + sla.Quantity(720 - high, "h"))
    seen = sla.Window(april.start, april.end + sla.Quantity(low - high, "h"))
    evidence = sla.Evidence.of(sla.Outage, [down], covers=seen)
    charges = sla.Charges([sla.Charge(name="fee", span=april, amount="1000 EUR")])
    return sla.evaluate(agreed(steps, settlement, metric="availability"), evidence, april, charges=charges)


def in_months(steps, *figures, settlement="[]", when="breached"):
    """What the first months of 2026 come to, with which the agreement begins."""
    months = [sla.Window.month(2026, number, tz="UTC") for number in range(1, len(figures) + 1)]
    said = [stated(month, uptime=figure) for month, figure in zip(months, figures, strict=True)]
    charges = sla.Charges([sla.Charge(name="fee", span=month, amount="1000 EUR") for month in months])
    window = sla.Window(months[0].start, months[-1].end)
    terms = agreed(steps, settlement, when=when)
    return sla.evaluate(terms, sum(said, sla.Evidence()), window, charges=charges)


def together(settlement, **steps):
    """What several levels come to, all of which had 98 % in April; those of a name like a_1 are group a."""
    level = agreed("[pay: 1 EUR]").levels[0]
    levels = [
        sla.ServiceLevel(
            name=name,
            group=name.split("_")[0] if "_" in name else None,
            metric=level.metric,
            target=level.target,
            remedies=agreed(written).levels[0].remedies,
        )
        for name, written in steps.items()
    ]
    terms = agreed("[pay: 1 EUR]", settlement).with_levels(*levels)
    charges = sla.Charges([sla.Charge(name="fee", span=april, amount="1000 EUR")])
    return sla.evaluate(terms, stated(april, uptime="98 %"), april, charges=charges)
