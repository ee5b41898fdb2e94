"""The census: how many messages wait in the queues that one service reads, by the broker's own count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import eventlet
from amqp import spec
from eventlet.semaphore import Semaphore
from kombu import Connection

from services.chassis.bus.link import BROKEN
from services.contracts.refusals import Transient
from services.contracts.topology import Inbox, delays_of, queues_of, requests_queue

ANSWER_S = 5.0


class Census:
    """Counts over a connection of its own, opened on first use: readers of other links must not be disturbed."""

    def __init__(self, uri: str, service: str, inboxes: Iterable[Inbox], ever: Mapping[str, int]) -> None:
        """`ever`: inbox name to the most partitions that it has had; all of them are counted."""
        self._uri = uri
        self._queues = {inbox.name: queues_of(inbox, ever[inbox.name]) for inbox in inboxes}
        self._delays = [name for inbox in inboxes for name in delays_of(inbox, ever[inbox.name])]
        self._requests = requests_queue(service)
        self._kombu: Any = None
        self._channel: Any = None
        self._lock = Semaphore(1)

    def count(self) -> dict[str, Any]:
        """`queues{name: ready}`, `delayed` (in all delay queues) and `requests`; raises Transient without a broker."""
        with self._lock:
            try:
                with eventlet.Timeout(ANSWER_S):
                    return self._count()
            except (eventlet.Timeout, *BROKEN) as error:
                self.close()
                raise Transient(f"the broker cannot be counted: {type(error).__name__}") from None

    def _count(self) -> dict[str, Any]:
        if self._channel is None:
            self._kombu = Connection(self._uri, connect_timeout=3, heartbeat=0)
            self._kombu.connect()
            self._channel = self._kombu.channel()
        queues = [queue for mine in self._queues.values() for queue in mine]
        ready = self._ready([*queues, *self._delays, self._requests])
        return {
            "queues": {name: sum(ready[queue] for queue in mine) for name, mine in self._queues.items()},
            "delayed": sum(ready[queue] for queue in self._delays),
            "requests": ready[self._requests],
        }

    def _ready(self, queues: list[str]) -> dict[str, int]:
        """Ask for all queues in one go, then read the answers, which come in the same order."""
        for queue in queues:
            self._channel.send_method(spec.Queue.Declare, "BsbbbbbF", (0, queue, True, False, False, False, False, {}))
        answers = [self._channel.wait(spec.Queue.DeclareOk, returns_tuple=True) for _ in queues]
        return {queue: int(answer[1]) for queue, answer in zip(queues, answers, strict=True)}

    def close(self) -> None:
        """Let go of the connection."""
        if self._kombu is not None:
            self._kombu.collect()
        self._kombu = self._channel = None
