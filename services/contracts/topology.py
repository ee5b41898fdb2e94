"""The broker's exchanges, queues and bindings as data.

Every process declares all of it before it publishes or consumes.

Names here are the contract with the outside and do not depend on Python names. An exchange whose every fact somebody
listens to lets `mandatory` prove that no fact vanishes.
"""

from __future__ import annotations

from dataclasses import dataclass

EXCHANGES = (
    "countynet.intake",
    "countynet.routing",
    "countynet.mediation",
    "countynet.oversight",
    "countynet.notify",
    "countynet.intake.contacts",
    "countynet.intake.accusations",
    "countynet.oversight.accusations",
)

DELAYS_MS = (200, 1_000, 5_000, 30_000)
"""One TTL queue per delay and inbox; attempts walk up, the last one repeats."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """One durable quorum queue of one service, and the exchanges that it binds with `#`."""

    name: str
    service: str
    queue: str
    exchanges: tuple[str, ...]

    def delay_queue(self, delay_ms: int) -> str:
        """The TTL queue that gives a message back to this inbox after a delay."""
        return f"{self.queue}.delay.{delay_ms}"


INBOXES = {
    inbox.name: inbox
    for inbox in (
        Inbox(
            "intake",
            "intake",
            "countynet.intake.inbox",
            ("countynet.routing", "countynet.mediation", "countynet.oversight", "countynet.oversight.accusations"),
        ),
        Inbox("routing", "routing", "countynet.routing.inbox", ("countynet.intake", "countynet.mediation")),
        Inbox("mediation", "mediation", "countynet.mediation.inbox", ("countynet.routing",)),
        Inbox(
            "oversight",
            "oversight",
            "countynet.oversight.inbox",
            ("countynet.intake", "countynet.routing", "countynet.mediation", "countynet.notify"),
        ),
        Inbox(
            "notify",
            "notify",
            "countynet.notify.inbox",
            (
                "countynet.intake",
                "countynet.intake.contacts",
                "countynet.routing",
                "countynet.mediation",
                "countynet.oversight",
            ),
        ),
        Inbox("discipline", "oversight", "countynet.oversight.discipline", ("countynet.intake.accusations",)),
    )
}


def requests_queue(service: str) -> str:
    """Where a service is asked for facts of its journal."""
    return f"countynet.{service}.requests"


SERVICES = tuple(sorted({inbox.service for inbox in INBOXES.values()}))


def inboxes_of(service: str) -> tuple[Inbox, ...]:
    """The inboxes that one service reads."""
    return tuple(i for i in INBOXES.values() if i.service == service)


def owner_of(exchange: str) -> str:
    """The service that alone publishes on an exchange."""
    return exchange.split(".")[1]


def is_walled(exchange: str) -> bool:
    """Whether an exchange carries accusations, which no counter, metric or log may show (Art. 30)."""
    return exchange.endswith(".accusations")


def may_have(queue: str, exchange: str) -> bool:
    """Whether the reader of `queue` binds `exchange`, and so may be sent its facts again."""
    return any(i.queue == queue and exchange in i.exchanges for i in INBOXES.values())
