"""The hub's virtual clock from outside: set on every service, moved only when nothing is under way any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from services.console.exits import FOUND, ConsoleError
from services.console.wire.client import Client, Lost

DRAIN_SECONDS = 120.0
SHORTEST, LONGEST = 0.002, 0.1
AWAY_SECONDS = 60.0
"""So long a service may be away, such as one that was killed and is just being started again."""
FIRST_WAIT, LONGEST_WAIT = 0.05, 0.5
STARTING = frozenset({502, 503, 504})
MOVING = "clock_is_moving"


def instant(at: datetime) -> str:
    """An instant as the services write it, whole seconds in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class HubClock:
    """Takes the clock of all services, those `out` excepted; `next_due` is when a service has something to do.

    A service that dies keeps its instant; for up to `away` seconds it is waited for, and then goes on with the others.
    """

    def __init__(self, clients: Mapping[str, Client], token: str, away: float = AWAY_SECONDS) -> None:
        self._clients, self._token, self._away = clients, token, away
        self.out: set[str] = set()
        self.now: str | None = None
        self.next_due: str | None = None
        self.steps = self.polls = 0
        self._usual = SHORTEST
        self._drained = False

    @property
    def _running(self) -> list[str]:
        return [service for service in self._clients if service not in self.out]

    async def check_idle(self) -> None:
        """Refuse (ConsoleError) to take over a hub that is at work or that somebody else has taken over."""
        for service in self._running:
            told = await self._call(service, "GET", "/ops/clock")
            if told.get("mode") == "virtual":
                raise ConsoleError(
                    f"{service} lives in virtual time already: another replay runs, or one was killed;"
                    " `countynet clock release` gives real time back",
                    FOUND,
                )
        told_idle = await self._idle()
        if not _quiet(told_idle):
            raise ConsoleError(f"the hub is not idle, so its clock stays: {_busy(told_idle)}", FOUND)

    async def move(self, at: str) -> None:
        """Set the clock everywhere; each service answers when all that is due by then has been done."""
        await asyncio.gather(*(self._call(s, "PUT", "/ops/clock", {"now": at}) for s in self._running))
        self.now = at
        self.steps += 1

    async def reach(self, at: str) -> None:
        """Go on to an instant by way of every warning and due instant before it, each drained.

        Where nothing falls due at the instant itself, moving there sets nothing going that would have to drain.
        """
        while self.next_due is not None and _before(self.next_due, at) and _before(self.now, self.next_due):
            await self.move(self.next_due)
            await self.drain()
        if _before(self.now, at):
            waiting = self.next_due is not None and not _before(at, self.next_due)
            await self.move(at)
            if waiting or not self._drained:
                await self.drain()

    async def drain(self) -> None:
        """Wait until journals, inboxes and delay queues are empty: twice in a row, with nothing applied in between.

        A poll has the broker count its queues, which is dear; so the first one waits about as long as it usually takes.
        """
        begun, wait = time.monotonic(), SHORTEST
        await asyncio.sleep(self._usual)
        before = await self._idle()
        first = _quiet(before)
        while True:
            if _quiet(before):
                told = await self._idle()
                if _quiet(told) and _settled(told) == _settled(before):
                    dues = [str(t["next_due"]) for t in told.values() if t.get("next_due")]
                    self._usual = self._usual * 0.97 if first else min(self._usual * 1.1 + SHORTEST / 2, LONGEST)
                    self._drained = True
                    self.next_due = min(dues, key=lambda due: due.rstrip("Z"), default=None)
                    return
                before = told
                continue
            if time.monotonic() - begun > DRAIN_SECONDS:
                raise ConsoleError(f"the hub does not come to rest: {_busy(before)}", FOUND)
            await asyncio.sleep(wait)
            wait = min(wait * 1.5, LONGEST)
            before = await self._idle()

    async def release(self) -> list[str]:
        """Give real time back everywhere, to each without waiting for the others; the services that did not take it."""
        given = await asyncio.gather(
            *(self._call(service, "PUT", "/ops/clock", {"now": None}) for service in self._clients),
            return_exceptions=True,
        )
        self.now = None
        failed = []
        for service, told in zip(self._clients, given, strict=True):
            if isinstance(told, ConsoleError):
                failed.append(service)
            elif isinstance(told, BaseException):
                raise told
        return failed

    async def close(self) -> None:
        """End the connections."""
        for client in self._clients.values():
            await client.close()

    async def _idle(self) -> dict[str, dict[str, Any]]:
        self.polls += 1
        running = self._running
        told = await asyncio.gather(*(self._call(service, "GET", "/ops/idle") for service in running))
        return dict(zip(running, told, strict=True))

    async def _call(self, service: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """One question or move, repeated while the service is away, just starting, or still at the move before.

        All of them may be repeated. Raises ConsoleError.
        """
        begun, wait = time.monotonic(), FIRST_WAIT
        while True:
            passed = time.monotonic() - begun
            try:
                answer = await self._clients[service].send(method, path, body, self._token)
            except (Lost, OSError) as error:
                if passed >= self._away:
                    away = f"{service} cannot be reached since {passed:.0f} s ({type(error).__name__})"
                    raise ConsoleError(f"{away}; see `countynet status`") from error
            else:
                told: dict[str, Any] = orjson.loads(answer.body) if answer.body else {}
                if answer.status < 300:
                    return told
                limit = DRAIN_SECONDS if told.get("code") == MOVING else self._away if answer.status in STARTING else 0
                if passed >= limit:
                    said = f"{answer.status} {told.get('code')} to {method} {path}: {told.get('detail')}"
                    raise ConsoleError(f"{service} says {said}", FOUND)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)


def _before(one: str | None, other: str) -> bool:
    """Whether one instant lies before another; they may or may not carry parts of a second."""
    return one is None or one.rstrip("Z") < other.rstrip("Z")


def _quiet(told: Mapping[str, Mapping[str, Any]]) -> bool:
    return all(t["idle"] for t in told.values())


def _settled(told: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    return [t.get("settled") for t in told.values()]


def _busy(told: Mapping[str, Mapping[str, Any]]) -> str:
    names = ("outbox", "in_flight", "queues", "delayed", "waiting", "requests")
    return "; ".join(
        f"{service} " + ", ".join(f"{n} {t.get(n)}" for n in names) for service, t in told.items() if not t["idle"]
    )
