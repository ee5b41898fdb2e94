"""Waiting for services to answer again."""

from __future__ import annotations

import time
from collections.abc import Iterable

import requests

from services.console.exits import FOUND, ConsoleError
from services.console.hub import SERVICES, Hub
from services.console.ops import Ops

READY_SECONDS = 60.0
IDLE_SECONDS = 120.0
STEP = 0.1


def until_ready(hub: Hub, services: Iterable[str], seconds: float = READY_SECONDS) -> float:
    """Wait until `/readyz` of all says yes; gives the seconds that took. Raises ConsoleError naming who is not."""
    begun = time.monotonic()
    for service in services:
        while not ready(hub, service):
            if time.monotonic() - begun > seconds:
                raise ConsoleError(
                    f"{service} is not ready after {seconds:.0f} s; see {hub.var / 'log' / service}.log", FOUND
                )
            time.sleep(STEP)
    return time.monotonic() - begun


def ready(hub: Hub, service: str) -> bool:
    """Whether the service says that its store is open and the bus connected."""
    try:
        return requests.get(hub.service_url(service) + "/readyz", timeout=2.0).status_code == 200
    except requests.RequestException:
        return False


def until_idle(ops: Ops, seconds: float = IDLE_SECONDS) -> None:
    """Wait until nothing is under way in any service, twice in a row. Raises ConsoleError naming who still works."""
    end, quiet = time.monotonic() + seconds, 0
    while quiet < 2:
        busy = [service for service in SERVICES if not ops.get(service, "/ops/idle")["idle"]]
        quiet = 0 if busy else quiet + 1
        if busy and time.monotonic() > end:
            raise ConsoleError(f"{', '.join(busy)} not idle after {seconds:.0f} s", FOUND)
        time.sleep(STEP)


def pause(seconds: float) -> None:
    """Wait before a throttled call is tried again."""
    time.sleep(seconds)
