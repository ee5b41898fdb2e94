"""One hub with a real broker for all of this folder; what breaks a hub for good gets one of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.hub_under_test import Hub, started


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Broker, gateway, intake, routing and oversight on ports of their own.

    While tests are written, `COUNTYNET_TEST_VAR` names the folder of a hub that runs already and is left running.
    """
    if given := os.environ.get("COUNTYNET_TEST_VAR"):
        yield Hub.found(Path(given))
        return
    with started(tmp_path_factory.mktemp("hub")) as running:
        yield running
