"""The most partitions that an inbox has ever had, kept in the service's store: their queues are read for good."""

from __future__ import annotations

import time
from collections.abc import Iterable

from services.chassis.bus.restoration import STATE
from services.chassis.store import Store, Work
from services.contracts.envelope import Context, new_id
from services.contracts.topology import Inbox

GROWTH = "partitions"


def grown(store: Store, inboxes: Iterable[Inbox]) -> dict[str, int]:
    """Inbox name to the most partitions ever, the present number among them; kept before any queue is declared."""
    now = {inbox.name: inbox.partitions for inbox in inboxes}
    kept = store.get(STATE.name, GROWTH)
    known: dict[str, int] = dict(kept.body) if kept else {}
    if all(number <= known.get(name, 1) for name, number in now.items()):
        return {name: known.get(name, 1) for name in now}
    context = Context("machine", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), new_id())
    return store.run(context, _keep, now)


def _keep(work: Work, now: dict[str, int]) -> dict[str, int]:
    kept = work.get(STATE.name, GROWTH)
    known: dict[str, int] = dict(kept.body) if kept else {}
    most = {name: max(number, known.get(name, 1)) for name, number in now.items()}
    work.put(STATE.name, GROWTH, known | most, kept.version if kept else 0)
    return most
