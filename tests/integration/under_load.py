"""Whole lives led at a hub for as long as a test wants, with a client's log that `reconcile` reads afterwards."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.console.bench.load import stories
from services.console.hub import find_hub
from services.console.lives.client_log import FOLDER, ClientLog
from services.console.lives.staff import engage
from services.console.lives.steps import OVER, Steps
from services.console.lives.story import Choices, Course
from services.console.ops import Ops
from services.console.wire.client import Client
from tests.integration.hub_under_test import Hub

AT_ONCE = 6


@contextmanager
def under_load(hub: Hub) -> Iterator[list[str]]:
    """Lives are led meanwhile, each command repeated under its key until it is answered; the numbers of whole ones.

    At the end every life that was begun is led to its end; one that fails, fails the test.
    """
    over, whole, failed = threading.Event(), list[str](), list[BaseException]()

    def lead() -> None:
        try:
            asyncio.run(_lead(hub.var, over, whole))
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            failed.append(error)

    thread = threading.Thread(target=lead)
    thread.start()
    try:
        yield whole
    finally:
        over.set()
        thread.join(120)
    assert not thread.is_alive(), "the lives did not end"
    assert not failed, failed


async def _lead(var: Path, over: threading.Event, whole: list[str]) -> None:
    hub = find_hub(var)
    choices = Choices(hub.county)
    leads = sorted({choices.lead(category) for category in hub.county.categories.codes()})
    staff = await asyncio.to_thread(engage, Ops(hub), leads)
    clients = {service: Client(hub.service_url(service), AT_ONCE) for service in ("intake", "routing")}
    log, source = ClientLog(hub.var / FOLDER, "killed"), stories(choices, 7, "killed")
    steps = Steps(clients["intake"], clients["routing"], staff, choices, log=log, run="killed", patience=60.0)

    async def worker() -> None:
        while not over.is_set():
            course = Course(next(source))
            while course.done < OVER:
                await steps.take(course)
            whole.append(course.number)

    try:
        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    finally:
        log.close()
        for client in clients.values():
            await client.close()
