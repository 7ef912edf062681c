"""How properties are run: the same draws every time, and no clock that could fail one."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A slow machine is no fault of the code, and a test that fails must fail again.
settings.register_profile(
    "slacore",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("slacore")
