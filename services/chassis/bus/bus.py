"""The bus of one service: relay, inboxes, source and parking behind one door."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

import eventlet

from services.chassis.bus.census import Census
from services.chassis.bus.declare import Declaration
from services.chassis.bus.delivery import Delivery
from services.chassis.bus.duties import Duties, take_away
from services.chassis.bus.growth import grown
from services.chassis.bus.inbox_reader import Handlers, InboxReader
from services.chassis.bus.parking import Parking, Vault
from services.chassis.bus.publisher import Publisher
from services.chassis.bus.reading import Poison, read_delivery
from services.chassis.bus.relay import Relay
from services.chassis.bus.restoration import Restoration
from services.chassis.bus.source import Source
from services.chassis.leases import Leases
from services.chassis.store import JournalRow, Store, Work
from services.contracts import topology
from services.contracts.envelope import Context
from services.contracts.fact import FACTS
from services.contracts.refusals import Refusal
from services.contracts.topology import INBOXES, Inbox, inboxes_of, owner_of, queues_of

log = logging.getLogger(__name__)

DRAIN_S = 10.0


class Meter(Protocol):
    """What the bus counts; labels are service, fact, outcome and reason, nothing else."""

    def fact_published(self, fact: str) -> None: ...

    def fact_handled(self, fact: str, outcome: str, seconds: float | None) -> None: ...

    def parked(self, reason: str) -> None: ...


class Bus:
    """Publishes the journal of one service and applies what its inboxes bring."""

    def __init__(
        self,
        uri: str,
        service: str,
        store: Store,
        handlers: Handlers,
        vault: Vault,
        meter: Meter,
        inboxes: tuple[Inbox, ...] | None,
        leases: Leases,
        partitions: Mapping[str, int],
    ) -> None:
        """`partitions`: service to the number of its inbox's partitions, the same for every service of the hub."""
        layout = topology.inboxes(partitions)
        chosen = [layout[i.name] for i in (inboxes_of(service) if inboxes is None else inboxes)]
        ever = grown(store, chosen)
        declaration = Declaration(layout, ever)
        self._store = store
        self._stopping = False
        self._restoration = Restoration(store)
        self.parking = Parking(store, vault, meter.parked)
        self._publisher = Publisher(uri, declaration)
        self._census = Census(uri, service, chosen, ever)
        self._readers = {
            inbox.name: InboxReader(uri, inbox, store, handlers, self._publisher, self.parking, meter.fact_handled)
            for inbox in chosen
        }
        make = {
            queue: partial(reader.consumer_of, queue, declaration)
            for reader in self._readers.values()
            for queue in queues_of(reader.inbox, ever[reader.inbox.name])
        }
        self._duties = Duties(leases, make, lambda: self._relay.rests)
        self._relay = Relay(store, self._publisher, lambda row: _count(meter, row), self._duties)
        self._source = Source(uri, service, store, self._publisher, declaration, lambda: self._duties.leads)
        self._duties.on_lead.append(partial(take_away, uri, declaration, service, lambda: self._stopping))
        leases.share(list(make), self._duties.rests)

    def start(self) -> None:
        """Connect and go on connecting; returns at once."""
        self._publisher.start()
        self._relay.start()
        self._source.start(lambda: self._stopping)
        self._duties.start()
        eventlet.spawn_n(self._restoration.watch, self._ask_since, lambda: self._stopping, lambda: self._duties.leads)

    def stop(self) -> None:
        """Take nothing new, finish what is in flight, publish what is committed, then close (SIGTERM)."""
        self._stopping = True
        self._source.consumer.pause()
        self._duties.pause()
        with eventlet.Timeout(DRAIN_S, False):
            while self.in_flight or self._unpublished():
                eventlet.sleep(0.01)
        self._relay.stop()
        self._source.consumer.stop()
        self._duties.stop()
        self._publisher.stop()
        self._census.close()

    def _unpublished(self) -> bool:
        """Whether facts wait that only this process would publish; another one goes on with what is left."""
        return self._publisher.ready and self._duties.alone and self._store.outbox_pending() > 0

    @property
    def ready(self) -> bool:
        """Whether facts can go out, and come in as far as they are this process' to take."""
        return self._publisher.ready and self._duties.ready

    @property
    def settled(self) -> int:
        """Messages settled since the start."""
        return sum(r.settled for r in self._readers.values())

    @property
    def in_flight(self) -> int:
        """Messages taken and not yet settled."""
        return self._source.in_flight + sum(r.in_flight for r in self._readers.values())

    def idle(self) -> dict[str, Any]:
        """What is still under way, by the broker's own count: `outbox in_flight waiting delayed requests … idle`."""
        outbox, in_flight = self._store.outbox_pending(), self.in_flight
        told = {"outbox": outbox, "in_flight": in_flight, "settled": self.settled}
        if outbox or in_flight or not self.ready:
            return {**told, "idle": False}
        counted = self._census.count()
        waiting = sum(counted["queues"].values())
        idle = not (waiting or counted["delayed"] or counted["requests"] or self.in_flight)
        return {**told, "waiting": waiting, **counted, "idle": idle}

    def _ask_since(self, since: float) -> bool:
        """Ask every source for all that it told since an instant; False while the bus is not connected."""
        if not self.ready:
            return False
        for reader in self._readers.values():
            for source in sorted({owner_of(exchange) for exchange in reader.inbox.exchanges}):
                reader.gaps.request(source, {"queue": reader.inbox.queue, "since": since})
        return True

    def republish(self, inbox: str, *, stream: str | None = None, since: float | None = None) -> int:
        """Send facts of this journal again to one inbox; returns how many. Receivers know what they have seen."""
        target = INBOXES.get(inbox)
        if target is None:
            raise Refusal.of_field("inbox", "unknown", f"Allowed: {', '.join(sorted(INBOXES))}.")
        if stream is not None:
            return self._source.send_stream(stream, 1, target.queue)
        return self._source.send_since(since or 0.0, target.queue)

    def replay_parked(self, key: str, context: Context) -> dict[str, Any]:
        """Apply a parked message now, and after it, in order, those of its stream that were parked behind it."""
        document = self._parked(key)
        reader = self._readers[document.body["inbox"]]
        stream = document.body["stream"]
        chain = [document] if stream is None else self.parking.of_stream(reader.inbox.name, stream)
        chain = [d for d in chain if d.id == key or d.body["reason"] == "behind"]
        done: list[str] = []
        for parked in chain:
            try:
                reader.replay(self.parking.body_of(parked), {"committed": parked.body["committed"]})
            except Poison as poison:
                if not done:
                    raise Refusal("still_unreadable", f"{poison.reason}: {poison.detail}") from None
                break
            self._store.run(context, self.parking.mark, parked.id, "replayed", context.actor)
            done.append(parked.id)
        return {"replayed": done}

    def drop_parked(self, key: str, context: Context) -> dict[str, Any]:
        """Give a parked message up: recorded, and `handled` moves past it where it was the next of its stream."""
        document = self._parked(key)
        reader = self._readers[document.body["inbox"]]
        envelope = None
        if document.body["stream"] is not None:
            body = self.parking.body_of(document)
            envelope = read_delivery(Delivery(0, 0, body, "", "", {}, ""))

        def drop(work: Work) -> None:
            self.parking.mark(work, key, "dropped", context.actor)
            if envelope is not None and reader.is_next(envelope):
                work.handled(reader.inbox.name, envelope)

        self._store.run(context, drop)
        return {"dropped": [key]}

    def _parked(self, key: str) -> Any:
        document = self._store.get("parked", key)
        if document is None or document.body["state"] != "parked":
            raise Refusal.not_found("parked message")
        return document


def _count(meter: Meter, row: JournalRow) -> None:
    known = FACTS.get(row.type)
    if known is None or not known.walled:
        meter.fact_published(row.type.split(".")[2])
