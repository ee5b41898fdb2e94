"""One hub with a real broker for the whole integration session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.hub_under_test import Hub


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Broker, gateway, intake, routing and oversight on ports of their own."""
    var: Path = tmp_path_factory.mktemp("hub")
    running = Hub(var)
    try:
        running.run("up")
        yield running
    finally:
        running.run("down", check=False)
