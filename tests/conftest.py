"""What holds for every test: property tests are not judged by the speed of a busy machine; one MongoDB for all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.store import mongodb
from tests.work_units import ByUnit, place

settings.register_profile("countynet", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("countynet")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, and what shares a hub side by side."""
    items.sort(key=lambda item: place(item.nodeid.partition("::")[0]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByUnit | None:
    """Several workers take unit after unit, in that order."""
    return ByUnit(config, log) if config.getoption("dist") == "loadfile" else None


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
    """Ask in the process that sums up, too, what MongoDB there is: with several workers it collects nothing itself.

    Meanwhile it makes mongoeco's environment, for which no test has to wait then.
    """
    if hasattr(config, "workerinput"):
        return
    if mongodb.MONGOECO in mongodb.kinds() and config.getoption("numprocesses", None):
        Thread(target=mongodb.made, daemon=True).start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is to be tested, nothing may be left out unseen."""
    if mongodb.NOT_RUN and os.environ.get("CI", "").lower() == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say it plainly where the tests of the MongoDB adapter had nothing to run on."""
    for reason in mongodb.NOT_RUN:
        terminalreporter.write_line(f"MongoDB: not run ({reason})", yellow=True)
