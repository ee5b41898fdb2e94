"""Child processes of a run, spoken to line by line: the proxy, and the outsider who feeds the broker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import Any

from services.console.exits import ConsoleError
from services.console.hub import ROOT

ANSWER_S = 30.0


class Child:
    """One process of ours; it ends when its standard input does, so it outlives nobody."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def start(self) -> None:
        """Start it in a session of its own, out of reach of Ctrl-C."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )

    async def tell(self, line: str) -> None:
        """Send one line."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()

    async def hear(self) -> str:
        """Its next line. Raises ConsoleError when it has ended or says nothing."""
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), ANSWER_S)
        except TimeoutError:
            raise ConsoleError(f"{self._command[2]} does not answer") from None
        if not line:
            raise ConsoleError(f"{self._command[2]} has ended: {self._process.returncode}")
        return line.decode().strip()

    async def ask(self, line: str) -> str:
        """Send one line and hear the answer; one at a time."""
        async with self._turn:
            await self.tell(line)
            return await self.hear()

    async def end(self) -> None:
        """Close its standard input and wait; killed when it does not go."""
        if self._process is None or self._process.returncode is not None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 5.0)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


async def start_proxy(port: int, target: int) -> Child:
    """The silent proxy, listening."""
    child = Child("services.console.chaos.proxy", str(port), str(target))
    await child.start()
    await child.hear()
    return child


async def start_outsider(uri: str) -> Child:
    """The feeder, told where the broker is."""
    child = Child("deploy.local.outsider")
    await child.start()
    await child.tell(uri)
    return child


async def put(outsider: Child, message: dict[str, Any]) -> str:
    """Have one message put on the broker; empty once it is confirmed, else what went wrong."""
    return str(json.loads(await outsider.ask(json.dumps(message)))["error"])
