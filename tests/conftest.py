"""What holds for every test: property tests are not judged by the speed of a busy machine; one MongoDB for all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.store import mongodb

settings.register_profile("countynet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("countynet")


@pytest.fixture(scope="session")
def mongodb_address() -> Iterator[Callable[[str], str]]:
    """The address of one kind of MongoDB; mongoeco is started when it is first asked for."""
    with ExitStack() as stack:
        known: dict[str, str] = {"mongodb-real": mongodb.REAL}

        def address(kind: str) -> str:
            if kind not in known:
                try:
                    known[kind] = stack.enter_context(mongodb.served())
                except RuntimeError as error:
                    known[kind] = ""
                    mongodb.NOT_RUN.append(str(error))
            if known[kind]:
                return known[kind]
            if os.environ.get("CI", "").lower() == "true" and not mongodb.REAL:
                pytest.fail(f"MongoDB: not run: {mongodb.NOT_RUN[0]}")
            pytest.skip(f"MongoDB: not run: {mongodb.NOT_RUN[0]}")

        yield address


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it plainly where the tests of the MongoDB adapter had nothing to run on."""
    for reason in mongodb.NOT_RUN:
        terminalreporter.write_line(f"MongoDB: not run ({reason})", yellow=True)
