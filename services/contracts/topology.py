"""The broker's exchanges, queues and bindings as data.

Every process declares all of it before it publishes or consumes.

Names here are the contract with the outside and do not depend on Python names. An exchange whose every fact somebody
listens to lets `mandatory` prove that no fact vanishes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

EXCHANGES = (
    "countynet.intake",
    "countynet.routing",
    "countynet.mediation",
    "countynet.oversight",
    "countynet.notify",
    "countynet.intake.contacts",
    "countynet.routing.mediation",
    "countynet.intake.accusations",
    "countynet.oversight.accusations",
)

DELAYS_MS = (200, 1_000, 5_000, 30_000)
"""One TTL queue per delay and inbox; attempts walk up, the last one repeats."""


HASHED_BY = "number"
"""The header that spreads matters over the partitions of an inbox; a matter's messages all carry it."""

MOST_PARTITIONS = 32


@dataclass(frozen=True, slots=True)
class Inbox:
    """One durable quorum queue of one service, and the exchanges that it binds with `#`.

    With more than one partition a consistent-hash exchange of the queue's name is bound in the queue's place; it
    spreads the matters over `<queue>.p<k>`. The queue stays, for what still came to it before.
    """

    name: str
    service: str
    queue: str
    exchanges: tuple[str, ...]
    partitions: int = 1

    @property
    def spread(self) -> bool:
        """Whether more than one queue takes this inbox's messages."""
        return self.partitions > 1

    def partition(self, k: int) -> str:
        """The queue of one partition, counted from 0."""
        return f"{self.queue}.p{k}"

    def delay_queue(self, delay_ms: int) -> str:
        """The TTL queue that gives a message back to this inbox after a delay: to the queue, or to be spread again."""
        return f"{self.queue}.{'again' if self.spread else 'delay'}.{delay_ms}"


INBOXES = {
    inbox.name: inbox
    for inbox in (
        Inbox(
            "intake",
            "intake",
            "countynet.intake.inbox",
            ("countynet.routing", "countynet.mediation", "countynet.oversight", "countynet.oversight.accusations"),
        ),
        Inbox(
            "routing",
            "routing",
            "countynet.routing.inbox",
            ("countynet.intake", "countynet.mediation", "countynet.oversight"),
        ),
        Inbox("mediation", "mediation", "countynet.mediation.inbox", ("countynet.routing.mediation",)),
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


def inboxes(partitions: Mapping[str, int]) -> dict[str, Inbox]:
    """All inboxes, those of the services named with so many partitions; discipline's few facts stay in one queue."""
    return {i.name: replace(i, partitions=partitions.get(i.name, 1)) for i in INBOXES.values()}


def queues_of(inbox: Inbox, ever: int) -> tuple[str, ...]:
    """Every queue that may hold an inbox's messages, if it has had up to `ever` partitions; partitions first."""
    return (*(inbox.partition(k) for k in range(ever if ever > 1 else 0)), inbox.queue)


def delays_of(inbox: Inbox, ever: int) -> tuple[str, ...]:
    """Every delay queue that may hold an inbox's messages."""
    each = (replace(inbox, partitions=n) for n in ((1, ever) if ever > 1 else (1,)))
    return tuple(one.delay_queue(ms) for one in each for ms in DELAYS_MS)


def is_inbox(exchange: str) -> bool:
    """Whether this is the exchange that spreads an inbox; every service may send there, as it may to a queue."""
    return any(exchange == i.queue for i in INBOXES.values())


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
