"""Declares the whole topology of `contracts.topology` on a channel; every process does so before anything else."""

from __future__ import annotations

from typing import Any

from services.contracts.topology import DELAYS_MS, EXCHANGES, INBOXES, SERVICES, requests_queue

QUORUM = {"x-queue-type": "quorum"}
DELIVERY_LIMIT = 1_000
"""Far above what our own attempts need: reaching it means that processes die on a message; it goes to the graves."""

GRAVES = "countynet.graves"
"""Where the broker itself lays what no consumer survives (delivery limit); watched, never silently empty."""


def declare_topology(channel: Any) -> None:
    """Exchanges, inboxes, delay queues, request queues and bindings; safe to repeat, raises on a conflict."""
    for exchange in EXCHANGES:
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
    channel.queue_declare(GRAVES, durable=True, auto_delete=False, arguments=QUORUM)
    for inbox in INBOXES.values():
        channel.queue_declare(
            inbox.queue,
            durable=True,
            auto_delete=False,
            arguments={**QUORUM, "x-delivery-limit": DELIVERY_LIMIT, **_dead_letters_to(GRAVES)},
        )
        for exchange in inbox.exchanges:
            channel.queue_bind(inbox.queue, exchange, "#")
        for delay_ms in DELAYS_MS:
            channel.queue_declare(
                inbox.delay_queue(delay_ms),
                durable=True,
                auto_delete=False,
                arguments={**QUORUM, "x-message-ttl": delay_ms, **_dead_letters_to(inbox.queue)},
            )
    for service in SERVICES:
        channel.queue_declare(requests_queue(service), durable=True, auto_delete=False, arguments=QUORUM)


def _dead_letters_to(queue: str) -> dict[str, Any]:
    """At-least-once dead lettering, which needs reject-publish."""
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
