"""The relay: publishes the journal's unpublished facts in commit order.

The scan of the journal is the authority; a wake-up after a commit only makes it prompt.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

import eventlet
from eventlet.event import Event

from services.chassis.bus.publisher import Batch, Outgoing, Publisher
from services.chassis.store import JournalRow, Store
from services.contracts.refusals import Transient

log = logging.getLogger(__name__)

BATCH = 256
LINGER_S = 0.002
RESCAN_S = 2.0
IN_FLIGHT = 4
POLL_S = 0.015
"""What other processes committed is looked for so often, where there are any."""
IDLE_S = 0.25
"""So often a process that does not lead asks whether it does now."""


def outgoing(row: JournalRow, *, queue: str | None = None) -> Outgoing:
    """A journal row as a message: to its exchange, or again to one queue."""
    return Outgoing(
        exchange="" if queue else row.exchange,
        routing_key=queue or row.routing_key,
        body=row.body,
        message_id=row.fact_id,
        headers={"number": row.number, "committed": int(row.committed_at * 1_000_000)},
    )


class Lease(Protocol):
    """Whether the relay is this process' to do, and whether others commit facts too."""

    @property
    def leads(self) -> bool: ...

    @property
    def alone(self) -> bool: ...


class _Alone:
    leads = alone = True


ALONE = _Alone()


class Relay:
    """Sends each fact until the broker confirms it; facts of one stream always go in order on one channel."""

    def __init__(
        self, store: Store, publisher: Publisher, published: Callable[[JournalRow], None], leases: Lease = ALONE
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._published = published
        self._leases = leases
        self._fresh: deque[JournalRow] = deque()
        self._sent_to = 0
        self._scan = True
        self._unconfirmed = 0
        self._wake = Event()
        self._stopping = False
        self._last_scan = 0.0
        store.on_facts(self._committed)
        publisher.on_open.append(self._reopened)

    def start(self) -> None:
        """Relay in a green thread until stopped."""
        eventlet.spawn_n(self._run)

    def stop(self) -> None:
        """Stop relaying; what is unpublished stays in the journal."""
        self._stopping = True
        self._ring()

    def _committed(self, rows: Sequence[JournalRow]) -> None:
        if len(self._fresh) < 10_000:
            self._fresh.extend(rows)
        else:
            self._scan = True
        self._ring()

    def _reopened(self) -> None:
        self._scan = True
        self._ring()

    def _ring(self) -> None:
        if not self._wake.ready():
            self._wake.send(None)

    def _run(self) -> None:
        while not self._stopping:
            alone = self._leases.alone
            with eventlet.Timeout(POLL_S if self._leases.leads and not alone else RESCAN_S, False):
                self._wake.wait()
            rang = self._wake.ready()
            self._wake = Event()
            if not self._leases.leads:
                self._fresh.clear()
                self._scan = True
                eventlet.sleep(IDLE_S)
                continue
            if rang:
                eventlet.sleep(LINGER_S)
            elif self._unconfirmed == 0 and time.monotonic() - self._last_scan >= RESCAN_S:
                self._scan = True
            if not self._publisher.ready:
                eventlet.sleep(0.05)
                continue
            try:
                self._relay()
            except Transient as error:
                log.warning("relay: %s", error)
                self._scan = True
                eventlet.sleep(0.2)
            except Exception:
                log.exception("relay failed")
                self._scan = True
                eventlet.sleep(1)

    def _relay(self) -> None:
        if self._scan:
            while self._unconfirmed:
                eventlet.sleep(0.005)
            self._scan, self._last_scan = False, time.monotonic()
            self._fresh.clear()
            position = 0
            while rows := self._store.unpublished(after_position=position, limit=BATCH):
                self._send(rows)
                position = rows[-1].position
            self._sent_to = max(self._sent_to, position)
        if not self._leases.alone:
            self._catch_up()
        while self._fresh:
            rows = []
            while self._fresh and len(rows) < BATCH:
                row = self._fresh.popleft()
                if row.position > self._sent_to:
                    rows.append(row)
            if rows:
                self._send(rows)
                self._sent_to = rows[-1].position

    def _catch_up(self) -> None:
        """Facts of all processes, in the order of their commits, which no process' own wake-ups would give."""
        self._fresh.clear()
        while rows := self._store.unpublished(after_position=self._sent_to, limit=BATCH):
            self._send(rows)
            self._sent_to = rows[-1].position

    @property
    def rests(self) -> bool:
        """Whether nothing that was sent waits for its confirm."""
        return self._unconfirmed == 0

    def _send(self, rows: Sequence[JournalRow]) -> None:
        while self._unconfirmed >= IN_FLIGHT:
            eventlet.sleep(0.001)
        batch = self._publisher.send([outgoing(row) for row in rows])
        self._unconfirmed += 1
        eventlet.spawn_n(self._await, batch, rows)

    def _await(self, batch: Batch, rows: Sequence[JournalRow]) -> None:
        try:
            self._publisher.settle(batch)
        except Transient as error:
            log.warning("relay: %s", error)
            self._scan = True
            self._ring()
        else:
            self._store.mark_published([row.position for row in rows])
            for row in rows:
                self._published(row)
        finally:
            self._unconfirmed -= 1
