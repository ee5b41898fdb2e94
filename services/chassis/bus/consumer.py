"""A consumer: takes the messages of one queue to a callback; acknowledged when the work on each is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import eventlet
from amqp import spec

from services.chassis.bus.acks import Acks
from services.chassis.bus.declare import Declaration, declare_topology
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.inbound import Properties
from services.chassis.bus.link import Link, keep_open
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

PREFETCH = 64
TAG = "reader"


class Consumer:
    """Keeps one queue consumed, on one link of its own; `arrived` must not block."""

    def __init__(
        self, uri: str, queue: str, arrived: Callable[[Delivery], None], declare: Declaration = declare_topology
    ) -> None:
        self._uri = uri
        self.queue = queue
        self._arrived = arrived
        self._declare = declare
        self.in_flight = 0
        """Messages taken and neither settled nor forgotten."""
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
            self._declare(channel)
            channel.basic_qos(0, PREFETCH, False)

        link = Link(self._uri, set_up)
        if self._stopping:
            link.cut()
            return link
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
        self.in_flight += 1
        self._arrived(
            Delivery(
                tag=tag,
                generation=self._generation,
                body=body,
                message_id=str(properties.get("message_id") or "")[:80],
                exchange=exchange,
                headers=headers if type(headers) is dict else {},
                content_type=str(properties.get("content_type") or ""),
                origin=self,
            )
        )

    def done(self, delivery: Delivery) -> None:
        """Acknowledge; a message of a link that is gone comes again and is recognised then."""
        self.in_flight -= 1
        if self._acks is not None and delivery.generation == self._generation:
            self._acks.done(delivery.tag)

    def comes_again(self, delivery: Delivery) -> bool:
        """Whether the link that brought the message is gone: the broker delivers it again, and here it is forgotten."""
        gone = delivery.generation != self._generation or not self.ready
        self.in_flight -= gone
        return gone

    def pause(self) -> None:
        """Take no more messages; those taken are still worked off."""
        self._stopping = True
        try:
            if self._link is not None:
                with self._link.writing() as channel:
                    channel.send_method(spec.Basic.Cancel, "sb", (TAG, False))
        except Transient as error:
            log.debug("nothing to cancel: %s", error)

    @property
    def paused(self) -> bool:
        """Whether it was told to take no more."""
        return self._stopping

    @property
    def rests(self) -> bool:
        """Whether, after `pause`, the broker has said that nothing more comes, and all that came is settled."""
        link = self._link
        silent = link is None or link.broken or TAG not in link.channel.cancel_callbacks
        return self._stopping and silent and self.in_flight == 0

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
