"""Planning: how many people or lines a load of calls needs. Pure functions, apart from all agreements.

Loads are exact numbers of erlangs, times and shares are quantities. `erlang_b` is of callers who
are turned away where every line is taken, `erlang_c` of callers who wait however long it takes,
`erlang_a` of callers who wait and may give up.
"""

from slacore.planning.erlang_a import Impatience, erlang_a
from slacore.planning.erlang_b import erlang_b, lines_for
from slacore.planning.erlang_c import average_speed_of_answer, erlang_c, service_level
from slacore.planning.load import occupancy, offered_load
from slacore.planning.staffing import Staffing, positions_for, with_shrinkage

__all__ = [
    "Impatience",
    "Staffing",
    "average_speed_of_answer",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "lines_for",
    "occupancy",
    "offered_load",
    "positions_for",
    "service_level",
    "with_shrinkage",
]
