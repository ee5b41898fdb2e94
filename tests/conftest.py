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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: while it is open its event loop runs, and no test beside it can run one of its own."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(scope="session")
def mongodb_address() -> Iterator[Callable[[str], str]]:
    """The address of one kind of MongoDB; mongoeco is made and started when it is first asked for."""
    with ExitStack() as stack:
        known: dict[str, str] = {"mongodb-real": mongodb.REAL}

        def address(kind: str) -> str:
            if kind not in known:
                known[kind] = stack.enter_context(mongodb.served())
            return known[kind]

        yield address


def pytest_configure(config: pytest.Config) -> None:
    """Ask in the process that sums up, too, what MongoDB there is: with several workers it collects nothing itself."""
    if not hasattr(config, "workerinput"):
        mongodb.kinds()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is to be tested, nothing may be left out unseen."""
    if mongodb.NOT_RUN and os.environ.get("CI", "").lower() == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it plainly where the tests of the MongoDB adapter had nothing to run on."""
    for reason in mongodb.NOT_RUN:
        terminalreporter.write_line(f"MongoDB: not run ({reason})", yellow=True)
