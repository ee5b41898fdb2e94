"""One message as it came to an inbox, and the headers of ours that it carries from delay to delay."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

from services.chassis.bus.publisher import Outgoing
from services.contracts.envelope import new_id
from services.contracts.topology import DELAYS_MS, HASHED_BY, Inbox

ATTEMPT = "x-countynet-attempt"
WAITS = "x-countynet-waits"
SINCE = "x-countynet-since"
"""When a fact began to wait for its predecessors (real time, milliseconds)."""
COMMITTED = "committed"
KIND = "countynet-kind"
MAX_ATTEMPTS = 8


class Origin(Protocol):
    """The consumer that a message came by."""

    def done(self, delivery: Delivery) -> None: ...

    def comes_again(self, delivery: Delivery) -> bool: ...


@dataclass(slots=True)
class Delivery:
    """A delivered message; `tag` and `generation` say how to acknowledge it to its `origin`."""

    tag: int
    generation: int
    body: bytes
    message_id: str
    exchange: str
    headers: dict[str, Any]
    content_type: str
    origin: Origin | None = None

    def done(self) -> None:
        """Settled: acknowledge it."""
        if self.origin is not None:
            self.origin.done(self)

    def comes_again(self) -> bool:
        """Whether the link that brought it is gone, so that the broker delivers it again: to be forgotten here."""
        return self.origin is not None and self.origin.comes_again(self)

    def count(self, header: str) -> int:
        """A counter of ours; whatever else somebody wrote there counts as 0."""
        value = self.headers.get(header)
        return value if type(value) is int and 0 <= value < 10_000_000_000_000 else 0

    @property
    def committed_at(self) -> float | None:
        """When the source committed the fact (real time, epoch seconds), if the header says so credibly."""
        value = self.headers.get(COMMITTED)
        if type(value) is not int:
            return None
        seconds = value / 1_000_000
        return seconds if 0 <= time.time() - seconds < 86_400 else None

    def again(self, inbox: Inbox, number: str, *, waiting: bool) -> Outgoing:
        """The same message for a delay queue: a failed attempt more, or one wait more for a gap to close.

        It carries the matter's own number, whatever was written there: so it comes back to the partition to which the
        source's answers about its stream come.
        """
        attempt, waits = self.count(ATTEMPT), self.count(WAITS)
        step = waits if waiting else attempt
        since = self.count(SINCE) or int(time.time() * 1000)
        headers = {k: v for k, v in self.headers.items() if k in (COMMITTED, KIND)}
        headers |= {HASHED_BY: number, ATTEMPT: attempt + (not waiting), WAITS: waits + waiting, SINCE: since}
        return Outgoing(
            exchange="",
            routing_key=inbox.delay_queue(DELAYS_MS[min(step, len(DELAYS_MS) - 1)]),
            body=self.body,
            message_id=self.message_id or new_id(),
            headers=headers,
            content_type=self.content_type,
        )
