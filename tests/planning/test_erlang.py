"""Erlang B, C and A against the formulas as textbooks print them, summed up term by term."""

from __future__ import annotations

import decimal
import time
from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slacore import Quantity
from slacore.errors import InvalidValue, UnitMismatch
from slacore.planning import (
    average_speed_of_answer,
    erlang_a,
    erlang_b,
    erlang_c,
    lines_for,
    occupancy,
    offered_load,
    positions_for,
    service_level,
    with_shrinkage,
)

LOADS = st.fractions(0, 40, max_denominator=7)
NUMBERS = st.integers(1, 50)
NEAR = Fraction(1, 10**45)


def ratio(share: Quantity) -> Fraction:
    return share.in_unit("ratio")


def terms(load: Fraction, most: int) -> list[Fraction]:
    """load^k ÷ k! for every k up to `most`."""
    return [load**number / factorial(number) for number in range(most + 1)]


@given(LOADS, NUMBERS)
def test_erlang_b_is_the_last_term_of_the_sum(load, lines):
    """B = (a^n ÷ n!) ÷ Σ a^k ÷ k!, exactly."""
    every = terms(load, lines)
    assert ratio(erlang_b(load, lines)) == every[-1] / sum(every)


@given(LOADS, NUMBERS)
def test_erlang_c_is_the_sum_of_the_states_in_which_callers_wait(load, positions):
    """C = (a^n ÷ n! × n ÷ (n - a)) ÷ (Σ a^k ÷ k! for k < n + the same), exactly; and what follows."""
    if positions <= load:
        with pytest.raises(InvalidValue, match="the queue would grow for ever"):
            erlang_c(load, positions)
        return
    every = terms(load, positions)
    queue = every[-1] * positions / (positions - load)
    share = queue / (sum(every[:-1]) + queue)
    assert ratio(erlang_c(load, positions)) == share
    speed = average_speed_of_answer(load, positions, handling="3 min")
    assert speed.in_unit("min") == share * 3 / (positions - load)
    assert ratio(occupancy(load, positions)) == load / positions
    level = ratio(service_level(load, positions, handling="3 min", within="20 s"))
    assert abs(float(level) - (1 - float(share) * exp(-float(positions - load) / 9))) < 1e-12


@given(
    st.fractions(Fraction(1, 7), 20, max_denominator=7), st.integers(1, 20), st.fractions(Fraction(1, 4), 4)
)
def test_erlang_a_is_the_balance_of_births_and_deaths(load, positions, turns):
    """The chain of states, one by one until nobody can be left, with floats: a second way, and rough.

    A state of k callers is left at the rate of `load` upwards, and downwards at that of the busy ones
    and of those who lose patience, once in `turns` handling times.
    """
    states = [1.0]
    for number in range(1, 400):
        leaving = min(number, positions) + max(number - positions, 0) / float(turns)
        states.append(states[-1] * float(load) / leaving)
    total = sum(states)
    waiting = sum(states[positions:]) / total
    queue = sum(state * (number - positions) for number, state in enumerate(states) if number > positions)
    lost = queue / total / float(turns) / float(load)
    busy = sum(state * min(number, positions) for number, state in enumerate(states)) / total
    found = erlang_a(load, positions, handling="1 min", patience=Quantity(turns, "min"))
    assert float(ratio(found.waiting)) == pytest.approx(waiting, abs=1e-9)
    assert float(ratio(found.abandonment)) == pytest.approx(lost, abs=1e-9)
    assert float(ratio(found.occupancy)) == pytest.approx(busy / positions, abs=1e-9)
    # Little's law: whoever waits in the mean has waited so long for so many calls.
    mean_wait = queue / total / float(load)
    assert float(found.average_wait.in_unit("min")) == pytest.approx(mean_wait, abs=1e-9)


def test_erlang_a_is_erlang_c_for_those_who_never_give_up_and_b_for_those_who_do_at_once():
    """With a patience of 10^9 calls nobody gives up; with a thousandth hardly anybody waits."""
    patient = erlang_a(2, 3, handling="1 min", patience="1000000000 min")
    assert ratio(patient.waiting) == pytest.approx(ratio(erlang_c(2, 3)), abs=1e-8)
    hasty = erlang_a(10, 14, handling="3 min", patience="0.000003 min")
    assert ratio(hasty.abandonment) == pytest.approx(ratio(erlang_b(10, 14)), abs=1e-5)


def test_more_callers_than_can_be_answered_give_up():
    """10 erlangs on 5 positions: half of them at least, and everybody is busy."""
    found = erlang_a(10, 5, handling="3 min", patience="5 min")
    assert ratio(found.abandonment) >= Fraction(1, 2)
    assert ratio(found.occupancy) == 2 * (1 - ratio(found.abandonment))


def test_a_power_of_e_is_right_to_fifty_decimals_in_every_decimal_context():
    """One position under half an erlang, C = 1/2; e^-1 to 50 decimals is in every table."""
    e = Fraction("0.36787944117144232159552377016146086744581113103177")
    for precision in (1, 5, 28):
        with decimal.localcontext(prec=precision):
            level = service_level("0.5", 1, handling="1 min", within="2 min")
        assert abs(ratio(level) - (1 - e / 2)) <= NEAR
    assert service_level("0.5", 1, handling="1 min", within="0 s") == Quantity(50, "%")
    # Further away than fifty decimals there is nothing left.
    assert service_level("0.5", 1, handling="1 s", within="100 h") == Quantity(100, "%")


def test_large_loads_are_exact_and_take_no_time():
    """500 erlangs: the sum of 501 terms of up to 500^500 ÷ 500! says the same."""
    started = time.perf_counter()
    found = positions_for(500, handling="3 min", within="20 s", service_level="80 %")
    assert time.perf_counter() - started < 5
    every = terms(Fraction(500), found.raw_positions)
    queue = every[-1] * found.raw_positions / (found.raw_positions - 500)
    assert ratio(found.waiting) == queue / (sum(every[:-1]) + queue)
    fewer = service_level(500, found.raw_positions - 1, handling="3 min", within="20 s")
    assert ratio(fewer) < Fraction(80, 100) <= ratio(found.service_level)


@given(
    st.fractions(0, 30, max_denominator=5),
    st.integers(1, 99),
    st.integers(30, 100),
    st.sampled_from((0, 10, 60)),
)
def test_staffing_is_the_first_number_that_will_do(load, level, most, seconds):
    """Every smaller number fails one of the two."""
    terms_of = {"handling": "180 s", "within": f"{seconds} s"}
    found = positions_for(load, **terms_of, service_level=f"{level} %", most_occupied=f"{most} %")

    def will_do(positions):
        if positions <= load or load / positions > Fraction(most, 100):
            return False
        return ratio(service_level(load, positions, **terms_of)) >= Fraction(level, 100)

    assert will_do(found.raw_positions)
    assert not any(will_do(fewer) for fewer in range(1, found.raw_positions))
    assert found.positions == found.raw_positions


def test_what_is_just_enough_is_enough():
    """Half an erlang on one position: half of the callers are answered at once, and it is half occupied."""
    half = {"handling": "3 min", "within": "0 s", "service_level": "50 %", "most_occupied": "50 %"}
    assert positions_for("0.5", **half).raw_positions == 1
    assert positions_for("0.5", **{**half, "service_level": "51 %"}).raw_positions == 2
    assert positions_for("0.5", **{**half, "most_occupied": "49 %"}).raw_positions == 2
    # One erlang on one line: half of the callers are turned away.
    assert lines_for(1, blocking="50 %") == 1
    assert lines_for(1, blocking="49 %") == 2


def test_shrinkage_is_paid_for():
    """14 who are there are 20 who are employed, of whom 30 % are away: 14 ÷ 0.7, exactly."""
    assert with_shrinkage(14, "30 %") == 20
    assert with_shrinkage(15, "30 %") == 22
    assert with_shrinkage(14, "0 %") == 14
    load = offered_load(100, handling="3 min", interval="30 min")
    assert load == 10
    assert with_shrinkage(lines_for(load, blocking="2 %"), "30 %") == 25


@given(LOADS, st.integers(1, 100))
def test_lines_are_the_first_number_that_turns_few_enough_away(load, percent):
    lines = lines_for(load, blocking=f"{percent} %")
    assert ratio(erlang_b(load, lines)) <= Fraction(percent, 100)
    assert lines == 1 or ratio(erlang_b(load, lines - 1)) > Fraction(percent, 100)


def test_without_calls_one_position_is_enough_and_idle():
    found = positions_for(0, handling="3 min", within="20 s", service_level="80 %")
    assert (found.raw_positions, found.waiting, found.occupancy) == (1, Quantity(0, "%"), Quantity(0, "%"))
    assert erlang_a(0, 1, handling="3 min", patience="1 min").abandonment == Quantity(0, "%")


PLAN = {"handling": "3 min", "within": "20 s", "service_level": "80 %"}


@pytest.mark.parametrize(
    ("ask", "why"),
    [
        (lambda: offered_load(-1, handling="3 min", interval="1 h"), "calls are not negative, found -1"),
        (lambda: offered_load(1, handling="0 s", interval="1 h"), "handling is longer than nothing"),
        (lambda: offered_load(1, handling="3 min", interval="0 h"), "interval is longer than nothing"),
        (lambda: offered_load(1, handling="-3 min", interval="1 h"), "handling is longer than nothing"),
        (lambda: erlang_b(-1, 3), "a load is not negative, found -1 erlangs"),
        (lambda: erlang_b(1.5, 3), "1.5 is a float"),
        (lambda: erlang_b(1, 0), "lines are a whole number from 1 up, found 0"),
        (lambda: erlang_c(10, 10), "10 positions cannot carry 10 erlangs"),
        (lambda: erlang_c(1, True), "positions are a whole number from 1 up, found True"),
        (lambda: erlang_c(1, Fraction(5, 2)), "positions are a whole number from 1 up"),
        (lambda: service_level(1, 2, handling="3 min", within="-1 s"), "within is not negative, found -1 s"),
        (lambda: erlang_a(3, 2, handling="3 min", patience="0 s"), "patience is longer than nothing"),
        (lambda: lines_for(1, blocking="0 %"), "no number of lines turns nobody away"),
        (lambda: lines_for(1, blocking="101 %"), "blocking is a share from 0 % to 100 %, found 101 %"),
        (lambda: positions_for(1, **{**PLAN, "service_level": "100 %"}), "aim below 100 %"),
        (lambda: positions_for(1, **{**PLAN, "service_level": "180 %"}), "service level is a share from 0 %"),
        (lambda: positions_for(1, **PLAN, most_occupied="0 %"), "agents who are never busy answer nobody"),
        (lambda: positions_for(1, **PLAN, most_occupied="120 %"), "most occupied is a share from 0 % to"),
        (lambda: positions_for(1, **PLAN, shrinkage="100 %"), "leaves nobody there"),
    ],
)
def test_what_cannot_be_planned_is_refused(ask, why):
    with pytest.raises(InvalidValue, match=why):
        ask()


def test_times_are_times_and_shares_are_shares():
    with pytest.raises(UnitMismatch, match="handling is a time such as '3 min', found 3"):
        offered_load(1, handling="3 count", interval="1 h")
    with pytest.raises(UnitMismatch, match="shrinkage is a share such as '80 %', found 3 s"):
        with_shrinkage(3, "3 s")
