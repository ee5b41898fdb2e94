"""What holds for every test: property tests are not judged by the speed of a busy machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("countynet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("countynet")
