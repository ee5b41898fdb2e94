"""Feeding poison: bursts of unique messages, each put again until the broker has confirmed it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from random import Random
from typing import Any

from services.console.chaos.children import Child, put
from services.console.chaos.load import Load
from services.console.chaos.poison import INTAKE, NEEDS_FACT, Poison, make
from services.console.exits import ConsoleError
from services.console.ops import Ops
from services.contracts.topology import INBOXES

AGAIN_S = 0.5


class Feeder:
    """Feeds the broker past every service; `fed` is what it has confirmed."""

    def __init__(self, outsider: Child, ops: Ops, load: Load, seed: int) -> None:
        self._outsider, self._ops, self._load = outsider, ops, load
        self._random = Random(f"countynet numbers {seed}")
        self.fed: list[Poison] = []

    async def feed(self, kinds: tuple[str, ...]) -> None:
        """Feed one message of each kind, through whatever else is going on."""
        for kind in kinds:
            fact = await self._applied_fact() if kind in NEEDS_FACT else None
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            message = make(kind, str(self._random.randrange(10**11, 10**12)), now, fact)
            while error := await put(self._outsider, message.wire()):
                if error == "ResourceError":
                    raise ConsoleError(f"the broker refuses {kind}")
                await asyncio.sleep(AGAIN_S)
            self.fed.append(message)

    async def _applied_fact(self) -> dict[str, Any]:
        """The registration of a life that is over, once every inbox that binds it has applied it.

        A forked fact that came before the true one would simply be the first.
        """
        while True:
            if self._load.over:
                number = self._random.choice(self._load.over)[1].number
                try:
                    found = await asyncio.to_thread(self._registration, number)
                except ConsoleError:
                    found = None  # a service is down just now; asked again
                if found is not None:
                    return found
            await asyncio.sleep(AGAIN_S)

    def _registration(self, number: str) -> dict[str, Any] | None:
        stream, before = f"matter/{number}", f"matter/{int(number) - 1}"
        for name, inbox in INBOXES.items():
            if INTAKE in inbox.exchanges:
                told = self._ops.get(inbox.service, "/ops/handled", after=f"{name}:{before}", limit=1)["handled"]
                if not told or told[0]["stream"] != stream:
                    return None
        facts = self._ops.get("intake", "/ops/journal", stream=stream, limit=1)["facts"]
        return dict(facts[0]["envelope"]) if facts else None
