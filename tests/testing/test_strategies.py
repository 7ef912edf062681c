"""What the strategies draw is where it should be, and often enough what makes a difference."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from slacore import Instant
from slacore.testing import remedy_checks
from slacore.testing import strategies as draws

RECORDS = (draws.outages, draws.tallies, draws.tickets, draws.calls)


@pytest.mark.parametrize("place", draws.CHANGES, ids=lambda place: f"{place.zone} {place.change.micros}")
def test_clocks_change_where_they_are_said_to(place):
    """But in Kolkata, where they never do."""
    before = Instant(place.change.micros - 1, place.zone).to_datetime().utcoffset()
    after = place.change.to_datetime().utcoffset()
    assert (before != after) == (place.zone != "Asia/Kolkata")


def test_every_zone_of_the_field_is_there():
    zones = Counter(place.zone.partition("/")[2] for place in draws.CHANGES)
    assert set(zones) == {
        "London",
        "New_York",
        "Lord_Howe",
        "Sao_Paulo",
        "Casablanca",
        "Kolkata",
        "Kiritimati",
    }


@given(st.data())
def test_what_is_drawn_in_a_window_lies_in_it(data):
    window = data.draw(draws.places()).window()
    assert window.contains(data.draw(draws.instants(window)))
    assert window.covers(data.draw(draws.windows(window)))
    for strategy in RECORDS:
        assert window.contains(data.draw(strategy(window)).extent()[0])


@given(draws.instants(), draws.windows(), draws.months(), draws.periods())
def test_time_is_drawn_without_a_window_as_well(moment, window, month, period):
    assert any(abs(moment.micros - place.change.micros) <= 4 * 86_400_000_000 for place in draws.CHANGES)
    assert window.micros > 0
    assert month.start.to_datetime().day == 1
    assert period.parse(str(period)) == period


@given(st.data())
def test_a_bundle_holds_what_was_watched(data):
    """`Evidence` refuses anything else."""
    window = data.draw(draws.months())
    kinds = [strategy(window) for strategy in RECORDS]
    bundle = data.draw(draws.bundles(st.one_of(kinds), window))
    assert len(bundle.records) <= 8
    whole = data.draw(draws.bundles(draws.calls(window), window, gaps=False))
    assert len(whole.coverage) == (1 if whole.records else 0)


@pytest.mark.parametrize("hidden", [False, True], ids=["some record is seen", "some record fell in a gap"])
def test_gaps_hide_some_records_and_not_all(hidden):
    window = draws.CHANGES[0].window()
    rows = draws.bundles(draws.calls(window), window, most=1)
    find(rows, lambda bundle: bool(bundle.coverage) and bool(bundle.records) != hidden)


@settings(max_examples=5, deadline=None)
@given(draws.chains() | draws.chains(pay="EUR") | draws.chains(unit="min", pay="points"))
def test_a_drawn_chain_keeps_what_remedies_promise(remedy):
    """Above all that the curve equals the plain chain, through tables, units, caps and sums."""
    for check in remedy_checks(remedy):
        if check.name in ("exact", "breaks", "bends", "ends-payable", "unsaid-stays-unsaid"):
            check.run()


def test_without_hypothesis_the_extra_is_named():
    """The checks themselves need neither it nor pytest."""
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['hypothesis', 'pytest']))\n"
        "from slacore.testing import check_metric\n"
        "from slacore.errors import MissingExtra\n"
        "try: import slacore.testing.strategies\n"
        "except MissingExtra as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("strategies need hypothesis; install slacore[testing]\n", "")
