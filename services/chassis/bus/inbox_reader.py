"""The inbox: applies each fact once, in the order of its stream, in one commit with `handled`.

A mailbox per stream keeps order inside the process while streams run side by side. Whatever cannot be applied goes
somewhere where it is found again: a delay queue, or parked with its reason. Nothing is ever just acknowledged.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import eventlet

from services.chassis.bus.consumer import Consumer
from services.chassis.bus.control import read_control
from services.chassis.bus.delivery import ATTEMPT, MAX_ATTEMPTS, Delivery
from services.chassis.bus.gaps import Gaps
from services.chassis.bus.parking import Parking
from services.chassis.bus.patience import Patience
from services.chassis.bus.publisher import Publisher
from services.chassis.bus.reading import Poison, read_delivery, read_fact
from services.chassis.store import Conflict, OutOfOrder, Store, Verdict, Work, judge
from services.contracts.envelope import Context, Envelope
from services.contracts.fact import FACTS, Fact
from services.contracts.refusals import Transient
from services.contracts.topology import Inbox

log = logging.getLogger(__name__)

Handler = Callable[[Work, Any, Envelope], None]
Handlers = Mapping[type[Fact], Handler]
Observe = Callable[[str, str, float | None], None]
"""`(fact name, outcome, seconds from commit to applied)`."""

HANDLING_S = 60.0
"""A handler that takes longer is interrupted and tried again; a lock would hold up its stream for good."""


class InboxReader:
    """Reads one inbox of one service."""

    def __init__(
        self,
        uri: str,
        inbox: Inbox,
        store: Store,
        handlers: Handlers,
        publisher: Publisher,
        parking: Parking,
        observe: Observe,
    ) -> None:
        self.inbox = inbox
        self._store = store
        self._handlers = handlers
        self._publisher = publisher
        self._parking = parking
        self._observe = observe
        self.gaps = Gaps(inbox, store, publisher, parking)
        self.consumer = Consumer(uri, inbox.queue, self._arrived)
        self._patience = Patience(HANDLING_S)
        self._mailboxes: dict[str, deque[tuple[Delivery, Envelope]]] = {}
        self.in_flight = 0
        self.settled = 0

    def _arrived(self, delivery: Delivery) -> None:
        self.in_flight += 1
        try:
            control = read_control(delivery)
            envelope = None if control else read_delivery(delivery)
        except Poison as poison:
            eventlet.spawn_n(self._finish, delivery, partial(self._park, delivery, None, poison))
            return
        if control is not None:
            eventlet.spawn_n(self._finish, delivery, partial(self.gaps.learn, control))
            return
        assert envelope is not None
        mailbox = self._mailboxes.get(envelope.stream)
        if mailbox is not None:
            mailbox.append((delivery, envelope))
            return
        self._mailboxes[envelope.stream] = mailbox = deque([(delivery, envelope)])
        eventlet.spawn_n(self._work_off, envelope.stream, mailbox)

    def _work_off(self, stream: str, mailbox: deque[tuple[Delivery, Envelope]]) -> None:
        try:
            while mailbox:
                delivery, envelope = mailbox.popleft()
                self._finish(delivery, partial(self._settle, delivery, envelope))
        finally:
            del self._mailboxes[stream]

    def _finish(self, delivery: Delivery, settle: Callable[[], None]) -> None:
        """Settle one delivery and acknowledge it; what fails here stays unacknowledged and is tried again at once."""
        try:
            while True:
                try:
                    settle()
                    break
                except Exception as error:  # noqa: BLE001 - nothing may escape: the message would be lost or block its queue
                    log.warning("settling failed: %s", type(error).__name__, exc_info=not isinstance(error, Transient))
                    eventlet.sleep(0.5)
                    if not self.consumer.is_current(delivery):
                        return
            self.consumer.done(delivery)
            self.settled += 1
        finally:
            self.in_flight -= 1

    def _count(self, envelope: Envelope | None, outcome: str, seconds: float | None = None) -> None:
        known = FACTS.get(envelope.type) if envelope else None
        if known is None or not known.walled:
            self._observe(known.name if known else "unreadable", outcome, seconds)

    def _park(self, delivery: Delivery, envelope: Envelope | None, poison: Poison) -> None:
        self._parking.park(self.inbox.name, delivery, envelope, poison.reason, poison.detail)
        self._count(envelope, "parked")

    def _settle(self, delivery: Delivery, envelope: Envelope) -> None:
        verdict = judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope)
        if verdict is Verdict.SEEN:
            self._count(envelope, "seen")
        elif verdict is Verdict.FORKED:
            self._park(delivery, envelope, Poison("forked", "another fact was handled under this stream and seq"))
        elif verdict is Verdict.GAP:
            self._wait(delivery, envelope)
        else:
            self._apply(delivery, envelope)

    def _wait(self, delivery: Delivery, envelope: Envelope) -> None:
        if self._parking.blocks(self.inbox.name, envelope.stream, envelope.epoch, envelope.seq):
            self._park(delivery, envelope, Poison("behind", "an earlier fact of the stream is parked"))
        elif self.gaps.beyond_head(delivery, envelope):
            self._park(delivery, envelope, Poison("beyond_head", "the source does not know of this seq"))
        else:
            self._publisher.publish([delivery.again(self.inbox, waiting=True)])
            self.gaps.ask_when_lasting(delivery, envelope)
            self._count(envelope, "waiting")

    def _apply(self, delivery: Delivery, envelope: Envelope) -> None:
        name = envelope.type.split(".")[2]
        try:
            fact = read_fact(self.inbox, envelope)
            self._commit(envelope, fact)
        except Poison as poison:
            self._park(delivery, envelope, poison)
        except OutOfOrder:
            self._settle(delivery, envelope)
        except (Transient, Conflict, OSError, eventlet.Timeout) as error:
            self._delay(delivery, envelope, error)
        except Exception as error:
            log.exception("handling %s failed", name)
            self._park(delivery, envelope, Poison("bug", type(error).__name__))
        else:
            committed = delivery.committed_at
            self._count(envelope, "applied", None if committed is None else time.time() - committed)

    def _commit(self, envelope: Envelope, fact: Fact) -> None:
        handler = self._handlers.get(type(fact))
        context = Context(envelope.actor, envelope.time, envelope.correlationid, envelope.id)

        def apply(work: Work) -> None:
            if handler is not None:
                handler(work, fact, envelope)
            work.handled(self.inbox.name, envelope)

        with self._patience:
            self._store.run(context, apply)

    def _delay(self, delivery: Delivery, envelope: Envelope, error: BaseException) -> None:
        name = envelope.type.split(".")[2]
        if delivery.count(ATTEMPT) + 1 >= MAX_ATTEMPTS:
            self._park(delivery, envelope, Poison("exhausted", type(error).__name__))
            return
        log.warning("%s will be tried again: %s", name, type(error).__name__)
        self._publisher.publish([delivery.again(self.inbox, waiting=False)])
        self._count(envelope, "delayed")

    def replay(self, body: bytes, headers: dict[str, Any]) -> None:
        """Apply a parked message now; raises `Poison` where it still cannot be applied."""
        envelope = read_delivery(Delivery(0, 0, body, "", "", headers, ""))
        verdict = judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope)
        if verdict is Verdict.SEEN:
            return
        if verdict is Verdict.FORKED:
            raise Poison("forked", "another fact was handled under this stream and seq")
        if verdict is Verdict.GAP:
            raise Poison("behind", "an earlier fact of the stream has not been handled")
        self._commit(envelope, read_fact(self.inbox, envelope))
        self._count(envelope, "replayed")

    def is_next(self, envelope: Envelope) -> bool:
        """Whether a fact is the next that its stream waits for."""
        return judge(self._store.handled_state(self.inbox.name, envelope.stream), envelope).applies
