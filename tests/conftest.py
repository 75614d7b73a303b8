"""What all tests share: one profile for property tests, so that they are the same on every machine and never timed."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("hepatica", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("hepatica")
