"""Publishing with pipelined confirms: many messages in one send, one wait for all their confirms."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import eventlet
from eventlet.event import Event

from services.chassis.bus import frames
from services.chassis.bus.declare import Declaration, declare_topology
from services.chassis.bus.link import Link, keep_open
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

CONFIRM_S = 12.0
"""After so long without a confirm the link counts as dead, whatever its socket says."""


@dataclass(slots=True)
class Outgoing:
    """One message on its way: to an exchange, or to one queue by the default exchange (`exchange=""`)."""

    exchange: str
    routing_key: str
    body: bytes
    message_id: str
    headers: dict[str, Any]
    content_type: str = "application/cloudevents+json"


class Batch:
    """Messages sent together, and how many of them still wait for a confirm."""

    __slots__ = ("done", "failed", "ids", "left")

    def __init__(self, ids: list[str]) -> None:
        self.ids = ids
        self.left = len(ids)
        self.failed: list[str] = []
        self.done = Event()


class Publisher:
    """Holds one confirming link open; `publish` returns when the broker has every message in a durable queue."""

    def __init__(self, uri: str, declare: Declaration = declare_topology) -> None:
        self._uri = uri
        self._declare = declare
        self._link: Link | None = None
        self._stopping = False
        self._opened = Event()
        self._tag = 0
        self._waiting: dict[int, Batch] = {}
        self._ids: dict[str, Batch] = {}
        self._lowest = 1
        self.on_open: list[Callable[[], None]] = []

    @property
    def ready(self) -> bool:
        """Whether a link is open now."""
        return self._link is not None and not self._link.broken

    def start(self) -> None:
        """Open the link and keep it open in a green thread."""
        eventlet.spawn_n(keep_open, lambda: self._stopping, self._open)

    def stop(self) -> None:
        """Close the link for good."""
        self._stopping = True
        if self._link is not None:
            self._link.cut()

    def _open(self) -> Link:
        def set_up(channel: Any) -> None:
            self._declare(channel)
            channel.confirm_select()
            channel.events["basic_ack"].add(self._on_ack)
            channel.events["basic_nack"].add(self._on_nack)
            channel.events["basic_return"].add(self._on_return)

        link = Link(self._uri, set_up)
        self._tag, self._lowest = 0, 1
        self._link = link
        link.on_break(self._on_break)
        for call in self.on_open:
            call()
        return link

    def publish(self, messages: Sequence[Outgoing]) -> None:
        """Publish durably; raises Transient when not all were confirmed (some may have arrived: receivers know)."""
        self.settle(self.send(messages))

    def settle(self, batch: Batch) -> None:
        """Wait for the confirms of a batch; raises Transient when one is missing."""
        with eventlet.Timeout(CONFIRM_S, False):
            batch.done.wait()
        if not batch.done.ready():
            if self._link is not None:
                self._link.cut()
            raise Transient("the broker does not confirm")
        if batch.failed:
            raise Transient(f"the broker did not take {len(batch.failed)} of {len(batch.ids)} messages")

    def send(self, messages: Sequence[Outgoing]) -> Batch:
        """Write messages in one send; the batch's `done` fires when all are confirmed or the link is lost."""
        link = self._link
        if link is None or link.broken:
            raise Transient("no link to the broker")
        batch = Batch([m.message_id for m in messages])
        with link.writing() as channel:
            number, frame_max = channel.channel_id, link.connection.frame_max
            for message in messages:
                self._tag += 1
                self._waiting[self._tag] = batch
                self._ids[message.message_id] = batch
                link.write(
                    frames.publish(
                        number,
                        frame_max,
                        message.exchange,
                        message.routing_key,
                        message.body,
                        message.content_type,
                        message.headers,
                        message.message_id,
                    )
                )
        return batch

    def _on_ack(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, refused=False)

    def _on_nack(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, refused=True)

    def _settle(self, tag: int, multiple: bool, *, refused: bool) -> None:
        tags = range(self._lowest, tag + 1) if multiple else (tag,)
        for settled in tags:
            batch = self._waiting.pop(settled, None)
            if batch is None:
                continue
            batch.left -= 1
            if refused:
                batch.failed.append("nack")
            if batch.left == 0:
                self._finish(batch)
        if multiple:
            self._lowest = tag + 1

    def _finish(self, batch: Batch) -> None:
        for message_id in batch.ids:
            self._ids.pop(message_id, None)
        if not batch.done.ready():
            batch.done.send(None)

    def _on_return(self, error: Any, exchange: str, routing_key: str, message: Any) -> None:
        """Nothing is bound: the message is not delivered, so it must not count as published."""
        log.error("unroutable: %s %s (%s)", exchange, routing_key, type(error).__name__)
        batch = self._ids.get(message.properties.get("message_id", ""))
        if batch is not None:
            batch.failed.append("returned")

    def _on_break(self) -> None:
        lost, self._waiting = set(self._waiting.values()), {}
        for batch in lost:
            batch.failed.append("link lost")
            self._finish(batch)
