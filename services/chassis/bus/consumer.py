"""A consumer: takes the messages of one queue to a callback; acknowledged when the work on each is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import eventlet

from services.chassis.bus.acks import Acks
from services.chassis.bus.declare import declare_topology
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.inbound import Properties
from services.chassis.bus.link import Link, keep_open
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

PREFETCH = 64
TAG = "reader"


class Consumer:
    """Keeps one queue consumed, on one link of its own; `arrived` must not block."""

    def __init__(self, uri: str, queue: str, arrived: Callable[[Delivery], None]) -> None:
        self._uri = uri
        self.queue = queue
        self._arrived = arrived
        self._link: Link | None = None
        self._acks: Acks | None = None
        self._generation = 0
        self._stopping = False

    @property
    def ready(self) -> bool:
        """Whether messages can arrive now."""
        return self._link is not None and not self._link.broken

    def start(self) -> None:
        """Consume in a green thread until stopped."""
        eventlet.spawn_n(keep_open, lambda: self._stopping, self._open, self._take)

    def _open(self) -> Link:
        def set_up(channel: Any) -> None:
            declare_topology(channel)
            channel.basic_qos(0, PREFETCH, False)

        link = Link(self._uri, set_up)
        self._generation += 1
        self._link, self._acks = link, Acks(link)
        with link.writing() as channel:
            channel.basic_consume(self.queue, consumer_tag=TAG, nowait=True, on_cancel=self._cancelled)
        return link

    def _cancelled(self, _tag: str) -> None:
        log.warning("the broker cancelled the consumer of %s", self.queue)
        if self._link is not None:
            self._link.cut()

    def _take(self, tag: int, exchange: str, properties: Properties, body: bytes) -> None:
        headers = properties.get("application_headers")
        self._arrived(
            Delivery(
                tag=tag,
                generation=self._generation,
                body=body,
                message_id=str(properties.get("message_id") or "")[:80],
                exchange=exchange,
                headers=headers if type(headers) is dict else {},
                content_type=str(properties.get("content_type") or ""),
            )
        )

    def done(self, delivery: Delivery) -> None:
        """Acknowledge; a message of a link that is gone comes again and is recognised then."""
        if self._acks is not None and delivery.generation == self._generation:
            self._acks.done(delivery.tag)

    def is_current(self, delivery: Delivery) -> bool:
        """Whether the link that brought the message still stands; else the broker delivers it again."""
        return delivery.generation == self._generation and self.ready

    def pause(self) -> None:
        """Take no more messages; those taken are still worked off."""
        self._stopping = True
        try:
            if self._link is not None:
                with self._link.writing() as channel:
                    channel.basic_cancel(TAG, nowait=True)
        except Transient as error:
            log.debug("nothing to cancel: %s", error)

    def stop(self) -> None:
        """Send the last acknowledgements and close."""
        self._stopping = True
        try:
            if self._acks is not None:
                self._acks.flush()
        except Transient as error:
            log.debug("acks went with their link: %s", error)
        if self._link is not None:
            self._link.cut()
