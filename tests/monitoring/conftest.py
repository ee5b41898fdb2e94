"""One hub whose broker is measured too, and a Prometheus that looks at it, for all tests of monitoring."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.hub_under_test import Hub, started
from tests.monitoring.measured import Measured, prometheus


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """While tests are written, `COUNTYNET_TEST_VAR` names a running hub, started with COUNTYNET_BROKER_METRICS=on."""
    if given := os.environ.get("COUNTYNET_TEST_VAR"):
        with prometheus(Hub.found(Path(given))) as made:
            yield made
        return
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COUNTYNET_BROKER_METRICS", "on")
        with started(tmp_path_factory.mktemp("measured")) as hub, prometheus(hub) as made:
            yield made
