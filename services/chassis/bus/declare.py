"""Declares the whole topology of `contracts.topology` on a channel; every process does so before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.contracts.topology import (
    DELAYS_MS,
    EXCHANGES,
    HASHED_BY,
    INBOXES,
    SERVICES,
    Inbox,
    requests_queue,
)

QUORUM = {"x-queue-type": "quorum"}
DELIVERY_LIMIT = 1_000
"""Far above what our own attempts need: reaching it means that processes die on a message; it goes to the graves."""

GRAVES = "countynet.graves"
"""Where the broker itself lays what no consumer survives (delivery limit); watched, never silently empty."""


EACH_THE_SAME = "1"
"""The key of a partition's binding: its weight on the ring."""


class Declaration:
    """What every process declares: everything of everybody. It only adds; see `take_away`."""

    def __init__(self, inboxes: Mapping[str, Inbox] = INBOXES, ever: Mapping[str, int] | None = None) -> None:
        """`ever`: for the service's own inboxes the most partitions that they have had, which are read to their end."""
        self.inboxes = inboxes
        self.ever = {i.name: max(i.partitions, (ever or {}).get(i.name, 1)) for i in inboxes.values()}

    def __call__(self, channel: Any) -> None:
        """Exchanges, inboxes, delay queues, request queues and bindings; safe to repeat, raises on a conflict."""
        for exchange in EXCHANGES:
            channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        _queue(channel, GRAVES)
        for inbox in self.inboxes.values():
            ever = self.ever[inbox.name]
            _declare_one_queue(channel, replace(inbox, partitions=1))
            if ever > 1:
                _declare_partitions(channel, replace(inbox, partitions=ever))
            for k in range(inbox.partitions if ever > 1 else 0):
                channel.queue_bind(inbox.partition(k), inbox.queue, EACH_THE_SAME)
            for exchange in inbox.exchanges:
                bind = channel.exchange_bind if inbox.spread else channel.queue_bind
                bind(inbox.queue, exchange, "#")
        for service in SERVICES:
            _queue(channel, requests_queue(service))

    def take_away(self, channel: Any, service: str) -> None:
        """Take away the bindings of a service's inboxes that are of another number of partitions.

        Only the service's own leading process does so, once the new way stands: while processes with different settings
        run side by side a fact goes both ways, and is recognised, rather than none. One partition at least stays bound,
        for what comes back from a delay.
        """
        self(channel)
        for inbox in self.inboxes.values():
            ever = self.ever[inbox.name]
            if inbox.service != service or ever == 1:
                continue
            for exchange in inbox.exchanges:
                unbind = channel.queue_unbind if inbox.spread else channel.exchange_unbind
                unbind(inbox.queue, exchange, "#")
            for k in range(inbox.partitions, ever):
                channel.queue_unbind(inbox.partition(k), inbox.queue, EACH_THE_SAME)


def _declare_one_queue(channel: Any, inbox: Inbox) -> None:
    _queue(channel, inbox.queue, **{"x-delivery-limit": DELIVERY_LIMIT}, **_dead_letters_to("", GRAVES))
    for delay_ms in DELAYS_MS:
        back = _dead_letters_to("", inbox.queue)
        _queue(channel, inbox.delay_queue(delay_ms), **{"x-message-ttl": delay_ms}, **back)


def _declare_partitions(channel: Any, inbox: Inbox) -> None:
    """One reader at a time for each: the broker's own fence behind the leases."""
    hashing = {"hash-header": HASHED_BY}
    channel.exchange_declare(inbox.queue, "x-consistent-hash", durable=True, auto_delete=False, arguments=hashing)
    single = {"x-single-active-consumer": True, "x-delivery-limit": DELIVERY_LIMIT}
    for k in range(inbox.partitions):
        _queue(channel, inbox.partition(k), **single, **_dead_letters_to("", GRAVES))
    for delay_ms in DELAYS_MS:
        back = _dead_letters_to(inbox.queue, None)
        _queue(channel, inbox.delay_queue(delay_ms), **{"x-message-ttl": delay_ms}, **back)


def _queue(channel: Any, name: str, **arguments: Any) -> None:
    channel.queue_declare(name, durable=True, auto_delete=False, arguments={**QUORUM, **arguments})


def _dead_letters_to(exchange: str, queue: str | None) -> dict[str, Any]:
    """At-least-once dead lettering, which needs reject-publish."""
    key = {} if queue is None else {"x-dead-letter-routing-key": queue}
    safely = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
    return {"x-dead-letter-exchange": exchange, **key, **safely}


declare_topology = Declaration()
"""Every inbox one queue, as it is where PARTITIONS says nothing."""
