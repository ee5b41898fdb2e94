"""Doing it: one fault of the schedule on the hub of the run, told from its beginning to its end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from pathlib import Path

from services.console.chaos.children import Child
from services.console.chaos.own_hub import OwnHub
from services.console.chaos.schedule import Fault, Kind
from services.console.exits import ConsoleError

STARTS_S = 15.0
GOES_S = 45.0
STEP_S = 0.05


class Striker:
    """Strikes the processes of one hub, by their pids as the hub tells them now."""

    def __init__(self, hub: OwnHub, proxy: Child) -> None:
        self._hub, self._proxy = hub, proxy

    async def strike(self, fault: Fault) -> None:
        """Do one fault; returns at its end. Raises ConsoleError where it could not be done."""
        match fault.kind:
            case Kind.KILL:
                await self._signal(fault.target, signal.SIGKILL)
            case Kind.TERM:
                await self._signal(fault.target, signal.SIGTERM)
            case Kind.STOP:
                await self._stop(fault)
            case Kind.RESTART:
                await asyncio.to_thread(self._hub.restart, fault.target)
            case Kind.CLOSE:
                await self._close_connections()
            case Kind.SILENCE:
                await self._silence(fault.seconds)
            case Kind.POISON:
                raise ValueError("poison is fed, not struck")

    async def _signal(self, name: str, number: signal.Signals) -> None:
        pid = await self._running(name)
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            raise ConsoleError(f"{name} was gone before it could be hit") from None
        await self._gone(name, pid)

    async def _stop(self, fault: Fault) -> None:
        pid = await self._running(fault.target)
        try:
            os.kill(pid, signal.SIGSTOP)
            try:
                await asyncio.sleep(fault.seconds)
            finally:
                os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            raise ConsoleError(f"{fault.target} was gone before it could be stopped") from None

    async def _silence(self, seconds: float) -> None:
        await self._proxy.ask("silent")
        try:
            await asyncio.sleep(seconds)
        finally:
            await self._proxy.ask("open")

    async def _close_connections(self) -> None:
        """By rabbitmqctl; again while the broker is still starting."""
        deadline = asyncio.get_running_loop().time() + GOES_S
        while error := await asyncio.to_thread(self._refused_to_close):
            if asyncio.get_running_loop().time() > deadline:
                raise ConsoleError(f"rabbitmqctl: {error}")
            await asyncio.sleep(1.0)

    def _refused_to_close(self) -> str:
        try:
            done = self._hub.broker_tool("close_all_connections", "--vhost", "countynet", "fault run")
        except subprocess.TimeoutExpired:
            return "does not answer"
        return "" if done.returncode == 0 else (done.stderr or done.stdout).strip()[:200]

    async def _running(self, name: str) -> int:
        """The process of a program; waits while the supervisor is starting it again."""
        deadline = asyncio.get_running_loop().time() + STARTS_S
        while True:
            pid = await asyncio.to_thread(self._hub.pid_of, name)
            if pid:
                return pid
            if asyncio.get_running_loop().time() > deadline:
                raise ConsoleError(f"{name} does not run")
            await asyncio.sleep(STEP_S)

    @staticmethod
    async def _gone(name: str, pid: int) -> None:
        deadline = asyncio.get_running_loop().time() + GOES_S
        while Path(f"/proc/{pid}").exists():
            if asyncio.get_running_loop().time() > deadline:
                raise ConsoleError(f"{name} ({pid}) does not go")
            await asyncio.sleep(STEP_S)
