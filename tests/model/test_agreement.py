"""Agreements: what their parts must have in common, with all faults named at once."""

from __future__ import annotations

from typing import Any

import pytest

import slacore as sla
from slacore.errors import InvalidAgreement, InvalidValue
from slacore.metrics import Availability, Reported, ResolutionTime
from slacore.model import MissingData
from slacore.remedies import Bands, Cap, Pay, Plus, Row, Units

PARTIES = (sla.Party(name="host", role="provider"), sla.Party(name="shop", role="customer"))


def level(name: str = "uptime", **more: Any) -> sla.ServiceLevel:
    return sla.ServiceLevel(
        **{"name": name, "metric": Availability(), "target": sla.Target(at_least="99 %"), **more}
    )


def agreement(*levels: sla.ServiceLevel, **more: Any) -> sla.Agreement:
    return sla.Agreement(
        **{"name": "hosting", "zone": "UTC", "parties": PARTIES, "levels": levels or (level(),), **more}
    )


def faults(*levels: sla.ServiceLevel, **more: Any) -> list[str]:
    """Every problem of an agreement that is refused."""
    with pytest.raises(InvalidAgreement) as refused:
        agreement(*levels, **more)
    return [str(problem) for problem in refused.value.problems]


def test_records_are_chosen_by_facts_and_not_by_the_figure():
    """A test without a fact could be said of no record, and would leave every figure in doubt."""
    chosen = level(where=[sla.Test(fact="priority", equals="P1"), sla.Test(above="1 %")])
    assert faults(chosen) == [
        "levels[0].where[1]: records are chosen by their facts; name one, such as fact='priority'"
    ]


def test_a_part_of_another_sort_is_refused_where_it_stands():
    """All of them at once, before anything is asked of them."""
    assert faults("uptime", parties=[*PARTIES, "auditor"], services=["web"]) == [
        "parties[2]: expected Party, found 'auditor'",
        "services[0]: expected Service, found 'web'",
        "levels[0]: expected ServiceLevel, found 'uptime'",
    ]


def test_all_faults_are_named_at_once():
    """A reader mends a document once, not once a fault."""
    broken = sla.ServiceLevel(
        name="uptime",
        metric=Availability(),
        service="mail",
        target=sla.Target(at_least="5 min"),
        provider="nobody",
        remedies=[sla.Remedy(steps=[Pay(rate="40 GBP")]), sla.Remedy(steps=[Pay(rate="5 EUR")])],
    )
    unjudged = sla.ServiceLevel(
        name="uptime",
        metric=Availability(),
        service="web",
        remedies=[sla.Remedy(steps=[Pay(rate="1 point")])],
    )
    assert faults(
        broken,
        unjudged,
        parties=[sla.Party(name="host", role="provider"), sla.Party(name="host", role="auditor")],
        services=[sla.Service(name="web"), sla.Service(name="web")],
        review=sla.ReviewSchedule(participants=["host", "board"]),
    ) == [
        "parties: there is no customer; an agreement has a customer and a provider",
        "parties: the name 'host' is used 2 times; names are unique",
        "services: the name 'web' is used 2 times; names are unique",
        "levels: the name 'uptime' is used 2 times; names are unique",
        "levels[0].service: unknown service 'mail' (services: web)",
        "levels[0].provider: no provider is called 'nobody' (known: host)",
        "levels[0].target: ≥ 5 min is in minute, but the level is measured in percent",
        "levels[1].remedies[0].when: without a target nothing is breached; "
        "say when it is due: always, or tests",
        "levels: rates are in EUR and GBP; an agreement settles in one currency",
        "review.participants: unknown party 'board' (parties: host)",
    ]


def test_an_agreement_has_a_customer_and_a_provider_and_promises_something():
    """Without either, or without a level, it is none."""
    assert faults(parties=[], levels=[]) == [
        "parties: there is no customer; an agreement has a customer and a provider",
        "parties: there is no provider; an agreement has a customer and a provider",
        "levels: an agreement promises at least one level",
    ]


def test_of_several_parties_in_one_role_each_level_names_one():
    """Two providers: who promises must be said; the one who is named answers."""
    two = (*PARTIES, sla.Party(name="carrier", role="provider"))
    assert faults(level("uptime"), level("speed", provider="carrier"), parties=two) == [
        "parties: there are 2 parties with the role provider; say which one: uptime"
    ]
    named = agreement(level("uptime", provider="host"), level("speed", provider="carrier"), parties=two)
    assert [named.provider_of(one) for one in named.levels] == ["host", "carrier"]
    assert named.customer_of(named.levels[0]) == "shop"
    assert agreement().provider_of(None) == "host"
    assert faults(level(customer="carrier"), parties=two[:2]) == [
        "levels[0].customer: no customer is called 'carrier' (known: shop)"
    ]


def test_of_several_services_each_level_names_one():
    """One alone needs no name."""
    services = [sla.Service(name="web"), sla.Service(name="mail", outcome="letters arrive")]
    assert faults(services=services) == [
        "levels[0].service: the agreement has several services; name one of mail, web"
    ]
    assert agreement(services=services[:1]).levels[0].service is None
    assert agreement(level(service="mail"), services=services)


def test_units_fit_the_figure():
    """Of a target, of conditions, of rows and of counted units."""
    hours = level(metric=ResolutionTime(unit="hour"), target=sla.Target(at_most="30 min"))
    assert agreement(hours)
    wrong = level(
        metric=ResolutionTime(unit="hour"),
        target=sla.Target(at_most="4 h"),
        remedies=[
            sla.Remedy(
                when=[sla.Test(below="99 %"), sla.Test(fact="share", above="5 %")], steps=[Pay(rate="1 EUR")]
            ),
            sla.Remedy(
                steps=[Units(above="5 %", per="1 %"), Pay(rate="1 EUR", when=[sla.Test(above="1 count")])]
            ),
        ],
    )
    assert faults(wrong) == [
        "levels[0].remedies[0].when: figure < 99 % is in percent, but the level is measured in hour",
        "levels[0].remedies[1].steps[0]: units: 5 % cannot be stated in hour: they measure different "
        "things; the level is measured in hour",
        "levels[0].remedies[1].steps[1].when: figure > 1 count is in count, but the level is measured "
        "in hour",
    ]
    rows = [{"below": "99 %", "pay": "1 EUR"}]

    table = level(
        metric=ResolutionTime(),
        target=sla.Target(at_most="4 h"),
        remedies=[sla.Remedy(steps=[Bands(rows=[Row(**row) for row in rows])])],
    )
    assert faults(table)[0].startswith(
        "levels[0].remedies[0].steps[0]: bands: 99 % cannot be stated in minute"
    )
    assert faults(level(target=sla.Target(equals="gold"))) == [
        "levels[0].target.equals: a measured figure cannot equal 'gold'"
    ]


def test_exclusions_and_missing_data_fit_the_level():
    """One cause once, by a known party, added back only where there is time to add to, good with one edge."""
    causes = [
        sla.Exclusion(cause="works"),
        sla.Exclusion(cause="works"),
        sla.Exclusion(cause="flood", party="sea"),
    ]
    assert faults(level(exclusions=causes)) == [
        "levels[0].exclusions[0]: the cause 'works' is excluded several times; once is enough",
        "levels[0].exclusions[1]: the cause 'works' is excluded several times; once is enough",
        "levels[0].exclusions[2].party: unknown party 'sea' (parties: host, shop)",
    ]
    added = sla.Exclusion(cause="works", effect="added back")
    survey = level(metric=Reported(name="survey", unit="percent"), exclusions=[added])
    assert faults(survey) == ["levels[0].exclusions[0].effect: nothing can be added back to reported"]
    both_ends = sla.Target(at_least="40 %", at_most="60 %")
    assert faults(level(target=both_ends, missing=MissingData(policy="count as good"))) == [
        "levels[0].missing.policy: to count as good needs a target with one edge, which says what is good"
    ]


def test_an_agreement_knows_its_bases_and_its_currency():
    """From every rate, however deep it stands, in remedies and in the settlement."""
    rows = [Row(at_least="98 %", below="99 %", pay="10 % of fee"), Row(below="98 %", pay="25 % of rent")]
    paid = level(
        remedies=[sla.Remedy(steps=[Bands(rows=rows), Plus(rate="5 GBP"), Cap(limit="50 % of fee")])]
    )
    settled = agreement(paid, settlement=sla.Settlement(steps=[Cap(limit="100 % of turnover")]))
    assert settled.bases() == ("fee", "rent", "turnover")
    assert settled.currencies() == ("GBP",)
    assert agreement().bases() == agreement().currencies() == ()


def test_an_agreement_is_a_value():
    """Equal by content, hashable; another is made by changing a copy, and its digest tells them apart."""
    one, same = agreement(), agreement()
    assert (one, hash(one), one.digest()) == (same, hash(same), same.digest())
    other = one.with_levels(level("speed"))
    assert [found.name for found in one.levels] == ["uptime"]
    assert other.level("speed").name == "speed"
    assert other.digest() != one.digest()
    with pytest.raises(KeyError, match=r"no level 'uptime' \(levels: speed\)"):
        other.level("uptime")
    assert one.zone_of(one.levels[0]) == "UTC"
    assert agreement(level(zone="Asia/Tokyo")).zone_of(level(zone="Asia/Tokyo")) == "Asia/Tokyo"
    assert agreement(kind="OLA").kind is not one.kind
    with pytest.raises(InvalidValue, match="unknown time zone"):
        agreement(zone="Mars/Olympus")
    with pytest.raises(ValueError, match="vendor"):
        sla.Party(name="host", role="vendor")
