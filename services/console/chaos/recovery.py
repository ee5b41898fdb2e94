"""Recovery: from the end of a fault until everything says that it is ready and a command of the load has succeeded."""

from __future__ import annotations

import asyncio

from services.console.chaos.load import Load
from services.console.hub import SERVICES, Hub

PROBE_S = 2.0
STEP_S = 0.1
IN_A_ROW = 2
"""So many rounds of probes in a row must all be answered, lest a process that is just dying counts as ready."""


class Recovery:
    """Asks readiness of one hub."""

    def __init__(self, hub: Hub, load: Load) -> None:
        self._load = load
        self._loop = asyncio.get_running_loop()
        self._pages = [(hub.ports[service], "/readyz") for service in SERVICES] + [(hub.ports["gateway"], "/healthz")]

    async def seconds(self, fault_ended: float) -> float:
        """Wait for the recovery; gives the seconds since `fault_ended` (the loop's time)."""
        await self.all_ready()
        return await self._load.next_success() - fault_ended

    async def all_ready(self) -> None:
        """Wait until services and gateway all answer 200."""
        quiet = 0
        while quiet < IN_A_ROW:
            answers = await asyncio.gather(*(_answers(port, page) for port, page in self._pages))
            quiet = quiet + 1 if all(answers) else 0
            await asyncio.sleep(STEP_S)


async def _answers(port: int, page: str) -> bool:
    """One GET on a connection of its own; anything but 200 within `PROBE_S` is a no."""
    try:
        async with asyncio.timeout(PROBE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
